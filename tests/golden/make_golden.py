# SPDX-License-Identifier: MIT
# Writes the answers of torch.nn.functional.grid_sample that the C++ tests compare with:
#
#   pip install torch numpy && python3 tests/golden/make_golden.py
#
# Each geometry has three .npy files (float32): NAME_input (N, C, H, W), NAME_grid (N, Ho, Wo, 2) and NAME_output
# (rows, N, C, Ho, Wo). cases.txt names, for each geometry and each choice of options, the row with PyTorch's float32
# output and the row with that output's error: output - error is PyTorch's float64 answer for the same float32 values.
# An error of "-" means none: nearest jumps, so float32 and float64 may rightly differ, and extreme_* has no answer.
# linspace.npy and centres.npy hold the rulers of 1 point, of 2 points, ... one after the other, from PyTorch's plain
# code: its vectorised linspace fuses multiply and add, which moves half of the points by a last bit.
#
# Deterministic: the random numbers are NumPy's RandomState with fixed seeds, and PyTorch is held to one instruction
# set and one thread, whatever the machine has.
import os
import pathlib
import subprocess
import sys

os.environ.setdefault("ATEN_CPU_CAPABILITY", "avx2")  # read when torch is imported

import numpy as np
import torch
import torch.nn.functional as F

FOLDER = pathlib.Path(__file__).resolve().parent
MODES = ("bilinear", "nearest", "bicubic")
PADDINGS = ("zeros", "border", "reflection")
RULER_SIZES = range(1, 41)


def random(seed, *shape, low=-1.0, high=1.0):
    return np.random.RandomState(seed).uniform(low, high, shape).astype(np.float32)


def counting(height, width, start=0):
    return (start + np.arange(height * width, dtype=np.float32)).reshape(1, 1, height, width)


def outer(xs, ys):
    """The grid (1, len(ys), len(xs), 2) of all pairs."""
    x, y = np.meshgrid(np.asarray(xs, np.float32), np.asarray(ys, np.float32))
    return np.stack([x, y], -1)[None]


def pixels(size, align_corners):
    """The grid values of all pixel centres, edges and quarter points, from two pixels before the image to beyond it."""
    x = np.arange(-2, size + 1.5, 0.5)
    return 2 * x / (size - 1) - 1 if align_corners else (2 * x + 1) / size - 1


def identity(height, width, align_corners):
    """affine_grid of the identity, of which float32 misses the pixel centres by some last bits."""
    return F.affine_grid(torch.eye(2, 3)[None], [1, 1, height, width], align_corners=align_corners).numpy()


def ends():
    """-1 and 1, their neighbours among the floats, and both zeros."""
    one, up, down = np.float32(1), np.float32(2), np.float32(-2)
    near = [np.nextafter(-one, down), -one, np.nextafter(-one, up), -0.0, 0.0]
    return near + [np.nextafter(one, down), one, np.nextafter(one, up)]


def extreme():
    """Everything that has no place in an image, in x, in y and in both."""
    inf = np.inf
    values = np.array([np.nan, inf, -inf, 1e30, -1e30, 3e9, -3e9, 3e38, -3e38], np.float32)
    rest = np.full_like(values, 0.1)
    return np.stack([np.stack(pair, -1) for pair in ((values, rest), (rest, values), (values, values))])[None]


def wide(seed, *shape):
    """Random places, some inside the image and some up to nearly two images outside."""
    return random(seed, *shape, 2, low=-3.7, high=3.7)


def geometries():
    """Yields (name, input, grid)."""
    ramp = counting(4, 4)
    yield "ramp_linspace", ramp, outer(np.linspace(-1, 1, 3), np.linspace(-1, 1, 3))
    yield "ramp_query", ramp, np.array([[[[0.7143, -0.7143]]]], np.float32)
    yield "ramp_far", ramp, outer([-100.3, -37.7, -3.7, 3.7, 37.7, 100.3], [0.3, -37.1])
    yield "pixel_1x1", random(1, 1, 1, 1, 1), outer([-3.7, -1.5, -1, -0.2, 0, 1, 2.6], [-1, 0.4, 3.7])
    yield "row_1x6", random(2, 1, 2, 1, 6), wide(3, 1, 2, 8)
    yield "column_6x1", random(4, 1, 2, 6, 1), wide(5, 1, 8, 2)
    yield "odd_5x7", random(6, 1, 1, 5, 7), wide(7, 1, 7, 9)
    yield "tall_7x3", random(8, 1, 1, 7, 3, low=0, high=255), wide(9, 1, 9, 8)
    yield "batch_16x17", random(10, 2, 3, 16, 17), wide(11, 2, 8, 9)
    yield "large_16x17", random(12, 1, 1, 16, 17), wide(13, 1, 17, 17)
    both = [identity(16, 17, True), identity(16, 17, False)]
    yield "identity_16x17", random(14, 1, 1, 16, 17), np.concatenate(both, 1)
    yield "ties_corners_5x5", counting(5, 5, 1), outer(pixels(5, True), pixels(5, True)[2:9])
    yield "ties_edges_4x4", counting(4, 4, 1), outer(pixels(4, False), pixels(4, False)[2:9])
    yield "ties_3x6", counting(3, 6, 1), outer(pixels(6, False), pixels(3, False))
    yield "ends_5x6", random(15, 1, 1, 5, 6), outer(ends(), ends())
    yield "extreme_4x4", counting(4, 4, 1), extreme()
    yield "extreme_5x7", counting(5, 7, 1), extreme()


def save(name, array):
    np.save(FOLDER / f"{name}.npy", np.ascontiguousarray(array, np.float32))


def outputs(name, image, grid):
    """Returns the index lines of one geometry, and the rows of its output file."""
    lines, rows = [], []
    image, grid = torch.from_numpy(image), torch.from_numpy(np.ascontiguousarray(grid))
    for mode in MODES:
        for padding in PADDINGS:
            for align_corners in (True, False):
                options = dict(mode=mode, padding_mode=padding, align_corners=align_corners)
                output = F.grid_sample(image, grid, **options).double()
                error, row = "-", len(rows)
                rows.append(output)
                if mode != "nearest" and not name.startswith("extreme"):
                    rows.append(output - F.grid_sample(image.double(), grid.double(), **options))
                    error = row + 1
                files = f"{name}_input.npy {name}_grid.npy {name}_output.npy"
                lines.append(f"{name} {mode} {padding} {int(align_corners)} {files} {row} {error}")
    return lines, np.stack([row.numpy() for row in rows])


def rulers():
    """linspace(-1, 1, n), and what affine_grid makes of it under align_corners = false, for all sizes in turn."""
    save("linspace", np.concatenate([torch.linspace(-1, 1, n).numpy() for n in RULER_SIZES]))
    save("centres", np.concatenate([identity(1, n, False)[0, 0, :, 0] for n in RULER_SIZES]))


def main():
    torch.set_num_threads(1)
    for old in FOLDER.glob("*.npy"):
        if not old.name.startswith("affine_"):  # make_affine.py's
            old.unlink()
    lines = [f"# torch {torch.__version__.split('+')[0]}, CPU, {torch.backends.cpu.get_cpu_capability()}",
             "# name mode padding align_corners input grid output output-row error-row"]
    for name, image, grid in geometries():
        case_lines, rows = outputs(name, image, grid)
        lines += case_lines
        save(f"{name}_input", image)
        save(f"{name}_grid", grid)
        save(f"{name}_output", rows)
    plain = os.environ | {"ATEN_CPU_CAPABILITY": "default"}
    subprocess.run([sys.executable, __file__, "rulers"], env=plain, check=True)
    (FOLDER / "cases.txt").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    if sys.argv[1:] == ["rulers"]:
        rulers()
    else:
        main()
