// SPDX-License-Identifier: MIT
#include "viz/cli/bench_cases.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <cmath>
#include <numbers>

#include "core/parallel.h"
#include "viz/document/values.h"

namespace viz {
namespace {

constexpr double kJitter = 1.5;                          // pixels
constexpr double kWave = 8, kWaveX = 200, kWaveY = 250;  // pixels: height of the waves, and their lengths
constexpr double kTurn = std::numbers::pi / 6;           // 30 degrees

/// Seeds: any numbers that differ.
constexpr uint64_t kInputSeed = 1, kGridSeed = 2, kGradSeed = 3;

/// From -1 to 1.
double uniform(uint64_t seed, int64_t counter) {
    return static_cast<double>(random_bits(seed, counter) >> 11) * 0x1p-52 - 1;
}

/// Normally distributed with standard deviation 1, by Box and Muller (1958).
double normal(uint64_t seed, int64_t counter) {
    const uint64_t bits = random_bits(seed, counter);
    const double radius = std::sqrt(-2 * std::log((static_cast<double>(bits >> 32) + 1) * 0x1p-32));
    return radius * std::cos(2 * std::numbers::pi * static_cast<double>(bits & 0xffffffffu) * 0x1p-32);
}

gs::Tensor<float> random_values(const gs::Sizes& sizes, uint64_t seed) {
    auto tensor = gs::Tensor<float>::uninitialized(sizes);
    gs::parallel_for(tensor.count(), 1 << 16, 0, [&](int64_t begin, int64_t end) {
        for (int64_t i = begin; i < end; ++i) tensor.data()[i] = static_cast<float>(uniform(seed, i));
    });
    return tensor;
}

/// One entry of a grid: its axes are x, y and, in volumes, z.
struct Entry {
    int64_t number;                  ///< among all entries of the grid
    std::array<int64_t, 3> place;    ///< in the output, in pixels
    std::array<int64_t, 3> size;     ///< of the output
    std::array<double, 3> identity;  ///< the grid value that reads its own place (align_corners = false)
};

double grid_value(Motion motion, const Entry& entry, size_t axis) {
    const auto& [x, y, z] = entry.identity;
    const double pixel = 2.0 / static_cast<double>(entry.size[axis]);  // in grid values
    switch (motion) {
        case Motion::jitter:
            return entry.identity[axis] +
                   pixel * kJitter * normal(kGridSeed, 3 * entry.number + static_cast<int64_t>(axis));
        case Motion::rotation:
            return axis == 0 ? x * std::cos(kTurn) - y * std::sin(kTurn) : x * std::sin(kTurn) + y * std::cos(kTurn);
        case Motion::flow: {
            const double along = static_cast<double>(entry.place[1 - axis]) / (axis == 0 ? kWaveX : kWaveY);
            return entry.identity[axis] + pixel * kWave * std::sin(2 * std::numbers::pi * along);
        }
        case Motion::scatter: break;
    }
    return uniform(kGridSeed, 3 * entry.number + static_cast<int64_t>(axis));
}

gs::Tensor<float> make_grid(const BenchCase& bench_case) {
    auto grid = gs::Tensor<float>::uninitialized(bench_case.grid());
    const int rank = bench_case.input.rank();
    const auto axes = static_cast<size_t>(rank - 2);
    Entry like{};
    like.size = {1, 1, 1};
    for (size_t axis = 0; axis < axes; ++axis) like.size[axis] = bench_case.input[rank - 1 - static_cast<int>(axis)];
    gs::parallel_for(grid.count() / static_cast<int64_t>(axes), 1 << 14, 0, [&](int64_t begin, int64_t end) {
        Entry entry = like;
        for (entry.number = begin; entry.number < end; ++entry.number) {
            int64_t rest = entry.number;
            for (size_t axis = 0; axis < axes; ++axis) {
                entry.place[axis] = rest % entry.size[axis];
                rest /= entry.size[axis];
                entry.identity[axis] =
                    static_cast<double>(2 * entry.place[axis] + 1) / static_cast<double>(entry.size[axis]) - 1;
            }
            float* const to = grid.data() + entry.number * static_cast<int64_t>(axes);
            for (size_t axis = 0; axis < axes; ++axis)
                to[axis] = static_cast<float>(grid_value(bench_case.motion, entry, axis));
        }
    });
    return grid;
}

std::string_view motion_text(Motion motion) {
    switch (motion) {
        case Motion::jitter: return "jitter of 1.5 pixels";
        case Motion::rotation: return "turned by 30 degrees";
        case Motion::flow: return "smooth flow of 8 pixels";
        case Motion::scatter: break;
    }
    return "uniformly random grid";
}

}  // namespace

uint64_t random_bits(uint64_t seed, int64_t counter) {
    // SplitMix64 (Steele, Lea and Flood, 2014), entered at the counter's place.
    uint64_t bits = (seed << 56) + static_cast<uint64_t>(counter + 1) * 0x9e3779b97f4a7c15u;
    bits = (bits ^ bits >> 30) * 0xbf58476d1ce4e5b9u;
    bits = (bits ^ bits >> 27) * 0x94d049bb133111ebu;
    return bits ^ bits >> 31;
}

gs::Sizes BenchCase::grid() const {
    gs::Sizes sizes{input[0]};
    for (int axis = 2; axis < input.rank(); ++axis) sizes.push_back(input[axis]);
    sizes.push_back(input.rank() - 2);
    return sizes;
}

std::string BenchCase::text() const {
    return fmt::format("{}, {}", fmt::join(input, "x"), motion_text(motion));
}

std::span<const BenchCase> bench_cases() {
    static const std::array<BenchCase, 9> cases{{
        {"A", {1, 3, 512, 512}, Motion::jitter},
        {"B", {1, 3, 2048, 2048}, Motion::jitter},
        {"C", {8, 64, 64, 64}, Motion::jitter},
        {"D", {1, 1, 4096, 4096}, Motion::rotation},
        {"E", {16, 3, 224, 224}, Motion::jitter},
        {"F", {1, 1, 128, 128, 128}, Motion::jitter},
        {"G", {1, 3, 2048, 2048}, Motion::scatter},
        {"R", {1, 3, 2048, 2048}, Motion::rotation},
        {"S", {1, 3, 2048, 2048}, Motion::flow},
    }};
    return cases;
}

std::vector<BenchCase> chosen_cases(const std::string& option, const std::string& name) {
    std::vector<BenchCase> chosen;
    std::vector<std::string> known;
    for (const BenchCase& bench_case : bench_cases()) {
        known.emplace_back(bench_case.name);
        if (name == "all" || name == bench_case.name) chosen.push_back(bench_case);
    }
    known.emplace_back("all");
    if (chosen.empty())
        throw UsageError(fmt::format("{} is '{}', but must be one of {}", option, shown(name), listed(known)));
    return chosen;
}

BenchData make_bench_data(const BenchCase& bench_case) {
    return {random_values(bench_case.input, kInputSeed), make_grid(bench_case),
            random_values(bench_case.input, kGradSeed)};
}

}  // namespace viz
