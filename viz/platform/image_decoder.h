// SPDX-License-Identifier: MIT
// What the decoders of image files share. Each is given the bytes of a file of its format and throws std::runtime_error
// with the reason alone, to follow the file's name in a sentence.
#pragma once

#include <algorithm>
#include <array>
#include <csetjmp>
#include <cstdint>
#include <cstdio>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "viz/document/source.h"

namespace viz {

/// The image in the bytes of a file of which looks_like_image (image_format.h) is true.
Source decode_image(std::string_view bytes, bool keeps_alpha, const gs::Work& work);

Source read_png(std::string_view bytes, bool keeps_alpha, const gs::Work& work);
Source read_jpeg(std::string_view bytes, const gs::Work& work);
Source read_hdr(std::string_view bytes, const gs::Work& work);
Source read_pnm(std::string_view bytes, const gs::Work& work);
/// BMP, GIF, PSD and TGA; `format` is the name that image_format gave. stb decodes in one call, during which nothing
/// can stop it: about a second for each 100 million pixels, of which memory is the limit.
Source read_by_stb(std::string_view bytes, std::string_view format, bool keeps_alpha, const gs::Work& work);

/// Of a file by stb: how many channels mean something, what is to be said, and that everything is there. stb itself
/// takes zeros, or memory that nobody has written, for what a file lacks.
struct StbCheck {
    bool has_alpha;
    StoredElements stored;
    std::vector<Note> notes;
};
StbCheck check_bmp(std::string_view bytes);
StbCheck check_gif(std::string_view bytes);
StbCheck check_psd(std::string_view bytes);
StbCheck check_tga(std::string_view bytes);

/// "is a damaged PNG image: it is cut short".
[[noreturn]] void refuse_damaged(std::string_view format, std::string_view reason);
inline constexpr std::string_view kCutShort = "it is cut short";

/// The orientation (1 to 8, as TIFF defines it) in EXIF data that begin with "Exif\0\0"; 1 where they say nothing.
int exif_orientation(std::string_view exif);

/// Watches over the decoding of one file, which is to end when that is asked for, and before it has taken more of the
/// processor's time than the work's limits say. Belongs to the thread that decodes.
class DecodingWatch {
public:
    explicit DecodingWatch(const gs::Work& work) : work_(work), start_(seconds()) {}

    /// Whether to give up. Throws nothing, so that the callbacks of C libraries may ask.
    bool is_over() const noexcept { return work_.is_stopped() || is_too_long(); }
    /// Throws gs::Stopped, or std::runtime_error with the time.
    void check() const;

private:
    static double seconds() noexcept;
    bool is_too_long() const noexcept { return seconds() - start_ > work_.limits().decoding_seconds; }

    const gs::Work& work_;
    double start_;
};

/// An image as its file describes it, before it is decoded.
struct StoredImage {
    int64_t width, height;
    int channels;            ///< with alpha
    bool has_alpha = false;  ///< the last channel
    int orientation = 1;
};

/// The planes that rows of interleaved samples become, turned as the orientation asks.
class Planes {
public:
    /// Decoders hand over this many rows at a time: the columns that they become where an image is turned fill whole
    /// cache lines.
    static constexpr int kRows = 16;
    /// And fewer, so that a batch is decoded in some hundredths of a second, of images so wide: rows at a time.
    int64_t rows_at_once() const { return std::clamp<int64_t>((int64_t{1} << 20) / image_.width, 1, kRows); }

    /// Throws where the planes and the decoder's own `decoder_bytes` are more than may be taken. Begins a stage of the
    /// work, whose units are rows.
    Planes(const StoredImage& image, bool keeps_alpha, double decoder_bytes, const gs::Work& work);

    /// Rows first_row ... + rows of the stored image; value(sample) makes a float of a sample. Leaves no trace that a
    /// longjmp across it would lose.
    template <class Sample, class Value>
    void put_rows(int64_t first_row, int64_t rows, const Sample* samples, const Value& value);

    /// The tensor, with what the planes know added to the facts.
    Source finish(SourceFacts facts) &&;

private:
    const gs::Work& work_;
    StoredImage image_;
    int kept_channels_;
    gs::Tensor<float> planes_;
    /// Where stored pixel (x, y) lies in its plane: start_ + x * step_x_ + y * step_y_.
    int64_t start_ = 0, step_x_ = 1, step_y_ = 0;
};

/// value / 255, rounded once.
struct FromByte {
    float operator()(unsigned char sample) const { return kTable[sample]; }

private:
    static constexpr std::array<float, 256> kTable = [] {
        std::array<float, 256> table{};
        for (size_t i = 0; i < table.size(); ++i) table[i] = static_cast<float>(i) / 255;
        return table;
    }();
};

/// value / 65535, rounded once.
struct FromTwoBytes {
    float operator()(uint16_t sample) const { return static_cast<float>(sample) / 65535; }
};

template <class Sample, class Value>
void Planes::put_rows(int64_t first_row, int64_t rows, const Sample* samples, const Value& value) {
    const int64_t channels = image_.channels, width = image_.width, plane_size = image_.width * image_.height;
    for (int c = 0; c < kept_channels_; ++c) {
        float* const plane = planes_.data() + c * plane_size + start_ + first_row * step_y_;
        const Sample* const source = samples + c;
        if (step_x_ == 1) {
            for (int64_t y = 0; y < rows; ++y) {
                float* const row = plane + y * step_y_;
                for (int64_t x = 0; x < width; ++x) row[x] = value(source[(y * width + x) * channels]);
            }
        } else {
            for (int64_t x = 0; x < width; ++x) {
                float* const column = plane + x * step_x_;
                for (int64_t y = 0; y < rows; ++y) column[y * step_y_] = value(source[(y * width + x) * channels]);
            }
        }
    }
    work_.advance(rows);
}

/// Where a C library's error handler leaps back to, and what it had to say.
struct Leap {
    std::jmp_buf back;
    char reason[200] = "";

    [[noreturn]] void give_up(const char* why) {
        std::snprintf(reason, sizeof reason, "%s", why);
        std::longjmp(back, 1);
    }
};

/// Calls steps(); false when it was left by leap.give_up. No frame that is leapt over, steps' own included, may hold
/// anything with a destructor.
template <class Steps>
[[nodiscard]] bool completes(Leap& leap, Steps&& steps) {
    if (setjmp(leap.back) != 0) return false;
    steps();
    return true;
}

}  // namespace viz
