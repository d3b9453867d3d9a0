// SPDX-License-Identifier: MIT
// How much memory something takes.
#pragma once

#include <algorithm>
#include <cstddef>
#include <fstream>
#include <string>

namespace gs {

/// The most memory that function() holds at once, beside what is held before.
template <class Function>
size_t peak_of(Function&& function) {
    const auto status = [](const std::string& wanted) {
        std::ifstream file("/proc/self/status");
        std::string name;
        for (size_t kilobytes = 0; file >> name; file.ignore(1000, '\n'))
            if (name == wanted && file >> kilobytes) return kilobytes << 10;
        return size_t{0};
    };
    std::ofstream("/proc/self/clear_refs") << 5;  // forgets the peak so far
    const size_t before = status("VmRSS:");
    function();
    return std::max(status("VmHWM:"), before) - before;  // the system counts in lots of pages
}

}  // namespace gs
