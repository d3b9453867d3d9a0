// SPDX-License-Identifier: MIT
// A long piece of work as seen from outside: what it may take, how far it is, and that it is to stop.
//
//   gs::Work work({.memory = limit});
//   std::thread worker([&] { load(state, store, work); });   // throws gs::Stopped soon after work.stop()
//   ... work.fraction() ... work.stop() ...
#pragma once

#include <atomic>
#include <cstdint>
#include <limits>
#include <new>
#include <optional>
#include <stdexcept>
#include <string>

namespace gs {

/// What work throws that was asked to stop.
class Stopped : public std::runtime_error {
public:
    Stopped() : std::runtime_error("was stopped") {}
};

/// What a piece of work may take.
struct WorkLimits {
    int64_t memory = std::numeric_limits<int64_t>::max();  ///< bytes, for each file that is read and each result
    double decoding_seconds = 60;                          ///< of one processor, for each image that is decoded
};

/// Shared by the thread that works and those that watch it; all functions may be called from any thread. Whoever works
/// is given it as const: limits are not his to change.
class Work {
public:
    explicit Work(WorkLimits limits = {}) : limits_(limits) {}
    Work(const Work&) = delete;
    Work& operator=(const Work&) = delete;

    // For those who watch.

    /// Asks the work to end by throwing Stopped.
    void stop() noexcept { is_stopped_.store(true, std::memory_order_relaxed); }
    /// How much of the present stage (a file, a batch) is done, from 0 to 1; nothing where that is not known.
    std::optional<double> fraction() const noexcept;
    /// What the present stage does; empty where it has no name.
    const char* stage() const noexcept { return stage_.load(std::memory_order_relaxed); }

    // For those who work.

    const WorkLimits& limits() const { return limits_; }
    bool is_stopped() const noexcept { return is_stopped_.load(std::memory_order_relaxed); }
    /// Throws Stopped when that was asked for.
    void check() const;
    /// Begins a stage of so many units, whatever they are; 0: nobody knows how many. `stage` says what is done,
    /// "reading"; it is kept as it is, so that it has to be a literal.
    void begin(int64_t units, const char* stage = "") const noexcept;
    /// Some more of the stage's units are done. Does not throw: also for bodies of parallel loops.
    void advance(int64_t units) const noexcept { done_.fetch_add(units, std::memory_order_relaxed); }
    /// Throws std::runtime_error, in words that say how to raise the limit, where `what` ("its 33000 x 3000 pixels")
    /// needs more bytes than may be taken. The sentence starts with `origin`, or is to follow a name: "needs 380 MiB
    /// for its 33000 x 3000 pixels, ...". Where `what` is empty it is the origin itself that needs them.
    void require_memory(double bytes, const std::string& what, const std::string& origin = "") const;
    /// make(), which takes so many bytes: refused beforehand as by require_memory, and in a sentence of the same sizes
    /// where the system has not got them.
    template <class Make>
    auto taking_memory(double bytes, const std::string& what, const std::string& origin, const Make& make) const {
        require_memory(bytes, what, origin);
        try {
            return make();
        } catch (const std::bad_alloc&) {
            fail_for_memory(bytes, what, origin);
        }
    }

private:
    [[noreturn]] static void fail_for_memory(double bytes, const std::string& what, const std::string& origin);

    const WorkLimits limits_;
    std::atomic<bool> is_stopped_{false};
    mutable std::atomic<int64_t> units_{0}, done_{0};
    mutable std::atomic<const char*> stage_{""};
};

}  // namespace gs
