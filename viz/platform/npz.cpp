// SPDX-License-Identifier: MIT
#include "viz/platform/npz.h"

#include <fmt/core.h>
#include <zip.h>

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <limits>
#include <memory>
#include <stdexcept>

#include "core/files/descriptor.h"
#include "core/files/open_file.h"
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

struct CloseArchive {
    void operator()(zip_t* archive) const { zip_discard(archive); }
};
struct CloseMember {
    void operator()(zip_file_t* member) const { zip_fclose(member); }
};
/// An archive, and the bytes that it has.
struct Archive {
    std::unique_ptr<zip_t, CloseArchive> zip;
    uint64_t size;
};

[[noreturn]] void refuse_archive(const std::string& path, zip_error_t& error) {
    const int code = zip_error_code_zip(&error);
    const std::string reason = zip_error_strerror(&error);
    zip_error_fini(&error);
    if (code == ZIP_ER_NOZIP || code == ZIP_ER_INCONS)
        throw std::runtime_error(
            fmt::format("{}: begins as a ZIP archive, but is damaged or cut short", gs::visible(path)));
    throw std::runtime_error(fmt::format("{}: cannot be read as an archive: {}", gs::visible(path), reason));
}

/// The archive's bytes for libzip, and how many they are.
zip_source_t* source_of_archive(const std::string& path, uint64_t& size, zip_error_t& error, const gs::Work& work) {
    if (gs::names_standard_input(path) && gs::standard_input_is_stream()) {
        const std::string_view bytes = gs::standard_input(path, std::numeric_limits<uint64_t>::max(), work);
        size = bytes.size();
        return zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
    }
    const gs::OpenFile file(path);
    size = file.size();
    std::FILE* const stream = fdopen(dup(file.descriptor()), "rb");
    if (stream == nullptr)
        throw std::runtime_error(fmt::format("{}: cannot be opened: {}", gs::visible(path), gs::error_text(errno)));
    zip_source_t* const source =
        zip_source_filep_create(stream, file.begin(), static_cast<zip_int64_t>(file.size()), &error);
    if (source == nullptr) std::fclose(stream);
    return source;
}

Archive open_archive(const std::string& path, const gs::Work& work) {
    zip_error_t error;
    zip_error_init(&error);
    uint64_t size = 0;
    zip_source_t* const source = source_of_archive(path, size, error, work);
    if (source == nullptr) refuse_archive(path, error);
    Archive archive{std::unique_ptr<zip_t, CloseArchive>(zip_open_from_source(source, ZIP_RDONLY, &error)), size};
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
    require_apart(members, archive.size, path);
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

const Member& chosen(const std::vector<Member>& members, const std::string& wanted, const std::string& path,
                     const gs::Work& work) {
    if (wanted.empty() && members.size() == 1) return members.front();
    // NumPy takes the name of the member, too.
    const auto found = std::find_if(members.begin(), members.end(), [&](const Member& member) {
        return !wanted.empty() && (member.name == wanted || member.name + std::string(kEnding) == wanted);
    });
    if (found != members.end()) return *found;
    const std::vector<ArchivedArray> arrays = list_npz(path, work);
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

std::vector<ArchivedArray> list_npz(const std::string& path, const gs::Work& work) {
    const Archive archive = open_archive(path, work);
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

void visit_npz(const std::string& path, const gs::Work& work,
               const std::function<void(const std::string&, const std::function<Source()>&)>& take) {
    const Archive archive = open_archive(path, work);
    for (const Member& member : members_of(archive, path))
        take(member.name, [&] { return read_member(archive, member, path, work); });
}

Source read_npz(const std::string& path, const FileOptions& options, const gs::Work& work) {
    const Archive archive = open_archive(path, work);
    const std::vector<Member> members = members_of(archive, path);
    return read_member(archive, chosen(members, options.array, path, work), path, work);
}

}  // namespace viz
