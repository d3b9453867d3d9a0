// SPDX-License-Identifier: MIT
#include "viz/model/difference.h"

#include <algorithm>
#include <cmath>

namespace viz {

Difference difference_of(const Plane& a, const Plane& b, const gs::Work& work) {
    Difference difference;
    std::visit(
        [&]<class T>(const gs::Tensor<T>& a_tensor) {
            using F = gs::Arithmetic<T>;
            const auto a_values = plane_view(a_tensor, a.n, a.c);
            const auto b_values = plane_view(std::get<gs::Tensor<T>>(*b.tensor), b.n, b.c);
            const int64_t height = a.height(), width = a.width();
            auto values = uninitialized_within<F>({1, 1, height, width}, "the difference of the outputs", "", work);
            for (int64_t y = 0; y < height; ++y) {
                work.check();
                for (int64_t x = 0; x < width; ++x) {
                    const F value = gs::value_of(a_values.at(y, x)) - gs::value_of(b_values.at(y, x));
                    values.at(0, 0, y, x) = value;
                    const double size = std::abs(static_cast<double>(value));
                    if (std::isfinite(size)) difference.largest = std::max(difference.largest, size);
                }
            }
            difference.plane = new_plane(std::make_shared<gs::AnyTensor>(std::move(values)), 0, 0);
        },
        *a.tensor);
    return difference;
}

}  // namespace viz
