// SPDX-License-Identifier: MIT
// The type of ImGui's widgets: a few sizes, baked when the window's scale changes.
#pragma once

#include <imgui.h>

#include <array>

namespace viz {

enum class Type { body, strong, number, title, hall };

class WidgetFonts {
public:
    /// Bakes the fonts when a design unit now takes another number of pixels, or a unit of ImGui's. True when it did:
    /// the atlas must then be uploaded.
    bool build(ImFontAtlas& atlas, float pixels_per_unit, float pixel_ratio);

    ImFont* get(Type type) const { return fonts_[static_cast<size_t>(type)]; }

private:
    std::array<ImFont*, 5> fonts_{};
    float pixels_per_unit_ = 0, pixel_ratio_ = 0;
};

/// Sets a type for the widgets to come, until the scope ends.
class WithType {
public:
    WithType(const WidgetFonts& fonts, Type type) { ImGui::PushFont(fonts.get(type)); }
    ~WithType() { ImGui::PopFont(); }
    WithType(const WithType&) = delete;
    WithType& operator=(const WithType&) = delete;
};

}  // namespace viz
