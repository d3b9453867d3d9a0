// SPDX-License-Identifier: MIT
// Where everything stands, as data: the figures draw by it and the window finds by it what the pointer is on.
#pragma once

#include <array>

#include "viz/canvas/geometry.h"
#include "viz/document/state.h"

namespace viz {

/// One convention's panel.
struct StageLayout {
    Rect card;
    Rect head;     ///< name and meaning of the convention
    Rect picture;  ///< the pixels alone
    Rect column;   ///< weights and positions beside the picture; empty where the type is too large for it
    Rect formula;  ///< the weighted sum
};

struct TypeSizes {
    float label, body, number, head, result;
    float least_value;  ///< of a pixel's value, before it is written with fewer digits
    float least_tap;    ///< likewise of a neighbour's value and name
};

struct Layout {
    Rect page;
    Rect header;                        ///< the window's tool bar, or the export's title line
    std::array<StageLayout, 2> stages;  ///< True, False
    Rect maps;                          ///< the output maps; empty where the type is too large for them
    Rect narration;
    Rect steps;
    TypeSizes type;
    float line;         ///< the width of a thin line
    float value;        ///< the largest size of the values on pixels, as a part of a pixel
    int fewest_digits;  ///< of values on pixels, where there is not the room for more
    bool is_hall;       ///< large type and little else: for a projector
    float whole_limit;  ///< show an image whole up to so many pixels along an axis, padding included
};

/// The size of a figure in design units. Everything fits from 1280 x 800 on; a smaller window shows this size scaled
/// down, see `design_size`.
inline constexpr Vec2 kDesignSize{1280, 800};

/// The design size of a picture of width x height pixels, and how many pixels a design unit takes in it: the shape of
/// the picture, with at least kDesignSize in both directions and exactly it in one.
struct DesignSize {
    Vec2 size;
    float unit;
};
DesignSize design_size(float width, float height);

}  // namespace viz
