// SPDX-License-Identifier: MIT
#include "viz/platform/desktop/display_loss.h"

#include <dlfcn.h>

#include <cstdlib>
#include <utility>

namespace viz {
namespace {

using Handler = int (*)(void* display);

std::function<void()>& last_act() {
    static std::function<void()> act;
    return act;
}

int end_program(void* /*display*/) {
    // Whatever breaks meanwhile is not to lead here again.
    if (const auto act = std::exchange(last_act(), {})) act();
    std::_Exit(EXIT_FAILURE);
}

}  // namespace

void when_display_is_lost(std::function<void()> act) {
    last_act() = std::move(act);
    // The library that GLFW has brought along; where it has not, there is no window of X.
    void* const x11 = dlopen("libX11.so.6", RTLD_LAZY | RTLD_NOLOAD);
    if (x11 == nullptr) return;
    if (void* const set_handler = dlsym(x11, "XSetIOErrorHandler"))
        reinterpret_cast<Handler (*)(Handler)>(set_handler)(end_program);
    dlclose(x11);
}

}  // namespace viz
