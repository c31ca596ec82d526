/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Hands each call to the engine that a reader is of. */
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

enum err_code store_reader_score(struct store_reader *r, const struct store_search *search,
                                 uint32_t docid, bool *ret_matches, double *ret_score,
                                 struct err *err)
{
    return r->engine->score(r, search, docid, ret_matches, ret_score, err);
}
