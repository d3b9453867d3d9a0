// SPDX-License-Identifier: MIT
// Planes of outputs: what the batch core makes of one image and channel.
#pragma once

#include <array>
#include <memory>

#include "core/options.h"
#include "core/work.h"
#include "viz/document/data_store.h"
#include "viz/model/difference.h"
#include "viz/model/plane.h"

namespace viz {

/// Which outputs are wanted: output[n, c] for the whole grid.
struct OutputsCall {
    TensorRef input, grid;
    int64_t n = 0, c = 0;
    gs::Mode mode = gs::Mode::bilinear;
    gs::Padding padding = gs::Padding::zeros;
    gs::Device device = gs::Device::cpu;

    friend bool operator==(const OutputsCall&, const OutputsCall&) = default;

    int64_t rows() const { return grid->sizes()[1]; }
    int64_t columns() const { return grid->sizes()[2]; }
};

/// The outputs under both conventions, and True minus False.
struct Outputs {
    OutputsCall call;
    int64_t stride = 1;           ///< of every so many rows and columns of the grid one; 1: all
    std::array<Plane, 2> planes;  ///< True, False: (rows / stride, columns / stride), rounded up
    Difference difference;

    /// Whether there are any.
    bool has_planes() const { return planes[0].tensor != nullptr; }
    bool is_complete() const { return has_planes() && stride == 1; }
    int64_t rows() const { return planes[0].height(); }
    int64_t columns() const { return planes[0].width(); }
};

/// So many places are computed at once, in a few milliseconds.
inline constexpr int64_t kPlacesAtOnce = 16384;

/// The least stride that leaves at most kPlacesAtOnce places.
int64_t first_stride(const OutputsCall& call);

/// Runs the batch core on every stride-th row and column of the grid. On up to `threads` threads; 0: one per processor.
/// Throws std::exception when it cannot (memory, a device that fails), and gs::Stopped.
Outputs compute(const OutputsCall& call, int64_t stride, int threads, const gs::Work& work);

}  // namespace viz
