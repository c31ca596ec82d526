/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads Org line by line: headlines, keywords ("#+NAME: value"), blocks, drawers and lists. */
#include "indexer/formats/markup/org.h"
#include "indexer/formats/shared/heading_title.h"
#include "indexer/formats/shared/reader.h"

#include "base/mem.h"

enum { MAX_LEVEL = 6, MAX_PROPERTIES = 64 };

struct reader {
    struct document *document;
    struct pen pen;
    struct heading_title title;
    size_t at; /* of the next line */
};

static struct str source_of(const struct reader *r)
{
    return r->pen.source;
}

/* Returns the length of "TODO", "DONE" and the like, and of "[#A]", at the start of s. */
static size_t status_length(struct str s)
{
    static const char *const words[] = {"TODO ",      "DONE ",    "NEXT ",
                                        "WAITING ",   "STARTED ", "CANCELED ",
                                        "CANCELLED ", "COMMENT ", NULL};
    size_t n = 0;
    for (size_t i = 0; words[i]; i++)
        if (str_starts_with(s, str_of(words[i])))
            n = strlen(words[i]);
    bool has_priority = s.n - n > 5 && memcmp(s.p + n, "[#", 2) == 0 &&
                        memcmp(s.p + n + 3, "] ", 2) == 0;
    return has_priority ? n + 5 : n;
}

static bool is_tag_character(char c)
{
    return ascii_is_alpha(c) || ascii_is_digit(c) || (unsigned char)c >= 0x80 || c == '_' ||
           c == '@' || c == '#' || c == '%';
}

static void add_tags(struct document *d, struct str tags)
{
    for (size_t start = 0; start < tags.n;) {
        size_t end = str_find_char(tags, ':', start);
        document_add_field(d, STR_LITERAL("tags"), str_slice(tags, start, end));
        start = end + 1;
    }
}

/* Returns the length of a headline without ":tag:tag:" at its end. */
static size_t length_without_tags(struct str s)
{
    size_t i = s.n;
    if (i < 3 || s.p[i - 1] != ':')
        return s.n;
    while (i > 0 && (s.p[i - 1] == ':' || is_tag_character(s.p[i - 1])))
        i--;
    return i > 0 && s.p[i - 1] == ' ' && s.p[i] == ':' ? i : s.n;
}

/* Reads "** TODO [#A] Headline :tag:". */
static bool take_headline(struct reader *r, struct line line)
{
    struct str text = str_slice(source_of(r), line.start, line.end);
    size_t level = 0;
    while (level < text.n && text.p[level] == '*')
        level++;
    if (level == 0 || level == text.n || text.p[level] != ' ')
        return false;
    struct str title = str_trim(str_slice(text, level, text.n));
    size_t n = length_without_tags(title), status = status_length(str_slice(title, 0, n));
    add_tags(r->document, str_slice(title, n, title.n));
    size_t start = (size_t)(title.p - source_of(r).p);

    flow_gap(r->pen.flow, GAP_PARAGRAPH);
    unsigned heading_level = level < MAX_LEVEL ? (unsigned)level : MAX_LEVEL;
    r->pen.flow->heading_level = heading_level;
    org_write_inline(&r->pen, start + status, start + n);
    heading_title_end(&r->title, r->document, r->pen.flow, heading_level);
    flow_gap(r->pen.flow, GAP_PARAGRAPH);
    r->at = line.end + 1;
    return true;
}

/* Returns whether a keyword only controls programs. */
static bool is_steering(struct str name)
{
    static const char *const names[] = {
        "options",      "startup",     "setupfile",  "include",
        "exclude_tags", "select_tags", "property",   "tblfm",
        "todo",         "seq_todo",    "typ_todo",   "columns",
        "constants",    "link",        "macro",      "priorities",
        "bind",         "results",     "name",       "header",
        "headers",      "plot",        "call",       "bibliography",
        "archive",      "cite_export", "infojs_opt", "print_bibliography",
        "toc",          NULL};
    static const char *const beginnings[] = {"latex",    "html",  "attr_",  "export_", "odt",
                                             "texinfo_", "ascii", "beamer", NULL};
    return str_starts_with_one_of_ignoring_case(name, beginnings) ||
           str_is_one_of_ignoring_case(name, names);
}

/* Takes "#+NAME: value" as metadata of the document unless it only controls programs. */
static void take_keyword(struct reader *r, struct str text)
{
    struct document *d = r->document;
    size_t colon = str_find_char(text, ':', 0);
    struct str name = str_slice(text, 2, colon);
    struct str value = colon < text.n ? str_trim(str_slice(text, colon + 1, text.n)) : STR_EMPTY;
    if (str_equal_ignoring_case(name, STR_LITERAL("title")) && value.n)
        heading_title_declare(&r->title, d, value);
    else if (str_equal_ignoring_case(name, STR_LITERAL("language")))
        d->language = arena_copy(d->arena, value);
    else if (str_equal_ignoring_case(name, STR_LITERAL("filetags")))
        add_tags(d, value);
    else if (!is_steering(name) && str_find_char(name, ' ', 0) == name.n)
        document_add_values(d, name, value);
    else
        return;
    pen_pass(&r->pen, (size_t)(text.p - source_of(r).p),
             (size_t)(text.p - source_of(r).p) + text.n);
}

/* Returns the offset of the next line that begins with end, or of the end of the source. Moves
 * r->at past that line. */
static size_t find_end(struct reader *r, struct line line, struct str end)
{
    while (line_at(source_of(r), line.end + 1, &line)) {
        struct str text = line_text(source_of(r), line);
        if (text.n >= end.n && str_equal_ignoring_case(str_slice(text, 0, end.n), end)) {
            r->at = line.end + 1;
            return line.start;
        }
    }
    r->at = source_of(r).n;
    return source_of(r).n;
}

/* Reads "#+begin_src c" to "#+end_src" as code, or skips it. Other blocks are read as usual. */
static void take_block(struct reader *r, struct line line, struct str text)
{
    static const char *const code[] = {"src", "example", NULL};
    static const char *const hidden[] = {"comment", "export", NULL};
    size_t n = 8;
    while (n < text.n && !ascii_is_space(text.p[n]))
        n++;
    struct str kind = str_slice(text, 8, n);
    struct str end = arena_format(r->document->arena, "#+end_%.*s", STR_PRINT(kind));
    flow_gap(r->pen.flow, GAP_PARAGRAPH);
    for (size_t i = 0; code[i]; i++) {
        if (!str_equal_ignoring_case(kind, str_of(code[i])))
            continue;
        size_t stop = find_end(r, line, end);
        if (line.end + 1 < stop)
            pen_write_code(&r->pen, line.end + 1, stop);
        flow_gap(r->pen.flow, GAP_PARAGRAPH);
    }
    for (size_t i = 0; hidden[i]; i++)
        if (str_equal_ignoring_case(kind, str_of(hidden[i])))
            find_end(r, line, end);
}

/* Reads a line that begins with "#": a keyword, block or comment. */
static bool take_hash(struct reader *r, struct line line, struct str text)
{
    if (text.p[0] != '#' || (text.n > 1 && text.p[1] != '+' && text.p[1] != ' '))
        return false;
    r->at = line.end + 1;
    if (str_starts_with_ignoring_case(text, "#+begin_"))
        take_block(r, line, text);
    else if (str_starts_with_ignoring_case(text, "#+end_"))
        flow_gap(r->pen.flow, GAP_PARAGRAPH);
    else if (str_starts_with_ignoring_case(text, "#+caption:") ||
             str_starts_with_ignoring_case(text, "#+caption[")) {
        flow_gap(r->pen.flow, GAP_PARAGRAPH);
        size_t start = (size_t)(text.p - source_of(r).p);
        size_t colon = str_find_char(text, ':', str_find_char(text, ']', 0) % text.n);
        struct str caption = str_trim(str_slice(text, colon < text.n ? colon + 1 : colon, text.n));
        size_t from = start + text.n - caption.n;
        org_write_inline(&r->pen, from, start + text.n);
        flow_gap(r->pen.flow, GAP_PARAGRAPH);
    } else if (str_starts_with_ignoring_case(text, "#+"))
        take_keyword(r, text);
    return true;
}

/* Reads the lines ":NAME: value" of a drawer of properties as fields, up to ":END:" or a line that
 * is not one of them. */
static void take_properties(struct reader *r, struct line line)
{
    for (unsigned i = 0; i < MAX_PROPERTIES && line_at(source_of(r), r->at, &line); i++) {
        struct str text = line_text(source_of(r), line);
        size_t end = text.n && text.p[0] == ':' ? str_find_char(text, ':', 1) : text.n;
        if (end == text.n)
            return;
        r->at = line.end + 1;
        if (str_equal_ignoring_case(text, STR_LITERAL(":END:")))
            return;
        document_add_values(r->document, str_slice(text, 1, end),
                            str_trim(str_slice(text, end + 1, text.n)));
        pen_pass(&r->pen, line.start, line.end);
    }
}

/* Reads a drawer of properties, skips ":NAME:" and ":END:" of any other, whose lines are read like
 * all others, or reads ": text" as code. */
static bool take_colon(struct reader *r, struct line line, struct str text)
{
    if (text.p[0] != ':')
        return false;
    if (text.n == 1 || text.p[1] == ' ') {
        size_t start = (size_t)(text.p - source_of(r).p) + (text.n > 1 ? 2 : 1);
        flow_gap(r->pen.flow, GAP_LINE);
        pen_put(&r->pen, str_slice(source_of(r), start, line.end > start ? line.end : start),
                start);
        flow_gap(r->pen.flow, GAP_LINE);
        r->at = line.end + 1;
        return true;
    }
    bool is_drawer = text.n > 2 && text.p[text.n - 1] == ':';
    for (size_t i = 1; i + 1 < text.n; i++)
        is_drawer = is_drawer && (is_tag_character(text.p[i]) || text.p[i] == '-');
    if (!is_drawer)
        return false;
    r->at = line.end + 1;
    if (str_equal_ignoring_case(text, STR_LITERAL(":PROPERTIES:")))
        take_properties(r, line);
    return true;
}

static bool take_row(struct reader *r, struct line line, struct str text)
{
    if (text.p[0] != '|' || text.n < 2)
        return false;
    struct str source = source_of(r);
    flow_gap(r->pen.flow, GAP_ITEM);
    r->at = line.end + 1;
    if (text.p[1] == '-')
        return true;
    for (size_t i = line.start; i < line.end;) {
        size_t end = str_find_char(str_slice(source, 0, line.end), '|', i);
        struct str cell = str_trim(str_slice(source, i, end));
        if (cell.n) {
            size_t start = (size_t)(cell.p - source.p);
            org_write_inline(&r->pen, start, start + cell.n);
            flow_gap(r->pen.flow, GAP_CELL);
        }
        i = end + 1;
    }
    flow_gap(r->pen.flow, GAP_ITEM);
    return true;
}

static bool is_item(struct str text)
{
    size_t n = 0;
    if (text.n > 1 && (text.p[0] == '-' || text.p[0] == '+') && text.p[1] == ' ')
        return true;
    while (n < text.n && n < 4 && ascii_is_digit(text.p[n]))
        n++;
    return n > 0 && n + 1 < text.n && (text.p[n] == '.' || text.p[n] == ')') &&
           text.p[n + 1] == ' ';
}

/* Returns whether a line cannot continue a paragraph. */
static bool ends_paragraph(struct str source, struct line line)
{
    struct str text = line_text(source, line);
    return text.n == 0 || is_item(text) || source.p[line.start] == '*' ||
           memchr("#:|", text.p[0], 3) || line_repeats(text, '-') >= 5;
}

static const struct str TERM_SIGN = {" ::", 3};

/* Returns the length of the bullet and the term that an item begins with, as in "- term :: text",
 * or 0 if it begins with none. */
static size_t term_length(struct str text)
{
    if (text.n < 2 || ascii_is_digit(text.p[0]) || !is_item(text))
        return 0;
    size_t length = str_find(text, TERM_SIGN, 2), end = length + TERM_SIGN.n;
    return end == text.n || (end < text.n && text.p[end] == ' ') ? length : 0;
}

static void take_paragraph(struct reader *r, struct line line)
{
    struct line next = line;
    size_t start = line.start + line_indent(source_of(r), line), end = line.end;
    while (line_at(source_of(r), next.end + 1, &next) && !ends_paragraph(source_of(r), next))
        end = next.end;
    flow_gap(r->pen.flow, GAP_LINE);
    size_t term = term_length(line_text(source_of(r), line));
    if (term) {
        pen_write(&r->pen, start, start + 2);
        r->pen.flow->heading_level = RECORD_TERM_LEVEL;
        org_write_inline(&r->pen, start + 2, start + term);
        r->pen.flow->heading_level = 0;
        flow_gap(r->pen.flow, GAP_ITEM);
        start += term + TERM_SIGN.n;
        while (start < end && ascii_is_space(source_of(r).p[start]))
            start++;
    }
    org_write_inline(&r->pen, start, end);
    flow_gap(r->pen.flow, GAP_LINE);
    r->at = end + 1;
}

static void read_line(struct reader *r, struct line line)
{
    struct str text = line_text(source_of(r), line);
    if (text.n == 0 || line_repeats(text, '-') >= 5) {
        flow_gap(r->pen.flow, GAP_PARAGRAPH);
        r->at = line.end + 1;
        return;
    }
    bool is_planning = str_starts_with_ignoring_case(text, "SCHEDULED: <") ||
                       str_starts_with_ignoring_case(text, "DEADLINE: <") ||
                       str_starts_with_ignoring_case(text, "CLOSED: [") ||
                       str_starts_with_ignoring_case(text, "CLOCK: [");
    if (is_planning) {
        r->at = line.end + 1;
        return;
    }
    if (!take_headline(r, line) && !take_hash(r, line, text) && !take_colon(r, line, text) &&
        !take_row(r, line, text))
        take_paragraph(r, line);
}

enum err_code org_read(const struct reader_input *input, struct arena *scratch,
                       const struct reader_output *output, struct err *err)
{
    AUTO(pen_draft_done) struct pen_draft draft = {0};
    struct reader r = {
        .document = &draft.document,
        .pen = pen_begin(&draft, input, scratch, "org"),
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
