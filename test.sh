#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# ./test.sh [CTEST ARGS...]: builds everything, installing what it needs, and runs the tests: ./test.sh -R trace
set -euo pipefail

here=$(readlink -f -- "${BASH_SOURCE[0]}")
# shellcheck source=cmake/setup.sh
. "${here%/*}/cmake/setup.sh"
need "${build_packages[@]}" "${test_packages[@]}"
build release all

cd "$root"
exec ctest --preset release --no-tests=error --parallel "$(getconf _NPROCESSORS_ONLN)" "$@"
