// SPDX-License-Identifier: MIT
// The strip under a picture: what the step computes, with its numbers. The steps up to the neighbours are lines of
// text; then weights, values and products follow tap by tap, and at last their sum.
#include <fmt/core.h>

#include "viz/document/format.h"
#include "viz/parts/parts.h"
#include "viz/parts/terms.h"
#include "viz/text/step_formulas.h"

namespace viz {
namespace {

constexpr Face kFormulaFace = Face::regular;  ///< narrower than mono, so that more digits fit

/// With how many digits the numbers of the strip are tried, the most first.
constexpr int kDigits[] = {5, 4, 3, 2};

void draw_lines(const Stage& stage, Rect area, const std::vector<std::string>& lines, float size) {
    const Figure& figure = stage.figure;
    const float row = std::min(size * 1.45f, area.h / static_cast<float>(lines.size()));
    float y = area.centre().y - row * static_cast<float>(lines.size() - 1) / 2;
    for (const std::string& line : lines) {
        figure.canvas.text({area.x + 4, y}, line, figure.style(kFormulaFace, size, figure.colors.ink));
        y += row;
    }
}

/// The step's lines with as many digits as fit in the full size; smaller only when two digits are too many.
void draw_formulas(const Stage& stage, Rect area) {
    const Figure& figure = stage.figure;
    const float largest = figure.layout.is_hall ? figure.layout.type.number : figure.layout.type.head;
    std::vector<std::string> lines;
    float size = 0;
    for (const int digits : kDigits) {
        lines = step_formulas(figure.model, stage.facts(), digits);
        size = std::min(largest, area.h / static_cast<float>(lines.size()) / 1.15f);
        const float wanted = size;
        for (const std::string& line : lines)
            size = std::min(size, fitting_size(kFormulaFace, wanted, line, area.w - 8));
        if (size >= (figure.layout.is_hall ? wanted : std::min(wanted, kLeastDeskType))) break;
    }
    draw_lines(stage, area, lines, size);
}

/// Large, at the right end.
Rect draw_result(const Stage& stage, Rect area) {
    const Figure& figure = stage.figure;
    const TypeSizes& type = figure.layout.type;
    const std::string result = figure.number_text(display(stage.side.trace.output));
    // Where PyTorch is known to print something else.
    const std::string words = stage.facts().is_nan_in_pytorch ? figure.words("result.pytorch") : "";
    const TextStyle style = figure.style(Face::mono_bold, type.result, stage.text_color());
    const float size = figure.layout.is_hall ? type.label : type.label - 1;
    const TextStyle remark = figure.style(Face::semibold, size, figure.colors.query);
    const float width = text_width(style.face, style.size, result), half = area.h / 2;
    if (figure.layout.is_hall) {
        figure.canvas.text({area.right() - 4, area.centre().y}, result, style, Anchor::right);
        figure.canvas.text({area.x + 4, area.centre().y}, words, remark);
        return area;
    }
    figure.canvas.text({area.right() - 4, area.y + (words.empty() ? half : half * 0.7f)}, result, style, Anchor::right);
    figure.canvas.text({area.right() - 4, area.bottom() - size * 0.5f}, words, remark, Anchor::right);
    area.cut_right(std::max(width, text_width(remark.face, remark.size, words)) + 14);
    return area;
}

/// Everything that can be added up, and its sum.
void draw_sum(const Stage& stage, Rect area) {
    const Figure& figure = stage.figure;
    if (figure.phase(kAddUp) == Phase::now)
        figure.canvas.frame(area.inset(-1), figure.colors.ink, 2 * figure.layout.line, 6);
    if (figure.layout.is_hall)
        draw_result(stage, area.cut_bottom(area.h / 3));
    else
        area = draw_result(stage, area);
    if (stage.facts().is_nowhere)
        draw_lines(stage, area, {figure.words("formula.look_up.nowhere")}, figure.layout.type.number);
    else
        draw_terms(stage, area, TermKind::product);
}

}  // namespace

void draw_strip(const Stage& stage) {
    const Rect area = stage.layout.formula;
    const Figure& figure = stage.figure;
    if (figure.knows(kAddUp)) return draw_sum(stage, area);
    if (!step_formulas(figure.model, stage.facts(), kDigits[0]).empty()) return draw_formulas(stage, area);
    draw_terms(stage, area, figure.state.walk.step == kWeights ? TermKind::weight : TermKind::value);
}

}  // namespace viz
