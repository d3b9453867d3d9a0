// SPDX-License-Identifier: MIT
#include "viz/ui/glyphs.h"

#include <algorithm>
#include <cmath>

namespace viz {

GlyphAtlas::GlyphAtlas() : pixels_(static_cast<size_t>(kSize) * kSize) {
    place_white();
}

const GlyphAtlas::Glyph& GlyphAtlas::find(Face face, float size, uint32_t code_point, int phase) {
    // An eighth of a pixel more or less is not seen, and sizes that differ by less share their glyphs.
    const int eighths = static_cast<int>(std::lround(size * 8));
    const auto [found, is_new] = glyphs_.try_emplace({face, eighths, code_point, phase});
    if (is_new) {
        found->second = place(rasterize(face, static_cast<float>(eighths) / 8, code_point,
                                        static_cast<float>(phase) / static_cast<float>(kPhases)));
    }
    return found->second;
}

GlyphAtlas::Glyph GlyphAtlas::place(const GlyphBitmap& bitmap) {
    constexpr int kMargin = 1;  // so that a neighbour does not bleed in
    if (shelf_x_ + bitmap.width + kMargin > kSize) {
        shelf_y_ += shelf_height_;
        shelf_x_ = shelf_height_ = 0;
    }
    if (bitmap.width + kMargin > kSize || shelf_y_ + bitmap.height + kMargin > kSize) {
        is_full_ = true;
        return {};
    }
    const Glyph glyph{shelf_x_, shelf_y_, bitmap.width, bitmap.height, bitmap.left, bitmap.top};
    for (int row = 0; row < bitmap.height; ++row) {
        std::copy_n(bitmap.coverage.data() + static_cast<size_t>(row) * static_cast<size_t>(bitmap.width), bitmap.width,
                    pixels_.data() + static_cast<size_t>(shelf_y_ + row) * kSize + shelf_x_);
    }
    shelf_x_ += bitmap.width + kMargin;
    shelf_height_ = std::max(shelf_height_, bitmap.height + kMargin);
    first_dirty_ = first_dirty_ == end_dirty_ ? glyph.y : std::min(first_dirty_, glyph.y);
    end_dirty_ = std::max(end_dirty_, glyph.y + glyph.height);
    return glyph;
}

void GlyphAtlas::place_white() {
    constexpr int kSide = 3;  // of which the middle is read
    const Glyph white = place(
        {.left = 0, .top = 0, .width = kSide, .height = kSide, .coverage = std::vector<uint8_t>(kSide * kSide, 255)});
    constexpr float kMiddle = kSide / 2.0f;
    white_ = {(static_cast<float>(white.x) + kMiddle) / kSize, (static_cast<float>(white.y) + kMiddle) / kSize};
}

void GlyphAtlas::begin_frame() {
    if (!is_full_) return;
    glyphs_.clear();
    std::fill(pixels_.begin(), pixels_.end(), uint8_t{0});
    shelf_x_ = shelf_y_ = shelf_height_ = 0;
    place_white();
    first_dirty_ = 0;
    end_dirty_ = kSize;
    is_full_ = false;
}

}  // namespace viz
