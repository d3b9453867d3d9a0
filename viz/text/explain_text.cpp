// SPDX-License-Identifier: MIT
#include <fmt/core.h>

#include <cmath>
#include <utility>

#include "viz/document/format.h"
#include "viz/text/explain.h"
#include "viz/text/explain_python.h"
#include "viz/text/explain_steps.h"

namespace viz {
namespace {

/// One step of the page: its heading, and what it says about one convention.
struct Step {
    std::string heading;
    Lines (*lines)(const Trace&);
};

std::vector<Step> steps_of(gs::Mode mode) {
    const bool is_nearest = mode == gs::Mode::nearest, is_bicubic = mode == gs::Mode::bicubic;
    const char* neighbours = is_nearest   ? "4 The nearest pixel: round, halves to even"
                             : is_bicubic ? "4 Neighbours: floor, what is left over, and four taps along each axis"
                                          : "4 Neighbours: floor, and what is left over";
    const char* weights = is_nearest   ? "5 Weight"
                          : is_bicubic ? "5 Weights of the four columns and the four rows"
                                       : "5 Weights: along y times along x";
    const char* sum = is_nearest   ? "7 Result"
                      : is_bicubic ? "7 Add up: each row along x, then the rows r0 .. r3 along y"
                                   : "7 Add up, in the kernel's order: ((NW + NE) + SW) + SE";
    return {{"2 Un-normalise: from -1 .. 1 to pixels", unnormalise_lines},
            {"3 Padding", padding_lines},
            {neighbours, neighbour_lines},
            {weights, weight_lines},
            {"6 Look up: input[n, c, row, column]", look_up_lines},
            {sum, sum_lines}};
}

void write_heading(TextPage& page, const Model& model) {
    const State& state = model.state();
    const Query& query = state.query;
    const auto [x, y] = model.query_grid();
    const std::string xy = fmt::format("({}, {})", exact(x, model.arithmetic()), exact(y, model.arithmetic()));
    page.line("grid_sample by hand");
    page.line("");
    page.line(fmt::format("  input    {}, sizes {}: W = {}, H = {}", state.sources.input,
                          sizes_of(model.input()).text(), model.width(), model.height()));
    if (const SourceFacts& facts = model.input_facts(); facts.stored_sizes.rank() > 0)
        page.line(fmt::format("  layout   {}, stored as {} {}", facts.layout, facts.stored, facts.stored_sizes.text()));
    page.line(fmt::format("  grid     {}, sizes {}", state.sources.grid, sizes_of(model.grid()).text()));
    page.line(
        fmt::format("  mode     {}, padding {}", gs::name(state.sampling.mode), gs::name(state.sampling.padding)));
    page.line(fmt::format("  numbers  {} as computed, shown to six digits", gs::name(model.arithmetic())));
    for (const auto& [name, facts] :
         {std::pair(state.sources.input, model.input_facts()), std::pair(state.sources.grid, model.grid_facts())})
        for (const std::string& note : facts.notes) page.line(fmt::format("  note     {}: {}", name, note));
    page.line("");
    page.line("1 Query");
    page.line(query.is_cell ? fmt::format("  output cell (n, h, w) = ({}, {}, {}), channel {}", query.n, query.h,
                                          query.w, state.view.channel)
                            : fmt::format("  a free point of image n = {}, channel {}", query.n, state.view.channel));
    page.line(fmt::format("  grid value (gx, gy) = {}", xy));
}

void write_step(TextPage& page, const Step& step, const std::vector<const Side*>& shown) {
    page.line("");
    page.line(step.heading);
    if (step.lines == weight_lines && shown[0]->trace.options.mode == gs::Mode::bicubic) {
        page.line("  near(d) = 1.25 d^3 - 2.25 d^2 + 1,   far(d) = -0.75 d^3 + 3.75 d^2 - 6 d + 3");
        page.line("  the four weights: far(1 + t), near(t), near(1 - t), far(2 - t), where t is the fraction");
    }
    std::vector<Lines> blocks;
    for (const Side* side : shown) {
        blocks.push_back(step.lines(side->trace));
        for (std::string& line : blocks.back()) line.insert(0, "  ");
        if (step.lines == sum_lines)
            blocks.back().push_back(
                fmt::format("  equals the batch result bit for bit: {}", side->is_bit_equal ? "yes" : "NO"));
    }
    page.side_by_side(blocks);
}

void write_comparison(TextPage& page, const Model& model) {
    const Trace &on = model.side(true).trace, &off = model.side(false).trace;
    page.line("");
    page.line("8 Compare");
    page.line(fmt::format("  output, True - False: {} - {} = {}", display(on.output), display(off.output),
                          pencil(rounded(on.output - off.output, on.arithmetic))));
    const double shift_x = rounded(off.x.unnormalized - on.x.unnormalized, on.arithmetic),
                 shift_y = rounded(off.y.unnormalized - on.y.unnormalized, on.arithmetic);
    if (std::isfinite(shift_x) && std::isfinite(shift_y))
        page.line(
            fmt::format("  position in pixels, False - True: x {:+.6g}, y {:+.6g}, half of (gx, gy) for every size",
                        shift_x, shift_y));
}

}  // namespace

std::string explain_text(const Model& model, ShownConvention only_align_corners) {
    std::vector<const Side*> shown;
    std::vector<Lines> titles;
    for (const Side& side : model.sides()) {
        if (only_align_corners.value_or(side.align_corners) != side.align_corners) continue;
        shown.push_back(&side);
        const std::string title = fmt::format("align_corners={}", side.align_corners ? "True" : "False");
        titles.push_back({title, std::string(title.size(), '=')});
    }
    TextPage page;
    write_heading(page, model);
    page.line("");
    page.side_by_side(titles);
    for (const Step& step : steps_of(model.state().sampling.mode)) write_step(page, step, shown);
    if (shown.size() == 2) write_comparison(page, model);
    write_snippet(page, model, only_align_corners);
    return page.text();
}

}  // namespace viz
