// SPDX-License-Identifier: MIT
// What was converted, guessed or left out when a source was read. These are facts: viz/text/source_words.h has a
// sentence for each, and does not compile where one lacks it.
#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "core/files/npy.h"
#include "viz/document/axis_layout.h"

namespace viz {
namespace note {

/// What there is no more to say of.
enum class Plain {
    bfloat16_guessed,     ///< of an array: elements of 2 bytes without a name were taken for bfloat16
    first_picture_only,   ///< of an image that is animated
    profile_ignored,      ///< of colours
    exposure_ignored,     ///< of a Radiance HDR file
    stray_bytes_ignored,  ///< of a JPEG file
    no_alpha,             ///< it was to be kept
    white_taken_out       ///< that Photoshop mixes into half transparent pixels
};

// Of arrays.

/// How many pixels an array has when its axes are read in some order.
struct ImageSizes {
    int64_t rows, columns, channels;
    friend bool operator==(const ImageSizes&, const ImageSizes&) = default;
};

/// Three axes were read as HWC, as their sizes suggest.
struct ChannelsLastGuessed {
    ImageSizes sizes, as_chw;
    friend bool operator==(const ChannelsLastGuessed&, const ChannelsLastGuessed&) = default;
};

/// Axes were read in PyTorch's order, but might have their channels last.
struct ChannelsLastPossible {
    AxisLayout read, other;
    ImageSizes sizes, as_other;
    friend bool operator==(const ChannelsLastPossible&, const ChannelsLastPossible&) = default;
};

/// A layout was asked for, but the input is no array.
struct LayoutIgnored {
    AxisLayout layout;
    friend bool operator==(const LayoutIgnored&, const LayoutIgnored&) = default;
};

/// Integers or booleans became floating-point numbers.
struct IntegersConverted {
    gs::NpyType type;
    gs::IntegerConversion conversion;
    friend bool operator==(const IntegersConverted&, const IntegersConverted&) = default;
};

/// Something follows the array.
struct BytesFollow {
    uint64_t bytes;
    bool begin_an_array;
    friend bool operator==(const BytesFollow&, const BytesFollow&) = default;
};

// Of grids.

/// One grid serves all images of the input.
struct GridShared {
    int64_t images;
    bool is_of_volumes;
    friend bool operator==(const GridShared&, const GridShared&) = default;
};

/// The grid got a type that goes with the input's.
struct GridConverted {
    gs::Dtype from, to, input;
    bool is_exact;  ///< no value was rounded
    friend bool operator==(const GridConverted&, const GridConverted&) = default;
};

/// The grid was made of an affine matrix.
struct GridOfMatrix {
    std::string file;
    gs::Sizes sizes;
    bool align_corners;
    friend bool operator==(const GridOfMatrix&, const GridOfMatrix&) = default;
};

// Of images.

struct GammaIgnored {
    double gamma;
    friend bool operator==(const GammaIgnored&, const GammaIgnored&) = default;
};

/// Something is wrong with the file, which changes no pixel; in the decoder's words.
struct FlawIgnored {
    std::string flaw;
    friend bool operator==(const FlawIgnored&, const FlawIgnored&) = default;
};

struct AlphaLeftOut {
    bool is_of_grey;
    friend bool operator==(const AlphaLeftOut&, const AlphaLeftOut&) = default;
};

struct AlphaKept {
    bool is_of_grey;
    friend bool operator==(const AlphaKept&, const AlphaKept&) = default;
};

}  // namespace note

using Note =
    std::variant<note::Plain, note::ChannelsLastGuessed, note::ChannelsLastPossible, note::LayoutIgnored,
                 note::IntegersConverted, note::BytesFollow, note::GridShared, note::GridConverted, note::GridOfMatrix,
                 note::GammaIgnored, note::FlawIgnored, note::AlphaLeftOut, note::AlphaKept>;

}  // namespace viz
