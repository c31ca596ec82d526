#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""hostile.py BIN_DIR [SCALE [NAME...]]: small files that ask for much, each beside a good document.

Every reader gets what it could be made to repeat, nest, remember or look through again and again.
The indexer has to end by itself, with the good document in the index, within SECONDS of processor
time and KILOBYTES of memory, whatever SCALE: twice the file is about twice the work, or is cut, left
out and reported. SCALE 1 takes a minute; the long run is 16. Prints what each file took."""

import base64
import gzip
import io
import os
import resource
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile

SECONDS = 20
KILOBYTES = 1000000

FILES = {}


def hostile(name, reported=False):
    """reported: something of the file is left out, which has to be said."""

    def add(make):
        FILES[name] = (make, reported)
        return make

    return add


def text(name, make, reported=False):
    hostile(name, reported)(lambda n: make(n).encode())


# ---- office documents: the same again and again ----

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
P = ('xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
     'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"')
KIND = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/'


def big(n):
    return 'ampword ' * (5000 * n)


def packed(parts, first=None):
    out = io.BytesIO()
    with zipfile.ZipFile(out, 'w', zipfile.ZIP_DEFLATED) as z:
        if first:
            z.writestr(zipfile.ZipInfo(first[0]), first[1])
        for name, contents in parts.items():
            z.writestr(name, contents)
    return out.getvalue()


def relations(*rows):
    return ('<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            + ''.join(f'<Relationship Id="{i}" Type="{KIND}{kind}" Target="{target}"/>'
                      for i, kind, target in rows) + '</Relationships>')


def ooxml(main, parts):
    return packed({'[Content_Types].xml': '<Types/>',
                   '_rels/.rels': relations(('r', 'officeDocument', main)), **parts})


def workbook(sheets, parts, rows):
    return ooxml('xl/workbook.xml', {
        'xl/workbook.xml': f'<workbook {S} {R}><sheets>{sheets}</sheets></workbook>',
        'xl/_rels/workbook.xml.rels': relations(*rows), **parts})


def sheet(cells):
    return f'<worksheet {S}><sheetData><row r="1">{cells}</row></sheetData></worksheet>'


@hostile('shared-string.xlsx', True)
def _(n):
    return workbook('<sheet name="s" r:id="r1"/>',
                    {'xl/sheet1.xml': sheet('<c t="s"><v>0</v></c>' * 5000 * n),
                     'xl/strings.xml': f'<sst {S}><si><t>{big(n)}</t></si></sst>'},
                    [('r1', 'worksheet', 'sheet1.xml'), ('r2', 'sharedStrings', 'strings.xml')])


@hostile('same-sheet.xlsx', True)
def _(n):
    return workbook('<sheet name="s" r:id="r1"/>' * 5000 * n,
                    {'xl/sheet1.xml': sheet(f'<c t="inlineStr"><is><t>{big(n)}</t></is></c>')},
                    [('r1', 'worksheet', 'sheet1.xml')])


@hostile('many-formats.xlsx')
def _(n):
    formats = ''.join(f'<numFmt numFmtId="{i + 200}" formatCode="yyyy"/>' for i in range(2000 * n))
    cells = '<xf numFmtId="99999"/>' * 2000 * n
    return workbook('<sheet name="s" r:id="r1"/>',
                    {'xl/sheet1.xml': sheet('<c><v>1</v></c>'), 'xl/styles.xml':
                     f'<styleSheet {S}><numFmts>{formats}</numFmts><cellXfs>{cells}</cellXfs></styleSheet>'},
                    [('r1', 'worksheet', 'sheet1.xml'), ('r2', 'styles', 'styles.xml')])


@hostile('many-sheets.xlsx')
def _(n):
    ids = range(1000 * n)
    return workbook(''.join(f'<sheet name="s" r:id="x{i}"/>' for i in ids),
                    {'xl/sheet1.xml': sheet('<c><v>1</v></c>')},
                    [(f'x{i}', 'worksheet', 'sheet1.xml') for i in ids])


@hostile('same-slide.pptx', True)
def _(n):
    return ooxml('ppt/p.xml', {
        'ppt/p.xml': f'<p:p {P} {R}><p:l>' + '<p:sldId r:id="r1"/>' * 5000 * n + '</p:l></p:p>',
        'ppt/_rels/p.xml.rels': relations(('r1', 'slide', 's.xml')),
        'ppt/s.xml': f'<p:sld {P}><p:sp><a:p><a:t>{big(n)}</a:t></a:p></p:sp></p:sld>'})


@hostile('same-notes.pptx', True)
def _(n):
    rows = [(f'n{i}', 'notesSlide', 'n.xml') for i in range(3000 * n)]
    return ooxml('ppt/p.xml', {
        'ppt/p.xml': f'<p:p {P} {R}><p:l><p:sldId r:id="r1"/></p:l></p:p>',
        'ppt/_rels/p.xml.rels': relations(('r1', 'slide', 's.xml')),
        'ppt/s.xml': f'<p:sld {P}/>', 'ppt/_rels/s.xml.rels': relations(*rows),
        'ppt/n.xml': f'<p:n {P}><p:sp><a:p><a:t>{big(n)}</a:t></a:p></p:sp></p:n>'})


def notes(kind):
    def make(n):
        rows = [(f'f{i}', kind, 'n.xml') for i in range(3000 * n)]
        return ooxml('word/d.xml', {
            'word/d.xml': f'<w:document {W}/>', 'word/_rels/d.xml.rels': relations(*rows),
            'word/n.xml': f'<w:n {W}><w:p><w:r><w:t>{big(n)}</w:t></w:r></w:p></w:n>'})
    return make


for kind in 'footnotes', 'header', 'comments', 'styles':
    hostile(f'same-{kind}.docx', True)(notes(kind))


@hostile('many-styles.docx')
def _(n):
    styles = ''.join(f'<w:style w:styleId="h{i}"><w:name w:val="heading 1"/></w:style>'
                     for i in range(2000 * n))
    body = '<w:p><w:pPr><w:pStyle w:val="none"/></w:pPr></w:p>' * 2000 * n
    return ooxml('word/d.xml', {
        'word/d.xml': f'<w:document {W}>{body}</w:document>',
        'word/_rels/d.xml.rels': relations(('s', 'styles', 's.xml')),
        'word/s.xml': f'<w:styles {W}>{styles}</w:styles>'})


@hostile('deep.docx')
def _(n):
    return ooxml('word/d.xml', {'word/d.xml': f'<w:document {W}>' + '<w:tbl>' * 50000 * n})


@hostile('same-properties.docx')
def _(n):
    rows = [('r', 'officeDocument', 'word/d.xml')]
    rows += [(f'c{i}', 'core-properties', 'c.xml') for i in range(3000 * n)]
    return packed({'[Content_Types].xml': '<Types/>', '_rels/.rels': relations(*rows),
                   'word/d.xml': f'<w:document {W}/>', 'c.xml': f'<c><keywords>{big(n)}</keywords></c>'})


@hostile('repeated.ods')
def _(n):
    cell = '<t:table-row t:number-rows-repeated="9999999"><t:table-cell t:number-columns-repeated="9999999">'
    return packed({'META-INF/manifest.xml': '<manifest>opendocument.spreadsheet</manifest>',
                   'content.xml': '<o xmlns:t="t" xmlns:x="x"><t:table t:name="n">'
                   + (cell + f'<x:p>{big(1)[:50]}</x:p></t:table-cell></t:table-row>') * 2000 * n
                   + '</t:table></o>'}, ('mimetype', 'application/vnd.oasis.opendocument.spreadsheet'))


def pages(document, page):
    return packed({'[Content_Types].xml': '<Types/>',
                   '_rels/.rels': relations(('r', 'fixedrepresentation', '/a.fdseq')),
                   'a.fdseq': '<a><DocumentReference Source="/a.fdoc"/></a>', 'a.fdoc': f'<a>{document}</a>',
                   'a.fpage': f'<a>{page}</a>'})


hostile('same-document.xps')(lambda n: pages('<PageContent Source="a.fpage"/><DocumentReference Source="/a.fdoc"/>',
                                             '<Glyphs UnicodeString="a"/>' * 5000 * n))
hostile('same-page.xps', True)(lambda n: pages('<PageContent Source="a.fpage"/>' * 5000 * n,
                                               f'<Glyphs UnicodeString="{big(n)}"/>'))


def book(items, spine):
    container = ('<container><rootfiles><rootfile full-path="o.opf"/></rootfiles></container>')

    def make(n):
        opf = ('<package><metadata/><manifest>' + items(n) + '</manifest><spine>' + spine(n)
               + '</spine></package>')
        return packed({'META-INF/container.xml': container, 'o.opf': opf,
                       'c.xhtml': f'<html><body><p>{big(n)}</p></body></html>'},
                      ('mimetype', 'application/epub+zip'))
    return make


hostile('same-chapter.epub', True)(
    book(lambda n: ''.join(f'<item id="c{i}" href="c.xhtml"/>' for i in range(2000 * n)),
         lambda n: ''.join(f'<itemref idref="c{i}"/>' for i in range(2000 * n))))
hostile('same-reference.epub')(
    book(lambda n: '<item id="c" href="c.xhtml"/>', lambda n: '<itemref idref="c"/>' * 5000 * n))

# ---- markup ----

text('attribute.adoc', lambda n: f':big: {big(n)}\n\nstart ' + '{big} ' * 5000 * n, True)
text('attributes.adoc', lambda n: ''.join(f':a{i}: {{a{i - 1}}}{{a{i - 1}}}\n' for i in range(200 * n))
     + 'x {a99}\n')
text('includes.adoc', lambda n: 'include::a[]\n' * 5000 * n + '<<' * 20000 * n + '[[' * 20000 * n)
text('blocks.adoc', lambda n: '====\n' * 5000 * n + '|===\n' * 5001 * n + '|a ' * 20000 * n)
text('marks.adoc', lambda n: '*_`#^' * 20000 * n + 'a:[' * 20000 * n)
text('substitution.rst', lambda n: f'.. |big| replace:: {big(n)}\n\nstart ' + '|big| ' * 5000 * n, True)
text('references.rst', lambda n: '`a `_ ' * 10000 * n + '``' * 10001 * n + ':r:`' * 10000 * n)
text('tables.rst', lambda n: ('+--' * 200 + '+\n' + '|  ' * 200 + '|\n') * 100 * n + '=== ' * 5000 * n)
text('nested.rst', lambda n: ''.join(' ' * (i % 3000) + '- a\n\n' for i in range(2000 * n)))
text('macro.org', lambda n: f'#+MACRO: big {big(n)}\n\nstart ' + '{{{big}}} ' * 5000 * n)
text('marks.org', lambda n: '[[' * 20000 * n + '*a ' * 20000 * n + '[fn:' * 20000 * n + '<<' * 20000 * n)
text('drawers.org', lambda n: ':A:\n' * 10000 * n + '#+BEGIN_X\n' * 10000 * n + '|a' * 50000 * n)
text('string.1', lambda n: '.TH A 1\n.ds xx ' + 'ampword ' * 31 + '\n.SH NAME\n' + '\\*(xx' * 100000 * n)
text('nested-strings.1', lambda n: '.TH A 1\n.ds xa ' + 'w' * 250 + '\n'
     + ''.join(f'.ds x{b} ' + f'\\*(x{a}' * 50 + '\n' for a, b in zip('abcd', 'bcde'))
     + '.SH NAME\n' + '\\*(xe' * 20000 * n)
text('many-strings.1', lambda n: '.TH A 1\n' + ''.join(f'.ds [x{i}] v\n' for i in range(5000 * n))
     + '\\*[none]' * 20000 * n)
text('macros.1', lambda n: f'.TH A 1\n.de MM\n{big(1)}\n..\n.SH NAME\n' + '.MM\n' * 5000 * n)
text('conditions.1', lambda n: '.TH A 1\n' + '.if n ' * 50000 * n + 'x\n' + '.ie n \\{' * 20000 * n)
text('lists.1', lambda n: '.Dd x\n.Dt A 1\n' + '.Bl -bullet\n' * 20000 * n + '.It a\n' * 20000 * n)
text('arguments.1', lambda n: '.TH A 1\n.BR ' + 'a ' * 50000 * n + '\n.B ' + '"' * 50001 * n + '\n')
text('groups.rtf', lambda n: '{\\rtf1 ' + '{' * 100000 * n + 'a')
text('skipped.rtf', lambda n: '{\\rtf1 ' + '{\\*\\x ' * 50000 * n + '\\bin999999999 a')
text('words.rtf', lambda n: '{\\rtf1 ' + "\\u9731?\\'e9\\par\\cell\\row " * 20000 * n + '}')
text('fonts.rtf', lambda n: '{\\rtf1{\\fonttbl ' + ''.join(f'{{\\f{i}\\fcharset238 A;}}' for i in range(5000 * n))
     + '}' + '\\f4999 a ' * 5000 * n + '}')
text('quotes.md', lambda n: '>' * 50000 * n + 'a\n' + '- ' * 20000 * n)
text('links.md', lambda n: '[a](' * 50000 * n + '![[]()' * 20000 * n + '<a ' * 50000 * n)
text('references.md', lambda n: ''.join(f'[{i}]: /x\n' for i in range(5000 * n)) + '[a][b]' * 20000 * n
     + '[1][1]' * 5000 * n)
text('same-reference.md', lambda n: f'[a]: /x "{big(n)}"\n\n' + '[a] ' * 5000 * n)
text('table.md', lambda n: 'a|' * 2000 * n + '\n' + '-|' * 2000 * n + '\n' + '|\n' * 20000 * n)
text('ticks.md', lambda n: ''.join('`' * (i % 300) + ' e ' for i in range(4000 * n)))

# ---- front matter ----

text('aliases.md', lambda n: '---\na0: &a0 [' + 'x,' * 20 + ']\n'
     + ''.join(f'a{i}: &a{i} [' + f'*a{i - 1},' * 20 + ']\n' for i in range(1, 10)) + '---\ntext\n')
text('same-alias.md', lambda n: f'---\na: &a "{big(n)}"\n' + ''.join(f'b{i}: *a\n' for i in range(2000 * n))
     + '---\ntext\n')
text('same-key.md', lambda n: '---\n' + ''.join(f'k{i}: v\n' for i in range(5000 * n)) + '---\ntext\n')
text('deep.md', lambda n: '---\na: ' + '[' * 50000 * n + '\n---\ntext\n')
text('deep-blocks.md', lambda n: '---\n' + ''.join(' ' * i + f'k{i}:\n' for i in range(500 * n)) + '---\ntext\n')
text('toml.md', lambda n: '+++\n' + 'a = [' * 20000 * n + '\n' + '[' * 20000 * n + '\n+++\ntext\n')
text('json.md', lambda n: '{"a":' * 20000 * n + '\n\ntext\n')

# ---- pages ----

for name in 'textarea', 'title', 'xmp', 'iframe', 'noembed', 'script', 'style', 'plaintext', 'select', 'svg':
    text(f'{name}.html', lambda n, name=name: f'<p>start</p>' + f'<{name}>' * 30000 * n)
    text(f'{name}-unended.html', lambda n, name=name: '<p>start</p>' + f'<{name} ' * 30000 * n)
    text(f'{name}-other-end.html', lambda n, name=name: '<p>start</p>' + f'<{name}></{name}x' * 20000 * n)
text('cdata.html', lambda n: '<p>a' + '<![CDATA[' * 30000 * n)
text('cdata-brackets.html', lambda n: '<p>a' + '<![CDATA[>' * 30000 * n)
text('comments.html', lambda n: '<p>a' + '<!--' * 50000 * n)
text('comments-ended.html', lambda n: '<p>a' + '<!-->' * 50000 * n + '<!' * 50000 * n + '</1' * 30000 * n)
text('deep.html', lambda n: '<div>' * 100000 * n)
text('links.html', lambda n: '<a href=x>' * 30000 * n)
text('formatting.html', lambda n: '<b><i><font>' * 20000 * n)
text('tables.html', lambda n: '<table><tr><td>' * 30000 * n)
text('lists.html', lambda n: '<ul><li>' * 30000 * n + '<dl><dt><dd>' * 10000 * n)
text('ends.html', lambda n: '<p>' + '</b></p></table>' * 30000 * n)
text('attributes.html', lambda n: '<p ' + 'a="b" ' * 50000 * n + '>x</p>')
text('different-attributes.html', lambda n: '<p ' + ''.join(f'a{i} ' for i in range(20000 * n)) + '>x</p>')
text('metas.html', lambda n: '<meta name=a content=b>' * 20000 * n
     + ''.join(f'<meta name=k{i} content=v>' for i in range(5000 * n)))
text('references.html', lambda n: '<p>' + '&amp;&#1234567;&nosuch&' * 20000 * n)
text('headings.html', lambda n: '<h1>a</h1><h2>' * 20000 * n)
text('entities.xhtml', lambda n: '<!DOCTYPE html [<!ENTITY a0 "' + 'ha' * 1000 + '">'
     + ''.join(f'<!ENTITY a{i} "' + f'&a{i - 1};' * 10 + '">' for i in range(1, 10))
     + ']><html xmlns="http://www.w3.org/1999/xhtml"><body>' + '&a9; ' * 1000 * n + '</body></html>')
text('json-ld.html', lambda n: '<script type="application/ld+json">' + '[' * 50000 * n + '</script>'
     + '<script type="application/ld+json">{}</script>' * 5000 * n)

# ---- XML, feeds, news wire ----

text('entities.xml', lambda n: '<!DOCTYPE a [<!ENTITY a0 "' + 'ha' * 1000 + '">'
     + ''.join(f'<!ENTITY a{i} "' + f'&a{i - 1};' * 10 + '">' for i in range(1, 10))
     + ']><a>' + '&a9; ' * 1000 * n + '</a>')
text('one-entity.xml', lambda n: f'<!DOCTYPE a [<!ENTITY b "{big(n)}">]><a>' + '&b; ' * 5000 * n + '</a>')
text('parameters.xml', lambda n: '<!DOCTYPE a [' + ''.join(f'<!ENTITY % p{i} "%p{i - 1};%p{i - 1};">'
                                                          for i in range(2000 * n)) + '%p50;]><a>x</a>')
text('deep.xml', lambda n: '<a>' * 100000 * n)
text('attributes.xml', lambda n: '<a ' + ''.join(f'b{i}="c" ' for i in range(5000 * n)) + '>x</a>')
text('namespaces.xml', lambda n: '<a ' + ''.join(f'xmlns:b{i}="c{i}" ' for i in range(3000 * n)) + '>x</a>')
text('nested-namespaces.xml', lambda n: ''.join(f'<a xmlns:b{i}="c{i}">' for i in range(3000 * n)) + 'x')
text('errors.xml', lambda n: '<a>' + '&nosuch; <b> </c> ' * 20000 * n)
text('items.rss', lambda n: '<rss><channel>' + '<item><title>t</title>' * 5000 * n)
text('categories.rss', lambda n: '<rss><channel><item>'
     + ''.join(f'<k{i}>v</k{i}>' for i in range(5000 * n)) + '</item></channel></rss>')
text('open.sgml', lambda n: '<DOC><DOCNO>1</DOCNO><TEXT>' * 10000 * n)
text('reuters.sgml', lambda n: '<!DOCTYPE lewis SYSTEM "lewis.dtd">\n' + '<REUTERS><TOPICS><D>' * 10000 * n)

# ---- records ----

text('columns.csv', lambda n: ','.join(f'column{i}' for i in range(10000 * n)) + '\n'
     + ('1,' * (10000 * n - 1) + '1\n') * 20)
text('long-columns.csv', lambda n: ','.join(f'{"c" * 60}{i}' for i in range(900)) + '\n'
     + ('1,' * 899 + '1\n') * 100 * n)
text('quotes.csv', lambda n: 'a,b\n' + '"' * 100001 * n + '\n' + '"a\n' * 20000 * n)
text('rows.csv', lambda n: 'a,b\n' + ',\n' * 50000 * n)
text('ragged.csv', lambda n: 'a,b\n' + ''.join(',' * (i % 500) + '\n' for i in range(1000 * n)))
text('bad-lines.jsonl', lambda n: '{"text":"a"}\n' + 'x\n' * 50000 * n, True)
text('deep.jsonl', lambda n: '{"text":"a"}\n' + '[' * 100000 * n + '\n' + '{"a":' * 50000 * n + '\n', True)
text('levels.jsonl', lambda n: ('{"abcdefgh":' * 1000 + '1' + '}' * 1000 + '\n') * 20 * n)
text('keys.jsonl', lambda n: '{' + ','.join(f'"k{i}":"v"' for i in range(20000 * n)) + '}\n')
text('same-key.jsonl', lambda n: '{' + ','.join('"k":"v"' for i in range(20000 * n)) + '}\n')
text('lists.jsonl', lambda n: '{"tags":[' + ','.join('"v"' for i in range(50000 * n)) + ']}\n')
text('deep.json', lambda n: '[' * 100000 * n)
text('objects.json', lambda n: '{"a":' * 100000 * n)
text('members.json', lambda n: '[' + '{"a":[{"b":[' * 400 * n + '1')
text('notebook.ipynb', lambda n: '{"cells":[' + ','.join('{"cell_type":"markdown","source":["a"]}'
                                                        for i in range(5000 * n)) + ']}')

# ---- mail ----

HEAD = 'From: a@b\nTo: b@c\nSubject: s\nDate: Thu, 1 Jan 2015 00:00:00 +0000\nMIME-Version: 1.0\n'


def mail(kind, parts):
    return HEAD + f'Content-Type: multipart/{kind}; boundary=b\n\n' + parts + '--b--\n'


text('parts.eml', lambda n: mail('mixed', '--b\nContent-Type: text/plain\n\np\n' * 20000 * n), False)
text('pages.eml', lambda n: mail('mixed', '--b\nContent-Type: text/html\n\n<p>p\n' * 5000 * n))
text('attachments.eml', lambda n: mail('mixed', '--b\nContent-Type: application/x\n\np\n' * 5000 * n))
text('alternatives.eml', lambda n: mail('alternative', '--b\nContent-Type: text/plain\n\n' * 20000 * n))
text('empty-parts.eml', lambda n: mail('mixed', '--b\n' * 50000 * n))
text('nested.eml', lambda n: HEAD + ''.join(f'Content-Type: multipart/mixed; boundary=b{i}\n\n--b{i}\n'
                                           for i in range(2000 * n)) + '\np\n')
text('same-boundary.eml', lambda n: HEAD + 'Content-Type: multipart/mixed; boundary=b\n\n--b\n' * 2000 * n)
text('messages.eml', lambda n: HEAD + 'Content-Type: message/rfc822\n\n' * 2000 * n + '\np\n')
text('headers.eml', lambda n: HEAD + ''.join(f'X-K{i}: v\n' for i in range(20000 * n)) + '\np\n')
text('folded.eml', lambda n: HEAD + 'X-Long: a' + '\n a' * 50000 * n + '\n\np\n')
text('addresses.eml', lambda n: HEAD + 'Cc: ' + 'a <a@b>, ' * 20000 * n + '\n\np\n')
text('groups.eml', lambda n: HEAD + 'Cc: ' + 'g: ' * 20000 * n + '\n' + 'Cc: ' + '(' * 50000 * n + '\n\np\n')
text('encoded.eml', lambda n: HEAD + 'Subject: ' + '=?utf-8?q?a?= ' * 20000 * n + '\n\np\n')
text('parameters.eml', lambda n: HEAD + 'Content-Type: text/plain' + ''.join(f'; p*{i}=v' for i in range(5000 * n))
     + '\n\np\n')
text('messages.mbox', lambda n: 'From a@b Thu Jan  1 00:00:00 2015\nFrom: a@b\nSubject: s\n\np\n\n' * 3000 * n)
text('from.mbox', lambda n: 'From a@b Thu Jan  1 00:00:00 2015\nFrom: a@b\nSubject: s\n\n' + '\nFrom x\n' * 50000 * n)

# ---- archives ----


def tar(members):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode='w') as t:
        for info, contents in members:
            info.size = len(contents)
            t.addfile(info, io.BytesIO(contents))
    return out.getvalue()


def link(i):
    info = tarfile.TarInfo(f'l{i}')
    info.type, info.linkname = tarfile.LNKTYPE, 'good'
    return info


hostile('members.tar.gz')(lambda n: gzip.compress(tar((tarfile.TarInfo(f'{i}.txt'), b'a') for i in range(2000 * n))))
hostile('links.tar.gz')(lambda n: gzip.compress(tar((link(i), b'') for i in range(5000 * n))))
hostile('folders.tar.gz')(lambda n: gzip.compress(tar(
    (tarfile.TarInfo('d/' * (i % 100) + 'x.txt'), b'a') for i in range(1000 * n))))
hostile('bad-members.zip', True)(lambda n: packed({f'{i}.jsonl': 'x\n' for i in range(3000 * n)}))
hostile('bomb.txt.gz', True)(lambda n: gzip.compress(b'ampword ' * (40000000 * n)))
hostile('bomb.zip', True)(lambda n: packed({f'{i}.txt': big(400) for i in range(30 * n)}))
hostile('streams.gz')(lambda n: gzip.compress(b'a') * 20000 * n)
hostile('names.zip')(lambda n: packed({'n' * 60000 + f'{i}.txt': 'a' for i in range(50 * n)}))
hostile('nested.zip', True)(lambda n: nest(n))


def nest(n):
    contents = b'text'
    for i in range(10 * n):
        contents = packed({f'{i}.zip': contents})
    return contents


@hostile('office-in-mail.eml', True)
def _(n):
    attached = base64.encodebytes(FILES['shared-string.xlsx'][0](n)).decode()
    part = ('--b\nContent-Type: application/x; name=s.xlsx\nContent-Disposition: attachment; '
            'filename=s.xlsx\nContent-Transfer-Encoding: base64\n\n' + attached)
    return mail('mixed', part * 20).encode()


hostile('office-in-archive.zip', True)(
    lambda n: packed({f'{i}.xlsx': FILES['shared-string.xlsx'][0](n) for i in range(20)}))

# ---- plain text ----

text('marks.txt', lambda n: 'e' + '\u0301' * 50000 * n)
text('expanding.txt', lambda n: '\ufdfa ' * 50000 * n)
text('words.txt', lambda n: ' '.join(f'word{i}' for i in range(50000 * n)))
text('line.txt', lambda n: 'alpha beta ' * 50000 * n)
text('unspaced.txt', lambda n: '\u56f3\u66f8' * 50000 * n)
text('flags.txt', lambda n: '\U0001F1E6' * 50000 * n)
text('dates.txt', lambda n: 'May 10, 2011 ' * 20000 * n)
text('spaces.txt', lambda n: ' ' * 500000 * n + '\n' * 500000 * n)

# ---- running ----


def limit():
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def measure(command, log):
    """Exit status (signals above 128), seconds of processor time, peak KB."""
    with open(log, 'wb') as out:
        child = subprocess.Popen(command, stdout=out, stderr=out, preexec_fn=limit)
        _, status, usage = os.wait4(child.pid, 0)
    child.returncode = 0
    code = os.WEXITSTATUS(status) if os.WIFEXITED(status) else 128 + os.WTERMSIG(status)
    return code, usage.ru_utime + usage.ru_stime, usage.ru_maxrss


def check(bin_dir, work, name, scale):
    """What is wrong; empty: nothing."""
    make, is_reported = FILES[name]
    folder, index, log = (os.path.join(work, part) for part in ('folder', 'index', 'log'))
    os.makedirs(folder)
    with open(os.path.join(folder, name), 'wb') as out:
        out.write(make(scale))
    for good in 'a-good.txt', 'z-good.txt':
        with open(os.path.join(folder, good), 'w') as out:
            out.write(f'The kappalambda stands in {good}.\n')
    size = os.path.getsize(os.path.join(folder, name))
    code, seconds, kilobytes = measure(
        [f'{bin_dir}/pressmark-index', '-q', '-j1', '-i', index, folder], log)
    found = subprocess.run([f'{bin_dir}/pressmark-search', '-l', '-i', index, 'kappalambda'],
                           stdout=subprocess.PIPE, stderr=subprocess.STDOUT).stdout.split()
    with open(log, errors='replace') as said:
        message = said.read()
    shutil.rmtree(folder)
    shutil.rmtree(index, ignore_errors=True)
    print(f'{name:28} {size:9} bytes {seconds:6.2f} s {kilobytes // 1000:5} MB  exit {code}  '
          f'{message.splitlines()[0][:90] if message else ""}', flush=True)
    problems = []
    if code > 1:
        problems.append(f'exit {code}: {message[-200:]}')
    if kilobytes > KILOBYTES:
        problems.append(f'{kilobytes} KB')
    if len(found) != 2:
        problems.append('a good document is not found')
    if is_reported and name not in message:
        problems.append('nothing is said of it')
    if len(message.splitlines()) > 50:
        problems.append(f'{len(message.splitlines())} lines are said of it')
    return '; '.join(problems)


def main():
    if len(sys.argv) < 2 or not os.access(os.path.join(sys.argv[1], 'pressmark-index'), os.X_OK):
        sys.exit(__doc__)
    bin_dir, scale = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1
    names = sys.argv[3:] or list(FILES)
    work = tempfile.mkdtemp(prefix='pressmark-hostile.')
    failures = []
    try:
        for name in names:
            problem = check(bin_dir, work, name, scale)
            if problem:
                failures.append(f'{name}: {problem}')
    finally:
        shutil.rmtree(work, ignore_errors=True)
    for failure in failures:
        print(f'FAILED: {failure}')
    print(f'hostile.py: {len(names)} files, {len(failures)} failed')
    sys.exit(1 if failures else 0)


main()
