// SPDX-License-Identifier: MIT
// The files that are built into the program: fonts and scenes. The list stands in assets/CMakeLists.txt.
#pragma once

#include <string_view>
#include <vector>

namespace assets {

struct Asset {
    std::string_view file;  ///< its name without folders: "start.json"
    std::string_view bytes;
};

/// The asset of that file name; it must exist.
std::string_view bytes(std::string_view file);

/// All assets whose name ends so, in the order of the list.
std::vector<Asset> with_extension(std::string_view extension);

}  // namespace assets
