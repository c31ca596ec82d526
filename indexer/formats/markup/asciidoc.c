/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads AsciiDoc as Asciidoctor does, with the underlined titles of the older AsciiDoc. */
#include "indexer/formats/markup/asciidoc.h"
#include "indexer/formats/shared/heading_title.h"
#include "indexer/formats/shared/reader.h"
#include "indexer/formats/shared/spans.h"

#include "base/mem.h"
#include "text/utf8.h"

enum { MAX_LEVEL = 6 };

struct reader {
    struct document *document;
    struct budget *budget;
    struct pen pen;
    struct heading_title title;
    size_t at;      /* of the next line */
    size_t example; /* the length of the "====" that is open; 0: none is open */
    bool in_table;  /* between "|===" and "|===" */
    bool in_header; /* in the header: title, author, revision and attributes */
};

static struct str source_of(const struct reader *r)
{
    return r->pen.source;
}

static void write_inline(struct reader *r, size_t start, size_t end)
{
    while (end > start && ascii_is_space(source_of(r).p[end - 1]))
        end--;
    asciidoc_write_inline(&r->pen, r->document, r->budget, start, end);
}

static void write_heading(struct reader *r, size_t start, size_t end, unsigned level)
{
    bool is_title = r->document->title.n == 0;
    flow_gap(r->pen.flow, GAP_PARAGRAPH);
    r->pen.flow->heading_level = level < MAX_LEVEL ? level : MAX_LEVEL;
    write_inline(r, start, end);
    heading_title_end(&r->title, r->document, r->pen.flow, level < MAX_LEVEL ? level : MAX_LEVEL);
    flow_gap(r->pen.flow, GAP_PARAGRAPH);
    r->in_header = is_title && level == 1;
}

/* Reads a heading: "== Title ==". */
static bool take_heading(struct reader *r, struct line line, struct str text)
{
    size_t level = 0;
    char sign = text.p[0];
    while (level < text.n && level < MAX_LEVEL && text.p[level] == sign)
        level++;
    if ((sign != '=' && sign != '#') || level == text.n || text.p[level] != ' ')
        return false;
    size_t start = line.start + level + 1, end = line.start + text.n;
    if (text.n > 2 * level && line_repeats(str_slice(text, text.n - level, text.n), sign))
        end -= level;
    write_heading(r, start, end, (unsigned)level);
    r->at = line.end + 1;
    return true;
}

/* Reads a heading: "Title" above "-----" of about the same length. */
static bool take_underlined(struct reader *r, struct line line, struct str text)
{
    static const char signs[] = "=-~^+";
    struct line below;
    if (!line_at(source_of(r), line.end + 1, &below))
        return false;
    struct str rule = line_text(source_of(r), below);
    const char *sign = rule.n >= 3 ? memchr(signs, rule.p[0], sizeof signs - 1) : NULL;
    size_t width = utf8_columns(text);
    if (!sign || (*sign == '=' && rule.n == r->example) || !line_repeats(rule, *sign) ||
        !spans_is_word(text.p[0]) || rule.n + 2 < width || rule.n > width + 2)
        return false;
    write_heading(r, line.start, line.end, (unsigned)(sign - signs) + 1);
    r->at = below.end + 1;
    return true;
}

/* Returns the character of a fence, a line of four or more of the same character around a block, or
 * "--" or "```"; 0 for other lines. */
static char fence_of(struct str text)
{
    static const char signs[] = "-.+=*_/`";
    const char *sign = text.n ? memchr(signs, text.p[0], sizeof signs - 1) : NULL;
    if (!sign)
        return 0;
    if (*sign == '`')
        return str_starts_with(text, STR_LITERAL("```")) ? '`' : 0;
    return (text.n >= 4 && line_repeats(text, *sign)) || str_equal(text, STR_LITERAL("--")) ? *sign
                                                                                            : 0;
}

/* Reads a block of code, or skips it if it is a comment, up to the line that repeats its fence. */
static void take_block(struct reader *r, struct line line, struct str fence, char sign)
{
    struct line next = line;
    struct str end_fence = sign == '`' ? STR_LITERAL("```") : fence;
    size_t start = line.end + 1, end = source_of(r).n;
    r->at = end;
    while (line_at(source_of(r), next.end + 1, &next))
        if (str_equal(line_text(source_of(r), next), end_fence)) {
            end = next.start;
            r->at = next.end + 1;
            break;
        }
    flow_gap(r->pen.flow, GAP_PARAGRAPH);
    if (sign != '/' && start < end)
        pen_write_code(&r->pen, start, end);
    flow_gap(r->pen.flow, GAP_PARAGRAPH);
}

/* Handles a fence. Blocks of code are read to their end; of other blocks only the fence is
 * skipped. */
static bool take_fence(struct reader *r, struct line line, struct str text)
{
    char sign = fence_of(text);
    if (!sign)
        return false;
    bool is_code = sign == '.' || sign == '+' || sign == '/' || sign == '`' ||
                   (sign == '-' && text.n > 2);
    flow_gap(r->pen.flow, GAP_PARAGRAPH);
    if (sign == '=')
        r->example = r->example ? 0 : text.n;
    if (is_code)
        take_block(r, line, text, sign);
    else
        r->at = line.end + 1;
    return true;
}

/* Reads ":name: value". Returns true even if the value is not used. */
static bool take_attribute(struct reader *r, struct line line, struct str text)
{
    size_t end = text.n > 2 && text.p[0] == ':' ? str_find_char(text, ':', 1) : text.n;
    if (end == text.n || (end + 1 < text.n && text.p[end + 1] != ' ') ||
        str_find_char(str_slice(text, 0, end), ' ', 0) < end)
        return false;
    struct document *d = r->document;
    struct str name = str_slice(text, 1, end);
    struct str value = str_trim(str_slice(text, end + 1, text.n));
    if (str_equal_ignoring_case(name, STR_LITERAL("lang")))
        d->language = arena_copy(d->arena, value);
    else if (str_equal_ignoring_case(name, STR_LITERAL("revdate")))
        document_add_field(d, STR_LITERAL("date"), value);
    else if (!str_equal_ignoring_case(name, STR_LITERAL("toc")))
        document_add_values(d, name, value);
    pen_pass(&r->pen, line.start, line.end);
    r->at = line.end + 1;
    return true;
}

/* Reads a line below the title: "Ann Author <ann@example.org>; Bo Writer" or "v1.0, 2020-01-31:
 * remark". */
static bool take_header_line(struct reader *r, struct line line, struct str text)
{
    bool has_author = document_field(r->document, "author").n > 0;
    bool is_revision = has_author ||
                       (text.n > 1 && text.p[0] == 'v' && ascii_is_digit(text.p[1])) ||
                       ascii_is_digit(text.p[0]);
    if (is_revision) {
        size_t comma = str_find(text, STR_LITERAL(", "), 0);
        struct str date = comma < text.n ? str_slice(text, comma + 2, text.n) : text;
        date = str_slice(date, 0, str_find(date, STR_LITERAL(": "), 0));
        document_add_field(r->document, STR_LITERAL("date"), date);
        r->in_header = false;
    } else {
        for (size_t start = 0; start < text.n;) {
            size_t end = str_find_char(text, ';', start);
            struct str name = str_slice(text, start, end);
            document_add_field(r->document, STR_LITERAL("author"),
                               str_slice(name, 0, str_find(name, STR_LITERAL(" <"), 0)));
            start = end + 1;
        }
    }
    r->at = line.end + 1;
    return true;
}

/* Returns the length of the name in a line "name::target[text]"; 0 for other lines. */
static size_t block_macro_name(struct str text)
{
    size_t colons = str_find(text, STR_LITERAL("::"), 0), open = str_find_char(text, '[', 0);
    bool is_macro = colons < open && open < text.n && text.p[text.n - 1] == ']' &&
                    str_find_char(str_slice(text, 0, open), ' ', 0) == open;
    return is_macro ? colons : 0;
}

/* Reads a block macro. Only images have text. */
static bool take_block_macro(struct reader *r, struct line line, struct str text)
{
    size_t name_n = block_macro_name(text), open = str_find_char(text, '[', 0);
    if (name_n == 0)
        return false;
    struct str name = str_slice(text, 0, name_n);
    size_t comma = str_find_char(str_slice(text, 0, text.n - 1), ',', open);
    if (str_equal(name, STR_LITERAL("image")) && comma > open + 1) {
        flow_gap(r->pen.flow, GAP_PARAGRAPH);
        pen_write(&r->pen, line.start + open + 1, line.start + comma);
        flow_gap(r->pen.flow, GAP_PARAGRAPH);
    }
    r->at = line.end + 1;
    return true;
}

/* Reads a row of a table. Cells begin with "|", which their layout may precede. */
static void take_row(struct reader *r, struct line line)
{
    struct str source = source_of(r);
    size_t i = line.start;
    flow_gap(r->pen.flow, GAP_ITEM);
    while (i < line.end) {
        size_t end = str_find_char(str_slice(source, 0, line.end), '|', i);
        size_t stop = end;
        /* layout such as "2+|", "a|", ".3+^s|" */
        while (end < line.end && stop > i && !ascii_is_space(source.p[stop - 1]))
            stop--;
        if (end == line.end || end - stop > 6)
            stop = end;
        struct str cell = str_trim(str_slice(source, i, stop));
        if (cell.n) {
            size_t start = (size_t)(cell.p - source.p);
            write_inline(r, start, start + cell.n);
        }
        if (end < line.end)
            flow_gap(r->pen.flow, GAP_CELL);
        i = end + 1;
    }
    flow_gap(r->pen.flow, GAP_ITEM);
    r->at = line.end + 1;
}

static bool take_table(struct reader *r, struct line line, struct str text)
{
    bool is_fence = text.n >= 4 && (text.p[0] == '|' || text.p[0] == '!') &&
                    line_repeats(str_slice(text, 1, text.n), '=');
    if (is_fence) {
        r->in_table = !r->in_table;
        flow_gap(r->pen.flow, GAP_PARAGRAPH);
        r->at = line.end + 1;
        return true;
    }
    if (r->in_table)
        take_row(r, line);
    return r->in_table;
}

/* Skips lines without text: comments, "[source,c]", a "+" that continues a list, rules. */
static bool take_hidden(struct reader *r, struct line line, struct str text)
{
    bool is_comment = str_starts_with(text, STR_LITERAL("//")) && !fence_of(text);
    bool is_list = text.p[0] == '[' && text.p[text.n - 1] == ']' && line.start < line.end &&
                   source_of(r).p[line.start] == '[';
    bool is_rule = str_equal(text, STR_LITERAL("+")) || str_equal(text, STR_LITERAL("'''")) ||
                   str_equal(text, STR_LITERAL("<<<")) || str_equal(text, STR_LITERAL("---"));
    if (!is_comment && !is_list && !is_rule)
        return false;
    if (!is_comment)
        flow_gap(r->pen.flow, GAP_PARAGRAPH);
    r->at = line.end + 1;
    return true;
}

/* Returns the length of a list marker with its blank: "* ", "** ", ". ", "- ", "1. ", "<1> "; 0 if
 * there is none. */
static size_t bullet_length(struct str text)
{
    size_t n = 0;
    if (text.p[0] == '*' || text.p[0] == '.' || text.p[0] == '-') {
        while (n < text.n && n < MAX_LEVEL && text.p[n] == text.p[0])
            n++;
    } else {
        bool is_callout = text.p[0] == '<';
        n = is_callout;
        while (n < text.n && n < 4 && (ascii_is_digit(text.p[n])))
            n++;
        if (n == is_callout || n == text.n || text.p[n] != (is_callout ? '>' : '.'))
            return 0;
        n++;
    }
    return n < text.n && text.p[n] == ' ' ? n + 1 : 0;
}

/* Returns the offset of the "::" in "term::" or "term:: text"; text.n if there is none. */
static size_t term_length(struct str text)
{
    for (size_t i = str_find(text, STR_LITERAL("::"), 1); i < text.n;
         i = str_find(text, STR_LITERAL("::"), i + 1)) {
        size_t end = i + 2;
        while (end < text.n && text.p[end] == ':')
            end++;
        if (end == text.n || text.p[end] == ' ')
            return i;
        i = end - 1;
    }
    return text.n;
}

/* Returns whether a line cannot continue a paragraph. */
static bool ends_paragraph(struct str text)
{
    return text.n == 0 || fence_of(text) || block_macro_name(text) || bullet_length(text) ||
           term_length(text) < text.n || str_equal(text, STR_LITERAL("+")) ||
           str_starts_with(text, STR_LITERAL("//")) ||
           (text.p[0] == '[' && text.p[text.n - 1] == ']');
}

/* Reads indented lines, which are code. */
static void take_indented(struct reader *r, struct line line)
{
    struct line last = line, next = line;
    while (line_at(source_of(r), next.end + 1, &next) && !line_is_blank(source_of(r), next) &&
           line_indent(source_of(r), next))
        last = next;
    flow_gap(r->pen.flow, GAP_LINE);
    pen_write_code(&r->pen, line.start, last.end);
    r->at = last.end + 1;
}

static void take_paragraph(struct reader *r, struct line line, struct str text)
{
    struct line next = line;
    size_t start = line.start + line_indent(source_of(r), line), end = line.end;
    size_t bullet = bullet_length(text), term = bullet ? text.n : term_length(text);

    flow_gap(r->pen.flow, GAP_LINE);
    if (bullet) {
        size_t mark = text.p[0] == '*' || text.p[0] == '.' ? bullet - 2 : 0;
        pen_write(&r->pen, start + mark, start + bullet);
        start += bullet;
    } else if (term < text.n) {
        r->pen.flow->heading_level = RECORD_TERM_LEVEL;
        write_inline(r, start, start + term);
        r->pen.flow->heading_level = 0;
        flow_gap(r->pen.flow, GAP_ITEM);
        start += term;
        while (start < line.end && (source_of(r).p[start] == ':' || source_of(r).p[start] == ' '))
            start++;
    } else if (text.p[0] == '.' && text.n > 1 && text.p[1] != '.') {
        write_inline(r, start + 1, line.end); /* the title of the next block */
        flow_gap(r->pen.flow, GAP_ITEM);
        r->at = line.end + 1;
        return;
    }
    while (line_at(source_of(r), next.end + 1, &next) &&
           !ends_paragraph(line_text(source_of(r), next)))
        end = next.end;
    if (start < end)
        write_inline(r, start, end);
    flow_gap(r->pen.flow, GAP_LINE);
    r->at = end + 1;
}

static void read_line(struct reader *r, struct line line)
{
    struct str text = line_text(source_of(r), line);
    bool is_indented = line_indent(source_of(r), line) > 0;
    if (text.n == 0) {
        flow_gap(r->pen.flow, GAP_PARAGRAPH);
        r->in_header = false;
        r->at = line.end + 1;
        return;
    }
    if (take_table(r, line, text) || take_hidden(r, line, text) || take_attribute(r, line, text))
        return;
    if (r->in_header && take_header_line(r, line, text))
        return;
    if (!is_indented && (take_heading(r, line, text) || take_underlined(r, line, text)))
        return;
    if (take_fence(r, line, text) || take_block_macro(r, line, text))
        return;
    if (is_indented && !bullet_length(text) && term_length(text) == text.n)
        take_indented(r, line);
    else
        take_paragraph(r, line, text);
}

enum err_code asciidoc_read(const struct reader_input *input, struct arena *scratch,
                            const struct reader_output *output, struct err *err)
{
    AUTO(pen_draft_done) struct pen_draft draft = {0};
    struct reader r = {
        .document = &draft.document,
        .budget = input->budget,
        .title.document_level = 1,
        .pen = pen_begin(&draft, input, scratch, "asciidoc"),
    };
    struct line line;
    r.at = heading_title_begin(&r.title, r.document, r.pen.source);
    r.pen.keeper = pen_keep_line;
    pen_pass(&r.pen, 0, r.at);
    while (line_at(r.pen.source, r.at, &line))
        read_line(&r, line);
    pen_keep(&r.pen, r.pen.source.n);
    return pen_deliver(&draft, output, err);
}
