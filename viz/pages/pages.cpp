// SPDX-License-Identifier: MIT
// The registry: a page is its file and a row here.
#include <fmt/core.h>

#include <array>
#include <stdexcept>

#include "core/visible.h"
#include "viz/document/scene.h"
#include "viz/pages/compare.h"
#include "viz/text/words.h"

namespace viz {

std::span<const Page* const> pages() {
    static const ComparePage compare;
    static const std::array<const Page*, 1> all{&compare};
    return all;
}

const Page& page(std::string_view name) {
    std::string known;
    for (const Page* const each : pages()) {
        if (each->name() == name) return *each;
        known += (known.empty() ? "" : ", ") + std::string(each->name());
    }
    throw std::runtime_error(fmt::format("there is no page {}; there are: {}", gs::visible(name), known));
}

void require_known(const State& state) {
    page(state.walk.page);
    if (!state.lesson.empty()) builtin_scene(state.lesson);
    std::string known;
    for (const Language& language : languages()) {
        if (language.code == state.look.language) return;
        known += (known.empty() ? "" : ", ") + std::string(language.code);
    }
    throw std::runtime_error(
        fmt::format("there is no language {}; there are: {}", gs::visible(state.look.language), known));
}

}  // namespace viz
