// SPDX-License-Identifier: MIT
// Any bytes as an .npz archive: refused in a sentence that names the file, or arrays of the sizes that were listed.
#include <stdexcept>

#include "tests/fuzz/fuzz.h"
#include "viz/platform/npz.h"

using fuzz::require;

namespace {

constexpr size_t kMostArrays = 8;  // more would only cost the fuzzer time

/// Where memory ends is a refusal like any other.
constexpr gs::WorkLimits kLimits{.memory = 64 << 20};

void read_array(const std::string& path, const viz::ArchivedArray& array) {
    viz::Source source;
    try {
        source = viz::read_npz(path, {.array = array.name}, gs::Work(kLimits));
    } catch (const std::runtime_error& error) {
        require(std::string_view(error.what()).starts_with(path + ": "), "a refusal names the file");
        return;
    }
    require(source.facts.array == array.name || array.name.ends_with(".npy"),
            "the array is the one that was asked for");
    const gs::Sizes sizes = std::visit([](const auto& tensor) { return tensor.sizes(); }, source.tensor);
    require(sizes == source.facts.stored_sizes, "the sizes are told");
}

}  // namespace

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    static const fuzz::ScratchFile file("archive.npz");
    file.write({reinterpret_cast<const char*>(data), size});
    try {
        const std::vector<viz::ArchivedArray> arrays = viz::list_npz(file.path());
        for (size_t k = 0; k < std::min(arrays.size(), kMostArrays); ++k)
            if (!arrays[k].name.empty()) read_array(file.path(), arrays[k]);
    } catch (const std::runtime_error& error) {
        require(std::string_view(error.what()).starts_with(file.path() + ": "), "a refusal names the file");
    }
    return 0;
}
