// SPDX-License-Identifier: MIT
// grid_sample and its backward of images and volumes of any values, of every element type, in any layout, on every
// instruction set and on one or two threads: no access outside the buffers, and
//   forward   the values of plain code on contiguous copies, and of the trace;
//   backward  the same bits for every instruction set and number of threads, and the gradients of plain code but for
//             the order in which sums are added.
#include <limits>
#include <optional>

#include "core/dispatch.h"
#include "core/grid_sample.h"
#include "core/trace.h"
#include "tests/fuzz/any_tensor.h"
#include "tests/fuzz/fuzz.h"

using fuzz::AnyTensor;
using fuzz::Bytes;
using fuzz::Overlap;
using fuzz::require;

namespace {

constexpr std::array kRanks{4, 5};
constexpr std::array kDtypes{gs::Dtype::float32, gs::Dtype::float64, gs::Dtype::float16, gs::Dtype::bfloat16};
constexpr gs::Execution kPlainCode{.threads = 1, .simd = gs::Simd::none};

/// A run takes some milliseconds up to these sizes.
constexpr int64_t kMostInputs = 8000, kMostOutputs = 2000;

/// The sizes of `axes` further axes, together at most `room`: small ones, or one now and then for more than one tile.
void push_spatial_sizes(Bytes& bytes, gs::Sizes& sizes, int axes, int least, int64_t room) {
    for (int axis = 0; axis < axes; ++axis) {
        const int64_t limit = bytes.number(0, 7) == 0 ? 140 : 20;
        sizes.push_back(bytes.number(least, static_cast<int>(std::clamp<int64_t>(room, 1, limit))));
        room /= std::max<int64_t>(sizes[sizes.rank() - 1], 1);
    }
}

/// How far apart sums of `count` products in two orders are at most, when no part of them exceeds `largest`. Infinite
/// when a part may leave the range of numbers.
template <class F>
double reordering_error(double count, double largest) {
    using Limits = std::numeric_limits<F>;
    if (!(largest < double{Limits::max()} / 2)) return std::numeric_limits<double>::infinity();
    return count * (largest * double{Limits::epsilon()} + double{Limits::denorm_min()});
}

/// Whether two gradients are the same but for `error`, and for the rounding to their type.
template <class T>
bool is_near(const T& got, const T& want, double error) {
    if (fuzz::same_value(got, want) || std::isinf(error)) return true;
    const double a = gs::value_of(got), b = gs::value_of(want), size = std::min(std::fabs(a), std::fabs(b));
    if constexpr (std::is_same_v<T, gs::Half>) {
        error += 0x1p-10 * size + 0x1p-24;
        if (size + error >= 65504) return true;  // one may have been rounded to infinity
    }
    if constexpr (std::is_same_v<T, gs::BFloat16>) error += 0x1p-7 * size + 0x1p-133;
    return std::fabs(a - b) <= error;
}

template <class T>
void require_same(const gs::Tensor<T>& got, const gs::Tensor<T>& want, const char* promise) {
    for (int64_t i = 0; i < want.count(); ++i) require(fuzz::same_value(got.data()[i], want.data()[i]), promise);
}

template <class T>
void require_near(const gs::Tensor<T>& got, const gs::Tensor<T>& want, double error, const char* promise) {
    for (int64_t i = 0; i < want.count(); ++i) require(is_near(got.data()[i], want.data()[i], error), promise);
}

/// The calls with input elements T and grid elements G.
template <class T, class G>
class Calls {
public:
    Calls(Bytes& bytes, const gs::Options& options, const gs::Sizes& input_sizes, const gs::Sizes& grid_sizes)
        : options_(options),
          output_sizes_(gs::output_sizes(input_sizes, grid_sizes)),
          input_(bytes, input_sizes, Overlap::any),
          grid_(bytes, grid_sizes, Overlap::any),
          output_(bytes, output_sizes_, Overlap::none),
          grad_output_(bytes, output_sizes_, Overlap::any),
          grad_input_(bytes, input_sizes, Overlap::none),
          grad_grid_(bytes, grid_sizes, Overlap::none),
          threads_(bytes.number(0, 1)) {
        input_.fill(bytes);
        grid_.fill(bytes);
        grad_output_.fill(bytes);
        plain_input_ = fuzz::contiguous(input_.view());
        plain_grid_ = fuzz::contiguous(grid_.view());
        plain_grad_output_ = fuzz::contiguous(grad_output_.view());
    }

    void check_forward(Bytes& bytes) {
        const gs::Tensor<T> want = gs::grid_sample(plain_input_.view(), plain_grid_.view(), options_, kPlainCode);
        for_executions([&](const gs::Execution& execution) {
            gs::grid_sample(input_.view(), grid_.view(), output_.view(), options_, execution);
            require_same(output_.take(), want, "layout, instruction set and threads do not change the output");
        });
        if (want.count() > 0) check_trace(want, (bytes.byte() | bytes.byte() << 8) % want.count());
    }

    void check_backward(Bytes& bytes) {
        const int wanted = bytes.number(0, 2);  // both gradients, or one of them
        const bool wants_input = wanted != 2, wants_grid = wanted != 1;
        const auto want = gs::grid_sample_backward(std::as_const(plain_grad_output_).view(), plain_input_.view(),
                                                   plain_grid_.view(), options_, kPlainCode);
        std::optional<gs::Gradients<T, G>> fast;
        for_executions([&](const gs::Execution& execution) {
            gs::grid_sample_backward(grad_output_.read(), input_.view(), grid_.view(),
                                     wants_input ? grad_input_.view() : gs::TensorView<T>(),
                                     wants_grid ? grad_grid_.view() : gs::TensorView<G>(), options_, execution);
            const gs::Gradients<T, G> got{grad_input_.take(), grad_grid_.take()};
            const bool is_plain = execution.simd == gs::Simd::none;
            if (wants_input)
                require_near(got.input, want.input, is_plain ? 0 : grad_input_error(), "grad_input is right");
            if (wants_grid) require_near(got.grid, want.grid, is_plain ? 0 : grad_grid_error(), "grad_grid is right");
            if (is_plain) return;
            if (!fast) fast = got;
            require_same(got.input, fast->input, "instruction set and threads do not change grad_input");
            require_same(got.grid, fast->grid, "instruction set and threads do not change grad_grid");
        });
    }

private:
    using F = gs::Arithmetic<T>;

    /// What the gradients of plain code and of the kernels, which add in another order, may differ by.
    double grad_input_error() const {
        const int64_t places = output_sizes_.count() / (output_sizes_[0] * output_sizes_[1]);
        // Bicubic may pad all taps of a place into one pixel; the weights' absolute values add up to less than 4.
        const double taps = options_.mode == gs::Mode::bicubic ? 64 : 1, count = static_cast<double>(places) * taps;
        return reordering_error<F>(count, static_cast<double>(places) * 4 * grad_output_.largest());
    }
    double grad_grid_error() const {
        const gs::Sizes& sizes = input_.view().sizes;
        // Per channel: half the size, times slopes of the weights whose absolute values add up to less than 8.
        const double channels = static_cast<double>(sizes[1]);
        const auto size = static_cast<double>(*std::max_element(sizes.begin() + 2, sizes.end()));
        return reordering_error<F>(channels, channels * 4 * size * input_.largest() * grad_output_.largest());
    }

    /// Calls body(Execution) for plain code and all instruction sets that there are here, on one thread and on two in
    /// turn.
    template <class Body>
    void for_executions(Body&& body) const {
        for (const gs::Simd simd : gs::kSimds)
            if (gs::simd_isa(simd) == simd)
                body({.threads = 1 + (threads_ + static_cast<int>(simd)) % 2, .simd = simd});
    }

    void check_trace(const gs::Tensor<T>& output, int64_t position) const {
        const gs::Sizes at = fuzz::index_of(position, output_sizes_);
        const int64_t places = output.count() / (output.size(0) * output.size(1));
        const int dims = output_sizes_.rank() - 2;
        const G* const entry = plain_grid_.data() + (at[0] * places + position % places) * dims;
        const auto value = [&](int axis) { return static_cast<F>(gs::value_of(entry[axis])); };
        T traced;
        gs::assign(
            traced,
            gs::trace(input_.view(), at[0], at[1], {value(0), value(1), dims == 3 ? value(2) : F(0)}, options_).output);
        require(fuzz::same_value(traced, output.data()[position]), "the trace gives what the batch gives");
    }

    const gs::Options options_;
    const gs::Sizes output_sizes_;
    AnyTensor<T> input_;
    AnyTensor<G> grid_;
    AnyTensor<T> output_, grad_output_, grad_input_;
    AnyTensor<G> grad_grid_;
    const int threads_;
    gs::Tensor<T> plain_input_, plain_grad_output_;
    gs::Tensor<G> plain_grid_;
};

}  // namespace

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    Bytes bytes(data, size);
    const gs::Options options{bytes.choice(gs::kModes), bytes.choice(gs::kPaddings), bytes.number(0, 1) == 1};
    const int rank = bytes.choice(kRanks);
    const int64_t batch = bytes.number(1, 3), channels = bytes.number(1, 21);
    gs::Sizes input_sizes{batch, channels}, grid_sizes{batch};
    push_spatial_sizes(bytes, input_sizes, rank - 2, 1, kMostInputs / batch / channels);
    push_spatial_sizes(bytes, grid_sizes, rank - 2, 0, kMostOutputs / batch / channels);
    grid_sizes.push_back(rank - 2);
    gs::with_dtype(bytes.choice(kDtypes), [&](auto element) {
        using T = decltype(element);
        const auto check = [&](auto grid_element) {
            Calls<T, decltype(grid_element)> calls(bytes, options, input_sizes, grid_sizes);
            calls.check_forward(bytes);
            calls.check_backward(bytes);
        };
        if constexpr (sizeof(T) == 2)
            if (bytes.number(0, 1) == 1) return check(float{});
        check(element);
    });
    return 0;
}
