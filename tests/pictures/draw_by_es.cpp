// SPDX-License-Identifier: MIT
// draw_by_es SCENE PICTURE: draws a scene that comes with the program by OpenGL ES 3.0, as a browser does, and writes
// the PNG. Exit code 77 where there is no such OpenGL.
#include <cstdio>
#include <exception>
#include <optional>

#include "core/files/replace_file.h"
#include "viz/document/scene.h"
#include "viz/platform/desktop/disk_files.h"
#include "viz/platform/desktop/offscreen.h"
#include "viz/platform/gl_picture.h"
#include "viz/platform/image_io.h"

namespace {

constexpr int kSkipped = 77;

int draw(const char* scene, const char* path) {
    std::optional<viz::OffscreenContext> context;
    try {
        context.emplace(viz::GlVersion::gl_es_3_0);
    } catch (const std::runtime_error& error) {
        std::printf("Skipped: %s\n", error.what());
        return kSkipped;
    }
    viz::Model model(viz::disk());
    model.update(viz::builtin_scene(scene));
    const viz::PictureSize size;
    gs::replace_file(path, viz::encode_png(size.columns(), size.rows(), 3, viz::draw_picture(model, size).data()));
    std::printf("drawn by %s\n", viz::shader_version());
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) {
        std::fputs("usage: draw_by_es SCENE PICTURE\n", stderr);
        return 2;
    }
    try {
        return draw(argv[1], argv[2]);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "draw_by_es: %s\n", error.what());
        return 1;
    }
}
