// SPDX-License-Identifier: MIT
#include "core/npy.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cstring>
#include <span>
#include <stdexcept>

#include "core/file.h"

namespace gs {
namespace {

static_assert(std::endian::native == std::endian::little, "the .npy reader copies little-endian floats as they are");

constexpr std::string_view kMagic = "\x93NUMPY";
constexpr size_t kAlignment = 64;  // of the data's start, as numpy.lib.format asks

/// The types that are read, float32 first: the one that parse_npy is content with.
constexpr std::array kReadable{Dtype::float32, Dtype::float64, Dtype::float16};

/// What a header calls a readable type.
constexpr std::string_view descr_of(Dtype dtype) {
    return dtype == Dtype::float64 ? "<f8" : dtype == Dtype::float16 ? "<f2" : "<f4";
}

struct Header {
    std::string descr;
    Dtype dtype = Dtype::float32;
    bool fortran_order = false;
    Sizes sizes;
    size_t data_start = 0;
};

class HeaderParser {
public:
    HeaderParser(std::string_view text, std::string origin) : text_(text), origin_(std::move(origin)) {}

    /// Reads Python's dict literal {'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }.
    Header parse() {
        Header header;
        bool has_descr = false, has_order = false, has_shape = false;
        expect('{');
        while (!accept('}')) {
            const std::string key = quoted();
            expect(':');
            if (key == "descr" && !has_descr) {
                header.descr = quoted();
                has_descr = true;
            } else if (key == "fortran_order" && !has_order) {
                header.fortran_order = boolean();
                has_order = true;
            } else if (key == "shape" && !has_shape) {
                header.sizes = shape();
                has_shape = true;
            } else {
                fail("its header has an unexpected key '" + key + "'");
            }
            if (!accept(',')) {
                expect('}');
                break;
            }
        }
        skip_spaces();
        if (!text_.empty()) fail("its header goes on after the dict");
        if (!has_descr || !has_order || !has_shape) fail("its header lacks descr, fortran_order or shape");
        return header;
    }

    [[noreturn]] void fail(const std::string& reason) const { throw std::runtime_error(origin_ + ": " + reason); }

private:
    void skip_spaces() {
        while (!text_.empty() && (text_.front() == ' ' || text_.front() == '\n')) text_.remove_prefix(1);
    }
    bool accept(char wanted) {
        skip_spaces();
        if (text_.empty() || text_.front() != wanted) return false;
        text_.remove_prefix(1);
        return true;
    }
    void expect(char wanted) {
        if (!accept(wanted)) fail(std::string("its header lacks a '") + wanted + "'");
    }
    std::string quoted() {
        skip_spaces();
        if (text_.empty() || (text_.front() != '\'' && text_.front() != '"'))
            fail("it holds something other than one plain array of numbers");
        const size_t end = text_.find(text_.front(), 1);
        if (end == std::string_view::npos) fail("its header has an unfinished string");
        std::string word(text_.substr(1, end - 1));
        text_.remove_prefix(end + 1);
        return word;
    }
    bool boolean() {
        skip_spaces();
        for (const std::string_view word : {"True", "False"}) {
            if (!text_.starts_with(word)) continue;
            text_.remove_prefix(word.size());
            return word == "True";
        }
        fail("its header's fortran_order is neither True nor False");
    }
    Sizes shape() {
        Sizes sizes;
        expect('(');
        while (!accept(')')) {
            skip_spaces();
            int64_t size = 0;
            const auto [end, error] = std::from_chars(text_.data(), text_.data() + text_.size(), size);
            if (error != std::errc() || size < 0) fail("its header's shape is not a list of sizes");
            if (sizes.rank() == kMaxRank) fail("it has more than " + std::to_string(kMaxRank) + " axes");
            sizes.push_back(size);
            text_.remove_prefix(static_cast<size_t>(end - text_.data()));
            if (!accept(',')) {
                expect(')');
                break;
            }
        }
        return sizes;
    }

    std::string_view text_;
    std::string origin_;
};

/// Refuses a type that is not accepted, in words that say what to do.
[[noreturn]] void refuse_type(const HeaderParser& parser, const std::string& descr, std::span<const Dtype> accepted) {
    std::string wanted;
    for (size_t k = 0; k < accepted.size(); ++k) {
        if (k > 0) wanted += k + 1 < accepted.size() ? ", " : " or ";
        wanted += std::string(name(accepted[k])) + " ('" + std::string(descr_of(accepted[k])) + "')";
    }
    // What bfloat16 becomes when an array of it is saved: two bytes without a meaning.
    const bool may_be_bfloat16 = descr == "<V2" || descr == "|V2";
    parser.fail("holds elements of type '" + descr + "'" +
                (may_be_bfloat16 ? " (bfloat16, perhaps, which .npy files cannot name)" : "") + ", but " + wanted +
                " is needed; in NumPy: array.astype('" + std::string(name(accepted.front())) + "')");
}

/// Splits the bytes into header and data; checks that the elements are of an accepted type and that the data has
/// exactly the size that the header announces.
Header read_header(std::string_view bytes, const std::string& origin, std::span<const Dtype> accepted) {
    HeaderParser outer("", origin);
    if (bytes.size() < 10 || !bytes.starts_with(kMagic)) outer.fail("is not an .npy file");
    const int version = static_cast<unsigned char>(bytes[6]);
    if (version < 1 || version > 3) outer.fail("has .npy version " + std::to_string(version) + ", not 1, 2 or 3");
    const size_t length_bytes = version == 1 ? 2 : 4, start = 8 + length_bytes;
    if (bytes.size() < start) outer.fail("ends within its header");
    size_t length = 0;
    for (size_t k = 0; k < length_bytes; ++k) length |= size_t{static_cast<unsigned char>(bytes[8 + k])} << (8 * k);
    if (length > bytes.size() - start) outer.fail("ends within its header");

    Header header = HeaderParser(bytes.substr(start, length), origin).parse();
    header.data_start = start + length;
    const auto dtype = std::find_if(accepted.begin(), accepted.end(),
                                    [&](Dtype candidate) { return descr_of(candidate) == header.descr; });
    if (dtype == accepted.end()) refuse_type(outer, header.descr, accepted);
    header.dtype = *dtype;

    // The sizes are the file's word; the bytes that are there are the only measure of how much memory to take.
    const size_t available = (bytes.size() - header.data_start) / size_of(header.dtype);
    const bool empty = std::find(header.sizes.begin(), header.sizes.end(), 0) != header.sizes.end();
    size_t needed = empty ? 0 : 1;
    for (const int64_t size : header.sizes) {
        if (needed != 0 && static_cast<size_t>(size) > available / needed)
            outer.fail("announces sizes " + header.sizes.text() + ", but holds only " + std::to_string(available) +
                       " elements");
        needed *= static_cast<size_t>(size);
    }
    if (bytes.size() - header.data_start != needed * size_of(header.dtype))
        outer.fail("announces sizes " + header.sizes.text() + " (" + std::to_string(needed) + " elements), but holds " +
                   std::to_string(bytes.size() - header.data_start) + " bytes of data");
    return header;
}

/// The tensor behind a header.
template <class T>
Tensor<T> read_elements(std::string_view bytes, const Header& header) {
    const Sizes& sizes = header.sizes;
    auto elements = Tensor<T>::uninitialized(sizes);
    const size_t count = static_cast<size_t>(elements.count());
    if (count > 0) std::memcpy(elements.data(), bytes.data() + header.data_start, count * sizeof(T));
    if (!header.fortran_order || count == 0) return elements;

    // Fortran order: the first axis runs fastest. Walk the result in C order and fetch each element from its place.
    Sizes strides = sizes;
    for (int axis = 0; axis < sizes.rank(); ++axis) strides[axis] = axis == 0 ? 1 : strides[axis - 1] * sizes[axis - 1];
    auto result = Tensor<T>::uninitialized(sizes);
    for (int64_t position = 0; position < result.count(); ++position) {
        int64_t rest = position, source = 0;
        for (int axis = sizes.rank() - 1; axis >= 0; --axis) {
            source += rest % sizes[axis] * strides[axis];
            rest /= sizes[axis];
        }
        result.data()[position] = elements.data()[source];
    }
    return result;
}

}  // namespace

AnyTensor parse_npy_any(std::string_view bytes, const std::string& origin) {
    const Header header = read_header(bytes, origin, kReadable);
    if (header.dtype == Dtype::float64) return read_elements<double>(bytes, header);
    if (header.dtype == Dtype::float16) return read_elements<Half>(bytes, header);
    return read_elements<float>(bytes, header);
}

Tensor<float> parse_npy(std::string_view bytes, const std::string& origin) {
    return read_elements<float>(bytes, read_header(bytes, origin, std::span(kReadable).first<1>()));
}

template <NpyElement T>
std::string format_npy(const Tensor<T>& tensor) {
    std::string shape = "(";
    for (const int64_t size : tensor.sizes()) shape += std::to_string(size) + ", ";
    if (tensor.sizes().rank() > 0) shape.resize(shape.size() - (tensor.sizes().rank() > 1 ? 2 : 1));
    std::string header =
        "{'descr': '" + std::string(descr_of(kDtype<T>)) + "', 'fortran_order': False, 'shape': " + shape + "), }";
    const size_t prefix = kMagic.size() + 4, unpadded = prefix + header.size() + 1;
    header.append((kAlignment - unpadded % kAlignment) % kAlignment, ' ');
    header += '\n';

    std::string bytes(kMagic);
    bytes += {'\x01', '\x00', static_cast<char>(header.size() & 0xff), static_cast<char>(header.size() >> 8)};
    bytes += header;
    const size_t data_bytes = static_cast<size_t>(tensor.count()) * sizeof(T);
    bytes.append(reinterpret_cast<const char*>(tensor.data()), data_bytes);
    return bytes;
}

AnyTensor read_npy_any(const std::string& path) {
    return parse_npy_any(read_file(path), path);
}

Tensor<float> read_npy(const std::string& path) {
    return parse_npy(read_file(path), path);
}

template <NpyElement T>
void write_npy(const std::string& path, const Tensor<T>& tensor) {
    replace_file(path, format_npy(tensor));
}

template std::string format_npy(const Tensor<float>&);
template std::string format_npy(const Tensor<double>&);
template std::string format_npy(const Tensor<Half>&);
template void write_npy(const std::string&, const Tensor<float>&);
template void write_npy(const std::string&, const Tensor<double>&);
template void write_npy(const std::string&, const Tensor<Half>&);

}  // namespace gs
