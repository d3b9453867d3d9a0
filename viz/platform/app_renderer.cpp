// SPDX-License-Identifier: MIT
#include "viz/platform/app_renderer.h"

#include <backends/imgui_impl_opengl3.h>
#include <glad/gl.h>
#include <imgui.h>

#include <algorithm>

#include "viz/canvas/palette.h"
#include "viz/platform/gl_version.h"
#include "viz/platform/image_texture.h"

namespace viz {

AppRenderer::AppRenderer(App& app) : app_(app), images_({make_image_texture, delete_image_texture}) {
    app_.glyphs().texture = texture_id(glyphs_.id());
    app_.draw_with(images_);
    ImGui_ImplOpenGL3_Init(shader_version());
}

AppRenderer::~AppRenderer() {
    ImGui_ImplOpenGL3_Shutdown();
}

void AppRenderer::begin_frame(float pixel_ratio) {
    const ImGuiIO& io = ImGui::GetIO();
    const float unit =
        design_size(std::max(io.DisplaySize.x, kSmallestDrawn.x), std::max(io.DisplaySize.y, kSmallestDrawn.y)).unit;
    const bool has_new_fonts = app_.fonts().build(*io.Fonts, unit * pixel_ratio, pixel_ratio);
    // The first call makes the renderer's objects, a texture for the fonts among them.
    ImGui_ImplOpenGL3_NewFrame();
    if (has_new_fonts) {
        // The fonts' texture alone: the renderer keeps the sizes of its vertex buffers when these are destroyed, and
        // would from then on write into buffers without memory.
        ImGui_ImplOpenGL3_DestroyFontsTexture();
        ImGui_ImplOpenGL3_CreateFontsTexture();
    }
    ImGui::NewFrame();
}

void AppRenderer::draw(double seconds) {
    const float pixel_ratio = ImGui::GetIO().DisplayFramebufferScale.x;
    begin_frame(pixel_ratio);
    app_.frame(pixel_ratio, seconds);
    ImGui::Render();

    GlyphAtlas& glyphs = app_.glyphs();
    glyphs_.update(glyphs.pixels(), glyphs.first_dirty_row(), glyphs.end_dirty_row());
    glyphs.clean();
    const Color ground = palette(app_.state().look.theme).ground;
    glClearColor(static_cast<float>(ground.r) / 255, static_cast<float>(ground.g) / 255,
                 static_cast<float>(ground.b) / 255, 1);
    glClear(GL_COLOR_BUFFER_BIT);
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
}

}  // namespace viz
