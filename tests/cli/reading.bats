#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Reading realistic files: every word of them is found, under the right name.
# shellcheck disable=SC2016 # marks of code in Markdown

load helper

# The documents of files: member of the JSON, joined by "|" in their order.
emitted() {
    pressmark-index --emit=jsonl -q "${@:2}" 2>"$work/stderr" | jq -r "$1" | paste -sd '|'
}

# Writes a file from printf's format.
written() {
    # shellcheck disable=SC2059 # the format is the file
    printf -- "$2" >"./$1"
}

needs_mail() {
    written probe.eml 'From: a\nTo: b\n\nx\n'
    [ -n "$(pressmark-index --emit=jsonl -q probe.eml 2>/dev/null)" ] || skip 'built without GMime'
    rm probe.eml
}

# ---- fields ----

@test "a field is asked for by the name that it has, in any script" {
    written a.md '---\n作者: 王芳\nGröße: rot\ndc.source: shelf\n---\nPlain.\n'
    written b.csv 'title,Город,Ёлка\nT,Омск,x\n'
    written c.html '<html><head><meta name="étage" content="deux"><title>T</title></head><p>Plain.</html>'
    written e.org '#+作者: 李明\nPlain.\n'
    written d.jsonl '{"text":"Plain.","Grüße":"rot","a":{"b":[{"c":"deep"}]}}\n'
    pressmark-index -q .
    local query
    for query in 'a.md 作者:王芳' 'a.md 王芳' 'a.md größe:rot' 'a.md grosse:rot' 'a.md GRÖSSE:rot' \
        'a.md dc.source:shelf' 'b.csv город:омск' 'b.csv елка:x' 'c.html etage:deux' \
        'c.html Étage:deux' 'd.jsonl grüße:rot' 'd.jsonl a_b_c:deep' 'e.org 作者:李明'; do
        equal "${query%% *}: $query" "$(answers "${query#* }"): $query"
    done
}

# ---- mail ----

@test "messages of an mbox whose separators have no date" {
    needs_mail
    written box 'From \nTo: a\nSubject: One\n\nx\n\nFrom -\nX-Mozilla-Status: 1\nTo: b\nSubject: Two\n\ny\n'
    equal 'One|Two' "$(emitted .title box)"
    equal 'mail|mail' "$(emitted .type box)"
}

@test "a message of Apple Mail is read as mail" {
    needs_mail
    local message='From: a@example.org\nSubject: Minutes\nContent-Transfer-Encoding: quoted-printable\n\nGr=C3=BC=C3=9Fe\n'
    # shellcheck disable=SC2059 # the format is the message
    written 1.emlx "$(printf "$message" | wc -c)\n$message"'<?xml version="1.0"?><plist>flags</plist>\n'
    equal 'Minutes Grüße' "$(emitted '.title + " " + .text' 1.emlx)"
}

@test "the only part is the body, whatever type it has" {
    needs_mail
    local type
    for type in text/markdown text/x-patch text application/x-none 'text/plain; name=a.txt'; do
        written m.eml "From: a\nSubject: S\nContent-Type: $type\n\nThe *body*.\n"
        equal 'S The *body*.' "$(emitted '.title + " " + .text' m.eml)"
    done
    written m.eml 'From: a\nSubject: S\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/markdown\n\nfirst\n--b\nContent-Type: text/plain; name=n.txt\n\nnamed\n--b--\n'
    equal 'first|named' "$(emitted .text m.eml)"
}

@test "of two forms of a message the one that says more is read" {
    needs_mail
    local head='From: a\nSubject: S\nContent-Type: multipart/alternative; boundary=b\n\n'
    local html='<p>The medlars are ripe, the quinces will follow next week, and the figs are gone by now.</p>'
    written stub.eml "$head--b\nContent-Type: text/plain\n\nCannot show this.\n--b\nContent-Type: text/html\n\n$html\n--b--\n"
    written same.eml "$head--b\nContent-Type: text/plain\n\nThe medlars are ripe, the quinces will follow next week, and the figs are gone by now.\n--b\nContent-Type: text/html\n\n$html\n--b--\n"
    written file.eml "$head--b\nContent-Type: text/plain\n\nWords.\n--b\nContent-Type: multipart/mixed; boundary=c\n\n--c\nContent-Type: text/html\n\n<p>Words.</p>\n--c\nContent-Type: text/plain; name=n.txt\n\nattached\n--c--\n--b--\n"
    contains "$(emitted .text stub.eml)" 'medlars are ripe'
    contains "$(emitted .text stub.eml)" 'Cannot show'
    equal 1 "$(emitted .text same.eml | grep -o medlars | wc -l)"
    equal 'Words.|attached' "$(emitted .text file.eml)"
}

@test "what only one form of a message says is kept, and what stands around its parts" {
    needs_mail
    local head='From: a\nSubject: S\nContent-Type: multipart/alternative; boundary=b\n\n'
    written more.eml "$head--b\nContent-Type: text/plain\n\nDear Bob, the medlars are ripe.\n--b\nContent-Type: text/html\n\n<p>Dear Bob, the medlars are ripe.</p>\n<table><tr><td>Total</td><td>12.50</td></tr></table>\n--b--\n"
    equal 'Dear Bob, the medlars are ripe.||Total | 12.50' "$(emitted .text more.eml)"
    written around.eml "From: a\nSubject: S\nContent-Type: multipart/mixed; boundary=b\n\nThis is a multi-part message in MIME format.\n--b\nContent-Type: text/plain\n\nwords\n--b--\n____\nof the list\n"
    equal 'words||____|of the list' "$(emitted .text around.eml)"
    written wrong.eml "From: a\nSubject: S\nContent-Type: multipart/mixed; boundary=z\n\n--b\nContent-Type: text/plain\n\nwords\n--b--\n"
    contains "$(emitted .text wrong.eml)" words
    written glued.eml 'From: a\nSubject: S\nDate: Wed, 3 Feb 2021 10:00:00 +0000\nHello there.\nIt goes on.\n'
    contains "$(emitted .text glued.eml)" 'Hello there.'
    written mac.eml 'From: a\rSubject: S\r\rThe body\rgoes on.\r'
    equal 'S The body|goes on.' "$(emitted '.title + " " + .text' mac.eml)"
}

@test "a message without a date is of the day on which it was received" {
    needs_mail
    written a.eml 'Received: from b by c; Thu, 4 Feb 2021 10:00:00 +0000\nReceived: from a\n by b; Wed, 3 Feb 2021 23:30:00 -0800\nFrom: a\nSubject: S\n\nx\n'
    equal 2021-02-03 "$(emitted '.date[0:10]' a.eml)"
    written a.eml 'Received: from b by c; Thu, 4 Feb 2021 10:00:00 +0000\nFrom: a\nDate: Mon, 1 Feb 2021 10:00:00 +0000\nSubject: S\n\nx\n'
    equal 2021-02-01 "$(emitted '.date[0:10]' a.eml)"
}

@test "headers in raw letters are in the charset of the message" {
    needs_mail
    printf 'From: Иван <i@example.org>\nSubject: Привет из сада\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; charset=koi8-r\n\nтекст\n--b\nContent-Type: text/plain; name="Файл.txt"\n\nx\n--b--\n' |
        iconv -f UTF-8 -t KOI8-R >a.eml
    equal 'Привет из сада|Файл.txt' "$(emitted '.title, .id' a.eml | cut -d '|' -f 1,4)"
    equal 'Иван <i@example.org>' "$(pressmark-index --emit=jsonl -q a.eml | jq -r '.fields.author[0] // empty')"
}

@test "a part that is UTF-8 is UTF-8, whatever it says" {
    needs_mail
    written a.eml 'From: a\nSubject: S\nContent-Type: text/plain; charset=gb2312\n\n苹果树种于一九二一年\n'
    equal '苹果树种于一九二一年' "$(emitted .text a.eml)"
    written a.eml 'From: a\nSubject: S\nContent-Type: text/plain; charset=hz-gb-2312\n\n~{F;9{~} ~~ x\n'
    equal '苹果 ~ x' "$(emitted .text a.eml)"
    written a.eml 'From: a\nSubject: S\nContent-Type: text/plain; charset=utf-7\n\nGr+APwA3w-e\n'
    equal 'Grüße' "$(emitted .text a.eml)"
}

@test "a line of the head that is no header costs nothing, nor does a mark before it" {
    needs_mail
    written a.eml '\xEF\xBB\xBFFrom: a\nTo: b\nnot a header\nSubject: S\nDate: 21 Nov 97 09:55:06 GMT\n\nbody\n'
    equal 'S 1997-11-21 body' "$(emitted '.title + " " + .date[0:10] + " " + .text' a.eml)"
    equal 'a header' "$(pressmark-index --emit=jsonl -q a.eml | jq -r '.fields.not[0]')"
}

@test "lines that were broken on the way are put together again" {
    needs_mail
    written a.eml 'From: a\nSubject: S\nContent-Type: text/plain; format=flowed; delsp=yes\n\nThe orch \nard \nand\n> quo \n> ted\n-- \nAnn\nlighthouse\n'
    equal 'The orchardand|> quoted|-- |Ann|lighthouse' "$(emitted .text a.eml)"
    pressmark-index -q .
    contains "$(pressmark-search --vimgrep lighthouse)" 'a.eml:12:'
}

# ---- names in archives ----

# A ZIP archive without the sign that its names are UTF-8: charset, names.
zip_in() {
    python3 - "$@" <<'END'
import sys, zipfile
class Info(zipfile.ZipInfo):
    def _encodeFilenameFlags(self):
        return self.filename.encode(sys.argv[1]), self.flag_bits & ~0x800
with zipfile.ZipFile("names.zip", "w") as file:
    for name in sys.argv[2:]:
        info = Info(name)
        info.create_system = 0
        file.writestr(info, "# Title\n")
END
}

@test "names in archives that are not ASCII are the documents' own, whatever the locale" {
    python3 -c 'import zipfile
with zipfile.ZipFile("u.zip", "w") as file:
    file.writestr("K\u00F6ln.md", "# Cathedral\n")
    file.writestr("\u00C4pfel.csv", "title,n\nA,x\nB,y\n")'
    local locale
    for locale in C C.UTF-8; do
        equal 'Köln.md markdown|Äpfel.csv#2 csv|Äpfel.csv#3 csv' \
            "$(LC_ALL=$locale emitted '.id + " " + .type' u.zip)"
    done
}

@test "names that say no charset are those of a DOS in a ZIP archive, or what they look like" {
    zip_in cp437 Köln.md Äpfel.md
    equal 'Köln.md|Äpfel.md' "$(emitted .id names.zip)"
    zip_in cp866 Привет.md
    equal 'Привет.md' "$(emitted .id names.zip)"
    zip_in cp1251 Отчёт.md
    equal 'Отчёт.md' "$(emitted .id names.zip)"
}

@test "files that another program put into a Word document are read, also without relations to its parts" {
    python3 - <<'END'
import zipfile
rels = '<Relationships xmlns="r">%s</Relationships>'
rel = '<Relationship Id="c" Type="http://x/%s" Target="%s"/>'
mht = ('MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n--b\n'
       'Content-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n<p>wal=\nnut</p>\n--b--\n')
with zipfile.ZipFile("chunk.docx", "w") as file:
    file.writestr("[Content_Types].xml", "<Types/>")
    file.writestr("_rels/.rels", rels % "")
    file.writestr("docProps/core.xml", '<cp xmlns:dc="d"><dc:title>Orchard</dc:title></cp>')
    file.writestr("word/document.xml", "<d><p><t>quince</t></p></d>")
    file.writestr("word/_rels/document.xml.rels", rels % (rel % ("aFChunk", "a.mht") + rel % ("aFChunk", "b.htm")))
    file.writestr("word/a.mht", mht)
    file.writestr("word/b.htm", "<p>fig</p>")
END
    equal 'Orchard: quince fig|walnut: walnut' \
        "$(emitted '(.title + ": " + .text) | gsub("\\s+"; " ")' chunk.docx)"
}

# ---- old Office files ----

# A compound file that no program can read.
damaged_office_file() {
    { printf '\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1' && head -c 2000 /dev/zero; } >"$1"
}

# A program that writes what it is called with and the size of its input.
stand_in() {
    mkdir -p "$work/bin"
    # shellcheck disable=SC2016 # for the script
    printf '#!/bin/sh\necho "Words of %s."\nprintf "cell\\tcell\\n\\nfrom ${0##*/}, $(wc -c <"/proc/self/fd/0") bytes\\n"\n' \
        "$1" >"$work/bin/$1"
    chmod +x "$work/bin/$1"
}

@test "old Office files without the program for them are named, with the package that helps" {
    damaged_office_file letter.doc
    damaged_office_file sheet.xls
    damaged_office_file talk.ppt
    damaged_office_file mail.msg
    document good.txt words
    run -1 env PATH=/nowhere "$(type -P pressmark-index)" .
    contains "$output" 'letter.doc: skipped: old Office file, needs antiword (package antiword)'
    contains "$output" 'sheet.xls: skipped: old Office file, needs xls2csv (package catdoc)'
    contains "$output" 'talk.ppt: skipped: old Office file, needs catppt (package catdoc)'
    contains "$output" 'mail.msg: skipped: old Office file, needs msgconvert (package libemail-outlook-message-perl)'
    printf '\xFFWPC\x10\0\0\0' >memo.wpd
    printf '\x78\x9F\x3E\x22\0\0' >winmail.dat
    python3 -c 'import zipfile
with zipfile.ZipFile("essay.pages", "w") as z: z.writestr("Index/Document.iwa", b"\0x")'
    run -1 env PATH=/nowhere "$(type -P pressmark-index)" .
    contains "$output" 'memo.wpd: skipped: old Office file, needs wpd2text (package libwpd-tools)'
    contains "$output" 'winmail.dat: skipped: an attachment in Outlook'
    contains "$output" 'essay.pages: skipped: an iWork document'
    printf 'AT&TFORM\0\0\0\0' >scan.djvu
    printf '%060dBOOKMOBI\0' 0 >novel.mobi
    printf 'ITSF\3\0\0\0' >help.chm
    printf '!BDN\0\0\0\0' >old.pst
    printf '\0\1\0\0Standard Jet DB\0' >stock.mdb
    python3 -c 'import zipfile
with zipfile.ZipFile("sums.xlsb", "w") as z: z.writestr("xl/workbook.bin", b"\0x")'
    run -1 env PATH=/nowhere "$(type -P pressmark-index)" .
    contains "$output" 'scan.djvu: skipped: DjVu, needs djvutxt (package djvulibre-bin)'
    contains "$output" 'novel.mobi: skipped: a book of Mobipocket or Kindle'
    contains "$output" 'help.chm: skipped: compiled HTML Help'
    contains "$output" 'old.pst: skipped: a mailbox of Outlook, which readpst (package pst-utils)'
    contains "$output" 'stock.mdb: skipped: a database of Access'
    contains "$output" 'sums.xlsb: skipped: a binary workbook'
    equal good.txt "$(answers words)"
}

@test "PostScript is read by Ghostscript, or else as its source" {
    printf '%%!PS-Adobe-3.0\n%%%%Title: (Late fruit)\n(quinces) show\n' >a.ps
    run env PATH=/nowhere "$(type -P pressmark-index)" --emit=jsonl a.ps
    contains "$output" 'a.ps: skipped: PostScript, needs gs (package ghostscript)'
    contains "$output" '(quinces) show'
    stand_in gs
    equal 'ps Late fruit: Words of gs.' \
        "$(PATH=$work/bin:$PATH emitted '.type + " " + .title + ": " + (.text | split("\n")[0])' a.ps)"
    printf '#!/bin/sh\n' >"$work/bin/gs"
    contains "$(PATH=$work/bin:$PATH emitted .text a.ps)" quinces
}

@test "a program that takes too long is named, and has another chance in the next run" {
    printf '%%!PS-Adobe-3.0\n(quinces) show\n' >a.ps
    damaged_office_file sheet.xls
    mkdir -p "$work/bin"
    printf '#!/bin/sh\nexec sleep 100\n' >"$work/bin/gs"
    printf '#!/bin/sh\necho plums\nexec sleep 100\n' >"$work/bin/xls2csv"
    chmod +x "$work"/bin/*
    run -1 env PATH="$work/bin:$PATH" pressmark-index --max-time 2 .
    contains "$output" 'a.ps: skipped: gs took more than 2 seconds'
    contains "$output" 'sheet.xls: skipped: xls2csv took more than 2 seconds'
    equal 'a.ps sheet.xls' "$(answers 'quinces OR plums')"
    stand_in gs
    stand_in xls2csv
    run -0 env PATH="$work/bin:$PATH" pressmark-index --max-time 2 .
    equal 'a.ps sheet.xls' "$(answers '"Words of"')"
}

@test "the text that a program writes is cut where no more fits into memory" {
    printf '%%!PS-Adobe-3.0\n(quinces) show\n' >a.ps
    head -c 100000 /dev/zero >>a.ps
    mkdir -p "$work/bin"
    printf '#!/bin/sh\nexec yes plums\n' >"$work/bin/gs"
    chmod +x "$work/bin/gs"
    run -1 env PATH="$work/bin:$PATH" pressmark-index --memory 16M .
    contains "$output" 'a.ps: skipped: more than 4194304 bytes of text'
    equal a.ps "$(answers plums)"
}

@test "old Office files are read by the programs for them, the next where one cannot" {
    damaged_office_file letter.doc
    damaged_office_file sheet.xls
    damaged_office_file talk.ppt
    stand_in catdoc
    stand_in xls2csv
    stand_in catppt
    printf '#!/bin/sh\nexit 1\n' >"$work/bin/antiword"
    chmod +x "$work/bin/antiword"
    equal 'doc Words of catdoc.|xls Words of xls2csv.|ppt Words of catppt.' \
        "$(PATH=$work/bin:$PATH emitted '.type + " " + (.text | split("\n")[0])' letter.doc sheet.xls talk.ppt)"
    contains "$(PATH=$work/bin:$PATH emitted .text sheet.xls)" 'cell | cell||from xls2csv, 2008 bytes'
    stand_in antiword
    contains "$(PATH=$work/bin:$PATH emitted .text letter.doc)" antiword
}

@test "a message of Outlook is mail" {
    needs_mail
    damaged_office_file note.msg
    mkdir "$work/bin"
    printf '#!/bin/sh\nprintf "From: Ann\\nSubject: Minutes\\nDate: 16 Feb 2004 10:00 +0000\\n\\nbody\\n"\n' >"$work/bin/msgconvert"
    chmod +x "$work/bin/msgconvert"
    equal 'mail Minutes 2004-02-16 body' "$(PATH=$work/bin:$PATH emitted \
        '.type + " " + .title + " " + .date[0:10] + " " + .text' note.msg)"
}

@test "other compound files are not text" {
    damaged_office_file Thumbs.db
    document good.txt words
    run -0 --separate-stderr pressmark-index --json .
    equal '1 0' "$(jq -r '"\(.not_text) \(.skipped)"' <<<"$output")"
}

# ---- records ----

@test "an id that is more than a number, and what stands above a table, can be searched" {
    written a.jsonl '{"id":"INV-2041","text":"one"}\n{"id":7,"text":"two"}\n'
    written b.csv 'Sales of the orchard\n\ntitle;price;county\nFig;1,5;Stark\nPlum;2,5;Lucas\n'
    pressmark-index -q .
    equal a.jsonl "$(answers INV-2041)"
    equal a.jsonl "$(answers id:inv-2041)"
    equal b.csv "$(answers orchard)"
    equal 'Fig|Plum' "$(emitted .title b.csv)"
}

@test "a damaged record costs itself, and is named" {
    written a.json '[{"text":"one"},\n{"text":},\n{"text":"three"}]\n'
    written b.jsonl '{"text":"four"}\n{"text":\n{"text":"six","n":123456789012345678901234567890,"x":NaN}\n'
    run -1 --separate-stderr pressmark-index -q .
    contains "$stderr" 'a.json:2: skipped: column 9: no value'
    contains "$stderr" 'b.jsonl:2: skipped: column 9: no value'
    equal 'a.json b.jsonl' "$(answers one OR six)"
    equal 'a.json' "$(answers three)"
}

@test "the rows of a table have one order of day and month, and dates in columns of any language" {
    printf 'Tree,Date\nMedlar,02/13/2021\nPear,02/03/2021\n' >month.csv
    printf 'Tree,Date\nMedlar,13/02/2021\nPear,02/03/2021\n' >day.csv
    printf 'Tree,Date\nMedlar,13/02/2021\nFig,02/13/2021\nPear,02/03/2021\n' >both.csv
    printf 'Fecha,Titulo\n03-02-2021,Nispero\n13-02-2021,Membrillo\n' >dash.csv
    printf 'Baum;Datum\nMispel;03.02.2021\n' >datum.csv
    printf '树,日期\n枇杷,2021-02-03\n' >han.csv
    run -0 --separate-stderr pressmark-index -q --emit jsonl both.csv dash.csv datum.csv day.csv han.csv month.csv
    equal 'both.csv:2021-02-13 both.csv:2021-02-13 both.csv: dash.csv:2021-02-03 dash.csv:2021-02-13 datum.csv:2021-02-03 day.csv:2021-02-13 day.csv:2021-03-02 han.csv:2021-02-03 month.csv:2021-02-13 month.csv:2021-02-03' \
        "$(jq -r '"\(.path):\(.date // "")"' <<<"$output" | paste -sd ' ')"
}

@test "the day of the last change dates a document that has no other" {
    local name
    for name in last_modified_at last_updated updated_at; do
        printf -- '---\ntitle: Fig\n%s: 2021-02-03\n---\nx\n' "$name" >a.md
        equal 2021-02-03 "$(emitted .date a.md)"
    done
    printf -- '---\nlast_modified: 2022-01-01\ndate: 2021-02-03\n---\nx\n' >a.md
    equal 2021-02-03 "$(emitted .date a.md)"
}

@test "fields that a document has no room for are told" {
    local i
    {
        echo ---
        for i in {1..1200}; do echo "key$i: value$i"; done
        echo ---
        echo kestrel
    } >a.md
    run --separate-stderr -1 pressmark-index -q .
    equal "pressmark-index: a.md:1: skipped: 200 fields were left out: a document has at most 1000" \
        "$stderr"
    equal a.md "$(pressmark-search -l kestrel)"
    equal a.md "$(pressmark-search -l key1000:value1000)"
    contains "$(pressmark-index --status)" '200 fields were left out'
}

@test "columns and members beyond the fields of a document are text" {
    local i
    { seq -s , -f 'c%.0f' 1200 && seq -s , -f 'value%.0f' 1200; } >wide.csv
    { printf '{"text":"x"' && for i in {1..1200}; do printf ',"k%d":"member%d"' "$i" "$i"; done && echo '}'; } \
        >wide.jsonl
    { echo '@misc{key,' && printf 'f%d = {entry%d},\n' {1..300}{,} && echo 'title = {Late Medlar}}'; } >wide.bib
    run --separate-stderr -0 pressmark-index -q .
    equal wide.bib "$(pressmark-search -l 'title:medlar')"
    equal wide.csv "$(pressmark-search -l value1190)"
    equal wide.jsonl "$(pressmark-search -l member1190)"
}

@test "a section is no title where the name of the file says more" {
    written v1.2.md 'Released in May.\n\n## Shiny new things\n\nOne.\n\n## No longer broken\n\nTwo.\n'
    written README.md 'A tool.\n\n## Install\n\nOne.\n\n## Use\n\nTwo.\n'
    written 6bf3b7395b21e0e6.md 'A tool.\n\n## Install\n\nOne.\n\n## Use\n\nTwo.\n'
    written chapter.md '## Hash maps\n\nOne.\n\n## Summary\n\nTwo.\n'
    written part.md 'By us.\n\n## Only one\n\nOne.\n\n### Below it\n\nTwo.\n'
    written late.md 'By us.\n\n## Early\n\n# Late\n\n## Third\n'
    written HISTORY.md '## HEAD\n\n## 1.4\n\n## 1.3\n\n## 1.2\n\n## 1.1\n\n## 1.0\n'
    equal 'A tool.|HISTORY|A tool.|Hash maps|Late|part|v1.2' \
        "$(emitted .title .)"
}

@test "a name with blanks is a better title than the first sentence" {
    local prose='The commission decided on Monday that all wells in the county will be tested before the end of the year.'
    written 'Wells in the county.txt' "$prose\n$prose\n"
    written 'wells-1.txt' "$prose\n$prose\n"
    written 'Link notes.md' "$prose $prose\n"
    written 'Wells and more.txt' "Wells\n\n$prose\n"
    equal 'Link notes|Wells|Wells in the county' \
        "$(emitted .title 'Wells in the county.txt' 'Link notes.md' 'Wells and more.txt')"
    contains "$(emitted .title wells-1.txt)" 'The commission decided'
}

@test "a note without a heading goes by its name, unless a line by itself is one" {
    local prose='You can create tables out of lists of words.'
    written Table.md "$prose\n"
    written v0.1.md 'Released on 2020/04/10.\n\n- One is faster.\n- Two is new.\n'
    written v0.2.md '- Includes all that is new\n- Mended: the search\n'
    written v0.3.md '**Core update**\nIncludes all that is new in the other one\n'
    written plan.org 'Buy eggs\nand milk\n'
    written minutes.md "Minutes of the council\n\n$prose\n"
    written README.md "$prose\n"
    written list.txt '- Includes all that is new\n- Mended: the search\n'
    equal "$prose|Table|Includes all that is new|Minutes of the council|plan|v0.1|v0.2|v0.3" "$(emitted .title .)"
    equal 2020-04-10 "$(emitted .date v0.1.md)"
}

@test "lines of metadata without a fence, and fences in every markup language" {
    local head='Proposal: 8\nTitle: On herons\nAuthor: Jo Hale,\n  Al Reed\nCreated: 05-Jul-2001\n\n'
    for name in a.rst b.org c.adoc d.md e.txt; do written $name "${head}The heron stands.\n"; done
    for name in f.rst g.org h.adoc; do written $name '---\ntitle: On herons\n---\n\nThe heron stands.\n'; done
    written i.txt 'Note: one\nTitles: two\n\nThe heron.\n'
    equal "$(printf 'On herons 2001-07-05 8|%.0s' {1..5})On herons  |On herons  |On herons  |Note: one Titles: two  " \
        "$(emitted '.title + " " + .date[:10] + " " + (.fields.proposal // [""])[0]' .)"
    contains "$(emitted .text e.txt)" 'Al Reed'
}

@test "of several sections none is the title of a note in Org or reStructuredText" {
    written plan.org 'Some plans.\n\n* Spring\n* Autumn\n'
    written herons.rst 'Herons\n======\n\nNests\n-----\n\nFood\n----\n'
    written named.org '* Spring\n#+TITLE: The plans\n* Autumn\n'
    written news.rst "$(for n in 6 5 4 3 2 1; do printf '1.%d\n===\n\nMended.\n\n' $n; done)\n"
    equal 'Herons|The plans|news|plan' "$(emitted .title .)"
}

@test "pictures without words are no documents, with words they are, with and without a prologue" {
    written a.svg '<svg xmlns="http://www.w3.org/2000/svg"><path d="M4 4h2"/></svg>\n'
    written b.svg '<!-- made by hand -->\n<svg xmlns="http://www.w3.org/2000/svg"><text>Valve</text></svg>\n'
    written c.svg '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><path d="M4 4h2"/></svg>\n'
    written d.gpx '<gpx><wpt lat="1" lon="2"><name>Summit</name></wpt></gpx>\n'
    equal 'b.svg xml Valve|d.gpx xml Summit||gpx|wpt|name' "$(emitted '.path + " " + .type + " " + .text' ./*.svg d.gpx)"
}

@test "pages with front matter have its title and fields, and places in the file" {
    written a.html '---\ntitle: Contact\nlayout: page\n---\n<h1>{{ page.title }}</h1>\n<p>Write to kestrel.</p>\n'
    written b.html '---\nlayout: page\n---\n<html><title>Real</title><p>Text.</p></html>\n'
    written c.html '--- a rule\n<p>Text.</p>\n'
    equal 'Contact page|Real page' "$(emitted '.title + " " + .fields.layout[0]' a.html b.html)"
    contains "$(emitted .text c.html)" 'a rule'
    pressmark-index -q .
    equal a.html:6 "$(pressmark-search --vimgrep kestrel | cut -d: -f1,2)"
    lacks "$(emitted .text a.html)" layout
}

@test "code, settings and rows of tables give no date and no title" {
    written a.md 'Settings\n\n```yaml\ndate: 2024-05-26\n```\n\nMore.\n'
    written b.md '```\nMay 3, 2012\n```\n\nSettings are read.\n'
    written c.rst 'Say so::\n\n    2024-05-26\n\nMore.\n'
    written d.txt 'Settings\n\ndate = 2024-05-26T09:10:33-07:00\n'
    written e.txt 'Posts\n\n| Post | 2009-03-27 | Content |\n'
    written f.md 'Settings\n\nMay 26, 2024\n\n```\n2001-01-01\n```\n'
    equal 'Settings |Settings are read. |Say so: |Settings |Posts |Settings 2024-05-26' \
        "$(emitted '.title + " " + .date' .)"
}

# ---- what exports and programs write ----

@test "words that a list of runs cuts in two are whole again" {
    written a.json '{"messages":[{"id":1,"text":["quin",{"type":"bold","text":"ces"}," are ripe"]},{"id":2,"text":"x"}]}'
    written b.jsonl '{"title":"ADF","doc":{"type":"paragraph","content":[{"type":"text","text":"med"},{"type":"text","text":"lars","marks":[{"type":"em"}]},{"type":"hardBreak"},{"type":"text","text":"next"}]}}\n{"title":"Q","ops":[{"insert":"wal"},{"insert":"nuts","attributes":{"bold":true}}]}\n{"role":"user","content":[{"type":"text","text":"One part."},{"type":"text","text":"Another part."}]}\n'
    pressmark-index -q .
    equal a.json "$(answers '"quinces are ripe"')"
    equal b.jsonl:1 "$(pressmark-search --vimgrep medlars | cut -d: -f1,2)"
    equal b.jsonl:2 "$(pressmark-search --vimgrep walnuts | cut -d: -f1,2)"
    contains "$(emitted .text b.jsonl)" 'One part.||Another part.'
}

@test "bytes in escapes of JSON, lists of numbers, and days as lists" {
    written a.json '{"sender":"J\\u00c3\\u00b6rg","content":"Gr\\u00c3\\u00bc\\u00c3\\u009fe aus K\\u00c3\\u00b6ln"}'
    written b.json '{"text":"caf\\u00e9 \\u00c3\\u00a9 and \\u00fc"}'
    printf '{"title":"Numbers","ids":[%s],"vector":[%s]}\n' "$(seq -s, 100001 100040)" \
        "$(seq -s, 0.1 0.1 9.9)" >c.jsonl
    written d.jsonl '{"title":"Day","issued":{"date-parts":[["2021",2,3]]}}\n'
    contains "$(emitted .text a.json)" 'Grüße aus Köln'
    equal 'café Ã© and ü' "$(emitted .text b.json)"
    equal '2021-02-03' "$(emitted '.date[:10]' d.jsonl)"
    pressmark-index -q .
    equal c.jsonl "$(answers 100040)"
    equal '' "$(answers '"9.9"')"
}

@test "prefixed tags, tags that are all there is, sections of CDATA and what is escaped twice" {
    written a.jsonl '{"title":"J","abstract":"<jats:title>On</jats:title><jats:p>the med<jats:italic>lar</jats:italic></jats:p>"}\n'
    written b.xml '<posts><row Title="How to prune?" Body="&lt;p&gt;In winter.&lt;/p&gt;" Tags="&lt;fruit&gt;&lt;tree&gt;"/></posts>'
    written c.xml '<rss><channel><title>F</title><item><title>One</title><description>&lt;![CDATA[some walnut]]&gt;</description></item><item><title>Two</title><description>&amp;lt;p&amp;gt;A &amp;lt;b&amp;gt;now page&amp;lt;/b&amp;gt;&amp;lt;/p&amp;gt;</description></item></channel></rss>'
    equal 'On||the medlar' "$(emitted .text a.jsonl)"
    contains "$(emitted .text b.xml)" 'fruit'
    lacks "$(emitted .text b.xml)" '<p>'
    equal 'some walnut|A now page' "$(emitted .text c.xml)"
}

@test "lines of two character sets in a file, and characters that a fold has cut" {
    written a.txt 'Grüße aus Köln, schöne Wörter\nnoch eine Zeile über Äpfel\nalte Zeile mit \xc4pfeln und K\xf6ln\n'
    written b.jsonl '{"text":"caf\xe9"}\n{"text":"Köln"}\n{"text":"Grüße an Jörg"}\n'
    written c.txt 'Alte Zeile mit \xc4pfeln und K\xf6ln, und noch viele W\xf6rter \xfcber die K\xfcche\n'
    written d.ics 'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Gr\xc3\r\n \xbc\xc3\x9fe\r\nDTSTART:20210203\r\nLOCATION:Jena\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n'
    contains "$(emitted .text a.txt)" 'Grüße aus Köln'
    contains "$(emitted .text a.txt)" 'Äpfeln und Köln'
    equal 'café|Köln|Grüße an Jörg' "$(emitted .text b.jsonl)"
    contains "$(emitted .text c.txt)" 'Äpfeln und Köln'
    equal 'Grüße' "$(emitted .title d.ics)"
}

@test "drawers of Org, stray lines of cards, captions that roll" {
    written a.org '* Tree\n:PROPERTIES:\n:SPECIES: Cydonia\n:END:\n:LOGBOOK:\n- Note taken walnut\n:END:\n\nText medlar.\n'
    written b.vcf 'BEGIN:VCARD\nFN:Ann Lee\nNOTE:Hello\nWorld walnut\nEND:VCARD\n'
    written c.vtt 'WEBVTT\n\n00:00:00.799 --> 00:00:02.869\n \nhi<00:00:01.040><c> everyone</c>\n\n00:00:02.869 --> 00:00:04.070\nhi everyone\nwelcome<00:00:03.360><c> back</c>\n'
    pressmark-index -q .
    equal 'a.org a.org a.org' "$(answers species:cydonia) $(answers '"note taken walnut"') $(answers medlar)"
    equal b.vcf "$(answers '"world walnut"')"
    equal 'hi everyone||welcome back' "$(emitted .text c.vtt)"
}

@test "templates that are shown, tags of bookmarks, pages within documents of others" {
    written a.html '<title>T</title><my-card><template shadowrootmode="open"><p>Walnut.</p></template></my-card><template><p>Hidden.</p></template>'
    written b.html '<!DOCTYPE NETSCAPE-Bookmark-file-1><TITLE>Bookmarks</TITLE><DL><p><DT><A HREF="http://x/" ADD_DATE="1726850472" TAGS="porsche,old car">Page</A></DL>'
    pressmark-index -q .
    equal a.html "$(answers walnut)"
    equal a.html "$(answers hidden)"
    equal b.html "$(answers tags:porsche)"
}

@test "a subject that is protected is the title; messages of MH are mail" {
    needs_mail
    written a.eml 'From: a@x\nTo: b@x\nSubject: ...\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="W"\n\n--W\nContent-Type: text/plain; charset=utf-8; protected-headers="v1"\nSubject: Quince plan\n\nBody.\n--W--\n'
    written 12 'From: Ann <a@x>\nTo: b@x\nDate: Wed, 3 Feb 2021 10:00:00 +0000\nSubject: Sub\n\nBody.\n'
    written 13 'Note: Ann\nDate: soon\n\nNo mail.\n'
    equal 'Quince plan' "$(emitted .title a.eml)"
    equal 'mail Sub|text' "$(emitted .type 12) $(emitted .title 12)|$(emitted .type 13)"
}

@test "names of substitutions in reStructuredText, attributes behind headings, other front matter" {
    written a.rst '.. |x| replace:: quince\n\n|x| census\n========\n\nThe |x|_ and |y| tree.\n'
    written b.md '# Orchard census {#id .class}\n\ntext\n\n## Set {a, b}\n'
    written c.md '#Orchard census\n\ntext here\n'
    written d.md 'title:: Quince tree\ndate:: 2021-02-03\n\n- block\n'
    written e.md '%% Quince\n  harvest\n%% Ann Lee\n%% 3 February 2021\n\ntext\n'
    written f.tex '\\documentclass{article}\n\\usepackage{ngerman}\n\\title{Sch"one Gr"u"se}\n\\begin{document}\n\\maketitle\nText.\n\\end{document}\n'
    equal 'quince census' "$(emitted .title a.rst)"
    contains "$(emitted .text a.rst)" 'The quince and y tree.'
    equal 'Orchard census|Orchard census' "$(emitted .title b.md c.md)"
    contains "$(emitted .text b.md)" 'Set {a, b}'
    equal 'Quince tree 2021-02-03|Quince harvest 2021-02-03' "$(emitted '.title + " " + .date' d.md e.md)"
    equal 'Schöne Grüße' "$(emitted .title f.tex)"
}

# ---- titles of what has none, and what is beside the text of pages ----

@test "comments, fields, notices and logs of changes do not title a text; their subject does" {
    written seq2 '#\n#  Chet <chet@example.org>\n#\n#  Copyright 1998 Chester\n#\n#  This is free; you can share it.\n#\nseq() { :; }\n'
    written plot.dem '#\n# Parallel axis plot\n#\nset border 0\n'
    written tool '#!/bin/sh\n# whatis - tell what a thing is\n#\necho\n'
    written gdk 'Document: gdk3\nTitle: GDK Manual\nSection: C\n\nFormat: HTML\n'
    written copyright 'Format: https://example.org/format/1.0/\nUpstream-Name: FFTW\n\nFiles: *\nLicense: GPL-2+\n'
    written NEWS 'Copyright (c) 2004-2010 The Trustees of Indiana University\n    Technology Corporation.\n\nOpen News\n\ntext\n'
    written ChangeLog '2001-12-28  Ann Lee  <ann@x>\n\n\t* library/init.tcl: quoted with care, so that blanks\n\tin names do no harm.\n'
    written a.ps '%%!PS-Adobe-2.0\n%%%%Creator: groff\n%%%%Title: The manual\n%%%%EndComments\n(x) show\n'
    written b.ps '%%!PS-Adobe-2.0\n%%%%Creator: groff\n%%%%EndComments\n(x) show\n'
    written memo.txt 'Contact: Paula\nPhone: 5\n\nQuince harvest\n\nText of it.\n'
    written readme.txt '# My project\n\nIt does things.\n'
    written licence.txt 'This package was made by Ann Lee for people on\nTue, 25 Apr 2000 14:54:56 -0400.\nIt is free.\n'
    equal 'ChangeLog|Open News|The manual|b|copyright|GDK Manual|Quince harvest|Parallel axis plot|My project|seq2|whatis - tell what a thing is' \
        "$(emitted .title seq2 plot.dem tool gdk copyright NEWS ChangeLog a.ps b.ps memo.txt readme.txt)"
    equal '' "$(emitted .date licence.txt)"
}

@test "versions, unfinished sentences, notices and data do not title a text" {
    written changelog '-*- coding: utf-8 -*-\n\ncommit 4491bb740a9506d76391ac44bb2fe6e483fec952\n  Author: Ann\n\n    walnut\n'
    written CHANGES '===== dev =====\n\n===== 5.6.1 =====\n\n  * Fix walnut\n'
    written HISTORY 'Release 2.2.40.\n\nWalnut.\n'
    written guide.txt 'Quince 2.2 for gardeners\n\nText.\n'
    written copyright 'This package was downloaded from\n   https://e.org/walnuts/of/the/county/and/more/of/them.html\n\nFiles: *\n'
    written licence 'This was packaged by Ann Lee <ann@e.org> on\nThu, 18 Mar 2004 00:48:42 -0800, and later updated by Jo\n'
    written AUTHORS 'Antoine Jac <ant e org>\nAnn Lee <ann e org>\n'
    written lib.xyz 'This file is part of the walnut library.\n\nHow nuts are cracked\n\ntext\n'
    written nand.sym 'state(0,14,100,0,0,0,8,1,8,0,2,0,1,0,0,1,0,0,0,4).\nwalnut\n'
    written FAQ 'Q: I have no walnuts.\nA: Plant some.\n\nQ: Where?\nA: Here.\n'
    written README 'Overview\n========\nThe walnut program converts one quantity to another one, and more.\nIt is free.\n'
    written NEWS 'GNU Walnut NEWS                          -*- outline -*-\n\n* Changes in 4.19 (2022-08-23)\n- Clarify.\n'
    written prog.pas '(* Feel free to use it *)\nprogram nuts;\n'
    written a.ps '%%!PS-Adobe-2.0\n%%%%Title: autoconf.dvi\n%%%%EndComments\n(x) show\n'
    written b.ps '%%!PS-Adobe-2.0\n%%%%Title: (The manual)\n%%%%EndComments\n(x) show\n'
    equal 'CHANGES|HISTORY|changelog|Quince 2.2 for gardeners' "$(emitted .title changelog CHANGES HISTORY guide.txt)"
    contains "$(emitted .title copyright)" 'This package was downloaded from https'
    equal 'FAQ|GNU Walnut NEWS' "$(emitted .title FAQ NEWS)"
    contains "$(emitted .title README)" 'The walnut program'
    equal 'AUTHORS|a|The manual|How nuts are cracked|licence|nand|prog.pas' \
        "$(emitted .title licence AUTHORS lib.xyz nand.sym prog.pas a.ps b.ps)"
}

@test "a page with a made-up title and no heading is called by its name; dates of its sections are not its own" {
    written Quince.html '<title>Source code</title><pre>package walnut;</pre>'
    written manual.html '<title>Manual 3.3</title><h1>Manual 3.3</h1><p>'"$(yes 'Text on walnuts.' | head -n 200 | paste -sd ' ')"'</p><h3>Release 1.1</h3><p>Release date: 2005/03/01</p><p>More of them.</p><h3>Release 1.0</h3><p>Release date: 2005/01/26</p><p>The first.</p>'
    written page.html '<title>Walnut</title><h1>Walnut</h1><p>Text on walnuts.</p><p>Published on 2005-03-01 by Ann</p>'
    equal 'Quince|Manual 3.3|2005-03-01' "$(emitted .title Quince.html manual.html)|$(emitted .date page.html)"
    equal '' "$(emitted .date manual.html)"
    written ch5.html '<title>The Scheme Reference Manual for release 1.9.2</title><h1>&nbsp; Libraries&nbsp;</h1><p>Walnut.</p>'
    written index.html '<title>The Scheme Reference Manual</title><h1>The Scheme Manual</h1><p>Walnut.</p>'
    written blog.html '<title>How to shell walnuts</title><h1>The Orchard</h1><p>Walnut.</p>'
    equal 'How to shell walnuts|Libraries|The Scheme Reference Manual' "$(emitted .title ch5.html index.html blog.html)"
    written notes.md '# Walnuts\n\nText on them.\n\n## Release 1.1\n\n2005-03-01\n\nMore.\n'
    written report.md '# Walnuts\n\n## A report\n\n2005-03-01\n\nText on them.\n'
    equal '|2005-03-01' "$(emitted .date notes.md)|$(emitted .date report.md)"
}

@test "a headline ends above its author, the title of a man page with its first paragraph" {
    written a.txt 'Multi-state models and competing risks\nTerry Hale\n\nWalnuts were counted.\n'
    written b.txt 'Multi-state models and the risks of\nNew Orchards\n\nWalnuts were counted.\n'
    written c.3pm '.TH Slices 3pm\n.SH NAME\nPDL::Slices -- Indexing, slicing\n.sp\nslices [-x]\n.SH TEXT\nWalnut.\n'
    equal 'Multi-state models and competing risks|Multi-state models and the risks of New Orchards|PDL::Slices -- Indexing, slicing' \
        "$(emitted .title a.txt b.txt c.3pm)"
}

@test "rows, divisions and links that lead to other pages are not the text of a page" {
    written a.html '<title>A</title><table><tr><td><img alt="Logo"></td><td><a href="h">Home</a></td><td><a href="l">Libraries</a></td><td><a href="p">People</a></td></tr></table><div id="path"><a href="1">Docs</a> &gt; <a href="2">Version 2.4</a> &gt; <a href="3">Modules</a></div><h1>Alias</h1><p>Text of the page, which is longer than the lists around it are.</p><div><a href="b">Prev</a> <a href="c">Next</a></div>'
    written b.html '<title>B</title><a class="previous_page" href="x">&lt;-previous</a><h1>Relay</h1><p>Text that mentions the <a href="y">next</a> page.</p><table><tr><td><a href="1">One</a></td><td>first of them</td></tr></table><address>The Help Desk</address>'
    written c.html '<body class="wy-body-for-nav"><div class="wy-grid-for-nav"><nav><a href="a">Chapter</a></nav><section class="wy-nav-content-wrap"><div role="main"><h1>BIND</h1><p>Text.</p></div><footer>Built with Sphinx</footer></section></div>'
    # what stands before the byte from which on it is not
    own() { pressmark-index --emit=jsonl -q "$1" | jq -r '.text[:.navigation]' | paste -sd '|'; }
    equal 'Alias||Text of the page, which is longer than the lists around it are.' "$(own a.html)"
    equal 'Relay||Text that mentions the next page.||One | first of them' "$(own b.html)"
    equal 'BIND||Text.' "$(own c.html)"
    pressmark-index -q .
    equal 'a.html b.html' "$(answers libraries) $(answers '"help desk"')"
}

@test "links one below another, and those a page begins with, are not the text of a page" {
    # what stands before the byte from which on it is not
    own() { pressmark-index --emit=jsonl -q "$1" | jq -r '.text[:([.contents, .navigation] | map(values) | min)]' | paste -sd '|'; }
    written a.html '<title>Relay - The Docs</title><div class="top"><h1><a href="index.html">The Docs</a></h1><div><a href="1">Home</a> | <a href="2">Walnuts</a></div></div><h1>Relay</h1><p>Text of the page, which is longer than the lists around it are, by some words.</p>'
    written b.html '<title>Relay</title><body><a href="#main">Skip to content</a><p><a href="b2.html">[MathJax off]</a></p><div><div><a href="b.html#1">1.1 Walnuts</a></div><div><a href="b.html#2">1.2 Quinces</a></div><div><a href="b.html#3">1.3 Medlars</a></div></div><h3>Relay</h3><p>Text of the page, which is longer than the lists around it are, by some words.</p>'
    written c.html '<title>Relay</title><h1><a href="/relay">Relay</a></h1><p>Text of the page.</p><table><tr><td><a href="t">Tree</a> *</td><td><a href="#n">tree_new</a> ()</td></tr><tr><td><a href="t">Tree</a> *</td><td><a href="#o">tree_old</a> ()</td></tr></table>'
    equal 'Relay||Text of the page, which is longer than the lists around it are, by some words.' "$(own a.html)"
    equal 'Relay||Text of the page, which is longer than the lists around it are, by some words.' "$(own b.html)"
    contains "$(emitted .text c.html)" 'tree_old'
    equal 'null null' "$(emitted '"\(.contents) \(.navigation)"' c.html)"
    pressmark-index -q .
    equal 'a.html b.html' "$(answers walnuts)"
}

@test "hundreds of names that a document gives to texts" {
    { printf '.. |s%d| replace:: quince%d\n' {1..300}{,} && printf '\nSee |s%d|.\n' {1..300}; } >names.rst
    {
        printf '\\newcommand{\\m%s}{medlar%s}\n' {{a..z}{a..z},{a..b}x{a..z}}{,}
        printf '\\begin{document}\n' && printf 'See \\m%s{}.\n' {{a..z}{a..z},{a..b}x{a..z}}
    } >names.tex
    { echo '.TH NAMES 1' && printf '.ds S%d walnut%d\n' {1..100}{,} && printf 'See \\*[S%d].\n' {1..100}; } >names.1
    pressmark-index -q .
    local word
    for word in 'quince300 names.rst' 'medlarbxz names.tex' 'walnut100 names.1'; do
        equal "${word#* }" "$(answers "\"${word% *}\"")"
    done
}

@test "names of attachments, other forms of a text and raw Japanese are found in a mail" {
    needs_mail
    written a.eml 'From: a@x\nTo: b@x\nSubject: Plan\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nText.\n--b\nContent-Type: image/png; name="walnut plan.png"\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n--b--\n'
    written b.eml 'From: a@x\nTo: b@x\nSubject: Forms\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\nOne two.\n--b\nContent-Type: text/x-amp-html\n\n<html><p>Medlar</p></html>\n--b\nContent-Type: text/enriched\n\nOne two.\n--b--\n'
    written c.eml 'From: a@x\nTo: b@x\nSubject: \033$B2L<y1`\033(B\n\nText.\n'
    written d.eml 'From: a@x\nTo: b@x\nSubject: List\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\nTWVkbGFy\n\n-- \nOrchard mailing list\n'
    equal 'Medlar||-- |Orchard mailing list' "$(emitted .text d.eml)"
    equal 'walnut plan.png' "$(emitted '.fields.attachment[]' a.eml)"
    equal 'One two.||Medlar' "$(emitted .text b.eml)"
    equal '果樹園' "$(emitted .title c.eml)"
}

@test "uuencoded files in a mail are attachments, and titles of pages and descriptions of parts are found" {
    needs_mail
    written a.eml 'From: a@x\nTo: b@x\nSubject: Plan\n\nBefore\nbegin 644 quince.txt\n&;65D;&%%R\n`\nend\nAfter\n'
    written b.eml 'From: a@x\nTo: b@x\nSubject: Plan\nMIME-Version: 1.0\nContent-Type: text/html\n\n<title>Walnut letter</title><p>Text.'
    written c.eml 'From: a@x\nTo: b@x\nSubject: Plan\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nText.\n--b\nContent-Type: application/x-y\nContent-Description: Map of the orchard\n\nx\n--b--\n'
    equal 'Before|||||After|medlar' "$(emitted .text a.eml)"
    equal 'a.eml|quince.txt' "$(emitted .id a.eml)"
    equal 'Text.||Walnut letter' "$(emitted .text b.eml)"
    equal 'Map of the orchard' "$(emitted '.fields.attachment[]?' c.eml)"
}

@test "words that only the names of files have are found in an index of several languages" {
    written Besprechungsunterlagen.txt 'Kurzer Text.\n'
    written Gartenbau.md 'Im Garten wachsen die Birnen und die Quitten, und wir haben sie alle gern, weil sie schmecken.\n'
    written Orchards.md 'The pears and the quinces grow in the garden, and we like all of them because they taste so good.\n'
    written Vergers.md 'Les poires et les coings poussent dans le jardin, et nous les aimons tous parce que leur saveur est bonne.\n'
    written Справка.txt 'x\n'
    indexes .
    equal Besprechungsunterlagen.txt "$(answers besprechungsunterlagen)"
    equal Справка.txt "$(answers справка)"
}

@test "folders in archives are found like those of the file system, and cpio archives are opened" {
    python3 -c 'import zipfile
with zipfile.ZipFile("a.zip", "w") as file:
    file.writestr("medlar/a.txt", "Text of a member")
name, data = b"medlar/b.txt\0", b"Another member"
head = b"070701" + b"".join(b"%08x" % n for n in (1, 0o100644, 0, 0, 1, 0, len(data), 0, 0, 0, 0))
end = b"TRAILER!!!\0"
open("b.cpio", "wb").write(
    head + b"%08x%08x" % (len(name), 0) + name + b"\0" * (-(110 + len(name)) % 4) + data + b"\0" * (-len(data) % 4)
    + b"070701" + b"0" * 88 + b"%08x%08x" % (len(end), 0) + end + b"\0\0\0")'
    written c.txt '070701 is a day\n'
    indexes .
    equal 'a.zip b.cpio' "$(answers path:medlar | tr ' ' '\n' | sort | xargs)"
    equal b.cpio "$(answers another)"
    equal c.txt "$(answers day)"
}

@test "texts that images have in HTML of records are found" {
    written a.jsonl '{"text":"<p>One <img src=a alt=quince title=\\"Two &amp; three\\">four</p>"}\n'
    equal 'One quince Two & three||four' "$(emitted .text a.jsonl)"
}

@test "attachments are found by their names, and other forms of a text that have several parts are read" {
    needs_mail
    written a.eml 'From: a@x\nTo: b@x\nSubject: Plan\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nText.\n--b\nContent-Type: application/octet-stream; name="walnut.bin"\nContent-Transfer-Encoding: base64\n\nAAAA\n--b--\n'
    written b.eml 'From: a@x\nTo: b@x\nSubject: Plan\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: multipart/mixed; boundary=c\n\n--c\n\nOne.\n--c\n\nMedlars.\n--c--\n--b\nContent-Type: text/html\n\n<p>One.\n--b--\n'
    equal walnut.bin "$(emitted '.fields.attachment[]?' a.eml)"
    equal 'One.||One.||Medlars.' "$(emitted .text b.eml)"
}

@test "what a feed says about itself behind its entries, and titles of old books, are found" {
    written a.xml '<feed xmlns="http://www.w3.org/2005/Atom"><title>Site</title><entry><id>1</id><title>A</title></entry><rights>Walnut press</rights></feed>'
    equal '|Walnut press' "$(emitted .text a.xml)"
    python3 -c 'import zipfile
with zipfile.ZipFile("a.epub", "w") as file:
    file.writestr("META-INF/container.xml", "<container><rootfile full-path=\"c.opf\"/></container>")
    file.writestr("c.opf", "<package><metadata><dc:Title xmlns:dc=\"d\">Pears</dc:Title></metadata><manifest>"
                  "<item id=\"a\" href=\"a.html\"/></manifest><spine><itemref idref=\"a\"/></spine></package>")
    file.writestr("a.html", "<title>Orchards</title><p>Text.")'
    equal 'Pears: Text.||Orchards' "$(emitted '.title + ": " + .text' a.epub)"
}
