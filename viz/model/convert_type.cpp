// SPDX-License-Identifier: MIT
#include "viz/model/convert_type.h"

#include <cmath>

#include "core/dispatch.h"
#include "viz/model/any_tensor.h"

namespace viz {
namespace {

template <class To, class From>
Converted converted_to(const gs::Tensor<From>& tensor) {
    auto result = gs::Tensor<To>::uninitialized(tensor.sizes());
    bool is_exact = true;
    for (int64_t i = 0; i < tensor.count(); ++i) {
        const auto value = gs::value_of(tensor.data()[i]);
        To& element = result.data()[i];
        gs::assign(element, static_cast<gs::Arithmetic<To>>(value));
        is_exact =
            is_exact && (static_cast<double>(gs::value_of(element)) == static_cast<double>(value) || std::isnan(value));
    }
    return {std::move(result), is_exact};
}

}  // namespace

Converted converted(gs::AnyTensor tensor, gs::Dtype dtype) {
    if (dtype_of(tensor) == dtype) return {std::move(tensor)};
    return std::visit(
        [&](const auto& elements) {
            return gs::with_dtype(dtype, [&]<class To>(To) { return converted_to<To>(elements); });
        },
        tensor);
}

}  // namespace viz
