# SPDX-License-Identifier: GPL-2.0-or-later
# The Debian packages that Pressmark needs, for corpus/demo and tests/run. To be sourced.
# shellcheck shell=bash disable=SC2034

build_packages="cmake make pkg-config gcc g++ libxapian-dev libunistring-dev libstemmer-dev libxml2-dev
libmd4c-dev libjansson-dev libyaml-dev libuchardet-dev libzstd-dev libxxhash-dev
zlib1g-dev libarchive-dev libgmime-3.0-dev poppler-utils"
test_packages="$build_packages libcmocka-dev bats xapian-tools jq mandoc shellcheck zip zstd qpdf
python3 python3-jsonschema git"

# Installs what is missing of the packages named. Needs root, or sudo.
install_packages() {
    local missing=() package
    for package in "$@"; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q '^install ok installed' ||
            missing+=("$package")
    done
    [ ${#missing[@]} -eq 0 ] && return 0
    echo "Installing: ${missing[*]}" >&2
    local sudo=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || {
            echo "Not root, and there is no sudo. Please install: ${missing[*]}" >&2
            return 1
        }
        sudo=(sudo)
    fi
    "${sudo[@]}" apt-get -q update >&2
    "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get -q -y install --no-install-recommends "${missing[@]}" >&2
}
