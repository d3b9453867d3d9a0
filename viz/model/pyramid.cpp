// SPDX-License-Identifier: MIT
#include "viz/model/pyramid.h"

#include <algorithm>
#include <atomic>

#include "core/parallel.h"

namespace viz {
namespace {

/// The means of the places of two rows, two by two; the rows may be the same one. Quarters are added, because the sum
/// of four may be more than the type holds.
template <class F, class T>
void mean_row(const T* upper, const T* lower, int64_t width, F* to) {
    constexpr F kQuarter = F(0.25), kHalf = F(0.5);
    const auto value = [](T element) { return static_cast<F>(gs::value_of(element)); };
    for (int64_t x = 0; x < width / 2; ++x)
        to[x] = (kQuarter * value(upper[2 * x]) + kQuarter * value(upper[2 * x + 1])) +
                (kQuarter * value(lower[2 * x]) + kQuarter * value(lower[2 * x + 1]));
    if (width % 2 == 1) to[width / 2] = kHalf * value(upper[width - 1]) + kHalf * value(lower[width - 1]);
}

/// The level above a plane of these elements.
template <class T>
gs::Tensor<gs::Arithmetic<T>> level_above(gs::TensorView<const T> plane, const gs::Work& work, int threads) {
    using F = gs::Arithmetic<T>;
    const int64_t height = plane.sizes[0], width = plane.sizes[1];
    auto level = uninitialized_within<F>({1, 1, (height + 1) / 2, (width + 1) / 2}, "its overview", "", work);
    constexpr int64_t kPlacesPerRange = 1 << 16;
    gs::parallel_for(
        level.size(2), std::max<int64_t>(1, kPlacesPerRange / level.size(3)), threads,
        [&](int64_t begin, int64_t end) {
            for (int64_t y = begin; y < end; ++y)
                mean_row(&plane.at(2 * y, 0), &plane.at(std::min(2 * y + 1, height - 1), 0), width,
                         &level.at(0, 0, y, 0));
            work.advance((end - begin) * level.size(3));
        },
        &work);
    work.check();
    return level;
}

}  // namespace

Plane new_plane(std::shared_ptr<const gs::AnyTensor> tensor, int64_t n, int64_t c) {
    static std::atomic<uint64_t> last{0};
    return {std::move(tensor), n, c, ++last, nullptr};
}

Pyramid::Pyramid(const Plane& plane, const gs::Work& work, int threads) {
    if (plane.height() == 0 || plane.width() == 0) return;
    work.begin(plane.height() * plane.width() / 3);
    const auto add_above = [&](const gs::AnyTensor& tensor, int64_t n, int64_t c) {
        levels_.push_back(std::visit(
            [&](const auto& typed) -> gs::AnyTensor { return level_above(plane_view(typed, n, c), work, threads); },
            tensor));
    };
    for (int64_t side = std::max(plane.height(), plane.width()); side > 1; side = (side + 1) / 2) {
        if (levels_.empty())
            add_above(*plane.tensor, plane.n, plane.c);
        else
            add_above(levels_.back(), 0, 0);
    }
}

double Pyramid::bytes() const {
    double total = 0;
    for (const gs::AnyTensor& level : levels_) total += bytes_of(sizes_of(level), gs::size_of(dtype_of(level)));
    return total;
}

Plane with_levels(const Plane& plane, const gs::Work& work, int threads) {
    Plane result = new_plane(plane.tensor, plane.n, plane.c);
    result.levels = std::make_shared<Pyramid>(plane, work, threads);
    return result;
}

}  // namespace viz
