// SPDX-License-Identifier: MIT
#include "viz/figures/figure.h"

#include <fmt/core.h>

#include "viz/figures/parts.h"
#include "viz/model/format.h"

namespace viz {
namespace {

/// What was set and what was sampled, in two lines: the tool bar of a picture that has none. On a projector the first.
void draw_header(const Figure& figure) {
    const Rect header = figure.layout.header;
    if (header.is_empty()) return;
    const State& state = figure.state;
    const Model& model = figure.model;
    const TypeSizes& type = figure.layout.type;
    const bool is_hall = figure.layout.is_hall;
    const float first = is_hall ? header.centre().y : header.y + 14, size = is_hall ? type.label : type.body - 1;

    const auto [x, y] = model.query_grid();
    const std::string query = typeset(fmt::format("grid value ({}, {})", display(x), display(y)));
    const TextStyle query_style = figure.style(Face::semibold, size, figure.colors.query);
    const float end = header.right() - 16 - (is_hall ? 0 : text_width(query_style.face, query_style.size, query));
    if (!is_hall) figure.canvas.text({header.right() - 16, first}, query, query_style, Anchor::right);

    std::string settings = fmt::format("{}   ·   mode = {}   ·   padding_mode = {}", shown_title(state),
                                       gs::name(state.mode), gs::name(state.padding));
    const TextStyle name = figure.style(Face::semibold, size + 2, figure.colors.ink);
    figure.canvas.text({header.x + 16, first}, "grid_sample", name);
    const float start = header.x + 32 + text_width(name.face, name.size, "grid_sample");
    TextStyle style = figure.style(Face::regular, size, figure.colors.ink);
    style.size = fitting_size(style.face, size, settings, end - start - 16);
    figure.canvas.text({start, first}, settings, style);
    if (is_hall) return;

    const std::string cell =
        state.query.is_cell ? fmt::format("h = {}, w = {}", state.query.h, state.query.w) : std::string("a free point");
    const std::string sampled =
        fmt::format("input {} {}   ·   grid {} {}   ·   n = {}, c = {}, {}", gs::name(dtype_of(model.input())),
                    sizes_of(model.input()).text(), gs::name(dtype_of(model.grid())), sizes_of(model.grid()).text(),
                    state.query.n, state.channel, cell);
    TextStyle small = figure.style(Face::regular, type.label, figure.colors.muted);
    small.size = fitting_size(small.face, small.size, sampled, header.w - 32);
    figure.canvas.text({header.x + 16, header.y + 33}, sampled, small);
}

/// The cell of a hit that a point of its rectangle is in.
Target target_in(const HitMap::Hit& hit, Vec2 point) {
    const auto index = [](float from_start, float length, int64_t count) {
        return std::clamp<int64_t>(static_cast<int64_t>(from_start / length * static_cast<float>(count)), 0, count - 1);
    };
    Target target = hit.target;
    target.h += index(point.y - hit.rect.y, hit.rect.h, hit.cells.rows);
    target.w += index(point.x - hit.rect.x, hit.rect.w, hit.cells.columns);
    return target;
}

}  // namespace

Target HitMap::at(Vec2 point) const {
    for (auto hit = hits.rbegin(); hit != hits.rend(); ++hit) {
        if (hit->rect.contains(point)) return target_in(*hit, point);
    }
    return {};
}

std::optional<Rect> HitMap::place_of(const Target& target) const {
    for (const Hit& hit : hits) {
        Target first = target;
        first.h = hit.target.h;
        first.w = hit.target.w;
        const int64_t row = target.h - hit.target.h, column = target.w - hit.target.w;
        if (first != hit.target || row < 0 || row >= hit.cells.rows || column < 0 || column >= hit.cells.columns)
            continue;
        return hit.cell_rect(row, column);
    }
    return std::nullopt;
}

std::optional<PixelPlace> HitMap::pixel_at(Vec2 point) const {
    for (const StageView& stage : stages) {
        if (!stage.picture().contains(point)) continue;
        const Vec2 pixel = stage.pixel_from_screen(point);
        return PixelPlace{std::lround(pixel.y), std::lround(pixel.x)};
    }
    return std::nullopt;
}

HitMap draw_figure(Canvas& canvas, const Model& model, const FigureOptions& options) {
    const State& state = model.state();
    const Layout layout = make_layout(options.size, state.theme);
    HitMap hits;
    FigureCache own_cache;
    FigureCache& cache = options.cache != nullptr ? *options.cache : own_cache;
    const Figure figure{canvas, model, state, layout, palette(state.theme), options.hover, options.pixel, hits, cache};

    canvas.fill(layout.page, figure.colors.ground);
    if (options.has_header) draw_header(figure);
    const PixelWindow window = options.window.value_or(choose_window(model, layout.whole_limit));
    constexpr float kLargestCell = 180;
    const Plane input = cache.input(model);
    const ColourScale colours = shades(figure);
    for (size_t index = 0; index < 2; ++index) {
        const Side& side = model.sides()[index];
        hits.stages[index] =
            StageView::fit(model, side.align_corners, window, layout.stages[index].picture, kLargestCell);
        draw_stage({figure, side, layout.stages[index], hits.stages[index], static_cast<int>(index), input, colours});
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
        shown_title(state), exact(x, model.arithmetic()), exact(y, model.arithmetic()), gs::name(state.mode),
        gs::name(state.padding), display(model.side(true).trace.x.unnormalized),
        display(model.side(true).trace.y.unnormalized), display(model.side(true).trace.output),
        display(model.side(false).trace.x.unnormalized), display(model.side(false).trace.y.unnormalized),
        display(model.side(false).trace.output));
}

}  // namespace viz
