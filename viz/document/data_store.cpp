// SPDX-License-Identifier: MIT
#include "viz/document/data_store.h"

#include <fmt/core.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>

#include "viz/document/sources.h"

namespace viz {

double LoadedTensor::bytes() const {
    return bytes_of(sizes(), gs::size_of(dtype_of(source.tensor)));
}

std::string content_id(const gs::AnyTensor& any) {
    const gs::Sizes& sizes = sizes_of(any);
    // What else tells tensors apart goes in as the seed.
    std::string shape(gs::name(dtype_of(any)));
    shape += sizes.text();
    const XXH64_hash_t seed = XXH3_64bits(shape.data(), shape.size());
    const XXH128_hash_t hash = std::visit(
        [&]<class T>(const gs::Tensor<T>& tensor) {
            return XXH3_128bits_withSeed(tensor.data(), static_cast<size_t>(tensor.count()) * sizeof(T), seed);
        },
        any);
    return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

DataStore::Key DataStore::input_key(const Sources& sources) const {
    return {sources.input, std::string(name(sources.layout)), file_of(sources.input, input_names(), *files_)};
}

DataStore::Key DataStore::grid_key(const Sources& sources, const LoadedTensor& input) const {
    return {sources.grid, fmt::format("{} {}", gs::name(dtype_of(input.source.tensor)), input.sizes().text()),
            file_of(sources.grid, grid_names(), *files_)};
}

TensorRef DataStore::find(const Key& key, const std::string& id) const {
    const auto stamp = key.file.empty() ? std::nullopt : files_->stamp(key.file);
    const std::lock_guard lock(mutex_);
    // The latest first: of the same content it has the stamp that its file has now.
    for (auto entry = entries_.rbegin(); entry != entries_.rend(); ++entry) {
        TensorRef tensor = entry->tensor.lock();
        if (!tensor || !(entry->key == key)) continue;
        const bool is_wanted = id.empty() ? tensor->stamp == stamp : tensor->id == id;
        if (is_wanted) return tensor;
    }
    return nullptr;
}

template <class Read>
TensorRef DataStore::find_or_load(const Key& key, const std::string& id, const gs::Work& work, const Read& read) {
    if (TensorRef found = find(key, id)) return found;
    auto loaded = std::make_shared<LoadedTensor>();
    loaded->file = key.file;
    // Before it is read: what changes meanwhile has changed since.
    if (!key.file.empty()) loaded->stamp = files_->stamp(key.file);
    loaded->source = read();
    loaded->values = summarize(loaded->source.tensor, work);
    if (!key.file.empty()) loaded->id = content_id(loaded->source.tensor);
    const std::lock_guard lock(mutex_);
    std::erase_if(entries_, [](const Entry& entry) { return entry.tensor.expired(); });
    entries_.push_back({key, loaded});
    return loaded;
}

TensorRef DataStore::input(const Sources& sources, const gs::Work& work) {
    return find_or_load(input_key(sources), sources.input_id, work, [&] {
        Source source = load_input(sources.input, sources.layout, *files_, work);
        require_images(sources.input, source);
        return source;
    });
}

TensorRef DataStore::grid(const Sources& sources, const LoadedTensor& input, const gs::Work& work) {
    return find_or_load(grid_key(sources, input), sources.grid_id, work,
                        [&] { return load_grid(sources.grid, input.source.tensor, *files_, work); });
}

bool DataStore::has_changed(const LoadedTensor& tensor) const {
    return !tensor.file.empty() && files_->stamp(tensor.file) != tensor.stamp;
}

}  // namespace viz
