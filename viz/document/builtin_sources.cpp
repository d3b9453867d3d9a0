// SPDX-License-Identifier: MIT
#include "viz/document/builtin_sources.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include "core/check.h"
#include "core/grids.h"
#include "core/visible.h"
#include "viz/document/any_tensor.h"
#include "viz/document/limits.h"

namespace viz {
namespace {

constexpr std::array kInputNames{
    SourceName{"ramp", "0, 1, 2, ... row by row"},
    SourceName{"tens", "10 times the row plus the column, so that a value tells its place"},
    SourceName{"checker", "0 and 1 in turn"},
    SourceName{"ones", "1 everywhere: what is not 1 in the output comes from the padding"},
    SourceName{"spot", "one pixel of 1 in the middle of zeros"},
};
constexpr std::array kGridNames{
    SourceName{"linspace", "-1 to 1 inclusive: the identity for align_corners=True"},
    SourceName{"centres", "(2i+1)/size - 1: the identity for align_corners=False"},
};

template <class T>
gs::Tensor<T> make_image_grid(std::string_view name, int64_t height, int64_t width) {
    return name == "centres" ? gs::centres_grid<T>(height, width) : gs::linspace_grid<T>(height, width);
}

/// The same along three axes, each as it is in a grid for images.
template <class T>
gs::Tensor<T> make_volume_grid(std::string_view name, int64_t depth, int64_t height, int64_t width) {
    const auto x = make_image_grid<T>(name, 1, width), y = make_image_grid<T>(name, 1, height),
               z = make_image_grid<T>(name, 1, depth);
    gs::Tensor<T> grid({1, depth, height, width, 3});
    T* point = grid.data();
    for (int64_t k = 0; k < depth; ++k)
        for (int64_t j = 0; j < height; ++j)
            for (int64_t i = 0; i < width; ++i, point += 3) {
                point[0] = x.at(0, 0, i, 0);
                point[1] = y.at(0, 0, j, 0);
                point[2] = z.at(0, 0, k, 0);
            }
    return grid;
}

/// The sizes of the grid that a name stands for.
gs::Sizes grid_sizes(const NamedSource& named, const gs::Sizes& input) {
    if (input.rank() == 5) return {input[0], input[2], input[3], input[4], 3};
    const auto [height, width] = named.size.value_or(std::array<int64_t, 2>{input[2], input[3]});
    return {input[0], height, width, 2};
}

/// The grid of these sizes.
template <class T>
gs::AnyTensor make_grid(const NamedSource& named, const gs::Sizes& sizes, const gs::Sizes& input,
                        const gs::Work& work) {
    require_room(sizes, input, sizeof(T), work);
    if (sizes.count() == 0) return gs::Tensor<T>(sizes);
    if (sizes.rank() == 5) return repeated(make_volume_grid<T>(named.name, sizes[1], sizes[2], sizes[3]), input, work);
    return repeated(make_image_grid<T>(named.name, sizes[1], sizes[2]), input, work);
}

}  // namespace

std::span<const SourceName> input_names() {
    return kInputNames;
}

std::span<const SourceName> grid_names() {
    return kGridNames;
}

std::optional<NamedSource> parse_named(std::string_view spec, std::span<const SourceName> names) {
    const size_t colon = std::min(spec.find(':'), spec.size());
    const auto found = std::find_if(names.begin(), names.end(),
                                    [&](const SourceName& known) { return known.name == spec.substr(0, colon); });
    if (found == names.end()) return std::nullopt;
    NamedSource source{found->name, std::nullopt};
    if (colon == spec.size()) return source;

    std::array<int64_t, 2> size{};
    const char *at = spec.data() + colon + 1, *const end = spec.data() + spec.size();
    for (size_t axis = 0; axis < 2; ++axis) {
        if (axis == 1 && (at == end || *at++ != 'x')) at = nullptr;
        if (at != nullptr) {
            const auto [rest, error] = std::from_chars(at, end, size[axis]);
            at = error == std::errc() ? rest : nullptr;
        }
        if (at == nullptr || !kSideLimits.hold(size[axis])) {
            throw std::runtime_error(fmt::format("{}: expected {}:HEIGHTxWIDTH with sizes from {}, such as {}:4x5",
                                                 gs::visible(spec), source.name, kSideLimits.text(), source.name));
        }
    }
    if (at != end) throw std::runtime_error(fmt::format("{}: there is something after the sizes", gs::visible(spec)));
    source.size = size;
    return source;
}

Source builtin_input(const NamedSource& named, const std::string& spec, const gs::Work& work) {
    const auto [height, width] = named.size.value_or(std::array<int64_t, 2>{4, 4});
    auto input = uninitialized_within<float>({1, 1, height, width}, fmt::format("its {} x {} pixels", width, height),
                                             spec, work);
    for (int64_t y = 0; y < height; ++y) {
        for (int64_t x = 0; x < width; ++x) {
            float& pixel = input.at(0, 0, y, x);
            if (named.name == "ramp") pixel = static_cast<float>(y * width + x);
            if (named.name == "tens") pixel = static_cast<float>(10 * y + x);
            if (named.name == "checker") pixel = static_cast<float>((x + y) % 2);
            if (named.name == "ones") pixel = 1;
            if (named.name == "spot") pixel = y == height / 2 && x == width / 2 ? 1 : 0;
        }
    }
    return {std::move(input), {.kind = SourceKind::builtin_input, .layout = "NCHW"}};
}

Source builtin_grid(const NamedSource& named, const std::string& spec, const gs::AnyTensor& input,
                    const gs::Work& work) {
    const gs::Sizes& sizes = sizes_of(input);
    if (sizes.rank() == 5 && named.size)
        throw std::runtime_error(
            fmt::format("{}: is a grid for images, but the input is a volume with sizes {}; {} without sizes fits "
                        "any input",
                        gs::visible(spec), sizes.text(), named.name));
    const gs::Sizes grid = grid_sizes(named, sizes);
    const bool is_double = arithmetic_of(input) == gs::Dtype::float64;
    return {is_double ? make_grid<double>(named, grid, sizes, work) : make_grid<float>(named, grid, sizes, work),
            {.kind = SourceKind::builtin_grid}};
}

gs::AnyTensor repeated(const gs::AnyTensor& grid, const gs::Sizes& input, const gs::Work& work) {
    return std::visit(
        [&]<class T>(const gs::Tensor<T>& one) -> gs::AnyTensor {
            gs::Sizes sizes = one.sizes();
            sizes[0] = input[0];
            require_room(sizes, input, sizeof(T), work);
            auto result = gs::Tensor<T>::uninitialized(sizes);
            constexpr int64_t kBetweenChecks = int64_t{1} << 20;
            for (int64_t n = 0; n < input[0]; ++n)
                for (int64_t i = 0; i < one.count(); i += kBetweenChecks) {
                    work.check();
                    std::copy_n(one.data() + i, std::min(kBetweenChecks, one.count() - i),
                                result.data() + n * one.count() + i);
                }
            return result;
        },
        grid);
}

void require_room(const gs::Sizes& grid, const gs::Sizes& input, size_t element_size, const gs::Work& work) {
    constexpr int64_t kMostForNothing = int64_t{1} << 24;  // elements
    const bool is_for_nothing = input.count() == 0;
    if (gs::fits_memory(grid, sizeof(double)) && (!is_for_nothing || grid.count() <= kMostForNothing))
        return work.require_memory(bytes_of(grid, element_size), "", fmt::format("a grid with sizes {}", grid.text()));
    throw std::runtime_error(fmt::format("a grid with sizes {} is too large for the input with sizes {}{}", grid.text(),
                                         input.text(), is_for_nothing ? ", which has no elements" : ""));
}

}  // namespace viz
