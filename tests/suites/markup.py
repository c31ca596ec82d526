# SPDX-License-Identifier: GPL-2.0-or-later
"""What stands to be read in the expected results of others: HTML, and trees of HTML."""

import html.parser

# The elements whose text the reader of HTML leaves out, and those it puts behind the article.
SKIPPED = {"script", "style", "template", "noframes", "noembed", "iframe", "svg"}
BESIDE = {"aside", "button", "canvas", "dialog", "footer", "header", "nav", "noscript", "object",
          "select"}
BLOCKS = {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "pre", "blockquote",
          "hr", "br", "table", "tr", "td", "th", "textarea", "iframe", "section", "details",
          "summary", "dl", "dt", "dd"}


class _Reader(html.parser.HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.text = []
        self.lists = []
        self.n_skipped = 0

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag in BLOCKS:
            self.text.append("\n")
        if tag == "ul":
            self.lists.append(None)
        elif tag == "ol":
            self.lists.append(int(attributes.get("start", "1")))
        elif tag == "li" and self.lists:
            self.text.append("- " if self.lists[-1] is None else f"{self.lists[-1]}. ")
            if self.lists[-1] is not None:
                self.lists[-1] += 1
        elif tag == "img":
            self.text.append(attributes.get("alt") or "")
        self.n_skipped += tag in ("script", "style")

    def handle_endtag(self, tag):
        if tag in BLOCKS:
            self.text.append("\n")
        if tag in ("ul", "ol") and self.lists:
            self.lists.pop()
        self.n_skipped -= tag in ("script", "style") and self.n_skipped > 0

    def handle_data(self, data):
        if not self.n_skipped:
            self.text.append(data)


def text_of_html(source):
    """The text of well-formed HTML, with bullets and numbers before the items of lists."""
    reader = _Reader()
    reader.feed(source)
    reader.close()
    return " ".join("".join(reader.text).split())


def tree_cases(source):
    """The cases of a file of html5lib's tree construction: (data, lines of the tree, is it a
    fragment)."""
    for part in ("\n" + source).split("\n#data\n")[1:]:
        data, _, rest = ("\n" + part).partition("\n#errors\n")
        tree = rest.partition("#document\n")[2]
        lines = []
        for line in tree.split("\n"):
            if line.startswith("| "):
                lines.append(line)
            elif lines and not line.startswith("#"):
                lines[-1] += "\n" + line
        yield data[1:], lines, "#document-fragment\n" in rest


def text_of_tree(lines):
    """The texts of a tree as the reader of HTML arranges them: (title, article and what is beside
    it)."""
    stack, title, article, beside = [], [], [], []
    n_titles = 0
    for line in lines:
        depth = 2
        while line[depth:depth + 2] == "  ":
            depth += 2
        content = line[depth:]
        del stack[(depth - 2) // 2:]
        if content.startswith('"'):
            text = content[1:].rstrip("\n")[:-1]
            if "title" in stack:
                if n_titles == 1:
                    title.append(text)
            elif not SKIPPED & set(stack) and "head" not in stack:
                (beside if BESIDE & set(stack) else article).append(text)
        elif content.startswith("<") and not content.startswith(("<!--", "<!DOCTYPE", "<?")):
            name = content[1:].rstrip("\n").rstrip(">")
            n_titles += name == "title"
            stack.append("svg" if name.startswith("svg ") else name.split(" ")[-1])
        elif content == "content":
            stack.append("template")
        elif content.startswith('alt="') and stack and stack[-1] == "img":
            if not SKIPPED & set(stack):
                (beside if BESIDE & set(stack) else article).append(content[5:-1])
    return "".join(title), "".join(article) + "".join(beside)
