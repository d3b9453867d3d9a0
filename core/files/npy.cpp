// SPDX-License-Identifier: MIT
#include "core/files/npy.h"

#include <algorithm>
#include <stdexcept>

#include "core/files/file.h"
#include "core/files/npy_elements.h"
#include "core/files/replace_file.h"
#include "core/visible.h"

namespace gs {
namespace {

constexpr size_t kAlignment = 64;  // of the data's start, as numpy.lib.format asks

/// What a written header calls a type.
constexpr std::string_view descr_of(Dtype dtype) {
    constexpr std::string_view words[]{"<f4", "<f8", "<f2", "<V2"};
    return words[static_cast<size_t>(dtype)];
}

/// Looks at what follows the array.
void read_trailing_bytes(ByteSource& source, NpyArray& array) {
    array.trailing_bytes = source.remaining();
    if (array.trailing_bytes == 0) return;
    std::string start(std::min<uint64_t>(array.trailing_bytes, kNpyMagic.size()), '\0');
    source.read(start.data(), start.size());
    if (start == "\n" || start == "\r\n") array.trailing_bytes = 0;
    array.is_followed_by_array = start == kNpyMagic;
}

/// The tensor of a caller that is content with float32 alone.
Tensor<float> float32_of(NpyArray array, const std::string& origin) {
    auto* const tensor = std::get_if<Tensor<float>>(&array.tensor);
    if (tensor == nullptr)
        throw std::runtime_error(visible(origin) + ": holds " + name(array.stored) +
                                 ", but float32 is needed; in NumPy: array.astype('float32')");
    return std::move(*tensor);
}

}  // namespace

NpyArray read_npy_array(ByteSource& source, const std::string& origin, const Work& work) {
    work.check();
    const NpyHeader header = read_npy_header(source, origin);
    NpyArray array;
    array.stored = header.type;
    array.fortran_order = header.fortran_order;
    array.type_is_guessed = header.type_is_guessed;
    NpyElements elements =
        work.taking_memory(bytes_of_elements(header), "its elements, " + name(header.type) + " " + header.sizes.text(),
                           origin, [&] { return read_npy_elements(source, header, work); });
    array.tensor = std::move(elements.tensor);
    array.conversion = std::move(elements.conversion);
    read_trailing_bytes(source, array);
    return array;
}

NpyArray parse_npy_array(std::string_view bytes, const std::string& origin) {
    MemoryBytes source(bytes);
    return read_npy_array(source, origin);
}

NpyArray read_npy_array(const std::string& path, const Work& work) {
    return read_npy_array(*open_bytes(path, work), path, work);
}

AnyTensor parse_npy_any(std::string_view bytes, const std::string& origin) {
    return parse_npy_array(bytes, origin).tensor;
}

AnyTensor read_npy_any(const std::string& path) {
    return read_npy_array(path).tensor;
}

Tensor<float> parse_npy(std::string_view bytes, const std::string& origin) {
    return float32_of(parse_npy_array(bytes, origin), origin);
}

Tensor<float> read_npy(const std::string& path) {
    return float32_of(read_npy_array(path), path);
}

template <Element T>
std::string format_npy(const Tensor<T>& tensor) {
    std::string shape = "(";
    for (const int64_t size : tensor.sizes()) shape += std::to_string(size) + ", ";
    if (tensor.sizes().rank() > 0) shape.resize(shape.size() - (tensor.sizes().rank() > 1 ? 2 : 1));
    std::string header =
        "{'descr': '" + std::string(descr_of(kDtype<T>)) + "', 'fortran_order': False, 'shape': " + shape + "), }";
    const size_t prefix = kNpyMagic.size() + 4, unpadded = prefix + header.size() + 1;
    header.append((kAlignment - unpadded % kAlignment) % kAlignment, ' ');
    header += '\n';

    std::string bytes(kNpyMagic);
    bytes += {'\x01', '\x00', static_cast<char>(header.size() & 0xff), static_cast<char>(header.size() >> 8)};
    bytes += header;
    const size_t data_bytes = static_cast<size_t>(tensor.count()) * sizeof(T);
    bytes.reserve(bytes.size() + data_bytes);
    bytes.append(reinterpret_cast<const char*>(tensor.data()), data_bytes);
    return bytes;
}

template <Element T>
void write_npy(const std::string& path, const Tensor<T>& tensor) {
    replace_file(path, format_npy(tensor));
}

template std::string format_npy(const Tensor<float>&);
template std::string format_npy(const Tensor<double>&);
template std::string format_npy(const Tensor<Half>&);
template std::string format_npy(const Tensor<BFloat16>&);
template void write_npy(const std::string&, const Tensor<float>&);
template void write_npy(const std::string&, const Tensor<double>&);
template void write_npy(const std::string&, const Tensor<Half>&);
template void write_npy(const std::string&, const Tensor<BFloat16>&);

}  // namespace gs
