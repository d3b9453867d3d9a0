// SPDX-License-Identifier: MIT
// Which axis of a stored array is which.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "core/work.h"

namespace viz {

struct Source;

/// Letters as PyTorch has them: N images, C channels, H rows, W columns.
enum class AxisLayout { automatic, NCHW, CHW, HWC, NHWC, HW };

inline constexpr std::array kAxisLayouts{AxisLayout::automatic, AxisLayout::NCHW, AxisLayout::CHW,
                                         AxisLayout::HWC,       AxisLayout::NHWC, AxisLayout::HW};

constexpr std::string_view name(AxisLayout layout) {
    constexpr std::array<std::string_view, 6> names{"auto", "NCHW", "CHW", "HWC", "NHWC", "HW"};
    return names[static_cast<size_t>(layout)];
}

/// Makes an array an input, (N, C, H, W) or (N, C, D, H, W), missing axes being 1, and says in its facts how it was
/// read. `automatic` takes the axes as PyTorch has them: (N, C, D, H, W), (N, C, H, W), (C, H, W) or (H, W). But three
/// axes that can only sensibly be an image with its channels last (1, 3 or 4 of them, fewer than rows and columns, and
/// no such number in front) are read so, which a note says; where channels last are possible, a note offers them.
/// Throws std::runtime_error, starting with `origin`, where the layout does not fit the sizes.
void arrange(Source& source, AxisLayout layout, const std::string& origin, const gs::Work& work = gs::Work());

}  // namespace viz
