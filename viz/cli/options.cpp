// SPDX-License-Identifier: MIT
#include "viz/cli/options.h"

#include <fmt/core.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <functional>

#include "core/grid_sample.h"
#include "viz/cli/bench_cases.h"
#include "viz/cli/help.h"
#include "viz/cli/values.h"
#include "viz/document/file_spec.h"
#include "viz/platform/desktop/memory_limit.h"

namespace viz {
namespace {

/// What becomes of an option's value. Both are passed as texts, the option for the sentence when it is refused.
using Take = std::function<void(const std::string& option, const std::string& text)>;

/// An option with a value; the last one counts when it is given again.
void add_option(CLI::App& app, const std::string& option, const std::string& value, const std::string& description,
                Take take) {
    const auto taken = [option, take = std::move(take)](const std::string& text) {
        if (text.empty() || text.starts_with("--")) throw UsageError(option + " lacks its value");
        take(option, text);
    };
    app.add_option_function<std::string>(option, taken, description)
        ->type_name(value)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
}

template <class Choice, size_t count>
std::string choice_names(const std::array<Choice, count>& choices) {
    std::string text;
    for (const Choice choice : choices) text += (text.empty() ? "" : "|") + std::string(name(choice));
    return text;
}

/// Takes the text as it is.
template <class Text>
Take text_into(Text& target) {
    return [&target](const std::string&, const std::string& text) { target = text; };
}

template <class Target, class Choices>
Take choice_into(Target& target, const Choices& choices) {
    return [&target, &choices](const std::string& option, const std::string& text) {
        target = parse_choice(option, text, choices);
    };
}

template <class Number>
Take integer_into(std::optional<Number>& target, const Limits<int64_t>& limits) {
    return [&target, limits](const std::string& option, const std::string& text) {
        target = static_cast<Number>(parse_integer(option, text, limits));
    };
}

gs::Device parse_device(const std::string& option, const std::string& text) {
    if (text == "auto") return preferred_device();
    for (const gs::Device device : gs::kDevices) {
        if (text == gs::name(device)) return device;
    }
    throw UsageError(fmt::format("{} is '{}', but must be one of auto, cpu and cuda", option, shown(text)));
}

ShownConvention parse_convention(const std::string& option, const std::string& text) {
    if (text == "both") return std::nullopt;
    if (text != "true" && text != "false")
        throw UsageError(fmt::format("{} is '{}', but must be one of true, false and both", option, shown(text)));
    return text == "true";
}

Query parse_cell(const std::string& option, const std::string& text) {
    const auto parts = split(text, ',');
    if (parts.size() != 2 && parts.size() != 3)
        throw UsageError(fmt::format("{} is '{}', but must be n,h,w or h,w", option, shown(text)));
    std::vector<int64_t> index;
    index.reserve(3);
    for (const std::string_view part : parts) index.push_back(parse_integer(option, part, kIndexLimits));
    if (index.size() == 2) index.insert(index.begin(), 0);
    return {.is_cell = true, .n = index[0], .h = index[1], .w = index[2]};
}

int64_t parse_memory(const std::string& option, const std::string& text) {
    if (const auto bytes = parse_bytes(text)) return *bytes;
    throw UsageError(fmt::format("{} is '{}', but must be a number of bytes such as 8G or 512M", option, shown(text)));
}

std::array<double, 2> parse_point(const std::string& option, const std::string& text) {
    const auto parts = split(text, ',');
    if (parts.size() != 2) throw UsageError(fmt::format("{} is '{}', but must be x,y", option, shown(text)));
    return {parse_double(option, parts[0]), parse_double(option, parts[1])};
}

void parse_size(const std::string& option, const std::string& text, PictureSize& size) {
    const auto parts = split(text, 'x');
    if (parts.size() != 2)
        throw UsageError(fmt::format("{} is '{}', but must be WIDTHxHEIGHT such as 1280x800", option, shown(text)));
    const auto side = [&](std::string_view part, const Limits<int64_t>& limits) {
        return static_cast<int>(parse_integer(option, part, limits));
    };
    size.width = side(parts[0], kPictureWidthLimits);
    size.height = side(parts[1], kPictureHeightLimits);
}

Range parse_range(const std::string& option, const std::string& text) {
    const auto parts = split(text, ',');
    const Range range =
        parts.size() == 2 ? Range{parse_double(option, parts[0]), parse_double(option, parts[1])} : Range{};
    if (!may_be_shades(range))
        throw UsageError(fmt::format("{} is '{}', but must be two finite numbers LOW,HIGH, the smaller one first",
                                     option, shown(text)));
    return range;
}

float parse_scale(const std::string& option, const std::string& text) {
    const double scale = parse_double(option, text);
    if (!kPictureScaleLimits.hold(scale))
        throw UsageError(fmt::format("{} is {}, but must be {}", option, shown(text), kPictureScaleLimits.text()));
    return static_cast<float>(scale);
}

void add_memory_option(CLI::App& app, CommandLine& line) {
    add_option(
        app, "--memory", "BYTES", "what reading a file, or a result, may take, such as 8G (half of what is free)",
        [&line](const std::string& option, const std::string& text) { line.memory = parse_memory(option, text); });
}

/// Whether the task computes whole batches into files, and so one convention only.
bool writes_tensors(Task task) {
    return task == Task::sample || task == Task::grad;
}

void take_convention(CommandLine& line, const std::string& option, const std::string& text) {
    line.align_corners = parse_convention(option, text);
    if (writes_tensors(line.task) && !line.align_corners)
        throw UsageError(
            fmt::format("{} is both, but {} writes one result: give true or false", option, name(line.task)));
    const bool shows_both = line.task == Task::view || line.task == Task::export_picture;
    if (shows_both && line.align_corners)
        throw UsageError(fmt::format("{} is {}, but the picture always shows both", option, text));
}

void add_execution_options(CLI::App& app, CommandLine& line, const std::string& device_default,
                           const std::string& threads_default) {
    add_option(
        app, "--device", "auto|cpu|cuda", fmt::format("where whole batches are computed ({})", device_default),
        [&line](const std::string& option, const std::string& text) { line.device = parse_device(option, text); });
    add_option(app, "--threads", "N",
               fmt::format("CPU threads for whole batches; 0: one per processor ({})", threads_default),
               integer_into(line.threads, kThreadsLimits));
}

void add_bench_options(CLI::App& app, CommandLine& line) {
    std::string cases = "all";
    for (const BenchCase& bench_case : bench_cases()) cases += fmt::format("|{}", bench_case.name);
    add_option(app, "--case", cases, "what is measured (all)", [&line](const std::string& option, const auto& text) {
        chosen_cases(option, text);  // refuses what there is not
        line.bench_case = text;
    });
    add_execution_options(app, line, "each that can be used", "1, then 0");
}

void add_data_options(CLI::App& app, CommandLine& line) {
    add_option(app, "--scene", "F", "start from a scene: a JSON file or a built-in name (start)",
               text_into(line.scene));
    add_option(app, "--input", "F",
               "an image, an array (.npy, .npz: F?array=NAME), - (standard input) or a built-in name (ramp:4x4)",
               text_into(line.input));
    add_option(app, "--grid", "F",
               "an array, - (standard input), a built-in name (linspace:3x3), or theta:F with affine matrices",
               text_into(line.grid));
    add_option(app, "--layout", choice_names(kAxisLayouts),
               "which axis of the input's array is which (auto: PyTorch's order, unless a note says otherwise)",
               choice_into(line.layout, kAxisLayouts));
    add_option(app, "--mode", choice_names(gs::kModes), "how pixels are combined (bilinear)",
               choice_into(line.mode, gs::kModes));
    add_option(app, "--padding", choice_names(gs::kPaddings), "what lies outside (zeros)",
               choice_into(line.padding, gs::kPaddings));
    add_option(app, "--align-corners", "true|false|both",
               writes_tensors(line.task)
                   ? "whether -1 and 1 are centres or outer edges (false); not both, as one result is written"
                   : "whether -1 and 1 are centres or outer edges (both)",
               [&line](const std::string& option, const std::string& text) { take_convention(line, option, text); });
    add_execution_options(app, line, "auto: cuda if it can be had, else cpu", "0");
    add_memory_option(app, line);
}

void add_gradient_options(CLI::App& app, CommandLine& line) {
    add_option(app, "--grad-output", "GO.npy",
               "the gradient with respect to the output, of the output's sizes and type", text_into(line.grad_output));
    add_option(app, "--grad-input", "GI.npy",
               "where the gradient with respect to the input goes, of the type that it is read as",
               text_into(line.grad_input));
    add_option(app, "--grad-grid", "GG.npy",
               "where the gradient with respect to the grid goes, of the type that it is read as",
               text_into(line.grad_grid));
}

void add_query_options(CLI::App& app, CommandLine& line) {
    add_option(app, "--at", "n,h,w", "look at this output cell; h,w for n = 0",
               [&line](const std::string& option, const std::string& text) { line.cell = parse_cell(option, text); });
    add_option(app, "--query", "x,y", "look at this grid value (0.7143,-0.7143)",
               [&line](const std::string& option, const std::string& text) { line.point = parse_point(option, text); });
    add_option(app, "--channel", "c", "look at this channel (0)", integer_into(line.channel, kIndexLimits));
}

void add_look_options(CLI::App& app, CommandLine& line) {
    add_option(app, "--step", "1..8", "show the steps up to this one (8)", integer_into(line.step, kStepLimits));
    add_option(app, "--theme", choice_names(kThemes), "colours (light)", choice_into(line.theme, kThemes));
    add_option(
        app, "--shades", "LOW,HIGH", "the values of the darkest and the lightest shade (the input's range)",
        [&line](const std::string& option, const std::string& text) { line.shades = parse_range(option, text); });
    add_option(app, "--size", "WxH", "size, at least 1024x700 (1280x800)",
               [&line](const std::string& option, const std::string& text) { parse_size(option, text, line.size); });
}

void add_format_option(CLI::App& app, CommandLine& line) {
    add_option(app, "--format", choice_names(kFormats), "form of the answer (text)",
               choice_into(line.format, kFormats));
}

bool takes_data(Task task) {
    return task != Task::bench && task != Task::info;
}

/// Adds the options that the line's task has, in the order in which its help lists them.
void add_options(CLI::App& app, CommandLine& line) {
    if (takes_data(line.task)) add_data_options(app, line);
    switch (line.task) {
        case Task::view:
            add_option(app, "--lesson", "NAME", "open this built-in scene at its first step", text_into(line.lesson));
            add_query_options(app, line);
            add_look_options(app, line);
            app.add_flag("--report", line.reports, "print what is shown as JSON")->group("");
            break;
        case Task::sample:
            add_option(app, "--output", "Y.npy", "where the output goes, of the type that the input is read as",
                       text_into(line.output));
            break;
        case Task::grad: add_gradient_options(app, line); break;
        case Task::explain:
            add_query_options(app, line);
            add_format_option(app, line);
            break;
        case Task::export_picture:
            add_query_options(app, line);
            add_look_options(app, line);
            add_option(app, "--scale", "S", "pixels per unit of size, for PNG (1)",
                       [&line](const std::string& option, const std::string& text) {
                           line.size.scale = parse_scale(option, text);
                       });
            add_option(app, "--output", "F", "where the picture goes: F.png or F.svg", text_into(line.output));
            break;
        case Task::bench:
            add_bench_options(app, line);
            add_format_option(app, line);
            break;
        case Task::info:
            add_format_option(app, line);
            add_memory_option(app, line);
            break;
    }
}

/// Refuses a word that begins as an option does, but is none.
[[noreturn]] void refuse_option(const CLI::App& app, const CommandLine& line, const std::string& word) {
    const std::string option = word.substr(0, word.find('='));
    std::vector<std::string> known;
    for (const CLI::Option* each : app.get_options()) {
        if (!each->get_group().empty() && each != app.get_help_ptr()) known.push_back(each->get_name());
    }
    throw UsageError(fmt::format("{} has no option {}; the nearest is {}", name(line.task), shown(option),
                                 nearest_word(option, known)));
}

/// What is left over are files, where the task takes some.
void take_leftovers(const CLI::App& app, CommandLine& line) {
    for (const std::string& word : app.remaining()) {
        if (word.starts_with('-') && !reads_standard_input(word)) refuse_option(app, line, word);
        if (line.task == Task::bench) throw UsageError(fmt::format("bench takes no argument '{}'", shown(word)));
        line.files.push_back(word);
    }
}

}  // namespace

void take_options(CommandLine& line, std::vector<std::string> arguments) {
    CLI::App app(std::string(purpose(line.task)),
                 fmt::format("gridscope {}{}", name(line.task), line.task == Task::bench ? "" : " [FILE...]"));
    app.allow_extras();
    app.get_formatter()->column_width(36);
    app.set_help_flag("-h,--help", "this text");
    if (takes_data(line.task)) app.footer(names_help);
    add_options(app, line);
    try {
        std::reverse(arguments.begin(), arguments.end());  // as CLI11 wants them
        app.parse(std::move(arguments));
        take_leftovers(app, line);
    } catch (const CLI::CallForHelp&) {
        line.answer = app.help();
    } catch (const CLI::ArgumentMismatch& error) {
        const std::string_view sentence = error.what();  // "--grid: 1 required F missing"
        throw UsageError(fmt::format("{} lacks its value", shown(sentence.substr(0, sentence.find(':')))));
    } catch (const CLI::ParseError& error) {
        throw UsageError(shown(error.what()));
    }
}

}  // namespace viz
