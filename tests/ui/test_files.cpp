// SPDX-License-Identifier: MIT
// Files that are dropped on the window, and pictures that are saved from it.
#include <fstream>
#include <sstream>

#include "core/files/npy.h"
#include "tests/ui/screen.h"
#include "viz/platform/desktop/settings.h"

namespace viz {
namespace {

void write(const std::string& file, const std::string& text) {
    std::ofstream(file, std::ios::binary) << text;
}

std::string read(const std::string& file) {
    std::ostringstream text;
    text << std::ifstream(file, std::ios::binary).rdbuf();
    return text.str();
}

TEST(OpenFile, LoadsASceneExactly) {
    const ScratchFolder folder;
    for (const auto& [scene, state] : builtin_scenes()) {
        State changed = state;
        changed.walk.step = 3;
        changed.look.theme = Theme::dark;
        write("scene.json", scene_text(changed));
        Screen screen;
        screen.app().open_file("scene.json");
        EXPECT_EQ(screen.state(), changed) << scene;
        EXPECT_EQ(screen.app().message(), "") << scene;
        screen.app().undo();
        EXPECT_EQ(screen.state(), State{}) << "undo returns to what was before";
    }
}

TEST(OpenFile, LoadsAnInputAndKeepsTheSettings) {
    const ScratchFolder folder;
    const State channels = with_channels(folder.path());
    State state;
    state.sampling.mode = gs::Mode::nearest;
    state.note = "a note on the input before";
    Screen screen(state);
    screen.app().open_file(channels.sources.input);
    EXPECT_EQ(screen.state().sources.input, channels.sources.input);
    EXPECT_EQ(screen.state().title, "channels.npy");
    EXPECT_EQ(screen.state().note, "");
    EXPECT_EQ(screen.state().sampling.mode, gs::Mode::nearest);
    EXPECT_EQ(screen.state().query, state.query);
    EXPECT_EQ(screen.app().model().channels(), 3);
    screen.settle();
}

TEST(OpenFile, RefusesWhatCannotBeReadAndSaysSo) {
    const ScratchFolder folder;
    write("broken.json", "{ \"mode\": ");
    write("unknown.json", "{ \"colour\": 3 }");
    write("missing-input.json", "{ \"input\": \"nowhere.npy\" }");
    write("far-cell.json", "{ \"query\": { \"n\": 0, \"h\": 77, \"w\": 0 } }");
    write("broken.npy", "\x93NUMPY\x01");
    write("empty.npy", "");
    write("picture.png", "no picture at all");
    for (const char* file :
         {"missing.json", "missing.npy", "missing.png", "missing", "", ".", "broken.json", "unknown.json",
          "missing-input.json", "far-cell.json", "broken.npy", "empty.npy", "picture.png"}) {
        State state;
        state.walk.step = 4;
        Screen screen(state);
        screen.app().open_file(file);
        EXPECT_EQ(screen.state(), state) << file;
        EXPECT_NE(screen.app().message(), "") << file;
        screen.settle();
        screen.app().undo();
        EXPECT_EQ(screen.state(), state) << "nothing to undo: " << file;
    }
}

TEST(OpenFile, AnArrayThatCanBeAGridBecomesTheGridAndThatIsSaid) {
    const ScratchFolder folder;
    gs::write_npy("g.npy", gs::Tensor<float>({5, 7, 2}));
    State state;
    state.query = {.is_cell = true, .h = 2, .w = 2};
    Screen screen(state);
    screen.app().open_file("g.npy");
    EXPECT_EQ(screen.state().sources.grid, "g.npy");
    EXPECT_EQ(screen.state().sources.input, state.sources.input);
    EXPECT_FALSE(screen.state().query.is_cell) << "a cell of the grid before need not be one of this";
    EXPECT_EQ(screen.app().message_kind(), MessageKind::done);
    EXPECT_NE(screen.app().message().find("g.npy is the grid now"), std::string::npos) << screen.app().message();
}

TEST(OpenFile, AnInputAndItsGridAreOpenedTogetherInEitherOrder) {
    for (const bool grid_first : {true, false}) {
        const ScratchFolder folder;
        gs::write_npy("x.npy", gs::Tensor<float>({4, 3, 6, 8}));
        gs::write_npy("g.npy", gs::Tensor<float>({4, 5, 7, 2}));
        Screen screen;
        const std::vector<std::string> files{grid_first ? "g.npy" : "x.npy", grid_first ? "x.npy" : "g.npy"};
        screen.app().open_files(files);
        EXPECT_EQ(screen.state().sources.input, "x.npy");
        EXPECT_EQ(screen.state().sources.grid, "g.npy");
        // The next input does not go with that grid.
        gs::write_npy("one.npy", gs::Tensor<float>({6, 8}));
        screen.app().open_file("one.npy");
        EXPECT_EQ(screen.state().sources.input, "one.npy");
        EXPECT_EQ(screen.state().sources.grid, State{}.sources.grid);
    }
}

TEST(OpenFile, SaysWhatWasGuessed) {
    const ScratchFolder folder;
    gs::write_npy("hwc.npy", gs::Tensor<float>({6, 8, 3}));
    Screen screen;
    screen.app().open_file("hwc.npy");
    EXPECT_EQ(screen.app().model().channels(), 3);
    EXPECT_NE(screen.app().message().find("read as HWC"), std::string::npos) << screen.app().message();
}

TEST(FactsPanel, OpensByItsButtonAndItsKeyAndClosesByEsc) {
    Screen screen;
    screen.key({Key::i});
    EXPECT_TRUE(screen.is_popup_open());
    screen.key({Key::escape});
    EXPECT_FALSE(screen.is_popup_open());
    screen.click(screen.widget("toolbar", "i")->centre());
    EXPECT_TRUE(screen.is_popup_open());
}

TEST(OpenFile, SeveralAreOpenedOneAfterTheOther) {
    const ScratchFolder folder;
    const State channels = with_channels(folder.path());
    State dark;
    dark.look.theme = Theme::dark;
    write("dark.json", scene_text(dark));
    Screen screen;
    screen.app().open_files(std::vector<std::string>{"dark.json", "missing.json", channels.sources.input, "broken"});
    EXPECT_EQ(screen.state().look.theme, Theme::dark);
    EXPECT_EQ(screen.state().sources.input, channels.sources.input);
    EXPECT_NE(screen.app().message().find("missing.json"), std::string::npos) << "what was opened later hides nothing";
    EXPECT_NE(screen.app().message().find("broken"), std::string::npos);
    EXPECT_EQ(screen.app().message_kind(), MessageKind::refused);
}

TEST(OpenFile, OfSeveralWhatIsNoImageIsRefusedByNameAndHidesNoOther) {
    const ScratchFolder folder;
    const State channels = with_channels(folder.path());
    write("one.txt", "no picture at all");
    write("two.png", "neither");
    Screen screen;
    screen.app().open_files(std::vector<std::string>{channels.sources.input, "one.txt", "two.png"});
    EXPECT_EQ(screen.state().sources.input, channels.sources.input);
    for (const char* name : {"one.txt: ", "two.png: "})
        EXPECT_NE(screen.app().message().find(name), std::string::npos) << screen.app().message();
}

/// Opens the panel with a folder and a name, and presses Enter.
void save(Screen& screen, const std::string& folder, const std::string& name, PictureFormat format) {
    screen.app().ask_where_to_save(format);
    screen.settle();
    ASSERT_TRUE(screen.is_popup_open());
    screen.app().export_panel().folder = folder;
    screen.app().export_panel().name = name;
    screen.press_enter();
}

TEST(SavePicture, WritesANewFileEachTimeAndSaysWhereInFull) {
    const ScratchFolder folder;
    Screen screen;
    write("mine.svg", "precious");
    save(screen, folder.path().string(), "mine", PictureFormat::svg);
    EXPECT_FALSE(screen.is_popup_open());
    save(screen, folder.path().string(), "mine.svg", PictureFormat::svg);
    EXPECT_EQ(folder.files(), (std::vector<std::string>{"mine-2.svg", "mine-3.svg", "mine.svg"}));
    EXPECT_EQ(read("mine.svg"), "precious");
    EXPECT_EQ(read("mine-2.svg"), read("mine-3.svg"));
    EXPECT_EQ(read("mine-2.svg").find("<svg "), 0u);
    EXPECT_EQ(screen.app().message(), "Saved " + (folder.path() / "mine-3.svg").string());
    EXPECT_EQ(screen.app().message_kind(), MessageKind::done);
}

TEST(SavePicture, TakesAFolderInTheHomeFolderByItsTilde) {
    const ScratchFolder folder;
    std::filesystem::create_directory(folder.home() / "figures");
    Screen screen;
    save(screen, " ~/figures ", "a", PictureFormat::svg);
    EXPECT_TRUE(std::filesystem::exists(folder.home() / "figures" / "a.svg"));
}

TEST(SavePicture, OffersTheFolderOfTheLastOneAlsoInTheNextRun) {
    const ScratchFolder folder;
    std::filesystem::create_directory(folder.home() / "figures");
    {
        Screen screen;
        screen.app().ask_where_to_save(PictureFormat::png);
        EXPECT_EQ(screen.app().export_panel().folder, folder.home()) << "never the working folder";
        save(screen, (folder.home() / "figures").string(), "a", PictureFormat::svg);
    }
    Screen screen;
    screen.app().ask_where_to_save(PictureFormat::png);
    EXPECT_EQ(screen.app().export_panel().folder, folder.home() / "figures");
    EXPECT_EQ(screen.app().export_panel().name, "gridscope-4x4-ramp");
}

TEST(SavePicture, ChangesNothing) {
    const ScratchFolder folder;
    Screen screen;
    const State before = screen.state();
    save(screen, folder.path().string(), "a", PictureFormat::svg);
    EXPECT_EQ(screen.state(), before);
}

TEST(SavePicture, SaysWhyItCannotAndKeepsWhatWasTyped) {
    const ScratchFolder folder;
    Screen screen;
    const std::string missing = (folder.path() / "missing").string();
    for (const auto& [where, name] : {std::pair<std::string, std::string>{missing, "a"},
                                      {"", "a"},
                                      {folder.path().string(), ""},
                                      {folder.path().string(), "a/b"},
                                      {folder.path().string(), ".."},
                                      {folder.path().string(), std::string(300, 'x')}}) {
        save(screen, where, name, PictureFormat::svg);
        EXPECT_TRUE(screen.is_popup_open()) << where << ", " << name;
        EXPECT_NE(screen.app().export_panel().refusal, "") << where << ", " << name;
        EXPECT_EQ(screen.app().export_panel().folder, where);
        EXPECT_EQ(screen.app().export_panel().name, name);
        screen.key({Key::escape});
        EXPECT_FALSE(screen.is_popup_open());
    }
    EXPECT_EQ(folder.files(), std::vector<std::string>{});
}

TEST(SavePicture, AFolderThatIsGoneIsAMessage) {
    const ScratchFolder folder;
    write_settings({(folder.path() / "gone").string()});
    Screen screen;
    screen.app().export_picture(PictureFormat::svg);
    EXPECT_EQ(screen.app().message_kind(), MessageKind::refused);
    EXPECT_NE(screen.app().message().find("gone"), std::string::npos) << screen.app().message();
}

TEST(SavePicture, IsNamedAfterItsScene) {
    EXPECT_EQ(picture_stem("4×4 ramp"), "gridscope-4x4-ramp");
    EXPECT_EQ(picture_stem("../../etc/passwd"), "gridscope-etc-passwd");
    EXPECT_EQ(picture_stem("One pixel: True & False!"), "gridscope-one-pixel-true-false");
    EXPECT_EQ(picture_stem(""), "gridscope");
    EXPECT_LE(picture_stem(std::string(5000, 'x')).size(), 100u);
}

}  // namespace
}  // namespace viz
