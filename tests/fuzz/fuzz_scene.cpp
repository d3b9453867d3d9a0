// SPDX-License-Identifier: MIT
// Any bytes as a scene file: refused in one sentence, or a State that its own file gives back.
#include <stdexcept>

#include "tests/fuzz/fresh_memory.h"
#include "viz/document/scene.h"

using fuzz::require;

namespace {

/// The scene's own file, or the sentence of its refusal.
std::string outcome(std::string_view bytes) {
    viz::State state;
    try {
        state = viz::parse_scene(bytes, "name");
    } catch (const std::runtime_error& error) {
        require(std::string_view(error.what()).starts_with("name: "), "a refusal names the file");
        return error.what();
    }
    std::string text = viz::scene_text(state);
    require(viz::parse_scene(text, "name") == state, "the State comes back");
    return text;
}

}  // namespace

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const fuzz::GuardedBytes file(data, size);
    fuzz::in_any_memory([&] { return outcome(file.bytes()); });
    return 0;
}
