// SPDX-License-Identifier: MIT
#include "viz/ui/commands.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "viz/document/format.h"
#include "viz/ui/app.h"

namespace viz {
namespace {

template <class Change>
void edit(App& app, Change&& change) {
    State next = app.state();
    change(next);
    app.change(next);
}

void go_to_step(App& app, int step) {
    edit(app, [&](State& state) { state.walk.step = std::clamp(step, 1, kSteps); });
}

/// The next output cell in reading order, or the one before; from a free query, the first or the last.
void go_to_cell(App& app, int64_t by) {
    const int64_t columns = app.model().columns(), count = app.model().rows() * columns;
    if (count == 0) return;
    const Query& query = app.state().query;
    const int64_t from = query.is_cell ? query.h * columns + query.w : by > 0 ? -1 : count;
    const int64_t to = std::clamp<int64_t>(from + by, 0, count - 1);
    edit(app,
         [&](State& state) { state.query = {.is_cell = true, .n = query.n, .h = to / columns, .w = to % columns}; });
}

void move_query(App& app, double x, double y) {
    const gs::Dtype arithmetic = app.model().arithmetic();
    edit(app, [&](State& state) {
        state.query = {.n = state.query.n, .x = shortest(x, arithmetic), .y = shortest(y, arithmetic)};
    });
}

/// Moves by pixels as align_corners = False counts them: a pixel is 2 / size there.
template <int numerator, int denominator, int right, int down>
void nudge(App& app) {
    const auto [x, y] = app.model().query_grid();
    constexpr double kPixels = static_cast<double>(numerator) / denominator;
    const auto step = [](int64_t size) { return 2 * kPixels / static_cast<double>(size); };
    move_query(app, x + right * step(app.model().width()), y + down * step(app.model().height()));
}

/// Moves to the next number of the arithmetic's type.
template <int right, int down>
void nudge_ulp(App& app) {
    const auto [x, y] = app.model().query_grid();
    const auto next = [&](double value, int direction) -> double {
        const double towards = direction * double{INFINITY};
        if (direction == 0) return value;
        return app.model().arithmetic() == gs::Dtype::float64
                   ? std::nextafter(value, towards)
                   : std::nextafter(static_cast<float>(value), static_cast<float>(towards));
    };
    move_query(app, next(x, right), next(y, down));
}

template <class Choices, class Value>
Value following(const Choices& choices, Value value) {
    const auto at = std::find(choices.begin(), choices.end(), value);
    return at + 1 == choices.end() ? choices.front() : *(at + 1);
}

void next_mode(App& app) {
    edit(app, [](State& state) { state.sampling.mode = following(gs::kModes, state.sampling.mode); });
}

void next_padding(App& app) {
    edit(app, [](State& state) { state.sampling.padding = following(gs::kPaddings, state.sampling.padding); });
}

void next_channel(App& app) {
    edit(app, [&](State& state) { state.view.channel = (state.view.channel + 1) % app.model().channels(); });
}

void next_theme(App& app) {
    edit(app, [](State& state) { state.look.theme = following(kThemes, state.look.theme); });
}

void next_step(App& app) {
    go_to_step(app, app.state().walk.step + 1);
}
void previous_step(App& app) {
    go_to_step(app, app.state().walk.step - 1);
}
void first_step(App& app) {
    go_to_step(app, 1);
}
void last_step(App& app) {
    go_to_step(app, kSteps);
}
void next_cell(App& app) {
    go_to_cell(app, 1);
}
void previous_cell(App& app) {
    go_to_cell(app, -1);
}
void zoom_in(App& app) {
    zoom(app, -1);
}
void zoom_out(App& app) {
    zoom(app, 1);
}
void save_png(App& app) {
    app.export_picture(PictureFormat::png);
}
void save_svg(App& app) {
    app.export_picture(PictureFormat::svg);
}

constexpr Command kCommands[] = {
    {{Key::right}, "→  ←", PlainText("command.step"), next_step},
    {{Key::left}, "", {}, previous_step},
    {{Key::page_down}, "PgDn  PgUp", PlainText("command.remote"), next_step},
    {{Key::page_up}, "", {}, previous_step},
    {{Key::home}, "Home  End", PlainText("command.ends"), first_step},
    {{Key::end}, "", {}, last_step},
    {{Key::space}, "Space", PlainText("command.play"), [](App& app) { app.toggle_play(); }},
    {{Key::down}, "↓  ↑", PlainText("command.output"), next_cell},
    {{Key::up}, "", {}, previous_cell},
    {{Key::tab}, "Tab", PlainText("command.tab"), next_cell},
    {{Key::tab, true}, "", {}, previous_cell},
    {{Key::right, true}, "Shift + arrows", PlainText("command.nudge"), nudge<1, 8, 1, 0>},
    {{Key::left, true}, "", {}, nudge<1, 8, -1, 0>},
    {{Key::up, true}, "", {}, nudge<1, 8, 0, -1>},
    {{Key::down, true}, "", {}, nudge<1, 8, 0, 1>},
    {{Key::right, false, true}, "Ctrl + arrows", PlainText("command.pixel"), nudge<1, 1, 1, 0>},
    {{Key::left, false, true}, "", {}, nudge<1, 1, -1, 0>},
    {{Key::up, false, true}, "", {}, nudge<1, 1, 0, -1>},
    {{Key::down, false, true}, "", {}, nudge<1, 1, 0, 1>},
    {{Key::right, false, false, true}, "Alt + arrows", PlainText("command.float"), nudge_ulp<1, 0>},
    {{Key::left, false, false, true}, "", {}, nudge_ulp<-1, 0>},
    {{Key::up, false, false, true}, "", {}, nudge_ulp<0, -1>},
    {{Key::down, false, false, true}, "", {}, nudge_ulp<0, 1>},
    {{Key::m}, "M", PlainText("command.mode"), next_mode},
    {{Key::z}, "Z", PlainText("command.padding"), next_padding},
    {{Key::c}, "C", PlainText("command.channel"), next_channel},
    {{Key::t}, "T", PlainText("command.theme"), next_theme},
    {{Key::equal}, "+  −", PlainText("command.zoom"), zoom_in},
    {{Key::equal, true}, "", {}, zoom_in},
    {{Key::keypad_add}, "", {}, zoom_in},
    {{Key::minus}, "", {}, zoom_out},
    {{Key::keypad_subtract}, "", {}, zoom_out},
    {{Key::e, false, true}, "Ctrl + E", PlainText("command.save"), save_png},
    {{Key::e, true, true}, "", {}, save_svg},
    {{Key::z, false, true}, "Ctrl + Z  Y", PlainText("command.undo"), [](App& app) { app.undo(); }},
    {{Key::y, false, true}, "", {}, [](App& app) { app.redo(); }},
    {{Key::r, false, true}, "Ctrl + R  F5", PlainText("command.reload"), [](App& app) { app.reload_files(); }},
    {{Key::f5}, "", {}, [](App& app) { app.reload_files(); }},
    {{Key::i}, "I", PlainText("command.facts"), [](App& app) { app.wants_facts() = true; }},
    {{Key::f1}, "?  F1", PlainText("command.help"), [](App& app) { app.toggle_help(); }, true},
    {{Key::slash, true}, "", {}, [](App& app) { app.toggle_help(); }, true},
    {{Key::escape}, "Esc", PlainText("command.dismiss"), [](App& app) { app.dismiss(); }, true},
};

const Command* find_command(const KeyPress& press) {
    for (const Command& command : kCommands) {
        if (command.press == press) return &command;
    }
    return nullptr;
}

}  // namespace

std::span<const Command> commands() {
    return kCommands;
}

bool run_command(App& app, const KeyPress& press) {
    const Command* const command = find_command(press);
    if (command != nullptr) command->run(app);
    return command != nullptr;
}

bool press_key(App& app, const KeyPress& press) {
    const Command* const command = find_command(press);
    const bool is_escape = press.key == Key::escape;
    if (command == nullptr || app.is_typing()) return false;
    if ((app.awaits_keyboard() || app.is_list_open()) && !is_escape) return false;
    if (app.is_help_open() && !command->acts_over_help) return false;
    command->run(app);
    return true;
}

void zoom(App& app, int direction) {
    app.change(app.page().zoom(app.hits(), direction, app.document().loaded()));
}

}  // namespace viz
