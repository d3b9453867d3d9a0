// SPDX-License-Identifier: MIT
// Any bytes as a scene file: refused in one sentence, or a State that its own file gives back.
#include <stdexcept>

#include "tests/fuzz/fuzz.h"
#include "viz/model/scene.h"

using fuzz::require;

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    viz::State state;
    try {
        state = viz::parse_scene({reinterpret_cast<const char*>(data), size}, "name");
    } catch (const std::runtime_error& error) {
        require(std::string_view(error.what()).starts_with("name: "), "a refusal names the file");
        return 0;
    }
    require(viz::parse_scene(viz::scene_text(state), "name") == state, "the State comes back");
    return 0;
}
