// SPDX-License-Identifier: MIT
// The pixels have the room, and what stands on them can be read, for ordinary floats as for whole numbers.
#include <cmath>
#include <cstdlib>

#include "core/files/npy.h"
#include "tests/figures/support.h"

namespace viz {
namespace {

/// Design units, as all sizes; a window of 1280 x 800 has as many pixels.
constexpr float kLeastValue = 11, kLeastTap = 14;

/// The texts that stand on a pixel.
std::vector<const Primitive*> texts_on(const Drawing& drawing, Rect pixel) {
    std::vector<const Primitive*> found;
    for (const size_t k : visible_texts(drawing.recording)) {
        if (pixel.contains(capitals(drawing.recording[k]).centre())) found.push_back(&drawing.recording[k]);
    }
    return found;
}

TEST(Room, ThePixelsOfTheStartSceneTakeHalfOfTheHeight) {
    const Drawing drawing = draw(model_of(builtin_scenes().front().state));
    for (const StageView& view : drawing.hits.stages) EXPECT_GE(view.image_rect().h, kDesignSize.y / 2);
}

TEST(Room, EveryPixelOfRandomFloatsIsReadable) {
    const ScratchFolder folder;
    State state;
    state.sources.input = random_floats(folder);
    state.sources.grid = "linspace:5x5";
    for (const Theme theme : {Theme::light, Theme::dark, Theme::print}) {
        for (const float x : {-0.95f, -0.31f, 0.0f, 0.6f}) {
            state.look.theme = theme;
            state.query = {.x = x, .y = 0.4};
            const FileModel model = model_of(state);
            const Drawing drawing = draw(model);
            for (const StageView& view : drawing.hits.stages) {
                for (int64_t h = 0; h < 8; ++h) {
                    for (int64_t w = 0; w < 8; ++w) {
                        const auto texts = texts_on(drawing, view.cell_rect(w, h));
                        ASSERT_FALSE(texts.empty()) << name(state) << ": pixel (" << h << ", " << w << ")";
                        for (const Primitive* text : texts) EXPECT_GE(text->size, kLeastValue) << text->text;
                    }
                }
                for (const TapTrace& tap : model.side(view.align_corners).trace.taps) {
                    const auto texts = texts_on(drawing, view.visible_rect(tap.x, tap.y));
                    if (!view.window.contains(tap.x, tap.y)) continue;  // of the ring a part is seen
                    ASSERT_EQ(texts.size(), 2u) << name(state) << ": value and name of " << tap.name;
                    EXPECT_EQ(texts[1]->text, tap.name);
                    for (const Primitive* text : texts) EXPECT_GE(text->size, kLeastTap) << text->text;
                }
            }
        }
    }
}

TEST(Room, ValuesAreTheInputRoundedToTheirDigits) {
    const ScratchFolder folder;
    State state;
    state.sources.input = random_floats(folder);
    const FileModel model = model_of(state);
    const Drawing drawing = draw(model);
    for (const StageView& view : drawing.hits.stages) {
        for (int64_t h = 0; h < 8; ++h) {
            for (int64_t w = 0; w < 8; ++w) {
                std::string text = texts_on(drawing, view.cell_rect(w, h)).at(0)->text;
                if (text.starts_with("−")) text.replace(0, std::string_view("−").size(), "-");
                const double value = value_at(model.input(), 0, 0, h, w);
                const auto decimals = static_cast<double>(text.size() - text.find('.') - 1);
                if (text == "≈0") continue;
                EXPECT_LE(std::abs(std::strtod(text.c_str(), nullptr) - value), 0.5 * std::pow(10, -decimals) + 1e-9);
            }
        }
    }
}

TEST(Room, NoRingOfTheGridLiesOverADigit) {
    const ScratchFolder folder;
    State state;
    state.sources.input = random_floats(folder);
    state.sources.grid = "linspace:8x8";
    for (const Theme theme : kThemes) {
        state.look.theme = theme;
        const Drawing drawing = draw(model_of(state));
        for (const size_t k : visible_texts(drawing.recording)) {
            const Rect place = capitals(drawing.recording[k]);
            for (size_t later = k + 1; later < drawing.recording.size(); ++later) {
                const Primitive& ring = drawing.recording[later];
                if (ring.kind != Primitive::Kind::ring || ring.color != rgb(0x3C4650)) continue;
                EXPECT_TRUE(intersection(place, bounds(ring)).is_empty()) << drawing.recording[k].text;
            }
        }
    }
}

TEST(Room, BothRulersHaveTicksForEverySizeOfTheImage) {
    for (const char* input : {"ramp:1x1", "ramp:2x3", "ramp:9x9", "ramp:64x48", "ramp:2048x2048", "ramp:4096x7"}) {
        State state;
        state.sources.input = input;
        state.sources.grid = "linspace:2x2";
        const Drawing drawing = draw(model_of(state));
        for (size_t stage = 0; stage < 2; ++stage) {
            const Rect card = drawing.layout.stages[stage].card;
            const StageView& view = drawing.hits.stages[stage];
            const bool is_point = view.align_corners && (view.width == 1 || view.height == 1);
            const size_t least = is_point ? 0 : 2;  // one label, which the query's tag may cover
            size_t above = 0, left = 0;
            for (const Primitive& line : drawing.recording) {
                if (line.kind != Primitive::Kind::line || line.is_clipped) continue;
                const Rect place = bounds(line);
                if (!card.contains(place.centre())) continue;
                const bool is_tick = std::max(place.w, place.h) < 14;
                if (is_tick && place.centre().y < view.picture().y && place.h > place.w) ++above;
                if (is_tick && place.centre().x < view.picture().x && place.w > place.h) ++left;
            }
            EXPECT_GE(above, least) << input << ", stage " << stage;
            EXPECT_GE(left, least) << input << ", stage " << stage;
        }
    }
}

TEST(Room, LabelsOfTheRangeDoNotTouch) {
    const ScratchFolder folder;
    gs::Tensor<float> input({2, 2});
    for (const auto& [low, high] : {std::pair{-3e38f, 3e38f}, {-1.2345678f, 1.2345678f}, {0.123456f, 123456.7f}}) {
        input.data()[0] = low;
        input.data()[1] = high;
        gs::write_npy(folder.path("x.npy"), input);
        State state;
        state.sources.input = folder.path("x.npy");
        state.sampling.padding = gs::Padding::border;
        const FileModel model = model_of(state);
        const Drawing drawing = draw(model);
        const Rect side = Rect(drawing.layout.maps).inset(10).cut_right(126);
        std::vector<Rect> labels;
        for (const size_t k : visible_texts(drawing.recording)) {
            const Rect place = capitals(drawing.recording[k]);
            if (side.contains(place.centre()) && place.y < side.y + 20) labels.push_back(place);
        }
        ASSERT_GE(labels.size(), 2u);
        EXPECT_LT(labels[0].right() + 4, labels[1].x);
    }
}

TEST(NotFinite, IsReadableInEveryTheme) {
    const ScratchFolder folder;
    gs::Tensor<float> input({4, 4});
    for (int64_t i = 0; i < 16; ++i) input.data()[i] = i % 3 == 0 ? -kNaN : i % 3 == 1 ? kInf : -kInf;
    gs::write_npy(folder.path("nan.npy"), input);
    for (const Theme theme : kThemes) {
        for (const gs::Mode mode : gs::kModes) {
            State state;
            state.sources.input = folder.path("nan.npy");
            state.look.theme = theme;
            state.sampling.mode = mode;
            const Drawing drawing = draw(model_of(state));
            size_t found = 0;
            for (const size_t k : visible_texts(drawing.recording)) {
                const Primitive& text = drawing.recording[k];
                EXPECT_EQ(text.text.find("−nan"), std::string::npos) << text.text;
                if (text.text != "nan" && text.text != "inf" && text.text != "−inf") continue;
                ++found;
                const Rect place = capitals(text);
                const Color ground = ground_at(drawing.recording, k, place.centre());
                EXPECT_GE(contrast(painted(text.color, ground), ground), 4.5f) << name(state) << ": " << text.text;
            }
            EXPECT_GT(found, 8u) << name(state);
        }
    }
}

TEST(NotFinite, AGridValueThatIsNaNSaysWhatPyTorchGivesWhereTheResultStands) {
    for (const Theme theme : kThemes) {
        State state;
        state.look.theme = theme;
        state.query = {.x = kNaN, .y = 0};
        const Drawing drawing = draw(model_of(state));
        for (const StageLayout& stage : drawing.layout.stages) {
            const auto texts = texts_in(drawing.recording, stage.formula);
            EXPECT_EQ(std::count(texts.begin(), texts.end(), "PyTorch's CPU gives nan"), 1) << name(state);
            EXPECT_EQ(std::count(texts.begin(), texts.end(), "nothing is read"), 1) << name(state);
            for (const std::string& text : texts) EXPECT_EQ(text.find("×"), std::string::npos) << text;
        }
    }
}

}  // namespace
}  // namespace viz
