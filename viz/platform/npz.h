// SPDX-License-Identifier: MIT
// NumPy's .npz files: ZIP archives of .npy files, stored or deflated.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "viz/document/files.h"

namespace viz {

/// Whether a file that begins with these bytes is a ZIP archive.
bool looks_like_archive(std::string_view first_bytes);

/// The arrays of an archive, in its order. `path` is its name. Throws std::runtime_error that names the file when it is
/// no readable archive or holds no arrays, and gs::Stopped.
std::vector<ArchivedArray> list_npz(const gs::FileBytes& file, const std::string& path, const gs::Work& work);

/// Reads all arrays of an archive, one after the other: calls take(name, read), where read() is what read_npz says of
/// the array. Throws what list_npz throws, and what `take` does.
void visit_npz(const gs::FileBytes& file, const std::string& path, const gs::Work& work,
               const std::function<void(const std::string& name, const std::function<Source()>& read)>& take);

/// The array of that name, or, where it is empty, the only one. Archives are untrusted: an array is refused before
/// memory is taken where the archive's bytes cannot hold it or it needs more than the work may take, and afterwards
/// where its checksum is wrong. Throws std::runtime_error that names the file; where a choice is to be made, it names
/// the arrays.
Source read_npz(const gs::FileBytes& file, const std::string& path, const std::string& array, const gs::Work& work);

}  // namespace viz
