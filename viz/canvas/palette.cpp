// SPDX-License-Identifier: MIT
#include "viz/canvas/palette.h"

namespace viz {
namespace {

constexpr std::array kTaps{rgb(0x56B4E9), rgb(0x009E73), rgb(0xF0E442), rgb(0xCC79A7)};

/// Okabe and Ito's orange and vermillion are darkened, the latter a little redder, until lines reach a contrast of 3
/// and the query's numbers one of 4.5 on a card.
constexpr Palette kLight{
    .ground = rgb(0xEEF1F5),
    .card = rgb(0xFFFFFF),
    .card_line = rgb(0xD3D9E1),
    .ink = rgb(0x14181D),
    .muted = rgb(0x545E6A),
    .faint = rgb(0xB9C1CC),
    .query = rgb(0xBA4400),
    .side = {rgb(0x0072B2), rgb(0xC68900)},
    .side_text = {rgb(0x0069A6), rgb(0x8C6100)},
    .tap = kTaps,
    .positive = rgb(0x56B4E9),
    .negative = rgb(0xCC79A7),
    .shade_low = rgb(0xA9AFB8),
    .shade_high = rgb(0xFFFFFF),
    .difference_low = rgb(0x0072B2),
    .difference_high = rgb(0xD55E00),
    .chip = rgb(0xE3E7ED),
    .chip_now = rgb(0x14181D),
    .chip_now_text = rgb(0xFFFFFF),
    .good = rgb(0x00694D),
    .good_ground = rgb(0xE2F4EE),
    .hatches_taps = false,
};

constexpr Palette kDark{
    .ground = rgb(0x101318),
    .card = rgb(0x191E25),
    .card_line = rgb(0x333C48),
    .ink = rgb(0xF0F3F6),
    .muted = rgb(0xA7B1BE),
    .faint = rgb(0x4A5563),
    .query = rgb(0xE8650C),
    .side = {rgb(0x4DB2F0), rgb(0xF5C04A)},
    .side_text = {rgb(0x6CC1F5), rgb(0xF5C04A)},
    .tap = {rgb(0x357498), rgb(0x007856), rgb(0x76701C), rgb(0x884F6F)},
    .positive = rgb(0x357498),
    .negative = rgb(0x884F6F),
    .shade_low = rgb(0x262D36),
    .shade_high = rgb(0x5C6876),
    .difference_low = rgb(0x4DB2F0),
    .difference_high = rgb(0xFF7A1F),
    .chip = rgb(0x2B333E),
    .chip_now = rgb(0xF0F3F6),
    .chip_now_text = rgb(0x101318),
    .good = rgb(0x6FDDB9),
    .good_ground = rgb(0x17352C),
    .hatches_taps = false,
};

constexpr Palette projector_palette() {
    Palette projector = kLight;
    projector.ground = rgb(0xFFFFFF);
    projector.card_line = rgb(0x9AA3AF);
    projector.ink = rgb(0x000000);
    projector.muted = rgb(0x3A424C);
    projector.faint = rgb(0x8C96A3);
    projector.shade_low = rgb(0xC6CBD2);
    return projector;
}

constexpr Palette kProjector = projector_palette();

constexpr Palette kPrint{
    .ground = rgb(0xFFFFFF),
    .card = rgb(0xFFFFFF),
    .card_line = rgb(0x808080),
    .ink = rgb(0x000000),
    .muted = rgb(0x404040),
    .faint = rgb(0xA0A0A0),
    .query = rgb(0xBA4400),
    .side = {rgb(0x000000), rgb(0x000000)},
    .side_text = {rgb(0x000000), rgb(0x000000)},
    .tap = {rgb(0x606060), rgb(0x606060), rgb(0x606060), rgb(0x606060)},
    .positive = rgb(0xB0B0B0),
    .negative = rgb(0x505050),
    .shade_low = rgb(0xD6D6D6),
    .shade_high = rgb(0xFFFFFF),
    .difference_low = rgb(0x707070),
    .difference_high = rgb(0xB8B8B8),
    .chip = rgb(0xEDEDED),
    .chip_now = rgb(0x000000),
    .chip_now_text = rgb(0xFFFFFF),
    .good = rgb(0x000000),
    .good_ground = rgb(0xFFFFFF),
    .hatches_taps = true,
};

}  // namespace

Color Palette::on(Color background) const {
    const Color black = rgb(0x000000), white = rgb(0xFFFFFF);
    return contrast(black, background) >= contrast(white, background) ? black : white;
}

const Palette& palette(Theme theme) {
    switch (theme) {
        case Theme::dark: return kDark;
        case Theme::projector: return kProjector;
        case Theme::print: return kPrint;
        case Theme::light: break;
    }
    return kLight;
}

Hatch tap_hatch(size_t tap) {
    constexpr std::array hatches{Hatch::rising, Hatch::falling, Hatch::level, Hatch::upright};
    return hatches[tap % hatches.size()];
}

}  // namespace viz
