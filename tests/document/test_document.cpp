// SPDX-License-Identifier: MIT
// What is open: undo, files that change, what is refused. No window is needed for any of it.
#include <gtest/gtest.h>

#include <stdexcept>

#include "core/files/npy.h"
#include "viz/document/document.h"
#include "viz/document/scene.h"
#include "viz/platform/memory_files.h"

namespace viz {
namespace {

constexpr std::chrono::minutes kPatience{1};

std::string npy(float value, const gs::Sizes& sizes = {1, 1, 4, 4}) {
    gs::Tensor<float> tensor(sizes);
    for (int64_t k = 0; k < tensor.count(); ++k) tensor.data()[k] = value;
    return gs::format_npy(tensor);
}

State of(const std::string& input) {
    State state;
    state.sources.input = input;
    return state;
}

double first_value(const Document& document) {
    return value_at(document.loaded().input->source.tensor, 0, 0, 0, 0);
}

State with_step(State state, int step) {
    state.walk.step = step;
    return state;
}

/// The kinds of what has happened since the last call.
std::vector<News::Kind> news(Document& document) {
    std::vector<News::Kind> kinds;
    for (const News& each : document.take_news()) kinds.push_back(each.kind);
    return kinds;
}

struct AnyDocument : testing::Test {
    MemoryFiles files;
    DocumentOptions options{.limits = {}, .patience = kPatience};
};

TEST_F(AnyDocument, UndoAndRedoGoThroughAllChanges) {
    Document document(State{}, files, options);
    for (const int step : {3, 5, 2}) document.change(with_step(document.state(), step));
    document.undo();
    EXPECT_EQ(document.state().walk.step, 5);
    document.undo();
    document.undo();
    EXPECT_EQ(document.state(), State{});
    document.undo();
    EXPECT_EQ(document.state(), State{}) << "there is nothing before it";
    for (int k = 0; k < 3; ++k) document.redo();
    EXPECT_EQ(document.state().walk.step, 2);
}

TEST_F(AnyDocument, HoldsWhatAFileHeld) {
    files.put("x.npy", npy(1));
    Document document(of("x.npy"), files, options);
    const State before = document.state();
    files.put("x.npy", npy(2));
    EXPECT_EQ(document.changed_files(), std::vector<std::string>{"x.npy"});
    document.change(with_step(before, 4));
    EXPECT_EQ(first_value(document), 1) << "until it is read again";
    document.reload_files();
    EXPECT_EQ(first_value(document), 2);
    EXPECT_NE(document.state().sources.input_id, before.sources.input_id);
    EXPECT_TRUE(document.changed_files().empty());
    document.undo();
    document.undo();
    EXPECT_EQ(document.state(), before);
    EXPECT_EQ(first_value(document), 1) << "the same State shows the same";
}

TEST_F(AnyDocument, WithoutTheMemoryForItsHistoryReadsAgainAndSaysWhatHasChanged) {
    files.put("x.npy", npy(1));
    files.put("y.npy", npy(5));
    options.limits.memory = 120;
    Document document(of("x.npy"), files, options);
    const std::string y[] = {"y.npy"};
    document.open_files(y);
    files.put("x.npy", npy(2));
    news(document);
    document.undo();
    EXPECT_EQ(document.state().sources.input, "x.npy");
    EXPECT_EQ(first_value(document), 2);
    EXPECT_EQ(news(document), (std::vector{News::Kind::changed, News::Kind::other_content}));
}

TEST_F(AnyDocument, OfASceneOfAnotherContentSaysSo) {
    files.put("x.npy", npy(1));
    std::string scene;
    {
        Document document(of("x.npy"), files, options);
        scene = scene_text(document.state());
    }
    Document same(parse_scene(scene, "scene"), files, options);
    EXPECT_TRUE(news(same).empty());
    files.put("x.npy", npy(2));
    Document other(parse_scene(scene, "scene"), files, options);
    EXPECT_EQ(news(other), std::vector{News::Kind::other_content});
    EXPECT_EQ(first_value(other), 2);
}

TEST_F(AnyDocument, ChangesNothingWhenAStateIsRefused) {
    const auto is_bad = [](const State& state) { return state.walk.step == 3; };
    options.accept = [&](const LoadedState& loaded) {
        if (is_bad(loaded.state)) throw std::runtime_error("not this one");
    };
    Document document(State{}, files, options);
    document.change(with_step(document.state(), 3));
    EXPECT_EQ(document.state(), State{});
    EXPECT_EQ(news(document), std::vector{News::Kind::refused});
    document.change(of("missing.npy"));
    EXPECT_EQ(document.state(), State{});
    State query;
    query.query = {.is_cell = true, .n = 0, .h = 99, .w = 0};
    document.change(query);
    EXPECT_EQ(document.state(), State{});
    document.undo();
    EXPECT_EQ(document.state(), State{}) << "and none of it is a step";
    EXPECT_THROW(Document(with_step(State{}, 3), files, options), std::runtime_error);
}

TEST_F(AnyDocument, ADragIsOneStepAndAChangeMeanwhileAnother) {
    Document document(State{}, files, options);
    auto drag = [&, step = uint64_t{0}](double x) mutable {
        State next = document.state();
        next.query.x = x;
        EXPECT_TRUE(document.drag(next, step));
    };
    for (const double x : {0.1, 0.2, 0.3}) drag(x);
    document.change(with_step(document.state(), 2));
    for (const double x : {0.4, 0.5}) drag(x);
    document.undo();
    EXPECT_EQ(document.state().query.x, 0.3);
    EXPECT_EQ(document.state().walk.step, 2);
    document.undo();
    EXPECT_EQ(document.state().walk.step, kSteps);
    document.undo();
    EXPECT_EQ(document.state(), State{});
}

TEST_F(AnyDocument, SaysWhatItReadAgainAlthoughNobodyAsked) {
    files.put("x.npy", npy(1));
    files.put("y.npy", npy(1, {1, 1, 5, 5}));
    files.put("g.npy", npy(0, {2, 2, 2}));
    State start = of("x.npy");
    start.sources.grid = "g.npy";
    Document document(start, files, options);
    files.put("g.npy", npy(0.5f, {2, 2, 2}));
    const std::string y[] = {"y.npy"};
    document.open_files(y);
    const std::vector<News> told = document.take_news();
    ASSERT_EQ(told.back().kind, News::Kind::opened);
    EXPECT_EQ(told.back().files, std::vector<std::string>{"g.npy"}) << "the grid goes with the new input";
}

TEST_F(AnyDocument, RefusesNonsenseInASentence) {
    Document document(State{}, files, options);
    for (const char* input : {"ramp:0x0", "x.png?junk", "theta:", ""}) {
        document.change(of(input));
        EXPECT_EQ(news(document), std::vector{News::Kind::refused}) << input;
        EXPECT_EQ(document.state(), State{}) << input;
    }
}

TEST_F(AnyDocument, OfABuiltInInputHasNoContentToDiffer) {
    State state;
    state.sources.input_id = "deadbeef";
    Document document(state, files, options);
    EXPECT_TRUE(news(document).empty());
    EXPECT_EQ(document.state().sources.input_id, "");
}

TEST_F(AnyDocument, AFileThatWasOnlyTouchedHasNotChangedOnceItIsReadAgain) {
    files.put("x.npy", npy(1));
    Document document(of("x.npy"), files, options);
    document.change(with_step(document.state(), 3));
    files.put("x.npy", npy(1));
    document.reload_files();
    document.undo();
    document.redo();
    document.change(with_step(document.state(), 4));
    EXPECT_TRUE(document.changed_files().empty());
}

TEST_F(AnyDocument, TellsFilesByTheirContentAndEntitlesThem) {
    files.put("photo", npy(1, {1, 3, 5, 5}));
    files.put("points.npy", npy(0, {2, 2, 2}));
    Document document(State{}, files, options);
    const std::string both[] = {"photo", "points.npy"};
    document.open_files(both);
    EXPECT_EQ(document.state().sources.input, "photo");
    EXPECT_EQ(document.state().sources.grid, "points.npy");
    EXPECT_EQ(document.state().title, "photo");
    EXPECT_EQ(news(document), (std::vector{News::Kind::changed, News::Kind::opened}));
    document.undo();
    EXPECT_EQ(document.state(), State{}) << "several files are one step";
}

}  // namespace
}  // namespace viz
