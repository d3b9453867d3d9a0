// SPDX-License-Identifier: MIT
#include "viz/figures/figure.h"

#include <fmt/format.h>

#include "viz/figures/parts.h"
#include "viz/model/format.h"

namespace viz {
namespace {

/// What was set, in one line: the tool bar of a picture that has none.
void draw_header(const Figure& figure) {
    const Rect header = figure.layout.header;
    if (header.is_empty()) return;
    const State& state = figure.state;
    const float middle = header.centre().y, size = figure.layout.type.body;
    const TextStyle name = figure.style(Face::semibold, size + 3, figure.colors.ink);
    figure.canvas.text({header.x + 20, middle}, "grid_sample", name);
    std::string settings = fmt::format("{}   ·   mode = {}   ·   padding_mode = {}", state.title, gs::name(state.mode),
                                       gs::name(state.padding));
    if (figure.model.channels() > 1) settings += fmt::format("   ·   channel {}", state.channel);
    figure.canvas.text({header.x + 160, middle}, settings, figure.style(Face::regular, size, figure.colors.ink));
    const auto [x, y] = figure.model.query_grid();
    const std::string query = typeset(fmt::format("grid value ({}, {})", display(x), display(y)));
    figure.canvas.text({header.right() - 20, middle}, query, figure.style(Face::semibold, size, figure.colors.query),
                       Anchor::right);
}

}  // namespace

Target HitMap::at(Vec2 point) const {
    for (auto hit = hits.rbegin(); hit != hits.rend(); ++hit) {
        if (hit->rect.contains(point)) return hit->target;
    }
    return {};
}

HitMap draw_figure(Canvas& canvas, const Model& model, const FigureOptions& options) {
    const State& state = model.state();
    const Layout layout = make_layout(options.size, state.theme);
    HitMap hits;
    const Figure figure{canvas, model, state, layout, palette(state.theme), options.hover, hits};

    canvas.fill(layout.page, figure.colors.ground);
    if (options.has_header) draw_header(figure);
    const PixelWindow window = options.window.value_or(choose_window(model, layout.whole_limit));
    constexpr float kLargestCell = 120;
    for (size_t index = 0; index < 2; ++index) {
        const Side& side = model.sides()[index];
        hits.stages[index] =
            StageView::fit(model, side.align_corners, window, layout.stages[index].picture, kLargestCell);
        draw_stage({figure, side, layout.stages[index], hits.stages[index], static_cast<int>(index)});
    }
    draw_maps(figure);
    draw_narration(figure);
    draw_steps(figure);
    return hits;
}

std::string describe(const Model& model) {
    const auto [x, y] = model.query_grid();
    const State& state = model.state();
    return fmt::format(
        "grid_sample of {} at the grid value ({}, {}), mode {}, padding_mode {}. align_corners=True reads pixel "
        "position ({}, {}) and gives {}; align_corners=False reads ({}, {}) and gives {}.",
        state.title, exact(x, model.arithmetic()), exact(y, model.arithmetic()), gs::name(state.mode),
        gs::name(state.padding), display(model.side(true).trace.x.unnormalized),
        display(model.side(true).trace.y.unnormalized), display(model.side(true).trace.output),
        display(model.side(false).trace.x.unnormalized), display(model.side(false).trace.y.unnormalized),
        display(model.side(false).trace.output));
}

}  // namespace viz
