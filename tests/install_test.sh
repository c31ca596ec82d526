#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Installs a build into a temporary folder and checks that everything is where Debian expects it and
# works from there.
#
#     install_test.sh BUILD_DIR
set -euo pipefail

build=$(readlink -f "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset PRESSMARK_INDEX
export PRESSMARK_CONFIG=

DESTDIR="$work" cmake --install "$build" --prefix /usr >"$work/log" || {
    cat "$work/log"
    exit 1
}

(cd "$work/usr" && find . ! -type d | sed 's|^\./||' | sort) >"$work/found"
sort >"$work/wanted" <<'END'
bin/pressmark-index
bin/pressmark-search
libexec/pressmark/pressmark-search-xapian
share/man/man1/pressmark-index.1
share/man/man1/pressmark-search.1
share/man/man7/pressmark-query.7
share/bash-completion/completions/pressmark-index
share/bash-completion/completions/pressmark-search
share/fish/vendor_completions.d/pressmark-index.fish
share/fish/vendor_completions.d/pressmark-search.fish
share/zsh/vendor-completions/_pressmark-index
share/zsh/vendor-completions/_pressmark-search
share/pressmark/schema/alert.json
share/pressmark/schema/answer.json
share/pressmark/schema/documents.json
share/pressmark/schema/error.json
share/pressmark/schema/hit.json
END
if ! diff -u --label wanted --label installed "$work/wanted" "$work/found"; then
    exit 1
fi

export PATH="$work/usr/bin:$PATH"
mkdir "$work/folder"
cd "$work/folder"
echo 'The hall opens in May.' >hall.txt
pressmark-index -q .
[ "$(pressmark-search -l hall)" = hall.txt ]
[ "$(pressmark-search --engine=xapian -l hall)" = hall.txt ]

# A completion is loaded by the name of its command, and a man page found by its section.
bash -c 'source "$1" && complete -p pressmark-search >/dev/null' bash \
    "$work/usr/share/bash-completion/completions/pressmark-search"
[ "$(head -n 1 "$work/usr/share/zsh/vendor-completions/_pressmark-index")" = '#compdef pressmark-index' ]
mandoc -T ascii "$work/usr/share/man/man7/pressmark-query.7" >/dev/null

echo "installed: all is in its place"
