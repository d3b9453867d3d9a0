// SPDX-License-Identifier: MIT
#include "viz/cli/say.h"

#include <fmt/core.h>

#include <cstdio>

#include "core/visible.h"

namespace viz {

void say(const std::string& sentence) {
    // What foreign text has in it was made visible where it entered the sentence; this is in case it was forgotten.
    constexpr size_t kMostSentenceBytes = 1000;
    std::fprintf(stderr, "gridscope: %s\n", gs::visible(sentence, kMostSentenceBytes).c_str());
}

void say_notes(const std::string& name, const SourceFacts& facts) {
    for (const std::string& note : facts.notes) say(fmt::format("{}: {}", gs::visible(name), note));
}

}  // namespace viz
