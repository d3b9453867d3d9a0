// SPDX-License-Identifier: MIT
#include "viz/ui/app.h"

#include <imgui.h>

#include <cmath>
#include <filesystem>

#include "viz/model/format.h"
#include "viz/model/scene.h"
#include "viz/ui/canvas_imgui.h"
#include "viz/ui/export.h"
#include "viz/ui/panels.h"
#include "viz/ui/theme.h"

namespace viz {
namespace {

constexpr size_t kMostUndo = 200;
constexpr double kSecondsPerStep = 2.5;
constexpr float kGrabDistance = 18;  ///< design units: nearer than this, the query is taken where it is

/// The State, without its note when it no longer shows what the note is about.
State noted(State next, const State& before) {
    if (next.note == before.note && !shows_the_same(next, before)) next.note.clear();
    return next;
}

}  // namespace

App::App(const State& state, FileReader read_file) : model_(std::move(read_file)) {
    model_.update(state);
}

void App::change(const State& next) {
    if (next == state()) return;
    const State before = state();
    try {
        model_.update(noted(next, before));
    } catch (const std::exception& error) {
        message_ = error.what();
        return;
    }
    message_.clear();
    remember(before);
}

void App::remember(const State& before) {
    redo_.clear();
    undo_.push_back(before);
    if (undo_.size() > kMostUndo) undo_.pop_front();
}

void App::go_back(std::deque<State>& from, std::deque<State>& to) {
    if (from.empty()) return;
    const State before = state();
    try {
        model_.update(from.back());
    } catch (const std::exception& error) {
        message_ = error.what();
        return;
    }
    to.push_back(before);
    from.pop_back();
}

void App::undo() {
    go_back(undo_, redo_);
}

void App::redo() {
    go_back(redo_, undo_);
}

void App::toggle_play() {
    is_playing_ = !is_playing_;
    next_step_.reset();
    if (!is_playing_ || state().step < kSteps) return;
    State first = state();
    first.step = 1;
    change(first);
}

void App::dismiss() {
    is_help_open_ = false;
    is_playing_ = false;
    message_.clear();
}

void App::export_picture(const std::string& extension, float scale) {
    const std::string file = unused_name(extension);
    try {
        export_figure(model_, file, {.scale = scale});
        message_ = "Saved " + std::filesystem::absolute(file).string();
    } catch (const std::exception& error) {
        message_ = error.what();
    }
}

void App::open_file(const std::string& path) {
    try {
        if (std::filesystem::path(path).extension() == ".json") return change(read_scene(path));
        State next = state();
        next.input = path;
        next.layout = AxisLayout::automatic;  // the last one's was that of another file
        next.title = std::filesystem::path(path).filename().string();
        next.note.clear();
        next.channel = 0;
        next.query.n = 0;
        change(next);
    } catch (const std::exception& error) {
        message_ = error.what();
    }
}

std::optional<double> App::next_wake() const {
    return is_playing_ ? next_step_ : std::nullopt;
}

void App::play(double seconds) {
    if (!is_playing_) return;
    if (next_step_ && seconds >= *next_step_) {
        State next = state();
        next.step = std::min(next.step + 1, kSteps);
        change(next);
        next_step_.reset();
    }
    if (state().step == kSteps)
        is_playing_ = false;
    else if (!next_step_)
        next_step_ = seconds + kSecondsPerStep;
}

void App::press(Vec2 pointer) {
    message_.clear();
    const Target target = hits_.at(pointer);
    State next = state();
    switch (target.kind) {
        case Target::Kind::step: next.step = target.index; break;
        case Target::Kind::back: next.step = std::max(1, next.step - 1); break;
        case Target::Kind::forward: next.step = std::min(kSteps, next.step + 1); break;
        case Target::Kind::cell: next.query = {.is_cell = true, .n = next.query.n, .h = target.h, .w = target.w}; break;
        case Target::Kind::none:
        case Target::Kind::row: return;
        case Target::Kind::tap:
        case Target::Kind::stage:
            for (int stage = 0; stage < 2; ++stage) {
                const StageView& view = hits_.stages[static_cast<size_t>(stage)];
                if (!view.picture().contains(pointer)) continue;
                const auto [x, y] = model_.query_grid();
                const Vec2 offset = view.screen_from_grid({static_cast<float>(x), static_cast<float>(y)}) - pointer;
                const bool is_near = length(offset) <= kGrabDistance;
                drag_ = Drag{stage, view, is_near ? offset : Vec2{}, state()};
                // A query that is touched stays where it is, bit for bit, until the pointer moves.
                if (!is_near) drag(pointer);
            }
            return;
    }
    change(next);
}

void App::drag(Vec2 pointer) {
    const StageView& view = drag_->view;
    const Vec2 grid = view.grid_from_screen(pointer + drag_->offset);
    State next = state();
    next.query = model_.free_query();
    // Under True every grid value of a one-pixel axis lands on that pixel: dragging cannot choose one.
    if (!view.align_corners || view.width > 1) next.query.x = shortest(grid.x, gs::Dtype::float32);
    if (!view.align_corners || view.height > 1) next.query.y = shortest(grid.y, gs::Dtype::float32);
    model_.update(noted(next, state()));
    // The whole drag is one undo step: what was before it.
    if (!drag_->before || state() == *drag_->before) return;
    remember(*drag_->before);
    drag_->before.reset();
}

void App::follow_mouse(Vec2 pointer) {
    const ImGuiIO& io = ImGui::GetIO();
    if (drag_) {
        if (!ImGui::IsMouseDown(ImGuiMouseButton_Left)) {
            drag_.reset();
        } else if (io.MouseDelta.x != 0 || io.MouseDelta.y != 0) {
            drag(pointer);
        }
        hover_ = {};
        hover_pixel_.reset();
        return;
    }
    hover_ = io.WantCaptureMouse ? Target{} : hits_.at(pointer);
    hover_pixel_ = io.WantCaptureMouse ? std::nullopt : hits_.pixel_at(pointer);
    if (io.WantCaptureMouse) return;
    if (ImGui::IsMouseClicked(ImGuiMouseButton_Left)) press(pointer);
    const bool is_on_stage = hover_.kind == Target::Kind::stage || hover_.kind == Target::Kind::tap;
    if (io.MouseWheel != 0 && is_on_stage) zoom(*this, io.MouseWheel < 0 ? 1 : -1);
}

void App::draw_message(const Layout& layout, float unit, float pixel_ratio) {
    if (message_.empty()) return;
    const Palette& colors = palette(state().theme);
    ImguiCanvas canvas(*ImGui::GetForegroundDrawList(), glyphs_, {0, 0}, unit, pixel_ratio);
    const float size = 15, width = std::min(text_width(Face::regular, size, message_) + 36, layout.page.w - 40);
    const Rect box{layout.page.centre().x - width / 2, layout.narration.y - 48, width, 38};
    canvas.fill(box, colors.ink, 8);
    const float fitted = fitting_size(Face::regular, size, message_, width - 24);
    canvas.text(box.centre(), message_, {Face::regular, fitted, colors.card}, Anchor::middle);
}

void App::frame(float pixel_ratio, double seconds) {
    glyphs_.begin_frame();
    play(seconds);
    const ImGuiIO& io = ImGui::GetIO();
    const DesignSize design = design_size(io.DisplaySize.x, io.DisplaySize.y);
    follow_mouse({io.MousePos.x / design.unit, io.MousePos.y / design.unit});

    apply_theme(state().theme, design.unit);
    ImguiCanvas canvas(*ImGui::GetBackgroundDrawList(), glyphs_, {0, 0}, design.unit, pixel_ratio);
    hits_ = draw_figure(canvas, model_,
                        {.size = design.size,
                         .hover = hover_,
                         .pixel = hover_pixel_,
                         .has_header = false,
                         .window = drag_ ? std::optional(drag_->view.window) : std::nullopt});
    const Layout layout = make_layout(design.size, state().theme);
    const PanelContext context{*this, layout, design.unit};
    draw_toolbar(context);
    if (is_help_open_) draw_help(context);
    draw_message(layout, design.unit, pixel_ratio);
}

}  // namespace viz
