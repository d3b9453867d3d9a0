// SPDX-License-Identifier: MIT
// What the step says, and the bar of steps.
#include <fmt/core.h>

#include <array>

#include "viz/parts/parts.h"
#include "viz/text/narration.h"

namespace viz {
namespace {

void draw_dots(const Figure& figure) {
    const Rect bar = figure.layout.steps;
    const float spacing = 34, start = bar.right() - spacing * (kSteps - 1) - 14;
    for (int step = 1; step <= kSteps; ++step) {
        const Vec2 at{start + spacing * static_cast<float>(step - 1), bar.centre().y};
        const Phase phase = figure.phase(step);
        if (phase == Phase::later)
            figure.canvas.ring(at, 6, figure.colors.muted, 2);
        else
            figure.canvas.disc(at, phase == Phase::now ? 10.0f : 6.0f, figure.colors.ink);
        figure.hit({at.x - spacing / 2, bar.y, spacing, bar.h}, {.kind = Target::Kind::step, .index = step});
    }
}

/// A triangle that points back or forward.
void draw_arrow_button(const Figure& figure, Rect box, Target::Kind kind) {
    const bool is_back = kind == Target::Kind::back;
    const bool is_possible = is_back ? figure.state.walk.step > 1 : figure.state.walk.step < kSteps;
    const bool is_hovered = figure.hover.kind == kind && is_possible;
    if (is_hovered) figure.canvas.fill(box, figure.colors.chip, 8);
    const Vec2 c = box.centre();
    const float dx = is_back ? -8.0f : 8.0f;
    // Drawn in one turning direction, which the window's anti-aliasing asks for.
    const std::array tip{Vec2{c.x + dx, c.y}, Vec2{c.x - dx * 0.7f, c.y + dx * 0.95f},
                         Vec2{c.x - dx * 0.7f, c.y - dx * 0.95f}};
    figure.canvas.polygon(tip, is_possible ? figure.colors.ink : figure.colors.faint);
    figure.hit(box, {.kind = kind});
}

float draw_chip(const Figure& figure, int step, float x, float width) {
    const Rect bar = figure.layout.steps;
    const Rect chip{x, bar.y + 4, width, bar.h - 10};
    const Phase phase = figure.phase(step);
    const bool is_hovered = figure.hover == Target{.kind = Target::Kind::step, .index = step};
    const Palette& colors = figure.colors;
    const Color ink = phase == Phase::now ? colors.chip_now_text : phase == Phase::done ? colors.ink : colors.muted;
    if (phase == Phase::now) figure.canvas.fill(chip, colors.chip_now, chip.h / 2);
    if (phase == Phase::done) figure.canvas.fill(chip, colors.chip, chip.h / 2);
    figure.canvas.frame(chip,
                        is_hovered            ? colors.ink
                        : phase == Phase::now ? colors.chip_now
                                              : colors.faint,
                        is_hovered ? 2.0f : 1.0f, chip.h / 2);
    const float size = figure.layout.type.number + 0.5f;
    figure.canvas.text({chip.x + 14, chip.centre().y}, fmt::format("{}", step),
                       figure.style(Face::semibold, size, ink));
    figure.canvas.text({chip.x + 14 + size, chip.centre().y}, step_name(figure.words, step),
                       figure.style(phase == Phase::now ? Face::semibold : Face::regular, size, ink));
    figure.hit(chip, {.kind = Target::Kind::step, .index = step});
    return chip.right();
}

void draw_chips(const Figure& figure) {
    const Rect bar = figure.layout.steps;
    const float size = figure.layout.type.number + 0.5f, between = 10;
    float total = -between;
    std::array<float, kSteps> widths{};
    for (int step = 1; step <= kSteps; ++step) {
        float& width = widths[static_cast<size_t>(step - 1)];
        width = text_width(Face::semibold, size, step_name(figure.words, step)) + size + 30;
        total += width + between;
    }
    float x = bar.centre().x - total / 2;
    draw_arrow_button(figure, {x - 96, bar.y + 3, 36, bar.h - 8}, Target::Kind::back);
    draw_arrow_button(figure, {x - 52, bar.y + 3, 36, bar.h - 8}, Target::Kind::forward);
    for (int step = 1; step <= kSteps; ++step)
        x = draw_chip(figure, step, x, widths[static_cast<size_t>(step - 1)]) + between;
}

}  // namespace

void draw_steps(const Figure& figure) {
    if (figure.layout.is_hall)
        draw_dots(figure);
    else
        draw_chips(figure);
}

namespace {

/// Two lines for the last row: what the step is about, and one sentence. Where each side has a line of its own, its
/// numbers stand in the pictures already, and the last line says what is common to both. The last step has the results
/// as its head and the scene's sentence below.
std::array<std::string, 2> hall_lines(const Figure& figure, const Narration& narration) {
    if (figure.state.walk.step == kCompare) return {narration.lines.front(), narration.lines.back()};
    return {narration.title, narration.has_sides ? narration.lines.back() : narration.lines.front()};
}

void draw_hall_narration(const Figure& figure, const Narration& narration, Rect area) {
    const auto [head, sentence] = hall_lines(figure, narration);
    const float line = area.h / 2, head_room = figure.layout.steps.x - area.x - 16;
    const auto write = [&](Face face, const std::string& text, float width) {
        const Rect place = area.cut_top(line);
        const float size = fitting_size(face, figure.layout.type.body, text, width);
        figure.canvas.text({place.x, place.centre().y}, text, figure.style(face, size, figure.colors.ink));
    };
    write(Face::semibold, head, head_room);
    write(Face::regular, sentence, area.w);
}

}  // namespace

void draw_narration(const Figure& figure) {
    const Narration narration = narrate(figure.model, figure.facts);
    const TypeSizes& type = figure.layout.type;
    figure.canvas.fill(figure.layout.narration, figure.colors.card, 8);
    figure.canvas.frame(figure.layout.narration, figure.colors.card_line, 1, 8);
    Rect area = figure.layout.narration.inset(12);
    if (figure.layout.is_hall) return draw_hall_narration(figure, narration, area);

    area.cut_left(6);
    const Rect head = area.cut_top(type.head * 1.5f);
    const std::string number = figure.words("step.number", "step"_a = figure.state.walk.step, "steps"_a = kSteps);
    figure.canvas.text({head.x, head.centre().y}, narration.title,
                       figure.style(Face::semibold, type.head, figure.colors.ink));
    figure.canvas.text({head.right(), head.centre().y}, number, figure.label(figure.colors.muted), Anchor::right);
    const float line_height = std::min(type.body * 1.6f, area.h / static_cast<float>(narration.lines.size()));
    for (const std::string& text : narration.lines) {
        const Rect line = area.cut_top(line_height);
        const float size = fitting_size(Face::regular, type.body, text, line.w);
        figure.canvas.text({line.x, line.centre().y}, text, figure.style(Face::regular, size, figure.colors.ink));
    }
}

}  // namespace viz
