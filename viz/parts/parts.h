// SPDX-License-Identifier: MIT
// The parts of pages, and what they share. For pages and the part files only.
#pragma once

#include "viz/canvas/canvas.h"
#include "viz/canvas/palette.h"
#include "viz/document/format.h"
#include "viz/model/model.h"
#include "viz/parts/figure_cache.h"
#include "viz/parts/hit_map.h"
#include "viz/parts/layout.h"
#include "viz/parts/tensor_view.h"
#include "viz/text/steps.h"
#include "viz/text/words.h"

namespace viz {

/// Where a part stands relative to the step that is on.
enum class Phase { done, now, later };

/// The steps, as the bar and the narration name them.
enum Step { kQuery = 1, kUnnormalize, kPadding, kNeighbours, kWeights, kLookUp, kAddUp, kCompare };

/// Taps in a row of bicubic.
inline constexpr int kCubicTaps = 4;

/// Everything that a part needs.
struct Figure {
    Canvas& canvas;
    const Model& model;
    const State& state;
    const Layout& layout;
    const Palette& colors;
    Target hover;
    std::optional<PixelPlace> pixel;
    HitMap& hits;
    Words words;
    FigureCache& cache;
    StepFacts facts;

    Phase phase(int step) const {
        return step < state.walk.step ? Phase::done : step == state.walk.step ? Phase::now : Phase::later;
    }
    /// Whether what a step brings is shown: nothing of what is still to come.
    bool knows(int step) const { return phase(step) != Phase::later; }
    /// A line's width: heavier in the step that brings it.
    float stroke(int step, float width) const {
        return width * layout.line * (phase(step) == Phase::now && step != kCompare ? 1.5f : 1.0f);
    }
    bool is_hovered(int tap) const {
        return hover.kind == Target::Kind::row ? tap / kCubicTaps == hover.index
                                               : hover.kind == Target::Kind::tap && hover.index == tap;
    }
    /// Whether a row of bicubic taps, or one of its taps, is hovered.
    bool is_row_hovered(int row) const {
        return hover.kind == Target::Kind::row ? hover.index == row
                                               : hover.kind == Target::Kind::tap && hover.index / kCubicTaps == row;
    }

    /// A number that was rounded, as the language writes it, with a true minus sign.
    std::string number_text(std::string_view number) const { return words.number(typeset(number)); }

    TextStyle style(Face face, float size, Color color) const { return {face, size, color}; }
    TextStyle label(Color color) const { return {Face::regular, layout.type.label, color}; }
    TextStyle number(Color color) const { return {Face::mono, layout.type.number, color}; }
    void hit(Rect rect, Target target) const { hits.hits.push_back({rect, target, {}}); }
};

/// One of the two panels.
struct Stage {
    const Figure& figure;
    const Side& side;
    const StageLayout& layout;
    const StageView& view;
    int index;    ///< 0 True, 1 False
    Plane plane;  ///< of the input
    ColourScale colours;

    /// What is told of it.
    const SideFacts& facts() const { return figure.facts.sides[static_cast<size_t>(index)]; }
    Color line_color() const { return figure.colors.side[static_cast<size_t>(index)]; }
    Color text_color() const { return figure.colors.side_text[static_cast<size_t>(index)]; }
    Vec2 landing() const { return view.screen_from_pixel(side.trace.x.unnormalized, side.trace.y.unnormalized); }
    Vec2 padded() const { return view.screen_from_pixel(side.trace.x.padded, side.trace.y.padded); }
};

void draw_stage(const Stage& stage);          // stage.cpp: head, then all of the following
void draw_pixels(const Stage& stage);         // stage_pixels.cpp: the image without its values
void draw_values(const Stage& stage);         // stage_pixels.cpp
void draw_rulers(const Stage& stage);         // stage_rulers.cpp
void draw_taps(const Stage& stage);           // stage_taps.cpp: boxes and areas
void draw_tap_texts(const Stage& stage);      // stage_taps.cpp
void draw_cross(const Stage& stage);          // stage_query.cpp: the cross lines
void draw_query(const Stage& stage);          // stage_query.cpp: the points, over everything
void draw_column(const Stage& stage);         // column.cpp
void draw_strip(const Stage& stage);          // strip.cpp: the formulas of the step
void draw_hovered_pixel(const Stage& stage);  // hover.cpp
void draw_maps(const Figure& figure);         // maps.cpp
void draw_narration(const Figure& figure);    // steps.cpp
void draw_steps(const Figure& figure);        // steps.cpp

/// The input's cells in a stage's picture; those of the padding from the step on that brings it.
TensorView input_view(const Stage& stage);

/// What shows which value, of the input and of the outputs alike.
ColourScale shades(const Figure& figure);

/// The tint of a tap.
Color tap_color(const Figure& figure, const Trace& trace, size_t tap);

/// Where the query's grid value stands on the two rulers; empty before the step that brings it.
std::array<Rect, 2> query_tags(const Stage& stage);

/// Whether a text of the given style, centred at a place, would lie under one of these.
bool is_under_tag(const Stage& stage, Vec2 centre, float width, float height);

/// A grid value as it stands on the rulers.
std::string tag_text(double grid);

/// A weight with so many decimals, or in powers of ten when these would say 0.
std::string weight_text(double weight, int decimals = 4);

}  // namespace viz
