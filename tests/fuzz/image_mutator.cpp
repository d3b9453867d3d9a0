// SPDX-License-Identifier: MIT
// Mutated image files keep their format, and most PNG files have right checksums: behind a wrong one libpng looks no
// further.
#include <zlib.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>

#include "viz/platform/image_format.h"

extern "C" size_t LLVMFuzzerMutate(uint8_t* data, size_t size, size_t max_size);

namespace {

std::string_view text(const uint8_t* data, size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

/// Sets the checksums of a PNG file's chunks right.
void mend_checksums(uint8_t* data, size_t size) {
    constexpr size_t kStart = 8, kAround = 12;  // the signature; a chunk's length, name and checksum
    for (size_t at = kStart; size - at >= kAround;) {
        const size_t length =
            size_t{data[at]} << 24 | size_t{data[at + 1]} << 16 | size_t{data[at + 2]} << 8 | data[at + 3];
        if (length > size - at - kAround) break;
        const auto sum = static_cast<uint32_t>(crc32(0, data + at + 4, static_cast<unsigned>(length + 4)));
        uint8_t* const end = data + at + 8 + length;
        for (int i = 0; i < 4; ++i) end[i] = static_cast<uint8_t>(sum >> (24 - 8 * i));
        at += kAround + length;
    }
}

}  // namespace

extern "C" size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size, size_t max_size, unsigned seed) {
    constexpr size_t kBeginning = 18;  // the header of a TGA file, which is all that tells its format
    constexpr unsigned kSpared = 8;    // one in so many checksums stays wrong
    const std::string before(text(data, std::min(size, kBeginning)));
    size = LLVMFuzzerMutate(data, size, max_size);
    if (viz::image_format(text(data, size)) != GRIDSCOPE_FUZZ_FORMAT) {
        size = std::max(size, before.size());
        std::copy(before.begin(), before.end(), data);
    }
    if (text(data, size).starts_with("\x89PNG\r\n\x1a\n") && seed % kSpared != 0) mend_checksums(data, size);
    return size;
}
