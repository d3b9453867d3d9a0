// SPDX-License-Identifier: MIT
#include "viz/ui/textures.h"

#include <algorithm>
#include <vector>

namespace viz {

ImTextureID Textures::find(const ImagePtr& image) {
    auto found = textures_.find(image->id());
    if (found == textures_.end())
        found = textures_.emplace(image->id(), Texture{make(*image), image, image->bytes(), frame_}).first;
    found->second.last_frame = frame_;
    return found->second.id;
}

void Textures::begin_frame() {
    std::vector<std::pair<uint64_t, uint64_t>> idle;  // last frame, image
    size_t idle_bytes = 0;
    for (auto at = textures_.begin(); at != textures_.end();) {
        const Texture& texture = at->second;
        if (texture.image.expired()) {
            forget(texture.id);
            at = textures_.erase(at);
            continue;
        }
        if (texture.last_frame != frame_) {
            idle.emplace_back(texture.last_frame, at->first);
            idle_bytes += texture.bytes;
        }
        ++at;
    }
    ++frame_;
    if (idle_bytes <= kMostIdleBytes) return;
    std::ranges::sort(idle);
    for (const auto& [last_frame, image] : idle) {
        if (idle_bytes <= kMostIdleBytes) break;
        const auto found = textures_.find(image);
        idle_bytes -= found->second.bytes;
        forget(found->second.id);
        textures_.erase(found);
    }
}

ImTextureID Textures::make(const Image& /*image*/) {
    return nullptr;
}

void Textures::forget(ImTextureID /*texture*/) {
}

void Textures::forget_all() {
    for (const auto& [image, texture] : textures_) forget(texture.id);
    textures_.clear();
}

}  // namespace viz
