// SPDX-License-Identifier: MIT
#include "core/files/replace_file.h"

#include <fcntl.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <stdexcept>
#include <system_error>
#include <vector>

#include "core/files/output_place.h"
#include "core/files/part_file.h"
#include "core/files/staged_output.h"
#include "core/visible.h"

namespace gs {
namespace {

/// Calls function(), and makes a sentence of what the system says.
template <class Function>
auto with_sentence(const std::string& path, Function&& function) {
    try {
        return function();
    } catch (const std::system_error& error) {
        throw std::runtime_error(visible(path) + ": cannot be written: " + error_text(error.code().value()));
    }
}

std::vector<OutputPlace> find_places(std::span<const NewFile> files) {
    std::vector<OutputPlace> places;
    for (const NewFile& file : files) {
        places.push_back(with_sentence(file.path, [&] { return find_output(file.path); }));
        const auto same = std::find_if(places.begin(), places.end() - 1,
                                       [&](const OutputPlace& place) { return is_same_output(place, places.back()); });
        if (same != places.end() - 1)
            throw std::runtime_error(visible(files[static_cast<size_t>(same - places.begin())].path) + " and " +
                                     visible(file.path) + " are one file");
    }
    return places;
}

/// An output that is put in place, by the name that the user has for it.
struct NamedOutput {
    std::string path;
    std::unique_ptr<StagedOutput> staged;

    void put_in_place() const {
        with_sentence(path, [&] { staged->put_in_place(); });
    }
};

/// All of them, or none.
void put_in_place(std::span<const NamedOutput> outputs) {
    const Uninterrupted section;
    for (size_t k = 0; k < outputs.size(); ++k) {
        try {
            outputs[k].put_in_place();
        } catch (...) {
            while (k-- > 0) outputs[k].staged->take_back();
            throw;
        }
    }
    for (const NamedOutput& output : outputs) output.staged->settle();
}

}  // namespace

void replace_file(const std::string& path, std::string_view bytes) {
    replace_files(std::array{NewFile{path, bytes}});
}

void replace_files(std::span<const NewFile> files) {
    std::vector<OutputPlace> places = find_places(files);
    std::vector<NamedOutput> outputs;
    for (size_t k = 0; k < files.size(); ++k)
        outputs.push_back({files[k].path, with_sentence(files[k].path, [&] {
                               return stage_output(std::move(places[k]), files[k].bytes, files.size() > 1);
                           })});
    // First what cannot be taken back: while it blocks, or when it fails, nothing else has been touched.
    const auto files_begin = std::stable_partition(
        outputs.begin(), outputs.end(), [](const NamedOutput& output) { return !output.staged->can_be_taken_back(); });
    std::for_each(outputs.begin(), files_begin, [](const NamedOutput& output) { output.put_in_place(); });
    put_in_place({files_begin, outputs.end()});
    for (const NamedOutput& output : outputs) with_sentence(output.path, [&] { output.staged->sync(); });
}

bool create_file(const std::string& path, std::string_view bytes) {
    return with_sentence(path, [&] {
        const OutputPlace place = find_new_file(path);
        if (faccessat(*place.folder, place.name.c_str(), F_OK, AT_SYMLINK_NOFOLLOW) == 0) return false;
        remove_leftovers(*place.folder);
        PartFile part(*place.folder, 0666);
        part.write(bytes);
        const int error = part.move_to_free(place.name);
        if (error == EEXIST) return false;
        if (error != 0) throw std::system_error(error, std::generic_category());
        sync_folder(*place.folder);
        return true;
    });
}

}  // namespace gs
