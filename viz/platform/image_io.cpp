// SPDX-License-Identifier: MIT
#include "viz/platform/image_io.h"

#include <fmt/format.h>
#include <stb/stb_image.h>
#include <stb/stb_image_write.h>

#include <filesystem>
#include <limits>
#include <memory>
#include <stdexcept>

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
    fail(path, fmt::format("cannot be read as an image: {}", stbi_failure_reason()));
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
