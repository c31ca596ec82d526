#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Usage: noise_test.sh BIN_DIR [N] [SEED]
#
# N queries of noise (bytes, characters of any script, pieces of the query language, pasted lines)
# over corpus/, with and without --plain: each is answered, or refused for a reason that
# pressmark-query(7) names.
set -euo pipefail
bin=$(readlink -f "$1")
n=${2:-3000}
seed=${3:-1}
root=$(readlink -f "$(dirname "$0")/../..")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

perl -e '
    my ($n, $seed) = @ARGV;
    srand $seed;
    my @pieces = ("(", ")", "\"", "\" \"", "+", "-", "*", "?", "~", "~3", ":", "..", ">", "<", "=", "|",
        " AND ", " OR ", " NOT ", " NEAR ", " ADJ/2 ", "&&", "!", "title:", "date:", "size:>", "county:",
        "nosuch:", "tag:*", "lang:", "type:", "path:", "a", "ohio", "co*", "c?*", "sherif~", "-o", "-xzf",
        "--long", "FBI", "2011", "10.05.2011", "1,000", "e-mail", "Ph.D.", "getUserById", "\xC3\xA9",
        "\xE5\x9C\x96\xE6\x9B\xB8", "\xD9\x88\xD8\xA3\xD8\xAD\xD9\x85\xD8\xAF", "\xE2\x80\x9C", "%", "\\",
        "/usr/lib", "error: expected \x27)\x27 before \x27;\x27", "[-Wall]", "{\"a\": 1}", "C:\\x", "x@y.z");
    sub byte { my $b; do { $b = int rand 256 } while $b == 10 || $b == 9 || $b == 13; chr $b }
    sub character { my $c; do { $c = int rand(rand() < 0.5 ? 0x3000 : 0x10FFFF) }
        while $c < 0x20 || ($c >= 0xD800 && $c < 0xE000) || $c == 0x85; utf8::encode(my $s = chr $c); $s }
    for my $i (1 .. $n) {
        my $kind = int rand 4;
        my $line = "";
        for (1 .. 1 + int rand 30) {
            $line .= $kind == 0 ? byte() : $kind == 1 ? character() : $pieces[rand @pieces];
            $line .= " " if rand() < 0.3;
            $line .= byte() if $kind == 3 && rand() < 0.2;
        }
        print "$i\t$line\n";
    }' "$n" "$seed" >"$work/topics"

# What the page names under "What is pasted".
known='is not a date|not a date|ends before it starts|NEAR and ADJ stand between words|has no words|is longer than'
cd "$root/corpus"
"$bin/pressmark-index" -q -i "$work/index" . || [ $? -eq 1 ]
for plain in '' --plain; do
    status=0
    "$bin/pressmark-search" -i "$work/index" $plain -T "$work/topics" -q >"$work/run" 2>"$work/errors" ||
        status=$?
    if [ "$status" -gt 2 ]; then
        echo "status $status with '$plain', seed $seed" && exit 1
    fi
    if LC_ALL=C grep -a -v -E "$known" "$work/errors" >"$work/unknown"; then
        echo "refused with '$plain', seed $seed:" && head -n 5 "$work/unknown" && exit 1
    fi
    [ -z "$plain" ] || ! LC_ALL=C grep -a -v 'has no words' "$work/errors" || exit 1
    LC_ALL=C awk 'NF != 6 { print "a line of other columns: " $0; exit 1 }' "$work/run"
done
