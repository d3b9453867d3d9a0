# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# Sourced by run.sh, test.sh, tests/sanitize.sh, tests/fuzz/run.sh and tests/bench/run.sh: what gridscope needs, and how
# it is installed and built.
# Nothing here writes to standard output or reads standard input: both belong to the program.

say() { printf 'gridscope: %s\n' "$*" >&2; }

# What CMake, Ninja, the compiler and the assembler all take in the path of a file. With others one of them takes a path
# apart, or stops: each of ; ' " & * | \ $ # % and blanks means something to at least one.
plain_path='^[A-Za-z0-9/._+@~,=-]*$'

# by_plain_path FOLDER: the folder itself, or where its path has other characters in it, a link to it from the user's
# cache, by which it is built; what is built lies in the folder all the same.
by_plain_path() {
  local LC_ALL=C cache=${XDG_CACHE_HOME:-${HOME:-}/.cache} link
  if [[ $1 =~ $plain_path ]]; then
    printf '%s\n' "$1"
    return
  fi
  cache=${cache%/}/gridscope
  link=$cache/$(printf '%s' "$1" | sha256sum | cut -c 1-16)
  if [[ $link != /* || ! $link =~ $plain_path ]]; then
    say "$(printf '%q' "$1") cannot be built in, because of $(odd_characters "$1") in its path; set XDG_CACHE_HOME to a" \
      "folder whose path has letters and digits only"
    return 1
  fi
  if [[ ! $link -ef $1 ]] && ! { mkdir -p "$cache" && ln -sfn "$1" "$link"; }; then
    say "$(printf '%q' "$1") cannot be built in, because of $(odd_characters "$1") in its path: no link to it could be made"
    return 1
  fi
  printf '%s\n' "$link"
}

# odd_characters PATH: those that are not plain, as bash would have them typed.
odd_characters() {
  local LC_ALL=C odd=${1//[A-Za-z0-9\/._+@~,=-]/}
  printf '%q' "$odd"
}

root=$(readlink -f -- "${BASH_SOURCE[0]}")
root=$(by_plain_path "${root%/cmake/setup.sh}") || exit 1

# The names in Debian 12 and Ubuntu 24.04; what these depend on comes with them.
# shellcheck disable=SC2034  # read by the scripts that source this file
build_packages=(
  cmake                  # configures
  ninja-build            # builds
  g++                    # compiles
  pkg-config             # finds Dear ImGui, stb, libexif and libzip
  python3                # runs glad
  python3-glad           # writes the OpenGL loader
  libimgui-dev           # the user interface
  libglfw3-dev           # the window
  libgl-dev              # OpenGL in the window
  libegl-dev             # OpenGL without a window
  libopengl-dev          # CMake's FindOpenGL asks for it beside EGL
  libpng-dev             # reads PNG
  libjpeg-dev            # reads JPEG
  libexif-dev            # tells how a camera was held
  libstb-dev             # reads other images, writes PNG
  libzip-dev             # reads .npz archives
  nlohmann-json3-dev     # scene files, JSON answers
  libcli11-dev           # the command line
  libfmt-dev             # text from numbers
  libxxhash-dev          # names tensors by their content
  fonts-inter            # the words on screen
  fonts-jetbrains-mono   # the digits on screen
  libgl1-mesa-dri        # draws where there is no graphics card
  libxcursor1            # GLFW opens this and the next three when it runs: pointers,
  libxi6                 # ... the mouse,
  libxinerama1           # ... several monitors,
  libxrandr2             # ... their sizes and scales
)
# shellcheck disable=SC2034
test_packages=(
  libgtest-dev           # GoogleTest
  xvfb                   # a display for the window's tests
  xauth                  # xvfb-run needs it
  xdotool                # presses keys and moves the mouse there
)
# shellcheck disable=SC2034
bench_packages=(
  libbenchmark-dev       # Google Benchmark, for tests/bench
)
# shellcheck disable=SC2034
fuzz_packages=(
  clang                  # compiles for the fuzzer
  libclang-rt-dev        # the fuzzer and its sanitizers
)

# need PACKAGE...: installs those that are missing. When none is, this costs one dpkg-query.
need() {
  if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
    need_tools
    return
  fi
  # dpkg-query fails over names that it has never heard of; to us they are missing like the others.
  local installed missing=() package
  installed=$(dpkg-query --show --showformat='${Package} ${db:Status-Status}\n' "$@" 2>/dev/null || true)
  for package; do
    [[ $'\n'$installed$'\n' == *$'\n'"$package installed"$'\n'* ]] || missing+=("$package")
  done
  ((${#missing[@]})) || return 0

  say "installing ${missing[*]}"
  local as_root=()
  if ((EUID)); then
    as_root=(sudo)
    if ! may_sudo; then
      say "only root may install. As root, run:"
      printf '  apt-get update && apt-get install --yes --no-install-recommends %s\n' "${missing[*]}" >&2
      exit 1
    fi
  fi
  # An apt or dpkg that was interrupted refuses all else before it has been tidied up.
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    dpkg --force-confold --configure --pending </dev/null &>/dev/null || true
  apt_get update --error-on=any || say "not all package lists are new; trying with these"
  if ! apt_get install --fix-broken --no-install-recommends "${missing[@]}"; then
    say "apt-get could not install the packages; the reason is above"
    exit 1
  fi
}

# may_sudo: asks for the password, where one is needed and there is a terminal to ask on.
may_sudo() {
  command -v sudo >/dev/null || return 1
  sudo -n true 2>/dev/null || { { : </dev/tty; } 2>/dev/null && sudo -v >&2; }
}

# apt_get ARG...: apt-get as root, on one line of a terminal; all that it said is shown when it fails. While another apt
# is at work it waits, up to two minutes: DPkg::Lock::Timeout does that for dpkg's lock, but not for those of the
# package lists and the downloads.
apt_get() {
  local tries output line
  for ((tries = 24; tries; --tries)); do
    output=
    while IFS= read -r line; do
      output+=$line$'\n'
      if [[ -t 2 ]]; then printf '\r\e[K%.79s' "$line" >&2; fi
    done < <("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive LC_ALL=C apt-get --quiet --yes \
      -o DPkg::Lock::Timeout=120 -o Dpkg::Use-Pty=0 -o Acquire::Retries=3 "$@" 2>&1 </dev/null)
    if [[ -t 2 ]]; then printf '\r\e[K' >&2; fi
    if wait $!; then return; fi
    [[ $output == *"Could not get lock"* ]] || break
    sleep 5
  done
  printf '%s' "$output" >&2
  return 1
}

# Where there is no apt the user installs; the configure step says what it does not find.
need_tools() {
  local tool
  for tool in cmake ninja python3; do
    command -v "$tool" >/dev/null || { say "$tool is missing"; name_needs; exit 1; }
  done
}

name_needs() {
  say "needs CMake 3.25, Ninja, a C++20 compiler, pkg-config, Python 3 with glad 2, Dear ImGui 1.86 with its GLFW and" \
    "OpenGL 3 backends, GLFW 3.3, OpenGL, EGL, libpng 1.6, libjpeg-turbo, libexif, stb, libzip, nlohmann-json, CLI11," \
    "fmt, the fonts Inter and JetBrains Mono; its tests need GoogleTest, Xvfb and xdotool. Install these with your" \
    "package manager and try again."
}

# build PRESET TARGET: configures if need be, and builds. Says nothing when all is up to date. The tests are part of
# target `all` only, so that running the program does not take what they need.
build() {
  local folder=$root/build/$1
  if up_to_date "$folder" "$2"; then return; fi
  mkdir -p "$folder"
  (
    # Of two scripts started at the same time one builds and one waits.
    if command -v flock >/dev/null; then flock 9; fi
    if up_to_date "$folder" "$2"; then exit; fi
    if ! configured_here "$folder" "$2" || ! ninja -C "$folder" build.ninja >/dev/null 2>&1; then
      configure "$1" "$2"
    fi
    say "building"
    # On a terminal ninja's progress keeps to one line; elsewhere it would be a line per file.
    quiet=--quiet
    [[ -t 2 ]] && quiet=
    ninja -C "$folder" ${quiet:+"$quiet"} "$2" 9>&-
  ) </dev/null >&2 9>"$folder/.lock" || { say "could not be built; the reason is above"; exit 1; }
}

# up_to_date FOLDER TARGET: asks ninja what it would do, which is all that an up-to-date build costs. Ninja knows too
# whether CMake has to run again.
up_to_date() {
  configured_here "$1" "$2" && [[ $(ninja -C "$1" -n "$2" 2>/dev/null) == *"no work to do"* ]]
}

# configured_here FOLDER TARGET: whether it was configured to the end, with the tests if they are wanted, and from this
# very place: the build folder of a clone that was moved or copied still names the old place.
configured_here() {
  local home
  [[ -f $1/build.ninja && -f $1/CMakeCache.txt ]] || return 1
  [[ $2 != all ]] || grep -q '^GRIDSCOPE_TESTS:BOOL=ON$' "$1/CMakeCache.txt" || return 1
  home=$(sed -n 's/^CMAKE_HOME_DIRECTORY:INTERNAL=//p' "$1/CMakeCache.txt")
  [[ $home -ef $root ]]
}

# configure PRESET TARGET: afresh, because what an earlier try found, or did not find, may no longer be true.
configure() {
  local tests=OFF
  [[ $2 != all ]] || tests=ON
  [[ $(cmake --version) =~ ([0-9]+)\.([0-9]+) ]]
  if ((BASH_REMATCH[1] * 1000 + BASH_REMATCH[2] < 3025)); then
    say "CMake ${BASH_REMATCH[0]} is too old: 3.25 or later is needed"
    exit 1
  fi
  say "configuring"
  # CMake's chatter is on standard output, its warnings and errors are not.
  if ! (cd "$root" && cmake --fresh -S "$root" --preset "$1" -DGRIDSCOPE_TESTS=$tests >/dev/null); then
    command -v apt-get >/dev/null || name_needs
    exit 1
  fi
}
