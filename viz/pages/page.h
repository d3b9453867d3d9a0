// SPDX-License-Identifier: MIT
// What the window shows at a time, and a picture of which is exported: a page owns its layout, what stands where on it,
// and what the mouse does to the State there. The window knows pages by this only.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "viz/canvas/canvas.h"
#include "viz/model/model.h"
#include "viz/parts/figure_cache.h"
#include "viz/parts/hit_map.h"

namespace viz {

/// How a page is drawn.
struct PageOptions {
    Vec2 size = kDesignSize;
    Target hover;                       ///< its partners light up in all views
    std::optional<PixelPlace> pixel;    ///< under the pointer: its exact value is shown
    bool has_header = true;             ///< false: the window puts its tool bar there
    bool has_ground = true;             ///< false: whoever shows the picture has cleared all to the theme's ground
    std::optional<PixelWindow> window;  ///< the pixels to show, where they must stay as they were
    FigureCache* cache = nullptr;       ///< null: everything is made for this picture alone
};

/// Something that is being dragged.
struct Grip {
    StageView view;  ///< as it was when it was taken: the pixels stay where they are meanwhile
    Vec2 offset;     ///< from the pointer to what is dragged
    bool is_far;     ///< it comes to the pointer at once
};

/// What the pointer looks like, where something can be done.
enum class PointerShape { arrow, hand, move };

class Page {
public:
    virtual ~Page() = default;

    /// As scenes and command lines call it.
    virtual std::string_view name() const = 0;
    /// Draws the model's State, and tells what stands where. The layout is made here, once, and is in the result.
    virtual HitMap draw(Canvas& canvas, const Model& model, const PageOptions& options) const = 0;
    /// The picture in one or two sentences, for screen readers.
    virtual std::string describe(const Model& model) const = 0;

    // The mouse, on a page that was drawn. All places are in design units.

    /// The State that a click leads to; nothing where it does nothing.
    virtual std::optional<State> click(const HitMap& hits, Vec2 at, const LoadedState& now) const = 0;
    /// What a press takes hold of. What is touched stays where it is, bit for bit, until the pointer moves.
    virtual std::optional<Grip> grip(const HitMap& hits, Vec2 at, const LoadedState& now) const = 0;
    /// The State with what is dragged at the pointer.
    virtual State drag(const Grip& grip, Vec2 to, const LoadedState& now) const = 0;
    /// The State that shows more (1) or fewer (-1) pixels.
    virtual State zoom(const HitMap& hits, int direction, const LoadedState& now) const = 0;
    /// Whether the wheel zooms there.
    virtual bool can_zoom(const Target& target) const = 0;
    virtual PointerShape pointer(const HitMap& hits, Vec2 at, const LoadedState& now) const = 0;
};

/// All pages, in the order in which they are offered.
std::span<const Page* const> pages();

/// The page of a name. Throws std::runtime_error, with the names that there are, when there is none.
const Page& page(std::string_view name);

/// Refuses a State that names a page, a language or a lesson that there is not. Throws std::runtime_error with the
/// names that there are.
void require_known(const State& state);

/// The page that the model's State names, drawn.
inline HitMap draw_page(Canvas& canvas, const Model& model, const PageOptions& options) {
    return page(model.state().walk.page).draw(canvas, model, options);
}

}  // namespace viz
