// SPDX-License-Identifier: MIT
// The App needs no disk, no folders and no OpenGL of its own: a browser is a host like any other.
#include <gtest/gtest.h>

#include <map>

#include "viz/platform/image_io.h"
#include "viz/platform/memory_files.h"
#include "viz/ui/app.h"

namespace viz {
namespace {

/// No test is to depend on how busy the machine is: whatever is opened is there when the call returns.
constexpr std::chrono::minutes kPatience{1};

/// Pictures are downloads, as in a browser.
class Downloads : public Host {
public:
    std::optional<std::string> picture_folder() const override { return remembered; }
    std::string usual_picture_folder() const override { return "downloads"; }
    void remember_picture_folder(const std::string& folder) override { remembered = folder; }
    std::string save_picture(const Model& model, const std::string&, const std::string& name,
                             PictureFormat format) override {
        if (is_refused) throw std::runtime_error("this page may not download anything");
        const std::string file = name + std::string(extension(format));
        saved[file] = picture_svg(model, picture_size(format), [](auto...) { return std::string(); });
        return file;
    }

    std::optional<std::string> remembered = "downloads";
    bool is_refused = false;
    std::map<std::string, std::string> saved;
};

TEST(Host, OfABrowserTakesFilesFromMemoryAndPicturesAsDownloads) {
    MemoryFiles files;
    constexpr unsigned char kPixels[] = {0, 51, 102, 255};
    files.put("photo.png", encode_png(2, 2, 1, kPixels));
    Downloads host;
    App app({}, files, host, {.limits = {}, .patience = kPatience});
    app.open_file("photo.png");
    EXPECT_EQ(app.state().sources.input, "photo.png");
    EXPECT_EQ(app.model().width(), 2);
    app.export_picture(PictureFormat::svg);
    EXPECT_EQ(app.message(), "Saved gridscope-photo-png.svg");
    EXPECT_TRUE(host.saved["gridscope-photo-png.svg"].starts_with("<svg"));
}

TEST(Host, IsGivenThePictureOfAllOutputsWhateverTheWindowHasSoFar) {
    const MemoryFiles files;
    Downloads host;
    State state;
    state.sources.input = "tens:64x64";
    state.sources.grid = "linspace:400x400";
    App app(state, files, host, {.limits = {}, .patience = kPatience});
    EXPECT_GT(app.model().outputs().stride, 1) << "at first there are some";
    app.export_picture(PictureFormat::svg);
    EXPECT_EQ(app.model().outputs().stride, 1);
    ASSERT_EQ(host.saved.size(), 1u);
}

TEST(Host, IsAskedWhereWhenNothingIsRememberedAndItsRefusalStaysInThePanel) {
    const MemoryFiles files;
    Downloads host;
    host.remembered.reset();
    host.is_refused = true;
    App app({}, files, host, {.limits = {}, .patience = kPatience});
    app.export_picture(PictureFormat::svg);
    EXPECT_TRUE(app.export_panel().is_wanted);
    EXPECT_EQ(app.export_panel().folder, "downloads");
    EXPECT_FALSE(app.save_from_panel());
    EXPECT_EQ(app.export_panel().refusal, "this page may not download anything");
    EXPECT_EQ(host.remembered, std::nullopt) << "where nothing was saved";
    host.is_refused = false;
    EXPECT_TRUE(app.save_from_panel());
    EXPECT_EQ(host.remembered, "downloads");
}

}  // namespace
}  // namespace viz
