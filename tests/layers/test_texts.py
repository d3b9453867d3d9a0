#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""test_texts.py ROOT COMPILER INCLUDE: what is said comes from the catalogues, assets/text/LANGUAGE.json, and they fit
the code. INCLUDE is where the build puts the keys (viz/text/words.h)."""
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

# Whatever these layers say is in the catalogue. Errors are sentences of the layers that throw them.
SAYING = ("viz/text", "viz/parts", "viz/pages", "viz/ui")
# What these find out are facts; their errors, and what they say to the system's libraries, are no part of them.
FINDING = ("core/files", "viz/document", "viz/platform")
# These draw what they are told, and look for nothing in it.
DRAWING = ("viz/parts/", "viz/pages/")

# Literals that look like sentences and are none, by their file and their beginning.
EXCEPTIONS = {
    "viz/text/explain_python.cpp": ("import {}torch, ", "(True, False)", "    print("),  # Python
}

TOKEN = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])\'', re.DOTALL)
FACTS = re.compile(r"\b(facts|notes|stored|note::\w+)\b")
INCLUDE_LINE = re.compile(r"^[ \t]*#[ \t]*include.*$", re.MULTILINE)
WORDS = re.compile(r"[A-Za-z]{2,}[,;:]? [A-Za-z]{2,}")
LOOKS_FOR = re.compile(r"\b(starts_with|ends_with|contains|find|rfind)\(\s*$")


def literals(code):
    """The string literals of C++ with where they begin; comments and #include lines have none."""
    code = INCLUDE_LINE.sub(lambda line: " " * len(line[0]), code)
    for token in TOKEN.finditer(code):
        if token[0].startswith('"'):
            yield token.start(), token[0][1:-1], code


def before(code, at, ends):
    """What stands before, up to one of these ends."""
    return code[max(code.rfind(end, 0, at) for end in ends) + 1:at]


def is_thrown(code, at):
    """Whether what stands there belongs to a statement that throws."""
    return re.search(r"\bthrow\b", before(code, at, ";{}")) is not None


def sources(root, folders):
    for folder in folders:
        for file in sorted((root / folder).rglob("*")):
            if file.suffix in {".h", ".cpp"}:
                yield file.relative_to(root).as_posix(), file.read_text(encoding="utf-8")


def complaints(root):
    """Sentences in code, and code that looks for words in a text."""
    for name, code in sources(root, SAYING):
        for at, text, blanked in literals(code):
            if text.startswith(EXCEPTIONS.get(name, ())):
                continue
            if WORDS.search(text) and not is_thrown(blanked, at):
                yield f'{name}: "{text}" belongs into the catalogue'
            if name.startswith(DRAWING) and LOOKS_FOR.search(blanked[:at]):
                yield f'{name}: looks for "{text}" in a text'
    for name, code in sources(root, FINDING):
        for at, text, blanked in literals(code):
            statement = TOKEN.sub("", before(blanked, at, ";"))
            if WORDS.search(text) and FACTS.search(statement) and not is_thrown(blanked, at):
                yield f'{name}: "{text}" belongs into the catalogue'


def each_once(pairs):
    """A JSON object, whose keys must differ: of two alike the first would be lost."""
    names = [name for name, _ in pairs]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise ValueError(f"twice: {', '.join(sorted(twice))}")
    return dict(pairs)


def catalogues(root):
    return {file.stem: json.loads(file.read_text(encoding="utf-8"), object_pairs_hook=each_once)
            for file in sorted((root / "assets/text").glob("*.json"))}


def unused(root):
    """The keys that no code names."""
    named = {text for _, code in sources(root, ("viz",)) for _, text, _ in literals(code)}
    return sorted(set(catalogues(root)["en"]["texts"]) - named)


def placeholders(text):
    forms = text.values() if isinstance(text, dict) else [text]
    return {frozenset(re.findall(r"{(\w+)}", form)) - ({"count"} if isinstance(text, dict) else set())
            for form in forms}


class Texts(unittest.TestCase):
    def test_no_sentence_is_in_code(self):
        self.assertEqual(list(complaints(ROOT)), [])

    def test_every_exception_is_needed(self):
        for name, code in sources(ROOT, SAYING):
            found = [text for _, text, _ in literals(code)]
            for beginning in EXCEPTIONS.get(name, ()):
                self.assertTrue(any(text.startswith(beginning) for text in found), f"{name}: {beginning}")
        self.assertLessEqual(set(EXCEPTIONS), {name for name, _ in sources(ROOT, SAYING)})

    def test_every_text_is_used(self):
        self.assertEqual(unused(ROOT), [])

    def test_languages_have_the_same_keys_and_placeholders(self):
        all_languages = catalogues(ROOT)
        english = all_languages["en"]["texts"]
        for language, catalogue in all_languages.items():
            self.assertEqual(set(catalogue["texts"]), set(english), language)
            for key, text in catalogue["texts"].items():
                self.assertEqual(placeholders(text) | placeholders(english[key]), placeholders(english[key]),
                                 f"{language}: {key}")

    def test_every_catalogue_is_built_in(self):
        cmake = (ROOT / "viz/text/CMakeLists.txt").read_text(encoding="utf-8")
        built_in = re.search(r"text_catalogue\(\S+ ([^)]*)\)", cmake)[1].split()
        self.assertEqual(sorted(built_in), sorted(catalogues(ROOT)))


class Tree(unittest.TestCase):
    """What is found in a tree of these files."""

    def tree(self, files):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        root = pathlib.Path(folder.name)
        for name, text in files.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, encoding="utf-8")
        return root

    def test_sentences_are_found(self):
        for code in ('say("Saved the picture");', 'f(x ? "none that is finite" : "");', 'add("{}: not read, ever");'):
            self.assertEqual(len(list(complaints(self.tree({"viz/ui/a.cpp": code})))), 1, code)
        self.assertEqual(len(list(complaints(self.tree({"viz/ui/a.cpp": 'throw Error("no such file");'})))), 0)

    def test_sentences_among_facts_are_found(self):
        for code in ('facts.notes.push_back("has an alpha channel");', 'SourceFacts facts{.format = "PNG image"};',
                     'return {has_alpha, stored::Other{"bits per pixel"}};'):
            self.assertEqual(len(list(complaints(self.tree({"viz/platform/a.cpp": code})))), 1, code)
        for code in ('facts.format = "PNG";', 'if (notes) throw Error("no such file");', 'refuse("it has no pixels");'):
            self.assertEqual(list(complaints(self.tree({"viz/platform/a.cpp": code}))), [], code)

    def test_symbols_code_and_comments_are_left_alone(self):
        for code in ('f("align_corners = ");', '// says "Saved the picture"\n', '#include "a file of words"\n',
                     'f("grid[{}, {}, {}]");', 'words("message.saved");'):
            self.assertEqual(list(complaints(self.tree({"viz/parts/a.cpp": code}))), [], code)

    def test_code_that_looks_into_texts_is_found(self):
        code = 'if (narration.lines.front().starts_with("True:")) return;'
        self.assertEqual(len(list(complaints(self.tree({"viz/parts/a.cpp": code})))), 1)

    def test_keys_that_are_there_twice_are_found(self):
        root = self.tree({"assets/text/en.json": '{"texts": {"a": "one", "a": "two"}}'})
        self.assertRaisesRegex(ValueError, "twice: a", catalogues, root)

    def test_unused_keys_are_found(self):
        catalogue = json.dumps({"texts": {"a.b": "used", "a.c": "not used"}})
        root = self.tree({"assets/text/en.json": catalogue, "viz/text/a.cpp": 'words("a.b"); // "a.c"\n'})
        self.assertEqual(unused(root), ["a.c"])


class Compiler(unittest.TestCase):
    """What does not fit the catalogue does not compile, and says why."""

    def compile(self, call):
        code = ('#include "viz/text/words.h"\n'
                f"std::string f(const viz::Words& words) {{ using namespace viz; return {call}; }}\n")
        return subprocess.run([COMPILER, "-std=c++20", "-fsyntax-only", f"-I{ROOT}", f"-I{INCLUDE}", "-xc++", "-"],
                              input=code, capture_output=True, text=True, check=False)

    def test_what_fits_compiles(self):
        result = self.compile('words("step.number", "step"_a = 1, "steps"_a = 8)')
        self.assertEqual(result.returncode, 0, result.stderr)

    def test_what_does_not_fit_does_not(self):
        for call, reason in (('words("step.nothing")', "no text with this key"),
                             ('words("step.number", "step"_a = 1)', "more placeholders"),
                             ('words("step.number")', "more placeholders"),
                             ('words("step.number", "step"_a = 1, "stops"_a = 8)', "no such placeholder"),
                             ('words("step.query", "step"_a = 1)', "no such placeholder")):
            with self.subTest(call=call):
                result = self.compile(call)
                self.assertNotEqual(result.returncode, 0)
                self.assertIn(reason, result.stderr)


if __name__ == "__main__":
    INCLUDE, COMPILER = sys.argv.pop(), sys.argv.pop()
    ROOT = pathlib.Path(sys.argv.pop()).resolve()
    unittest.main()
