// SPDX-License-Identifier: MIT
// From the document to the picture nothing needs a disk: what a browser holds in memory is opened like any file.
#include "core/files/file.h"
#include "core/files/npy.h"
#include "core/files/replace_file.h"
#include "tests/document/file_model.h"
#include "tests/figures/support.h"
#include "viz/document/named_file.h"
#include "viz/document/scene.h"
#include "viz/pages/picture.h"
#include "viz/platform/desktop/disk_files.h"
#include "viz/platform/image_io.h"
#include "viz/platform/memory_files.h"
#include "viz/text/explain.h"

namespace viz {
namespace {

const std::string kFolder = "/no/disk/has/this/";

std::string small_npy() {
    gs::Tensor<float> tensor({1, 1, 3, 5});
    for (int64_t k = 0; k < tensor.count(); ++k) tensor.data()[k] = static_cast<float>(k * k);
    return gs::format_npy(tensor);
}

std::string small_png() {
    constexpr unsigned char kPixels[] = {0, 51, 102, 153, 204, 255, 255, 204, 153, 102, 51, 0};
    return encode_png(2, 2, 3, kPixels);
}

std::string small_npz() {
    return gs::read_file(std::string(GRIDSCOPE_TEST_FILES) + "/deflated.npz");
}

/// What is said and drawn of an input.
std::string shown(const std::string& input, const Files& files) {
    State state;
    state.sources.input = input;
    FileModel model(files);
    model.update(state);
    return explain_text(model) + explain_json(model) + picture_svg(model, {}, encode_png);
}

std::string without(std::string text, const std::string& folder) {
    for (size_t at = text.find(folder); at != std::string::npos; at = text.find(folder)) text.erase(at, folder.size());
    return text;
}

TEST(MemoryFiles, AreShownAsTheSameOnesOnADisk) {
    const ScratchFolder folder;
    MemoryFiles files;
    for (const auto& [name, bytes] :
         {std::pair{"x.npy", small_npy()}, std::pair{"photo.png", small_png()}, std::pair{"arrays.npz", small_npz()}}) {
        files.put(kFolder + name, bytes);
        gs::replace_file(folder.path(name), bytes);
        const std::string chosen = std::string(name) + (name == std::string("arrays.npz") ? "?array=x" : "");
        EXPECT_EQ(without(shown(kFolder + chosen, files), kFolder),
                  without(shown(folder.path(chosen), disk()), folder.path("")))
            << name;
    }
}

TEST(MemoryFiles, OfASceneAreThoseBesideIt) {
    MemoryFiles files;
    files.put(kFolder + "scene.json", R"({"input": "photo.png?alpha=keep", "grid": "centres"})");
    files.put(kFolder + "photo.png", small_png());
    EXPECT_EQ(look_at_file(kFolder + "scene.json", files, gs::Work()).kind, NamedFile::Kind::scene);
    const State state = read_scene(kFolder + "scene.json", files, gs::Work());
    EXPECT_EQ(state.sources.input, kFolder + "photo.png?alpha=keep");
    FileModel model(files);
    model.update(state);
    EXPECT_EQ(model.input_facts().kind, SourceKind::image);
    EXPECT_EQ(model.input_facts().file, kFolder + "photo.png");
    EXPECT_EQ(sizes_of(model.input()), (gs::Sizes{1, 3, 2, 2}));
}

TEST(MemoryFiles, AreReadAgainWhenTheyAreOthers) {
    MemoryFiles files;
    files.put("x.npy", small_npy());
    State state;
    state.sources.input = "x.npy";
    FileModel model(files);
    model.update(state);
    EXPECT_FALSE(model.store().has_changed(*model.loaded().input));
    files.put("x.npy", gs::format_npy(gs::Tensor<float>({1, 1, 7, 7})));
    EXPECT_TRUE(model.store().has_changed(*model.loaded().input));
    model.update(state);
    EXPECT_EQ(model.height(), 7);
}

TEST(MemoryFiles, ThatAreBrokenOrNotThereAreRefusedByName) {
    MemoryFiles files;
    files.put("cut.png", small_png().substr(0, 60));
    files.put("cut.npy", small_npy().substr(0, 140));
    files.put("cut.npz", small_npz().substr(0, 60));
    for (const std::string name : {"cut.png", "cut.npy", "cut.npz", "none.png"}) {
        try {
            shown(name, files);
            ADD_FAILURE() << name;
        } catch (const std::runtime_error& error) {
            EXPECT_TRUE(std::string_view(error.what()).starts_with(name + ": ")) << error.what();
        }
    }
}

}  // namespace
}  // namespace viz
