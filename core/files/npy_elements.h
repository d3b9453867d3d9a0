// SPDX-License-Identifier: MIT
// The elements of an .npy file, straight into the tensor that they become. Internal.
#pragma once

#include <optional>

#include "core/files/npy.h"

namespace gs {

struct NpyElements {
    AnyTensor tensor;
    std::optional<IntegerConversion> conversion;  ///< of integers and booleans
};

/// The bytes that the elements of such a file take as a tensor, at most.
double bytes_of_elements(const NpyHeader& header);

/// Reads the elements that follow a header, in chunks of some MiB, between which it can be stopped: apart from one
/// chunk, no more memory is taken than bytes_of_elements. The stage's units are bytes.
NpyElements read_npy_elements(ByteSource& source, const NpyHeader& header, const Work& work);

}  // namespace gs
