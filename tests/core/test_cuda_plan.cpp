// SPDX-License-Identifier: MIT
// What the CUDA backend decides on the host before a kernel starts. Runs everywhere.
#include <gtest/gtest.h>

#include <map>
#include <tuple>

#include "core/cuda/grad_input.h"
#include "core/cuda/span.h"
#include "fields.h"

namespace gs::cuda {
namespace {

constexpr std::array<int64_t, 9> kSizes{1, 2, 3, 7, 8, 9, 16, 17, 33};

struct Launch {
    int64_t layers, depth, height, width, channels;
    int lanes;
    bool channels_last;
    int64_t room;
};

/// How often each image, place and channel is visited by all threads.
void expect_each_once(const Launch& launch, const Tiling& tiling) {
    const Extent<int32_t> extent{static_cast<int32_t>(launch.channels), static_cast<int32_t>(launch.depth),
                                 static_cast<int32_t>(launch.height), static_cast<int32_t>(launch.width)};
    std::map<std::tuple<int, int, int, int, int>, int> visits;
    for (int64_t z = 0; z < 2; ++z)
        for (int64_t y = 0; y < 2; ++y)
            for (int64_t x = 0; x < tiling.tiles_x; ++x)
                for (int thread = 0; thread < tiling.threads(); ++thread) {
                    const auto visit = [&](const At<int32_t>& at, const Channels<int32_t>& channels) {
                        for (int c = channels.first; c < channels.end; c += channels.step)
                            for (int lane = 0; lane < launch.lanes; ++lane)
                                ++visits[{at.n, c + lane, at.d, at.h, at.w}];
                    };
                    if (launch.lanes == 1)
                        for_places<1>(tiling, extent, {x, y, z, 2, 2, thread}, visit);
                    else
                        for_places<4>(tiling, extent, {x, y, z, 2, 2, thread}, visit);
                }
    EXPECT_EQ(static_cast<int64_t>(visits.size()), launch.layers * launch.height * launch.width * launch.channels);
    for (const auto& [where, count] : visits) ASSERT_EQ(count, 1) << std::get<1>(where);
}

TEST(CudaTiling, VisitsEachPlaceAndChannelOnce) {
    for (const int64_t height : {1, 2, 7, 9, 33})
        for (const int64_t width : {1, 3, 8, 17, 33})
            for (const bool channels_last : {false, true})
                for (const int lanes : {1, 4}) {
                    const Launch launch{6, 3, height, width, 24, lanes, channels_last, height % 2 == 0 ? 0 : 1 << 20};
                    const Tiling tiling = tiling_of(6, height, width, 24, lanes, channels_last, Room{launch.room});
                    EXPECT_LE(tiling.threads(), 256);
                    EXPECT_EQ(tiling.threads() % 32, 0);
                    SCOPED_TRACE(height * 1000 + width);
                    expect_each_once(launch, tiling);
                }
}

TEST(CudaTiling, VisitsEachPlaceAndChannelOnceWithAWarpEach) {
    for (const int64_t width : kSizes)
        expect_each_once({2, 1, 3, width, 70, 1, false, 0}, warp_per_place(2, 3, width, 70));
}

TEST(CudaTiling, BlocksCoverRectanglesAndWarpsEightByFour) {
    const Tiling tiling = tiling_of(1, 512, 512, 3, 1, false, Room{1});
    EXPECT_EQ(std::tuple(tiling.x_bits, tiling.y_bits, tiling.warp_x_bits, tiling.warp_y_bits), std::tuple(5, 3, 3, 2));
    const Tiling row = tiling_of(1, 1, 4096, 3, 1, false, Room{1});
    EXPECT_EQ(std::tuple(row.x_bits, row.y_bits, row.warp_x_bits, row.warp_y_bits), std::tuple(8, 0, 5, 0));
    const Tiling column = tiling_of(1, 4096, 1, 3, 1, false, Room{1});
    EXPECT_EQ(std::tuple(column.x_bits, column.y_bits, column.warp_x_bits, column.warp_y_bits), std::tuple(0, 8, 0, 5));
}

TEST(CudaTiling, SplitsChannelsOnlyWhereThereIsRoom) {
    EXPECT_EQ(tiling_of(1, 1024, 1024, 64, 1, false, Room{1 << 18}).channel_blocks, 1);
    // 8 x 8 places are two warps; there is room for far more than the 2048 channels.
    const Tiling few = tiling_of(1, 8, 8, 2048, 1, false, Room{1 << 18});
    EXPECT_EQ(few.channel_blocks, 2048);
    EXPECT_EQ(few.block_channels, 1);
    // 64 channels lie side by side, four to a thread: 16 threads share a place.
    const Tiling last = tiling_of(1, 1024, 1024, 64, 4, true, Room{1 << 18});
    EXPECT_EQ(last.channel_bits, 4);
    EXPECT_EQ(last.block_channels, 64);
}

TEST(CudaIndices, Of32BitsReachWhatTheySpan) {
    ConstField field{nullptr, Dtype::float32, {1, 1, 1, 1 << 14, 1 << 14}, {0, 0, 0, 1 << 14, 1}};
    EXPECT_TRUE(fits_int32({field})) << "not wanted";
    const std::byte byte{};
    field.data = &byte;
    EXPECT_TRUE(fits_int32({field}));
    field.stride[kH] = int64_t{1} << 17;
    EXPECT_FALSE(fits_int32({field}));
    field.stride[kH] = -(int64_t{1} << 17);
    EXPECT_FALSE(fits_int32({field})) << "backwards";
    field.stride = {};
    EXPECT_TRUE(fits_int32({field}));
    field.size[kN] = 1 << 14;
    EXPECT_FALSE(fits_int32({field})) << "few elements, but many places";
    field.size = {1, 1, int64_t{1} << 40, int64_t{1} << 40, 1};
    EXPECT_FALSE(fits_int32({field})) << "a product that overflows";
}

TEST(CudaVectors, NeedNeighboursThatAreAligned) {
    const OwnedField last(Dtype::float32, {2, 8, 1, 3, 5}, Layout::channels_last);
    ConstField field = last.field();
    EXPECT_TRUE(are_together(field, 4));
    field.data += 4;
    EXPECT_FALSE(are_together(field, 4)) << "starts between";
    field = last.field();
    field.stride[kW] = 9;
    EXPECT_FALSE(are_together(field, 4)) << "the next place starts between";
    field = OwnedField(Dtype::float32, {2, 6, 1, 3, 5}, Layout::channels_last).field();
    EXPECT_FALSE(are_together(field, 4)) << "six channels";
    EXPECT_FALSE(are_together(OwnedField(Dtype::float32, {2, 8, 1, 3, 5}).field(), 4)) << "planes";
}

TEST(CudaSpan, IsWhatAViewTouches) {
    const auto expect = [](const Axes5& size, const Axes5& stride, int64_t first, int64_t last) {
        const Span span = span_of(size, stride);
        EXPECT_EQ(std::pair(span.first, span.last), std::pair(first, last));
    };
    expect({1, 1, 1, 3, 4}, {0, 0, 0, 4, 1}, 0, 11);
    expect({1, 1, 1, 3, 4}, {0, 0, 0, -4, -1}, -11, 0);
    expect({1, 1, 1, 3, 4}, {0, 0, 0, -4, 1}, -8, 3);
    expect({9, 1, 1, 3, 4}, {0, 0, 0, 0, 2}, 0, 6);
    EXPECT_EQ(span_of({1, 0, 1, 3, 4}, {12, 12, 12, 4, 1}).count(), 0);
}

TEST(CudaSpan, IsCopiedAsItLiesUnlessItIsMostlyGaps) {
    const Axes5 size{2, 3, 1, 4, 5};
    EXPECT_TRUE(packing_for_reading(size, {60, 20, 20, 5, 1}).is_span);
    EXPECT_TRUE(packing_for_reading(size, {90, 30, 30, 7, 1}).is_span) << "a part of each row";
    EXPECT_FALSE(packing_for_writing(size, {90, 30, 30, 7, 1}).is_span) << "the gaps are somebody else's";
    EXPECT_TRUE(packing_for_writing(size, {60, 1, 60, 15, 3}).is_span) << "channels last";
    EXPECT_TRUE(packing_for_writing(size, {-60, -1, 60, 15, -3}).is_span) << "backwards";
    const Packing sparse = packing_for_reading(size, {6000, 1, 6000, 1500, 300});
    EXPECT_FALSE(sparse.is_span);
    EXPECT_EQ(sparse.stride, (Axes5{60, 1, 60, 15, 3})) << "channels stay last";
    const Packing repeated = packing_for_reading({2, 300, 1, 400, 5}, {5, 0, 0, 0, 1});
    EXPECT_EQ(repeated.count, 10);
    EXPECT_EQ(packing_for_reading({2, 0, 1, 4, 5}, {0, 0, 0, 0, 0}).count, 0);
}

TEST(CudaSpan, PackedElementsComeBack) {
    const OwnedField sparse = random_field(Dtype::float16, {2, 3, 2, 4, 5}, 1, Layout::gaps);
    const Packing packing = packing_for_writing(sparse.field().size, sparse.field().stride);
    ASSERT_FALSE(packing.is_span);
    EXPECT_EQ(packing.count, 2 * 3 * 2 * 4 * 5);
    std::vector<std::byte> packed(static_cast<size_t>(packing.count) * 2);
    pack(sparse.field(), packing, packed.data());
    Field there = sparse.field();
    there.data = packed.data();
    there.stride = packing.stride;
    OwnedField back(Dtype::float16, sparse.field().size, Layout::gaps);
    const std::vector<std::byte> untouched = back.bytes();
    unpack(packed.data(), packing, back.field());
    EXPECT_EQ(back.bytes(), sparse.bytes()) << "gaps included, which were all ones before";
    EXPECT_NE(back.bytes(), untouched);
    for (int64_t n = 0; n < 2; ++n)
        for (int64_t w = 0; w < 5; ++w)
            EXPECT_EQ(std::memcmp(there.at(n * there.stride[kN] + w * there.stride[kW]),
                                  sparse.field().at(n * sparse.field().stride[kN] + w * sparse.field().stride[kW]), 2),
                      0);
}

/// The steps of a gradient cover each pair of a place and a pixel of its image once, and places in order.
void expect_covered(const Backward& call, const BackwardSettings& settings, int64_t taps) {
    const int64_t places = call.grid.places(), pixels = call.input.places(), images = call.input.size[kN];
    std::map<int64_t, int64_t> next;  // of each pixel: the place that comes next
    std::map<int64_t, bool> is_done;
    for (const Step& step : steps_of(call, settings)) {
        EXPECT_LE(step.places, std::max<int64_t>(settings.most_taps / taps, 1));
        EXPECT_LE(step.pixels, settings.most_pixels);
        for (int64_t pixel = step.first_pixel; pixel < step.first_pixel + step.pixels; ++pixel) {
            const int64_t n = pixel / pixels, end = std::min(step.first_place + step.places, (n + 1) * places);
            const int64_t begin = std::max(step.first_place, n * places);
            EXPECT_EQ(step.is_first, next.count(pixel) == 0);
            if (next.count(pixel) == 0) next[pixel] = n * places;
            is_done[pixel] = step.is_last;
            if (places == 0) continue;
            EXPECT_EQ(begin, next[pixel]);
            next[pixel] = end;
        }
    }
    EXPECT_EQ(static_cast<int64_t>(next.size()), images * pixels);
    for (const auto& [pixel, place] : next) EXPECT_EQ(place, (pixel / pixels + 1) * places);
    for (const auto& [pixel, done] : is_done) EXPECT_TRUE(done);
}

TEST(CudaSteps, CoverEveryPlaceAndPixel) {
    for (const int64_t images : {1, 2, 5})
        for (const int64_t width : {0, 1, 9}) {
            const Scene scene(Dtype::float32, Dtype::float32, images, 1, {1, 4, 5}, {1, 3, width}, Layout::plain, 1);
            for (const int64_t taps : {1, 4, 30, 108, 300, 100000})
                for (const int64_t pixels : {1, 7, 20, 45, 100000})
                    expect_covered(scene.backward({}), {.most_taps = taps, .most_pixels = pixels}, 4);
        }
}

TEST(CudaSteps, AreOneWhereAllFits) {
    const Scene scene(Dtype::float32, Dtype::float32, 3, 1, {1, 4, 5}, {1, 3, 2}, Layout::plain, 1);
    const std::vector<Step> steps = steps_of(scene.backward({}), {});
    ASSERT_EQ(steps.size(), 1u);
    EXPECT_EQ(std::tuple(steps[0].places, steps[0].pixels, steps[0].is_first, steps[0].is_last),
              std::tuple(18, 60, true, true));
}

}  // namespace
}  // namespace gs::cuda
