// SPDX-License-Identifier: MIT
// Memory that runs out when a test wants it to.
#pragma once

#include <cstddef>

namespace viz {

/// The next request for exactly so many bytes throws std::bad_alloc, once; 0 for none.
void fail_next_allocation_of(std::size_t bytes);

/// Whether that has happened.
bool has_allocation_failed();

}  // namespace viz
