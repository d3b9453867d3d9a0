// SPDX-License-Identifier: MIT
// What the window says of an input and a grid, line by line.
#include <fmt/format.h>

#include "core/files/npy.h"
#include "tests/figures/support.h"
#include "viz/text/fact_lines.h"

namespace viz {
namespace {

std::string text_of(const std::vector<FactLine>& lines, std::string_view label) {
    for (const FactLine& line : lines) {
        if (line.label == label) return line.text;
    }
    return "";
}

TEST(Facts, CountWhatIsNotFiniteAndSayTheRangeOfTheRest) {
    const ScratchFolder folder;
    gs::Tensor<double> input({2, 3});
    const double values[] = {-1.5, kNaN, 2.25, kInf, 0, kNaN};
    std::copy(std::begin(values), std::end(values), input.data());
    gs::write_npy(folder.path("x.npy"), input);
    State state;
    state.sources.input = folder.path("x.npy");
    const std::vector<FactLine> lines = input_fact_lines(model_of(state));
    EXPECT_EQ(text_of(lines, "from"), state.sources.input);
    EXPECT_EQ(text_of(lines, "kind"), "NumPy array");
    EXPECT_EQ(text_of(lines, "stored"), "float64 [2, 3]");
    EXPECT_EQ(text_of(lines, "layout"), "HW");
    EXPECT_EQ(text_of(lines, "read as"), "float64 [1, 1, 2, 3]");
    EXPECT_EQ(text_of(lines, "values"), "-1.5 to 2.25; 2 NaN; 1 infinite");
}

TEST(Facts, OfABuiltinGridHaveItsValues) {
    const std::vector<FactLine> lines = grid_fact_lines(model_of(State{}));
    EXPECT_EQ(text_of(lines, "from"), "linspace:3x3");
    EXPECT_EQ(text_of(lines, "read as"), "float32 [1, 3, 3, 2]");
    EXPECT_EQ(text_of(lines, "values"), "-1 to 1");
}

TEST(Shades, SpanWhatTheStateAsksForAndElseTheFiniteValues) {
    const ScratchFolder folder;
    gs::Tensor<float> input({1, 3});
    input.data()[0] = -3e38f;
    input.data()[1] = kNaN;
    input.data()[2] = 3e38f;
    gs::write_npy(folder.path("x.npy"), input);
    State state;
    state.sources.input = folder.path("x.npy");
    EXPECT_EQ(model_of(state).shade_range(), (Range{-3e38f, 3e38f}));
    state.look.shades = Range{-1, 2};
    EXPECT_EQ(model_of(state).shade_range(), (Range{-1, 2}));
    EXPECT_EQ(parse_scene(scene_text(state), "scene").look.shades, state.look.shades);
    for (const char* wrong : {"[2, 1]", "[1]", "3", "[0, null]", "[1, 1]"})
        EXPECT_THROW(parse_scene(fmt::format("{{\"shades\": {}}}", wrong), "scene"), std::runtime_error) << wrong;
}

}  // namespace
}  // namespace viz
