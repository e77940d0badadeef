#!/usr/bin/env bash
# Makes this machine able to build i2vbench: checks for Swift and installs the Debian packages that are missing.
# Does nothing, and needs no network, when everything is there. Run as often as you like.
set -euo pipefail

readonly required_swift_major=6
readonly required_swift_minor=2
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
readonly package_list="$here/debian-packages.txt"

fail() {
    printf 'setup: %s\n' "$*" >&2
    exit 1
}

check_swift() {
    if ! command -v swift >/dev/null 2>&1; then
        fail "Swift $required_swift_major.$required_swift_minor or newer is needed, found no \`swift\` on the PATH.
       Install it with swiftly (https://www.swift.org/install/linux/), then open a new shell:
         curl -O https://download.swift.org/swiftly/linux/swiftly-\$(uname -m).tar.gz
         tar zxf swiftly-\$(uname -m).tar.gz && ./swiftly init"
    fi
    local version
    version="$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9][0-9]*\.[0-9][0-9]*\).*/\1/p' | head -n 1)"
    [[ -n "$version" ]] || fail "\`swift --version\` printed no version; is $(command -v swift) a Swift toolchain?"
    local major="${version%%.*}" minor="${version##*.}"
    if ((major < required_swift_major || (major == required_swift_major && minor < required_swift_minor))); then
        fail "Swift $required_swift_major.$required_swift_minor or newer is needed, found $version in $(command -v swift).
       Update it: \`swiftly install latest && swiftly use latest\`, or see https://www.swift.org/install/linux/"
    fi
}

# The names in the list that dpkg does not report as installed, one a line.
missing_packages() {
    local package status
    while read -r package; do
        [[ -z "$package" || "$package" == \#* ]] && continue
        status="$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null || true)"
        # Several architectures answer with one status each.
        [[ "$status" == *installed* && "$status" != *not-installed* ]] || printf '%s\n' "$package"
    done <"$package_list"
}

install_packages() {
    local as_root=()
    if ((EUID != 0)); then
        command -v sudo >/dev/null 2>&1 ||
            fail "these packages are missing and there is no sudo; as root, run: apt-get install $*"
        as_root=(sudo)
    fi
    printf 'setup: installing %s\n' "$*" >&2
    # A machine that was never updated has no package lists; one that was may install without asking the network.
    if ! "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "$@" >&2; then
        "${as_root[@]}" apt-get update >&2 || fail "apt-get update failed; is there a network?"
        "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "$@" >&2 ||
            fail "could not install: $*"
    fi
}

main() {
    check_swift
    command -v dpkg-query >/dev/null 2>&1 ||
        fail "this script knows Debian and its relatives; elsewhere, install what $package_list names by hand"
    local missing=()
    mapfile -t missing < <(missing_packages)
    if ((${#missing[@]} > 0)); then
        install_packages "${missing[@]}"
        mapfile -t missing < <(missing_packages)
        ((${#missing[@]} == 0)) || fail "still missing after the installation: ${missing[*]}"
    fi
}

main "$@"
