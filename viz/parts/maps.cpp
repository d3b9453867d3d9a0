// SPDX-License-Identifier: MIT
// The overview: the whole output under both conventions, and their difference.
#include <fmt/core.h>

#include "viz/document/format.h"
#include "viz/parts/parts.h"
#include "viz/parts/value_texts.h"

namespace viz {
namespace {

/// More cells than this along an axis are thinned out: the map is an overview, not the data.
constexpr int64_t kMostCells = 48;

struct Map {
    std::string title;
    Color title_color;
    bool is_difference;
    size_t side;  ///< of the output; for the difference, True minus False
};

/// The colours and values of one map.
class MapDrawer {
public:
    MapDrawer(const Figure& figure, const Map& map, Rect area) : figure_(figure), map_(map), model_(figure.model) {
        stride_h_ = (model_.rows() + kMostCells - 1) / kMostCells;
        stride_w_ = (model_.columns() + kMostCells - 1) / kMostCells;
        rows_ = (model_.rows() + stride_h_ - 1) / stride_h_;
        columns_ = (model_.columns() + stride_w_ - 1) / stride_w_;
        cell_ = {std::min(area.w / static_cast<float>(columns_), 3 * area.h / static_cast<float>(rows_)),
                 std::min(area.h / static_cast<float>(rows_), 3 * area.w / static_cast<float>(columns_))};
        origin_ = {area.x, area.y};
        range_ = map.is_difference ? difference_range() : model_.shade_range();
    }

    void draw() {
        const float size = type_size();
        for (int64_t row = 0; row < rows_; ++row) {
            for (int64_t column = 0; column < columns_; ++column) draw_cell(row, column, size);
        }
        const Rect all{origin_.x, origin_.y, cell_.x * static_cast<float>(columns_),
                       cell_.y * static_cast<float>(rows_)};
        figure_.canvas.frame(all, figure_.colors.muted, 1);
        const Query& query = figure_.state.query;
        if (query.is_cell)
            figure_.canvas.frame(rect(query.h / stride_h_, query.w / stride_w_), figure_.colors.query, 3);
        if (figure_.hover.kind == Target::Kind::cell)
            figure_.canvas.frame(rect(figure_.hover.h / stride_h_, figure_.hover.w / stride_w_), figure_.colors.ink,
                                 2.5f);
    }

private:
    double value(int64_t h, int64_t w) const {
        const Outputs& outputs = model_.outputs();
        const auto output = [&](size_t side) { return outputs.planes[side].at(h / outputs.stride, w / outputs.stride); };
        return map_.is_difference ? rounded(output(0) - output(1), model_.arithmetic()) : output(map_.side);
    }

    Range difference_range() const {
        double largest = 0;
        for (int64_t h = 0; h < model_.rows(); h += stride_h_) {
            for (int64_t w = 0; w < model_.columns(); w += stride_w_) {
                const double difference = std::abs(value(h, w));
                if (std::isfinite(difference)) largest = std::max(largest, difference);
            }
        }
        return {-largest, largest};
    }

    Color color(double value) const {
        const Palette& colors = figure_.colors;
        if (!map_.is_difference || !std::isfinite(value)) return shade(colors, value, range_);
        const double t = range_.high > 0 ? std::min(1.0, std::abs(value) / range_.high) : 0;
        return mix(colors.card, value < 0 ? colors.difference_low : colors.difference_high,
                   static_cast<float>(0.75 * t));
    }

    Rect rect(int64_t row, int64_t column) const {
        return {origin_.x + cell_.x * static_cast<float>(column), origin_.y + cell_.y * static_cast<float>(row),
                cell_.x, cell_.y};
    }

    /// One size for all values; 0 when they would be too small to read.
    float type_size() const {
        constexpr float kSmallest = 8;
        if (cell_.x < 2 * kSmallest || cell_.y < kSmallest) return 0;
        float widest = 0;
        for (int64_t h = 0; h < model_.rows(); h += stride_h_) {
            for (int64_t w = 0; w < model_.columns(); w += stride_w_)
                widest = std::max(widest, text_width(Face::mono, 1, typeset(value_text(value(h, w)))));
        }
        const float size = std::min({figure_.layout.type.number, 0.6f * cell_.y, 0.9f * cell_.x / widest});
        return size >= kSmallest ? size : 0;
    }

    void draw_cell(int64_t row, int64_t column, float size) {
        const int64_t h = row * stride_h_, w = column * stride_w_;
        const Rect place = rect(row, column);
        const bool is_known = figure_.knows(kCompare);
        const double shown = value(h, w);
        const Color ground = is_known ? color(shown) : figure_.colors.card;
        figure_.canvas.fill(place, ground);
        if (cell_.x >= 5 && cell_.y >= 5) figure_.canvas.frame(place, faded(figure_.colors.faint, 0.8f), 1);
        if (size > 0 && is_known) {
            const Color ink = figure_.colors.on(ground);
            figure_.canvas.text(place.centre(), typeset(value_text(shown)), figure_.style(Face::mono, size, ink),
                                Anchor::middle);
        }
        figure_.hit(place, {.kind = Target::Kind::cell, .h = h, .w = w});
    }

    const Figure& figure_;
    const Map& map_;
    const Model& model_;
    int64_t stride_h_ = 1, stride_w_ = 1, rows_ = 0, columns_ = 0;
    Vec2 cell_, origin_;
    Range range_;
};

/// The badge that vouches for the numbers: the batch kernel was run on the query, and gave these bits.
void draw_badge(const Figure& figure, Rect area) {
    if (!figure.knows(kAddUp)) return;
    const bool is_equal = figure.model.side(true).is_bit_equal && figure.model.side(false).is_bit_equal;
    const Color color = is_equal ? figure.colors.good : figure.colors.query;
    const Rect badge{area.x, area.bottom() - 46, area.w, 46};
    figure.canvas.fill(badge, is_equal ? figure.colors.good_ground : figure.colors.card, 6);
    figure.canvas.frame(badge, color, 1, 6);
    check_mark(figure.canvas, {badge.x + 18, badge.centre().y}, 14, color, is_equal);
    const TextStyle style = figure.style(Face::semibold, 12, color);
    figure.canvas.text({badge.x + 34, badge.centre().y - 8},
                       figure.words.either(is_equal, "badge.equal", "badge.differs"), style);
    figure.canvas.text(
        {badge.x + 34, badge.centre().y + 8},
        figure.words("badge.batch",
                     "device"_a = std::string(figure.state.sampling.device == gs::Device::cpu ? "CPU" : "CUDA")),
        style);
}

/// Which shade is which value, so that no contrast is silently stretched.
void draw_legend(const Figure& figure, Rect area) {
    const Range range = figure.model.shade_range();
    const Rect bar{area.x, area.y + 22, area.w, 10};
    constexpr int kShades = 24;
    for (int k = 0; k < kShades; ++k) {
        const float t = static_cast<float>(k) / (kShades - 1);
        const float width = bar.w / kShades;
        figure.canvas.fill({bar.x + width * static_cast<float>(k), bar.y, width + 0.5f, bar.h},
                           mix(figure.colors.shade_low, figure.colors.shade_high, t));
    }
    figure.canvas.frame(bar, figure.colors.faint, 1);
    const TextStyle style = figure.label(figure.colors.muted);
    const auto width = [&](std::string_view text) { return text_width(style.face, style.size, text); };
    // Fewer digits rather than one label on the other.
    std::string low, high;
    for (const int digits : {4, 3, 2}) {
        low = typeset(value_text(range.low, digits));
        high = typeset(value_text(range.high, digits));
        if (width(low) + width(high) + 10 <= area.w) break;
    }
    figure.canvas.text({area.x, area.y + 10}, low, style);
    figure.canvas.text({area.right(), area.y + 10}, high, style, Anchor::right);
    const std::string shades = figure.words("legend.shades");
    const float room = area.w / 2 - std::max(width(low), width(high));
    if (room > width(shades) / 2 + 4) figure.canvas.text({area.centre().x, area.y + 10}, shades, style, Anchor::middle);
}

}  // namespace

void draw_maps(const Figure& figure) {
    if (figure.layout.maps.is_empty()) return;
    figure.canvas.fill(figure.layout.maps, figure.colors.card, 8);
    figure.canvas.frame(figure.layout.maps, figure.colors.card_line, 1, 8);
    Rect area = figure.layout.maps.inset(10);
    Rect side = area.cut_right(126);
    draw_badge(figure, side);
    draw_legend(figure, side);
    if (figure.model.rows() * figure.model.columns() == 0) return;

    const std::array maps{Map{figure.words("maps.on"), figure.colors.side_text[0], false, 0},
                          Map{figure.words("maps.off"), figure.colors.side_text[1], false, 1},
                          Map{figure.words("maps.difference"), figure.colors.ink, true, 0}};
    const float gap = 14, width = (area.w - 3 * gap) / 3;
    for (const Map& map : maps) {
        Rect place = area.cut_left(width);
        area.cut_left(gap);
        const Rect title = place.cut_top(18);
        figure.canvas.text({title.x, title.y + 7}, map.title,
                           figure.style(Face::semibold, figure.layout.type.label, map.title_color));
        MapDrawer(figure, map, place).draw();
    }
}

}  // namespace viz
