// SPDX-License-Identifier: MIT
// Binary PNM: P5 (grey) and P6 (colour). stb takes memory that nobody has written for what a file lacks, and reads 16
// bits in the wrong order.
#include <charconv>

#include "viz/platform/image_decoder.h"

namespace viz {
namespace {

constexpr std::string_view kFormat = "PNM";

/// The next number of the header; comments run from # to the end of a line.
int64_t take_number(std::string_view& rest) {
    constexpr std::string_view kSpace = " \t\n\v\f\r";
    for (;;) {
        rest.remove_prefix(std::min(rest.find_first_not_of(kSpace), rest.size()));
        if (!rest.starts_with('#')) break;
        rest.remove_prefix(std::min(rest.find_first_of("\n\r"), rest.size()));
    }
    constexpr int64_t kMost = 1 << 30;
    int64_t number = 0;
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
    rest.remove_prefix(static_cast<size_t>(end - rest.data()));
    if (error != std::errc() || number < 1 || number > kMost)
        refuse_damaged(kFormat, "its header lacks width, height and largest value");
    return number;
}

/// value / white, and whether all samples so far were within.
struct FromPnm {
    const int white;
    bool& is_within;

    float operator()(unsigned char sample) const { return scaled(sample); }
    /// The higher byte comes first.
    float operator()(std::array<unsigned char, 2> sample) const { return scaled(sample[0] << 8 | sample[1]); }

private:
    float scaled(int sample) const {
        is_within &= sample <= white;
        return static_cast<float>(sample) / static_cast<float>(white);
    }
};

}  // namespace

Source read_pnm(std::string_view bytes, const gs::Work& work) {
    std::string_view rest = bytes.substr(2);
    StoredImage image{.width = 0, .height = 0, .channels = bytes[1] == '5' ? 1 : 3};
    image.width = take_number(rest);
    image.height = take_number(rest);
    const int64_t white = take_number(rest);
    if (white > 65535) refuse_damaged(kFormat, "its largest value is more than 65535");
    rest = rest.substr(std::min<size_t>(1, rest.size()));  // one space ends the header

    const int64_t sample_bytes = white < 256 ? 1 : 2;
    const double needed = static_cast<double>(image.width) * static_cast<double>(image.height) *
                          static_cast<double>(image.channels * sample_bytes);
    if (needed > static_cast<double>(rest.size())) refuse_damaged(kFormat, kCutShort);

    Planes planes(image, false, 0, work);
    bool is_within = true;
    const FromPnm value{static_cast<int>(white), is_within};
    const DecodingWatch watch(work);
    const int64_t row_bytes = image.width * image.channels * sample_bytes;
    for (int64_t y = 0; y < image.height; y += planes.rows_at_once()) {
        watch.check();
        const int64_t count = std::min(planes.rows_at_once(), image.height - y);
        const char* const samples = rest.data() + y * row_bytes;
        if (sample_bytes == 1)
            planes.put_rows(y, count, reinterpret_cast<const unsigned char*>(samples), value);
        else
            planes.put_rows(y, count, reinterpret_cast<const std::array<unsigned char, 2>*>(samples), value);
    }
    if (!is_within) refuse_damaged(kFormat, "a value is larger than its header's largest one");
    return std::move(planes).finish({.format = std::string(kFormat),
                                     .stored = stored::BitsPerChannel{static_cast<int>(sample_bytes * 8)},
                                     .white = static_cast<int>(white)});
}

}  // namespace viz
