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
#include "viz/document/axis_layout.h"
#include "viz/document/limits.h"
#include "viz/document/range.h"

namespace viz {

enum class Theme { light, dark, projector, print };

inline constexpr std::array kThemes{Theme::light, Theme::dark, Theme::projector, Theme::print};

constexpr std::string_view name(Theme theme) {
    constexpr std::array<std::string_view, 4> names{"light", "dark", "projector", "print"};
    return names[static_cast<size_t>(theme)];
}

/// How large texts are. Large: few parts with large type, for the last row of a lecture hall.
enum class TextSize { automatic, normal, large };

inline constexpr std::array kTextSizes{TextSize::automatic, TextSize::normal, TextSize::large};

constexpr std::string_view name(TextSize size) {
    constexpr std::array<std::string_view, 3> names{"auto", "normal", "large"};
    return names[static_cast<size_t>(size)];
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

/// Where the tensors come from.
struct Sources {
    std::string input = "ramp:4x4";             ///< a built-in name (sources.h) or a file
    std::string grid = "linspace:3x3";          ///< likewise
    AxisLayout layout = AxisLayout::automatic;  ///< of an input that is an array from a file
    /// What the files held (content_id in data_store.h); empty: whatever they hold now.
    std::string input_id, grid_id;

    friend bool operator==(const Sources&, const Sources&) = default;
};

/// How the input is sampled.
struct Sampling {
    gs::Mode mode = gs::Mode::bilinear;
    gs::Padding padding = gs::Padding::zeros;
    gs::Device device = gs::Device::cpu;

    friend bool operator==(const Sampling&, const Sampling&) = default;
};

/// A place among an image's pixels; integers are their centres.
struct PixelPoint {
    double x = 0, y = 0;

    friend bool operator==(const PixelPoint&, const PixelPoint&) = default;
};

/// Which pixels are in view.
struct View {
    int64_t channel = 0;
    double pixels = 0;                 ///< how many pixels a stage shows across; 0: all, or a part of a large image
    std::optional<PixelPoint> centre;  ///< of what is shown; nothing: what is read

    friend bool operator==(const View&, const View&) = default;
};

/// How far the explanation is.
struct Walk {
    std::string page = "compare";  ///< one of the registry's (pages.h)
    int step = kSteps;             ///< 1 .. kSteps; the last one shows everything

    friend bool operator==(const Walk&, const Walk&) = default;
};

/// What a picture looks like, whatever it shows.
struct Look {
    Theme theme = Theme::light;
    TextSize text_size = TextSize::automatic;
    std::string language = "en";  ///< one of the catalogues' (assets/text)
    std::optional<Range> shades;  ///< the values of the darkest and the lightest shade; nothing: the input's

    friend bool operator==(const Look&, const Look&) = default;
};

/// What the numbers may be is in limits.h. The defaults are the start scene: the documents' example. What is settable
/// in scenes and on the command line, and what follows from a change, is in fields.h.
struct State {
    std::string title = "4×4 ramp";
    std::string note;  ///< what there is to see, in one sentence; may be empty
    Sources sources;
    Sampling sampling;
    Query query;
    View view;
    Walk walk;
    Look look;
    std::string lesson;  ///< the built-in scene that is being stepped through; empty: none

    friend bool operator==(const State&, const State&) = default;
};

/// Whether texts are large: as the look says, or, where it leaves that open, on a projector.
inline bool has_large_text(const Look& look) {
    return look.text_size == TextSize::automatic ? look.theme == Theme::projector : look.text_size == TextSize::large;
}

/// The title as it is shown: on one line, and not too long for one.
inline std::string shown_title(const State& state) {
    return gs::visible(state.title, kMostTitleBytes);
}

}  // namespace viz
