// SPDX-License-Identifier: MIT
#include "viz/platform/desktop/pictures.h"

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <span>
#include <stdexcept>
#include <vector>

#include "core/files/replace_file.h"
#include "core/memory.h"
#include "core/visible.h"
#include "viz/platform/desktop/aside.h"
#include "viz/platform/desktop/memory_limit.h"
#include "viz/platform/desktop/offscreen.h"
#include "viz/platform/gl_picture.h"
#include "viz/platform/image_io.h"

namespace viz {
namespace {

/// The picture drawn without a window. OpenGL in software crashes, aborts or waits for ever where memory or threads are short.
std::vector<uint8_t> drawn_off_screen(const Model& model, const PictureSize& size) {
    const int width = size.columns(), height = size.rows();
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
                          std::ranges::copy(draw_picture(model, size), to.begin());
                      });
}

std::string png_bytes(const Model& model, const PictureSize& size) {
    // In the window OpenGL is there already.
    const bool has_window = glfwGetCurrentContext() != nullptr;
    const std::vector<uint8_t> pixels = has_window ? draw_picture(model, size) : drawn_off_screen(model, size);
    return encode_png(size.columns(), size.rows(), 3, pixels.data());
}

std::string picture_bytes(const Model& model, std::string_view ending, const PictureSize& size) {
    return ending == ".svg" ? picture_svg(model, size) : png_bytes(model, size);
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

void export_figure(const Model& model, const std::string& path, const PictureSize& size) {
    const std::string ending = std::filesystem::path(path).extension().string();
    if (ending != ".svg" && ending != ".png")
        throw std::runtime_error(fmt::format("{}: the name must end in .png or .svg", gs::visible(path)));
    gs::replace_file(path, picture_bytes(model, ending, size));
}

}  // namespace viz
