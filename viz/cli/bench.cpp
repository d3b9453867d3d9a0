// SPDX-License-Identifier: MIT
#include "viz/cli/bench.h"

#include <fmt/core.h>

#include <stdexcept>

#include "core/grid_sample.h"
#include "core/parallel.h"
#include "viz/cli/bench_check.h"
#include "viz/cli/progress.h"

namespace viz {
namespace {

/// Says which of the steps is being done.
class Progress {
public:
    explicit Progress(size_t steps) : steps_(steps) {}

    void step(const std::string& what) { line_.show(fmt::format("[{}/{}] {:.60}", ++step_, steps_, what)); }

private:
    TerminalLine line_;
    const size_t steps_;
    size_t step_ = 0;
};

/// Where something runs.
struct Place {
    gs::Device device;
    int threads;  ///< 0 for CUDA

    gs::Execution execution() const { return {.device = device, .threads = threads}; }
};

std::vector<Place> places_of(const BenchPlan& plan) {
    std::vector<Place> places;
    for (const gs::Device device : gs::kDevices) {
        if (plan.device ? device != *plan.device : !gs::unavailable_reason(device).empty()) continue;
        if (device == gs::Device::cuda) {
            places.push_back({device, 0});
            continue;
        }
        const int threads = gs::thread_count(plan.threads.value_or(0));
        if (!plan.threads && threads > 1) places.push_back({device, 1});
        places.push_back({device, threads});
    }
    return places;
}

/// The modes of a case; PyTorch has no bicubic for volumes.
std::vector<gs::Mode> modes_of(const BenchCase& bench_case) {
    std::vector<gs::Mode> modes{gs::Mode::bilinear, gs::Mode::nearest};
    if (!bench_case.is_volume()) modes.push_back(gs::Mode::bicubic);
    return modes;
}

int64_t bytes_of(const BenchCase& bench_case, bool is_backward) {
    // The output has the input's sizes. The backward reads grad_output, input and grid, and writes two gradients.
    const int64_t input = bench_case.input.count(), grid = bench_case.grid().count();
    return static_cast<int64_t>(sizeof(float)) * (is_backward ? 3 * input + 2 * grid : 2 * input + grid);
}

class Bench {
public:
    explicit Bench(const BenchPlan& plan) : plan_(plan), places_(places_of(plan)), progress_(steps()) {}

    BenchReport run() {
        for (const Place& place : places_) {
            if (place.device != gs::Device::cpu) continue;
            progress_.step(fmt::format("copying memory, {}", text(place)));
            report_.bandwidths.push_back({place.threads, copy_bandwidth(place.threads)});
        }
        for (const BenchCase& bench_case : plan_.cases) run_case(bench_case);
        return std::move(report_);
    }

private:
    static std::string text(const Place& place) {
        if (place.device == gs::Device::cuda) return "cuda";
        return fmt::format("{} thread{}", place.threads, place.threads == 1 ? "" : "s");
    }

    size_t steps() const {
        size_t count = 0;
        for (const Place& place : places_) count += place.device == gs::Device::cpu ? 1 : 0;
        for (const BenchCase& bench_case : plan_.cases) count += 1 + (modes_of(bench_case).size() + 1) * places_.size();
        return count;
    }

    void run_case(const BenchCase& bench_case) {
        progress_.step(fmt::format("case {}, {}", bench_case.name, bench_case.text()));
        const BenchData data = make_bench_data(bench_case);
        for (const gs::Mode mode : modes_of(bench_case)) {
            auto output = gs::Tensor<float>::uninitialized(bench_case.input);
            const gs::Options options{.mode = mode};
            for (const Place& place : places_)
                measure(bench_case, false, options, place, [&] { return forward(data, options, place, output); });
        }
        backward(bench_case, data);
    }

    static Timing forward(const BenchData& data, const gs::Options& options, const Place& place,
                          gs::Tensor<float>& output) {
        const auto run = [&] {
            gs::grid_sample(data.input.view(), data.grid.view(), output.view(), options, place.execution());
        };
        run();
        check_forward(data, options, output);
        return time_runs(run);
    }

    void backward(const BenchCase& bench_case, const BenchData& data) {
        using Gradients = gs::Gradients<float, float>;
        const auto uninitialized = [&] {
            return Gradients{gs::Tensor<float>::uninitialized(bench_case.input),
                             gs::Tensor<float>::uninitialized(bench_case.grid())};
        };
        Gradients gradients = uninitialized(), first;
        auto output = gs::Tensor<float>::uninitialized(bench_case.input);
        const gs::Options options{};
        std::optional<gs::Device> checked;  // whose gradients, by one thread, `first` holds
        for (const Place& place : places_) {
            const auto run = [&](Gradients& to, const gs::Execution& execution) {
                gs::grid_sample_backward(data.grad_output.view(), data.input.view(), data.grid.view(), to.input.view(),
                                         to.grid.view(), options, execution);
            };
            measure(bench_case, true, options, place, [&] {
                if (checked != place.device) {
                    first = uninitialized();
                    run(first, {.device = place.device, .threads = 1});
                    check_backward(data, options, place.execution(), first, output);
                    checked = place.device;
                }
                run(gradients, place.execution());
                check_repeated(gradients, first);
                return time_runs([&] { run(gradients, place.execution()); });
            });
        }
    }

    /// `check_and_time` returns a Timing, or throws what is wrong.
    template <class CheckAndTime>
    void measure(const BenchCase& bench_case, bool is_backward, const gs::Options& options, const Place& place,
                 const CheckAndTime& check_and_time) {
        const std::string what = fmt::format("case {}, {} {}, {}", bench_case.name,
                                             is_backward ? "backward" : "forward", name(options.mode), text(place));
        progress_.step(what);
        Measurement measurement{
            bench_case, is_backward, options, place.device, place.threads, bytes_of(bench_case, is_backward), {}, {}};
        try {
            measurement.timing = check_and_time();
        } catch (const std::runtime_error& error) {
            throw std::runtime_error(fmt::format("{}: {}", what, error.what()));
        }
        for (const Bandwidth& bandwidth : report_.bandwidths) {
            if (place.device == gs::Device::cpu && place.threads == bandwidth.threads)
                measurement.floor_ms = static_cast<double>(measurement.bytes) / bandwidth.bytes_per_s * 1000;
        }
        report_.measurements.push_back(measurement);
    }

    const BenchPlan& plan_;
    const std::vector<Place> places_;
    Progress progress_;
    BenchReport report_;
};

}  // namespace

BenchReport run_bench(const BenchPlan& plan) {
    return Bench(plan).run();
}

}  // namespace viz
