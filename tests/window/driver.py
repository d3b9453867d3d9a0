# SPDX-License-Identifier: MIT
"""Opens the program's window on a display of its own (Xvfb), moves the mouse and presses keys (xdotool), and reads what
the program reports (gridscope view --report)."""
import ctypes
import json
import os
import shutil
import subprocess
import tempfile
import threading
import time

# Nothing takes this long, not even software rendering on a busy machine: who waits longer waits in vain.
DEADLINE_SECONDS = 60


def missing_tool():
    """The first of the tools that is not installed, or None."""
    return next((tool for tool in ("Xvfb", "xdotool") if shutil.which(tool) is None), None)


class Display:
    """A virtual screen. There is no window manager: nobody moves, frames or focuses windows."""

    def __init__(self, width=1920, height=1200):
        read, write = os.pipe()
        self.process = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp"],
            pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as number:
            self.name = ":" + number.readline().strip()
        if self.name == ":":
            raise RuntimeError("Xvfb does not start")

    def environment(self):
        return {key: value for key, value in os.environ.items() if key != "WAYLAND_DISPLAY"} | {"DISPLAY": self.name}

    def close(self):
        self.process.terminate()
        self.process.wait()


class Window:
    """A running window, in an empty working folder."""

    def __init__(self, display, program, *arguments):
        self.display, self.program = display, program
        self.folder = tempfile.TemporaryDirectory(prefix="gridscope-window-")
        self.reports, self.report_times = [], []
        self.has_ended = False
        self.changed = threading.Condition()
        self.start_time = time.monotonic()
        self.process = subprocess.Popen([program, "view", "--report", *arguments], cwd=self.folder.name, text=True,
                                        env=display.environment(), stdout=subprocess.PIPE)
        self.reader = threading.Thread(target=self._read)
        self.reader.start()
        try:
            self.wait("the first frame", lambda report: True)
            self.id = self.xdotool("search", "--sync", "--name", "^gridscope$").split()[0]
            # Without a window manager nobody else gives it the keyboard.
            self.xdotool("windowfocus", "--sync", self.id)
        except BaseException:
            self._clean_up()
            raise

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
        x11 = ctypes.CDLL("libX11.so.6")
        x11.XOpenDisplay.restype = ctypes.c_void_p
        x11.XInternAtom.restype = ctypes.c_ulong
        connection = ctypes.c_void_p(x11.XOpenDisplay(self.display.name.encode()))

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

    def _clean_up(self):
        self.process.kill()
        self.process.wait()
        self.reader.join()
        self.process.stdout.close()
        self.folder.cleanup()
