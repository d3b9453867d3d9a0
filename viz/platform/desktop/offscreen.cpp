// SPDX-License-Identifier: MIT
#include "viz/platform/desktop/offscreen.h"

#include <EGL/egl.h>
#include <EGL/eglext.h>
#include <fmt/core.h>
#include <malloc.h>
#include <pthread.h>

#include <algorithm>
#include <cstdlib>
#include <stdexcept>
#include <system_error>
#include <vector>

#if GRIDSCOPE_THREADS
#include <mutex>
#include <thread>
#endif

#include "core/memory.h"
#include "core/parallel.h"
#include "viz/platform/desktop/memory_limit.h"

namespace viz {
namespace {

#if GRIDSCOPE_THREADS

/// Whether so many threads can be there at once.
bool can_start_threads(unsigned count) {
    std::mutex gate;
    std::vector<std::thread> threads;
    bool can = true;
    {
        const std::lock_guard closed(gate);
        try {
            while (threads.size() < count) threads.emplace_back([&gate] { const std::lock_guard passing(gate); });
        } catch (const std::system_error&) {
            can = false;
        }
    }
    for (std::thread& thread : threads) thread.join();
    return can;
}

#else

bool can_start_threads(unsigned) {
    return false;
}

#endif

/// The displays to try, best first.
std::vector<EGLDisplay> candidate_displays() {
    std::vector<EGLDisplay> displays;
    const auto get_platform_display =
        reinterpret_cast<PFNEGLGETPLATFORMDISPLAYEXTPROC>(eglGetProcAddress("eglGetPlatformDisplayEXT"));
    const auto query_devices = reinterpret_cast<PFNEGLQUERYDEVICESEXTPROC>(eglGetProcAddress("eglQueryDevicesEXT"));
    if (get_platform_display) {
        displays.push_back(get_platform_display(EGL_PLATFORM_SURFACELESS_MESA, nullptr, nullptr));
        EGLDeviceEXT devices[8];
        EGLint count = 0;
        if (query_devices && query_devices(8, devices, &count) == EGL_TRUE) {
            for (EGLint k = 0; k < count; ++k)
                displays.push_back(get_platform_display(EGL_PLATFORM_DEVICE_EXT, devices[k], nullptr));
        }
    }
    displays.push_back(eglGetDisplay(EGL_DEFAULT_DISPLAY));
    std::erase(displays, EGL_NO_DISPLAY);
    return displays;
}

/// A current context on the display, or EGL_NO_CONTEXT.
EGLContext make_context(EGLDisplay display, GlVersion version) {
    const bool is_es = version == GlVersion::gl_es_3_0;
    const EGLint config_attributes[] = {EGL_SURFACE_TYPE, EGL_DONT_CARE, EGL_RENDERABLE_TYPE,
                                        is_es ? EGL_OPENGL_ES3_BIT : EGL_OPENGL_BIT, EGL_NONE};
    constexpr EGLint kGl33[] = {
        EGL_CONTEXT_MAJOR_VERSION,           3,       EGL_CONTEXT_MINOR_VERSION, 3, EGL_CONTEXT_OPENGL_PROFILE_MASK,
        EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT, EGL_NONE};
    constexpr EGLint kGlEs30[] = {EGL_CONTEXT_MAJOR_VERSION, 3, EGL_CONTEXT_MINOR_VERSION, 0, EGL_NONE};
    EGLConfig config = nullptr;
    EGLint count = 0;
    if (!eglBindAPI(is_es ? EGL_OPENGL_ES_API : EGL_OPENGL_API) ||
        !eglChooseConfig(display, config_attributes, &config, 1, &count) || count == 0)
        return EGL_NO_CONTEXT;
    const EGLContext context = eglCreateContext(display, config, EGL_NO_CONTEXT, is_es ? kGlEs30 : kGl33);
    if (context == EGL_NO_CONTEXT) return EGL_NO_CONTEXT;
    if (eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, context)) return context;
    eglDestroyContext(display, context);
    return EGL_NO_CONTEXT;
}

constexpr double kPlenty = 2.0 * (1 << 30);  // with less memory, llvmpipe has been seen to crash

/// Mesa's llvmpipe waits for ever for threads that could not be started, and crashes where memory ends. Each thread
/// takes a stack as large as the main one may become, and addresses to get memory from, often more than all else: usual
/// stacks and one heap are enough. Where there is little, the picture is drawn by this thread alone.
void spare_memory() {
    constexpr unsigned kMostDrawing = 16, kOthers = 8;  // threads; the others look after shaders
#if defined(__GLIBC__)
    constexpr size_t kStack = size_t{8} << 20;
    mallopt(M_ARENA_MAX, 1);
    pthread_attr_t attributes;
    size_t stack = 0;
    if (pthread_getattr_default_np(&attributes) != 0) return;
    if (pthread_attr_getstacksize(&attributes, &stack) == 0 && stack > kStack &&
        pthread_attr_setstacksize(&attributes, kStack) == 0)
        pthread_setattr_default_np(&attributes);
    pthread_attr_destroy(&attributes);
#endif
    const unsigned threads = std::min(static_cast<unsigned>(gs::thread_count(0)), kMostDrawing) + kOthers;
    if (static_cast<double>(available_memory()) < kPlenty || !can_start_threads(threads))
        setenv("LP_NUM_THREADS", "0", 1);
}

}  // namespace

OffscreenContext::OffscreenContext(GlVersion version) {
    spare_memory();
    for (const EGLDisplay display : candidate_displays()) {
        if (!eglInitialize(display, nullptr, nullptr)) continue;
        context_ = make_context(display, version);
        if (context_ != EGL_NO_CONTEXT && load_gl(version, eglGetProcAddress)) {
            display_ = display;
            return;
        }
        eglTerminate(display);
    }
    const auto memory = static_cast<double>(available_memory());
    throw std::runtime_error(
        fmt::format("no OpenGL {} can be had without a display (EGL){}; an .svg needs none",
                    version == GlVersion::gl_es_3_0 ? "ES 3.0" : "3.3",
                    memory < kPlenty ? " and with the " + gs::bytes_text(memory) + " of memory that there are" : ""));
}

OffscreenContext::~OffscreenContext() {
    eglMakeCurrent(display_, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
    eglDestroyContext(display_, context_);
    eglTerminate(display_);
}

}  // namespace viz
