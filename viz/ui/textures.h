// SPDX-License-Identifier: MIT
// The textures of the images that figures show: made when an image is first drawn, and kept for the frames to come.
#pragma once

#include <imgui.h>

#include <cstdint>
#include <memory>
#include <unordered_map>

#include "viz/canvas/image.h"

namespace viz {

/// An OpenGL texture as ImGui's OpenGL renderer takes it.
inline ImTextureID texture_id(unsigned opengl_name) {
    return reinterpret_cast<ImTextureID>(static_cast<intptr_t>(opengl_name));
}

/// Without a renderer all textures are null, and nothing is kept but the books. What makes real ones is derived from this
/// (viz/platform/gl_textures.h).
class Textures {
public:
    /// As much as textures that are not on the screen may take together.
    static constexpr size_t kMostIdleBytes = size_t{64} << 20;

    Textures() = default;
    virtual ~Textures() = default;
    Textures(const Textures&) = delete;
    Textures& operator=(const Textures&) = delete;

    /// The image's texture. It stays until the frame is over in which it was last asked for, at least.
    ImTextureID find(const ImagePtr& image);

    /// Forgets the textures of images that are gone and, beyond kMostIdleBytes, those that have not been drawn for
    /// longest; call between frames.
    void begin_frame();

    /// How many there are.
    size_t count() const { return textures_.size(); }

protected:
    /// A texture of the image's pixels, for drawing with nearest filtering.
    virtual ImTextureID make(const Image& image);
    virtual void forget(ImTextureID texture);
    /// For destructors of derived classes.
    void forget_all();

private:
    struct Texture {
        ImTextureID id;
        std::weak_ptr<const Image> image;
        size_t bytes;
        uint64_t last_frame;
    };

    std::unordered_map<uint64_t, Texture> textures_;  ///< by the image's id
    uint64_t frame_ = 0;
};

}  // namespace viz
