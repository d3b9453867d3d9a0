// SPDX-License-Identifier: MIT
// What the program does when the system or the user wants it to end.
#pragma once

namespace viz {

/// SIGINT, SIGTERM and SIGHUP remove the files that are not finished, and then end the program as they do by
/// themselves, so that whoever waits for it learns of the signal. One that the program was told to ignore, as nohup
/// does with SIGHUP, stays ignored. A pipe that nobody reads from any more and a limit on the size of files become
/// errors of the call that writes, and so a sentence, instead of signals. To be called once, before anything is
/// written.
void handle_signals();

}  // namespace viz
