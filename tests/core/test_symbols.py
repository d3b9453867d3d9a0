#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""test_symbols.py ISA=OBJECT,OBJECT...: that the kernels of an instruction set define nothing that the linker could share with other
code. Exit code 77 when there is no nm.

Of an inline function that several object files define, the linker keeps one, whichever comes first. If that is the one
compiled with AVX-512's flags, then everybody calls it, and a processor without AVX-512 stops at an illegal instruction,
perhaps far away from any kernel. So what is not inlined has to have the instruction set's namespace in its name."""
import shutil
import subprocess
import sys
import unittest


def shared_symbols(isa, listing):
    """The names in nm's listing of external definitions, "0000 W name" a line, that other object files may have, too.
    One with the instruction set's namespace anywhere, as a template's argument, say, belongs to it alone."""
    names = [line.split(maxsplit=2)[2] for line in listing.splitlines()]
    return [name for name in names if f"gs::{isa}::" not in name]


class Symbols(unittest.TestCase):
    def test_instruction_sets_share_nothing(self):
        for isa, paths in OBJECTS.items():
            with self.subTest(isa=isa):
                # One listing each: of several files nm would name each in a line of its own.
                listings = [subprocess.run(["nm", "--demangle", "--defined-only", "--extern-only", path], check=True,
                                           capture_output=True, text=True).stdout for path in paths]
                self.assertIn(f"gs::{isa}::kKernels", "".join(listings))
                self.assertEqual([name for listing in listings for name in shared_symbols(isa, listing)], [])

    def test_shared_symbols_are_found(self):
        for line in ("0000000000000000 W gs::Box::pixels() const", "0000000000000010 T gs::sse4_2::run(int)",
                     "0000000000000000 V gs::kTable", "0000000000000000 u guard variable for gs::f()::once",
                     "0000000000000000 W int const& std::min<int>(int const&, int const&)"):
            with self.subTest(line=line):
                self.assertEqual(shared_symbols("avx2", line + "\n"), [line.split(maxsplit=2)[2]])

    def test_an_instruction_sets_own_are_left_alone(self):
        self.assertEqual(shared_symbols("avx2", "0000000000000000 W void gs::avx2::Tile<float, 2>::run<1>(long)\n"
                                                "0000000000000000 W gs::floor(gs::avx2::Vec<float>)\n"
                                                "0000000000000010 R gs::avx2::kKernels\n"), [])


if __name__ == "__main__":
    OBJECTS = {isa: paths.split(",") for isa, paths in (argument.split("=", 1) for argument in sys.argv[1:])}
    if shutil.which("nm") is None:
        print("Skipped: nm is not installed")
        sys.exit(77)
    unittest.main(argv=[sys.argv[0], "-v"])
