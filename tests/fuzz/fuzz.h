// SPDX-License-Identifier: MIT
// What the fuzz targets share: values made of the fuzzer's bytes, and what happens when a promise is broken.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <limits>
#include <span>
#include <string>

#include "core/dtype.h"
#include "core/files/file.h"

/// One run of a target; libFuzzer calls it, or replay.cpp does.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace fuzz {

/// Ends the process, which is how a fuzz target reports what it found.
inline void require(bool promise_kept, const char* promise) {
    if (promise_kept) return;
    std::fprintf(stderr, "fuzz: broken promise: %s\n", promise);
    std::abort();
}

/// The same bits, or both NaN: which NaN it is depends on the order in which the processor meets them.
template <class T>
bool same_value(const T& a, const T& b) {
    const bool both_nan = gs::value_of(a) != gs::value_of(a) && gs::value_of(b) != gs::value_of(b);
    return both_nan || std::memcmp(&a, &b, sizeof(T)) == 0;
}

/// Hands out the fuzzer's bytes as values. When they run out they start again, changed, so that a few bytes fill a
/// tensor with values that differ.
class Bytes {
public:
    Bytes(const uint8_t* data, size_t size) : data_(data, size) {}

    uint8_t byte() {
        if (data_.empty()) return 0;
        const size_t round = next_ / data_.size(), place = next_++ % data_.size();
        return static_cast<uint8_t>(data_[place] + 157 * round);
    }

    /// low .. high, at most 256 of them.
    int number(int low, int high) { return low + byte() % (high - low + 1); }

    template <class Choices>
    auto choice(const Choices& choices) {
        return choices[byte() % std::size(choices)];
    }

    /// Any float: its bits as they come, or one around -2 .. 2, or one where rules change.
    float any_float() {
        constexpr float kInf = std::numeric_limits<float>::infinity(), kNaN = std::numeric_limits<float>::quiet_NaN();
        constexpr std::array kTurns{0.0f,
                                    -0.0f,
                                    1.0f,
                                    -1.0f,
                                    0.5f,
                                    -0.5f,
                                    0x1p-149f,
                                    0x1.fffffep-1f,
                                    kInf,
                                    -kInf,
                                    0x1p30f,
                                    -0x1p30f,
                                    kNaN,
                                    0x1p29f,
                                    0x1p31f,
                                    -0x1.000002p0f,
                                    0x1p63f,
                                    3.0f,
                                    0x1.fffffep127f,
                                    -0x1.fffffep127f};
        const int kind = number(0, 7);
        if (kind == 0) return choice(kTurns);
        if (kind < 5) return tame_float();
        const uint32_t low = two_bytes(), high = two_bytes();
        return std::bit_cast<float>(high << 16 | low);
    }

    /// -2 .. 2, in steps that many of them share.
    float tame_float() { return static_cast<float>(static_cast<int16_t>(two_bytes())) / 16384; }

private:
    uint16_t two_bytes() {
        const uint8_t low = byte(), high = byte();
        return static_cast<uint16_t>(low | high << 8);
    }

    std::span<const uint8_t> data_;
    size_t next_ = 0;
};

/// A file that lives as long as this process, for what is read by name.
class ScratchFile {
public:
    explicit ScratchFile(const std::string& name) {
        std::string pattern = (std::filesystem::temp_directory_path() / "gridscope_fuzz_XXXXXX").string();
        require(mkdtemp(pattern.data()) != nullptr, "there is a folder for temporary files");
        folder_ = pattern;
        path_ = (folder_ / name).string();
    }
    ~ScratchFile() {
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }
    ScratchFile(const ScratchFile&) = delete;
    ScratchFile& operator=(const ScratchFile&) = delete;

    const std::string& path() const { return path_; }
    void write(std::string_view bytes) const {
        std::FILE* file = std::fopen(path_.c_str(), "wb");
        require(file != nullptr, "a temporary file can be written");
        std::fwrite(bytes.data(), 1, bytes.size(), file);
        std::fclose(file);
    }

private:
    std::filesystem::path folder_;
    std::string path_;
};

}  // namespace fuzz
