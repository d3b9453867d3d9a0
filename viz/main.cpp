// SPDX-License-Identifier: MIT
#include <cstdio>
#include <new>
#include <string>

#include "viz/cli/run.h"
#include "viz/cli/values.h"

namespace {

/// One line on stderr, whatever a file's name or contents brought into it.
int fail(std::string sentence, int code) {
    for (char& c : sentence) {
        if (static_cast<unsigned char>(c) < ' ' || c == '\x7f') c = '?';
    }
    std::fprintf(stderr, "gridscope: %s\n", sentence.c_str());
    return code;
}

}  // namespace

int main(int argc, char** argv) {
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
