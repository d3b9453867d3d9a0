// SPDX-License-Identifier: MIT
#include "core/cuda/reads.h"

#include <algorithm>

#include "core/cuda/geometry.h"
#include "core/dispatch.h"

namespace gs::cuda {
namespace {

/// With more channels of places than this, the places are not looked at.
constexpr int64_t kMostOutputs = 256;

/// Copies of less than this take as long as one of this size (not measured): so what lies closer is copied as one.
constexpr int64_t kCopyBytes = int64_t{1} << 16;

/// Calls body(At) for each place of the grid.
template <class Body>
void for_grid_places(const ConstField& grid, Body&& body) {
    At<int64_t> at{};
    for (at.n = 0; at.n < grid.size[kN]; ++at.n)
        for (at.d = 0; at.d < grid.size[kD]; ++at.d)
            for (at.h = 0; at.h < grid.size[kH]; ++at.h)
                for (at.w = 0; at.w < grid.size[kW]; ++at.w) body(at);
}

/// The elements of all taps that are in bounds, ascending.
template <class F, Mode mode, int dims>
std::vector<int64_t> elements_read(const Forward& call) {
    const auto geometry = geometry_of<int64_t>(call);
    std::vector<int64_t> elements;
    for_grid_places(call.grid, [&](const At<int64_t>& at) {
        const auto axes = axes_at<F, mode, dims>(geometry, at);
        const TapOffsets<mode, dims, int64_t> taps(axes, geometry.input);
        for (int64_t c = 0; c < call.input.size[kC]; ++c)
            for_taps(axes, [&](int k, int j, int i) {
                elements.push_back(at.n * geometry.input.n + c * geometry.input.c + taps.at(k, j, i));
            });
    });
    std::sort(elements.begin(), elements.end());
    return elements;
}

/// Spans that hold the elements, and what lies between two that are no more than `gap` apart.
std::vector<Span> spans_of(const std::vector<int64_t>& elements, int64_t gap) {
    std::vector<Span> spans;
    for (const int64_t element : elements) {
        if (spans.empty() || element - spans.back().last > gap) spans.push_back({element, element});
        spans.back().last = element;
    }
    return spans;
}

}  // namespace

std::vector<Span> spans_read(const Forward& call) {
    const Span whole = span_of(call.input.size, call.input.stride);
    if (call.places() * call.input.size[kC] > kMostOutputs) return {whole};
    const std::vector<int64_t> elements = with_mode_and_dims(call.options, call.dims, [&](auto mode, auto dims) {
        return call.input.dtype == Dtype::float64 ? elements_read<double, mode.value, dims.value>(call)
                                                  : elements_read<float, mode.value, dims.value>(call);
    });
    const int64_t gap = kCopyBytes / static_cast<int64_t>(size_of(call.input.dtype));
    const std::vector<Span> spans = spans_of(elements, gap);
    int64_t cost = 0;  // in elements of one large copy
    for (const Span& span : spans) cost += gap + span.count();
    return cost < whole.count() ? spans : std::vector{whole};
}

}  // namespace gs::cuda
