#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# tests/pictures/refresh.sh [BUILD]: makes every picture of pictures.txt anew, by the program in the build folder BUILD,
# or by one that it builds. Look at what changed before you commit it: git diff --stat docs/images
set -euo pipefail

here=$(readlink -f -- "${BASH_SOURCE[0]}")
# shellcheck source=cmake/setup.sh
. "${here%/*}/../../cmake/setup.sh"
if (($#)); then
  folder=$1
else
  need "${build_packages[@]}"
  build release gridscope
  folder=$root/build/release
fi

here=$root/tests/pictures images=$root/docs/images
mkdir -p "$images"
while read -r -a words; do
  [[ ${words[0]-#} == '#'* ]] && continue
  picture=$images/${words[0]}
  "$folder/gridscope" export "${words[@]:1}" --output "$picture"
  [[ $picture != *.png ]] || python3 "$here/shrink_png.py" "$picture"
  printf '%8d  %s\n' "$(stat --format=%s "$picture")" "docs/images/${words[0]}"
done <"$here/pictures.txt"

# What they were made with, for tests/pictures/CMakeLists.txt.
{
  echo "# SHA-256 of the fonts that the pictures in docs/images were made with."
  sed -n 's/^GRIDSCOPE_FONT_[^:]*:FILEPATH=//p' "$folder/CMakeCache.txt" | xargs sha256sum | cut -d ' ' -f 1
} >"$here/fonts.txt"
