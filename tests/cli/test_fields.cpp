// SPDX-License-Identifier: MIT
// The table of settings: nothing of a State is left out of it, and what follows from it.
#include "viz/document/fields.h"
#include "viz/platform/desktop/disk_files.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <type_traits>

#include "core/files/file.h"
#include "tests/cli/program.h"
#include "tests/core/support.h"
#include "viz/document/edits.h"
#include "viz/document/scene.h"

namespace viz {
namespace {

using FieldsOfProgram = ProgramTest;

/// Another value of the same type, which a scene may have.
void alter(std::string& value) {
    value = value.empty() ? "other" : "";
}
void alter(bool& value) {
    value = !value;
}
void alter(int& value) {
    value -= 1;
}
void alter(int64_t& value) {
    value += 1;
}
void alter(double& value) {
    value += 0.25;
}
void alter(std::optional<Range>& value) {
    value = Range{-0.1, 1e30};
}
void alter(std::optional<PixelPoint>& value) {
    value = PixelPoint{-0.1, 1e6};
}
template <class Enum>
requires std::is_enum_v<Enum>
void alter(Enum& value) {
    value = static_cast<Enum>(static_cast<int>(value) + 1);
}

/// Calls visit(member) for every value in the State. A member that is new does not compile here before it is named.
template <class Visit>
void visit_members(State& state, Visit&& visit) {
    auto& [title, note, sources, sampling, query, view, walk, look, lesson] = state;
    auto& [input, grid, layout, input_id, grid_id] = sources;
    auto& [mode, padding, device] = sampling;
    auto& [is_cell, n, h, w, x, y] = query;
    auto& [channel, pixels, centre] = view;
    auto& [page, step] = walk;
    auto& [theme, text_size, language, shades] = look;
    const auto visit_all = [&](auto&... members) { (visit(members), ...); };
    visit_all(title, note, input, grid, layout, input_id, grid_id, mode, padding, device, is_cell, n, h, w, x, y,
              channel, pixels, centre, page, step, theme, text_size, language, shades, lesson);
}

/// States that differ from the default in one member each.
std::vector<State> altered_states() {
    size_t count = 0;
    State state;
    visit_members(state, [&](auto&) { ++count; });
    std::vector<State> states(count);
    for (size_t k = 0; k < count; ++k) {
        size_t at = 0;
        visit_members(states[k], [&](auto& member) {
            if (at++ == k) alter(member);
        });
        EXPECT_NE(states[k], State{}) << k;
    }
    return states;
}

/// A value other than the default for each setting.
State other_state() {
    State state;
    state.title = "a \"title\" ×";
    state.note = "a note\nwith two lines";
    state.sources = {"folder/x.npy", "theta:m.npy", AxisLayout::HWC, "0123abcd", "4567"};
    state.sampling = {gs::Mode::bicubic, gs::Padding::reflection, gs::Device::cuda};
    state.query = {.n = 3, .x = -0.125, .y = -gs::kInf};
    state.view = {2, 12.5, PixelPoint{-0.5, 1000.25}};
    state.walk = {"other-page", 3};
    state.look = {Theme::projector, TextSize::normal, "pt-BR", Range{-0.5, 1e30}};
    state.lesson = "zeros-fade";
    return state;
}

std::vector<std::string> keys_of_difference(const State& a, const State& b) {
    std::vector<std::string> keys;
    for (const Field& field : fields()) {
        if (!field.equal(a, b)) keys.push_back(field.key);
    }
    return keys;
}

std::string scene_with(const std::string& key, const nlohmann::ordered_json& value) {
    nlohmann::ordered_json scene{{"title", State{}.title}};  // which would follow from the input
    scene[key] = value;
    return scene.dump();
}

TEST(Fields, HaveEveryMemberOfTheState) {
    std::set<std::string> found;
    for (const State& state : altered_states()) {
        const std::vector<std::string> keys = keys_of_difference(State{}, state);
        ASSERT_EQ(keys.size(), 1u) << scene_text(state);
        found.insert(keys[0]);
    }
    EXPECT_EQ(found.size(), fields().size());
    EXPECT_EQ(keys_of_difference(State{}, other_state()).size(), fields().size());
}

TEST(Fields, AreWrittenToScenesAndReadFromThemOneByOne) {
    const State other = other_state();
    for (const Field& field : fields()) {
        SCOPED_TRACE(field.key);
        const State read = parse_scene(scene_with(field.key, field.write(other)), "test");
        EXPECT_EQ(keys_of_difference(State{}, read), std::vector{field.key});
        EXPECT_TRUE(field.equal(read, other));
        EXPECT_EQ(parse_scene(scene_with(field.key, nullptr), "test"), State{});
    }
    EXPECT_EQ(parse_scene(scene_text(other), "test"), other);
}

TEST(Fields, RefuseAnythingElseByTheirNames) {
    for (const Field& field : fields()) {
        const auto message = [&](const char* value) {
            return gs::message_of<std::runtime_error>(
                [&] { parse_scene(scene_with(field.key, nlohmann::ordered_json::parse(value)), "my.json"); });
        };
        for (const char* wrong : {"true", "{\"a\": 1}", "[[]]"})
            EXPECT_TRUE(message(wrong).starts_with("my.json: " + field.key + " ")) << message(wrong);
    }
}

TEST(Fields, AreCopiedOneByOne) {
    const State other = other_state();
    for (const Field& field : fields()) {
        State state;
        field.copy(other, state);
        EXPECT_EQ(keys_of_difference(State{}, state), std::vector{field.key});
        // What differs between the first two is put on top of the third, and nothing else.
        EXPECT_EQ(with_changes(State{}, state, State{}), state);
        EXPECT_EQ(with_changes(state, State{}, other), [&] {
            State back = other;
            field.copy(State{}, back);
            return back;
        }());
    }
    EXPECT_EQ(with_changes(other, other, State{}), State{});
}

TEST(Fields, SayWhatIsToBeMadeAnew) {
    const auto after = [](const auto& change) {
        State state;
        change(state);
        return what_changes(State{}, state);
    };
    EXPECT_EQ(after([](State&) {}), Remakes::nothing);
    EXPECT_EQ(after([](State& state) { state.look.theme = Theme::dark; }), Remakes::picture);
    EXPECT_EQ(after([](State& state) { state.walk.step = 1; }), Remakes::picture);
    EXPECT_EQ(after([](State& state) { state.view.pixels = 9; }), Remakes::picture);
    EXPECT_EQ(after([](State& state) { state.query.x = 0; }), Remakes::trace);
    EXPECT_EQ(after([](State& state) { state.view.channel = 1; }), Remakes::trace);
    EXPECT_EQ(after([](State& state) { state.sampling.mode = gs::Mode::nearest; }), Remakes::output);
    EXPECT_EQ(after([](State& state) { state.sampling.device = gs::Device::cuda; }), Remakes::output);
    EXPECT_EQ(after([](State& state) { state.sources.grid = "centres"; }), Remakes::grid);
    EXPECT_EQ(after([](State& state) { state.sources.layout = AxisLayout::HW; }), Remakes::input);
    EXPECT_EQ(what_changes(other_state(), State{}), Remakes::input);
}

TEST(Fields, OptionsGiveOnlyTheirOwnSettingAValue) {
    const std::vector<std::pair<std::string, std::string>> texts{
        {"--input", "tens:5x5"}, {"--grid", "centres"}, {"--layout", "HWC"},    {"--mode", "nearest"},
        {"--padding", "border"}, {"--at", "1,2,3"},     {"--query", "0.5,nan"}, {"--channel", "2"},
        {"--page", "other"},     {"--step", "2"},       {"--theme", "dark"},    {"--text-size", "large"},
        {"--language", "de"},    {"--shades", "-1,1"},  {"--device", "cuda"}};
    size_t options = 0;
    for (const Field& field : fields()) {
        for (const FieldOption& option : field.options) {
            SCOPED_TRACE(option.name);
            ++options;
            const auto text =
                std::find_if(texts.begin(), texts.end(), [&](const auto& entry) { return entry.first == option.name; });
            ASSERT_NE(text, texts.end());
            State state;
            option.set(state, text->second);
            EXPECT_EQ(keys_of_difference(State{}, state), std::vector{field.key});
            EXPECT_EQ(find_option(option.name), &option);
        }
    }
    EXPECT_EQ(options, texts.size());
    EXPECT_EQ(find_option("--no-such-option"), nullptr);
}

TEST(Fields, TheNoteGoesWithTheSampleThatItSpeaksOf) {
    const std::set<std::string> of_sample{"input", "grid", "layout", "mode", "padding", "query"};
    for (const Field& field : fields()) {
        if (field.key == "note") continue;
        State before, next;
        before.note = next.note = "a note";
        field.copy(other_state(), next);
        EXPECT_EQ(edited(before, next).note.empty(), of_sample.contains(field.key)) << field.key;
        next.note = "another note";
        EXPECT_EQ(edited(before, next), next);
    }
}

TEST_F(FieldsOfProgram, OptionsInTheHelpAreOfSettingsOrOfTheCommandLineItself) {
    const std::set<std::string> own{"--help", "--scene",  "--align-corners", "--threads",    "--memory",
                                    "--size", "--scale",  "--output",        "--lesson",     "--format",
                                    "--case", "--window", "--grad-output",   "--grad-input", "--grad-grid"};
    std::set<std::string> of_settings, seen;
    for (const Field& field : fields()) {
        for (const FieldOption& option : field.options) of_settings.insert(option.name);
    }
    for (const char* command : {"view", "sample", "grad", "explain", "export", "bench", "info"}) {
        const std::string help = answer({command, "--help"});
        for (size_t at = help.find("\n  -"); at != std::string::npos; at = help.find("\n  -", at + 1)) {
            std::string option = help.substr(at + 3, help.find(' ', at + 3) - at - 3);
            option = option.substr(option.find("--"));
            EXPECT_NE(of_settings.contains(option), own.contains(option)) << command << " " << option;
            seen.insert(option);
        }
    }
    EXPECT_EQ(seen.size(), of_settings.size() + own.size());
    const std::string help = answer({"export", "--help"});
    for (const Field& field : fields()) {
        for (const FieldOption& option : field.options)
            EXPECT_TRUE(gs::contains(help, option.name + " " + option.value)) << option.name;
    }
}

TEST_F(FieldsOfProgram, SizesOfTextsAreChosenApartFromColours) {
    const auto picture = [&](const std::vector<std::string>& options) {
        std::vector<std::string> arguments{"export", "--output", "x.svg"};
        arguments.insert(arguments.end(), options.begin(), options.end());
        EXPECT_EQ(answer(arguments), "");
        return gs::read_file(path("x.svg"));
    };
    const std::string plain = picture({});
    EXPECT_EQ(picture({"--text-size", "normal", "--language", "en", "--page", "compare"}), plain);
    EXPECT_NE(picture({"--text-size", "large"}), plain);
    EXPECT_EQ(picture({"--text-size", "large", "--theme", "projector"}), picture({"--theme", "projector"}));
}

TEST(SceneVersion, ComesFirstAndIsTheSecond) {
    EXPECT_TRUE(scene_text(State{}).starts_with("{\n  \"version\": 2,\n")) << scene_text(State{});
    EXPECT_EQ(parse_scene(R"({"version": 2, "step": 3})", "test"), parse_scene(R"({"step": 3})", "test"));
    EXPECT_EQ(parse_scene(R"({"version": 1, "step": 3})", "test"), parse_scene(R"({"step": 3})", "test"));
}

TEST(SceneVersion, OfALaterProgramIsRefusedInOneSentenceThatNamesBoth) {
    const auto message = [](const char* text) {
        return gs::message_of<std::runtime_error>([&] { parse_scene(text, "my.json"); });
    };
    // Whatever else there is in it.
    EXPECT_EQ(message(R"({"colour": "red", "version": 3})"),
              "my.json: is a scene of version 3, but this program reads them up to version 2");
    for (const char* wrong : {R"({"version": 0})", R"({"version": "2"})", R"({"version": 1.5})"})
        EXPECT_TRUE(gs::contains(message(wrong), "version is ")) << wrong;
}

TEST(SceneVersion, OneIsReadAsItWas) {
    const std::string folder = GRIDSCOPE_TEST_FILES "/scenes_1/";
    for (const BuiltinScene& scene : builtin_scenes())
        EXPECT_EQ(read_scene(folder + scene.name + ".json", disk(), gs::Work()), scene.state) << scene.name;
    State want = other_state();
    want.sources.input_id = want.sources.grid_id = "";
    want.view.centre.reset();
    want.walk.page = State{}.walk.page;
    want.look.text_size = State{}.look.text_size;
    want.look.language = State{}.look.language;
    want.lesson = "";
    EXPECT_EQ(read_scene(folder + "every-setting.json", disk(), gs::Work()), want);
    State cell;
    cell.sources.input = "tens:5x6";
    cell.query = {.is_cell = true, .n = 1, .h = 2, .w = 4};
    EXPECT_EQ(read_scene(folder + "cell.json", disk(), gs::Work()), cell);
}

}  // namespace
}  // namespace viz
