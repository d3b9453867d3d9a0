// SPDX-License-Identifier: MIT
#include "viz/cli/bench_window_data.h"

#include <cmath>
#include <vector>

#include "viz/cli/bench_cases.h"
#include "viz/platform/image_io.h"

namespace viz {
namespace {

constexpr int64_t kSide = 4096, kGridSide = 1024;
constexpr const char *kInput = "large-input", *kGrid = "large-grid";

/// Light and dark with soft edges, and some grain, from 0 to 1: like a photograph, it has something to see at each
/// scale.
class Scenery {
public:
    explicit Scenery(int64_t side) : wave_(static_cast<size_t>(side)), ripple_(static_cast<size_t>(side)) {
        for (int64_t k = 0; k < side; ++k) {
            const float at = static_cast<float>(k) / static_cast<float>(side);
            wave_[static_cast<size_t>(k)] = std::sin(19 * at + 5 * at * at);
            ripple_[static_cast<size_t>(k)] = std::sin(700 * at);
        }
    }

    float at(int64_t c, int64_t y, int64_t x) const {
        const auto row = static_cast<size_t>(y), column = static_cast<size_t>(x),
                   shifted = (column + 997 * static_cast<size_t>(c)) % wave_.size();
        constexpr float kGrain = 0.1f / (1 << 16);
        const auto grain = static_cast<float>(random_bits(1, y << 16 | x) & 0xFFFF) * kGrain;
        return 0.45f + 0.3f * wave_[row] * wave_[shifted] + 0.15f * ripple_[row] * ripple_[column] + grain;
    }

private:
    std::vector<float> wave_, ripple_;
};

Source input() {
    auto tensor = gs::Tensor<float>::uninitialized({1, 3, kSide, kSide});
    const Scenery scenery(kSide);
    float* to = tensor.data();
    for (int64_t c = 0; c < 3; ++c) {
        for (int64_t y = 0; y < kSide; ++y) {
            for (int64_t x = 0; x < kSide; ++x) *to++ = scenery.at(c, y, x);
        }
    }
    return {std::move(tensor), {}};
}

/// A smooth warp that stays inside but for its corners.
Source grid() {
    auto tensor = gs::Tensor<float>::uninitialized({1, kGridSide, kGridSide, 2});
    float* to = tensor.data();
    for (int64_t h = 0; h < kGridSide; ++h) {
        for (int64_t w = 0; w < kGridSide; ++w) {
            const float x = 2 * (static_cast<float>(w) + 0.5f) / kGridSide - 1,
                        y = 2 * (static_cast<float>(h) + 0.5f) / kGridSide - 1;
            const float bend = 0.08f * std::sin(5 * x) * std::cos(4 * y);
            *to++ = 0.9f * x - 0.15f * y + bend;
            *to++ = 0.15f * x + 0.9f * y - bend;
        }
    }
    return {std::move(tensor), {}};
}

}  // namespace

LargeFiles::LargeFiles() {
    for (const char* const path : {kInput, kGrid}) put(path, "neither an array nor a scene");
}

Source LargeFiles::decode(const std::string& path, const FileOptions&, const gs::Work&) const {
    return path == kInput ? input() : grid();
}

State LargeFiles::state() const {
    State state;
    state.title = "large data";
    state.sources = {.input = kInput, .grid = kGrid};
    return state;
}

std::string large_png() {
    constexpr int kChannels = 3;
    const Scenery scenery(kLargePngSide);
    std::vector<unsigned char> pixels;
    pixels.reserve(size_t{kLargePngSide} * kLargePngSide * kChannels);
    for (int64_t y = 0; y < kLargePngSide; ++y) {
        for (int64_t x = 0; x < kLargePngSide; ++x) {
            for (int64_t c = 0; c < kChannels; ++c)
                pixels.push_back(static_cast<unsigned char>(255 * scenery.at(c, y, x)));
        }
    }
    return encode_png(kLargePngSide, kLargePngSide, kChannels, pixels.data());
}

}  // namespace viz
