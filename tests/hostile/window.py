# SPDX-License-Identifier: MIT
"""Random events for the real window: keys, mouse, wheel, sizes and dropped files, some of them mutated."""
import json
import os
import random
import subprocess
import sys
import tempfile

import made
import mutate
from drops import Dropper
from program import names_in
from tally import Tally

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, "window"))
import driver  # noqa: E402  pylint: disable=wrong-import-position

KEYS = ("Right", "Left", "Up", "Down", "Home", "End", "Page_Up", "Page_Down", "Tab", "shift+Tab", "space", "Return",
        "Escape", "Escape", "BackSpace", "Delete", "m", "z", "c", "t", "i", "F1", "question", "plus", "minus", "equal",
        "ctrl+z", "ctrl+z", "ctrl+y", "ctrl+a", "ctrl+c", "ctrl+v", "ctrl+e", "ctrl+shift+e", "shift+Right",
        "ctrl+Left", "alt+Up", "alt+Down", "0", "1", "9", "slash", "period", "comma", "e", "n", "a", "ctrl+o", "ctrl+s",
        "F5", "F11")
TEXTS = ("0.25", "1/0", "3--9", "2/7-1", "1e999", "nan", "ä", "((((((((", "9" * 40)
SIZES = ((1, 1), (2, 900), (1200, 3), (24, 24), (320, 200), (1024, 700), (1280, 800), (1281, 803), (1920, 1200),
         (3000, 2000))
BATCH = 25
DROPPED = 60


def _write_files(folder, corpora, generator):
    """What is dropped: seeds, mutations of them and what is no file. Their paths."""
    paths = []
    arrays = mutate.seeds(corpora, "npy")
    for kind, suffix in mutate.KINDS.items():
        seeds = mutate.seeds(corpora, kind)
        for number in range(DROPPED // len(mutate.KINDS) + 1):
            path = os.path.join(folder, f"{kind} {number}{suffix}")
            whole = number < 2
            with open(path, "wb") as file:
                file.write(generator.choice(seeds) if whole else mutate.mutated(generator, kind, seeds, arrays))
            paths.append(path)
    for name, content in (("ä \x1b[31m.npy", made.npy((1, 1, 4, 4), data=bytes(64))), ("grid.npy", made.npy(
            (1, 3, 3, 2), data=bytes(72))), ("volume.npy", made.npy((1, 1, 2, 2, 2), data=bytes(32))),
            ("large.npy", made.npy((1, 3, 900, 800), data=bytes(8_640_000)))):
        paths.append(os.path.join(folder, name))
        with open(paths[-1], "wb") as file:
            file.write(content)
    os.mkfifo(os.path.join(folder, "fifo"))
    return paths + [os.path.join(folder, "fifo"), folder, os.path.join(folder, "missing.npy"), "/dev/zero"]


class Trial:
    """A window under events. What one is doing when it dies is in the findings."""

    def __init__(self, path, corpora, seed):
        self.generator = random.Random(f"{seed} window")
        self.tally = Tally("window events", refused=None, accepted=None)
        self.files = tempfile.TemporaryDirectory(prefix="gridscope-hostile-")
        self.paths = _write_files(self.files.name, corpora, self.generator)
        self.before = names_in(self.files.name)
        self.display = driver.Display()
        self.dropper = Dropper(self.display.name)
        self.program = path
        self.window = None
        self.last = []

    def run(self, count):
        """The tally of so many events. A window that dies is opened again, and the rest of the events go there."""
        try:
            while self.tally.tried < count:
                if self.window is None:
                    self.window = driver.Window(self.display, self.program)
                self._events(min(BATCH, count - self.tally.tried))
            if self.window:
                self._end()
        finally:
            if self.window:
                self.window.close()
            self.dropper.close()
            self.display.close()
            self.files.cleanup()
        return self.tally

    def _events(self, count):
        self.last = []
        chain = []
        self.tally.tried += count
        for _ in range(count):
            if self.generator.random() < 0.06:
                self._xdotool(chain)
                chain = []
                self._drop()
                if self.window is None:
                    return
            else:
                chain += self._event()
        self._xdotool(chain)
        if not self._is_alive():
            self._lost("crashed", f"the window ended with {self.window.process.returncode}")

    def _event(self):
        """Words for xdotool."""
        generator, window = self.generator, self.window.id
        width, height = self.window.report["size"]
        kind = generator.choices(("key", "move", "click", "wheel", "drag", "size", "type"), (8, 6, 5, 4, 2, 1, 1))[0]
        place = (str(generator.randrange(width + 5)), str(generator.randrange(height + 5)))
        move = ["mousemove", "--window", window, *place]
        if kind == "key":
            return ["key", generator.choice(KEYS)]
        if kind == "click":
            return [*move, "click", generator.choice("1113")]
        if kind == "wheel":
            return [*move, "click", generator.choice("45")]
        if kind == "drag":
            other = [str(generator.randrange(max(size, 1))) for size in (width, height)]
            return [*move, "mousedown", "1", "mousemove", "--window", window, *other, "mouseup", "1"]
        if kind == "size":
            return ["windowsize", window, *map(str, generator.choice(SIZES))]
        if kind == "type":
            return ["type", "--args", "1", generator.choice(TEXTS)]
        return move

    def _xdotool(self, words):
        if not words:
            return
        self.last.append(" ".join(words))
        try:
            self.window.xdotool(*words)
        except subprocess.SubprocessError:
            pass  # whoever is gone takes no events; that is found out by whether it is there

    def _is_alive(self):
        return self.window.process.poll() is None

    def _drop(self):
        if not self._is_alive():
            return
        paths = self.generator.sample(self.paths, self.generator.choice((1, 1, 1, 2, 3)))
        self.last.append(f"drop {paths}")
        if not self.dropper.drop(int(self.window.id), paths, self._is_alive):
            self._lost("hung" if self._is_alive() else "crashed",
                       f"a drop is not taken: {[os.path.basename(path) for path in paths]}")

    def _lost(self, column, what):
        """The window is given up."""
        if self.window is None:
            return
        self.tally.fault(column, f"{what}; the last events: {'; '.join(self.last)[-1500:]}")
        self.window.process.kill()
        self.window.close()
        self.window = None

    def _end(self):
        """It answers: a scene that is dropped is shown in the size that was asked for. Then it closes, and has left
        nothing in the folders that it was started in and that files came from."""
        scene = os.path.join(self.files.name, "end.json")
        with open(scene, "w", encoding="utf-8") as file:
            json.dump({"title": "the end", "input": "ramp:4x4"}, file)
        self.before.add("end.json")
        try:
            self.window.xdotool("key", "Escape", "key", "Escape", "key", "Escape")
            self.window.resize(1280, 800)
            self.dropper.drop(int(self.window.id), [scene], self._is_alive)
            self.window.wait("the last scene", lambda report: report["scene"].get("title") == "the end")
        except (AssertionError, subprocess.SubprocessError) as error:
            self._lost("hung", f"the window no longer answers: {str(error)[:600]}")
            return
        window, self.window = self.window, None
        try:
            code, left = window.close()
        except subprocess.TimeoutExpired:
            self.tally.fault("hung", f"the window does not close; the last events: {'; '.join(self.last)[-1500:]}")
            return
        if code != 0:
            self.tally.fault("other_faults", f"the window closes with {code}")
        new = names_in(self.files.name) - self.before
        if left or new:
            self.tally.fault("left_behind", f"{left + sorted(new)}")


def try_window(path, corpora, count, seed):
    """A tally; none where there is no virtual display to be had."""
    if tool := driver.missing_tool():
        print(f"window events are left out: {tool} is missing", file=sys.stderr)
        return
    yield Trial(path, corpora, seed).run(count)
