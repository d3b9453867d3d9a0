// SPDX-License-Identifier: MIT
// What is remembered between runs, and where.
#include "viz/platform/desktop/settings.h"

#include <cstdlib>
#include <fstream>

#include "tests/ui/screen.h"

namespace viz {
namespace {

namespace fs = std::filesystem;

void write(const fs::path& file, const std::string& text) {
    fs::create_directories(file.parent_path());
    std::ofstream(file) << text;
}

TEST(Settings, ComeBackFromTheirFile) {
    const ScratchFolder folder;
    EXPECT_EQ(read_settings(), Settings{}) << "nothing yet";
    for (const char* path : {"/home/somebody/Bilder", "/with \"quotes\" and \\", "/ünïcode/写真"}) {
        write_settings({path});
        EXPECT_EQ(read_settings(), Settings{path});
    }
    EXPECT_TRUE(fs::exists(folder.home() / ".config/gridscope/settings.json"));
    EXPECT_EQ(folder.files(), std::vector<std::string>{});
}

TEST(Settings, StandWhereTheDesktopWantsThem) {
    const ScratchFolder folder;
    setenv("XDG_CONFIG_HOME", (folder.home() / "elsewhere").c_str(), 1);
    EXPECT_EQ(settings_file(), folder.home() / "elsewhere/gridscope/settings.json");
    setenv("XDG_CONFIG_HOME", "relative/is/ignored", 1);
    EXPECT_EQ(settings_file(), folder.home() / ".config/gridscope/settings.json");
    unsetenv("HOME");
    EXPECT_TRUE(settings_file().is_absolute()) << "never in the working folder";
}

TEST(Settings, ABrokenFileIsNoSettings) {
    const ScratchFolder folder;
    for (const char* text : {"", "{", "[]", "{\"export_folder\": 3}", "\xff\xfe", "null"}) {
        write(settings_file(), text);
        EXPECT_EQ(read_settings(), Settings{}) << text;
    }
}

TEST(Settings, PicturesGoWhereTheUserKeepsThem) {
    const ScratchFolder folder;
    EXPECT_EQ(pictures_folder(), folder.home());
    fs::create_directory(folder.home() / "Pictures");
    EXPECT_EQ(pictures_folder(), folder.home() / "Pictures");
    const fs::path file = folder.home() / ".config/user-dirs.dirs";
    write(file, "# comment\nXDG_MUSIC_DIR=\"$HOME/Musik\"\nXDG_PICTURES_DIR=\"$HOME/Bilder\"\n");
    EXPECT_EQ(pictures_folder(), folder.home() / "Pictures") << "there is no such folder";
    fs::create_directory(folder.home() / "Bilder");
    EXPECT_EQ(pictures_folder(), folder.home() / "Bilder");
    write(file, "XDG_PICTURES_DIR=\"" + folder.path().string() + "\"\n");
    EXPECT_EQ(pictures_folder(), folder.path());
    write(file, "XDG_PICTURES_DIR=\"\nXDG_PICTURES_DIR=\"\"\nXDG_PICTURES_DIR=\"relative\"\n");
    EXPECT_EQ(pictures_folder(), folder.home() / "Pictures");
}

TEST(Settings, ATypedFolderIsAbsolute) {
    const ScratchFolder folder;
    EXPECT_EQ(typed_folder("~"), folder.home());
    EXPECT_EQ(typed_folder("~/a b"), folder.home() / "a b");
    EXPECT_EQ(typed_folder("  /tmp "), "/tmp");
    EXPECT_EQ(typed_folder("here"), folder.path() / "here");
    EXPECT_EQ(typed_folder(""), "");
}

}  // namespace
}  // namespace viz
