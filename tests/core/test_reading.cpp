// SPDX-License-Identifier: MIT
// What is opened, and what reading costs: files are untrusted, and memory is not taken before it is known how much.
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "core/files/file.h"
#include "core/files/npy.h"
#include "core/files/open_file.h"
#include "npy_bytes.h"
#include "peak.h"
#include "support.h"

namespace gs {
namespace {

constexpr size_t kMiB = size_t{1} << 20;

struct Reading : testing::Test {
    Reading() {
        std::string name = (std::filesystem::temp_directory_path() / "gridscope-XXXXXX").string();
        if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder can be made");
        folder = name;
    }
    ~Reading() override {
        std::error_code ignored;
        std::filesystem::remove_all(folder, ignored);
    }
    std::string path(const std::string& name) const { return folder / name; }

    /// A file that begins with these bytes and goes on with a hole up to `size`.
    std::string sparse(const std::string& name, const std::string& beginning, uint64_t size) const {
        std::ofstream(path(name), std::ios::binary) << beginning;
        std::filesystem::resize_file(path(name), size);
        return path(name);
    }

    std::filesystem::path folder;
};

/// What each way to read a file says of one that it refuses.
std::vector<std::string> refusals(const std::string& path) {
    return {message_of<std::runtime_error>([&] { read_file(path); }),
            message_of<std::runtime_error>([&] { first_bytes(*open_file(path, Work()), 16); }),
            message_of<std::runtime_error>([&] { read_npy(path); })};
}

TEST_F(Reading, OnlyFilesAreOpenedAndNothingIsWaitedFor) {
    ASSERT_EQ(mkfifo(path("pipe").c_str(), 0600), 0);
    std::filesystem::create_symlink("/dev/zero", path("link.npy"));
    const int listening = socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
    path("socket").copy(address.sun_path, sizeof address.sun_path - 1);
    ASSERT_EQ(bind(listening, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    int ends[2];
    ASSERT_EQ(pipe(ends), 0);
    const std::string substituted = "/dev/fd/" + std::to_string(ends[0]);

    for (const auto& [file, what] : {std::pair{path("pipe"), "is a pipe, but only files and standard input are read"},
                                     {substituted, "give - as the name and lead the pipe there, with < or |"},
                                     {path("socket"), "is a socket, but only files"},
                                     {path("link.npy"), "is a device, but only files"},
                                     {std::string("/dev/tty"), ""},  // is a device, or cannot be opened without one
                                     {folder.string(), "is a folder, not a file"}}) {
        for (const std::string& sentence : refusals(file))
            EXPECT_TRUE(sentence.starts_with(file + ": ") && contains(sentence, what)) << sentence;
    }
    for (const int descriptor : {listening, ends[0], ends[1]}) close(descriptor);
}

TEST_F(Reading, AFileIsNotReadBeyondTheLimit) {
    const std::string file = sparse("big", "", uint64_t{30} << 30);
    const Work work({.memory = 64 << 20});
    EXPECT_EQ(message_of<std::runtime_error>([&] { read_file(file, work); }),
              file + ": needs 30 GiB for its bytes, but 64 MiB may be taken: --memory 30720M allows it");
    EXPECT_EQ(first_bytes(*open_file(file, work), 16), std::string(16, '\0'));
}

TEST_F(Reading, AnArrayIsNotReadBeyondTheLimit) {
    const std::string header = npy_bytes(header_of("'<i4'", "False", "(8000000000,)"), std::vector<float>());
    const std::string file = sparse("big.npy", header, header.size() + uint64_t{32'000'000'000});
    const std::string sentence =
        message_of<std::runtime_error>([&] { read_npy_array(file, Work({.memory = int64_t{8} << 30})); });
    EXPECT_EQ(sentence, file +
                            ": needs 60 GiB for its elements, int32 [8000000000], but 8.0 GiB may be taken: "
                            "--memory 61036M allows it");
}

TEST_F(Reading, AnArrayTakesItsTensorsMemoryAlone) {
    constexpr size_t kCount = 24 * kMiB;
    // A chunk, of which Fortran order has a sixteenth of the file, and what a system without large pages rounds up.
    constexpr size_t kBeside = 20 * kMiB;
    const std::string shape = "(4096, 6144)";
    for (const auto& [descr, order, stored, held] : {std::tuple{"'<f4'", "False", 4, 4},
                                                     {"'>f4'", "False", 4, 4},
                                                     {"'<f4'", "True", 4, 4},
                                                     {"'>f8'", "True", 8, 8},
                                                     {"'<i8'", "False", 8, 4},
                                                     {"'<i8'", "True", 8, 4},
                                                     {"'|u1'", "False", 1, 4}}) {
        const std::string header = npy_bytes(header_of(descr, order, shape), std::vector<float>());
        const std::string file = sparse("a.npy", header, header.size() + kCount * static_cast<size_t>(stored));
        const size_t peak = peak_of([&] { read_npy_array(file); });
        EXPECT_LE(peak, kCount * static_cast<size_t>(held) + kBeside) << descr << ' ' << order;
    }
}

TEST_F(Reading, ValuesThatBecomeFloat64LateTakeItsMemoryAlone) {
    constexpr size_t kCount = 24 * kMiB;
    std::vector<int64_t> values(kCount, 7);
    values.back() = (1 << 24) + 1;
    std::ofstream(path("a.npy"), std::ios::binary) << npy_bytes(header_of("'<i8'", "False", "(25165824,)"), values);
    std::optional<NpyArray> array;
    EXPECT_LE(peak_of([&] { array = read_npy_array(path("a.npy")); }), kCount * sizeof(double) + 20 * kMiB);
    const auto& tensor = std::get<Tensor<double>>(array->tensor);
    EXPECT_EQ(tensor.data()[0], 7);
    EXPECT_EQ(tensor.data()[kCount - 2], 7);
    EXPECT_EQ(tensor.data()[kCount - 1], (1 << 24) + 1);
}

/// Values of more than one chunk, one of which float32 does not hold, and two of which not even float64 does.
TEST_F(Reading, TheFirstValueThatDoesNotFitIsThatInCOrder) {
    constexpr int64_t kRows = 1100, kColumns = 1300, kImages = 3;
    const auto value_of_place = [](int64_t place) {
        return place == 5 * kColumns + 1200  ? int64_t{(1 << 24) + 1}
               : place == 900 * kColumns + 3 ? (int64_t{1} << 60) + 3
               : place == 901 * kColumns + 2 ? (int64_t{1} << 60) + 1
                                             : place % 1000;
    };
    for (const bool is_fortran : {false, true}) {
        std::vector<int64_t> stored(static_cast<size_t>(kImages * kRows * kColumns));
        for (int64_t n = 0; n < kImages; ++n)
            for (int64_t y = 0; y < kRows; ++y)
                for (int64_t x = 0; x < kColumns; ++x) {
                    const int64_t place = (n * kRows + y) * kColumns + x;
                    const int64_t at = is_fortran ? n + kImages * (y + kRows * x) : place;
                    stored[static_cast<size_t>(at)] = value_of_place(place);
                }
        const NpyArray array = parse_npy_array(
            npy_bytes(header_of("'<i8'", is_fortran ? "True" : "False", "(3, 1100, 1300)"), stored), "a.npy");
        EXPECT_EQ(array.conversion, (IntegerConversion{true, "16777217", "1152921504606846979", 2}));
        const auto& tensor = std::get<Tensor<double>>(array.tensor);
        for (int64_t place = 0; place < tensor.count(); ++place)
            ASSERT_EQ(tensor.data()[place], static_cast<double>(value_of_place(place))) << place;
    }
}

TEST_F(Reading, FortranOrderOfManyChunksIsPutInOrder) {
    for (const auto& [shape, sizes] : {std::pair{"(2, 3, 70, 50, 110)", Sizes{2, 3, 70, 50, 110}},
                                       {"(1200000, 2)", Sizes{1200000, 2}},
                                       {"(2, 1200000)", Sizes{2, 1200000}},
                                       {"(1, 1300, 1, 1100)", Sizes{1, 1300, 1, 1100}}}) {
        std::vector<float> stored(static_cast<size_t>(sizes.count()));
        for (size_t k = 0; k < stored.size(); ++k) stored[k] = static_cast<float>(k);
        const Tensor<float> tensor = parse_npy(npy_bytes(header_of("'<f4'", "True", shape), stored), "a.npy");
        ASSERT_EQ(tensor.sizes(), sizes);
        for (int64_t place = 0; place < tensor.count(); ++place) {
            int64_t rest = place, at = 0;
            for (int axis = sizes.rank() - 1; axis >= 0; rest /= sizes[axis--])
                at = at * sizes[axis] + rest % sizes[axis];
            ASSERT_EQ(tensor.data()[place], static_cast<float>(at)) << shape << ' ' << place;
        }
    }
}

/// Bytes during which somebody asks for a stop.
struct StoppingBytes : MemoryBytes {
    StoppingBytes(std::string_view bytes, Work& asked) : MemoryBytes(bytes), size(bytes.size()), work(asked) {}
    void read(void* to, size_t count) override {
        MemoryBytes::read(to, count);
        if (remaining() < size / 2) work.stop();
    }
    size_t size;
    Work& work;
};

TEST_F(Reading, EndsSoonWhenItIsToStop) {
    constexpr uint64_t kMostOfAChunk = 4 * kMiB;
    for (const char* const descr : {"'<f4'", "'<i4'"})
        for (const char* const order : {"False", "True"}) {
            const std::string bytes =
                npy_bytes(header_of(descr, order, "(4096, 4096)"), std::vector<float>(size_t{4096} * 4096));
            Work work;
            StoppingBytes source(bytes, work);
            EXPECT_THROW(read_npy_array(source, "a.npy", work), Stopped);
            EXPECT_GE(source.remaining(), bytes.size() / 2 - kMostOfAChunk) << descr << ' ' << order;
            EXPECT_GE(*work.fraction(), 0.25);  // a look at the progress so far
            EXPECT_LE(*work.fraction(), 0.75);
        }
}

TEST_F(Reading, MemoryThatCannotBeHadIsNamed) {
    const auto take = [](double) -> int { throw std::bad_alloc(); };
    const Work work({.memory = 1 << 30});
    EXPECT_EQ(message_of<std::runtime_error>(
                  [&] { work.taking_memory(512e6, "its pixels", "a.png", [&] { return take(0); }); }),
              "a.png: needs 488 MiB for its pixels, which is more than there is");
    EXPECT_EQ(message_of<std::runtime_error>([&] { work.require_memory(8e9, "", "the output [1, 3, 4, 4]"); }),
              "the output [1, 3, 4, 4] needs 7.5 GiB, but 1.0 GiB may be taken: --memory 7630M allows it");
}

}  // namespace
}  // namespace gs
