// SPDX-License-Identifier: MIT
#include "viz/cli/run.h"

#include <fmt/core.h>

#include <cerrno>
#include <cstdio>
#include <stdexcept>

#include "core/files/descriptor.h"
#include "core/grid_sample.h"
#include "core/visible.h"
#include "viz/cli/batch.h"
#include "viz/cli/bench.h"
#include "viz/cli/bench_window.h"
#include "viz/cli/file_info.h"
#include "viz/cli/files.h"
#include "viz/cli/help.h"
#include "viz/cli/info.h"
#include "viz/cli/progress.h"
#include "viz/cli/say.h"
#include "viz/document/edits.h"
#include "viz/document/fields.h"
#include "viz/document/file_spec.h"
#include "viz/document/scene.h"
#include "viz/document/theta.h"
#include "viz/pages/page.h"
#include "viz/platform/desktop/disk_files.h"
#include "viz/platform/desktop/memory_limit.h"
#include "viz/platform/desktop/pictures.h"
#include "viz/platform/desktop/settings.h"
#include "viz/platform/desktop/window.h"
#include "viz/text/words.h"

namespace viz {
namespace {

/// The answer goes to stdout whole, or the command has failed (a full disk, a closed pipe).
void print(const std::string& answer) {
    errno = 0;
    if (std::fwrite(answer.data(), 1, answer.size(), stdout) != answer.size() || std::fflush(stdout) != 0)
        throw std::runtime_error(fmt::format("the answer cannot be printed: {}", gs::error_text(errno)));
}

State named_scene(const std::string& wanted, const gs::Work& work) {
    for (const BuiltinScene& scene : builtin_scenes()) {
        if (scene.name == wanted) return scene.state;
    }
    if (disk().absence(wanted) == kNoSuchFile) return builtin_scene(wanted);  // says which there are
    require_file(wanted, disk());
    return read_scene(wanted, disk(), work);
}

void require_device(gs::Device device) {
    if (const std::string reason = gs::unavailable_reason(device); !reason.empty())
        throw std::runtime_error(fmt::format("the device {} cannot be used: {}", gs::name(device), reason));
}

/// state_for, on a device that can be used.
State usable_state_for(const CommandLine& line, const gs::Work& work) {
    State state = state_for(line, work);
    require_device(state.sampling.device);
    return state;
}

/// A grid that is made of a matrix for align_corners=True, where nothing else is said.
std::string for_aligned_corners(const std::string& grid) {
    const bool is_matrix = grid.starts_with(kThetaPrefix),
               has_settings = !parse_file_spec(grid, disk()).settings.empty();
    return is_matrix && !has_settings ? grid + "?align_corners=true" : grid;
}

Model model_for(const CommandLine& line, const gs::Work& work) {
    const State state = usable_state_for(line, work);
    require_known(state);
    DataStore store(disk());
    Model model(work.limits());
    {
        const ProgressBar bar(std::string(name(line.task)), work);
        model.follow(load(state, store, work));
    }
    const Words words = words_of(state);
    for (const std::string& file : other_contents(state, model.loaded())) say_of(file, words("note.other_content"));
    say_notes(words, state.sources.input, model.input_facts());
    say_notes(words, state.sources.grid, model.grid_facts());
    return model;
}

void explain(const CommandLine& line, const gs::Work& work) {
    const Model model = model_for(line, work);
    print(line.format == Format::json ? explain_json(model, line.align_corners)
                                      : explain_text(model, line.align_corners));
}

void export_picture(const CommandLine& line, const gs::Work& work) {
    Model model = model_for(line, work);
    model.complete(work);
    work.begin(0, "drawing");
    const ProgressBar bar(std::string(name(line.task)), work);
    export_figure(model, line.output, line.size);
}

void bench_window(const CommandLine& line) {
    const std::vector<ScenarioReport> reports = run_window_bench(chosen_scenarios("--case", line.bench_case));
    print(line.format == Format::json ? window_bench_json(reports) : window_bench_text(reports));
}

void bench(const CommandLine& line) {
    if (line.times_window) return bench_window(line);
    BenchPlan plan{chosen_cases("--case", line.bench_case), std::nullopt, line.threads};
    if (line.settings.has("--device")) {
        State state;
        line.settings.apply(state);
        plan.device = state.sampling.device;
        require_device(*plan.device);
    }
    const BenchReport report = run_bench(plan);
    print(line.format == Format::json ? bench_json(report) : bench_text(report));
}

/// What this program is, or what is in the files.
void info(const CommandLine& line, const gs::Work& work) {
    const bool is_json = line.format == Format::json;
    if (line.files.empty()) return print(is_json ? info_json() : info_text());
    std::optional<ProgressBar> bar(std::in_place, "info", work);
    const FilesInfo info = is_json ? files_info_json(line.files, work) : files_info_text(line.files, work);
    bar.reset();
    if (is_json || info.refusals.size() < line.files.size()) print(info.answer);
    for (size_t k = 0; k + 1 < info.refusals.size(); ++k) say(info.refusals[k]);
    if (!info.refusals.empty()) throw std::runtime_error(info.refusals.back());
}

/// Writes the picture to a new file where the user keeps pictures, never into the working folder unasked, and returns
/// its name: a PNG, or an SVG where there is no OpenGL to draw one.
std::string export_where_pictures_are_kept(const Model& model, const PictureSize& size) {
    const std::string remembered = read_settings().export_folder, stem = picture_stem(model.state().title);
    const std::string folder = remembered.empty() ? pictures_folder().string() : remembered;
    try {
        return save_new_picture(model, folder, stem, PictureFormat::png, size);
    } catch (const std::runtime_error&) {
        return save_new_picture(model, folder, stem, PictureFormat::svg, size);
    }
}

/// What a display would have shown, as a picture and as text.
void view_without_display(const CommandLine& line, const gs::Work& work, const std::string& reason) {
    Model model = model_for(line, work);
    model.complete(work);
    const std::string path = export_where_pictures_are_kept(model, line.size);
    say(words_of(model.state())("message.no_display", "reason"_a = gs::visible(reason), "file"_a = gs::visible(path)));
    print(explain_text(model));
}

void view(const CommandLine& line, const gs::Work& work) {
    const State state = usable_state_for(line, work);
    try {
        const bool is_bare = !line.scene && !line.lesson && state == state_for(CommandLine{});
        run_window(state, {line.size.width, line.size.height, line.reports, work.limits(), is_bare});
    } catch (const NoDisplay& error) {
        view_without_display(line, work, error.what());
    }
}

}  // namespace

State state_for(const CommandLine& line, const gs::Work& work) {
    State state = line.lesson  ? builtin_scene(*line.lesson)
                  : line.scene ? named_scene(*line.scene, work)
                               : builtin_scenes().front().state;
    const State scene = state;
    if (line.lesson) {
        state.lesson = *line.lesson;
        state.walk.step = 1;
    }
    if (!line.scene) state.sampling.device = preferred_device();
    if (line.settings.has("--input")) {
        const std::string input = line.settings.text("--input");
        if (input != scene.sources.input) state = with_input(std::move(state), input);
        state.sources.layout = AxisLayout::automatic;  // the scene's is that of its own input
    }
    line.settings.apply(state);
    if (line.align_corners == true) state.sources.grid = for_aligned_corners(state.sources.grid);
    return edited(scene, std::move(state));
}

void run(const CommandLine& given) {
    if (given.answer) return print(*given.answer);
    const gs::Work work({.memory = given.memory ? *given.memory : default_memory()});
    if (given.task == Task::info) return info(given, work);
    const CommandLine line = with_files(given, work);
    switch (line.task) {
        case Task::view: return view(line, work);
        case Task::sample: return sample(line, usable_state_for(line, work), work);
        case Task::grad: return grad(line, usable_state_for(line, work), work);
        case Task::explain: return explain(line, work);
        case Task::export_picture: return export_picture(line, work);
        case Task::bench: return bench(line);
        case Task::info: break;
    }
}

}  // namespace viz
