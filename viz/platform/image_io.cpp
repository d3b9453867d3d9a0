// SPDX-License-Identifier: MIT
#include "viz/platform/image_io.h"

#include <fmt/format.h>
#include <stb/stb_image.h>
#include <stb/stb_image_write.h>

#include <algorithm>
#include <filesystem>
#include <limits>
#include <memory>
#include <stdexcept>
#include <string_view>

#include "core/file.h"

namespace viz {
namespace {

/// A file beyond this is refused unread, and an image with more pixels undecoded.
constexpr int64_t kMostFileBytes = int64_t{1} << 28;
constexpr int64_t kMostPixels = int64_t{1} << 26;

/// stb counts bytes with int.
static_assert(kMostFileBytes <= std::numeric_limits<int>::max());

[[noreturn]] void fail(const std::string& path, const std::string& reason) {
    throw std::runtime_error(path + ": " + reason);
}

std::string read_bytes(const std::string& path) {
    std::error_code error;
    if (std::filesystem::exists(path, error) && !std::filesystem::is_regular_file(path, error))
        fail(path, "is not a file");
    const auto size = std::filesystem::file_size(path, error);
    if (!error && size > static_cast<uintmax_t>(kMostFileBytes))
        fail(path, fmt::format("has {} bytes, but an image file may have {} at most", size, kMostFileBytes));
    std::string bytes = gs::read_file(path);
    if (bytes.empty()) fail(path, "is empty");
    return bytes;
}

/// Whether one of the tables in a JPEG's Huffman segment, which starts with its length, has more codes than bytes have
/// values.
bool has_oversized_table(std::string_view segment) {
    const auto byte = [&](size_t place) {
        return place < segment.size() ? size_t{static_cast<unsigned char>(segment[place])} : 0;
    };
    const size_t end = std::min(byte(0) << 8 | byte(1), segment.size());
    for (size_t table = 2; table < end;) {
        size_t codes = 0;
        for (size_t bits = 1; bits <= 16; ++bits) codes += byte(table + bits);
        if (codes > 256) return true;
        table += 17 + codes;
    }
    return false;
}

/// stb_image before 2.28 writes and reads beyond its arrays where such a table is (nothings/stb issue 1289). Looks at
/// every place where stb_image may find one: segment by segment up to the first scan, and at each marker from there.
void refuse_oversized_huffman_tables(std::string_view bytes, const std::string& path) {
    constexpr unsigned char kHuffman = 0xC4, kEnd = 0xD9, kScan = 0xDA;
    if (!bytes.starts_with('\xFF')) return;  // not a JPEG
    bool in_scan = false;
    for (size_t at = 0; (at = bytes.find_first_not_of('\xFF', bytes.find('\xFF', at))) < bytes.size();) {
        const auto marker = static_cast<unsigned char>(bytes[at++]);
        const std::string_view segment = bytes.substr(at);
        if (marker == kEnd) return;
        if (marker == kHuffman && has_oversized_table(segment))
            fail(path, "cannot be read as an image: it has a Huffman table of more than 256 codes");
        if (marker == kScan) in_scan = true;
        const bool is_alone = marker == 0 || (marker >= 0xD0 && marker < kEnd);
        if (in_scan || is_alone || segment.size() < 2) continue;
        at += size_t{static_cast<unsigned char>(segment[0])} << 8 | static_cast<unsigned char>(segment[1]);
    }
}

struct StbFree {
    void operator()(void* pixels) const { stbi_image_free(pixels); }
};

/// (height, width, channels) as stb decodes it, to (1, C, H, W) in [0, 1].
template <class Value>
gs::Tensor<float> planes(const Value* pixels, int64_t height, int64_t width, int64_t channels) {
    constexpr float kWhite = std::numeric_limits<Value>::max();
    gs::Tensor<float> image({1, channels, height, width});
    for (int64_t c = 0; c < channels; ++c) {
        float* plane = &image.at(0, c, 0, 0);
        for (int64_t i = 0; i < height * width; ++i) plane[i] = static_cast<float>(pixels[i * channels + c]) / kWhite;
    }
    return image;
}

[[noreturn]] void fail_as_stb_says(const std::string& path) {
    // The reason can begin with the name of a PNG's chunk, and that with a null.
    const char* const reason = stbi_failure_reason();
    fail(path, fmt::format("cannot be read as an image: {}", reason && *reason ? reason : "it is damaged"));
}

template <class Value>
using Load = Value*(const stbi_uc*, int, int*, int*, int*, int);

/// The image with one channel (grey, also with alpha) or three (colour, also with alpha): stb drops the alpha.
template <class Value>
gs::Tensor<float> decode(Load<Value>* load, const std::string& bytes, int channels, const std::string& path) {
    int width = 0, height = 0, stored_channels = 0;
    const std::unique_ptr<Value, StbFree> pixels(load(reinterpret_cast<const stbi_uc*>(bytes.data()),
                                                      static_cast<int>(bytes.size()), &width, &height, &stored_channels,
                                                      channels));
    if (!pixels) fail_as_stb_says(path);
    return planes(pixels.get(), height, width, channels);
}

}  // namespace

gs::Tensor<float> read_image(const std::string& path) {
    const std::string bytes = read_bytes(path);
    refuse_oversized_huffman_tables(bytes, path);
    const auto* data = reinterpret_cast<const stbi_uc*>(bytes.data());
    const int size = static_cast<int>(bytes.size());
    int width = 0, height = 0, stored_channels = 0;
    if (stbi_info_from_memory(data, size, &width, &height, &stored_channels) == 0) fail_as_stb_says(path);
    if (width < 1 || height < 1 || int64_t{width} * height > kMostPixels)
        fail(path, fmt::format("is {} x {} pixels, but may have {} pixels at most", width, height, kMostPixels));

    const bool is_deep = stbi_is_16_bit_from_memory(data, size) != 0;
    // In a PNM file the higher byte of a value comes first, but stb takes them in the machine's order.
    if (is_deep && bytes[0] == 'P') fail(path, "is a PNM file with 16 bits per value, which cannot be read: use PNG");
    const int channels = stored_channels <= 2 ? 1 : 3;
    return is_deep ? decode(stbi_load_16_from_memory, bytes, channels, path)
                   : decode(stbi_load_from_memory, bytes, channels, path);
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
