// SPDX-License-Identifier: MIT
// .npy files: what is written is read back, and untrusted bytes are refused in a clear sentence.
#include "core/npy.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "core/file.h"
#include "golden.h"
#include "near.h"
#include "support.h"

namespace gs {
namespace {

/// A file of the given version around a header and the elements.
template <class T>
std::string npy_bytes(const std::string& header, const std::vector<T>& elements, int version = 1) {
    std::string bytes = "\x93NUMPY";
    bytes += {static_cast<char>(version), '\0'};
    for (int k = 0; k < (version == 1 ? 2 : 4); ++k) bytes += static_cast<char>(header.size() >> (8 * k) & 0xff);
    bytes += header;
    bytes.append(reinterpret_cast<const char*>(elements.data()), elements.size() * sizeof(T));
    return bytes;
}

std::string header_of(const std::string& descr, const std::string& order, const std::string& shape) {
    return "{'descr': " + descr + ", 'fortran_order': " + order + ", 'shape': " + shape + ", }\n";
}

const std::vector<float> kSix{0, 1, 2, 3, 4, 5};

/// The message of the refusal, which starts with the file's name.
std::string refusal(const std::string& bytes) {
    const std::string message = message_of<std::runtime_error>([&] { parse_npy(bytes, "a.npy"); });
    EXPECT_TRUE(message.starts_with("a.npy: ")) << message;
    return message;
}

/// The same of the reader of all types.
std::string refusal_of_any(const std::string& bytes) {
    const std::string message = message_of<std::runtime_error>([&] { parse_npy_any(bytes, "a.npy"); });
    EXPECT_TRUE(message.starts_with("a.npy: ")) << message;
    return message;
}

std::string refusal_of_header(const std::string& header) {
    return refusal(npy_bytes(header, kSix));
}

TEST(Npy, RoundTripKeepsEveryBit) {
    const float payload = std::bit_cast<float>(0x7fc12345u);  // a NaN that says more than NaN
    for (const Sizes& sizes : {Sizes{}, {1}, {7}, {2, 3}, {2, 3, 4}, {1, 3, 4, 4}, {2, 1, 3, 1, 5}, {0}, {3, 0, 2}}) {
        Tensor<float> tensor = random_tensor(sizes, 1);
        const std::vector<float> awkward{payload, kInf, -0.0f, 1e-45f};
        for (size_t i = 0; i < awkward.size() && static_cast<int64_t>(i) < tensor.count(); ++i)
            tensor.data()[i] = awkward[i];
        EXPECT_TRUE(same_bits(parse_npy(format_npy(tensor), "a.npy"), tensor)) << sizes.text();
        EXPECT_EQ(format_npy(tensor).size() - sizeof(float) * static_cast<size_t>(tensor.count()), 128u);
    }
}

TEST(Npy, WritesTheBytesThatNumpyWrites) {
    for (const char* file : {"linspace.npy", "float32.npy", "float64.npy"}) {
        const auto format = [](const auto& tensor) { return format_npy(tensor); };
        EXPECT_TRUE(read_file(golden_path(file)) == std::visit(format, read_npy_any(golden_path(file)))) << file;
    }
}

TEST(Npy, ReadsVersions1To3) {
    for (const int version : {1, 2, 3}) {
        const Tensor<float> tensor =
            parse_npy(npy_bytes(header_of("'<f4'", "False", "(2, 3)"), kSix, version), "a.npy");
        EXPECT_TRUE(same_bits(tensor, counting({2, 3}))) << version;
    }
    for (const int version : {0, 4, 255})
        EXPECT_TRUE(contains(refusal(npy_bytes(header_of("'<f4'", "False", "(2, 3)"), kSix, version)),
                             "version " + std::to_string(version)));
}

TEST(Npy, TurnsFortranOrderIntoCOrder) {
    const Tensor<float> matrix = parse_npy(npy_bytes(header_of("'<f4'", "True", "(2, 3)"), kSix), "a.npy");
    EXPECT_TRUE(same_bits(matrix, Tensor<float>({2, 3}, {0, 2, 4, 1, 3, 5})));

    const Tensor<float> counted = counting({2, 3, 4});
    const std::vector<float> elements(counted.data(), counted.data() + counted.count());
    const Tensor<float> cube = parse_npy(npy_bytes(header_of("'<f4'", "True", "(4, 3, 2)"), elements), "a.npy");
    ASSERT_EQ(cube.sizes(), (Sizes{4, 3, 2}));
    for (int64_t i = 0; i < 4; ++i)
        for (int64_t j = 0; j < 3; ++j)
            for (int64_t k = 0; k < 2; ++k) EXPECT_EQ(cube.at(i, j, k), counted.at(k, j, i));
}

TEST(Npy, ReadsAnyOrderOfKeysAndEitherQuote) {
    const std::string header = "{ \"shape\":(3,2),'fortran_order' : False,\"descr\":\"<f4\"}   \n";
    EXPECT_TRUE(same_bits(parse_npy(npy_bytes(header, kSix), "a.npy"), counting({3, 2})));
}

TEST(Npy, RefusesOtherElementsAndNamesTheType) {
    for (const std::string& descr : std::vector<std::string>{">f4", "<f8", "<f2", "<i4", "|u1", "|b1", "<c8", "|O"}) {
        const std::string message = refusal_of_header(header_of("'" + descr + "'", "False", "(2, 3)"));
        EXPECT_TRUE(contains(message, "'" + descr + "'"));
        EXPECT_TRUE(contains(message, "float32"));
    }
    EXPECT_TRUE(contains(refusal_of_header(header_of("[('x', '<f4')]", "False", "(2, 3)")), "one plain array"));
}

template <class T>
void expect_round_trip(const std::string& descr) {
    for (const Sizes& sizes : {Sizes{}, {1}, {2, 3}, {2, 1, 3, 1, 5}, {3, 0, 2}}) {
        auto tensor = Tensor<T>(sizes);
        Random random(3);
        for (int64_t i = 0; i < tensor.count(); ++i)
            for (size_t byte = 0; byte < sizeof(T); ++byte)
                reinterpret_cast<unsigned char*>(tensor.data() + i)[byte] = static_cast<unsigned char>(random.bits());
        const std::string bytes = format_npy(tensor);
        EXPECT_TRUE(contains(bytes, descr));
        EXPECT_EQ(bytes.size(), 128 + sizeof(T) * static_cast<size_t>(tensor.count()));
        const AnyTensor read = parse_npy_any(bytes, "a.npy");
        ASSERT_TRUE(std::holds_alternative<Tensor<T>>(read)) << descr;
        EXPECT_TRUE(same_bits(std::get<Tensor<T>>(read), tensor)) << descr << " " << sizes.text();
    }
}

TEST(NpyOfAnyType, RoundTripKeepsTypeAndEveryBit) {
    expect_round_trip<float>("'<f4'");
    expect_round_trip<double>("'<f8'");
    expect_round_trip<Half>("'<f2'");
}

TEST(NpyOfAnyType, TurnsFortranOrderIntoCOrder) {
    const std::vector<double> six{0, 1, 2, 3, 4, 5};
    const AnyTensor doubles = parse_npy_any(npy_bytes(header_of("'<f8'", "True", "(2, 3)"), six), "a.npy");
    EXPECT_TRUE(same_bits(std::get<Tensor<double>>(doubles), Tensor<double>({2, 3}, {0, 2, 4, 1, 3, 5})));
    const std::vector<Half> halves{{10}, {11}, {12}, {13}, {14}, {15}};
    const AnyTensor matrix = parse_npy_any(npy_bytes(header_of("'<f2'", "True", "(2, 3)"), halves), "a.npy");
    EXPECT_TRUE(same_bits(std::get<Tensor<Half>>(matrix), Tensor<Half>({2, 3}, {{10}, {12}, {14}, {11}, {13}, {15}})));
}

TEST(NpyOfAnyType, RefusesOtherTypesAndNamesAllThatItTakes) {
    for (const std::string descr : {">f4", ">f8", "<i4", "|u1", "<c16", "<f16", "<V2", "|V2"}) {
        const std::string message = refusal_of_any(npy_bytes(header_of("'" + descr + "'", "False", "(6,)"), kSix));
        EXPECT_TRUE(contains(message, "'" + descr + "'"));
        EXPECT_TRUE(contains(message, "float32 ('<f4'), float64 ('<f8') or float16 ('<f2') is needed"));
        EXPECT_EQ(message.find("bfloat16") != std::string::npos, descr.ends_with("V2")) << message;
    }
}

TEST(NpyOfAnyType, RefusesSizesThatTheBytesDoNotJustifyInEveryType) {
    const auto expect_refusal = [](const std::string& descr, const auto& elements) {
        for (const char* shape : {"(7,)", "(5,)", "()", "(0,)", "(1099511627776, 1099511627776)",
                                  "(2305843009213693952,)", "(9223372036854775807, 2)", "(4611686018427387910,)"})
            for (const char* order : {"True", "False"})
                EXPECT_TRUE(
                    contains(refusal_of_any(npy_bytes(header_of(descr, order, shape), elements)), "announces sizes"))
                    << descr << " " << shape;
    };
    expect_refusal("'<f4'", kSix);
    expect_refusal("'<f8'", std::vector<double>(6));
    expect_refusal("'<f2'", std::vector<Half>(6));
    // A last element that is cut off.
    for (const size_t missing : {1u, 4u, 7u}) {
        std::string bytes = npy_bytes(header_of("'<f8'", "False", "(6,)"), std::vector<double>(6));
        bytes.resize(bytes.size() - missing);
        EXPECT_TRUE(contains(refusal_of_any(bytes), "announces sizes [6]")) << missing;
    }
}

TEST(NpyOfAnyType, ReadsEmptyFortranTensorsWhateverTheOtherSizesAre) {
    const std::string bytes =
        npy_bytes(header_of("'<f8'", "True", "(9223372036854775807, 2, 0)"), std::vector<float>{});
    EXPECT_EQ(std::get<Tensor<double>>(parse_npy_any(bytes, "a.npy")).count(), 0);
}

TEST(Npy, RefusesHeadersThatAreNotNumpys) {
    for (const std::string& header :
         {std::string("{}"), std::string("{'descr': '<f4'}"), std::string(), std::string("[]"), std::string("{'descr"),
          "{'descr': '<f4', " + header_of("'<f4'", "False", "(2, 3)").substr(1),  // a key twice
          "{'pickle': '<f4', " + header_of("'<f4'", "False", "(2, 3)").substr(1), header_of("'<f4'", "None", "(2, 3)"),
          header_of("'<f4'", "False", "(2, -3)"), header_of("'<f4'", "False", "(2, 3"),
          header_of("'<f4'", "False", "(2.0, 3)"), header_of("'<f4'", "False", "(2 3)"),
          header_of("'<f4'", "False", "6"), header_of("'<f4'", "False", "(,)"),
          header_of("'<f4'", "False", "(99999999999999999999,)")})
        EXPECT_TRUE(contains(refusal_of_header(header), "header")) << header;
    EXPECT_TRUE(contains(refusal_of_header(header_of("'<f4'", "False", "(1, 1, 1, 1, 2, 3)")), "5 axes"));
}

TEST(Npy, RefusesEveryPrefixAndEveryExtraByte) {
    for (const int version : {1, 2}) {
        const std::string bytes = npy_bytes(header_of("'<f4'", "False", "(2, 3)"), kSix, version);
        // Copies of the exact size, so that the sanitizer sees a read of one byte too many.
        for (size_t size = 0; size < bytes.size(); ++size) EXPECT_NE(refusal(std::string(bytes, 0, size)), "") << size;
        EXPECT_TRUE(contains(refusal(bytes + '\0'), "[2, 3]"));
    }
}

TEST(Npy, RefusesSizesThatTheBytesDoNotJustify) {
    // Were memory taken by the header's word, these would end in bad_alloc rather than in a refusal. The two that
    // end in 10 and 07 come to six floats when bytes are counted modulo 2^64.
    for (const char* shape :
         {"(1099511627776,)", "(1099511627776, 1099511627776)", "(4294967296, 4294967296)", "(9223372036854775807, 2)",
          "(4611686018427387904, 4)", "(4611686018427387910,)", "(2, 4611686018427387907)", "(3, 2, 2)", "(7,)", "(5,)",
          "()", "(0,)", "(9223372036854775807, 0)"})
        EXPECT_TRUE(contains(refusal_of_header(header_of("'<f4'", "False", shape)), "announces sizes")) << shape;
    // A header that claims to be longer than the file.
    std::string bytes = npy_bytes(header_of("'<f4'", "False", "(2, 3)"), kSix, 2);
    for (size_t k = 8; k < 12; ++k) bytes[k] = '\xff';
    EXPECT_TRUE(contains(refusal(bytes), "header"));
}

TEST(Npy, SurvivesEveryChangeOfOneByte) {
    const std::string valid = npy_bytes(header_of("'<f4'", "True", "(2, 3)"), kSix);
    int refused = 0;
    for (size_t place = 0; place < valid.size(); ++place)
        for (int value = 0; value < 256; ++value) {
            std::string bytes = valid;
            bytes[place] = static_cast<char>(value);
            try {
                EXPECT_EQ(std::visit([](const auto& tensor) { return tensor.count(); }, parse_npy_any(bytes, "a.npy")),
                          6);
            } catch (const std::runtime_error&) {
                ++refused;
            }
        }
    EXPECT_GT(refused, 1000);  // nearly all changes of the header
}

/// A folder that goes when the test ends.
class FileTest : public testing::Test {
protected:
    FileTest() {
        folder_ =
            std::filesystem::path(testing::TempDir()) /
            ("gridscope_" + std::to_string(getpid()) + testing::UnitTest::GetInstance()->current_test_info()->name());
        std::filesystem::create_directories(folder_);
    }
    ~FileTest() override { std::filesystem::remove_all(folder_); }

    std::string path(const std::string& name) const { return (folder_ / name).string(); }
    size_t entries() const {
        return static_cast<size_t>(std::distance(std::filesystem::directory_iterator(folder_), {}));
    }

    std::filesystem::path folder_;
};

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
    EXPECT_TRUE(contains(message_of<std::runtime_error>([&] { read_npy(path("a.npy")); }), "'<f2', but float32"));
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

TEST_F(FileTest, KeepsTheOldFileWhenTheFolderIsNotWritable) {
    if (geteuid() == 0) GTEST_SKIP() << "root may write everywhere";
    const Tensor<float> old = random_tensor({2, 3}, 1);
    write_npy(path("a.npy"), old);
    std::filesystem::permissions(folder_, std::filesystem::perms(0500));
    EXPECT_THROW(write_npy(path("a.npy"), random_tensor({3, 2}, 2)), std::runtime_error);
    std::filesystem::permissions(folder_, std::filesystem::perms(0700));
    EXPECT_TRUE(same_bits(read_npy(path("a.npy")), old));
    EXPECT_EQ(entries(), 1u);
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
    EXPECT_TRUE(contains(writing, path("none/a.npy")) && contains(writing, reason)) << writing;
}

TEST_F(FileTest, NamesTheFileWhenReadingBreaksOff) {
    const std::string unreadable = "/proc/self/mem";  // opens, but has nothing at address 0
    if (!std::filesystem::exists(unreadable)) GTEST_SKIP() << "there is no " << unreadable;
    EXPECT_TRUE(contains(message_of<std::runtime_error>([&] { read_file(unreadable); }), unreadable));
}

}  // namespace
}  // namespace gs
