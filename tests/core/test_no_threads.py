#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""test_no_threads.py LIBRARY: that a library built with GRIDSCOPE_THREADS=OFF asks for nothing of threads. Exit code 77
when there is no nm."""
import re
import shutil
import subprocess
import sys
import unittest

# pthread_sigmask is for signals; glibc and others have it without threads.
OF_THREADS = re.compile(r"\bpthread_(?!sigmask\b)\w+|\bthrd_\w+|\bmtx_\w+|"
                        r"\bstd::(\w+::)*(thread|jthread|this_thread|mutex|condition_variable|future|promise|async)\b")


def symbols_of_threads(listing):
    """The names in nm's listing of undefined symbols that are of threads; weak ones (w) may stay undefined."""
    names = [line.split(maxsplit=1)[1] for line in listing.splitlines() if line.strip().startswith("U ")]
    return sorted({name for name in names if OF_THREADS.search(name)})


class NoThreads(unittest.TestCase):
    def test_the_library_asks_for_no_threads(self):
        listing = subprocess.run(["nm", "--demangle", "--undefined-only", LIBRARY], check=True, capture_output=True,
                                 text=True).stdout
        self.assertIn("U memcpy", listing)
        self.assertEqual(symbols_of_threads(listing), [])

    def test_threads_are_found(self):
        for name in ("pthread_create", "pthread_mutex_lock", "pthread_cond_wait@GLIBC_2.3.2",
                     "std::thread::_M_start_thread(std::unique_ptr<std::thread::_State>, void (*)())",
                     "std::condition_variable::wait(std::unique_lock<std::mutex>&)",
                     "std::thread::hardware_concurrency()"):
            with self.subTest(name=name):
                self.assertEqual(symbols_of_threads(f"                 U {name}\n"), [name])

    def test_others_are_left_alone(self):
        self.assertEqual(symbols_of_threads("                 U pthread_sigmask\n                 w pthread_create\n"
                                            "                 U std::terminate()\n\nthreads.cpp.o:\n"), [])


if __name__ == "__main__":
    LIBRARY = sys.argv.pop(1)
    if shutil.which("nm") is None:
        print("Skipped: nm is not installed")
        sys.exit(77)
    unittest.main(argv=[sys.argv[0], "-v"])
