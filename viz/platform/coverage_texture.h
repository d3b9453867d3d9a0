// SPDX-License-Identifier: MIT
// A square texture of one channel that reads as white with the channel as its opacity.
#pragma once

#include <cstdint>

namespace viz {

class CoverageTexture {
public:
    explicit CoverageTexture(int size);
    ~CoverageTexture();
    CoverageTexture(const CoverageTexture&) = delete;
    CoverageTexture& operator=(const CoverageTexture&) = delete;

    /// Copies the rows first .. end - 1 of `pixels` (size x size) into the texture.
    void update(const uint8_t* pixels, int first, int end);

    unsigned id() const { return id_; }

private:
    int size_;
    unsigned id_ = 0;
};

}  // namespace viz
