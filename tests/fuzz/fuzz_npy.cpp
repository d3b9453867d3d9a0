// SPDX-License-Identifier: MIT
// Any bytes as an .npy file: refused in one sentence, or a tensor that its own file gives back bit for bit.
#include <cstring>
#include <stdexcept>

#include "core/npy.h"
#include "tests/fuzz/fuzz.h"

using fuzz::require;

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    gs::Tensor<float> tensor;
    try {
        tensor = gs::parse_npy(bytes, "name");
    } catch (const std::runtime_error& error) {
        require(std::string_view(error.what()).starts_with("name: "), "a refusal names the file");
        return 0;
    }
    const auto count = static_cast<size_t>(tensor.count());
    require(count <= size / sizeof(float), "the bytes justify the memory");
    const gs::Tensor<float> again = gs::parse_npy(gs::format_npy(tensor), "name");
    require(again.sizes() == tensor.sizes(), "the sizes come back");
    require(count == 0 || std::memcmp(again.data(), tensor.data(), count * sizeof(float)) == 0, "the bits come back");
    return 0;
}
