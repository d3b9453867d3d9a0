// SPDX-License-Identifier: MIT
#include "core/files/unfinished_files.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <random>
#include <string_view>

namespace gs {
namespace {

/// Who may touch the list below and the names of files: nobody yet, one thread, or the handler of a signal, for ever.
enum class Turn { nobody, thread, end };
std::atomic<Turn> turn{Turn::nobody};
static_assert(std::atomic<Turn>::is_always_lock_free, "handlers of signals may use nothing else");

thread_local int depth = 0;

/// Fixed storage, as a handler may not ask for memory. Two files are the most that are written at a time; one that
/// finds no room is left behind by a signal, as by SIGKILL.
struct Slot {
    bool is_taken;
    int folder;
    char name[PartName::kLength + 1];
};
std::array<Slot, 16> slots{};

constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz0123456789";

void wait_a_millisecond() {
    const timespec millisecond{0, 1'000'000};
    nanosleep(&millisecond, nullptr);
}

bool take_turn(Turn wanted) {
    Turn expected = Turn::nobody;
    return turn.compare_exchange_strong(expected, wanted) || expected == Turn::end;
}

}  // namespace

void remove_unfinished_files() {
    const int error = errno;
    while (!take_turn(Turn::end)) wait_a_millisecond();
    for (const Slot& slot : slots)
        if (slot.is_taken) unlinkat(slot.folder, slot.name, 0);
    errno = error;
}

Uninterrupted::Uninterrupted() {
    sigset_t ends;
    sigemptyset(&ends);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&ends, signal);
    // On this thread the handler would wait for itself.
    pthread_sigmask(SIG_BLOCK, &ends, &before_);
    if (depth++ > 0) return;
    while (!take_turn(Turn::thread)) wait_a_millisecond();
    while (turn == Turn::end) pause();  // the program is about to end
}

Uninterrupted::~Uninterrupted() {
    if (--depth == 0) turn = Turn::nobody;
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

PartName::PartName(int folder) : folder_(folder) {
    std::random_device random;
    std::uniform_int_distribution<size_t> letter(0, kLetters.size() - 1);
    char* end = std::copy_n(kBegin, sizeof kBegin - 1, text_);
    end = std::generate_n(end, kRandom, [&] { return kLetters[letter(random)]; });
    std::copy_n(kEnd, sizeof kEnd, end);

    const Uninterrupted section;
    const auto free = std::find_if(slots.begin(), slots.end(), [](const Slot& slot) { return !slot.is_taken; });
    slot_ = free == slots.end() ? -1 : static_cast<int>(free - slots.begin());
    if (free == slots.end()) return;
    free->folder = folder;
    std::copy_n(text_, sizeof text_, free->name);
    free->is_taken = true;
}

PartName::~PartName() {
    const Uninterrupted section;
    if (is_ours_) unlinkat(folder_, text_, 0);
    forget();
}

void PartName::forget() {
    const Uninterrupted section;
    is_ours_ = false;
    if (slot_ >= 0) slots[static_cast<size_t>(slot_)].is_taken = false;
    slot_ = -1;
}

bool PartName::matches(const char* name) {
    const std::string_view text = name;
    if (text.size() != kLength || !text.starts_with(kBegin) || !text.ends_with(kEnd)) return false;
    return text.substr(sizeof kBegin - 1, kRandom).find_first_not_of(kLetters) == std::string_view::npos;
}

}  // namespace gs
