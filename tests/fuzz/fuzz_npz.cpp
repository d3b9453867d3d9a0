// SPDX-License-Identifier: MIT
// Any bytes as an .npz archive: refused in a sentence that names the file, or arrays of the sizes that were listed.
#include "tests/fuzz/fresh_memory.h"
#include "tests/fuzz/outcome.h"
#include "viz/platform/desktop/disk_files.h"

using fuzz::Outcome;
using fuzz::require;

namespace {

constexpr size_t kMostArrays = 8;  // more would only cost the fuzzer time

const std::vector<viz::ArchivedArray> kNone;  // of what does not begin as an archive does

/// Where memory ends is a refusal like any other.
constexpr gs::WorkLimits kLimits{.memory = 1 << 20};

void read_array(const std::string& path, const std::string& name) {
    const Outcome outcome = fuzz::in_any_memory([&] {
        return fuzz::outcome_of([&] { return viz::disk().decode(path, {.array = name}, gs::Work(kLimits)); }, path + ": ");
    });
    if (!outcome.source) return;
    const auto& [tensor, facts] = *outcome.source;
    require(facts.array == name || name.ends_with(".npy"), "the array is the one that was asked for");
    const gs::Sizes sizes = std::visit([](const auto& elements) { return elements.sizes(); }, tensor);
    require(sizes == facts.stored_sizes, "the sizes are told");
}

}  // namespace

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    static const fuzz::ScratchFile file("archive.npz");
    file.write({reinterpret_cast<const char*>(data), size});
    try {
        const std::vector<viz::ArchivedArray> arrays = viz::disk().arrays(file.path(), gs::Work()).value_or(kNone);
        for (size_t k = 0; k < std::min(arrays.size(), kMostArrays); ++k)
            if (!arrays[k].name.empty()) read_array(file.path(), arrays[k].name);
    } catch (const std::runtime_error& error) {
        require(std::string_view(error.what()).starts_with(file.path() + ": "), "a refusal names the file");
    }
    return 0;
}
