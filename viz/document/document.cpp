// SPDX-License-Identifier: MIT
#include "viz/document/document.h"

#include <algorithm>
#include <map>
#include <utility>

#include "core/visible.h"
#include "viz/document/edits.h"
#include "viz/document/fields.h"
#include "viz/document/scene.h"

namespace viz {
namespace {

constexpr size_t kMostUndo = 200;
/// The tensors that only undo and redo still hold may take this part of what reading one file may.
constexpr double kHistoryShare = 0.5;

}  // namespace

Document::Document(const State& first, const Files& files, const DocumentOptions& options)
    : options_(options), store_(std::make_shared<DataStore>(files)), loading_(options.limits) {
    pending_ = {
        .kind = Pending::Kind::first, .wish = [first](WishContext&, const State&) { return first; }, .awaited = first};
    loading_.start(loaded_, task_of(store_, first));
    if (loading_.is_done(options.patience)) {
        Outcome outcome = loading_.take();
        show(std::move(outcome.loaded));
        tell_of_other(std::move(outcome.other_contents));
        return;
    }
    State start = builtin_scenes().front().state;
    start.look = first.look;
    show(load(start, *store_));
    pending_.from = loaded_.state;
}

void Document::tell_of_other(std::vector<std::string> files) {
    if (!files.empty()) news_.push_back({News::Kind::other_content, "", State{}, std::move(files)});
}

void Document::show(LoadedState loaded) {
    if (options_.accept) options_.accept(loaded);
    loaded_ = std::move(loaded);
}

bool Document::follow(const State& next) {
    try {
        const bool has_tensors = what_changes(state(), next) < Remakes::grid;
        show(has_tensors ? with_state(loaded_, next) : load(next, *store_, gs::Work(options_.limits)));
        return true;
    } catch (const std::exception& error) {
        tell(News::Kind::refused, error.what());
        return false;
    }
}

bool Document::needs_loading(const State& next) const {
    try {
        return takes_long(next, *store_);
    } catch (const std::exception&) {
        return true;  // what is wrong with it, loading says
    }
}

void Document::change(const State& wanted) {
    const State next = edited(state(), wanted);
    if (next == state()) return;
    if (what_changes(state(), next) >= Remakes::grid && needs_loading(next))
        return begin({.kind = Pending::Kind::edit, .wish = wish_for_changes(state(), next)});
    LoadedState before = loaded_;
    if (!follow(next)) return;
    tell(News::Kind::changed);
    remember(std::move(before));
}

bool Document::go_on(const State& next) {
    LoadedState before = loaded_;
    if (!follow(edited(state(), next))) return false;
    if (state() != before.state) remember(std::move(before));
    return true;
}

bool Document::drag(const State& next, uint64_t& step) {
    LoadedState before = loaded_;
    if (!follow(edited(state(), next))) return false;
    if (step == step_ || state() == before.state) return true;
    remember(std::move(before));
    step = step_;
    return true;
}

void Document::restore(const State& state) {
    begin({.wish = wish_for_changes(this->state(), state), .restores = true, .awaited = state});
}

void Document::open_files(std::span<const std::string> paths) {
    begin({.kind = Pending::Kind::files, .wish = wish_for_files({paths.begin(), paths.end()})});
}

void Document::reload_files() {
    if (!store_->has_changed(*loaded_.input) && !store_->has_changed(*loaded_.grid))
        return tell(News::Kind::is_unchanged);
    begin({.kind = Pending::Kind::files, .wish = wish_for_changed_files()});
}

std::vector<std::string> Document::changed_files() const {
    std::vector<std::string> names;
    for (const TensorRef& tensor : {loaded_.input, loaded_.grid}) {
        const bool is_new = store_->has_changed(*tensor) && store_->files().stamp(tensor->file);
        if (is_new && std::find(names.begin(), names.end(), tensor->file) == names.end()) names.push_back(tensor->file);
    }
    return names;
}

void Document::remember(LoadedState before) {
    redo_.clear();
    undo_.push_back(std::move(before));
    if (undo_.size() > kMostUndo) undo_.pop_front();
    bound_history();
    ++step_;
    // What is on its way back or forth no longer starts from here: it becomes a change like any other.
    if (pending_.from_history()) pending_.kind = Pending::Kind::edit;
}

void Document::bound_history() {
    std::map<const LoadedTensor*, bool> kept{{loaded_.input.get(), true}, {loaded_.grid.get(), true}};
    double room = kHistoryShare * static_cast<double>(options_.limits.memory);
    const auto keep = [&](TensorRef& tensor) {
        if (!tensor) return;
        const auto [known, is_new] = kept.try_emplace(tensor.get(), true);
        if (is_new) known->second = (room -= tensor->bytes()) >= 0;
        if (!known->second) tensor.reset();
    };
    for (std::deque<LoadedState>* const history : {&undo_, &redo_}) {
        for (auto past = history->rbegin(); past != history->rend(); ++past) {
            keep(past->input);
            keep(past->grid);
        }
    }
}

void Document::go_back(Pending::Kind kind) {
    const std::deque<LoadedState>& from = history(kind);
    size_t first = 0;
    if (is_loading()) {
        // Once more is one step further; otherwise what is on its way is what is not wanted.
        if (pending_.kind != kind) return cancel_loading();
        first = std::min(pending_.first + 1, from.size() - 1);
    }
    if (from.empty()) return;
    begin({.kind = kind, .first = first});
}

void Document::step_back(Pending::Kind kind, size_t steps, LoadedState before) {
    std::deque<LoadedState>& from = history(kind);
    std::deque<LoadedState>& to = history(kind == Pending::Kind::undo ? Pending::Kind::redo : Pending::Kind::undo);
    to.push_back(std::move(before));
    for (; steps > 1; --steps) {
        to.push_back(std::move(from.back()));
        from.pop_back();
    }
    from.pop_back();
    bound_history();
    ++step_;
}

void Document::begin(Pending pending) {
    const bool was_loading = is_loading();
    if (was_loading && pending.wish && pending_.wish) {
        const bool opens_files = pending.kind == Pending::Kind::files || pending_.kind == Pending::Kind::files;
        pending.wish = both(pending_.wish, pending.wish);
        pending.kind = opens_files ? Pending::Kind::files : Pending::Kind::edit;
        if (!pending.awaited) pending.awaited = pending_.awaited;
    }
    pending.from = state();
    const std::deque<LoadedState>& from = history(pending.kind);
    const auto first = from.rbegin() + static_cast<std::ptrdiff_t>(pending.wish ? from.size() : pending.first);
    loading_.start(loaded_, pending.wish ? task_of(store_, pending.wish) : task_of_first(store_, {first, from.rend()}));
    pending_ = std::move(pending);
    // What is quick is there at once, and nothing flickers. Who has begun anew has waited already.
    if (loading_.is_done(was_loading ? std::chrono::milliseconds(0) : options_.patience)) finish_loading();
}

void Document::cancel_loading() {
    if (!is_loading()) return;
    loading_.stop();
    pending_ = {};
    tell(News::Kind::stopped);
}

void Document::finish_loading() {
    const Pending pending = std::exchange(pending_, {});
    try {
        Outcome outcome = loading_.take();
        take_over(outcome, pending);
    } catch (const std::exception& error) {
        if (pending.kind == Pending::Kind::first) failure_ = std::current_exception();
        tell(News::Kind::refused, error.what());
    }
}

void Document::take_over(Outcome& outcome, const Pending& pending) {
    LoadedState before = loaded_;
    LoadedState& next = outcome.loaded;
    std::optional<State> unkept;
    if (next.state != pending.from || !outcome.read_again.empty()) {
        if (before.state != pending.from) unkept = keep_edits(next, pending.from, before.state);
        show(std::move(next));
        tell(News::Kind::changed);
    }
    const State was = before.state;
    // What was changed before it was there is no step of it.
    if (pending.kind == Pending::Kind::first) undo_.clear();
    if (pending.from_history())
        step_back(pending.kind, pending.first + outcome.steps, std::move(before));
    else if (state() != was && pending.kind != Pending::Kind::first)
        remember(std::move(before));
    if (!outcome.refusals.empty()) return tell(News::Kind::refused, outcome.refusals);
    if (pending.restores) tell(News::Kind::restored);
    if (pending.kind == Pending::Kind::files || !outcome.read_again.empty())
        news_.push_back({News::Kind::opened, "", was, std::move(outcome.read_again)});
    tell_of_other(std::move(outcome.other_contents));
    if (unkept) change(*unkept);
}

std::optional<State> Document::keep_edits(LoadedState& loaded, const State& from, const State& now) {
    try {
        const State next = edited(loaded.state, with_changes(from, now, loaded.state));
        if (what_changes(loaded.state, next) < Remakes::grid)
            loaded = with_state(loaded, next);
        else
            return next;
    } catch (const std::exception&) {
        // A query of the tensors before may be none of these.
    }
    return std::nullopt;
}

}  // namespace viz
