#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""shrink_png.py FILE...: rewrites PNG files of 8-bit RGB as stb writes them, about a third smaller, with the same
pixels. For pictures with flat areas and type zlib does best without any filter, while stb takes one for each row."""
import struct
import sys
import zlib

PIXEL = 3


def paeth(left, up, corner):
    estimate = left + up - corner
    return min((abs(estimate - left), 0, left), (abs(estimate - up), 1, up), (abs(estimate - corner), 2, corner))[2]


def unfiltered(kind, row, above):
    """The row before filter `kind` (PNG specification, 9.2) was applied."""
    for i in range(len(row)):
        left, corner = (row[i - PIXEL], above[i - PIXEL]) if i >= PIXEL else (0, 0)
        up = above[i]
        row[i] = (row[i] + (0, left, up, (left + up) // 2, paeth(left, up, corner))[kind]) & 255
    return row


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def shrink(png):
    header, data, at = b"", b"", 8
    while at < len(png):
        size, name = struct.unpack_from(">I4s", png, at)
        if name == b"IHDR":
            header = png[at + 8:at + 8 + size]
        elif name == b"IDAT":
            data += png[at + 8:at + 8 + size]
        at += 12 + size
    width, height, *form = struct.unpack(">IIBBBBB", header)
    if form != [8, 2, 0, 0, 0]:
        raise ValueError("not a plain 8-bit RGB file")

    stored, stride = zlib.decompress(data), width * PIXEL
    row, rows = bytes(stride), []
    for y in range(height):
        start = y * (stride + 1)
        row = unfiltered(stored[start], bytearray(stored[start + 1:start + 1 + stride]), row)
        rows.append(b"\0" + row)
    return png[:8] + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"".join(rows), 9)) + chunk(b"IEND", b"")


for file in sys.argv[1:]:
    with open(file, "rb") as stream:
        smaller = shrink(stream.read())
    with open(file, "wb") as stream:
        stream.write(smaller)
