# SPDX-License-Identifier: MIT
"""Files as they come out of broken transfers, and as somebody with a plan makes them. All from a seeded generator: the
same number gives the same file."""
import io
import os
import re
import struct
import zipfile
import zlib

# Folder of the fuzzers' corpora -> how the files are named.
KINDS = {"png": ".png", "jpeg": ".jpg", "hdr": ".hdr", "pnm": ".ppm", "bmp": ".bmp", "gif": ".gif", "psd": ".psd",
         "tga": ".tga", "npy": ".npy", "npz": ".npz", "scene": ".json"}

NUMBERS = (0, 1, 2, 3, 7, 8, 9, 15, 16, 127, 128, 255, 256, 32767, 32768, 65535, 65536, 2**24, 2**31 - 1, 2**31,
           2**32 - 1)
TEXTS = (b"0", b"-1", b"1", b"2147483647", b"2147483648", b"-2147483648", b"4294967296", b"9223372036854775807",
         b"18446744073709551616", b"1e999", b"-1e999", b"1e-999", b"NaN", b"0.5", b"", b"00",
         b"99999999999999999999999")
# For scenes: values of every kind where another is expected.
JSON_VALUES = TEXTS + (b"null", b"true", b"[]", b"{}", b'""', b'"nan"', b'"-inf"', b'"\\u0000"',
                       b'"\\u001b]0;x\\u0007"',
                       b'"\xc2\x9b31m"', b'"\\ud800"', b'"\xff"', b'"ramp:1x1"', b'"ramp:9999999x9999999"',
                       b'"no/file.npy"',
                       b'"bicubic"', b'"reflection"', b'"both"', b'"' + b"x" * 2000 + b'"', b"[" * 300 + b"]" * 300)
MOST_BYTES = 1 << 16


def seeds(corpora, kind):
    """The contents of a corpus, in the order of its names."""
    folder = os.path.join(corpora, kind)
    contents = []
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name), "rb") as file:
            contents.append(file.read())
    return contents


def _place(random, data):
    return random.randrange(len(data) + 1)


def _range(random, data):
    start = _place(random, data)
    return start, min(len(data), start + random.choice((1, 2, 4, 8, 16, 64, 256)))


def _flip(random, data, _):
    if data:
        data[random.randrange(len(data))] ^= 1 << random.randrange(8)


def _set_byte(random, data, _):
    if data:
        data[random.randrange(len(data))] = random.choice(NUMBERS[:12]) & 255


def _set_number(random, data, _):
    """A length or a size, in either byte order."""
    form = random.choice(("<H", ">H", "<I", ">I"))
    number = struct.pack(form, random.choice(NUMBERS) & (0xFFFF if form[1] == "H" else 0xFFFFFFFF))
    start = _place(random, data)
    data[start:start + len(number)] = number


def _cut(random, data, _):
    del data[_place(random, data):]


def _remove(random, data, _):
    start, end = _range(random, data)
    del data[start:end]


def _repeat(random, data, _):
    start, end = _range(random, data)
    data[start:start] = data[start:end] * random.choice((1, 2, 3, 16))


def _insert(random, data, _):
    start = _place(random, data)
    data[start:start] = random.randbytes(random.choice((1, 2, 4, 16, 100)))


def _splice(random, data, others):
    other = random.choice(others)
    data[_place(random, data):] = other[random.randrange(len(other) + 1):]


def _change_text(random, data, _):
    """A number that is written in digits."""
    numbers = list(re.finditer(rb"-?\d+", bytes(data)))
    if numbers:
        found = random.choice(numbers)
        data[found.start():found.end()] = random.choice(TEXTS)


def _change_value(random, data, _):
    values = list(re.finditer(rb'"[^"]*"|-?[\d.]+|\[|\{|true|null', bytes(data)))
    if values:
        found = random.choice(values)
        data[found.start():found.end()] = random.choice(JSON_VALUES)


_BYTES = (_flip, _flip, _flip, _set_byte, _set_byte, _set_number, _set_number, _cut, _remove, _repeat, _insert, _splice,
          _change_text)
_MUTATIONS = {"scene": (*_BYTES, *[_change_value] * 12)}


def _mend_png(data):
    """Right checksums: behind a wrong one nobody looks any further."""
    at = 8
    while at + 12 <= len(data):
        size = struct.unpack_from(">I", data, at)[0]
        if size > len(data) - at - 12:
            break
        struct.pack_into(">I", data, at + 8 + size, zlib.crc32(bytes(data[at + 4:at + 8 + size])))
        at += 12 + size


def _mutate(random, data, kind, all_seeds):
    if random.random() < 0.01:
        return bytearray(random.randbytes(random.randrange(600)))
    for _ in range(random.choice((1, 1, 1, 2, 3, 6))):
        random.choice(_MUTATIONS.get(kind, _BYTES))(random, data, all_seeds)
    return data[:MOST_BYTES]


def _archive(random, arrays):
    """An archive with right checksums around an array that is none."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", random.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))) as archive:
        for index in range(random.choice((1, 1, 2))):
            # With a fixed date: the same number gives the same file.
            archive.writestr(zipfile.ZipInfo(f"x{index}.npy"),
                             bytes(_mutate(random, bytearray(random.choice(arrays)), "npy", arrays)))
    return bytearray(file.getvalue())


def mutated(random, kind, all_seeds, arrays):
    """A file of the kind that is damaged in one way or several; `arrays` are seeds of .npy."""
    if kind == "npz" and random.random() < 0.5:
        return bytes(_archive(random, arrays))
    data = _mutate(random, bytearray(random.choice(all_seeds)), kind, all_seeds)
    if kind == "png" and random.random() < 0.8:
        _mend_png(data)
    return bytes(data)
