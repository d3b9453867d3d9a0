// SPDX-License-Identifier: MIT
// .npy files on the disk: what is written is read back, and nothing is lost.
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "core/files/file.h"
#include "core/files/npy.h"
#include "file_test.h"
#include "near.h"
#include "npy_bytes.h"
#include "support.h"

namespace gs {
namespace {

TEST_F(FileTest, WritesWhatItReadsAndLeavesNothingElse) {
    const Tensor<float> first = random_tensor({2, 3}, 1), second = random_tensor({4, 1, 2}, 2);
    for (const Tensor<float>* tensor : {&first, &second}) {  // the second replaces the first
        write_npy(path("a.npy"), *tensor);
        EXPECT_TRUE(same_bits(read_npy(path("a.npy")), *tensor));
        EXPECT_EQ(entries(), 1u);
    }
}

TEST_F(FileTest, WritesAndReadsEveryType) {
    const Tensor<double> doubles({2}, {1e-300, -0.0});
    write_npy(path("a.npy"), doubles);
    EXPECT_TRUE(same_bits(std::get<Tensor<double>>(read_npy_any(path("a.npy"))), doubles));
    const Tensor<Half> halves({3}, {{0x3c00}, {0x7c01}, {0x8001}});
    write_npy(path("a.npy"), halves);
    EXPECT_TRUE(same_bits(std::get<Tensor<Half>>(read_npy_any(path("a.npy"))), halves));
    EXPECT_TRUE(contains(message_of<std::runtime_error>([&] { read_npy(path("a.npy")); }), "float16, but float32"));
}

TEST_F(FileTest, KeepsTheOldFileWhenTheDiskIsFull) {
    const Tensor<float> old = random_tensor({2, 3}, 1);
    write_npy(path("a.npy"), old);
    // A limit on the size of files stands in for a full disk: writing fails half way.
    rlimit before{};
    getrlimit(RLIMIT_FSIZE, &before);
    const auto signal_before = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit small{10000, before.rlim_max};
    setrlimit(RLIMIT_FSIZE, &small);
    const std::string message = message_of<std::runtime_error>([&] {
        write_npy(path("a.npy"), random_tensor({100, 100}, 2));
    });
    setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, signal_before);
    EXPECT_TRUE(contains(message, path("a.npy") + ": cannot be written: "));
    EXPECT_TRUE(same_bits(read_npy(path("a.npy")), old));
    EXPECT_EQ(entries(), 1u) << "the temporary file was left behind";
}

TEST_F(FileTest, WritesThroughASymbolicLink) {
    write_npy(path("a.npy"), random_tensor({2, 3}, 1));
    std::filesystem::create_symlink("a.npy", path("link.npy"));
    const Tensor<float> next = random_tensor({4}, 2);
    write_npy(path("link.npy"), next);
    EXPECT_TRUE(std::filesystem::is_symlink(path("link.npy")));
    EXPECT_TRUE(same_bits(read_npy(path("a.npy")), next));
}

TEST_F(FileTest, RefusesAFolderInPlaceOfTheFile) {
    std::filesystem::create_directory(path("a.npy"));
    const auto expect_refusal = [&](const std::string& message) {
        EXPECT_TRUE(contains(message, path("a.npy") + ": is a folder"));
    };
    expect_refusal(message_of<std::runtime_error>([&] { write_npy(path("a.npy"), Tensor<float>({1})); }));
    expect_refusal(message_of<std::runtime_error>([&] { read_npy(path("a.npy")); }));
    EXPECT_EQ(entries(), 1u);
}

TEST_F(FileTest, NamesTheFileAndTheReason) {
    const std::string reason = std::strerror(ENOENT);
    const std::string reading = message_of<std::runtime_error>([&] { read_npy(path("none.npy")); });
    EXPECT_TRUE(contains(reading, path("none.npy")) && contains(reading, reason)) << reading;
    const std::string writing =
        message_of<std::runtime_error>([&] { write_npy(path("none/a.npy"), Tensor<float>({1})); });
    EXPECT_EQ(writing, path("none/a.npy") + ": cannot be written: there is no folder " + path("none"));
}

TEST_F(FileTest, NamesTheFileWhenReadingBreaksOff) {
    const std::string unreadable = "/proc/self/mem";  // opens, but has nothing at address 0
    if (!std::filesystem::exists(unreadable)) GTEST_SKIP() << "there is no " << unreadable;
    EXPECT_TRUE(contains(message_of<std::runtime_error>([&] { read_file(unreadable); }), unreadable));
}

}  // namespace
}  // namespace gs
