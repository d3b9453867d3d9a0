// SPDX-License-Identifier: MIT
#include "viz/document/axis_layout.h"

#include <fmt/core.h>

#include <stdexcept>

#include "core/c_ordered.h"
#include "core/visible.h"
#include "viz/document/any_tensor.h"
#include "viz/document/source.h"

namespace viz {
namespace {

/// How many channels images have.
bool may_be_channels(int64_t size) {
    return size == 1 || size == 3 || size == 4;
}

/// Whether the last axis can be that of the channels, and the one where PyTorch has them cannot.
bool may_be_channels_last(const gs::Sizes& sizes) {
    return may_be_channels(sizes[sizes.rank() - 1]) && !may_be_channels(sizes[sizes.rank() - 3]);
}

/// Whether rows and columns are more than the channels, read as channels last.
bool looks_like_channels_last(const gs::Sizes& sizes) {
    const int rank = sizes.rank();
    const int64_t channels = sizes[rank - 1];
    return may_be_channels_last(sizes) && sizes[rank - 3] > channels && sizes[rank - 2] > channels;
}

/// The layout that `automatic` stands for, and what is to be said of it.
AxisLayout guessed(const gs::Sizes& sizes, std::vector<Note>& notes) {
    const int rank = sizes.rank();
    if (rank == 2) return AxisLayout::HW;
    const note::ImageSizes first{sizes[rank - 2], sizes[rank - 1], sizes[rank - 3]},
        last{sizes[rank - 3], sizes[rank - 2], sizes[rank - 1]};
    if (rank == 3 && looks_like_channels_last(sizes)) {
        notes.push_back(note::ChannelsLastGuessed{last, first});
        return AxisLayout::HWC;
    }
    if (rank == 3 && may_be_channels_last(sizes))
        notes.push_back(note::ChannelsLastPossible{AxisLayout::CHW, AxisLayout::HWC, first, last});
    if (rank == 4 && looks_like_channels_last(sizes))
        notes.push_back(note::ChannelsLastPossible{AxisLayout::NCHW, AxisLayout::NHWC, first, last});
    return rank == 3 ? AxisLayout::CHW : AxisLayout::NCHW;
}

/// Strides and sizes of (N, C, H, W) in an array of these sizes.
struct Arrangement {
    gs::Sizes sizes, strides;
};

Arrangement arrangement(const gs::Sizes& stored, AxisLayout layout) {
    const gs::Sizes steps = stored.contiguous_strides();
    const std::string_view axes = name(layout);
    Arrangement result;
    for (const char axis : std::string_view("NCHW")) {
        const size_t place = axes.find(axis);
        result.sizes.push_back(place == std::string_view::npos ? 1 : stored[static_cast<int>(place)]);
        result.strides.push_back(place == std::string_view::npos ? 0 : steps[static_cast<int>(place)]);
    }
    return result;
}

}  // namespace

void arrange(Source& source, AxisLayout layout, const std::string& origin, const gs::Work& work) {
    const gs::Sizes stored = sizes_of(source.tensor);
    const int rank = stored.rank();
    if (rank < 2 || rank > 5)
        throw std::runtime_error(
            fmt::format("{}: expected an input (N, C, H, W), (C, H, W) or (H, W), or of volumes, (N, C, D, H, W), but "
                        "it has sizes {}",
                        gs::visible(origin), stored.text()));
    if (layout != AxisLayout::automatic && rank != static_cast<int>(name(layout).size()))
        throw std::runtime_error(fmt::format("{}: has sizes {}, which cannot be read as {}", gs::visible(origin),
                                             stored.text(), name(layout)));
    if (rank == 5) {
        source.facts.layout = "NCDHW";
        return;
    }
    if (layout == AxisLayout::automatic) layout = guessed(stored, source.facts.notes);
    source.facts.layout = name(layout);
    const auto [sizes, strides] = arrangement(stored, layout);
    source.tensor = std::visit(
        [&, sizes = sizes, strides = strides]<class T>(gs::Tensor<T>& tensor) -> gs::AnyTensor {
            if (layout == AxisLayout::HWC || layout == AxisLayout::NHWC)
                return gs::c_ordered(gs::TensorView<const T>(tensor.data(), sizes, strides), work);
            tensor.reshape(sizes);
            return std::move(tensor);
        },
        source.tensor);
}

}  // namespace viz
