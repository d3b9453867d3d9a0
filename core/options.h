// SPDX-License-Identifier: MIT
// The choices of a grid_sample call, spelt as PyTorch spells them.
#pragma once

#include <array>
#include <string_view>

namespace gs {

enum class Mode { bilinear, nearest, bicubic };
enum class Padding { zeros, border, reflection };
enum class Device { cpu, cuda };
/// The instruction sets that the CPU kernels are compiled for, the plainest first. none: portable scalar code.
enum class Simd { none, sse4_2, avx2, avx512 };

inline constexpr std::array kModes{Mode::bilinear, Mode::nearest, Mode::bicubic};
inline constexpr std::array kPaddings{Padding::zeros, Padding::border, Padding::reflection};
inline constexpr std::array kDevices{Device::cpu, Device::cuda};
inline constexpr std::array kSimds{Simd::none, Simd::sse4_2, Simd::avx2, Simd::avx512};

/// The word that PyTorch uses: "bilinear", "zeros", "cuda", ...
constexpr std::string_view name(Mode mode) {
    constexpr std::array<std::string_view, 3> names{"bilinear", "nearest", "bicubic"};
    return names[static_cast<size_t>(mode)];
}
constexpr std::string_view name(Padding padding) {
    constexpr std::array<std::string_view, 3> names{"zeros", "border", "reflection"};
    return names[static_cast<size_t>(padding)];
}
constexpr std::string_view name(Device device) {
    constexpr std::array<std::string_view, 2> names{"cpu", "cuda"};
    return names[static_cast<size_t>(device)];
}
constexpr std::string_view name(Simd simd) {
    constexpr std::array<std::string_view, 4> names{"none", "sse4.2", "avx2", "avx512"};
    return names[static_cast<size_t>(simd)];
}

/// How grid_sample is to read. The defaults are PyTorch's.
struct Options {
    Mode mode = Mode::bilinear;
    Padding padding = Padding::zeros;
    /// true: -1 and 1 are the centres of the corner pixels; false: they are the outer edges of the image.
    bool align_corners = false;

    friend bool operator==(const Options&, const Options&) = default;
};

}  // namespace gs
