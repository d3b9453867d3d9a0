# SPDX-License-Identifier: MIT
"""Random command lines, of words that mean something and of words that do not."""
import os
import random
import shutil
import tempfile

import made
from program import flaw_of_messages, hand_over, is_clean, names_in
from tally import Tally

COMMANDS = ("sample", "grad", "explain", "export", "info", "view", "", "bench --help", "expotr", "--help", "--version")
NUMBERS = ("0", "1", "-1", "2", "7", "8", "0.5", "-0.5", "+0.5", "+-0.5", "1e9", "1e999", "-1e999", "1e-999", "nan",
           "inf", "0x10", "1,", "", " 1", "1 ", "2147483648", "9223372036854775808", "99999999999999999999", "1/3",
           "١", "--1")
SIZES = ("4x4", "1x1", "0x4", "-1x4", "4096x4096", "4097x1", "99999x99999", "4x4x4", "4x", "x4", "x", "1024x700",
         "1280x800", "99999x700", "4294967297x4294967297", "4X4", "4 x 4")
FILES = ("x.npy", "g.npy", "scene.json", "picture.ppm", "cut.npy", "no.npy", "folder", "/dev/null", "/", ".", "",
         "-", "x.npy?alpha=keep", "x.npy?", "x.npy?a=b&c", "?", "x.npy?array=x", "theta:g.npy", "theta:",
         "theta:no.npy", "\x1b[31m.npy", "\u009b31m", "ä.npy", "y" * 400, "y" * 5000, "a\nb", "%s%n", "$(touch z)",
         "../x.npy", "x.npy/")
OUTPUTS = ("y.npy", "z.npy", "x.svg", "no/y.npy", "folder", "y", ".npy", ".svg", "y.NPY", "y.jpg", "/dev/null", "",
           "-")
BUILT_IN = ("ramp", "tens", "checker", "ones", "spot", "linspace", "centres", "rmap")

VALUES = {
    "--input": (*FILES, *[f"{name}:{size}" for name in BUILT_IN for size in SIZES[:10]], *BUILT_IN),
    "--grid": (*FILES, *[f"{name}:{size}" for name in BUILT_IN[5:] for size in SIZES[:10]], *BUILT_IN),
    "--scene": ("start", "tens", "reflection", "nosuch", *FILES),
    "--grad-output": ("go.npy", *FILES), "--grad-input": OUTPUTS, "--grad-grid": OUTPUTS, "--output": OUTPUTS,
    "--layout": ("auto", "NCHW", "CHW", "HWC", "NHWC", "HW", "chw", ""),
    "--mode": ("bilinear", "nearest", "bicubic", "Bilinear", "", "cubic"),
    "--padding": ("zeros", "border", "reflection", "", "none"),
    "--align-corners": ("true", "false", "both", "True", "1", ""),
    "--device": ("auto", "cpu", "cuda", "gpu"), "--threads": ("0", "1", "2", "999999999", "-1", "", "1.5", "nan"),
    "--at": NUMBERS, "--query": NUMBERS, "--channel": NUMBERS, "--step": NUMBERS, "--shades": NUMBERS,
    "--theme": ("light", "dark", "projector", "print", "pink", ""), "--size": SIZES, "--scale": NUMBERS,
    "--text-size": ("auto", "normal", "large", "huge"), "--language": ("en", "xx", "", "../en", "\x1b[31m"),
    "--page": ("compare", "nosuch", "", "y" * 400),
    "--format": ("text", "json", "xml", ""), "--help": ("",), "--version": ("",), "--inptu": ("x.npy",), "-": ("",),
    "--": FILES, "--title": ("x",),
    "--memory": ("1", "0", "64K", "100M", "8G", "8g", "1e30", "-1", "", "inf", "nan", "9E"),
}
OF_SEVERAL_NUMBERS = {"--at": 3, "--query": 2, "--shades": 2}


def _prepare(folder):
    contents = {"x.npy": made.npy((1, 2, 3, 4), data=bytes(96)), "g.npy": made.npy((1, 2, 3, 2), data=bytes(48)),
                "go.npy": made.npy((1, 2, 2, 3), data=bytes(48)), "cut.npy": made.npy((1, 2, 3, 4), data=bytes(9)),
                "scene.json": b'{"input":"x.npy","grid":"g.npy"}', "picture.ppm": b"P6\n2 2\n255\n" + bytes(12)}
    for name, content in contents.items():
        with open(os.path.join(folder, name), "wb") as file:
            file.write(content)
    os.mkdir(os.path.join(folder, "folder"))


def command_line(generator):
    words = generator.choice(COMMANDS).split()
    for _ in range(generator.choice((0, 0, 0, 1, 2))):
        words.append(generator.choice(FILES))
    for option in generator.sample(sorted(VALUES), generator.choice((0, 1, 1, 2, 2, 3, 4, 6))):
        value = generator.choice(VALUES[option])
        if (count := OF_SEVERAL_NUMBERS.get(option)) and generator.random() < 0.8:
            value = ",".join(generator.choice(NUMBERS) for _ in range(count))
        if generator.random() < 0.3:
            words.append(f"{option}={value}")
        else:
            words += [option, value] if generator.random() < 0.97 else [option]
    return words


def _flaw(outcome, before, after):
    """The column of the fault, and what is wrong."""
    if outcome.fault:
        return outcome.fault, outcome.used
    if before.keys() - after.keys():
        return "other_faults", f"gone: {sorted(before.keys() - after.keys())}"
    if outcome.code != 0 and before != after:
        return "left_behind", f"{sorted(set(after.items()) ^ set(before.items()))}"
    if any(".part" in name for name in after):
        return "left_behind", f"{sorted(after)}"
    if outcome.code != 0 and not outcome.lines:
        return "other_faults", "it says nothing"
    if not is_clean(outcome.out):
        return "other_faults", "the answer has control characters"
    if flaw := flaw_of_messages(outcome.err):
        return "other_faults", flaw
    return None


def _state(folder):
    """Each file, and when it was written."""
    return {name: os.lstat(os.path.join(folder, name)).st_mtime_ns for name in names_in(folder)
            if not os.path.isdir(os.path.join(folder, name))}


def try_arguments(program, count, seed):
    """A tally of so many command lines."""
    generator, tally = random.Random(f"{seed} arguments"), Tally("command lines")
    renew_after = 100
    folder = None
    for number in range(count):
        if number % renew_after == 0:
            if folder:
                shutil.rmtree(folder)
            folder = tempfile.mkdtemp(prefix="gridscope-hostile-")
            _prepare(folder)
            hand_over(folder)
        words = command_line(generator)
        before = _state(folder)
        outcome = program.run(*words, cwd=folder)
        tally.tried += 1
        tally.accepted += outcome.code == 0
        tally.refused += outcome.code in (1, 2)
        if fault := _flaw(outcome, before, _state(folder)):
            column, what = fault
            said = outcome.err.decode("utf-8", "replace").strip()[:200]
            tally.fault(column, f"{[word[:60] for word in words]} ends with {outcome.code}: {what} ({said})")
    shutil.rmtree(folder)
    return tally
