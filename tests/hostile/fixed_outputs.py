# SPDX-License-Identifier: MIT
"""Outputs that are no ordinary new files, and savers that come at the same time."""
import os
import stat
import tempfile
import threading

import made
from cases import Case, with_file
from fixed_inputs import _fifo, _folder, _socket
from program import hand_over, names_in, wait

OLD = b"old\n"


def _path(folder, name):
    return os.path.join(folder, name)


def _svg_flaw(folder, name):
    with open(_path(folder, name), "rb") as file:
        content = file.read()
    return None if content.startswith(b"<") and content.rstrip().endswith(b"</svg>") else f"{name} is no whole picture"


def _link(target):
    def prepare(folder):
        with_file("target.svg", OLD)(folder)
        os.symlink(target, _path(folder, "x.svg"))
    return prepare


def _check_link(target):
    def check(folder):
        if not os.path.islink(_path(folder, "x.svg")):
            return "the link became a file"
        return None if target != "target.svg" else _svg_flaw(folder, target)
    return check


def _private(folder):
    with_file("x.svg", OLD)(folder)
    os.chmod(_path(folder, "x.svg"), 0o600)


def _check_private(folder):
    mode = stat.S_IMODE(os.stat(_path(folder, "x.svg")).st_mode)
    return f"the mode became {mode:o}" if mode != 0o600 else _svg_flaw(folder, "x.svg")


def _twice(folder):
    with_file("x.svg", OLD)(folder)
    os.link(_path(folder, "x.svg"), _path(folder, "y.svg"))


def _check_twice(folder):
    both = os.stat(_path(folder, "x.svg")), os.stat(_path(folder, "y.svg"))
    return None if both[0].st_ino == both[1].st_ino else "the hard link is gone"


def _read_only_folder(folder):
    os.mkdir(_path(folder, "closed"), 0o555)
    os.chmod(_path(folder, "closed"), 0o555)


def _renamed(prepare, name):
    def as_output(folder):
        prepare(folder)
        os.rename(_path(folder, name), _path(folder, "x.svg"))
    return as_output


def odd_targets():
    svg = ("export", "--output", "x.svg")
    yield Case("a device as output", svg, (0,), prepare=_link("/dev/null"), check=_check_link("/dev/null"))
    yield Case("a full device as output", svg, (1,), "x.svg", prepare=_link("/dev/full"),
               check=_check_link("/dev/full"))
    yield Case("a link as output", svg, (0,), prepare=_link("target.svg"), check=_check_link("target.svg"))
    yield Case("a private file as output", svg, (0,), prepare=_private, check=_check_private)
    yield Case("a file of two names as output", svg, (0,), prepare=_twice, check=_check_twice)
    for prepare, name in ((_folder, "folder"), (_socket, "socket")):
        yield Case(f"a {name} as output", svg, (1,), "x.svg.*(folder|socket)", prepare=_renamed(prepare, name),
                   check=lambda folder: "it was replaced" if os.path.isfile(_path(folder, "x.svg")) else None)
    yield Case("a missing folder", ("sample", "--output", "no/y.npy"), (1,), "no/y.npy.*(folder|directory)")
    yield Case("a closed folder", ("sample", "--output", "closed/y.npy"), (1,), "closed", prepare=_read_only_folder)
    longest = "n" * 251 + ".npy"
    yield Case("a name of 255 bytes", ("sample", "--output", longest), (0,), makes=(longest,))
    yield Case("a name of 256 bytes", ("sample", "--output", "n" + longest), (1,), "long")
    ones = with_file("g.npy", made.npy((1, 1, 3, 3), data=b"\0\0\x80\x3f" * 9))
    yield Case("one of two outputs cannot be written", ("grad", "--grad-output", "g.npy", "--grad-input", "gi.npy",
                                                        "--grad-grid", "no/gg.npy"), (1,), "no", prepare=ones)


def try_fifo(program, tally):
    """A FIFO as output is written to: who reads it gets the whole picture."""
    with tempfile.TemporaryDirectory(prefix="gridscope-hostile-") as folder:
        _renamed(_fifo, "fifo")(folder)
        hand_over(folder)
        got = []

        def read():
            with open(_path(folder, "x.svg"), "rb") as file:
                got.append(file.read())

        reader = threading.Thread(target=read, daemon=True)
        reader.start()
        outcome = program.run("export", "--output", "x.svg", cwd=folder)
        reader.join(1)
        tally.tried += 1
        tally.accepted += 1
        if not stat.S_ISFIFO(os.stat(_path(folder, "x.svg")).st_mode):
            tally.fault("other_faults", "a FIFO as output became a file")
        elif outcome.code != 0 or not got or not got[0].rstrip().endswith(b"</svg>"):
            tally.fault("other_faults", f"a FIFO as output: exit code {outcome.code}, {sum(map(len, got))} bytes read")


def try_together(program, tally):
    """Eight savers at once: into one file, which is whole then; and each into a file whose name the program chooses."""
    savers = 8
    for arguments, wanted in ((("export", "--output", "x.svg"), 1), (("view",), savers)):
        with tempfile.TemporaryDirectory(prefix="gridscope-hostile-") as folder:
            hand_over(folder)
            environment = {"HOME": folder}
            running = [program.start(*arguments, cwd=folder, environment=environment, out=-3, err=-3)
                       for _ in range(savers)]
            codes = [wait(process, 60)[0] for process in running]
            pictures = [name for name in names_in(folder) if name.endswith((".svg", ".png"))]
            tally.tried += savers
            tally.accepted += codes.count(0)
            if codes != [0] * savers or len(pictures) != wanted:
                tally.fault("other_faults", f"{savers} times {' '.join(arguments)} at once: exit codes {codes}, "
                                            f"{len(pictures)} pictures")
            parts = [name for name in names_in(folder) if ".part" in name]
            if parts:
                tally.fault("left_behind", f"{savers} times {' '.join(arguments)} at once: {parts}")


def try_outputs(program, tally):
    for case in odd_targets():
        case.run(program, tally)
    try_fifo(program, tally)
    try_together(program, tally)
