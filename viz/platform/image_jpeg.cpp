// SPDX-License-Identifier: MIT
// JPEG, by libjpeg-turbo.
#include <cstdio>
// jpeglib.h takes size_t and FILE for known.
#include <jpeglib.h>
// What its warnings are called.
#include <jerror.h>

#include <fmt/core.h>

#include <algorithm>
#include <vector>

#include "viz/platform/image_decoder.h"

namespace viz {
namespace {

constexpr std::string_view kJpeg = "JPEG";
constexpr std::string_view kExif("Exif\0\0", 6);
constexpr std::string_view kProfile("ICC_PROFILE\0", 12);

/// libjpeg's state. Lives outside all frames that its errors leap over.
struct JpegFile : Leap {
    explicit JpegFile(const gs::Work& work);
    ~JpegFile() { jpeg_destroy_decompress(&info); }
    JpegFile(const JpegFile&) = delete;
    JpegFile& operator=(const JpegFile&) = delete;

    [[noreturn]] void refuse() const;

    jpeg_decompress_struct info{};
    jpeg_error_mgr errors{};
    jpeg_progress_mgr progress{};
    bool has_flaw = false;
    DecodingWatch watch;
};

void JpegFile::refuse() const {
    watch.check();
    const int code = errors.msg_code;
    if (code == JERR_NO_BACKING_STORE)  // where it would put what max_memory_to_use leaves no room for
        throw std::runtime_error("is a JPEG image that takes more memory to be decoded than its size asks for");
    if (code == JERR_BAD_PRECISION || code == JERR_SOF_UNSUPPORTED || code == JERR_CCIR601_NOTIMPL)
        throw std::runtime_error(
            fmt::format("is a JPEG image of a kind that is not read ({}): save it as PNG", reason));
    refuse_damaged(kJpeg, reason);
}

JpegFile* file_of(j_common_ptr info) {
    return static_cast<JpegFile*>(info->client_data);
}

void on_error(j_common_ptr info) {
    char said[JMSG_LENGTH_MAX];
    info->err->format_message(info, said);
    file_of(info)->give_up(said);
}

/// Where data are missing or wrong libjpeg warns and goes on with grey. What does not touch the pixels is passed over.
void on_message(j_common_ptr info, int level) {
    if (level >= 0) return;  // chatter
    const int code = info->err->msg_code;
    if (code == JWRN_JPEG_EOF || code == JWRN_HIT_MARKER) file_of(info)->give_up(kCutShort.data());
    if (code != JWRN_EXTRANEOUS_DATA && code != JWRN_JFIF_MAJOR && code != JWRN_ADOBE_XFORM) on_error(info);
    file_of(info)->has_flaw = true;
}

/// Called for each row of blocks of each scan.
void on_progress(j_common_ptr info) {
    if (file_of(info)->watch.is_over()) file_of(info)->give_up("");
}

/// How many scans a file has. Data of a scan have no marker but those of restarts; all others begin a segment.
int64_t count_scans(std::string_view bytes) {
    constexpr unsigned char kStartOfScan = 0xDA, kFirstAlone = 0xD0, kLastAlone = 0xD9;
    int64_t scans = 0;
    for (size_t at = bytes.find('\xFF'); at != std::string_view::npos && at + 3 < bytes.size();
         at = bytes.find('\xFF', at)) {
        const auto byte = [&](size_t place) { return static_cast<unsigned char>(bytes[at + place]); };
        const unsigned char marker = byte(1);
        if (marker == kStartOfScan) ++scans;
        const bool is_alone = marker <= 1 || (marker >= kFirstAlone && marker <= kLastAlone);
        at += marker == 0xFF ? 1 : is_alone ? 2 : 2 + (size_t{byte(2)} << 8 | byte(3));
    }
    return scans;
}

/// Each scan goes over all of the picture, so that a small file of a thousand scans would take minutes. Progressive
/// pictures have about ten.
void require_few_scans(const StoredImage& image, std::string_view bytes) {
    constexpr int64_t kMostScans = 64;
    constexpr double kMostPixels = 1e10;  // a minute's work
    const int64_t scans = count_scans(bytes);
    if (scans > kMostScans) refuse_damaged(kJpeg, fmt::format("it has more than {} scans", kMostScans));
    if (static_cast<double>(scans) * static_cast<double>(image.width) * static_cast<double>(image.height) > kMostPixels)
        throw std::runtime_error(
            fmt::format("is a JPEG image of {} scans of {} x {} pixels, which take too long: save it as PNG", scans,
                        image.width, image.height));
}

JpegFile::JpegFile(const gs::Work& work) : watch(work) {
    info.err = jpeg_std_error(&errors);
    errors.error_exit = on_error;
    errors.emit_message = on_message;
    progress.progress_monitor = on_progress;
    info.client_data = this;
}

void read_header(JpegFile& file, std::string_view bytes) {
    constexpr unsigned kWhole = 0xFFFF, kStart = 1 << 12;  // of a colour profile the part that has its name
    jpeg_create_decompress(&file.info);
    file.info.progress = &file.progress;
    jpeg_mem_src(&file.info, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    jpeg_save_markers(&file.info, JPEG_APP0 + 1, kWhole);
    jpeg_save_markers(&file.info, JPEG_APP0 + 2, kStart);
    jpeg_read_header(&file.info, TRUE);
}

StoredImage image_of(const JpegFile& file) {
    const auto color = file.info.jpeg_color_space;
    if (color == JCS_CMYK || color == JCS_YCCK)
        throw std::runtime_error("is a JPEG image in CMYK, the colours of print, which is not read: save it as RGB");
    if (color == JCS_UNKNOWN) throw std::runtime_error("is a JPEG image that is neither grey nor in colour");
    StoredImage image{
        .width = file.info.image_width, .height = file.info.image_height, .channels = color == JCS_GRAYSCALE ? 1 : 3};
    for (auto* marker = file.info.marker_list; marker != nullptr; marker = marker->next) {
        const std::string_view data(reinterpret_cast<const char*>(marker->data), marker->data_length);
        if (data.starts_with(kExif)) image.orientation = exif_orientation(data);
    }
    return image;
}

/// Each block of 8 x 8 pixels takes a bit at least, where it is not coded arithmetically: memory is not taken for what
/// cannot be there.
void require_enough_bytes(const JpegFile& file, const StoredImage& image, std::string_view bytes) {
    constexpr double kMostPixelsPerByte = 8 * DCTSIZE2;
    const double pixels = static_cast<double>(image.width) * static_cast<double>(image.height);
    if (file.info.arith_code == FALSE && pixels > kMostPixelsPerByte * static_cast<double>(bytes.size()))
        refuse_damaged(kJpeg, kCutShort);
}

bool has_unusual_profile(const JpegFile& file) {
    for (auto* marker = file.info.marker_list; marker != nullptr; marker = marker->next) {
        const std::string_view data(reinterpret_cast<const char*>(marker->data), marker->data_length);
        if (data.starts_with(kProfile) && data.find("sRGB") == std::string_view::npos) return true;
    }
    return false;
}

void read_rows(JpegFile& file, Planes& planes, std::vector<unsigned char>& samples, size_t row_bytes) {
    jpeg_start_decompress(&file.info);
    while (file.info.output_scanline < file.info.output_height) {
        const JDIMENSION first = file.info.output_scanline;
        const JDIMENSION count = std::min<JDIMENSION>(Planes::kRows, file.info.output_height - first);
        JSAMPROW rows[Planes::kRows];
        for (JDIMENSION y = 0; y < count; ++y) rows[y] = samples.data() + y * row_bytes;
        while (file.info.output_scanline < first + count) {
            const JDIMENSION done = file.info.output_scanline - first;
            jpeg_read_scanlines(&file.info, rows + done, count - done);
        }
        planes.put_rows(first, count, samples.data(), FromByte());
    }
    jpeg_finish_decompress(&file.info);
}

}  // namespace

Source read_jpeg(std::string_view bytes, const gs::Work& work) {
    JpegFile file(work);
    if (!completes(file, [&] { read_header(file, bytes); })) file.refuse();
    const StoredImage image = image_of(file);
    const bool has_profile = has_unusual_profile(file);  // the markers are gone after the last row
    require_enough_bytes(file, image, bytes);
    if (jpeg_has_multiple_scans(&file.info) != FALSE) require_few_scans(image, bytes);
    file.info.out_color_space = image.channels == 1 ? JCS_GRAYSCALE : JCS_RGB;

    // Of pictures with several scans libjpeg keeps all coefficients, two bytes each.
    const bool has_scans = jpeg_has_multiple_scans(&file.info) != FALSE;
    const double coefficients = static_cast<double>(image.width) * static_cast<double>(image.height) * image.channels;
    Planes planes(image, false, has_scans ? 2 * coefficients : 0, work);
    constexpr double kLeastRoom = 1 << 24;                      // blocks at the edges are whole ones
    const auto kept_bytes = static_cast<double>(bytes.size());  // EXIF data and the like are copied
    file.info.mem->max_memory_to_use = static_cast<long>(2 * coefficients + kept_bytes + kLeastRoom);
    const auto row_bytes = static_cast<size_t>(image.width * image.channels);
    std::vector<unsigned char> samples(row_bytes * Planes::kRows);
    if (!completes(file, [&] { read_rows(file, planes, samples, row_bytes); })) file.refuse();

    SourceFacts facts{.format = "JPEG", .stored = stored::BitsPerChannel{8}, .white = 255};
    if (has_profile) facts.notes.push_back(note::Plain::profile_ignored);
    if (file.has_flaw) facts.notes.push_back(note::Plain::stray_bytes_ignored);
    return std::move(planes).finish(std::move(facts));
}

}  // namespace viz
