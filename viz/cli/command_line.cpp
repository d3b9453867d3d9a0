// SPDX-License-Identifier: MIT
#include "viz/cli/command_line.h"

#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <filesystem>
#include <functional>
#include <limits>

#include "core/grid_sample.h"
#include "viz/cli/bench_cases.h"
#include "viz/cli/help.h"
#include "viz/cli/values.h"
#include "viz/model/scene.h"

namespace viz {
namespace {

constexpr int kMostThreads = 1024;
constexpr int kLargestPicture = 16384;  // pixels along a side: what OpenGL can be relied on to draw at once
constexpr int64_t kMostIndex = std::numeric_limits<int32_t>::max();

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
Take integer_into(std::optional<Number>& target, int64_t low, int64_t high) {
    return [&target, low, high](const std::string& option, const std::string& text) {
        target = static_cast<Number>(parse_integer(option, text, low, high));
    };
}

gs::Device parse_device(const std::string& option, const std::string& text) {
    if (text == "auto") return preferred_device();
    for (const gs::Device device : gs::kDevices) {
        if (text == gs::name(device)) return device;
    }
    throw UsageError(fmt::format("{} is '{}', but must be one of auto, cpu and cuda", option, text));
}

ShownConvention parse_convention(const std::string& option, const std::string& text) {
    if (text == "both") return std::nullopt;
    if (text != "true" && text != "false")
        throw UsageError(fmt::format("{} is '{}', but must be one of true, false and both", option, text));
    return text == "true";
}

Query parse_cell(const std::string& option, const std::string& text) {
    const auto parts = split(text, ',');
    if (parts.size() != 2 && parts.size() != 3)
        throw UsageError(fmt::format("{} is '{}', but must be n,h,w or h,w", option, text));
    std::vector<int64_t> index;
    index.reserve(3);
    for (const std::string_view part : parts) index.push_back(parse_integer(option, part, 0, kMostIndex));
    if (index.size() == 2) index.insert(index.begin(), 0);
    return {.is_cell = true, .n = index[0], .h = index[1], .w = index[2]};
}

std::array<double, 2> parse_point(const std::string& option, const std::string& text) {
    const auto parts = split(text, ',');
    if (parts.size() != 2) throw UsageError(fmt::format("{} is '{}', but must be x,y", option, text));
    return {parse_double(option, parts[0]), parse_double(option, parts[1])};
}

void parse_size(const std::string& option, const std::string& text, PictureSize& size) {
    const auto parts = split(text, 'x');
    if (parts.size() != 2)
        throw UsageError(fmt::format("{} is '{}', but must be WIDTHxHEIGHT such as 1280x800", option, text));
    const auto side = [&](std::string_view part, int least) {
        return static_cast<int>(parse_integer(option, part, least, kLargestPicture));
    };
    size.width = side(parts[0], kSmallestPicture.width);
    size.height = side(parts[1], kSmallestPicture.height);
}

float parse_scale(const std::string& option, const std::string& text) {
    const auto scale = static_cast<float>(parse_double(option, text));
    if (!(scale >= 0.25f && scale <= 8)) throw UsageError(fmt::format("{} is {}, but must be 0.25 to 8", option, text));
    return scale;
}

bool takes_data(Command command) {
    return command != Command::bench && command != Command::info;
}

/// Whether the command computes whole batches into files, and so one convention only.
bool writes_tensors(Command command) {
    return command == Command::sample || command == Command::grad;
}

void take_convention(CommandLine& line, const std::string& option, const std::string& text) {
    line.align_corners = parse_convention(option, text);
    if (writes_tensors(line.command) && !line.align_corners)
        throw UsageError(
            fmt::format("{} is both, but {} writes one result: give true or false", option, name(line.command)));
    const bool shows_both = line.command == Command::view || line.command == Command::export_picture;
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
               integer_into(line.threads, 0, kMostThreads));
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
    const bool takes_any_type = writes_tensors(line.command);
    add_option(app, "--input", "F",
               takes_any_type ? "an .npy file (float32, float64 or float16), an image or a built-in name (ramp:4x4)"
                              : "an .npy file, an image or a built-in name (ramp:4x4)",
               text_into(line.input));
    add_option(app, "--grid", "F",
               takes_any_type
                   ? "an .npy file of the input's type (float16: or float32) or a built-in name (linspace:3x3)"
                   : "an .npy file or a built-in name (linspace:3x3)",
               text_into(line.grid));
    add_option(app, "--mode", choice_names(gs::kModes), "how pixels are combined (bilinear)",
               choice_into(line.mode, gs::kModes));
    add_option(app, "--padding", choice_names(gs::kPaddings), "what lies outside (zeros)",
               choice_into(line.padding, gs::kPaddings));
    add_option(app, "--align-corners", "true|false|both",
               writes_tensors(line.command)
                   ? "whether -1 and 1 are centres or outer edges (false); not both, as one result is written"
                   : "whether -1 and 1 are centres or outer edges (both)",
               [&line](const std::string& option, const std::string& text) { take_convention(line, option, text); });
    add_execution_options(app, line, "auto: cuda if it can be had, else cpu", "0");
}

void add_gradient_options(CLI::App& app, CommandLine& line) {
    add_option(app, "--grad-output", "GO.npy",
               "the gradient with respect to the output, of the output's sizes and type", text_into(line.grad_output));
    add_option(app, "--grad-input", "GI.npy", "where the gradient with respect to the input goes, of its type",
               text_into(line.grad_input));
    add_option(app, "--grad-grid", "GG.npy", "where the gradient with respect to the grid goes, of its type",
               text_into(line.grad_grid));
}

void add_query_options(CLI::App& app, CommandLine& line) {
    add_option(app, "--at", "n,h,w", "look at this output cell; h,w for n = 0",
               [&line](const std::string& option, const std::string& text) { line.cell = parse_cell(option, text); });
    add_option(app, "--query", "x,y", "look at this grid value (0.7143,-0.7143)",
               [&line](const std::string& option, const std::string& text) { line.point = parse_point(option, text); });
    add_option(app, "--channel", "c", "look at this channel (0)", integer_into(line.channel, 0, kMostIndex));
}

void add_look_options(CLI::App& app, CommandLine& line) {
    add_option(app, "--step", "1..8", "show the steps up to this one (8)", integer_into(line.step, 1, kSteps));
    add_option(app, "--theme", choice_names(kThemes), "colours (light)", choice_into(line.theme, kThemes));
    add_option(app, "--size", "WxH", "size, at least 1024x700 (1280x800)",
               [&line](const std::string& option, const std::string& text) { parse_size(option, text, line.size); });
}

void add_format_option(CLI::App& app, CommandLine& line) {
    add_option(app, "--format", choice_names(kFormats), "form of the answer (text)",
               choice_into(line.format, kFormats));
}

/// The options that the command has, in the order in which its help lists them.
void add_options(CLI::App& app, CommandLine& line) {
    if (takes_data(line.command)) add_data_options(app, line);
    switch (line.command) {
        case Command::view:
            add_option(app, "--lesson", "NAME", "open this built-in scene at its first step", text_into(line.lesson));
            add_query_options(app, line);
            add_look_options(app, line);
            app.add_flag("--report", line.reports, "print what is shown as JSON")->group("");
            break;
        case Command::sample:
            add_option(app, "--output", "Y.npy", "where the output goes, of the input's type", text_into(line.output));
            break;
        case Command::grad: add_gradient_options(app, line); break;
        case Command::explain:
            add_query_options(app, line);
            add_format_option(app, line);
            break;
        case Command::export_picture:
            add_query_options(app, line);
            add_look_options(app, line);
            add_option(app, "--scale", "S", "pixels per unit of size, for PNG (1)",
                       [&line](const std::string& option, const std::string& text) {
                           line.size.scale = parse_scale(option, text);
                       });
            add_option(app, "--output", "F", "where the picture goes: F.png or F.svg", text_into(line.output));
            break;
        case Command::bench:
            add_bench_options(app, line);
            add_format_option(app, line);
            break;
        case Command::info: add_format_option(app, line); break;
    }
}

void refuse_leftovers(const CLI::App& app, const CommandLine& line) {
    const std::vector<std::string> leftovers = app.remaining();
    if (leftovers.empty()) return;
    const std::string first = leftovers[0].substr(0, leftovers[0].find('='));
    if (!first.starts_with('-')) throw UsageError(fmt::format("{} takes no argument '{}'", name(line.command), first));
    std::vector<std::string> known;
    for (const CLI::Option* option : app.get_options()) {
        if (!option->get_group().empty() && option != app.get_help_ptr()) known.push_back(option->get_name());
    }
    throw UsageError(
        fmt::format("{} has no option {}; the nearest is {}", name(line.command), first, nearest_word(first, known)));
}

void require_ending(const std::string& option, const std::string& file, const std::vector<std::string>& endings) {
    const bool fits =
        std::any_of(endings.begin(), endings.end(), [&](const std::string& ending) { return file.ends_with(ending); });
    if (!fits) throw UsageError(fmt::format("{} is {}, but must end in {}", option, file, fmt::join(endings, " or ")));
}

void require_output(const CommandLine& line, const std::vector<std::string>& endings) {
    if (line.output.empty())
        throw UsageError(fmt::format("{} needs --output with the file to write", name(line.command)));
    require_ending("--output", line.output, endings);
}

/// Whether two names lead to one file, which need not exist yet.
bool is_same_file(const std::string& a, const std::string& b) {
    namespace fs = std::filesystem;
    std::error_code error;
    const fs::path place_a = fs::weakly_canonical(fs::absolute(a, error), error);
    if (error) return a == b;
    const fs::path place_b = fs::weakly_canonical(fs::absolute(b, error), error);
    return error ? a == b : place_a == place_b;
}

void check_gradients(const CommandLine& line) {
    if (line.grad_output.empty())
        throw UsageError("grad needs --grad-output with the gradient with respect to the output");
    if (line.grad_input.empty() && line.grad_grid.empty())
        throw UsageError("grad needs --grad-input, --grad-grid or both with the file to write");
    if (!line.grad_input.empty()) require_ending("--grad-input", line.grad_input, {".npy"});
    if (!line.grad_grid.empty()) require_ending("--grad-grid", line.grad_grid, {".npy"});
    if (is_same_file(line.grad_input, line.grad_grid))
        throw UsageError(fmt::format("--grad-input and --grad-grid are both {}: give two files", line.grad_grid));
}

/// What the options cannot tell one by one.
void check_together(const CommandLine& line) {
    if (line.cell && line.point) throw UsageError("--at and --query name two different points: give one of them");
    if (line.scene && line.lesson) throw UsageError("--scene and --lesson name two different scenes: give one of them");
    if (line.lesson) {
        std::vector<std::string> known;
        for (const BuiltinScene& scene : builtin_scenes()) known.push_back(scene.name);
        if (std::find(known.begin(), known.end(), *line.lesson) == known.end())
            throw UsageError(fmt::format("--lesson is '{}', but must be one of {}", *line.lesson, listed(known)));
    }
    if (line.command == Command::sample) require_output(line, {".npy"});
    if (line.command == Command::grad) check_gradients(line);
    if (line.command == Command::export_picture) require_output(line, {".png", ".svg"});
    const auto pixels = static_cast<float>(std::max(line.size.width, line.size.height)) * line.size.scale;
    if (pixels > static_cast<float>(kLargestPicture))
        throw UsageError(fmt::format("--size times --scale is {} pixels, but {} is the most", pixels, kLargestPicture));
}

/// Which command the arguments name; without one it is view. Removes its name.
Command take_command(std::vector<std::string>& arguments) {
    if (arguments.empty() || arguments[0].starts_with('-')) return Command::view;
    std::vector<std::string> known;
    for (const Command command : kCommands) {
        if (arguments[0] == name(command)) {
            arguments.erase(arguments.begin());
            return command;
        }
        known.emplace_back(name(command));
    }
    throw UsageError(fmt::format("there is no command '{}'; the nearest is {}, and all are {}", arguments[0],
                                 nearest_word(arguments[0], known), listed(known)));
}

}  // namespace

gs::Device preferred_device() {
    return gs::unavailable_reason(gs::Device::cuda).empty() ? gs::Device::cuda : gs::Device::cpu;
}

CommandLine parse_command_line(std::vector<std::string> arguments) {
    CommandLine line;
    if (!arguments.empty()) {
        if (arguments[0] == "--help" || arguments[0] == "-h") line.answer = overview();
        if (arguments[0] == "--version") line.answer = version_line();
        if (line.answer) return line;
    }
    line.command = take_command(arguments);
    CLI::App app(std::string(purpose(line.command)), fmt::format("gridscope {}", name(line.command)));
    app.allow_extras();
    app.get_formatter()->column_width(36);
    app.set_help_flag("-h,--help", "this text");
    if (takes_data(line.command)) app.footer(names_help);
    add_options(app, line);
    try {
        std::reverse(arguments.begin(), arguments.end());  // as CLI11 wants them
        app.parse(std::move(arguments));
        refuse_leftovers(app, line);
    } catch (const CLI::CallForHelp&) {
        line.answer = app.help();
        return line;
    } catch (const CLI::ArgumentMismatch& error) {
        const std::string_view sentence = error.what();  // "--grid: 1 required F missing"
        throw UsageError(fmt::format("{} lacks its value", sentence.substr(0, sentence.find(':'))));
    } catch (const CLI::ParseError& error) {
        throw UsageError(error.what());
    }
    check_together(line);
    return line;
}

}  // namespace viz
