// SPDX-License-Identifier: MIT
// The start scene is the documents' example: whoever follows it by hand finds their own numbers on the screen.
#include "tests/figures/support.h"

namespace viz {
namespace {

class StartScene : public testing::Test {
protected:
    const FileModel model_ = model_of(builtin_scenes().front().state);
    const Drawing drawing_ = draw(model_);

    bool stage_says(size_t stage, std::string_view text) const {
        for (const std::string& said : texts_in(drawing_.recording, drawing_.layout.stages[stage].card)) {
            if (said == text) return true;
        }
        return false;
    }

    /// The values on the output cells of the map that comes `index`-th, row by row.
    std::vector<std::string> map_texts(size_t index) const {
        size_t seen = 0;
        for (const HitMap::Hit& hit : drawing_.hits.hits) {
            if (hit.target.kind == Target::Kind::cell && seen++ == index) return texts_in(drawing_.recording, hit.rect);
        }
        return {};
    }
};

TEST_F(StartScene, ShowsBothResults) {
    EXPECT_TRUE(stage_says(0, "4.28565"));
    EXPECT_TRUE(stage_says(1, "3.2142"));
}

TEST_F(StartScene, ShowsTheWeightsOfBothConventions) {
    for (const char* weight : {"0.2449", "0.3266", "0.1837"}) EXPECT_TRUE(stage_says(0, weight)) << weight;
    for (const char* weight : {"0.0663", "0.8623", "0.0051"}) EXPECT_TRUE(stage_says(1, weight)) << weight;
    EXPECT_TRUE(stage_says(0, "1.0000"));
    EXPECT_TRUE(stage_says(1, "1.0000"));
}

TEST_F(StartScene, ShowsTheGridValueAndWhereItLands) {
    for (size_t stage = 0; stage < 2; ++stage) {
        EXPECT_TRUE(stage_says(stage, "0.7143"));
        EXPECT_TRUE(stage_says(stage, "−0.7143"));
    }
    EXPECT_TRUE(stage_says(0, "2.57145"));
    EXPECT_TRUE(stage_says(0, "0.42855"));
    EXPECT_TRUE(stage_says(1, "2.9286"));
    EXPECT_TRUE(stage_says(1, "0.0714"));
}

TEST_F(StartScene, NamesTheNeighboursInBothStages) {
    for (size_t stage = 0; stage < 2; ++stage) {
        const auto texts = texts_in(drawing_.recording, drawing_.layout.stages[stage].picture);
        for (const char* tap : {"NW", "NE", "SW", "SE"})
            EXPECT_EQ(std::count(texts.begin(), texts.end(), tap), 1) << "stage " << stage << ", " << tap;
    }
}

TEST_F(StartScene, ShowsTheOutputsOfTheDocuments) {
    EXPECT_EQ(map_texts(0), (std::vector<std::string>{"0", "1.5", "3", "6", "7.5", "9", "12", "13.5", "15"}));
    EXPECT_EQ(map_texts(1), (std::vector<std::string>{"0", "0.75", "0.75", "3", "7.5", "4.5", "3", "6.75", "3.75"}));
    EXPECT_EQ(map_texts(2), (std::vector<std::string>{"0", "0.75", "2.25", "3", "0", "4.5", "9", "6.75", "11.25"}));
}

TEST_F(StartScene, SaysThatTheBatchKernelAgrees) {
    EXPECT_TRUE(has_text(drawing_.recording, "bit-equal to"));
}

TEST_F(StartScene, SaysWhatSetsTheConventionsApart) {
    EXPECT_TRUE(stage_says(0, "−1 and 1 are the centres of the corner pixels"));
    EXPECT_TRUE(stage_says(1, "−1 and 1 are the outer edges of the image"));
}

TEST_F(StartScene, IsDescribedWithItsNumbers) {
    const std::string words = page("compare").describe(model_);
    for (const char* part : {"0.7143", "-0.7143", "4.28565", "3.2142", "2.57145", "0.0714"})
        EXPECT_NE(words.find(part), std::string::npos) << words << " lacks " << part;
}

}  // namespace
}  // namespace viz
