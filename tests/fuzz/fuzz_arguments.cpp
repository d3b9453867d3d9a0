// SPDX-License-Identifier: MIT
// Any words as the command line, one a line: misuse is said as such, and nothing else is thrown.
#include "tests/fuzz/fuzz.h"
#include "viz/cli/command_line.h"
#include "viz/document/values.h"

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    std::vector<std::string> arguments;
    for (const std::string_view word : viz::split({reinterpret_cast<const char*>(data), size}, '\n'))
        arguments.emplace_back(word);
    try {
        const viz::CommandLine line = viz::parse_command_line(arguments);
        viz::State state;
        line.settings.apply(state);
        fuzz::require(viz::kStepLimits.hold(state.walk.step) && viz::kIndexLimits.hold(state.view.channel),
                      "what is out of range is refused");
    } catch (const viz::UsageError& error) {
        fuzz::require(error.what()[0] != '\0', "misuse is said in a sentence");
    }
    return 0;
}
