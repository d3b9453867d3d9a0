// SPDX-License-Identifier: MIT
// The textures of the images that figures show: made when an image is first drawn, and kept for the frames to come.
#pragma once

#include <imgui.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <unordered_map>

#include "viz/canvas/image.h"

namespace viz {

/// An OpenGL texture as ImGui's OpenGL renderer takes it.
inline ImTextureID texture_id(unsigned opengl_name) {
    return reinterpret_cast<ImTextureID>(static_cast<intptr_t>(opengl_name));
}

/// What makes textures of images and deletes them (viz/platform/image_texture.h). Passed in, because what is drawn
/// knows no OpenGL.
struct TextureMaker {
    /// Of (height, width) pixels of four bytes; returns a name that is not 0.
    std::function<unsigned(int width, int height, const uint8_t* pixels)> make;
    std::function<void(unsigned name)> forget;
};

class Textures {
public:
    /// As much as textures that are not on the screen may take together.
    static constexpr size_t kMostIdleBytes = size_t{64} << 20;

    /// Textures that are all null: for where nothing is rendered.
    Textures() : Textures({[](int, int, const uint8_t*) { return 0u; }, [](unsigned) {}}) {}
    explicit Textures(TextureMaker maker) : maker_(std::move(maker)) {}
    ~Textures();
    Textures(const Textures&) = delete;
    Textures& operator=(const Textures&) = delete;

    /// The image's texture. It stays at least until the frame is over in which it was last asked for.
    ImTextureID find(const ImagePtr& image);

    /// Forgets the textures of images that are gone and, beyond kMostIdleBytes, those that have not been drawn for
    /// longest; call between frames.
    void begin_frame();

    /// How many there are.
    size_t count() const { return textures_.size(); }

private:
    struct Texture {
        unsigned name;
        std::weak_ptr<const Image> image;
        size_t bytes;
        uint64_t last_frame;
    };
    using Map = std::unordered_map<uint64_t, Texture>;

    Map::iterator forget(Map::iterator texture);

    TextureMaker maker_;
    Map textures_;  ///< by the image's id
    uint64_t frame_ = 0;
};

}  // namespace viz
