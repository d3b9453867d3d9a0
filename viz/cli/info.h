// SPDX-License-Identifier: MIT
// What this build is and what it can use.
#pragma once

#include <string>

namespace viz {

std::string info_text();
std::string info_json();

}  // namespace viz
