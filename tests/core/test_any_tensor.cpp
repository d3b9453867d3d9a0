// SPDX-License-Identifier: MIT
// Views of any type: what they show, slice and keep alive, without a copy.
#include "core/any_tensor.h"

#include <gtest/gtest.h>

#include "peak.h"
#include "support.h"

namespace gs {
namespace {

TEST(AnyView, ShowsForeignElementsWhereTheyLie) {
    const std::vector<double> memory{0, 1, 2, 3, 4, 5};
    const AnyView flipped(&memory[5], Dtype::float64, {2, 3}, {-3, -1});
    EXPECT_EQ(flipped.value(0, 0), 5);
    EXPECT_EQ(flipped.value(1, 2), 0);
    const AnyView turned(memory.data(), Dtype::float64, {3, 2}, {1, 3});
    EXPECT_EQ(turned.value(2, 1), 5);
    const AnyView repeated(memory.data(), Dtype::float64, {1000, 3}, {0, 1});
    EXPECT_EQ(repeated.value(999, 2), 2);
    EXPECT_EQ(repeated.as<double>().data, memory.data());
}

TEST(AnyView, ValuesOfEveryTypeAreExact) {
    const std::vector<float> values{1.5f, -0.0f, 3e-5f, 0x1p-24f, 65504, kInf};
    const auto expect_exact = []<class T>(const Tensor<T>& tensor) {
        const AnyView view(tensor);
        EXPECT_EQ(view.dtype, kDtype<T>);
        for (int64_t i = 0; i < tensor.count(); ++i)
            EXPECT_EQ(std::bit_cast<uint64_t>(view.value(i)),
                      std::bit_cast<uint64_t>(static_cast<double>(value_of(tensor.data()[i]))));
    };
    const Tensor<float> floats({6}, values);
    expect_exact(floats);
    expect_exact(converted<Half>(floats));
    expect_exact(converted<BFloat16>(floats));
    expect_exact(random_doubles({6}, 1));
}

TEST(AnyView, SlicesMultiplyStridesAndCopyNothing) {
    const Tensor<float> tensor = counting({2, 3, 8, 10});
    const AnyView view(tensor);
    const AnyView image = view.slice(0, 1, 2), channel = image.slice(1, 2, 3);
    const AnyView coarse = channel.slice(2, 1, 8, 3).slice(3, 0, 10, 4);
    EXPECT_EQ(coarse.sizes, (Sizes{1, 1, 3, 3}));
    EXPECT_EQ(coarse.strides, (Sizes{240, 80, 30, 4}));
    EXPECT_EQ(coarse.as<float>().data, &tensor.at(1, 2, 1, 0));
    for (int64_t h = 0; h < 3; ++h)
        for (int64_t w = 0; w < 3; ++w) EXPECT_EQ(coarse.value(0, 0, h, w), tensor.at(1, 2, 1 + 3 * h, 4 * w));

    const AnyView plane = view.select(0, 1).select(0, 2);
    EXPECT_EQ(plane.sizes, (Sizes{8, 10}));
    EXPECT_EQ(plane.value(7, 9), tensor.at(1, 2, 7, 9));
    EXPECT_EQ(view.slice(3, 10, 10).sizes, (Sizes{2, 3, 8, 0}));
    EXPECT_EQ(view.slice(3, 1, 10, std::numeric_limits<int64_t>::max()).value(0, 0, 0, 0), 1);
}

TEST(AnyView, SlicesOfFlippedViewsStartWhereTheViewDoes) {
    const Tensor<double> tensor = random_doubles({6}, 2);
    const AnyView flipped(tensor.data() + 5, Dtype::float64, {6}, {-1});
    const AnyView sliced = flipped.slice(0, 1, 6, 2);
    for (int64_t i = 0; i < 3; ++i) EXPECT_EQ(sliced.value(i), tensor.at(4 - 2 * i));
}

TEST(AnyView, PlacesThatDoNotExistAreRefused) {
    const Tensor<float> tensor({2, 3});
    const AnyView view(tensor);
    const auto refusal = [](auto&& function) { return message_of<std::invalid_argument>(function); };
    EXPECT_EQ(
        refusal([&] { view.slice(1, 2, 4); }),
        "slice: expected places from 0 to 3, in ascending order, and a step of at least 1, but got start 2, end 4 "
        "and step 1 along axis 1 of sizes [2, 3]");
    EXPECT_EQ(refusal([&] { view.select(1, -1); }),
              "select: there is no place -1 along axis 1 of a tensor with sizes [2, 3]");
    for (const int axis : {-1, 2})
        EXPECT_TRUE(contains(refusal([&] { view.slice(axis, 0, 1); }), "there is no axis " + std::to_string(axis)));
    for (const auto& [start, end, step] : {std::tuple{-1, 1, 1}, {2, 1, 1}, {0, 2, 0}, {0, 2, -1}})
        EXPECT_THROW(view.slice(0, start, end, step), std::invalid_argument);
}

TEST(AnyView, ComesBackAsItsOwnTypeOnly) {
    const Tensor<Half> tensor({2, 3});
    const AnyView view(tensor);
    EXPECT_EQ(view.as<Half>().data, tensor.data());
    EXPECT_EQ(message_of<std::invalid_argument>([&] { view.as<BFloat16>(); }),
              "expected a tensor of dtype bfloat16, but got one of dtype float16 with sizes [2, 3]");
    visit([&]<class T>(TensorView<const T> typed) { EXPECT_TRUE((std::is_same_v<T, Half>)) << typed.sizes.text(); },
          view);
}

TEST(AnyView, TellsWhetherElementsLieInCOrder) {
    const Tensor<float> tensor({2, 3, 4});
    const AnyView view(tensor);
    EXPECT_TRUE(view.is_contiguous());
    EXPECT_TRUE(view.slice(0, 1, 2).is_contiguous());
    EXPECT_TRUE(AnyView(tensor.data(), Dtype::float32, {1, 4}, {99, 1}).is_contiguous());
    EXPECT_FALSE(view.slice(1, 0, 2).is_contiguous());
    EXPECT_FALSE(view.slice(2, 0, 4, 2).is_contiguous());
    EXPECT_FALSE(AnyView(tensor.data(), Dtype::float32, {3, 2}, {1, 3}).is_contiguous());
}

TEST(AnyView, KeepsItsOwnerAliveAndLetsItGoWithTheLastView) {
    int released = 0;
    auto memory = std::make_unique<float[]>(4);
    memory[3] = 7;
    const float* const elements = memory.get();
    AnyView last;
    {
        const AnyView view(elements, Dtype::float32, {2, 2}, {2, 1},
                           std::shared_ptr<const void>(memory.release(), [&](const void* owned) {
                               delete[] static_cast<const float*>(owned);
                               ++released;
                           }));
        last = view.select(0, 1).slice(0, 1, 2);
    }
    EXPECT_EQ(released, 0);
    EXPECT_EQ(last.value(0), 7);
    last = {};
    EXPECT_EQ(released, 1);
}

TEST(AnyView, TakesOverATensorThatIsMovedInAndRefersToOneThatIsNot) {
    Tensor<double> tensor = random_doubles({3, 4}, 3);
    const double* const elements = tensor.data();
    const AnyView referring(tensor);
    EXPECT_EQ(referring.owner, nullptr);
    const AnyView owning(std::move(tensor));
    EXPECT_NE(owning.owner, nullptr);
    EXPECT_EQ(owning.as<double>().data, elements);

    AnyTensor any = counting({5});
    const AnyView of_any(any), taken(std::move(any));
    EXPECT_EQ(of_any.owner, nullptr);
    EXPECT_NE(taken.owner, nullptr);
    EXPECT_EQ(taken.data, of_any.data);
    const auto shared = std::make_shared<const AnyTensor>(counting({5}));
    EXPECT_EQ(AnyView(shared).owner, shared);
    EXPECT_EQ(shared.use_count(), 1);
}

TEST(AnyView, TakesNoMemoryForElements) {
    constexpr int64_t kSize = int64_t{64} << 20;
    constexpr size_t kLittle = size_t{8} << 20;  // far less than one copy, more than the pages that a test may touch
    Tensor<float> tensor({1, 1, kSize / 4096 / 4, 4096});
    double sum = 0;
    const size_t peak = peak_of([&] {
        AnyView view(std::move(tensor));
        for (int i = 0; i < 100; ++i) view = view.slice(3, 1, view.sizes[3]);
        sum += view.value(0, 0, 0, 0);
    });
    EXPECT_LT(peak, kLittle);
    EXPECT_EQ(sum, 0);
}

TEST(AnyOutput, WritesIntoForeignElements) {
    std::vector<float> memory(6, 1);
    const AnyOutput output(memory.data(), Dtype::float32, {2, 2}, {3, 1});
    output.as<float>().at(1, 1) = 5;
    EXPECT_EQ(memory[4], 5);
    EXPECT_EQ(AnyView(output).value(1, 1), 5);
    EXPECT_FALSE((std::is_constructible_v<AnyOutput, const Tensor<float>&>));
    EXPECT_FALSE((std::is_constructible_v<AnyOutput, TensorView<const float>>));
}

TEST(AnyTensor, TellsItsSizesTypeAndValues) {
    const AnyTensor any = converted<BFloat16>(counting({1, 2, 3, 4}));
    EXPECT_EQ(sizes_of(any), (Sizes{1, 2, 3, 4}));
    EXPECT_EQ(dtype_of(any), Dtype::bfloat16);
    EXPECT_EQ(arithmetic_of(any), Dtype::float32);
    EXPECT_EQ(arithmetic_of(AnyTensor(Tensor<double>())), Dtype::float64);
    EXPECT_EQ(value_at(any, 0, 1, 2, 3), 23);
    EXPECT_EQ(value_at(AnyView(any), 0, 1, 2, 3), 23);
}

}  // namespace
}  // namespace gs
