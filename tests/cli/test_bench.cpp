// SPDX-License-Identifier: MIT
// gridscope bench: what it reports, not how fast it is.
#include <nlohmann/json.hpp>

#include "tests/cli/program.h"
#include "tests/core/support.h"
#include "viz/cli/bench_cases.h"
#include "viz/cli/bench_check.h"
#include "viz/cli/bench_window.h"

namespace viz {
namespace {

using Bench = ProgramTest;

void expect_plausible(const nlohmann::json& result) {
    EXPECT_EQ(result["case"], "A");
    EXPECT_EQ(result["input"], (std::vector<int>{1, 3, 512, 512}));
    EXPECT_EQ(result["grid"], (std::vector<int>{1, 512, 512, 2}));
    EXPECT_EQ(result["output"], result["input"]);
    EXPECT_EQ(result["device"], "cpu");
    EXPECT_EQ(result["padding"], "zeros");
    EXPECT_EQ(result["align_corners"], false);
    EXPECT_EQ(result["correct"], true);
    EXPECT_GE(result["runs"], 9);
    EXPECT_GT(result["min_ms"], 0);
    EXPECT_GE(result["median_ms"], result["min_ms"]);
    // Input, grid and output are 3, 2 and 3 MiB; the backward reads the three and writes two gradients.
    EXPECT_EQ(result["bytes"], (result["operation"] == "forward" ? 8 : 13) << 20);
    const double bytes = result["bytes"], median = result["median_ms"];
    EXPECT_NEAR(result["gb_per_s"], bytes / median * 1e-6, 1e-6 * bytes / median);
    const double floor = result["floor_ms"];
    EXPECT_NEAR(result["floor_share"], floor / median, 1e-6 * floor / median);
}

TEST_F(Bench, ReportsEverythingAsJson) {
    const auto report = nlohmann::json::parse(answer({"bench", "--case", "A", "--format", "json", "--device", "cpu"}));
    EXPECT_EQ(report["version"], GRIDSCOPE_VERSION);
    const size_t thread_counts = report["copy_bandwidth"].size();
    ASSERT_TRUE(thread_counts == 1 || thread_counts == 2);
    EXPECT_EQ(report["copy_bandwidth"][0]["threads"], 1);
    for (const auto& bandwidth : report["copy_bandwidth"]) EXPECT_GT(bandwidth["gb_per_s"], 0);

    std::vector<std::string> seen;
    for (const auto& result : report["results"]) {
        expect_plausible(result);
        if (result["threads"] == 1)
            seen.push_back(result["operation"].get<std::string>() + " " + result["mode"].get<std::string>());
    }
    EXPECT_EQ(seen, (std::vector<std::string>{"forward bilinear", "forward nearest", "forward bicubic",
                                              "backward bilinear"}));
    EXPECT_EQ(report["results"].size(), 4 * thread_counts);
}

TEST_F(Bench, ReportsOneThreadCountAsATable) {
    const std::string table = answer({"bench", "--case", "A", "--threads", "1", "--device", "cpu"});
    for (const char* part :
         {"copying memory: ", "A  1x3x512x512, jitter of 1.5 pixels", "backward bilinear", "of the floor"})
        EXPECT_TRUE(gs::contains(table, part));
    EXPECT_EQ(table.find("2 threads"), std::string::npos);
}

TEST_F(Bench, MisuseIsExplained) {
    expect_refused({"bench", "--case", "Z"}, 2, "--case is 'Z', but must be one of A, B, C, D, E, F, G, R, S and all");
    expect_refused({"bench", "--case"}, 2, "--case lacks its value");
    expect_refused({"bench", "--format", "xml"}, 2, "--format");
    expect_refused({"bench", "--threads", "-1"}, 2, "--threads");
    expect_refused({"bench", "--window", "--case", "A"}, 2, "--case is 'A', but must be one of drag, ");
    expect_refused({"bench", "--window", "--threads", "1"}, 2, "--window does not go together with");
    expect_refused({"bench", "--device", "cpu", "--window"}, 2, "--window does not go together with");
}

/// Draws by way of OpenGL; labelled apart (CMakeLists.txt).
using WindowBenchPicture = ProgramTest;

TEST_F(WindowBenchPicture, IsTimedOffScreen) {
    const auto list = nlohmann::json::parse(answer({"bench", "--window", "--case", "first_frame", "--format", "json"}));
    ASSERT_EQ(list.size(), 1);
    EXPECT_EQ(list[0]["scenario"], "first_frame");
    EXPECT_EQ(list[0]["frames"], 9);
    EXPECT_GT(list[0]["median_ms"], 0);
    EXPECT_GE(list[0]["p95_ms"], list[0]["median_ms"]);
    EXPECT_GE(list[0]["longest_ms"], list[0]["p95_ms"]);
    const std::string table = answer({"bench", "--window", "--case", "first_frame"});
    for (const char* part : {"median ms", "first_frame", "median within 150: "}) EXPECT_TRUE(gs::contains(table, part));
}

TEST(WindowBench, HasAllThatTheContractNames) {
    for (const char* name : {"drag", "zoom_pan", "mode_change", "idle_cpu_ms", "first_frame", "open_png"})
        EXPECT_EQ(chosen_scenarios("--case", name).size(), 1) << name;
}

TEST(WindowBench, TellsTheMiddleAndTheSlowestFrames) {
    Scenario scenario = chosen_scenarios("--case", "drag").front();
    FrameTimes times;
    for (int ms = 300; ms >= 0; --ms) times.ms.push_back(ms);
    const ScenarioReport report = report_of(scenario, times);
    EXPECT_EQ(report.frames, 301);
    EXPECT_EQ(report.median_ms, 150);
    EXPECT_EQ(report.percentile_95_ms, 285);
    EXPECT_EQ(report.longest_ms, 300);
    EXPECT_EQ(report.judged_ms(), report.percentile_95_ms);
    EXPECT_TRUE(gs::contains(window_bench_text({{report}}), "95 % within 16.6: missed"));
    scenario.goal_ms = 285;
    EXPECT_TRUE(gs::contains(window_bench_text({{report_of(scenario, times)}}), "95 % within 285: reached"));
}

TEST(BenchCases, AreWhatTheyAreCalled) {
    for (const BenchCase& bench_case : bench_cases()) {
        if (bench_case.input.count() > 1 << 22) continue;  // the large ones are made by the same code
        SCOPED_TRACE(bench_case.name);
        const BenchData data = make_bench_data(bench_case);
        EXPECT_EQ(gs::output_sizes(data.input.sizes(), data.grid.sizes()), data.grad_output.sizes());
        const int axes = bench_case.input.rank() - 2;
        const int64_t entries = data.grid.count() / axes, width = data.input.size(axes + 1);
        double squares = 0;  // of the distances from the grid that reads each pixel's own place, in pixels
        for (int64_t entry = 0; entry < entries; ++entry) {
            const auto size = static_cast<double>(width);
            const double own = static_cast<double>(2 * (entry % width) + 1) / size - 1;
            const double distance = (data.grid.data()[entry * axes] - own) * size / 2;
            squares += distance * distance;
        }
        ASSERT_EQ(bench_case.motion, Motion::jitter);
        EXPECT_NEAR(std::sqrt(squares / static_cast<double>(entries)), 1.5, 0.02);
    }
}

/// That the benchmark's checks find what is wrong.
struct BenchCheck : testing::Test {
    const BenchCase bench_case{"small", {2, 3, 40, 50}, Motion::jitter};
    const BenchData data = make_bench_data(bench_case);
    const gs::Options options{};
    gs::Tensor<float> output = gs::grid_sample(data.input.view(), data.grid.view(), options);
    gs::Gradients<float, float> gradients = gs::grid_sample_backward<const float, const float>(
        data.grad_output.view(), data.input.view(), data.grid.view(), options);
};

TEST_F(BenchCheck, RightResultsPass) {
    check_forward(data, options, output);
    check_backward(data, options, {}, gradients, output);
    check_repeated(gradients, gradients);
}

TEST_F(BenchCheck, WrongOutputsAreFound) {
    for (int64_t i = 0; i < output.count(); i += 10) output.data()[i] = std::nextafter(output.data()[i], 2.0f);
    const auto message = gs::message_of<std::runtime_error>([&] { check_forward(data, options, output); });
    EXPECT_TRUE(gs::contains(message, "its trace says"));
}

TEST_F(BenchCheck, WrongGradientsAreFound) {
    auto wrong = gradients;
    for (int64_t i = 0; i < wrong.grid.count(); ++i) wrong.grid.data()[i] *= 1.001f;
    EXPECT_TRUE(
        gs::contains(gs::message_of<std::runtime_error>([&] { check_backward(data, options, {}, wrong, output); }),
                     "the gradient of grid entry"));
    wrong = gradients;
    for (int64_t i = 0; i < wrong.input.count(); i += 20) wrong.input.data()[i] += 0.01f;
    EXPECT_TRUE(
        gs::contains(gs::message_of<std::runtime_error>([&] { check_backward(data, options, {}, wrong, output); }),
                     "the gradient of the input"));
    EXPECT_TRUE(gs::contains(gs::message_of<std::runtime_error>([&] { check_repeated(wrong, gradients); }), "differ"));
}

}  // namespace
}  // namespace viz
