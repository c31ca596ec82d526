/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Chooses the heading that is the title of a document in a markup language. */
#include "indexer/formats/shared/heading_title.h"

#include "indexer/formats/shared/frontmatter.h"

#include "base/mem.h"

enum { MANY_PEERS = 5 };

size_t heading_title_begin(struct heading_title *t, struct document *d, struct str source)
{
    size_t n = frontmatter_read(source, d);
    if (n == 0)
        n = frontmatter_read_plain(source, d);
    t->is_declared = d->title.n > 0;
    return n;
}

void heading_title_declare(struct heading_title *t, struct document *d, struct str title)
{
    d->title = arena_copy(d->arena, title);
    d->doubts_title = false;
    t->is_declared = true;
}

void heading_title_picture(struct heading_title *t, size_t start, size_t end)
{
    if (t->n_pictures == sizeof t->pictures / sizeof *t->pictures)
        return;
    t->pictures[t->n_pictures].start = start;
    t->pictures[t->n_pictures++].end = end;
}

/* Returns the text of a heading that begins at start without pictures, or all of it. */
static struct str text_of(const struct heading_title *t, struct str text, size_t start,
                          struct buf *buffer)
{
    size_t at = start;
    for (size_t i = 0; i < t->n_pictures; i++) {
        if (t->pictures[i].start > at)
            buf_append_str(buffer, str_slice(text, at, t->pictures[i].start));
        at = t->pictures[i].end > at ? t->pictures[i].end : at;
    }
    buf_append_str(buffer, str_slice(text, at, text.n));
    struct str own = str_trim(buf_str(buffer));
    return own.n ? own : str_trim(str_slice(text, start, text.n));
}

/* Returns whether the first n bytes of the flow have more than blocks of code. */
static bool has_prose(const struct flow *flow, size_t n)
{
    struct str text = buf_str(&flow->text);
    size_t at = 0;
    for (size_t i = 0; i < flow->n_code && flow->code[i].start < n; i++) {
        if (str_trim(str_slice(text, at, flow->code[i].start)).n)
            return true;
        at = flow->code[i].end;
    }
    return at < n && str_trim(str_slice(text, at, n)).n > 0;
}

static void take(struct heading_title *t, struct document *d, const struct flow *flow,
                 unsigned level)
{
    size_t start = flow->headings[flow->n_headings - 1].offset;
    AUTO(buf_done) struct buf buffer = BUF_INIT;
    d->title = arena_copy(d->arena, text_of(t, buf_str(&flow->text), start, &buffer));
    t->level = level;
    t->n_peers = 0;
    t->is_section = has_prose(flow, start);
    d->doubts_title = t->is_section && level > t->document_level;
}

void heading_title_end(struct heading_title *t, struct document *d, struct flow *flow,
                       unsigned level)
{
    bool has_text = flow->heading_level == 0;
    bool is_better = t->level == 0 || (t->level > t->document_level && level == t->document_level);
    flow->heading_level = 0;
    if (!t->is_declared && is_better && has_text) {
        take(t, d, flow, level);
    } else if (!t->is_declared && t->level > t->document_level && level <= t->level) {
        t->n_peers++;
        d->doubts_title = t->is_section || t->n_peers >= MANY_PEERS;
    }
    t->n_pictures = 0;
}
