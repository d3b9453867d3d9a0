// SPDX-License-Identifier: MIT
// same_pixels EXPECTED SEEN TOP: exit code 0 when two PNG files of one size have the same colours from the row TOP on,
// pixel by pixel; 1 when they have not, and stdout says how they differ; 2 when one cannot be read.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <exception>

#include "tests/pictures/pixels.h"

namespace {

/// In a window OpenGL counts rows from the other end than in an off-screen picture, and interpolates the soft edges of
/// lines from there: one in some thousand of these pixels is rounded to the neighbouring level of 255, and one that
/// several edges cross is rounded for each of them. Four is what is tolerated, two is what was seen. Any other text or
/// shape is a hundred levels off.
constexpr int kRounding = 4;

/// How the picture differs, in words; empty when it does not.
std::string difference(const gs::Tensor<float>& expected, const gs::Tensor<float>& seen, int64_t top) {
    if (expected.sizes() != seen.sizes())
        return fmt::format("the sizes should be {} and are {}", expected.sizes().text(), seen.sizes().text());
    int64_t others = 0;
    int largest = 0;
    std::string first;
    for (int64_t y = top; y < expected.size(2); ++y) {
        for (int64_t x = 0; x < expected.size(3); ++x) {
            float here = 0;
            for (int64_t c = 0; c < expected.size(1); ++c)
                here = std::max(here, std::abs(expected.at(0, c, y, x) - seen.at(0, c, y, x)));
            const auto levels = static_cast<int>(std::lround(here * 255));
            if (levels <= kRounding) continue;
            if (++others == 1) first = fmt::format("({}, {})", x, y);
            largest = std::max(largest, levels);
        }
    }
    if (others == 0) return {};
    return fmt::format("{} of {} pixels have another colour, by up to {} of 255; the first is {}", others,
                       expected.size(3) * (expected.size(2) - top), largest, first);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 4) {
        std::fputs("usage: same_pixels EXPECTED SEEN TOP\n", stderr);
        return 2;
    }
    try {
        const std::string found = difference(viz::pixels_of(argv[1]), viz::pixels_of(argv[2]),
                                             std::strtoll(argv[3], nullptr, 10));
        if (found.empty()) return 0;
        std::puts(found.c_str());
        return 1;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "same_pixels: %s\n", error.what());
        return 2;
    }
}
