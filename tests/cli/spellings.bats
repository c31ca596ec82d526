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

@test "a phrase also finds other spellings of its words, after the exact ones" {
    document names.txt "We don't know the O'Brien family." 'The biggest hall of all.'
    document cities.txt 'Er wohnt in Zürich und Köln am Rhein, nicht in der Stadt, sondern auf dem Land.'
    document hyphens.txt 'Our wi-fi password and the hand-off plan'
    document amounts.txt 'A 12kg bag and a 5 mm screw, utf8 text'
    document code.txt 'Now set user_first_name then go on'
    document degree.txt 'A PhD thesis in the database server'
    document plain.txt 'We dont like the drivers seat.'
    indexes .
    for query in '"we dont know"' '"the obrien family"'; do
        equal names.txt "$(answers "$query")"
    done
    for query in '"in Zuerich"' '"Zuerich und Koeln"' '"in Zurich und Koeln am"'; do
        equal cities.txt "$(answers "$query")"
    done
    for query in '"wifi password"' '"our wifi password"' '"the handoff plan"'; do
        equal hyphens.txt "$(answers "$query")"
    done
    for query in '"12 kg bag"' '"5mm screw"' '"a 5mm screw"' '"UTF-8 text"' '"utf 8 text"'; do
        equal amounts.txt "$(answers "$query")"
    done
    equal code.txt "$(answers '"set userFirstName then"')"
    equal degree.txt "$(answers '"Ph.D. thesis"')"
    equal degree.txt "$(answers '"data base server"')"
    equal plain.txt "$(answers "\"we don't like\"")"
    equal plain.txt "$(answers "\"driver's seat\"")"
    equal '' "$(answers '"know dont"')"
    equal '' "$(answers '"Zuerich in"')"
    contains "$(pressmark-search -q --markdown '"in Zuerich"')" '**in** **Zürich**'
    document b.txt 'We dont know it.'
    pressmark-index -q
    equal 'b.txt names.txt' "$(pressmark-search -q -l '"we dont know"' | paste -sd ' ')"
    equal 'names.txt b.txt' "$(pressmark-search -q -l "\"we don't know\"" | paste -sd ' ')"
}

@test "numbers in a phrase find those that documents write in another way" {
    document a.txt 'of 2 750 000 people' "3'500'000 bikes" '1,250,000 cars' '1,299.00 dollars'
    document b.txt 'of 4100000 cats' '0.75 litres' 'ring (212) 456-7890 now'
    document c.txt 'in 2011 people came'
    indexes .
    for query in '"2750000 people"' '"2,750,000 people"' '"3500000 bikes"' '"3 500 000 bikes"' \
        '"1.250.000 cars"' '"1299 dollars"'; do
        equal a.txt "$(answers "$query")"
    done
    for query in '"4 100 000 cats"' "\"4'100'000 cats\"" '"0,75 litres"' '"ring 2124567890 now"'; do
        equal b.txt "$(answers "$query")"
    done
    equal '' "$(answers '"2750001 people"')"
    equal c.txt "$(answers '"2011 people"')"
}

@test "a number of several groups comes first where documents write it with signs" {
    document whole.txt "Der Kredit von 4'350'000 Franken"
    document parts.txt 'In 4 of 350 cases it was 4 percent'
    indexes .
    equal whole.txt "$(pressmark-search -q -l -n 1 '4 350 000')"
}

@test "telephone numbers are found whatever their prefix" {
    document de.txt 'Handy: 017612345678'
    document world.txt 'Tel. +212 612 345 678'
    document e164.txt 'Call +4917122345678'
    document local.txt 'Ring 020 7946 0958'
    document both.txt 'Spam von +49 (0)89 9876543'
    document dots.txt 'Appelez le 01.44.55.66.77'
    document other.txt 'Numbers: 49 people, 176 cars, 33 of 44, 212 and 612, +2011'
    indexes .
    for query in '+49 176 12345678' +4917612345678 0049-176-12345678 '0176 123 456 78'; do
        equal de.txt "$(pressmark-search -q -l -n 1 -- "$query")"
    done
    equal world.txt "$(pressmark-search -q -l -n 1 0612345678)"
    equal world.txt "$(pressmark-search -q -l -n 1 00212612345678)"
    equal e164.txt "$(pressmark-search -q -l -n 1 '0171 22345678')"
    equal local.txt "$(pressmark-search -q -l -n 1 -- '+44 20 7946 0958')"
    equal local.txt "$(answers +442079460958)"
    equal both.txt "$(answers +49899876543)"
    equal dots.txt "$(answers +33144556677)"
    equal dots.txt "$(pressmark-search -q -l -n 1 -- '+33 1 44 55 66 77')"
    equal other.txt "$(answers '+2011 numbers')"
}

@test "two words are one also if the second is a particle" {
    document a.txt 'The login page and the signup form'
    document b.txt 'In and up'
    indexes .
    equal a.txt "$(answers 'log in')"
    equal a.txt "$(pressmark-search -q -l -n 1 'sign up')"
}

@test "names of files and titles are found without umlauts, whatever the language of the text" {
    document Übersicht.txt 'This is the list of all of the things that we have in this house.'
    document b.md '# A journey to Zürich' '' 'We went there and then we came back with the others.'
    document c.txt 'There is nothing in this one that you would be looking for.'
    indexes .
    equal Übersicht.txt "$(answers Uebersicht)"
    equal b.md "$(answers title:Zuerich)"
}

@test "a group of eight digits is one of a telephone number" {
    document a.txt 'Tel 0176 12345678 now'
    document b.txt 'In 49 of 176 cases'
    indexes .
    equal a.txt "$(answers +4917612345678)"
    equal '0176 12345678' "$(marked +4917612345678)"
}

@test "phrases find words with signs inside without these, and the other way round" {
    document signs.txt 'AT&T offers jobs in R&D spending on Hawaiʻi beaches near Ṣanʿāʾ now.'
    document plain.txt 'ATT offers nothing for RD spending.'
    document apart.txt 'AT & T offers little.'
    document other.txt 'At the tea they offer spending, beaches and offers.'
    indexes .
    equal 'plain.txt signs.txt' "$(answers '"att offers"')"
    contains "$(answers '"AT&T offers"')" signs.txt
    contains "$(answers '"AT&T offers"')" apart.txt
    contains "$(answers '"AT & T offers"')" signs.txt
    equal 'plain.txt signs.txt' "$(answers '"rd spending"')"
    equal signs.txt "$(answers '"hawaii beaches"')"
    equal signs.txt "$(answers '"near sanaa now"')"
    equal 'Hawaiʻi beaches' "$(marked '"hawaii beaches"')"
    equal apart.txt "$(pressmark-search -q -l 'AT & T' | head -1)"
    contains "$(answers 'AT & T')" signs.txt
}

@test "a word that is known is also found in parts, and a phrase as one word" {
    document whole.txt 'Call useState over http2, with libfoo2.' 'It says getUserById.'
    document parts.txt 'They use state over http 2, with libfoo-2.'
    document other.txt 'The state of use: 2 of the foo, by the user.'
    indexes .
    equal 'parts.txt whole.txt' "$(answers http2)"
    equal 'parts.txt whole.txt' "$(answers 'http 2' | sed 's/other.txt //')"
    equal 'parts.txt whole.txt' "$(answers libfoo2)"
    equal 'parts.txt whole.txt' "$(answers useState)"
    equal 'parts.txt whole.txt' "$(answers '"use state"')"
    equal whole.txt "$(answers '"get user by id"')"
    equal whole.txt "$(pressmark-search -q -l http2 | head -1)"
    equal parts.txt "$(pressmark-search -q -l '"use state"' | head -1)"
}

@test "the number before a unit says less than the two together" {
    local i
    for i in {1..4}; do document "n$i.txt" "There are 2 of $i"; done
    document rem.txt 'The width is 2rem here, and there is more to say about it in many words.'
    document ohm.txt 'A resistor of 100Ω is in series with that.'
    indexes .
    equal rem.txt "$(pressmark-search -q -l '2 rem' | head -1)"
    equal ohm.txt "$(pressmark-search -q -l '100 Ω' | head -1)"
}

@test "hexadecimal numbers without their beginning, umlauts of any language where none is known" {
    document code.txt 'It ends with 0xC0000005 or 0x80070005.'
    document names.txt 'Søren Ångström'
    document other.txt 'It ends with xC or 5.'
    indexes .
    equal code.txt "$(answers c0000005)"
    equal code.txt "$(answers 80070005)"
    equal names.txt "$(answers Soeren)"
    equal names.txt "$(answers Aangstroem)"
}

@test "no other word is offered for one that is found in parts" {
    document js.txt 'Written for node.js in a co-op.'
    document other.txt 'Notes of a cool night.'
    indexes .
    equal js.txt "$(pressmark-search -l nodejs 2>&1)"
    equal js.txt "$(pressmark-search -l coop 2>&1)"
}
