// SPDX-License-Identifier: MIT
// Scenes as files and as starting points of commands.
#include <fmt/core.h>

#include <algorithm>
#include <filesystem>

#include "core/files/npy.h"
#include "core/files/replace_file.h"
#include "tests/cli/program.h"
#include "tests/core/support.h"
#include "tests/document/file_model.h"
#include "viz/cli/run.h"
#include "viz/document/scene.h"
#include "viz/platform/desktop/disk_files.h"

namespace viz {
namespace {

using SceneFile = ProgramTest;

State state_for_arguments(const std::vector<std::string>& arguments) {
    return state_for(parse_command_line(arguments));
}

TEST(Scene, RoundTripsThroughItsText) {
    gs::Random random(7);
    const auto pick = [&](const auto& choices) { return choices[random.bits() % choices.size()]; };
    for (int round = 0; round < 2000; ++round) {
        State state;
        state.title = "title \"" + std::to_string(round) + "\" ×";
        state.note = round % 2 == 0 ? "" : "a note\nwith two lines";
        state.sources.input = "tens:" + std::to_string(1 + random.bits() % 9) + "x5";
        state.sources.grid = "folder/grid.npy";
        state.sampling.mode = pick(gs::kModes);
        state.sampling.padding = pick(gs::kPaddings);
        state.sampling.device = pick(gs::kDevices);
        state.query.is_cell = round % 3 == 0;
        state.query.n = random.bits() % 100;
        if (state.query.is_cell) {
            state.query.h = random.bits() % 1000;
            state.query.w = random.bits() % 1000;
        } else {
            state.query.x = random.any_float();
            state.query.y = round % 5 == 0 ? gs::kInf : random.uniform_float(-2, 2);
            if (state.query.x != state.query.x) state.query.x = -0.0f;  // NaN is not equal to itself
        }
        state.view.channel = random.bits() % 100;
        state.walk.step = 1 + static_cast<int>(random.bits() % kSteps);
        state.view.pixels = static_cast<int>(random.bits() % 64);
        state.look.theme = pick(kThemes);
        ASSERT_EQ(parse_scene(scene_text(state), "test"), state) << scene_text(state);
    }
}

TEST(Scene, KeepsNaN) {
    State state;
    state.query.x = gs::kNaN;
    EXPECT_TRUE(std::isnan(parse_scene(scene_text(state), "test").query.x));
}

TEST(Scene, RefusesWhatIsNoScene) {
    const auto message = [](const char* text) {
        return gs::message_of<std::runtime_error>([&] { parse_scene(text, "my.json"); });
    };
    EXPECT_TRUE(gs::contains(message("{\"colour\": 1}"), "colour"));
    EXPECT_TRUE(gs::contains(message("{\"query\": {\"x\": 0, \"z\": 0}}"), "z"));
    EXPECT_TRUE(gs::contains(message("{\"mode\": \"cubic\"}"), "mode"));
    EXPECT_TRUE(gs::contains(message("{\"step\": 9}"), "step"));
    EXPECT_TRUE(gs::contains(message("{\"channel\": -1}"), "channel"));
    EXPECT_TRUE(gs::contains(message("{\"query\": {\"h\": 1.5}}"), "h is 1.5"));
    for (const char* text : {"", "[]", "3", "{", "{\"mode\": \"cubic\"}"})
        EXPECT_TRUE(message(text).starts_with("my.json: ")) << text;
}

TEST(Scene, RefusesAnyDepthOfNesting) {
    for (const std::string start : {"", "{\"mode\": ", "{\"title\": ", "{\"query\": {\"x\": "}) {
        const auto objects = static_cast<size_t>(std::count(start.begin(), start.end(), '{'));
        for (const size_t levels : {100u, 1000000u}) {  // so many calls would not fit on the stack
            const std::string text =
                start + std::string(levels, '[') + std::string(levels, ']') + std::string(objects, '}');
            const std::string message = gs::message_of<std::runtime_error>([&] { parse_scene(text, "my.json"); });
            EXPECT_TRUE(message.starts_with("my.json: is nested")) << start << levels;
            EXPECT_LT(message.size(), 100u);
        }
    }
}

TEST(Scene, NumbersAndTextsHaveTheirLimits) {
    const auto message = [](const std::string& text) {
        return gs::message_of<std::runtime_error>([&] { parse_scene(text, "my.json"); });
    };
    for (const char* pixels : {"-1", "1048577", "2147483647", "9223372036854775808", "null1"})
        EXPECT_TRUE(message(fmt::format("{{\"view_pixels\": {}}}", pixels)).starts_with("my.json: ")) << pixels;
    EXPECT_TRUE(gs::contains(message(R"({"view_pixels": 1048577})"),
                             "view_pixels is 1048577, but must be a number from 0 to 1048576"));
    EXPECT_TRUE(gs::contains(message(R"({"step": 0})"), "from 1 to 8"));
    EXPECT_TRUE(gs::contains(message(R"({"channel": 18446744073709551615})"), "from 0 to 2147483647"));
    EXPECT_TRUE(gs::contains(message(R"({"query": {"n": -1, "x": 0, "y": 0}})"), "n is -1"));
    EXPECT_TRUE(gs::contains(message(R"({"query": {"x": 1e999, "y": 0}})"), "1e999"));
    EXPECT_TRUE(gs::contains(message(R"({"query": {"x": "+-1", "y": 0}})"), "nan, inf and -inf"));
    EXPECT_TRUE(gs::contains(message(R"({"shades": [1, 1]})"), "two finite numbers"));
    EXPECT_TRUE(gs::contains(message(R"({"title": ")" + std::string(8193, 'x') + "\"}"), "8193 bytes"));
    EXPECT_TRUE(
        gs::contains(message(R"({"view_centre": [1, 2, 3]})"), "view_centre is [1,2,3], but must be two numbers"));
    EXPECT_TRUE(gs::contains(message(R"({"view_centre": [0, 1e10]})"), "from -2147483647 to 2147483647"));
    EXPECT_TRUE(gs::contains(message(R"({"text_size": "huge"})"), "must be one of auto, normal and large"));
    for (const char* word : {"\"\"", "\"no word\"", "\"../en\"", "7"})
        EXPECT_TRUE(gs::contains(message(fmt::format("{{\"language\": {}}}", word)), "but must be a word")) << word;
    EXPECT_TRUE(gs::contains(message(R"({"page": ")" + std::string(33, 'x') + "\"}"), "at most 32 letters"));
    EXPECT_NO_THROW(parse_scene(R"({"view_pixels": 65536, "shades": [-1.7e308, 1.7e308]})", "my.json"));
}

TEST_F(SceneFile, OfGreatSizeIsRefused) {
    gs::replace_file(path("large.json"), "{" + std::string(1 << 20, ' ') + "}");
    expect_refused({"explain", "--scene", "large.json"}, 1,
                   "large.json: is longer than a scene, which has 1048576 bytes at most");
}

TEST_F(SceneFile, OfTheMostPixelsMakesAPictureOfBoundedSize) {
    gs::write_npy(path("x.npy"), gs::random_tensor({1, 1, 300, 300}, 1));
    gs::replace_file(path("s.json"), R"({"input": "x.npy", "view_pixels": 65536})");
    EXPECT_EQ(answer({"export", "--scene", "s.json", "--output", "x.svg"}), "");
    EXPECT_LT(std::filesystem::file_size(path("x.svg")), 12000000u);
}

TEST(Scene, TheBuiltInOnesCanAllBeFollowed) {
    FileModel model;
    for (const auto& [scene, state] : builtin_scenes()) {
        SCOPED_TRACE(scene);
        EXPECT_NO_THROW(model.update(state));
        EXPECT_TRUE(model.side(true).is_bit_equal);
        EXPECT_TRUE(model.side(false).is_bit_equal);
        EXPECT_FALSE(state.note.empty());
    }
}

TEST_F(SceneFile, LooksForItsFilesBesideItself) {
    std::filesystem::create_directory(path("deep"));
    gs::write_npy(path("deep/x.npy"), gs::counting({1, 1, 2, 2}));
    gs::replace_file(path("deep/my.json"), R"({"input": "x.npy", "query": {"x": 0, "y": 0}})");
    const std::string text = answer({"explain", "--scene", "deep/my.json"});
    EXPECT_TRUE(gs::contains(text, "input    deep/x.npy"));
    EXPECT_TRUE(gs::contains(text, "= 1.5"));
}

TEST_F(SceneFile, IsRefusedInOneSentenceWhenBroken) {
    gs::replace_file(path("bad.json"), "{ \"mode\": ");
    gs::replace_file(path("unknown.json"), "{ \"colour\": \"red\" }");
    expect_refused({"explain", "--scene", "bad.json"}, 1, "bad.json");
    expect_refused({"explain", "--scene", "unknown.json"}, 1, "colour");
    expect_refused({"explain", "--scene", "missing.json"}, 1, "missing.json");
}

TEST(Arguments, DefaultsAreTheStartScene) {
    EXPECT_EQ(state_for_arguments({}), builtin_scenes().front().state);
    EXPECT_EQ(state_for_arguments({"view"}), builtin_scenes().front().state);
    EXPECT_EQ(builtin_scenes().front().name, "start");
}

TEST(Arguments, OverrideTheScene) {
    const State state = state_for_arguments({"export", "--scene", "reflection", "--padding", "border", "--at", "2,1",
                                             "--step", "3", "--theme", "dark", "--output", "x.svg"});
    State want = builtin_scene("reflection");
    want.sampling.padding = gs::Padding::border;
    want.query = {.is_cell = true, .h = 2, .w = 1};
    want.walk.step = 3;
    want.look.theme = Theme::dark;
    want.note = "";
    EXPECT_EQ(state, want);
}

TEST(Arguments, PointsAreAnyFloat) {
    EXPECT_EQ(state_for_arguments({"--query", "-0.5,+1e30"}).query.x, -0.5);
    EXPECT_EQ(state_for_arguments({"--query", "-0.5,+1e30"}).query.y, 1e30);
    EXPECT_EQ(state_for_arguments({"--query=-inf, 2"}).query.x, -gs::kInf);
    EXPECT_TRUE(std::isnan(state_for_arguments({"--query", "nan,0"}).query.x));
}

TEST(Arguments, AnInputOfOnesOwnGetsItsNameAsTitle) {
    const State state = state_for_arguments({"explain", "--input", "folder/photo.png"});
    EXPECT_EQ(state.title, "photo.png");
    EXPECT_EQ(state.note, "");
    EXPECT_EQ(state.sources.grid, State{}.sources.grid);
    EXPECT_EQ(state_for_arguments({"explain", "--input", "tens:2x3"}).title, "tens:2x3");
    EXPECT_EQ(state_for_arguments({"explain", "--input", "ramp:4x4"}).title, State{}.title);
}

TEST_F(SceneFile, GivesWayToAnInputOfOnesOwn) {
    gs::replace_file(path("s.json"), R"({"title": "mine", "note": "a note", "input": "ramp:4x4", "layout": "HWC",
                                         "channel": 2, "query": {"n": 3, "h": 1, "w": 0}, "theme": "dark"})");
    const State scene = read_scene(path("s.json"), disk(), gs::Work());
    const State other = state_for_arguments({"explain", "--scene", path("s.json"), "--input", "tens:2x3"});
    State want = scene;
    want.sources = {"tens:2x3", scene.sources.grid, AxisLayout::automatic};
    want.title = "tens:2x3";
    want.note = "";
    want.view.channel = 0;
    want.query.n = 0;
    EXPECT_EQ(other, want);

    const State same = state_for_arguments({"explain", "--scene", path("s.json"), "--input", "ramp:4x4"});
    want = scene;
    want.sources.layout = AxisLayout::automatic;
    want.note = "";
    EXPECT_EQ(same, want);
    const State layout =
        state_for_arguments({"explain", "--layout", "CHW", "--scene", path("s.json"), "--input", "x.npy"});
    EXPECT_EQ(layout.sources.layout, AxisLayout::CHW);
}

TEST(Arguments, ALessonStartsAtItsFirstStep) {
    State want = builtin_scene("zeros-fade");
    want.walk.step = 1;
    want.lesson = "zeros-fade";
    EXPECT_EQ(state_for_arguments({"view", "--lesson", "zeros-fade"}), want);
}

TEST(Arguments, TheLastOfTwoCounts) {
    EXPECT_EQ(state_for_arguments({"--mode", "nearest", "--mode", "bicubic"}).sampling.mode, gs::Mode::bicubic);
}

}  // namespace
}  // namespace viz
