// SPDX-License-Identifier: MIT
// What the CUDA kernels' threads do, run on the CPU one thread after the other: the same functions, without a device.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "core/cuda/grad_input.h"
#include "fields.h"

namespace gs::cuda {
namespace {

/// Calls body(Thread) for all threads of a launch, of few blocks along y and z so that threads loop over the rest.
template <class Body>
void for_threads(const Tiling& tiling, Body&& body) {
    const int64_t blocks_y = std::min<int64_t>(tiling.tiles_y, 2);
    const int64_t blocks_z = std::min<int64_t>(tiling.layers * tiling.channel_blocks, 3);
    for (int64_t z = 0; z < blocks_z; ++z)
        for (int64_t y = 0; y < blocks_y; ++y)
            for (int64_t x = 0; x < tiling.tiles_x; ++x)
                for (int thread = 0; thread < tiling.threads(); ++thread)
                    body(Thread{x, y, z, blocks_y, blocks_z, thread});
}

template <class T, Mode mode, int dims, int lanes, class Index>
void run_forward(const Forward& call, bool channels_last, int64_t room) {
    const auto& size = call.output.size;
    const auto geometry = geometry_of<Index>(call);
    const Tiling tiling =
        tiling_of(size[kN] * size[kD], size[kH], size[kW], size[kC], lanes, channels_last, Room{room});
    for_threads(tiling, [&](const Thread& thread) {
        for_places<lanes>(tiling, geometry.extent, thread, [&](const At<Index>& at, const Channels<Index>& channels) {
            sample<T, mode, dims, lanes>(geometry, at, channels);
        });
    });
}

/// Calls function(T{}, Constant<mode>, Constant<dims>).
template <class Function>
void with_types(const Scene& scene, Mode mode, Function&& function) {
    with_dtype(scene.input.field().dtype, [&](auto element) {
        with_mode(mode, [&](auto constant) {
            if (scene.dims == 2)
                function(element, constant, Constant<2>{});
            else
                function(element, constant, Constant<3>{});
        });
    });
}

constexpr int64_t kNoRoom = 0, kMuchRoom = int64_t{1} << 20;  // channels stay together, or are split

void expect_forward_bits(const Scene& scene, Layout layout) {
    for (const Options& options : all_options()) {
        const Forward call = scene.forward(options);
        forward_scalar(call, 1);
        const std::vector<uint64_t> want = scene.output.bits();
        with_types(scene, options.mode, [&](auto element, auto mode, auto dims) {
            using T = decltype(element);
            const bool last = layout == Layout::channels_last;
            const auto expect = [&](const char* what) {
                EXPECT_EQ(scene.output.bits(), want) << what << " " << text(options);
            };
            run_forward<T, mode.value, dims.value, 1, int32_t>(call, last, kNoRoom);
            expect("one thread a place");
            run_forward<T, mode.value, dims.value, 1, int32_t>(call, last, kMuchRoom);
            expect("split channels");
            if (!are_together(call.input, 4) || !are_together(call.output, 4)) return;
            run_forward<T, mode.value, dims.value, 4, int32_t>(call, last, kMuchRoom);
            expect("four channels at once");
        });
    }
}

TEST(CudaPlaces, ForwardGivesTheScalarBitsForEveryTypeAndLayout) {
    for (const Dtype dtype : kDtypes)
        for (const Layout layout : kLayouts) {
            SCOPED_TRACE(std::string(name(dtype)) + " layout " + std::to_string(static_cast<int>(layout)));
            expect_forward_bits(Scene(dtype, dtype, 2, 8, {1, 7, 9}, {1, 5, 35}, layout, 1), layout);
            expect_forward_bits(Scene(dtype, dtype, 2, 4, {3, 4, 5}, {2, 3, 7}, layout, 2), layout);
        }
}

TEST(CudaPlaces, ForwardTakesFloatGridsForHalves) {
    for (const Dtype dtype : {Dtype::float16, Dtype::bfloat16})
        expect_forward_bits(Scene(dtype, Dtype::float32, 1, 3, {1, 8, 8}, {1, 9, 9}, Layout::plain, 3), Layout::plain);
}

TEST(CudaPlaces, ForwardGivesTheScalarBitsForAwkwardSizes) {
    for (const int64_t size : {1, 2, 3, 7, 8, 9, 16, 17, 33}) {
        SCOPED_TRACE(size);
        expect_forward_bits(
            Scene(Dtype::float32, Dtype::float32, 1, size, {1, size, 1}, {1, 1, size}, Layout::plain, 4),
            Layout::plain);
        expect_forward_bits(
            Scene(Dtype::float32, Dtype::float32, 1, size, {1, 3, size}, {1, size, 2}, Layout::channels_last, 5),
            Layout::channels_last);
    }
}

/// grad_grid as the kernel makes it: 32 lanes a place, or one.
template <class T, Mode mode, int dims, class Index>
void run_grad_grid(const Backward& call, bool warps) {
    using F = Arithmetic<T>;
    const auto geometry = geometry_of<Index>(call);
    const auto& size = call.grid.size;
    const int64_t layers = size[kN] * size[kD], channels = call.input.size[kC];
    const Tiling tiling = warps ? warp_per_place(layers, size[kH], size[kW], channels)
                                : tiling_of(layers, size[kH], size[kW], channels, 1, false, Room{kNoRoom});
    std::map<std::tuple<Index, Index, Index, Index>, Slopes<F, dims>> sums;
    for_threads(tiling, [&](const Thread& thread) {
        for_places<1>(tiling, geometry.extent, thread, [&](const At<Index>& at, const Channels<Index>& mine) {
            // A place's lanes come one after the other here; the last of them stores the whole sum.
            const auto axes = axes_at<F, mode, dims>(geometry, at);
            const auto part = slopes<T, mode, dims>(geometry, at, axes, mine);
            auto& sum = sums[{at.n, at.d, at.h, at.w}];
            for (int axis = 0; axis < dims; ++axis) sum.axis[axis] += part.axis[axis];
            store_slopes(geometry, at, axes, sum);
        });
    });
}

/// grad_input as the kernels make it, the sort being the library's.
template <class T, Mode mode, int dims, class Index>
void run_grad_input(const Backward& call, const BackwardSettings& settings) {
    using F = Arithmetic<T>;
    const auto geometry = geometry_of<Index>(call);
    Destination<T, Index> destination;
    destination.grad_input = elements<Index>(call.grad_input);
    const auto size = [&](FieldAxis axis) { return static_cast<Index>(call.input.size[axis]); };
    destination.extent = {size(kC), size(kD), size(kH), size(kW)};
    std::vector<F> partial(static_cast<size_t>(call.input.size[kC] * call.input.places()));
    destination.partial = partial.data();
    for (const Step& step : steps_of(call, settings)) {
        const auto count = static_cast<uint32_t>(step.places) * kTaps<mode, dims>;
        std::vector<uint32_t> keys(count), taps(count);
        for (uint32_t place = 0; place < step.places; ++place)
            list_taps<F, mode, dims>(geometry, step, place, keys.data(), taps.data());
        std::stable_sort(taps.begin(), taps.end(), [&](uint32_t a, uint32_t b) { return keys[a] < keys[b]; });
        std::sort(keys.begin(), keys.end());
        std::vector<Run> runs(static_cast<size_t>(step.pixels), Run{0, 0});
        for (uint32_t i = 0; i < count; ++i)
            mark_run(keys.data(), i, count, static_cast<uint32_t>(step.pixels), runs.data());
        for (uint32_t pixel = 0; pixel < step.pixels; ++pixel)
            for (Index channel = 0; channel < geometry.extent.channels; channel += kChannelsTogether) {
                auto sums = destination.before(step, pixel, channel);
                add_taps<T, mode, dims>(geometry, step, taps.data(), runs[pixel], 1, channel, sums);
                destination.write(step, pixel, channel, sums);
            }
    }
}

void expect_backward_bits(const Scene& scene) {
    for (const Options& options : all_options()) {
        const Backward call = scene.backward(options);
        backward_scalar(call);
        const std::vector<uint64_t> want_input = scene.grad_input.bits(), want_grid = scene.grad_grid.bits();
        with_types(scene, options.mode, [&](auto element, auto mode, auto dims) {
            using T = decltype(element);
            run_grad_grid<T, mode.value, dims.value, int32_t>(call, false);
            EXPECT_EQ(scene.grad_grid.bits(), want_grid) << text(options);
            // All at once, several images, parts of an image.
            for (const auto& [taps, pixels] :
                 {std::pair{1 << 20, 1 << 20}, {1 << 20, 100}, {257, 1 << 20}, {200, 17}}) {
                run_grad_input<T, mode.value, dims.value, int32_t>(call, {.most_taps = taps, .most_pixels = pixels});
                EXPECT_EQ(scene.grad_input.bits(), want_input)
                    << text(options) << " most taps " << taps << " most pixels " << pixels;
            }
        });
    }
}

TEST(CudaPlaces, BackwardGivesTheScalarBitsForEveryTypeAndLayout) {
    for (const Dtype dtype : kDtypes)
        for (const Layout layout : kLayouts) {
            SCOPED_TRACE(std::string(name(dtype)) + " layout " + std::to_string(static_cast<int>(layout)));
            expect_backward_bits(Scene(dtype, dtype, 3, 5, {1, 6, 5}, {1, 4, 9}, layout, 6));
            expect_backward_bits(Scene(dtype, dtype, 2, 2, {3, 4, 2}, {2, 3, 4}, layout, 7));
        }
}

TEST(CudaPlaces, ForwardTakesIndicesOf64Bits) {
    const Scene scene(Dtype::float32, Dtype::float32, 2, 3, {3, 5, 4}, {2, 3, 3}, Layout::gaps, 11);
    const Forward call = scene.forward({Mode::bilinear, Padding::reflection, false});
    forward_scalar(call, 1);
    const std::vector<uint64_t> want = scene.output.bits();
    run_forward<float, Mode::bilinear, 3, 1, int64_t>(call, false, kMuchRoom);
    EXPECT_EQ(scene.output.bits(), want);
}

TEST(CudaPlaces, BackwardTakesFloatGridsForHalvesAndIndicesOf64Bits) {
    const Scene scene(Dtype::float16, Dtype::float32, 2, 3, {1, 5, 4}, {1, 3, 3}, Layout::plain, 8);
    const Backward call = scene.backward({});
    backward_scalar(call);
    const std::vector<uint64_t> want_input = scene.grad_input.bits(), want_grid = scene.grad_grid.bits();
    run_grad_grid<Half, Mode::bilinear, 2, int64_t>(call, false);
    run_grad_input<Half, Mode::bilinear, 2, int64_t>(call, {});
    EXPECT_EQ(scene.grad_input.bits(), want_input);
    EXPECT_EQ(scene.grad_grid.bits(), want_grid);
}

TEST(CudaPlaces, AWarpsSumOfSlopesIsTheScalarSumUpToRounding) {
    const Scene scene(Dtype::float64, Dtype::float64, 2, 100, {1, 5, 4}, {1, 3, 7}, Layout::plain, 9);
    const Backward call = scene.backward({Mode::bicubic, Padding::border, true});
    backward_scalar(call);
    const std::vector<double> want = scene.grad_grid.values();
    run_grad_grid<double, Mode::bicubic, 2, int32_t>(call, true);
    const std::vector<double> got = scene.grad_grid.values();
    for (size_t i = 0; i < want.size(); ++i) EXPECT_NEAR(got[i], want[i], 1e-12) << i;  // sums of 1600 values near 1
}

TEST(CudaPlaces, ScatterAddsTheScalarSums) {
    const Scene scene(Dtype::float32, Dtype::float32, 2, 3, {1, 5, 4}, {1, 6, 7}, Layout::gaps, 10);
    for (const Options& options : all_options()) {
        const Backward call = scene.backward(options);
        backward_scalar(call);
        const std::vector<uint64_t> want = scene.grad_input.bits();
        OwnedField sums(Dtype::float32, call.input.size, Layout::gaps);
        sums.fill([] { return 0.0f; });
        with_mode(options.mode, [&](auto mode) {
            const auto geometry = geometry_of<int32_t>(call);
            for (int32_t place = 0; place < call.places(); ++place)
                scatter<float, mode.value, 2>(geometry, elements<int32_t>(sums.field()),
                                              place_at(geometry.extent, place), {0, 3, 1},
                                              [](float* sum, float value) { *sum += value; });
        });
        EXPECT_EQ(sums.bits(), want) << text(options);  // one after the other, in the scalar code's order
    }
}

}  // namespace
}  // namespace gs::cuda
