// SPDX-License-Identifier: MIT
#include "viz/cli/run.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <stdexcept>

#include "core/file.h"
#include "core/grid_sample.h"
#include "core/npy.h"
#include "viz/cli/bench.h"
#include "viz/cli/help.h"
#include "viz/cli/info.h"
#include "viz/model/scene.h"
#include "viz/platform/image_io.h"
#include "viz/ui/export.h"
#include "viz/ui/window.h"

namespace viz {
namespace {

/// The answer goes to stdout whole, or the command has failed (a full disk, a closed pipe).
void print(const std::string& answer) {
    errno = 0;
    if (std::fwrite(answer.data(), 1, answer.size(), stdout) != answer.size() || std::fflush(stdout) != 0)
        throw std::runtime_error(fmt::format("the answer cannot be printed: {}", std::strerror(errno)));
}

State named_scene(const std::string& wanted) {
    for (const BuiltinScene& scene : builtin_scenes()) {
        if (scene.name == wanted) return scene.state;
    }
    if (std::error_code error; std::filesystem::exists(wanted, error)) return read_scene(wanted);
    return builtin_scene(wanted);  // says which there are
}

void require_device(gs::Device device) {
    if (const std::string reason = gs::unavailable_reason(device); !reason.empty())
        throw std::runtime_error(fmt::format("the device {} cannot be used: {}", gs::name(device), reason));
}

/// A whole call of grid_sample, read and ready to be done.
struct Batch {
    gs::Tensor<float> input, grid;
    gs::Options options;
    gs::Execution execution;
};

Batch batch_for(const CommandLine& line) {
    const State state = state_for(line);
    require_device(state.device);
    gs::Tensor<float> input = load_input(state.input, read_image, Contents::images_or_volumes);
    gs::Tensor<float> grid = load_grid(state.grid, input.sizes(), Contents::images_or_volumes);
    return {std::move(input),
            std::move(grid),
            {state.mode, state.padding, line.align_corners.value_or(false)},
            {.device = state.device, .threads = line.threads.value_or(0)}};
}

void sample(const CommandLine& line) {
    const Batch batch = batch_for(line);
    gs::write_npy(line.output, gs::grid_sample(batch.input.view(), batch.grid.view(), batch.options, batch.execution));
}

gs::Tensor<float> load_grad_output(const std::string& path, const gs::Sizes& output) {
    gs::Tensor<float> grad_output = gs::read_npy(path);
    if (grad_output.sizes() != output)
        throw std::runtime_error(fmt::format("{}: expected the sizes of the output, {}, but it has sizes {}", path,
                                             output.text(), grad_output.sizes().text()));
    return grad_output;
}

/// Both gradients are computed before either file is touched.
void grad(const CommandLine& line) {
    const Batch batch = batch_for(line);
    const gs::Tensor<float> grad_output =
        load_grad_output(line.grad_output, gs::output_sizes(batch.input.sizes(), batch.grid.sizes()));
    gs::Tensor<float> grad_input, grad_grid;
    if (!line.grad_input.empty()) grad_input = gs::Tensor<float>::uninitialized(batch.input.sizes());
    if (!line.grad_grid.empty()) grad_grid = gs::Tensor<float>::uninitialized(batch.grid.sizes());
    gs::grid_sample_backward(grad_output.view(), batch.input.view(), batch.grid.view(), grad_input.view(),
                             grad_grid.view(), batch.options, batch.execution);

    std::vector<std::pair<std::string, std::string>> contents;
    if (!line.grad_input.empty()) contents.emplace_back(line.grad_input, gs::format_npy(grad_input));
    if (!line.grad_grid.empty()) contents.emplace_back(line.grad_grid, gs::format_npy(grad_grid));
    std::vector<gs::NewFile> files;
    files.reserve(contents.size());
    for (const auto& [path, bytes] : contents) files.push_back({path, bytes});
    gs::replace_files(files);
}

Model model_for(const CommandLine& line) {
    const State state = state_for(line);
    require_device(state.device);
    Model model(read_image);
    model.update(state);
    return model;
}

void explain(const CommandLine& line) {
    const Model model = model_for(line);
    print(line.format == Format::json ? explain_json(model, line.align_corners)
                                      : explain_text(model, line.align_corners));
}

void bench(const CommandLine& line) {
    if (line.device) require_device(*line.device);
    const BenchReport report = run_bench({chosen_cases("--case", line.bench_case), line.device, line.threads});
    print(line.format == Format::json ? bench_json(report) : bench_text(report));
}

/// Writes the picture to a new file and returns its name: a PNG, or an SVG where there is no OpenGL to draw one.
std::string export_to_unused_name(const Model& model, const PictureSize& size) {
    std::string path = unused_name(".png");
    try {
        export_figure(model, path, size);
    } catch (const std::runtime_error&) {
        path = unused_name(".svg");
        export_figure(model, path, size);
    }
    return path;
}

/// What a display would have shown, as a picture and as text.
void view_without_display(const CommandLine& line, const std::string& reason) {
    const Model model = model_for(line);
    const std::string path = export_to_unused_name(model, line.size);
    fmt::print(stderr, "gridscope: there is no display for a window ({}), so the picture is in {}\n", reason, path);
    print(explain_text(model));
}

void view(const CommandLine& line) {
    const State state = state_for(line);
    require_device(state.device);
    try {
        run_window(state, read_image, {line.size.width, line.size.height, line.reports});
    } catch (const NoDisplay& error) {
        view_without_display(line, error.what());
    }
}

}  // namespace

State state_for(const CommandLine& line) {
    State state = line.lesson  ? builtin_scene(*line.lesson)
                  : line.scene ? named_scene(*line.scene)
                               : builtin_scenes().front().state;
    const State scene = state;
    if (line.lesson) state.step = 1;
    if (!line.scene) state.device = preferred_device();
    if (line.device) state.device = *line.device;
    if (line.input) state.input = *line.input;
    if (line.grid) state.grid = *line.grid;
    if (line.mode) state.mode = *line.mode;
    if (line.padding) state.padding = *line.padding;
    if (line.cell) state.query = *line.cell;
    if (line.point) state.query = {.n = state.query.n, .x = (*line.point)[0], .y = (*line.point)[1]};
    if (line.channel) state.channel = *line.channel;
    if (line.step) state.step = *line.step;
    if (line.theme) state.theme = *line.theme;

    if (state.input != scene.input) state.title = std::filesystem::path(state.input).filename().string();
    if (!shows_the_same(state, scene)) state.note.clear();
    return state;
}

void run(const CommandLine& line) {
    if (line.answer) return print(*line.answer);
    switch (line.command) {
        case Command::view: return view(line);
        case Command::sample: return sample(line);
        case Command::grad: return grad(line);
        case Command::explain: return explain(line);
        case Command::export_picture: return export_figure(model_for(line), line.output, line.size);
        case Command::bench: return bench(line);
        case Command::info: return print(line.format == Format::json ? info_json() : info_text());
    }
}

}  // namespace viz
