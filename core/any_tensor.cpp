// SPDX-License-Identifier: MIT
#include "core/any_tensor.h"

#include <stdexcept>

namespace gs::detail {
namespace {

void check_axis(const std::string& function, const Sizes& sizes, int axis) {
    if (axis < 0 || axis >= sizes.rank())
        throw std::invalid_argument(function + ": there is no axis " + std::to_string(axis) +
                                    " in a tensor with sizes " + sizes.text());
}

}  // namespace

void check_slice(const Sizes& sizes, int axis, int64_t start, int64_t end, int64_t step) {
    check_axis("slice", sizes, axis);
    if (start >= 0 && start <= end && end <= sizes[axis] && step >= 1) return;
    throw std::invalid_argument("slice: expected places from 0 to " + std::to_string(sizes[axis]) +
                                ", in ascending order, and a step of at least 1, but got start " +
                                std::to_string(start) + ", end " + std::to_string(end) + " and step " +
                                std::to_string(step) + " along axis " + std::to_string(axis) + " of sizes " +
                                sizes.text());
}

void check_select(const Sizes& sizes, int axis, int64_t index) {
    check_axis("select", sizes, axis);
    if (index < 0 || index >= sizes[axis])
        throw std::invalid_argument("select: there is no place " + std::to_string(index) + " along axis " +
                                    std::to_string(axis) + " of a tensor with sizes " + sizes.text());
}

void check_elements(Dtype expected, Dtype given, const Sizes& sizes) {
    if (given != expected)
        throw std::invalid_argument("expected a tensor of dtype " + std::string(name(expected)) +
                                    ", but got one of dtype " + std::string(name(given)) + " with sizes " +
                                    sizes.text());
}

}  // namespace gs::detail
