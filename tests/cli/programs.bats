# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2154
# Runs the examples for programs in pressmark-search(1) in order on the sample corpus, and tests what it
# guarantees.

load helper

prepare_file() {
    cp -R "$BATS_TEST_DIRNAME/../../corpus/." .
    rest
    command pressmark-index -q . || [ $? -eq 1 ] # without GMime the mail cannot be read
}

schema() {
    "$BATS_TEST_DIRNAME/../schema.py" "$@"
}

# The commands of the section, as a shell gets them.
examples() {
    awk '/^\.Sh / { on = /USE BY PROGRAMS/ } on && sub(/^\.Dl \$ /, "")' "$BATS_TEST_DIRNAME/../../search/pressmark-search.1" |
        sed "s/\\\\(aq/'/g; s/\\\\(dq/\"/g; s/\\\\e/\\\\/g"
}

@test "the examples of the man page do what stands above them" {
    local commands
    mapfile -t commands < <(examples)
    equal 8 "${#commands[@]}"
    run_example() {
        bash -euo pipefail -c "${commands[$1]}"
    }
    local all narrowed
    all=$(run_example 0)
    [ "$all" -gt 3 ]
    run_example 1 >"$work/facets"
    schema answer <"$work/facets"
    equal "$all" "$(jq .total "$work/facets")"
    equal 'county date' "$(jq -r '.facets[].field' "$work/facets" | paste -sd ' ')"
    equal 0 "$(jq '.hits | length' "$work/facets")"
    narrowed=$(run_example 2)
    [ "$narrowed" -ge 1 ] && [ "$narrowed" -lt "$all" ]
    jq -e '.facets[0].values[] | select(.value == "Coshocton")' "$work/facets"
    run_example 3 >"$work/hits"
    schema hit --lines <"$work/hits"
    [ "$(wc -c <"$work/hits")" -le 4096 ]
    equal 5 "$(wc -l <"$work/hits")"
    [ -n "$(jq -r .passage "$work/hits" | head -n 1)" ]
    run_example 4 >"$work/headings"
    grep -qx 'What we know' "$work/headings"
    run_example 5 >"$work/section"
    [ "$(wc -l <"$work/section")" -lt "$(wc -l <notes/well-water-story.md)" ]
    run_example 6 >"$work/record"
    equal "$(sed -n 4p records/meetings.jsonl | jq -r .text)" "$(cat "$work/record")"
    run_example 7 >"$work/document"
    [ -s "$work/document" ] && [ "$(wc -c <"$work/document")" -le 2048 ]
}

@test "a ref stays while files come and go, from wherever it is asked, and says when it is no more" {
    own_copy
    refs() {
        pressmark-search --no-config --jsonl -n 50 --fields=ref,title "$@" -- wells | sort
    }
    refs >"$work/before"
    document new.txt 'wells, wells, wells'
    printf '\nMore of the wells.\n' >>notes/well-water-story.md
    rest
    pressmark-index -q . || equal 1 $?
    comm -13 "$work/before" <(refs) >"$work/new"
    equal 1 "$(wc -l <"$work/new")"
    comm -23 "$work/before" <(refs) | tee "$work/gone" && [ ! -s "$work/gone" ]
    equal "$(refs)" "$(cd notes && refs)"
    equal "$(refs)" "$(cd / && refs -i "$work/folder/.pressmark")"
    pressmark-index -q --rebuild || equal 1 $?
    comm -23 "$work/before" <(refs) | tee "$work/gone" && [ ! -s "$work/gone" ]
    rm new.txt
    rest
    pressmark-index -q . || equal 1 $?
    run -2 --separate-stderr pressmark-search --no-config --json --get="$(jq -r .ref "$work/new")"
    equal not_found "$(jq -r .error.kind <<<"$stderr")"
    schema error <<<"$stderr"
}

@test "limits hold for every form, and lines stay whole" {
    for size in 100 300 1000 3000; do
        for form in --jsonl --json --csv --tsv --grep --vimgrep --markdown --html -l -c '--format={title} {passage}'; do
            pressmark-search --no-config -q --max-bytes=$size "$form" -p 3 -- water wells county >"$work/out" 2>"$work/err" || true
            [ "$(wc -c <"$work/out")" -le "$size" ] || { echo "$form $size"; return 1; }
            [ "$form" != --jsonl ] || jq -e . "$work/out" >/dev/null || [ ! -s "$work/out" ]
        done
    done
}

@test "the same question has the same answer" {
    for query in wells 'county budget' 'the water of the county'; do
        equal "$(pressmark-search --jsonl "$query")" "$(pressmark-search --jsonl "$query")"
    done
}
