#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Archives, office documents, PDF and mail: how their documents are found and identified, and what
# happens with malicious files. unit/formats/samples_test.c tests what is read of each format.

load helper

prepare() {
    samples=$BATS_TEST_DIRNAME/../samples/packed
    document good.txt 'a good old lighthouse'
}

# The reasons of what was skipped, one a line.
reasons() {
    jq -r '.path + ": " + .reason' "$work/report"
}

# Indexes everything within a minute and 1.5 GB of address space, and the good file is there.
survives() {
    (
        limit_address_space 1572864
        exec timeout 60 pressmark-index -q --threads=1 --memory=64M --report="$work/report" "$@" .
    ) 2>"$work/stderr" || status=$?
    echo "# ${status-0}: $(<"$work/stderr") $(<"$work/report")"
    equal good.txt "$(answers lighthouse)"
}

needs_pdftotext() {
    command -v pdftotext >/dev/null || skip 'pdftotext is not installed'
}

# A DOCX with the standard input as its text.
word_document() {
    mkdir -p "$work/docx/_rels" "$work/docx/word"
    echo '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>' \
        >"$work/docx/[Content_Types].xml"
    echo '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">' \
        '<Relationship Id="r1" Target="word/document.xml" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>' \
        >"$work/docx/_rels/.rels"
    cat >"$work/docx/word/document.xml"
    (cd "$work/docx" && zip -q -X -r "$work/folder/$1" .)
}

@test "members are documents of the file, with ids of their own" {
    cp "$samples/nested.zip" .
    indexes .
    equal '0 1' "$index_status $not_text"
    equal nested.zip "$(answers tunnel)"
    equal '["nested.zip","records.jsonl#r1","Tunnel",1]' \
        "$(pressmark-search --json tunnel | jq -c '.hits[] | [.path, .id, .title, .passages[0].line]')"
    equal '["sub/quarry.md"]' "$(pressmark-search --json gravel | jq -c '[.hits[].id]')"
}

@test "a compressed file is a document like the file in it" {
    cp "$samples"/ferry.txt.{gz,bz2,xz,zst} .
    indexes .
    equal '0 5' "$index_status $documents"
    equal 'ferry.txt.bz2 ferry.txt.gz ferry.txt.xz ferry.txt.zst' "$(answers ferry)"
    equal '["","","",""]' "$(pressmark-search --fold=no --json ferry | jq -c '[.hits[].id]')"
}

@test "a hit in a PDF names the page" {
    needs_pdftotext
    cp "$samples/groff.pdf" .
    indexes .
    equal '2 0' "$(pressmark-search --json 'harbour road' |
        jq -r '.hits[0].passages[0] | "\(.page) \(.line)"')"
    contains "$(pressmark-search 'harbour road')" 'pdf, page 2'
}

@test "headers of a mail are fields, attachments are documents" {
    cp "$samples/python.eml" .
    indexes .
    [[ $(cat "$work/stderr") != *'without mail support'* ]] || skip 'built without GMime'
    equal 4 "$documents"
    equal python.eml "$(answers author:brückner cc:desk subject:mühlstraße list-id:press)"
    equal '["Mühlstraße.docx"]' "$(pressmark-search --json lorries | jq -c '[.hits[].id]')"
}

@test "without GMime mail is skipped with the reason, and all else is read" {
    cp "$samples"/python.{eml,mbox} .
    run -1 --separate-stderr "$PRESSMARK_BIN/tests/index_without_mail" .
    for file in python.{eml,mbox}; do
        contains "$stderr" "$file: skipped: mail: built without mail support (GMime)"
    done
    equal good.txt "$(answers lighthouse)"
}

@test "a changed archive is read again, one that is gone leaves the index" {
    cp "$samples/nested.zip" a.zip
    indexes .
    cp "$samples/tree.7z" a.zip
    indexes .
    equal 1 "$changed"
    equal a.zip "$(answers gravel)"
    run -1 pressmark-search -l tunnel
    rm a.zip
    indexes .
    equal '1 1' "$removed $documents"
}

@test "an archive that is renamed keeps its documents" {
    cp "$samples/tree.7z" a.zip
    indexes .
    mv a.zip b.zip
    indexes .
    equal b.zip "$(answers gravel)"
}

@test "names that lead out of the folder are only names" {
    cp "$samples/slip.zip" .
    survives
    equal slip.zip "$(answers slip)"
    [ ! -e ../slip.txt ] && [ ! -e ../../slip.txt ]
}

@test "what is encrypted is reported, and the members beside it are read" {
    needs_pdftotext
    cp "$samples"/encrypted.{zip,pdf} .
    survives
    equal encrypted.zip "$(answers gravel)"
    contains "$(reasons)" 'encrypted.zip: ferry.txt: encrypted'
    contains "$(reasons)" 'encrypted.pdf: encrypted PDF'
}

@test "cut and damaged files are reported" {
    head -c 450 "$samples/nested.zip" >cut.zip
    head -c 4000 "$samples/pandoc.docx" >cut.docx
    head -c 3000 "$samples/groff.pdf" >cut.pdf
    head -c 100 "$samples/tree.7z" >cut.7z
    survives
    for file in cut.{zip,docx,pdf,7z}; do contains "$(reasons)" "$file: "; done
    equal cut.zip "$(answers ferry)" # what stands before the cut
}

@test "what unpacks to gigabytes is stopped" {
    # Frames and members that follow each other are one file.
    times() {
        for ((i = 0; i < $1; i++)); do printf '%s\n' "$work/part"; done | xargs cat >"$2"
    }
    yes | head -c 16M | zstd -q >"$work/part" && times 64 bomb.zst
    yes | head -c 16M | gzip -9 >"$work/part" && times 20 bomb.gz
    head -c 64M /dev/zero | zstd -q >"$work/part" && times 48 zeros.zst
    survives --memory=1G
    contains "$(reasons)" 'bomb.zst: more than 1000 times its size'
    contains "$(reasons)" 'bomb.gz: more than '
    contains "$(reasons)" 'zeros.zst: '
}

@test "one member too large does not hide the others" {
    document small.txt 'a small brook'
    yes 'words and words' | head -c 3M >large.txt
    zip -q -X a.zip large.txt small.txt
    rm small.txt large.txt
    survives --max-unpacked=2M
    equal a.zip "$(answers brook)"
    contains "$(reasons)" 'a.zip: large.txt: unpacked 3145728 bytes'
    yes 'words and words' | head -c 3M | gzip >large.txt.gz
    survives --max-unpacked=2M
    contains "$(reasons)" 'large.txt.gz: more than 2097152 bytes unpacked'
}

@test "archives in archives are opened to a depth" {
    document bottom.txt 'the bottom of the well'
    mv bottom.txt ../0.txt
    for i in {1..9}; do
        (cd .. && zip -q -X "$i.zip" "$((i - 1))".*)
    done
    mv ../4.zip deep.zip
    mv ../9.zip deeper.zip
    survives
    contains "$(reasons)" 'deeper.zip: 8.zip/7.zip/6.zip/5.zip: an archive 5 deep'
    equal deep.zip "$(answers bottom)"
    indexes --rebuild --max-depth=9 .
    equal 'deep.zip deeper.zip' "$(answers bottom)"
}

@test "a depth of zero opens no archive" {
    cp "$samples/ferry.txt.gz" .
    survives --max-depth=0
    contains "$(reasons)" 'ferry.txt.gz: '
    run -1 pressmark-search -l ferry
}

@test "members beyond a number are not read" {
    document m.txt 'a member'
    yes m.txt | head -n 3000 | tar --hard-dereference -czf many.tar.gz -T -
    rm m.txt
    survives --max-members=1000
    contains "$(reasons)" 'many.tar.gz: more than 1000 members'
    indexes --rebuild --max-members=1000 .
    equal 1001 "$documents"
}

@test "a billion laughs are not heard" {
    {
        echo '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY l0 "laugh">'
        for i in {1..10}; do
            printf '<!ENTITY l%d "' "$i"
            printf "&l$((i - 1));%.0s" {1..10}
            echo '">'
        done
        echo '<!ENTITY file SYSTEM "file:///etc/passwd">]><w:document xmlns:w="w"><w:body>'
        echo '<w:p><w:r><w:t>before &l10; between &file; behind</w:t></w:r></w:p></w:body></w:document>'
    } | word_document billion.docx
    survives
    run -1 pressmark-search -l laugh
    run -1 pressmark-search -l root
    equal billion.docx "$(answers before between behind)"
}

@test "elements nested without end are cut off" {
    {
        echo '<w:document xmlns:w="w"><w:body><w:p><w:r><w:t>before</w:t></w:r></w:p>'
        yes '<w:p>' | head -n 500000
    } | word_document deep.docx
    survives
    equal deep.docx "$(answers before)"
    contains "$(reasons)" 'deep.docx: 1 damaged part'
}

@test "a reader of PDF that hangs, floods or dies costs its file only" {
    mkdir ../bin
    for script in 'sleep 100' 'yes words of the flood' 'kill -SEGV $$' 'exit 1'; do
        printf '#!/bin/sh\n%s\n' "$script" >../bin/pdftotext
        chmod +x ../bin/pdftotext
        echo "%PDF-1.4 $script" >a.pdf
        PATH=$(readlink -f ../bin):$PATH survives --max-time=1 --max-unpacked=1M
        contains "$(reasons)" 'a.pdf: '
    done
}

@test "without pdftotext a PDF is skipped, and the reason says what to install" {
    cp "$samples/groff.pdf" .
    run -1 env PATH=/nowhere "$(type -P pressmark-index)" -q .
    contains "$output" 'PDF needs pdftotext (package poppler-utils)'
}

@test "a file that was skipped for want of a program is read once there is the program" {
    local indexer program ending magic='\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1'
    indexer=$(type -P pressmark-index)
    mkdir ../bin
    while read -r program ending magic; do
        printf '%b%020d' "$magic" 0 >"only.$ending"
        run -1 env PATH="$work/bin" "$indexer" -q .
        contains "$output" "only.$ending: skipped"
        printf '#!/bin/sh\necho converted\n' >"$work/bin/$program"
        chmod +x "$work/bin/$program"
        contains "$(PATH=$work/bin "$indexer" --dry-run .)" "change only.$ending"
        rm "$work/bin/$program" "only.$ending"
    done <<END
pdftotext pdf %PDF-1.4
antiword doc $magic
catdoc doc $magic
xls2csv xls $magic
catppt ppt $magic
msgconvert msg $magic
wpd2text wpd \xFFWPC
gs ps %!PS
djvutxt djvu AT&TFORM
END
}

@test "a RAR archive is opened" {
    python3 - <<'END'
import struct, zlib
def block(kind, flags, rest, data=b""):
    body = struct.pack("<BHH", kind, flags, 7 + len(rest)) + rest
    return struct.pack("<H", zlib.crc32(body) & 0xFFFF) + body + data
text, name = b"# Medlars\n\nlate\n", b"notes.md"
entry = struct.pack("<IIBIIBBHI", len(text), len(text), 3, zlib.crc32(text), 0, 20, 0x30, len(name), 0) + name
with open("a.rar", "wb") as file:
    file.write(b"Rar!\x1a\x07\x00" + block(0x73, 0, bytes(6)) + block(0x74, 0x8000, entry, text) +
               block(0x7B, 0x4000, b""))
END
    equal 'notes.md markdown Medlars' "$(pressmark-index --emit=jsonl -q a.rar | jq -r '[.id, .type, .title] | join(" ")')"
}

@test "files attached to a PDF are its members" {
    python3 - <<'END'
def stream(dictionary, contents):
    return "<<%s /Length %d>>\nstream\n%s\nendstream" % (dictionary, len(contents), contents)
objects = ["<</Type /Catalog /Pages 2 0 R /Names <</EmbeddedFiles <</Names [(b) 6 0 R (c) 8 0 R]>>>>>>",
           "<</Type /Pages /Kids [3 0 R] /Count 1>>",
           "<</Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Contents 4 0 R /Resources <</Font <</F 5 0 R>>>>>>",
           stream("", "BT /F 12 Tf 20 200 Td (Invoice for walnuts) Tj ET"),
           "<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>",
           "<</Type /Filespec /F (bill.xml) /EF <</F 7 0 R>>>>",
           stream("/Type /EmbeddedFile", "<bill><seller>Orchard Ltd</seller></bill>"),
           "<</Type /Filespec /F (note.txt) /EF <</F 9 0 R>>>>",
           stream("/Type /EmbeddedFile", "Paid in quinces.")]
out, places = "%PDF-1.4\n", []
for i, o in enumerate(objects):
    places.append(len(out))
    out += "%d 0 obj\n%s\nendobj\n" % (i + 1, o)
at = len(out)
out += "xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + "".join("%010d 00000 n \n" % p for p in places)
out += "trailer\n<</Size %d /Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, at)
open("a.pdf", "w").write(out)
open("b.pdf", "w").write(out.replace("(Invoice for walnuts) Tj", " " * len("(Invoice for walnuts) Tj")))
END
    equal 'a.pdf pdf|bill.xml xml|note.txt text' "$(pressmark-index --emit=jsonl -q a.pdf | jq -r '.id + " " + .type' | paste -sd '|')"
    contains "$(pressmark-index --emit=jsonl -q a.pdf | jq -r .text)" 'Paid in quinces.'
    run pressmark-index --emit=jsonl b.pdf
    contains "$output" 'PDF without text'
    contains "$output" 'Paid in quinces.'
    mkdir "$work/bin"
    printf '#!/bin/sh\nexec sleep 100\n' >"$work/bin/pdfdetach"
    chmod +x "$work/bin/pdfdetach"
    run env PATH="$work/bin:$PATH" pressmark-index --max-time 2 --emit=jsonl a.pdf
    contains "$output" 'a.pdf: skipped: attachments that cannot be listed'
    printf '#!/bin/sh\ncase "$*" in *-list*) printf "1: b\\n2: c\\n3: d\\n" ;; *) exec sleep 100 ;; esac\n' >"$work/bin/pdfdetach"
    run env PATH="$work/bin:$PATH" pressmark-index --max-time 2 --emit=jsonl a.pdf
    contains "$output" 'a.pdf: skipped: b: pdfdetach took more than 2 seconds'
    contains "$output" 'a.pdf: skipped: attachments after one that exceeds a limit'
    contains "$output" 'Invoice for walnuts'
}

@test "notes, bookmarks and forms of a PDF are found through qpdf, which a message names if it is missing" {
    needs_pdftotext
    mkdir ../bin
    python3 - <<'END'
objects = ["<</Type /Catalog /Pages 2 0 R>>", "<</Type /Pages /Kids [3 0 R] /Count 1>>",
           "<</Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Contents 4 0 R /Annots [6 0 R] "
           "/Resources <</Font <</F 5 0 R>>>>>>",
           "<</Length 53>>\nstream\nBT /F 12 Tf 20 200 Td (A letter about medlars) Tj ET   \nendstream",
           "<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>",
           "<</Type /Annot /Subtype /Text /Rect [1 1 9 9] /Contents (Plant walnuts) /T (Ann) /Popup 6 0 R>>"]
out, places = "%PDF-1.4\n", []
for i, o in enumerate(objects):
    places.append(len(out))
    out += "%d 0 obj\n%s\nendobj\n" % (i + 1, o)
at = len(out)
out += "xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + "".join("%010d 00000 n \n" % p for p in places)
open("a.pdf", "w").write(out + "trailer\n<</Size %d /Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, at))
END
    ln -s "$(type -P pdftotext)" "$(type -P pdfinfo)" ../bin
    local indexer
    indexer=$(type -P pressmark-index)
    run -1 env PATH="$work/bin" "$indexer" -q .
    contains "$output" 'a.pdf: skipped: notes in a PDF need qpdf (package qpdf)'
    cat >../bin/qpdf <<'END'
#!/bin/sh
echo '  "obj:5 0 R": {
    "/T": "u:identifier",
    "/Title": "u:Bookmark"
  "obj:6 0 R": {
          "/Contents": "u:Plant \"walnuts\"",
          "/F": "u:other",
          "/T": "u:Ann",'
END
    chmod +x ../bin/qpdf
    run -0 env PATH="$work/bin:/bin:/usr/bin" "$indexer" -q .
    equal a.pdf "$(answers walnuts)"
    equal a.pdf "$(answers bookmark)"
    equal a.pdf "$(answers ann)"
    equal '' "$(answers identifier)"
    equal '' "$(answers other)"
}
