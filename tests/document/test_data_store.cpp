// SPDX-License-Identifier: MIT
// Tensors by their content.
#include <gtest/gtest.h>

#include <span>

#include "core/files/npy.h"
#include "viz/document/data_store.h"
#include "viz/platform/memory_files.h"

namespace viz {
namespace {

std::string npy(const gs::Sizes& sizes, float value) {
    gs::Tensor<float> tensor(sizes);
    for (float& element : std::span(tensor.data(), static_cast<size_t>(tensor.count()))) element = value;
    return gs::format_npy(tensor);
}

Sources of(const std::string& input) {
    Sources sources;
    sources.input = input;
    return sources;
}

struct Store : testing::Test {
    MemoryFiles files;
    DataStore store{files};

    TensorRef input(const Sources& sources) { return store.input(sources, gs::Work()); }
};

TEST_F(Store, GivesAgainWhatSomebodyHoldsAndItsFileStillIs) {
    files.put("x.npy", npy({1, 1, 2, 3}, 1));
    const TensorRef first = input(of("x.npy"));
    EXPECT_EQ(input(of("x.npy")), first);
    files.put("x.npy", npy({1, 1, 2, 3}, 2));
    EXPECT_TRUE(store.has_changed(*first));
    const TensorRef second = input(of("x.npy"));
    EXPECT_NE(second, first);
    EXPECT_NE(second->id, first->id);
    EXPECT_FALSE(store.has_changed(*second));
}

TEST_F(Store, GivesTheContentThatIsNamedWhateverTheFileHoldsByNow) {
    files.put("x.npy", npy({1, 1, 2, 3}, 1));
    const TensorRef first = input(of("x.npy"));
    files.put("x.npy", npy({1, 1, 2, 3}, 2));
    Sources sources = of("x.npy");
    sources.input_id = first->id;
    EXPECT_EQ(input(sources), first);
}

TEST_F(Store, ReadsWhatNobodyHoldsAnyMore) {
    files.put("x.npy", npy({1, 1, 2, 3}, 1));
    const std::string id = input(of("x.npy"))->id;
    EXPECT_EQ(store.find_input(of("x.npy")), nullptr);
    EXPECT_EQ(input(of("x.npy"))->id, id) << "the same content has the same id";
}

TEST_F(Store, OfAnotherLayoutOrForAnotherInputIsAnotherTensor) {
    files.put("x.npy", npy({1, 2, 3, 3}, 1));
    files.put("g.npy", npy({4, 4, 2}, 0));
    Sources sources = of("x.npy");
    sources.grid = "g.npy";
    const TensorRef first = input(sources), ramp = input(of("ramp:3x4"));
    const TensorRef grid = store.grid(sources, *first, gs::Work());
    EXPECT_EQ(store.grid(sources, *first, gs::Work()), grid);
    EXPECT_NE(store.grid(sources, *ramp, gs::Work()), grid);
    sources.layout = AxisLayout::NHWC;
    EXPECT_NE(input(sources), first);
}

TEST(ContentId, TellsSizesTypesAndElementsApart) {
    const gs::AnyTensor zeros = gs::Tensor<float>({1, 1, 2, 8});
    EXPECT_EQ(content_id(zeros), content_id(gs::Tensor<float>({1, 1, 2, 8})));
    EXPECT_EQ(content_id(zeros).size(), 32u);
    EXPECT_NE(content_id(zeros), content_id(gs::Tensor<float>({1, 1, 8, 2})));
    EXPECT_NE(content_id(zeros), content_id(gs::Tensor<double>({1, 1, 2, 4})));
    gs::Tensor<float> other({1, 1, 2, 8});
    other.at(0, 0, 1, 7) = -0.0f;
    EXPECT_NE(content_id(zeros), content_id(gs::AnyTensor(std::move(other)))) << "to the last bit";
}

}  // namespace
}  // namespace viz
