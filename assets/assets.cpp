// SPDX-License-Identifier: MIT
#include "assets/assets.h"

#include <cassert>

extern "C" {
#include "asset_symbols.inc"
}

namespace assets {
namespace {

struct Row {
    std::string_view file;
    const char *begin, *end;

    std::string_view bytes() const { return {begin, static_cast<size_t>(end - begin)}; }
};

const Row kRows[] = {
#include "asset_table.inc"
};

}  // namespace

std::string_view bytes(std::string_view file) {
    for (const Row& row : kRows) {
        if (row.file == file) return row.bytes();
    }
    assert(!"no such asset");
    return {};
}

std::vector<Asset> with_extension(std::string_view extension) {
    std::vector<Asset> found;
    for (const Row& row : kRows) {
        if (row.file.ends_with(extension)) found.push_back({row.file, row.bytes()});
    }
    return found;
}

}  // namespace assets
