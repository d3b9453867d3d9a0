# SPDX-License-Identifier: MIT
"""Opens the program's window on a display of its own (Xvfb), moves the mouse and presses keys (xdotool), and reads what
the program reports (gridscope view --report)."""
import ctypes
import json
import os
import shutil
import struct
import subprocess
import tempfile
import threading
import time
import zlib

# Nothing takes this long, not even software rendering on a busy machine: who waits longer waits in vain.
DEADLINE_SECONDS = 60


def missing_tool():
    """The first of the tools that is not installed, or None."""
    return next((tool for tool in ("Xvfb", "xdotool") if shutil.which(tool) is None), None)


def open_x11(name):
    """libX11 and a connection to a display."""
    x11 = ctypes.CDLL("libX11.so.6")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XInternAtom.restype = x11.XDefaultRootWindow.restype = ctypes.c_ulong
    return x11, ctypes.c_void_p(x11.XOpenDisplay(name.encode()))


class Display:
    """A virtual screen. There is no window manager: nobody moves, frames or focuses windows. With `dpi` it is one of
    that many dots per inch, as desktops tell their programs."""

    def __init__(self, width=1920, height=1200, dpi=None):
        read, write = os.pipe()
        self.folder = tempfile.TemporaryDirectory(prefix="gridscope-display-")
        self.process = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp",
             "-fbdir", self.folder.name],
            pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as number:
            self.name = ":" + number.readline().strip()
        if self.name == ":":
            raise RuntimeError("Xvfb does not start")
        # Without a client Xvfb starts afresh and forgets what it was told.
        self.x11, self.connection = open_x11(self.name)
        if dpi:
            self._set_resources(f"Xft.dpi: {dpi}\n")

    def _set_resources(self, text):
        """What xrdb does."""
        string, replace, bits = 31, 0, 8  # XA_STRING, PropModeReplace
        atom = self.x11.XInternAtom(self.connection, b"RESOURCE_MANAGER", False)
        root = self.x11.XDefaultRootWindow(self.connection)
        self.x11.XChangeProperty(self.connection, ctypes.c_ulong(root), ctypes.c_ulong(atom), ctypes.c_ulong(string),
                                 bits, replace, text.encode(), len(text))
        self.x11.XSync(self.connection, False)

    def environment(self):
        return {key: value for key, value in os.environ.items() if key != "WAYLAND_DISPLAY"} | {"DISPLAY": self.name}

    def save_screen(self, path, width, height):
        """Writes the pixels of the screen's upper left part, where windows stand, as a PNG."""
        with open(os.path.join(self.folder.name, "Xvfb_screen0"), "rb") as file:
            screen = file.read()
        # The file has the format of xwd; its header is described in X11/XWDFile.h.
        header = struct.unpack(">25I", screen[:100])
        header_size, screen_width, screen_height, row_bytes, colors = (header[k] for k in (0, 4, 5, 12, 19))
        if header[11] != 32 or header[14:17] != (0xff0000, 0xff00, 0xff) or header[7] != 0:
            raise RuntimeError("Xvfb keeps its pixels in an unknown format")
        if width > screen_width or height > screen_height:
            raise RuntimeError("the window is larger than the screen")
        first, rows = header_size + 12 * colors, bytearray()
        for y in range(height):
            row = screen[first + y * row_bytes:first + y * row_bytes + 4 * width]
            rgb = bytearray(3 * width)
            rgb[0::3], rgb[1::3], rgb[2::3] = row[2::4], row[1::4], row[0::4]
            rows += b"\0" + rgb

        def chunk(name, data):
            return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

        with open(path, "wb") as file:
            file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">2I5B", width, height, 8, 2, 0, 0, 0)) +
                       chunk(b"IDAT", zlib.compress(rows, 1)) + chunk(b"IEND", b""))

    def lose(self):
        """The screen goes away with everything that is on it."""
        self.process.kill()
        self.process.wait()
        self.folder.cleanup()

    def close(self):
        if self.process.poll() is None:
            self.x11.XCloseDisplay(self.connection)
        self.process.terminate()
        self.process.wait()
        self.folder.cleanup()


class Window:
    """A running window, in an empty working folder; what it remembers between runs is in `home`, an empty folder where
    none is given."""

    def __init__(self, display, program, *arguments, home=None):
        self.display, self.program = display, program
        self.folder = tempfile.TemporaryDirectory(prefix="gridscope-window-")
        self.own_home = None if home else tempfile.TemporaryDirectory(prefix="gridscope-home-")
        self.home = home or self.own_home.name
        self.errors = tempfile.TemporaryFile("w+")
        self.reports, self.report_times = [], []
        self.has_ended = False
        self.changed = threading.Condition()
        self.start_time = time.monotonic()
        self.process = subprocess.Popen([program, "view", "--report", *arguments], cwd=self.folder.name, text=True,
                                        env=self._environment(), stdout=subprocess.PIPE, stderr=self.errors)
        self.reader = threading.Thread(target=self._read)
        self.reader.start()
        try:
            self.wait("the first frame", lambda report: report["loading"] == "")
            self.id = self.xdotool("search", "--sync", "--name", "^gridscope$").split()[0]
            # Without a window manager nobody else gives it the keyboard.
            self.xdotool("windowfocus", "--sync", self.id)
        except BaseException:
            self._clean_up()
            raise

    def _environment(self):
        return self.display.environment() | {"HOME": self.home,
                                             "XDG_CONFIG_HOME": os.path.join(self.home, ".config"),
                                             "XDG_STATE_HOME": os.path.join(self.home, ".local", "state")}

    def said(self):
        """What the program has written to stderr."""
        self.errors.seek(0)
        return self.errors.read()

    def _read(self):
        for line in self.process.stdout:
            with self.changed:
                self.reports.append(json.loads(line))
                self.report_times.append(time.monotonic())
                self.changed.notify_all()
        with self.changed:
            self.has_ended = True
            self.changed.notify_all()

    @property
    def report(self):
        """What the window shows now."""
        return self.reports[-1]

    def wait(self, what, condition):
        """Waits until the latest report meets the condition, and returns it."""
        with self.changed:
            def is_met():
                return bool(self.reports) and condition(self.reports[-1])

            self.changed.wait_for(lambda: is_met() or self.has_ended, DEADLINE_SECONDS)
            if not is_met():
                latest = dict(self.reports[-1], targets="...") if self.reports else "none"
                reason = "the program ended" if self.has_ended else f"not seen in {DEADLINE_SECONDS} s"
                raise AssertionError(f"waiting for {what}: {reason}; the latest report: {latest}")
            return self.report

    def xdotool(self, *arguments):
        return subprocess.run(["xdotool", *map(str, arguments)], env=self.display.environment(), check=True,
                              timeout=DEADLINE_SECONDS, stdout=subprocess.PIPE, text=True).stdout

    def move(self, x, y):
        """Moves the mouse to whole window coordinates."""
        self.xdotool("mousemove", "--window", self.id, x, y)

    def mouse_down(self):
        self.xdotool("mousedown", 1)

    def mouse_up(self):
        self.xdotool("mouseup", 1)

    def click(self, x, y):
        # Faster than any hand: all three events come while the frames of the first one are drawn.
        self.xdotool("mousemove", "--window", self.id, round(x), round(y), "click", 1)

    def key(self, name):
        self.xdotool("key", name)

    def target(self, kind, **wanted):
        """Where the first such thing stands that can be clicked."""
        for target in self.report["targets"]:
            if target["kind"] == kind and all(target[key] == value for key, value in wanted.items()):
                return target["at"]
        raise AssertionError(f"the report names no {kind} {wanted}")

    def explain(self):
        """What `gridscope explain` says about that which the window shows."""
        scene = os.path.join(self.folder.name, "shown.json")
        with open(scene, "w", encoding="utf-8") as file:
            json.dump(self.report["scene"], file)
        answer = subprocess.run(
            [self.program, "explain", "--scene", scene, "--query=" + ",".join(self.report["grid"]), "--format", "json"],
            check=True, stdout=subprocess.PIPE, text=True).stdout
        os.remove(scene)
        return json.loads(answer)

    def resize(self, width, height):
        self.xdotool("windowsize", self.id, width, height)
        return self.wait(f"{width} x {height}", lambda report: report["size"] == [width, height])

    def cpu_ticks(self):
        """The processor time that the program has taken so far, all threads, in kernel ticks."""
        with open(f"/proc/{self.process.pid}/stat", encoding="utf-8") as file:
            fields = file.read().rpartition(")")[2].split()
        return int(fields[11]) + int(fields[12])

    def wait_until_idle(self):
        """Waits for half a second without a tick."""
        ticks, since = self.cpu_ticks(), time.monotonic()
        start = since
        while time.monotonic() - since < 0.5:
            if time.monotonic() - start > DEADLINE_SECONDS:
                raise AssertionError("the window never comes to rest")
            time.sleep(0.05)
            if (now := self.cpu_ticks()) != ticks:
                ticks, since = now, time.monotonic()

    def ask_to_close(self):
        """What a window manager does when its close button is pressed. xdotool can only destroy the window."""
        x11, connection = open_x11(self.display.name)

        class ClientMessage(ctypes.Structure):
            _fields_ = [("type", ctypes.c_int), ("serial", ctypes.c_ulong), ("send_event", ctypes.c_int),
                        ("display", ctypes.c_void_p), ("window", ctypes.c_ulong), ("message_type", ctypes.c_ulong),
                        ("format", ctypes.c_int), ("data", ctypes.c_long * 5), ("rest_of_xevent", ctypes.c_long * 24)]

        def atom(name):
            return x11.XInternAtom(connection, name, False)

        client_message, no_event_mask = 33, 0
        message = ClientMessage(type=client_message, window=int(self.id), message_type=atom(b"WM_PROTOCOLS"), format=32)
        message.data[0] = atom(b"WM_DELETE_WINDOW")
        x11.XSendEvent(connection, ctypes.c_ulong(int(self.id)), False, ctypes.c_long(no_event_mask),
                       ctypes.byref(message))
        x11.XCloseDisplay(connection)

    def close(self):
        """Closes the window, and returns the exit code and the files that the program left in its working folder."""
        try:
            if self.process.poll() is None:
                self.ask_to_close()
            return self.process.wait(DEADLINE_SECONDS), os.listdir(self.folder.name)
        finally:
            self._clean_up()

    def wait_for_end(self):
        """Waits until the program has ended by itself, and returns its exit code and what it has said."""
        try:
            return self.process.wait(DEADLINE_SECONDS), self.said()
        finally:
            self._clean_up()

    def _clean_up(self):
        self.process.kill()
        self.process.wait()
        self.reader.join()
        self.process.stdout.close()
        self.errors.close()
        self.folder.cleanup()
        if self.own_home:
            self.own_home.cleanup()
