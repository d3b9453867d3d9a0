// SPDX-License-Identifier: MIT
// Inputs from .npy and .npz files as users have them: every real type, any name, either layout. What was converted or
// guessed is said.
#include "core/files/file.h"
#include "core/files/replace_file.h"
#include "tests/cli/program.h"
#include "tests/core/near.h"
#include "tests/core/npy_bytes.h"
#include "tests/core/support.h"

namespace viz {
namespace {

struct Arrays : ProgramTest {
    /// The input as `sample` reads it: the nearest pixel at each centre.
    template <class T = float>
    gs::Tensor<T> input(const std::string& spec, const std::vector<std::string>& sentences,
                        const std::vector<std::string>& options = {}) const {
        std::vector<std::string> arguments{"sample", "--input", spec,       "--grid", "centres",
                                           "--mode", "nearest", "--output", "out.npy"};
        arguments.insert(arguments.end(), options.begin(), options.end());
        EXPECT_EQ(noted(arguments, sentences), "");
        return read<T>("out.npy");
    }
};

const gs::Tensor<float> kX = gs::counting({1, 2, 3, 4});

TEST_F(Arrays, AnySpellingByteOrderAndNameIsRead) {
    for (const char* file : {"python_2.npy", "named_type.npy", "big_endian.npy", "plain.NPY"}) {
        copy({file});
        EXPECT_TRUE(gs::same_bits(input(file, {}), kX)) << file;
    }
    copy({"plain.NPY"});
    std::filesystem::rename(path("plain.NPY"), path("array.png"));
    EXPECT_TRUE(gs::same_bits(input("array.png", {}), kX)) << "what it is, not what it is called";
}

TEST_F(Arrays, IntegersAreReadAsFloatsAndItIsSaid) {
    copy({"uint8.npy", "int64.npy"});
    EXPECT_TRUE(
        gs::same_bits(input("uint8.npy", {"uint8.npy: its uint8 values are read as float32, which holds each of "
                                          "them exactly"}),
                      kX));
    const gs::Tensor<double> exact({1, 1, 2, 2}, {16777217, 2, 3, 4});
    const auto output = input<double>("int64.npy", {"int64.npy: its int64 values are read as float64, since float32 "
                                                    "cannot hold 16777217"});
    EXPECT_TRUE(gs::same_bits(output, exact));
}

TEST_F(Arrays, BFloat16IsReadAndWrittenAsFloat32) {
    copy({"bfloat16.npy"});
    const auto output = input("bfloat16.npy", {"bfloat16.npy: its elements, 2 bytes without a name, are read as "
                                               "bfloat16, which NumPy saves so",
                                               "out.npy: its bfloat16 values are written as float32, which .npy files "
                                               "can name"});
    const auto stored = std::get<gs::Tensor<gs::BFloat16>>(gs::read_npy_any(path("bfloat16.npy")));
    EXPECT_TRUE(gs::same_bits(output, gs::converted<float>(stored)));
}

TEST_F(Arrays, OnlyTheFirstOfTwoArraysIsReadAndItIsSaid) {
    copy({"two_arrays.npy"});
    EXPECT_TRUE(gs::same_bits(
        input("two_arrays.npy",
              {"two_arrays.npy: only the first array is read: 224 bytes follow it, which begin with another array"}),
        kX));
}

TEST_F(Arrays, WhatIsNotReadComesWithAdvice) {
    gs::replace_file(path("c.npy"), gs::npy_bytes(gs::header_of("'<c8'", "False", "(1, 3)"), gs::kSix));
    expect_refused({"sample", "--input", "c.npy", "--output", "y.npy"}, 1,
                   "c.npy: holds complex numbers ('<c8'), but real numbers are needed; in NumPy: array.real");
    gs::replace_file(path("o.npy"), gs::npy_bytes(gs::header_of("'|O'", "False", "(3,)"), gs::kSix));
    expect_refused({"explain", "--input", "o.npy"}, 1, "o.npy: holds Python objects");
    gs::replace_file(path("big.npy"), gs::npy_bytes(gs::header_of("'<f4'", "False", "(1,1,1,1,2,3)"), gs::kSix));
    expect_refused({"sample", "--input", "big.npy", "--output", "y.npy"}, 1, "big.npy: has 6 axes");
    gs::replace_file(path("bad.npy"), "no tensor");
    expect_refused({"sample", "--input", "bad.npy", "--output", "y.npy"}, 1, "bad.npy: is not an .npy file");
}

TEST_F(Arrays, TheOnlyArrayOfAnArchiveNeedsNoName) {
    copy({"one_array.npz"});
    EXPECT_TRUE(gs::same_bits(input("one_array.npz", {}), kX));
    EXPECT_TRUE(gs::same_bits(input("one_array.npz?array=x", {}), kX));
    EXPECT_TRUE(gs::same_bits(input("one_array.npz?array=x.npy", {}), kX));
}

TEST_F(Arrays, OneOfSeveralArraysIsChosenByItsName) {
    copy({"deflated.npz"});
    EXPECT_TRUE(gs::same_bits(input("deflated.npz?array=x", {}), kX));
    expect_refused({"sample", "--input", "deflated.npz", "--output", "y.npy"}, 1,
                   "deflated.npz: holds 3 arrays: x (float32 [1, 2, 3, 4]), grid (float32 [1, 2, 5, 2]), count (int64 "
                   "[3]); choose one with deflated.npz?array=x");
    expect_refused({"sample", "--input", "deflated.npz?array=y", "--output", "y.npy"}, 1,
                   "holds no array 'y'; it holds x (float32");
    EXPECT_EQ(
        answer({"sample", "--input", "deflated.npz?array=x", "--grid", "deflated.npz?array=grid", "--output", "y.npy"}),
        "");
    EXPECT_EQ(read("y.npy").sizes(), (gs::Sizes{1, 2, 2, 5}));
}

TEST_F(Arrays, DamagedArchivesAreRefused) {
    copy({"one_array.npz", "deflated.npz"});
    const std::string whole = gs::read_file(path("one_array.npz")), deflated = gs::read_file(path("deflated.npz"));
    const auto expect = [&](std::string bytes, const std::string& part) {
        gs::replace_file(path("a.npz"), bytes);
        expect_refused({"sample", "--input", "a.npz?array=x", "--output", "y.npy"}, 1, part);
    };
    expect(whole.substr(0, 200), "begins as a ZIP archive, but is damaged or cut short");
    std::string flipped = whole;
    flipped[whole.find('\n') + 7] ^= 1;  // an element
    expect(flipped, "array 'x': is damaged");
    // The size that the archive's directory tells, 24 bytes behind the start of its entry: 4 GiB of 224 bytes.
    std::string boasting = deflated;
    const size_t entry = deflated.find("PK\1\2");
    boasting.replace(entry + 24, 4, "\xf0\xff\xff\xff");
    expect(boasting, "is damaged: 4294967280 bytes cannot come of");
    expect("PK\5\6" + std::string(18, '\0'), "holds no .npy files");
}

TEST_F(Arrays, ArchivesThatUnpackToAnySizeAreRefused) {
    // Two arrays in the same bytes; and one of four bytes that two megabytes follow.
    copy({"overlapping.npz", "surplus.npz"});
    for (const std::string command : {"info", "explain"})
        expect_refused({command, "overlapping.npz?array=x"}, 1, "its arrays have more bytes than the archive");
    expect_refused({"explain", "--input", "surplus.npz"}, 1, "array 'x': is damaged: 2.0 MiB follow the array");
}

TEST_F(Arrays, MemoryForAnArchivesArrayIsLimited) {
    copy({"deflated.npz"});
    expect_refused({"sample", "--input", "deflated.npz?array=x", "--output", "y.npy", "--memory", "64"}, 1,
                   "array 'x': needs 96 bytes for its elements, float32 [1, 2, 3, 4], but 64 bytes may be taken: "
                   "--memory 1M allows it");
}

TEST_F(Arrays, SettingsBehindAFilesNameAreChecked) {
    copy({"plain.NPY", "one_array.npz"});
    const auto expect = [&](const std::string& spec, const std::string& part) {
        expect_refused({"sample", "--input", spec, "--output", "y.npy"}, 1, part);
    };
    expect("one_array.npz?aray=x", "no setting 'aray=x'; there are alpha=keep, for images, and array=NAME");
    expect("one_array.npz?array", "after the question mark comes key=value, but there is 'array'");
    expect("one_array.npz?alpha=keep", "is an archive of arrays, without alpha to keep");
    expect("plain.NPY?array=x", "is one array, so that there is nothing to choose with 'array=x'");
    expect("none.npz?array=x", "none.npz: there is no such file");
    gs::write_npy(path("what?.npy"), kX);
    EXPECT_TRUE(gs::same_bits(input("what?.npy", {}), kX)) << "a file of the whole name";
}

TEST_F(Arrays, ChannelsLastAreReadAndSaid) {
    copy({"channels_last.npy"});
    const gs::Tensor<float> stored = gs::read_npy(path("channels_last.npy"));
    const gs::TensorView<const float> last(stored.data(), {1, 3, 6, 8}, {0, 1, 24, 3});
    const std::string guess =
        "channels_last.npy: read as HWC, 6 rows and 8 columns with 3 channels, because its last axis has the size of "
        "channels and its first has not: --layout CHW reads 8 rows and 3 columns with 6 channels";
    EXPECT_TRUE(gs::same_bits(input("channels_last.npy", {guess}), gs::contiguous(last)));
    EXPECT_TRUE(gs::same_bits(input("channels_last.npy", {}, {"--layout", "HWC"}), gs::contiguous(last)));
    gs::Tensor<float> first = stored;
    first.reshape({1, 6, 8, 3});
    EXPECT_TRUE(gs::same_bits(input("channels_last.npy", {}, {"--layout", "CHW"}), first));
}

TEST_F(Arrays, AxesArePyTorchsWhereNothingSpeaksAgainstIt) {
    gs::write_npy(path("x.npy"), gs::counting({2, 3, 4}));
    EXPECT_EQ(input("x.npy", {"x.npy: read as CHW, 3 rows and 4 columns with 2 channels: --layout HWC reads 2 rows and "
                              "3 columns with 4 channels"})
                  .sizes(),
              (gs::Sizes{1, 2, 3, 4}));
    gs::write_npy(path("x.npy"), gs::counting({2, 5, 6, 3}));
    EXPECT_EQ(input("x.npy", {"x.npy: read as NCHW, 6 rows and 3 columns with 5 channels: --layout NHWC reads 5 rows "
                              "and 6 columns with 3 channels"})
                  .sizes(),
              (gs::Sizes{2, 5, 6, 3}));
    for (const gs::Sizes& sizes : {gs::Sizes{5, 7}, {3, 5, 4}, {5, 7, 9}, {1, 2, 3, 4}, {2, 3, 5, 3}, {1, 64, 4, 4}}) {
        gs::write_npy(path("x.npy"), gs::counting(sizes));
        input("x.npy", {});
    }
}

TEST_F(Arrays, TheLayoutDecides) {
    const gs::Tensor<float> stored = gs::counting({2, 5, 7, 3});
    gs::write_npy(path("x.npy"), stored);
    const gs::TensorView<const float> last(stored.data(), {2, 3, 5, 7}, {105, 1, 21, 3});
    EXPECT_TRUE(gs::same_bits(input("x.npy", {}, {"--layout", "NHWC"}), gs::contiguous(last)));
    EXPECT_TRUE(gs::same_bits(input("x.npy", {}, {"--layout", "NCHW"}), stored));
    for (const char* layout : {"CHW", "HWC", "HW"})
        expect_refused({"sample", "--input", "x.npy", "--layout", layout, "--output", "y.npy"}, 1,
                       std::string("x.npy: has sizes [2, 5, 7, 3], which cannot be read as ") + layout);
    expect_refused({"explain", "--layout", "WHC"}, 2, "auto, NCHW, CHW, HWC, NHWC and HW");
    gs::replace_file(path("s.json"), R"({"input": "x.npy", "grid": "centres", "layout": "NHWC", "mode": "nearest"})");
    EXPECT_EQ(answer({"sample", "--scene", "s.json", "--output", "y.npy"}), "");
    EXPECT_TRUE(gs::same_bits(read("y.npy"), gs::contiguous(last)));
    gs::write_npy(path("other.npy"), gs::counting({5, 7}));
    answer({"explain", "--scene", "s.json", "--input", "other.npy"});  // the scene's layout is not that of another file
}

TEST_F(Arrays, SizesThatNothingJustifiesTakeNoMemory) {
    gs::write_npy(path("g.npy"), gs::Tensor<float>({1, 100, 200, 2}));
    gs::write_npy(path("t.npy"), gs::Tensor<float>({2, 3}));
    const auto expect = [&](const std::string& shape, const std::string& grid) {
        gs::replace_file(path("x.npy"), gs::npy_bytes(gs::header_of("'<f4'", "False", shape), std::vector<float>{}));
        expect_refused({"sample", "--input", "x.npy", "--grid", grid, "--output", "y.npy"}, 1, "which has no elements");
    };
    // 2^62 times 40000 elements are 0 modulo 2^64.
    for (const char* shape : {"(4611686018427387904, 0, 4, 4)", "(1099511627776, 0, 4, 4)"})
        for (const char* grid : {"g.npy", "linspace", "centres:3x3", "theta:t.npy"}) expect(shape, grid);
    expect("(1, 0, 1048576, 1048576)", "centres");
    expect("(1, 0, 1048576, 1048576)", "theta:t.npy");
    gs::replace_file(path("x.npy"),
                     gs::npy_bytes(gs::header_of("'<f4'", "False", "(0, 1, 1048576, 1048576)"), std::vector<float>{}));
    answer({"sample", "--input", "x.npy", "--grid", "centres", "--output", "y.npy"});
    EXPECT_EQ(read("y.npy").sizes(), (gs::Sizes{0, 1, 1048576, 1048576}));
}

TEST_F(Arrays, EmptyBatchesGiveEmptyOutputs) {
    copy({"empty_batch.npy", "empty_grid.npy"});
    EXPECT_EQ(answer({"sample", "--input", "empty_batch.npy", "--grid", "empty_grid.npy", "--output", "y.npy"}), "");
    EXPECT_EQ(read("y.npy").sizes(), (gs::Sizes{0, 2, 5, 6}));
    EXPECT_EQ(answer({"grad", "--input", "empty_batch.npy", "--grid", "empty_grid.npy", "--grad-output", "y.npy",
                      "--grad-input", "gi.npy", "--grad-grid", "gg.npy"}),
              "");
    EXPECT_EQ(read("gi.npy").sizes(), (gs::Sizes{0, 2, 3, 4}));
    EXPECT_EQ(read("gg.npy").sizes(), (gs::Sizes{0, 5, 6, 2}));
    EXPECT_EQ(input("empty_batch.npy", {}).sizes(), (gs::Sizes{0, 2, 3, 4}));
    for (const char* command : {"explain", "view"})
        expect_refused({command, "--input", "empty_batch.npy", "--grid", "empty_grid.npy"}, 1,
                       "empty_batch.npy: is empty, its sizes are [0, 2, 3, 4]");
    expect_refused({"export", "--input", "empty_batch.npy", "--output", "x.svg"}, 1, "the commands sample and grad");
}

}  // namespace
}  // namespace viz
