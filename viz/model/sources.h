// SPDX-License-Identifier: MIT
// Where inputs and grids come from: built-in names and files.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "core/npy.h"

namespace viz {

/// Reads an image file as float32 in [0, 1], (1, C, H, W); throws std::runtime_error that names the file. Passed in,
/// because the model knows no image library.
using ImageReader = std::function<gs::Tensor<float>(const std::string& path)>;

/// One built-in name and what it stands for, for help texts.
struct SourceName {
    std::string_view name, meaning;
};

std::span<const SourceName> input_names();
std::span<const SourceName> grid_names();

/// The input that `spec` names, (N, C, H, W): a built-in name with sizes such as "ramp:4x4" (height x width), an .npy
/// file with 2 to 4 axes (missing ones count as 1), or an image. Throws std::runtime_error in one sentence.
gs::AnyTensor load_input(const std::string& spec, const ImageReader& read_image);

/// The grid that `spec` names, (N, Ho, Wo, 2), for an input: "linspace" or "centres" with or without sizes (without:
/// the input's), repeated for each image of the batch; or an .npy file with 3 or 4 axes. It has the type of the input's
/// arithmetic, whatever the file has.
gs::AnyTensor load_grid(const std::string& spec, const gs::AnyTensor& input);

/// The same for whole batches. They can be of volumes, too, (N, C, D, H, W) and (N, Do, Ho, Wo, 3), and of any type
/// that .npy files have. Built-in inputs and images are float32; a built-in grid has the type of the input's
/// arithmetic.
gs::AnyTensor load_any_input(const std::string& spec, const ImageReader& read_image);
gs::AnyTensor load_any_grid(const std::string& spec, const gs::AnyTensor& input);

}  // namespace viz
