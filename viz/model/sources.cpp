// SPDX-License-Identifier: MIT
#include "viz/model/sources.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <optional>
#include <stdexcept>

#include "core/grids.h"
#include "core/npy.h"

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

/// The longest side that a built-in input or grid may have: its point is to be looked at.
constexpr int64_t kLargestSide = 4096;

struct NamedSource {
    std::string_view name;
    std::optional<std::array<int64_t, 2>> size;  ///< height, width
};

/// Splits "ramp:4x5". Nothing when the text does not start with one of the names.
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
        if (at == nullptr || size[axis] < 1 || size[axis] > kLargestSide) {
            throw std::runtime_error(fmt::format("{}: expected {}:HEIGHTxWIDTH with sizes from 1 to {}, such as {}:4x5",
                                                 spec, source.name, kLargestSide, source.name));
        }
    }
    if (at != end) throw std::runtime_error(fmt::format("{}: there is something after the sizes", spec));
    source.size = size;
    return source;
}

gs::Tensor<float> make_input(const NamedSource& source) {
    const auto [height, width] = source.size.value_or(std::array<int64_t, 2>{4, 4});
    gs::Tensor<float> input({1, 1, height, width});
    for (int64_t y = 0; y < height; ++y) {
        for (int64_t x = 0; x < width; ++x) {
            float& pixel = input.at(0, 0, y, x);
            if (source.name == "ramp") pixel = static_cast<float>(y * width + x);
            if (source.name == "tens") pixel = static_cast<float>(10 * y + x);
            if (source.name == "checker") pixel = static_cast<float>((x + y) % 2);
            if (source.name == "ones") pixel = 1;
            if (source.name == "spot") pixel = y == height / 2 && x == width / 2 ? 1 : 0;
        }
    }
    return input;
}

[[noreturn]] void fail_unknown(const std::string& spec, std::string_view kind, std::span<const SourceName> names) {
    std::string known;
    for (const SourceName& source : names) known += (known.empty() ? "" : ", ") + std::string(source.name);
    throw std::runtime_error(
        fmt::format("{}: there is no such file and no built-in {} of that name ({})", spec, kind, known));
}

bool file_exists(const std::string& path) {
    std::error_code ignored;  // a name that no file can have is one that does not exist
    return std::filesystem::exists(path, ignored);
}

/// Adds axes of size 1 in front until the tensor has four.
gs::Tensor<float> with_rank_4(gs::Tensor<float> tensor, int least_rank, const std::string& spec,
                              std::string_view expectation) {
    const gs::Sizes& sizes = tensor.sizes();
    if (sizes.rank() < least_rank || sizes.rank() > 4)
        throw std::runtime_error(fmt::format("{}: expected {}, but it has sizes {}", spec, expectation, sizes.text()));
    gs::Sizes padded;
    for (int missing = 4 - sizes.rank(); missing > 0; --missing) padded.push_back(1);
    for (const int64_t size : sizes) padded.push_back(size);
    std::vector<float> elements(tensor.data(), tensor.data() + tensor.count());
    return {padded, std::move(elements)};
}

gs::Tensor<float> repeated(const gs::Tensor<float>& grid, int64_t batch) {
    gs::Tensor<float> result({batch, grid.size(1), grid.size(2), 2});
    for (int64_t n = 0; n < batch; ++n) std::copy_n(grid.data(), grid.count(), result.data() + n * grid.count());
    return result;
}

}  // namespace

std::span<const SourceName> input_names() {
    return kInputNames;
}

std::span<const SourceName> grid_names() {
    return kGridNames;
}

gs::Tensor<float> load_input(const std::string& spec, const ImageReader& read_image) {
    if (const auto named = parse_named(spec, kInputNames)) return make_input(*named);
    if (!file_exists(spec)) fail_unknown(spec, "input", kInputNames);
    gs::Tensor<float> input =
        std::filesystem::path(spec).extension() == ".npy"
            ? with_rank_4(gs::read_npy(spec), 2, spec, "an input (N, C, H, W), (C, H, W) or (H, W)")
            : read_image(spec);
    if (input.count() == 0)
        throw std::runtime_error(fmt::format("{}: the input is empty, its sizes are {}", spec, input.sizes().text()));
    return input;
}

gs::Tensor<float> load_grid(const std::string& spec, const gs::Sizes& input_sizes) {
    if (const auto named = parse_named(spec, kGridNames)) {
        const auto [height, width] = named->size.value_or(std::array<int64_t, 2>{input_sizes[2], input_sizes[3]});
        const auto grid = named->name == "centres" ? gs::centres_grid(height, width) : gs::linspace_grid(height, width);
        return repeated(grid, input_sizes[0]);
    }
    if (!file_exists(spec)) fail_unknown(spec, "grid", kGridNames);
    return with_rank_4(gs::read_npy(spec), 3, spec, "a grid (N, H, W, 2) or (H, W, 2)");
}

}  // namespace viz
