// SPDX-License-Identifier: MIT
#include "viz/platform/gl_version.h"

#include <glad/gl.h>

#include <string_view>

namespace viz {

bool load_gl(GlVersion version, GlFunction (*find)(const char* name)) {
    return (version == GlVersion::gl_es_3_0 ? gladLoadGLES2(find) : gladLoadGL(find)) != 0;
}

const char* shader_version() {
    const std::string_view version = reinterpret_cast<const char*>(glGetString(GL_VERSION));
    return version.starts_with("OpenGL ES") ? "#version 300 es" : "#version 330 core";
}

}  // namespace viz
