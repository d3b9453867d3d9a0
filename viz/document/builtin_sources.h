// SPDX-License-Identifier: MIT
// Inputs and grids that have a name and need no file: "ramp:4x5", "linspace".
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "viz/document/source.h"

namespace viz {

/// One built-in name and what it stands for, for help texts.
struct SourceName {
    std::string_view name, meaning;
};

std::span<const SourceName> input_names();
std::span<const SourceName> grid_names();

struct NamedSource {
    std::string_view name;
    std::optional<std::array<int64_t, 2>> size;  ///< height, width
};

/// Takes "ramp:4x5" apart. Nothing when the text does not start with one of the names; throws std::runtime_error when
/// it does, but goes on with something else than sizes.
std::optional<NamedSource> parse_named(std::string_view spec, std::span<const SourceName> names);

/// The input, float32 (1, 1, H, W). Throws std::runtime_error, starting with `spec`, when it is more than the work may
/// take.
Source builtin_input(const NamedSource& named, const std::string& spec, const gs::Work& work);

/// The grid for an input, of its arithmetic's type: as large as the input where no size was given, and the same for
/// each of its images. Throws std::runtime_error: starting with `spec`, when the input is a volume and a size was
/// given; and as require_room does.
Source builtin_grid(const NamedSource& named, const std::string& spec, const gs::AnyTensor& input,
                    const gs::Work& work);

/// For each image of the input the same grid: (1, ...) to (N, ...). Throws std::runtime_error as require_room does,
/// and gs::Stopped.
gs::AnyTensor repeated(const gs::AnyTensor& grid, const gs::Sizes& input, const gs::Work& work);

/// Throws std::runtime_error where a grid of these sizes is more than the work may take, or is large although the input
/// has no elements: then nothing but a file's word justifies it.
void require_room(const gs::Sizes& grid, const gs::Sizes& input, size_t element_size, const gs::Work& work);

}  // namespace viz
