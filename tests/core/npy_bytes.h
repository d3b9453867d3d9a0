// SPDX-License-Identifier: MIT
// .npy files made by hand, and how they are refused.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/files/npy.h"
#include "support.h"

namespace gs {

/// A file of the given version around a header and the elements.
template <class T>
std::string npy_bytes(const std::string& header, const std::vector<T>& elements, int version = 1) {
    std::string bytes = "\x93NUMPY";
    bytes += {static_cast<char>(version), '\0'};
    for (int k = 0; k < (version == 1 ? 2 : 4); ++k) bytes += static_cast<char>(header.size() >> (8 * k) & 0xff);
    bytes += header;
    bytes.append(reinterpret_cast<const char*>(elements.data()), elements.size() * sizeof(T));
    return bytes;
}

inline std::string header_of(const std::string& descr, const std::string& order, const std::string& shape) {
    return "{'descr': " + descr + ", 'fortran_order': " + order + ", 'shape': " + shape + ", }\n";
}

inline const std::vector<float> kSix{0, 1, 2, 3, 4, 5};

/// The message of the refusal, which starts with the file's name.
inline std::string refusal(const std::string& bytes) {
    const std::string message = message_of<std::runtime_error>([&] { parse_npy_array(bytes, "a.npy"); });
    EXPECT_TRUE(message.starts_with("a.npy: ")) << message;
    return message;
}

inline std::string refusal_of_header(const std::string& header) {
    return refusal(npy_bytes(header, kSix));
}

}  // namespace gs
