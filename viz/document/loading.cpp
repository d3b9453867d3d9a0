// SPDX-License-Identifier: MIT
#include "viz/document/loading.h"

namespace viz {

void Loading::start(const LoadedState& from, Task task) {
    shared_ = std::make_shared<Shared>();
    work_.start([task = std::move(task), from, shared = shared_](const gs::Work& work) {
        return task(from, work, [&](const LoadStage& stage) {
            const std::lock_guard lock(shared->mutex);
            shared->stage = stage;
        });
    });
}

LoadStage Loading::stage() const {
    const std::lock_guard lock(shared_->mutex);
    return shared_->stage;
}

}  // namespace viz
