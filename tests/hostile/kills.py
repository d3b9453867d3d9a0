#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""kills.py PROGRAM [COUNT]: starts `sample`, `grad` and `export` over files that exist and ends them at random moments by
SIGINT, SIGTERM, SIGHUP and SIGKILL. After each, every output must be the old or the complete new one, the two of `grad`
alike, and nothing else may be left: after SIGKILL, once another run has written into the folder. Prints one line of JSON;
exits with 1 on any fault.

What may be torn is not tried: files that are overwritten, as they have several names, by SIGKILL (docs/files.md)."""
import hashlib
import json
import pathlib
import random
import signal
import struct
import subprocess
import sys
import tempfile
import time

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL)
SEED = 20261125
SIDE = 1400  # of images and grids: a run takes some 50 to 500 ms, a good part of which is writing
SLOWEST = 60  # seconds that a run may take on a machine that is busy; what takes longer hangs
LATEST_END = 10  # seconds in which a signal must have ended the program
OLD = b"old contents\n"


def write_npy(path, sizes, value_of):
    """A small writer of float32 arrays; value_of(k) is called for 4096 elements, which are repeated."""
    count = 1
    for size in sizes:
        count *= size
    header = f"{{'descr': '<f4', 'fortran_order': False, 'shape': {tuple(sizes)}, }}"
    header += " " * (-(len(header) + 11) % 64) + "\n"
    block = struct.pack("<4096f", *(value_of(k) for k in range(4096)))
    data = (block * (count // 4096 + 1))[: 4 * count]
    path.write_bytes(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode() + data)


def make_inputs(folder):
    write_npy(folder / "x.npy", (1, 3, SIDE, SIDE), lambda k: k / 4096)
    write_npy(folder / "g.npy", (1, SIDE, SIDE, 2), lambda k: k * 37 % 4096 / 2048 - 1)
    write_npy(folder / "go.npy", (1, 3, SIDE, SIDE), lambda k: k * 11 % 4096 / 4096)


def commands(inputs):
    """Command lines and the outputs of each."""
    data = ["--input", str(inputs / "x.npy"), "--grid", str(inputs / "g.npy"), "--threads", "2"]
    grad = ["grad", *data, "--grad-output", str(inputs / "go.npy"), "--grad-input", "gi.npy", "--grad-grid", "gg.npy"]
    return [
        (["sample", *data, "--output", "y.npy"], ["y.npy"]),
        (grad, ["gi.npy", "gg.npy"]),
        (["export", "--scene", "start", "--output", "x.svg"], ["x.svg"]),
    ]


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def start(program, arguments, folder):
    return subprocess.Popen([program, *arguments], cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                            stderr=subprocess.PIPE)


class Try:
    """One command line: what it makes when nothing disturbs it, and how long that takes."""

    def __init__(self, program, folder, arguments, outputs):
        self.program, self.folder, self.arguments, self.outputs = program, folder, arguments, outputs
        seconds = []
        for _ in range(3):
            begin = time.monotonic()
            _, err = start(program, arguments, folder).communicate(timeout=SLOWEST)
            seconds.append(time.monotonic() - begin)
            if err or any(not (folder / name).exists() for name in outputs):
                raise SystemExit(f"kills.py: {arguments[0]} does not work: {err.decode()}")
        self.seconds = max(seconds)
        self.new = {name: digest(folder / name) for name in outputs}
        self.old = hashlib.sha256(OLD).hexdigest()

    def leftovers(self):
        return sorted({path.name for path in self.folder.iterdir()} - set(self.outputs))

    def run(self, which, seconds, faults):
        """Ends one run by a signal after so many seconds; returns how long that took, None when it was over before."""
        for name in self.outputs:
            (self.folder / name).write_bytes(OLD)
        process = start(self.program, self.arguments, self.folder)
        time.sleep(seconds)
        is_running = process.poll() is None
        process.send_signal(which)
        begin = time.monotonic()
        what = f"{self.arguments[0]}, {which.name} after {seconds * 1000:.1f} ms"
        try:
            process.communicate(timeout=LATEST_END)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            faults.add("hung", what)
        took = time.monotonic() - begin
        if process.returncode not in (0, -which):
            faults.add("crashed", f"{what}: exit status {process.returncode}")
        self.check_outputs(what, faults)
        self.check_folder(which, what, faults)
        return took if is_running else None

    def check_outputs(self, what, faults):
        found = {name: digest(self.folder / name) if (self.folder / name).exists() else None for name in self.outputs}
        if found != self.new and any(value != self.old for value in found.values()):
            faults.add("torn", f"{what}: {found}")

    def check_folder(self, which, what, faults):
        if which == signal.SIGKILL and self.leftovers():
            next_run = [self.program, "sample", "--output", self.outputs[0]]
            if self.outputs[0].endswith(".svg"):
                next_run = [self.program, *self.arguments]
            subprocess.run(next_run, cwd=self.folder, check=True, timeout=SLOWEST)
        left = self.leftovers()
        if left:
            faults.add("left_behind", f"{what}: {left}")
        for name in left:
            (self.folder / name).unlink()


class Faults:
    def __init__(self):
        self.counts = {"crashed": 0, "hung": 0, "left_behind": 0, "torn": 0}

    def add(self, kind, what):
        self.counts[kind] += 1
        print(f"kills.py: {kind}: {what}", file=sys.stderr)


def main():
    if len(sys.argv) not in (2, 3):
        raise SystemExit(__doc__)
    program, count = str(pathlib.Path(sys.argv[1]).resolve()), int(sys.argv[2]) if len(sys.argv) == 3 else 200
    # A shell starts what it puts into the background with these ignored, which the program respects.
    for which in SIGNALS[:3]:
        signal.signal(which, signal.default_int_handler if which == signal.SIGINT else signal.SIG_DFL)
    dice, faults, took = random.Random(SEED), Faults(), []
    with tempfile.TemporaryDirectory(prefix="gridscope-kills-") as scratch:
        inputs, outputs = pathlib.Path(scratch) / "in", pathlib.Path(scratch) / "out"
        inputs.mkdir()
        make_inputs(inputs)
        tries = []
        for number, (arguments, names) in enumerate(commands(inputs)):
            folder = outputs / str(number)
            folder.mkdir(parents=True)
            tries.append(Try(program, folder, arguments, names))
        for number in range(count):
            one = tries[number % len(tries)]
            took.append(one.run(SIGNALS[dice.randrange(4)], dice.uniform(0, 1.1 * one.seconds), faults))
    ends = [seconds for seconds in took if seconds is not None]
    print(json.dumps({"kind": "kills", "tried": count, "interrupted": len(ends),
                      "slowest_end_ms": round(1000 * max(ends, default=0)), **faults.counts}))
    return any(faults.counts.values())


if __name__ == "__main__":
    sys.exit(main())
