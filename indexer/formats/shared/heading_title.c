/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Chooses the heading that is the title of a document in a markup language. */
#include "indexer/formats/shared/heading_title.h"

#include "indexer/formats/shared/frontmatter.h"

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

static void take(struct heading_title *t, struct document *d, const struct flow *flow,
                 unsigned level)
{
    size_t start = flow->headings[flow->n_headings - 1].offset;
    struct str text = str_slice(buf_str(&flow->text), start, flow->text.n);
    d->title = arena_copy(d->arena, str_trim(text));
    t->level = level;
    t->n_peers = 0;
    t->is_section = start > 0;
    d->doubts_title = t->is_section && level > t->document_level;
}

void heading_title_end(struct heading_title *t, struct document *d, struct flow *flow,
                       unsigned level)
{
    bool has_text = flow->heading_level == 0;
    bool is_better = t->level == 0 || (t->level > t->document_level && level == t->document_level);
    flow->heading_level = 0;
    if (t->is_declared)
        return;
    if (is_better && has_text) {
        take(t, d, flow, level);
    } else if (t->level > t->document_level && level <= t->level) {
        t->n_peers++;
        d->doubts_title = t->is_section || t->n_peers >= MANY_PEERS;
    }
}
