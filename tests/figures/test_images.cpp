// SPDX-License-Identifier: MIT
// Planes as images: what is seen of them from any distance, and how many calls that takes.
#include <cmath>

#include "tests/figures/support.h"
#include "viz/canvas/canvas_svg.h"
#include "viz/model/pyramid.h"
#include "viz/parts/parts.h"
#include "viz/parts/tensor_view.h"

namespace viz {
namespace {

Plane plane_of(gs::Tensor<float> tensor) {
    Plane plane = new_plane(std::make_shared<const gs::AnyTensor>(std::move(tensor)), 0, 0);
    plane.levels = std::make_shared<Pyramid>(plane);
    return plane;
}

/// From 0 to 1, larger to the right and below.
Plane slope(int64_t height, int64_t width) {
    gs::Tensor<float> tensor({1, 1, height, width});
    for (int64_t y = 0; y < height; ++y) {
        for (int64_t x = 0; x < width; ++x)
            tensor.at(0, 0, y, x) = static_cast<float>(x + y) / static_cast<float>(height + width);
    }
    return plane_of(std::move(tensor));
}

ColourScale grey() {
    return {colour_map(kShades), palette(Theme::light), {0, 1}};
}

/// A view of a plane on a recording canvas, and what it has drawn.
struct Shown {
    Plane plane;
    PixelWindow window;
    float cell;
    std::optional<Around> around = {};
    ColourScale colours = grey();
    TileCache tiles = {};
    RecordingCanvas canvas = {};

    TensorView view() {
        return {.canvas = canvas,
                .tiles = tiles,
                .colors = palette(Theme::light),
                .plane = plane,
                .colours = colours,
                .window = window,
                .origin = {100, 50},
                .cell = {cell, cell},
                .around = around};
    }
    /// What shows at a place of the plane, which may lie beside it.
    Color at(double x, double y) {
        if (canvas.recording().empty()) view().draw_image();
        return ground_at(
            canvas.recording(), canvas.recording().size(),
            {100 + (static_cast<float>(x) - window.left) * cell, 50 + (static_cast<float>(y) - window.top) * cell});
    }
};

TEST(TensorView, IsAnImageWhereCellsAreTooSmallForLines) {
    EXPECT_FALSE((Shown{slope(8, 8), {0, 0, 8, 8}, kSmallestCell}.view().is_image()));
    EXPECT_TRUE((Shown{slope(8, 8), {0, 0, 8, 8}, kSmallestCell * 0.99f}.view().is_image()));
}

TEST(TensorView, AnImageHasTheColourOfEveryValue) {
    Shown shown{slope(300, 270), {0, 0, 270, 300}, 2};
    for (int64_t y = 0; y < 300; ++y) {
        for (int64_t x = 0; x < 270; ++x) {
            ASSERT_EQ(shown.at(static_cast<double>(x) + 0.5, static_cast<double>(y) + 0.5),
                      grey()(shown.plane.at(y, x)))
                << x << ", " << y;
        }
    }
}

TEST(TensorView, AnImageOfAPartThatBeginsWithinPixelsHasThemInTheirPlaces) {
    Shown shown{slope(600, 600), {255.3f, 510.7f, 40.5f, 60.2f}, 3};
    for (int64_t y = 511; y < 570; ++y) {
        for (int64_t x = 256; x < 295; ++x)
            ASSERT_EQ(shown.at(static_cast<double>(x) + 0.5, static_cast<double>(y) + 0.5),
                      grey()(shown.plane.at(y, x)));
    }
}

TEST(TensorView, FromAfarEachPixelHasTheColourOfItsBlocksMean) {
    Shown shown{slope(1500, 1100), {0, 0, 1100, 1500}, 0.25f};
    const gs::AnyTensor& means = shown.plane.levels->level(2);
    for (int64_t y = 0; y < sizes_of(means)[2]; ++y) {
        for (int64_t x = 0; x < sizes_of(means)[3]; ++x)
            ASSERT_EQ(shown.at(4 * static_cast<double>(x) + 2, 4 * static_cast<double>(y) + 2),
                      grey()(value_at(means, 0, 0, y, x)))
                << x << ", " << y;
    }
}

TEST(TensorView, ASingleNaNIsSeenFromAnyDistance) {
    gs::Tensor<float> tensor({1, 1, 2048, 2048});
    tensor.at(0, 0, 1234, 777) = kNaN;
    for (const float cell : {4.0f, 1.0f, 0.7f, 0.2f, 0.11f, 0.05f}) {
        Shown shown{plane_of(tensor), {0, 0, 2048, 2048}, cell};
        EXPECT_EQ(shown.at(777.5, 1234.5), kNotFinite) << cell;
        EXPECT_NE(shown.at(777.5 + 4 / static_cast<double>(cell), 1234.5), kNotFinite) << cell;
    }
}

TEST(TensorView, ALargePlaneTakesAFewImagesAtAnyZoom) {
    constexpr float kRoom = 450;  // as a stage has it
    const Plane plane = slope(4096, 4096);
    for (float across = 4098; across * kSmallestCell > kRoom; across /= 1.3f) {
        Shown shown{plane, {700, 300, across, across}, kRoom / across};
        shown.view().draw_image();
        EXPECT_LE(shown.canvas.recording().size(), 9u) << across;
        for (const Primitive& image : shown.canvas.recording()) EXPECT_EQ(image.kind, Primitive::Kind::image);
    }
}

TEST(TensorView, CopiesBesideThePlaneAreThoseOfThePadding) {
    for (const bool align_corners : {true, false}) {
        for (const gs::Padding padding : {gs::Padding::border, gs::Padding::reflection}) {
            const Color card = palette(Theme::light).card;
            Shown shown{slope(20, 30), {-40, -35, 110, 90}, 4, Around{padding, align_corners, card, 0.45f}};
            for (int64_t y = -35; y < 55; ++y) {
                for (int64_t x = -40; x < 70; ++x) {
                    const Cell cell = shown.view().cell_at(x, y);
                    const Color color = grey()(shown.plane.at(cell.source_y, cell.source_x));
                    ASSERT_EQ(shown.at(static_cast<double>(x) + 0.5, static_cast<double>(y) + 0.5),
                              cell.is_inside ? color : mix(card, color, 0.45f))
                        << gs::name(padding) << " " << align_corners << " at " << x << ", " << y;
                }
            }
        }
    }
}

TEST(TensorView, ZerosBesideThePlaneAreHatched) {
    Shown shown{slope(20, 30), {-2, -2, 34, 24}, 4, Around{gs::Padding::zeros, true, {}, 1}};
    const Cell outside{-1, -1, 0, 0, false, true, 0};
    EXPECT_EQ(shown.at(-1, 5), shown.view().ground_of(outside));
    int lines = 0;
    for (const Primitive& primitive : shown.canvas.recording()) {
        if (primitive.kind != Primitive::Kind::line) continue;
        ++lines;
        EXPECT_TRUE(primitive.is_clipped);
    }
    EXPECT_GT(lines, 4);
    EXPECT_FALSE(shown.canvas.has_open_clips());
}

TEST(TileCache, MakesATileOnceAndKeepsToItsMemory) {
    TileCache cache;
    const Plane plane = slope(64, 64);
    EXPECT_EQ(cache.tile(plane, 0, 0, 0, grey()), cache.tile(plane, 0, 0, 0, grey()));
    EXPECT_EQ(cache.made(), 1);
    const ColourScale other(colour_map(kShades), palette(Theme::dark), {0, 1});
    EXPECT_NE(cache.tile(plane, 0, 0, 0, grey()), cache.tile(plane, 0, 0, 0, other));
    EXPECT_EQ(cache.made(), 2);
    Plane large = slope(TileCache::kSide, TileCache::kSide);
    for (int k = 0; k < 400; ++k) {
        large.id = 1000000 + static_cast<uint64_t>(k);
        cache.tile(large, 0, 0, 0, grey());
        EXPECT_LE(cache.bytes(), TileCache::kMostBytes);
    }
    const int64_t made = cache.made();
    cache.tile(large, 0, 0, 0, grey());
    EXPECT_EQ(cache.made(), made) << "the latest is kept";
}

TEST(ColourMap, EndsWithItsStopsAndHasNoOtherColoursForOtherValues) {
    for (const ColourMap& map : colour_maps()) {
        EXPECT_EQ(&colour_map(map.name), &map);
        for (const Theme theme : kThemes) {
            const ColourScale scale(map, palette(theme), {-2, 2});
            EXPECT_EQ(scale(-3), scale(-2));
            EXPECT_EQ(scale(1e300), scale(2));
            EXPECT_NE(scale(-2), scale(2));
            EXPECT_EQ(scale(kNaN), kNotFinite);
        }
    }
    EXPECT_THROW(colour_map("no such map"), std::out_of_range);
    EXPECT_EQ(ColourScale(colour_map(kSigned), palette(Theme::dark), {0, 0})(0), palette(Theme::dark).card);
}

/// A State whose outputs and points are many.
State of_many(const char* grid) {
    State state;
    state.sources.input = "ramp:64x64";
    state.sources.grid = grid;
    return state;
}

size_t count_of(const Recording& recording, Primitive::Kind kind) {
    return static_cast<size_t>(
        std::ranges::count_if(recording, [&](const Primitive& primitive) { return primitive.kind == kind; }));
}

TEST(Maps, OfManyCellsAreImagesOfTheWholeOutput) {
    const Model model = model_of(of_many("linspace:300x200"));
    const Drawing drawing = draw(model);
    std::vector<HitMap::Hit> maps;
    for (const HitMap::Hit& hit : drawing.hits.hits) {
        if (hit.target.kind == Target::Kind::cell) maps.push_back(hit);
    }
    ASSERT_EQ(maps.size(), 3u) << "one target for each map";
    for (const auto& [h, w] : {std::pair<int64_t, int64_t>{0, 0}, {299, 199}, {123, 45}}) {
        const Target target{.kind = Target::Kind::cell, .h = h, .w = w};
        for (const HitMap::Hit& map : maps) EXPECT_EQ(drawing.hits.at(map.cell_rect(h, w).centre()), target);
    }
    EXPECT_GE(count_of(drawing.recording, Primitive::Kind::image), 3u);
    EXPECT_LT(drawing.recording.size(), 2000u);
}

TEST(GridPoints, AMillionAreOneCallForEachStage) {
    const Model model = model_of(of_many("linspace:1024x1024"));
    const Drawing drawing = draw(model);
    EXPECT_EQ(count_of(drawing.recording, Primitive::Kind::points), 2u);
    constexpr size_t kMost = 4000;  // a stage of 450 units, a point for every 8
    for (const Primitive& primitive : drawing.recording) {
        if (primitive.kind != Primitive::Kind::points) continue;
        EXPECT_GT(primitive.points.size(), 500u);
        EXPECT_LT(primitive.points.size(), kMost);
    }
}

TEST(GridPoints, FewAreDrawnOneByOne) {
    EXPECT_EQ(count_of(draw(model_of(State{})).recording, Primitive::Kind::points), 0u);
}

TEST(FigureCache, DoesNotChangeThePicture) {
    FigureCache cache;
    for (const char* grid : {"linspace:40x40", "linspace:3x3", "linspace:40x40"}) {
        State state = of_many(grid);
        for (const float x : {-0.9f, 0.0f, 0.4f}) {
            for (const double pixels : {20.0, 64.0, 200.0}) {
                state.query.x = x;
                state.view.pixels = pixels;
                const Model model = model_of(state);
                Recording with = draw(model, {.cache = &cache}).recording, without = draw(model).recording;
                ASSERT_EQ(with.size(), without.size());
                for (size_t k = 0; k < with.size(); ++k) {
                    // Two images of the same pixels are equal.
                    if (with[k].image) {
                        ASSERT_EQ(with[k].image->width(), without[k].image->width());
                        const Color* const pixels_of = with[k].image->pixels();
                        EXPECT_TRUE(std::equal(pixels_of, pixels_of + with[k].image->bytes() / sizeof(Color),
                                               without[k].image->pixels()));
                        with[k].image = without[k].image;
                    }
                    EXPECT_EQ(with[k], without[k]) << name(with[k]);
                }
            }
        }
    }
}

/// What an encoder was given.
struct Encoded {
    int width = 0, height = 0, channels = 0;
    std::vector<unsigned char> pixels;
};

PngEncoder taking_notes(Encoded& encoded) {
    return [&encoded](int width, int height, int channels, const unsigned char* pixels) -> std::string {
        encoded = {width, height, channels, {pixels, pixels + width * height * channels}};
        return "png\xff!";
    };
}

TEST(Svg, EmbedsThePixelsOfAnImageThatAreSeen) {
    std::vector<Color> pixels;
    for (uint8_t k = 0; k < 12; ++k) pixels.push_back({k, 100, 200, 255});
    const auto image = std::make_shared<Image>(4, 3, pixels);
    Encoded encoded;
    SvgCanvas canvas(100, 100, 1, "", "", taking_notes(encoded));
    canvas.image({10, 20, 30, 40}, image, {1, 1, 3, 2});
    EXPECT_EQ(encoded.width, 3);
    EXPECT_EQ(encoded.height, 2);
    ASSERT_EQ(encoded.channels, 4);
    for (size_t k = 0; k < 6; ++k) EXPECT_EQ(encoded.pixels[4 * k], 5 + k + (k >= 3 ? 1 : 0));
    const std::string svg = canvas.document();
    EXPECT_NE(svg.find("<image x=\"10\" y=\"20\" width=\"30\" height=\"40\""), std::string::npos) << svg;
    EXPECT_NE(svg.find("image-rendering:pixelated"), std::string::npos);
    EXPECT_NE(svg.find("data:image/png;base64,cG5n/yE="), std::string::npos) << svg;
    EXPECT_EQ(svg.find("clipPath"), std::string::npos);

    // A part that begins and ends within pixels: these whole, and clipped.
    canvas.image({10, 20, 30, 40}, image, {0.5f, 0, 2, 3});
    EXPECT_EQ(encoded.width, 3);
    EXPECT_NE(canvas.document().find("<image x=\"2.5\" y=\"20\" width=\"45\""), std::string::npos) << canvas.document();
    EXPECT_NE(canvas.document().find("<clipPath id=\"clip1\"><rect x=\"10\" y=\"20\" width=\"30\" height=\"40\"/>"),
              std::string::npos);
}

TEST(Svg, WritesManyPointsAsOneGroup) {
    Encoded encoded;
    SvgCanvas canvas(100, 100, 1, "", "", taking_notes(encoded));
    std::vector<Vec2> points;
    for (int k = 0; k < 1000; ++k) points.push_back({static_cast<float>(k) / 10, 50});
    canvas.points(points, {2, rgb(0xFFFFFF), rgb(0x102030), 1.5f});
    const std::string svg = canvas.document();
    EXPECT_NE(svg.find("<g fill=\"#ffffff\" stroke=\"#102030\" stroke-width=\"1.5\">"), std::string::npos);
    EXPECT_NE(svg.find("<circle cx=\"99.9\" cy=\"50\" r=\"2\"/>"), std::string::npos);
    EXPECT_LT(svg.size(), 50000u);
}

}  // namespace
}  // namespace viz
