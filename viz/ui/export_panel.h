// SPDX-License-Identifier: MIT
// The panel that asks where a picture goes.
#pragma once

#include <string>

#include "viz/pages/picture.h"

namespace viz {

/// What stands in the panel while it is open.
struct ExportPanel {
    bool is_wanted = false;  ///< it opens in the next frame
    std::string folder, name;
    PictureFormat format = PictureFormat::png;
    std::string refusal;  ///< why nothing was saved, in a sentence
};

}  // namespace viz
