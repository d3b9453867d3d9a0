// SPDX-License-Identifier: MIT
// The textures of images in OpenGL: 3.3 and ES 3 alike.
#pragma once

#include "viz/ui/textures.h"

namespace viz {

/// The context in which it draws must be current whenever it is used, and when it ends.
class GlTextures : public Textures {
public:
    ~GlTextures() override { forget_all(); }

protected:
    ImTextureID make(const Image& image) override;
    void forget(ImTextureID texture) override;
};

}  // namespace viz
