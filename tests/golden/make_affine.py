# SPDX-License-Identifier: MIT
# Writes the answers of torch.nn.functional.affine_grid, and of its gradient, that the C++ tests compare with:
#
#   pip install torch numpy && python3 tests/golden/make_affine.py
#
# Once for images (2d) and once for volumes (3d), float32 unless it says otherwise:
#
#   affine_2d_sizes       the sizes (N, C, H, W), a row each
#   affine_2d_theta       (N, 2, 3), the same for all sizes
#   affine_2d_grad_grid   a gradient (N, H, W, 2) for each size, flat, one after the other
#   affine_2d_grid        the float32 grids: for each size that of align_corners = true, then of false, all flat
#   affine_2d_grid64      the float64 grids of the same theta
#   affine_2d_grad_theta  the float64 gradients (N, 2, 3) for grad_grid, in the order of the grids
#
# Like the rulers of make_golden.py, the numbers are those of PyTorch's plain code, whose linspace rounds after every
# operation.
import os
import pathlib

os.environ["ATEN_CPU_CAPABILITY"] = "default"  # read when torch is imported

import numpy as np
import torch
import torch.nn.functional as F

FOLDER = pathlib.Path(__file__).resolve().parent
BATCH = 2
# One-pixel axes, odd and even ones, and a grid large enough for the matrix library behind bmm.
SIZES = {
    "2d": [(BATCH, 1, 1, 1), (BATCH, 3, 1, 6), (BATCH, 1, 5, 1), (BATCH, 1, 2, 2), (BATCH, 1, 7, 4), (BATCH, 2, 11, 12)],
    "3d": [(BATCH, 1, 1, 1, 1), (BATCH, 1, 2, 1, 3), (BATCH, 2, 4, 5, 6)],
}


def save(name, array):
    np.save(FOLDER / f"affine_{name}.npy", np.ascontiguousarray(array))


def write(name, sizes, seed):
    random = np.random.RandomState(seed)
    dims = len(sizes[0]) - 2
    theta = random.uniform(-2, 2, (BATCH, dims, dims + 1)).astype(np.float32)
    grids, grids64, grads, grads_theta = [], [], [], []
    for size in sizes:
        grad = random.uniform(-1, 1, (BATCH, *size[2:], dims)).astype(np.float32)
        grads.append(grad.ravel())
        for align_corners in (True, False):
            grids.append(F.affine_grid(torch.from_numpy(theta), size, align_corners=align_corners).numpy().ravel())
            leaf = torch.from_numpy(theta).double().requires_grad_()
            grid64 = F.affine_grid(leaf, size, align_corners=align_corners)
            grid64.backward(torch.from_numpy(grad).double())
            grids64.append(grid64.detach().numpy().ravel())
            grads_theta.append(leaf.grad.numpy().ravel())
    save(f"{name}_sizes", np.array(sizes, np.float32))
    save(f"{name}_theta", theta)
    save(f"{name}_grad_grid", np.concatenate(grads))
    save(f"{name}_grid", np.concatenate(grids))
    save(f"{name}_grid64", np.concatenate(grids64))
    save(f"{name}_grad_theta", np.concatenate(grads_theta))


def main():
    torch.set_num_threads(1)
    for seed, (name, sizes) in enumerate(SIZES.items()):
        write(name, sizes, seed)


if __name__ == "__main__":
    main()
