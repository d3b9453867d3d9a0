// SPDX-License-Identifier: MIT
#include "viz/model/outputs.h"

#include <utility>

#include "core/any_grid_sample.h"
#include "viz/document/any_tensor.h"
#include "viz/model/pyramid.h"

namespace viz {
namespace {

Plane sampled(const OutputsCall& call, bool align_corners, int64_t stride, int threads, const gs::Work& work) {
    const gs::AnyView input(call.input->source.tensor), grid(call.grid->source.tensor);
    const gs::AnyView plane = input.slice(0, call.n, call.n + 1).slice(1, call.c, call.c + 1);
    const gs::AnyView places =
        grid.slice(0, call.n, call.n + 1).slice(1, 0, call.rows(), stride).slice(2, 0, call.columns(), stride);
    require_room_twice("output", gs::output_sizes(plane.sizes, places.sizes), gs::size_of(plane.dtype),
                       "for both conventions", work);
    // Places that lie far apart are quickest one by one: kernels that sample many at a time copy what lies between
    // them.
    const gs::Simd simd = stride > 1 ? gs::Simd::none : gs::Execution{}.simd;
    const gs::Execution execution{.device = call.device, .threads = threads, .simd = simd, .work = &work};
    auto output = std::make_shared<gs::AnyTensor>(
        gs::grid_sample(plane, places, {call.mode, call.padding, align_corners}, execution));
    return with_levels(new_plane(std::move(output), 0, 0), work, threads);
}

}  // namespace

int64_t first_stride(const OutputsCall& call) {
    const auto left = [&](int64_t stride) {
        return ((call.rows() + stride - 1) / stride) * ((call.columns() + stride - 1) / stride);
    };
    int64_t stride = 1;
    while (left(stride) > kPlacesAtOnce) ++stride;
    return stride;
}

Outputs compute(const OutputsCall& call, int64_t stride, int threads, const gs::Work& work) {
    Outputs outputs{.call = call,
                    .stride = stride,
                    .planes = {sampled(call, true, stride, threads, work), sampled(call, false, stride, threads, work)},
                    .difference = {}};
    outputs.difference = difference_of(outputs.planes[0], outputs.planes[1], work);
    outputs.difference.plane = with_levels(outputs.difference.plane, work, threads);
    return outputs;
}

}  // namespace viz
