// SPDX-License-Identifier: MIT
// Where inputs and grids come from: built-in names and files.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "viz/document/axis_layout.h"
#include "viz/document/builtin_sources.h"
#include "viz/document/files.h"

namespace viz {

/// The input that `spec` names, (N, C, H, W), or of volumes (N, C, D, H, W): a built-in name with sizes such as
/// "ramp:4x4" (height x width); a file with an array, whose axes `layout` names; or a file that
/// Files::decode reads, with what is asked of it behind a question mark. N may be 0. Throws std::runtime_error in one sentence.
Source load_input(const std::string& spec, AxisLayout layout, const Files& files, const gs::Work& work);

/// The grid that `spec` names for an input, (N, Ho, Wo, 2) or (N, Do, Ho, Wo, 3), of a type that goes with the input's
/// (gs::GridFor): a built-in name, with or without sizes (without: the input's); a file with such an array, where N may
/// be 1 or missing, as one grid serves all images; or "theta:" and a file with affine matrices, whose grid is made for
/// align_corners=False, or as "?align_corners=true" says. The facts' notes say what was repeated and converted. Throws
/// std::runtime_error in one sentence that has the file's own sizes.
Source load_grid(const std::string& spec, const gs::AnyTensor& input, const Files& files,
                 const gs::Work& work);

/// The file that `spec` names, among whatever else it says; empty for one of the built-in names.
std::string file_of(const std::string& spec, std::span<const SourceName> builtin, const Files& files);

/// The array in a file, with the axes that it has. Throws std::runtime_error in one sentence.
Source load_array(const std::string& spec, const Files& files, const gs::Work& work);

/// What is said of a text that is neither a file nor one of the built-in names; `kind` is "input" or "grid".
std::string no_source(const std::string& text, std::string_view kind, std::span<const SourceName> names);

/// Refuses an input that has no picture, volumes and empty ones. Throws std::runtime_error, starting with `spec`.
void require_images(const std::string& spec, const Source& input);

}  // namespace viz
