// SPDX-License-Identifier: MIT
#include "core/files/npy_elements.h"

#include <algorithm>
#include <bit>

#include "core/c_ordered.h"
#include "core/files/npy_integers.h"

namespace gs {
namespace {

static_assert(std::endian::native == std::endian::little, "the .npy reader copies little-endian numbers as they are");

constexpr int64_t kChunkBytes = int64_t{4} << 20;

/// Calls function(T{}), T being the C++ type of the stored elements.
template <class Function>
auto with_stored_type(const NpyType& type, Function&& function) {
    using Kind = NpyType::Kind;
    switch (type.kind) {
        case Kind::boolean: return function(Boolean{});
        case Kind::bfloat16: return function(BFloat16{});
        case Kind::floating:
            return type.size == 8 ? function(double{}) : type.size == 2 ? function(Half{}) : function(float{});
        case Kind::unsigned_integer:
            return type.size == 8   ? function(uint64_t{})
                   : type.size == 4 ? function(uint32_t{})
                   : type.size == 2 ? function(uint16_t{})
                                    : function(uint8_t{});
        case Kind::signed_integer: break;
    }
    return type.size == 8   ? function(int64_t{})
           : type.size == 4 ? function(int32_t{})
           : type.size == 2 ? function(int16_t{})
                            : function(int8_t{});
}

/// Turns the bytes of each element round.
template <class T>
void swap_bytes(T* elements, int64_t count) {
    for (T* element = elements; element != elements + count; ++element) {
        auto* const bytes = reinterpret_cast<unsigned char*>(element);
        std::reverse(bytes, bytes + sizeof(T));
    }
}

/// The strides of a tensor whose first axis runs fastest.
Sizes fortran_strides(const Sizes& sizes) {
    Sizes strides = sizes;
    for (int axis = 0; axis < sizes.rank(); ++axis) strides[axis] = axis == 0 ? 1 : strides[axis - 1] * sizes[axis - 1];
    return strides;
}

/// Calls take(box) for boxes of at most `most` elements, which together are all, in the order in which a Fortran file
/// has them: each is whole along its first axes and a part of the next.
template <class Take>
void for_each_box(const Sizes& sizes, const Sizes& to, int64_t most, const Take& take) {
    Box box;
    int64_t whole = 1;  // elements along the axes that are not cut
    int cut = 0;
    for (; cut + 1 < sizes.rank() && sizes[cut] <= most / whole; ++cut) whole *= sizes[cut];
    for (int axis = 0; axis <= cut; ++axis) box.sizes.push_back(sizes[axis]);
    box.from = fortran_strides(box.sizes);
    box.to = to;
    int64_t outer = 1;
    for (int axis = cut + 1; axis < sizes.rank(); ++axis) outer *= sizes[axis];
    for (int64_t index = 0; index < outer; ++index) {
        int64_t start = 0, rest = index;
        for (int axis = cut + 1; axis < sizes.rank(); rest /= sizes[axis++]) start += rest % sizes[axis] * to[axis];
        const int64_t step = std::max<int64_t>(most / whole, 1);
        for (int64_t first = 0; first < sizes[cut]; first += step) {
            box.sizes[cut] = std::min(step, sizes[cut] - first);
            box.place = start + first * to[cut];
            take(box);
        }
    }
}

/// Reads the next elements.
template <class T>
void read_some(ByteSource& source, const NpyHeader& header, const Work& work, T* elements, int64_t count) {
    work.check();
    const auto bytes = static_cast<size_t>(count) * sizeof(T);
    source.read(elements, bytes);
    if (header.type.is_big_endian) swap_bytes(elements, count);
    work.advance(static_cast<int64_t>(bytes));
}

/// Elements of a chunk that goes to places far apart: the more it has, the fewer cache lines are fetched again for the
/// next one. A sixteenth of them all, but not too many.
int64_t scattered_chunk(int64_t count, int64_t element_bytes) {
    constexpr int64_t kShare = 16, kMostBytes = 16 * kChunkBytes;
    return std::clamp(count / kShare, kChunkBytes / element_bytes, kMostBytes / element_bytes);
}

/// Reads all elements box by box: take(elements, box).
template <class T, class Take>
void read_boxes(ByteSource& source, const NpyHeader& header, const Work& work, const Take& take) {
    const int64_t count = header.sizes.count();
    if (count == 0) return;
    // In C order one axis is as good as many.
    const bool is_scattered = header.fortran_order && header.sizes.rank() > 1;
    const Sizes sizes = is_scattered ? header.sizes : Sizes{count};
    const int64_t most =
        std::min(is_scattered ? scattered_chunk(count, sizeof(T)) : kChunkBytes / int64_t{sizeof(T)}, count);
    const Buffer<T> chunk(static_cast<size_t>(most));
    for_each_box(sizes, sizes.contiguous_strides(), most, [&](const Box& box) {
        read_some(source, header, work, chunk.data(), box.sizes.count());
        take(chunk.data(), box);
    });
}

template <class T>
Tensor<T> read_elements(ByteSource& source, const NpyHeader& header, const Work& work) {
    auto elements = Tensor<T>::uninitialized(header.sizes);
    if (header.fortran_order && header.sizes.rank() > 1) {
        read_boxes<T>(source, header, work, [&](const T* chunk, const Box& box) {
            visit_places(
                box.sizes, box.from, box.to, work,
                [from = chunk, to = elements.data() + box.place](int64_t at, int64_t place) { to[place] = from[at]; });
        });
        return elements;
    }
    constexpr int64_t kMost = kChunkBytes / sizeof(T);
    for (int64_t first = 0; first < elements.count(); first += kMost)
        read_some(source, header, work, elements.data() + first, std::min(kMost, elements.count() - first));
    return elements;
}

}  // namespace

double bytes_of_elements(const NpyHeader& header) {
    return with_stored_type(header.type, [&]<class T>(T) {
        size_t each = sizeof(T);
        if constexpr (!Element<T>) each = FloatsFrom<T>::kMayBeWide ? sizeof(double) : sizeof(float);
        return static_cast<double>(header.sizes.count()) * static_cast<double>(each);
    });
}

NpyElements read_npy_elements(ByteSource& source, const NpyHeader& header, const Work& work) {
    return with_stored_type(header.type, [&]<class T>(T) -> NpyElements {
        work.begin(header.sizes.count() * static_cast<int64_t>(sizeof(T)), "reading");
        if constexpr (Element<T>) {
            return {read_elements<T>(source, header, work), {}};
        } else {
            FloatsFrom<T> floats(header.sizes);
            read_boxes<T>(source, header, work, [&](const T* chunk, const Box& box) { floats.put(chunk, box, work); });
            IntegerConversion conversion = floats.conversion();
            return {std::move(floats).tensor(), std::move(conversion)};
        }
    });
}

}  // namespace gs
