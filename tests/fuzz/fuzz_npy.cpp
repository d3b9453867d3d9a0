// SPDX-License-Identifier: MIT
// Any bytes as an .npy file: refused in one sentence, or a tensor that its own file gives back bit for bit.
#include <stdexcept>

#include "core/files/npy.h"
#include "tests/fuzz/fresh_memory.h"

using fuzz::require;

namespace {

/// The tensor's own file, from which it comes back.
template <class T>
std::string own_file(const gs::Tensor<T>& tensor) {
    const auto count = static_cast<size_t>(tensor.count());
    std::string file = gs::format_npy(tensor);
    const auto again = std::get<gs::Tensor<T>>(gs::parse_npy_any(file, "name"));
    require(again.sizes() == tensor.sizes(), "the sizes come back");
    require(count == 0 || std::memcmp(again.data(), tensor.data(), count * sizeof(T)) == 0, "the bits come back");
    return file;
}

/// The file that the array is written into, or the sentence of its refusal.
std::string outcome(std::string_view bytes) {
    try {
        const gs::NpyArray array = gs::parse_npy_array(bytes, "name");
        return std::visit(
            [&](const auto& tensor) {
                const auto count = static_cast<size_t>(tensor.count());
                require(count * array.stored.size + array.trailing_bytes <= bytes.size(),
                        "the bytes justify the memory");
                return own_file(tensor);
            },
            array.tensor);
    } catch (const std::runtime_error& error) {
        require(std::string_view(error.what()).starts_with("name: "), "a refusal names the file");
        return error.what();
    }
}

}  // namespace

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const fuzz::GuardedBytes file(data, size);
    fuzz::in_any_memory([&] { return outcome(file.bytes()); });
    return 0;
}
