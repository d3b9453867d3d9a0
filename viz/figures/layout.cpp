// SPDX-License-Identifier: MIT
#include "viz/figures/layout.h"

namespace viz {
namespace {

constexpr float kGap = 8;

/// What a stage gives to its parts, in design units.
struct StageMeasures {
    float head, top_ruler, left_ruler, bottom_labels, right_labels, column, formula;
};

StageLayout layout_stage(Rect card, const StageMeasures& measures) {
    StageLayout stage;
    stage.card = card;
    Rect rest = card.inset(12);
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

void layout_stages(Layout& layout, Rect area, const StageMeasures& measures) {
    const float width = (area.w - kGap) / 2;
    layout.stages[0] = layout_stage(area.cut_left(width), measures);
    layout.stages[1] = layout_stage(area.cut_right(width), measures);
}

Layout desk_layout(Vec2 size) {
    Layout layout{};
    layout.page = {0, 0, size.x, size.y};
    layout.type = {.label = 13, .body = 16, .number = 14, .head = 20, .result = 26};
    layout.line = 1;
    layout.value = 0.27f;
    layout.whole_limit = 10;
    Rect rest = layout.page;
    layout.header = rest.cut_top(48);
    layout.steps = rest.cut_bottom(54);
    rest = rest.inset(kGap);
    Rect bottom = rest.cut_bottom(152);
    rest.cut_bottom(kGap);
    layout_stages(layout, rest,
                  {.head = 28,
                   .top_ruler = 50,
                   .left_ruler = 122,
                   .bottom_labels = 20,
                   .right_labels = 24,
                   .column = 118,
                   .formula = 50});
    layout.maps = bottom.cut_left((bottom.w - kGap) / 2);
    bottom.cut_left(kGap);
    layout.narration = bottom;
    return layout;
}

/// For the last row of a lecture hall: the neighbourhood alone, 28 units of type and more, no maps.
Layout hall_layout(Vec2 size) {
    Layout layout{};
    layout.page = {0, 0, size.x, size.y};
    layout.type = {.label = 28, .body = 28, .number = 28, .head = 34, .result = 46};
    layout.line = 2;
    layout.value = 0.3f;
    layout.is_hall = true;
    layout.whole_limit = 4;
    Rect rest = layout.page.inset(kGap);
    layout.narration = rest.cut_bottom(112);
    Rect corner = layout.narration.inset(16);
    corner = corner.cut_top(40);
    layout.steps = corner.cut_right(300);
    rest.cut_bottom(kGap);
    layout_stages(layout, rest,
                  {.head = 44,
                   .top_ruler = 56,
                   .left_ruler = 156,
                   .bottom_labels = 38,
                   .right_labels = 34,
                   .column = 0,
                   .formula = 116});
    return layout;
}

}  // namespace

DesignSize design_size(float width, float height) {
    const float unit = std::min(width / kDesignSize.x, height / kDesignSize.y);
    return {{width / unit, height / unit}, unit};
}

Layout make_layout(Vec2 size, Theme theme) {
    return theme == Theme::projector ? hall_layout(size) : desk_layout(size);
}

}  // namespace viz
