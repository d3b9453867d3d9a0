# SPDX-License-Identifier: MIT
"""Mutated files of every accepted kind, through the program as its users have it."""
import hashlib
import json
import os
import random
import shutil
import tempfile

import mutate
from program import MEMORY_LIMIT, flaw_of_messages, hand_over, is_clean, names_in
from tally import Tally

# So many files are described by one process.
BATCH = 200
# Of those that are accepted one in so many is sampled, explained and drawn.
SHARE = 20
# So many files of a kind that show a fault are kept.
MOST_KEPT = 50
# All blocks are filled when they are handed out, those that a thread has at hand for itself, too.
FRESH_MEMORY = {"GLIBC_TUNABLES": "glibc.malloc.tcache_count=0"}


class FileTrial:
    """The mutated files of one kind."""

    def __init__(self, program, kind, corpora, seed, keep):
        self.program, self.kind, self.keep = program, kind, keep
        self.seeds, self.arrays = mutate.seeds(corpora, kind), mutate.seeds(corpora, "npy")
        self.random = random.Random(f"{seed} {kind}")
        self.tally = Tally(kind)

    def run(self, count):
        for first in range(0, count, BATCH):
            with tempfile.TemporaryDirectory(prefix="gridscope-hostile-") as folder:
                self.folder = folder
                names = [self._write(number) for number in range(first, min(count, first + BATCH))]
                hand_over(folder)
                accepted = self._describe(names)
                for name in accepted[::SHARE]:
                    self._use(name)
        return self.tally

    def _write(self, number):
        name = f"{number:06}{mutate.KINDS[self.kind]}"
        with open(os.path.join(self.folder, name), "wb") as file:
            file.write(mutate.mutated(self.random, self.kind, self.seeds, self.arrays))
        return name

    def _fault(self, column, name, what):
        """Keeps the file, so that it can be tried again."""
        kept = os.path.join(self.keep, f"{self.kind}-{name}")
        if len(self.tally.findings) < MOST_KEPT:
            os.makedirs(self.keep, exist_ok=True)
            shutil.copyfile(os.path.join(self.folder, name), kept)
        self.tally.fault(column, f"{what}: {kept}")

    def _describe(self, names):
        """Those that `info` describes. A batch that comes to grief is halved until the file is found."""
        before = names_in(self.folder)
        outcome = self.program.run("info", "--format", "json", *MEMORY_LIMIT, *names, cwd=self.folder)
        column = outcome.fault or ("left_behind" if names_in(self.folder) != before else None)
        entries, flaw = self._entries(outcome, names) if column is None else ([], None)
        if column is None and flaw is None:
            accepted = [entry["file"] for entry in entries if "error" not in entry]
            self.tally.tried += len(names)
            self.tally.accepted += len(accepted)
            self.tally.refused += len(names) - len(accepted)
            return accepted
        if len(names) > 1:
            half = len(names) // 2
            return self._describe(names[:half]) + self._describe(names[half:])
        self.tally.tried += 1
        self._fault(column or "other_faults", names[0], flaw or f"info ends with {outcome.code}, {outcome.used}")
        return []

    @staticmethod
    def _entries(outcome, names):
        """What `info` says of each file, and what is wrong with that."""
        if not is_clean(outcome.out):
            return [], "the answer is not UTF-8, or has control characters"
        try:
            entries = json.loads(outcome.out)["files"]
        except (ValueError, KeyError):
            return [], "the answer is no JSON"
        refused = sum("error" in entry for entry in entries)
        if len(entries) != len(names) or outcome.code != (1 if refused else 0) or len(outcome.lines) != refused:
            return [], f"exit code {outcome.code}, {len(outcome.lines)} messages, {refused} refusals"
        return entries, flaw_of_messages(outcome.err, names)

    def _use(self, name):
        """Samples, explains and draws a file. Each may refuse it; twice sampled it is the same."""
        if self.kind == "scene":
            self._command(name, "explain", "--scene", name)
            self._command(name, "export", "--scene", name, "--output", "x.svg")
            return
        sample = ("sample", "--input", name, "--grid", "centres", "--mode", "nearest", "--output", "y.npy")
        results = [self._command(name, *sample, environment=FRESH_MEMORY | {"MALLOC_PERTURB_": perturb})
                   for perturb in ("1", "254")]
        if results[0] != results[1]:
            self._fault("other_faults", name, "sampled twice it is not the same")
        self._command(name, "explain", "--input", name)
        self._command(name, "export", "--input", name, "--output", "x.svg")

    def _command(self, name, *arguments, **options):
        """What a command writes into its output, by a hash, or says."""
        before = names_in(self.folder)
        outcome = self.program.run(*arguments, *MEMORY_LIMIT, cwd=self.folder, **options)
        new = names_in(self.folder) - before
        wanted = {arguments[-1]} if "--output" in arguments and outcome.code == 0 else set()
        said = f"{' '.join(arguments)} ends with {outcome.code}"
        flaw = flaw_of_messages(outcome.err, [name])
        if outcome.fault:
            self._fault(outcome.fault, name, f"{said} after {outcome.used}")
        elif new != wanted:
            self._fault("left_behind", name, f"{said} and leaves {sorted(new)}")
        elif flaw or not is_clean(outcome.out):
            self._fault("other_faults", name, f"{said}: {flaw or 'the answer has control characters'}")
        digest = hashlib.sha256(outcome.out + outcome.err)
        for path in (os.path.join(self.folder, made) for made in sorted(new)):
            with open(path, "rb") as file:
                digest.update(file.read())
            os.remove(path)
        return outcome.code, digest.hexdigest()


def try_files(program, corpora, count, seed, keep):
    """A tally for each kind."""
    for kind in mutate.KINDS:
        yield FileTrial(program, kind, corpora, seed, keep).run(count)
