// SPDX-License-Identifier: MIT
// What is brought to a CUDA device for a call with few places. Runs everywhere.
#include "core/cuda/reads.h"

#include <gtest/gtest.h>

#include "fields.h"

namespace gs::cuda {
namespace {

int64_t bytes_moved(const std::vector<Span>& spans, Dtype dtype) {
    int64_t elements = 0;
    for (const Span& span : spans) elements += span.count();
    return elements * static_cast<int64_t>(size_of(dtype));
}

/// A copy of a field's memory with what the spans leave out overwritten.
struct Moved {
    std::vector<std::byte> bytes;
    ConstField field;

    Moved(const OwnedField& from, const std::vector<Span>& spans) : bytes(from.bytes()), field(from.field()) {
        const auto size = static_cast<int64_t>(size_of(field.dtype));
        const Span whole = span_of(field.size, field.stride);
        std::vector<std::byte> kept(bytes.size(), std::byte{0xff});  // NaN in each type
        for (const Span& span : spans)
            std::copy_n(bytes.begin() + (span.first - whole.first) * size, span.count() * size,
                        kept.begin() + (span.first - whole.first) * size);
        bytes = kept;
        field.data = bytes.data() - whole.first * size;
    }
};

TEST(CudaReads, HoldAllThatACallWithFewPlacesReads) {
    // Large enough that a few places leave most of the memory alone.
    const std::array<std::array<int64_t, 3>, 2> sizes{{{1, 300, 500}, {20, 90, 100}}};
    for (const Dtype dtype : kDtypes)
        for (const Layout layout : kLayouts)
            for (const auto& in : sizes)
                for (uint32_t seed = 0; seed < 2; ++seed) {
                    const Scene scene(dtype, dtype, 2, 3, in, {1, 1, 3}, layout, seed);
                    Scene again(dtype, dtype, 2, 3, in, {1, 1, 3}, layout, seed);
                    for (const Options& options : all_options()) {
                        const Forward call{scene.input.field(), scene.grid.field(), scene.output.field(), scene.dims,
                                           options};
                        const std::vector<Span> spans = spans_read(call);
                        const Moved moved(scene.input, spans);
                        forward_scalar(call, 1);
                        forward_scalar({moved.field, scene.grid.field(), again.output.field(), scene.dims, options}, 1);
                        EXPECT_EQ(again.output.bits(), scene.output.bits()) << text(options) << " seed " << seed;
                        for (size_t i = 1; i < spans.size(); ++i) EXPECT_GT(spans[i].first, spans[i - 1].last);
                    }
                }
}

TEST(CudaReads, OneQueryOfALargePlaneMovesKilobytes) {
    constexpr int64_t kMost = int64_t{64} << 10;  // four rows of 16 KiB
    const std::vector<float> plane(1);            // nobody reads it
    const std::array<float, 2> point{0.3f, -0.7f};
    const ConstField input = image_field(TensorView<const float>(plane.data(), {1, 1, 4096, 4096}));
    const ConstField grid = grid_field(TensorView<const float>(point.data(), {1, 1, 1, 2}));
    for (const Options& options : all_options()) {
        const int64_t moved = bytes_moved(spans_read({input, grid, {}, 2, options}), input.dtype);
        EXPECT_GT(moved, 0) << text(options);
        EXPECT_LE(moved, kMost) << text(options);
    }
}

TEST(CudaReads, NothingOutOfBoundsIsMoved) {
    const std::vector<float> plane(1);
    const std::array<float, 2> point{30, -70};
    const ConstField input = image_field(TensorView<const float>(plane.data(), {1, 1, 4096, 4096}));
    const ConstField grid = grid_field(TensorView<const float>(point.data(), {1, 1, 1, 2}));
    EXPECT_TRUE(spans_read({input, grid, {}, 2, {}}).empty());
}

TEST(CudaReads, CallsWithManyPlacesOrSmallInputsMoveAll) {
    for (const auto& [in, out] : {std::pair{std::array<int64_t, 3>{1, 200, 300}, std::array<int64_t, 3>{1, 30, 40}},
                                  {{1, 20, 30}, {1, 1, 1}}}) {
        const Scene scene(Dtype::float32, Dtype::float32, 1, 2, in, out, Layout::gaps, 1);
        const std::vector<Span> spans = spans_read(scene.forward({.padding = Padding::border}));
        const Span whole = span_of(scene.input.field().size, scene.input.field().stride);
        ASSERT_EQ(spans.size(), 1u);
        EXPECT_EQ(spans[0].first, whole.first);
        EXPECT_EQ(spans[0].last, whole.last);
    }
}

}  // namespace
}  // namespace gs::cuda
