// SPDX-License-Identifier: MIT
#include "viz/model/value_summary.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "viz/document/format.h"

namespace viz {

ValueSummary summarize(const gs::AnyTensor& any, const gs::Work& work) {
    constexpr int64_t kBetweenChecks = int64_t{1} << 20;
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    ValueSummary summary{.range = {kInfinity, -kInfinity}};
    std::visit(
        [&](const auto& tensor) {
            for (int64_t i = 0; i < tensor.count(); ++i) {
                if (i % kBetweenChecks == 0) work.check();
                const double value = gs::value_of(tensor.data()[i]);
                if (std::isnan(value)) ++summary.nans;
                if (std::isinf(value)) ++summary.infinities;
                if (!std::isfinite(value)) continue;
                ++summary.finite;
                summary.range.low = std::min(summary.range.low, value);
                summary.range.high = std::max(summary.range.high, value);
            }
        },
        any);
    if (summary.finite == 0) summary.range = {};
    return summary;
}

std::string summary_text(const ValueSummary& summary, gs::Dtype arithmetic) {
    const bool is_empty = summary.finite == 0 && summary.nans == 0 && summary.infinities == 0;
    std::string text = is_empty ? "none" : "none that is finite";
    if (summary.finite > 0)
        text = fmt::format("{} to {}", exact(summary.range.low, arithmetic), exact(summary.range.high, arithmetic));
    if (summary.nans > 0) text += fmt::format("; {} NaN", summary.nans);
    if (summary.infinities > 0) text += fmt::format("; {} infinite", summary.infinities);
    return text;
}

}  // namespace viz
