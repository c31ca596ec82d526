/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Limits the number of hits from one file. */
#include "search/retrieve/per_file.h"

#include "base/mem.h"
#include "store/schema.h"

enum { GROWTH = 4, EXTRA = 40 };

void per_file_counter_done(struct per_file_counter *c)
{
    term_ids_free(c->files);
    mem_free(c->counts);
    buf_done(&c->key);
}

uint32_t per_file_count(struct per_file_counter *c, uint32_t docid, struct str path)
{
    bool is_new;
    if (!c->files)
        c->files = term_ids_new();
    buf_clear(&c->key);
    buf_append_varint(&c->key, (docid - 1) % c->n_indexes);
    buf_append_str(&c->key, path);
    uint32_t file = term_ids_intern(c->files, buf_str(&c->key), term_ids_hash(buf_str(&c->key)),
                                    &is_new);
    if (is_new) {
        MEM_GROW(c->counts, c->n, c->capacity);
        c->counts[c->n++] = 0;
    }
    return ++c->counts[file];
}

struct limiting {
    uint32_t max_per_file, first, wanted;
    size_t n_indexes;
    uint32_t n_kept;
    uint32_t *kept; /* places in the ranking, at most wanted */
};

/* Returns the part of the value of SLOT_ORDER that is the file's path, up to the NUL. */
static struct str path_of(const struct store_hit *hit)
{
    return str_slice(hit->value, 0, str_find_char(hit->value, '\0', 0));
}

static void choose(void *ctx, struct store_hit *hits, size_t n)
{
    struct limiting *l = ctx;
    AUTO(per_file_counter_done) struct per_file_counter files = {.n_indexes = l->n_indexes};
    l->n_kept = 0;
    for (size_t i = 0; i < n; i++) {
        bool is_over = per_file_count(&files, hits[i].docid, path_of(&hits[i])) > l->max_per_file;
        hits[i].needs_data = false;
        if (is_over || l->n_kept == l->wanted)
            continue;
        hits[i].needs_data = l->n_kept >= l->first;
        l->kept[l->n_kept++] = (uint32_t)i;
    }
}

enum err_code per_file_search(struct store_reader *reader, const struct store_search *search,
                              size_t n_indexes, uint32_t max_per_file,
                              struct store_results **ret_results, struct err *err)
{
    uint32_t wanted = search->first + search->max;
    struct limiting l = {.max_per_file = max_per_file,
                         .first = search->first,
                         .wanted = wanted,
                         .n_indexes = n_indexes};
    AUTO(mem_free_pointer) uint32_t *kept = mem_alloc_zeroed(wanted, sizeof *kept);
    struct store_search ranking = *search;
    l.kept = kept;
    ranking.first = 0;
    ranking.choose = choose;
    ranking.choose_ctx = &l;
    ranking.choose_slot = SLOT_ORDER;
    for (ranking.max = wanted + EXTRA;; ranking.max *= GROWTH) {
        struct store_results *results;
        if (ranking.max > PER_FILE_MAX_RANKED)
            ranking.max = PER_FILE_MAX_RANKED + wanted;
        if (store_reader_search(reader, &ranking, &results, err))
            return err->code;
        if (l.n_kept == wanted || results->n < ranking.max || ranking.max > PER_FILE_MAX_RANKED) {
            results->n = 0;
            for (uint32_t i = l.first; i < l.n_kept; i++)
                results->hits[results->n++] = results->hits[kept[i]];
            *ret_results = results;
            return ERR_OK;
        }
        store_results_free(results);
    }
}
