# SPDX-License-Identifier: MIT
"""The fixed list: each fault that was once there, with its kind."""
import fixed_inputs
import fixed_outputs
from tally import Tally


def try_cases(program):
    """A tally of inputs and one of outputs."""
    inputs = Tally("inputs")
    for case in fixed_inputs.cases():
        case.run(program, inputs)
    yield inputs
    outputs = Tally("outputs")
    fixed_outputs.try_outputs(program, outputs)
    yield outputs
