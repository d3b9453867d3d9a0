// SPDX-License-Identifier: MIT
// Any bytes as an .npy file: refused in one sentence, or a tensor that its own file gives back bit for bit.
#include <cstring>
#include <optional>
#include <stdexcept>

#include "core/npy.h"
#include "tests/fuzz/fuzz.h"

using fuzz::require;

namespace {

/// What was read is justified by the bytes, and comes back from what is written of it.
template <class T>
void expect_round_trip(const gs::Tensor<T>& tensor, size_t size) {
    const auto count = static_cast<size_t>(tensor.count());
    require(count <= size / sizeof(T), "the bytes justify the memory");
    const auto again = std::get<gs::Tensor<T>>(gs::parse_npy_any(gs::format_npy(tensor), "name"));
    require(again.sizes() == tensor.sizes(), "the sizes come back");
    require(count == 0 || std::memcmp(again.data(), tensor.data(), count * sizeof(T)) == 0, "the bits come back");
}

/// The tensor that the parser makes of the bytes, or nothing when it refuses them.
template <class Parser>
auto parsed(Parser&& parse, std::string_view bytes) {
    std::optional<decltype(parse(bytes, "name"))> tensor;
    try {
        tensor = parse(bytes, "name");
    } catch (const std::runtime_error& error) {
        require(std::string_view(error.what()).starts_with("name: "), "a refusal names the file");
    }
    return tensor;
}

}  // namespace

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto any = parsed(gs::parse_npy_any, bytes);
    const bool is_float32 = any && std::holds_alternative<gs::Tensor<float>>(*any);
    require(parsed(gs::parse_npy, bytes).has_value() == is_float32, "float32 is read by either");
    if (any) std::visit([&](const auto& tensor) { expect_round_trip(tensor, size); }, *any);
    return 0;
}
