// SPDX-License-Identifier: MIT
// What the tests of figures draw from: models, drawings, all the States worth a look.
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "tests/document/file_model.h"
#include "tests/figures/recording.h"
#include "viz/document/scene.h"
#include "viz/pages/page.h"

namespace viz {

inline constexpr float kInf = std::numeric_limits<float>::infinity();
inline constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();

/// A model that follows the State.
FileModel model_of(const State& state);

/// A figure that was drawn, and what it says about itself.
struct Drawing {
    Recording recording;
    HitMap hits;
    Layout layout;
};

Drawing draw(const Model& model, const PageOptions& options = {});

/// The design sizes of windows of 1280 x 800, 1024 x 700 and 1920 x 1080 pixels.
std::vector<Vec2> page_sizes();

/// Calls visit(state) for the state with every mode, padding, theme and step.
template <class Visitor>
void for_each_setting(State state, Visitor&& visit) {
    for (const gs::Mode mode : gs::kModes) {
        state.sampling.mode = mode;
        for (const gs::Padding padding : gs::kPaddings) {
            state.sampling.padding = padding;
            for (const Theme theme : kThemes) {
                state.look.theme = theme;
                for (int step = 1; step <= kSteps; ++step) {
                    state.walk.step = step;
                    visit(state);
                }
            }
        }
    }
}

/// How the tests name a State in their failures.
std::string name(const State& state);

/// Whether a text of the recording is exactly this one.
bool has_text(const Recording& recording, std::string_view text);

/// All texts within the rectangle, in the order in which they were drawn.
std::vector<std::string> texts_in(const Recording& recording, Rect rect);

/// An empty folder that goes when the object does.
class ScratchFolder {
public:
    ScratchFolder();
    ~ScratchFolder();
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;

    std::string path(const std::string& file) const { return (folder_ / file).string(); }

private:
    std::filesystem::path folder_;
};

/// Inputs that are hard to draw, as files in the folder and as built-in names: one pixel, one row, one column, many
/// pixels, a batch, channels, NaN and infinities, huge and tiny values.
std::vector<std::string> awkward_inputs(const ScratchFolder& folder);

/// A file of 8 x 8 normal random floats in the folder.
std::string random_floats(const ScratchFolder& folder);

/// Query points that lie outside, far outside or nowhere.
std::vector<std::array<float, 2>> awkward_queries();

}  // namespace viz
