// SPDX-License-Identifier: MIT
// gridscope info FILE...: what was found in a file.
#include <nlohmann/json.hpp>

#include "core/files/npy.h"
#include "core/files/replace_file.h"
#include "tests/cli/program.h"
#include "tests/core/support.h"

namespace viz {
namespace {

using nlohmann::json;

struct FileInfo : ProgramTest {
    json facts(const std::string& file) const {
        const json answered = json::parse(answer({"info", file, "--format", "json"}));
        EXPECT_EQ(answered["files"].size(), 1u);
        return answered["files"][0];
    }
};

TEST_F(FileInfo, SaysOfAnArrayWhatIsStoredAndWhatIsRead) {
    copy({"uint8.npy"});
    EXPECT_EQ(facts("uint8.npy"), json::parse(R"({"file": "uint8.npy", "kind": "NumPy array",
                              "stored": {"type": "uint8", "sizes": [1, 2, 3, 4]}, "layout": "NCHW",
                              "read": {"type": "float32", "sizes": [1, 2, 3, 4]}, "range": [0.0, 23.0], "nan": 0,
                              "infinite": 0, "scale": "", "orientation": "", "uses": ["input"],
                              "notes": ["its uint8 values are read as float32, which holds each of them exactly"]})"));
    const std::string text = answer({"info", "uint8.npy"});
    for (const char* part : {"uint8.npy\n", "NumPy array", "uint8 [1, 2, 3, 4]", "float32 [1, 2, 3, 4]", "0.0 to 23.0",
                             "NCHW", "which holds each of them exactly"})
        EXPECT_TRUE(gs::contains(text, part));
}

TEST_F(FileInfo, SaysHowTheAxesAreReadAndWhatElseTheyMayBe) {
    copy({"channels_last.npy", "one_grid.npy", "big_endian.npy"});
    EXPECT_EQ(facts("channels_last.npy")["layout"], "HWC");
    EXPECT_EQ(facts("channels_last.npy")["read"]["sizes"], json::parse("[1, 3, 6, 8]"));
    EXPECT_EQ(facts("one_grid.npy")["uses"], json::parse(R"(["input", "grid"])"));
    EXPECT_EQ(facts("big_endian.npy")["stored"]["type"], "float32, big-endian");
    gs::write_npy(path("t.npy"), gs::Tensor<float>({4, 2, 3}));
    EXPECT_EQ(facts("t.npy")["uses"], json::parse(R"(["input", "theta"])"));
    gs::write_npy(path("row.npy"), gs::Tensor<float>({7}));
    EXPECT_EQ(facts("row.npy")["uses"], json::array());
}

TEST_F(FileInfo, TheRangeIsThatOfFiniteValuesAndDoesNotOverflow) {
    copy({"nan.npy", "huge_range.npy"});
    EXPECT_EQ(facts("nan.npy")["range"], json::parse("[1.0, 4.0]"));
    EXPECT_EQ(facts("nan.npy")["nan"], 1);
    EXPECT_EQ(facts("huge_range.npy")["range"], json::parse("[-3e38, 3e38]"));
    gs::write_npy(path("x.npy"), gs::Tensor<float>({1, 2}, {gs::kInf, gs::kNaN}));
    EXPECT_TRUE(facts("x.npy")["range"].is_null());
    EXPECT_EQ(facts("x.npy")["infinite"], 1);
    EXPECT_TRUE(gs::contains(answer({"info", "x.npy"}), "none that is finite; 1 NaN; 1 infinite"));
}

TEST_F(FileInfo, ListsEveryArrayOfAnArchive) {
    copy({"deflated.npz"});
    const json archive = facts("deflated.npz");
    EXPECT_EQ(archive["kind"], ".npz archive");
    ASSERT_EQ(archive["arrays"].size(), 3u);
    EXPECT_EQ(archive["arrays"][0]["array"], "x");
    EXPECT_EQ(archive["arrays"][2]["stored"]["type"], "int64");
    EXPECT_EQ(facts("deflated.npz?array=grid")["kind"], "array 'grid' of an .npz archive");
    EXPECT_TRUE(gs::contains(answer({"info", "deflated.npz"}), "array count"));
}

TEST_F(FileInfo, SaysWhatASceneSets) {
    gs::replace_file(path("s.json"), R"({"title": "mine", "mode": "nearest"})");
    const json scene = facts("s.json");
    EXPECT_EQ(scene["kind"], "scene");
    EXPECT_EQ(scene["settings"]["title"], "mine");
    EXPECT_EQ(scene["settings"]["mode"], "nearest");
    EXPECT_FALSE(scene["settings"].contains("version"));  // it is the file's, which need not be the latest
    EXPECT_TRUE(gs::contains(answer({"info", "s.json"}), "mine"));
}

TEST_F(FileInfo, AFileThatCannotBeReadFailsTheCommandButHidesNoOther) {
    copy({"uint8.npy"});
    gs::replace_file(path("bad.npy"), "no tensor");
    expect_refused({"info", "bad.npy"}, 1, "bad.npy: is not an .npy file");
    expect_refused({"info", "none"}, 1, "none: there is no such file");
    const Outcome outcome = run({"info", "bad.npy", "uint8.npy"});
    EXPECT_EQ(outcome.code, 1);
    EXPECT_EQ(outcome.err, "gridscope: bad.npy: is not an .npy file\n");
    EXPECT_TRUE(gs::contains(outcome.out, "uint8 [1, 2, 3, 4]"));
    const Outcome as_json = run({"info", "none", "--format", "json"});
    EXPECT_EQ(as_json.code, 1);
    EXPECT_EQ(json::parse(as_json.out)["files"][0]["error"], "none: there is no such file");
}

}  // namespace
}  // namespace viz
