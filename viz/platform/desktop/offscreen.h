// SPDX-License-Identifier: MIT
// OpenGL without a window or a display, by way of EGL.
#pragma once

#include "viz/platform/gl_version.h"

namespace viz {

/// An OpenGL context that is current on this thread as long as it lives.
class OffscreenContext {
public:
    /// Tries Mesa's surfaceless platform first (software is enough), then EGL devices, then the default display.
    /// Throws std::runtime_error in one sentence when none works.
    explicit OffscreenContext(GlVersion version = GlVersion::gl_3_3);
    ~OffscreenContext();
    OffscreenContext(const OffscreenContext&) = delete;
    OffscreenContext& operator=(const OffscreenContext&) = delete;

private:
    void* display_ = nullptr;
    void* context_ = nullptr;
};

}  // namespace viz
