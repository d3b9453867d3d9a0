// SPDX-License-Identifier: MIT
// Elements of every real type that NumPy writes: what they become, and what is said of those that are not read.
#include <gtest/gtest.h>

#include <algorithm>

#include "core/c_ordered.h"
#include "core/files/npy.h"
#include "near.h"
#include "npy_bytes.h"
#include "support.h"

namespace gs {
namespace {

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

TEST(NpyTypes, RoundTripKeepsTypeAndEveryBit) {
    expect_round_trip<float>("'<f4'");
    expect_round_trip<double>("'<f8'");
    expect_round_trip<Half>("'<f2'");
    expect_round_trip<BFloat16>("'<V2'");
}

/// An array of one axis with these elements.
template <class T>
NpyArray array_of(const std::string& descr, const std::vector<T>& elements) {
    return parse_npy_array(
        npy_bytes(header_of("'" + descr + "'", "False", "(" + std::to_string(elements.size()) + ",)"), elements),
        "a.npy");
}

template <class F>
std::vector<F> values_of(const NpyArray& array) {
    const auto* const tensor = std::get_if<Tensor<F>>(&array.tensor);
    if (tensor == nullptr) {
        ADD_FAILURE() << name(array.stored) << " became another type";
        return {};
    }
    return {tensor->data(), tensor->data() + tensor->count()};
}

/// Expects that integers become F with these values, and what is said of that.
template <class F, class T>
void expect_floats(const std::string& descr, const std::vector<T>& integers, const std::vector<F>& want,
                   const IntegerConversion& conversion = {}) {
    SCOPED_TRACE(descr);
    const NpyArray array = array_of(descr, integers);
    EXPECT_EQ(values_of<F>(array), want);
    EXPECT_EQ(array.stored.size, sizeof(T));
    EXPECT_EQ(array.conversion, conversion);
}

TEST(NpyTypes, IntegersBecomeFloat32WhereItHoldsEachOfThem) {
    expect_floats<float, uint8_t>("|u1", {0, 1, 128, 255}, {0, 1, 128, 255});
    expect_floats<float, int8_t>("|i1", {-128, -1, 127}, {-128, -1, 127});
    expect_floats<float, uint16_t>("<u2", {0, 65535}, {0, 65535});
    expect_floats<float, int16_t>("<i2", {-32768, 32767}, {-32768, 32767});
    expect_floats<float, int32_t>("<i4", {-16777216, 16777216, 16777218}, {-16777216, 16777216, 16777218});
    expect_floats<float, int32_t>("<i4", {std::numeric_limits<int32_t>::min()}, {-0x1p31f});
    expect_floats<float, uint32_t>("<u4", {0xffffff00u}, {4294967040.0f});
    expect_floats<float, int64_t>("<i8", {1, -2, std::numeric_limits<int64_t>::min()}, {1, -2, -0x1p63f});
    expect_floats<float, uint64_t>("<u8", {3, uint64_t{1} << 63}, {3, 0x1p63f});
    expect_floats<float, uint8_t>("|b1", {0, 1, 2}, {0, 1, 1});
    expect_floats<float, int64_t>("<i8", {}, {});
}

TEST(NpyTypes, IntegersBecomeFloat64WhereFloat32CannotHoldOne) {
    expect_floats<double, int32_t>("<i4", {1, 16777217, 2147483647}, {1, 16777217, 2147483647}, {true, "16777217", ""});
    expect_floats<double, uint32_t>("<u4", {4294967295u}, {4294967295.0}, {true, "4294967295", ""});
    expect_floats<double, int64_t>("<i8", {0, -9007199254740991}, {0, -9007199254740991.0},
                                   {true, "-9007199254740991", ""});
    expect_floats<double, int64_t>("<i8", {16777217, 9007199254740993, 9007199254740995},
                                   {16777217, 9007199254740992.0, 9007199254740996.0},
                                   {true, "16777217", "9007199254740993", 2});
    expect_floats<double, uint64_t>("<u8", {std::numeric_limits<uint64_t>::max()}, {0x1p64},
                                    {true, "18446744073709551615", "18446744073709551615", 1});
}

/// The bytes of each element turned round.
template <class T>
std::vector<T> swapped(std::vector<T> elements) {
    for (T& element : elements) {
        auto* const bytes = reinterpret_cast<unsigned char*>(&element);
        std::reverse(bytes, bytes + sizeof(T));
    }
    return elements;
}

TEST(NpyTypes, EitherByteOrderGivesTheSameValues) {
    EXPECT_EQ(values_of<float>(array_of(">f4", swapped<float>({1, -2.5f}))), (std::vector<float>{1, -2.5f}));
    EXPECT_EQ(values_of<double>(array_of(">f8", swapped<double>({1e-300, 7}))), (std::vector<double>{1e-300, 7}));
    EXPECT_EQ(values_of<float>(array_of(">i2", swapped<int16_t>({258, -1}))), (std::vector<float>{258, -1}));
    EXPECT_EQ(values_of<double>(array_of(">u8", swapped<uint64_t>({16777217}))), (std::vector<double>{16777217}));
    EXPECT_EQ(values_of<Half>(array_of(">f2", swapped<Half>({{0x3c01}})))[0].bits, 0x3c01);
    EXPECT_EQ(name(array_of(">f4", swapped<float>({1})).stored), "float32, big-endian");
    EXPECT_EQ(name(array_of(">u1", std::vector<uint8_t>{1}).stored), "uint8");
}

TEST(NpyTypes, FortranOrderBecomesCOrder) {
    const Tensor<float> matrix = parse_npy(npy_bytes(header_of("'<f4'", "True", "(2, 3)"), kSix), "a.npy");
    EXPECT_TRUE(same_bits(matrix, Tensor<float>({2, 3}, {0, 2, 4, 1, 3, 5})));
    const std::vector<Half> halves{{10}, {11}, {12}, {13}, {14}, {15}};
    const AnyTensor any = parse_npy_any(npy_bytes(header_of("'<f2'", "True", "(2, 3)"), halves), "a.npy");
    EXPECT_TRUE(same_bits(std::get<Tensor<Half>>(any), Tensor<Half>({2, 3}, {{10}, {12}, {14}, {11}, {13}, {15}})));
    const AnyTensor integers =
        parse_npy_any(npy_bytes(header_of("'>i2'", "True", "(2, 2)"), swapped<int16_t>({1, 2, 3, 4})), "a.npy");
    EXPECT_TRUE(same_bits(std::get<Tensor<float>>(integers), Tensor<float>({2, 2}, {1, 3, 2, 4})));

    const Tensor<float> counted = counting({2, 3, 4});
    const std::vector<float> elements(counted.data(), counted.data() + counted.count());
    const Tensor<float> cube = parse_npy(npy_bytes(header_of("'<f4'", "True", "(4, 3, 2)"), elements), "a.npy");
    ASSERT_EQ(cube.sizes(), (Sizes{4, 3, 2}));
    for (int64_t i = 0; i < 4; ++i)
        for (int64_t j = 0; j < 3; ++j)
            for (int64_t k = 0; k < 2; ++k) EXPECT_EQ(cube.at(i, j, k), counted.at(k, j, i));
}

TEST(NpyTypes, EmptyFortranTensorsAreReadWhateverTheOtherSizesAre) {
    const std::string bytes =
        npy_bytes(header_of("'<f8'", "True", "(9223372036854775807, 2, 0)"), std::vector<float>{});
    EXPECT_EQ(std::get<Tensor<double>>(parse_npy_any(bytes, "a.npy")).count(), 0);
}

TEST(COrdered, IsWhatTheViewShowsForEveryOrderOfTheAxes) {
    for (const Sizes& sizes :
         {Sizes{}, {5}, {3, 0}, {1, 1, 1}, {37, 65}, {2, 70, 3}, {3, 2, 33, 4}, {2, 3, 1, 40, 5}}) {
        const Tensor<float> counted = counting(sizes);
        std::vector<int> order(static_cast<size_t>(sizes.rank()));
        for (size_t axis = 0; axis < order.size(); ++axis) order[axis] = static_cast<int>(axis);
        do {
            const Sizes steps = sizes.contiguous_strides();
            Sizes permuted, strides;
            for (const int axis : order) {
                permuted.push_back(sizes[axis]);
                strides.push_back(steps[axis]);
            }
            const TensorView<const float> view(counted.data(), permuted, strides);
            EXPECT_TRUE(same_bits(c_ordered(view), contiguous(view))) << permuted.text() << strides.text();
        } while (std::next_permutation(order.begin(), order.end()));
    }
    const Tensor<float> row = counting({4});
    const TensorView<const float> repeated(row.data(), {3, 4}, {0, 1}), flipped(row.data() + 3, {4}, {-1});
    EXPECT_TRUE(same_bits(c_ordered(repeated), contiguous(repeated)));
    EXPECT_TRUE(same_bits(c_ordered(flipped), contiguous(flipped)));
}

TEST(NpyTypes, AnySpellingOfNumpysIsRead) {
    for (const char* descr : {"<f4", "=f4", "|f4", "f4", "float32", "single", "f"})
        EXPECT_EQ(values_of<float>(array_of(descr, kSix)), kSix) << descr;
    for (const char* descr : {"float64", "double", "float", "d"})
        EXPECT_EQ(values_of<double>(array_of(descr, std::vector<double>{0.1})), std::vector<double>{0.1}) << descr;
    for (const char* descr : {"int64", "=i8", "int", "l", "q"})
        EXPECT_EQ(values_of<float>(array_of(descr, std::vector<int64_t>{-3})), std::vector<float>{-3}) << descr;
    for (const char* descr : {"bool", "?", "|b1", "b1"})
        EXPECT_EQ(values_of<float>(array_of(descr, std::vector<char>{1, 0})), (std::vector<float>{1, 0})) << descr;
    EXPECT_EQ(values_of<float>(array_of("b", std::vector<int8_t>{-1})), std::vector<float>{-1}) << "NumPy's b is int8";
}

TEST(NpyTypes, TwoBytesWithoutANameAreBFloat16) {
    for (const char* descr : {"<V2", "|V2", "V2"}) {
        const NpyArray array = array_of(descr, std::vector<BFloat16>{{0x3f80}, {0xc020}});
        EXPECT_EQ(value_of(values_of<BFloat16>(array)[1]), -2.5f);
        EXPECT_TRUE(array.type_is_guessed);
    }
    EXPECT_FALSE(array_of("bfloat16", std::vector<BFloat16>{{0x3f80}}).type_is_guessed) << "nothing is guessed here";
}

TEST(NpyTypes, TheReaderOfFloat32SaysWhatElseItFound) {
    const std::string bytes = npy_bytes(header_of("'<f8'", "False", "(2,)"), std::vector<double>(2));
    EXPECT_EQ(message_of<std::runtime_error>([&] { parse_npy(bytes, "a.npy"); }),
              "a.npy: holds float64, but float32 is needed; in NumPy: array.astype('float32')");
    EXPECT_TRUE(same_bits(parse_npy(npy_bytes(header_of("'|u1'", "False", "(2,)"), std::vector<char>{3, 4}), "a.npy"),
                          Tensor<float>({2}, {3, 4})));
}

TEST(NpyTypes, WhatIsNotReadIsNamedWithAdviceForIt) {
    const auto expect = [](const std::string& descr, const std::string& shape, const std::string& meaning,
                           const std::string& advice) {
        const std::string message = refusal_of_header(header_of("'" + descr + "'", "False", shape));
        EXPECT_TRUE(contains(message, "holds " + meaning + " ('" + descr + "')"));
        EXPECT_TRUE(contains(message, "in NumPy: " + advice));
    };
    for (const char* descr : {"<c8", ">c16", "complex64"}) expect(descr, "(3,)", "complex numbers", "array.real and");
    for (const char* descr : {"<f16", "longdouble", "g"})
        expect(descr, "(3,)", "long doubles", "array.astype('float64')");
    for (const char* descr : {"<U3", "|S1"}) expect(descr, "(3,)", "texts", "array.astype('float64')");
    expect("<M8[ns]", "(3,)", "dates", "array.astype('int64')");
    expect("<m8[s]", "(3,)", "time spans", "array.astype('int64')");
    expect("<V1", "(3,)", "single bytes without a meaning, as float8 is saved", "array.view(ml_dtypes.float8_e4m3fn)");
    expect("|V16", "(3,)", "bytes without a meaning", "array.view('uint8')");
    expect("|O", "(3,)", "Python objects", "numpy.array(numpy.load(file, allow_pickle=True).tolist()");
    expect("|O", "()", "a Python object", "numpy.load(file, allow_pickle=True).item()");
    EXPECT_TRUE(contains(refusal_of_header(header_of("'nonsense'", "False", "(3,)")),
                         "type 'nonsense', which is not known; in NumPy: array.astype('float32')"));
    const std::string records = refusal_of_header(header_of("[('depth', '<f4'), ('y', '<f4')]", "False", "(3,)"));
    EXPECT_TRUE(contains(records, "holds records of several fields"));
    EXPECT_TRUE(contains(records, "in NumPy: array['depth']"));
}

}  // namespace
}  // namespace gs
