// SPDX-License-Identifier: MIT
// compare_pictures BASELINE PICTURE: exit code 0 when the two look the same; 1 when they do not, and stdout says how
// they differ; 2 when one cannot be read.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <exception>

#include "tests/pictures/pixels.h"

namespace {

/// Renderers round colours, and how much of a pixel an edge covers, in ways of their own. Two of Mesa's software
/// renderers, llvmpipe and softpipe, differ by up to 4 of 255 almost everywhere.
constexpr int kSameColor = 8;

/// An edge through the very middle of pixels is drawn one pixel further by the one renderer than by the other, and a
/// dash ends one pixel earlier. So a pixel's colour may also be that of one of the pixels around it.
constexpr int64_t kReach = 1;

/// What is left between these two renderers is 1 pixel in the worst picture, where edges cross. One other digit in the
/// smallest type, 9 units high, is 20 pixels or more.
constexpr int kMostOtherPixels = 12;

int color_difference(const gs::Tensor<float>& a, int64_t ax, int64_t ay, const gs::Tensor<float>& b, int64_t bx,
                     int64_t by) {
    float largest = 0;
    for (int64_t c = 0; c < a.size(1); ++c)
        largest = std::max(largest, std::abs(a.at(0, c, ay, ax) - b.at(0, c, by, bx)));
    return static_cast<int>(std::lround(largest * 255));
}

/// Whether b has the colour of a's pixel there or around there.
bool has_color_near(const gs::Tensor<float>& a, const gs::Tensor<float>& b, int64_t x, int64_t y) {
    for (int64_t v = std::max<int64_t>(0, y - kReach); v <= std::min(b.size(2) - 1, y + kReach); ++v) {
        for (int64_t u = std::max<int64_t>(0, x - kReach); u <= std::min(b.size(3) - 1, x + kReach); ++u) {
            if (color_difference(a, x, y, b, u, v) <= kSameColor) return true;
        }
    }
    return false;
}

/// How the picture differs, in words; empty when it looks the same.
std::string difference(const gs::Tensor<float>& baseline, const gs::Tensor<float>& picture) {
    if (baseline.sizes() != picture.sizes())
        return fmt::format("the sizes were {} and are {}", baseline.sizes().text(), picture.sizes().text());
    int others = 0, largest = 0;
    std::string first;
    for (int64_t y = 0; y < baseline.size(2); ++y) {
        for (int64_t x = 0; x < baseline.size(3); ++x) {
            const int here = color_difference(baseline, x, y, picture, x, y);
            if (here <= kSameColor) continue;
            if (has_color_near(baseline, picture, x, y) && has_color_near(picture, baseline, x, y)) continue;
            if (++others == 1) first = fmt::format("({}, {})", x, y);
            largest = std::max(largest, here);
        }
    }
    if (others <= kMostOtherPixels) return {};
    return fmt::format("{} pixels have another colour, by up to {} of 255; the first is {}", others, largest, first);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) {
        std::fputs("usage: compare_pictures BASELINE PICTURE\n", stderr);
        return 2;
    }
    try {
        const std::string found = difference(viz::pixels_of(argv[1]), viz::pixels_of(argv[2]));
        if (found.empty()) return 0;
        std::puts(found.c_str());
        return 1;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "compare_pictures: %s\n", error.what());
        return 2;
    }
}
