#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2154 # variables that load helper and run set
# Words, numbers and names that documents write in another way than the query.

load helper

marked() { # the words that are marked in the first passage of the best hit, each in brackets
    pressmark-search -q --markdown -n 1 -- "$1" | grep -o '\*\*[^*]*\*\*' | tr -d '*' | paste -sd ' '
}

@test "a phrase goes on over words that documents write as two tokens" {
    document mail.txt 'Send the new e-mail address to us.'
    document broken.txt 'The biometric informa-' 'tion sharing plan of the county'
    document degree.txt 'She is a Ph.D. student in UTF-8 encoding now.'
    document other.txt 'A new address of mail, a plan for sharing, a student of encoding.'
    indexes .
    equal mail.txt "$(answers '"new email address"')"
    equal mail.txt "$(answers '"the new e-mail address"')"
    equal broken.txt "$(answers '"biometric information sharing"')"
    equal broken.txt "$(answers '"the biometric information sharing plan"')"
    equal degree.txt "$(answers '"a PhD student"')"
    equal degree.txt "$(answers '"in utf8 encoding"')"
    equal '' "$(answers '"new mail address"')"
    equal '' "$(answers '"biometric sharing information"')"
    equal 'biometric informa-tion sharing' \
        "$(pressmark-search -q --json -- '"biometric information sharing"' |
            jq -r '.hits[0].passages[0] | .text as $t | [.marks[] | $t[.[0]:.[1]] | gsub("\n"; "")] | join(" ")')"
    equal 'informa-tion sharing' \
        "$(pressmark-search -q --json -- '"information sharing"' |
            jq -r '.hits[0].passages[0] | .text as $t | [.marks[] | $t[.[0]:.[1]] | gsub("\n"; "")] | join(" ")')"
}

@test "numbers find those that documents write in groups, and the other way round" {
    document blanks.txt 'Population 8 336 817 in all'
    document whole.txt 'Population 7654321 in all'
    document card.txt 'Card 4111 1111 1111 1111 is a sample'
    document tel.txt 'Call 0800 123 45 67 now'
    document solid.txt 'Call 08009876543 now'
    document other.txt 'In 1999 there were 8 of 336, 1111 of 4111 and 123 of 45'
    indexes .
    for query in 8336817 8,336,817 8.336.817 "8'336'817"; do
        equal blanks.txt "$(answers "$query")"
    done
    equal '8 336 817' "$(marked 8336817)"
    equal whole.txt "$(answers '7 654 321' | cut -d ' ' -f 1)"
    equal card.txt "$(answers 4111111111111111)"
    equal tel.txt "$(answers 08001234567)"
    equal tel.txt "$(pressmark-search -q -l -n 1 '0800 1234567')"
    equal tel.txt "$(pressmark-search -q -l -n 1 '0800/123-4567')"
    equal solid.txt "$(pressmark-search -q -l -n 1 '0800 987 6543')"
    equal '' "$(answers 8336818)"
}

@test "a number is marked with all of its groups" {
    document a.txt 'Call 212-456-7890 or (212) 456-7891' $'of 1\u00a0200\u00a0000 people'
    indexes .
    equal '212-456-7890' "$(marked 2124567890)"
    equal '212) 456-7891' "$(marked 2124567891)"
    equal $'1\u00a0200\u00a0000' "$(marked 1,200,000)"
}

@test "an amount is found with a blank before its unit and without, whichever the index has" {
    document joined.txt 'open at 9am, weighs 5kg, 3.5mm'
    document apart.txt 'open at 9 am, weighs 5 kg, 3.5 mm'
    document other.txt 'I am number 9 of 5'
    indexes .
    for query in 9am 5kg 3.5mm; do
        equal 'apart.txt joined.txt' "$(answers "$query")"
        equal joined.txt "$(pressmark-search -q -l -n 1 "$query")"
    done
    equal 'apart.txt joined.txt' "$(answers '5 kg' | tr ' ' '\n' | grep -v other | paste -sd ' ')"
    contains "$(answers '9 am')" joined.txt
}

@test "two words find the word that they form, behind the documents that have both" {
    document one.txt 'The database of the county'
    document two.txt 'The data base of the county'
    document other.txt 'A county, and the with in about'
    document within.txt 'The word within'
    indexes .
    equal 'one.txt two.txt' "$(answers 'data base')"
    equal two.txt "$(pressmark-search -q -l -n 1 'data base')"
    lacks "$(answers 'with in')" within.txt
    equal '' "$(answers '"base data"')"
}

@test "names of programs in either style" {
    document camel.txt 'Call getElementById here.'
    document other.txt 'Elements by name.'
    indexes .
    equal camel.txt "$(answers get_element_by_id | cut -d ' ' -f 1)"
    document snake.txt 'Call get_element_by_id here.'
    indexes .
    equal 'camel.txt snake.txt' "$(answers getElementById)"
    equal camel.txt "$(pressmark-search -q -l -n 1 getElementById)"
    rm camel.txt
    indexes .
    equal snake.txt "$(pressmark-search -q -l -n 1 getElementById)"
}

@test "a name goes by itself without its marks, and with the slashes of Windows" {
    mkdir sub
    document 'Ünïcode Résumé.txt' 'plain words'
    document sub/plan.txt 'more words'
    document other.txt 'sub plan txt, unicode resume txt'
    indexes .
    equal 'Ünïcode Résumé.txt' "$(pressmark-search -q -l -n 1 'Unicode Resume.txt')"
    equal 'Ünïcode Résumé.txt' "$(pressmark-search -q -l -n 1 'ünïcode résumé.txt')"
    equal sub/plan.txt "$(pressmark-search -q -l -n 1 'sub\plan.txt')"
}

@test "Bengali words find each other without their endings" {
    document a.txt 'বাংলাদেশের মানুষের ভাষা। ছেলেরা স্কুলে যায়।'
    document b.txt 'এই শহর বড়।'
    indexes .
    for query in বাংলাদেশ মানুষ ছেলে ছেলেদের স্কুল; do
        equal a.txt "$(answers "$query")"
    done
    equal মানুষের "$(marked মানুষ)"
    equal b.txt "$(answers শহরের)"
}

@test "an operand that is there twice counts once" {
    document a.txt 'alpha beta'
    document b.txt 'alpha'
    indexes .
    equal a.txt "$(answers 'alpha AND alpha AND beta')"
    equal 'a.txt b.txt' "$(answers 'alpha OR alpha OR "alpha"')"
    equal "$(pressmark-search -q --json 'alpha AND beta' | jq .hits[0].score)" \
        "$(pressmark-search -q --json 'alpha AND beta AND alpha AND beta' | jq .hits[0].score)"
}
