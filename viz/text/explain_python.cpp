// SPDX-License-Identifier: MIT
#include "viz/text/explain_python.h"

#include <fmt/core.h>

#include <cmath>

#include "core/visible.h"
#include "viz/document/format.h"
#include "viz/document/limits.h"
#include "viz/document/sources.h"
#include "viz/text/words.h"

namespace viz {
namespace {

/// A Python float: whole numbers need a point, or PyTorch would take them for int64.
std::string python_float(double value, gs::Dtype arithmetic) {
    const std::string text = exact(value, arithmetic);
    if (!std::isfinite(value)) return fmt::format("float('{}')", text);
    return text.find_first_of(".e") == std::string::npos ? text + "." : text;
}

/// The NumPy expression for an array in a file, with elements of the type that it is computed in; empty for what is no
/// array, and for names that would need escapes.
std::string numpy_array(const std::string& text, const SourceFacts& facts, gs::Dtype arithmetic) {
    const bool needs_escapes =
        text.find_first_of("'\\") != std::string::npos || gs::visible(text, kMostTextBytes) != text;
    const auto* const elements = std::get_if<stored::Array>(&facts.stored);
    if (facts.kind != SourceKind::array || elements == nullptr || needs_escapes) return "";
    std::string array = fmt::format("numpy.load('{}')", facts.file);
    if (!facts.array.empty()) array += fmt::format("['{}']", facts.array);
    if (elements->type.kind == gs::NpyType::Kind::bfloat16)
        array = fmt::format("({}.view('u2').astype('u4') << 16).view('f4')", array);
    else if (const std::string_view type = gs::name(arithmetic); name(elements->type) != type)
        array += fmt::format(".astype('{}')", type);
    if (facts.layout == "HWC") array += ".transpose(2, 0, 1)";
    if (facts.layout == "NHWC") array += ".transpose(0, 3, 1, 2)";
    return array;
}

/// The Python expression for the input; empty when there is none.
std::string python_input(const Model& model) {
    const std::string& spec = model.state().sources.input;
    const std::string sizes =
        fmt::format("({}, {}, {}, {})", sizes_of(model.input())[0], model.channels(), model.height(), model.width());
    if (const auto named = parse_named(spec, input_names())) {
        if (named->name == "ramp")
            return fmt::format("torch.arange({}.).reshape{}", model.height() * model.width(), sizes);
        return named->name == "ones" ? "torch.ones" + sizes : "";
    }
    const std::string array = numpy_array(spec, model.input_facts(), model.arithmetic());
    return array.empty() ? "" : fmt::format("torch.from_numpy({}).reshape{}", array, sizes);
}

/// How PyTorch takes a grid that serves all images of a batch.
void write_shared_grid(TextPage& page, const Model& model) {
    const std::string array = numpy_array(model.state().sources.grid, model.grid_facts(), model.arithmetic());
    if (!model.grid_facts().is_shared || array.empty()) return;
    page.line("");
    page.line(words_of(model.state())("explain.python.grid"));
    page.code(fmt::format("grid = torch.from_numpy({}).reshape(1, {}, {}, 2).expand({}, -1, -1, -1)", array,
                          model.rows(), model.columns(), sizes_of(model.input())[0]));
}

}  // namespace

void write_snippet(TextPage& page, const Model& model, ShownConvention only_align_corners) {
    const State& state = model.state();
    const std::string input = python_input(model);
    if (input.empty()) return;
    const auto [x, y] = model.query_grid();
    const bool is_one_plane = sizes_of(model.input())[0] == 1 && model.channels() == 1;
    const std::string plane = is_one_plane ? ""
                                           : fmt::format("[{}:{}, {}:{}]", state.query.n, state.query.n + 1,
                                                         state.view.channel, state.view.channel + 1);
    const char* flags = !only_align_corners ? "(True, False)" : *only_align_corners ? "(True,)" : "(False,)";
    const char* type = model.arithmetic() == gs::Dtype::float64 ? ", dtype=torch.float64" : "";
    page.line("");
    page.line(words_of(state)("explain.python"));
    page.code(fmt::format("import {}torch, torch.nn.functional as F",
                          input.starts_with("torch.from_numpy") ? "numpy, " : ""));
    page.code(fmt::format("input = {}{}", input, plane));
    page.code(fmt::format("grid = torch.tensor([[[[{}, {}]]]]{})", python_float(x, model.arithmetic()),
                          python_float(y, model.arithmetic()), type));
    page.code(fmt::format("for a in {}:", flags));
    page.code(fmt::format("    print(F.grid_sample(input, grid, '{}', '{}', align_corners=a).item())",
                          gs::name(state.sampling.mode), gs::name(state.sampling.padding)));
    write_shared_grid(page, model);
}

}  // namespace viz
