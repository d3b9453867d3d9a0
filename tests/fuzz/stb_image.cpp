// SPDX-License-Identifier: MIT
// stb_image once more, so that the fuzzer sees which of its code ran; it takes the place of the system's library.
#define STB_IMAGE_IMPLEMENTATION
#include <stb/stb_image.h>
