// SPDX-License-Identifier: MIT
#include "viz/text/words.h"

#include <fmt/args.h>
#include <fmt/core.h>

namespace viz {
namespace {

/// How languages choose among plurals; a catalogue names its rule.
namespace plurals {

PluralForm one_other(int64_t count) {
    return count == 1 ? PluralForm::one : PluralForm::other;
}

}  // namespace plurals

#include "text_tables.inc"

}  // namespace

std::span<const Language> languages() {
    return kLanguages;
}

Words words_in(std::string_view language) {
    for (const Language& known : kLanguages) {
        if (known.code == language) return Words(known);
    }
    return Words(kLanguages[0]);
}

std::string Words::number(std::string text) const {
    if (const size_t point = text.find('.'); point != std::string::npos) text.replace(point, 1, language_->decimal);
    return text;
}

std::string Words::filled(size_t index, std::span<const detail::Filling* const> fillings) const {
    const TextForms& forms = language_->texts[index];
    const char* text = forms[static_cast<size_t>(PluralForm::other)];
    fmt::dynamic_format_arg_store<fmt::format_context> store;
    for (const detail::Filling* filling : fillings) {
        store.push_back(fmt::arg(filling->name, std::string_view(filling->text)));
        if (std::string_view(filling->name) != "count") continue;
        if (const char* form = forms[static_cast<size_t>(language_->plural_form(filling->count))]) text = form;
    }
    return fmt::vformat(text, store);
}

}  // namespace viz
