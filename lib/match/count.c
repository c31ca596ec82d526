/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Counts the matching documents by the terms they have or by the values of a slot. The matches are
 * stored as a set of bits, and then each term's list is read once. */
#include "base/mem.h"
#include "match/match.h"

/* The matches of a shard, by document number. */
struct bits {
    uint64_t *words;
    uint32_t last; /* the shard's last document */
};

static void bits_add(struct bits *b, uint32_t docid)
{
    b->words[docid / 64] |= (uint64_t)1 << docid % 64;
}

static bool bits_have(const struct bits *b, uint32_t docid)
{
    return docid <= b->last && b->words[docid / 64] >> docid % 64 & 1;
}

/* All matches of a query. They are kept until another query is counted, since several facets may
 * count the matches of the same query. */
struct db_matches {
    struct buf query;      /* from describe() */
    unsigned n_opened;     /* the reader's, when they were found */
    struct bits *of_shard; /* one for each shard */
    size_t n_shards;
    uint32_t n;
    bool is_whole; /* all matches were found */
};

void db_forget_matches(struct db_reader *r)
{
    struct db_matches *all = r->matches;
    if (!all)
        return;
    for (size_t i = 0; i < all->n_shards; i++)
        mem_free(all->of_shard[i].words);
    mem_free(all->of_shard);
    buf_done(&all->query);
    mem_free(all);
    r->matches = NULL;
}

static void match_shard(struct db_reader *r, size_t i, const struct query_tree *q,
                        uint64_t *steps_left, struct err *err)
{
    struct shard *shard = &r->shards[i];
    struct match m;
    struct db_matches *all = r->matches;
    struct bits *b = &all->of_shard[i];
    uint64_t max_steps = *steps_left / (r->n_shards - i);
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
        all->n++;
    }
    all->is_whole = all->is_whole && m.n_given_up == 0 && !match_is_exhausted(&m);
    *steps_left -= m.n_steps < max_steps ? m.n_steps : max_steps;
    match_close(&m);
}

/* Appends everything in a search that decides which documents match. */
static void describe(const struct store_search *search, struct buf *out)
{
    buf_append_varint(out, search->max_steps);
    for (size_t i = 0; i < search->n_nodes; i++) {
        const struct store_node *n = &search->nodes[i];
        buf_append_varint(out, n->op);
        buf_append_varint(out, store_count_children(n));
        buf_append_varint(out, n->window);
        buf_append_varint(out, n->slot);
        buf_append_counted(out, n->name);
        buf_append_counted(out, n->upper);
    }
}

/* Sets r->matches to the matches of a query, unless they are already there. */
static enum err_code find_matches(struct db_reader *r, const struct store_search *search,
                                  struct err *err)
{
    AUTO(buf_done) struct buf query = BUF_INIT;
    struct query_tree q;
    uint64_t steps_left = search->max_steps ? search->max_steps : UINT64_MAX;
    describe(search, &query);
    if (r->matches && r->matches->n_opened == r->n_opened &&
        str_equal(buf_str(&r->matches->query), buf_str(&query)))
        return ERR_OK;
    db_forget_matches(r);
    if (query_tree_init(&q, r, search, err))
        return err->code;
    r->matches = mem_alloc_zeroed(1, sizeof *r->matches);
    *r->matches = (struct db_matches){
        .query = query,
        .n_opened = r->n_opened,
        .of_shard = mem_alloc_zeroed(r->n_shards, sizeof *r->matches->of_shard),
        .n_shards = r->n_shards,
        .is_whole = true};
    query = (struct buf)BUF_INIT;
    for (size_t i = 0; i < r->n_shards && !err->code; i++)
        match_shard(r, i, &q, &steps_left, err);
    query_tree_done(&q);
    if (err->code)
        db_forget_matches(r);
    return err->code;
}

/* Returns how many matches of a shard have the term. */
static uint32_t count_term(struct db_reader *r, size_t i, struct str name, struct err *err)
{
    struct postlist_reader list = {0};
    uint32_t n = 0;
    postlist_reader_open(&list, &r->shards[i].postlist, name, err);
    for (postlist_reader_seek(&list, 1); list.docid != GLASS_END && !err->code;
         postlist_reader_seek(&list, list.docid + 1))
        n += bits_have(&r->matches->of_shard[i], list.docid);
    postlist_reader_done(&list);
    return n;
}

static enum err_code count_once(struct db_reader *r, const struct store_search *search,
                                struct store_count *counts, size_t n, struct store_matched *ret,
                                struct err *err)
{
    if (find_matches(r, search, err))
        return err->code;
    for (size_t k = 0; k < n && !err->code; k++) {
        counts[k].n = 0;
        for (size_t i = 0; i < r->n_shards && !err->code; i++)
            counts[k].n += count_term(r, i, counts[k].name, err);
    }
    *ret = (struct store_matched){r->matches->n, r->matches->is_whole};
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

static void show_values(struct db_reader *r, size_t i, uint32_t slot,
                        void (*show)(void *ctx, uint32_t docid, struct str value), void *ctx,
                        struct err *err)
{
    struct value_reader values = {0};
    value_reader_open(&values, &r->shards[i].postlist, slot, err);
    for (value_reader_seek(&values, 1); values.docid != GLASS_END && !err->code;
         value_reader_seek(&values, values.docid + 1))
        if (bits_have(&r->matches->of_shard[i], values.docid))
            show(ctx, db_docid_of(r, &r->shards[i], values.docid), values.value);
    value_reader_done(&values);
}

static enum err_code show_once(struct db_reader *r, const struct store_search *search,
                               uint32_t slot,
                               void (*show)(void *ctx, uint32_t docid, struct str value), void *ctx,
                               struct store_matched *ret, struct err *err)
{
    if (find_matches(r, search, err))
        return err->code;
    for (size_t i = 0; i < r->n_shards && !err->code; i++)
        show_values(r, i, slot, show, ctx, err);
    *ret = (struct store_matched){r->matches->n, r->matches->is_whole};
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
