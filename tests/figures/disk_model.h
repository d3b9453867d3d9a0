// SPDX-License-Identifier: MIT
// A model of what files on the disk hold.
#pragma once

#include <memory>

#include "viz/model/model.h"
#include "viz/platform/desktop/disk_files.h"

namespace viz {

class DiskModel : public Model {
public:
    /// Loads what the State refers to, and follows it. Throws as `load` does; the model is then as it was.
    void update(const State& state, const gs::Work& work = gs::Work()) { follow(load(state, *store_, work)); }

private:
    std::shared_ptr<DataStore> store_ = std::make_shared<DataStore>(disk());
};

}  // namespace viz
