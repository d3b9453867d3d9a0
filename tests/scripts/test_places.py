#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""test_places.py ROOT: run.sh in clones whose paths have characters that CMake, Ninja or a compiler take apart. Stand-ins
for both are first in PATH: they note the paths that they are given, and build a program that says where it was built."""
import os
import pathlib
import re
import shutil
import stat
import subprocess
import sys
import tempfile
import unittest

ODD = [b"it's", b"a & b", b"a*b", b'a"b', b"a;b", b"a|b", b"a\\b", b"a b", b"a$b", b"a#b", b"a%b", b"a\tb", b"a\nb",
       b"a\n", b"\xff\xfe", b"`touch x`", b"$(touch x)", b"<a>", b"a?b", b"(a)", b"[a]", b"{a,b}", b"!a"]
PLAIN = [b"plain", b"-rf", b"a.b_c+d@e,f=g~h"]

# Each is called as its namesake is by cmake/setup.sh.
CMAKE = r"""#!/usr/bin/env bash
if [[ $1 == --version ]]; then echo 'cmake version 3.25.1'; exit; fi
printf 'cmake' >>"$LOG"; printf ' <%s>' "$PWD" "$@" >>"$LOG"; echo >>"$LOG"
source=$PWD
while (($#)); do
  if [[ $1 == -S ]]; then source=$2; fi
  shift
done
mkdir -p "$source/build/release"
touch "$source/build/release/build.ninja"
printf 'CMAKE_HOME_DIRECTORY:INTERNAL=%s\n' "$source" >"$source/build/release/CMakeCache.txt"
"""
NINJA = r"""#!/usr/bin/env bash
printf 'ninja' >>"$LOG"; printf ' <%s>' "$@" >>"$LOG"; echo >>"$LOG"
folder=$2
if [[ $3 == -n ]]; then
  [[ -f $folder/gridscope ]] && echo 'ninja: no work to do.'
  exit 0
fi
printf '#!/bin/sh\necho built\n' >"$folder/gridscope"
chmod +x "$folder/gridscope"
"""


class Places(unittest.TestCase):
    root = None

    def setUp(self):
        self.scratch = tempfile.mkdtemp(prefix="gridscope-places-")
        self.addCleanup(shutil.rmtree, self.scratch)
        tools = pathlib.Path(self.scratch, "tools")
        tools.mkdir()
        # No apt: nothing is to be installed for this.
        for name, text in {"cmake": CMAKE, "ninja": NINJA}.items():
            self.write_tool(tools / name, text)
        for name in ["bash", "sh", "env", "readlink", "mkdir", "ln", "cut", "sha256sum", "flock", "grep", "sed", "touch",
                     "chmod", "dirname", "python3"]:
            found = shutil.which(name)
            if found:
                (tools / name).symlink_to(found)
        self.log = pathlib.Path(self.scratch, "log")
        self.environment = {"PATH": str(tools), "HOME": self.scratch + "/home", "LOG": str(self.log)}

    @staticmethod
    def write_tool(path, text):
        path.write_text(text)
        path.chmod(path.stat().st_mode | stat.S_IXUSR)

    def clone(self, name):
        place = os.path.join(self.scratch.encode(), b"clones", name)
        os.makedirs(os.path.join(place, b"cmake"))
        for file in [b"run.sh", b"cmake/setup.sh"]:
            shutil.copy(os.path.join(self.root.encode(), file), os.path.join(place, file))
        return place

    def run_in(self, place):
        """Runs the clone's run.sh; what it answers, and what the tools were called with."""
        self.log.write_text("")
        done = subprocess.run([os.path.join(place, b"run.sh")], env=self.environment, cwd=self.scratch,
                              capture_output=True, check=False)
        return done, self.log.read_bytes().decode(errors="surrogateescape")

    def test_every_name_builds_once_by_a_plain_path(self):
        for name in ODD + PLAIN:
            with self.subTest(name=name):
                place = self.clone(name)
                done, calls = self.run_in(place)
                self.assertEqual((done.returncode, done.stdout), (0, b"built\n"), done.stderr)
                self.assertIn("cmake", calls)
                for word in re.findall(r"<([^>]*)>", calls, re.DOTALL):
                    self.assertRegex(word, r"\A[A-Za-z0-9/._+@~,=-]*\Z")
                self.assertTrue(os.path.exists(os.path.join(place, b"build/release/gridscope")))
                done, calls = self.run_in(place)
                self.assertEqual((done.returncode, done.stdout, done.stderr), (0, b"built\n", b""))
                self.assertNotIn("cmake", calls, "it was configured again")
                self.assertFalse(os.path.exists(self.scratch + "/x"), "a name was run as a command")

    def test_plain_paths_are_built_without_a_link(self):
        place = self.clone(b"plain")
        _, calls = self.run_in(place)
        self.assertIn(place.decode(), calls)
        self.assertFalse(os.path.exists(self.scratch + "/home"))

    def test_a_clone_that_was_moved_is_configured_anew(self):
        place = self.clone(b"first one")
        self.run_in(place)
        moved = place.replace(b"first", b"second")
        os.rename(place, moved)
        done, calls = self.run_in(moved)
        self.assertEqual((done.returncode, done.stdout), (0, b"built\n"))
        self.assertIn("cmake", calls)

    def test_where_no_plain_path_can_be_had_one_sentence_names_the_character(self):
        self.environment["HOME"] = self.scratch + "/o'hara"
        done, calls = self.run_in(self.clone(b"it's"))
        self.assertEqual((done.returncode, calls), (1, ""))
        self.assertEqual(done.stderr.count(b"\n"), 1)
        self.assertIn(b"because of \\' in its path; set XDG_CACHE_HOME", done.stderr)


if __name__ == "__main__":
    Places.root = sys.argv.pop(1)
    unittest.main()
