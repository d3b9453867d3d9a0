// SPDX-License-Identifier: MIT
#include "viz/platform/desktop/desktop_host.h"

#include <exception>

#include "viz/platform/desktop/pictures.h"
#include "viz/platform/desktop/settings.h"

namespace viz {

std::optional<std::string> DesktopHost::picture_folder() const {
    const std::string folder = read_settings().export_folder;
    return folder.empty() ? std::nullopt : std::optional(folder);
}

std::string DesktopHost::usual_picture_folder() const {
    return pictures_folder().string();
}

void DesktopHost::remember_picture_folder(const std::string& folder) {
    try {
        write_settings({typed_folder(folder).string()});
    } catch (const std::exception&) {
        // The picture is saved, which is what was asked for; next time the panel asks again.
    }
}

std::string DesktopHost::save_picture(const Model& model, const std::string& folder, const std::string& name,
                                      PictureFormat format) {
    return save_new_picture(model, typed_folder(folder).string(), name, format, picture_size(format));
}

}  // namespace viz
