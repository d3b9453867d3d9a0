// SPDX-License-Identifier: MIT
// A picture as a file: how large it is, what it is called, and, as SVG, its text. Needs neither OpenGL nor files.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "viz/document/limits.h"
#include "viz/model/model.h"

namespace viz {

/// The size of a picture in design units, and how many pixels a unit takes.
struct PictureSize {
    int width = 1280, height = 800;
    float scale = 1;

    /// In pixels.
    int columns() const { return in_pixels(width); }
    int rows() const { return in_pixels(height); }

private:
    int in_pixels(int units) const;
};

inline constexpr PictureSize kSmallestPicture{kPictureWidthLimits.least, kPictureHeightLimits.least, 1};

/// What the window offers to save.
enum class PictureFormat { png, large_png, svg };

inline constexpr std::array kPictureFormats{PictureFormat::png, PictureFormat::large_png, PictureFormat::svg};

std::string_view extension(PictureFormat format);
PictureSize picture_size(PictureFormat format);

/// A file's name, without its extension, for a picture of a scene: "gridscope-4x4-ramp".
std::string picture_stem(std::string_view title);

/// The bytes of an SVG file with the model's State.
std::string picture_svg(const Model& model, const PictureSize& size);

}  // namespace viz
