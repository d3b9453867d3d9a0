#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""compare_torch.py [OPTIONS]: gridscope beside PyTorch, and beside OpenCV where it can be imported.

All run in this one process in turns, on the same data, with their memory reused and their threads set. First the
results are compared; then medians are, against the goals below. Prints Markdown tables. Needs NumPy, PyTorch, and the
library that `cmake --preset bench && cmake --build --preset bench` builds. Exits with 1 when results differ."""
import argparse
import ctypes
import json
import os
import pathlib
import statistics
import sys
import time

# Fresh memory costs more than a fast kernel (a page fault every 4 KiB), so that a goal against an allocator that asks
# the system each time would be met for nothing: glibc is told to keep what it has. It reads this when the process
# starts.
HEAP = {"MALLOC_MMAP_MAX_": "0", "MALLOC_TRIM_THRESHOLD_": "4000000000"}
if __name__ == "__main__" and any(os.environ.get(name) != value for name, value in HEAP.items()):
    os.execve(sys.executable, [sys.executable, *sys.argv], os.environ | HEAP)

import numpy as np
import torch

from bench_data import CASES, make_case

try:
    import cv2
except ImportError:
    cv2 = None

# In the order of PyTorch's own numbers, which are gridscope's, too.
MODES = ["bilinear", "nearest", "bicubic"]
PADDINGS = ["zeros", "border", "reflection"]
SIMDS = ["none", "sse4.2", "avx2", "avx512"]

# How many times as fast as PyTorch: (direction, mode, threads) -> case -> goal.
GOALS = {
    ("forward", "bilinear", 2): {"A": 10, "B": 7, "C": 7.5, "D": 6, "E": 6, "F": 6, "G": 8, "R": 8, "S": 7},
    ("forward", "bilinear", 1): {"A": 6, "B": 4, "C": 8, "D": 3.7, "E": 6, "F": 4.5, "G": 4.5, "R": 4.5, "S": 4},
    ("forward", "nearest", 2): {"A": 3.3, "B": 3.3, "S": 3.3},
    ("forward", "nearest", 1): {"A": 1.8, "B": 1.8, "S": 1.8},
    ("forward", "bicubic", 2): {"A": 10, "B": 10, "S": 10},
    ("forward", "bicubic", 1): {"A": 6, "B": 6, "S": 6},
    ("backward", "bilinear", 2): {"A": 7, "B": 3, "C": 5, "D": 3.5, "E": 3, "G": 2, "R": 4.5, "S": 3},
    ("backward", "bilinear", 1): {"A": 4.5, "B": 2.3, "C": 6, "S": 2.3},
}
OPENCV_CASES = ["A", "B", "D", "G"]
OPENCV_GOAL = 1.8  # bilinear, any number of threads

BURST = 0.005  # seconds that calls of one side follow one another
PAUSE = 0.003  # seconds between two sides: threads that wait for work spin a while, and would disturb the next one


# ---- The sides ----------------------------------------------------------------------------------------------------

def aligned(array):
    """A copy that starts at a multiple of 64 bytes, as PyTorch's own tensors do and NumPy's arrays do not."""
    room = np.empty(array.nbytes + 64, np.uint8)
    start = -room.ctypes.data % 64
    copy = room[start:start + array.nbytes].view(array.dtype).reshape(array.shape)
    copy[...] = array
    return copy


class Data:
    """A case's tensors, and gridscope's memory for the results."""

    def __init__(self, name):
        self.name = name
        self.input, self.grid, self.grad_output = map(aligned, make_case(name))
        self.output, self.grad_input, self.grad_grid = map(aligned, (self.input, self.input, self.grid))
        self.torch_input, self.torch_grid, self.torch_grad_output = map(
            torch.from_numpy, (self.input, self.grid, self.grad_output))


class Gridscope:
    """The library's C functions (c_api.cpp)."""

    def __init__(self, path, simd):
        self.core = ctypes.CDLL(str(path))
        self.most = SIMDS.index(simd)
        self.simd = SIMDS[self.core.gridscope_simd_isa(self.most)]

    def bound(self, data, backward, mode, padding, align_corners, threads):
        """The call as a function without arguments: making them takes Python as long as a small call takes."""
        def pointer(array):
            return ctypes.c_void_p(array.ctypes.data)

        def sizes(array):
            return (ctypes.c_int64 * array.ndim)(*array.shape)

        function = self.core.gridscope_backward if backward else self.core.gridscope_forward
        arguments = [pointer(data.input), sizes(data.input), pointer(data.grid), sizes(data.grid)]
        if backward:
            arguments = [pointer(data.grad_output), *arguments, pointer(data.grad_input), pointer(data.grad_grid)]
        else:
            arguments.append(pointer(data.output))
        arguments += [data.input.ndim, MODES.index(mode), PADDINGS.index(padding), int(align_corners), threads,
                      self.most]
        return lambda: function(*arguments)


class Torch:
    """PyTorch's own kernels; nothing here asks for a gradient, so autograd stays out of the way."""

    def __init__(self, most_threads):
        torch.set_num_threads(most_threads)
        torch.zeros(1 << 20).add_(1)  # brings OpenMP in
        self.openmp = self.loaded_openmp()

    @staticmethod
    def loaded_openmp():
        """The OpenMP library that PyTorch uses; None if it has another kind of threads."""
        with open("/proc/self/maps", encoding="utf-8") as maps:
            paths = [line.split()[-1] for line in maps if "libgomp" in line]
        return ctypes.CDLL(paths[0]) if paths else None

    def set_threads(self, threads):
        # torch.set_num_threads makes a new pool for another part of PyTorch each time, which spoils what is measured.
        if self.openmp:
            self.openmp.omp_set_num_threads(threads)
        else:
            torch.set_num_threads(threads)

    @staticmethod
    def capability():
        lines = [line for line in torch.__config__.show().splitlines() if "CPU capability" in line]
        return lines[0].split(":")[-1].strip() if lines else "unknown"

    @staticmethod
    def bound(data, backward, mode, padding, align_corners):
        """The call as a function without arguments; it returns new tensors."""
        name = "grid_sampler_2d" if data.input.ndim == 4 else "grid_sampler_3d"
        arguments = [data.torch_input, data.torch_grid, MODES.index(mode), PADDINGS.index(padding), align_corners]
        if backward:
            function = getattr(torch.ops.aten, name + "_backward")
            return lambda: function(data.torch_grad_output, *arguments, [True, True])
        function = getattr(torch.ops.aten, name)
        return lambda: (function(*arguments),)


class OpenCV:
    """cv2.remap on an interleaved image, with the maps computed beforehand and zeros outside."""

    def __init__(self, data):
        channels, height, width = data.input.shape[1:]
        self.image = aligned(data.input[0].transpose(1, 2, 0))
        x, y = data.grid[0, ..., 0], data.grid[0, ..., 1]
        self.maps = [aligned(((g + 1) * size - 1) / 2) for g, size in ((x, width), (y, height))]
        self.output = aligned(np.zeros((*x.shape, channels), np.float32))

    def bound(self, mode):
        flags = {"bilinear": cv2.INTER_LINEAR, "nearest": cv2.INTER_NEAREST, "bicubic": cv2.INTER_CUBIC}[mode]
        return lambda: cv2.remap(self.image, *self.maps, flags, dst=self.output, borderMode=cv2.BORDER_CONSTANT,
                                 borderValue=0)

    def planar_output(self):
        return self.output.reshape(*self.output.shape[:2], -1).transpose(2, 0, 1)[None]


# ---- Comparing ----------------------------------------------------------------------------------------------------

def burst(side):
    """One call to wake the side's threads and to bring its data near, then as many as take BURST; the mean of those in
    ms. A single call after a pause measures how long threads take to wake, on either side."""
    side()
    calls, taken = 0, 0.0
    while taken < BURST:
        start = time.perf_counter()
        result = side()
        taken += time.perf_counter() - start
        calls += 1
        del result  # back to the heap, outside of what is timed
    return taken / calls * 1e3


def in_turns(sides, runs):
    """Runs each side in turn, `runs` times, after one round to warm up; returns the times of each in ms."""
    times = [[] for _ in sides]
    for run in range(runs + 1):
        # Who comes first changes, so that nobody always follows the same neighbour.
        order = list(range(len(sides)))
        for side in order if run % 2 else order[::-1]:
            time.sleep(PAUSE)
            taken = burst(sides[side])
            if run:
                times[side].append(taken)
    return times


def difference(ours, theirs):
    """The largest difference, relative to the largest value."""
    return float(np.abs(ours - theirs).max()) / (float(np.abs(theirs).max()) or 1)


def check(data, gridscope, call, threads):
    """Compares with PyTorch: the forward bit for bit, the gradients to within rounding, as sums of another order have
    it. Returns whether they agree, and a word on it."""
    gridscope.bound(data, *call, threads)()
    theirs = [tensor.numpy() for tensor in Torch.bound(data, *call)()]
    if not call[0]:
        off = difference(data.output, theirs[0])
        count = np.count_nonzero(data.output.view(np.int32) != theirs[0].view(np.int32))
        return count == 0, "bit for bit" if count == 0 else f"{count} of {data.output.size} differ, by {off:.1e}"
    off = max(difference(data.grad_input, theirs[0]), difference(data.grad_grid, theirs[1]))
    return off < 1e-5, f"within {off:.0e}" if off < 1e-5 else f"differs by {off:.1e}"


def summary(times):
    return {"median_ms": statistics.median(times), "min_ms": min(times), "max_ms": max(times)}


def cell(times):
    return f"{times['median_ms']:.3f} [{times['min_ms']:.3f}-{times['max_ms']:.3f}]"


def verdict(row):
    if row["goal"] is None:
        return "| |"
    return f"{row['goal']:g} | {'passed' if row['ratio'] >= row['goal'] else '**missed**'} |"


def print_head(*titles):
    print("\n| " + " | ".join(titles) + " |\n|" + "---|" * len(titles), flush=True)


def compare_torch(data, gridscope, pytorch, options):
    """Every setting of a case; yields a row for each."""
    for mode in options.modes:
        if mode == "bicubic" and data.input.ndim == 5:
            continue  # PyTorch has no such thing
        for padding in options.paddings:
            for align_corners in options.align_corners:
                call = (options.backward, mode, padding, align_corners)
                agrees, word = check(data, gridscope, call, max(options.threads))
                for threads in options.threads:
                    pytorch.set_threads(threads)
                    ours, theirs = map(summary, in_turns([gridscope.bound(data, *call, threads),
                                                          pytorch.bound(data, *call)], options.runs))
                    direction = "backward" if options.backward else "forward"
                    yield {"case": data.name, "direction": direction, "mode": mode, "padding": padding,
                           "align_corners": align_corners, "threads": threads, "gridscope": ours, "torch": theirs,
                           "ratio": theirs["median_ms"] / ours["median_ms"],
                           "goal": GOALS.get((direction, mode, threads), {}).get(data.name),
                           "agrees": agrees, "result": word}


def torch_table(gridscope, pytorch, options):
    rows = []
    print_head("case", "call", "threads", "gridscope ms", "PyTorch ms", "ratio", "goal", "", "results")
    for name in options.cases:
        data = Data(name)
        for row in compare_torch(data, gridscope, pytorch, options):
            rows.append(row)
            call = " ".join([row["direction"], row["mode"], row["padding"], str(row["align_corners"])])
            print(f"| {name} | {call} | {row['threads']} | {cell(row['gridscope'])} | {cell(row['torch'])} | "
                  f"{row['ratio']:.1f} | {verdict(row)} {row['result']} |", flush=True)
    return rows


def errors(output, exact):
    """The largest and the mean error."""
    off = np.abs(output - exact)
    return {"max": float(off.max()), "mean": float(off.mean())}


def opencv_table(gridscope, pytorch, options):
    """Forward, zeros, align_corners=False: what both can do. Errors are those against PyTorch in float64."""
    rows = []
    print_head("case", "mode", "threads", "gridscope ms", "OpenCV ms", "ratio", "goal", "",
               "gridscope's error max, mean", "OpenCV's error max, mean")
    for name in [name for name in options.cases if name in OPENCV_CASES]:
        data = Data(name)
        remap = OpenCV(data)
        for mode in options.modes:
            call = (False, mode, "zeros", False)
            gridscope.bound(data, *call, max(options.threads))()
            remap.bound(mode)()
            pytorch.set_threads(max(options.threads))
            exact = torch.nn.functional.grid_sample(data.torch_input.double(), data.torch_grid.double(), mode, "zeros",
                                                    False).numpy()
            ours_error, cv2_error = errors(data.output, exact), errors(remap.planar_output(), exact)
            del exact
            for threads in options.threads:
                cv2.setNumThreads(threads)
                ours, theirs = map(summary, in_turns([gridscope.bound(data, *call, threads), remap.bound(mode)],
                                                     options.runs))
                row = {"case": name, "mode": mode, "threads": threads, "gridscope": ours, "opencv": theirs,
                       "ratio": theirs["median_ms"] / ours["median_ms"],
                       "goal": OPENCV_GOAL if mode == "bilinear" else None, "gridscope_error": ours_error,
                       "opencv_error": cv2_error}
                rows.append(row)
                print(f"| {name} | {mode} | {threads} | {cell(ours)} | {cell(theirs)} | {row['ratio']:.1f} | "
                      f"{verdict(row)} {ours_error['max']:.1e}, {ours_error['mean']:.1e} | "
                      f"{cv2_error['max']:.1e}, {cv2_error['mean']:.1e} |", flush=True)
    return rows


# ---- The command line ---------------------------------------------------------------------------------------------

def list_of(choices):
    """An argparse type: names between commas, or all."""
    def parse(text):
        names = choices if text == "all" else text.split(",")
        for name in names:
            if name not in choices:
                raise argparse.ArgumentTypeError(f"'{name}' is none of {', '.join(choices)}")
        return names
    return parse


def thread_counts(text):
    counts = [int(count) for count in text.split(",")]
    if min(counts) < 1:
        raise argparse.ArgumentTypeError("threads are counted from 1")
    return counts


def run_count(text):
    if int(text) < 9:
        raise argparse.ArgumentTypeError("medians of fewer than 9 runs say little")
    return int(text)


def find_library():
    """The library in the newest build folder that has one."""
    root = pathlib.Path(__file__).resolve().parents[2]
    found = sorted(root.glob("build/*/tests/bench/libgridscope_bench.so"), key=lambda path: path.stat().st_mtime)
    return found[-1] if found else None


def parse_arguments():
    parser = argparse.ArgumentParser(description="gridscope beside PyTorch and OpenCV")
    parser.add_argument("--cases", type=list_of(list(CASES)), default=list(CASES), metavar="A,B,...|all")
    parser.add_argument("--modes", type=list_of(MODES), default=["bilinear"], metavar="bilinear,...|all")
    parser.add_argument("--paddings", type=list_of(PADDINGS), default=["zeros"], metavar="zeros,...|all")
    parser.add_argument("--align-corners", choices=["false", "true", "both"], default="false")
    parser.add_argument("--backward", action="store_true", help="both gradients instead of the output")
    parser.add_argument("--threads", type=thread_counts, default=[1, 2], metavar="1,2")
    parser.add_argument("--simd", choices=SIMDS, default=SIMDS[-1], help="the most that gridscope may use")
    parser.add_argument("--runs", type=run_count, default=9, help="of each side (9)")
    parser.add_argument("--library", dest="shared", type=pathlib.Path, default=find_library(),
                        help="libgridscope_bench.so")
    parser.add_argument("--json", type=pathlib.Path, metavar="FILE", help="all figures, for programs")
    options = parser.parse_args()
    if options.shared is None:
        parser.error("the library is not built: cmake --preset bench && cmake --build --preset bench")
    options.align_corners = {"false": [False], "true": [True], "both": [False, True]}[options.align_corners]
    return options


def main():
    options = parse_arguments()
    gridscope, pytorch = Gridscope(options.shared.resolve(), options.simd), Torch(max(options.threads))
    report = {"torch": torch.__version__, "torch_capability": pytorch.capability(),
              "opencv": cv2.__version__ if cv2 else None, "simd": gridscope.simd, "runs": options.runs}
    print(f"PyTorch {report['torch']} ({report['torch_capability']}), OpenCV {report['opencv'] or 'is not installed'}, "
          f"gridscope ({gridscope.simd}); medians of {options.runs} runs in turns [least-most]")
    report["results"] = torch_table(gridscope, pytorch, options)
    if cv2 and not options.backward and any(name in OPENCV_CASES for name in options.cases):
        report["opencv_results"] = opencv_table(gridscope, pytorch, options)
    if options.json:
        options.json.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    return 0 if all(row["agrees"] for row in report["results"]) else 1


if __name__ == "__main__":
    sys.exit(main())
