// SPDX-License-Identifier: MIT
#include "viz/cli/given_settings.h"

#include "viz/document/fields.h"

namespace viz {

void GivenSettings::give(const std::string& option, const std::string& text) {
    State judged;
    find_option(option)->set(judged, text);
    texts_[option] = text;
}

void GivenSettings::apply(State& state) const {
    for (const Field& field : fields()) {
        for (const FieldOption& option : field.options) {
            if (has(option.name)) option.set(state, text(option.name));
        }
    }
}

}  // namespace viz
