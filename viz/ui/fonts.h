// SPDX-License-Identifier: MIT
// The faces as ImGui bakes them: each in the pixel sizes that the last frame asked for.
#pragma once

#include <imgui.h>

#include <map>
#include <set>
#include <utility>

#include "viz/figures/font.h"

namespace viz {

class FontBook {
public:
    /// Forgets what was asked for before.
    void begin_frame() { asked_.clear(); }

    /// The face in about `pixels` per em, within a quarter of a pixel; another size when that one is not baked yet,
    /// which is noted. Null only before the first build.
    ImFont* find(Face face, float pixels);

    /// Whether the last frame asked for something that is not baked.
    bool is_stale() const { return is_stale_; }

    /// Bakes what has been asked for in this frame into the atlas, which the caller then uploads.
    void build(ImFontAtlas& atlas);

private:
    using Key = std::pair<Face, int>;  ///< the face and twice its size

    std::map<Key, ImFont*> baked_;
    std::set<Key> asked_;
    bool is_stale_ = true;
};

}  // namespace viz
