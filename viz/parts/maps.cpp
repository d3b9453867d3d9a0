// SPDX-License-Identifier: MIT
// The overview: the whole output under both conventions, and their difference.
#include <fmt/core.h>

#include "viz/document/format.h"
#include "viz/parts/parts.h"
#include "viz/parts/value_texts.h"

namespace viz {
namespace {

struct Map {
    std::string title;
    Color title_color;
    bool is_difference;
    size_t side;  ///< of the output; for the difference, True minus False
};

/// A rectangle in the middle of another one, at least so large that it is seen.
Rect marked(Rect cell) {
    constexpr float kLeast = 7;
    const float width = std::max(cell.w, kLeast), height = std::max(cell.h, kLeast);
    return {cell.centre().x - width / 2, cell.centre().y - height / 2, width, height};
}

/// The whole of a map in its area, with cells that are not much longer than wide.
TensorView map_view(const Figure& figure, const Plane& plane, const ColourScale& colours, Rect area) {
    // Of outputs that are not all there yet, a part of the last row and column stands for none.
    const auto stride = static_cast<float>(figure.model.outputs().stride);
    const float columns = static_cast<float>(figure.model.columns()) / stride,
                rows = static_cast<float>(figure.model.rows()) / stride;
    return {.canvas = figure.canvas,
            .tiles = figure.cache.tiles(),
            .colors = figure.colors,
            .plane = plane,
            .colours = colours,
            .window = {0, 0, columns, rows},
            .origin = {area.x, area.y},
            .cell = {std::min(area.w / columns, 3 * area.h / rows), std::min(area.h / rows, 3 * area.w / columns)},
            .around = {},
            .line = figure.layout.line};
}

/// Cells with their values where there is the room; before the step that brings them, empty ones.
void draw_cells(const Figure& figure, const TensorView& view, bool is_known) {
    const float most = std::min(figure.layout.type.number, 0.6f * view.cell.y);
    const ValueTexts texts =
        view.value_texts({Face::mono, 0.9f * view.cell.x, most, kSmallestValue, kSmallestValue, 4});
    const bool has_values = is_known && texts.size() > 0 && view.cell.x >= 2 * kSmallestValue;
    view.for_each_cell([&](const Cell& cell) {
        const Rect place = view.cell_rect(cell.x, cell.y);
        const Color ground = is_known ? view.ground_of(cell) : figure.colors.card;
        figure.canvas.fill(place, ground);
        figure.canvas.frame(place, faded(figure.colors.faint, 0.8f), 1);
        if (has_values)
            figure.canvas.text(place.centre(), texts.text(cell.value),
                               figure.style(Face::mono, texts.size(), figure.colors.on(ground)), Anchor::middle);
    });
}

void draw_map(const Figure& figure, const Map& map, Rect area) {
    const Outputs& outputs = figure.model.outputs();
    const Plane& plane = map.is_difference ? outputs.difference.plane : outputs.planes[map.side];
    const double largest = outputs.difference.largest;
    const ColourScale colours =
        map.is_difference ? ColourScale(colour_map(kSigned), figure.colors, {-largest, largest}) : shades(figure);
    const TensorView view = map_view(figure, plane, colours, area);
    const Rect all = view.picture();
    const bool is_known = figure.knows(kCompare);
    if (!view.is_image())
        draw_cells(figure, view, is_known);
    else if (is_known)
        view.draw_image();
    else
        figure.canvas.fill(all, figure.colors.card);
    figure.canvas.frame(all, figure.colors.muted, 1);
    const Query& query = figure.state.query;
    if (query.is_cell)
        figure.canvas.frame(marked(view.cell_rect(query.w / outputs.stride, query.h / outputs.stride)),
                            figure.colors.query, 3);
    if (figure.hover.kind == Target::Kind::cell)
        figure.canvas.frame(marked(view.cell_rect(figure.hover.w / outputs.stride, figure.hover.h / outputs.stride)),
                            figure.colors.ink, 2.5f);
    figure.hits.hits.push_back(
        {all, {.kind = Target::Kind::cell}, {.rows = figure.model.rows(), .columns = figure.model.columns()}});
}

/// The badge that vouches for the numbers: the batch kernel was run on the query, and gave these bits.
void draw_badge(const Figure& figure, Rect area) {
    if (!figure.knows(kAddUp)) return;
    const bool is_equal = figure.model.side(true).is_bit_equal && figure.model.side(false).is_bit_equal;
    const Color color = is_equal ? figure.colors.good : figure.colors.query;
    const Rect badge{area.x, area.bottom() - 46, area.w, 46};
    figure.canvas.fill(badge, is_equal ? figure.colors.good_ground : figure.colors.card, 6);
    figure.canvas.frame(badge, color, 1, 6);
    check_mark(figure.canvas, {badge.x + 18, badge.centre().y}, 14, color, is_equal);
    const TextStyle style = figure.style(Face::semibold, 12, color);
    figure.canvas.text({badge.x + 34, badge.centre().y - 8},
                       figure.words.either(is_equal, "badge.equal", "badge.differs"), style);
    figure.canvas.text(
        {badge.x + 34, badge.centre().y + 8},
        figure.words("badge.batch",
                     "device"_a = std::string(figure.state.sampling.device == gs::Device::cpu ? "CPU" : "CUDA")),
        style);
}

/// Which shade is which value, so that no contrast is silently stretched.
void draw_legend(const Figure& figure, Rect area) {
    const Range range = figure.model.shade_range();
    const Rect bar{area.x, area.y + 22, area.w, 10};
    constexpr int kShades = 24;
    for (int k = 0; k < kShades; ++k) {
        const float t = static_cast<float>(k) / (kShades - 1);
        const float width = bar.w / kShades;
        figure.canvas.fill({bar.x + width * static_cast<float>(k), bar.y, width + 0.5f, bar.h},
                           mix(figure.colors.shade_low, figure.colors.shade_high, t));
    }
    figure.canvas.frame(bar, figure.colors.faint, 1);
    const TextStyle style = figure.label(figure.colors.muted);
    const auto width = [&](std::string_view text) { return text_width(style.face, style.size, text); };
    // Fewer digits rather than one label on the other.
    std::string low, high;
    for (const int digits : {4, 3, 2}) {
        low = typeset(value_text(range.low, digits));
        high = typeset(value_text(range.high, digits));
        if (width(low) + width(high) + 10 <= area.w) break;
    }
    figure.canvas.text({area.x, area.y + 10}, low, style);
    figure.canvas.text({area.right(), area.y + 10}, high, style, Anchor::right);
    const std::string shades = figure.words("legend.shades");
    const float room = area.w / 2 - std::max(width(low), width(high));
    if (room > width(shades) / 2 + 4) figure.canvas.text({area.centre().x, area.y + 10}, shades, style, Anchor::middle);
}

}  // namespace

void draw_maps(const Figure& figure) {
    if (figure.layout.maps.is_empty()) return;
    figure.canvas.fill(figure.layout.maps, figure.colors.card, 8);
    figure.canvas.frame(figure.layout.maps, figure.colors.card_line, 1, 8);
    Rect area = figure.layout.maps.inset(10);
    Rect side = area.cut_right(126);
    draw_badge(figure, side);
    draw_legend(figure, side);
    if (figure.model.rows() * figure.model.columns() == 0 || !figure.model.outputs().has_planes()) return;

    const std::array maps{Map{figure.words("maps.on"), figure.colors.side_text[0], false, 0},
                          Map{figure.words("maps.off"), figure.colors.side_text[1], false, 1},
                          Map{figure.words("maps.difference"), figure.colors.ink, true, 0}};
    const float gap = 14, width = (area.w - 3 * gap) / 3;
    for (const Map& map : maps) {
        Rect place = area.cut_left(width);
        area.cut_left(gap);
        const Rect title = place.cut_top(18);
        const int64_t stride = figure.model.outputs().stride;
        const std::string words =
            stride == 1 ? map.title : figure.words("maps.partial", "title"_a = map.title, "count"_a = stride * stride);
        figure.canvas.text({title.x, title.y + 7}, words,
                           figure.style(Face::semibold, figure.layout.type.label, map.title_color));
        draw_map(figure, map, place);
    }
}

}  // namespace viz
