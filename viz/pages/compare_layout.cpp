// SPDX-License-Identifier: MIT
#include "viz/pages/compare_layout.h"

namespace viz {
namespace {

constexpr float kGap = 4;

/// What a stage gives to its parts, in design units.
struct StageMeasures {
    float head, top_ruler, left_ruler, bottom_labels, right_labels, column, formula;
};

StageLayout layout_stage(Rect card, float inset, const StageMeasures& measures) {
    StageLayout stage;
    stage.card = card;
    Rect rest = card.inset(inset);
    stage.head = rest.cut_top(measures.head);
    stage.formula = rest.cut_bottom(measures.formula);
    stage.column = rest.cut_right(measures.column);
    rest.cut_top(measures.top_ruler);
    rest.cut_left(measures.left_ruler);
    rest.cut_bottom(measures.bottom_labels);
    rest.cut_right(measures.right_labels);
    stage.picture = rest;
    return stage;
}

void layout_stages(Layout& layout, Rect area, float inset, const StageMeasures& measures) {
    const float width = (area.w - kGap) / 2;
    layout.stages[0] = layout_stage(area.cut_left(width), inset, measures);
    layout.stages[1] = layout_stage(area.cut_right(width), inset, measures);
}

/// The pixels take all that the rest can spare: on the smallest page 450 units, of which the pixels of a 4 x 4 image
/// are 400.
Layout desk_layout(Vec2 size) {
    Layout layout{};
    layout.page = {0, 0, size.x, size.y};
    layout.type = {.label = 13, .body = 16, .number = 14, .head = 19, .result = 26, .least_value = 11, .least_tap = 14};
    layout.line = 1;
    layout.value = 0.24f;
    layout.whole_limit = 10.5f;
    layout.fewest_digits = 2;
    Rect rest = layout.page;
    layout.header = rest.cut_top(45);
    layout.steps = rest.cut_bottom(41);
    rest = rest.inset(kGap);
    Rect bottom = rest.cut_bottom(132);
    rest.cut_bottom(kGap);
    layout_stages(layout, rest, 5,
                  {.head = 26,
                   .top_ruler = 28,
                   .left_ruler = 58,
                   .bottom_labels = 15,
                   .right_labels = 16,
                   .column = 100,
                   .formula = 39});
    layout.maps = bottom.cut_left((bottom.w - kGap) / 2);
    bottom.cut_left(kGap);
    layout.narration = bottom;
    return layout;
}

/// For the last row of a lecture hall: the neighbourhood alone, 28 units of type and more, no maps.
Layout hall_layout(Vec2 size) {
    Layout layout{};
    layout.page = {0, 0, size.x, size.y};
    layout.type = {.label = 28, .body = 28, .number = 28, .head = 34, .result = 44, .least_value = 28, .least_tap = 28};
    layout.line = 2;
    layout.value = 0.34f;
    layout.is_hall = true;
    layout.whole_limit = 4.5f;
    layout.fewest_digits = 1;
    Rect rest = layout.page;
    layout.header = rest.cut_top(48);
    rest = rest.inset(kGap);
    layout.narration = rest.cut_bottom(100);
    Rect corner = layout.narration.inset(10);
    corner = corner.cut_top(36);
    layout.steps = corner.cut_right(300);
    rest.cut_bottom(kGap);
    layout_stages(layout, rest, 8,
                  {.head = 44,
                   .top_ruler = 48,
                   .left_ruler = 150,
                   .bottom_labels = 38,
                   .right_labels = 34,
                   .column = 0,
                   .formula = 136});
    return layout;
}

}  // namespace

Layout make_layout(Vec2 size, const Look& look) {
    return has_large_text(look) ? hall_layout(size) : desk_layout(size);
}

}  // namespace viz
