// SPDX-License-Identifier: MIT
#include "viz/document/fields.h"

#include <fmt/core.h>

#include <algorithm>

#include "core/grid_sample.h"
#include "viz/document/field_codecs.h"

namespace viz {
namespace {

/// What is said of an option.
struct OptionWords {
    const char* name;
    OptionGroup group;
    const char* value = "";  ///< empty: the choices that the codec has
    const char* help;
    const char* usual = nullptr;  ///< nothing: the default of the setting
};

/// The member at the end of a path of pointers to members.
template <class Whole>
auto& part(Whole& whole) {
    return whole;
}
template <class Whole, class Member, class... Path>
auto& part(Whole& whole, Member member, Path... path) {
    return part(whole.*member, path...);
}

template <class Codec, class... Path>
FieldOption option(const OptionWords& words, const Codec& codec, Path... path) {
    FieldOption result{words.name, words.group, words.value, words.help, "", {}};
    if (result.value.empty()) result.value = codec.names();
    if (words.usual != nullptr) result.usual = words.usual;
    const State start;
    if constexpr (requires { codec.text(part(start, path...)); })
        if (words.usual == nullptr) result.usual = codec.text(part(start, path...));
    result.set = [=, name = result.name](State& state, const std::string& text) {
        codec.parse(name, text, part(state, path...));
    };
    return result;
}

/// A row of the table: a setting that scenes have.
template <class Codec, class... Path>
Field field(const char* key, Remakes remakes, const Codec& codec, Path... path) {
    return {.key = key,
            .remakes = remakes,
            .is_of_sample = false,
            .equal = [=](const State& a, const State& b) { return part(a, path...) == part(b, path...); },
            .copy = [=](const State& from, State& to) { part(to, path...) = part(from, path...); },
            .write = [=](const State& state) { return codec.write(part(state, path...)); },
            .read = [=, name = std::string(key)](State& state,
                                                 const Json& given) { codec.read(name, given, part(state, path...)); },
            .options = {}};
}

/// One that the command line has, too.
template <class Codec, class... Path>
Field field(const char* key, Remakes remakes, const OptionWords& words, const Codec& codec, Path... path) {
    Field result = field(key, remakes, codec, path...);
    result.options.push_back(option(words, codec, path...));
    return result;
}

Field of_sample(Field field) {
    field.is_of_sample = true;
    return field;
}

Field query_field() {
    Field result = field("query", Remakes::trace, codec::AnyQuery{}, &State::query);
    result.options = {
        option({.name = "--at",
                .group = OptionGroup::query,
                .value = "n,h,w",
                .help = "look at this output cell; h,w for n = 0"},
               codec::Cell{}, &State::query),
        option({.name = "--query", .group = OptionGroup::query, .value = "x,y", .help = "look at this grid value"},
               codec::Point{}, &State::query)};
    return result;
}

/// The table.
std::vector<Field> make_fields() {
    using enum OptionGroup;
    return {
        field("title", Remakes::picture, codec::Text{}, &State::title),
        field("note", Remakes::picture, codec::Text{}, &State::note),
        of_sample(
            field("input", Remakes::input,
                  {.name = "--input",
                   .group = data,
                   .value = "F",
                   .help = "an image, an array (.npy, .npz: F?array=NAME), - (standard input) or a built-in name"},
                  codec::Text{}, &State::sources, &Sources::input)),
        of_sample(field("grid", Remakes::grid,
                        {.name = "--grid",
                         .group = data,
                         .value = "F",
                         .help = "an array, - (standard input), theta:F with affine matrices, or a built-in name"},
                        codec::Text{}, &State::sources, &Sources::grid)),
        of_sample(field("layout", Remakes::input,
                        {.name = "--layout",
                         .group = data,
                         .help = "which axis of the input's array is which",
                         .usual = "auto: PyTorch's order, unless a note says otherwise"},
                        codec::Choice(kAxisLayouts), &State::sources, &Sources::layout)),
        field("input_id", Remakes::input, codec::Word{.may_be_empty = true}, &State::sources, &Sources::input_id),
        field("grid_id", Remakes::grid, codec::Word{.may_be_empty = true}, &State::sources, &Sources::grid_id),
        of_sample(field("mode", Remakes::output, {.name = "--mode", .group = data, .help = "how pixels are combined"},
                        codec::Choice(gs::kModes), &State::sampling, &Sampling::mode)),
        of_sample(field("padding", Remakes::output, {.name = "--padding", .group = data, .help = "what lies outside"},
                        codec::Choice(gs::kPaddings), &State::sampling, &Sampling::padding)),
        field("device", Remakes::output,
              {.name = "--device",
               .group = execution,
               .help = "where whole batches are computed",
               .usual = "auto: cuda if it can be had, else cpu"},
              codec::Device{}, &State::sampling, &Sampling::device),
        of_sample(query_field()),
        field("channel", Remakes::trace,
              {.name = "--channel", .group = query, .value = "c", .help = "look at this channel"},
              codec::Whole{kIndexLimits}, &State::view, &View::channel),
        field("view_pixels", Remakes::picture, codec::Real{kViewPixelsLimits}, &State::view, &View::pixels),
        field("view_centre", Remakes::picture, codec::Place{}, &State::view, &View::centre),
        field("page", Remakes::picture, {.name = "--page", .group = look, .value = "NAME", .help = "show this page"},
              codec::Word{}, &State::walk, &Walk::page),
        field("step", Remakes::picture, {.name = "--step", .group = look, .help = "show the steps up to this one"},
              codec::Whole{kStepLimits}, &State::walk, &Walk::step),
        field("theme", Remakes::picture, {.name = "--theme", .group = look, .help = "colours"}, codec::Choice(kThemes),
              &State::look, &Look::theme),
        field("text_size", Remakes::picture,
              {.name = "--text-size", .group = look, .help = "how large texts are", .usual = "auto: as the theme asks"},
              codec::Choice(kTextSizes), &State::look, &Look::text_size),
        field("language", Remakes::picture,
              {.name = "--language", .group = language, .value = "L", .help = "the language of the sentences"},
              codec::Word{}, &State::look, &Look::language),
        field("shades", Remakes::picture,
              {.name = "--shades",
               .group = look,
               .value = "LOW,HIGH",
               .help = "the values of the darkest and the lightest shade",
               .usual = "the input's range"},
              codec::Shades{}, &State::look, &Look::shades),
        field("lesson", Remakes::picture, codec::Word{.may_be_empty = true}, &State::lesson),
    };
}

}  // namespace

const std::vector<Field>& fields() {
    static const std::vector<Field> table = make_fields();
    return table;
}

const FieldOption* find_option(std::string_view name) {
    for (const Field& field : fields()) {
        for (const FieldOption& option : field.options) {
            if (option.name == name) return &option;
        }
    }
    return nullptr;
}

Remakes what_changes(const State& from, const State& to) {
    Remakes most = Remakes::nothing;
    for (const Field& field : fields()) {
        if (!field.equal(from, to)) most = std::max(most, field.remakes);
    }
    return most;
}

State with_changes(const State& from, const State& to, State onto) {
    for (const Field& field : fields()) {
        if (!field.equal(from, to)) field.copy(to, onto);
    }
    return onto;
}

bool shows_the_same(const State& a, const State& b) {
    return std::all_of(fields().begin(), fields().end(),
                       [&](const Field& field) { return !field.is_of_sample || field.equal(a, b); });
}

gs::Device preferred_device() {
    return gs::unavailable_reason(gs::Device::cuda).empty() ? gs::Device::cuda : gs::Device::cpu;
}

}  // namespace viz
