# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Mail among the files of a test, which a build without GMime does not read. To be sourced.

# unread_mail BIN_DIR FOLDER: prints the paths of the mail in FOLDER that the build does not read.
unread_mail() {
    local folder
    folder=$(mktemp -d)
    "$1/pressmark-index" -q -i "$folder/index" --report="$folder/report" \
        "$(readlink -f "$2")" 2>/dev/null || [ $? -eq 1 ]
    jq -r 'select(.reason | contains("without mail support")) | .path' "$folder/report"
    rm -r "$folder"
}

# skip_without_mail BIN_DIR FOLDER: ends a test that needs all of FOLDER where some of it is not read.
skip_without_mail() {
    [ -n "$(unread_mail "$1" "$2")" ] || return 0
    echo "skipped: a build without GMime, which does not read the mail in ${2##*/}/"
    exit 77
}

# remove_unread_mail BIN_DIR FOLDER: for a test that does not care which documents there are.
remove_unread_mail() {
    local path
    while IFS= read -r path; do
        echo "a build without GMime: left out: ${path##*/}"
        rm -- "$path"
    done < <(unread_mail "$1" "$2")
}
