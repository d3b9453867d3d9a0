// SPDX-License-Identifier: MIT
// gridscope sample and grad: whole tensors in and out.
#pragma once

#include "viz/cli/command_line.h"
#include "viz/document/state.h"

namespace viz {

/// Computes the output for a State, under the line's convention, and writes it. Says what was converted. Throws
/// std::exception in one sentence; nothing is written then.
void sample(const CommandLine& line, const State& state, const gs::Work& work);

/// The same for the gradients: both are computed before either file is touched.
void grad(const CommandLine& line, const State& state, const gs::Work& work);

}  // namespace viz
