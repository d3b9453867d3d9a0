// SPDX-License-Identifier: MIT
// Files that are dropped on the window, and pictures that are saved from it.
#include <fstream>
#include <sstream>

#include "tests/ui/screen.h"

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
        changed.step = 3;
        changed.theme = Theme::dark;
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
    state.mode = gs::Mode::nearest;
    state.note = "a note on the input before";
    Screen screen(state);
    screen.app().open_file(channels.input);
    EXPECT_EQ(screen.state().input, channels.input);
    EXPECT_EQ(screen.state().title, "channels.npy");
    EXPECT_EQ(screen.state().note, "");
    EXPECT_EQ(screen.state().mode, gs::Mode::nearest);
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
        state.step = 4;
        Screen screen(state);
        screen.app().open_file(file);
        EXPECT_EQ(screen.state(), state) << file;
        EXPECT_NE(screen.app().message(), "") << file;
        screen.settle();
        screen.app().undo();
        EXPECT_EQ(screen.state(), state) << "nothing to undo: " << file;
    }
}

TEST(OpenFile, AMessageIsShownUntilItIsDismissed) {
    Screen screen;
    const auto drawn = [] { return ImGui::GetForegroundDrawList()->VtxBuffer.Size; };
    screen.settle();
    const int before = drawn();
    screen.app().open_file("missing.json");
    screen.settle();
    EXPECT_GT(drawn(), before);
    screen.app().dismiss();
    screen.settle();
    EXPECT_EQ(drawn(), before);
}

TEST(OpenFile, AMessageGoesWithTheNextClickOrChange) {
    Screen screen;
    screen.app().open_file("missing.json");
    EXPECT_NE(screen.app().message(), "");
    screen.click({640, 420});
    EXPECT_EQ(screen.app().message(), "");
    screen.app().open_file("missing.json");
    State next = screen.state();
    next.step = 2;
    screen.app().change(next);
    EXPECT_EQ(screen.app().message(), "");
}

TEST(OpenFile, AFileThatGoesLaterCostsNothingButAMessage) {
    const ScratchFolder folder;
    const State channels = with_channels(folder.path());
    Screen screen;
    screen.app().open_file(channels.input);
    State next = screen.state();
    next.input = "ramp:4x4";
    screen.app().change(next);
    std::filesystem::remove(channels.input);
    EXPECT_NO_THROW(screen.app().undo());
    screen.settle();
    EXPECT_EQ(screen.state(), next);
    EXPECT_NE(screen.app().message(), "");
    EXPECT_NO_THROW(screen.app().redo());
}

TEST(SavePicture, WritesANewFileEachTime) {
    const ScratchFolder folder;
    Screen screen;
    write("gridscope.svg", "precious");
    screen.app().export_picture(".svg", 1);
    screen.app().export_picture(".svg", 1);
    EXPECT_EQ(folder.files(), (std::vector<std::string>{"gridscope-2.svg", "gridscope-3.svg", "gridscope.svg"}));
    EXPECT_EQ(read("gridscope.svg"), "precious");
    EXPECT_EQ(read("gridscope-2.svg"), read("gridscope-3.svg"));
    EXPECT_EQ(read("gridscope-2.svg").find("<svg "), 0u);
    EXPECT_NE(screen.app().message().find((folder.path() / "gridscope-3.svg").string()), std::string::npos)
        << screen.app().message();
}

TEST(SavePicture, ChangesNothing) {
    const ScratchFolder folder;
    Screen screen;
    const State before = screen.state();
    screen.app().export_picture(".svg", 2);
    EXPECT_EQ(screen.state(), before);
}

TEST(SavePicture, SaysWhyItCannot) {
    const ScratchFolder folder;
    Screen screen;
    screen.app().export_picture(".tiff", 1);
    EXPECT_EQ(folder.files(), std::vector<std::string>{});
    EXPECT_NE(screen.app().message(), "");
    EXPECT_EQ(screen.app().message().find("Saved"), std::string::npos);
}

}  // namespace
}  // namespace viz
