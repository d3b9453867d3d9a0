#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# tests/hostile/run.sh [--long] [--table FILE] [PART...]: hostile files, command lines, window events and kills against
# the program; the parts are files, fixed, arguments, window and kills. The short form is one of the tests of ./test.sh.
set -euo pipefail

# shellcheck source=cmake/setup.sh
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../../cmake/setup.sh"
need "${build_packages[@]}" "${test_packages[@]}"
build release all

export PYTHONDONTWRITEBYTECODE=1
exec python3 "$root/tests/hostile/hostile.py" "$root/build/release/gridscope" "$@"
