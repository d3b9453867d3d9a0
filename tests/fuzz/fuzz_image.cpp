// SPDX-License-Identifier: MIT
// Any bytes as an image file, with and without alpha: refused in one sentence, or an image that is what is said of it.
#include <stdexcept>

#include "tests/fuzz/fuzz.h"
#include "viz/platform/image_format.h"
#include "viz/platform/image_io.h"

using fuzz::require;

namespace {

/// Where memory ends is a refusal like any other; large images would only cost the fuzzer time.
constexpr gs::WorkLimits kLimits{.memory = 64 << 20};

/// The image's number of channels; 0 when it was refused.
int64_t channels_of(const fuzz::ScratchFile& file, std::string_view bytes, bool keeps_alpha) {
    viz::Source source;
    try {
        source = viz::read_image(file.path(), {.keeps_alpha = keeps_alpha}, gs::Work(kLimits));
    } catch (const std::runtime_error& error) {
        const std::string_view sentence = error.what();
        require(sentence.starts_with(file.path() + ": "), "a refusal names the file");
        require(!sentence.ends_with(": "), "a refusal has a reason");
        return 0;
    }
    require(viz::looks_like_image(bytes) && viz::format_refusal(bytes).empty(), "what is read is told from its bytes");
    const auto& image = std::get<gs::Tensor<float>>(source.tensor);
    require(image.sizes().rank() == 4 && image.size(0) == 1, "an image is (1, C, H, W)");
    const bool is_linear = source.facts.scale == "linear";
    for (int64_t i = 0; i < image.count(); ++i)
        require(image.data()[i] >= 0 && (is_linear || image.data()[i] <= 1), "values lie in [0, 1]");
    const bool has_alpha = source.facts.stored_sizes[2] % 2 == 0;
    require(image.size(1) == source.facts.stored_sizes[2] - (has_alpha && !keeps_alpha ? 1 : 0),
            "all channels are there but alpha");
    require(!has_alpha || !source.facts.notes.empty(), "alpha is told");
    return image.size(1);
}

}  // namespace

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    static const fuzz::ScratchFile file("image");
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    file.write(bytes);
    const int64_t kept = channels_of(file, bytes, true), left = channels_of(file, bytes, false);
    require(kept == left || (left > 0 && kept == left + 1), "alpha is one channel more");
    return 0;
}
