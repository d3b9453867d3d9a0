// SPDX-License-Identifier: MIT
// The colours of a theme. The hues are those of Okabe and Ito (2008), one role each, told apart by colour-blind eyes;
// every role has a second code besides: a place, a letter, a line style or a hatch.
#pragma once

#include <array>

#include "viz/canvas/drawing.h"
#include "viz/document/state.h"

namespace viz {

struct Palette {
    Color ground, card, card_line;          ///< behind the panels, the panels, their frames
    Color ink, muted, faint;                ///< text, secondary text, hairlines
    Color query;                            ///< the query, its cross lines and numbers: the only red
    std::array<Color, 2> side;              ///< True, False: lines and marks
    std::array<Color, 2> side_text;         ///< the same, dark (or light) enough for text
    std::array<Color, 4> tap;               ///< NW, NE, SW, SE
    Color positive, negative;               ///< bicubic weights
    Color shade_low, shade_high;            ///< the smallest and the largest pixel value
    Color difference_low, difference_high;  ///< negative and positive; zero is the card
    Color chip, chip_now, chip_now_text;    ///< step chips: done, and the one that is on
    Color good, good_ground;                ///< "bit-equal"
    bool hatches_taps;                      ///< taps told apart by hatching: for black-and-white print

    /// Black or white, whichever stands out more from the ground.
    Color on(Color background) const;
};

const Palette& palette(Theme theme);

/// The hatch of a tap in NW, NE, SW, SE order.
Hatch tap_hatch(size_t tap);

}  // namespace viz
