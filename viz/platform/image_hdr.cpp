// SPDX-License-Identifier: MIT
// Radiance HDR (Ward's picture format, .hdr and .pic): three mantissas and one exponent for each pixel. stb's reader
// never ends where data are missing.
#include <charconv>
#include <cmath>
#include <vector>

#include "viz/platform/image_decoder.h"

namespace viz {
namespace {

constexpr std::string_view kFormat = "Radiance HDR";
constexpr int kBytes = 4;  // of a pixel

/// The bytes that are left, taken from the front.
struct Reader {
    std::string_view rest;

    unsigned char byte() { return static_cast<unsigned char>(take(1).front()); }
    std::string_view take(size_t size) {
        if (size > rest.size()) refuse_damaged(kFormat, kCutShort);
        const std::string_view taken = rest.substr(0, size);
        rest.remove_prefix(size);
        return taken;
    }
    std::string_view line() {
        const size_t end = rest.find('\n');
        if (end == std::string_view::npos) refuse_damaged(kFormat, kCutShort);
        const std::string_view taken = take(end);
        take(1);
        return taken;
    }
};

/// Lines "NAME=value" up to an empty one.
std::vector<Note> read_variables(Reader& reader) {
    std::vector<Note> notes;
    for (std::string_view line = reader.line(); !line.empty(); line = reader.line()) {
        if (line.starts_with("FORMAT=") && line != "FORMAT=32-bit_rle_rgbe")
            throw std::runtime_error("is a Radiance HDR image whose format is not 32-bit_rle_rgbe, which is not read");
        if (line.starts_with("EXPOSURE=") && notes.empty()) notes.push_back(note::Plain::exposure_ignored);
    }
    return notes;
}

/// "-Y height +X width": rows from the top, pixels from the left, as all but a few files have them.
StoredImage read_sizes(Reader& reader) {
    std::string_view line = reader.line();
    constexpr int64_t kMost = 1 << 30;
    const auto number = [&](std::string_view before) {
        int64_t value = 0;
        if (!line.starts_with(before)) return value;
        line.remove_prefix(before.size());
        const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), value);
        line.remove_prefix(static_cast<size_t>(end - line.data()));
        return error == std::errc() && value <= kMost ? value : 0;
    };
    StoredImage image{.width = 0, .height = number("-Y "), .channels = 3};
    image.width = number(" +X ");
    if (image.width < 1 || image.height < 1 || !line.empty())
        throw std::runtime_error("is a Radiance HDR image without the line '-Y height +X width', which is not read");
    return image;
}

/// One row in which each of the four bytes has runs of its own: 128 + n and a byte, or n and so many bytes.
void read_packed_row(Reader& reader, std::vector<unsigned char>& row) {
    for (size_t part = 0; part < kBytes; ++part) {
        for (size_t at = part; at < row.size();) {
            const unsigned char code = reader.byte();
            const bool is_run = code > 128;
            const size_t count = is_run ? code & 127u : code;
            if (count == 0 || count * kBytes > row.size() - at + part) refuse_damaged(kFormat, "a run is too long");
            const std::string_view bytes = reader.take(is_run ? 1 : count);
            for (size_t i = 0; i < count; ++i, at += kBytes)
                row[at] = static_cast<unsigned char>(bytes[is_run ? 0 : i]);
        }
    }
}

/// One row of whole pixels. The pixel (1, 1, 1, n) stands for n more of the one before; several in a row are the digits
/// of a larger n, lowest first.
void read_plain_row(Reader& reader, std::vector<unsigned char>& row) {
    int shift = 0;
    for (size_t at = 0; at < row.size();) {
        const std::string_view pixel = reader.take(kBytes);
        if (!pixel.starts_with("\1\1\1")) {
            std::copy(pixel.begin(), pixel.end(), row.begin() + static_cast<std::ptrdiff_t>(at));
            at += kBytes;
            shift = 0;
            continue;
        }
        const size_t count = shift < 32 ? size_t{static_cast<unsigned char>(pixel[3])} << shift : row.size();
        if (at == 0 || count > (row.size() - at) / kBytes) refuse_damaged(kFormat, "a run is too long");
        for (size_t end = at + count * kBytes; at < end; ++at) row[at] = row[at - kBytes];
        shift += 8;
    }
}

void read_row(Reader& reader, std::vector<unsigned char>& row) {
    constexpr size_t kFewest = 8, kMost = 0x7fff;  // pixels of a row whose bytes are packed apart
    const size_t width = row.size() / kBytes;
    const auto byte = [&](size_t place) { return static_cast<unsigned char>(reader.rest[place]); };
    if (width < kFewest || width > kMost || !reader.rest.starts_with("\2\2") || reader.rest.size() < kBytes ||
        byte(2) > 127)
        return read_plain_row(reader, row);
    if ((size_t{byte(2)} << 8 | byte(3)) != width) refuse_damaged(kFormat, "a row has another length");
    reader.take(kBytes);
    read_packed_row(reader, row);
}

}  // namespace

Source read_hdr(std::string_view bytes, const gs::Work& work) {
    Reader reader{bytes};
    reader.line();
    SourceFacts facts{.format = std::string(kFormat), .stored = stored::Rgbe{}};
    facts.notes = read_variables(reader);
    const StoredImage image = read_sizes(reader);
    // No row takes fewer bytes than a pixel has: memory is not taken for rows that cannot be there.
    if (image.height > static_cast<int64_t>(reader.rest.size()) / kBytes) refuse_damaged(kFormat, kCutShort);
    Planes planes(image, false, static_cast<double>(image.width) * (kBytes + 3 * sizeof(float)), work);

    std::vector<unsigned char> row(static_cast<size_t>(image.width) * kBytes);
    std::vector<float> values(static_cast<size_t>(image.width) * 3);
    const DecodingWatch watch(work);
    for (int64_t y = 0; y < image.height; ++y) {
        watch.check();
        read_row(reader, row);
        for (size_t x = 0; x < static_cast<size_t>(image.width); ++x) {
            const unsigned char* const pixel = &row[x * kBytes];
            // Mantissas count 256ths, exponents from -128; an exponent of 0 is black.
            const float unit = pixel[3] == 0 ? 0.0f : std::ldexp(1.0f, pixel[3] - (128 + 8));
            for (size_t c = 0; c < 3; ++c) values[x * 3 + c] = static_cast<float>(pixel[c]) * unit;
        }
        planes.put_rows(y, 1, values.data(), [](float value) { return value; });
    }
    return std::move(planes).finish(std::move(facts));
}

}  // namespace viz
