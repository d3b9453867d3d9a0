// SPDX-License-Identifier: MIT
// Which OpenGL is drawn with: that of desktops, or that of browsers and telephones.
#pragma once

namespace viz {

enum class GlVersion {
    gl_3_3,    ///< OpenGL 3.3 core
    gl_es_3_0  ///< OpenGL ES 3.0, which is WebGL 2
};

/// Makes the functions of the OpenGL that is current known; `find` gives the address of the one of a name. Whether that
/// succeeded.
using GlFunction = void (*)();
bool load_gl(GlVersion version, GlFunction (*find)(const char* name));

/// The line that shaders begin with for the OpenGL that is current.
const char* shader_version();

}  // namespace viz
