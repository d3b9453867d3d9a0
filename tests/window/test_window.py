#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""test_window.py PROGRAM [TEST...]: the real window, driven from outside and checked by what it reports. Exit code 77
when a tool is missing that this takes."""
import json
import os
import struct
import subprocess
import sys
import tempfile
import time
import unittest

import driver

PROGRAM = os.path.abspath(sys.argv[1])

# Positions are float32 in the program: far less than a thousandth of a pixel off. But a drag that is a pixel off must
# be seen.
NEAR = 0.01

# A window that sleeps takes no time at all. One tick, the kernel's smallest unit, may be charged by chance; a window
# that redraws takes all that it can get, 100 a second.
IDLE_SECONDS, IDLE_TICKS = 2, 1

# The middle of the x field in the tool bar of a 1280 x 800 window, which the report does not name.
X_FIELD = (700, 27)


def bits(text):
    """A float32 as the program prints it, bit for bit."""
    return f"0x{struct.unpack('<I', struct.pack('<f', float(text)))[0]:08x}"


class WindowTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.display = driver.Display()

    @classmethod
    def tearDownClass(cls):
        cls.display.close()

    def setUp(self):
        self.window = driver.Window(self.display, PROGRAM, "--scene", "start")

    def tearDown(self):
        code, files = self.window.close()
        self.assertEqual(code, 0, "exit code")
        # imgui.ini above all.
        self.assertEqual(files, [], "files in the working folder")

    def grid_at(self, pointer):
        """The grid value that the pointer stands on in the True stage."""
        centre, cell = self.window.target("stage", index=0), self.window.report["sides"][0]["cell"]
        # The middle of the 4 x 4 image is grid value 0; 1 is the centre of the last pixel.
        return [(p - c) / cell * 2 / (4 - 1) for p, c in zip(pointer, centre)]

    def assert_both_sides_at(self, report, grid):
        """The same grid value on both sides, each where its own convention puts it."""
        for index, half_extent in ((0, (4 - 1) / 2), (1, 4 / 2)):
            side, centre = report["sides"][index], self.window.target("stage", index=index)
            for axis in range(2):
                expected = centre[axis] + grid[axis] * half_extent * side["cell"]
                self.assertAlmostEqual(side["at"][axis], expected, delta=NEAR)
            self.assertTrue(side["is_bit_equal"])

    def assert_agrees_with_explain(self):
        report, explained = self.window.report, self.window.explain()
        for side, convention in zip(report["sides"], explained["conventions"], strict=True):
            self.assertEqual(side["align_corners"], convention["align_corners"])
            self.assertEqual(bits(side["output"]), convention["output_bits"])
            for reported, said in zip(side["unnormalized"], convention["unnormalized"], strict=True):
                self.assertEqual(bits(reported), bits(said))

    def drag_to(self, pointer):
        """Moves the mouse, whose button is down, and waits until the query is there."""
        grid = self.grid_at(pointer)
        self.window.move(*pointer)
        report = self.window.wait(f"the query at the pointer {pointer}", lambda report: all(
            abs(float(shown) - wanted) < 1e-4 for shown, wanted in zip(report["grid"], grid)))
        self.assert_both_sides_at(report, grid)
        self.assert_agrees_with_explain()

    def press(self, key, what, condition):
        self.window.key(key)
        return self.window.wait(f"{what} after {key}", condition)

    def test_drag_moves_both_sides(self):
        before = self.window.report["scene"]["query"]
        x, y = map(round, self.window.target("stage", index=0))
        # Far from the query: then it jumps to the pointer.
        self.window.move(x - 70, y + 33)
        self.window.mouse_down()
        for offset in ((-70, 33), (-40, 20), (0, 0), (55, -61), (140, 10), (-150, -160)):
            self.drag_to((x + offset[0], y + offset[1]))
        self.window.mouse_up()
        released = self.window.report["scene"]["query"]

        self.window.move(x, y)
        self.press("Left", "step 7", lambda report: report["scene"]["step"] == 7)
        self.assertEqual(self.window.report["scene"]["query"], released, "the query moves though the button is up")

        self.press("ctrl+z", "step 8", lambda report: report["scene"]["step"] == 8)
        self.press("ctrl+z", "the query before the drag", lambda report: report["scene"]["query"] == before)

    def test_click_selects_cells_and_steps(self):
        window = self.window
        window.click(*window.target("cell", cell=[0, 2]))
        window.wait("the output cell (0, 2)", lambda report: report["grid"] == ["1", "-1"])
        self.assertEqual([side["output"] for side in window.report["sides"]], ["3", "0.75"])
        self.assert_agrees_with_explain()

        window.click(*window.target("step", index=3))
        window.wait("step 3", lambda report: report["scene"]["step"] == 3)
        window.click(*window.target("forward"))
        window.wait("step 4", lambda report: report["scene"]["step"] == 4)
        window.click(*window.target("back"))
        window.wait("step 3 again", lambda report: report["scene"]["step"] == 3)

    def test_keys(self):
        for key, step in (("Left", 7), ("Left", 6), ("Right", 7), ("Home", 1), ("Right", 2), ("End", 8)):
            self.press(key, f"step {step}", lambda report, step=step: report["scene"]["step"] == step)
        for mode in ("nearest", "bicubic", "bilinear"):
            self.press("m", f"mode {mode}", lambda report, mode=mode: report["scene"]["mode"] == mode)
            self.assert_agrees_with_explain()
        for padding in ("border", "reflection", "zeros"):
            self.press("z", f"padding {padding}", lambda report, padding=padding: report["scene"]["padding"] == padding)
            self.assert_agrees_with_explain()

    def test_typed_numbers(self):
        window = self.window
        window.click(*X_FIELD)
        window.wait(f"the x field at {X_FIELD} (has the tool bar changed?)", lambda report: report["typing"])
        window.xdotool("type", "0.25")
        # In a field the arrow keys belong to the text.
        window.key("Left")
        window.key("Return")
        window.wait("0.25, as typed", lambda report: report["grid"] == ["0.25", "-0.7143"])
        self.assertEqual(window.report["scene"]["step"], 8)
        self.assert_agrees_with_explain()

    def test_tab_accepts_and_goes_on(self):
        window = self.window
        window.click(*X_FIELD)
        window.wait("the x field", lambda report: report["typing"])
        window.xdotool("type", "1/4")
        window.key("Tab")
        window.wait("a quarter", lambda report: report["grid"] == ["0.25", "-0.7143"])
        window.xdotool("type", "0,5")
        window.key("Return")
        window.wait("a half", lambda report: report["grid"] == ["0.25", "0.5"] and not report["typing"])
        self.assert_agrees_with_explain()

    def test_rubbish_is_refused_with_a_sentence(self):
        window = self.window
        window.click(*X_FIELD)
        window.wait("the x field", lambda report: report["typing"])
        window.xdotool("type", "abc")
        window.key("Return")
        report = window.wait("a refusal", lambda report: report["message_kind"] == "typed")
        self.assertIn("abc", report["message"])
        self.assertEqual(report["grid"], ["0.7143", "-0.7143"])
        window.key("Escape")
        window.wait("it given up", lambda report: report["message"] == "" and not report["typing"])

    def test_escape_closes_the_topmost(self):
        window = self.window
        for _ in range(2):
            self.press("t", "the next theme", lambda report: report["scene"]["theme"] in ("dark", "projector"))
        window.wait("projector", lambda report: report["scene"]["theme"] == "projector")
        self.press("F1", "the help", lambda report: report["help"])
        window.key("Left")
        self.press("Escape", "no help", lambda report: not report["help"])
        self.assertEqual(window.report["scene"]["step"], 8, "keys act behind the help")
        self.assertEqual(window.report["scene"]["theme"], "projector")
        self.press("Escape", "the theme before", lambda report: report["scene"]["theme"] == "dark")

    def test_pointer_says_what_can_be_dragged(self):
        window = self.window
        window.move(*map(round, window.report["sides"][0]["at"]))
        window.wait("four arrows", lambda report: report["pointer"] == "move")
        window.move(*map(round, window.target("cell", cell=[0, 2])))
        window.wait("a hand", lambda report: report["pointer"] == "hand")

    def test_resize_keeps_all_inside(self):
        for width, height in ((1024, 700), (1600, 900)):
            self.window.xdotool("windowsize", self.window.id, width, height)

            def is_laid_out(report, width=width, height=height):
                places = [target["at"] for target in report["targets"]] + [side["at"] for side in report["sides"]]
                left, right = (side["at"][0] for side in report["sides"])
                return (all(0 < x < width and 0 < y < height for x, y in places) and left < width / 2 < right
                        # The two stages and the chips of the steps use the room that there is.
                        and right > 0.7 * width and max(y for x, y in places) > 0.9 * height)

            self.window.wait(f"a layout for {width} x {height}", is_laid_out)
            x, y = map(round, self.window.target("stage", index=0))
            self.window.move(x - 40, y + 30)
            self.window.mouse_down()
            self.drag_to((x - 40, y + 30))
            self.drag_to((x + 31, y - 7))
            self.window.mouse_up()

    def test_idle_window_sleeps(self):
        self.window.move(*map(round, self.window.target("stage", index=0)))
        self.window.wait_until_idle()
        before = self.window.cpu_ticks()
        time.sleep(IDLE_SECONDS)
        self.assertLessEqual(self.window.cpu_ticks() - before, IDLE_TICKS)


class LostWindowTest(unittest.TestCase):
    """A window that ends without having been closed, and the next one."""

    def setUp(self):
        self.home = tempfile.TemporaryDirectory(prefix="gridscope-home-")
        self.addCleanup(self.home.cleanup)
        self.display = driver.Display()
        self.addCleanup(lambda: self.display.close())

    def open(self, *arguments):
        return driver.Window(self.display, PROGRAM, *arguments, home=self.home.name)

    @property
    def folder(self):
        return os.path.join(self.home.name, ".local", "state", "gridscope")

    def saved(self):
        return [name for name in os.listdir(self.folder) if name.endswith(".json")] if os.path.isdir(self.folder) else []

    def change_something(self, window):
        window.key("m")
        window.wait("nearest", lambda report: report["scene"]["mode"] == "nearest")

    def assert_opens_again(self):
        window = self.open()
        report = window.wait("what the lost window showed", lambda report: report["scene"]["mode"] == "nearest")
        self.assertIn("without being closed", report["message"])
        self.assertEqual(window.close(), (0, []))
        self.assertEqual(self.saved(), [], "what is left of a window that was closed")

    def test_loss_of_the_display_ends_with_a_sentence_and_the_state_saved(self):
        window = self.open()
        self.change_something(window)
        self.display.lose()
        code, said = window.wait_for_end()
        self.assertEqual(code, 1)
        self.assertEqual(said, "gridscope: the display was lost; what the window showed is saved, and gridscope without "
                               "arguments opens it again\n")
        self.display = driver.Display()
        self.assert_opens_again()

    def test_loss_in_the_middle_of_a_drag(self):
        window = self.open()
        self.change_something(window)
        x, y = map(round, window.target("stage", index=0))
        window.move(x, y)
        window.mouse_down()
        moves = subprocess.Popen(["xdotool", *(word for k in range(2000) for word in
                                               ("mousemove", str(x + k % 90), str(y), "sleep", "0.002"))],
                                 env=self.display.environment(), stderr=subprocess.DEVNULL)
        time.sleep(0.5)
        self.display.lose()
        moves.wait()
        code, said = window.wait_for_end()
        self.assertEqual(code, 1)
        self.assertIn("the display was lost", said)
        self.display = driver.Display()
        self.assert_opens_again()

    def test_termination_keeps_the_state(self):
        window = self.open()
        self.change_something(window)
        def is_saved():
            for name in self.saved():
                with open(os.path.join(self.folder, name), encoding="utf-8") as file:
                    return json.load(file)["mode"] == "nearest"
            return False

        deadline = time.monotonic() + driver.DEADLINE_SECONDS
        while not is_saved() and time.monotonic() < deadline:
            time.sleep(0.05)
        window.process.terminate()
        window.wait_for_end()
        self.assert_opens_again()

    def test_a_window_that_was_asked_for_something_opens_that(self):
        window = self.open()
        self.change_something(window)
        self.display.lose()
        window.wait_for_end()
        self.display = driver.Display()
        window = self.open("--scene", "start")
        self.assertEqual(window.report["scene"]["mode"], "bilinear")
        self.assertEqual(window.close(), (0, []))
        self.assert_opens_again()


class NoDisplayTest(unittest.TestCase):
    def test_view_exports_and_explains(self):
        environment = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")}
        with tempfile.TemporaryDirectory(prefix="gridscope-window-") as scratch:
            folder, home = os.path.join(scratch, "working"), os.path.join(scratch, "home")
            os.mkdir(folder)
            os.mkdir(home)
            environment |= {"HOME": home, "XDG_CONFIG_HOME": home}

            def run(*arguments):
                return subprocess.run([PROGRAM, *arguments], cwd=folder, env=environment, capture_output=True,
                                      text=True, timeout=driver.DEADLINE_SECONDS)

            outcome = run("view", "--scene", "start")
            self.assertEqual(outcome.returncode, 0)
            self.assertEqual(os.listdir(folder), [], "nothing is written into the working folder unasked")
            files = os.listdir(home)
            self.assertEqual(len(files), 1, files)
            self.assertEqual(outcome.stderr.count("\n"), 1, outcome.stderr)
            self.assertTrue(outcome.stderr.endswith(f"/{files[0]}\n"), outcome.stderr)
            with open(os.path.join(home, files[0]), "rb") as picture:
                self.assertIn(picture.read(4), (b"\x89PNG", b"<svg"))
            self.assertEqual(outcome.stdout, run("explain", "--scene", "start").stdout)
            self.assertNotEqual(outcome.stdout, "")


if __name__ == "__main__":
    tests = sys.argv[2:]
    if missing := "NoDisplayTest" not in tests and driver.missing_tool():
        print(f"Skipped: {missing} is not installed")
        sys.exit(77)
    unittest.main(argv=[sys.argv[0], "-v", *tests])
