/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads reStructuredText line by line. Indented blocks are read like others, since their markup is
 * the same. */
#include "indexer/formats/markup/rst.h"
#include "indexer/formats/markup/rst_lines.h"
#include "indexer/formats/shared/heading_title.h"
#include "indexer/formats/shared/reader.h"

#include "base/mem.h"
#include "text/utf8.h"

enum { MAX_STYLES = 16, MAX_LEVEL = 6 };

struct reader {
    struct document *document;
    struct pen pen;
    struct heading_title title;
    struct rst_names names;
    size_t at; /* of the next line */
    /* The styles of headings, highest first: the adornment character, plus 128 if there is also a
     * line of it above. */
    unsigned char styles[MAX_STYLES];
    size_t n_styles;
    bool expects_code;  /* the previous paragraph ended in "::" */
    size_t code_indent; /* of that paragraph */
    bool in_table;      /* between the rules of a simple table */
    size_t grid_end;    /* after the last line of a grid table */
    bool has_body;      /* following fields are not those of the document any more */
};

static struct str source_of(const struct reader *r)
{
    return r->pen.source;
}

static bool next_line(const struct reader *r, struct line line, struct line *ret)
{
    return line_at(source_of(r), line.end + 1, ret);
}

static unsigned level_of(struct reader *r, unsigned char style)
{
    size_t i = 0;
    while (i < r->n_styles && r->styles[i] != style)
        i++;
    if (i == r->n_styles && i < MAX_STYLES)
        r->styles[r->n_styles++] = style;
    return i + 1 < MAX_LEVEL ? (unsigned)i + 1 : MAX_LEVEL;
}

static void write_heading(struct reader *r, struct line title, unsigned char style)
{
    size_t start = title.start + line_indent(source_of(r), title);
    flow_gap(r->pen.flow, GAP_PARAGRAPH);
    unsigned level = level_of(r, style);
    r->pen.flow->heading_level = level;
    rst_write_inline(&r->pen, &r->names, start, start + line_text(source_of(r), title).n);
    flow_gap(r->pen.flow, GAP_PARAGRAPH);
    heading_title_end(&r->title, r->document, r->pen.flow, level);
}

/* Reads a heading: "Title" above "=====", or between two such lines. */
static bool take_heading(struct reader *r, struct line line)
{
    struct str text = line_text(source_of(r), line);
    struct line second, third;
    if (!next_line(r, line, &second))
        return false;
    struct str below = line_text(source_of(r), second);
    char sign = rst_adornment(text);
    if (sign && below.n && next_line(r, second, &third) && line_indent(source_of(r), third) == 0 &&
        rst_adornment(line_text(source_of(r), third)) == sign && rst_is_adornment_of(text, below)) {
        write_heading(r, second, (unsigned char)(128 + sign));
        r->at = third.end + 1;
        return true;
    }
    if (sign || line_indent(source_of(r), line) || line_indent(source_of(r), second) ||
        !rst_is_adornment_of(below, text))
        return false;
    write_heading(r, line, (unsigned char)rst_adornment(below));
    r->at = second.end + 1;
    return true;
}

/* Returns the end of the block below line that is indented more than indent: the offset of the next
 * line after it. */
static size_t block_end(const struct reader *r, struct line line, size_t indent)
{
    size_t end = line.end + 1;
    struct line next = line;
    while (next_line(r, next, &next)) {
        if (line_is_blank(source_of(r), next))
            continue;
        if (line_indent(source_of(r), next) <= indent)
            break;
        end = next.end + 1;
    }
    return end < source_of(r).n ? end : source_of(r).n;
}

static void take_code(struct reader *r, struct line line, size_t end)
{
    flow_gap(r->pen.flow, GAP_PARAGRAPH);
    if (line.start < end)
        pen_write_code(&r->pen, line.start, end);
    flow_gap(r->pen.flow, GAP_PARAGRAPH);
    r->at = end;
}

/* Returns where the value of an option that is shown begins in its line; 0 for other options. */
static size_t shown_option(struct str text)
{
    static const char *const names[] = {
        ":alt: ", ":caption: ", ":header: ", ":title: ", ":synopsis: ", NULL};
    for (size_t i = 0; names[i]; i++)
        if (str_starts_with(text, str_of(names[i])))
            return strlen(names[i]);
    return 0;
}

/* Reads the options of a directive, some of which are text: of an image, its alt option. */
static void take_options(struct reader *r, struct line line)
{
    while (next_line(r, line, &line)) {
        struct str text = line_text(source_of(r), line);
        size_t name = rst_field_name(text);
        if (name == 0)
            break;
        size_t shown = shown_option(text);
        if (shown) {
            size_t start = line.start + line_indent(source_of(r), line) + shown;
            flow_gap(r->pen.flow, GAP_PARAGRAPH);
            pen_write(&r->pen, start, line.start + line_indent(source_of(r), line) + text.n);
            flow_gap(r->pen.flow, GAP_PARAGRAPH);
        }
        r->at = line.end + 1;
    }
}

/* Returns whether the argument of a directive is what Sphinx describes below it: "function",
 * "c:function". */
static bool defines(struct str name)
{
    static const char *const objects[] = {
        "function", "class",     "method",   "classmethod", "staticmethod", "attribute", "property",
        "data",     "exception", "describe", "object",      "option",       "cmdoption", "envvar",
        "confval",  "setting",   "macro",    "type",        "struct",       "union",     "enum",
        "var",      "member",    "concept",  "enumerator",  "decorator",    "directive", "role",
        "command",  "variable",  NULL};
    return str_is_one_of(str_slice(name, str_after_last(name, ':'), name.n), objects);
}

/* Returns whether a directive only says what the names below it belong to: "cpp:namespace". */
static bool sets_scope(struct str name)
{
    static const char *const scopes[] = {"module",         "currentmodule", "namespace",
                                         "namespace-push", "namespace-pop", NULL};
    return str_is_one_of(str_slice(name, str_after_last(name, ':'), name.n), scopes);
}

/* Adds what the directive "meta" says about the document, up to the offset end, as fields. */
static void take_meta(struct reader *r, struct line line, size_t end)
{
    AUTO(buf_done) struct buf value = BUF_INIT;
    struct str name = STR_EMPTY;
    size_t start = line.start;
    while (next_line(r, line, &line) && line.start < end) {
        struct str text = line_text(source_of(r), line);
        size_t n = rst_field_name(text);
        if (n) {
            if (name.n)
                document_add_field(r->document, name, buf_str(&value));
            buf_clear(&value);
            name = str_slice(text, 1, 1 + n);
            name = str_slice(name, 0, str_find_char(name, ' ', 0)); /* "description lang=en" */
            text = str_slice(text, n + 2, text.n);
            name = str_find_char(name, '=', 0) < name.n ? STR_EMPTY : name;
        }
        if (value.n)
            buf_append_char(&value, ' ');
        buf_append_str(&value, str_trim(text));
        r->at = line.end + 1;
    }
    if (name.n)
        document_add_field(r->document, name, buf_str(&value));
    pen_pass(&r->pen, start, r->at);
}

/* Reads ".. name:: argument"; argument is an offset. */
static void take_directive(struct reader *r, struct line line, struct str name, size_t argument)
{
    static const char *const hidden[] = {"toctree",
                                         "contents",
                                         "include",
                                         "raw",
                                         "index",
                                         "highlight",
                                         "role",
                                         "meta",
                                         "sectnum",
                                         "default-role",
                                         "replace",
                                         "unicode",
                                         "date",
                                         "kernel-doc",
                                         "tabularcolumns",
                                         "default-domain",
                                         "default-literal-role",
                                         NULL};
    static const char *const code[] = {"code",     "code-block", "sourcecode",     "parsed-literal",
                                       "math",     "doctest",    "testcode",       "testsetup",
                                       "graphviz", "uml",        "productionlist", "kernel-render",
                                       "prompt",   "ipython",    "literalinclude", NULL};
    static const char *const files[] = {"image",      "figure",    "kernel-figure", "kernel-image",
                                        "automodule", "autoclass", "autofunction",  NULL};
    size_t indent = line_indent(source_of(r), line);
    bool is_code = str_is_one_of_ignoring_case(name, code),
         is_hidden = sets_scope(name) || str_is_one_of_ignoring_case(name, hidden);
    size_t end = is_code || is_hidden ? block_end(r, line, indent) : 0;
    r->at = line.end + 1;
    if (str_equal(name, STR_LITERAL("meta")))
        take_meta(r, line, end);
    if (is_hidden) {
        r->at = end;
        return;
    }
    flow_gap(r->pen.flow, GAP_PARAGRAPH);
    r->pen.flow->heading_level = defines(name) ? RECORD_TERM_LEVEL : 0;
    if (!is_code && !str_is_one_of_ignoring_case(name, files))
        rst_write_inline(&r->pen, &r->names, argument, line.end);
    r->pen.flow->heading_level = 0;
    take_options(r, line);
    struct line body;
    bool goes_on = line_at(source_of(r), r->at, &body) && !line_is_blank(source_of(r), body);
    flow_gap(r->pen.flow, goes_on && !is_code ? GAP_LINE : GAP_PARAGRAPH);
    if (is_code && r->at < end && line_at(source_of(r), r->at, &body))
        take_code(r, body, end);
}

/* Reads a block that begins with "..": directive, target, footnote, substitution or comment. */
static bool take_explicit(struct reader *r, struct line line)
{
    struct str text = line_text(source_of(r), line);
    size_t indent = line_indent(source_of(r), line);
    if (!str_starts_with(text, STR_LITERAL("..")) || (text.n > 2 && text.p[2] != ' ')) {
        if (!str_starts_with(text, STR_LITERAL("__ ")))
            return false;
        r->at = line.end + 1;
        return true;
    }
    struct str rest = str_trim(str_slice(text, 2, text.n));
    size_t start = rest.n ? (size_t)(rest.p - source_of(r).p) : line.end;
    size_t colons = str_find(rest, STR_LITERAL("::"), 0);
    size_t bracket = str_find_char(rest, ']', 0);

    if (colons < rest.n && colons > 0 && rest.p[0] != '|' && rest.p[0] != '_' &&
        str_find_char(str_slice(rest, 0, colons), ' ', 0) == colons) {
        size_t argument = start + colons + 2;
        while (argument < line.end && source_of(r).p[argument] == ' ')
            argument++;
        take_directive(r, line, str_slice(rest, 0, colons), argument);
    } else if (rest.n && rest.p[0] == '[' && bracket < rest.n) {
        flow_gap(r->pen.flow, GAP_PARAGRAPH);
        rst_write_inline(&r->pen, &r->names, start, line.end);
        flow_gap(r->pen.flow, GAP_SOFT_LINE);
        r->at = line.end + 1;
    } else {
        r->at = block_end(r, line, indent);
    }
    return true;
}

/* Appends the lines on which the paragraph of a field goes on, which are indented. Returns the last
 * of them. */
static struct line append_wrapped(struct reader *r, struct line line, struct buf *value)
{
    struct line next;
    while (next_line(r, line, &next) && !line_is_blank(source_of(r), next) &&
           line_indent(source_of(r), next) > 0) {
        buf_append_char(value, ' ');
        buf_append_str(value, line_text(source_of(r), next));
        line = next;
    }
    return line;
}

/* Takes a field at the start as metadata of the document. */
static void take_document_field(struct reader *r, struct line line, size_t name_n)
{
    AUTO(buf_done) struct buf whole = BUF_INIT;
    struct document *d = r->document;
    struct str text = line_text(source_of(r), line);
    struct str name = str_slice(text, 1, 1 + name_n);
    buf_append_str(&whole, str_slice(text, name_n + 2, text.n));
    struct line last = append_wrapped(r, line, &whole);
    struct str value = str_trim(buf_str(&whole));
    r->at = last.end + 1;
    if (str_equal_ignoring_case(name, STR_LITERAL("title")) && value.n)
        heading_title_declare(&r->title, d, value);
    else if (str_equal_ignoring_case(name, STR_LITERAL("language")))
        d->language = arena_copy(d->arena, value);
    else if (str_equal_ignoring_case(name, STR_LITERAL("authors")))
        document_add_field(d, STR_LITERAL("author"), value);
    else
        document_add_values(d, name, value);
    pen_pass(&r->pen, line.start, last.end);
}

/* Writes the cells of a row, which are between bars or separated by two or more blanks. */
static void write_row(struct reader *r, struct line line, bool has_bars)
{
    struct str source = source_of(r);
    size_t i = line.start;
    flow_gap(r->pen.flow, GAP_ITEM);
    while (i < line.end) {
        size_t end = i;
        while (end < line.end &&
               (has_bars ? source.p[end] != '|'
                         : source.p[end] != ' ' || end + 1 == line.end || source.p[end + 1] != ' '))
            end++;
        struct str cell = str_trim(str_slice(source, i, end));
        if (cell.n) {
            size_t start = (size_t)(cell.p - source.p);
            rst_write_inline(&r->pen, &r->names, start, start + cell.n);
            flow_gap(r->pen.flow, GAP_CELL);
        }
        i = end + 1;
    }
    flow_gap(r->pen.flow, GAP_ITEM);
    r->at = line.end + 1;
}

/* Returns whether a line is a row of a grid table: "| a | b |" anywhere, "|a|b|" only below a line
 * of such a table, since "|name|" stands for a text. */
static bool is_row_with_bars(const struct reader *r, struct line line)
{
    struct str text = line_text(source_of(r), line);
    bool is_between = text.n > 2 && text.p[0] == '|' && text.p[text.n - 1] == '|';
    bool has_blanks = is_between && text.p[1] == ' ' && text.p[text.n - 2] == ' ';
    return is_between && (has_blanks || line.start == r->grid_end);
}

static bool take_table(struct reader *r, struct line line)
{
    struct str text = line_text(source_of(r), line);
    if (rst_is_table_rule(text)) {
        struct line next;
        bool ends = !next_line(r, line, &next) || line_is_blank(source_of(r), next);
        r->in_table = text.p[0] == '=' && !ends;
        flow_gap(r->pen.flow, ends ? GAP_PARAGRAPH : GAP_LINE);
        r->at = line.end + 1;
        if (text.p[0] == '+')
            r->grid_end = r->at;
        return true;
    }
    bool has_bars = is_row_with_bars(r, line);
    if (!has_bars && !(r->in_table && !line_repeats(text, '-')))
        return false;
    write_row(r, line, has_bars);
    if (has_bars)
        r->grid_end = r->at;
    return true;
}

/* Returns the end of the paragraph that begins with line: lines of the same indentation, or that of
 * the text of a list item. */
static size_t paragraph_end(const struct reader *r, struct line line, size_t indent)
{
    struct line next;
    size_t end = line.end;
    while (next_line(r, line, &next)) {
        struct str text = line_text(source_of(r), next);
        if (text.n == 0 || line_indent(source_of(r), next) != indent || rst_bullet_length(text))
            break;
        end = next.end;
        line = next;
    }
    return end;
}

/* Returns whether a line is a term above its definition, which is indented. */
static bool is_term(const struct reader *r, struct line line)
{
    struct str text = line_text(source_of(r), line);
    struct line next;
    return next_line(r, line, &next) && !line_is_blank(source_of(r), next) &&
           line_indent(source_of(r), next) > line_indent(source_of(r), line) && text.p[0] != ':' &&
           text.p[0] != '-' && !rst_bullet_length(text) && !str_ends_with(text, STR_LITERAL("::"));
}

static void take_paragraph(struct reader *r, struct line line)
{
    struct str source = source_of(r);
    size_t indent = line_indent(source, line);
    struct str text = line_text(source, line);
    size_t bullet = rst_bullet_length(text), start = line.start + indent;
    size_t end = paragraph_end(r, line, indent + bullet);

    r->at = end + 1;
    flow_gap(r->pen.flow, GAP_LINE);
    r->code_indent = indent;
    while (end > start && ascii_is_space(source.p[end - 1]))
        end--;
    size_t shown = end;
    r->expects_code = end - start >= 2 && source.p[end - 1] == ':' && source.p[end - 2] == ':';
    if (r->expects_code) {
        shown = end - 1;
        if (shown - start == 1 || ascii_is_space(source.p[end - 3]))
            shown = end - 2;
    }
    if (bullet && text.p[0] == '|')
        start += bullet;
    else if (bullet) {
        pen_write(&r->pen, start, start + bullet);
        start += bullet;
    }
    bool defines_term = is_term(r, line);
    if (defines_term)
        r->pen.flow->heading_level = RECORD_TERM_LEVEL;
    if (start < shown)
        rst_write_inline(&r->pen, &r->names, start, shown);
    r->pen.flow->heading_level = 0;
    flow_gap(r->pen.flow, defines_term ? GAP_ITEM : GAP_LINE);
}

/* Handles a line that begins something other than a paragraph. */
static bool take_special(struct reader *r, struct line line)
{
    struct str source = source_of(r), text = line_text(source, line);
    size_t name = rst_field_name(text), indent = line_indent(source, line);

    if (r->expects_code) {
        r->expects_code = false;
        if (indent > r->code_indent) {
            struct line before = {line.start, line.start ? line.start - 1 : 0};
            take_code(r, line, block_end(r, before, r->code_indent));
            return true;
        }
    }
    if (take_table(r, line) || take_explicit(r, line))
        return true;
    if (take_heading(r, line))
        return true;
    if (!name)
        name = rst_unended_field_name(text);
    if (name && !r->has_body && indent == 0) {
        take_document_field(r, line, name);
        return true;
    }
    if (rst_adornment(text) && text.n >= 4) {
        r->at = line.end + 1;
        return true;
    }
    return false;
}

static void read_line(struct reader *r, struct line line)
{
    if (line_is_blank(source_of(r), line)) {
        flow_gap(r->pen.flow, GAP_PARAGRAPH);
        r->at = line.end + 1;
    } else if (!take_special(r, line)) {
        take_paragraph(r, line);
        r->has_body = true;
    }
}

enum err_code rst_read(const struct reader_input *input, struct arena *scratch,
                       const struct reader_output *output, struct err *err)
{
    AUTO(pen_draft_done) struct pen_draft draft = {0};
    struct reader r = {
        .document = &draft.document,
        .pen = pen_begin(&draft, input, scratch, "rst"),
    };
    struct line line;
    r.at = heading_title_begin(&r.title, r.document, r.pen.source);
    rst_find_names(r.pen.source, input->budget, &r.names);
    r.pen.keeper = pen_keep_line;
    pen_pass(&r.pen, 0, r.at);
    while (line_at(r.pen.source, r.at, &line))
        read_line(&r, line);
    pen_keep(&r.pen, r.pen.source.n);
    return pen_deliver(&draft, output, err);
}
