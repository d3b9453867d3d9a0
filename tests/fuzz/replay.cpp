// SPDX-License-Identifier: MIT
// replay FOLDER: runs a fuzz target once for each file of a corpus, with any compiler.
#include <algorithm>
#include <memory>
#include <vector>

#include "tests/fuzz/fuzz.h"

int main(int argc, char** argv) {
    fuzz::require(argc == 2, "replay is given the folder of a corpus");
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(argv[1])) files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    fuzz::require(!files.empty(), "the corpus holds files");
    for (const std::filesystem::path& file : files) {
        std::printf("%s\n", file.c_str());
        std::fflush(stdout);  // the last one that is named is the one that failed
        const std::string bytes = gs::read_file(file.string());
        // A copy of exactly the file's size, so that the sanitizer sees a read of one byte too many.
        const auto data = std::make_unique<uint8_t[]>(bytes.size());
        std::copy(bytes.begin(), bytes.end(), data.get());
        LLVMFuzzerTestOneInput(data.get(), bytes.size());
    }
}
