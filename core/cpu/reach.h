// SPDX-License-Identifier: MIT
// The box of the taps of places. Internal.
#pragma once

#include "core/cpu/scratch.h"

namespace gs {
namespace GS_ISA {

/// The lowest and highest first tap of the places so far, lane by lane, along an axis.
template <int n>
struct Reach {
    using I = Vec<int32_t, n>;
    I lowest = I(INT32_MAX), highest = I(INT32_MIN);

    GS_HD void add(I first) {
        lowest = smaller(lowest, first);
        highest = larger(highest, first);
    }

    /// Makes [begin, end) the range of the taps of all of them.
    GS_HD void range(int taps, int32_t& begin, int32_t& end) const {
        int32_t low[n], high[n];
        store(low, lowest);
        store(high, highest);
        begin = low[0];
        end = high[0];
        for (int lane = 1; lane < n; ++lane) {
            if (low[lane] < begin) begin = low[lane];
            if (high[lane] > end) end = high[lane];
        }
        end += taps;
    }
};

/// The box of the taps of places that reach so far along x, y and z.
template <int n>
GS_HD Box box_of_reach(int dims, int taps, const Reach<n>& x, const Reach<n>& y, const Reach<n>& z) {
    Box box{{0, 0, 0}, {1, 1, 1}};
    x.range(taps, box.begin[0], box.end[0]);
    y.range(taps, box.begin[1], box.end[1]);
    if (dims == 3) z.range(taps, box.begin[2], box.end[2]);
    return box;
}

}  // namespace GS_ISA
}  // namespace gs
