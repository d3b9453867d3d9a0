// SPDX-License-Identifier: MIT
// Who may do what with a file.
#pragma once

#include "core/files/output_place.h"

namespace gs {

/// Gives an open file the owner, group, mode and extended attributes (access control lists among them) of the one at
/// the place. In no moment may anybody open it who may not open that one. Returns whether all could be kept.
bool copy_attributes(const OutputPlace& from, int file);

}  // namespace gs
