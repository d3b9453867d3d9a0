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

/// What files may hold: pictures are of images, but whole batches can be of volumes, too.
enum class Contents { images, anything };

/// What an input or a grid has to look like, for the sentence that refuses another.
struct Shape {
    int least_rank;
    std::string_view images, volumes;
};

constexpr Shape kInputShape{2, "an input (N, C, H, W), (C, H, W) or (H, W)", "(N, C, D, H, W)"};
constexpr Shape kGridShape{3, "a grid (N, H, W, 2) or (H, W, 2)", "(N, D, H, W, 3)"};

/// Adds axes of size 1 in front until there are four; volumes, with five, stay as they are where they are welcome.
gs::Sizes with_all_axes(const gs::Sizes& sizes, const Shape& shape, Contents contents, const std::string& spec) {
    const bool is_volume = sizes.rank() == 5;
    if (is_volume && contents == Contents::images)
        throw std::runtime_error(
            fmt::format("{}: has sizes {}, as volumes have; pictures and explanations are of images, but the commands "
                        "sample and grad take volumes",
                        spec, sizes.text()));
    if (sizes.rank() < shape.least_rank || sizes.rank() > 5) {
        const std::string also = contents == Contents::images ? "" : fmt::format(", or of volumes, {}", shape.volumes);
        throw std::runtime_error(
            fmt::format("{}: expected {}{}, but it has sizes {}", spec, shape.images, also, sizes.text()));
    }
    gs::Sizes padded;
    for (int missing = 4 - sizes.rank(); missing > 0; --missing) padded.push_back(1);
    for (const int64_t size : sizes) padded.push_back(size);
    return padded;
}

gs::AnyTensor read_tensor(const std::string& path, const Shape& shape, Contents contents) {
    gs::AnyTensor any = gs::read_npy_any(path);
    std::visit([&](auto& tensor) { tensor.reshape(with_all_axes(tensor.sizes(), shape, contents, path)); }, any);
    return any;
}

/// For each image of the batch the same grid.
template <class T>
gs::Tensor<T> repeated(const gs::Tensor<T>& grid, int64_t batch) {
    gs::Sizes sizes = grid.sizes();
    sizes[0] = batch;
    gs::Tensor<T> result(sizes);
    for (int64_t n = 0; n < batch; ++n) std::copy_n(grid.data(), grid.count(), result.data() + n * grid.count());
    return result;
}

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

template <class T>
gs::Tensor<T> make_grid(const NamedSource& source, const std::string& spec, const gs::Sizes& input_sizes) {
    const bool is_volume = input_sizes.rank() == 5;
    if (is_volume && source.size)
        throw std::runtime_error(
            fmt::format("{}: is a grid for images, but the input is a volume with sizes {}; {} without sizes fits "
                        "any input",
                        spec, input_sizes.text(), source.name));
    if (is_volume)
        return repeated(make_volume_grid<T>(source.name, input_sizes[2], input_sizes[3], input_sizes[4]),
                        input_sizes[0]);
    const auto [height, width] = source.size.value_or(std::array<int64_t, 2>{input_sizes[2], input_sizes[3]});
    return repeated(make_image_grid<T>(source.name, height, width), input_sizes[0]);
}

gs::AnyTensor input_for(const std::string& spec, const ImageReader& read_image, Contents contents) {
    if (const auto named = parse_named(spec, kInputNames)) return make_input(*named);
    if (!file_exists(spec)) fail_unknown(spec, "input", kInputNames);
    gs::AnyTensor input =
        std::filesystem::path(spec).extension() == ".npy" ? read_tensor(spec, kInputShape, contents) : read_image(spec);
    const gs::Sizes sizes = std::visit([](const auto& tensor) { return tensor.sizes(); }, input);
    if (sizes.count() == 0)
        throw std::runtime_error(fmt::format("{}: the input is empty, its sizes are {}", spec, sizes.text()));
    return input;
}

/// The tensor with elements of type F: widened exactly, or rounded.
template <class F>
gs::Tensor<F> converted(gs::AnyTensor any) {
    return std::visit(
        []<class T>(gs::Tensor<T>& tensor) -> gs::Tensor<F> {
            if constexpr (std::is_same_v<T, F>) {
                return std::move(tensor);
            } else {
                auto result = gs::Tensor<F>::uninitialized(tensor.sizes());
                for (int64_t i = 0; i < tensor.count(); ++i)
                    result.data()[i] = static_cast<F>(gs::value_of(tensor.data()[i]));
                return result;
            }
        },
        any);
}

/// T is the type of a built-in grid.
template <class T>
gs::AnyTensor grid_for(const std::string& spec, const gs::Sizes& input_sizes, Contents contents) {
    if (const auto named = parse_named(spec, kGridNames)) return make_grid<T>(*named, spec, input_sizes);
    if (!file_exists(spec)) fail_unknown(spec, "grid", kGridNames);
    return read_tensor(spec, kGridShape, contents);
}

}  // namespace

std::span<const SourceName> input_names() {
    return kInputNames;
}

std::span<const SourceName> grid_names() {
    return kGridNames;
}

gs::AnyTensor load_input(const std::string& spec, const ImageReader& read_image) {
    return input_for(spec, read_image, Contents::images);
}

gs::AnyTensor load_grid(const std::string& spec, const gs::AnyTensor& input) {
    return std::visit(
        [&]<class T>(const gs::Tensor<T>& tensor) -> gs::AnyTensor {
            using F = gs::Arithmetic<T>;
            return converted<F>(grid_for<F>(spec, tensor.sizes(), Contents::images));
        },
        input);
}

gs::AnyTensor load_any_input(const std::string& spec, const ImageReader& read_image) {
    return input_for(spec, read_image, Contents::anything);
}

gs::AnyTensor load_any_grid(const std::string& spec, const gs::AnyTensor& input) {
    return std::visit(
        [&]<class T>(const gs::Tensor<T>& tensor) {
            return grid_for<gs::Arithmetic<T>>(spec, tensor.sizes(), Contents::anything);
        },
        input);
}

}  // namespace viz
