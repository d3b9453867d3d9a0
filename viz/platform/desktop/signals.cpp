// SPDX-License-Identifier: MIT
#include "viz/platform/desktop/signals.h"

#include <csignal>

#include "core/files/unfinished_files.h"

namespace viz {
namespace {

constexpr int kEnds[] = {SIGINT, SIGTERM, SIGHUP};

/// By now the signal does again what it does by itself; it waits until this returns.
void end(int signal) {
    gs::remove_unfinished_files();
    raise(signal);
}

}  // namespace

void handle_signals() {
    struct sigaction action {};
    action.sa_handler = end;
    action.sa_flags = static_cast<int>(SA_RESETHAND | SA_RESTART);
    for (const int signal : kEnds) sigaddset(&action.sa_mask, signal);
    for (const int signal : kEnds) {
        struct sigaction before {};
        if (sigaction(signal, nullptr, &before) == 0 && before.sa_handler != SIG_IGN)
            sigaction(signal, &action, nullptr);
    }
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);
}

}  // namespace viz
