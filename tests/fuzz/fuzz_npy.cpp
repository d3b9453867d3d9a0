// SPDX-License-Identifier: MIT
// Any bytes as an .npy file: refused in one sentence, or a tensor that its own file gives back bit for bit.
#include <cstring>
#include <optional>
#include <stdexcept>

#include "core/npy.h"
#include "tests/fuzz/fuzz.h"

using fuzz::require;

namespace {

/// What was read comes back from what is written of it.
template <class T>
void expect_round_trip(const gs::Tensor<T>& tensor) {
    const auto count = static_cast<size_t>(tensor.count());
    const auto again = std::get<gs::Tensor<T>>(gs::parse_npy_any(gs::format_npy(tensor), "name"));
    require(again.sizes() == tensor.sizes(), "the sizes come back");
    require(count == 0 || std::memcmp(again.data(), tensor.data(), count * sizeof(T)) == 0, "the bits come back");
}

/// What the parser makes of the bytes, or nothing when it refuses them.
template <class Parser>
auto parsed(Parser&& parse, std::string_view bytes) {
    std::optional<decltype(parse(bytes, "name"))> result;
    try {
        result = parse(bytes, "name");
    } catch (const std::runtime_error& error) {
        require(std::string_view(error.what()).starts_with("name: "), "a refusal names the file");
    }
    return result;
}

}  // namespace

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto array = parsed(gs::parse_npy_array, bytes);
    const bool is_float32 = array && std::holds_alternative<gs::Tensor<float>>(array->tensor);
    require(parsed(gs::parse_npy, bytes).has_value() == is_float32, "float32 is read by either");
    if (!array) return 0;
    const auto count =
        std::visit([](const auto& tensor) { return static_cast<size_t>(tensor.count()); }, array->tensor);
    require(count * array->stored.size + array->trailing_bytes <= size, "the bytes justify the memory");
    std::visit([](const auto& tensor) { expect_round_trip(tensor); }, array->tensor);
    return 0;
}
