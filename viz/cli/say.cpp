// SPDX-License-Identifier: MIT
#include "viz/cli/say.h"

#include <fmt/core.h>

#include <cstdio>

#include "core/visible.h"
#include "viz/text/source_words.h"

namespace viz {

void say(const std::string& sentence) {
    // What foreign text has in it was made visible where it entered the sentence; this is in case it was forgotten.
    constexpr size_t kMostSentenceBytes = 1000;
    std::fprintf(stderr, "gridscope: %s\n", gs::visible(sentence, kMostSentenceBytes).c_str());
}

void say_of(const std::string& name, const std::string& note) {
    say(fmt::format("{}: {}", gs::visible(name), note));
}

void say_notes(const Words& words, const std::string& name, const SourceFacts& facts) {
    for (const std::string& note : note_texts(words, facts)) say_of(name, note);
}

}  // namespace viz
