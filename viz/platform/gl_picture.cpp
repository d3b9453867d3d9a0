// SPDX-License-Identifier: MIT
#include "viz/platform/gl_picture.h"

#include <backends/imgui_impl_opengl3.h>
#include <imgui.h>

#include "viz/pages/page.h"
#include "viz/platform/coverage_texture.h"
#include "viz/platform/framebuffer.h"
#include "viz/platform/gl_version.h"
#include "viz/platform/image_texture.h"
#include "viz/ui/canvas_imgui.h"

namespace viz {
namespace {

/// An ImGui context of its own, made current as long as it lives; the one before comes back after.
class PictureContext {
public:
    PictureContext(int width, int height) : before_(ImGui::GetCurrentContext()), own_(ImGui::CreateContext()) {
        ImGui::SetCurrentContext(own_);
        ImGuiIO& io = ImGui::GetIO();
        io.IniFilename = nullptr;
        io.DisplaySize = {static_cast<float>(width), static_cast<float>(height)};
        ImGui_ImplOpenGL3_Init(shader_version());
    }
    ~PictureContext() {
        ImGui_ImplOpenGL3_Shutdown();
        ImGui::DestroyContext(own_);
        ImGui::SetCurrentContext(before_);
    }
    PictureContext(const PictureContext&) = delete;
    PictureContext& operator=(const PictureContext&) = delete;

private:
    ImGuiContext *before_, *own_;
};

/// Draws the figure into the current framebuffer.
void render(const Model& model, const DesignSize& design, float scale) {
    GlyphAtlas glyphs;
    CoverageTexture texture(GlyphAtlas::kSize);
    glyphs.texture = texture_id(texture.id());
    Textures images{{make_image_texture, delete_image_texture}};
    ImGui_ImplOpenGL3_NewFrame();
    ImGui::NewFrame();
    {
        ImguiCanvas canvas(*ImGui::GetBackgroundDrawList(), glyphs, images, {0, 0}, design.unit * scale, 1);
        draw_page(canvas, model, {.size = design.size});
    }
    ImGui::Render();
    texture.update(glyphs.pixels(), glyphs.first_dirty_row(), glyphs.end_dirty_row());
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
}

}  // namespace

std::vector<uint8_t> draw_picture(const Model& model, const PictureSize& size) {
    Framebuffer framebuffer(size.columns(), size.rows());
    framebuffer.clear(1, 1, 1);
    const PictureContext picture(size.columns(), size.rows());
    render(model, design_size(static_cast<float>(size.width), static_cast<float>(size.height)), size.scale);
    return framebuffer.read_rgb();
}

}  // namespace viz
