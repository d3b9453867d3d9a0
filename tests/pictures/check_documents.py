#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""check_documents.py ROOT: the README and docs/ show only pictures that are in pictures.txt, and docs/images has no
others. Prints what is not so, and exits with 1 then."""
import pathlib
import re
import sys

# ![text](target) and [text](target), <img src="target">
TARGET = re.compile(r"""\]\(\s*<?([^)\s>]+)|\bsrc\s*=\s*["']([^"']+)""")
PICTURE = re.compile(r"\.(png|svg|jpe?g|gif|webp)$", re.IGNORECASE)


def listed(root):
    lines = (root / "tests/pictures/pictures.txt").read_text(encoding="utf-8").splitlines()
    return {root / "docs/images" / line.split()[0] for line in lines if line and not line.startswith("#")}


def shown(document):
    """The pictures of our own that a document shows or links to."""
    for match in TARGET.finditer(document.read_text(encoding="utf-8")):
        target = match[1] or match[2]
        if PICTURE.search(target) and "://" not in target:
            yield (document.parent / target).resolve()


def problems(root):
    pictures = listed(root)
    for document in [root / "README.md", *sorted((root / "docs").rglob("*.md"))]:
        for picture in shown(document) if document.exists() else ():
            if picture not in pictures:
                yield f"{document.relative_to(root)} shows {picture}, which tests/pictures/pictures.txt does not make"
    for file in sorted((root / "docs/images").iterdir()):
        if file not in pictures:
            yield f"{file.relative_to(root)} is not in tests/pictures/pictures.txt"


found = list(problems(pathlib.Path(sys.argv[1]).resolve()))
print("\n".join(found))
sys.exit(1 if found else 0)
