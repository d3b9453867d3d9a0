// SPDX-License-Identifier: MIT
// What has to be so before stb_image is given a file: all that it will read is there.
#include <fmt/core.h>

#include <algorithm>

#include "viz/platform/image_decoder.h"

namespace viz {
namespace {

/// The bytes of a file by their place. What lies beyond the end is refused.
struct Reader {
    std::string_view format, bytes;

    unsigned byte(int64_t place) const {
        require(place + 1);
        return static_cast<unsigned char>(bytes[static_cast<size_t>(place)]);
    }
    unsigned little16(int64_t place) const { return byte(place) | byte(place + 1) << 8; }
    unsigned little32(int64_t place) const { return little16(place) | little16(place + 2) << 16; }
    unsigned big16(int64_t place) const { return byte(place) << 8 | byte(place + 1); }
    unsigned big32(int64_t place) const { return big16(place) << 16 | big16(place + 2); }

    /// That the file has so many bytes.
    void require(int64_t size) const {
        if (size < 0 || size > static_cast<int64_t>(bytes.size())) refuse_damaged(format, kCutShort);
    }
    [[noreturn]] void refuse(std::string_view kind) const {
        throw std::runtime_error(fmt::format("is a {} image {}, which is not read: save it as PNG", format, kind));
    }
};

// BMP.

/// Rows of indices into a palette take whole groups of four bytes; each index must be one of the palette's.
void check_bmp_indices(const Reader& file, int64_t start, int64_t width, int64_t height, int bits, int64_t colors) {
    const int64_t row_bytes = (width * bits + 31) / 32 * 4;
    for (int64_t y = 0; y < height; ++y) {
        for (int64_t x = 0; x < width; ++x) {
            const int64_t bit = x * bits;
            const unsigned byte = file.byte(start + y * row_bytes + bit / 8);
            const unsigned index = byte >> (8 - bits - bit % 8) & ((1u << bits) - 1);
            if (index >= colors) refuse_damaged(file.format, "a pixel has a colour that its palette lacks");
        }
    }
}

}  // namespace

StbCheck check_bmp(std::string_view bytes) {
    const Reader file{"BMP", bytes};
    const int64_t start = file.little32(10), header = file.little32(14), compression = file.little32(30);
    // stb gets the palettes of the oldest header wrong.
    if (header != 40 && header != 56 && header != 108 && header != 124) file.refuse("with an unusual header");
    if (compression != 0 && compression != 3) file.refuse("with compressed pixels");
    const auto width = static_cast<int32_t>(file.little32(18)), rows = static_cast<int32_t>(file.little32(22));
    const int64_t height = std::abs(int64_t{rows});
    if (width < 1) refuse_damaged(file.format, "it has no pixels");
    constexpr int64_t kMostSide = 1 << 24;  // of a side, as stb has it
    if (width > kMostSide || height > kMostSide) refuse_damaged(file.format, "its sides are too long");
    const int bits = static_cast<int>(file.little16(28));
    if (bits != 1 && bits != 4 && bits != 8 && bits != 16 && bits != 24 && bits != 32)
        file.refuse(fmt::format("with {} bits per pixel", bits));
    const int64_t row_bytes = (int64_t{width} * bits + 31) / 32 * 4;
    // The last row may lack what fills up its last four bytes.
    file.require(start + (height - 1) * row_bytes + (int64_t{width} * bits + 7) / 8);
    if (bits > 8) {
        const bool has_alpha = bits == 32 && header > 56 && compression == 3 && file.little32(66) != 0;
        return {has_alpha, stored::BitsPerPixel{bits}, {}};
    }
    // stb takes all that stands between header and pixels for the palette.
    const int64_t colors = (start - 14 - header) / 4;
    if (colors < 1 || colors > 256) file.refuse("with an unusual palette");
    check_bmp_indices(file, start, width, height, bits, colors);
    return {false, stored::Palette{bits}, {}};
}

namespace {

// GIF.

/// The bits of the blocks that follow each other from a place on, lowest first; an empty block ends them.
class GifBits {
public:
    GifBits(const Reader& file, int64_t place) : file_(file), place_(place) {}

    /// The next so many bits; -1 after the last block.
    int take(int count) {
        for (; have_ < count; have_ += 8) {
            if (left_ == 0 && (left_ = file_.byte(place_++)) == 0) return -1;
            --left_;
            bits_ |= file_.byte(place_++) << have_;
        }
        const unsigned taken = bits_ & ((1u << count) - 1);
        bits_ >>= count;
        have_ -= count;
        return static_cast<int>(taken);
    }

private:
    const Reader& file_;
    int64_t place_;
    unsigned left_ = 0, bits_ = 0;
    int have_ = 0;
};

/// How many pixels the codes from a place on stand for. A code beyond the single pixels stands for the string of the
/// code before it and one pixel more.
int64_t gif_pixels(const Reader& file, int64_t place) {
    constexpr int kMostBits = 12;
    const int pixel_bits = static_cast<int>(file.byte(place));
    if (pixel_bits < 2 || pixel_bits > 8) refuse_damaged(file.format, "its pixels have no such number of bits");
    const int clear = 1 << pixel_bits, end = clear + 1;
    std::array<int64_t, 1 << kMostBits> length;
    std::fill_n(length.begin(), clear, 1);

    GifBits bits(file, place + 1);
    int64_t pixels = 0;
    int next = end + 1, code_bits = pixel_bits + 1, last = -1;
    if (bits.take(code_bits) != clear) refuse_damaged(file.format, "its codes begin wrongly");
    for (int code; (code = bits.take(code_bits)) >= 0 && code != end;) {
        if (code == clear) {
            next = end + 1, code_bits = pixel_bits + 1, last = -1;
            continue;
        }
        const bool is_new = last >= 0 && next < 1 << kMostBits;
        if (is_new) length[static_cast<size_t>(next++)] = length[static_cast<size_t>(last)] + 1;
        if (code >= next || code == end) refuse_damaged(file.format, "a code stands for nothing");
        pixels += length[static_cast<size_t>(code)];
        if (next == 1 << code_bits && code_bits < kMostBits) ++code_bits;
        last = code;
    }
    return pixels;
}

/// The place after the blocks that follow each other from `place` on.
int64_t after_gif_blocks(const Reader& file, int64_t place) {
    while (const int64_t size = file.byte(place)) place += size + 1;
    return place + 1;
}

int64_t gif_palette_bytes(unsigned flags) {
    return (flags & 0x80) != 0 ? 3 * (int64_t{2} << (flags & 7)) : 0;
}

/// Whether another picture follows; files may end without saying so.
bool gif_has_more(const Reader& file, int64_t place) {
    const auto size = static_cast<int64_t>(file.bytes.size());
    while (place < size && file.byte(place) == '!') {
        place += 2;
        while (place < size && file.byte(place) != 0) place += file.byte(place) + 1;
        ++place;
    }
    return place < size && file.byte(place) == ',';
}

}  // namespace

StbCheck check_gif(std::string_view bytes) {
    constexpr unsigned kExtension = '!', kPicture = ',', kControl = 0xF9;
    const Reader file{"GIF", bytes};
    const unsigned screen_width = file.little16(6), screen_height = file.little16(8);
    bool is_transparent = false;
    int64_t place = 13 + gif_palette_bytes(file.byte(10));
    for (; file.byte(place) == kExtension; place = after_gif_blocks(file, place + 2))
        if (file.byte(place + 1) == kControl) is_transparent = (file.byte(place + 3) & 1) != 0;
    if (file.byte(place) != kPicture) refuse_damaged(file.format, "it holds no picture");

    const unsigned width = file.little16(place + 5), height = file.little16(place + 7), flags = file.byte(place + 9);
    place += 10 + gif_palette_bytes(flags);
    if (gif_pixels(file, place) < int64_t{width} * height) refuse_damaged(file.format, kCutShort);
    // What the picture leaves free of the screen is transparent.
    const bool has_alpha = is_transparent || width != screen_width || height != screen_height;
    StbCheck found{has_alpha, stored::Palette{}, {}};
    if (gif_has_more(file, after_gif_blocks(file, place + 1))) found.notes.push_back(note::Plain::first_picture_only);
    return found;
}

namespace {

// PSD.

/// Packed channels: n and n + 1 bytes, or 257 - n and one byte that counts n times; 128 says nothing.
void check_psd_runs(const Reader& file, int64_t place, int64_t channels, int64_t pixels) {
    for (int64_t channel = 0; channel < channels; ++channel) {
        for (int64_t done = 0; done < pixels;) {
            const int64_t code = file.byte(place++);
            if (code == 128) continue;
            place += code < 128 ? code + 1 : 1;
            done += code < 128 ? code + 1 : 257 - code;
            file.require(place);
        }
    }
}

}  // namespace

StbCheck check_psd(std::string_view bytes) {
    const Reader file{"PSD", bytes};
    const int64_t channels = file.big16(12), height = file.big32(14), width = file.big32(18), bits = file.big16(22);
    if (file.big16(24) != 3 || channels < 3) file.refuse("that is not in RGB");
    if (bits != 8 && bits != 16) file.refuse(fmt::format("with {} bits per channel", bits));
    constexpr int64_t kMostSide = 30'000;  // in pixels, as the format has it; larger ones are PSB files
    if (width > kMostSide || height > kMostSide) refuse_damaged(file.format, "its sides are too long");
    int64_t place = 26;
    for (int section = 0; section < 3; ++section) place += 4 + int64_t{file.big32(place)};
    const unsigned compression = file.big16(place);
    place += 2;
    const int64_t read_channels = std::min<int64_t>(channels, 4);
    if (compression == 0) {
        file.require(place + read_channels * width * height * (bits / 8));
    } else {
        if (compression != 1 || bits != 8) file.refuse("with compressed pixels");
        check_psd_runs(file, place + 2 * channels * height, read_channels, width * height);
    }
    StbCheck found{channels > 3, stored::BitsPerChannel{static_cast<int>(bits)}, {}};
    // stb undoes what Photoshop does to the colours of half transparent pixels.
    if (found.has_alpha) found.notes.push_back(note::Plain::white_taken_out);
    return found;
}

StbCheck check_tga(std::string_view bytes) {
    const Reader file{"TGA", bytes};
    const unsigned kind = file.byte(2), bits = file.byte(16), flags = file.byte(17);
    const bool has_palette = file.byte(1) == 1, is_packed = kind >= 8;
    if ((flags & 0x10) != 0) file.refuse("whose rows run from the right");
    const int64_t pixels = int64_t{file.little16(12)} * file.little16(14), pixel_bytes = (bits + 7) / 8;
    int64_t place = 18 + file.byte(0);
    const unsigned color_bits = has_palette ? file.byte(7) : bits;
    if (has_palette) {
        if (file.little16(3) != 0) file.refuse("with an unusual palette");
        place += int64_t{file.little16(5)} * ((color_bits + 7) / 8);
    }
    if (!is_packed) file.require(place + pixels * pixel_bytes);
    // Packed: 128 + n - 1 and one pixel, or n - 1 and n pixels.
    for (int64_t done = 0; is_packed && done < pixels;) {
        const unsigned code = file.byte(place);
        const int64_t count = (code & 127) + 1;
        place += 1 + (code > 127 ? 1 : count) * pixel_bytes;
        file.require(place);
        done += count;
    }
    const bool is_grey = (kind & 7) == 3;
    const bool has_alpha = color_bits == 32 || (is_grey && color_bits == 16);
    if (has_palette) return {has_alpha, stored::ColourTable{static_cast<int>(color_bits), static_cast<int>(bits)}, {}};
    return {has_alpha, stored::BitsPerPixel{static_cast<int>(bits)}, {}};
}

}  // namespace viz
