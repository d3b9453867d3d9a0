# SPDX-License-Identifier: MIT
"""What was tried and what came of it, as a table."""
import dataclasses

# The table in a document stands between these.
START, END = "<!-- hostile: made by tests/hostile/run.sh -->", "<!-- hostile: end -->"

FAULTS = ("crashed", "hung", "over_budget", "left_behind", "other_faults")


@dataclasses.dataclass
class Tally:
    """One row; None where a column says nothing of what was tried. `findings` has a line for each fault: what was done
    and what was wrong."""
    kind: str
    tried: int = 0
    refused: int = 0
    accepted: int = 0
    crashed: int = 0
    hung: int = 0
    over_budget: int = 0
    left_behind: int = 0
    other_faults: int = 0
    findings: list = dataclasses.field(default_factory=list)

    def fault(self, column, what):
        """Counts a fault in a column of FAULTS."""
        setattr(self, column, getattr(self, column) + 1)
        self.findings.append(f"{self.kind}: {column.replace('_', ' ')}: {what}")

    @property
    def is_clean(self):
        return not any(getattr(self, column) for column in FAULTS)


def _cell(value):
    return "–" if value is None else f"{value:,}".replace(",", " ") if isinstance(value, int) else value


def table(tallies, comment):
    """The rows as Markdown, under a line that says what made them."""
    columns = [field.name for field in dataclasses.fields(Tally) if field.name != "findings"]
    heads = (name.replace("_", " ") for name in columns)
    lines = [comment, "", "| " + " | ".join(heads) + " |", "|---" * len(columns) + "|"]
    for tally in tallies:
        lines.append("| " + " | ".join(_cell(getattr(tally, name)) for name in columns) + " |")
    return "\n".join(lines) + "\n"


def write_table(path, text):
    """Puts the table between the marks of a document, or makes it the whole of a new one."""
    try:
        with open(path, encoding="utf-8") as file:
            document = file.read()
    except FileNotFoundError:
        document = f"{START}\n{END}\n"
    before, start, rest = document.partition(START)
    _, end, after = rest.partition(END)
    if not start or not end:
        raise SystemExit(f"{path} has no place for the table: {START} ... {END}")
    with open(path, "w", encoding="utf-8") as file:
        file.write(f"{before}{START}\n{text}{END}{after}")
