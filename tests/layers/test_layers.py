#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""test_layers.py ROOT: reads every #include below core, assets and viz, and fails where a layer knows one above it or a
library that is none of its business (docs/architecture.md)."""
import pathlib
import re
import sys
import tempfile
import unittest

# What each layer may include of ours, besides itself, and of libraries: layers, or single headers. A folder inside
# another counts for itself.
FILE_BYTES = ["core/files/bytes.h", "core/files/npy.h", "core/files/npy_header.h", "core/files/standard_input_name.h"]
DOCUMENT = ["core", "assets", "viz/document"] + FILE_BYTES
PAGES = DOCUMENT + ["viz/model", "viz/text", "viz/canvas", "viz/parts", "viz/pages"]
LAYERS = {
    "assets": ([], []),
    "core": ([], ["system"]),
    "core/cpu": (["core"], []),
    "core/cuda": (["core"], ["CUDA"]),
    "core/files": (["core"], ["system", "files"]),
    "viz/document": (DOCUMENT, ["fmt", "JSON", "paths"]),
    "viz/model": (DOCUMENT, ["fmt"]),
    "viz/text": (DOCUMENT + ["viz/model"], ["fmt", "JSON"]),
    "viz/canvas": (DOCUMENT, ["fmt", "stb_truetype"]),
    "viz/parts": (DOCUMENT + ["viz/model", "viz/text", "viz/canvas"], ["fmt"]),
    "viz/pages": (PAGES, ["fmt"]),
    # Knows pages by their interface, and none of them.
    "viz/ui": ([layer for layer in PAGES if layer != "viz/pages"] + ["viz/pages/page.h", "viz/pages/picture.h"],
               ["fmt", "JSON", "ImGui", "paths"]),
    "viz/platform": (PAGES + ["viz/ui"],
                     ["fmt", "stb", "PNG", "JPEG", "EXIF", "libzip", "OpenGL", "ImGui", "paths"]),
    "viz/platform/desktop": (PAGES + ["viz/ui", "viz/platform", "core/files"],
                             ["fmt", "JSON", "OpenGL", "EGL", "GLFW", "ImGui", "system", "files", "paths"]),
    # Writes what it has computed, and looks whether standard error is a terminal.
    "viz/cli": (PAGES + ["viz/ui", "viz/platform", "viz/platform/desktop", "core/files"],
                ["fmt", "JSON", "CLI11", "system", "paths"]),
    "viz": (["core", "viz/cli", "viz/platform/desktop"], ["paths"]),  # main.cpp
}

# The only files that may know threads; GRIDSCOPE_THREADS=OFF leaves them out, or does their work when it is asked for.
OF_THREADS = {"core/threads.cpp", "core/mutex.h", "viz/document/background.h", "viz/document/data_store.h",
              "viz/document/loading.h", "viz/cli/progress.cpp", "viz/platform/desktop/offscreen.cpp"}
THREAD_HEADERS = {"thread", "mutex", "shared_mutex", "condition_variable", "future", "stop_token", "semaphore", "latch",
                  "barrier", "pthread.h", "threads.h"}

# What names a library's header; the first that matches counts. Other headers are the C++ or the system's own.
LIBRARIES = {
    "stb_truetype": r"(.*/)?stb_truetype\.h",
    "stb": r"(.*/)?stb_.*",
    "PNG": r"(.*/)?png(conf)?\.h",
    "JPEG": r"(.*/)?j(peglib|error|morecfg)\.h",
    "EXIF": r"libexif/.*",
    "libzip": r"zip(conf)?\.h",
    "ImGui": r"(.*/)?(imgui|imstb|imconfig).*",
    "EGL": r"EGL/.*",
    "OpenGL": r"(GL|GLES\d?|KHR|glad)/.*",
    "GLFW": r"GLFW/.*",
    "JSON": r"nlohmann/.*",
    "fmt": r"fmt/.*",
    "CLI11": r"CLI/.*",
    "CUDA": r"(cuda|cub|thrust|nv)[_/].*|cuda\.h",
    "Google": r"(gtest|gmock|benchmark)/.*",
    "paths": r"filesystem",
    "files": r"fstream|(fcntl|dirent|glob|ftw)\.h|sys/(stat|file|xattr|statvfs|sendfile)\.h",
    "system": r"csignal|(unistd|signal|poll|dlfcn|sched|malloc)\.h|sys/.*",
}

# Names of files may be taken apart anywhere by std::filesystem::path; all else of it goes to the disk.
DISK = re.compile(r"\b(?:std::)?filesystem::(?!path\b)\w+|\bstd::(?:fopen|rename|remove\(\w*(?:path|file))")
# What OpenGL ES and WebGL lack, or have only in a later version; OpenGL 3.3 would not notice.
NOT_IN_BROWSERS = re.compile(r"\bGL_(?:TEXTURE_SWIZZLE\w*|TEXTURE_1D|QUADS|POLYGON|BGRA|CLAMP_TO_BORDER)\b|\bgl(?:"
                             r"GetTexImage|PolygonMode|MapBuffer|DrawElementsBaseVertex|TexImage1D|PointSize)\b")
MAY_USE_DISK = {"core/files", "viz/platform/desktop", "viz/cli", "viz"}

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(["<])([^">]+)', re.MULTILINE)
SUFFIXES = {".h", ".hpp", ".inl", ".inc", ".c", ".cpp", ".cu", ".cuh"}


def layer_of(path):
    """The innermost layer that a path, named from the root, lies in; None when there is none."""
    inside = [layer for layer in LAYERS if path.startswith(layer + "/")]
    layer = max(inside, key=len, default=None)
    # Beside main.cpp there are folders only, and each must be a layer.
    return None if layer == "viz" and path.count("/") > 1 else layer


def library_of(header):
    return next((name for name, pattern in LIBRARIES.items() if re.fullmatch(pattern, header)), None)


def complaint(root, layer, quote, header):
    """Why code of a layer may not include a header; None when it may."""
    ours, libraries = LAYERS[layer]
    library = library_of(header)
    if library is not None:
        return None if library in libraries else f"{layer} may not know {library}"
    if quote == "<":
        return None
    if "/" not in header:
        # Generated by the build, if anything.
        return None if header.endswith(".inc") else "headers are named from the top: \"core/trace.h\""
    if not (root / header).exists():
        return "there is no such header"
    target = layer_of(header)
    if target == layer or target in ours or header in ours:
        return None
    return f"{layer} may not know {target or 'what is in no layer'}"


def complaints(root):
    for top in ("assets", "core", "viz"):
        for file in sorted((root / top).rglob("*")):
            if file.suffix not in SUFFIXES:
                continue
            name = file.relative_to(root).as_posix()
            layer = layer_of(name)
            if layer is None:
                yield f"{name}: is in no layer"
                continue
            text = file.read_text(encoding="utf-8")
            for quote, header in INCLUDE.findall(text):
                if why := complaint(root, layer, quote, header):
                    yield f"{name} includes {header}: {why}"
                if header in THREAD_HEADERS and name not in OF_THREADS:
                    yield f"{name} includes {header}: threads are for {', '.join(sorted(OF_THREADS))}"
            for use in NOT_IN_BROWSERS.findall(text):
                yield f"{name} uses {use}, which browsers do not have"
            if layer not in MAY_USE_DISK:
                for use in DISK.findall(text):
                    yield f"{name} uses {use}: {layer} may not know the disk"


class Layers(unittest.TestCase):
    def test_no_arrow_points_up(self):
        self.assertGreater(len(list((ROOT / "core").glob("*.h"))), 0, "this is not the source folder")
        self.assertEqual(list(complaints(ROOT)), [])

    def found(self, files):
        """The complaints about a tree of these files."""
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            for name, text in files.items():
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                (root / name).write_text(text, encoding="utf-8")
            return list(complaints(root))

    def test_arrows_up_are_found(self):
        below = {f"{layer}/a.h": "" for layer in LAYERS} | {"tests/a.h": ""}
        for file, header in (("core/b.cpp", "viz/model/a.h"), ("viz/model/b.h", "viz/pages/a.h"),
                             ("viz/pages/b.cpp", "viz/ui/a.h"), ("viz/ui/b.cpp", "viz/platform/a.h"),
                             ("viz/platform/b.cpp", "viz/platform/desktop/a.h"), ("core/b.h", "core/files/a.h"),
                             ("viz/document/b.cpp", "core/files/a.h"), ("viz/platform/b.cpp", "core/files/a.h"),
                             ("viz/ui/b.cpp", "viz/platform/desktop/a.h"),
                             ("viz/pages/b.cpp", "viz/platform/a.h"), ("viz/document/b.h", "viz/model/a.h"),
                             ("viz/model/b.h", "viz/text/a.h"), ("viz/parts/b.cpp", "viz/pages/a.h"),
                             ("viz/canvas/b.h", "viz/model/a.h"), ("viz/ui/b.cpp", "viz/cli/a.h"),
                             ("core/b.cpp", "tests/a.h")):
            with self.subTest(file=file, header=header):
                self.assertEqual(len(self.found(below | {file: f'#pragma once\n  # include "{header}"\n'})), 1)

    def test_libraries_in_the_wrong_layer_are_found(self):
        for file, header in (("core/b.h", "imgui.h"), ("core/b.h", "GL/gl.h"), ("core/b.cpp", "stb/stb_image.h"),
                             ("core/b.cpp", "cuda_runtime.h"), ("viz/model/b.h", "GLFW/glfw3.h"),
                             ("viz/model/b.h", "stb/stb_truetype.h"), ("viz/pages/b.h", "backends/imgui_impl_glfw.h"),
                             ("viz/pages/b.h", "stb/stb_image.h"), ("viz/pages/b.h", "glad/gl.h"),
                             ("viz/pages/b.h", "EGL/egl.h"), ("viz/platform/b.h", "EGL/egl.h"),
                             ("viz/platform/b.h", "GLFW/glfw3.h"), ("viz/ui/b.cpp", "GLFW/glfw3.h"),
                             ("viz/ui/b.cpp", "glad/gl.h"), ("viz/ui/b.cpp", "fstream"),
                             ("viz/document/b.cpp", "sys/stat.h"), ("viz/platform/b.cpp", "fcntl.h"),
                             ("viz/platform/b.cpp", "unistd.h"), ("viz/cli/b.cpp", "dirent.h"),
                             ("viz/model/b.cpp", "filesystem"), ("core/b.cpp", "fstream"),
                             ("viz/model/b.h", "png.h"), ("viz/ui/b.cpp", "jpeglib.h"),
                             ("viz/cli/b.cpp", "libexif/exif-data.h"),
                             ("viz/model/b.cpp", "zip.h")):
            with self.subTest(file=file, header=header):
                self.assertEqual(len(self.found({file: f"#include <{header}>\n"})), 1)

    def test_the_disk_in_the_wrong_layer_is_found(self):
        for use in ("std::filesystem::exists(path)", "filesystem::current_path()", "std::filesystem::absolute(path)"):
            with self.subTest(use=use):
                self.assertEqual(len(self.found({"viz/document/b.cpp": f"return {use};"})), 1)
                self.assertEqual(self.found({"viz/platform/desktop/b.cpp": f"return {use};"}), [])
        self.assertEqual(self.found({"viz/document/b.cpp": "return std::filesystem::path(name).filename();"}), [])

    def test_threads_in_the_wrong_file_are_found(self):
        for file in ("core/b.cpp", "core/files/b.cpp", "core/cpu/b.h", "core/parallel.cpp", "viz/ui/b.h",
                     "viz/platform/desktop/b.cpp"):
            for header in ("thread", "mutex", "future", "condition_variable"):
                with self.subTest(file=file, header=header):
                    self.assertEqual(len(self.found({file: f"#include <{header}>\n"})), 1)
        for file in ("core/threads.cpp", "core/mutex.h", "viz/cli/progress.cpp"):
            self.assertEqual(self.found({file: "#include <mutex>\n"}), [])

    def test_what_browsers_do_not_draw_is_found(self):
        for use in ("glTexParameteriv(GL_TEXTURE_2D, GL_TEXTURE_SWIZZLE_RGBA, order);", "glPolygonMode(face, mode);"):
            self.assertEqual(len(self.found({"viz/platform/b.cpp": use})), 1, use)
        self.assertEqual(self.found({"viz/platform/b.cpp": "glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8);"}), [])

    def test_what_is_in_no_layer_is_found(self):
        self.assertEqual(len(self.found({"viz/new/b.cpp": ""})), 1)

    def test_downward_arrows_are_left_alone(self):
        files = {"core/files/a.h": "#include <sys/stat.h>\n", "core/files/bytes.h": "", "core/a.h": "",
                 "core/cuda/b.cu": "#include <cuda_runtime.h>\n",
                 "viz/document/source.h": "",
                 "viz/platform/b.cpp": '#include <png.h>\n#include "viz/document/source.h"\n',
                 "viz/document/b.cpp": '#include <filesystem>\n#include "core/files/bytes.h"\n',
                 "viz/document/loading.h": "#include <thread>\n",
                 "viz/platform/desktop/b.cpp": '#include <EGL/egl.h>\n#include "core/files/a.h"\n',
                 "viz/model/a.h": '#include "core/a.h"\n',
                 "viz/canvas/b.cpp": '#include <stb/stb_truetype.h>\n#include "viz/document/source.h"\n'}
        self.assertEqual(self.found(files), [])


if __name__ == "__main__":
    ROOT = pathlib.Path(sys.argv.pop(1)).resolve()
    unittest.main()
