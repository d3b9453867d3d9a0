// SPDX-License-Identifier: MIT
// gridscope info FILE...: what is in files.
#pragma once

#include <string>
#include <vector>

#include "core/work.h"

namespace viz {

struct FilesInfo {
    std::string answer;
    std::vector<std::string> refusals;  ///< a sentence for each file that cannot be read
};

/// Describes each file, and each array of an archive: kind, elements and sizes as they are stored and as they are read,
/// layout, range of the finite values, how many are NaN or infinite, scale, orientation, notes; of a scene its
/// settings.
FilesInfo files_info_text(const std::vector<std::string>& files, const gs::Work& work);

/// The same as JSON:
///
///   {"files": [{"file", "kind", "stored": {"type", "sizes"}, "layout", "scale", "orientation", "notes": [...],
///               "read": {"type", "sizes"}, "range": [low, high] or null, "nan", "infinite",
///               "uses": ["input", "grid", "theta"]},
///              {"file", "kind": ".npz archive", "arrays": [{"array", and as above}]},
///              {"file", "kind": "scene", "settings": {...}},
///              {"file", "error"}]}
FilesInfo files_info_json(const std::vector<std::string>& files, const gs::Work& work);

}  // namespace viz
