// SPDX-License-Identifier: MIT
// The way from untrusted files to the picture: a scene, and the .npy files of --input and --grid. One input is the
// scene's text, then what follows "\n--input\n", then what follows "\n--grid\n"; a file that is not there is the
// built-in one.
#include <stdexcept>

#include "tests/document/file_model.h"
#include "tests/fuzz/fuzz.h"
#include "viz/canvas/canvas_svg.h"
#include "viz/document/scene.h"
#include "viz/pages/page.h"
#include "viz/platform/desktop/disk_files.h"
#include "viz/text/explain.h"

namespace {

/// Takes what stands after the mark off the text and into the file. False when the mark is not there.
bool take_file(std::string_view& text, std::string_view mark, const fuzz::ScratchFile& file) {
    const size_t place = text.find(mark);
    if (place == std::string_view::npos) return false;
    file.write(text.substr(place + mark.size()));
    text = text.substr(0, place);
    return true;
}

void show(const viz::State& state) {
    viz::FileModel model;
    model.update(state);
    for (const viz::Side& side : model.sides()) {
        const double value = side.trace.output;
        fuzz::require(side.is_bit_equal || value != value, "the trace gives what the batch gives");
    }
    viz::explain_text(model);
    viz::explain_json(model);
    const auto no_png = [](int, int, int, const unsigned char*) { return std::string(); };
    viz::SvgCanvas canvas(viz::kDesignSize.x, viz::kDesignSize.y, 1, state.title,
                          viz::page(state.walk.page).describe(model), no_png);
    viz::draw_page(canvas, model, {});
    canvas.document();
}

}  // namespace

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    static const fuzz::ScratchFile input("input.npy"), grid("grid.npy");
    std::string_view text(reinterpret_cast<const char*>(data), size);
    const bool has_grid = take_file(text, "\n--grid\n", grid), has_input = take_file(text, "\n--input\n", input);
    try {
        viz::State state = viz::parse_scene(text, "name");
        state.sources.input = has_input ? input.path() : "ramp:4x4";
        state.sources.grid = has_grid ? grid.path() : "linspace:3x3";
        state.sampling.device = gs::Device::cpu;
        show(state);
    } catch (const std::runtime_error&) {
        // What is refused is refused in one sentence.
    } catch (const std::invalid_argument&) {
        // Likewise, by the core.
    }
    return 0;
}
