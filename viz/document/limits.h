// SPDX-License-Identifier: MIT
// What the numbers and texts may be that users set: in scenes, on the command line, in built-in names and in the
// window. All that takes one looks here, and the sentence that refuses another says these.
#pragma once

#include <fmt/core.h>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>

#include "viz/document/range.h"

namespace viz {

/// From `least` to `most`, both included.
template <class Number>
struct Limits {
    Number least, most;

    /// Not of NaN.
    constexpr bool hold(Number number) const { return number >= least && number <= most; }
    /// "0 to 256".
    std::string text() const { return fmt::format("{} to {}", least, most); }
};

/// The steps of the explanation; the last one shows everything.
inline constexpr int kSteps = 8;
inline constexpr Limits<int64_t> kStepLimits{1, kSteps};

/// Images, channels, rows and columns are counted from 0.
inline constexpr Limits<int64_t> kIndexLimits{0, std::numeric_limits<int32_t>::max()};

/// How many pixels a stage shows across; 0: all, or a part of a large image. Larger images than this are not read.
inline constexpr Limits<double> kViewPixelsLimits{0, 1 << 20};

/// A place among the pixels, along each axis.
inline constexpr Limits<double> kPlaceLimits{-kIndexLimits.most, kIndexLimits.most};

/// A side of a built-in input or grid: its points are to be looked at.
inline constexpr Limits<int64_t> kSideLimits{1, 4096};

/// CPU threads; 0: one per processor.
inline constexpr Limits<int64_t> kThreadsLimits{0, 1024};

/// A picture's size in design units: what the smallest layout takes, and, also when multiplied by the scale, what
/// OpenGL can be relied on to draw at once.
inline constexpr Limits<int64_t> kPictureWidthLimits{1024, 16384}, kPictureHeightLimits{700, 16384};
inline constexpr Limits<double> kPictureScaleLimits{0.25, 8};

/// The values of the darkest and the lightest shade: two finite numbers, the smaller one first.
inline bool may_be_shades(const Range& range) {
    constexpr Limits<double> kFinite{std::numeric_limits<double>::lowest(), std::numeric_limits<double>::max()};
    return kFinite.hold(range.low) && kFinite.hold(range.high) && range.low < range.high;
}

/// The bytes of a scene file and of the texts in it, and how deep its JSON is nested.
inline constexpr size_t kMostSceneBytes = size_t{1} << 20, kMostTextBytes = 8192;
inline constexpr int kMostSceneLevels = 64;
/// So many bytes of a title are shown.
inline constexpr size_t kMostTitleBytes = 120;

/// Signs and parentheses in a row of a typed number.
inline constexpr int kMostNested = 50;

}  // namespace viz
