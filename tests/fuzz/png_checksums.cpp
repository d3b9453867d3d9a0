// SPDX-License-Identifier: MIT
// Sets the checksums of a PNG file's chunks right after most mutations: behind a wrong one libpng looks no further.
#include <zlib.h>

#include <cstddef>
#include <cstdint>
#include <cstring>

extern "C" size_t LLVMFuzzerMutate(uint8_t* data, size_t size, size_t max_size);

extern "C" size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size, size_t max_size, unsigned seed) {
    constexpr char kSignature[] = "\x89PNG\r\n\x1a\n";
    constexpr size_t kStart = sizeof kSignature - 1, kAround = 12;  // a chunk's length, name and checksum
    constexpr unsigned kSpared = 8;                                 // one in so many stays wrong
    size = LLVMFuzzerMutate(data, size, max_size);
    if (size < kStart || std::memcmp(data, kSignature, kStart) != 0 || seed % kSpared == 0) return size;
    for (size_t at = kStart; size - at >= kAround;) {
        const size_t length =
            size_t{data[at]} << 24 | size_t{data[at + 1]} << 16 | size_t{data[at + 2]} << 8 | data[at + 3];
        if (length > size - at - kAround) break;
        const auto sum = static_cast<uint32_t>(crc32(0, data + at + 4, static_cast<unsigned>(length + 4)));
        uint8_t* const end = data + at + 8 + length;
        for (int i = 0; i < 4; ++i) end[i] = static_cast<uint8_t>(sum >> (24 - 8 * i));
        at += kAround + length;
    }
    return size;
}
