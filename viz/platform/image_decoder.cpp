// SPDX-License-Identifier: MIT
#include "viz/platform/image_decoder.h"

#include <fmt/core.h>
#include <libexif/exif-data.h>
#include <libexif/exif-mem.h>

#include <cstdlib>
#include <ctime>
#include <memory>

namespace viz {
namespace {

/// As much as a JPEG file's segment holds.
constexpr size_t kMostExifBytes = 1 << 16;
/// libexif copies what each entry points to, and all can point to the same bytes. Its callbacks are told nothing
/// but sizes.
constexpr size_t kMostExifMemory = size_t{1} << 20;
thread_local size_t exif_room = 0;

bool takes_exif_room(size_t bytes) {
    if (bytes > exif_room) return false;
    exif_room -= bytes;
    return true;
}
void* exif_allocate(ExifLong bytes) {
    return takes_exif_room(bytes) ? std::calloc(1, bytes) : nullptr;
}
void* exif_reallocate(void* block, ExifLong bytes) {
    return takes_exif_room(bytes) ? std::realloc(block, bytes) : nullptr;
}

}  // namespace

void refuse_damaged(std::string_view format, std::string_view reason) {
    throw std::runtime_error(fmt::format("is a damaged {} image: {}", format, reason));
}

void DecodingWatch::check() const {
    work_.check();
    if (is_too_long())
        throw std::runtime_error(
            fmt::format("takes more than {} seconds of the processor to be decoded, the most that an image may take",
                        work_.limits().decoding_seconds));
}

double DecodingWatch::seconds() noexcept {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

int exif_orientation(std::string_view exif) {
    exif = exif.substr(0, kMostExifBytes);
    exif_room = kMostExifMemory;
    const std::unique_ptr<ExifMem, decltype(&exif_mem_unref)> memory(
        exif_mem_new(exif_allocate, exif_reallocate, std::free), exif_mem_unref);
    if (!memory) return 1;
    const std::unique_ptr<ExifData, decltype(&exif_data_unref)> data(exif_data_new_mem(memory.get()), exif_data_unref);
    if (!data) return 1;
    // What is there is read as it is, rather than repaired.
    exif_data_unset_option(data.get(), EXIF_DATA_OPTION_FOLLOW_SPECIFICATION);
    exif_data_set_option(data.get(), EXIF_DATA_OPTION_IGNORE_UNKNOWN_TAGS);
    exif_data_load_data(data.get(), reinterpret_cast<const unsigned char*>(exif.data()),
                        static_cast<unsigned>(exif.size()));
    const ExifEntry* const entry = exif_content_get_entry(data->ifd[EXIF_IFD_0], EXIF_TAG_ORIENTATION);
    if (entry == nullptr || entry->format != EXIF_FORMAT_SHORT || entry->size < 2) return 1;
    const int orientation = exif_get_short(entry->data, exif_data_get_byte_order(data.get()));
    return orientation >= 1 && orientation <= 8 ? orientation : 1;
}

Planes::Planes(const StoredImage& image, bool keeps_alpha, double decoder_bytes, const gs::Work& work)
    : work_(work), image_(image), kept_channels_(image.channels - (image.has_alpha && !keeps_alpha ? 1 : 0)) {
    const double pixels = static_cast<double>(image.width) * static_cast<double>(image.height);

    const int64_t w = image.width, h = image.height;
    const bool is_transposed = image.orientation >= 5;
    planes_ = work.taking_memory(
        pixels * kept_channels_ * sizeof(float) + decoder_bytes, fmt::format("its {} x {} pixels", w, h), "", [&] {
            return gs::Tensor<float>::uninitialized({1, kept_channels_, is_transposed ? w : h, is_transposed ? h : w});
        });
    work.begin(h, "reading");
    // The corner at which the stored image's first pixel comes to lie, and which way its rows and columns run from
    // there.
    const bool from_right =
        image.orientation == 2 || image.orientation == 3 || image.orientation == 6 || image.orientation == 7;
    const bool from_below =
        image.orientation == 3 || image.orientation == 4 || image.orientation == 7 || image.orientation == 8;
    const int64_t across = from_right ? -1 : 1, row_size = is_transposed ? h : w;
    const int64_t down = from_below ? -row_size : row_size;
    start_ = (from_right ? row_size - 1 : 0) + (from_below ? w * h - row_size : 0);
    step_x_ = is_transposed ? down : across;
    step_y_ = is_transposed ? across : down;
}

Source Planes::finish(SourceFacts facts) && {
    facts.kind = SourceKind::image;
    facts.stored_sizes = {image_.height, image_.width, image_.channels};
    facts.layout = "HWC";
    facts.orientation = image_.orientation;
    const bool is_grey = image_.channels == 2;
    if (image_.has_alpha && kept_channels_ < image_.channels)
        facts.notes.push_back(note::AlphaLeftOut{is_grey});
    else if (image_.has_alpha)
        facts.notes.push_back(note::AlphaKept{is_grey});
    return {std::move(planes_), std::move(facts)};
}

}  // namespace viz
