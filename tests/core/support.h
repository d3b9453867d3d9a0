// SPDX-License-Identifier: MIT
// What the tests draw from: all options, random tensors, awkward floats, caught messages.
#pragma once

#include <gtest/gtest.h>

#include <bit>
#include <exception>
#include <limits>
#include <random>
#include <string>
#include <type_traits>
#include <vector>

#include "core/dtype.h"
#include "core/grid_sample.h"
#include "core/options.h"
#include "core/tensor.h"

namespace gs {

inline constexpr float kInf = std::numeric_limits<float>::infinity();
inline constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();

inline std::vector<Options> all_options() {
    std::vector<Options> result;
    for (const Mode mode : kModes)
        for (const Padding padding : kPaddings)
            for (const bool align_corners : {true, false}) result.push_back({mode, padding, align_corners});
    return result;
}

/// The instruction sets that this build and this processor have.
inline std::vector<Simd> isas_here() {
    std::vector<Simd> isas;
    for (const Simd isa : built_isas())
        if (isa != Simd::none && isa <= simd_isa()) isas.push_back(isa);
    return isas;
}

inline std::string text(const Options& options) {
    return std::string(name(options.mode)) + " " + std::string(name(options.padding)) +
           (options.align_corners ? " align_corners=true" : " align_corners=false");
}

/// Reproducible everywhere: the standard fixes the engine, but not what its distributions make of it.
class Random {
public:
    explicit Random(uint32_t seed) : engine_(seed) {}
    uint32_t bits() { return static_cast<uint32_t>(engine_()); }
    float any_float() { return std::bit_cast<float>(bits()); }
    double uniform(double low, double high) { return low + (high - low) * (bits() / 4294967296.0); }
    float uniform_float(float low, float high) { return static_cast<float>(uniform(low, high)); }

private:
    std::mt19937 engine_;
};

/// The same float32 numbers in every T.
template <class T = float>
Tensor<T> random_tensor(const Sizes& sizes, uint32_t seed, float low = -1, float high = 1) {
    Random random(seed);
    Tensor<T> tensor(sizes);
    for (int64_t i = 0; i < tensor.count(); ++i) tensor.data()[i] = random.uniform_float(low, high);
    return tensor;
}

inline Tensor<double> random_doubles(const Sizes& sizes, uint32_t seed, double low = -1, double high = 1) {
    Random random(seed);
    Tensor<double> tensor(sizes);
    for (int64_t i = 0; i < tensor.count(); ++i) tensor.data()[i] = random.uniform(low, high);
    return tensor;
}

/// The values as elements of another type, rounded once.
template <Element To, Element From>
Tensor<To> converted(const Tensor<From>& tensor) {
    Tensor<To> result(tensor.sizes());
    for (int64_t i = 0; i < tensor.count(); ++i)
        assign(result.data()[i], static_cast<Arithmetic<To>>(value_of(tensor.data()[i])));
    return result;
}

/// A C-ordered copy of what a view shows.
template <class T>
Tensor<std::remove_const_t<T>> contiguous(const TensorView<T>& view) {
    Tensor<std::remove_const_t<T>> result(view.sizes);
    for (int64_t i = 0; i < result.count(); ++i) {
        int64_t rest = i, place = 0;
        for (int axis = view.sizes.rank() - 1; axis >= 0; --axis) {
            place += rest % view.sizes[axis] * view.strides[axis];
            rest /= view.sizes[axis];
        }
        result.data()[i] = view.data[place];
    }
    return result;
}

/// 0, 1, 2, ...: every element tells its own place.
inline Tensor<float> counting(const Sizes& sizes) {
    Tensor<float> tensor(sizes);
    for (int64_t i = 0; i < tensor.count(); ++i) tensor.data()[i] = static_cast<float>(i);
    return tensor;
}

/// Grid values where something changes, or that have no place in an image at all.
inline std::vector<float> awkward_floats() {
    return {-1,    1,     0,      -0.0f, 0.5f,  -0.5f, 3,     -3,   2e-45f, kNaN,  -kNaN,  kInf,
            -kInf, 1e30f, -1e30f, 3e9f,  -3e9f, 1e9f,  -1e9f, 1e6f, -1e6f,  3e38f, -3e38f, 1.5f};
}

/// What() of the Exception that the function throws. Nothing thrown or something else: a failure, and empty.
template <class Exception, class Function>
std::string message_of(Function&& function) {
    try {
        function();
    } catch (const Exception& exception) {
        return exception.what();
    } catch (const std::exception& exception) {
        ADD_FAILURE() << "threw another kind of exception: " << exception.what();
        return "";
    }
    ADD_FAILURE() << "threw nothing";
    return "";
}

/// Whether the text holds the part.
inline testing::AssertionResult contains(const std::string& whole, const std::string& part) {
    if (whole.find(part) != std::string::npos) return testing::AssertionSuccess();
    return testing::AssertionFailure() << "'" << whole << "' lacks '" << part << "'";
}

}  // namespace gs
