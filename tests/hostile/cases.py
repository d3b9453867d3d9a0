# SPDX-License-Identifier: MIT
"""A case: something that is done to the program, and what has to come of it."""
import dataclasses
import os
import re
import shutil
import tempfile
import typing

from program import MEMORY_LIMIT, flaw_of_messages, hand_over, is_clean, names_in


@dataclasses.dataclass
class Case:
    """`prepare(folder)` lays out the files. Then the arguments run in that folder; the exit code is one of `codes`, the
    messages hold `says` (a regular expression), and exactly the files of `makes` are new, unless it failed.
    `check(folder)` returns what else is wrong, or None."""
    name: str
    arguments: tuple
    codes: tuple = (1,)
    says: str = ""
    makes: tuple = ()
    prepare: typing.Callable = lambda folder: None
    check: typing.Callable = lambda folder: None
    options: dict = dataclasses.field(default_factory=dict)

    def run(self, program, tally):
        """Adds to the tally."""
        folder = tempfile.mkdtemp(prefix="gridscope-hostile-")
        try:
            self.prepare(folder)
            hand_over(folder)
            self._judge(program, folder, tally)
        finally:
            shutil.rmtree(folder, onerror=_unlock)

    def _judge(self, program, folder, tally):
        before = names_in(folder)
        outcome = program.run(*self.arguments, *MEMORY_LIMIT, cwd=folder, **self.options)
        new = names_in(folder) - before
        tally.tried += 1
        tally.accepted += outcome.code == 0
        tally.refused += outcome.code in (1, 2)
        said = outcome.err.decode("utf-8", "replace").strip()[:300]
        what = f"{self.name}: {' '.join(self.arguments)[:200]} ends with {outcome.code} ({said})"
        if outcome.fault:
            return tally.fault(outcome.fault, f"{what} after {outcome.used}")
        if new != (set(self.makes) if outcome.code == 0 else set()):
            return tally.fault("left_behind", f"{what}; new files: {sorted(new)}")
        if flaw := self._flaw(outcome, folder):
            return tally.fault("other_faults", f"{what}: {flaw}")
        return None

    def _flaw(self, outcome, folder):
        if outcome.code not in self.codes:
            return f"the exit code is to be {' or '.join(map(str, self.codes))}"
        if not is_clean(outcome.out):
            return "the answer is not UTF-8, or has control characters"
        if outcome.code != 0 and len(outcome.lines) != 1:
            return f"{len(outcome.lines)} messages, but one is wanted"
        if not re.search(self.says, outcome.err.decode("utf-8", "replace")):
            return f"no message has '{self.says}'"
        return flaw_of_messages(outcome.err) or self.check(folder)


def _unlock(remove, path, _):
    """Folders that were closed to test it."""
    os.chmod(os.path.dirname(path), 0o700)
    os.chmod(path, 0o700)
    if remove is os.scandir or os.path.isdir(path):
        shutil.rmtree(path)
    else:
        remove(path)


def with_file(name, content):
    """A `prepare` that writes one file."""
    def prepare(folder):
        with open(os.path.join(folder, name), "wb") as file:
            file.write(content)
    return prepare
