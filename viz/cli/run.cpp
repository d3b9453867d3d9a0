// SPDX-License-Identifier: MIT
#include "viz/cli/run.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <stdexcept>
#include <variant>

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
    std::string input_name, grid_name;
    gs::AnyTensor input, grid;
    gs::Options options;
    gs::Execution execution;
};

Batch batch_for(const CommandLine& line) {
    const State state = state_for(line);
    require_device(state.device);
    gs::AnyTensor input = load_any_input(state.input, read_image_pixels);
    gs::AnyTensor grid = load_any_grid(state.grid, input);
    return {state.input,
            state.grid,
            std::move(input),
            std::move(grid),
            {state.mode, state.padding, line.align_corners.value_or(false)},
            {.device = state.device, .threads = line.threads.value_or(0)}};
}

/// Refuses a grid of type G for an input of type T.
template <class T, class G>
[[noreturn]] void refuse_grid(const Batch& batch) {
    std::string fitting(gs::name(gs::kDtype<T>));
    if (!std::is_same_v<T, gs::Arithmetic<T>>)
        fitting += fmt::format(" or {}", gs::name(gs::kDtype<gs::Arithmetic<T>>));
    throw std::runtime_error(
        fmt::format("{}: holds {}, but the input {} holds {}, which takes a grid of {}; in NumPy: array.astype('{}')",
                    batch.grid_name, gs::name(gs::kDtype<G>), batch.input_name, gs::name(gs::kDtype<T>), fitting,
                    gs::name(gs::kDtype<gs::Arithmetic<T>>)));
}

/// Calls function(input, grid) with the tensors as the types that they have, which have to go together.
template <class Function>
void with_tensors(const Batch& batch, Function&& function) {
    const auto call = [&]<class T, class G>(const gs::Tensor<T>& input, const gs::Tensor<G>& grid) {
        if constexpr (gs::GridFor<T, G>)
            function(input, grid);
        else
            refuse_grid<T, G>(batch);
    };
    std::visit(call, batch.input, batch.grid);
}

void sample(const CommandLine& line) {
    const Batch batch = batch_for(line);
    with_tensors(batch, [&](const auto& input, const auto& grid) {
        gs::write_npy(line.output, gs::grid_sample(input.view(), grid.view(), batch.options, batch.execution));
    });
}

/// The gradient with respect to an output of these sizes and of type T.
template <class T>
gs::Tensor<T> load_grad_output(const std::string& path, const gs::Sizes& output) {
    gs::AnyTensor any = gs::read_npy_any(path);
    auto* const grad_output = std::get_if<gs::Tensor<T>>(&any);
    if (grad_output == nullptr) {
        const gs::Dtype dtype = std::visit([]<class U>(const gs::Tensor<U>&) { return gs::kDtype<U>; }, any);
        throw std::runtime_error(fmt::format("{0}: holds {1}, but the output is {2}; in NumPy: array.astype('{2}')",
                                             path, gs::name(dtype), gs::name(gs::kDtype<T>)));
    }
    if (grad_output->sizes() != output)
        throw std::runtime_error(fmt::format("{}: expected the sizes of the output, {}, but it has sizes {}", path,
                                             output.text(), grad_output->sizes().text()));
    return std::move(*grad_output);
}

/// Both gradients are computed before either file is touched.
void grad(const CommandLine& line) {
    const Batch batch = batch_for(line);
    with_tensors(batch, [&]<class T, class G>(const gs::Tensor<T>& input, const gs::Tensor<G>& grid) {
        const gs::Tensor<T> grad_output =
            load_grad_output<T>(line.grad_output, gs::output_sizes(input.sizes(), grid.sizes()));
        gs::Tensor<T> grad_input;
        gs::Tensor<G> grad_grid;
        if (!line.grad_input.empty()) grad_input = gs::Tensor<T>::uninitialized(input.sizes());
        if (!line.grad_grid.empty()) grad_grid = gs::Tensor<G>::uninitialized(grid.sizes());
        gs::grid_sample_backward(grad_output.view(), input.view(), grid.view(), grad_input.view(), grad_grid.view(),
                                 batch.options, batch.execution);

        std::vector<std::pair<std::string, std::string>> contents;
        if (!line.grad_input.empty()) contents.emplace_back(line.grad_input, gs::format_npy(grad_input));
        if (!line.grad_grid.empty()) contents.emplace_back(line.grad_grid, gs::format_npy(grad_grid));
        std::vector<gs::NewFile> files;
        files.reserve(contents.size());
        for (const auto& [path, bytes] : contents) files.push_back({path, bytes});
        gs::replace_files(files);
    });
}

Model model_for(const CommandLine& line) {
    const State state = state_for(line);
    require_device(state.device);
    Model model(read_image_pixels);
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
        run_window(state, read_image_pixels, {line.size.width, line.size.height, line.reports});
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
