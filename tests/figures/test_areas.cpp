// SPDX-License-Identifier: MIT
// The areas that stand for weights are the weights, to scale.
#include <cmath>
#include <random>

#include "tests/figures/support.h"
#include "viz/canvas/palette.h"

namespace viz {
namespace {

/// Of a cell's area. Positions of up to a thousand units are rounded to 6e-5; a cell is 50 units wide or more, and each
/// side of an area takes two of these roundings.
constexpr double kAreaTolerance = 1e-5;
constexpr float kAreaOpacity = 0.72f;

double area(Rect rect) {
    return static_cast<double>(rect.w) * static_cast<double>(rect.h);
}

/// The areas that are drawn in a stage for one tap's tint.
std::vector<Rect> areas_in(const Drawing& drawing, size_t stage, size_t tap) {
    std::vector<Rect> areas;
    const Color color = faded(palette(Theme::light).tap[tap], kAreaOpacity);
    for (const Primitive& primitive : drawing.recording) {
        const bool is_in_stage = primitive.is_clipped && primitive.clip == drawing.hits.stages[stage].picture();
        if (is_in_stage && primitive.kind == Primitive::Kind::fill && primitive.color == color)
            areas.push_back(primitive.rect);
    }
    return areas;
}

TEST(Areas, AreTheBilinearWeightsAndAddUpToOnePixel) {
    constexpr int kQueries = 400;
    std::mt19937 random(7);
    const auto uniform = [&] { return static_cast<float>(static_cast<uint32_t>(random()) / 4294967296.0 * 2.8 - 1.4); };
    for (const gs::Padding padding : gs::kPaddings) {
        State state;
        state.sampling.padding = padding;
        FileModel model = model_of(state);
        int checked = 0;
        for (int k = 0; k < kQueries; ++k) {
            state.query = {.x = uniform(), .y = uniform()};
            model.update(state);
            const Drawing drawing = draw(model);
            for (size_t stage = 0; stage < 2; ++stage) {
                const Trace& trace = model.sides()[stage].trace;
                // A pixel outside the window is not drawn, and nor is its area.
                const PixelWindow& window = drawing.hits.stages[stage].window;
                const TapTrace &first = trace.taps.front(), &last = trace.taps.back();
                if (!window.contains(first.x, first.y) || !window.contains(last.x, last.y)) continue;
                ++checked;
                const double pixel = area(drawing.hits.stages[stage].cell_rect(0, 0));
                double sum = 0;
                for (size_t tap = 0; tap < 4; ++tap) {
                    const std::vector<Rect> areas = areas_in(drawing, stage, tap);
                    ASSERT_LE(areas.size(), 1u) << name(state);
                    const double drawn = areas.empty() ? 0 : area(areas[0]);
                    sum += drawn;
                    const double want = static_cast<double>(trace.taps[tap].weight) * pixel;
                    ASSERT_TRUE(std::abs(drawn - want) <= kAreaTolerance * pixel)
                        << name(state) << ", stage " << stage << ", tap " << tap << ": " << drawn / pixel;
                }
                ASSERT_TRUE(std::abs(sum - pixel) <= kAreaTolerance * pixel) << name(state) << ": " << sum / pixel;
            }
        }
        EXPECT_GT(checked, kQueries / 2) << "the queries lie outside";
    }
}

TEST(Areas, LieWithinTheirPixels) {
    for (float x = -1; x <= 1; x += 0.13f) {
        State state;
        state.query = {.x = x, .y = 0.6f * x};
        const FileModel model = model_of(state);
        const Drawing drawing = draw(model);
        for (size_t stage = 0; stage < 2; ++stage) {
            for (size_t tap = 0; tap < 4; ++tap) {
                const TapTrace& at = model.sides()[stage].trace.taps[tap];
                for (const Rect rect : areas_in(drawing, stage, tap)) {
                    constexpr float kSlack = 1e-3f;  // design units
                    EXPECT_TRUE(is_inside(rect, drawing.hits.stages[stage].cell_rect(at.x, at.y), kSlack)) << x;
                }
            }
        }
    }
}

TEST(Areas, OfBicubicAreTheWeightsWithoutTheirSign) {
    State state;
    state.sampling.mode = gs::Mode::bicubic;
    state.query = {.x = 0.2f, .y = -0.1f};
    const FileModel model = model_of(state);
    const Drawing drawing = draw(model);
    for (size_t stage = 0; stage < 2; ++stage) {
        const StageView& view = drawing.hits.stages[stage];
        const Palette& colors = palette(Theme::light);
        for (const TapTrace& tap : model.sides()[stage].trace.taps) {
            const Color color = faded(tap.weight < 0 ? colors.negative : colors.positive, kAreaOpacity);
            const Vec2 centre = view.cell_rect(tap.unpadded_x, tap.unpadded_y).centre();
            const double pixel = area(view.cell_rect(0, 0));
            bool is_found = false;
            for (const Primitive& primitive : drawing.recording) {
                if (primitive.kind != Primitive::Kind::fill || primitive.color != color) continue;
                if (!primitive.rect.contains(centre) || primitive.rect.w > view.cell) continue;
                is_found = true;
                EXPECT_TRUE(std::abs(area(primitive.rect) / pixel - std::abs(tap.weight)) <= kAreaTolerance)
                    << tap.name;
            }
            EXPECT_TRUE(is_found) << tap.name;
        }
    }
}

}  // namespace
}  // namespace viz
