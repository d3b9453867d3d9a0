// SPDX-License-Identifier: MIT
// A canvas that draws nothing and takes notes, and questions to its notes.
#pragma once

#include <string>
#include <vector>

#include "viz/canvas/canvas.h"

namespace viz {

/// One call to a canvas, with the colour that would be drawn.
struct Primitive {
    enum class Kind { line, fill, frame, polygon, disc, ring, points, image, text };

    Kind kind;
    Color color;
    std::vector<Vec2> points;  ///< ends, corners, the centre or centres, or where the baseline starts
    Rect rect;                 ///< of a fill, a frame or an image
    float radius = 0, width = 0;
    ImagePtr image;
    Rect from;  ///< of an image: the part that is drawn
    std::string text;
    Face face = Face::regular;
    float size = 0;
    bool is_clipped = false;
    Rect clip;  ///< of all clips together

    friend bool operator==(const Primitive&, const Primitive&) = default;
};

using Recording = std::vector<Primitive>;

class RecordingCanvas : public Canvas {
public:
    const Recording& recording() const { return recording_; }
    bool has_open_clips() const { return !clips_.empty(); }

    void push_clip(Rect rect) override;
    void pop_clip() override { clips_.pop_back(); }

protected:
    void draw_line(Vec2 from, Vec2 to, Color color, float width) override;
    void draw_fill(Rect rect, Color color, float radius) override;
    void draw_frame(Rect rect, Color color, float width, float radius) override;
    void draw_polygon(std::span<const Vec2> points, Color color) override;
    void draw_disc(Vec2 centre, float radius, Color color) override;
    void draw_ring(Vec2 centre, float radius, Color color, float width) override;
    void draw_points(std::span<const Vec2> centres, const PointStyle& style) override;
    void draw_image(Rect to, const ImagePtr& image, Rect from) override;
    void draw_text(Vec2 baseline_start, std::string_view utf8, const TextStyle& style) override;

private:
    void note(Primitive primitive);

    Recording recording_;
    std::vector<Rect> clips_;
};

/// Whether every number of the primitive is finite.
bool is_finite(const Primitive& primitive);

/// What the primitive covers, clips left aside. Of a text: from the height of its capitals to below its baseline.
Rect bounds(const Primitive& primitive);

/// Of a text: its capitals alone.
Rect capitals(const Primitive& text);

/// Whether `inner` lies within `outer`, give or take `slack`.
bool is_inside(Rect inner, Rect outer, float slack);

/// Whether something of the primitive is left when it is clipped.
bool is_visible(const Primitive& primitive);

/// The visible texts in the order in which they were drawn, as indices into the recording.
std::vector<size_t> visible_texts(const Recording& recording);

/// The colour of an image at a point of the canvas.
Color color_at(const Primitive& image, Vec2 point);

/// The colour that shows at a point before primitive `end` is drawn: fills, discs and images one over the other; lines
/// and the points of the grid, which are thin, left aside.
Color ground_at(const Recording& recording, size_t end, Vec2 point);

/// `over`, with its opacity, painted on `ground`.
Color painted(Color over, Color ground);

/// How the tests name a primitive in their failures.
std::string name(const Primitive& primitive);

}  // namespace viz
