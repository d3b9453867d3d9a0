// SPDX-License-Identifier: MIT
#include "golden.h"

#include <map>
#include <sstream>
#include <stdexcept>

#include "core/files/file.h"
#include "core/files/npy.h"
#include "support.h"

namespace gs {
namespace {

template <class Enum, size_t count>
Enum from_name(const std::array<Enum, count>& all, const std::string& word) {
    for (const Enum value : all)
        if (name(value) == word) return value;
    throw std::runtime_error("cases.txt: '" + word + "' is no option");
}

/// Where a tensor's rows lie in the file of all tensors of its type.
struct Place {
    Dtype dtype;
    int64_t first;
    Sizes sizes;  ///< of one row
};

/// The tensors of a geometry by name: input, grid, output, ...
struct Geometry {
    std::string name;
    std::map<std::string, Place> places;
};

/// cases.txt, and the two files that it is the index of.
class Golden {
public:
    Golden() {
        std::istringstream lines(read_file(golden_path("cases.txt")));
        for (std::string line; std::getline(lines, line);)
            if (!line.empty() && line.front() != '#') read_line(line);
    }

    /// All cases whose input is of type T, or can be taken for it.
    template <class T>
    std::vector<BasicGoldenCase<T>> cases() const {
        std::vector<BasicGoldenCase<T>> result;
        for (const Geometry& geometry : geometries_) {
            const bool is_own = geometry.places.at("input").dtype == kDtype<T>;
            if (!is_own && !geometry.places.contains("reference")) continue;
            for (size_t row = 0; row < options_.size(); ++row)
                result.push_back({geometry.name, options_[row], tensor<T>(geometry, "input"),
                                  tensor<T>(geometry, "grid"),
                                  tensor<T>(geometry, is_own ? "output" : "reference", row),
                                  is_own ? tensor<double>(geometry, "reference", row) : Tensor<double>(),
                                  is_own ? tensor<T>(geometry, "grad_output") : Tensor<T>(),
                                  is_own ? tensor<T>(geometry, "grad_input", row) : Tensor<T>(),
                                  is_own ? tensor<T>(geometry, "grad_grid", row) : Tensor<T>()});
        }
        return result;
    }

private:
    /// Reads "options mode padding align_corners" or "tensor geometry what dtype first size size ...".
    void read_line(const std::string& line) {
        std::istringstream words(line);
        std::string kind;
        words >> kind;
        if (kind == "options") {
            std::string mode, padding;
            bool align_corners = false;
            words >> mode >> padding >> align_corners;
            options_.push_back({from_name(kModes, mode), from_name(kPaddings, padding), align_corners});
        } else {
            std::string name, what, dtype;
            Place place{};
            words >> name >> what >> dtype >> place.first;
            place.dtype = dtype == "float64" ? Dtype::float64 : Dtype::float32;
            for (int64_t size = 0; words >> size;) place.sizes.push_back(size);
            if (place.sizes.rank() == 0) throw std::runtime_error("cases.txt: the line is too short: " + line);
            if (geometries_.empty() || geometries_.back().name != name) geometries_.push_back({name, {}});
            geometries_.back().places[what] = place;
        }
    }

    /// A row of a geometry's tensor as type T; empty when it has no such tensor.
    template <class T>
    Tensor<T> tensor(const Geometry& geometry, const std::string& what, size_t row = 0) const {
        const auto found = geometry.places.find(what);
        if (found == geometry.places.end()) return Tensor<T>();
        const Place& place = found->second;
        return place.dtype == Dtype::float64 ? slice<T>(float64_, place, row) : slice<T>(float32_, place, row);
    }

    template <class T, class Stored>
    static Tensor<T> slice(const Tensor<Stored>& all, const Place& place, size_t row) {
        Tensor<T> result(place.sizes);
        const int64_t first = place.first + static_cast<int64_t>(row) * result.count();
        if (first + result.count() > all.count()) throw std::runtime_error("cases.txt: a row lies beyond its file");
        for (int64_t i = 0; i < result.count(); ++i) result.data()[i] = static_cast<T>(all.data()[first + i]);
        return result;
    }

    Tensor<float> float32_ = read_npy(golden_path("float32.npy"));
    Tensor<double> float64_ = std::get<Tensor<double>>(read_npy_any(golden_path("float64.npy")));
    std::vector<Options> options_;
    std::vector<Geometry> geometries_;
};

}  // namespace

const std::vector<GoldenCase>& golden_cases() {
    static const std::vector<GoldenCase> cases = Golden().cases<float>();
    return cases;
}

const std::vector<BasicGoldenCase<double>>& golden_cases_float64() {
    static const std::vector<BasicGoldenCase<double>> cases = Golden().cases<double>();
    return cases;
}

std::string golden_path(const std::string& file) {
    return std::string(GS_GOLDEN_FOLDER) + "/" + file;
}

template <class T>
std::string text(const BasicGoldenCase<T>& golden) {
    return golden.name + " " + text(golden.options);
}
template std::string text(const BasicGoldenCase<float>&);
template std::string text(const BasicGoldenCase<double>&);

}  // namespace gs
