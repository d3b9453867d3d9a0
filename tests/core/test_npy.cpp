// SPDX-License-Identifier: MIT
// .npy files: what is written is read back, and untrusted bytes are refused in a clear sentence.
#include "core/files/npy.h"

#include <gtest/gtest.h>

#include "core/files/file.h"
#include "golden.h"
#include "near.h"
#include "npy_bytes.h"
#include "support.h"

namespace gs {
namespace {

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

TEST(Npy, ReadsAnyOrderOfKeysAndEitherQuote) {
    const std::string header = "{ \"shape\":(3,2),'fortran_order' : False,\"descr\":\"<f4\"}   \n";
    EXPECT_TRUE(same_bits(parse_npy(npy_bytes(header, kSix), "a.npy"), counting({3, 2})));
}

TEST(Npy, ReadsHeadersAsPython2WroteThem) {
    const std::string header = "{u'descr': u'<f4', 'fortran_order': False, u\"shape\": (2L, 3L), }\t\r\n";
    EXPECT_TRUE(same_bits(parse_npy(npy_bytes(header, kSix), "a.npy"), counting({2, 3})));
}

TEST(Npy, ReadsTheFirstArrayAndSaysWhatFollows) {
    const std::string first = format_npy(counting({2, 3})), second = format_npy(counting({7}));
    const auto expect = [&](const std::string& trailing, uint64_t bytes, bool is_array) {
        const NpyArray array = parse_npy_array(first + trailing, "a.npy");
        EXPECT_TRUE(same_bits(std::get<Tensor<float>>(array.tensor), counting({2, 3})));
        EXPECT_EQ(array.trailing_bytes, bytes);
        EXPECT_EQ(array.is_followed_by_array, is_array);
    };
    expect("", 0, false);
    expect("\n", 0, false);
    expect("\r\n", 0, false);
    expect(second, second.size(), true);
    expect("\n\n\n", 3, false);
    expect(std::string(1, '\0'), 1, false);
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
    EXPECT_TRUE(contains(refusal_of_header("{'descr': <f4, }"), "something other than a text in quotes"));
}

TEST(Npy, RefusesMoreThan5AxesBeforeTheirSizesAreStored) {
    EXPECT_TRUE(contains(refusal_of_header(header_of("'<f4'", "False", "(1, 1, 1, 1, 2, 3)")),
                         "has 6 axes, but the most are 5, (N, C, D, H, W)"));
    std::string shape = "(";
    for (int axis = 0; axis < 64; ++axis) shape += "1,";
    EXPECT_TRUE(contains(refusal_of_header(header_of("'<f4'", "True", shape + ")")), "has 64 axes"));
    Sizes full{1, 2, 3, 4, 5};
    EXPECT_THROW(full.push_back(6), std::length_error);
    EXPECT_EQ(full, (Sizes{1, 2, 3, 4, 5}));
    EXPECT_THROW((Sizes{1, 2, 3, 4, 5, 6}), std::length_error);
}

TEST(Npy, RefusesEveryPrefix) {
    for (const int version : {1, 2}) {
        const std::string bytes = npy_bytes(header_of("'<f4'", "False", "(2, 3)"), kSix, version);
        // Copies of the exact size, so that the sanitizer sees a read of one byte too many.
        for (size_t size = 0; size < bytes.size(); ++size) EXPECT_NE(refusal(std::string(bytes, 0, size)), "") << size;
    }
}

TEST(Npy, RefusesSizesThatTheBytesDoNotJustify) {
    // Were memory taken by the header's word, these would end in bad_alloc rather than in a refusal. The two that
    // end in 10 and 07 come to six floats when bytes are counted modulo 2^64.
    const auto expect_refusal = [](const std::string& descr, const auto& elements) {
        for (const char* shape : {"(1099511627776,)", "(1099511627776, 1099511627776)", "(4294967296, 4294967296)",
                                  "(9223372036854775807, 2)", "(4611686018427387904, 4)", "(4611686018427387910,)",
                                  "(2, 4611686018427387907)", "(2305843009213693952,)", "(3, 2, 2)", "(7,)"})
            for (const char* order : {"True", "False"})
                EXPECT_TRUE(contains(refusal(npy_bytes(header_of(descr, order, shape), elements)), "announces sizes"))
                    << descr << " " << shape;
    };
    expect_refusal("'<f4'", kSix);
    expect_refusal("'>f8'", std::vector<double>(6));
    expect_refusal("'<f2'", std::vector<Half>(6));
    expect_refusal("'<V2'", std::vector<Half>(6));
    expect_refusal("'|b1'", std::vector<char>(6));
    expect_refusal("'<i8'", std::vector<int64_t>(6));
    EXPECT_TRUE(contains(refusal(npy_bytes(header_of("'<f8'", "False", "()"), std::vector<float>(1))),
                         "announces one element of float64, but holds only 4 bytes"));
    // A last element that is cut off.
    for (const size_t missing : {1u, 4u, 7u}) {
        std::string bytes = npy_bytes(header_of("'<f8'", "False", "(6,)"), std::vector<double>(6));
        bytes.resize(bytes.size() - missing);
        EXPECT_TRUE(contains(refusal(bytes), "announces sizes [6]")) << missing;
    }
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
                const NpyArray array = parse_npy_array(bytes, "a.npy");
                const int64_t count = std::visit([](const auto& tensor) { return tensor.count(); }, array.tensor);
                EXPECT_LE(static_cast<size_t>(count) * array.stored.size + array.trailing_bytes, bytes.size());
            } catch (const std::runtime_error&) {
                ++refused;
            }
        }
    EXPECT_GT(refused, 1000);  // nearly all changes of the header
}

}  // namespace
}  // namespace gs
