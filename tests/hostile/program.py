# SPDX-License-Identifier: MIT
"""Runs the program under limits, and judges how it ended and what it said."""
import dataclasses
import os
import resource
import select
import shutil
import subprocess
import tempfile

# A program that waits for nothing is done long before, on a busy machine, too.
DEADLINE_SECONDS = 30
# What one file or one command line may take: of processor time, and of memory, which is what the program is told that
# it may take for a file, and what it takes anyway.
CPU_SECONDS = 10
FILE_MEGABYTES, OWN_MEGABYTES = 256, 160
MEMORY_LIMIT = ("--memory", f"{FILE_MEGABYTES}M")
# Nothing that is tried here may take the machine down.
ADDRESS_BYTES = 8 << 30

# A sentence has at most 300 bytes of what others wrote, and fewer than so many of its own.
FOREIGN_BYTES, OWN_BYTES = 300, 600

# Whoever is root may read everything, take any number of processes, and replace devices. For root the program runs as a
# user that nobody else is, so that limits on processes count its own.
STRANGER = 20_000 + os.getpid() % 40_000


@dataclasses.dataclass
class Outcome:
    code: int  # None: it had to be killed; negative: the signal that ended it
    out: bytes
    err: bytes
    cpu_seconds: float
    peak_megabytes: float

    @property
    def fault(self):
        """The tally's column of what went wrong, whatever was asked of the program; None when nothing did."""
        if self.code is None:
            return "hung"
        if self.code not in (0, 1, 2):
            return "crashed"  # by a signal, or a sanitizer's report
        is_dear = self.cpu_seconds > CPU_SECONDS or self.peak_megabytes > FILE_MEGABYTES + OWN_MEGABYTES
        return "over_budget" if is_dear else None

    @property
    def used(self):
        return f"{self.cpu_seconds:.1f} s, {self.peak_megabytes:.0f} MB"

    @property
    def lines(self):
        return self.err.decode("utf-8", "replace").splitlines()


def is_clean(text):
    """Whether bytes are UTF-8 without anything that a terminal would obey; tabs are not obeyed."""
    try:
        characters = text.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not any(c < " " and c not in "\n\t" or "\x7f" <= c <= "\x9f" for c in characters)


def flaw_of_messages(err, names=()):
    """What is wrong with what stands on standard error; None when nothing is. `names` are those of the files, which
    the user knows."""
    if not is_clean(err):
        return "a message is not UTF-8, or has control characters"
    for line in err.decode().splitlines():
        if not line.startswith("gridscope: "):
            return f"a message is not the program's: {line[:200]}"
        if "filesystem error" in line or "basic_string" in line or "std::" in line:
            return f"a message is a library's: {line[:200]}"
        own = line
        for name in names:
            own = own.replace(name, "")
        if len(own.encode()) > FOREIGN_BYTES + OWN_BYTES:
            return f"a message has {len(own.encode())} bytes: {line[:200]}"
    return None


def hand_over(folder):
    """Gives a folder, and what lies in it, to whom the program runs as."""
    if os.geteuid() == 0:
        for path in (folder, *(os.path.join(folder, name) for name in names_in(folder))):
            os.lchown(path, STRANGER, STRANGER)


class Program:
    """A copy of the program, in a place where everybody may run it, with a home of its own."""

    def __init__(self, path):
        self.folder = tempfile.TemporaryDirectory(prefix="gridscope-program-")
        self.path = shutil.copy(path, self.folder.name)
        self.home = os.path.join(self.folder.name, "home")
        os.mkdir(self.home)
        hand_over(self.folder.name)

    def start(self, *arguments, cwd, limits=(), environment=(), stdin=subprocess.DEVNULL, out=None, err=None):
        """The running program. `limits` are pairs of a resource's number and its bytes or count."""
        def become():
            for number, limit in ((resource.RLIMIT_AS, ADDRESS_BYTES), (resource.RLIMIT_CORE, 0), *limits):
                resource.setrlimit(number, (limit, limit))
            if os.geteuid() == 0:
                os.setgroups([])
                os.setresgid(STRANGER, STRANGER, STRANGER)
                os.setresuid(STRANGER, STRANGER, STRANGER)

        inherited = {key: value for key, value in os.environ.items()
                     if key not in ("DISPLAY", "WAYLAND_DISPLAY", "XDG_CONFIG_HOME")}
        return subprocess.Popen([self.path, *arguments], cwd=cwd, stdin=stdin,
                                env=inherited | {"HOME": self.home} | dict(environment),
                                stdout=out, stderr=err, preexec_fn=become)

    def run(self, *arguments, deadline=DEADLINE_SECONDS, **options):
        """The outcome of a command line."""
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            process = self.start(*arguments, out=out, err=err, **options)
            code, usage = wait(process, deadline)
            out.seek(0)
            err.seek(0)
            return Outcome(code, out.read(), err.read(), usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def wait(process, deadline):
    """The exit code, or None where the process had to be killed, and what it used."""
    descriptor = os.pidfd_open(process.pid)
    try:
        has_ended = bool(select.select([descriptor], [], [], deadline)[0])
        if not has_ended:
            process.kill()
        _, status, usage = os.wait4(process.pid, 0)
    finally:
        os.close(descriptor)
    process.returncode = os.waitstatus_to_exitcode(status)
    return (process.returncode if has_ended else None), usage


def names_in(folder):
    """All that lies in a folder and below, by name and kind."""
    found = set()
    for base, folders, files in os.walk(folder):
        found |= {os.path.relpath(os.path.join(base, name), folder) for name in folders + files}
    return found
