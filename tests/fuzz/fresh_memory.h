// SPDX-License-Identifier: MIT
// Finds what depends on memory that nobody has written, in the system's libraries, too, which no memory sanitizer has
// compiled: everything runs twice, on memory that held other bytes before, and has to come to the same.
#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include "tests/fuzz/fuzz.h"

#if defined(__SANITIZE_ADDRESS__)
#define GRIDSCOPE_FUZZ_ASAN
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define GRIDSCOPE_FUZZ_ASAN
#endif
#endif

#ifdef GRIDSCOPE_FUZZ_ASAN
/// Of the sanitizers' allocator_interface.h, which GCC does not install.
extern "C" int __sanitizer_install_malloc_and_free_hooks(void (*on_malloc)(const volatile void*, size_t),
                                                         void (*on_free)(const volatile void*));
#else
#include <malloc.h>
#endif

namespace fuzz {

#ifdef GRIDSCOPE_FUZZ_ASAN
inline unsigned char new_memory_byte;

/// Larger blocks come from the system, zeroed, and calloc takes them for that.
inline void fill_block(const volatile void* block, size_t size) {
    constexpr size_t kLargest = 1 << 16;
    if (size <= kLargest) std::memset(const_cast<void*>(block), new_memory_byte, size);
}

inline void leave_block(const volatile void*) {
}
#endif

/// What blocks that are allocated from now on are full of.
inline void fill_new_blocks(unsigned char byte) {
#ifdef GRIDSCOPE_FUZZ_ASAN
    static const bool is_installed = __sanitizer_install_malloc_and_free_hooks(fill_block, leave_block) != 0;
    require(is_installed, "the allocator calls a hook");
    new_memory_byte = byte;
#else
    mallopt(M_PERTURB, byte);
#endif
}

/// Fills the part of the stack that the functions that are called next will use.
[[gnu::noinline]] inline void fill_stack(unsigned char byte) {
    std::array<unsigned char, 1 << 16> room;
    room.fill(byte);
    asm volatile("" : : "r"(room.data()) : "memory");  // it matters, whatever the compiler thinks
}

/// What body() returns, whatever memory holds.
template <class Body>
auto in_any_memory(Body&& body) {
    constexpr unsigned char kBytes[]{0xFE, 0x01};
    fill_new_blocks(kBytes[0]);
    fill_stack(kBytes[0]);
    auto result = body();
    fill_new_blocks(kBytes[1]);
    fill_stack(kBytes[1]);
    require(result == body(), "what memory held before does not matter");
    return result;
}

/// A copy of bytes behind which no memory can be read.
class GuardedBytes {
public:
    GuardedBytes(const uint8_t* data, size_t size) : size_(size) {
        const auto page = static_cast<size_t>(sysconf(_SC_PAGESIZE));
        const size_t room = (size + page - 1) / page * page;
        mapped_ = room + page;
        void* const map = mmap(nullptr, mapped_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        require(map != MAP_FAILED, "there is memory for the input");
        start_ = static_cast<char*>(map);
        require(mprotect(start_ + room, page, PROT_NONE) == 0, "a page can be closed");
        place_ = start_ + (room - size);
        std::copy(data, data + size, place_);
    }
    ~GuardedBytes() { munmap(start_, mapped_); }
    GuardedBytes(const GuardedBytes&) = delete;
    GuardedBytes& operator=(const GuardedBytes&) = delete;

    std::string_view bytes() const { return {place_, size_}; }

private:
    size_t size_, mapped_;
    char *start_, *place_;
};

}  // namespace fuzz
