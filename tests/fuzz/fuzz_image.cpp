// SPDX-License-Identifier: MIT
// Any bytes as an image file: refused in one sentence, or an image of numbers from 0 to 1.
#include <stdexcept>

#include "tests/fuzz/fuzz.h"
#include "viz/platform/image_io.h"

using fuzz::require;

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    static const fuzz::ScratchFile file("image");
    file.write({reinterpret_cast<const char*>(data), size});
    gs::Tensor<float> image;
    try {
        image = viz::read_image(file.path());
    } catch (const std::runtime_error& error) {
        const std::string_view sentence = error.what();
        require(sentence.starts_with(file.path() + ": "), "a refusal names the file");
        require(!sentence.ends_with(": "), "a refusal has a reason");
        return 0;
    }
    require(image.sizes().rank() == 4 && (image.size(1) == 1 || image.size(1) == 3), "an image is (1, 1 or 3, H, W)");
    for (int64_t i = 0; i < image.count(); ++i)
        require(image.data()[i] >= 0 && image.data()[i] <= 1, "values lie in [0, 1]");
    return 0;
}
