// SPDX-License-Identifier: MIT
#include <new>
#include <string>

#include "viz/cli/run.h"
#include "viz/cli/say.h"
#include "viz/cli/values.h"
#include "viz/platform/signals.h"

namespace {

int fail(const std::string& sentence, int code) {
    viz::say(sentence);
    return code;
}

}  // namespace

int main(int argc, char** argv) {
    viz::handle_signals();
    try {
        viz::run(viz::parse_command_line({argv + 1, argv + argc}));
        return 0;
    } catch (const viz::UsageError& error) {
        return fail(error.what(), 2);
    } catch (const std::bad_alloc&) {
        return fail("there is not enough memory", 1);
    } catch (const std::exception& error) {
        return fail(error.what(), 1);
    }
}
