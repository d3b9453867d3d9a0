// SPDX-License-Identifier: MIT
#include "viz/ui/session.h"

#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <string>

#include "core/files/replace_file.h"
#include "viz/model/file_spec.h"
#include "viz/model/scene.h"
#include "viz/ui/settings.h"

namespace viz {
namespace {

/// A drag is not saved on its way.
constexpr double kSecondsToSave = 1;

constexpr std::string_view kPrefix = "window-", kExtension = ".json";

std::filesystem::path file_of_process(pid_t process) {
    return session_folder() / (std::string(kPrefix) + std::to_string(process) + std::string(kExtension));
}

/// The process whose file it is; 0 for other files.
pid_t process_of(const std::filesystem::path& file) {
    const std::string name = file.filename().string();
    if (!name.starts_with(kPrefix) || !name.ends_with(kExtension)) return 0;
    const char* const end = name.data() + name.size() - kExtension.size();
    pid_t process = 0;
    const auto [stop, error] = std::from_chars(name.data() + kPrefix.size(), end, process);
    return error == std::errc() && stop == end && process > 0 ? process : 0;
}

/// Another process that runs. A file with this one's number is of one that had it before.
bool is_running(pid_t process) {
    return process != getpid() && (kill(process, 0) == 0 || errno == EPERM);
}

/// The newest file whose window is gone.
std::filesystem::path newest_left_over() {
    std::filesystem::path newest;
    std::filesystem::file_time_type newest_time{};
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(session_folder(), error)) {
        const pid_t process = process_of(entry.path());
        if (process == 0 || is_running(process)) continue;
        const auto time = entry.last_write_time(error);
        if (!error && (newest.empty() || time > newest_time)) {
            newest = entry.path();
            newest_time = time;
        }
    }
    return newest;
}

/// The State as it can be opened from any folder.
State with_absolute_files(State state) {
    std::error_code error;
    const std::filesystem::path folder = std::filesystem::current_path(error);
    state.input = spec_in_folder(state.input, folder);
    state.grid = spec_in_folder(state.grid, folder);
    return state;
}

}  // namespace

std::filesystem::path session_folder() {
    const std::filesystem::path folder = folder_in("XDG_STATE_HOME");
    return (folder.empty() ? home_folder() / ".local" / "state" : folder) / "gridscope";
}

std::optional<State> Session::take_left_over() {
    left_over_ = newest_left_over();
    if (left_over_.empty()) return std::nullopt;
    try {
        return read_scene(left_over_.string());
    } catch (const std::exception&) {
        return std::nullopt;
    }
}

void Session::note(const State& state, double seconds) {
    if (noted_ == state) return;
    // What a window begins with is saved at once.
    change_ = noted_ ? seconds : seconds - kSecondsToSave;
    noted_ = state;
}

std::optional<double> Session::due() const {
    return noted_ == saved_ ? std::nullopt : std::optional(change_ + kSecondsToSave);
}

bool Session::save() {
    if (!noted_) return true;
    saved_ = noted_;  // also where it cannot be: it is not tried again and again
    try {
        const std::filesystem::path file = file_of_process(getpid());
        std::filesystem::create_directories(file.parent_path());
        gs::replace_file(file.string(), scene_text(with_absolute_files(*noted_)));
        std::error_code ignored;
        if (!left_over_.empty() && left_over_ != file) std::filesystem::remove(left_over_, ignored);
        left_over_.clear();
        return true;
    } catch (const std::exception&) {
        return false;
    }
}

void Session::end() {
    std::error_code ignored;
    std::filesystem::remove(file_of_process(getpid()), ignored);
    if (!left_over_.empty()) std::filesystem::remove(left_over_, ignored);
}

}  // namespace viz
