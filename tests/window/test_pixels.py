#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""test_pixels.py PROGRAM SAME_PIXELS [TEST...]: the pixels of the real window, as they stand on the screen, are those
of the picture that `gridscope export` makes for the same State and size. Exit code 77 when a tool is missing."""
import json
import math
import os
import subprocess
import sys
import tempfile
import unittest

import driver

PROGRAM, SAME_PIXELS = map(os.path.abspath, sys.argv[1:3])
THEMES = ("light", "dark", "projector", "print")

# Up and down, wide and high, odd ones, and back to sizes that were there before.
SIZES = ((1024, 700), (1920, 1080), (1280, 800), (1281, 803), (1101, 977), (1024, 1151), (1819, 700), (1599, 901),
         (1920, 1080), (1280, 800))

# In the tool bar of a 1280 x 800 window.
MODE_LIST = (436, 23)

# No window manager keeps to the smallest size that the program asks for.
TINY_SIZES = ((317, 211), (160, 100), (159, 100), (60, 40), (25, 25), (24, 24), (20, 20), (1, 800), (1280, 1), (1, 1))


class PixelTest(unittest.TestCase):
    def open(self, scene="start", **display):
        self.display = driver.Display(**display)
        self.addCleanup(self.display.close)
        self.window = driver.Window(self.display, PROGRAM, "--scene", scene)
        self.addCleanup(self.close)
        self.folder = tempfile.TemporaryDirectory(prefix="gridscope-pixels-")
        self.addCleanup(self.folder.cleanup)
        # The pointer is part of what Xvfb shows, and lights up what it is on.
        self.window.xdotool("mousemove", 10000, 10000)

    def close(self):
        code, files = self.window.close()
        self.assertEqual(code, 0, "exit code")
        self.assertEqual(files, [], "files in the working folder")

    def path(self, name):
        return os.path.join(self.folder.name, name)

    def assert_pixels(self, what, *size_arguments):
        """Every pixel below the tool bar has the colour that it has in the exported picture: the same calls draw both
        through the same OpenGL. same_pixels.cpp names the one rounding that is tolerated."""
        self.window.wait_until_idle()
        report = self.window.report
        width, height = report["size"]
        self.display.save_screen(self.path("seen.png"), width, height)
        with open(self.path("scene.json"), "w", encoding="utf-8") as file:
            json.dump(report["scene"], file)
        subprocess.run([PROGRAM, "export", "--scene", self.path("scene.json"), "--output", self.path("wanted.png"),
                        *(size_arguments or ("--size", f"{width}x{height}"))], check=True)
        # The tool bar of the window stands where the picture has its title line.
        below = math.ceil(report["header"])
        outcome = subprocess.run([SAME_PIXELS, self.path("wanted.png"), self.path("seen.png"), str(below)],
                                 stdout=subprocess.PIPE, text=True)
        self.assertEqual((outcome.returncode, outcome.stdout), (0, ""), what)

    def test_after_every_resize(self):
        self.open()
        self.assert_pixels("the first frame")
        for size in SIZES:
            self.window.resize(*size)
            self.assert_pixels(f"resized to {size}")

    def test_after_being_tiny(self):
        self.open()
        for size in TINY_SIZES:
            self.window.resize(*size)
        self.window.wait_until_idle()
        self.window.resize(1280, 800)
        self.assert_pixels("large again")

    def test_after_being_tiny_with_something_open(self):
        self.open()
        for key, name, is_open in (("F1", "help", True), ("i", "list", True), ("ctrl+e", "list", True),
                                   ("m", "help", False)):
            self.window.key(key)
            self.window.wait(f"what {key} opens", lambda report, name=name, is_open=is_open: report[name] == is_open)
            for size in ((1, 1), (1920, 1), (1, 1), (20, 20), (1280, 800)):
                self.window.resize(*size)
            self.window.key("Escape")
            self.window.wait("it closed", lambda report: not report["help"] and not report["list"])
        x, y = map(round, self.window.target("stage", index=0))
        self.window.move(x, y)
        self.window.mouse_down()
        for size in ((1, 1), (1280, 800)):
            self.window.resize(*size)
        self.window.mouse_up()
        self.window.xdotool("mousemove", 10000, 10000)
        self.assert_pixels("large again")

    def test_in_every_theme_and_after_resizes_there(self):
        self.open()
        for theme in THEMES[1:] + THEMES[:1]:
            self.window.key("t")
            self.window.wait(theme, lambda report, theme=theme: report["scene"]["theme"] == theme)
            self.assert_pixels(theme)
            for size in ((1440, 900), (1280, 800)):
                self.window.resize(*size)
                self.assert_pixels(f"{theme}, {size}")

    def test_after_being_minimised(self):
        self.open()
        self.window.resize(1100, 750)
        # What a window manager does to minimise a window, and to bring it back.
        self.window.xdotool("windowunmap", "--sync", self.window.id)
        self.window.wait_until_idle()
        self.window.xdotool("windowmap", "--sync", self.window.id)
        self.assert_pixels("restored")
        # It comes back larger than it went.
        self.window.xdotool("windowunmap", "--sync", self.window.id)
        self.window.resize(1500, 1000)
        self.window.xdotool("windowmap", "--sync", self.window.id)
        self.assert_pixels("restored and resized")

    def test_on_a_screen_of_twice_the_dots(self):
        self.open(width=2600, height=1700, dpi=192)
        self.assertEqual(self.window.report["size"], [2560, 1600], "twice as many pixels")
        self.assert_pixels("192 dots per inch", "--size", "1280x800", "--scale", "2")
        for size in ((1280, 800), (2048, 1400), (2560, 1600)):
            self.window.resize(*size)
            self.assert_pixels(f"192 dots per inch, {size}")

    def test_after_a_list_was_open(self):
        self.open()
        self.window.click(*MODE_LIST)
        self.window.wait("an open list", lambda report: report["list"])
        self.window.key("Escape")
        self.window.wait("the list closed", lambda report: not report["list"])
        self.assertEqual(self.window.report["scene"]["mode"], "bilinear")
        self.window.xdotool("mousemove", 10000, 10000)
        self.window.resize(1366, 768)
        self.assert_pixels("after a list")

    def test_after_a_message_has_gone(self):
        self.open()
        self.window.key("ctrl+e")
        self.window.wait("the panel", lambda report: report["list"])
        self.window.key("Return")
        self.window.wait("the good news", lambda report: report["message"].startswith("Saved " + self.window.home))
        self.window.wait("their end", lambda report: report["message"] == "")
        self.assert_pixels("after a message")


if __name__ == "__main__":
    if missing := driver.missing_tool():
        print(f"Skipped: {missing} is not installed")
        sys.exit(77)
    unittest.main(argv=[sys.argv[0], "-v", *sys.argv[3:]])
