// SPDX-License-Identifier: MIT
#include "viz/pages/picture.h"

#include <cctype>
#include <cmath>
#include <cstdint>

#include "viz/canvas/canvas_svg.h"
#include "viz/pages/compare.h"

namespace viz {

int PictureSize::in_pixels(int units) const {
    return static_cast<int>(std::lround(static_cast<float>(units) * scale));
}

std::string_view extension(PictureFormat format) {
    return format == PictureFormat::svg ? ".svg" : ".png";
}

PictureSize picture_size(PictureFormat format) {
    return {.scale = format == PictureFormat::large_png ? 2.0f : 1.0f};
}

std::string picture_stem(std::string_view title) {
    constexpr size_t kLongest = 60;
    std::string stem = "gridscope";
    bool starts_word = true;
    for (const uint32_t point : code_points(title)) {
        const bool is_plain = point < 0x80 && std::isalnum(static_cast<int>(point)) != 0;
        // Signs and blanks part words; a multiplication sign is said with an x.
        if (!is_plain && point != 0xD7) {
            starts_word = true;
            continue;
        }
        if (stem.size() >= kLongest) break;
        if (starts_word) stem += '-';
        starts_word = false;
        stem += is_plain ? static_cast<char>(std::tolower(static_cast<int>(point))) : 'x';
    }
    return stem;
}

std::string picture_svg(const Model& model, const PictureSize& size) {
    const DesignSize design = design_size(static_cast<float>(size.width), static_cast<float>(size.height));
    SvgCanvas canvas(design.size.x, design.size.y, design.unit * size.scale, "gridscope: " + shown_title(model.state()),
                     describe(model));
    draw_figure(canvas, model, {.size = design.size});
    return canvas.document();
}

}  // namespace viz
