// SPDX-License-Identifier: MIT
// BMP, GIF, PSD and TGA, by stb_image; and PNG files written, by stb_image_write.
#include <fmt/core.h>
#include <stb/stb_image.h>
#include <stb/stb_image_write.h>

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <memory>

#include "viz/platform/image_decoder.h"
#include "viz/platform/image_io.h"

namespace viz {
namespace {

struct StbFree {
    void operator()(void* pixels) const { stbi_image_free(pixels); }
};

StbCheck check(std::string_view bytes, std::string_view format) {
    if (format == "BMP") return check_bmp(bytes);
    if (format == "GIF") return check_gif(bytes);
    if (format == "PSD") return check_psd(bytes);
    return check_tga(bytes);
}

template <class Sample>
using Load = Sample*(const stbi_uc*, int, int*, int*, int*, int);

/// What stb makes of the file, with as many channels as `image` has.
template <class Sample, class Value>
Source decode(Load<Sample>* load, std::string_view bytes, std::string_view format, const StoredImage& image,
              bool keeps_alpha, const Value& value, SourceFacts facts, const gs::Work& work) {
    const double samples = static_cast<double>(image.width) * static_cast<double>(image.height) * 4;
    Planes planes(image, keeps_alpha, 2 * samples * sizeof(Sample), work);  // stb makes a second copy where it converts
    const DecodingWatch watch(work);
    watch.check();
    int width = 0, height = 0, channels = 0;
    const std::unique_ptr<Sample, StbFree> pixels(load(reinterpret_cast<const stbi_uc*>(bytes.data()),
                                                       static_cast<int>(bytes.size()), &width, &height, &channels,
                                                       image.channels));
    watch.check();
    if (!pixels) refuse_damaged(format, stbi_failure_reason());
    if (width != image.width || height != image.height) refuse_damaged(format, "its sizes contradict each other");
    for (int64_t y = 0; y < image.height; y += planes.rows_at_once()) {
        watch.check();
        planes.put_rows(y, std::min(planes.rows_at_once(), image.height - y),
                        pixels.get() + y * image.width * image.channels, value);
    }
    return std::move(planes).finish(std::move(facts));
}

}  // namespace

Source read_by_stb(std::string_view bytes, std::string_view format, bool keeps_alpha, const gs::Work& work) {
    // stb counts bytes with int.
    if (bytes.size() > static_cast<size_t>(std::numeric_limits<int>::max()))
        throw std::runtime_error(fmt::format("is a {} image of more than 2 GiB, which is not read", format));
    StbCheck found = check(bytes, format);
    const auto* const data = reinterpret_cast<const stbi_uc*>(bytes.data());
    const int size = static_cast<int>(bytes.size());
    int width = 0, height = 0, channels = 0;
    if (stbi_info_from_memory(data, size, &width, &height, &channels) == 0)
        refuse_damaged(format, stbi_failure_reason());
    // The rows of a BMP file that count down are those that begin at the top.
    const int64_t rows = std::abs(int64_t{height});
    if (width < 1 || rows < 1) refuse_damaged(format, "it has no pixels");

    StoredImage image{.width = width, .height = rows, .channels = channels <= 2 ? 1 : 3};
    image.has_alpha = found.has_alpha;
    image.channels += found.has_alpha ? 1 : 0;
    const bool is_deep = stbi_is_16_bit_from_memory(data, size) != 0;
    SourceFacts facts{.format = std::string(format),
                      .stored = found.stored,
                      .white = is_deep ? 65535 : 255,
                      .notes = std::move(found.notes)};
    return is_deep
               ? decode(stbi_load_16_from_memory, bytes, format, image, keeps_alpha, FromTwoBytes(), std::move(facts),
                        work)
               : decode(stbi_load_from_memory, bytes, format, image, keeps_alpha, FromByte(), std::move(facts), work);
}

std::string encode_png(int width, int height, int channels, const unsigned char* pixels) {
    std::string bytes;
    const auto append = [](void* target, void* data, int size) {
        static_cast<std::string*>(target)->append(static_cast<const char*>(data), static_cast<size_t>(size));
    };
    if (stbi_write_png_to_func(append, &bytes, width, height, channels, pixels, width * channels) == 0)
        throw std::runtime_error(fmt::format("a picture of {} x {} pixels cannot be encoded as PNG", width, height));
    return bytes;
}

}  // namespace viz
