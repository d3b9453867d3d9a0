// SPDX-License-Identifier: MIT
// PNG, by libpng.
#include <png.h>

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "viz/platform/image_decoder.h"

namespace viz {
namespace {

constexpr std::string_view kPng = "PNG";
constexpr size_t kSignature = 8;

/// What is found in chunks that libpng is told to skip: some can unpack to gigabytes, and none is needed for the
/// pixels.
struct Extras {
    std::string exif;  ///< begins as exif_orientation wants it
    bool is_animated = false, is_apple = false;
    bool has_profile = false, is_srgb = false;
    uint32_t gamma = 0;  ///< times 100000; 0: not said
};

uint32_t big_endian(std::string_view bytes, size_t place) {
    uint32_t value = 0;
    for (size_t i = 0; i < 4; ++i) value = value << 8 | static_cast<unsigned char>(bytes[place + i]);
    return value;
}

Extras extras_of(std::string_view bytes) {
    constexpr size_t kAround = 12;  // a chunk's length, name and checksum
    Extras extras;
    for (size_t at = kSignature; bytes.size() >= kAround && at <= bytes.size() - kAround;) {
        const size_t size = big_endian(bytes, at);
        if (size > bytes.size() - kAround - at) break;
        const std::string_view name = bytes.substr(at + 4, 4), data = bytes.substr(at + 8, size);
        if (name == "CgBI") extras.is_apple = true;
        if (name == "acTL") extras.is_animated = true;
        if (name == "sRGB") extras.is_srgb = true;
        if (name == "gAMA" && size == 4) extras.gamma = big_endian(data, 0);
        // A profile begins with its name.
        if (name == "iCCP") (data.starts_with("sRGB") ? extras.is_srgb : extras.has_profile) = true;
        if (name == "eXIf") extras.exif = std::string("Exif\0\0", 6).append(data);
        at += kAround + size;
    }
    return extras;
}

/// libpng's state, and what its callbacks need. Lives outside all frames that libpng's errors leap over.
struct PngFile : Leap {
    PngFile(std::string_view bytes, const gs::Work& work);
    ~PngFile() { png_destroy_read_struct(&png, &info, nullptr); }
    PngFile(const PngFile&) = delete;
    PngFile& operator=(const PngFile&) = delete;

    [[noreturn]] void refuse() const {
        watch.check();
        refuse_damaged(kPng, reason);
    }

    std::string_view rest;
    size_t room;  ///< bytes that libpng may still take
    DecodingWatch watch;
    char warning[200] = "";
    size_t surplus = 0;  ///< bytes of IDAT that were read after the last pixel
    png_structp png = nullptr;
    png_infop info = nullptr;
};

/// libpng begins what it says of a chunk with the chunk's name. Chunks have a checksum, and so have the data packed in
/// IDAT.
void on_error(png_structp png, png_const_charp said) {
    constexpr size_t kName = 4;
    const std::string_view text = said;
    char reason[sizeof(Leap::reason)];
    if (text.ends_with(": CRC error") || text.ends_with(": incorrect data check"))
        std::snprintf(reason, sizeof reason, "its chunk %.*s does not fit the checksum",
                      static_cast<int>(text.find(':')), said);
    else if (text.find(": ") == kName)
        std::snprintf(reason, sizeof reason, "its chunk %s", said);
    else
        std::snprintf(reason, sizeof reason, "%s", said);
    static_cast<PngFile*>(png_get_error_ptr(png))->give_up(reason);
}

/// Data that end early, or do not fit their checksum, are warnings to libpng once the last pixel is there.
void on_warning(png_structp png, png_const_charp said) {
    const std::string_view text = said;
    const bool is_surplus = text.ends_with("Extra compressed data") || text.ends_with("Too much image data");
    if (text.starts_with("IDAT: ") && !is_surplus) on_error(png, said);
    // Of the chunks that are not read, flaws are none.
    const bool is_read = is_surplus || text.starts_with("PLTE: ") || text.starts_with("tRNS: ") || text.find(": ") != 4;
    auto* const file = static_cast<PngFile*>(png_get_error_ptr(png));
    if (is_read && file->warning[0] == '\0') std::snprintf(file->warning, sizeof file->warning, "%s", said);
}

bool has_all_pixels(const PngFile& file) {
    constexpr int kPasses = 7;  // of an interlaced picture
    return png_get_current_row_number(file.png) >= png_get_image_height(file.png, file.info) ||
           png_get_current_pass_number(file.png) >= kPasses;
}

/// libpng unpacks all that follows the last pixel, too, and two megabytes of it can be two gigabytes.
void on_read(png_structp png, png_bytep target, size_t size) {
    constexpr png_uint_32 kIdat = 0x49444154;
    constexpr size_t kMostSurplus = 1 << 16;
    auto* const file = static_cast<PngFile*>(png_get_io_ptr(png));
    if (size > file->rest.size()) file->give_up(kCutShort.data());
    if (png_get_io_chunk_type(png) == kIdat && has_all_pixels(*file) && (file->surplus += size) > kMostSurplus)
        file->give_up("it holds far more data than pixels");
    std::memcpy(target, file->rest.data(), size);
    file->rest.remove_prefix(size);
}

/// What libpng takes beside its rows, in all.
constexpr size_t kBesideRows = size_t{1} << 20;

void* on_allocate(png_structp png, png_alloc_size_t size) {
    auto* const file = static_cast<PngFile*>(png_get_mem_ptr(png));
    if (size > file->room) return nullptr;  // which it says itself
    file->room -= size;
    return std::malloc(size);
}

void on_free(png_structp, void* block) {
    std::free(block);
}

PngFile::PngFile(std::string_view bytes, const gs::Work& work) : rest(bytes), room(kBesideRows), watch(work) {
    png = png_create_read_struct_2(PNG_LIBPNG_VER_STRING, this, on_error, on_warning, this, on_allocate, on_free);
    if (png != nullptr) info = png_create_info_struct(png);
    if (info != nullptr) return;
    png_destroy_read_struct(&png, nullptr, nullptr);
    throw std::bad_alloc();
}

/// Reads all that stands before the pixels. The sizes' own limit is require_memory.
void read_header(PngFile& file) {
    constexpr png_uint_32 kAnySize = 0x7fffffff;
    png_set_read_fn(file.png, &file, on_read);
    png_set_user_limits(file.png, kAnySize, kAnySize);
    png_set_keep_unknown_chunks(file.png, PNG_HANDLE_CHUNK_NEVER, nullptr, -1);
    png_read_info(file.png, file.info);
}

/// Each deflated byte stands for at most 1032 bytes of pixels: memory is not taken for what cannot be there.
void require_enough_bytes(const PngFile& file, std::string_view bytes) {
    constexpr double kMostPerByte = 1032;
    const double stored = static_cast<double>(png_get_rowbytes(file.png, file.info)) *
                          static_cast<double>(png_get_image_height(file.png, file.info));
    if (stored > kMostPerByte * static_cast<double>(bytes.size())) refuse_damaged(kPng, kCutShort);
}

bool is_interlaced(const PngFile& file) {
    return png_get_interlace_type(file.png, file.info) != PNG_INTERLACE_NONE;
}

/// The image as it will be unpacked.
StoredImage image_of(const PngFile& file, const Extras& extras) {
    const int color = png_get_color_type(file.png, file.info);
    StoredImage image{.width = png_get_image_width(file.png, file.info),
                      .height = png_get_image_height(file.png, file.info),
                      .channels = (color & PNG_COLOR_MASK_COLOR) != 0 ? 3 : 1};
    // A colour, or colours of the palette, can be transparent, too.
    image.has_alpha = (color & PNG_COLOR_MASK_ALPHA) != 0 || png_get_valid(file.png, file.info, PNG_INFO_tRNS) != 0;
    image.channels += image.has_alpha ? 1 : 0;
    image.orientation = extras.exif.empty() ? 1 : exif_orientation(extras.exif);
    return image;
}

/// The two rows that libpng has of its own, of up to 8 bytes for each pixel.
double bytes_of_own_rows(const StoredImage& image) {
    constexpr double kRows = 2, kMostPixelBytes = 8, kAround = 64;
    return kRows * (kMostPixelBytes * static_cast<double>(image.width) + kAround);
}

/// Palettes, and fewer than 8 bits, are unpacked; a transparent colour becomes an alpha channel.
void unpack(PngFile& file) {
    png_set_expand(file.png);
    if constexpr (std::endian::native == std::endian::little) png_set_swap(file.png);
    png_set_interlace_handling(file.png);
    png_read_update_info(file.png, file.info);
}

SourceFacts facts_of(const PngFile& file) {
    const int bits = png_get_bit_depth(file.png, file.info);
    SourceFacts facts{.format = "PNG", .stored = stored::BitsPerChannel{bits}, .white = bits == 16 ? 65535 : 255};
    const int color = png_get_color_type(file.png, file.info);
    if (color == PNG_COLOR_TYPE_PALETTE) facts.stored = stored::Palette{bits};
    if (color == PNG_COLOR_TYPE_GRAY && bits < 8) facts.white = (1 << bits) - 1;
    return facts;
}

std::vector<Note> notes_of(const PngFile& file, const Extras& extras) {
    constexpr uint32_t kSrgbGamma = 45455, kTolerance = 455;  // writers round it in ways of their own, by up to 1 %
    std::vector<Note> notes;
    if (extras.is_animated) notes.push_back(note::Plain::first_picture_only);
    if (extras.has_profile) notes.push_back(note::Plain::profile_ignored);
    const bool is_usual = extras.gamma >= kSrgbGamma - kTolerance && extras.gamma <= kSrgbGamma + kTolerance;
    if (extras.gamma != 0 && !is_usual && !extras.is_srgb && !extras.has_profile)
        notes.push_back(note::GammaIgnored{extras.gamma / 100000.0});
    if (file.warning[0] != '\0') notes.push_back(note::FlawIgnored{file.warning});
    return notes;
}

/// Interlaced pictures come in several passes over all rows; others 16 rows at a time.
template <class Sample, class Value>
void read_rows(PngFile& file, Planes& planes, std::vector<png_bytep>& rows, const Value& value) {
    const auto height = static_cast<int64_t>(png_get_image_height(file.png, file.info));
    const int64_t at_once = planes.rows_at_once();
    const bool has_all_rows = is_interlaced(file);
    const bool is_read = completes(file, [&] {
        for (int pass = 0; has_all_rows && pass < PNG_INTERLACE_ADAM7_PASSES; ++pass) {
            for (int64_t y = 0; y < height; y += at_once) {
                if (file.watch.is_over()) file.give_up("");
                png_read_rows(file.png, rows.data() + y, nullptr,
                              static_cast<png_uint_32>(std::min(at_once, height - y)));
            }
        }
        for (int64_t y = 0; y < height; y += at_once) {
            if (file.watch.is_over()) file.give_up("");
            const int64_t count = std::min(at_once, height - y);
            png_bytep* const batch = rows.data() + (has_all_rows ? y : 0);
            if (!has_all_rows) png_read_rows(file.png, batch, nullptr, static_cast<png_uint_32>(count));
            planes.put_rows(y, count, reinterpret_cast<const Sample*>(*batch), value);
        }
        png_read_end(file.png, nullptr);  // only then is the last checksum compared
    });
    if (!is_read) file.refuse();
}

}  // namespace

Source read_png(std::string_view bytes, bool keeps_alpha, const gs::Work& work) {
    const Extras extras = extras_of(bytes);
    if (extras.is_apple)
        throw std::runtime_error(
            "is a PNG image that Xcode has rewritten for the iPhone (CgBI), which is not read: save it as an ordinary "
            "PNG, or turn it back with `pngcrush -revert-iphone-optimizations`");
    PngFile file(bytes, work);
    if (!completes(file, [&] { read_header(file); })) file.refuse();
    require_enough_bytes(file, bytes);

    const StoredImage image = image_of(file, extras);
    const bool is_deep = png_get_bit_depth(file.png, file.info) == 16;
    const auto row_bytes = static_cast<size_t>(image.width * image.channels * (is_deep ? 2 : 1));
    const auto row_count =
        static_cast<size_t>(is_interlaced(file) ? image.height : std::min<int64_t>(image.height, Planes::kRows));
    const double own_rows = bytes_of_own_rows(image);
    Planes planes(image, keeps_alpha, static_cast<double>(row_bytes) * static_cast<double>(row_count) + own_rows, work);
    file.room += static_cast<size_t>(own_rows);
    SourceFacts facts = facts_of(file);
    if (!completes(file, [&] { unpack(file); })) file.refuse();

    std::vector<unsigned char> samples(row_bytes * row_count);
    std::vector<png_bytep> rows;
    rows.reserve(row_count);
    for (size_t y = 0; y < row_count; ++y) rows.push_back(samples.data() + y * row_bytes);
    if (is_deep)
        read_rows<uint16_t>(file, planes, rows, FromTwoBytes());
    else
        read_rows<unsigned char>(file, planes, rows, FromByte());
    facts.notes = notes_of(file, extras);
    return std::move(planes).finish(std::move(facts));
}

}  // namespace viz
