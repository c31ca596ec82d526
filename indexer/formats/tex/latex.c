/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads LaTeX as one document: the text with its headings, then the notes, and the metadata as
 * fields. */
#include "indexer/formats/tex/tex.h"

#include "base/mem.h"

/* Returns whether s has \begin{document} outside of comments. */
static bool has_preamble(struct str s)
{
    struct str begin = STR_LITERAL("\\begin{document}");
    for (size_t i = str_find(s, begin, 0); i < s.n; i = str_find(s, begin, i + 1)) {
        size_t start = str_after_last(str_slice(s, 0, i), '\n');
        if (str_find_char(str_slice(s, 0, i), '%', start) == i)
            return true;
    }
    return false;
}

static void join_lines(struct buf *b)
{
    for (size_t i = 0; i < b->n; i++)
        if (b->p[i] == '\n')
            b->p[i] = ' ';
}

static struct str first_line(const struct buf *b)
{
    struct str rest = buf_str(b), line;
    while (str_next_line(&rest, &line))
        if (str_trim(line).n)
            return str_trim(line);
    return STR_EMPTY;
}

static void add_authors(struct document *d, const struct buf *authors)
{
    struct str rest = buf_str(authors), line;
    while (str_next_line(&rest, &line))
        document_add_field(d, STR_LITERAL("author"), str_trim(line));
}

static void add_fields(struct tex *t, struct document *d)
{
    static const struct {
        enum tex_part part;
        const char *name;
    } fields[] = {
        {TEX_DATE, "date"},          {TEX_SUBJECT, "subject"},
        {TEX_CITES, "cites"},        {TEX_LABELS, "label"},
        {TEX_FILES, "file"},         {TEX_PACKAGES, "package"},
        {TEX_INDEX, "index"},        {TEX_SHORT_TITLES, "short_title"},
        {TEX_LANGUAGES, "language"},
    };
    add_authors(d, &t->parts[TEX_AUTHOR]);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        struct buf *part = &t->parts[fields[i].part];
        join_lines(part);
        document_add_field(d, str_of(fields[i].name), str_trim(buf_str(part)));
    }
    join_lines(&t->parts[TEX_KEYWORDS]);
    document_add_values(d, STR_LITERAL("keywords"), str_trim(buf_str(&t->parts[TEX_KEYWORDS])));
    d->date_shown = arena_copy(d->arena, str_trim(buf_str(&t->parts[TEX_DATE])));
}

static void add_title(struct tex *t, struct document *d)
{
    struct str title = first_line(&t->parts[TEX_TITLE]);
    struct str other = first_line(&t->parts[TEX_SETTINGS_TITLE]);
    if (title.n && other.n && !str_equal(title, other))
        document_add_field(d, STR_LITERAL("pdf_title"), other);
    title = title.n ? title : other;
    d->title = arena_copy(d->arena, title.n ? title : t->heading);
}

/* Returns the offset after a command, and after the name of the environment that it begins or
 * ends. */
static size_t command_end(struct str line, size_t at)
{
    size_t end = at + 1;
    while (end < line.n && ascii_is_alpha(line.p[end]))
        end++;
    struct str name = str_slice(line, at + 1, end);
    bool has_name = str_equal(name, STR_LITERAL("begin")) || str_equal(name, STR_LITERAL("end"));
    return has_name ? str_find_char(line, '}', end) : end > at + 1 ? end : at + 2;
}

/* Returns whether s may be text, unlike lengths and coordinates. */
static bool may_be_text(struct str s)
{
    for (size_t i = 0; i < s.n && s.p[0] != '.' && !ascii_is_digit(s.p[0]); i++)
        if (ascii_is_alpha(s.p[i]) || (unsigned char)s.p[i] >= 0x80)
            return true;
    return false;
}

/* Keeps the words of comments, options and arguments that are not text, without commands. */
static void keep_words(struct pen *pen, struct str line)
{
    AUTO(buf_done) struct buf words = BUF_INIT;
    size_t at = 0;
    while (at < line.n) {
        size_t end = at;
        while (end < line.n && !strchr("\\{}[]%&~$ \t", line.p[end]))
            end++;
        struct str word = str_slice(line, at, end);
        if (may_be_text(word)) {
            buf_append_str(&words, word);
            buf_append_char(&words, ' ');
        }
        at = end < line.n && line.p[end] == '\\' ? command_end(line, end) : end + 1;
    }
    if (words.n)
        extras_add(pen->extras, buf_str(&words), pen_line(pen, (size_t)(line.p - pen->source.p)));
}

enum err_code latex_read(const struct reader_input *input, struct arena *scratch,
                         const struct reader_output *output, struct err *err)
{
    AUTO(pen_draft_done) struct pen_draft draft = {0};
    AUTO(flow_done) struct flow notes = FLOW_INIT;
    AUTO(tex_done) struct tex t = {.pen = pen_begin(&draft, input, scratch, "latex")};
    t.text = &draft.flow;
    t.notes = &notes;
    t.arena = draft.document.arena;
    t.in_preamble = has_preamble(t.pen.source);
    t.pen.keeper = keep_words;
    tex_scan(&t);
    pen_keep(&t.pen, t.pen.source.n);
    add_title(&t, &draft.document);
    add_fields(&t, &draft.document);
    flow_deliver(&draft.flow, &draft.text, &draft.document);
    flow_deliver(&notes, &draft.text, &draft.document);
    extras_deliver(&draft.extras, &draft.text, &draft.document);
    return output->add(output->ctx, &draft.document, err);
}

struct str tex_value(struct str source, struct arena *arena)
{
    AUTO(flow_done) struct flow text = FLOW_INIT;
    AUTO(flow_done) struct flow notes = FLOW_INIT;
    AUTO(tex_done)
    struct tex t = {
        .pen = {.source = source, .flow = &text, .line = 1}, .text = &text, .notes = &notes};
    t.arena = arena;
    tex_scan(&t);
    char *p = arena_alloc_bytes(arena, text.text.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < text.text.n; i++) {
        char c = ascii_is_space(text.text.p[i]) ? ' ' : text.text.p[i];
        if (c != ' ' || (n && p[n - 1] != ' '))
            p[n++] = c;
    }
    return str_trim((struct str){p, n});
}
