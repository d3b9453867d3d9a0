// SPDX-License-Identifier: MIT
#include "core/files/npy_header.h"

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include "core/files/file.h"
#include "core/files/npy_types.h"
#include "core/visible.h"

namespace gs {
namespace {

constexpr size_t kMostHeaderBytes = size_t{1} << 20;  // NumPy itself reads 10000 of them unasked

[[noreturn]] void fail(const std::string& origin, const std::string& reason) {
    throw std::runtime_error(visible(origin) + ": " + reason);
}

/// Reads Python's dict literal {'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }.
class HeaderParser {
public:
    HeaderParser(std::string_view text, std::string origin) : text_(text), origin_(std::move(origin)) {}

    NpyHeader parse() {
        NpyHeader header;
        std::string descr;
        bool has_descr = false, has_order = false, has_shape = false;
        expect('{');
        while (!accept('}')) {
            const std::string key = quoted();
            expect(':');
            if (key == "descr" && !has_descr) {
                refuse_records();
                descr = quoted();
                has_descr = true;
            } else if (key == "fortran_order" && !has_order) {
                header.fortran_order = boolean();
                has_order = true;
            } else if (key == "shape" && !has_shape) {
                header.sizes = shape();
                has_shape = true;
            } else {
                refuse("its header has an unexpected key '" + visible(key, kMostExcerptBytes) + "'");
            }
            if (!accept(',')) {
                expect('}');
                break;
            }
        }
        skip_spaces();
        if (!text_.empty()) refuse("its header goes on after the dict");
        if (!has_descr || !has_order || !has_shape) refuse("its header lacks descr, fortran_order or shape");
        const auto type = parse_npy_type(descr);
        if (!type) refuse(refusal_of_npy_type(descr, header.sizes.rank() == 0));
        header.type = *type;
        header.type_is_guessed = type->kind == NpyType::Kind::bfloat16 && descr.find("bfloat16") == std::string::npos;
        return header;
    }

private:
    [[noreturn]] void refuse(const std::string& reason) const { fail(origin_, reason); }

    void skip_spaces() { text_.remove_prefix(std::min(text_.find_first_not_of(" \n\t\r"), text_.size())); }
    bool accept(char wanted) {
        skip_spaces();
        if (text_.empty() || text_.front() != wanted) return false;
        text_.remove_prefix(1);
        return true;
    }
    void expect(char wanted) {
        if (!accept(wanted)) refuse(std::string("its header lacks a '") + wanted + "'");
    }
    /// A text in either quote; Python 2 may have written u'...' and b'...'.
    std::string quoted() {
        skip_spaces();
        if (text_.starts_with("u'") || text_.starts_with("u\"") || text_.starts_with("b'")) text_.remove_prefix(1);
        if (text_.empty() || (text_.front() != '\'' && text_.front() != '"'))
            refuse("its header has something other than a text in quotes where one belongs");
        const size_t end = text_.find(text_.front(), 1);
        if (end == std::string_view::npos) refuse("its header has an unfinished text");
        std::string word(text_.substr(1, end - 1));
        text_.remove_prefix(end + 1);
        return word;
    }
    /// A descr that is a list names the fields of records.
    void refuse_records() {
        skip_spaces();
        if (text_.starts_with('[')) refuse(refusal_of_npy_records(text_));
    }
    bool boolean() {
        skip_spaces();
        for (const std::string_view word : {"True", "False"}) {
            if (!text_.starts_with(word)) continue;
            text_.remove_prefix(word.size());
            return word == "True";
        }
        refuse("its header's fortran_order is neither True nor False");
    }
    Sizes shape() {
        Sizes sizes;
        int axes = 0;
        expect('(');
        while (!accept(')')) {
            const int64_t size = integer();
            if (++axes <= kMaxRank) sizes.push_back(size);
            if (!accept(',')) {
                expect(')');
                break;
            }
        }
        if (axes > kMaxRank)
            refuse("has " + std::to_string(axes) + " axes, but the most are " + std::to_string(kMaxRank) +
                   ", (N, C, D, H, W)");
        return sizes;
    }
    /// A size; Python 2 wrote long ones as 1L.
    int64_t integer() {
        skip_spaces();
        int64_t size = 0;
        const auto [end, error] = std::from_chars(text_.data(), text_.data() + text_.size(), size);
        if (error != std::errc() || size < 0) refuse("its header's shape is not a list of sizes");
        text_.remove_prefix(static_cast<size_t>(end - text_.data()));
        if (text_.starts_with('L')) text_.remove_prefix(1);
        return size;
    }

    std::string_view text_;
    std::string origin_;
};

/// The little-endian number that the next bytes are.
size_t read_length(ByteSource& source, size_t bytes) {
    unsigned char digits[4]{};
    source.read(digits, bytes);
    size_t length = 0;
    for (size_t k = 0; k < bytes; ++k) length |= size_t{digits[k]} << (8 * k);
    return length;
}

/// The text of the header, which lies between its length and the elements.
std::string read_header_text(ByteSource& source, const std::string& origin) {
    char start[8];
    if (source.remaining() < sizeof start) fail(origin, "is not an .npy file");
    source.read(start, sizeof start);
    if (!std::string_view(start, sizeof start).starts_with(kNpyMagic)) fail(origin, "is not an .npy file");
    const int version = static_cast<unsigned char>(start[6]);
    if (version < 1 || version > 3) fail(origin, "has .npy version " + std::to_string(version) + ", not 1, 2 or 3");
    const size_t length_bytes = version == 1 ? 2 : 4;
    if (source.remaining() < length_bytes) fail(origin, "ends within its header");
    const size_t length = read_length(source, length_bytes);
    if (length > source.remaining()) fail(origin, "ends within its header");
    if (length > kMostHeaderBytes)
        fail(origin, "has a header of " + std::to_string(length) + " bytes, but " + std::to_string(kMostHeaderBytes) +
                         " are the most");
    std::string text(length, '\0');
    source.read(text.data(), length);
    return text;
}

/// The sizes are the file's word; the bytes that are there are the only measure of how much memory to take.
void check_elements(const NpyHeader& header, uint64_t bytes, const std::string& origin) {
    const uint64_t available = bytes / header.type.size;
    const bool is_empty = std::find(header.sizes.begin(), header.sizes.end(), 0) != header.sizes.end();
    uint64_t needed = is_empty ? 0 : 1;
    for (const int64_t size : header.sizes) {
        if (needed != 0 && static_cast<uint64_t>(size) > available / needed)
            fail(origin, "announces sizes " + header.sizes.text() + " of " + name(header.type) + ", but holds only " +
                             std::to_string(bytes) + " bytes of data, " + std::to_string(available) + " elements");
        needed *= static_cast<uint64_t>(size);
    }
    if (needed > available)
        fail(origin, "announces one element of " + name(header.type) + ", but holds only " + std::to_string(bytes) +
                         " bytes of data");
}

}  // namespace

NpyHeader read_npy_header(ByteSource& source, const std::string& origin) {
    const std::string text = read_header_text(source, origin);
    const NpyHeader header = HeaderParser(text, origin).parse();
    check_elements(header, source.remaining(), origin);
    return header;
}

NpyHeader read_npy_header(const std::string& path, const Work& work) {
    return read_npy_header(*open_bytes(path, work), path);
}

}  // namespace gs
