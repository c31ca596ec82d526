#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2154 # variables of helper.bash
# Indexes on other machines, through Xapian's servers and the engine for them.

load helper

# Two machines, alpha and beta, and what an ssh to them would do.
prepare_file() {
    mkdir -p alpha/docs beta/docs
    document alpha/docs/one.txt 'The heron of the harbour' '' 'A heron stands by the water.'
    document alpha/docs/two.txt 'A kestrel' '' 'It hangs over the motorway.'
    document beta/docs/three.txt 'Herons everywhere' '' 'heron heron heron, and a kestrel by the water'
    document beta/docs/four.txt 'Nothing of note' '' 'Rain.'
    pressmark-index -q -i alpha/.pressmark alpha/docs
    pressmark-index -q -i beta/.pressmark beta/docs
    cat >shell <<'END'
#!/bin/sh
while [ "$1" = -p ]; do shift 2; done
case $1 in alpha | me@alpha | beta) ;; *) echo "no such host: $1" >&2; exit 255 ;; esac
shift
exec sh -c "$*"
END
    chmod +x shell
}

# Searches alpha and beta from afar.
asks() {
    pressmark-search --ssh="$PWD/shell" -i "ssh://alpha$PWD/alpha/.pressmark" \
        -i "ssh://beta$PWD/beta/.pressmark" "$@"
}

# The ranking of a search as lines "path score", paths without what is before alpha/ and beta/.
ranking() {
    "$@" --json -q | jq -r '.hits[] | "\(.path | sub("^.*/(?<m>alpha|beta)/"; "\(.m)/")) \(.score * 1e9 | round)"'
}

@test "several machines are ranked as one index" {
    local wanted=(pressmark-search -i alpha/.pressmark -i beta/.pressmark --scheme 'ineb2 1')
    for query in heron 'heron water' '+heron -kestrel' 'title:heron' '"by the water"' 'NEAR kestrel' 'kest*'; do
        equal "$(ranking "${wanted[@]}" -- "$query")" "$(ranking asks -- "$query")"
    done
    # Phrases that need not be there or must not, of words that are.
    for query in 'heron "by water"' 'heron -"by water"' 'rain "by the water" "water by"' 'heron -"the water"' \
        '"heron water" OR "kestrel by"' 'title:"the heron" water' 'water NEAR/2 stands rain'; do
        equal "$(ranking "${wanted[@]}" -- "$query")" "$(ranking asks -- "$query")"
    done
    equal 3 "$(asks --count 'heron kestrel')"
}

@test "a place on another machine and a directory here are one index" {
    equal "$(ranking asks heron)" "$(ranking pressmark-search --ssh="$PWD/shell" \
        -i alpha/.pressmark -i "ssh://beta$PWD/beta/.pressmark" heron)"
}

@test "what is sent does not grow with the words of the hits" {
    own_copy
    printf '#!/bin/sh\nshift\ntee -a %s/sent | sh -c "$*" | cat\n' "$PWD" >counting
    chmod +x counting
    for i in 1 2 3; do document "beta/docs/long$i.txt" "Long $i" '' "heron $(seq -s ' ' $((i * 1000)) $((i * 1000 + 900)))"; done
    pressmark-index -q -i beta/.pressmark beta/docs
    run -0 pressmark-search --ssh="$PWD/counting" -i "ssh://alpha$PWD/alpha/.pressmark" \
        -i "ssh://beta$PWD/beta/.pressmark" -l heron
    equal 5 "${#lines[@]}"
    [ "$(wc -c <sent)" -lt 2000 ]
}

@test "paths say on which machine a file is" {
    equal "ssh://beta$PWD/beta/docs/three.txt" "$(asks -l 'everywhere')"
    equal "ssh://alpha$PWD/alpha/docs/one.txt" "$(asks -l --like "ssh://beta$PWD/beta/docs/three.txt" harbour)"
    equal "ssh://me@alpha:22$PWD/alpha/docs/two.txt" \
        "$(pressmark-search --ssh="$PWD/shell" -i "ssh://me@alpha:22$PWD/alpha/.pressmark" -l kestrel)"
    run -0 asks --json heron
    contains "$output" '"stale":false'
}

@test "an index that was built anew is found by the name that it had" {
    own_copy
    document beta/docs/five.txt 'heron again'
    pressmark-index -q -i beta/.pressmark --rebuild beta/docs
    contains "$(asks -l heron)" five.txt
    pressmark-index -q -i beta/.pressmark --rebuild beta/docs
    contains "$(asks -l heron)" five.txt
}

@test "a machine that cannot be reached is an error that names it" {
    run -2 --separate-stderr asks -i ssh://gamma/x heron
    equal '' "$output"
    contains "$stderr" ssh://gamma/x
    run -2 --separate-stderr pressmark-search -i xapian://127.0.0.1:1 heron
    contains "$stderr" xapian://127.0.0.1:1
    run -2 --separate-stderr asks --json -i ssh://gamma/x heron
    equal unreachable "$(jq -r .error.kind <<<"$stderr")"
}

@test "with --partial the others answer, and what is missing is named" {
    run -0 --separate-stderr asks --partial -l -i ssh://gamma/x -i nowhere heron
    equal 2 "${#lines[@]}"
    contains "$stderr" ssh://gamma/x
    contains "$stderr" nowhere
    equal 'nowhere ssh://gamma/x' \
        "$(asks --partial --json -i ssh://gamma/x -i nowhere heron 2>/dev/null | jq -r '[.missing[].index] | sort | join(" ")')"
    run -2 --separate-stderr pressmark-search --partial --ssh="$PWD/shell" -i ssh://gamma/x heron
    contains "$stderr" ssh://gamma/x
}

# A server that is gone after so many bytes.
breaks_off_after() {
    cat >"$work/breaking" <<END
#!/bin/sh
"$PWD/shell" "\$@" | { dd bs=1 count=$1 status=none; kill -KILL 0; }
END
    cat >"$work/alone" <<END
#!/bin/sh
exec setsid -w "$work/breaking" "\$@"
END
    chmod +x "$work/breaking" "$work/alone"
}

@test "a server that breaks off is an error that names it, whenever it does" {
    local n
    for n in 0 1 30 60 100 150 200 300 400 500 600; do
        breaks_off_after $n
        run -2 --separate-stderr pressmark-search -q --timeout=2 --ssh="$work/alone" \
            -i "ssh://alpha$PWD/alpha/.pressmark" heron
        equal '' "$output"
        contains "$stderr" alpha
    done
}

@test "with --partial a server that breaks off in the middle leaves the others' hits" {
    local n
    for n in 0 60 150 200 300 400 500; do
        breaks_off_after $n
        run -0 --separate-stderr pressmark-search --partial --timeout=2 -l --ssh="$work/alone" \
            -i "ssh://alpha$PWD/alpha/.pressmark" -i beta/.pressmark 'kestrel everywhere'
        contains "$output" beta/docs/three.txt
        contains "$stderr" "not searched: 'ssh://alpha$PWD/alpha/.pressmark'"
    done
}

@test "what is no server is told from one, and nobody waits for ever" {
    printf '#!/bin/sh\nexec head -c 5000 /dev/urandom\n' >"$work/noise"
    printf '#!/bin/sh\nexec sleep 60\n' >"$work/silence"
    chmod +x "$work/noise" "$work/silence"
    for program in noise silence; do
        run -2 --separate-stderr pressmark-search --timeout=1 --ssh="$work/$program" -i ssh://alpha/x heron
        equal '' "$output"
        contains "$stderr" alpha
    done
}

@test "hosts that could be options, and commands, are refused" {
    for name in ssh://-oProxyCommand=x/y xapian://-x:1 'ssh://alpha;x/y' ssh://alpha xapian://alpha; do
        run -2 pressmark-search -i "$name" heron
        contains "$output" "'$name'"
    done
    run -2 pressmark-index -i xapian://alpha:7000 alpha
    contains "$output" 'on another machine'
    [ ! -e xapian: ]
}

@test "both engines give the same answer" {
    for query in heron 'heron water' '"the water"' 'title:heron' 'kest* -motorway' 'herom~'; do
        equal "$(ranking pressmark-search -i alpha/.pressmark -i beta/.pressmark -- "$query")" \
            "$(ranking pressmark-search --engine=xapian -i alpha/.pressmark -i beta/.pressmark -- "$query")"
    done
    run -2 pressmark-search --engine=glass -i xapian://alpha:7000 heron
    contains "$output" libxapian
}

@test "schemes of Xapian's are chosen by name" {
    for scheme in bm25 'bm25 1.2 0 1 0.75 0.5' ineb2 dph pl2 bool; do
        run -0 pressmark-search -i alpha/.pressmark --scheme "$scheme" -l heron
        equal alpha/docs/one.txt "$output"
    done
    run -2 pressmark-search -i alpha/.pressmark --scheme best heron
    contains "$output" best
}

@test "an index in a format that our reader does not know is read through libxapian, or refused" {
    own_copy
    mv alpha/.pressmark/gen-1 alpha/elsewhere
    mkdir alpha/.pressmark/gen-1
    echo 'glass ../../elsewhere' >alpha/.pressmark/gen-1/XAPIANDB
    equal alpha/docs/one.txt "$(pressmark-search -i alpha/.pressmark -l heron)"
    run -2 pressmark-search -i alpha/.pressmark --engine=glass -l heron
    contains "$output" 'another backend'

    # The bytes of the version stand behind the name of the format.
    printf '\x7f\x7f' | dd of=beta/.pressmark/gen-1/iamglass bs=1 seek=14 conv=notrunc status=none
    run -2 --separate-stderr pressmark-search -i beta/.pressmark heron
    equal '' "$output"
    contains "$stderr" ersion
    run -2 pressmark-search -i beta/.pressmark --engine=glass heron
    contains "$output" version
}

@test "a database alone is an index where its metadata is ours" {
    cp -r alpha/.pressmark/gen-1 "$work/copy"
    equal docs/one.txt "$(pressmark-search -i "$work/copy" -l heron)"
    equal docs/one.txt "$(pressmark-search -i "$work/copy" --engine=xapian -l heron)"
    equal false "$(pressmark-search -i "$work/copy" --json heron | jq '.hits[0].stale')"
    echo "auto $work/copy" >"$work/stub"
    equal 'beta/docs/three.txt docs/one.txt' \
        "$(pressmark-search -i "$work/stub" -i beta/.pressmark -l heron | sort | paste -sd' ')"
    pressmark-search -i "$work/stub" --get docs/one.txt | grep 'stands by the water'
    run -2 pressmark-search -i "$work/stub" --engine=glass heron
    contains "$output" "$work/stub"

    # What is of somebody else, no database, or nothing at all.
    rm -rf "$work/other"
    "$PRESSMARK_BIN/tests/xap_example" "$work/other" heron <alpha/docs/one.txt >/dev/null
    run -2 --separate-stderr pressmark-search -i "$work/other" heron
    equal '' "$output"
    contains "$stderr" "$work/other"
    echo 'good morning' >"$work/letter"
    for name in letter nothing; do
        run -2 --separate-stderr pressmark-search -i "$work/$name" heron
        equal '' "$output"
        contains "$stderr" "$work/$name"
    done
}

@test "no index runs programs or reaches other machines unasked" {
    own_copy
    mv alpha/.pressmark/gen-1 alpha/elsewhere
    mkdir alpha/.pressmark/gen-1
    for line in "remote :touch $PWD/ran" 'remote localhost:1' "auto $PWD/second" $'#\nauto ../../../../second'; do
        echo "remote :touch $PWD/ran" >second
        echo "$line" >alpha/.pressmark/gen-1/XAPIANDB
        for index in alpha/.pressmark alpha/.pressmark/gen-1/XAPIANDB; do
            run -2 pressmark-search -i "$index" --engine=xapian heron
            run -2 pressmark-search -i "$index" heron
        done
    done
    echo "remote :touch $PWD/ran" >alpha/.pressmark/gen-1/XAPIANDB
    run -2 pressmark-search -i alpha/.pressmark heron
    contains "$output" "alpha/.pressmark/gen-1/XAPIANDB"
    [ ! -e ran ]
    echo 'auto loop' >loop
    run -2 pressmark-search -i loop heron
    contains "$output" loop
}

@test "matches are counted by folder and by field from afar as they are here" {
    for query in heron 'kestrel OR rain' water; do
        for facet in folder type year; do
            run -0 pressmark-search -i alpha/.pressmark -i beta/.pressmark -n 0 --json --facet=$facet -- "$query"
            counts=$(jq -c '.facets[0].values | map(.count) | sort' <<<"$output")
            for how in '--engine=xapian -i alpha/.pressmark -i beta/.pressmark' \
                "--ssh=$PWD/shell -i ssh://alpha$PWD/alpha/.pressmark -i ssh://beta$PWD/beta/.pressmark"; do
                # shellcheck disable=SC2086 # words
                run -0 pressmark-search $how -n 0 --json --facet=$facet -- "$query"
                equal "$counts" "$(jq -c '.facets[0].values | map(.count) | sort' <<<"$output")"
            done
        done
    done
    contains "$(asks -n 0 --facet=folder heron)" "ssh://beta$PWD/beta/docs/"
    run -0 pressmark-search -i alpha/.pressmark -i beta/.pressmark -n 0 --facet=folder heron
    contains "$output" alpha/docs/
    contains "$output" beta/docs/
}

@test "an index that our reader was found not to read is read through libxapian" {
    own_copy
    for i in {1..60}; do document "alpha/docs/note$i.txt" "note $i" "on birds"; done
    pressmark-index -q -i alpha/.pressmark --rebuild alpha/docs
    jq -c 'del(.hash) | .needs_libxapian = true' alpha/.pressmark/pressmark.json >"$work/manifest"
    cp "$work/manifest" alpha/.pressmark/pressmark.json
    equal alpha/docs/one.txt "$(pressmark-search -i alpha/.pressmark -l heron)"
    document alpha/docs/six.txt 'one more heron'
    pressmark-index -q -i alpha/.pressmark alpha/docs
    equal 'alpha/docs/one.txt alpha/docs/six.txt' "$(answers -i alpha/.pressmark heron)"
    equal true "$(jq .needs_libxapian alpha/.pressmark/pressmark.json)"
    run -2 pressmark-index -i alpha/.pressmark --check
    contains "$output" xapian-check
    cp "$(type -P pressmark-search)" "$work/alone"
    run -2 "$work/alone" -i alpha/.pressmark -l heron
    contains "$output" pressmark-search-xapian
}

@test "a program that stands alone says what it lacks" {
    cp "$(type -P pressmark-search)" "$work/alone"
    equal alpha/docs/one.txt "$("$work/alone" -i alpha/.pressmark -l heron)"
    run -2 "$work/alone" -i xapian://alpha:7000 heron
    contains "$output" xapian://alpha:7000
    contains "$output" pressmark-search-xapian
    run -2 --separate-stderr "$work/alone" --json --engine=xapian -i alpha/.pressmark heron
    equal engine "$(jq -r .error.kind <<<"$stderr")"
}

@test "an explanation says whose scores it explains" {
    run -0 --separate-stderr asks --explain heron
    contains "$stderr" "'ineb2 1'"
    contains "$output" heron
    run -0 --separate-stderr pressmark-search -i alpha/.pressmark --explain heron
    lacks "$stderr" scheme
}

@test "a file of queries is answered from afar" {
    printf '1\theron\n2\tkestrel\n' >"$work/topics"
    asks -T "$work/topics" >"$work/run"
    equal 4 "$(wc -l <"$work/run")"
    asks -T - <"$work/topics" | cmp - "$work/run"
    breaks_off_after 400
    pressmark-search --partial --timeout=2 --ssh="$work/alone" -i "ssh://alpha$PWD/alpha/.pressmark" \
        -i beta/.pressmark -T "$work/topics" >"$work/run" 2>"$work/err"
    contains "$(<"$work/run")" docs/three.txt
}
