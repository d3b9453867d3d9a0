// SPDX-License-Identifier: MIT
#include "viz/ui/textures.h"

#include <algorithm>
#include <vector>

namespace viz {

Textures::~Textures() {
    for (const auto& [image, texture] : textures_) maker_.forget(texture.name);
}

Textures::Map::iterator Textures::forget(Map::iterator texture) {
    maker_.forget(texture->second.name);
    return textures_.erase(texture);
}

ImTextureID Textures::find(const ImagePtr& image) {
    auto found = textures_.find(image->id());
    if (found == textures_.end()) {
        const unsigned name =
            maker_.make(image->width(), image->height(), reinterpret_cast<const uint8_t*>(image->pixels()));
        found = textures_.emplace(image->id(), Texture{name, image, image->bytes(), frame_}).first;
    }
    found->second.last_frame = frame_;
    return texture_id(found->second.name);
}

void Textures::begin_frame() {
    std::vector<Map::iterator> idle;
    size_t idle_bytes = 0;
    for (auto at = textures_.begin(); at != textures_.end();) {
        if (at->second.image.expired()) {
            at = forget(at);
            continue;
        }
        if (at->second.last_frame != frame_) {
            idle.push_back(at);
            idle_bytes += at->second.bytes;
        }
        ++at;
    }
    ++frame_;
    if (idle_bytes <= kMostIdleBytes) return;
    std::ranges::sort(idle, {}, [](const Map::iterator& texture) { return texture->second.last_frame; });
    for (const Map::iterator& texture : idle) {
        if (idle_bytes <= kMostIdleBytes) return;
        idle_bytes -= texture->second.bytes;
        forget(texture);
    }
}

}  // namespace viz
