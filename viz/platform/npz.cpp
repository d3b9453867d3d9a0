// SPDX-License-Identifier: MIT
#include "viz/platform/npz.h"

#include <fmt/core.h>
#include <zip.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <memory>
#include <stdexcept>

#include "core/visible.h"

namespace viz {
namespace {

constexpr std::string_view kEnding = ".npy";
/// Deflate makes of one byte 1032 at most.
constexpr uint64_t kMostOfDeflate = 1032;
/// What follows an array is unpacked, too, to compare the checksum, where it is no more than this.
constexpr uint64_t kMostSurplus = 1 << 20;
/// So many arrays are named where one has to be chosen, or fewer when their names are long.
constexpr size_t kMostNamed = 20, kMostNamesBytes = 100;

[[noreturn]] void refuse_archive(const std::string& path, zip_error_t& error) {
    const int code = zip_error_code_zip(&error);
    const std::string reason = zip_error_strerror(&error);
    zip_error_fini(&error);
    if (code == ZIP_ER_NOZIP || code == ZIP_ER_INCONS)
        throw std::runtime_error(
            fmt::format("{}: begins as a ZIP archive, but is damaged or cut short", gs::visible(path)));
    throw std::runtime_error(fmt::format("{}: cannot be read as an archive: {}", gs::visible(path), reason));
}

/// A file as libzip reads it.
class ZipInput {
public:
    explicit ZipInput(const gs::FileBytes& file) : file_(file), size_(file.size()) { zip_error_init(&error_); }
    ~ZipInput() { zip_error_fini(&error_); }
    ZipInput(const ZipInput&) = delete;
    ZipInput& operator=(const ZipInput&) = delete;

    uint64_t size() const { return size_; }

    /// A zip_source_callback, of which `self` is the object; -1: what is wrong is in its error.
    static zip_int64_t answer(void* self, void* data, zip_uint64_t length, zip_source_cmd_t command) {
        auto& input = *static_cast<ZipInput*>(self);
        switch (command) {
            case ZIP_SOURCE_OPEN: input.place_ = 0; return 0;
            case ZIP_SOURCE_READ: return input.read(data, length);
            case ZIP_SOURCE_SEEK: return input.seek(data, length);
            case ZIP_SOURCE_TELL: return static_cast<zip_int64_t>(input.place_);
            case ZIP_SOURCE_STAT: return input.stat(data, length);
            case ZIP_SOURCE_ERROR: return zip_error_to_data(&input.error_, data, length);
            case ZIP_SOURCE_SUPPORTS:
                return zip_source_make_command_bitmap(ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE,
                                                      ZIP_SOURCE_STAT, ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE,
                                                      ZIP_SOURCE_SEEK, ZIP_SOURCE_TELL, ZIP_SOURCE_SUPPORTS, -1);
            default: return 0;  // there is nothing to close or to free
        }
    }

private:
    zip_int64_t read(void* to, zip_uint64_t count) {
        try {
            const size_t got = file_.read(to, static_cast<size_t>(count), place_);
            place_ += got;
            return static_cast<zip_int64_t>(got);
        } catch (const std::exception&) {
            // No exception may cross libzip.
            zip_error_set(&error_, ZIP_ER_READ, EIO);
            return -1;
        }
    }
    zip_int64_t seek(void* arguments, zip_uint64_t length) {
        const zip_int64_t place = zip_source_seek_compute_offset(place_, size_, arguments, length, &error_);
        if (place < 0) return -1;
        place_ = static_cast<uint64_t>(place);
        return 0;
    }
    zip_int64_t stat(void* to, zip_uint64_t length) {
        auto* const stat = ZIP_SOURCE_GET_ARGS(zip_stat_t, to, length, &error_);
        if (stat == nullptr) return -1;
        zip_stat_init(stat);
        stat->size = size_;
        stat->valid |= ZIP_STAT_SIZE;
        return sizeof *stat;
    }

    const gs::FileBytes& file_;
    uint64_t size_, place_ = 0;
    zip_error_t error_{};
};

struct CloseArchive {
    void operator()(zip_t* archive) const { zip_discard(archive); }
};
struct CloseMember {
    void operator()(zip_file_t* member) const { zip_fclose(member); }
};
struct Archive {
    std::unique_ptr<ZipInput> input;  // outlives the archive
    std::unique_ptr<zip_t, CloseArchive> zip;
};

Archive open_archive(const gs::FileBytes& file, const std::string& path) {
    zip_error_t error;
    zip_error_init(&error);
    auto input = std::make_unique<ZipInput>(file);
    zip_source_t* const source = zip_source_function_create(&ZipInput::answer, input.get(), &error);
    if (source == nullptr) refuse_archive(path, error);
    Archive archive{std::move(input),
                    std::unique_ptr<zip_t, CloseArchive>(zip_open_from_source(source, ZIP_RDONLY, &error))};
    if (archive.zip) return archive;
    zip_source_free(source);
    refuse_archive(path, error);
}

struct Member {
    zip_uint64_t index = 0;
    std::string name;  ///< of the array
    zip_stat_t stat{};
};

/// Members that share bytes would let a small archive unpack to any size.
void require_apart(const std::vector<Member>& members, uint64_t archive_bytes, const std::string& path) {
    uint64_t left = archive_bytes;
    for (const Member& member : members) {
        if ((member.stat.valid & ZIP_STAT_COMP_SIZE) == 0) continue;  // what that means is said of the array
        if (member.stat.comp_size > left)
            throw std::runtime_error(
                fmt::format("{}: is damaged: its arrays have more bytes than the archive", gs::visible(path)));
        left -= member.stat.comp_size;
    }
}

/// The members that are arrays.
std::vector<Member> members_of(const Archive& archive, const std::string& path) {
    zip_t* const zip = archive.zip.get();
    std::vector<Member> members;
    bool is_torch = false;
    const zip_int64_t count = zip_get_num_entries(zip, 0);
    for (zip_uint64_t index = 0; index < static_cast<zip_uint64_t>(std::max<zip_int64_t>(count, 0)); ++index) {
        Member member{.index = index};
        if (zip_stat_index(zip, index, 0, &member.stat) != 0 || (member.stat.valid & ZIP_STAT_NAME) == 0) continue;
        const std::string_view name = member.stat.name;
        is_torch = is_torch || name.ends_with("/data.pkl");
        if (!name.ends_with(kEnding)) continue;
        member.name = name.substr(0, name.size() - kEnding.size());
        members.push_back(std::move(member));
    }
    if (members.empty() && is_torch)
        throw std::runtime_error(
            fmt::format("{}: is a PyTorch file, which is not read; in Python: numpy.save('x.npy', torch.load('{}')"
                        ".numpy())",
                        gs::visible(path), gs::visible(std::filesystem::path(path).filename().string())));
    require_apart(members, archive.input->size(), path);
    if (members.empty())
        throw std::runtime_error(
            fmt::format("{}: is a ZIP archive, but holds no .npy files as .npz archives do", gs::visible(path)));
    return members;
}

/// Why the member cannot hold its bytes, or holds them in a way that is not read; empty when all is well.
std::string fault_of(const zip_stat_t& stat) {
    constexpr zip_uint64_t kNeeded = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD;
    if ((stat.valid & kNeeded) != kNeeded) return "is damaged: its size is not told";
    if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && stat.encryption_method != ZIP_EM_NONE) return "is encrypted";
    if (stat.comp_method != ZIP_CM_STORE && stat.comp_method != ZIP_CM_DEFLATE)
        return fmt::format("is compressed by method {}, but .npz archives are stored or deflated", stat.comp_method);
    const uint64_t most = stat.comp_method == ZIP_CM_STORE ? stat.comp_size : stat.comp_size * kMostOfDeflate;
    if (stat.size > most) return fmt::format("is damaged: {} bytes cannot come of {}", stat.size, stat.comp_size);
    return "";
}

/// The bytes of a member, decompressed on the way.
class MemberBytes : public gs::ByteSource {
public:
    MemberBytes(zip_t* archive, const Member& member, std::string origin)
        : origin_(std::move(origin)),
          remaining_(member.stat.size),
          file_(zip_fopen_index(archive, member.index, ZIP_FL_UNCHANGED)) {
        if (!file_) fail(zip_strerror(archive));
    }
    uint64_t remaining() const override { return remaining_; }
    void read(void* to, size_t count) override {
        auto* bytes = static_cast<char*>(to);
        while (count > 0) {
            const zip_int64_t read = zip_fread(file_.get(), bytes, count);
            if (read <= 0) fail(read < 0 ? zip_file_strerror(file_.get()) : "it ends early");
            bytes += read;
            count -= static_cast<size_t>(read);
            remaining_ -= static_cast<uint64_t>(read);
        }
    }
    /// The checksum is compared when the end is reached. Throws gs::Stopped.
    void finish(const gs::Work& work) {
        if (remaining_ > kMostSurplus)
            fail((gs::bytes_text(static_cast<double>(remaining_)) + " follow the array").c_str());
        char rest[1 << 16];
        for (; remaining_ > 0; work.check())
            read(rest, static_cast<size_t>(std::min<uint64_t>(sizeof rest, remaining_)));
        const zip_int64_t more = zip_fread(file_.get(), rest, 1);
        if (more != 0) fail(more < 0 ? zip_file_strerror(file_.get()) : "it is longer than the archive says");
    }

private:
    [[noreturn]] void fail(const char* reason) const {
        throw std::runtime_error(
            fmt::format("{}: is damaged: {}", gs::visible(origin_), gs::visible(reason, gs::kMostExcerptBytes)));
    }

    std::string origin_;
    uint64_t remaining_;
    std::unique_ptr<zip_file_t, CloseMember> file_;
};

/// "a (float32 [1, 2, 3, 4]), b (int64 [3])".
std::string named(const std::vector<ArchivedArray>& arrays) {
    std::string text;
    size_t count = 0;
    for (size_t foreign = 0; count < std::min(arrays.size(), kMostNamed) && foreign < kMostNamesBytes; ++count) {
        const ArchivedArray& array = arrays[count];
        const std::string shown = gs::visible(array.name, kMostNamesBytes / 2);
        foreign += shown.size();
        text += fmt::format(
            "{}{}{}", count > 0 ? ", " : "", shown,
            array.refusal.empty() ? fmt::format(" ({} {})", name(array.header.type), array.header.sizes.text()) : "");
    }
    if (arrays.size() > count) text += fmt::format(" and {} more", arrays.size() - count);
    return text;
}

const Member& chosen(const std::vector<Member>& members, const std::string& wanted, const gs::FileBytes& file,
                     const std::string& path, const gs::Work& work) {
    if (wanted.empty() && members.size() == 1) return members.front();
    // NumPy takes the name of the member, too.
    const auto found = std::find_if(members.begin(), members.end(), [&](const Member& member) {
        return !wanted.empty() && (member.name == wanted || member.name + std::string(kEnding) == wanted);
    });
    if (found != members.end()) return *found;
    const std::vector<ArchivedArray> arrays = list_npz(file, path, work);
    if (!wanted.empty())
        throw std::runtime_error(fmt::format("{}: holds no array '{}'; it holds {}", gs::visible(path, 100),
                                             gs::visible(wanted, 50), named(arrays)));
    throw std::runtime_error(fmt::format("{}: holds {} arrays: {}; choose one with {}?array={}", gs::visible(path, 70),
                                         arrays.size(), named(arrays), gs::visible(path, 70),
                                         gs::visible(arrays.front().name, 50)));
}

Source read_member(const Archive& archive, const Member& member, const std::string& path, const gs::Work& work) {
    const std::string origin = fmt::format("{}: array '{}'", gs::visible(path, 100), gs::visible(member.name, 40));
    if (const std::string fault = fault_of(member.stat); !fault.empty())
        throw std::runtime_error(fmt::format("{}: {}", origin, fault));
    MemberBytes bytes(archive.zip.get(), member, origin);
    gs::NpyArray array = gs::read_npy_array(bytes, origin, work);
    bytes.finish(work);
    return source_of(std::move(array), member.name);
}

}  // namespace

bool looks_like_archive(std::string_view first_bytes) {
    return first_bytes.starts_with("PK\3\4") || first_bytes.starts_with("PK\5\6");
}

std::vector<ArchivedArray> list_npz(const gs::FileBytes& file, const std::string& path, const gs::Work& work) {
    const Archive archive = open_archive(file, path);
    std::vector<ArchivedArray> arrays;
    for (const Member& member : members_of(archive, path)) {
        work.check();
        ArchivedArray array{.name = member.name};
        try {
            array.refusal = fault_of(member.stat);
            if (array.refusal.empty()) {
                MemberBytes bytes(archive.zip.get(), member, path);
                array.header = gs::read_npy_header(bytes, path);
            }
        } catch (const std::runtime_error& error) {
            array.refusal = error.what();
        }
        arrays.push_back(std::move(array));
    }
    return arrays;
}

void visit_npz(const gs::FileBytes& file, const std::string& path, const gs::Work& work,
               const std::function<void(const std::string&, const std::function<Source()>&)>& take) {
    const Archive archive = open_archive(file, path);
    for (const Member& member : members_of(archive, path))
        take(member.name, [&] { return read_member(archive, member, path, work); });
}

Source read_npz(const gs::FileBytes& file, const std::string& path, const std::string& array, const gs::Work& work) {
    const Archive archive = open_archive(file, path);
    const std::vector<Member> members = members_of(archive, path);
    return read_member(archive, chosen(members, array, file, path, work), path, work);
}

}  // namespace viz
