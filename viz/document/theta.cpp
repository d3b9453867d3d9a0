// SPDX-License-Identifier: MIT
#include "viz/document/theta.h"

#include <fmt/core.h>

#include <algorithm>
#include <stdexcept>

#include "core/affine_grid.h"
#include "core/visible.h"
#include "viz/document/any_tensor.h"
#include "viz/document/builtin_sources.h"
#include "viz/document/convert_type.h"

namespace viz {
namespace {

/// The grid of a batch of matrices; without images to read it has no points, but its sizes.
template <class F>
gs::Tensor<F> affine_grid(const gs::Tensor<F>& theta, const gs::Sizes& input, bool align_corners,
                          const gs::Work& work) {
    const int64_t batch = input[0] == 0 ? 0 : theta.size(0);
    gs::Sizes output{batch, 1}, grid{batch};  // channels are all the same to it
    for (int axis = 2; axis < input.rank(); ++axis) {
        output.push_back(input[axis]);
        grid.push_back(input[axis]);
    }
    grid.push_back(input.rank() - 2);
    require_room(grid, input, sizeof(F), work);
    return grid.count() == 0 ? gs::Tensor<F>(grid) : gs::affine_grid<F>(theta.view(), output, align_corners);
}

}  // namespace

bool is_theta(const gs::Sizes& sizes, int dims) {
    const int rank = sizes.rank();
    return (rank == 2 || rank == 3) && sizes[rank - 2] == dims && sizes[rank - 1] == dims + 1;
}

Source grid_from_theta(Source theta, const gs::AnyTensor& input, bool align_corners, const std::string& origin,
                       const gs::Work& work) {
    const gs::Sizes sizes = sizes_of(input), given = sizes_of(theta.tensor);
    const int dims = sizes.rank() - 2;
    if (!is_theta(given, dims))
        throw std::runtime_error(fmt::format(
            "{}: expected an affine matrix (N, {}, {}) or ({}, {}) for the input with sizes {}, but it has sizes {}",
            gs::visible(origin), dims, dims + 1, dims, dims + 1, sizes.text(), given.text()));
    const gs::Sizes matrices{given.rank() == 3 ? given[0] : 1, dims, dims + 1};
    if (matrices[0] != 1 && matrices[0] != sizes[0])
        throw std::runtime_error(
            fmt::format("{}: has {} matrices, its sizes are {}, but the input with sizes {} has {} "
                        "images",
                        gs::visible(origin), matrices[0], given.text(), sizes.text(), sizes[0]));

    Source grid{{}, std::move(theta.facts)};
    grid.tensor = std::visit(
        [&]<class F>(gs::Tensor<F>& matrix) -> gs::AnyTensor {
            matrix.reshape(matrices);
            if constexpr (std::is_same_v<F, float> || std::is_same_v<F, double>)
                return affine_grid(matrix, sizes, align_corners, work);
            else
                throw std::logic_error("a matrix has the type of the input's arithmetic");
        },
        theta.tensor = converted(std::move(theta.tensor), arithmetic_of(input), origin, work).tensor);
    if (sizes_of(grid.tensor)[0] != sizes[0]) grid.tensor = repeated(grid.tensor, sizes, work);
    grid.facts.kind = SourceKind::matrix;
    grid.facts.notes.push_back(note::GridOfMatrix{origin, sizes_of(grid.tensor), align_corners});
    return grid;
}

}  // namespace viz
