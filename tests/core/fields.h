// SPDX-License-Identifier: MIT
// Fields of any type and layout with memory of their own, for tests of what works on fields.
#pragma once

#include <bit>
#include <cmath>
#include <cstring>
#include <vector>

#include "core/calls.h"
#include "core/dispatch.h"
#include "support.h"

namespace gs {

/// How elements lie in memory. gaps: flipped along x, every other element, from the middle of the memory.
enum class Layout { plain, channels_last, gaps };
inline constexpr std::array kLayouts{Layout::plain, Layout::channels_last, Layout::gaps};
inline constexpr std::array kDtypes{Dtype::float32, Dtype::float64, Dtype::float16, Dtype::bfloat16};

/// A field with memory of exactly the elements that it spans.
class OwnedField {
public:
    OwnedField(Dtype dtype, const std::array<int64_t, 5>& size, Layout layout = Layout::plain) {
        field_.dtype = dtype;
        field_.size = size;
        std::array<size_t, 5> order{kW, kH, kD, kC, kN};  // from the smallest step on
        if (layout == Layout::channels_last) order = {kC, kW, kH, kD, kN};
        int64_t step = layout == Layout::gaps ? 2 : 1;
        for (const size_t axis : order) {
            field_.stride[axis] = step;
            step *= size[axis];
        }
        int64_t first = 0;
        if (layout == Layout::gaps) {
            field_.stride[kW] = -2;
            first = 2 * (size[kW] - 1);
        }
        elements_ = Buffer<std::byte>(static_cast<size_t>(step) * size_of(dtype));
        std::memset(elements_.data(), 0xff, elements_.size());  // NaN in each type
        field_.data = elements_.data() + first * static_cast<int64_t>(size_of(dtype));
    }

    const Field& field() const { return field_; }
    /// All memory, gaps included.
    std::vector<std::byte> bytes() const { return {elements_.begin(), elements_.end()}; }

    template <class Function>
    void for_offsets(Function&& function) const {
        const auto &size = field_.size, &stride = field_.stride;
        for (int64_t n = 0; n < size[kN]; ++n)
            for (int64_t d = 0; d < size[kD]; ++d)
                for (int64_t h = 0; h < size[kH]; ++h)
                    for (int64_t w = 0; w < size[kW]; ++w)
                        for (int64_t c = 0; c < size[kC]; ++c)
                            function(n * stride[kN] + c * stride[kC] + d * stride[kD] + h * stride[kH] +
                                     w * stride[kW]);
    }

    /// Each element becomes what the function returns.
    template <class Function>
    OwnedField& fill(Function&& function) {
        for_offsets([&](int64_t offset) {
            with_dtype(field_.dtype, [&](auto element) {
                using T = decltype(element);
                assign(reinterpret_cast<T*>(field_.data)[offset], static_cast<Arithmetic<T>>(function()));
            });
        });
        return *this;
    }

    /// The values, channels innermost.
    std::vector<double> values() const {
        std::vector<double> result;
        for_offsets([&](int64_t offset) {
            result.push_back(with_dtype(field_.dtype, [&](auto element) -> double {
                return value_of(reinterpret_cast<const decltype(element)*>(field_.data)[offset]);
            }));
        });
        return result;
    }

    /// The values' bits: tells 0 from -0, and one NaN is like another, whose sign and payload are a processor's own.
    std::vector<uint64_t> bits() const {
        std::vector<uint64_t> result;
        for (const double value : values())
            result.push_back(std::bit_cast<uint64_t>(std::isnan(value) ? double{kNaN} : value));
        return result;
    }

private:
    Buffer<std::byte> elements_;
    Field field_;
};

/// A grid: random places in and around the image, and every tenth value one of the awkward floats.
inline OwnedField random_grid(Dtype dtype, const std::array<int64_t, 5>& size, uint32_t seed,
                              Layout layout = Layout::plain) {
    Random random(seed);
    const std::vector<float> awkward = awkward_floats();
    OwnedField grid(dtype, size, layout);
    grid.fill([&] {
        return random.bits() % 10 == 0 ? awkward[random.bits() % awkward.size()] : random.uniform_float(-1.4f, 1.4f);
    });
    return grid;
}

inline OwnedField random_field(Dtype dtype, const std::array<int64_t, 5>& size, uint32_t seed,
                               Layout layout = Layout::plain) {
    Random random(seed);
    OwnedField field(dtype, size, layout);
    field.fill([&] { return random.uniform_float(-1, 1); });
    return field;
}

/// Input, grid, output and gradients of one call.
struct Scene {
    int dims;
    OwnedField input, grid, output, grad_output, grad_input, grad_grid;

    /// in and out: sizes of the input and of the output along D, H and W.
    Scene(Dtype dtype, Dtype grid_dtype, int64_t images, int64_t channels, const std::array<int64_t, 3>& in,
          const std::array<int64_t, 3>& out, Layout layout, uint32_t seed)
        : dims(in[0] == 1 && out[0] == 1 ? 2 : 3),
          input(random_field(dtype, {images, channels, in[0], in[1], in[2]}, seed, layout)),
          grid(random_grid(grid_dtype, {images, dims, out[0], out[1], out[2]}, seed + 1,
                           // A grid's coordinates lie side by side as a rule.
                           layout == Layout::plain ? Layout::channels_last : layout)),
          output(dtype, {images, channels, out[0], out[1], out[2]}, layout),
          grad_output(random_field(dtype, output.field().size, seed + 2, layout)),
          grad_input(dtype, input.field().size, layout),
          grad_grid(grid_dtype, grid.field().size, layout) {}

    Forward forward(const Options& options) const {
        return {input.field(), grid.field(), output.field(), dims, options};
    }
    Backward backward(const Options& options) const {
        return {grad_output.field(), input.field(), grid.field(), grad_input.field(), grad_grid.field(), dims, options};
    }
};

}  // namespace gs
