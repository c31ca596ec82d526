/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Dispatches each call to the reader's engine, and counts by searches if an engine cannot count. */
#include "store/engine.h"

#include "base/mem.h"

enum err_code store_reader_open(const struct store_engine *engine, const struct store_opening *how,
                                struct store_reader **ret_reader, struct err *err)
{
    return engine->open(how, ret_reader, err);
}

enum err_code store_reader_open_folders(const struct store_engine *engine, const char *const *paths,
                                        size_t n, struct store_reader **ret_reader, struct err *err)
{
    AUTO(mem_free_pointer) struct store_place *places = mem_alloc_zeroed(n, sizeof *places);
    for (size_t i = 0; i < n; i++)
        places[i] = (struct store_place){.kind = STORE_FOLDER, .where = paths[i]};
    struct store_opening how = {.places = places, .n = n};
    return store_reader_open(engine, &how, ret_reader, err);
}

void store_reader_close(struct store_reader *r)
{
    if (r)
        r->engine->close(r);
}

void store_reader_close_pointer(struct store_reader **r)
{
    store_reader_close(*r);
}

struct store_stats store_reader_stats(const struct store_reader *r)
{
    return r->engine->stats(r);
}

enum err_code store_reader_metadata(struct store_reader *r, size_t place, const char *key,
                                    struct buf *ret_value, struct err *err)
{
    return r->engine->metadata(r, place, key, ret_value, err);
}

enum err_code store_reader_data(struct store_reader *r, uint32_t docid, struct buf *ret_data,
                                struct err *err)
{
    return r->engine->data(r, docid, ret_data, err);
}

enum err_code store_reader_terms(struct store_reader *r, struct str prefix, size_t max,
                                 struct store_vocabulary **ret_terms, struct err *err)
{
    return r->engine->terms(r, prefix, max, ret_terms, err);
}

enum err_code store_reader_document_terms(struct store_reader *r, uint32_t docid,
                                          struct store_vocabulary **ret_terms, struct err *err)
{
    return r->engine->document_terms(r, docid, ret_terms, err);
}

struct store_cursor *store_cursor_open(struct store_reader *r)
{
    return r->engine->cursor_open(r);
}

enum err_code store_cursor_seek(struct store_cursor *c, struct str name, struct str *ret_name,
                                struct err *err)
{
    return c->engine->cursor_seek(c, name, ret_name, err);
}

enum err_code store_cursor_next(struct store_cursor *c, struct str *ret_name, struct err *err)
{
    return c->engine->cursor_next(c, ret_name, err);
}

void store_cursor_close(struct store_cursor *c)
{
    if (c)
        c->engine->cursor_close(c);
}

enum err_code store_reader_words(struct store_reader *r, size_t max,
                                 const struct store_words **ret_words, struct err *err)
{
    *ret_words = NULL;
    return r->engine->words ? r->engine->words(r, max, ret_words, err) : ERR_OK;
}

enum err_code store_reader_frequencies(struct store_reader *r, struct store_frequency *frequencies,
                                       size_t n, struct err *err)
{
    return r->engine->frequencies(r, frequencies, n, err);
}

enum err_code store_reader_wdfs(struct store_reader *r, uint32_t docid, const struct str *names,
                                size_t n, uint32_t *ret_wdfs, uint32_t *ret_length, struct err *err)
{
    return r->engine->wdfs(r, docid, names, n, ret_wdfs, ret_length, err);
}

enum err_code store_reader_search(struct store_reader *r, const struct store_search *search,
                                  struct store_results **ret_results, struct err *err)
{
    return r->engine->search(r, search, ret_results, err);
}

/* Counts the documents that match the nodes and, if term.p is not NULL, contain the term. */
static enum err_code count_by_search(struct store_reader *r, const struct store_search *search,
                                     struct str term, struct store_matched *ret, struct err *err)
{
    bool has_term = term.p != NULL;
    AUTO(mem_free_pointer)
    struct store_node *nodes = mem_alloc_zeroed(search->n_nodes + 2, sizeof *nodes);
    memcpy(nodes, search->nodes, search->n_nodes * sizeof *nodes);
    nodes[search->n_nodes] = (struct store_node){.op = STORE_TERM, .name = term};
    nodes[search->n_nodes + 1] = (struct store_node){.op = STORE_FILTER, .n_children = 2};
    struct store_search counted = {
        .nodes = nodes,
        .n_nodes = search->n_nodes + (has_term ? 2 : 0),
        .weighting = STORE_BOOLEAN,
        .max = 1,
        .check_at_least = UINT32_MAX,
        .sort_slot = -1,
        .order_slot = -1,
        .max_steps = search->max_steps,
        .without_data = true,
    };
    struct store_results *results;
    if (store_reader_search(r, &counted, &results, err))
        return err->code;
    *ret = (struct store_matched){results->total_estimate, results->n_unseen == 0};
    store_results_free(results);
    return ERR_OK;
}

enum err_code store_reader_count(struct store_reader *r, const struct store_search *search,
                                 struct store_count *counts, size_t n, struct store_matched *ret,
                                 struct err *err)
{
    if (r->engine->count)
        return r->engine->count(r, search, counts, n, ret, err);
    if (count_by_search(r, search, (struct str){NULL, 0}, ret, err))
        return err->code;
    for (size_t i = 0; i < n; i++) {
        struct store_matched with_term;
        if (count_by_search(r, search, counts[i].name, &with_term, err))
            return err->code;
        counts[i].n = with_term.n;
        ret->is_whole = ret->is_whole && with_term.is_whole;
    }
    return ERR_OK;
}

enum err_code store_reader_show_values(struct store_reader *r, const struct store_search *search,
                                       uint32_t slot,
                                       void (*show)(void *ctx, uint32_t docid, struct str value),
                                       void *ctx, struct store_matched *ret, struct err *err)
{
    return r->engine->show_values(r, search, slot, show, ctx, ret, err);
}

enum err_code store_reader_score(struct store_reader *r, const struct store_search *search,
                                 uint32_t docid, bool *ret_matches, double *ret_score,
                                 struct err *err)
{
    return r->engine->score(r, search, docid, ret_matches, ret_score, err);
}
