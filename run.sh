#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# ./run.sh [ARGS...]: builds gridscope, installing what it needs, and runs it: ./run.sh export --output picture.png
set -euo pipefail

here=$(readlink -f -- "${BASH_SOURCE[0]}")
# shellcheck source=cmake/setup.sh
. "${here%/*}/cmake/setup.sh"
need "${build_packages[@]}"
build release gridscope

# No cd: the files that the arguments name are relative to where the user is.
exec "$root/build/release/gridscope" "$@"
