// SPDX-License-Identifier: MIT
#include "viz/document/source.h"

namespace viz {

Source source_of(gs::NpyArray array, const std::string& name) {
    Source source;
    source.facts.array = name;
    source.facts.stored = stored::Array{array.stored, array.fortran_order};
    source.facts.stored_sizes = std::visit([](const auto& tensor) { return tensor.sizes(); }, array.tensor);
    std::vector<Note>& notes = source.facts.notes;
    if (array.type_is_guessed) notes.push_back(note::Plain::bfloat16_guessed);
    if (array.conversion) notes.push_back(note::IntegersConverted{array.stored, *std::move(array.conversion)});
    if (array.trailing_bytes > 0) notes.push_back(note::BytesFollow{array.trailing_bytes, array.is_followed_by_array});
    source.tensor = std::move(array.tensor);
    return source;
}

}  // namespace viz
