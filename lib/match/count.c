/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Counts the documents that match, by the terms that they have or the values of a slot: the matches
 * become a set of bits, and the lists of the terms are read once each. */
#include "base/mem.h"
#include "match/match.h"

/* The matches of a shard, by number. */
struct bits {
    uint64_t *words;
    uint32_t last; /* the last document there is */
};

static void bits_add(struct bits *b, uint32_t docid)
{
    b->words[docid / 64] |= (uint64_t)1 << docid % 64;
}

static bool bits_have(const struct bits *b, uint32_t docid)
{
    return docid <= b->last && b->words[docid / 64] >> docid % 64 & 1;
}

struct counting {
    struct db_reader *reader;
    struct bits *matches; /* of each shard */
    uint32_t n_matches;
    uint64_t steps_left;
    bool is_whole; /* all that match were seen */
};

static void counting_done(struct counting *c)
{
    for (size_t i = 0; i < c->reader->n_shards; i++)
        mem_free(c->matches[i].words);
    mem_free(c->matches);
}

static void match_shard(struct counting *c, size_t i, const struct query_tree *q, struct err *err)
{
    struct shard *shard = &c->reader->shards[i];
    struct match m;
    struct bits *b = &c->matches[i];
    uint64_t max_steps = c->steps_left / (c->reader->n_shards - i);
    b->last = shard->version.statistics.last_docid;
    b->words = mem_alloc_zeroed((size_t)b->last / 64 + 1, sizeof *b->words);
    match_open(&m, shard, q, max_steps, err);
    for (uint32_t docid = 0;;) {
        docid = match_seek(&m, docid + 1, 0);
        if (docid == GLASS_END || docid > b->last)
            break;
        if (!match_confirm(&m))
            continue;
        bits_add(b, docid);
        c->n_matches++;
    }
    c->is_whole = c->is_whole && m.n_given_up == 0 && !match_is_exhausted(&m);
    c->steps_left -= m.n_steps < max_steps ? m.n_steps : max_steps;
    match_close(&m);
}

static enum err_code find_matches(struct counting *c, struct db_reader *r,
                                  const struct store_search *search, struct err *err)
{
    struct query_tree q;
    *c = (struct counting){.reader = r,
                           .matches = mem_alloc_zeroed(r->n_shards, sizeof *c->matches),
                           .steps_left = search->max_steps ? search->max_steps : UINT64_MAX,
                           .is_whole = true};
    if (query_tree_init(&q, r, search, err))
        return err->code;
    for (size_t i = 0; i < r->n_shards && !err->code; i++)
        match_shard(c, i, &q, err);
    query_tree_done(&q);
    return err->code;
}

/* The matches of a shard that have the term. */
static uint32_t count_term(struct counting *c, size_t i, struct str name, struct err *err)
{
    struct postlist_reader list = {0};
    uint32_t n = 0;
    postlist_reader_open(&list, &c->reader->shards[i].postlist, name, err);
    for (postlist_reader_seek(&list, 1); list.docid != GLASS_END && !err->code;
         postlist_reader_seek(&list, list.docid + 1))
        n += bits_have(&c->matches[i], list.docid);
    postlist_reader_done(&list);
    return n;
}

static enum err_code count_once(struct db_reader *r, const struct store_search *search,
                                struct store_count *counts, size_t n, struct store_matched *ret,
                                struct err *err)
{
    AUTO(counting_done) struct counting c;
    if (find_matches(&c, r, search, err))
        return err->code;
    for (size_t k = 0; k < n && !err->code; k++) {
        counts[k].n = 0;
        for (size_t i = 0; i < r->n_shards && !err->code; i++)
            counts[k].n += count_term(&c, i, counts[k].name, err);
    }
    *ret = (struct store_matched){c.n_matches, c.is_whole};
    return err->code;
}

enum err_code db_reader_count(struct store_reader *reader, const struct store_search *search,
                              struct store_count *counts, size_t n, struct store_matched *ret,
                              struct err *err)
{
    struct db_reader *r = db_reader_of(reader);
    unsigned n_tries = 0;
    do
        count_once(r, search, counts, n, ret, err);
    while (db_try_again(r, &n_tries, err));
    return err->code;
}

/* ---- values ---- */

static void show_values(struct counting *c, size_t i, uint32_t slot,
                        void (*show)(void *ctx, uint32_t docid, struct str value), void *ctx,
                        struct err *err)
{
    struct value_reader values = {0};
    value_reader_open(&values, &c->reader->shards[i].postlist, slot, err);
    for (value_reader_seek(&values, 1); values.docid != GLASS_END && !err->code;
         value_reader_seek(&values, values.docid + 1))
        if (bits_have(&c->matches[i], values.docid))
            show(ctx, db_docid_of(c->reader, &c->reader->shards[i], values.docid), values.value);
    value_reader_done(&values);
}

static enum err_code show_once(struct db_reader *r, const struct store_search *search,
                               uint32_t slot,
                               void (*show)(void *ctx, uint32_t docid, struct str value), void *ctx,
                               struct store_matched *ret, struct err *err)
{
    AUTO(counting_done) struct counting c;
    if (find_matches(&c, r, search, err))
        return err->code;
    for (size_t i = 0; i < r->n_shards && !err->code; i++)
        show_values(&c, i, slot, show, ctx, err);
    *ret = (struct store_matched){c.n_matches, c.is_whole};
    return err->code;
}

enum err_code db_reader_show_values(struct store_reader *reader, const struct store_search *search,
                                    uint32_t slot,
                                    void (*show)(void *ctx, uint32_t docid, struct str value),
                                    void *ctx, struct store_matched *ret, struct err *err)
{
    struct db_reader *r = db_reader_of(reader);
    unsigned n_tries = 0;
    for (;;) {
        show(ctx, 0, STR_EMPTY);
        show_once(r, search, slot, show, ctx, ret, err);
        if (!db_try_again(r, &n_tries, err))
            return err->code;
    }
}
