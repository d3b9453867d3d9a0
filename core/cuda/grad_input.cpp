// SPDX-License-Identifier: MIT
#include "core/cuda/grad_input.h"

#include <algorithm>

namespace gs::cuda {
namespace {

/// Whole images, as many at a time as fit.
std::vector<Step> steps_of_images(int64_t images, int64_t places, int64_t pixels, int64_t together) {
    std::vector<Step> steps;
    for (int64_t n = 0; n < images; n += together) {
        const int64_t count = std::min(together, images - n);
        steps.push_back({n * places, count * places, n * pixels, count * pixels, true, true});
    }
    return steps;
}

/// Parts of one image: for each part of its pixels all of its places.
void add_steps_of_image(int64_t n, int64_t places, int64_t pixels, int64_t most_places, int64_t most_pixels,
                        std::vector<Step>& steps) {
    for (int64_t pixel = 0; pixel < pixels; pixel += most_pixels)
        for (int64_t place = 0; place < places; place += most_places) {
            const int64_t place_end = std::min(place + most_places, places);
            const int64_t pixel_end = std::min(pixel + most_pixels, pixels);
            steps.push_back({n * places + place, place_end - place, n * pixels + pixel, pixel_end - pixel, place == 0,
                             place_end == places});
        }
}

}  // namespace

std::vector<Step> steps_of(const Backward& call, const BackwardSettings& settings) {
    constexpr int64_t kMost = int64_t{1} << 30;  // numbers of taps and pixels are 32 bits wide in the sorted list
    int64_t taps = 1;
    for (int axis = 0; axis < call.dims; ++axis) taps *= taps_per_axis(call.options.mode);
    const int64_t most_places = std::max<int64_t>(std::min(settings.most_taps, kMost) / taps, 1);
    const int64_t most_pixels = std::clamp<int64_t>(settings.most_pixels, 1, kMost);
    const int64_t images = call.input.size[kN], places = call.grid.places(), pixels = call.input.places();

    const int64_t together = std::min({images, most_places / std::max<int64_t>(places, 1), most_pixels / pixels});
    if (together > 0) return steps_of_images(images, places, pixels, together);
    std::vector<Step> steps;
    // An image without places has steps as well: they write its zeros.
    for (int64_t n = 0; n < images; ++n)
        add_steps_of_image(n, std::max<int64_t>(places, 1), pixels, most_places, most_pixels, steps);
    if (places == 0)
        for (Step& step : steps) step.first_place = step.places = 0;
    return steps;
}

}  // namespace gs::cuda
