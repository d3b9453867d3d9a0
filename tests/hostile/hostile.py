#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""hostile.py PROGRAM [--long] [--seed N] [--table FILE] [--keep FOLDER] [PART...]: tries what people with bad luck and
people with bad intentions do to the program, and prints a table of what came of it. Exit code 1 if there is a fault."""
import argparse
import datetime
import json
import os
import subprocess
import sys
import tempfile

import arguments
import files
import fixed
import tally
import window
from program import Program

HERE = os.path.dirname(os.path.abspath(__file__))
CORPORA = os.path.join(HERE, os.pardir, "fuzz", "corpus")
# So many faults of a kind are told.
SHOWN = 20
PARTS = ("files", "fixed", "arguments", "window", "kills")


def try_kills(program, count):
    """kills.py counts for itself."""
    script = os.path.join(HERE, "kills.py")
    if not os.path.exists(script):
        return
    answer = subprocess.run([sys.executable, script, program, str(count)], stdout=subprocess.PIPE, check=False).stdout
    counts = json.loads(answer.splitlines()[-1])
    row = tally.Tally("kills", tried=counts["tried"], refused=None, accepted=None)
    row.crashed, row.hung, row.left_behind = (counts[name] for name in ("crashed", "hung", "left_behind"))
    row.other_faults = counts["torn"]
    if not row.is_clean:
        row.findings.append(f"kills: {json.dumps(counts)}")
    yield row


def try_part(part, path, is_long, seed, keep):
    program = Program(path)
    if part == "files":
        yield from files.try_files(program, CORPORA, 10_000 if is_long else 100, seed, keep)
    elif part == "fixed":
        yield from fixed.try_cases(program)
    elif part == "arguments":
        yield arguments.try_arguments(program, 10_000 if is_long else 200, seed)
    elif part == "window":
        yield from window.try_window(path, CORPORA, 10_000 if is_long else 100, seed)
    else:
        yield from try_kills(path, 200 if is_long else 10)


def tell(row):
    """How it went, while the rest is still to come."""
    lines = [f"{row.kind}: {row.tried} tried, {'no fault' if row.is_clean else 'FAULTS'}"]
    lines += [f"  {line}" for line in row.findings[:SHOWN]]
    if len(row.findings) > SHOWN:
        lines.append(f"  ... {len(row.findings)} in all")
    print("\n".join(lines), file=sys.stderr, flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program")
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--long", action="store_true", help="10 000 of each instead of some hundreds")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--table", metavar="FILE", help="put the table into this document")
    parser.add_argument("--keep", metavar="FOLDER", default=os.path.join(tempfile.gettempdir(), "gridscope-findings"),
                        help="where files that show a fault are kept")
    options = parser.parse_intermixed_args()
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"there is no part {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")

    tallies = []
    for part in options.parts or PARTS:
        for row in try_part(part, os.path.abspath(options.program), options.long, options.seed, options.keep):
            tallies.append(row)
            tell(row)
    form = "long" if options.long else "short"
    text = tally.table(tallies, f"{datetime.date.today()}, {form} form, seed {options.seed}:")
    print(text)
    if options.table:
        tally.write_table(options.table, text)
    return 0 if all(row.is_clean for row in tallies) else 1


if __name__ == "__main__":
    sys.exit(main())
