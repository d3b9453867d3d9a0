// SPDX-License-Identifier: MIT
// A plane seen from afar: the same values in ever larger blocks.
#pragma once

#include <vector>

#include "core/work.h"
#include "viz/model/plane.h"

namespace viz {

/// The levels of a plane above the plane itself, which is level 0. A place of level k is the mean of the two by two
/// places below it in level k - 1 (fewer at an odd edge), and so stands for a block of 2^k by 2^k pixels; the last
/// level is a single place. The type is that of the arithmetic on the plane's elements. All levels together have a
/// third of the plane's elements.
///
/// A block that holds a NaN is NaN, and one that holds an infinity is that or NaN: whatever is not finite stays visible
/// from any distance, as one place of the level that is shown, whose pixels on the screen are about as large.
class Pyramid {
public:
    /// Throws gs::Stopped, and std::runtime_error where the levels need more memory than the work may take. On up to
    /// `threads` threads (0: all processors).
    Pyramid(const Plane& plane, const gs::Work& work = gs::Work(), int threads = 0);

    /// The plane among them.
    int count() const { return static_cast<int>(levels_.size()) + 1; }
    /// Of level 1 or above: (1, 1, H, W).
    const gs::AnyTensor& level(int level) const { return levels_[static_cast<size_t>(level - 1)]; }
    double bytes() const;

private:
    std::vector<gs::AnyTensor> levels_;
};

/// The plane with its levels, under an id of its own. Throws as Pyramid does.
Plane with_levels(const Plane& plane, const gs::Work& work = gs::Work(), int threads = 0);

}  // namespace viz
