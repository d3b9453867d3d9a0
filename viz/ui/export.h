// SPDX-License-Identifier: MIT
// The figure as a file, without a window or a display.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "viz/document/limits.h"
#include "viz/model/model.h"

namespace viz {

/// The size of an exported picture in design units, and how many pixels a unit takes.
struct PictureSize {
    int width = 1280, height = 800;
    float scale = 1;
};

inline constexpr PictureSize kSmallestPicture{kPictureWidthLimits.least, kPictureHeightLimits.least, 1};

/// Draws the model's State and replaces the file `path` by the picture: PNG (RGB, width * scale pixels wide) or SVG,
/// as its name ends. Throws std::runtime_error in one sentence when the name ends otherwise, when the file cannot be
/// written, or (PNG) when no OpenGL can be had.
void export_figure(const Model& model, const std::string& path, const PictureSize& size);

/// What the window offers to save.
enum class PictureFormat { png, large_png, svg };

inline constexpr std::array kPictureFormats{PictureFormat::png, PictureFormat::large_png, PictureFormat::svg};

std::string_view extension(PictureFormat format);
PictureSize picture_size(PictureFormat format);

/// Draws the model's State into a new file in `folder` and returns its path: called `name`, with the format's extension
/// whether or not the name brings one, and a number where there is such a file ("name-2.png"), also when another
/// program makes that at the same moment. Throws std::runtime_error in one sentence when there is no such folder, when
/// the name is none, when the file cannot be written, or (PNG) when no OpenGL can be had.
std::string save_new_picture(const Model& model, const std::string& folder, const std::string& name,
                             PictureFormat format, const PictureSize& size);

/// A file's name, without its extension, for a picture of a scene: "gridscope-4x4-ramp".
std::string picture_stem(std::string_view title);

}  // namespace viz
