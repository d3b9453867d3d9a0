// SPDX-License-Identifier: MIT
#include "viz/cli/options.h"

#include <fmt/core.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <functional>

#include "viz/cli/bench_cases.h"
#include "viz/cli/bench_window.h"
#include "viz/cli/help.h"
#include "viz/document/fields.h"
#include "viz/document/file_spec.h"
#include "viz/document/values.h"
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

/// Takes the text as it is.
template <class Text>
Take text_into(Text& target) {
    return [&target](const std::string&, const std::string& text) { target = text; };
}

ShownConvention parse_convention(const std::string& option, const std::string& text) {
    if (text == "both") return std::nullopt;
    if (text != "true" && text != "false")
        throw UsageError(fmt::format("{} is '{}', but must be one of true, false and both", option, shown(text)));
    return text == "true";
}

int64_t parse_memory(const std::string& option, const std::string& text) {
    if (const auto bytes = parse_bytes(text)) return *bytes;
    throw UsageError(fmt::format("{} is '{}', but must be a number of bytes such as 8G or 512M", option, shown(text)));
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

/// An option of the field table, which gives a setting its value. `usual` is said in place of what holds elsewhere.
void add_setting(CLI::App& app, CommandLine& line, const FieldOption& option, const std::string& usual) {
    add_option(app, option.name, option.value, usual.empty() ? option.help : fmt::format("{} ({})", option.help, usual),
               [&line](const std::string& name, const std::string& text) { line.settings.give(name, text); });
}

/// All of the group, in the table's order.
void add_settings(CLI::App& app, CommandLine& line, OptionGroup group) {
    for (const Field& field : fields()) {
        for (const FieldOption& option : field.options) {
            if (option.group == group) add_setting(app, line, option, option.usual);
        }
    }
}

void add_threads_option(CLI::App& app, CommandLine& line, const std::string& usual) {
    add_option(app, "--threads", "N", fmt::format("CPU threads for whole batches; 0: one per processor ({})", usual),
               [&line](const std::string& option, const std::string& text) {
                   line.threads = static_cast<int>(parse_integer(option, text, kThreadsLimits));
               });
}

void add_bench_options(CLI::App& app, CommandLine& line) {
    std::string cases = "all";
    for (const BenchCase& bench_case : bench_cases()) cases += fmt::format("|{}", bench_case.name);
    add_option(app, "--case", cases, "what is measured (all); with --window, one of its scenarios",
               text_into(line.bench_case));
    app.add_flag("--window", line.times_window, "the frames of a window that nobody sees, in place of sampling");
    add_setting(app, line, *find_option("--device"), "each that can be used");
    add_threads_option(app, line, "1, then 0");
}

/// Refuses what cannot be measured, or not together.
void check_bench(const CommandLine& line) {
    if (!line.times_window) {
        chosen_cases("--case", line.bench_case);
        return;
    }
    chosen_scenarios("--case", line.bench_case);
    if (line.threads || line.settings.has("--device"))
        throw UsageError("--window does not go together with --device and --threads");
}

void add_data_options(CLI::App& app, CommandLine& line) {
    add_option(app, "--scene", "F", "start from a scene: a JSON file or a built-in name (start)",
               text_into(line.scene));
    add_settings(app, line, OptionGroup::data);
    add_option(app, "--align-corners", "true|false|both",
               writes_tensors(line.task)
                   ? "whether -1 and 1 are centres or outer edges (false); not both, as one result is written"
                   : "whether -1 and 1 are centres or outer edges (both)",
               [&line](const std::string& option, const std::string& text) { take_convention(line, option, text); });
    add_settings(app, line, OptionGroup::execution);
    add_threads_option(app, line, "0");
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

void add_look_options(CLI::App& app, CommandLine& line) {
    add_settings(app, line, OptionGroup::look);
    add_settings(app, line, OptionGroup::language);
    add_option(app, "--size", "WxH", "size, at least 1024x700 (1280x800)",
               [&line](const std::string& option, const std::string& text) { parse_size(option, text, line.size); });
}

void add_format_option(CLI::App& app, CommandLine& line) {
    add_option(app, "--format", "text|json", "form of the answer (text)",
               [&line](const std::string& option, const std::string& text) {
                   line.format = parse_choice(option, text, kFormats);
               });
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
            add_settings(app, line, OptionGroup::query);
            add_look_options(app, line);
            app.add_flag("--report", line.reports, "print what is shown as JSON")->group("");
            break;
        case Task::sample:
            add_option(app, "--output", "Y.npy", "where the output goes, of the type that the input is read as",
                       text_into(line.output));
            break;
        case Task::grad: add_gradient_options(app, line); break;
        case Task::explain:
            add_settings(app, line, OptionGroup::query);
            add_settings(app, line, OptionGroup::language);
            add_format_option(app, line);
            break;
        case Task::export_picture:
            add_settings(app, line, OptionGroup::query);
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
        if (line.task == Task::bench) check_bench(line);
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
