// SPDX-License-Identifier: MIT
// The tensors that States refer to: each is read or made once, and shared by all who look at it.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "viz/document/files.h"
#include "viz/document/source.h"
#include "viz/document/state.h"
#include "viz/document/value_summary.h"

namespace viz {

/// What a spec led to, with all that is known of it. Never changes.
struct LoadedTensor {
    Source source;
    ValueSummary values;
    std::string id;                  ///< of its contents: sizes, type and elements; empty for what is made by code
    std::string file;                ///< that it came from; empty: none
    std::optional<FileStamp> stamp;  ///< of the file, before it was read

    const gs::Sizes& sizes() const { return sizes_of(source.tensor); }
    double bytes() const;
};

using TensorRef = std::shared_ptr<const LoadedTensor>;

/// A hash of the tensor's sizes, type and elements as 32 hexadecimal digits: tensors of one id are the same.
std::string content_id(const gs::AnyTensor& tensor);

/// Leads from a spec to its tensor. What somebody still holds is given again instead of being read again: where the
/// State names its content, or its file has not changed since. May be asked from several threads at once.
class DataStore {
public:
    /// The files have to outlive this.
    explicit DataStore(const Files& files) : files_(&files) {}

    const Files& files() const { return *files_; }

    /// The input that a State names; where it names a content that nobody holds any more, the one that its file has
    /// now. Throws as load_input and require_images do, and gs::Stopped.
    TensorRef input(const Sources& sources, const gs::Work& work);
    /// Likewise the grid, as it goes with the input. Throws as load_grid does, and gs::Stopped.
    TensorRef grid(const Sources& sources, const LoadedTensor& input, const gs::Work& work);
    // Those that somebody holds; null: it would have to be read or made.

    TensorRef find_input(const Sources& sources) const { return find(input_key(sources), sources.input_id); }
    TensorRef find_grid(const Sources& sources, const LoadedTensor& input) const {
        return find(grid_key(sources, input), sources.grid_id);
    }

    /// Whether a tensor's file is gone, or another one than when it was read.
    bool has_changed(const LoadedTensor& tensor) const;

private:
    /// What a tensor depends on besides what is in its file.
    struct Key {
        std::string spec, rest, file;

        friend bool operator==(const Key&, const Key&) = default;
    };
    struct Entry {
        Key key;
        std::weak_ptr<const LoadedTensor> tensor;
    };

    Key input_key(const Sources& sources) const;
    Key grid_key(const Sources& sources, const LoadedTensor& input) const;
    TensorRef find(const Key& key, const std::string& id) const;
    template <class Read>
    TensorRef find_or_load(const Key& key, const std::string& id, const gs::Work& work, const Read& read);

    const Files* files_;
    mutable std::mutex mutex_;
    std::vector<Entry> entries_;  ///< under the mutex; of what somebody holds, and perhaps of what was held
};

}  // namespace viz
