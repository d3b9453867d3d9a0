// SPDX-License-Identifier: MIT
// The SVG canvas: documents that any reader takes.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <regex>

#include "tests/figures/support.h"
#include "viz/canvas/canvas_svg.h"

namespace viz {
namespace {

/// For pictures without images.
std::string no_png(int /*width*/, int /*height*/, int /*channels*/, const unsigned char* /*pixels*/) {
    ADD_FAILURE() << "there is no image here";
    return {};
}

std::string svg_of(const State& state) {
    SvgCanvas canvas(kDesignSize.x, kDesignSize.y, 1, state.title, "words", no_png);
    draw_page(canvas, model_of(state), {});
    return canvas.document();
}

/// What keeps the text from being well-formed XML, or nothing. Knows elements, attributes and the five entities, which
/// is all that we write.
std::string xml_error(const std::string& text) {
    static const std::regex kTag(R"(<(/?)([A-Za-z]+)((?:\s+[A-Za-z:0-9-]+="[^"<]*")*)\s*(/?)>)");
    static const std::regex kAttribute(R"(\s+([A-Za-z:0-9-]+)=)");
    static const std::regex kEntity("&(amp|lt|gt|quot|apos);");
    std::vector<std::string> open;
    bool has_root = false;
    for (size_t at = 0; at < text.size();) {
        const auto rest = text.cbegin() + static_cast<std::ptrdiff_t>(at);
        std::smatch match;
        if (text[at] == '<') {
            if (!std::regex_search(rest, text.cend(), match, kTag, std::regex_constants::match_continuous))
                return "not a tag: " + text.substr(at, 60);
            const std::string element = match[2];
            if (match[1].length() > 0) {
                if (open.empty() || open.back() != element) return "closes what is not open: " + element;
                open.pop_back();
            } else {
                if (open.empty() && has_root) return "a second root: " + element;
                has_root = true;
                const std::string attributes = match[3];
                std::vector<std::string> names;
                for (std::sregex_iterator it(attributes.begin(), attributes.end(), kAttribute), end; it != end; ++it)
                    names.push_back((*it)[1]);
                std::sort(names.begin(), names.end());
                if (std::adjacent_find(names.begin(), names.end()) != names.end()) return "twice in " + attributes;
                if (match[4].length() == 0) open.push_back(element);
            }
            at += static_cast<size_t>(match.length());
        } else if (text[at] == '&') {
            if (!std::regex_search(rest, text.cend(), match, kEntity, std::regex_constants::match_continuous))
                return "not an entity: " + text.substr(at, 20);
            at += static_cast<size_t>(match.length());
        } else if (text[at] == '>' || (open.empty() && std::isspace(static_cast<unsigned char>(text[at])) == 0)) {
            return "stray: " + text.substr(at, 20);
        } else {
            ++at;
        }
    }
    return open.empty() ? "" : "left open: " + open.back();
}

TEST(Svg, IsWellFormedInEveryThemeAndMode) {
    for (const auto& [scene, start] : builtin_scenes()) {
        for_each_setting(start, [](const State& state) {
            if (state.walk.step != 5) return;
            EXPECT_EQ(xml_error(svg_of(state)), "") << name(state);
        });
    }
}

TEST(Svg, UsesNoColoursThatOfficeProgramsPaintBlack) {
    for_each_setting(State{}, [](const State& state) {
        if (state.walk.step % 4 != 0) return;
        const std::string svg = svg_of(state);
        EXPECT_EQ(svg.find("rgba("), std::string::npos) << name(state);
        EXPECT_EQ(svg.find("transparent"), std::string::npos) << name(state);
        EXPECT_NE(svg.find("fill-opacity=\""), std::string::npos) << name(state);
    });
}

TEST(Svg, HasNoNumbersThatAreNone) {
    const ScratchFolder folder;
    const std::regex number(R"re( (x|y|x1|x2|y1|y2|cx|cy|r|width|height|points)="[^"]*(nan|inf))re");
    for (const std::string& input : awkward_inputs(folder)) {
        for (const auto [x, y] : awkward_queries()) {
            State state;
            state.sources.input = input;
            state.sources.grid = "linspace:2x2";
            state.query = {.x = x, .y = y};
            EXPECT_FALSE(std::regex_search(svg_of(state), number)) << name(state);
        }
    }
}

TEST(Svg, EscapesWhatXmlReserves) {
    SvgCanvas canvas(100, 100, 1, "a < b & \"c\" > d", "<desc>", no_png);
    canvas.text({10, 10}, "x < y && \"z\" > w", {});
    const std::string svg = canvas.document();
    EXPECT_EQ(xml_error(svg), "");
    EXPECT_NE(svg.find("x &lt; y &amp;&amp; &quot;z&quot; &gt; w</text>"), std::string::npos) << svg;
    EXPECT_NE(svg.find("<title>a &lt; b &amp; &quot;c&quot; &gt; d</title>"), std::string::npos) << svg;
    EXPECT_NE(svg.find("<desc>&lt;desc&gt;</desc>"), std::string::npos) << svg;
}

TEST(Svg, TakesTitlesOfAnyBytes) {
    State state;
    state.title = "</title><script>\x01\x1F & \"quoted\" − \xFF \xED\xA0\x80 \xE2\x88";
    EXPECT_EQ(xml_error(svg_of(state)), "");
    for (const char c : svg_of(state)) EXPECT_TRUE(static_cast<unsigned char>(c) >= 0x20 || c == '\n');
}

TEST(Svg, GivesTheSameBytesForTheSameState) {
    for (const auto& [scene, state] : builtin_scenes()) EXPECT_EQ(svg_of(state), svg_of(state)) << scene;
}

TEST(Svg, HoldsTextsToTheirWidth) {
    const std::string svg = svg_of(State{});
    const auto count = [&](const std::string& part) {
        size_t found = 0;
        for (size_t at = svg.find(part); at != std::string::npos; at = svg.find(part, at + 1)) ++found;
        return found;
    };
    EXPECT_GT(count("<text "), 100u);
    EXPECT_EQ(count("<text "), count(" textLength=\""));

    SvgCanvas canvas(100, 100, 1, "", "", no_png);
    canvas.text({10, 10}, "4.28565", {.face = Face::mono, .size = 20});
    EXPECT_NE(canvas.document().find(fmt::format("textLength=\"{:.0f}\"", text_width(Face::mono, 20, "4.28565"))),
              std::string::npos)
        << canvas.document();
}

TEST(Svg, SaysWhatItShows) {
    SvgCanvas canvas(200, 100, 2, "The title", "The description", no_png);
    const std::string svg = canvas.document();
    EXPECT_NE(svg.find("<title>The title</title>"), std::string::npos);
    EXPECT_NE(svg.find("<desc>The description</desc>"), std::string::npos);
    EXPECT_NE(svg.find("width=\"400\" height=\"200\" viewBox=\"0 0 200 100\""), std::string::npos) << svg;
}

TEST(Svg, WritesEveryPrimitive) {
    SvgCanvas canvas(100, 100, 1, "", "", no_png);
    {
        const Clip clip(canvas, {10, 10, 50, 50});
        canvas.line({1, 2}, {3, 4}, faded(rgb(0x010203), 0.5f), 1.5f);
        canvas.fill({1, 2, 3, 4}, faded(rgb(0xFFFFFF), 0.5f), 2);
    }
    canvas.frame({1, 2, 3, 4}, rgb(0xD55E00), 2);
    canvas.polygon(std::array{Vec2{0, 0}, Vec2{10, 0}, Vec2{0, 10}}, rgb(0x00FF00));
    canvas.disc({5, 6}, 7, rgb(0x0000FF));
    canvas.ring({5, 6}, 7, rgb(0x0000FF), 1);
    const std::string svg = canvas.document();
    EXPECT_EQ(xml_error(svg), "");
    for (const char* part : {
             "<clipPath id=\"clip1\"><rect x=\"10\" y=\"10\" width=\"50\" height=\"50\"/></clipPath>",
             "<g clip-path=\"url(#clip1)\">",
             "<line x1=\"1\" y1=\"2\" x2=\"3\" y2=\"4\" fill=\"none\" stroke=\"#010203\" stroke-opacity=\"0.5\" "
             "stroke-width=\"1.5\"/>",
             "<rect x=\"1\" y=\"2\" width=\"3\" height=\"4\" rx=\"2\" fill=\"#ffffff\" fill-opacity=\"0.5\"/>",
             "<rect x=\"1\" y=\"2\" width=\"3\" height=\"4\" fill=\"none\" stroke=\"#d55e00\" stroke-width=\"2\"/>",
             "<polygon points=\"0,0 10,0 0,10\" fill=\"#00ff00\"/>",
             "<circle cx=\"5\" cy=\"6\" r=\"7\" fill=\"#0000ff\"/>",
             "<circle cx=\"5\" cy=\"6\" r=\"7\" fill=\"none\" stroke=\"#0000ff\" stroke-width=\"1\"/>",
         })
        EXPECT_NE(svg.find(part), std::string::npos) << part << " is not in\n" << svg;
}

}  // namespace
}  // namespace viz
