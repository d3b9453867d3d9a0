// SPDX-License-Identifier: MIT
#include <filesystem>
#include <new>
#include <string>

#include "core/memory.h"
#include "core/visible.h"
#include "viz/cli/run.h"
#include "viz/cli/say.h"
#include "viz/cli/values.h"
#include "viz/platform/desktop/memory_limit.h"
#include "viz/platform/desktop/signals.h"

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
    } catch (const gs::OutOfMemory& error) {
        return fail(error.what(), 1);
    } catch (const std::bad_alloc&) {
        return fail("there is not enough memory: " + gs::bytes_text(static_cast<double>(viz::available_memory())) +
                        " can be had",
                    1);
    } catch (const std::filesystem::filesystem_error& error) {
        return fail(gs::visible(error.path1().string()) + ": " + error.code().message(), 1);
    } catch (const std::exception& error) {
        return fail(error.what(), 1);
    }
}
