#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# tests/fuzz/run.sh [MINUTES [TARGET...]]: builds the fuzz targets with clang and runs each for that long (1), beginning
# with the corpora in the tree and with what earlier runs kept in build/fuzz/corpus. A target stops at its first finding.
set -euo pipefail

here=$(readlink -f -- "${BASH_SOURCE[0]}")
# shellcheck source=cmake/setup.sh
. "${here%/*}/../../cmake/setup.sh"

minutes=${1:-1}
[[ $minutes =~ ^[1-9][0-9]*$ ]] || { say "MINUTES is '$minutes', but must be a whole number from 1"; exit 2; }
shift $(($# ? 1 : 0))
need "${build_packages[@]}" "${fuzz_packages[@]}"
build fuzz fuzzers

work=$root/build/fuzz
targets=("$@")
if ((!$#)); then
  for program in "$work"/tests/fuzz/fuzz_*; do targets+=("${program##*/fuzz_}"); done
fi

# last PATTERN LOG: the last number that follows the pattern.
last() { sed -nE "s/.*$1 *([0-9]+).*/\1/p" "$2" | tail -n 1; }

export UBSAN_OPTIONS=print_stacktrace=1
mkdir -p "$work/findings"
# Files that are read by name are written for each execution.
if [[ -w /dev/shm ]]; then export TMPDIR=/dev/shm; fi
found=0
for target in "${targets[@]}"; do
  corpus=$work/corpus/$target log=$work/$target.log
  mkdir -p "$corpus"
  status=0
  # More than any target takes with the sanitizers' own part: memory beyond it was taken for what is not there.
  "$work/tests/fuzz/fuzz_$target" -max_total_time=$((minutes * 60)) -timeout=20 -rss_limit_mb=4096 \
    -print_final_stats=1 -artifact_prefix="$work/findings/$target-" \
    "$corpus" "$root/tests/fuzz/corpus/$target" >"$log" 2>&1 || status=$?
  printf '%-8s %10s executions, %5s of %s edges covered, %s\n' "$target" "$(last 'executed_units:' "$log")" \
    "$(last 'cov:' "$log")" "$(last 'modules +\(' "$log")" "$( ((status)) && echo "FINDING" || echo "no finding")"
  if ((status)); then
    found=1
    grep -E 'ERROR|SUMMARY|broken promise|runtime error|Test unit written' "$log" || tail -n 20 "$log"
  fi
done
exit "$found"
