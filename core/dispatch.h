// SPDX-License-Identifier: MIT
// From run-time options to compile-time ones, so that no kernel branches per pixel.
#pragma once

#include <type_traits>
#include <utility>

#include "core/dtype.h"
#include "core/options.h"

namespace gs {

template <auto value>
using Constant = std::integral_constant<decltype(value), value>;

/// Calls function(Constant<mode>).
template <class Function>
decltype(auto) with_mode(Mode mode, Function&& function) {
    switch (mode) {
        case Mode::nearest: return function(Constant<Mode::nearest>{});
        case Mode::bicubic: return function(Constant<Mode::bicubic>{});
        case Mode::bilinear: break;
    }
    return function(Constant<Mode::bilinear>{});
}

/// Calls function(Constant<mode>, Constant<dims>).
template <class Function>
decltype(auto) with_mode_and_dims(const Options& options, int dims, Function&& function) {
    return with_mode(options.mode, [&](auto mode) -> decltype(auto) {
        return dims == 2 ? function(mode, Constant<2>{}) : function(mode, Constant<3>{});
    });
}

/// Calls function(T{}), T being the element type.
template <class Function>
decltype(auto) with_dtype(Dtype dtype, Function&& function) {
    switch (dtype) {
        case Dtype::float64: return function(double{});
        case Dtype::float16: return function(Half{});
        case Dtype::bfloat16: return function(BFloat16{});
        case Dtype::float32: break;
    }
    return function(float{});
}

/// Calls function(Constant<padding>).
template <class Function>
decltype(auto) with_padding(Padding padding, Function&& function) {
    switch (padding) {
        case Padding::border: return function(Constant<Padding::border>{});
        case Padding::reflection: return function(Constant<Padding::reflection>{});
        case Padding::zeros: break;
    }
    return function(Constant<Padding::zeros>{});
}

}  // namespace gs
