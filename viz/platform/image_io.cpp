// SPDX-License-Identifier: MIT
#include "viz/platform/image_io.h"

#include <fmt/core.h>

#include <stdexcept>
#include <string_view>

#include "core/visible.h"
#include "viz/platform/image_decoder.h"
#include "viz/platform/image_format.h"

namespace viz {
namespace {

void require_image_bytes(std::string_view bytes) {
    if (bytes.empty()) throw std::runtime_error("is empty");
    if (const std::string_view refusal = format_refusal(bytes); !refusal.empty())
        throw std::runtime_error(std::string(refusal));
    if (!looks_like_image(bytes))
        throw std::runtime_error(
            "is of no known image format; PNG, JPEG, Radiance HDR, PNM, BMP, GIF, PSD and TGA are read");
}

/// Calls function(), and puts the file's name in front of what that throws.
template <class Function>
auto with_name(const std::string& path, Function&& function) {
    try {
        return function();
    } catch (const gs::Stopped&) {
        throw;
    } catch (const std::bad_alloc&) {
        throw std::runtime_error(gs::visible(path) + ": needs more memory than there is");
    } catch (const std::runtime_error& error) {
        const std::string_view reason = error.what();
        // What could not be opened names its file already.
        if (reason.starts_with(gs::visible(path) + ": ")) throw;
        throw std::runtime_error(fmt::format("{}: {}", gs::visible(path), reason));
    }
}

/// Without the file's name in what it throws.
Source read(const gs::FileBytes& file, const std::string& path, bool keeps_alpha, const gs::Work& work) {
    // The beginning alone tells whether the rest is worth its memory.
    require_image_bytes(gs::first_bytes(file, kFormatBytes));
    if (const auto bytes = file.in_memory()) return decode_image(*bytes, keeps_alpha, work);
    const std::string bytes = gs::all_bytes(file, path, work);
    require_image_bytes(bytes);  // once more: it may be another file by now
    return decode_image(bytes, keeps_alpha, work);
}

}  // namespace

Source decode_image(std::string_view bytes, bool keeps_alpha, const gs::Work& work) {
    const std::string_view format = image_format(bytes);
    if (format == "PNG") return read_png(bytes, keeps_alpha, work);
    if (format == "JPEG") return read_jpeg(bytes, work);
    if (format == "Radiance HDR") return read_hdr(bytes, work);
    if (format == "PNM") return read_pnm(bytes, work);
    return read_by_stb(bytes, format, keeps_alpha, work);
}

Source read_image(const gs::FileBytes& file, const std::string& path, bool keeps_alpha, const gs::Work& work) {
    return with_name(path, [&] {
        Source source = read(file, path, keeps_alpha, work);
        const bool has_alpha = source.facts.stored_sizes[2] % 2 == 0;
        if (keeps_alpha && !has_alpha) source.facts.notes.push_back(note::Plain::no_alpha);
        return source;
    });
}

void require_image(const gs::FileBytes& file, const std::string& path) {
    with_name(path, [&] { require_image_bytes(gs::first_bytes(file, kFormatBytes)); });
}

}  // namespace viz
