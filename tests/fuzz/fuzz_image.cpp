// SPDX-License-Identifier: MIT
// Any bytes as an image file of the format GRIDSCOPE_FUZZ_FORMAT, with alpha and without, read by the libraries that
// the program runs with: refused in one sentence, or an image that is what is said of it.
#include "tests/fuzz/fresh_memory.h"
#include "tests/fuzz/outcome.h"
#include "viz/platform/image_decoder.h"
#include "viz/platform/image_format.h"

using fuzz::Outcome;
using fuzz::require;

namespace {

/// Where memory ends is a refusal like any other; large images would only cost the fuzzer time.
constexpr gs::WorkLimits kLimits{.memory = 1 << 20};

Outcome decoded(std::string_view bytes, bool keeps_alpha) {
    return fuzz::in_any_memory(
        [&] { return fuzz::outcome_of([&] { return viz::decode_image(bytes, keeps_alpha, gs::Work(kLimits)); }, ""); });
}

void check(const viz::Source& source) {
    const auto& image = std::get<gs::Tensor<float>>(source.tensor);
    require(image.sizes().rank() == 4 && image.size(0) == 1, "an image is (1, C, H, W)");
    require(image.size(1) == source.facts.stored_sizes[2], "all channels are there");
    const bool is_linear = !source.facts.white.has_value(), has_alpha = image.size(1) % 2 == 0;
    const float most = is_linear ? std::numeric_limits<float>::infinity() : 1;
    require(std::all_of(image.data(), image.data() + image.count(), [&](float v) { return v >= 0 && v <= most; }),
            "values lie in [0, 1]");
    require(!has_alpha || !source.facts.notes.empty(), "alpha is told");
}

/// That the image without alpha is the first channels of the one with it.
void check_without_alpha(const viz::Source& with, const viz::Source& without) {
    const auto& all = std::get<gs::Tensor<float>>(with.tensor);
    const auto& kept = std::get<gs::Tensor<float>>(without.tensor);
    require(kept.size(1) == all.size(1) - (all.size(1) % 2 == 0 ? 1 : 0), "alpha is one channel more");
    require(std::equal(kept.data(), kept.data() + kept.count(), all.data()), "alpha changes no other channel");
}

}  // namespace

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const fuzz::GuardedBytes file(data, size);
    if (viz::image_format(file.bytes()) != GRIDSCOPE_FUZZ_FORMAT) return 0;
    const Outcome with = decoded(file.bytes(), true);
    if (!with.source) return 0;
    check(*with.source);
    const Outcome without = decoded(file.bytes(), false);
    require(without.source.has_value(), "alpha is not what an image is refused for");
    check_without_alpha(*with.source, *without.source);
    return 0;
}
