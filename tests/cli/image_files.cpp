// SPDX-License-Identifier: MIT
#include "tests/cli/image_files.h"

#include <jpeglib.h>
#include <png.h>
#include <zlib.h>

#include <algorithm>
#include <cstdlib>

#include "core/files/file.h"
#include "core/files/replace_file.h"
#include "viz/platform/desktop/disk_files.h"

namespace viz {

Source ImageTest::source(const std::string& bytes, const FileOptions& options, const gs::Work& work) const {
    gs::replace_file(path("picture.png"), bytes);
    const std::string picture = path("picture.png");
    return read_image(*disk().open(picture, work), picture, options.keeps_alpha, work);
}

gs::Tensor<float> ImageTest::pixels(const std::string& bytes, const FileOptions& options) const {
    return std::get<gs::Tensor<float>>(source(bytes, options).tensor);
}

std::string ImageTest::refusal(const std::string& bytes) const {
    return gs::message_of<std::runtime_error>([&] { source(bytes); });
}

std::string corpus_file(const std::string& name) {
    for (const auto& folder : std::filesystem::directory_iterator(GRIDSCOPE_FUZZ_CORPUS))
        if (std::filesystem::exists(folder.path() / name)) return gs::read_file(folder.path() / name);
    throw std::runtime_error(name + " is in no corpus");
}

std::vector<float> of_255(const std::vector<int>& values) {
    std::vector<float> result;
    for (const int value : values) result.push_back(static_cast<float>(value) / 255);
    return result;
}

testing::AssertionResult has_note(const Source& source, const std::string& part) {
    std::string all;
    for (const std::string& note : note_texts(english(), source.facts)) all += note + "\n";
    return gs::contains(all, part);
}

std::string little(uint32_t value, int bytes) {
    std::string result;
    for (int i = 0; i < bytes; ++i) result += static_cast<char>(value >> 8 * i & 255);
    return result;
}

namespace {

std::string big(uint32_t value) {
    std::string bytes = little(value, 4);
    std::reverse(bytes.begin(), bytes.end());
    return bytes;
}

}  // namespace

std::string png_chunk(const std::string& type, const std::string& data) {
    const std::string body = type + data;
    const auto sum = crc32(0, reinterpret_cast<const unsigned char*>(body.data()), static_cast<unsigned>(body.size()));
    return big(static_cast<uint32_t>(data.size())) + body + big(static_cast<uint32_t>(sum));
}

std::string make_png(const PngSpec& spec) {
    std::string bytes;
    const auto append = [](png_structp png, png_bytep data, size_t size) {
        static_cast<std::string*>(png_get_io_ptr(png))->append(reinterpret_cast<const char*>(data), size);
    };
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
    png_infop info = png_create_info_struct(png);
    png_set_write_fn(png, &bytes, append, nullptr);
    png_set_IHDR(png, info, static_cast<png_uint_32>(spec.width), static_cast<png_uint_32>(spec.height), spec.bits,
                 spec.color_type, spec.is_interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE, 0, 0);
    if (!spec.palette.empty())
        png_set_PLTE(png, info, reinterpret_cast<png_const_colorp>(spec.palette.data()),
                     static_cast<int>(spec.palette.size() / 3));
    png_write_info(png, info);
    bytes += spec.chunks;
    const size_t row_bytes = png_get_rowbytes(png, info);
    std::vector<png_bytep> rows;
    for (int y = 0; y < spec.height; ++y)
        rows.push_back(reinterpret_cast<png_bytep>(const_cast<char*>(spec.samples.data())) +
                       static_cast<size_t>(y) * row_bytes);
    png_write_image(png, rows.data());
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    return bytes;
}

std::string make_grey_jpeg(int width, int height, const std::vector<unsigned char>& samples, int parts) {
    jpeg_compress_struct jpeg{};
    jpeg_error_mgr errors{};
    jpeg.err = jpeg_std_error(&errors);
    jpeg_create_compress(&jpeg);
    unsigned char* bytes = nullptr;
    unsigned long size = 0;  // NOLINT(google-runtime-int): what libjpeg takes
    jpeg_mem_dest(&jpeg, &bytes, &size);
    jpeg.image_width = static_cast<JDIMENSION>(width);
    jpeg.image_height = static_cast<JDIMENSION>(height);
    jpeg.input_components = 1;
    jpeg.in_color_space = JCS_GRAYSCALE;
    jpeg_set_defaults(&jpeg);
    // The mean of each block, then each of the 63 waves in a scan of its own: all but the lowest bit, then this.
    std::vector<jpeg_scan_info> scans{{1, {0}, 0, 0, 0, 0}};
    for (int part = 0; part < parts; ++part)
        for (int wave = 1; wave < DCTSIZE2; ++wave)
            scans.push_back({1, {0}, wave, wave, part == 0 ? 0 : parts - part, parts - part - 1});
    if (parts > 0) {
        jpeg.scan_info = scans.data();
        jpeg.num_scans = static_cast<int>(scans.size());
    }
    jpeg_start_compress(&jpeg, TRUE);
    for (int y = 0; y < height; ++y) {
        auto* row = const_cast<unsigned char*>(samples.data()) + ptrdiff_t{y} * width;
        jpeg_write_scanlines(&jpeg, &row, 1);
    }
    jpeg_finish_compress(&jpeg);
    std::string result(reinterpret_cast<const char*>(bytes), size);
    jpeg_destroy_compress(&jpeg);
    std::free(bytes);
    return result;
}

std::string jpeg_segment(char marker, const std::string& data) {
    const size_t length = data.size() + 2;
    return std::string{'\xFF', marker, static_cast<char>(length >> 8), static_cast<char>(length & 255)} + data;
}

std::string exif(int orientation) {
    // TIFF, big-endian: one directory with one entry, a number of 16 bits.
    return std::string("Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0", 25) +
           static_cast<char>(orientation) + std::string(6, '\0');
}

gs::Tensor<float> turned(const gs::Tensor<float>& image, int orientation) {
    const int64_t h = image.size(2), w = image.size(3);
    const bool is_transposed = orientation >= 5;
    gs::Tensor<float> result({1, image.size(1), is_transposed ? w : h, is_transposed ? h : w});
    for (int64_t c = 0; c < image.size(1); ++c) {
        for (int64_t y = 0; y < h; ++y) {
            for (int64_t x = 0; x < w; ++x) {
                const int64_t place[8][2]{{y, x}, {y, w - 1 - x}, {h - 1 - y, w - 1 - x}, {h - 1 - y, x},
                                          {x, y}, {x, h - 1 - y}, {w - 1 - x, h - 1 - y}, {w - 1 - x, y}};
                const auto& at = place[orientation - 1];
                result.at(0, c, at[0], at[1]) = image.at(0, c, y, x);
            }
        }
    }
    return result;
}

}  // namespace viz
