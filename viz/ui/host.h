// SPDX-License-Identifier: MIT
// What the App asks of the place it runs in, where a desktop and a browser do it in ways of their own.
#pragma once

#include <optional>
#include <string>

#include "viz/pages/picture.h"

namespace viz {

class Host {
public:
    virtual ~Host() = default;

    /// Where the user has saved pictures, also in earlier runs. Nothing before the first one: then the App asks. Who
    /// has no folders, as a browser, which downloads, says where the pictures go.
    virtual std::optional<std::string> picture_folder() const = 0;
    /// What is offered where there is nothing yet.
    virtual std::string usual_picture_folder() const = 0;
    /// Remembers a folder, as it was typed, for picture_folder(). Nothing becomes of one that cannot be remembered.
    virtual void remember_picture_folder(const std::string& folder) = 0;

    /// Draws the picture of the model's State and saves it as a new file of that name in a folder, as it was typed;
    /// nothing is ever overwritten. Returns where it is, as the user is told. Throws std::runtime_error in one sentence
    /// when it cannot be drawn or saved.
    virtual std::string save_picture(const Model& model, const std::string& folder, const std::string& name,
                                     PictureFormat format) = 0;
};

}  // namespace viz
