# SPDX-License-Identifier: MIT
"""Hostile files that are made rather than kept: small ones that ask for much, and big ones that are hardly there."""
import struct
import zlib


def npy(shape, descr="<f4", data=b""):
    header = f"{{'descr': '{descr}', 'fortran_order': False, 'shape': {shape}, }}\n".encode()
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header + data


def _chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _zeros_deflated(megabytes):
    """A zlib stream of zeros, made without having them all."""
    block = 16
    deflate = zlib.compressobj(9)
    start = deflate.compress(bytes(block << 20)) + deflate.flush(zlib.Z_FULL_FLUSH)
    again = deflate.compress(bytes(block << 20)) + deflate.flush(zlib.Z_FULL_FLUSH)
    repeated = megabytes // block - 1
    checksum = 1 | ((megabytes << 20) % 65521) << 16  # Adler's, of zeros
    return start + again * repeated + b"\x03\x00" + struct.pack(">I", checksum)


def npz_bomb(header, megabytes=2048):
    """An archive of one array: the header and so many megabytes of zeros, packed into a thousandth."""
    block, name = bytes(16 << 20), b"x.npy"
    deflate = zlib.compressobj(9, wbits=-15)
    start = deflate.compress(header + block) + deflate.flush(zlib.Z_FULL_FLUSH)
    again = deflate.compress(block) + deflate.flush(zlib.Z_FULL_FLUSH)
    packed = start + again * (megabytes // 16 - 1) + b"\x03\x00"
    checksum = zlib.crc32(header)
    for _ in range(megabytes // 16):
        checksum = zlib.crc32(block, checksum)
    size = len(header) + (megabytes << 20)
    entry = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 0x21, checksum, len(packed), size, len(name), 0)
    member = b"PK\3\4" + entry + name + packed
    listing = b"PK\1\2" + struct.pack("<H", 20) + entry + struct.pack("<HHHII", 0, 0, 0, 0, 0) + name
    return member + listing + b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(listing), len(member), 0)


def png_bomb(place):
    """One pixel, and two gigabytes packed into two megabytes: among the pixels, in a text or in a colour profile."""
    bomb = _zeros_deflated(2048)
    extra = {"IDAT": b"", "zTXt": _chunk(b"zTXt", b"Comment\0\0" + bomb),
             "iCCP": _chunk(b"iCCP", b"x\0\0" + bomb)}[place]
    pixels = bomb if place == "IDAT" else zlib.compress(bytes(2))
    return (b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", struct.pack(">2I5B", 1, 1, 8, 0, 0, 0, 0)) + extra +
            _chunk(b"IDAT", pixels) + _chunk(b"IEND", b""))


def jpeg_of_scans(scans, side):
    """A grey progressive JPEG file whose scans take a hundred bytes each and go over all blocks."""
    def segment(marker, data):
        return bytes((0xFF, marker)) + struct.pack(">H", len(data) + 2) + data

    def codes(table, symbols):
        """All codes have two bits."""
        return segment(0xC4, bytes((table, 0, len(symbols), *[0] * 14, *symbols)))

    def packed(bits):
        bits += "1" * (-len(bits) % 8)
        return int(bits, 2).to_bytes(len(bits) // 8, "big").replace(b"\xff", b"\xff\0")

    def scan(first, last, data):
        return segment(0xDA, bytes((1, 1, 0, first, last, 0))) + data

    blocks = (side // 8) ** 2
    longest = 32767
    runs = "00" + "1" * 14  # 32767 blocks without anything
    rest = blocks % longest
    power = rest.bit_length() - 1
    tail = "01" + format(rest - (1 << power), f"0{power}b")
    empty = scan(1, 1, packed(runs * (blocks // longest) + tail))
    return (b"\xff\xd8" + segment(0xDB, bytes((0, *[1] * 64))) +
            segment(0xC2, struct.pack(">BHHB3B", 8, side, side, 1, 1, 0x11, 0)) + codes(0x00, (0,)) +
            codes(0x10, (0xE0, power << 4)) + scan(0, 0, bytes(blocks // 4)) + empty * scans + b"\xff\xd9")


# As they were found.
SHORT_PPM = b"P6\n4 4\n255\n"
SHORT_TGA = bytes((0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 4, 0, 24, 0))
ENDLESS_HDR = b"#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 5 +X 12\n\x02\x02\x00\x0c"
CRASHING_PIC = b"\x53\x80\xf6\x34" + bytes(84) + b"PICT\0\4\0\4" + bytes(8) + b"\0\x08\2\xe0\x87\1"

HUGE_HEADERS = {
    "p6.ppm": b"P6\n16384 16384\n255\n",
    "p5.ppm": b"P5 1073741824 1073741824 65535\n",
    "x.bmp": b"BM" + struct.pack("<IHHIIiiHHIIiiII", 54, 0, 0, 54, 40, 2**31 - 1, 2**31 - 1, 1, 24, 0, 0, 0, 0, 0, 0),
    "x.gif": b"GIF89a\xff\xff\xff\xff\x80\0\0" + bytes(6) + b",\0\0\0\0\xff\xff\xff\xff\0\2\2D\1\0;",
    "x.psd": b"8BPS\0\1" + bytes(6) + struct.pack(">HIIHH", 3, 30000, 30000, 8, 3) + bytes(12) + b"\0\1",
    "x.tga": bytes((0, 0, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 255, 255, 32, 0)) + b"\xff" * 40,
    "x.hdr": b"#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 1000000000 +X 1000000000\n" + b"\x02" * 40,
    "x.png": b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", struct.pack(">2I5B", 2**31 - 1, 2**31 - 1, 16, 6, 0, 0, 1)) +
             _chunk(b"IDAT", zlib.compress(bytes(100))) + _chunk(b"IEND", b""),
    "x.npy": npy((2**40,)),
    "overflow.npy": npy((2**32, 2**32, 1, 1)),
    "wide.npy": npy((0, 2**62, 2**62)),
}

# Scenes that ask for too much, or say what a terminal would obey.
SCENES = {
    "view_pixels.json": b'{"view_pixels":4096,"input":"ramp:4096x4096"}',
    "view_pixels_max.json": b'{"view_pixels":2147483647,"input":"ramp:64x64"}',
    "view_pixels_negative.json": b'{"view_pixels":-1}',
    "view_centre.json": b'{"view_centre":[2147483647,-2147483647],"view_pixels":65536}',
    "version.json": b'{"version":18446744073709551615}',
    "escaped_word.json": b'{"language":"\\u001b]0;owned\\u0007","page":"../../x"}',
    "huge_number.json": b'{"query":{"n":0,"x":1e999,"y":-1e999}}',
    "huge_cell.json": b'{"query":{"n":9223372036854775807,"h":9223372036854775807,"w":1}}',
    "huge_channel.json": b'{"channel":9223372036854775807}',
    "huge_step.json": b'{"step":2147483648}',
    "huge_ramp.json": b'{"input":"ramp:2000000000x2000000000"}',
    "huge_grid.json": b'{"grid":"linspace:2000000000x2000000000"}',
    "deep.json": b'{"title":' * 100_000,
    "deep_lists.json": b'{"title":' + b"[" * 1_000_000,
    "escapes.json": b'{"title":"\\u001b]0;owned\\u0007\\u009b31m\\r\\b","note":"\\u001b[2J"}',
    "escaped_key.json": b'{"\\u001b]0;owned\\u0007":1}',
    "escaped_file.json": b'{"input":"\\u001b]0;owned\\u0007.npy"}',
    "long_title.json": b'{"title":"' + b"\xc3\xa4" * 50_000 + b'"}',
    "long_key.json": b'{"' + b"x" * 50_000 + b'":1}',
    "long_value.json": b'{"mode":"' + b"\xe2\x82\xac" * 50_000 + b'"}',
    "long_file.json": b'{"input":"' + b"y" * 50_000 + b'.npy"}',
    "not_utf8.json": b'{"mode":"\xff\xfe\xc3"}',
}
