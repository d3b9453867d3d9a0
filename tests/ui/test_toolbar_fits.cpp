// SPDX-License-Identifier: MIT
// Nothing of the tool bar and of the help is cut off, however small the window.
#include <imgui_internal.h>

#include "tests/ui/screen.h"
#include "viz/document/format.h"
#include "viz/ui/panels.h"

namespace viz {
namespace {

struct Size {
    float width, height;
};
constexpr Size kSizes[] = {{1024, 700}, {1280, 800}, {1920, 1080}};

/// Whether all widgets of the window lie within it.
testing::AssertionResult holds_its_widgets(const char* window) {
    const ImGuiWindow* found = ImGui::FindWindowByName(window);
    if (found == nullptr) return testing::AssertionFailure() << "there is no " << window;
    const ImVec2 screen = ImGui::GetIO().DisplaySize;
    const ImVec2 end{found->Pos.x + found->Size.x, found->Pos.y + found->Size.y};
    // To the right there must be as much room as to the left; below, the frames need only not be cut off.
    const float needed_x = found->ContentSize.x + 2 * found->WindowPadding.x,
                needed_y = found->ContentSize.y + found->WindowPadding.y;
    constexpr float kSlack = 0.5f;  // ImGui rounds sizes to whole pixels
    if (!(needed_x <= found->Size.x + kSlack) || !(needed_y <= found->Size.y + kSlack))
        return testing::AssertionFailure() << window << " is " << found->Size.x << " x " << found->Size.y
                                           << ", but its widgets take " << needed_x << " x " << needed_y;
    if (!(found->Pos.x >= 0 && found->Pos.y >= 0 && end.x <= screen.x + kSlack && end.y <= screen.y + kSlack))
        return testing::AssertionFailure() << window << " ends at " << end.x << ", " << end.y << ", off the screen";
    return testing::AssertionSuccess();
}

std::vector<State> states(const ScratchFolder& folder) {
    std::vector<State> all;
    for (const auto& [scene, state] : builtin_scenes()) all.push_back(state);
    all.push_back(with_channels(folder.path()));
    return all;
}

TEST(ToolbarFits, InEveryWindowThemeAndScene) {
    const ScratchFolder folder;
    for (State state : states(folder)) {
        for (const Theme theme : kThemes) {
            for (const auto& [width, height] : kSizes) {
                state.look.theme = theme;
                Screen screen(state, width, height);
                screen.settle();
                EXPECT_TRUE(holds_its_widgets("toolbar"))
                    << state.title << ", " << name(theme) << ", " << width << " x " << height;
            }
        }
    }
}

TEST(ToolbarFits, AlsoInOddShapes) {
    for (const auto& [width, height] : {Size{1024, 1400}, Size{2560, 700}, Size{3840, 2160}}) {
        Screen screen({}, width, height);
        screen.settle();
        EXPECT_TRUE(holds_its_widgets("toolbar")) << width << " x " << height;
    }
}

TEST(ToolbarFits, TheWheelDoesNotScrollIt) {
    Screen screen;
    screen.move({300, 24});
    screen.wheel(-3);
    screen.settle();
    EXPECT_EQ(ImGui::FindWindowByName("toolbar")->Scroll.y, 0);
}

TEST(HelpFits, InEveryWindow) {
    for (const auto& [width, height] : kSizes) {
        Screen screen({}, width, height);
        screen.app().toggle_help();
        screen.settle();
        EXPECT_TRUE(holds_its_widgets("help")) << width << " x " << height;
    }
}

/// How far a text reaches in the tool bar's type, in design units.
float width_of(Screen& screen, Type type, const std::string& text) {
    ImFont* font = screen.app().fonts().get(type);
    return font->CalcTextSizeA(font->FontSize * font->Scale, 1e9f, 0, text.c_str()).x / screen.unit();
}

TEST(HelpFits, EveryLineIsReadToItsEnd) {
    Screen screen;
    for (const Command& command : commands()) {
        EXPECT_LE(width_of(screen, Type::strong, std::string(command.keys)), kHelpKeys) << command.keys;
        EXPECT_LE(width_of(screen, Type::body, std::string(command.what)), kHelpWords) << command.what;
    }
}

TEST(PanelFits, InEveryWindowAndTheme) {
    const ScratchFolder folder;
    for (const Theme theme : kThemes) {
        for (const auto& [width, height] : kSizes) {
            State state;
            state.look.theme = theme;
            Screen screen(state, width, height);
            screen.app().ask_where_to_save(PictureFormat::png);
            screen.settle();
            screen.app().export_panel().refusal = "there is no folder " + std::string(200, 'x') + " anywhere";
            screen.settle();
            const auto panel = screen.popup();
            ASSERT_TRUE(panel);
            const Vec2 page = design_size(width, height).size;
            EXPECT_TRUE(panel->x >= 0 && panel->right() <= page.x && panel->bottom() <= page.y)
                << name(theme) << ", " << width << " x " << height;
        }
    }
}

/// Hovering finds the ends of a widget to within this, in design units.
constexpr float kFound = 1.5f;

TEST(ToolbarFits, TheWordsOfEveryCombo) {
    constexpr float kAround = 10 + 22;  // the frame's padding, and the room of the chevron
    constexpr float kBetween = 7;       // the word and its value
    Screen screen;
    const auto expect_room = [&](const char* combo, const std::string& word, const std::string& value) {
        const auto box = screen.widget("toolbar", combo);
        ASSERT_TRUE(box) << combo;
        const float needed = kAround + (word.empty() ? 0 : width_of(screen, Type::body, word) + kBetween) +
                             width_of(screen, Type::body, value);
        EXPECT_LE(needed, box->w + kFound) << word << " " << value;
    };
    for (const auto& [scene, state] : builtin_scenes()) expect_room("##scene", "", state.title);
    for (const gs::Mode mode : gs::kModes) expect_room("##mode", "mode", std::string(name(mode)));
    for (const gs::Padding padding : gs::kPaddings) expect_room("##padding", "padding", std::string(name(padding)));
    for (const gs::Device device : gs::kDevices) expect_room("##device", "device", std::string(name(device)));
    for (const Theme theme : kThemes) expect_room("##theme", "", std::string(name(theme)));
}

TEST(ToolbarFits, TheDigitsOfAGridValue) {
    constexpr float kAround = 2 * 10;  // the frame's padding
    Screen screen;
    const auto box = screen.widget("toolbar", "##x");
    ASSERT_TRUE(box);
    for (const float value : {0.7143f, -0.7143f, -0.71429f, 1e30f, -0.3333333f})
        EXPECT_LE(width_of(screen, Type::number, exact(value)) + kAround, box->w + kFound) << exact(value);
}

}  // namespace
}  // namespace viz
