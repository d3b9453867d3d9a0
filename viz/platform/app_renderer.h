// SPDX-License-Identifier: MIT
// Frames of the App by OpenGL: in a window, and off screen where they are timed.
#pragma once

#include "viz/platform/coverage_texture.h"
#include "viz/ui/app.h"

namespace viz {

/// Draws by the OpenGL and in the ImGui context that are current; both, and the App, have to outlive this.
class AppRenderer {
public:
    explicit AppRenderer(App& app);
    ~AppRenderer();
    AppRenderer(const AppRenderer&) = delete;
    AppRenderer& operator=(const AppRenderer&) = delete;

    /// One frame of the App, for the size and the input that ImGui has been told, into the framebuffer that is bound.
    /// `seconds` is the App's clock.
    void draw(double seconds);

private:
    /// Bakes the widgets' fonts, and begins ImGui's frame.
    void begin_frame(float pixel_ratio);

    App& app_;
    CoverageTexture glyphs_{GlyphAtlas::kSize};
    Textures images_;
};

}  // namespace viz
