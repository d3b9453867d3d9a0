// SPDX-License-Identifier: MIT
// The glyphs of figures, drawn when they are first needed in exactly the size and place that they are needed in.
// ImGui's own atlas must be baked anew for each new size, which takes too long while a window is resized or a query
// dragged.
#pragma once

#include <imgui.h>

#include <cstdint>
#include <map>
#include <tuple>
#include <vector>

#include "viz/canvas/font.h"

namespace viz {

class GlyphAtlas {
public:
    static constexpr int kSize = 2048;  ///< pixels along both axes
    static constexpr int kPhases = 4;   ///< places of the pen within a pixel that are told apart

    GlyphAtlas();

    /// Where a glyph stands in the atlas, and relative to the whole pixel of the pen on the baseline.
    struct Glyph {
        int x, y, width, height;
        int left, top;
    };

    /// The glyph in `size` pixels per em, its pen in the phase 0 .. kPhases - 1.
    const Glyph& find(Face face, float size, uint32_t code_point, int phase);

    /// In the texture, where there is full coverage: shapes that are drawn with it share the texture, and so the draw
    /// calls, with the texts over and under them.
    ImVec2 white() const { return white_; }

    /// Empties an atlas that has run full, so that the frame to come fits; call between frames.
    void begin_frame();

    /// Coverage, row by row. Changed since the last call to `clean`: the rows first_dirty_row() .. end_dirty_row() - 1.
    const uint8_t* pixels() const { return pixels_.data(); }
    int first_dirty_row() const { return first_dirty_; }
    int end_dirty_row() const { return end_dirty_; }
    void clean() { first_dirty_ = end_dirty_ = 0; }

    /// The texture that holds the pixels, for ImGui; null where nothing is rendered.
    ImTextureID texture = nullptr;

private:
    using Key = std::tuple<Face, int, uint32_t, int>;

    Glyph place(const GlyphBitmap& bitmap);
    void place_white();

    std::vector<uint8_t> pixels_;
    std::map<Key, Glyph> glyphs_;
    ImVec2 white_;
    int shelf_x_ = 0, shelf_y_ = 0, shelf_height_ = 0;  ///< glyphs are put side by side on shelves
    int first_dirty_ = 0, end_dirty_ = 0;
    bool is_full_ = false;
};

}  // namespace viz
