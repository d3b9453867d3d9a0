// SPDX-License-Identifier: MIT
#include "viz/pages/compare.h"

#include <fmt/core.h>

#include "viz/document/format.h"
#include "viz/pages/compare_layout.h"
#include "viz/parts/parts.h"

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
    const std::string query =
        figure.words("header.value", "value"_a = figure.words("pair", "x"_a = figure.number_text(display(x)),
                                                              "y"_a = figure.number_text(display(y))));
    const TextStyle query_style = figure.style(Face::semibold, size, figure.colors.query);
    const float end = header.right() - 16 - (is_hall ? 0 : text_width(query_style.face, query_style.size, query));
    if (!is_hall) figure.canvas.text({header.right() - 16, first}, query, query_style, Anchor::right);

    std::string settings = fmt::format("{}   ·   mode = {}   ·   padding_mode = {}", shown_title(state),
                                       gs::name(state.sampling.mode), gs::name(state.sampling.padding));
    const TextStyle name = figure.style(Face::semibold, size + 2, figure.colors.ink);
    figure.canvas.text({header.x + 16, first}, "grid_sample", name);
    const float start = header.x + 32 + text_width(name.face, name.size, "grid_sample");
    TextStyle style = figure.style(Face::regular, size, figure.colors.ink);
    style.size = fitting_size(style.face, size, settings, end - start - 16);
    figure.canvas.text({start, first}, settings, style);
    if (is_hall) return;

    const std::string cell = state.query.is_cell ? fmt::format("h = {}, w = {}", state.query.h, state.query.w)
                                                 : figure.words("header.point");
    const std::string sampled =
        fmt::format("input {} {}   ·   grid {} {}   ·   n = {}, c = {}, {}", gs::name(dtype_of(model.input())),
                    sizes_of(model.input()).text(), gs::name(dtype_of(model.grid())), sizes_of(model.grid()).text(),
                    state.query.n, state.view.channel, cell);
    TextStyle small = figure.style(Face::regular, type.label, figure.colors.muted);
    small.size = fitting_size(small.face, small.size, sampled, header.w - 32);
    figure.canvas.text({header.x + 16, header.y + 33}, sampled, small);
}

}  // namespace

HitMap ComparePage::draw(Canvas& canvas, const Model& model, const PageOptions& options) const {
    const State& state = model.state();
    HitMap hits;
    hits.layout = make_layout(options.size, state.look);
    const Layout& layout = hits.layout;
    FigureCache own_cache;
    FigureCache& cache = options.cache != nullptr ? *options.cache : own_cache;
    const Figure figure{canvas,        model, state,           layout, palette(state.look.theme), options.hover,
                        options.pixel, hits,  words_of(state), cache,  step_facts(model)};

    if (options.has_ground) canvas.fill(layout.page, figure.colors.ground);
    if (options.has_header) draw_header(figure);
    const PixelWindow window = options.window.value_or(choose_window(model, layout.whole_limit));
    constexpr float kLargestCell = 180;
    const Plane input = model.input_plane();
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

std::string ComparePage::describe(const Model& model) const {
    const auto [x, y] = model.query_grid();
    const State& state = model.state();
    const Words words = words_of(state);
    const auto pair = [&](const std::string& first, const std::string& second) {
        return words("pair", "x"_a = first, "y"_a = second);
    };
    const auto number = [&](double value) { return words.number(display(value)); };
    const auto position = [&](const Trace& trace) {
        return pair(number(trace.x.unnormalized), number(trace.y.unnormalized));
    };
    const Trace &on = model.side(true).trace, &off = model.side(false).trace;
    return words("describe", "title"_a = shown_title(state),
                 "value"_a = pair(exact(x, model.arithmetic()), exact(y, model.arithmetic())),
                 "mode"_a = std::string(gs::name(state.sampling.mode)),
                 "padding"_a = std::string(gs::name(state.sampling.padding)), "on"_a = position(on),
                 "on_output"_a = number(on.output), "off"_a = position(off), "off_output"_a = number(off.output));
}

}  // namespace viz
