# SPDX-License-Identifier: MIT
# Writes the answers of torch.nn.functional.grid_sample that the C++ tests compare with:
#
#   pip install torch numpy && python3 tests/golden/make_golden.py
#
# float32.npy and float64.npy hold all tensors one after the other; cases.txt says which is where. A geometry is an
# input and a grid, and has
#   output       PyTorch's answer in the input's type
#   reference    its float64 answer for the same float32 values (the inputs that are float64 themselves have none)
#   grad_output, grad_input, grad_grid
#                a given gradient and what PyTorch's backward makes of it (not of every geometry)
# output, reference, grad_input and grad_grid have one row for each choice of options, in the order of the lines
# "options" in cases.txt. A line "tensor" names the geometry, the tensor, its type, the place of its first element and
# its sizes (those of one row).
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
OPTIONS = [dict(mode=mode, padding_mode=padding, align_corners=align_corners)
           for mode in MODES for padding in PADDINGS for align_corners in (True, False)]
RULER_SIZES = range(1, 41)


def random(seed, *shape, low=-1.0, high=1.0, dtype=np.float32):
    return np.random.RandomState(seed).uniform(low, high, shape).astype(dtype)


def counting(*sizes, start=0, dtype=np.float32):
    return (start + np.arange(np.prod(sizes), dtype=dtype)).reshape(1, 1, *sizes)


def outer(*axes, dtype=np.float32):
    """The grid (1, len(ys), len(xs), 2) of all pairs, or (1, len(zs), len(ys), len(xs), 3) of all triples."""
    places = np.meshgrid(*[np.asarray(axis, dtype) for axis in reversed(axes)], indexing="ij")
    return np.stack(places[::-1], -1)[None]


def pixels(size, align_corners):
    """The grid values of all pixel centres, edges and quarter points, from two pixels before the image to beyond it."""
    x = np.arange(-2, size + 1.5, 0.5)
    return 2 * x / (size - 1) - 1 if align_corners else (2 * x + 1) / size - 1


def identity(height, width, align_corners):
    """affine_grid of the identity, of which float32 misses the pixel centres by some last bits."""
    return F.affine_grid(torch.eye(2, 3)[None], [1, 1, height, width], align_corners=align_corners).numpy()


def ends(dtype=np.float32):
    """-1 and 1, their neighbours among the floats, and both zeros."""
    one, up, down = dtype(1), dtype(2), dtype(-2)
    near = [np.nextafter(-one, down), -one, np.nextafter(-one, up), dtype(-0.0), dtype(0.0)]
    return near + [np.nextafter(one, down), one, np.nextafter(one, up)]


def extreme(dims):
    """Everything that has no place in an image: in x, in y, [in z,] and in all."""
    inf = np.inf
    values = np.array([np.nan, inf, -inf, 1e30, -1e30, 3e9, -3e9, 3e38, -3e38], np.float32)
    rest = np.full_like(values, 0.1)
    rows = [[values if axis == row else rest for axis in range(dims)] for row in range(dims)] + [[values] * dims]
    grid = np.stack([np.stack(row, -1) for row in rows])[None]
    return grid if dims == 2 else grid[None]


def wide(seed, *shape, **options):
    """Random places, some inside the image and some up to nearly two images outside."""
    dims = len(shape) - 1
    return random(seed, *shape, dims, low=-3.7, high=3.7, **options)


def images():
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
    yield "batch_16x17", random(10, 2, 3, 16, 17), wide(11, 2, 4, 9)
    yield "large_16x17", random(12, 1, 1, 16, 17), wide(13, 1, 13, 13)
    both = [identity(10, 13, True), identity(10, 13, False)]
    yield "identity_10x13", random(14, 1, 1, 10, 13), np.concatenate(both, 1)
    yield "ties_corners_5x5", counting(5, 5, start=1), outer(pixels(5, True), pixels(5, True)[2:9])
    yield "ties_edges_4x4", counting(4, 4, start=1), outer(pixels(4, False), pixels(4, False)[2:9])
    yield "ties_3x6", counting(3, 6, start=1), outer(pixels(6, False), pixels(3, False))
    yield "ends_5x6", random(15, 1, 1, 5, 6), outer(ends(), ends())
    yield "extreme_4x4", counting(4, 4, start=1), extreme(2)
    yield "extreme_5x7", counting(5, 7, start=1), extreme(2)


def volumes():
    """Yields (name, input, grid)."""
    yield "volume_3x5x7", random(16, 2, 2, 3, 5, 7), wide(17, 2, 3, 2, 9)
    yield "volume_far", random(18, 1, 1, 3, 4, 5), outer([-100.3, -3.7, 37.7], [0.3, -37.1], [5.2, -61.4])
    yield "volume_1x1x1", random(19, 1, 2, 1, 1, 1), outer([-3.7, -1, 0.4, 1, 2.6], [-1.5, 0.2, 1], [0.3, -2.1])
    yield "volume_1x4x5", random(20, 1, 1, 1, 4, 5), wide(21, 1, 3, 3, 5)
    yield "volume_4x1x5", random(22, 1, 1, 4, 1, 5), wide(23, 1, 3, 3, 5)
    yield "volume_4x5x1", random(24, 1, 1, 4, 5, 1), wide(25, 1, 3, 3, 5)
    yield "volume_ties_corners", counting(3, 3, 5, start=1), outer(pixels(5, True)[1:], pixels(3, True)[3:8], [-1, 1])
    yield "volume_ties_edges", counting(3, 2, 4, start=1), outer(pixels(4, False)[1:], pixels(2, False)[3:7], [-1, 1])
    yield "volume_ends", random(26, 1, 1, 3, 5, 6), outer(ends(), [-1, 0.3], ends())
    yield "extreme_3x4x5", counting(3, 4, 5, start=1), extreme(3)


def doubles():
    """Yields (name, input, grid), all float64 with no zeros at the end that a float32 would have."""
    f64 = dict(dtype=np.float64)
    yield "odd_5x7_float64", random(27, 1, 2, 5, 7, **f64), wide(28, 1, 7, 9, **f64)
    yield "row_1x6_float64", random(29, 1, 1, 1, 6, **f64), wide(30, 1, 2, 9, **f64)
    yield "column_6x1_float64", random(31, 1, 1, 6, 1, **f64), wide(32, 1, 9, 2, **f64)
    yield "ties_3x6_float64", counting(3, 6, start=1, **f64), outer(pixels(6, False), pixels(3, False), **f64)
    yield "ties_5x5_float64", counting(5, 5, start=1, **f64), outer(pixels(5, True), pixels(5, True)[2:9], **f64)
    yield "ends_5x6_float64", random(33, 1, 1, 5, 6, **f64), outer(ends(np.float64), ends(np.float64), **f64)
    yield "volume_3x5x7_float64", random(34, 2, 1, 3, 5, 7, **f64), wide(35, 2, 3, 2, 9, **f64)
    yield "volume_4x1x5_float64", random(36, 1, 1, 4, 1, 5, **f64), wide(37, 1, 3, 3, 5, **f64)
    yield ("volume_ends_float64", random(38, 1, 1, 3, 5, 6, **f64),
           outer(ends(np.float64), [0.3], ends(np.float64), **f64))


def has_gradients(name):
    """Not the largest; nor the extreme ones, of which PyTorch's backward reads memory that is not its own."""
    return name not in ("batch_16x17", "large_16x17") and not name.startswith("extreme")


def save(name, array):
    np.save(FOLDER / f"{name}.npy", np.ascontiguousarray(array))


class Tensors:
    """All tensors of a type in one file each, and the index of them."""

    def __init__(self):
        self.parts = {"float32": [], "float64": []}
        self.lines = []

    def add(self, geometry, what, rows, sizes):
        """Adds rows of the given sizes."""
        dtype = str(rows[0].dtype)
        first = sum(part.size for part in self.parts[dtype])
        self.parts[dtype] += [np.ascontiguousarray(row).ravel() for row in rows]
        self.lines.append(f"tensor {geometry} {what} {dtype} {first} {' '.join(map(str, sizes))}")

    def save(self):
        for dtype, parts in self.parts.items():
            save(dtype, np.concatenate(parts))


def gradients(image, grid, grad_output, options):
    """PyTorch's gradients of sum(grad_output * output) for input and grid."""
    image, grid = (torch.tensor(array, requires_grad=True) for array in (image, grid))
    F.grid_sample(image, grid, **options).backward(torch.from_numpy(grad_output))
    return image.grad.numpy(), grid.grad.numpy()


def add_geometry(tensors, seed, name, image, grid):
    tensors.add(name, "input", [image], image.shape)
    tensors.add(name, "grid", [grid], grid.shape)
    sizes = image.shape[:2] + grid.shape[1:-1]
    for what, dtype in (("output", image.dtype), ("reference", np.float64)):
        if what == "reference" and image.dtype == np.float64:
            continue
        pair = [torch.from_numpy(np.ascontiguousarray(array, dtype)) for array in (image, grid)]
        tensors.add(name, what, [F.grid_sample(*pair, **options).numpy() for options in OPTIONS], sizes)
    if not has_gradients(name):
        return
    grad_output = random(seed, *sizes, dtype=image.dtype)
    grad_input, grad_grid = zip(*[gradients(image, grid, grad_output, options) for options in OPTIONS])
    tensors.add(name, "grad_output", [grad_output], sizes)
    tensors.add(name, "grad_input", grad_input, image.shape)
    tensors.add(name, "grad_grid", grad_grid, grid.shape)


def rulers():
    """linspace(-1, 1, n), and what affine_grid makes of it under align_corners = false, for all sizes in turn."""
    save("linspace", np.concatenate([torch.linspace(-1, 1, n).numpy() for n in RULER_SIZES]))
    save("centres", np.concatenate([identity(1, n, False)[0, 0, :, 0] for n in RULER_SIZES]))


def main():
    torch.set_num_threads(1)
    tensors = Tensors()
    for seed, geometry in enumerate([*images(), *volumes(), *doubles()], 100):
        add_geometry(tensors, seed, *geometry)
    tensors.save()
    plain = os.environ | {"ATEN_CPU_CAPABILITY": "default"}
    subprocess.run([sys.executable, __file__, "rulers"], env=plain, check=True)
    lines = [f"# torch {torch.__version__.split('+')[0]}, CPU, {torch.backends.cpu.get_cpu_capability()}"]
    lines += [f"options {o['mode']} {o['padding_mode']} {int(o['align_corners'])}" for o in OPTIONS]
    (FOLDER / "cases.txt").write_text("\n".join(lines + tensors.lines) + "\n")


if __name__ == "__main__":
    if sys.argv[1:] == ["rulers"]:
        rulers()
    else:
        main()
