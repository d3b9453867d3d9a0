// SPDX-License-Identifier: MIT
#include "tests/figures/support.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <random>
#include <stdexcept>

#include "core/files/npy.h"
#include "viz/document/format.h"
#include "viz/pages/compare_layout.h"
#include "viz/parts/layout.h"
#include "viz/platform/desktop/disk_files.h"

namespace viz {

Model model_of(const State& state) {
    Model model(disk());
    model.update(state);
    return model;
}

Drawing draw(const Model& model, const FigureOptions& options) {
    RecordingCanvas canvas;
    Drawing drawing;
    drawing.hits = draw_figure(canvas, model, options);
    drawing.recording = canvas.recording();
    drawing.layout = make_layout(options.size, model.state().look);
    EXPECT_FALSE(canvas.has_open_clips());
    return drawing;
}

std::vector<Vec2> page_sizes() {
    return {design_size(1280, 800).size, design_size(1024, 700).size, design_size(1920, 1080).size};
}

std::string name(const State& state) {
    const Query& query = state.query;
    const std::string at =
        query.is_cell ? fmt::format("cell ({}, {}, {})", query.n, query.h, query.w)
                      : fmt::format("({}, {})", exact(query.x, gs::Dtype::float64), exact(query.y, gs::Dtype::float64));
    return fmt::format("{}: {}, {}, {}, {}, step {}, {}", state.title,
                       std::filesystem::path(state.sources.input).filename().string(), gs::name(state.sampling.mode),
                       gs::name(state.sampling.padding), name(state.look.theme), state.walk.step, at);
}

bool has_text(const Recording& recording, std::string_view text) {
    for (const size_t k : visible_texts(recording)) {
        if (recording[k].text == text) return true;
    }
    return false;
}

std::vector<std::string> texts_in(const Recording& recording, Rect rect) {
    std::vector<std::string> texts;
    for (const size_t k : visible_texts(recording)) {
        if (rect.contains(capitals(recording[k]).centre())) texts.push_back(recording[k].text);
    }
    return texts;
}

ScratchFolder::ScratchFolder() {
    std::string pattern = (std::filesystem::path(testing::TempDir()) / "gridscope-figures-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no scratch folder can be made");
    folder_ = pattern;
}

ScratchFolder::~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

std::vector<std::string> awkward_inputs(const ScratchFolder& folder) {
    gs::Tensor<float> batch({3, 2, 4, 5});
    for (int64_t k = 0; k < batch.count(); ++k) batch.data()[k] = static_cast<float>(k) * 0.37f - 11;
    gs::Tensor<float> special({1, 1, 3, 4});
    const float values[] = {kNaN, kInf, -kInf, 0, 1e30f, -1e-30f, 123456.7f, -0.0f, 1, 2, -98765.4f, 3e-7f};
    std::copy(std::begin(values), std::end(values), special.data());
    gs::Tensor<float> nothing_finite({2, 2}, {kNaN, kNaN, kInf, kNaN});
    gs::write_npy(folder.path("batch.npy"), batch);
    gs::write_npy(folder.path("special.npy"), special);
    gs::write_npy(folder.path("nothing-finite.npy"), nothing_finite);
    return {"ramp:1x1",
            "ramp:1x7",
            "ramp:7x1",
            "ramp:64x64",
            "ramp:2x300",
            folder.path("batch.npy"),
            folder.path("special.npy"),
            folder.path("nothing-finite.npy")};
}

std::string random_floats(const ScratchFolder& folder) {
    std::mt19937 random(1);
    std::normal_distribution<float> normal;
    gs::Tensor<float> input({8, 8});
    for (int64_t i = 0; i < input.count(); ++i) input.data()[i] = normal(random);
    const std::string path = folder.path("random.npy");
    gs::write_npy(path, input);
    return path;
}

std::vector<std::array<float, 2>> awkward_queries() {
    return {{0.3f, -0.2f}, {-1, 1},        {5, -9},         {kNaN, 0.5f},  {0.5f, kNaN}, {kInf, -kInf},
            {-kInf, 0},    {1e30f, 0.25f}, {-3e38f, 3e38f}, {1e6f, -1e6f}, {3e7f, 3e9f}, {-1.2345e-30f, -1.2345e30f}};
}

}  // namespace viz
