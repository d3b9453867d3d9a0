// SPDX-License-Identifier: MIT
// The figure as a file, without a window or a display.
#pragma once

#include <string>
#include <string_view>

#include "viz/model/model.h"

namespace viz {

/// The size of an exported picture in design units, and how many pixels a unit takes.
struct PictureSize {
    int width = 1280, height = 800;
    float scale = 1;
};

inline constexpr PictureSize kSmallestPicture{1024, 700, 1};

/// Draws the model's State and replaces the file `path` by the picture: PNG (RGB, width * scale pixels wide) or SVG,
/// as its name ends. Throws std::runtime_error in one sentence when the name ends otherwise, when the file cannot be
/// written, or (PNG) when no OpenGL can be had.
void export_figure(const Model& model, const std::string& path, const PictureSize& size);

/// A name in the working folder that nothing has yet: "gridscope.png", "gridscope-2.png", ...
std::string unused_name(std::string_view extension);

}  // namespace viz
