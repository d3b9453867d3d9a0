// SPDX-License-Identifier: MIT
#include "viz/cli/batch.h"

#include <fmt/core.h>

#include <optional>
#include <stdexcept>

#include "core/files/npy.h"
#include "core/files/replace_file.h"
#include "core/grid_sample.h"
#include "core/visible.h"
#include "viz/cli/progress.h"
#include "viz/cli/say.h"
#include "viz/document/any_tensor.h"
#include "viz/document/convert_type.h"
#include "viz/document/file_spec.h"
#include "viz/document/sources.h"
#include "viz/platform/desktop/disk_files.h"
#include "viz/text/source_words.h"

namespace viz {
namespace {

/// Why a result is in memory twice: as a tensor, and as the bytes of its file.
constexpr const char* kTwice = "computed and written";

/// What is to be said of a file once all is done.
struct FileNote {
    std::string file, text;
};

/// A whole call of grid_sample, read and ready to be done.
struct Batch {
    Words words;
    std::string input_name, grid_name;
    Source input, grid;
    gs::Options options;
    gs::Execution execution;

    /// Only what has been done is said.
    void say_notes(const std::vector<FileNote>& others) const {
        viz::say_notes(words, input_name, input.facts);
        viz::say_notes(words, grid_name, grid.facts);
        for (const auto& [file, text] : others) say_of(file, text);
    }
};

Batch batch_for(const CommandLine& line, const State& state, const gs::Work& work) {
    Source input = load_input(state.sources.input, state.sources.layout, disk(), work);
    Source grid = load_grid(state.sources.grid, input.tensor, disk(), work);
    return {words_of(state),
            state.sources.input,
            state.sources.grid,
            std::move(input),
            std::move(grid),
            {state.sampling.mode, state.sampling.padding, line.align_corners.value_or(false)},
            {.device = state.sampling.device, .threads = line.threads.value_or(0), .work = &work}};
}

/// Calls function(input, grid) with the tensors as the types that they have, which go together (load_grid).
template <class Function>
void with_tensors(const Batch& batch, Function&& function) {
    const auto call = [&]<class T, class G>(const gs::Tensor<T>& input, const gs::Tensor<G>& grid) {
        if constexpr (gs::GridFor<T, G>)
            function(input, grid);
        else
            throw std::logic_error("the grid's type does not go with the input's");
    };
    std::visit(call, batch.input.tensor, batch.grid.tensor);
}

/// The bytes of an .npy file that everybody can read: bfloat16 as float32, which a note says.
template <class T>
std::string npy_bytes(const Batch& batch, gs::Tensor<T> tensor, const std::string& path, std::vector<FileNote>& notes,
                      const gs::Work& work) {
    if constexpr (std::is_same_v<T, gs::BFloat16>) {
        notes.push_back({path, batch.words("note.written_as_float32")});
        return gs::format_npy(std::get<gs::Tensor<float>>(
            converted(std::move(tensor), gs::Dtype::float32, gs::visible(path), work).tensor));
    } else {
        return gs::format_npy(tensor);
    }
}

/// The gradient with respect to an output of these sizes and of type T.
template <class T>
gs::Tensor<T> load_grad_output(const Batch& batch, const std::string& text, const gs::Sizes& output,
                               std::vector<FileNote>& notes, const gs::Work& work) {
    Source source = load_array(text, disk(), work);
    if (const gs::Sizes& sizes = sizes_of(source.tensor); sizes != output)
        throw std::runtime_error(fmt::format("{}: expected the sizes of the output, {}, but it has sizes {}",
                                             gs::visible(text), output.text(), sizes.text()));
    const gs::Dtype has = dtype_of(source.tensor);
    Converted result = converted(std::move(source.tensor), gs::kDtype<T>, gs::visible(text), work);
    for (const std::string& note : note_texts(batch.words, source.facts)) notes.push_back({text, note});
    if (has != gs::kDtype<T>)
        notes.push_back({text, batch.words.either(result.is_exact, "note.gradient.exact", "note.gradient.rounded",
                                                  "from"_a = std::string(gs::name(has)),
                                                  "to"_a = std::string(gs::name(gs::kDtype<T>)))});
    return std::get<gs::Tensor<T>>(std::move(result.tensor));
}

/// The gradient with respect to one grid that served all images: the sum of theirs, (1, ...), in double.
template <class G>
gs::Tensor<G> sum_over_images(const gs::Tensor<G>& gradients) {
    gs::Sizes sizes = gradients.sizes();
    const int64_t images = sizes[0];
    sizes[0] = 1;
    gs::Tensor<G> result(sizes);
    for (int64_t i = 0; i < result.count(); ++i) {
        double sum = 0;
        for (int64_t n = 0; n < images; ++n) sum += double{gs::value_of(gradients.data()[n * result.count() + i])};
        gs::assign(result.data()[i], static_cast<gs::Arithmetic<G>>(sum));
    }
    return result;
}

}  // namespace

void sample(const CommandLine& line, const State& state, const gs::Work& work) {
    std::optional<ProgressBar> bar(std::in_place, std::string(name(line.task)), work);
    const Batch batch = batch_for(line, state, work);
    std::vector<FileNote> notes;
    with_tensors(batch, [&]<class T>(const gs::Tensor<T>& input, const auto& grid) {
        require_room_twice("output", gs::output_sizes(input.sizes(), grid.sizes()), sizeof(T), kTwice, work);
        const std::string bytes =
            npy_bytes(batch, gs::grid_sample(input.view(), grid.view(), batch.options, batch.execution), line.output,
                      notes, work);
        work.begin(0, "writing");
        gs::replace_file(line.output, bytes);
    });
    bar.reset();
    batch.say_notes(notes);
}

void grad(const CommandLine& line, const State& state, const gs::Work& work) {
    std::optional<ProgressBar> bar(std::in_place, std::string(name(line.task)), work);
    const Batch batch = batch_for(line, state, work);
    std::vector<FileNote> notes;
    with_tensors(batch, [&]<class T, class G>(const gs::Tensor<T>& input, const gs::Tensor<G>& grid) {
        const gs::Tensor<T> grad_output =
            load_grad_output<T>(batch, line.grad_output, gs::output_sizes(input.sizes(), grid.sizes()), notes, work);
        gs::Tensor<T> grad_input;
        gs::Tensor<G> grad_grid;
        if (!line.grad_input.empty()) {
            require_room_twice("gradient of the input", input.sizes(), sizeof(T), kTwice, work);
            grad_input = gs::Tensor<T>::uninitialized(input.sizes());
        }
        if (!line.grad_grid.empty()) {
            require_room_twice("gradient of the grid", grid.sizes(), sizeof(G), kTwice, work);
            grad_grid = gs::Tensor<G>::uninitialized(grid.sizes());
        }
        gs::grid_sample_backward(grad_output.view(), input.view(), grid.view(), grad_input.view(), grad_grid.view(),
                                 batch.options, batch.execution);

        std::vector<std::pair<std::string, std::string>> contents;
        if (!line.grad_input.empty())
            contents.emplace_back(line.grad_input,
                                  npy_bytes(batch, std::move(grad_input), line.grad_input, notes, work));
        if (!line.grad_grid.empty() && batch.grid.facts.is_shared) {
            grad_grid = sum_over_images(grad_grid);
            notes.push_back({line.grad_grid, batch.words("note.summed")});
        }
        if (!line.grad_grid.empty())
            contents.emplace_back(line.grad_grid, npy_bytes(batch, std::move(grad_grid), line.grad_grid, notes, work));
        std::vector<gs::NewFile> files;
        files.reserve(contents.size());
        for (const auto& [path, bytes] : contents) files.push_back({path, bytes});
        work.begin(0, "writing");
        gs::replace_files(files);
    });
    bar.reset();
    batch.say_notes(notes);
}

}  // namespace viz
