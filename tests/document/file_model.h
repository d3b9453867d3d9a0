// SPDX-License-Identifier: MIT
// A model of what files hold.
#pragma once

#include <memory>

#include "viz/model/model.h"
#include "viz/platform/desktop/disk_files.h"

namespace viz {

class FileModel : public Model {
public:
    /// The files have to outlive this.
    explicit FileModel(const Files& files = disk()) : store_(std::make_shared<DataStore>(files)) {}

    /// Loads what the State refers to, and follows it. Throws as `load` does; the model is then as it was.
    void update(const State& state, const gs::Work& work = gs::Work()) { follow(load(state, *store_, work)); }
    DataStore& store() { return *store_; }

private:
    std::shared_ptr<DataStore> store_;
};

}  // namespace viz
