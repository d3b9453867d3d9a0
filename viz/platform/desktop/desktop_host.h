// SPDX-License-Identifier: MIT
// The App's host on a desktop: folders, and settings in the user's own.
#pragma once

#include "viz/ui/host.h"

namespace viz {

class DesktopHost : public Host {
public:
    std::optional<std::string> picture_folder() const override;
    std::string usual_picture_folder() const override;
    void remember_picture_folder(const std::string& folder) override;
    std::string save_picture(const Model& model, const std::string& folder, const std::string& name,
                             PictureFormat format) override;
};

}  // namespace viz
