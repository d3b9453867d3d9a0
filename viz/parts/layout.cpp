// SPDX-License-Identifier: MIT
#include "viz/parts/layout.h"

namespace viz {

DesignSize design_size(float width, float height) {
    const float unit = std::min(width / kDesignSize.x, height / kDesignSize.y);
    return {{width / unit, height / unit}, unit};
}

}  // namespace viz
