// SPDX-License-Identifier: MIT
#include "tests/ui/screen.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <stdexcept>

#include "core/files/npy.h"
#include "viz/parts/layout.h"

namespace viz {
namespace {

// ImGui takes events from 1.87 on; before, it reads the state of the mouse and of the keys.
#if IMGUI_VERSION_NUM >= 18700
void set_mouse(float x, float y) {
    ImGui::GetIO().AddMousePosEvent(x, y);
}
void set_button(bool is_down) {
    ImGui::GetIO().AddMouseButtonEvent(ImGuiMouseButton_Left, is_down);
}
void set_wheel(float notches) {
    ImGui::GetIO().AddMouseWheelEvent(0, notches);
}
void set_key(ImGuiKey key, bool is_down, bool has_shift) {
    ImGui::GetIO().AddKeyEvent(ImGuiMod_Shift, has_shift);
    ImGui::GetIO().AddKeyEvent(key, is_down);
}
#else
void set_mouse(float x, float y) {
    ImGui::GetIO().MousePos = {x, y};
}
void set_button(bool is_down) {
    ImGui::GetIO().MouseDown[ImGuiMouseButton_Left] = is_down;
}
void set_wheel(float notches) {
    ImGui::GetIO().MouseWheel = notches;
}
void set_key(ImGuiKey key, bool is_down, bool has_shift) {
    ImGui::GetIO().KeyMap[key] = key;  // any number: the map says what it stands for
    ImGui::GetIO().KeysDown[key] = is_down;
    ImGui::GetIO().KeyShift = has_shift;
}
#endif

std::optional<std::string> variable(const char* name) {
    const char* const value = std::getenv(name);
    return value != nullptr ? std::optional<std::string>(value) : std::nullopt;
}
void set_variable(const char* name, const std::optional<std::string>& value) {
    value ? setenv(name, value->c_str(), 1) : unsetenv(name);
}

/// No test is to depend on how busy the machine is: whatever it loads is there when the call returns.
constexpr std::chrono::minutes kPatience{1};

}  // namespace

Screen::Screen(const State& state, float width, float height)
    : context_(ImGui::CreateContext()), app_(state, disk(), host_, {.limits = {}, .patience = kPatience}) {
    start(width, height);
}

Screen::Screen(const State& state, const Files& files, const AppOptions& options)
    : context_(ImGui::CreateContext()), app_(state, files, host_, options) {
    start(kDesignSize.x, kDesignSize.y);
}

void Screen::start(float width, float height) {
    ImGui::SetCurrentContext(context_);
    ImGui::GetIO().IniFilename = nullptr;
    ImGui::GetIO().DeltaTime = 1.0f / 60;
    resize(width, height);
    move({-100, -100});
}

Screen::~Screen() {
    ImGui::DestroyContext(context_);
}

void Screen::resize(float width, float height) {
    ImGui::GetIO().DisplaySize = {width, height};
    if (width >= kSmallestDrawn.x && height >= kSmallestDrawn.y) app_.fonts().build(*ImGui::GetIO().Fonts, unit(), 1);
}

float Screen::unit() const {
    const ImVec2 size = ImGui::GetIO().DisplaySize;
    return design_size(size.x, size.y).unit;
}

void Screen::frame(double seconds) {
    ImGui::NewFrame();
    app_.frame(1, seconds);
    ImGui::Render();
    app_.glyphs().clean();
}

void Screen::settle() {
    constexpr int kFrames = 3;
    for (int k = 0; k < kFrames; ++k) frame();
}

void Screen::move(Vec2 to) {
    set_mouse(to.x * unit(), to.y * unit());
    frame();
    frame();
}

void Screen::press() {
    set_button(true);
    frame();
    frame();
}

void Screen::release() {
    set_button(false);
    settle();
}

void Screen::click(Vec2 at) {
    move(at);
    press();
    release();
}

void Screen::drag(Vec2 from, Vec2 to) {
    move(from);
    press();
    move(from + (to - from) * 0.5f);
    move(to);
    release();
}

void Screen::wheel(float notches) {
    set_wheel(notches);
    frame();
    set_wheel(0);
    frame();
}

void Screen::type(std::string_view text) {
    ImGui::GetIO().AddInputCharactersUTF8(std::string(text).c_str());
    settle();
}

void Screen::press_enter() {
    key({Key::enter});
}

void Screen::press_enter(int frames) {
    set_key(ImGuiKey_Enter, true, false);
    frame();
    set_key(ImGuiKey_Enter, false, false);
    for (int k = 1; k < frames; ++k) frame();
}

void Screen::key(const KeyPress& press) {
    press_key(app_, press);
    const std::pair<Key, ImGuiKey> known[] = {{Key::enter, ImGuiKey_Enter},
                                              {Key::tab, ImGuiKey_Tab},
                                              {Key::escape, ImGuiKey_Escape},
                                              {Key::left, ImGuiKey_LeftArrow}};
    for (const auto& [key, imgui_key] : known) {
        if (key != press.key) continue;
        set_key(imgui_key, true, press.shift);
        settle();
        set_key(imgui_key, false, false);
    }
    settle();
}

Vec2 Screen::middle_of(const Target& target) const {
    for (const HitMap::Hit& hit : app_.hits().hits) {
        if (hit.target == target) return hit.rect.centre();
    }
    throw std::runtime_error("the figure has no such target");
}

std::optional<Rect> Screen::find(ImGuiID id, Rect area, bool is_vertical) {
    const auto is_hit = [&](float along) {
        const Vec2 at = is_vertical ? Vec2{area.centre().x, along} : Vec2{along, area.centre().y};
        set_mouse(at.x, at.y);
        frame();
        frame();
        return context_->HoveredIdPreviousFrame == id;
    };
    // In strides that are smaller than any widget, then either end to half a unit.
    constexpr float kStride = 12;
    const float start = is_vertical ? area.y : area.x, end = is_vertical ? area.bottom() : area.right();
    const auto edge = [&](float inside, float outside) {
        while (std::abs(inside - outside) > 0.5f) {
            const float middle = (inside + outside) / 2;
            (is_hit(middle) ? inside : outside) = middle;
        }
        return inside;
    };
    float first = start;
    while (first < end && !is_hit(first)) first += kStride;
    if (first >= end) return std::nullopt;
    float last = first;
    while (is_hit(last + kStride)) last += kStride;
    const float low = edge(first, first - kStride) / unit(), high = edge(last, last + kStride) / unit();
    const Vec2 middle = area.centre() * (1 / unit());
    return is_vertical ? Rect{middle.x, low, 0, high - low} : Rect{low, middle.y, high - low, 0};
}

std::optional<Rect> Screen::widget(const char* window, const char* label) {
    const ImGuiWindow* found = ImGui::FindWindowByName(window);
    if (found == nullptr) return std::nullopt;
    const Rect area{found->Pos.x, found->Pos.y, found->Size.x, found->Size.y};
    return find(const_cast<ImGuiWindow*>(found)->GetID(label), area, false);
}

std::optional<Rect> Screen::box(const char* window, const char* label, float x) {
    const ImGuiWindow* found = ImGui::FindWindowByName(window);
    if (found == nullptr) return std::nullopt;
    const Rect area{x * unit(), found->Pos.y, 0, found->Size.y};
    return find(const_cast<ImGuiWindow*>(found)->GetID(label), area, true);
}

bool Screen::is_popup_open() const {
    return !context_->OpenPopupStack.empty() && context_->OpenPopupStack.back().Window != nullptr;
}

std::optional<Rect> Screen::popup() const {
    if (!is_popup_open()) return std::nullopt;
    const ImGuiWindow& window = *context_->OpenPopupStack.back().Window;
    return Rect{window.Pos.x / unit(), window.Pos.y / unit(), window.Size.x / unit(), window.Size.y / unit()};
}

std::optional<Rect> Screen::entry(const std::string& label) {
    if (!is_popup_open()) return std::nullopt;
    ImGuiWindow* popup = context_->OpenPopupStack.back().Window;
    return find(popup->GetID(label.c_str()), {popup->Pos.x, popup->Pos.y, popup->Size.x, popup->Size.y}, true);
}

void Screen::choose(const char* combo, const std::string& label) {
    const auto box = widget("toolbar", combo);
    ASSERT_TRUE(box) << combo;
    click(box->centre());
    const auto found = entry(label);
    ASSERT_TRUE(found) << combo << ": " << label;
    click(found->centre());
}

std::vector<Corner> Screen::corners(float left, float right) const {
    std::vector<Corner> corners;
    for (const ImDrawVert& vertex : ImGui::GetBackgroundDrawList()->VtxBuffer) {
        const float x = vertex.pos.x / unit();
        if (x >= left && x < right) corners.push_back({vertex.pos.x, vertex.pos.y, vertex.col});
    }
    return corners;
}

State with_channels(const std::filesystem::path& folder) {
    gs::Tensor<float> tensor({1, 3, 4, 4});
    for (int64_t k = 0; k < tensor.count(); ++k) tensor.data()[k] = static_cast<float>(k);
    State state;
    state.sources.input = (folder / "channels.npy").string();
    gs::write_npy(state.sources.input, tensor);
    return state;
}

ScratchFolder::ScratchFolder() : before_(std::filesystem::current_path()) {
    const auto make = [] {
        std::string pattern = (std::filesystem::path(testing::TempDir()) / "gridscope-ui-XXXXXX").string();
        if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no scratch folder can be made");
        return std::filesystem::path(pattern);
    };
    folder_ = make();
    home_ = make();
    std::filesystem::current_path(folder_);
    home_before_ = variable("HOME");
    config_before_ = variable("XDG_CONFIG_HOME");
    state_before_ = variable("XDG_STATE_HOME");
    set_variable("HOME", home_.string());
    set_variable("XDG_CONFIG_HOME", std::nullopt);
    set_variable("XDG_STATE_HOME", std::nullopt);
}

ScratchFolder::~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::current_path(before_, ignored);
    std::filesystem::remove_all(folder_, ignored);
    std::filesystem::remove_all(home_, ignored);
    set_variable("HOME", home_before_);
    set_variable("XDG_CONFIG_HOME", config_before_);
    set_variable("XDG_STATE_HOME", state_before_);
}

std::vector<std::string> ScratchFolder::files() const {
    std::vector<std::string> names;
    for (const auto& file : std::filesystem::directory_iterator(folder_)) names.push_back(file.path().filename());
    std::sort(names.begin(), names.end());
    return names;
}

}  // namespace viz
