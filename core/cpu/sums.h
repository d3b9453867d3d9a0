// SPDX-License-Identifier: MIT
// grad_input while it grows: sums in the arithmetic type, in C order. Internal.
#pragma once

#include <cstring>

#include "core/field.h"
#include "core/memory.h"
#include "core/parallel.h"

namespace gs {

/// The sums of a grad_input with elements of type T: in place, where it has the arithmetic type and C order.
template <class T>
class InputSums {
public:
    using F = Arithmetic<T>;

    /// All zero. A grad_input without data has none.
    InputSums(const Field& grad_input, int threads) : field_(grad_input) {
        if (!grad_input) return;
        const auto& size = grad_input.size;
        const int64_t count = size[kN] * size[kC] * grad_input.places();
        if (std::is_same_v<T, F> && is_c_ordered()) {
            sums_ = reinterpret_cast<F*>(grad_input.data);
        } else {
            own_ = Buffer<F>(static_cast<size_t>(count));
            sums_ = own_.data();
        }
        constexpr int64_t kGrain = 1 << 16;
        parallel_for(count, kGrain, threads, [&](int64_t begin, int64_t end) {
            std::memset(sums_ + begin, 0, static_cast<size_t>(end - begin) * sizeof(F));
        });
    }

    /// Null when grad_input is not wanted.
    F* data() const { return sums_; }

    /// Writes them to grad_input.
    void finish() const {
        if (own_.size() == 0) return;
        const auto &size = field_.size, &stride = field_.stride;
        const F* from = sums_;
        for (int64_t n = 0; n < size[kN]; ++n)
            for (int64_t c = 0; c < size[kC]; ++c)
                for (int64_t d = 0; d < size[kD]; ++d)
                    for (int64_t h = 0; h < size[kH]; ++h) {
                        T* to = reinterpret_cast<T*>(
                            field_.at(n * stride[kN] + c * stride[kC] + d * stride[kD] + h * stride[kH]));
                        for (int64_t w = 0; w < size[kW]; ++w, to += stride[kW]) assign(*to, *from++);
                    }
    }

private:
    bool is_c_ordered() const {
        int64_t step = 1;
        for (size_t axis = 5; axis-- > 0;) {
            if (field_.size[axis] != 1 && field_.stride[axis] != step) return false;
            step *= field_.size[axis];
        }
        return true;
    }

    const Field field_;
    Buffer<F> own_;
    F* sums_ = nullptr;
};

}  // namespace gs
