// SPDX-License-Identifier: MIT
// New contents that wait for the moment in which they are put in place.
#pragma once

#include <memory>
#include <string_view>

#include "core/files/output_place.h"

namespace gs {

class StagedOutput {
public:
    StagedOutput() = default;
    StagedOutput(const StagedOutput&) = delete;
    StagedOutput& operator=(const StagedOutput&) = delete;
    virtual ~StagedOutput() = default;

    /// Whether put_in_place can be undone. What a pipe has got is gone.
    virtual bool can_be_taken_back() const { return true; }

    /// Throws std::system_error, after which the old contents are there.
    virtual void put_in_place() = 0;

    /// Brings back the old contents after put_in_place, as far as that can be done.
    virtual void take_back() {}

    /// The old contents are not needed any more. Still to be done without an interruption.
    virtual void settle() {}

    /// Waits for the disk. Throws std::system_error.
    virtual void sync() {}
};

/// Prepares `bytes`, which outlive the result, for a place, so that what can go wrong goes wrong here: a full disk, a
/// folder that may not be written. `is_one_of_more`: what is replaced has to be kept until the others are in place,
/// too. Throws std::system_error or, in one sentence, std::runtime_error.
///
/// - A file is written beside the old one, whose mode, owner, group and extended attributes it gets, and renamed.
/// - An old file with several names or an owner that cannot be kept, one that is mounted, or one whose folder may not
///   be written, is overwritten. A power cut or SIGKILL in that moment, and these only, can leave it half written.
/// - Devices, pipes and descriptors are written to. For a pipe that nobody reads from it waits some seconds.
std::unique_ptr<StagedOutput> stage_output(OutputPlace place, std::string_view bytes, bool is_one_of_more);

}  // namespace gs
