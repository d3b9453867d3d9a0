#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""measure.py PROGRAM: how long the window takes, on a virtual display with software OpenGL. It prints, and judges
nothing."""
import os
import statistics
import subprocess
import sys
import time

import driver

STARTS, MOVES, DRAG_STEPS, IDLE_SECONDS = 7, 40, 1000, 10
MILLISECONDS_PER_TICK = 1000 / os.sysconf("SC_CLK_TCK")


def spread(milliseconds):
    return (f"{statistics.median(milliseconds):.1f} ms (from {min(milliseconds):.1f} to {max(milliseconds):.1f}, "
            f"{len(milliseconds)} times)")


def measure_start(display, program):
    """From the start of the process to the end of its first frame."""
    times = []
    for _ in range(STARTS):
        window = driver.Window(display, program)
        times.append((window.report_times[0] - window.start_time) * 1000)
        window.close()
    print("start to first frame:", spread(times))


def path(window, steps):
    """Places within the True stage, no two in a row the same."""
    x, y = map(round, window.target("stage", index=0))
    return [(x + (step * 7) % 141 - 70, y + (step * 5) % 121 - 60) for step in range(steps)]


def measure_move(window):
    """From one movement of the mouse to the end of the frame that shows it, xdotool's own time included."""
    times = []
    for place in path(window, MOVES + 1)[1:]:
        window.wait_until_idle()
        count = len(window.reports)
        start = time.monotonic()
        window.move(*place)
        window.wait("a new frame", lambda report: len(window.reports) > count)
        times.append((window.report_times[count] - start) * 1000)
    print("mouse to shown:", spread(times))


def measure_drag(window):
    """How fast frames follow each other while the mouse moves faster than they do."""
    commands = []
    for x, y in path(window, DRAG_STEPS):
        commands += ["mousemove", "--window", window.id, str(x), str(y), "sleep", "0.003"]
    window.wait_until_idle()
    count, ticks = len(window.reports), window.cpu_ticks()
    subprocess.run(["xdotool", *commands], env=window.display.environment(), check=True)
    window.wait_until_idle()
    times = window.report_times[count:]
    gaps = sorted((later - earlier) * 1000 for earlier, later in zip(times, times[1:]))
    used = (window.cpu_ticks() - ticks) * MILLISECONDS_PER_TICK / len(times)
    print(f"frames while dragging: median {statistics.median(gaps):.1f} ms, 95 % within "
          f"{gaps[len(gaps) * 95 // 100]:.1f} ms, longest {gaps[-1]:.1f} ms, {len(times)} frames; "
          f"processor {used:.1f} ms a frame")


def measure_idle(window):
    window.wait_until_idle()
    ticks = window.cpu_ticks()
    time.sleep(IDLE_SECONDS)
    used = (window.cpu_ticks() - ticks) * MILLISECONDS_PER_TICK
    print(f"processor when idle: {used:.0f} ms in {IDLE_SECONDS} s")


def main(program):
    display = driver.Display()
    try:
        measure_start(display, program)
        window = driver.Window(display, program)
        try:
            measure_idle(window)
            window.move(*path(window, 1)[0])
            window.mouse_down()
            window.wait("the query at the mouse", lambda report: len(window.reports) > 1)
            measure_move(window)
            measure_drag(window)
            window.mouse_up()
        finally:
            window.close()
    finally:
        display.close()


if missing := driver.missing_tool():
    sys.exit(f"{missing} is not installed")
main(os.path.abspath(sys.argv[1]))
