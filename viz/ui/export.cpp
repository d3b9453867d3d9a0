// SPDX-License-Identifier: MIT
#include "viz/ui/export.h"

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <backends/imgui_impl_opengl3.h>
#include <fmt/core.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <filesystem>
#include <span>
#include <stdexcept>
#include <vector>

#include "core/files/replace_file.h"
#include "core/memory.h"
#include "core/visible.h"
#include "viz/canvas/canvas_svg.h"
#include "viz/pages/compare.h"
#include "viz/platform/aside.h"
#include "viz/platform/coverage_texture.h"
#include "viz/platform/image_io.h"
#include "viz/platform/image_texture.h"
#include "viz/platform/memory_limit.h"
#include "viz/platform/offscreen.h"
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
        ImGui_ImplOpenGL3_Init("#version 330 core");
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
    ImguiCanvas canvas(*ImGui::GetBackgroundDrawList(), glyphs, images, {0, 0}, design.unit * scale, 1);
    draw_figure(canvas, model, {.size = design.size});
    ImGui::Render();
    texture.update(glyphs.pixels(), glyphs.first_dirty_row(), glyphs.end_dirty_row());
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
}

/// The picture's pixels, drawn by the OpenGL that is current.
std::vector<uint8_t> drawn(const Model& model, const PictureSize& size, int width, int height) {
    Framebuffer framebuffer(width, height);
    framebuffer.clear(1, 1, 1);
    const PictureContext picture(width, height);
    render(model, design_size(static_cast<float>(size.width), static_cast<float>(size.height)), size.scale);
    return framebuffer.read_rgb();
}

/// The same without a window. OpenGL in software crashes, aborts or waits for ever where memory or threads are short.
std::vector<uint8_t> drawn_off_screen(const Model& model, const PictureSize& size, int width, int height) {
    const double pixels = static_cast<double>(width) * height;
    constexpr double kBytesPerPixel = 4 + 3 + 3;  // OpenGL's, as they are read, and as they are encoded
    require_available(pixels * kBytesPerPixel, fmt::format("a picture of {} x {} pixels", width, height));
    constexpr unsigned kSeconds = 60, kPixelsPerSecond = 1 << 20;  // far more than it takes anywhere
    const std::string failure =
        fmt::format("a picture of {} x {} pixels cannot be drawn with the {} that can be had; an .svg needs no OpenGL",
                    width, height, gs::bytes_text(static_cast<double>(available_memory())));
    return made_aside(static_cast<size_t>(pixels) * 3, kSeconds + static_cast<unsigned>(pixels / kPixelsPerSecond),
                      failure, [&](std::span<uint8_t> to) {
                          const OffscreenContext context;
                          std::ranges::copy(drawn(model, size, width, height), to.begin());
                      });
}

std::string png_bytes(const Model& model, const PictureSize& size) {
    const auto in_pixels = [&](int units) {
        return static_cast<int>(std::lround(static_cast<float>(units) * size.scale));
    };
    const int width = in_pixels(size.width), height = in_pixels(size.height);
    // In the window OpenGL is there already.
    const bool has_window = glfwGetCurrentContext() != nullptr;
    const std::vector<uint8_t> pixels =
        has_window ? drawn(model, size, width, height) : drawn_off_screen(model, size, width, height);
    return encode_png(width, height, 3, pixels.data());
}

std::string svg_text(const Model& model, const PictureSize& size) {
    const DesignSize design = design_size(static_cast<float>(size.width), static_cast<float>(size.height));
    SvgCanvas canvas(design.size.x, design.size.y, design.unit * size.scale, "gridscope: " + shown_title(model.state()),
                     describe(model), encode_png);
    draw_figure(canvas, model, {.size = design.size});
    return canvas.document();
}

std::string picture_bytes(const Model& model, std::string_view ending, const PictureSize& size) {
    return ending == ".svg" ? svg_text(model, size) : png_bytes(model, size);
}

/// What a picture in a folder will be called, without its extension.
std::string stem_in_folder(const std::string& folder, const std::string& name) {
    if (folder.empty()) throw std::runtime_error("the folder has no name");
    if (std::error_code error; !std::filesystem::is_directory(folder, error))
        throw std::runtime_error(fmt::format("there is no folder {}", gs::visible(folder)));
    std::filesystem::path stem = name;
    if (stem.extension() == ".png" || stem.extension() == ".svg") stem.replace_extension();
    if (stem.empty() || stem.has_parent_path() || stem == "." || stem == "..")
        throw std::runtime_error(fmt::format("\"{}\" is no name for a file", gs::visible(name)));
    return stem.string();
}

}  // namespace

std::string_view extension(PictureFormat format) {
    return format == PictureFormat::svg ? ".svg" : ".png";
}

PictureSize picture_size(PictureFormat format) {
    return {.scale = format == PictureFormat::large_png ? 2.0f : 1.0f};
}

std::string save_new_picture(const Model& model, const std::string& folder, const std::string& name,
                             PictureFormat format, const PictureSize& size) {
    const std::string stem = stem_in_folder(folder, name);
    const std::string_view ending = extension(format);
    const std::string bytes = picture_bytes(model, ending, size);
    std::string path = (std::filesystem::path(folder) / fmt::format("{}{}", stem, ending)).string();
    for (int number = 2; !gs::create_file(path, bytes); ++number)
        path = (std::filesystem::path(folder) / fmt::format("{}-{}{}", stem, number, ending)).string();
    return path;
}

std::string picture_stem(std::string_view title) {
    constexpr size_t kLongest = 60;
    std::string stem = "gridscope";
    bool starts_word = true;
    for (const uint32_t point : code_points(title)) {
        const bool is_plain = point < 0x80 && std::isalnum(static_cast<int>(point)) != 0;
        // Signs and blanks part words; a multiplication sign is said with an x.
        if (!is_plain && point != 0xD7) {
            starts_word = true;
            continue;
        }
        if (stem.size() >= kLongest) break;
        if (starts_word) stem += '-';
        starts_word = false;
        stem += is_plain ? static_cast<char>(std::tolower(static_cast<int>(point))) : 'x';
    }
    return stem;
}

void export_figure(const Model& model, const std::string& path, const PictureSize& size) {
    const std::string ending = std::filesystem::path(path).extension().string();
    if (ending != ".svg" && ending != ".png")
        throw std::runtime_error(fmt::format("{}: the name must end in .png or .svg", gs::visible(path)));
    gs::replace_file(path, picture_bytes(model, ending, size));
}

}  // namespace viz
