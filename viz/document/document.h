// SPDX-License-Identifier: MIT
// What is open: a State with its tensors, the States before it, and whatever is on its way. Knows no window, so that
// the command line, tests, Python and a browser drive the very same thing.
#pragma once

#include <chrono>
#include <deque>
#include <exception>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "viz/document/loading.h"
#include "viz/document/wish.h"

namespace viz {

struct DocumentOptions {
    gs::WorkLimits limits{};  ///< of whatever is read
    /// What takes no longer is done when a call returns; what does goes on on another thread.
    std::chrono::milliseconds patience{100};
    /// Hears of what is about to be shown, on the thread that asked for it; what it throws refuses that. It may be
    /// empty.
    std::function<void(const LoadedState&)> accept{};
};

/// What a document has to tell.
struct News {
    enum class Kind {
        changed,        ///< what was asked for has been done: what was said before is settled
        refused,        ///< it cannot be done, as `sentence` says
        stopped,        ///< loading was stopped; everything is as it was
        restored,       ///< the State of a window that was lost is there
        opened,         ///< files are there, with what was found in them
        other_content,  ///< files hold something else by now than what the State was made with
        is_unchanged    ///< no file had changed that was to be read again
    };
    Kind kind;
    std::string sentence{};
    State before{};                    ///< of `opened`
    std::vector<std::string> files{};  ///< of `opened` those that had changed, by their visible names; of
                                       ///< `other_content` those that it is about
};

class Document {
public:
    /// Throws std::exception when it turns out at once that the State cannot be followed. While it is still being
    /// loaded, the start scene is there. The files have to outlive this.
    Document(const State& first, const Files& files, const DocumentOptions& options = {});

    const State& state() const { return loaded_.state; }
    const LoadedState& loaded() const { return loaded_; }

    /// Makes a State the current one, so that undo can return to the one before. A State that cannot be followed
    /// changes nothing. One that takes long is loaded; what is changed meanwhile stays changed.
    void change(const State& next);
    /// The same for what changes without being asked for, as steps that are played: settles nothing. Whether the State
    /// could be followed.
    bool go_on(const State& next);
    /// One of many small changes that are one step for undo: as long as it is given the same `step`, which is 0 before
    /// the first one. False when the State cannot be followed.
    bool drag(const State& next, uint64_t& step);
    /// To the latest State before this one that can be followed. While something else is being loaded, stops that.
    void undo() { go_back(Pending::Kind::undo); }
    void redo() { go_back(Pending::Kind::redo); }
    /// Opens the State of a window that was lost.
    void restore(const State& state);
    /// Files told by their content: scenes, images, arrays; an array of floating-point numbers whose last axis has size
    /// 2 becomes the grid. What cannot be opened is refused in one sentence.
    void open_files(std::span<const std::string> paths);
    /// Reads the State's files again where they have changed on the disk.
    void reload_files();
    /// The State's files that are there and have changed since they were read, by their names.
    std::vector<std::string> changed_files() const;

    /// Whether something is being read on another thread; the State is still the one before. A change that takes long,
    /// too, is made together with the one on its way; but in place of an undo or redo.
    bool is_loading() const { return loading_.is_running(); }
    const Loading& loading() const { return loading_; }
    /// Takes over what is done by now.
    void poll() {
        if (loading_.is_done()) finish_loading();
    }
    /// Stops what is being loaded: everything stays as it is.
    void cancel_loading();
    /// What is to be shown at first, as long as that is being loaded: the first State, or that of a window that was
    /// lost. Otherwise null.
    const State* awaited() const { return is_loading() && pending_.awaited ? &*pending_.awaited : nullptr; }
    /// Throws what was wrong with the first State, when that took long to find out.
    void rethrow_failure() const {
        if (failure_) std::rethrow_exception(failure_);
    }

    /// What has happened since this was last asked, in its order.
    std::vector<News> take_news() { return std::exchange(news_, {}); }

private:
    /// What is being loaded, and what it is for.
    struct Pending {
        enum class Kind { first, edit, files, undo, redo };
        Kind kind = Kind::edit;
        Wish wish{};                     ///< of all but undo and redo
        size_t first = 0;                ///< of undo and redo: how many steps are left out
        State from{};                    ///< the State when it began
        bool restores = false;           ///< what a lost window showed
        std::optional<State> awaited{};  ///< what is to be shown at first, where that is on its way, too

        bool from_history() const { return kind == Kind::undo || kind == Kind::redo; }
    };

    /// Whether following the State takes a load, which also says what is wrong with it.
    bool needs_loading(const State& next) const;
    /// Follows a State of the same tensors, or of such as are there; false, with news, when it cannot be followed.
    bool follow(const State& next);
    void tell(News::Kind kind, const std::string& sentence = "") { news_.push_back({kind, sentence}); }
    void tell_of_other(std::vector<std::string> files);
    /// Makes it the current one. Throws what `accept` throws.
    void show(LoadedState loaded);
    /// What undo returns to.
    void remember(LoadedState before);
    /// Lets go of the tensors of old States, which are read again if need be, where they are too many.
    void bound_history();
    void begin(Pending pending);
    void finish_loading();
    void take_over(Outcome& outcome, const Pending& pending);
    /// Changes what was loaded by what was changed meanwhile, where that goes together; what has to be loaded for that
    /// is returned, to be changed to then.
    static std::optional<State> keep_edits(LoadedState& loaded, const State& from, const State& now);
    void go_back(Pending::Kind kind);
    void step_back(Pending::Kind kind, size_t steps, LoadedState before);
    std::deque<LoadedState>& history(Pending::Kind kind) { return kind == Pending::Kind::redo ? redo_ : undo_; }

    DocumentOptions options_;
    StoreRef store_;
    LoadedState loaded_;
    std::deque<LoadedState> undo_, redo_;
    uint64_t step_ = 1;  ///< counts what undo returns to
    Pending pending_;
    Loading loading_;
    std::exception_ptr failure_;
    std::vector<News> news_;
};

}  // namespace viz
