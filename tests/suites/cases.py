# SPDX-License-Identifier: GPL-2.0-or-later
"""The suites. Each reads a folder of its own and yields (case, None or what is wrong)."""

import email
import email.policy
import glob
import html
import json
import os
import re
import subprocess

from markup import text_of_html, text_of_tree, tree_cases
from tool import Folder, Skip, letters, records_text


def _find(root, pattern, what):
    found = sorted(glob.glob(os.path.join(root, pattern), recursive=True))
    if not found:
        raise Skip(f"no {what} in it")
    return found


def _difference(expected, found):
    return f"expected {expected[:200]!r}, found {found[:200]!r}"


# ---- CommonMark ----

def _is_hidden(rest, source):
    """Whether rest is of the source, where it is not shown: titles and addresses of links."""
    return _words(rest) <= _words(html.unescape(source))


def commonmark(tool, root):
    with open(_find(root, "**/spec.txt", "spec.txt")[0], encoding="utf-8", newline="\n") as file:
        spec = file.read()
    fence = "`" * 32
    examples = re.findall(rf"^{fence} example\n(.*?)^\.\n(.*?)^{fence}$", spec, re.M | re.S)
    folder = Folder()
    for i, (source, _) in enumerate(examples, 1):
        folder.add(f"{i:04}.md", source.replace("→", "\t").encode())
    found, _ = tool.emit(folder.path)
    for i, (source, expected) in enumerate(examples, 1):
        expected = text_of_html(expected.replace("→", "\t"))
        records = found.get(f"{i:04}.md")
        text = " ".join(records[0]["text"].replace(" | ", " ").split()) if records else "nothing"
        expected = expected.replace(" | ", " ")
        is_right = text == expected or (text.startswith(expected + " ") and
                                        _is_hidden(text[len(expected):], source))
        yield str(i), None if is_right else _difference(expected, text)


# ---- html5lib-tests ----

def html_trees(tool, root):
    folder, expected = Folder(), {}
    for path in _find(root, "**/tree-construction/*.dat", "tree-construction"):
        with open(path, encoding="utf-8", newline="\n") as file:
            cases = list(tree_cases(file.read()))
        for i, (data, lines, is_fragment) in enumerate(cases, 1):
            if is_fragment:
                continue
            name = f"{os.path.basename(path)[:-4]}-{i}.html"
            folder.add(name, data.encode("utf-8", "surrogatepass"))
            expected[name] = text_of_tree(lines)
    found, _ = tool.emit(folder.path)
    for name, (_, text) in expected.items():
        records = found.get(name, [{"title": "", "text": ""}])
        text = letters(text)
        ours = letters(records[0]["text"])
        yield name[:-5], None if text == ours else _difference(text, ours)


# The names under which the WHATWG's standard reads what it is told is another.
SAME = {"iso-8859-1": "windows-1252", "gb2312": "gb18030", "gbk": "gb18030",
        "iso-8859-9": "windows-1254", "euc_jp": "euc-jp", "iso-8859-11": "windows-874"}


def _charset(name):
    name = name.lower()
    return SAME.get(name, name)


def html_charsets(tool, root):
    folder, expected = Folder(), {}
    for path in _find(root, "**/encoding/*.dat", "encoding"):
        with open(path, "rb") as file:
            parts = (b"\n" + file.read()).split(b"\n#data\n")[1:]
        for i, part in enumerate(parts, 1):
            data, _, charset = part.partition(b"\n#encoding\n")
            charset = charset.split(b"\n")[0].decode()
            name = f"{os.path.basename(path)[:-4]}-{i}.html"
            # Where all is ASCII every charset is right: a word that is not makes it matter.
            is_east_asian = _charset(charset) in ("euc-jp", "shift_jis", "big5", "gb18030")
            probe = ("\u672c\u65e5".encode(charset) if is_east_asian
                     else "\u00e9t\u00e9 d\u00e9j\u00e0 vu".encode("cp1252"))
            if _charset(charset) == "utf-8" or max(data) >= 0x80:
                probe = b""
            folder.add(name, data + b"\n<p>" + probe)
            expected[name] = charset
    found, _ = tool.emit(folder.path)
    for name, charset in expected.items():
        records = found.get(name, [{"charset": "nothing"}])
        ours = records[0]["charset"]
        yield name[:-5], None if _charset(ours) == _charset(charset) else _difference(charset, ours)


# ---- uchardet ----

def charsets(tool, root):
    paths = _find(root, "**/test/*/*.txt", "test/<language>/<charset>.txt")
    folder = Folder()
    for path in paths:
        with open(path, "rb") as file:
            folder.add("-".join(path.split(os.sep)[-2:]).replace(".txt", "_.txt"), file.read())
    found, _ = tool.emit(folder.path)
    for path in paths:
        case = "-".join(path.split(os.sep)[-2:])
        charset = os.path.basename(path)[:-4]
        iconv = {"iso-8859-1": "cp1252", "shift_jis": "cp932", "mac-centraleurope":
                 "MAC-CENTRALEUROPE", "mac-cyrillic": "MAC-CYRILLIC", "big5": "BIG5-HKSCS",
                 "uhc": "cp949", "iso-8859-11": "cp874", "tis-620": "cp874", "euc-jp": "EUC-JP-MS",
                 "utf-8-bom": "utf-8", "iso-2022-jp": "ISO-2022-JP-2"}.get(charset, charset)
        done = subprocess.run(["iconv", "-c", "-f", iconv, "-t", "utf-8", path], check=False,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        expected = letters(done.stdout.decode().lstrip("\ufeff").replace("\0", "\ufffd"))
        records = found.get(case.replace(".txt", "_.txt"), [{"charset": "nothing", "text": ""}])
        ours = letters(records[0]["text"])
        at = next((i for i, (a, b) in enumerate(zip(expected, ours)) if a != b), 0)
        yield case[:-4], None if expected == ours else (
            f"{charset} read as {records[0]['charset']}: " + _difference(expected[at:], ours[at:]))


# ---- mail ----

def _words(text):
    return set(re.findall(r"\w+", text.lower()))


def _mail_parts(message):
    """The texts of a message that have to be found: its subject and its plain parts."""
    yield str(message.get("subject", ""))
    for part in message.walk():
        if part.get_content_type() != "text/plain" or part.get_content_disposition() == "attachment":
            continue
        bytes_ = part.get_payload(decode=True) or b""
        for charset in (part.get_content_charset() or "utf-8", "utf-8", "cp1252"):
            try:
                yield bytes_.decode(charset)
                break
            except (LookupError, UnicodeDecodeError):
                pass


def _mail(tool, root, pattern, what):
    folder, paths = Folder(), []
    for path in _find(root, pattern, what):
        if os.path.isfile(path) and os.path.basename(path) not in ("README", ".gitignore"):
            paths.append(path)
            with open(path, "rb") as file:
                folder.add(f"{len(paths):04}.eml", file.read())
    found, said = tool.emit(folder.path)
    for i, path in enumerate(paths, 1):
        case = os.path.relpath(path, root)
        records = found.get(f"{i:04}.eml")
        if not records:
            lines = [line for line in said.split("\n") if f"{i:04}.eml" in line]
            yield case, "nothing: " + " ".join(lines)
            continue
        with open(path, "rb") as file:
            message = email.message_from_binary_file(file, policy=email.policy.default)
        ours = _words(records_text(records))
        lost = set()
        for text in _mail_parts(message):
            lost |= _words(text) - ours
        yield case, f"lost: {' '.join(sorted(lost)[:10])}" if lost else None


def notmuch(tool, root):
    return _mail(tool, root, "**/test/corpora/**/*", "test/corpora")


def mu(tool, root):
    return _mail(tool, root, "**/testdata/**/*", "testdata")


# ---- JSONTestSuite ----

def _strings(value):
    """All strings of a value of JSON; names of members are no text."""
    if isinstance(value, str):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _strings(inner)


def json_parsing(tool, root):
    """y_: every string is found; n_ and i_: it is, or the file is named as one that is damaged."""
    paths = _find(root, "**/test_parsing/*.json", "test_parsing")
    folder = Folder()
    for path in paths:
        with open(path, "rb") as file:
            folder.add(os.path.basename(path), file.read())
    found, said = tool.emit(folder.path)
    for path in paths:
        name = os.path.basename(path)
        with open(path, "rb") as file:
            source = file.read()
        try:
            wanted = _words(" ".join(_strings(json.loads(source))).encode("utf-16", "surrogatepass")
                            .decode("utf-16", "replace"))
        except (ValueError, RecursionError):
            wanted = _words(" ".join(re.findall(r"[a-z]{4,}", source.decode("latin-1"))))
            wanted -= {"true", "false", "null"}
        lost = wanted - _words(records_text(found.get(name, [])))
        is_named = name in said and not name.startswith("y_")
        yield name[:-5], f"lost: {' '.join(sorted(lost)[:10])}" if lost and not is_named else None


# ---- csv-spectrum ----

def csv_spectrum(tool, root):
    paths = _find(root, "**/csvs/*.csv", "csvs")
    folder = Folder()
    for path in paths:
        with open(path, "rb") as file:
            folder.add(os.path.basename(path), file.read())
    found, _ = tool.emit(folder.path)
    for path in paths:
        name = os.path.basename(path)
        with open(path.replace("/csvs/", "/json/").replace(".csv", ".json"), encoding="utf-8") as file:
            rows = json.load(file)
        rows = [rows] if isinstance(rows, dict) else rows
        ours = [{key: " ".join(values) for key, values in record["fields"].items()} | {"": record["text"]}
                for record in found.get(name, [])]
        wrong = [row for row, record in zip(rows, ours)
                 if any(value.strip().replace("\r\n", "\n") not in " ".join(record.values())
                        for value in row.values())]
        yield name[:-4], (f"{len(ours)} records of {len(rows)}" if len(ours) != len(rows) else
                          f"lost: {wrong[0]}" if wrong else None)


# ---- Tika ----

# The endings of formats that Pressmark says it reads; Tika reads hundreds more.
READ = {"txt", "md", "html", "htm", "xhtml", "xml", "rss", "atom", "csv", "tsv", "json", "ipynb",
        "docx", "docm", "dotx", "pptx", "pptm", "xlsx", "xlsm", "odt", "odp", "ods", "epub", "pdf",
        "rtf", "eml", "mbox", "mbx", "zip", "tar", "tgz", "gz", "bz2", "xz", "zst", "7z"}

STRING = r'"((?:[^"\\]|\\.)*)"'


def _java_string(text):
    text = re.sub(r"\\u([0-9a-fA-F]{4})|\\(.)", lambda m: chr(int(m[1], 16)) if m[1] else
                  {"n": "\n", "t": "\t", "r": "\r"}.get(m[2], m[2]), text)
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _tika_claims(root):
    """What Tika's own tests say is in its documents: {name: {text, ...}}. Only tests that name one
    document are asked, and what has markup or is about metadata is left out."""
    claims = {}
    for path in glob.glob(os.path.join(root, "**/src/test/java/**/*Test.java"), recursive=True):
        with open(path, encoding="utf-8") as file:
            source = file.read()
        for method in source.split("@Test")[1:]:
            names = set(re.findall(r'"(?:/?test-documents/)?([\w.-]+\.\w{2,5})"', method))
            names &= set(re.findall(r'"(?:/?test-documents/)?(test[\w.-]+\.\w{2,5})"', method))
            texts = re.findall(rf"assertContains\(\s*{STRING}\s*,\s*(?:xml|content|r\.xml|text|"
                               r"handler\.toString\(\)|result\.xml|getXML\([^;]*\)\.xml)\s*\)", method)
            if len(names) == 1:
                wanted = claims.setdefault(names.pop(), set())
                wanted |= {_java_string(text) for text in texts if not re.search(r"<|\w+=\\?\"", text)}
    return claims


def tika(tool, root):
    paths = {os.path.basename(path): path
             for path in _find(root, "**/test-documents/**/*", "test-documents")
             if os.path.isfile(path)}
    claims = {name: texts for name, texts in _tika_claims(root).items()
              if texts and name in paths and name.split(".")[-1].lower() in READ}
    folder = Folder()
    for name in claims:
        with open(paths[name], "rb") as file:
            folder.add(name, file.read())
    found, said = tool.emit(folder.path)
    for name, texts in sorted(claims.items()):
        ours = letters(records_text(found.get(name, [])))
        lost = [text for text in texts if letters(text) not in ours]
        if name not in found:
            lines = [line for line in said.split("\n") if name in line]
            yield name, "nothing: " + " ".join(lines)[-200:]
        else:
            yield name, f"lost {len(lost)} of {len(texts)}: {sorted(lost)[:3]}" if lost else None


# ---- the Big List of Naughty Strings ----

def naughty(tool, root):
    with open(_find(root, "**/blns.json", "blns.json")[0], encoding="utf-8") as file:
        strings = json.load(file)
    folder = Folder()
    for i, text in enumerate(strings, 1):
        folder.add(f"{i:04}.txt", text.encode("utf-8", "surrogatepass"))
    found, _ = tool.emit(folder.path)
    index = Folder()
    tool.index(folder.path, os.path.join(index.path, "index"))
    for i, text in enumerate(strings, 1):
        name = f"{i:04}.txt"
        ours = records_text(found.get(name, []))
        words = re.sub(r'["\s]+', " ", text) if re.search(r"[^\W_]", text) else ""
        if letters(text) not in letters(ours):
            yield str(i), _difference(text, ours)
        elif words and name not in tool.search(os.path.join(index.path, "index"), f'"{words}"'):
            yield str(i), f"not found by {words[:200]!r}"
        else:
            yield str(i), None


# name: (folder under PRESSMARK_SUITES, function)
SUITES = {
    "commonmark": ("cmark", commonmark),
    "html-trees": ("html5lib-tests", html_trees),
    "html-charsets": ("html5lib-tests", html_charsets),
    "charsets": ("uchardet", charsets),
    "notmuch": ("notmuch", notmuch),
    "mu": ("mu", mu),
    "json": ("JSONTestSuite", json_parsing),
    "csv": ("csv-spectrum", csv_spectrum),
    "tika": ("tika", tika),
    "naughty": ("naughty", naughty),
}
