#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Checks evaluate on examples worked out by hand: evaluate_test.sh EVALUATE
set -euo pipefail

if (($# != 1)); then
    echo 'Usage: evaluate_test.sh EVALUATE' >&2
    exit 2
fi
evaluate=$(realpath -- "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
n_failed=0

failed() { # NAME WHAT
    printf 'FAILED: %s: %s\n' "$1" "$2"
    n_failed=$((n_failed + 1))
}

# expect NAME EXPECTED ARGUMENT...: status 0 and this output, blanks standing for tabs.
expect() {
    local name=$1 expected=${2// /$'\t'} status=0
    shift 2
    "$evaluate" "$@" >actual 2>errors || status=$?
    if ((status != 0)); then
        failed "$name" "status $status: $(<errors)"
    elif ! diff <(printf '%s\n' "$expected") actual >differences; then
        failed "$name" "expected (<) and actual (>) differ:"
        cat differences
    fi
}

# refuse NAME MESSAGE ARGUMENT...: status 2, this message, nothing on standard output.
refuse() {
    local name=$1 message="evaluate: $2" status=0
    shift 2
    "$evaluate" "$@" >actual 2>errors || status=$?
    if ((status != 2)); then
        failed "$name" "status $status, not 2"
    elif [[ -s actual ]]; then
        failed "$name" "wrote to standard output: $(<actual)"
    elif [[ $(<errors) != "$message" ]]; then
        failed "$name" "said '$(<errors)', not '$message'"
    fi
}

# ---- Grades, ties, the rank column, missing and unknown topics ----

cat >qrels <<'END'
t1 0 a 3
t1 0 b 2
t1 0 c 1
t1 0 d 0
t1 0 e -1
t2 0 x 1
t2 0 y 1
t3 0 z 0
t4 0 q 1
END

cat >run <<'END'
t1 Q0 e 1 5 tag
t1 Q0 u 2 6 tag
t1 Q0 a 3 7.0 tag
t1 Q0 d 4 8 tag
t1 Q0 b 5 1e1 tag
t2 Q0 x 1 -1.5 tag
t2 Q0 z 2 -1.5 tag
t2 Q0 y 3 -1.5 tag
t3 Q0 z 1 1 tag
t9 Q0 a 1 1 tag
END

# t1, by score: b(2) d(0) a(3) u(not judged) e(-1, so not judged).
#   DCG   = 2/log2(2) + 3/log2(4)             = 2 + 1.5           = 3.5
#   ideal = 3/log2(2) + 2/log2(3) + 1/log2(4) = 3 + 1.26186 + 0.5 = 4.76186
#   nDCG  = 3.5/4.76186 = 0.73501    AP = (1/1 + 2/3)/3 = 0.55556    R = 2/3
# t2, all scores equal: z y x, by name descending.
#   DCG   = 1/log2(3) + 1/log2(4) = 0.63093 + 0.5 = 1.13093
#   ideal = 1 + 1/log2(3)                         = 1.63093
#   nDCG  = 1.13093/1.63093 = 0.69343    AP = (1/2 + 2/3)/2 = 0.58333    R = 2/2
# t3 has no relevant document and is left out; t4 has no answers and counts as 0.
# Means over t1, t2, t4:
#   nDCG = (0.73501 + 0.69343)/3 = 0.47614    MAP = (0.55556 + 0.58333)/3 = 0.37963
#   P    = (0.2 + 0.2)/3 = 0.13333            R   = (0.66667 + 1)/3 = 0.55556
#   S@1  = (1 + 0)/3 = 0.33333                MRR = (1 + 1/2)/3 = 0.5
means='nDCG@10 all 0.4761
MAP all 0.3796
P@10 all 0.1333
R@100 all 0.5556
S@1 all 0.3333
MRR all 0.5000'
topics='nDCG@10 t1 0.7350
MAP t1 0.5556
P@10 t1 0.2000
R@100 t1 0.6667
S@1 t1 1.0000
MRR t1 1.0000
nDCG@10 t2 0.6934
MAP t2 0.5833
P@10 t2 0.2000
R@100 t2 1.0000
S@1 t2 0.0000
MRR t2 0.5000
nDCG@10 t4 0.0000
MAP t4 0.0000
P@10 t4 0.0000
R@100 t4 0.0000
S@1 t4 0.0000
MRR t4 0.0000'
expect 'means' "$means" run qrels
expect 'topics' "$topics"$'\n'"$means" -q run qrels
expect 'topics, long option' "$topics"$'\n'"$means" --per-topic run qrels

{
    printf '# a comment\n\n'
    sed 's/ /\t  /g; s/$/ and more \r/' run
    printf '\t\nt9 Q0 b 1 1 no-newline-at-the-end'
} >loose-run
sed 's/ /\t/g; s/$/ \r/' qrels | tac >loose-qrels
expect 'blanks, comments, line ends, a tag of several words' "$means" loose-run loose-qrels

: >empty
expect 'a run without answers' 'nDCG@10 all 0.0000
MAP all 0.0000
P@10 all 0.0000
R@100 all 0.0000
S@1 all 0.0000
MRR all 0.0000' empty qrels

# ---- Where the measures stop reading ----

# 12 relevant documents, found at ranks 1, 11, 100 and 101 of 120.
#   DCG@10   = 1
#   ideal@10 = sum of 1/log2(i + 1), i = 1..10 = 4.54356
#   nDCG = 1/4.54356 = 0.22009
#   AP   = (1/1 + 2/11 + 3/100 + 4/101)/12 = 1.25142/12 = 0.10429
#   P    = 1/10    R = 3/12
for i in {1..12}; do
    echo "deep 0 r$i 1"
done >deep-qrels
for i in {1..120}; do
    case $i in
        1) document=r1 ;;
        11) document=r2 ;;
        100) document=r3 ;;
        101) document=r4 ;;
        *) document=n$i ;;
    esac
    echo "deep Q0 $document $i $((1000 - i)) tag"
done >deep-run
expect 'cut-offs' 'nDCG@10 all 0.2201
MAP all 0.1043
P@10 all 0.1000
R@100 all 0.2500
S@1 all 1.0000
MRR all 1.0000' deep-run deep-qrels

# ---- Comparison ----

# Three topics of three relevant documents; A finds 1, 2 and 3 of them at the top, B none.
#   P:    differences 0.1 0.2 0.3, mean 0.2, sd 0.1, t = 0.2/(0.1/sqrt(3)) = 3.46410
#         two degrees of freedom: p = 1 - t/sqrt(2 + t^2) = 1 - 3.46410/sqrt(14) = 0.07418
#   MAP, R: 1/3 2/3 1, the same t
#   nDCG: 1/2.13093 = 0.46928, 1.63093/2.13093 = 0.76536, 1; mean 0.74488, sd 0.26595,
#         t = 4.85114, p = 1 - 4.85114/sqrt(2 + 23.53357) = 0.03996
for t in 1 2 3; do
    for d in 1 2 3; do
        echo "$t 0 d$d 1" >&3
        if ((d <= t)); then
            echo "$t Q0 d$d 1 1 tag" >&4
        fi
    done
done 3>three-qrels 4>three-run
expect 'comparison, df 2' 'metric topic A B A-B p
nDCG@10 all 0.7449 0.0000 +0.7449 0.0400
MAP all 0.6667 0.0000 +0.6667 0.0742
P@10 all 0.2000 0.0000 +0.2000 0.0742
R@100 all 0.6667 0.0000 +0.6667 0.0742
S@1 all 1.0000 0.0000 +1.0000 0.0000
MRR all 1.0000 0.0000 +1.0000 0.0000' --compare three-run empty three-qrels

# Topics 1 and 3 alone, the runs exchanged. P: differences -0.1 -0.3, mean -0.2, sd 0.14142,
# t = -2; one degree of freedom: p = 1 - 2 atan(2)/pi = 0.29517. MAP, R: the same t.
# nDCG: -0.46928 -1, mean -0.73464, half the distance 0.26536,
# t = -0.73464/0.26536 = -2.76846, p = 1 - 2 atan(2.76846)/pi = 0.22068
grep -v '^2' three-qrels >two-qrels
expect 'comparison, df 1' 'metric topic A B A-B p
nDCG@10 1 0.0000 0.4693 -0.4693 -
MAP 1 0.0000 0.3333 -0.3333 -
P@10 1 0.0000 0.1000 -0.1000 -
R@100 1 0.0000 0.3333 -0.3333 -
S@1 1 0.0000 1.0000 -1.0000 -
MRR 1 0.0000 1.0000 -1.0000 -
nDCG@10 3 0.0000 1.0000 -1.0000 -
MAP 3 0.0000 1.0000 -1.0000 -
P@10 3 0.0000 0.3000 -0.3000 -
R@100 3 0.0000 1.0000 -1.0000 -
S@1 3 0.0000 1.0000 -1.0000 -
MRR 3 0.0000 1.0000 -1.0000 -
nDCG@10 all 0.0000 0.7346 -0.7346 0.2207
MAP all 0.0000 0.6667 -0.6667 0.2952
P@10 all 0.0000 0.2000 -0.2000 0.2952
R@100 all 0.0000 0.6667 -0.6667 0.2952
S@1 all 0.0000 1.0000 -1.0000 0.0000
MRR all 0.0000 1.0000 -1.0000 0.0000' --compare -q empty three-run two-qrels

expect 'comparison of a run with itself' 'metric topic A B A-B p
nDCG@10 all 0.7449 0.7449 +0.0000 1.0000
MAP all 0.6667 0.6667 +0.0000 1.0000
P@10 all 0.2000 0.2000 +0.0000 1.0000
R@100 all 0.6667 0.6667 +0.0000 1.0000
S@1 all 1.0000 1.0000 +0.0000 1.0000
MRR all 1.0000 1.0000 +0.0000 1.0000' --compare three-run three-run three-qrels

grep '^1' three-qrels >one-qrels
expect 'no p from one topic' 'metric topic A B A-B p
nDCG@10 all 0.4693 0.0000 +0.4693 -
MAP all 0.3333 0.0000 +0.3333 -
P@10 all 0.1000 0.0000 +0.1000 -
R@100 all 0.3333 0.0000 +0.3333 -
S@1 all 1.0000 0.0000 +1.0000 -
MRR all 1.0000 0.0000 +1.0000 -' --compare three-run empty one-qrels

# Five topics with the differences 0.1 0.1 0.1 0.1 -0.1 of P: mean 0.06, sd 0.08944, t = 1.5;
# four degrees of freedom: p = 1 - s(1 + (1 - s^2)/2) with s = t/sqrt(4 + t^2) = 0.6:
# 1 - 0.6 * 1.32 = 0.208. One relevant document each, so the other measures differ by 1 and -1.
for t in 1 2 3 4 5; do
    echo "$t 0 d 1" >&3
    if ((t < 5)); then
        echo "$t Q0 d 1 1 tag" >&4
    else
        echo "$t Q0 d 1 1 tag" >&5
    fi
done 3>five-qrels 4>five-a 5>five-b
expect 'comparison, df 4' 'metric topic A B A-B p
nDCG@10 all 0.8000 0.2000 +0.6000 0.2080
MAP all 0.8000 0.2000 +0.6000 0.2080
P@10 all 0.0800 0.0200 +0.0600 0.2080
R@100 all 0.8000 0.2000 +0.6000 0.2080
S@1 all 0.8000 0.2000 +0.6000 0.2080
MRR all 0.8000 0.2000 +0.6000 0.2080' --compare five-a five-b five-qrels

# ---- Size ----

# 20000 topics, the even ones answered, and a document name of 100000 bytes.
name=$(printf '%0100000d' 0)
for ((t = 0; t < 20000; t++)); do
    echo "$t 0 d 1" >&3
    if ((t % 2 == 0)); then
        echo "$t Q0 d 1 1 tag" >&4
    fi
done 3>many-qrels 4>many-run
echo "0 Q0 $name 1 0.5 tag" >>many-run
expect 'many topics, a long name' 'nDCG@10 all 0.5000
MAP all 0.5000
P@10 all 0.0500
R@100 all 0.5000
S@1 all 0.5000
MRR all 0.5000' many-run many-qrels

# ---- Wrong input ----

write() { # FILE LINE...
    printf '%s\n' "${@:2}" >"$1"
}

write bad '# comment' '' 't1 Q0 a 1 1'
refuse 'a column too few in a run' 'bad:3: 5 columns, not the 6 of a run' bad qrels
write bad 't1 Q0 a 1 high tag'
refuse 'a word for a score' "bad:1: the score 'high' is not a number" bad qrels
write bad 't1 Q0 a 1 1.5x tag'
refuse 'a score with a tail' "bad:1: the score '1.5x' is not a number" bad qrels
write bad 't1 Q0 a 1 nan tag'
refuse 'a score without order' "bad:1: the score 'nan' is not a number" bad qrels
write bad 't1 Q0 a 1 2 tag' 't1 Q0 b 2 1 tag' 't1 Q0 a 3 0 tag'
refuse 'a document twice in a run' "bad:3: document 'a' is listed twice for topic 't1'" bad qrels
refuse 'a wrong second run' "bad:3: document 'a' is listed twice for topic 't1'" \
    --compare run bad qrels
write bad 't1 0 a 1' 't1 0 b'
refuse 'a column too few in qrels' 'bad:2: 3 columns, not the 4 of a judgement' run bad
write bad 't1 0 a 1 1'
refuse 'a column too many in qrels' 'bad:1: 5 columns, not the 4 of a judgement' run bad
write bad 't1 0 a 1' 't1 0 b 0.5'
refuse 'a broken grade' "bad:2: the grade '0.5' is not a whole number" run bad
write bad 't1 0 a 99999999999999999999'
refuse 'a huge grade' "bad:1: the grade '99999999999999999999' is not a whole number" run bad
write bad 't1 0 a 1' 't1 0 a 0'
refuse 'a document judged twice' "bad:2: document 'a' is judged twice for topic 't1'" run bad
write bad 't1 0 a 0' 't2 0 a -1'
refuse 'qrels without a relevant document' 'bad: no topic has a relevant document' run bad
refuse 'empty qrels' 'empty: no topic has a relevant document' run empty
printf 't1 Q0 a 1 1 tag\nt1 Q0 \0 1 1 tag\n' >bad
refuse 'a zero byte' 'bad:2: a zero byte in a text file' bad qrels
refuse 'no such file' "cannot open 'absent': No such file or directory" absent qrels
refuse 'a folder' "cannot read '.': Is a directory" . qrels

for arguments in '' run 'run qrels qrels' '--compare run qrels' '--wrong run qrels'; do
    status=0
    # shellcheck disable=SC2086 # several arguments
    "$evaluate" $arguments >actual 2>errors || status=$?
    if ((status != 2)) || [[ -s actual ]] || ! grep -q '^Usage: evaluate' errors; then
        failed "command line '$arguments'" 'no usage on standard error with status 2'
    fi
done
if ! "$evaluate" --help | grep -q '^Usage: evaluate'; then
    failed '--help' 'no usage on standard output'
fi
status=0
"$evaluate" run qrels >/dev/full 2>errors || status=$?
if ((status != 2)) || ! grep -q '^evaluate: cannot write the results: ' errors; then
    failed 'full disk' "status $status, '$(<errors)'"
fi

if ((n_failed > 0)); then
    printf '%d checks of evaluate failed\n' "$n_failed"
    exit 1
fi
