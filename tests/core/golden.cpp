// SPDX-License-Identifier: MIT
#include "golden.h"

#include <map>
#include <sstream>
#include <stdexcept>

#include "core/file.h"
#include "core/npy.h"
#include "support.h"

namespace gs {
namespace {

template <class Enum, size_t count>
Enum from_name(const std::array<Enum, count>& all, const std::string& word) {
    for (const Enum value : all)
        if (name(value) == word) return value;
    throw std::runtime_error("cases.txt: '" + word + "' is no option");
}

/// Row `row` of an output file (rows, N, C, Ho, Wo).
Tensor<float> row_of(const Tensor<float>& rows, int64_t row) {
    const Sizes sizes{rows.size(1), rows.size(2), rows.size(3), rows.size(4)};
    if (row < 0 || row >= rows.size(0)) throw std::runtime_error("cases.txt: there is no row " + std::to_string(row));
    const float* start = rows.data() + row * sizes.count();
    return {sizes, std::vector<float>(start, start + sizes.count())};
}

class Reader {
public:
    /// Reads "name mode padding align_corners input grid output output-row error-row".
    GoldenCase read_case(const std::string& line) {
        std::istringstream words(line);
        std::string geometry, mode, padding, align_corners, input, grid, output, row, error_row;
        words >> geometry >> mode >> padding >> align_corners >> input >> grid >> output >> row >> error_row;
        if (error_row.empty()) throw std::runtime_error("cases.txt: the line is too short: " + line);

        GoldenCase golden{geometry,
                          {from_name(kModes, mode), from_name(kPaddings, padding), align_corners == "1"},
                          file(input),
                          file(grid),
                          row_of(file(output), std::stoll(row)),
                          {}};
        if (error_row == "-") return golden;
        const Tensor<float> error = row_of(file(output), std::stoll(error_row));
        for (int64_t i = 0; i < error.count(); ++i)
            golden.reference.push_back(double{golden.output.data()[i]} - double{error.data()[i]});
        return golden;
    }

private:
    const Tensor<float>& file(const std::string& file_name) {
        const auto found = files_.find(file_name);
        if (found != files_.end()) return found->second;
        return files_[file_name] = read_npy(golden_path(file_name));
    }

    std::map<std::string, Tensor<float>> files_;
};

std::vector<GoldenCase> read_cases() {
    std::vector<GoldenCase> cases;
    Reader reader;
    std::istringstream lines(read_file(golden_path("cases.txt")));
    for (std::string line; std::getline(lines, line);)
        if (!line.empty() && line.front() != '#') cases.push_back(reader.read_case(line));
    return cases;
}

}  // namespace

const std::vector<GoldenCase>& golden_cases() {
    static const std::vector<GoldenCase> cases = read_cases();
    return cases;
}

std::string golden_path(const std::string& file) {
    return std::string(GS_GOLDEN_FOLDER) + "/" + file;
}

std::string text(const GoldenCase& golden) {
    return golden.name + " " + text(golden.options);
}

}  // namespace gs
