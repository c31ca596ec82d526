/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Makes anchors from headings, or finds those that a file has. */
#include "search/anchor/anchor.h"

#include "base/mem.h"
#include "search/anchor/html_anchor.h"
#include "search/passage/lines.h"
#include "search/passage/section.h"
#include "text/utf8.h"

/* ---- anchors made from headings ---- */

static void append_character(struct buf *out, uint32_t c)
{
    char bytes[4];
    buf_append(out, bytes, utf8_put(c, bytes));
}

/* Drops signs and writes "-" for each blank. */
static void append_github(struct buf *out, struct str heading)
{
    for (size_t i = 0; i < heading.n;) {
        uint32_t c = utf8_decode(heading, i, &i);
        if (c == ' ' || c == '-' || utf8_is_word(c))
            append_character(out, c == ' ' ? '-' : utf8_lower(c));
    }
}

static void append_once(struct buf *out, size_t start, char c)
{
    if (out->n > start && out->p[out->n - 1] != c)
        buf_append_char(out, c);
}

static void drop_last(struct buf *out, size_t start, char c)
{
    if (out->n > start && out->p[out->n - 1] == c)
        out->n--;
}

/* Drops signs and writes "_" for blanks, points and hyphens. */
static void append_asciidoctor(struct buf *out, struct str heading)
{
    buf_append_char(out, '_');
    size_t start = out->n;
    for (size_t i = 0; i < heading.n;) {
        uint32_t c = utf8_decode(heading, i, &i);
        if (c == ' ' || c == '.' || c == '-' || c == '_')
            append_once(out, start, '_');
        else if (utf8_is_word(c))
            append_character(out, utf8_lower(c));
    }
    drop_last(out, start, '_');
}

/* Keeps letters and digits of ASCII, with "-" between words. */
static void append_docutils(struct buf *out, struct str heading)
{
    size_t start = out->n;
    for (size_t i = 0; i < heading.n; i++) {
        char c = ascii_lower(heading.p[i]);
        if (ascii_is_alpha(c) || (ascii_is_digit(c) && out->n > start))
            buf_append_char(out, c);
        else if (!ascii_is_digit(c))
            append_once(out, start, '-');
    }
    drop_last(out, start, '-');
}

static void append_mandoc(struct buf *out, struct str heading)
{
    for (size_t i = 0; i < heading.n; i++)
        buf_append_char(out, ascii_is_space(heading.p[i]) ? '_' : heading.p[i]);
}

/* ---- anchors chosen by authors ---- */

static struct str source_line(struct str source, uint32_t line)
{
    struct str found = STR_EMPTY;
    while (line-- > 0)
        if (!str_next_line(&source, &found))
            return STR_EMPTY;
    return found;
}

/* Returns what is between begin and the first of the two characters behind it. */
static struct str between(struct str line, struct str begin, char end, char other_end)
{
    size_t start = str_find(line, begin, 0);
    if (start == line.n)
        return STR_EMPTY;
    start += begin.n;
    return str_trim(str_slice(line, start, str_find_one_of(line, end, other_end, end, start)));
}

static struct str id_in_markdown(struct str source, uint32_t line)
{
    return between(source_line(source, line), STR_LITERAL("{#"), '}', ' ');
}

/* Looks among the properties below the heading. */
static struct str id_in_org(struct str source, uint32_t line)
{
    enum { MAX_PROPERTIES = 10 };
    static const struct str name = STR_LITERAL(":CUSTOM_ID:");
    for (uint32_t i = 1; i <= MAX_PROPERTIES; i++) {
        struct str text = str_trim(source_line(source, line + i));
        if (str_starts_with(text, STR_LITERAL("*")))
            break;
        if (text.n > name.n && str_equal_ignoring_case(str_slice(text, 0, name.n), name))
            return str_trim(str_slice(text, name.n, text.n));
    }
    return STR_EMPTY;
}

/* Looks in the attributes above the heading. */
static struct str id_in_asciidoc(struct str source, uint32_t line)
{
    enum { MAX_ATTRIBUTES = 3 };
    struct str id = STR_EMPTY;
    for (uint32_t i = 1; i <= MAX_ATTRIBUTES && i < line && id.n == 0; i++) {
        struct str text = str_trim(source_line(source, line - i));
        if (!str_starts_with(text, STR_LITERAL("[")))
            break;
        id = between(text, STR_LITERAL("[["), ']', ',');
        if (id.n == 0)
            id = between(text, STR_LITERAL("#"), ']', ',');
    }
    return id;
}

/* ---- a heading ---- */

static const struct convention {
    const char *type;
    void (*append)(struct buf *out, struct str heading);
    struct str (*chosen)(struct str source, uint32_t line); /* of the heading on a line, or empty */
    const char *repeated; /* what is between the anchor of several headings and their number */
    uint32_t second;      /* the number of the second of them */
} CONVENTIONS[] = {
    {"markdown", append_github, id_in_markdown, "-", 1},
    {"org", append_github, id_in_org, "-", 1},
    {"asciidoc", append_asciidoctor, id_in_asciidoc, "_", 2},
    {"rst", append_docutils, NULL, NULL, 0},
    {"man", append_mandoc, NULL, "_", 2},
};

static const struct convention *convention_of(struct str type)
{
    for (size_t i = 0; i < sizeof CONVENTIONS / sizeof *CONVENTIONS; i++)
        if (str_equal(type, str_of(CONVENTIONS[i].type)))
            return &CONVENTIONS[i];
    return NULL;
}

bool anchor_needs_source(struct str type)
{
    const struct convention *c = convention_of(type);
    return str_equal(type, STR_LITERAL("html")) || (c && c->chosen);
}

/* Returns how many headings before one would have the same anchor. */
static uint32_t count_same(const struct convention *c, const struct record *r, struct str text,
                           uint32_t number, struct str anchor)
{
    AUTO(buf_done) struct buf other = BUF_INIT;
    uint32_t n = 0;
    for (uint32_t i = 0; i < number; i++) {
        buf_clear(&other);
        c->append(&other, section_heading(r, text, i));
        n += str_equal(buf_str(&other), anchor);
    }
    return n;
}

static uint32_t line_of(const struct record *r, struct str text, size_t offset)
{
    struct lines lines = {.record = r, .text = text};
    uint32_t line, column;
    lines_locate(&lines, offset, &line, &column);
    return line;
}

static void append_by_convention(struct buf *out, const struct convention *c,
                                 const struct record *r, struct str text, uint32_t number,
                                 struct str source)
{
    AUTO(buf_done) struct buf anchor = BUF_INIT;
    if (source.n && c->chosen)
        buf_append_str(&anchor, c->chosen(source, line_of(r, text, r->headings[number].offset)));
    if (anchor.n == 0) {
        c->append(&anchor, section_heading(r, text, number));
        uint32_t n = count_same(c, r, text, number, buf_str(&anchor));
        if (n && !c->repeated)
            return;
        if (n)
            buf_append_format(&anchor, "%s%u", c->repeated, n - 1 + c->second);
    }
    buf_append_str(out, buf_str(&anchor));
}

/* The only reference that ids are written with is the one that they cannot do without. */
static void append_unescaped(struct buf *out, struct str id)
{
    static const struct str amp = STR_LITERAL("&amp;");
    for (size_t start = 0, end; start < id.n; start = end) {
        end = str_find(id, amp, start);
        buf_append_str(out, str_slice(id, start, end));
        if (end < id.n) {
            buf_append_char(out, '&');
            end += amp.n;
        }
    }
}

/* ---- a passage ---- */

static void append_of_page(struct buf *out, const struct record *r, const struct passage *p,
                           struct str text, struct str source)
{
    struct str word = str_slice(p->text, p->marks[0].start, p->marks[0].end);
    struct html_place place = {.line = p->match_line, .word = word};
    if (p->section.n) {
        uint32_t start = r->headings[p->section.number].offset;
        if (line_of(r, text, start) == p->match_line)
            place.heading = section_heading(r, text, p->section.number);
    }
    append_unescaped(out, html_anchor(source, &place));
}

void anchor_append(struct buf *out, const struct record *r, const struct passage *p,
                   struct str source)
{
    struct str text = {p->text.p - p->start, p->end};
    const struct convention *c = convention_of(r->type);
    if (p->n_marks == 0)
        return;
    if (str_equal(r->type, STR_LITERAL("pdf")))
        buf_append_format(out, "page=%u", p->match_line);
    else if (str_equal(r->type, STR_LITERAL("html")))
        append_of_page(out, r, p, text, source);
    else if (c && p->section.n)
        append_by_convention(out, c, r, text, p->section.number, source);
}

/* ---- the part at an anchor ---- */

static void append_of_heading(struct buf *out, const struct record *r, struct str text,
                              uint32_t number, struct str source)
{
    const struct convention *c = convention_of(r->type);
    struct str heading = section_heading(r, text, number);
    struct html_place place = {
        .line = line_of(r, text, r->headings[number].offset), .word = heading, .heading = heading};
    if (c)
        append_by_convention(out, c, r, text, number, source);
    else
        append_unescaped(out, html_anchor(source, &place));
}

/* Returns the line of the element in a page that has this id, or 0. */
static uint32_t line_of_id(struct str source, struct str id)
{
    for (size_t at = str_find(source, id, 0); at < source.n; at = str_find(source, id, at + 1)) {
        struct str before = str_slice(source, at < 5 ? 0 : at - 5, at);
        size_t end = at + id.n;
        bool is_quoted = before.n && (str_ends_with(before, STR_LITERAL("\"")) ||
                                      str_ends_with(before, STR_LITERAL("'")));
        struct str name = str_slice(before, 0, before.n - is_quoted);
        bool is_whole = end == source.n ||
                        !(ascii_is_alpha(source.p[end]) || ascii_is_digit(source.p[end]) ||
                          memchr("-_.:", source.p[end], 4));
        if (is_whole &&
            (str_ends_with(name, STR_LITERAL("id=")) || str_ends_with(name, STR_LITERAL("ame="))))
            return 1 + str_count_breaks(str_slice(source, 0, at));
    }
    return 0;
}

/* Returns the text from a line up to the next heading behind its first line. */
static struct cut_range from_line(const struct record *r, struct str text, uint32_t line)
{
    struct cut_range range = lines_between(r, text, line, UINT32_MAX);
    for (uint32_t i = 0; i < r->n_headings && range.start < range.end; i++)
        if (r->headings[i].offset > range.start && r->headings[i].offset < range.end)
            range.end = r->headings[i].offset;
    return range;
}

struct cut_range anchor_part(const struct record *r, struct str text, struct str anchor,
                             struct str source)
{
    static const struct str page = STR_LITERAL("page=");
    AUTO(buf_done) struct buf other = BUF_INIT;
    bool is_page = str_equal(r->type, STR_LITERAL("pdf")) && str_starts_with(anchor, page);
    uint32_t number = 0, line;
    for (size_t i = page.n; is_page && i < anchor.n && ascii_is_digit(anchor.p[i]); i++)
        number = number * 10 + (uint32_t)(anchor.p[i] - '0');
    if (is_page)
        return lines_between(r, text, number, number);
    for (uint32_t i = 0; i < r->n_headings && anchor.n; i++) {
        buf_clear(&other);
        append_of_heading(&other, r, text, i, source);
        if (str_equal(buf_str(&other), anchor))
            return lines_under(r, text, i);
    }
    line = anchor.n && !convention_of(r->type) ? line_of_id(source, anchor) : 0;
    return line ? from_line(r, text, line) : (struct cut_range){0, 0};
}
