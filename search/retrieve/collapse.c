/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Searches with copies of a document collapsed into one hit. */
#include "search/retrieve/collapse.h"

#include "base/mem.h"

struct fold {
    const struct collapse_settings *settings;
    uint32_t first, wanted; /* the hits [first, wanted) of those that remain are shown */
    uint32_t *leader_of;    /* for each hit of the ranking, the number of its leader */
    uint32_t *leaders;      /* the hits that remain, at most wanted + 1 of them */
    uint32_t *shown;        /* the hit that represents each leader */
    uint32_t n_leaders;
};

static struct str value_of(const struct store_hit *hit)
{
    return hit->value;
}

/* Returns the number of the first leader that is a copy of this hit, or n_leaders if there is none
 * or the hit is too far down to be folded. */
static uint32_t find_leader(const struct fold *f, const struct store_hit *hits, uint32_t i)
{
    for (uint32_t k = 0; i < COLLAPSE_MAX_RANKED && k < f->n_leaders; k++)
        if (fingerprint_compare(value_of(&hits[f->leaders[k]]), value_of(&hits[i]),
                                f->settings->kinds))
            return k;
    return f->n_leaders;
}

/* Returns how preferred a hit's language is: 0 is the most preferred, SIZE_MAX is not preferred at
 * all. */
static size_t place_of_language(const struct fold *f, const struct store_hit *hit)
{
    struct str languages = f->settings->languages;
    struct str own = fingerprint_language(value_of(hit));
    size_t place = 0;
    for (size_t i = 0; own.n && i + own.n <= languages.n; i++) {
        if (str_equal(str_slice(languages, i, i + own.n), own))
            return place;
        place += languages.p[i] == ',';
    }
    return SIZE_MAX;
}

/* Hit i is folded into leader k: lets it represent both if its language is preferred to that of the
 * hit shown so far. */
static void choose_shown(struct fold *f, const struct store_hit *hits, uint32_t k, uint32_t i)
{
    if (f->settings->languages.n &&
        place_of_language(f, &hits[i]) < place_of_language(f, &hits[f->shown[k]]))
        f->shown[k] = i;
}

static void choose(void *ctx, struct store_hit *hits, size_t n)
{
    struct fold *f = ctx;
    f->n_leaders = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t k = find_leader(f, hits, i);
        f->leader_of[i] = k;
        if (k < f->n_leaders)
            choose_shown(f, hits, k, i);
        else if (k <= f->wanted)
            f->leaders[f->n_leaders] = f->shown[f->n_leaders] = i;
        f->n_leaders += k == f->n_leaders && k <= f->wanted;
        hits[i].needs_data = k >= f->first && k < f->wanted;
    }
}

/* Returns true if hit i of the ranking is folded into one of the n hits that are shown, the
 * *ret_shown-th. */
static bool is_copy(const struct fold *f, uint32_t n, uint32_t i, uint32_t *ret_shown)
{
    uint32_t leader = f->leader_of[i];
    *ret_shown = leader - f->first;
    return leader >= f->first && *ret_shown < n && f->shown[leader] != i;
}

/* Reduces the results to the hits that are shown, and returns the copies of each. */
static struct collapse_copies *sort_out(const struct fold *f, struct store_results *results,
                                        struct arena *arena)
{
    uint32_t end = f->n_leaders < f->wanted ? f->n_leaders : f->wanted;
    uint32_t n = end > f->first ? end - f->first : 0, k;
    struct collapse_copies *copies = arena_alloc(arena, n * sizeof *copies);
    struct store_hit *shown = arena_alloc(arena, n * sizeof *shown);
    for (k = 0; k < n; k++) {
        shown[k] = results->hits[f->shown[f->first + k]];
        copies[k] = (struct collapse_copies){NULL, 0};
    }
    for (uint32_t i = 0; i < results->n; i++)
        if (is_copy(f, n, i, &k))
            copies[k].n++;
    for (k = 0; k < n; k++)
        copies[k] = (struct collapse_copies){
            arena_alloc(arena, copies[k].n * sizeof *copies->items), 0};
    for (uint32_t i = 0; i < results->n; i++)
        if (is_copy(f, n, i, &k))
            copies[k].items[copies[k].n++] = (struct collapse_copy){
                results->hits[i],
                fingerprint_compare(value_of(&shown[k]), value_of(&results->hits[i]),
                                    f->settings->kinds)};
    if (n)
        memcpy(results->hits, shown, n * sizeof *shown);
    results->n = n;
    return copies;
}

static uint32_t first_depth(const struct collapse_settings *settings, uint32_t wanted)
{
    return wanted +
           (settings->kinds & FINGERPRINT_TRANSLATION ? COLLAPSE_TRANSLATIONS : COLLAPSE_EXTRA);
}

enum err_code collapse_search(struct store_reader *reader, const struct store_search *search,
                              const struct collapse_settings *settings, struct arena *arena,
                              struct store_results **ret_results,
                              struct collapse_copies **ret_copies, uint32_t *ret_n_ranked,
                              struct err *err)
{
    *ret_copies = NULL;
    uint32_t wanted = search->first + search->max;
    struct fold f = {.settings = settings, .first = search->first, .wanted = wanted};
    f.leaders = arena_alloc(arena, ((size_t)wanted + 1) * sizeof *f.leaders);
    f.shown = arena_alloc(arena, ((size_t)wanted + 1) * sizeof *f.shown);
    struct store_search ranking = *search;
    ranking.first = 0;
    ranking.choose = choose;
    ranking.choose_ctx = &f;
    for (ranking.max = first_depth(settings, wanted);; ranking.max *= COLLAPSE_GROWTH) {
        struct store_results *results;
        bool is_last = ranking.max >= COLLAPSE_MAX_RANKED;
        if (is_last)
            ranking.max = COLLAPSE_MAX_RANKED + wanted;
        f.leader_of = arena_alloc(arena, ranking.max * sizeof *f.leader_of);
        if (store_reader_search(reader, &ranking, &results, err))
            return err->code;
        if (is_last || f.n_leaders > wanted || results->n < ranking.max) {
            *ret_copies = sort_out(&f, results, arena);
            *ret_results = results;
            *ret_n_ranked = ranking.max;
            return ERR_OK;
        }
        store_results_free(results);
    }
}
