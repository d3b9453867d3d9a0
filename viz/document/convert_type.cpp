// SPDX-License-Identifier: MIT
#include "viz/document/convert_type.h"

#include <cmath>

#include "core/dispatch.h"
#include "viz/document/any_tensor.h"

namespace viz {
namespace {

template <class To, class From>
Converted converted_to(const gs::Tensor<From>& tensor, const std::string& origin, const gs::Work& work) {
    constexpr int64_t kBetweenChecks = int64_t{1} << 20;
    auto result = uninitialized_within<To>(tensor.sizes(), "its elements as " + std::string(gs::name(gs::kDtype<To>)),
                                           origin, work);
    bool is_exact = true;
    for (int64_t i = 0; i < tensor.count(); ++i) {
        if (i % kBetweenChecks == 0) work.check();
        const auto value = gs::value_of(tensor.data()[i]);
        To& element = result.data()[i];
        gs::assign(element, static_cast<gs::Arithmetic<To>>(value));
        is_exact =
            is_exact && (static_cast<double>(gs::value_of(element)) == static_cast<double>(value) || std::isnan(value));
    }
    return {std::move(result), is_exact};
}

}  // namespace

Converted converted(gs::AnyTensor tensor, gs::Dtype dtype, const std::string& origin, const gs::Work& work) {
    if (dtype_of(tensor) == dtype) return {std::move(tensor)};
    return std::visit(
        [&](const auto& elements) {
            return gs::with_dtype(dtype, [&]<class To>(To) { return converted_to<To>(elements, origin, work); });
        },
        tensor);
}

}  // namespace viz
