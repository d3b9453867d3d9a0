// SPDX-License-Identifier: MIT
#include "viz/document/source.h"

namespace viz {

Source source_of(gs::NpyArray array, const std::string& name) {
    Source source;
    source.facts.kind = name.empty() ? std::string(kNumpyArray) : "array '" + name + "' of an .npz archive";
    source.facts.array = name;
    source.facts.stored = gs::name(array.stored) + (array.fortran_order ? ", Fortran order" : "");
    source.facts.stored_sizes = std::visit([](const auto& tensor) { return tensor.sizes(); }, array.tensor);
    source.facts.notes = std::move(array.notes);
    source.tensor = std::move(array.tensor);
    return source;
}

}  // namespace viz
