// SPDX-License-Identifier: MIT
#include "viz/cli/info.h"

#include <fmt/core.h>

#include <nlohmann/json.hpp>

#include "core/grid_sample.h"
#include "core/parallel.h"
#include "viz/document/values.h"

namespace viz {
namespace {

#if defined(__clang__)
constexpr const char* kCompiler = "Clang " __clang_version__;
#elif defined(__GNUC__)
constexpr const char* kCompiler = "GCC " __VERSION__;
#else
constexpr const char* kCompiler = "unknown";
#endif

std::vector<std::string> built_simd_names() {
    std::vector<std::string> names;
    for (const gs::Simd simd : gs::built_isas()) names.emplace_back(name(simd));
    return names;
}

}  // namespace

std::string info_text() {
    std::string text = fmt::format("gridscope  {}\ncompiler   {}\n", GRIDSCOPE_VERSION, kCompiler);
    for (const gs::Device device : gs::kDevices) {
        const std::string reason = gs::unavailable_reason(device);
        text += fmt::format("{:<11}{}\n", gs::name(device), reason.empty() ? "yes" : "no: " + reason);
    }
    return text + fmt::format("SIMD       {}; this build has {}\nthreads    {}\n", name(gs::simd_isa()),
                              listed(built_simd_names()), gs::thread_count(0));
}

std::string info_json() {
    nlohmann::ordered_json backends;
    for (const gs::Device device : gs::kDevices) {
        const std::string reason = gs::unavailable_reason(device);
        backends[std::string(gs::name(device))] = {{"available", reason.empty()}, {"reason", reason}};
    }
    const nlohmann::ordered_json info{
        {"version", GRIDSCOPE_VERSION}, {"compiler", kCompiler},           {"backends", backends},
        {"simd", name(gs::simd_isa())}, {"simd_isas", built_simd_names()}, {"threads", gs::thread_count(0)}};
    return info.dump(2) + "\n";
}

}  // namespace viz
