// SPDX-License-Identifier: MIT
// Where the parts of the page stand.
#pragma once

#include "viz/parts/layout.h"

namespace viz {

Layout make_layout(Vec2 size, const Look& look);

}  // namespace viz
