#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Office documents and books: text, titles and dates from all of their parts.

load helper

# The documents of files: member of the JSON, joined by "|" in their order.
emitted() {
    pressmark-index --emit=jsonl -q "${@:2}" 2>"$work/stderr" | jq -r "$1" | paste -sd '|'
}

# packed KIND FILE [PART CONTENTS]...: a package of that kind with such parts beside its own.
packed() {
    python3 - "$@" <<'END'
import sys, zipfile
kind, path, *parts = sys.argv[1:]
main = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
relations = '<Relationships><Relationship Id="a" Type="x/officeDocument" Target="%s"/>' \
    '<Relationship Id="b" Type="x/core-properties" Target="core.xml"/></Relationships>'
with zipfile.ZipFile(path, "w") as package:
    if kind in main:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("_rels/.rels", relations % main[kind])
    elif kind == "epub":
        package.writestr("META-INF/container.xml", '<container><rootfile full-path="c.opf"/></container>')
    else:
        package.writestr("META-INF/manifest.xml", "<m>opendocument.%s</m>" % kind)
    for name, contents in zip(parts[::2], parts[1::2]):
        package.writestr(name, contents)
END
}

docx() {
    packed docx "$1" word/document.xml "<w:document xmlns:w='w'>$2</w:document>" "${@:3}"
}

xlsx() {
    packed xlsx "$1" xl/workbook.xml "<workbook xmlns:r='r'><sheets><sheet name='$2' r:id='a'/></sheets></workbook>" \
        xl/_rels/workbook.xml.rels '<Relationships><Relationship Id="a" Type="x/worksheet" Target="s.xml"/></Relationships>' \
        xl/s.xml '<worksheet><row><c t="inlineStr"><is><t>Orchard census 1921</t></is></c></row></worksheet>' "${@:3}"
}

@test "a drop cap is the first letter of its word" {
    docx a.docx '<w:p><w:pPr><w:framePr w:dropCap="drop"/></w:pPr><w:r><w:t>M</w:t></w:r></w:p><w:p><w:r><w:t>edlars were late</w:t></w:r></w:p>'
    docx b.docx '<w:p><w:pPr><w:framePr w:dropCap="none"/></w:pPr><w:r><w:t>Aside</w:t></w:r></w:p><w:p><w:r><w:t>the text</w:t></w:r></w:p>'
    equal 'Medlars were late' "$(emitted .text a.docx)"
    equal 'Aside||the text' "$(emitted .text b.docx)"
}

@test "choices of forms, authors of comments, letters along a path and custom properties are found" {
    docx a.docx '<w:p><w:r><w:t>body</w:t><w:listEntry w:val="walnut"/></w:r><w:r><v:textpath xmlns:v="v" string="Great sale"/></w:r></w:p>' \
        word/_rels/document.xml.rels '<Relationships><Relationship Id="a" Type="x/comments" Target="comments.xml"/></Relationships>' \
        word/comments.xml '<w:comments xmlns:w="w"><w:comment w:author="Ann Lee"><w:p><w:r><w:t>why</w:t></w:r></w:p></w:comment></w:comments>' \
        docProps/app.xml '<Properties><Company>Orchard Ltd</Company></Properties>' \
        docProps/custom.xml '<Properties><property name="x"><lpwstr>Project fig</lpwstr></property></Properties>'
    equal 'body walnut Great sale||Ann Lee||why' "$(emitted .text a.docx)"
    equal 'Orchard Ltd Project fig' "$(emitted '.fields | .company[0] + " " + .property[0]' a.docx)"
}

@test "a text of OpenDocument without a manifest is one document" {
    packed zip a.odt mimetype application/vnd.oasis.opendocument.text \
        content.xml '<c xmlns:text="t"><text:p>Medlar wine</text:p></c>'
    python3 -c 'import zipfile; z = zipfile.ZipFile("b.odt", "w"); o = zipfile.ZipFile("a.odt")
for n in o.namelist():
    n.startswith("META") or z.writestr(n, o.read(n))'
    equal 'odt Medlar wine' "$(emitted '.type + " " + .text' b.odt)"
}

@test "text that was moved stands where it was moved to" {
    docx a.docx '<w:p><w:moveFrom><w:r><w:t>moved</w:t></w:r></w:moveFrom><w:r><w:t>stays</w:t></w:r></w:p><w:p><w:moveTo><w:r><w:t>moved</w:t></w:r></w:moveTo></w:p>'
    equal 'stays||moved' "$(emitted .text a.docx)"
}

@test "labels of charts, SmartArt and comments of sheets are found" {
    docx a.docx '<w:p><w:r><w:t>body</w:t></w:r></w:p>' \
        word/charts/chart1.xml '<c:chart xmlns:c="c" xmlns:a="a"><a:p><a:t>Harvest</a:t></a:p><c:cat><c:strCache><c:pt><c:v>medlars</c:v></c:pt></c:strCache></c:cat><c:val><c:numCache><c:v>17</c:v></c:numCache></c:val></c:chart>' \
        word/diagrams/data1.xml '<d xmlns:a="a"><a:p><a:t>step one</a:t></a:p></d>'
    equal 'body||Harvest|medlars||step one' "$(emitted .text a.docx)"
    xlsx a.xlsx Prices xl/comments1.xml '<comments><comment><text><r><t>too dear</t></r></text></comment></comments>'
    equal 'Prices||Orchard census 1921||too dear' "$(emitted .text a.xlsx)"
}

@test "a sheet with the name of its program goes by its first line" {
    local name
    for name in Sheet1 Tabelle1 Лист1 'Sheet1 (2)' 시트1; do
        xlsx census.xlsx "$name"
        equal 'Orchard census 1921' "$(emitted .title census.xlsx)"
    done
    xlsx census.xlsx Prices
    equal Prices "$(emitted .title census.xlsx)"
    packed spreadsheet a.ods content.xml '<b xmlns:table="t" xmlns:text="x"><table:table table:name="Tabelle1"><table:table-row><table:table-cell><text:p>Census</text:p></table:table-cell></table:table-row></table:table></b>'
    equal 'Census Census' "$(emitted '.title + " " + .text' a.ods)"
}

@test "titles that programs make up give way to the heading" {
    local title
    for title in 'PowerPoint-Präsentation' 'Презентация PowerPoint' Presentation1 'Document1' untitled; do
        docx a.docx '<w:p><w:r><w:t>Orchard census</w:t></w:r></w:p>' core.xml "<c><title>$title</title></c>"
        equal 'Orchard census' "$(emitted .title a.docx)"
    done
    docx a.docx '<w:p><w:r><w:t>x</w:t></w:r></w:p>' core.xml '<c><title>Report 2019</title></c>'
    equal 'Report 2019' "$(emitted .title a.docx)"
}

@test "a package that is compressed once more is one document" {
    packed text a.odt content.xml '<b xmlns:text="x"><text:p>body</text:p></b>'
    gzip a.odt
    equal 'odt body' "$(emitted '.type + " " + .text' a.odt.gz)"
}

@test "headers and footers of ODT are found" {
    packed text a.odt content.xml '<b xmlns:text="x"><text:p>body</text:p></b>' \
        styles.xml '<s xmlns:style="s" xmlns:text="x"><style:header><text:p>Minutes of May</text:p></style:header></s>' \
        'Object 1/content.xml' '<b xmlns:text="x"><text:p>label</text:p></b>'
    equal 'body||label||Minutes of May' "$(emitted .text a.odt)"
}

@test "titles and dates of a book by their kinds, and chapters outside of its order" {
    book() {
        packed epub a.epub c.opf "<package><metadata>$1</metadata><manifest><item id='a' href='a.xhtml'/><item id='n' href='n.xhtml'/><item id='t' href='t.xhtml' properties='nav'/></manifest><spine><itemref idref='a'/></spine></package>" \
            a.xhtml '<p>chapter</p>' n.xhtml '<p>a note</p>' t.xhtml '<p>contents</p>'
    }
    book '<title id="s">Series</title><title id="m">Quinces</title><meta refines="#s" property="title-type">collection</meta><date event="modification">2020-01-01</date><date event="publication">1998-03-04</date>'
    equal 'Quinces 1998-03-04' "$(emitted '.title + " " + .date' a.epub)"
    equal 'chapter||a note' "$(emitted .text a.epub)"
    book '<title id="a">Second</title><title id="b">First</title><meta refines="#b" property="display-seq">1</meta><meta property="dcterms:modified">2021-02-03T10:00:00Z</meta>'
    equal 'First 2021-02-03' "$(emitted '.title + " " + .date[0:10]' a.epub)"
    book '<title>Unknown</title>'
    equal 'chapter' "$(emitted '.title' a.epub)"
}

@test "what is beside the text of a Word document is found" {
    docx a.docx '<w:p><w:r><w:t>body</w:t><w:fldChar/><w:instrText>HYPERLINK "http://e.org/orch</w:instrText></w:r><w:r><w:instrText>ard" PAGEREF _Toc12</w:instrText><w:fldChar/></w:r></w:p>
        <w:p><w:del w:author="Bo Writer"><w:r><w:delText>sl</w:delText></w:r><w:r><w:delText>oes</w:delText></w:r></w:del></w:p>
        <w:tbl><w:tblPr><w:tblCaption w:val="Prices of figs"/></w:tblPr></w:tbl><w:bookmarkStart w:name="_Toc12"/><w:bookmarkStart w:name="medlars"/>
        <w:p><w:ruby><w:rt><w:r><w:t>とう</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>東</w:t></w:r></w:rubyBase></w:ruby><w:r><w:t>京</w:t></w:r></w:p>' \
        word/_rels/document.xml.rels '<Relationships><Relationship Id="a" Type="x/hyperlink" TargetMode="External" Target="mailto:ann@e.org"/></Relationships>' \
        word/glossary/document.xml '<w:glossaryDocument xmlns:w="w"><w:p><w:r><w:rPr><w:b/></w:rPr><w:t>qui</w:t></w:r><w:r><w:t>nce</w:t></w:r></w:p></w:glossaryDocument>'
    equal 'body||東京||mailto:ann@e.org|http://e.org/orchard|Bo Writer|sloes|Prices of figs|medlars|とう|quince' "$(emitted .text a.docx)"
}

@test "what is beside the cells of a sheet is found" {
    packed xlsx a.xlsx xl/workbook.xml "<workbook xmlns:r='r'><sheets><sheet name='Sheet1' r:id='a'/></sheets><definedNames><definedName name='medlars'>Plums!A1</definedName></definedNames></workbook>" \
        xl/_rels/workbook.xml.rels '<Relationships><Relationship Id="a" Type="x/worksheet" Target="s.xml"/></Relationships>' \
        xl/s.xml '<worksheet><row><c t="str"><f>IF(A1,"ripe",B1)</f><v>unripe</v></c></row><dataValidation promptTitle="Which fruit" error="No such fruit"><formula1>"fig,pear"</formula1></dataValidation><headerFooter><oddHeader>&amp;L&amp;"Arial,Bold"&amp;12Orchard &amp;&amp; sons&amp;RPage &amp;P</oddHeader></headerFooter></worksheet>' \
        xl/tables/table1.xml '<table name="Table1"><tableColumn name="harvest"/></table>' \
        xl/drawings/vmlDrawing1.vml '<xml><div>Press <br>here</div></xml>' \
        xl/comments1.xml '<comments><author>Ann Lee</author><comment><t>sweet</t></comment></comments>'
    equal 'unripe||Ann Lee|sweet||ripe|Which fruit|No such fruit|fig,pear|Orchard & sons Page|medlars|Plums!A1|Press here|harvest' \
        "$(emitted .text a.xlsx | sed 's/  */ /g')"
}

@test "text on the patterns of slides is found, but not the prompts of their placeholders" {
    packed pptx a.pptx ppt/presentation.xml '<p:presentation xmlns:p="p"/>' \
        ppt/slideMasters/slideMaster1.xml '<m><sp><ph/><p><t>Click to edit</t></p></sp><sp><p><t>Orchard Ltd, confidential</t></p></sp></m>' \
        ppt/commentAuthors.xml '<l><cmAuthor name="Ann Lee"/></l>'
    equal 'Ann Lee|Orchard Ltd, confidential' "$(emitted .text a.pptx)"
}

@test "what is beside the text of OpenDocument is found" {
    packed text a.odt content.xml '<d><forms><f label="Choose a fig"/></forms><tracked-changes><p>cut away</p></tracked-changes><p>body<a href="http://e.org/tree" title="A tree"/><bookmark name="medlar"/></p><frame name="Image3"/></d>'
    packed spreadsheet b.ods content.xml '<d><content-validation condition="in-list(&quot;fig&quot;)"/><p>cell</p></d>' \
        styles.xml '<d><header><p>Orchard</p></header><frame placeholder="true"><p>Click here</p></frame></d>'
    equal 'body||Choose a fig|cut away|http://e.org/tree|A tree|medlar' "$(emitted .text a.odt)"
    equal 'cell||fig|Orchard' "$(emitted .text b.ods)"
}

@test "files that are embedded in a document are members" {
    xlsx inner.xlsx Figs
    docx a.docx '<w:p><w:r><w:t>body</w:t></w:r></w:p>'
    python3 -c 'import zipfile; zipfile.ZipFile("a.docx", "a").write("inner.xlsx", "word/embeddings/prices.xlsx")'
    equal 'body|Figs||Orchard census 1921' "$(emitted .text a.docx)"
}

@test "a document over the limit is reported once" {
    docx a.docx "$(printf '<w:p><w:r><w:t>body %s</w:t></w:r></w:p>' {1..9})"
    run pressmark-index --max-unpacked=300 a.docx
    equal 1 "$(grep -c 'skipped: ' <<<"$output")"
    [[ $output == *'--max-unpacked'* && $output != *damaged* ]]
}

# object FILE STREAM CONTENTS: an embedded object with such a stream, in small sectors.
object() {
    python3 - "$@" <<'END'
import struct, sys
path, name, contents = sys.argv[1], sys.argv[2].replace("^", "\1"), sys.argv[3].encode("latin-1")
if name == "\1Ole10Native":
    rest = b"\2\0" + b"note.txt\0" + b"C:\\note.txt\0" + b"\0\0\3\0" + struct.pack("<I", 2) + b"t\0" + struct.pack("<I", len(contents)) + contents
    contents = struct.pack("<I", len(rest)) + rest
FREE, END = 0xFFFFFFFF, 0xFFFFFFFE
def entry(name, kind, start, size):
    wide = (name + "\0").encode("utf-16-le")
    return wide.ljust(64, b"\0") + struct.pack("<HBB", len(wide), kind, 1) + struct.pack("<III", FREE, FREE, FREE) + bytes(36) + struct.pack("<IQ", start, size)
n_small = (len(contents) + 63) // 64
header = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + bytes(16) + struct.pack("<HHHHH", 62, 3, 0xFFFE, 9, 6) + bytes(6)
header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 2, 1, END, 0) + struct.pack("<I", 0) + struct.pack("<I", FREE) * 108
table = struct.pack("<IIII", 0xFFFFFFFD, END, END, END).ljust(512, b"\xFF")
small_table = b"".join(struct.pack("<I", i + 1 if i + 1 < n_small else END) for i in range(n_small)).ljust(512, b"\xFF")
directory = (entry("Root Entry", 5, 3, n_small * 64) + entry(name, 2, 0, len(contents))).ljust(512, b"\0")
open(path, "wb").write(header + table + directory + small_table + contents.ljust(512, b"\0"))
END
}

@test "files in objects that are embedded in a document are members" {
    object a.bin '^Ole10Native' 'Graft the medlars.'
    object b.bin CONTENTS "$(printf 'Prune the %s. ' quinces figs plums sloes pears)"
    object c.bin 'Equation Native' 'x'
    docx a.docx '<w:p><w:r><w:t>body</w:t></w:r></w:p>'
    python3 -c 'import zipfile
with zipfile.ZipFile("a.docx", "a") as z:
    for name in "abc": z.write(name + ".bin", "word/embeddings/oleObject-%s.bin" % name)'
    equal 'body|Graft the medlars.|Prune the quinces. Prune the figs. Prune the plums. Prune the sloes. Prune the pears. ' "$(emitted .text a.docx)"
    equal 'a.docx|word/embeddings/oleObject-a.bin/note.txt|word/embeddings/oleObject-b.bin' "$(emitted .id a.docx)"
}

@test "files that are embedded in old Office files are members" {
    object letter.doc '^Ole10Native' 'Graft the medlars.'
    mkdir ../bin
    printf '#!/bin/sh\necho Words\n' >../bin/antiword
    chmod +x ../bin/antiword
    equal 'letter.doc Words|note.txt Graft the medlars.' \
        "$(PATH=$(readlink -f ../bin):$PATH emitted '.id + " " + .text' letter.doc)"
}

@test "pages of XPS are read in their order" {
    python3 - <<'END'
import zipfile
with zipfile.ZipFile("a.xps", "w") as z:
    z.writestr("[Content_Types].xml", "<Types/>")
    z.writestr("_rels/.rels", '<Relationships><Relationship Id="a" Type="x/fixedrepresentation" Target="/a.fdseq"/></Relationships>')
    z.writestr("a.fdseq", '<FixedDocumentSequence><DocumentReference Source="/D/1/a.fdoc"/></FixedDocumentSequence>')
    z.writestr("D/1/a.fdoc", '<FixedDocument><PageContent Source="p/2.fpage"/><PageContent Source="p/1.fpage"/></FixedDocument>')
    run = '<Glyphs OriginX="%s" OriginY="%s" FontRenderingEmSize="10" UnicodeString="%s"/>'
    z.writestr("D/1/p/2.fpage", "<FixedPage>" + run % ("0", "1.5", "Orch") + run % ("20", "1.5", "ard") + run % ("40.5", "1.5", "{}{a}") + run % ("0", "20", "Late fruit") + "</FixedPage>")
    z.writestr("D/1/p/1.fpage", "<FixedPage>" + run % ("0", "0", "End") + "</FixedPage>")
END
    equal 'Orchard {a}|Late fruit||End' "$(emitted .text a.xps)"
}

@test "a document of XPS that refers to itself is read once" {
    python3 - <<'END'
import zipfile
with zipfile.ZipFile("a.xps", "w") as z:
    z.writestr("[Content_Types].xml", "<Types/>")
    z.writestr("_rels/.rels", '<Relationships><Relationship Id="a" Type="x/fixedrepresentation" Target="/a.fdseq"/></Relationships>')
    z.writestr("a.fdseq", '<FixedDocumentSequence><DocumentReference Source="/a.fdoc"/></FixedDocumentSequence>')
    z.writestr("a.fdoc", '<FixedDocument><PageContent Source="a.fpage"/><DocumentReference Source="/a.fdoc"/></FixedDocument>')
    z.writestr("a.fpage", '<FixedPage><Glyphs OriginY="1" UnicodeString="Orchard"/></FixedPage>')
END
    equal Orchard "$(emitted .text a.xps)"
}
