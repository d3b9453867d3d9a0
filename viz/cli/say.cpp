// SPDX-License-Identifier: MIT
#include "viz/cli/say.h"

#include <fmt/core.h>

#include <cstdio>

namespace viz {

void say(std::string sentence) {
    for (char& c : sentence) {
        if (static_cast<unsigned char>(c) < ' ' || c == '\x7f') c = '?';
    }
    std::fprintf(stderr, "gridscope: %s\n", sentence.c_str());
}

void say_notes(const std::string& name, const SourceFacts& facts) {
    for (const std::string& note : facts.notes) say(fmt::format("{}: {}", name, note));
}

}  // namespace viz
