// SPDX-License-Identifier: MIT
#include "viz/cli/bench_window.h"

#include <fmt/core.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstring>
#include <ctime>
#include <numbers>
#include <optional>

#include "viz/cli/bench_window_data.h"
#include "viz/cli/progress.h"
#include "viz/document/values.h"
#include "viz/platform/desktop/aside.h"
#include "viz/platform/desktop/disk_files.h"
#include "viz/platform/desktop/offscreen_app.h"

namespace viz {
namespace {

constexpr int kFrames = 300;
constexpr double kWholeImage = 4097;  ///< pixels across: the input and the ring of padding around it

/// How long something takes, in milliseconds.
template <class Function>
double ms_of(const Function& function) {
    const auto start = std::chrono::steady_clock::now();
    function();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

/// The App with the large data, when all of it has been computed.
struct LargeWindow {
    LargeFiles files;
    OffscreenApp window{files.state(), files};

    explicit LargeWindow(double pixels = 0) {
        window.settle();
        State state = window.app().state();
        state.view.pixels = pixels;
        window.app().change(state);
        window.settle();
    }
};

/// The query goes around a stage, as fast as a hand moves it.
FrameTimes drag(double pixels) {
    LargeWindow large(pixels);
    OffscreenApp& window = large.window;
    const Rect picture = window.app().hits().stages[0].picture();
    const auto place = [&](int frame) {
        const double turn = 2 * std::numbers::pi * frame / kFrames;
        return picture.centre() + Vec2{picture.w * 0.45f * static_cast<float>(std::sin(3 * turn)),
                                       picture.h * 0.45f * static_cast<float>(std::sin(2 * turn))};
    };
    window.point(place(0));
    window.settle();
    window.hold(true);
    window.frame();
    FrameTimes times;
    for (int frame = 1; frame <= kFrames; ++frame) {
        window.point(place(frame));
        times.ms.push_back(ms_of([&] { window.frame(); }));
    }
    return times;
}

FrameTimes drag_near() {
    return drag(0);
}

FrameTimes drag_whole() {
    return drag(kWholeImage);
}

/// From the whole image to four pixels and back, while what is in the middle moves.
FrameTimes zoom_pan() {
    LargeWindow large(kWholeImage);
    constexpr double kFewest = 4;
    FrameTimes times;
    for (int frame = 0; frame < kFrames; ++frame) {
        const double turn = 2 * std::numbers::pi * frame / kFrames, nearness = (1 - std::cos(turn)) / 2;
        State state = large.window.app().state();
        state.view.pixels = kWholeImage * std::pow(kFewest / kWholeImage, nearness);
        state.view.centre = PixelPoint{2048 + 900 * std::cos(turn), 2048 + 900 * std::sin(turn)};
        times.ms.push_back(ms_of([&] {
            large.window.app().change(state);
            large.window.frame();
        }));
    }
    return times;
}

/// Modes and paddings in turn. Hears what each first picture takes, then, again and again, what a frame takes and for
/// how long one has waited for it, until all is computed.
template <class First, class Later>
void change_modes(const First& first, const Later& later) {
    LargeWindow large;
    OffscreenApp& window = large.window;
    constexpr int kRounds = 3;
    for (int round = 0; round < kRounds; ++round) {
        for (const gs::Mode mode : gs::kModes) {
            for (const gs::Padding padding : gs::kPaddings) {
                State state = window.app().state();
                state.sampling.mode = mode;
                state.sampling.padding = padding;
                first(ms_of([&] {
                    window.app().change(state);
                    window.frame();
                }));
                while (window.app().model().is_computing()) {
                    const double waited = ms_of([&] { window.wait(); });
                    later(ms_of([&] { window.frame(); }), waited);
                }
            }
        }
    }
}

FrameTimes mode_change() {
    FrameTimes times;
    change_modes([&](double ms) { times.ms.push_back(ms); }, [](double, double) {});
    return times;
}

FrameTimes mode_change_frames() {
    FrameTimes times;
    change_modes([&](double ms) { times.ms.push_back(ms); }, [&](double ms, double) { times.ms.push_back(ms); });
    return times;
}

FrameTimes mode_change_complete() {
    FrameTimes times;
    change_modes([&](double ms) { times.ms.push_back(ms); },
                 [&](double ms, double waited) { times.ms.back() += ms + waited; });
    return times;
}

/// What the process takes in each of some seconds in which nothing happens, drawing what is due.
FrameTimes idle() {
    LargeWindow large;
    constexpr int kSeconds = 3;
    FrameTimes times;
    for (int second = 0; second < kSeconds; ++second) {
        const std::clock_t before = std::clock();
        const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(1);
        while (large.window.app().next_wake() && std::chrono::steady_clock::now() < end) {
            large.window.frame();
            large.window.wait();
        }
        const std::chrono::duration<double, std::micro> left = end - std::chrono::steady_clock::now();
        if (left.count() > 0) usleep(static_cast<useconds_t>(left.count()));
        times.ms.push_back(1000.0 * static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC);
    }
    return times;
}

FrameTimes first_frame() {
    return {{ms_of([] { OffscreenApp(State{}, disk()).frame(); })}, {}};
}

constexpr const char* kPng = "large.png";

MemoryFiles png_files() {
    MemoryFiles files;
    files.put(kPng, large_png());
    return files;
}

/// All that the process has held at once, in sizes of the PNG's tensor.
double peak_tensors() {
    constexpr double kTensor = 3.0 * kLargePngSide * kLargePngSide * sizeof(float);
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return 1024.0 * static_cast<double>(usage.ru_maxrss) / kTensor;
}

FrameTimes open_png() {
    const MemoryFiles files = png_files();
    OffscreenApp window(State{}, files);
    window.settle();
    const double ms = ms_of([&] {
        window.app().open_file(kPng);
        while (window.app().is_loading()) {
            window.frame();
            window.wait();
        }
        window.frame();
    });
    return {{ms}, peak_tensors()};
}

FrameTimes decode_png() {
    const MemoryFiles files = png_files();
    FrameTimes times{{ms_of([&] { files.decode(kPng, {}, gs::Work()); })}, {}};
    times.peak_tensors = peak_tensors();
    return times;
}

/// Times as they come from another process: how many, the peak or NaN, and the times.
std::vector<double> packed(const FrameTimes& times) {
    std::vector<double> numbers{static_cast<double>(times.ms.size()), times.peak_tensors.value_or(NAN)};
    numbers.insert(numbers.end(), times.ms.begin(), times.ms.end());
    return numbers;
}

FrameTimes unpacked(const std::vector<double>& numbers) {
    const auto first = numbers.begin() + 2;
    FrameTimes times{{first, first + static_cast<std::ptrdiff_t>(numbers[0])}, {}};
    if (!std::isnan(numbers[1])) times.peak_tensors = numbers[1];
    return times;
}

/// The scenario in a process of its own, which neither has what another has loaded nor leaves anything behind.
FrameTimes run_aside(const Scenario& scenario) {
    constexpr size_t kMostNumbers = 100'000;
    constexpr unsigned kMostSeconds = 600;
    std::vector<double> numbers(kMostNumbers);
    const std::string failure = fmt::format("{} cannot be timed", scenario.name);
    const std::vector<uint8_t> bytes =
        made_aside(kMostNumbers * sizeof(double), kMostSeconds, failure, [&](std::span<uint8_t> to) {
            const std::vector<double> made = packed(scenario.run());
            std::memcpy(to.data(), made.data(), std::min(to.size(), made.size() * sizeof(double)));
        });
    std::memcpy(numbers.data(), bytes.data(), bytes.size());
    return unpacked(numbers);
}

}  // namespace

std::span<const Scenario> scenarios() {
    using enum Scenario::Goal;
    constexpr double kFrame = 16.6, kTwoFrames = 33;
    static const std::array<Scenario, 10> all{{
        {"drag", "dragging the query, 3x4096x4096 and 1024x1024 places", percentile_95, kFrame, 1, drag_near},
        {"drag_whole", "the same while the whole image is in view", percentile_95, kFrame, 1, drag_whole},
        {"zoom_pan", "from the whole image to four pixels and back", percentile_95, kFrame, 1, zoom_pan},
        {"mode_change", "the first picture of another mode or padding", longest, 50, 1, mode_change},
        {"mode_change_frames", "each frame until all of it is there", longest, kTwoFrames, 1, mode_change_frames},
        {"mode_change_complete", "all of it", median, {}, 1, mode_change_complete},
        {"idle_cpu_ms", "processor time of a second in which nothing happens", longest, 0, 1, idle},
        {"first_frame", "from the start of OpenGL to the start scene's first frame", median, 150, 9, first_frame},
        {"open_png", "an 8192x8192x3 PNG, to its first picture", median, {}, 1, open_png},
        {"open_png_decode", "decoding it alone", median, {}, 1, decode_png},
    }};
    return all;
}

std::vector<Scenario> chosen_scenarios(const std::string& option, const std::string& name) {
    std::vector<Scenario> chosen;
    std::vector<std::string> known;
    for (const Scenario& scenario : scenarios()) {
        known.emplace_back(scenario.name);
        if (name == "all" || name == scenario.name) chosen.push_back(scenario);
    }
    known.emplace_back("all");
    if (chosen.empty())
        throw UsageError(fmt::format("{} is '{}', but must be one of {}", option, shown(name), listed(known)));
    return chosen;
}

std::vector<ScenarioReport> run_window_bench(std::span<const Scenario> chosen) {
    TerminalLine line;
    std::vector<ScenarioReport> reports;
    for (const Scenario& scenario : chosen) {
        FrameTimes all;
        for (int start = 0; start < scenario.starts; ++start) {
            line.show(fmt::format("[{}/{}] {}", reports.size() + 1, chosen.size(), scenario.name));
            const FrameTimes times = run_aside(scenario);
            all.ms.insert(all.ms.end(), times.ms.begin(), times.ms.end());
            all.peak_tensors = times.peak_tensors;
        }
        reports.push_back(report_of(scenario, all));
    }
    return reports;
}

}  // namespace viz
