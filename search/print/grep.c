/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Forms for editors and shells: --vimgrep (path:line:column:text, the most relevant line of a file
 * first), --grep (path:line:text, in the order of the file, with context), -c (path:count) and -l
 * (paths). The most relevant files are first in all of them. -0 ends the path with a NUL, as grep
 * -Z does, and leaves its bytes unchanged. */

#include "base/mem.h"
#include "search/print/forms.h"
#include "search/print/hyperlink.h"

static void append_path(struct buf *line, const struct print_settings *s, struct str path,
                        uint32_t source_line, char end)
{
    if (s->path_separator == '\0') {
        buf_append_str(line, path);
        buf_append_char(line, '\0');
        return;
    }
    if (s->hyperlink_format)
        hyperlink_append_start(line, s->hyperlink_format,
                               &(struct hyperlink_place){.path = path, .line = source_line});
    print_append_style(line, s->color, PRINT_PATH);
    print_append_path(line, path);
    print_append_style(line, s->color, PRINT_PLAIN);
    if (s->hyperlink_format)
        hyperlink_append_end(line);
    buf_append_char(line, end);
}

/* Appends what precedes the text: the name of an archive member or attachment, and the page. */
static void append_part(struct buf *line, const struct hit *h, uint32_t page)
{
    struct str member = print_member(h->record);
    if (member.n) {
        print_append_path(line, member);
        buf_append(line, ": ", 2);
    }
    if (print_has_pages(h->record))
        buf_append_format(line, "page %u: ", page);
}

/* Returns 1 if the line is unknown or is a page, because an editor needs a line. */
static uint32_t line_number(const struct hit *h, uint32_t line)
{
    return line && !print_has_pages(h->record) ? line : 1;
}

/* Appends a line of the source with its marks. */
static void append_text(struct buf *line, const struct print_settings *s, const struct passage *p)
{
    struct print_parts parts = {.text = p->text, .marks = p->marks, .n = s->color ? p->n_marks : 0};
    struct str part;
    bool is_marked;
    buf_append_str(line, p->cut_before ? STR_LITERAL("… ") : STR_EMPTY);
    while (print_next_part(&parts, &part, &is_marked)) {
        print_append_style(line, is_marked, PRINT_MATCH);
        print_append_safe(line, part, true);
        print_append_style(line, is_marked, PRINT_PLAIN);
    }
    buf_append_str(line, p->cut_after ? STR_LITERAL(" …\n") : STR_LITERAL("\n"));
}

/* Returns a passage for a document that was found by its title or a field. */
static struct passage title_of(const struct hit *h)
{
    return (struct passage){
        .text = h->record->title.n ? h->record->title : print_name(h),
        .match_line = h->record->first_line,
    };
}

/* ---- --vimgrep ---- */

static void append_vimgrep(struct buf *line, const struct print_settings *s, const struct hit *h,
                           const struct passage *p)
{
    append_path(line, s, h->path, p->match_line, ':');
    buf_append_format(line, "%u:%u:", line_number(h, p->match_line),
                      p->match_column ? p->match_column : 1);
    append_part(line, h, p->match_line);
    append_text(line, s, p);
}

static void print_vimgrep_hit(const struct print_settings *s, const struct answer *a,
                              const struct hit *h, FILE *out)
{
    AUTO(buf_done) struct buf line = BUF_INIT;
    struct passage title = title_of(h);
    (void)a;
    for (size_t i = 0; i < h->n_passages; i++)
        append_vimgrep(&line, s, h, &h->passages[i]);
    if (h->n_passages == 0)
        append_vimgrep(&line, s, h, &title);
    fwrite(line.p, 1, line.n, out);
}

/* ---- --grep ---- */

/* Appends what precedes the text: path and line, or only the line under a heading. mark is ':', or
 * '-' for context. */
static void append_place(struct buf *out, const struct print_settings *s, const struct hit *h,
                         uint32_t line, char mark)
{
    if (!s->heading)
        append_path(out, s, h->path, line_number(h, line), mark);
    print_append_style(out, s->color, PRINT_LINE);
    buf_append_format(out, "%u", line_number(h, line));
    print_append_style(out, s->color, PRINT_PLAIN);
    buf_append_char(out, mark);
    append_part(out, h, line);
}

static void append_context(struct buf *out, const struct print_settings *s, const struct hit *h,
                           const struct passage_line *lines, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        struct passage plain = {.text = lines[i].text};
        append_place(out, s, h, lines[i].line, '-');
        append_text(out, s, &plain);
    }
}

static uint32_t first_line(const struct passage *p)
{
    return p->n_before ? p->before[0].line : p->match_line;
}

static uint32_t last_line(const struct passage *p)
{
    return p->n_after ? p->after[p->n_after - 1].line : p->match_line;
}

/* Returns true if a gap is to be shown before the passage, because lines were left out or another
 * file begins. */
static bool has_gap(const struct print_settings *s, const struct hit *h, size_t i, bool is_first)
{
    if (!s->has_context || (i == 0 && (is_first || s->heading)))
        return false;
    return i == 0 || first_line(&h->passages[i]) > last_line(&h->passages[i - 1]) + 1;
}

static void append_grep(struct buf *out, const struct print_settings *s, const struct hit *h,
                        const struct passage *p)
{
    append_context(out, s, h, p->before, p->n_before);
    append_place(out, s, h, p->match_line, ':');
    append_text(out, s, p);
    append_context(out, s, h, p->after, p->n_after);
}

static void print_grep_hit(const struct print_settings *s, const struct answer *a,
                           const struct hit *h, FILE *out)
{
    AUTO(buf_done) struct buf text = BUF_INIT;
    struct passage title = title_of(h);
    bool is_first = h->rank == a->first + 1;
    if (s->heading) {
        buf_append_str(&text, is_first ? STR_EMPTY : STR_LITERAL("\n"));
        append_path(&text, s, h->path, 0, '\n');
    }
    for (size_t i = 0; i < h->n_passages; i++) {
        if (has_gap(s, h, i, is_first))
            buf_append_str(&text, STR_LITERAL("--\n"));
        append_grep(&text, s, h, &h->passages[i]);
    }
    if (h->n_passages == 0)
        append_grep(&text, s, h, &title);
    fwrite(text.p, 1, text.n, out);
}

/* ---- -c ---- */

static void print_count_hit(const struct print_settings *s, const struct answer *a,
                            const struct hit *h, FILE *out)
{
    AUTO(buf_done) struct buf line = BUF_INIT;
    size_t n = 0;
    (void)a;
    for (size_t i = 0; i < h->n_passages; i++)
        n += h->passages[i].n_marks > 0;
    append_path(&line, s, h->path, 0, ':');
    if (print_member(h->record).n) {
        print_append_path(&line, print_member(h->record));
        buf_append_char(&line, ':');
    }
    buf_append_format(&line, "%zu\n", n);
    fwrite(line.p, 1, line.n, out);
}

/* ---- -l ---- */

static void print_path_hit(const struct print_settings *s, const struct answer *a,
                           const struct hit *h, FILE *out)
{
    AUTO(buf_done) struct buf line = BUF_INIT;
    (void)a;
    if (h->is_repeat)
        return;
    append_path(&line, s, h->path, 0, '\n');
    fwrite(line.p, 1, line.n, out);
}

const struct printer print_vimgrep_form = {print_nothing, print_vimgrep_hit, print_nothing};
const struct printer print_grep_form = {print_nothing, print_grep_hit, print_nothing};
const struct printer print_counts_form = {print_nothing, print_count_hit, print_nothing};
const struct printer print_paths_form = {print_nothing, print_path_hit, print_nothing};
