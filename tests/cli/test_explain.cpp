// SPDX-License-Identifier: MIT
// gridscope explain: the text page and the JSON form.
#include <algorithm>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <sstream>

#include "core/files/npy.h"
#include "tests/cli/program.h"
#include "tests/core/near.h"
#include "tests/core/support.h"
#include "tests/document/file_model.h"
#include "viz/document/format.h"
#include "viz/document/scene.h"
#include "viz/platform/desktop/disk_files.h"
#include "viz/text/explain.h"

namespace viz {
namespace {

using Json = nlohmann::json;

struct Explain : ProgramTest {
    Json json(std::vector<std::string> arguments = {}) const {
        arguments.insert(arguments.begin(), {"explain", "--format", "json"});
        return Json::parse(answer(arguments));
    }
};

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
}

/// The float that a number of the JSON form stands for; texts stand for NaN and infinities.
float float_of(const Json& number) {
    if (number.is_string()) return std::strtof(number.get<std::string>().c_str(), nullptr);
    return std::strtof(number.dump().c_str(), nullptr);
}

/// Every mode, padding and awkward point on a small image.
std::vector<State> awkward_states() {
    std::vector<State> states;
    for (const gs::Options& options : gs::all_options()) {
        if (options.align_corners) continue;  // a State is about both
        for (const float x : gs::awkward_floats()) {
            State state;
            state.sampling.mode = options.mode;
            state.sampling.padding = options.padding;
            state.sources.input = "tens:3x5";
            state.query.x = x;
            state.query.y = 0.3f;
            states.push_back(state);
        }
    }
    return states;
}

TEST_F(Explain, TextHasTheDocumentsNumbersSideBySide) {
    const std::string text = answer({"explain"});
    for (const char* part :
         {"align_corners=True ", "| align_corners=False", "(0.7143 + 1) / 2 * (4 - 1) = 2.57145",
          "((0.7143 + 1) * 4 - 1) / 2 = 2.9286", "= 4.28565", "= 3.2142", "exactly 4.2856503", "input[0, 0, 0, 2] = 2",
          "input[0, 0, 0, 3] = 3", "input[0, 0, 1, 2] = 6", "input[0, 0, 1, 3] = 7", "0.244895", "0.326555", "0.183655",
          "0.862298", "x +0.35715", "torch.arange(16.).reshape(1, 1, 4, 4)", "[[[[0.7143, -0.7143]]]]"})
        EXPECT_TRUE(gs::contains(text, part));
    const std::string equal = "equals the batch result bit for bit: yes";
    EXPECT_NE(text.find(equal), text.rfind(equal)) << "once per convention";
}

TEST_F(Explain, TextOfOneConventionLeavesTheOtherOut) {
    const std::string text = answer({"explain", "--align-corners", "true"});
    EXPECT_TRUE(gs::contains(text, "4.28565"));
    EXPECT_FALSE(gs::contains(text, "align_corners=False"));
    EXPECT_FALSE(gs::contains(text, "3.2142"));
    EXPECT_FALSE(gs::contains(text, "Compare"));
}

TEST_F(Explain, SpeaksTheLanguageThatIsAskedFor) {
    const std::string text = answer({"explain"}), json = answer({"explain", "--format", "json"});
    EXPECT_EQ(answer({"explain", "--language", "en"}), text);
    EXPECT_EQ(answer({"explain", "--language", "en", "--format", "json"}), json);
    EXPECT_TRUE(gs::contains(answer({"explain", "--help"}), "--language L"));
}

TEST_F(Explain, TextSaysWhatPaddingDid) {
    EXPECT_TRUE(gs::contains(answer({"explain", "--query", "0,0"}), "nothing to do"));
    EXPECT_TRUE(gs::contains(answer({"explain", "--query", "2,0"}), "is outside 0 .. 3"));
    EXPECT_TRUE(gs::contains(answer({"explain", "--query", "2,0", "--padding", "border"}),
                             "x: 4.5 -> 3, clamped to the last column"));
    EXPECT_TRUE(gs::contains(answer({"explain", "--query", "1.4,0", "--padding", "reflection"}),
                             "x: 3.6 -> 2.4, reflected at 0 and 3"));
    const std::string nan = answer({"explain", "--query", "nan,0"});
    EXPECT_TRUE(gs::contains(nan, "x: nan is unusable: outside, counts as 0"));
    EXPECT_TRUE(gs::contains(nan, "PyTorch's CPU code would print NaN here."));
    EXPECT_TRUE(gs::contains(answer({"explain", "--query", "inf,0", "--padding", "border"}),
                             "x: inf is unusable: reads the last column"));
}

TEST_F(Explain, TextShowsThatNearestRoundsHalvesToEven) {
    const std::string text = answer({"explain", "--scene", "nearest-ties"});
    EXPECT_TRUE(gs::contains(text, "x: 3.5 rounds to 4, a tie: to even"));
    EXPECT_TRUE(gs::contains(text, "row 2, column 4 is outside: 0"));
    EXPECT_TRUE(gs::contains(text, "y: 1.5 rounds to 2, a tie: to even"));
}

TEST_F(Explain, TextNeverPrintsAFractionAsAWholeNumber) {
    // The identity's third point of four lands a little west of pixel 2, so its floor is 1.
    const std::string text = answer({"explain", "--grid", "linspace", "--at", "0,2", "--align-corners", "true"});
    EXPECT_TRUE(gs::contains(text, "floor(1.9999999) = 1, fraction 0.9999999"));
}

TEST(ExplainText, FitsAHundredColumnsWhateverTheState) {
    FileModel model;
    for (const State& state : awkward_states()) {
        model.update(state);
        for (const std::string& line : lines_of(explain_text(model))) {
            ASSERT_LE(line.size(), 100u) << line;
            ASSERT_TRUE(std::all_of(line.begin(), line.end(), [](char c) { return c >= ' ' && c <= '~'; })) << line;
        }
    }
}

TEST_F(Explain, JsonHasTheContractsKeysForBothConventions) {
    const Json page = json();
    ASSERT_EQ(page["conventions"].size(), 2u);
    EXPECT_EQ(page["conventions"][0]["align_corners"], true);
    EXPECT_EQ(page["conventions"][1]["align_corners"], false);
    for (const Json& convention : page["conventions"]) {
        for (const char* key : {"grid", "unnormalized", "padded", "neighbours", "output", "output_bits"})
            EXPECT_TRUE(convention.contains(key)) << key;
        EXPECT_EQ(convention["batch_bits_equal"], true);
        std::vector<float> values;
        for (const Json& neighbour : convention["neighbours"]) {
            for (const char* key : {"name", "index", "in_bounds", "weight", "value", "product"})
                EXPECT_TRUE(neighbour.contains(key)) << key;
            values.push_back(neighbour["value"]);
        }
        EXPECT_EQ(values, (std::vector<float>{2, 3, 6, 7}));
    }
    EXPECT_EQ(display(float_of(page["conventions"][0]["output"])), "4.28565");
    EXPECT_EQ(display(float_of(page["conventions"][1]["output"])), "3.2142");
    EXPECT_EQ(page["conventions"][0]["output_bits"], "0x4089240c");
    EXPECT_EQ(page["conventions"][0]["neighbours"][3]["index"], Json({0, 0, 1, 3}));
}

TEST_F(Explain, JsonOfOneConventionHasOneObject) {
    const Json page = json({"--align-corners", "false"});
    ASSERT_EQ(page["conventions"].size(), 1u);
    EXPECT_EQ(page["conventions"][0]["align_corners"], false);
    EXPECT_TRUE(page["difference"].is_null());
}

TEST_F(Explain, JsonHasTheSameKeysWhateverTheMode) {
    const auto keys = [](const Json& object) {
        std::vector<std::string> names;
        for (const auto& [key, value] : object.items()) names.push_back(key);
        return names;
    };
    const Json bilinear = json(), cubic = json({"--mode", "bicubic", "--query", "nan,2"});
    EXPECT_EQ(keys(bilinear), keys(cubic));
    EXPECT_EQ(keys(bilinear["conventions"][0]), keys(cubic["conventions"][1]));
    EXPECT_EQ(cubic["conventions"][0]["row_sums"].size(), 4u);
    EXPECT_EQ(cubic["conventions"][0]["neighbours"].size(), 16u);
}

/// Whether the number is the traced one, which was computed in float32, bit for bit.
bool reads_as(float number, double traced) {
    return gs::same_bits(number, static_cast<float>(traced));
}

void expect_axis(const Json& convention, size_t at, const AxisTrace& axis) {
    const auto expect = [&](const char* key, double want) {
        EXPECT_TRUE(reads_as(float_of(convention[key][at]), want)) << key;
    };
    // JSON has one NaN only, so its sign and payload are lost.
    if (axis.grid == axis.grid) expect("grid", axis.grid);
    if (axis.unnormalized == axis.unnormalized) expect("unnormalized", axis.unnormalized);
    expect("padded", axis.padded);
    expect("base", axis.base);
    expect("fraction", axis.fraction);
    for (size_t tap = 0; tap < axis.weights.size(); ++tap)
        EXPECT_TRUE(reads_as(float_of(convention["axis_weights"][at][tap]), axis.weights[tap]));
}

TEST(ExplainJson, NumbersReadBackAsTheTracedFloats) {
    FileModel model;
    for (const State& state : awkward_states()) {
        SCOPED_TRACE(scene_text(state));
        model.update(state);
        const Json page = Json::parse(explain_json(model));
        for (size_t at = 0; at < 2; ++at) {
            const Json& convention = page["conventions"][at];
            const Trace& trace = model.sides()[at].trace;
            expect_axis(convention, 0, trace.x);
            expect_axis(convention, 1, trace.y);
            EXPECT_TRUE(reads_as(float_of(convention["output"]), trace.output));
            EXPECT_EQ(convention["output_bits"], hex_bits(trace.output, trace.arithmetic));
            ASSERT_EQ(convention["neighbours"].size(), trace.taps.size());
            for (size_t k = 0; k < trace.taps.size(); ++k) {
                const Json& neighbour = convention["neighbours"][k];
                EXPECT_TRUE(reads_as(float_of(neighbour["weight"]), trace.taps[k].weight));
                EXPECT_TRUE(reads_as(float_of(neighbour["value"]), trace.taps[k].value));
                EXPECT_TRUE(reads_as(float_of(neighbour["product"]), trace.taps[k].product));
            }
        }
    }
}

TEST_F(Explain, JsonSpellsNonFiniteNumbersAsTexts) {
    const Json page = json({"--query", "nan,-inf"});
    EXPECT_EQ(page["query"]["grid"], Json({"nan", "-inf"}));
    EXPECT_EQ(page["conventions"][0]["output"], 0.0);
    EXPECT_EQ(page["conventions"][0]["is_nan_in_pytorch"], true);
}

TEST_F(Explain, LooksAtTheCellThatIsNamed) {
    const Json three = json({"--at", "0,1,2"}), two = json({"--at", "1,2"});
    EXPECT_EQ(three, two);
    EXPECT_EQ(three["query"]["cell"], Json({0, 1, 2}));
    EXPECT_EQ(three["conventions"][1]["grid"], Json({1.0, 0.0}));
    EXPECT_EQ(three["conventions"][1]["output"], 4.5);
}

TEST_F(Explain, LooksAtTheImageAndChannelThatAreNamed) {
    const gs::Tensor<float> input = gs::counting({2, 3, 4, 4});
    gs::write_npy(path("x.npy"), input);
    const Json page = json({"--input", "x.npy", "--at", "1,0,0", "--channel", "2", "--align-corners", "true"});
    EXPECT_EQ(page["conventions"][0]["output"], input.at(1, 2, 0, 0));
    EXPECT_EQ(page["conventions"][0]["neighbours"][0]["index"], Json({1, 2, 0, 0}));
    EXPECT_TRUE(gs::contains(answer({"explain", "--input", "x.npy"}), "torch.from_numpy(numpy.load('x.npy'))"));
}

TEST_F(Explain, RefusesWhatDoesNotExist) {
    expect_refused({"explain", "--at", "0,3,0"}, 1, "no output cell (0, 3, 0)");
    expect_refused({"explain", "--channel", "1"}, 1, "no channel 1");
}

}  // namespace
}  // namespace viz
