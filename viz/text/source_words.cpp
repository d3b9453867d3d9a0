// SPDX-License-Identifier: MIT
#include "viz/text/source_words.h"

#include <fmt/core.h>

#include "core/visible.h"
#include "viz/document/theta.h"

namespace viz {
namespace {

/// The word of a type, which is the same in all languages.
std::string type_word(gs::Dtype type) {
    return std::string(gs::name(type));
}

/// How the elements are stored, for each way there is.
struct StoredWords {
    const Words& words;

    std::string operator()(std::monostate) const { return ""; }
    std::string operator()(const stored::Array& array) const {
        gs::NpyType type = array.type;
        type.is_big_endian = false;
        std::string text = name(type);
        if (type != array.type) text = words("stored.big_endian", "type"_a = text);
        return array.fortran_order ? words("stored.fortran_order", "type"_a = text) : text;
    }
    std::string operator()(const stored::BitsPerChannel& elements) const {
        return words("stored.bits_per_channel", "count"_a = elements.bits);
    }
    std::string operator()(const stored::BitsPerPixel& elements) const {
        return words("stored.bits_per_pixel", "count"_a = elements.bits);
    }
    std::string operator()(const stored::Palette& elements) const {
        return elements.index_bits ? words("stored.palette", "bits"_a = *elements.index_bits)
                                   : words("stored.palette.any");
    }
    std::string operator()(const stored::ColourTable& elements) const {
        return words("stored.colours", "colour_bits"_a = elements.colour_bits, "bits"_a = elements.index_bits);
    }
    std::string operator()(const stored::Rgbe&) const { return words("stored.rgbe"); }
};

std::string sizes_text(const Words& words, const note::ImageSizes& sizes) {
    return words("note.sizes", "rows"_a = sizes.rows, "columns"_a = sizes.columns, "count"_a = sizes.channels);
}

/// What PyTorch's users write for a grid that becomes a type.
std::string torch_cast(gs::Dtype type) {
    return type == gs::Dtype::float64 ? "grid.double()" : type == gs::Dtype::float32 ? "grid.float()" : "grid.half()";
}

/// The sentence of each note.
struct NoteWords {
    const Words& words;

    std::string operator()(note::Plain plain) const {
        switch (plain) {
            case note::Plain::bfloat16_guessed: return words("note.bfloat16");
            case note::Plain::first_picture_only: return words("note.animated");
            case note::Plain::profile_ignored: return words("note.profile");
            case note::Plain::exposure_ignored: return words("note.exposure");
            case note::Plain::stray_bytes_ignored: return words("note.stray_bytes");
            case note::Plain::no_alpha: return words("note.alpha.none");
            case note::Plain::white_taken_out: return words("note.white");
        }
        return "";
    }
    std::string operator()(const note::ChannelsLastGuessed& note) const {
        return words("note.layout.guessed", "sizes"_a = sizes_text(words, note.sizes),
                     "chw"_a = sizes_text(words, note.as_chw));
    }
    std::string operator()(const note::ChannelsLastPossible& note) const {
        return words("note.layout.possible", "layout"_a = std::string(name(note.read)),
                     "sizes"_a = sizes_text(words, note.sizes), "other"_a = std::string(name(note.other)),
                     "other_sizes"_a = sizes_text(words, note.as_other));
    }
    std::string operator()(const note::LayoutIgnored& note) const {
        return words("note.layout.ignored", "layout"_a = std::string(name(note.layout)));
    }
    std::string operator()(const note::IntegersConverted& note) const {
        if (note.type.kind == gs::NpyType::Kind::boolean) return words("note.booleans");
        const auto& [is_wide, beyond_float32, beyond_float64, rounded] = note.conversion;
        const std::string type = name(gs::NpyType{note.type.kind, note.type.size});
        if (!is_wide) return words("note.integers.exact", "type"_a = type);
        if (rounded == 0) return words("note.integers.wide", "type"_a = type, "value"_a = beyond_float32);
        return words("note.integers.rounded", "type"_a = type, "value"_a = beyond_float32, "other"_a = beyond_float64,
                     "count"_a = rounded);
    }
    std::string operator()(const note::BytesFollow& note) const {
        return words.either(note.begin_an_array, "note.bytes.array", "note.bytes", "count"_a = note.bytes);
    }
    std::string operator()(const note::GridShared& note) const {
        const std::string code =
            fmt::format("grid.expand({}, {})", note.images, note.is_of_volumes ? "-1, -1, -1, -1" : "-1, -1, -1");
        return words("note.grid.shared", "images"_a = note.images, "code"_a = code);
    }
    std::string operator()(const note::GridConverted& note) const {
        return words.either(note.is_exact, "note.grid.exact", "note.grid.rounded", "from"_a = type_word(note.from),
                            "to"_a = type_word(note.to), "input"_a = type_word(note.input),
                            "code"_a = torch_cast(note.to));
    }
    std::string operator()(const note::GridOfMatrix& note) const {
        const std::string other = fmt::format("{}{}?align_corners={}", kThetaPrefix, gs::visible(note.file),
                                              note.align_corners ? "false" : "true");
        return words("note.grid.matrix", "sizes"_a = note.sizes.text(),
                     "flag"_a = std::string(note.align_corners ? "True" : "False"), "other"_a = other);
    }
    std::string operator()(const note::GammaIgnored& note) const {
        return words("note.gamma", "gamma"_a = fmt::format("{}", note.gamma));
    }
    std::string operator()(const note::FlawIgnored& note) const { return words("note.flaw", "flaw"_a = note.flaw); }
    std::string operator()(const note::AlphaLeftOut& note) const {
        return words.either(note.is_of_grey, "note.alpha.left_out.second", "note.alpha.left_out.fourth");
    }
    std::string operator()(const note::AlphaKept& note) const {
        return words.either(note.is_of_grey, "note.alpha.kept.second", "note.alpha.kept.fourth");
    }
};

}  // namespace

std::string kind_text(const Words& words, const SourceFacts& facts) {
    switch (facts.kind) {
        case SourceKind::builtin_input: return words("kind.builtin_input");
        case SourceKind::builtin_grid: return words("kind.builtin_grid");
        case SourceKind::array:
            return facts.array.empty() ? words("kind.array") : words("kind.archived", "array"_a = facts.array);
        case SourceKind::matrix:
            return facts.array.empty() ? words("kind.matrix") : words("kind.matrix.archived", "array"_a = facts.array);
        case SourceKind::image: return words("kind.image", "format"_a = facts.format);
    }
    return "";
}

std::string stored_text(const Words& words, const SourceFacts& facts) {
    return std::visit(StoredWords{words}, facts.stored);
}

std::string scale_text(const Words& words, const SourceFacts& facts) {
    if (facts.kind != SourceKind::image) return "";
    return facts.white ? words("scale.white", "white"_a = *facts.white) : words("scale.linear");
}

std::string orientation_text(const Words& words, const SourceFacts& facts) {
    static constexpr PlainText kTurns[]{
        "orientation.mirrored", "orientation.half_turn",      "orientation.flipped", "orientation.mirrored_left",
        "orientation.right",    "orientation.mirrored_right", "orientation.left"};
    if (facts.orientation < 2) return "";
    return words("orientation", "turn"_a = words(kTurns[facts.orientation - 2]), "orientation"_a = facts.orientation);
}

std::string note_text(const Words& words, const Note& note) {
    return std::visit(NoteWords{words}, note);
}

std::vector<std::string> note_texts(const Words& words, const SourceFacts& facts) {
    std::vector<std::string> texts;
    for (const Note& note : facts.notes) texts.push_back(note_text(words, note));
    return texts;
}

}  // namespace viz
