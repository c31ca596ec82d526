/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Limits the number of hits from one file. */
#include "search/retrieve/per_file.h"

#include "base/mem.h"
#include "store/schema.h"
#include "store/term_ids.h"

enum { GROWTH = 4, EXTRA = 40 };

struct limiting {
    uint32_t max_per_file, first, wanted;
    uint32_t n_kept;
    uint32_t *kept; /* places in the ranking, at most wanted */
};

/* Returns the part of the value of SLOT_ORDER that identifies the file, up to the NUL. Files of
 * several indexes are told apart by their paths only. */
static struct str path_of(const struct store_hit *hit)
{
    return str_slice(hit->value, 0, str_find_char(hit->value, '\0', 0));
}

static void choose(void *ctx, struct store_hit *hits, size_t n)
{
    struct limiting *l = ctx;
    struct term_ids *files = term_ids_new();
    AUTO(mem_free_pointer) uint32_t *n_of_file = mem_alloc_zeroed(n, sizeof *n_of_file);
    l->n_kept = 0;
    for (size_t i = 0; i < n; i++) {
        struct str path = path_of(&hits[i]);
        bool is_new;
        uint32_t file = term_ids_intern(files, path, term_ids_hash(path), &is_new);
        hits[i].needs_data = false;
        if (n_of_file[file]++ >= l->max_per_file || l->n_kept == l->wanted)
            continue;
        hits[i].needs_data = l->n_kept >= l->first;
        l->kept[l->n_kept++] = (uint32_t)i;
    }
    term_ids_free(files);
}

enum err_code per_file_search(struct store_reader *reader, const struct store_search *search,
                              uint32_t max_per_file, struct store_results **ret_results,
                              struct err *err)
{
    uint32_t wanted = search->first + search->max;
    struct limiting l = {.max_per_file = max_per_file, .first = search->first, .wanted = wanted};
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
