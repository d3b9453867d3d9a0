// SPDX-License-Identifier: MIT
#include "viz/platform/desktop/session.h"

#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <string>
#include <utility>
#include <vector>

#include "core/files/replace_file.h"
#include "viz/document/file_spec.h"
#include "viz/document/scene.h"
#include "viz/platform/desktop/disk_files.h"
#include "viz/platform/desktop/settings.h"

namespace viz {
namespace {

/// A drag is not saved on its way.
constexpr double kSecondsToSave = 1;

/// For its user to read and to write, and for nobody else.
constexpr std::filesystem::perms kOwnFile = std::filesystem::perms::owner_read | std::filesystem::perms::owner_write;

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

/// Whether it is a file of this user's own, which no link leads to.
bool is_own_file(const std::filesystem::path& file) {
    struct stat status {};
    return lstat(file.c_str(), &status) == 0 && S_ISREG(status.st_mode) && status.st_uid == geteuid();
}

/// The files whose windows are gone, the newest first.
std::vector<std::filesystem::path> left_overs() {
    std::vector<std::pair<std::filesystem::file_time_type, std::filesystem::path>> found;
    std::error_code error;
    std::filesystem::directory_iterator entry(session_folder(), error);
    for (; !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
        const pid_t process = process_of(entry->path());
        if (process == 0 || is_running(process) || !is_own_file(entry->path())) continue;
        std::error_code is_gone;
        const auto time = entry->last_write_time(is_gone);
        if (!is_gone) found.emplace_back(time, entry->path());
    }
    std::sort(found.rbegin(), found.rend());
    std::vector<std::filesystem::path> files;
    for (auto& [time, file] : found) files.push_back(std::move(file));
    return files;
}

/// As long as it lives, this process makes files and folders that are the user's alone.
class PrivateFiles {
public:
    PrivateFiles() : before_(umask(S_IRWXG | S_IRWXO)) {}
    ~PrivateFiles() { umask(before_); }
    PrivateFiles(const PrivateFiles&) = delete;
    PrivateFiles& operator=(const PrivateFiles&) = delete;

private:
    mode_t before_;
};

/// Makes the folder, which nobody else may look into, also where it was there before.
void make_private_folder(const std::filesystem::path& folder) {
    std::filesystem::create_directories(folder);
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all);
}

/// The State as it can be opened from any folder.
State with_absolute_files(State state) {
    std::error_code error;
    const std::filesystem::path folder = std::filesystem::current_path(error);
    state.sources.input = spec_in_folder(state.sources.input, folder, disk());
    state.sources.grid = spec_in_folder(state.sources.grid, folder, disk());
    return state;
}

}  // namespace

std::filesystem::path session_folder() {
    const std::filesystem::path folder = folder_in("XDG_STATE_HOME"), home = folder_in("HOME");
    if (folder.empty() && home.empty()) return {};
    return (folder.empty() ? home / ".local" / "state" : folder) / "gridscope";
}

std::optional<State> Session::take_left_over(const State& start) {
    try {
        const std::filesystem::path file = file_of_process(getpid());
        for (const std::filesystem::path& left_over : left_overs()) {
            // Another window may be faster.
            std::error_code error;
            std::filesystem::rename(left_over, file, error);
            if (error) continue;
            std::filesystem::permissions(file, kOwnFile, error);
            const State state = read_scene(file.string(), disk(), gs::Work());
            if (state == start) break;
            noted_ = saved_ = start;
            holds_left_over_ = true;
            return state;
        }
    } catch (const std::exception&) {
        // What cannot be read is gone when this window's State is saved.
    }
    return std::nullopt;
}

void Session::note(const State& state, double seconds) {
    if (noted_ == state) return;
    // What a window begins with is saved at once.
    change_ = noted_ ? seconds : seconds - kSecondsToSave;
    noted_ = state;
    holds_left_over_ = false;
}

std::optional<double> Session::due() const {
    return noted_ == saved_ ? std::nullopt : std::optional(change_ + kSecondsToSave);
}

bool Session::save() {
    if (!noted_ || holds_left_over_) return true;
    saved_ = noted_;  // also where it cannot be: it is not tried again and again
    try {
        const std::filesystem::path folder = session_folder();
        if (folder.empty()) return false;
        const PrivateFiles private_files;
        make_private_folder(folder);
        gs::replace_file(file_of_process(getpid()).string(), scene_text(with_absolute_files(*noted_)));
        return true;
    } catch (const std::exception&) {
        return false;
    }
}

void Session::end() {
    if (holds_left_over_ || session_folder().empty()) return;
    std::error_code ignored;
    std::filesystem::remove(file_of_process(getpid()), ignored);
}

}  // namespace viz
