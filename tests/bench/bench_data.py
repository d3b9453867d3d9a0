# SPDX-License-Identifier: MIT
"""The cases of `gridscope bench` (viz/cli/bench_cases.cpp) as NumPy arrays: the same sizes and kinds of grids."""
import math

import numpy as np

# name: (input sizes, what the grid is)
CASES = {
    "A": ((1, 3, 512, 512), "jitter"),
    "B": ((1, 3, 2048, 2048), "jitter"),
    "C": ((8, 64, 64, 64), "jitter"),
    "D": ((1, 1, 4096, 4096), "rotation"),
    "E": ((16, 3, 224, 224), "jitter"),
    "F": ((1, 1, 128, 128, 128), "jitter"),
    "G": ((1, 3, 2048, 2048), "scatter"),
    "R": ((1, 3, 2048, 2048), "rotation"),
    "S": ((1, 3, 2048, 2048), "flow"),
}


def identity_grid(batch, sizes):
    """The grid that reads each pixel's own place under align_corners=False, in float64; x first."""
    axes = np.meshgrid(*[(2 * np.arange(size) + 1) / size - 1 for size in sizes], indexing="ij")
    return np.broadcast_to(np.stack(axes[::-1], -1), (batch, *sizes, len(sizes))).copy()


def make_grid(rng, batch, sizes, kind):
    """A float32 grid: jitter of 1.5 pixels, rotation by 30 degrees, a smooth flow of 8 pixels, or any places."""
    if kind == "scatter":
        return rng.uniform(-1, 1, (batch, *sizes, len(sizes))).astype(np.float32)
    grid = identity_grid(batch, sizes)
    if kind == "jitter":
        for axis, size in enumerate(sizes[::-1]):
            grid[..., axis] += rng.standard_normal(grid.shape[:-1]) * 1.5 * 2 / size
    elif kind == "rotation":
        cos, sin = math.cos(math.radians(30)), math.sin(math.radians(30))
        grid = grid @ np.array([[cos, sin], [-sin, cos]])
    elif kind == "flow":
        height, width = sizes
        grid[..., 0] += 8 * 2 / width * np.sin(2 * np.pi * np.arange(height)[:, None] / 200)
        grid[..., 1] += 8 * 2 / height * np.sin(2 * np.pi * np.arange(width) / 250)
    return grid.astype(np.float32)


def make_case(name):
    """The input, the grid and a gradient of the output, which has the input's sizes; always the same ones."""
    rng = np.random.default_rng(0)
    sizes, kind = CASES[name]
    return (rng.standard_normal(sizes, dtype=np.float32), make_grid(rng, sizes[0], sizes[2:], kind),
            rng.standard_normal(sizes, dtype=np.float32))
