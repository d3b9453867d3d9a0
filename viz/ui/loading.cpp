// SPDX-License-Identifier: MIT
#include "viz/ui/loading.h"

#include <system_error>

namespace viz {

void Loading::start(const Model& model, Task task) {
    stop();
    forget_ended();
    job_ = std::make_unique<Job>(limits_);
    const auto run = [task = std::move(task), model, &job = *job_] {
        return task(model, job.work, [&job](const std::string& words) {
            const std::lock_guard lock(job.mutex);
            job.words = words;
        });
    };
    try {
        job_->outcome = std::async(GRIDSCOPE_THREADS ? std::launch::async : std::launch::deferred, run);
    } catch (const std::system_error&) {
        job_->outcome = std::async(std::launch::deferred, run);
    }
}

void Loading::stop() {
    if (!job_) return;
    job_->work.stop();
    ending_.push_back(std::move(job_));
}

bool Loading::is_ready(const Job& job, std::chrono::milliseconds patience) {
    return job.outcome.wait_for(patience) != std::future_status::timeout;
}

void Loading::forget_ended() {
    ending_.remove_if([](const std::unique_ptr<Job>& job) { return is_ready(*job, {}); });
}

bool Loading::is_done(std::chrono::milliseconds patience) {
    forget_ended();
    return job_ && is_ready(*job_, patience);
}

Outcome Loading::take() {
    const std::unique_ptr<Job> job = std::move(job_);
    return job->outcome.get();
}

std::chrono::milliseconds Loading::elapsed() const {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - job_->start);
}

std::string Loading::words() const {
    const std::lock_guard lock(job_->mutex);
    return job_->words;
}

std::optional<double> Loading::fraction() const {
    return job_->work.fraction();
}

}  // namespace viz
