// SPDX-License-Identifier: MIT
// What a file may cost: memory and time are bounded before they are paid, and whatever takes long can be stopped.
#include <sys/resource.h>

#include <fstream>
#include <functional>

#include "core/files/file.h"
#include "tests/cli/image_files.h"
#include "tests/core/npy_bytes.h"
#include "tests/core/peak.h"
#include "tests/document/file_model.h"
#include "viz/document/value_summary.h"
#include "viz/model/model.h"
#include "viz/platform/desktop/disk_files.h"
#include "viz/platform/desktop/memory_limit.h"
#include "viz/platform/image_decoder.h"

namespace viz {
namespace {

using Costs = ImageTest;

std::string interlaced_png() {
    return make_png(
        {.width = 9, .height = 9, .bits = 8, .color_type = 0, .samples = std::string(81, '\7'), .is_interlaced = true});
}

/// Each decoder with a small file of its format.
struct Decoder {
    std::string name;
    std::function<Source(const gs::Work& work)> read;
};

std::vector<Decoder> decoders() {
    const auto file = [](const char* name) { return corpus_file(name); };
    const std::vector<unsigned char> grey(64 * 64, 100);
    return {
        {"PNG", [=](const gs::Work& work) { return read_png(file("colour.png"), false, work); }},
        {"interlaced PNG", [](const gs::Work& work) { return read_png(interlaced_png(), false, work); }},
        {"JPEG", [=](const gs::Work& work) { return read_jpeg(file("colour.jpg"), work); }},
        {"progressive JPEG", [=](const gs::Work& work) { return read_jpeg(make_grey_jpeg(64, 64, grey, 1), work); }},
        {"HDR", [=](const gs::Work& work) { return read_hdr(file("radiance.hdr"), work); }},
        {"PNM", [=](const gs::Work& work) { return read_pnm(file("colour.ppm"), work); }},
        {"BMP", [=](const gs::Work& work) { return read_by_stb(file("colour.bmp"), "BMP", false, work); }},
        {"GIF", [=](const gs::Work& work) { return read_by_stb(file("palette.gif"), "GIF", false, work); }},
        {"PSD", [=](const gs::Work& work) { return read_by_stb(file("colour.psd"), "PSD", false, work); }},
    };
}

TEST_F(Costs, EachDecoderStopsWhenAskedTo) {
    for (const Decoder& decoder : decoders()) {
        gs::Work work;
        EXPECT_NO_THROW(decoder.read(work)) << decoder.name;
        EXPECT_EQ(work.fraction(), 1) << decoder.name << ": all of its rows are done";
        work.stop();
        EXPECT_THROW(decoder.read(work), gs::Stopped) << decoder.name;
    }
}

TEST_F(Costs, EachDecoderEndsWhenItsTimeIsOver) {
    const gs::Work work({.decoding_seconds = 0});
    for (const Decoder& decoder : decoders())
        EXPECT_EQ(gs::message_of<std::runtime_error>([&] { decoder.read(work); }),
                  "takes more than 0 seconds of the processor to be decoded, the most that an image may take")
            << decoder.name;
}

TEST_F(Costs, ManyScansOfALargeJpegAreRefusedBeforeTheFirst) {
    std::string bytes = make_grey_jpeg(8, 8, std::vector<unsigned char>(64, 100), 1);
    const size_t frame = bytes.find("\xFF\xC2");  // length, precision, height, width
    bytes.replace(frame + 5, 4, "\x4E\x20\x4E\x20");
    bytes.append(1 << 20, '\0');  // as many bytes as so many pixels take at least
    EXPECT_TRUE(
        gs::contains(refusal(bytes), "is a JPEG image of 64 scans of 20000 x 20000 pixels, which take too long"));
}

TEST_F(Costs, SizesThatNoBytesJustifyTakeNoMemory) {
    constexpr size_t kMost = 4 << 20;
    for (const std::string& bytes :
         {std::string("P6 8000 8000 255\n"),
          "GIF89a" + little(0xFFFFFFFF, 4) + std::string("\x80\0\0", 3) + std::string(6, '\0') + "," + little(0, 4) +
              little(0xFFFFFFFF, 4) + std::string("\0\2\2\x44\1\0;", 7),
          std::string("\0\0\2", 3) + std::string(9, '\0') + little(0xFFFFFFFF, 4) + std::string("\x20\0", 2),
          std::string("#?RADIANCE\n\n-Y 100000 +X 100000\n")}) {
        std::string sentence;
        EXPECT_LE(gs::peak_of([&] { sentence = refusal(bytes); }), kMost) << bytes.substr(0, 6);
        EXPECT_TRUE(gs::contains(sentence, "cut short")) << sentence;
    }
}

TEST_F(Costs, OutputsGridsAndInputsKeepWithinTheLimit) {
    gs::write_npy(path("x.npy"), gs::Tensor<float>({1, 500, 2, 2}));
    const auto expect = [&](const std::string& task, const std::string& input, const std::string& grid,
                            const std::string& part) {
        std::vector<std::string> arguments{task, "--input", input, "--grid", grid, "--memory", "1M"};
        if (task == "sample") arguments.insert(arguments.end(), {"--output", "y.npy"});
        expect_refused(arguments, 1, part);
    };
    expect("sample", "x.npy", "linspace:64x64",
           "the output with sizes [1, 500, 64, 64], computed and written, needs 16 MiB, but 1.0 MiB may be taken: "
           "--memory 16M allows it");
    EXPECT_NE(answer({"explain", "--input", "x.npy", "--grid", "linspace:64x64", "--memory", "1M"}), "")
        << "which computes one output";
    for (const char* const task : {"sample", "explain"}) {
        expect(task, "ramp:4096x4096", "linspace:4x4",
               "ramp:4096x4096: needs 64 MiB for its 4096 x 4096 pixels, but 1.0 MiB may be taken");
        expect(task, "ramp:4x4", "linspace:4096x4096",
               "a grid with sizes [1, 4096, 4096, 2] needs 128 MiB, but 1.0 MiB may");
    }
}

TEST_F(Costs, FilesOfManyBytesAreRefusedByTheirSize) {
    const std::string picture = home() / "a.png", scene = home() / "scene.json";
    std::ofstream(picture, std::ios::binary) << corpus_file("colour.png");
    std::ofstream(scene) << "{";
    for (const std::string& file : {picture, scene}) std::filesystem::resize_file(file, uint64_t{30} << 30);
    expect_refused({"info", picture, "--memory", "1G"}, 1, "a.png: needs 30 GiB for its bytes, but 1.0 GiB may be");
    expect_refused({"explain", "--scene", scene}, 1, "scene.json: is longer than a scene, which has 1048576 bytes at");
}

TEST_F(Costs, AModelThatIsStoppedKeepsItsLastState) {
    gs::write_npy(path("x.npy"), gs::Tensor<float>({1, 1, 3, 5}));
    FileModel model;
    const State before = model.state();
    model.update(before);
    State next = before;
    next.sources.input = path("x.npy");
    gs::Work work;
    work.stop();
    EXPECT_THROW(model.update(next, work), gs::Stopped);
    EXPECT_EQ(model.state(), before);
    EXPECT_THROW(summarize(model.input(), work), gs::Stopped);
}

/// What the system tells, in a folder of the test's own.
struct System {
    explicit System(std::filesystem::path folder) : root(std::move(folder)) {
        write("proc/meminfo", "MemTotal: 8000 kB\nMemFree: 100 kB\nMemAvailable: 4000 kB\n");
    }
    void write(const std::string& name, const std::string& text) const {
        std::filesystem::create_directories((root / name).parent_path());
        std::ofstream(root / name) << text;
    }
    std::filesystem::path root;
};

TEST_F(Costs, TheLimitKnowsWhatContainersMayTake) {
    const System system(home() / "system");
    EXPECT_EQ(available_memory(system.root), 4000 * 1024);
    system.write("proc/self/cgroup", "0::/outer/inner\n");
    system.write("sys/fs/cgroup/outer/inner/memory.max", "max\n");
    system.write("sys/fs/cgroup/outer/inner/memory.current", "1000000\n");
    EXPECT_EQ(available_memory(system.root), 4000 * 1024);
    system.write("sys/fs/cgroup/outer/memory.max", "3000000\n");
    system.write("sys/fs/cgroup/outer/memory.current", "2500000\n");
    EXPECT_EQ(available_memory(system.root), 500'000);
    system.write("sys/fs/cgroup/outer/memory.stat", "anon 5\ninactive_file 400000\n");
    EXPECT_EQ(available_memory(system.root), 900'000);
}

TEST_F(Costs, TheLimitKnowsUlimit) {
    constexpr rlim_t kLeft = rlim_t{1} << 30;
    const auto taken = [] {
        std::ifstream file("/proc/self/statm");
        rlim_t pages = 0;
        file >> pages;
        return pages * static_cast<rlim_t>(sysconf(_SC_PAGESIZE));
    };
    rlimit before{};
    ASSERT_EQ(getrlimit(RLIMIT_AS, &before), 0);
    const rlimit limit{taken() + kLeft, before.rlim_max};
    ASSERT_EQ(setrlimit(RLIMIT_AS, &limit), 0);
    const int64_t available = available_memory("/");
    setrlimit(RLIMIT_AS, &before);
    EXPECT_LE(available, static_cast<int64_t>(kLeft));
}

}  // namespace
}  // namespace viz
