// SPDX-License-Identifier: MIT
// Every setting that a user can change, in one plain struct. The same State and size give the same picture, so an undo
// step, a step of the lesson, an export, a scene file and a test are all "a State".
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/options.h"
#include "core/visible.h"
#include "viz/model/axis_layout.h"
#include "viz/model/limits.h"
#include "viz/model/range.h"

namespace viz {

enum class Theme { light, dark, projector, print };

inline constexpr std::array kThemes{Theme::light, Theme::dark, Theme::projector, Theme::print};

constexpr std::string_view name(Theme theme) {
    constexpr std::array<std::string_view, 4> names{"light", "dark", "projector", "print"};
    return names[static_cast<size_t>(theme)];
}

/// What is looked at: an output cell, whose grid value is grid[n, h, w], or a free point with a grid value of its own.
struct Query {
    bool is_cell = false;
    int64_t n = 0;                   ///< the image of the batch, for both kinds
    int64_t h = 0, w = 0;            ///< of a cell
    double x = 0.7143, y = -0.7143;  ///< of a free point, normalised; read in the type of the input's arithmetic

    /// Compares the bits of x and y, so that a NaN equals itself and 0 differs from -0.
    friend bool operator==(const Query& a, const Query& b) {
        const auto bits = [](double value) { return std::bit_cast<uint64_t>(value); };
        return a.is_cell == b.is_cell && a.n == b.n && a.h == b.h && a.w == b.w && bits(a.x) == bits(b.x) &&
               bits(a.y) == bits(b.y);
    }
};

/// What the numbers may be is in limits.h. The defaults are the start scene: the documents' example.
struct State {
    std::string title = "4×4 ramp";
    std::string note;                           ///< what there is to see, in one sentence; may be empty
    std::string input = "ramp:4x4";             ///< a built-in name (sources.h) or a file
    std::string grid = "linspace:3x3";          ///< likewise
    AxisLayout layout = AxisLayout::automatic;  ///< of an input that is an array from a file
    gs::Mode mode = gs::Mode::bilinear;
    gs::Padding padding = gs::Padding::zeros;
    gs::Device device = gs::Device::cpu;
    Query query;
    int64_t channel = 0;
    int step = kSteps;    ///< 1 .. kSteps; the last one shows everything
    int view_pixels = 0;  ///< how many pixels a stage shows across; 0: all, or a part of a large image
    std::optional<Range>
        shades;  ///< the values that the darkest and the lightest shade stand for; nothing: the input's
    Theme theme = Theme::light;

    friend bool operator==(const State&, const State&) = default;
};

/// The title as it is shown: on one line, and not too long for one.
inline std::string shown_title(const State& state) {
    return gs::visible(state.title, kMostTitleBytes);
}

/// Whether both look at the same sample, however they show it. A note is about what its scene looks at; elsewhere it
/// would be wrong.
inline bool shows_the_same(const State& a, const State& b) {
    return a.input == b.input && a.grid == b.grid && a.layout == b.layout && a.mode == b.mode &&
           a.padding == b.padding && a.query == b.query;
}

}  // namespace viz
