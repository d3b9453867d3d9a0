#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# tests/bench/run.sh [ARGS...]: builds what this folder measures with, and runs the micro-benchmarks:
# tests/bench/run.sh --benchmark_filter=bicubic
set -euo pipefail

# shellcheck source=cmake/setup.sh
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../../cmake/setup.sh"
need "${build_packages[@]}" "${bench_packages[@]}"
build bench benchmarks

exec "$root/build/bench/tests/bench/micro_benchmarks" "$@"
