// SPDX-License-Identifier: MIT
// Pictures as files on the disk, with or without a window.
#pragma once

#include <string>

#include "viz/pages/picture.h"

namespace viz {

/// Draws the model's State and replaces the file `path` by the picture: PNG (RGB, width * scale pixels wide) or SVG,
/// as its name ends. Throws std::runtime_error in one sentence when the name ends otherwise, when the file cannot be
/// written, or (PNG) when no OpenGL can be had.
void export_figure(const Model& model, const std::string& path, const PictureSize& size);

/// Draws the model's State into a new file in `folder` and returns its path: called `name`, with the format's extension
/// whether or not the name brings one, and a number where there is such a file ("name-2.png"), also when another
/// program makes that at the same moment. Throws std::runtime_error in one sentence when there is no such folder, when
/// the name is none, when the file cannot be written, or (PNG) when no OpenGL can be had.
std::string save_new_picture(const Model& model, const std::string& folder, const std::string& name,
                             PictureFormat format, const PictureSize& size);

}  // namespace viz
