/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What editors and shells read: --vimgrep (path:line:column:text, the most relevant first) and -l
 * (paths). -0 puts a NUL behind the path, as grep -Z does, and leaves the path's bytes as they are.
 */

#include "search/print/forms.h"

static void append_path(struct buf *line, const struct print_settings *s, struct str path, char end)
{
    if (s->path_separator == '\0') {
        buf_append_str(line, path);
        buf_append_char(line, '\0');
    } else {
        print_append_path(line, path);
        buf_append_char(line, end);
    }
}

/* Line and column 1 where they are not known, or are of a page: an editor needs some. */
static void append_line(struct buf *line, const struct print_settings *s, const struct hit *h,
                        uint32_t line_number, uint32_t column, struct str text)
{
    bool has_pages = print_has_pages(h->record);
    struct str member = print_member(h->record);
    append_path(line, s, h->path, ':');
    buf_append_format(line, "%u:%u:", line_number && !has_pages ? line_number : 1,
                      column ? column : 1);
    if (member.n) {
        print_append_path(line, member);
        buf_append(line, ": ", 2);
    }
    if (has_pages)
        buf_append_format(line, "page %u: ", line_number);
    print_append_safe(line, text, true);
    buf_append_char(line, '\n');
}

static void print_vimgrep_hit(const struct print_settings *s, const struct answer *a,
                              const struct hit *h, FILE *out)
{
    struct buf line = BUF_INIT;
    (void)a;

    for (size_t i = 0; i < h->n_passages; i++) {
        const struct passage *p = &h->passages[i];
        append_line(&line, s, h, p->match_line, p->match_column, p->text);
    }
    if (h->n_passages == 0)
        append_line(&line, s, h, h->record->first_line, 1, h->record->title);
    fwrite(line.p, 1, line.n, out);
    buf_done(&line);
}

static void print_path_hit(const struct print_settings *s, const struct answer *a,
                           const struct hit *h, FILE *out)
{
    struct buf line = BUF_INIT;
    (void)a;

    if (h->is_repeat)
        return;
    append_path(&line, s, h->path, '\n');
    fwrite(line.p, 1, line.n, out);
    buf_done(&line);
}

const struct printer print_vimgrep_form = {print_nothing, print_vimgrep_hit, print_nothing};
const struct printer print_paths_form = {print_nothing, print_path_hit, print_nothing};
