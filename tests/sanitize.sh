#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# tests/sanitize.sh [PRESET...] [-- CTEST ARGS...]: the tests under sanitizers, by default asan (addresses and undefined
# behaviour) and tsan (threads). Without CTEST ARGS the tests labelled `window` are left out: what is found there is
# found in the display's and the driver's code. `tests/sanitize.sh tsan -- -R Parallel` runs a few tests under one.
set -euo pipefail

# The thread sanitizer of GCC 12 stops where the kernel spreads the memory map wider than it expects.
if [[ -z ${fixed_memory_map:-} ]] && setarch --addr-no-randomize true 2>/dev/null; then
  fixed_memory_map=yes exec setarch --addr-no-randomize "${BASH_SOURCE[0]}" "$@"
fi

here=$(readlink -f -- "${BASH_SOURCE[0]}")
# shellcheck source=cmake/setup.sh
. "${here%/*}/../cmake/setup.sh"

presets=()
while (($#)) && [[ $1 != -- ]]; do
  presets+=("$1")
  shift
done
((${#presets[@]})) || presets=(asan tsan)
(($#)) && shift
(($#)) || set -- --label-exclude '^window$'

# What is not ours to mend, one line each with its reason.
for kind in lsan tsan; do
  if [[ -f $root/tests/$kind.supp ]]; then
    export "${kind^^}_OPTIONS=suppressions=$root/tests/$kind.supp:print_suppressions=0"
  fi
done
export UBSAN_OPTIONS=print_stacktrace=1

need "${build_packages[@]}" "${test_packages[@]}"
cd "$root"
failed=()
for preset in "${presets[@]}"; do
  say "$preset"
  build "$preset" all
  ctest --preset "$preset" --no-tests=error --parallel "$(getconf _NPROCESSORS_ONLN)" "$@" || failed+=("$preset")
done
if ((${#failed[@]})); then
  say "failed under ${failed[*]}"
  exit 1
fi
