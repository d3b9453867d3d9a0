// SPDX-License-Identifier: MIT
#include "viz/document/grid_file.h"

#include <fmt/core.h>

#include <stdexcept>

#include "core/visible.h"
#include "viz/document/any_tensor.h"
#include "viz/document/builtin_sources.h"
#include "viz/document/convert_type.h"
#include "viz/document/theta.h"

namespace viz {
namespace {

/// What an input takes, and what it is given.
struct Fit {
    gs::Sizes grid, input;
    const std::string& origin;

    int dims() const { return input.rank() - 2; }
    bool is_volume() const { return dims() == 3; }
    /// "(4, Ho, Wo, 2)".
    std::string wanted() const {
        return is_volume() ? fmt::format("({}, Do, Ho, Wo, 3)", input[0]) : fmt::format("({}, Ho, Wo, 2)", input[0]);
    }
    [[noreturn]] void refuse(const std::string& reason) const {
        throw std::runtime_error(fmt::format("{}: has sizes {}, {}", gs::visible(origin), grid.text(), reason));
    }
};

/// Whether the coordinates come where images have their channels.
bool has_coordinates_first(const Fit& fit) {
    const int rank = fit.grid.rank(), axis = rank - fit.dims() - 1;
    return axis >= 0 && axis <= 1 && fit.grid[axis] == fit.dims();
}

/// Says why sizes that end with something else than the coordinates are none of a grid.
[[noreturn]] void refuse_sizes(const Fit& fit) {
    if (is_theta(fit.grid, fit.dims()))
        fit.refuse(fmt::format("which are those of an affine matrix: {}{} makes a grid of it", kThetaPrefix,
                               gs::visible(fit.origin)));
    const int rank = fit.grid.rank();
    if (!fit.is_volume() && rank == 5 && fit.grid[4] == 3)
        fit.refuse(fmt::format("as grids for volumes have, but the input with sizes {} is of images, which take {}",
                               fit.input.text(), fit.wanted()));
    if (fit.is_volume() && rank == 4 && fit.grid[3] == 2)
        fit.refuse(fmt::format("as grids for images have, but the input with sizes {} is of volumes, which take {}",
                               fit.input.text(), fit.wanted()));
    const std::string last = fmt::format("but a grid's last axis has size {}, for {}", fit.dims(),
                                         fit.is_volume() ? "x, y and z" : "x and y");
    if (has_coordinates_first(fit)) {
        const std::string order = fit.grid.rank() == fit.dims() + 1
                                      ? (fit.is_volume() ? "1, 2, 3, 0" : "1, 2, 0")
                                      : (fit.is_volume() ? "0, 2, 3, 4, 1" : "0, 2, 3, 1");
        fit.refuse(fmt::format("{}; in NumPy: grid.transpose({})", last, order));
    }
    fit.refuse(fmt::format("{}: the input with sizes {} takes a grid {}", last, fit.input.text(), fit.wanted()));
}

/// Refuses three axes (of volumes four) of which the first has the size of the batch: which one is missing?
void refuse_missing_axis(const Fit& fit) {
    if (fit.input[0] < 2 || fit.grid[0] != fit.input[0]) return;
    gs::Sizes rows{fit.grid[0], 1}, shared{1};
    for (int axis = 1; axis < fit.grid.rank(); ++axis) rows.push_back(fit.grid[axis]);
    for (int axis = 0; axis < fit.grid.rank(); ++axis) shared.push_back(fit.grid[axis]);
    fit.refuse(fmt::format(
        "but the input with sizes {} takes a grid {}, so that an axis is missing; in NumPy: grid[:, None], {}, for an "
        "output with a single {} per image, or grid[None], {}, for one grid that serves all images",
        fit.input.text(), fit.wanted(), rows.text(), fit.is_volume() ? "layer" : "row", shared.text()));
}

void check_sizes(const Fit& fit) {
    const int rank = fit.grid.rank(), dims = fit.dims();
    const bool has_coordinates = rank > 0 && fit.grid[rank - 1] == dims;
    if (!has_coordinates || is_theta(fit.grid, dims)) refuse_sizes(fit);
    if (rank == dims + 1) refuse_missing_axis(fit);
    if (rank == dims + 1) return;
    if (rank < dims + 1)
        fit.refuse(
            fmt::format("but the input with sizes {} takes a grid {}, so that axes are missing; in NumPy: "
                        "grid.reshape({})",
                        fit.input.text(), fit.wanted(), fit.is_volume() ? "1, 1, 1, -1, 3" : "1, 1, -1, 2"));
    if (rank > dims + 2)
        fit.refuse(fmt::format("but the input with sizes {} takes a grid {}", fit.input.text(), fit.wanted()));
    if (fit.grid[0] != 1 && fit.grid[0] != fit.input[0])
        fit.refuse(
            fmt::format("grids for {} images, but the input with sizes {} has {}: it takes {}, or one grid for "
                        "all images",
                        fit.grid[0], fit.input.text(), fit.input[0], fit.wanted()));
}

/// The type that a grid of a type has to become for an input.
gs::Dtype fitting_type(gs::Dtype grid, gs::Dtype input) {
    if (input == gs::Dtype::float64) return gs::Dtype::float64;
    return grid == input ? grid : gs::Dtype::float32;
}

}  // namespace

void fit_grid(Source& grid, const gs::AnyTensor& input, const std::string& origin, const gs::Work& work) {
    const Fit fit{sizes_of(grid.tensor), sizes_of(input), origin};
    check_sizes(fit);
    gs::Sizes sizes;
    if (fit.grid.rank() == fit.dims() + 1) sizes.push_back(1);
    for (const int64_t size : fit.grid) sizes.push_back(size);
    std::visit([&](auto& tensor) { tensor.reshape(sizes); }, grid.tensor);
    if (sizes[0] == fit.input[0]) return;
    grid.tensor = repeated(grid.tensor, fit.input, work);
    grid.facts.is_shared = true;
    grid.facts.notes.push_back(note::GridShared{fit.input[0], fit.is_volume()});
}

void match_type(Source& grid, const gs::AnyTensor& input, const std::string& origin, const gs::Work& work) {
    const gs::Dtype has = dtype_of(grid.tensor), wants = fitting_type(has, dtype_of(input));
    if (has == wants) return;
    Converted result = converted(std::move(grid.tensor), wants, origin, work);
    grid.tensor = std::move(result.tensor);
    grid.facts.notes.push_back(note::GridConverted{has, wants, dtype_of(input), result.is_exact});
}

}  // namespace viz
