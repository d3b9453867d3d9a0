// SPDX-License-Identifier: MIT
// Every sentence that is shown: from a catalogue for each language, assets/text/LANGUAGE.json, whose texts have keys
// and placeholders. What does not fit the catalogue does not compile:
//
//   words("step.number", "step"_a = 3, "steps"_a = kSteps)                      // "Step 3 of 8"
//   words("explain.neighbours.rows", "count"_a = taps.size(), "list"_a = rows)  // "row 1", "rows 1, 2"
#pragma once

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "viz/document/state.h"

namespace viz {

namespace detail {

/// A key and the names of its text's placeholders, with a blank between each two.
struct CatalogueKey {
    std::string_view key, placeholders;
};

inline constexpr CatalogueKey kCatalogueKeys[] = {
#include "text_keys.inc"
};

consteval size_t key_index(std::string_view key) {
    for (size_t index = 0; index < std::size(kCatalogueKeys); ++index) {
        if (kCatalogueKeys[index].key == key) return index;
    }
    throw "the catalogue has no text with this key";
}

consteval bool has_placeholder(size_t index, std::string_view name) {
    std::string_view rest = kCatalogueKeys[index].placeholders;
    while (!rest.empty()) {
        const size_t end = std::min(rest.find(' '), rest.size());
        if (rest.substr(0, end) == name) return true;
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return false;
}

consteval size_t placeholder_count(size_t index) {
    const std::string_view names = kCatalogueKeys[index].placeholders;
    return names.empty() ? 0 : static_cast<size_t>(std::count(names.begin(), names.end(), ' ')) + 1;
}

/// A name as a template argument.
template <size_t size>
struct Name {
    char text[size]{};
    consteval Name(const char (&name)[size]) { std::copy_n(name, size, text); }
};

/// A placeholder's name and what takes its place.
struct Filling {
    const char* name;
    std::string text;
    int64_t count = 0;  ///< of a whole number
};

template <Name name>
struct NamedFilling : Filling {};

template <Name name>
struct Placeholder {
    NamedFilling<name> operator=(std::string text) const { return {{name.text, std::move(text)}}; }
    NamedFilling<name> operator=(std::integral auto count) const {
        return {{name.text, std::to_string(count), static_cast<int64_t>(count)}};
    }
};

}  // namespace detail

/// "name"_a = what takes the place of {name}: a text, or a whole number.
template <detail::Name name>
consteval auto operator""_a() {
    return detail::Placeholder<name>{};
}

/// A text of the catalogue whose placeholders are exactly those of the fillings.
template <class... Fillings>
class TextKey;

template <detail::Name... names>
class TextKey<detail::NamedFilling<names>...> {
public:
    template <size_t size>
    consteval TextKey(const char (&key)[size]) : index_(detail::key_index({key, size - 1})) {
        if (!(detail::has_placeholder(index_, names.text) && ...)) throw "the text has no such placeholder";
        if (detail::placeholder_count(index_) != sizeof...(names)) throw "the text has more placeholders";
    }
    constexpr size_t index() const { return index_; }

private:
    size_t index_;
};

/// Of a text without placeholders.
using PlainText = TextKey<>;

/// The categories of plurals, as Unicode's CLDR names them.
enum class PluralForm { other, zero, one, two, few, many };

/// A text: in one form, or in some of the six where {count} chooses among them. Those that a language does not have are
/// null.
using TextForms = std::array<const char*, 6>;

struct Language {
    std::string_view code;     ///< "en": what State names
    std::string_view name;     ///< "English": what it is called in itself
    std::string_view decimal;  ///< what stands before a number's decimals
    PluralForm (*plural_form)(int64_t count);
    std::span<const TextForms> texts;  ///< in the order of the keys
};

/// All languages that there is a catalogue for, English first.
std::span<const Language> languages();

/// What is said in one language.
class Words {
public:
    explicit constexpr Words(const Language& language) : language_(&language) {}

    template <std::derived_from<detail::Filling>... Fillings>
    std::string operator()(TextKey<std::type_identity_t<Fillings>...> key, const Fillings&... fillings) const {
        const std::array<const detail::Filling*, sizeof...(Fillings)> all{&fillings...};
        return filled(key.index(), all);
    }

    /// One text or another, with the same placeholders.
    template <std::derived_from<detail::Filling>... Fillings>
    std::string either(bool takes_first, TextKey<std::type_identity_t<Fillings>...> first,
                       TextKey<std::type_identity_t<Fillings>...> second, const Fillings&... fillings) const {
        return (*this)(takes_first ? first : second, fillings...);
    }

    /// A number that was rounded to be read, as the language writes it. Not for code and for exact values.
    std::string number(std::string text) const;

private:
    std::string filled(size_t index, std::span<const detail::Filling* const> fillings) const;

    const Language* language_;
};

/// The words of a language; English where there are none.
Words words_in(std::string_view language);

/// The words of the language that the State asks for.
inline Words words_of(const State& state) {
    return words_in(state.look.language);
}

}  // namespace viz
