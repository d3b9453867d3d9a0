// SPDX-License-Identifier: MIT
// How the App comes from one State to another, and back.
#include <algorithm>
#include <utility>

#include "viz/text/words.h"
#include "viz/ui/app.h"

namespace viz {
namespace {

constexpr size_t kMostUndo = 200;

}  // namespace

bool App::follow(const State& next) {
    const Theme before = state().look.theme;
    try {
        model_.update(next, gs::Work(limits_));
    } catch (const std::exception& error) {
        say(MessageKind::refused, error.what());
        return false;
    }
    note_projector(before);
    return true;
}

void App::note_projector(Theme before) {
    if (state().look.theme == Theme::projector && before != Theme::projector) theme_before_projector_ = before;
}

bool App::follow_edit(State next) {
    if (next.note == state().note && !shows_the_same(next, state())) next.note.clear();
    return follow(next);
}

void App::change(const State& next) {
    if (next == state()) return;
    if (model_.takes_long(next)) return begin({.kind = Pending::Kind::edit, .wish = wish_for_changes(state(), next)});
    const State before = state();
    if (!follow_edit(next)) return;
    settle_messages();
    remember(before);
}

void App::restore(const State& state) {
    begin({.wish = wish_for_changes(this->state(), state),
           .news = words_of(state)("message.restored"),
           .awaited = state});
}

void App::settle_messages() {
    message_ = {};
    forget_refusals();
}

void App::remember(const State& before) {
    redo_.clear();
    undo_.push_back(before);
    if (undo_.size() > kMostUndo) undo_.pop_front();
    // A drag that goes on is a step from here.
    if (drag_) drag_->before = state();
    // What is on its way back or forth no longer starts from here: it becomes a change like any other.
    if (pending_.from_history()) pending_.kind = Pending::Kind::edit;
}

void App::undo() {
    go_back(Pending::Kind::undo);
}

void App::redo() {
    go_back(Pending::Kind::redo);
}

std::deque<State>& App::history(Pending::Kind kind) {
    return kind == Pending::Kind::redo ? redo_ : undo_;
}

void App::go_back(Pending::Kind kind) {
    const std::deque<State>& from = history(kind);
    size_t first = 0;
    if (is_loading()) {
        // Once more is one step further; otherwise what is on its way is what is not wanted.
        if (pending_.kind != kind) return cancel_loading();
        first = std::min(pending_.first + 1, from.size() - 1);
    }
    if (from.empty()) return;
    begin({.kind = kind, .first = first});
}

void App::step_back(Pending::Kind kind, size_t steps, const State& before) {
    std::deque<State>&from = history(kind),
    &to = history(kind == Pending::Kind::undo ? Pending::Kind::redo : Pending::Kind::undo);
    to.push_back(before);
    for (; steps > 1; --steps) {
        to.push_back(std::move(from.back()));
        from.pop_back();
    }
    from.pop_back();
}

void App::begin(Pending pending) {
    const bool was_loading = is_loading();
    if (was_loading && pending.wish && pending_.wish) {
        const bool opens_files = pending.kind == Pending::Kind::files || pending_.kind == Pending::Kind::files;
        pending.wish = both(pending_.wish, pending.wish);
        pending.kind = opens_files ? Pending::Kind::files : Pending::Kind::edit;
        if (!pending.awaited) pending.awaited = pending_.awaited;
    }
    pending.from = state();
    const std::deque<State>& from = history(pending.kind);
    const auto first = from.rbegin() + static_cast<std::ptrdiff_t>(pending.wish ? from.size() : pending.first);
    loading_.start(model_, pending.wish ? task_of(pending.wish) : task_of_first({first, from.rend()}));
    pending_ = std::move(pending);
    // What is quick is there at once, and nothing flickers. Who has begun anew has waited already.
    if (loading_.is_done(was_loading ? std::chrono::milliseconds(0) : patience_)) finish_loading();
}

void App::cancel_loading() {
    if (!is_loading()) return;
    loading_.stop();
    pending_ = {};
    say(MessageKind::done, words_of(state())("message.stopped"));
}

void App::finish_loading() {
    const Pending pending = std::exchange(pending_, {});
    try {
        Outcome outcome = loading_.take();
        take_over(outcome, pending);
    } catch (const std::exception& error) {
        if (pending.kind == Pending::Kind::first) failure_ = std::current_exception();
        say(MessageKind::refused, error.what());
    }
}

void App::take_over(Outcome& outcome, const Pending& pending) {
    const State before = state();
    Model& loaded = outcome.model;
    const bool has_news = loaded.state() != pending.from || !outcome.read_again.empty();
    if (has_news) {
        if (before != pending.from) keep_edits(loaded, pending.from, before);
        // Of another picture, or of a State that undo returns to, nothing is in the hand.
        if (&loaded.input() != &model_.input() || pending.from_history()) drag_.reset();
        model_ = std::move(loaded);
        note_projector(before.look.theme);
        settle_messages();
    }
    if (pending.from_history())
        step_back(pending.kind, pending.first + outcome.steps, before);
    else if (state() != before && pending.kind != Pending::Kind::first)
        remember(before);
    if (!outcome.refusals.empty()) return say(MessageKind::refused, outcome.refusals);
    if (!pending.news.empty()) return say(MessageKind::done, pending.news);
    if (pending.kind == Pending::Kind::files) say_what_was_found(before, outcome.read_again);
}

void App::keep_edits(Model& loaded, const State& from, const State& now) {
    const State wished = loaded.state();
    State next = with_changes(from, now, wished);
    if (!shows_the_same(next, wished)) next.note.clear();
    try {
        loaded.update(next, gs::Work(limits_));
    } catch (const std::exception&) {
        // A query of the tensors before may be none of these.
    }
}

}  // namespace viz
