/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keeps the lengths of documents while a database is open: every query needs them, and most lengths
 * are needed repeatedly. */
#include "base/mem.h"
#include "match/shard.h"

enum { MAX_WINDOWS = 1 << 13 }; /* 16 MiB, for four million documents */

static size_t count_windows(const struct shard *s)
{
    size_t n = (size_t)s->version.statistics.last_docid / LENGTHS_WINDOW + 1;
    return n < MAX_WINDOWS ? n : MAX_WINDOWS;
}

static void read_window(struct shard *s, struct lengths_window *w, uint32_t number, struct err *err)
{
    uint32_t start = (number - 1) * LENGTHS_WINDOW;
    if (!s->has_lengths)
        postlist_reader_open_lengths(&s->lengths, &s->postlist, err);
    s->has_lengths = true;
    s->lengths.err = err;
    w->lengths[0] = 0;
    if (start > 0)
        postlist_reader_read(&s->lengths, start, LENGTHS_WINDOW, w->lengths);
    else /* there is no document 0 */
        postlist_reader_read(&s->lengths, 1, LENGTHS_WINDOW - 1, w->lengths + 1);
    s->lengths.err = NULL;
    w->number = err->code ? 0 : number;
    if (err->code)
        db_forget_lengths(s);
}

const struct lengths_window *db_lengths_window(struct shard *s, uint32_t docid, struct err *err)
{
    static const struct lengths_window NONE = {0};
    uint32_t number = docid / LENGTHS_WINDOW + 1;
    size_t at = (number - 1) % MAX_WINDOWS;
    if (at >= count_windows(s) || err->code)
        return &NONE;
    if (!s->lengths_windows)
        s->lengths_windows = mem_alloc_zeroed(count_windows(s), sizeof *s->lengths_windows);
    struct lengths_window **w = &s->lengths_windows[at];
    if (!*w)
        *w = mem_alloc_zeroed(1, sizeof **w);
    if ((*w)->number != number)
        read_window(s, *w, number, err);
    return err->code ? &NONE : *w;
}

void db_forget_lengths(struct shard *s)
{
    postlist_reader_done(&s->lengths);
    s->lengths = (struct postlist_reader){0};
    s->has_lengths = false;
    for (size_t i = 0; s->lengths_windows && i < count_windows(s); i++)
        mem_free(s->lengths_windows[i]);
    mem_free(s->lengths_windows);
    s->lengths_windows = NULL;
}
