#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# tests/fresh_clone.sh [SUITE MIRROR [COMPONENTS]]: what somebody gets who clones gridscope for the first time. Makes a
# system that has only bash, git and apt, clones HEAD into it, and runs ./run.sh and ./test.sh there, as root and as a
# user with sudo; a user without sudo must be told what to do. The system is like this one, from the mirror that this
# one uses, unless named: SUITE and MIRROR as debootstrap takes them, COMPONENTS as in main,universe.
# Needs root, debootstrap, 5 GB and some minutes.
set -euo pipefail

fail() { printf 'fresh_clone: %s\n' "$*" >&2; exit 1; }

((EUID == 0)) || fail "only root can make a system in a folder: sudo ${BASH_SOURCE[0]}"
command -v debootstrap >/dev/null || fail "debootstrap is missing: apt-get install debootstrap"
root=$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")

if (($#)); then
  (($# >= 2)) || fail "a suite needs its mirror: $1 MIRROR"
  suite=$1 mirror=$2 components=${3:-main}
else
  suite=$(. /etc/os-release && echo "$VERSION_CODENAME")
  # shellcheck disable=SC2016  # the names are for apt to fill in
  sources=$(apt-get indextargets --format '$(REPO_URI) $(COMPONENT)' 'Created-By: Packages' "Codename: $suite")
  [[ $sources ]] || fail "no mirror of $suite in apt's sources; is it time for apt-get update?"
  mirror=${sources%% *}
  components=$(awk -v mirror="$mirror" '$1 == mirror { print $2 }' <<<"$sources" | sort -u | paste -sd,)
fi

work=$(mktemp -d "${TMPDIR:-/var/tmp}/fresh_clone.XXXXXX")
trap 'rm -rf --one-file-system "$work"' EXIT

# enter SYSTEM USER <SCRIPT: runs it there as after a login. Mounts and processes are the script's own and end with it.
enter() {
  local script mounts
  script=$(cat)
  # shellcheck disable=SC2016  # for the shell inside
  mounts='mount -t proc proc "$1/proc"; mount --rbind /sys "$1/sys"; mount --rbind /dev "$1/dev"; shift; exec "$@"'
  unshare --mount --pid --fork --kill-child bash -ec "$mounts" mounts "$work/$1" \
    chroot --userspec="$2" "$work/$1" env --ignore-environment USER="$2" LANG=C.UTF-8 \
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    bash -euo pipefail -c "export HOME=~$2; cd; $script" </dev/null
}

echo "making a minimal $suite"
# All of Ubuntu is made in one way, which has the name of an old release; Debian's debootstrap has not heard of the new.
script=()
[[ -e /usr/share/debootstrap/scripts/$suite ]] || script=(gutsy)
debootstrap --variant=minbase --include=bash,git,apt --components="$components" "$suite" "$work/base" "$mirror" \
  "${script[@]}" >"$work/log" 2>&1 || { cat "$work/log" >&2; fail "debootstrap failed"; }
# The way to the mirror: names and proxies.
cp --dereference /etc/resolv.conf /etc/hosts "$work/base/etc/"
apt-config dump Acquire | grep -v '^Acquire::IndexTargets' >"$work/base/etc/apt/apt.conf.d/99host"
git -C "$root" bundle create --quiet "$work/base/gridscope.bundle" HEAD
chroot "$work/base" useradd --create-home --shell /bin/bash user

status=0
told=$(enter base user <<'SCRIPT'
git clone --quiet -c advice.detachedHead=false /gridscope.bundle gridscope
gridscope/run.sh info 2>&1
SCRIPT
) || status=$?
[[ $status == 1 && $told == *"apt-get install"* ]] || fail "without sudo: exit $status, and it said: $told"
rm -r "$work/base/home/user/gridscope"
echo "without sudo: says what to install"

for user in root user; do
  cp -a "$work/base" "$work/$user"
  if [[ $user != root ]]; then
    enter "$user" root <<'SCRIPT'
{ apt-get -qq update && apt-get -qq install --yes --no-install-recommends sudo; } >log 2>&1 || { cat log; exit 1; }
SCRIPT
    echo "$user ALL=(ALL) NOPASSWD: ALL" >"$work/$user/etc/sudoers.d/$user"
  fi

  start=$SECONDS
  enter "$user" "$user" <<'SCRIPT'
git clone --quiet -c advice.detachedHead=false /gridscope.bundle gridscope
cd gridscope
./run.sh export --output picture.png >answer 2>log || { cat log; exit 1; }
[[ $(head -c 4 picture.png) == $'\x89PNG' ]] || { echo "picture.png is no picture"; exit 1; }
SCRIPT
  echo "$user: fresh clone to first picture: $((SECONDS - start)) s"

  enter "$user" "$user" <<'SCRIPT'
milliseconds() {  # of ten runs
  local start=${EPOCHREALTIME/./}
  for _ in {1..10}; do "$@" >/dev/null; done
  echo $(((${EPOCHREALTIME/./} - start) / 1000))
}
script=$(milliseconds gridscope/run.sh info 2>said)
program=$(milliseconds gridscope/build/release/gridscope info)
echo "$USER: when all is up to date, run.sh adds: $(((script - program) / 10)) ms"
[[ ! -s said ]] || { echo "and it said:"; cat said; exit 1; }
SCRIPT

  start=$SECONDS
  enter "$user" "$user" <<'SCRIPT'
cd gridscope
./test.sh >log 2>&1 || { cat log; exit 1; }
grep 'tests passed' log
SCRIPT
  echo "$user: the rest of the build, and the tests: $((SECONDS - start)) s"
  rm -rf --one-file-system "${work:?}/$user"
done
