/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Makes a query of a document: those words of it that tell it from the others. */
#include "search/retrieve/more_like_this.h"

#include "base/file.h"
#include "base/mem.h"
#include "search/plan/rank.h"
#include "search/retrieve/key_terms.h"
#include "store/schema.h"

#include <math.h>

enum {
    LIKE_WORDS = 40,
    MAX_RECORDS = 1000, /* of one file, or of one id, that are looked at */
};
#define NUMBER_WEIGHT                                                                              \
    0.3 /* of a number beside a word: years and counts say less than they seem                     \
         */

/* ---- which document ---- */

struct names {
    struct store_node *nodes; /* terms, and an OR of them */
    size_t n;
};

static bool has_room(const struct names *names)
{
    return names->n < MAX_RECORDS;
}

static void add_name(struct names *names, struct str name, struct arena *arena)
{
    name = arena_copy(arena, name);
    names->nodes[names->n++] = (struct store_node){.op = STORE_TERM, .name = name, .wqf = 1};
}

/* Adds the terms of PREFIX_ID that start with start and end with end. */
static enum err_code add_names(struct names *names, struct store_reader *reader, struct str start,
                               struct str end, struct arena *arena, struct err *err)
{
    struct store_cursor *cursor = store_cursor_open(reader);
    struct str name = STR_EMPTY;
    store_cursor_seek(cursor, start, &name, err);
    while (!err->code && name.p && str_starts_with(name, start) && has_room(names)) {
        if (name.n >= start.n + end.n && str_ends_with(name, end))
            add_name(names, name, arena);
        store_cursor_next(cursor, &name, err);
    }
    store_cursor_close(cursor);
    return err->code;
}

/* The first document, in the order of SLOT_ORDER, that has one of the names and is of that index.
 */
static enum err_code first_document(const struct searcher *source, struct names *names,
                                    size_t index, uint32_t *ret_docid, struct err *err)
{
    struct store_search search;
    struct store_results *results;
    if (names->n == 0)
        return ERR_OK;
    names->nodes[names->n] = (struct store_node){.op = STORE_OR, .n_children = (uint32_t)names->n};
    rank_defaults(&search, source->length_skew, 0);
    search.nodes = names->nodes;
    search.n_nodes = names->n + 1;
    search.weighting = STORE_BOOLEAN;
    search.order_slot = searcher_order_slot(source);
    search.max = MAX_RECORDS;
    search.without_data = true;
    if (store_reader_search(source->reader, &search, &results, err))
        return err->code;
    for (size_t i = 0; i < results->n && *ret_docid == 0; i++)
        if (index == source->n_indexes || (results->hits[i].docid - 1) % source->n_indexes == index)
            *ret_docid = results->hits[i].docid;
    store_results_free(results);
    return ERR_OK;
}

/* A stored path, in one of the indexes or in any. */
static enum err_code find_path(const struct searcher *source, struct str path, size_t index,
                               struct names *names, struct arena *arena, uint32_t *ret_docid,
                               struct err *err)
{
    struct store_frequency whole = {0};
    struct str name = arena_format(arena, PREFIX_ID "%.*s", STR_PRINT(path));
    whole.name = name;
    names->n = 0;
    if (*ret_docid || path.n == 0 || name.n > SCHEMA_MAX_TERM_BYTES)
        return ERR_OK;
    if (store_reader_frequencies(source->reader, &whole, 1, err))
        return err->code;
    if (whole.termfreq)
        add_name(names, name, arena);
    else if (add_names(names, source->reader,
                       arena_format(arena, PREFIX_ID "%.*s#", STR_PRINT(path)), STR_EMPTY, arena,
                       err))
        return err->code;
    return first_document(source, names, index, ret_docid, err);
}

enum err_code more_like_this_find(const struct searcher *source, struct str name,
                                  struct arena *arena, uint32_t *ret_docid, struct err *err)
{
    struct names names = {.nodes = arena_alloc(arena, (MAX_RECORDS + 1) * sizeof *names.nodes)};
    uint32_t docid = 0;
    for (size_t i = 0; i < source->n_indexes; i++) {
        struct str stored = place_stored_path(&source->indexes[i].place, name, arena);
        if (find_path(source, stored, i, &names, arena, &docid, err))
            return err->code;
    }
    if (find_path(source, name, source->n_indexes, &names, arena, &docid, err))
        return err->code;
    if (docid == 0) {
        names.n = 0;
        struct str end = arena_format(arena, "#%.*s", STR_PRINT(name));
        if (add_names(&names, source->reader, STR_LITERAL(PREFIX_ID), end, arena, err) ||
            first_document(source, &names, source->n_indexes, &docid, err))
            return err->code;
    }
    if (docid == 0)
        return err_set(err, ERR_NOT_FOUND,
                       "'%.*s' is not in the index, by path or by id; index it first with "
                       "pressmark-index",
                       STR_PRINT(name));
    *ret_docid = docid;
    return ERR_OK;
}

/* ---- what it says ---- */

static bool is_number(struct str word)
{
    for (size_t i = 0; i < word.n; i++)
        if (!ascii_is_digit(word.p[i]) && word.p[i] != '.' && word.p[i] != ',')
            return false;
    return true;
}

/* The words that tell most, by frequency here against frequency elsewhere. Their weights become
 * that of a word in a query: the ranking adds how rare it is once more. */
static void choose_words(struct key_terms *d, const struct plan_index *index)
{
    struct store_stats stats = store_reader_stats(index->reader);
    size_t n = 0;
    for (size_t i = 0; i < d->n; i++) {
        struct key_term w = d->words[i];
        if (w.termfreq < 2) /* in no other document */
            continue;
        double idf = log((stats.n_documents + 1.0) / w.termfreq);
        w.weight = (1 + log(w.wdf)) * idf * (is_number(w.word) ? NUMBER_WEIGHT : 1);
        d->words[n++] = w;
    }
    key_terms_sort(d->words, n);
    d->n = n < LIKE_WORDS ? n : LIKE_WORDS;
    for (size_t i = d->n; i-- > 0;)
        d->words[i].weight /= d->words[0].weight;
}

static void combine(const struct key_terms *d, struct arena *arena, struct plan *plan)
{
    size_t n = 0, n_filter = plan->n_nodes;
    struct store_node *nodes = arena_alloc(arena, (d->n * KEY_TERMS_MAX_NODES + n_filter + 4) *
                                                      sizeof *nodes);
    for (size_t i = 0; i < d->n; i++)
        n += key_terms_nodes(&d->words[i], d->words[i].weight, nodes + n);
    nodes[n++] = (struct store_node){.op = STORE_OR, .n_children = (uint32_t)d->n};
    if (n_filter) {
        memcpy(nodes + n, plan->nodes, n_filter * sizeof *nodes);
        n += n_filter;
        nodes[n++] = (struct store_node){.op = STORE_FILTER, .n_children = 2};
    }
    nodes[n++] = (struct store_node){.op = STORE_TERM, .name = d->id, .wqf = 1};
    nodes[n++] = (struct store_node){.op = STORE_AND_NOT, .n_children = 2};
    plan->nodes = nodes;
    plan->n_nodes = n;
}

enum err_code more_like_this_plan(const struct plan_index *index, uint32_t docid,
                                  struct arena *arena, struct plan *plan, struct err *err)
{
    struct key_terms d;
    if (key_terms_document(index, docid, arena, &d, err))
        return err->code;
    choose_words(&d, index);
    if (d.n == 0) {
        plan->n_nodes = 0;
        return ERR_OK;
    }
    combine(&d, arena, plan);
    key_terms_match(d.words, d.n, 1.0, index, arena, plan);
    return ERR_OK;
}
