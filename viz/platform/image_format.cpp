// SPDX-License-Identifier: MIT
#include "viz/platform/image_format.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace viz {
namespace {

using namespace std::string_view_literals;

bool has(std::string_view bytes, size_t place, std::string_view part) {
    return bytes.size() >= place && bytes.substr(place).starts_with(part);
}

template <size_t N>
bool has_any(std::string_view bytes, size_t place, const std::array<std::string_view, N>& parts) {
    return std::any_of(parts.begin(), parts.end(), [&](std::string_view part) { return has(bytes, place, part); });
}

bool is_pnm(std::string_view bytes, std::string_view kinds) {
    return bytes.size() > 2 && bytes[0] == 'P' && kinds.find(bytes[1]) != std::string_view::npos &&
           " \t\n\r#"sv.find(bytes[2]) < 5;
}

/// TGA files begin with nothing of their own, so all that the header says has to make sense.
bool is_tga(std::string_view bytes) {
    if (bytes.size() < 18) return false;
    const auto byte = [&](size_t place) { return static_cast<unsigned char>(bytes[place]); };
    const bool has_sizes = (byte(12) | byte(13)) != 0 && (byte(14) | byte(15)) != 0;
    const auto is_depth = [](int bits) { return bits == 8 || bits == 15 || bits == 16 || bits == 24 || bits == 32; };
    const int kind = byte(2) & ~8;
    const bool fits = byte(1) == 0   ? kind == 2 || kind == 3
                      : byte(1) == 1 ? kind == 1 && is_depth(byte(7)) && byte(16) <= 16
                                     : false;
    return fits && byte(2) < 12 && has_sizes && is_depth(byte(16)) && byte(17) < 64;
}

bool is_svg(std::string_view bytes) {
    return bytes.starts_with("<svg") || (bytes.starts_with("<?xml") && bytes.find("<svg") != std::string_view::npos);
}

/// The brand of a file of ISO's base media format, of which there are images and films.
template <size_t N>
bool has_brand(std::string_view bytes, const std::array<std::string_view, N>& brands) {
    return has(bytes, 4, "ftyp") && has_any(bytes, 8, brands);
}

bool is_heif(std::string_view bytes) {
    return has_brand(bytes, std::array{"heic"sv, "heix"sv, "hevc"sv, "heim"sv, "heis"sv, "mif1"sv, "msf1"sv});
}

/// PyTorch's files are ZIP archives of which an early entry is named so.
bool is_torch(std::string_view bytes) {
    constexpr auto kOldMagic = "\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19"sv;
    return (bytes.starts_with("PK\3\4") && bytes.find("/data.pkl") != std::string_view::npos) ||
           bytes.starts_with(kOldMagic);
}

struct Format {
    std::string_view name;
    bool (*begins)(std::string_view bytes);
    std::string_view refusal;  ///< empty: it is read
};

using Bytes = std::string_view;

/// The first that fits counts: what is more particular stands before what is less so.
constexpr Format kFormats[]{
    {"PNG", [](Bytes b) { return b.starts_with("\x89PNG\r\n\x1a\n"); }, {}},
    {"JPEG", [](Bytes b) { return b.starts_with("\xff\xd8\xff"); }, {}},
    {"Radiance HDR", [](Bytes b) { return b.starts_with("#?RADIANCE") || b.starts_with("#?RGBE"); }, {}},
    {"PNM", [](Bytes b) { return is_pnm(b, "56"); }, {}},
    {"BMP", [](Bytes b) { return b.starts_with("BM"); }, {}},
    {"GIF", [](Bytes b) { return b.starts_with("GIF87a") || b.starts_with("GIF89a"); }, {}},
    {"PSD", [](Bytes b) { return b.starts_with("8BPS\0\1"sv); }, {}},

    {"WebP", [](Bytes b) { return b.starts_with("RIFF") && has(b, 8, "WEBP"); },
     "is a WebP image, which is not read: save it as PNG"},
    {"TIFF",
     [](Bytes b) {
         return has_any(b, 0, std::array{"II*\0"sv, "MM\0*"sv, "II+\0"sv, "MM\0+"sv});
     },
     "is a TIFF image, which is not read: save it as PNG, or its array by numpy.save as .npy"},
    {"OpenEXR", [](Bytes b) { return b.starts_with("\x76\x2f\x31\x01"); },
     "is an OpenEXR image, which is not read: save it as Radiance HDR, or its array by numpy.save as .npy"},
    {"PFM", [](Bytes b) { return is_pnm(b, "Ff"); },
     "is a PFM image, which is not read: save it as Radiance HDR, or its array by numpy.save as .npy"},
    {"PNM as text", [](Bytes b) { return is_pnm(b, "123"); },
     "is a PNM image as text, which is not read: save it as binary PNM (P5, P6) or as PNG"},
    {"PBM", [](Bytes b) { return is_pnm(b, "4"); }, "is a PBM image, which is not read: save it as PNG"},
    {"PAM", [](Bytes b) { return is_pnm(b, "7"); }, "is a PAM image, which is not read: save it as PNG"},
    {"Softimage PIC", [](Bytes b) { return b.starts_with("\x53\x80\xf6\x34"); },
     "is a Softimage PIC image, which is not read: save it as PNG"},
    {"AVIF",
     [](Bytes b) {
         return has_brand(b, std::array{"avif"sv, "avis"sv});
     },
     "is an AVIF image, which is not read: save it as PNG"},
    {"HEIF", is_heif, "is a HEIF image (HEIC), which is not read: save it as PNG or JPEG"},
    {"JPEG XL",
     [](Bytes b) {
         return has_any(b, 0, std::array{"\xff\x0a"sv, "\0\0\0\x0cJXL \r\n\x87\n"sv});
     },
     "is a JPEG XL image, which is not read: save it as PNG"},
    {"JPEG 2000",
     [](Bytes b) {
         return has_any(b, 0, std::array{"\xff\x4f\xff\x51"sv, "\0\0\0\x0cjP  \r\n\x87\n"sv});
     },
     "is a JPEG 2000 image, which is not read: save it as PNG"},
    {"QOI", [](Bytes b) { return b.starts_with("qoif"); }, "is a QOI image, which is not read: save it as PNG"},
    {"DDS", [](Bytes b) { return b.starts_with("DDS "); }, "is a DDS texture, which is not read: save it as PNG"},
    {"ICO", [](Bytes b) { return b.starts_with("\0\0\1\0"sv); }, "is an icon (ICO), which is not read: save it as PNG"},
    {"PDF", [](Bytes b) { return b.starts_with("%PDF-"); }, "is a PDF document, which is not read: save a page as PNG"},
    {"SVG", is_svg, "is an SVG drawing, which has no pixels: export it as PNG"},

    {"NumPy", [](Bytes b) { return b.starts_with("\x93NUMPY"); }, "is a NumPy array (.npy), not an image"},
    {"PyTorch", is_torch,
     "is a PyTorch file, which is not read; in Python: numpy.save('x.npy', torch.load('x.pt').numpy())"},
    {"ZIP", [](Bytes b) { return b.starts_with("PK\3\4") || b.starts_with("PK\5\6"); },
     "is a ZIP archive, not an image: unpack it"},
    {"flow", [](Bytes b) { return b.starts_with("PIEH"); },
     "is a Middlebury flow field (.flo), which is not read; in Python: w, h = numpy.fromfile('x.flo', 'i4', 3)[1:]; "
     "numpy.save('x.npy', numpy.fromfile('x.flo', 'f4', offset=12).reshape(h, w, 2))"},
    {"HDF5", [](Bytes b) { return b.starts_with("\x89HDF\r\n\x1a\n"); },
     "is an HDF5 file, which is not read; in Python: numpy.save('x.npy', h5py.File('x.h5')['NAME'][()])"},
    {"MATLAB", [](Bytes b) { return b.starts_with("MATLAB 5.0 MAT-file"); },
     "is a MATLAB file, which is not read; in Python: numpy.save('x.npy', scipy.io.loadmat('x.mat')['NAME'])"},
    {"safetensors", [](Bytes b) { return has(b, 8, "{\"") && has(b, 5, "\0\0\0"sv); },
     "is a safetensors file, which is not read; in Python: numpy.save('x.npy', "
     "safetensors.numpy.load_file('x.safetensors')['NAME'])"},
    {"pickle", [](Bytes b) { return b.size() > 1 && b[0] == '\x80' && b[1] >= 2 && b[1] <= 5; },
     "is a Python pickle, which is not read; in Python: numpy.save('x.npy', pickle.load(open('x.pkl', 'rb')))"},
    {"DICOM", [](Bytes b) { return has(b, 128, "DICM"); },
     "is a DICOM image, which is not read; in Python: numpy.save('x.npy', pydicom.dcmread('x.dcm').pixel_array)"},
    {"NIfTI",
     [](Bytes b) {
         return has_any(b, 344, std::array{"n+1\0"sv, "ni1\0"sv});
     },
     "is a NIfTI volume, which is not read; in Python: numpy.save('x.npy', nibabel.load('x.nii').get_fdata())"},
    {"gzip", [](Bytes b) { return b.starts_with("\x1f\x8b"); }, "is compressed by gzip: unpack it with gunzip"},
    {"film", [](Bytes b) { return has(b, 4, "ftyp"); }, "is a film, which is not read: save one frame as PNG"},

    {"TGA", is_tga, {}},
};

const Format* format_of(std::string_view bytes) {
    bytes = bytes.substr(0, kFormatBytes);
    const auto* const found = std::find_if(std::begin(kFormats), std::end(kFormats),
                                           [&](const Format& format) { return format.begins(bytes); });
    return found == std::end(kFormats) ? nullptr : found;
}

}  // namespace

std::string_view image_format(std::string_view first_bytes) {
    const Format* const format = format_of(first_bytes);
    return format == nullptr ? std::string_view() : format->name;
}

bool looks_like_image(std::string_view first_bytes) {
    const Format* const format = format_of(first_bytes);
    return format != nullptr && format->refusal.empty();
}

std::string_view format_refusal(std::string_view first_bytes) {
    const Format* const format = format_of(first_bytes);
    return format == nullptr ? std::string_view() : format->refusal;
}

}  // namespace viz
