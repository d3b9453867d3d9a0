# SPDX-License-Identifier: MIT
"""Inputs that once brought the program, or programs like it, to grief."""
import os
import resource
import socket
import xml.etree.ElementTree

import made
from cases import Case, with_file

DRAW = ("--output", "x.svg")


def refused_images():
    contents = {"uninitialised.ppm": (made.SHORT_PPM, "cut short"), "uninitialised.tga": (made.SHORT_TGA, "cut short"),
                "endless.hdr": (made.ENDLESS_HDR, "cut short"), "crash.pic": (made.CRASHING_PIC, "PIC")}
    for name, (content, word) in contents.items():
        yield Case(name, ("sample", "--input", name, "--output", "y.npy"), says=word, prepare=with_file(name, content))
    for name, content in made.HUGE_HEADERS.items():
        yield Case(f"huge header: {name}", ("sample", "--input", name, "--output", "y.npy"), says=f"{name}|sizes",
                   prepare=with_file(name, content))
    jpeg = made.jpeg_of_scans(1000, 4096)
    yield Case("JPEG of 1000 scans", ("sample", "--input", "x.jpg", "--output", "y.npy"), says="scans",
               prepare=with_file("x.jpg", jpeg))
    for place in ("IDAT", "zTXt", "iCCP"):
        yield Case(f"PNG of 2 GB in {place}", ("sample", "--input", "x.png", "--output", "y.npy"), (0, 1),
                   makes=("y.npy",), prepare=with_file("x.png", made.png_bomb(place)))


def archives():
    for what, sizes in (("an array of 2 GB", (1, 2, 2**14, 2**14)), ("what follows an array", (1, 1, 1, 1))):
        yield Case(f".npz of 2 GB in {what}", ("sample", "--input", "x.npz", "--output", "y.npy"), (0, 1),
                   makes=("y.npy",), prepare=with_file("x.npz", made.npz_bomb(made.npy(sizes))))


def _sparse(name, beginning, gigabytes):
    def prepare(folder):
        with_file(name, beginning)(folder)
        os.truncate(os.path.join(folder, name), gigabytes << 30)
    return prepare


def _zero(folder):
    os.symlink("/dev/zero", os.path.join(folder, "zero"))


def _fifo(folder):
    os.mkfifo(os.path.join(folder, "fifo"))


def _socket(folder):
    with socket.socket(socket.AF_UNIX) as listener:
        here = os.getcwd()
        os.chdir(folder)  # names of sockets have to be short
        try:
            listener.bind("socket")
        finally:
            os.chdir(here)


def _folder(folder):
    os.mkdir(os.path.join(folder, "folder"))


def _unreadable(folder):
    with_file("x.npy", made.npy((1,), data=bytes(4)))(folder)
    os.chmod(os.path.join(folder, "x.npy"), 0)


def _locked(folder):
    os.mkdir(os.path.join(folder, "locked"))
    with_file("locked/x.npy", made.npy((1,), data=bytes(4)))(folder)
    os.chmod(os.path.join(folder, "locked"), 0)


def _loop(folder):
    os.symlink("loop", os.path.join(folder, "loop"))


def odd_files():
    for option in ("--input", "--grid", "--scene"):
        for prepare, name, word in ((_zero, "zero", "device"), (_fifo, "fifo", "pipe"), (_socket, "socket", "socket"),
                                    (_folder, "folder", "folder"), (_loop, "loop", "loop")):
            yield Case(f"{name} as {option}", ("explain", option, name), says=word, prepare=prepare)
        yield Case(f"unreadable file as {option}", ("explain", option, "x.npy"), says="[Pp]ermission|may not be read",
                   prepare=_unreadable)
        yield Case(f"file in a closed folder as {option}", ("explain", option, "locked/x.npy"),
                   says="[Pp]ermission|may not be read", prepare=_locked)
    for name in ("zero", "fifo"):
        yield Case(f"{name} without an option", ("info", name), says=name, prepare=_zero if name == "zero" else _fifo)
    side = 87_000
    yield Case("sparse .npy of 30 GB", ("explain", "--input", "x.npy"), says="x.npy.*[GM]iB",
               prepare=_sparse("x.npy", made.npy((1, 1, side, side)), 30))
    yield Case("sparse .npy of bytes", ("explain", "--input", "x.npy"), says="x.npy.*[GM]iB",
               prepare=_sparse("x.npy", made.npy((1, 1, side, side), "|u1"), 30))
    yield Case("sparse .ppm of 30 GB", ("explain", "--input", "x.ppm"), says="x.ppm.*[GM]iB",
               prepare=_sparse("x.ppm", b"P6\n100000 100000\n255\n", 30))
    yield Case("sparse scene of 30 GB", ("explain", "--scene", "x.json"), says="x.json",
               prepare=_sparse("x.json", b'{"title":"', 30))


def scenes():
    for name, content in made.SCENES.items():
        prepare = with_file(name, content)
        yield Case(f"{name} described", ("info", name), (0, 1), prepare=prepare)
        yield Case(f"{name} explained", ("explain", "--scene", name), (0, 1), prepare=prepare)
        yield Case(f"{name} drawn", ("export", "--scene", name, *DRAW), (0, 1), makes=("x.svg",), prepare=prepare,
                   check=_flaw_of_picture)


def _flaw_of_picture(folder):
    """A picture costs at most what fits on its page, and is XML whatever stands in the scene."""
    most_megabytes = 12  # of the most pixels that are drawn one by one
    path = os.path.join(folder, "x.svg")
    if not os.path.exists(path):
        return None
    if (size := os.path.getsize(path) / 1e6) > most_megabytes:
        return f"the picture has {size:.0f} MB"
    try:
        xml.etree.ElementTree.parse(path)
    except xml.etree.ElementTree.ParseError as error:
        return f"the picture is no XML: {error}"
    return None


def command_lines():
    yield Case("half a number", ("explain", "--query", "+-0.5,0"), (2,), "--query")
    for arguments in (("--theme", "pink"), ("--step", "9"), ("--at", "-1,0"), ("--channel", "1e9"), ("--size", "0x0"),
                      ("--scale", "1e9"), ("--input", "ramp:0x4"), ("--input", "ramp:-1x4"), ("--threads", "-1")):
        yield Case(" ".join(arguments), ("export", *arguments, *DRAW), (2,), arguments[0])
    for name in ("\x1b]0;owned\x07.npy", b"\xff\xfe.npy", "\u009b31m.npy", "z" * 5000 + ".npy", "a\nb.npy"):
        for command in ("info",), ("explain", "--input"), ("explain", "--scene"):
            yield Case(f"the name {name[:20]!r}", (*command, os.fsdecode(name)), (1, 2))
    yield Case("too large a ramp", ("sample", "--input", "ramp:2000000x2000000", "--output", "y.npy"), (1, 2), "ramp")


def little_room():
    """Few processes, little memory."""
    few = {"limits": ((resource.RLIMIT_NPROC, 1),)}
    yield Case("threads that cannot be had",
               ("sample", "--input", "ramp:512x512", "--threads", "0", "--output", "y.npy"), (0,), makes=("y.npy",),
               options=few)
    for megabytes in (60, 100, 150, 200, 300, 500, 800, 1200):
        for stack in (8, 300):
            room = {"limits": ((resource.RLIMIT_AS, megabytes << 20), (resource.RLIMIT_STACK, stack << 20))}
            what = f"{megabytes} MB, a stack of {stack} MB"
            yield Case(f"sampling in {what}", ("sample", "--input", "ramp:2048x2048", "--grid", "centres:2048x2048",
                                               "--output", "y.npy"), (0, 1), makes=("y.npy",), options=room)
            yield Case(f"drawing in {what}", ("export", "--output", "x.png"), (0, 1), makes=("x.png",), options=room)


def cases():
    for part in (refused_images, archives, odd_files, scenes, command_lines, little_room):
        yield from part()
