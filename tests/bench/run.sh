#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# tests/bench/run.sh [ARGS...]: builds what this folder measures with, and runs the micro-benchmarks:
# tests/bench/run.sh --benchmark_filter=bicubic
set -euo pipefail

here=$(readlink -f -- "${BASH_SOURCE[0]}")
# shellcheck source=cmake/setup.sh
. "${here%/*}/../../cmake/setup.sh"
need "${build_packages[@]}" "${bench_packages[@]}"
build bench benchmarks

exec "$root/build/bench/tests/bench/micro_benchmarks" "$@"
