/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Compares the positions of words, and lists the documents that have a phrase or NEAR. */
#include "xapian_engine/places.h"

#include "base/mem.h"
#include "store/record.h"
#include "xapian_engine/term_union.h"

#include <stdlib.h>
#include <string.h>

/* ---- positions ---- */

static int by_position(const void *left, const void *right)
{
    const uint32_t *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

static void make_unique(struct positions_list *list)
{
    size_t n = 0;
    if (list->n)
        qsort(list->p, list->n, sizeof *list->p, by_position);
    for (size_t i = 0; i < list->n; i++)
        if (i == 0 || list->p[i] != list->p[n - 1])
            list->p[n++] = list->p[i];
    list->n = n;
}

/* The cost of operations compared with a step; lib/match/confirm.c counts in the same way. */
enum {
    POSITIONS_A_STEP = 4,
    RECORD_BYTES_A_STEP = 512,
    STEPS_A_LOOKUP = 30, /* for looking up a term in a record or a table */
    MAX_SHARE = 4,       /* a document may take this fraction of all steps to compare its words */
};

/* Returns how many positions may be compared in a document. */
static uint64_t room(const struct query *q)
{
    uint64_t max_steps = q->search->max_steps;
    if (max_steps == 0)
        return UINT64_MAX;
    return max_steps > q->n_steps ? (max_steps - q->n_steps) / MAX_SHARE * POSITIONS_A_STEP : 0;
}

bool places_compare(const struct places *p, struct positions_list *lists)
{
    AUTO(mem_free_pointer) size_t *scratch = mem_alloc(3 * p->n_words * sizeof *scratch);
    uint64_t all = room(p->query), steps = all;
    for (size_t i = 0; i < p->n_words; i++)
        if (p->words[i].n > 1)
            make_unique(&lists[i]);
    bool stand = p->is_phrase ? positions_have_phrase(lists, p->n_words, p->window, scratch, &steps)
                              : positions_have_near(lists, p->n_words, p->window, scratch, &steps);
    p->query->n_steps += (all - steps) / POSITIONS_A_STEP;
    p->query->n_given_up += steps == 0;
    return stand;
}

size_t places_read_table(const struct xapian_reader *r, const struct xap_database *db,
                         uint32_t docid, struct str name, struct positions_list *list,
                         struct xap_error *error)
{
    uint32_t few[256], *p = few;
    size_t n = 0;
    AUTO(mem_free_pointer) uint32_t *many = NULL;
    *error = (struct xap_error){XAP_OK, ""};
    if (!r->statistics.has_positions)
        return 0;
    xap_positions(db, docid, xapian_bytes(name), few, sizeof few / sizeof *few, &n, error);
    if (!error->code && n > sizeof few / sizeof *few) {
        p = many = mem_alloc(n * sizeof *many);
        xap_positions(db, docid, xapian_bytes(name), many, n, &n, error);
    }
    if (error->code)
        return 0;
    for (size_t i = 0; i < n; i++)
        positions_list_add(list, p[i]);
    return n;
}

/* ---- a shard ---- */

/* The search in one shard. */
struct walk {
    const struct places *places;
    size_t shard;
    struct xap_database *db;  /* of the shard */
    struct term_union *words; /* for each word, the documents that have it */
    struct xap_document *document;
    uint32_t document_docid;
    struct positions_list *lists; /* for each word */
};

static bool has_problem(const struct walk *w)
{
    return w->places->query->problem.code != ERR_OK;
}

/* ---- one document ---- */

static struct str read_record(struct walk *w, uint32_t docid)
{
    struct xap_error error = {XAP_OK, ""};
    if (w->document_docid != docid) {
        xap_document_free(w->document);
        w->document = NULL;
        w->document_docid = docid;
        xap_document_read(w->db, docid, XAP_DATA, &w->document, &error);
        query_check(w->places->query, &error);
    }
    return w->document ? xapian_str(w->document->data) : STR_EMPTY;
}

/* Reads the positions of a word. Only terms that the document has may be looked up in its record.
 * Returns false if there are none. */
static bool read_word(struct walk *w, size_t i, uint32_t docid)
{
    struct query *q = w->places->query;
    const struct term_union *word = &w->words[i];
    struct positions_list *list = &w->lists[i];
    size_t n_steps = 0;
    list->n = 0;
    for (size_t k = 0; k < word->n; k++) {
        struct str name = word->names[k];
        struct xap_error error;
        if (word->at[k].docid != docid)
            continue;
        n_steps += STEPS_A_LOOKUP;
        size_t n = places_read_table(q->reader, w->db, docid, name, list, &error);
        query_check(q, &error);
        if (n == 0) {
            struct str record = read_record(w, docid);
            n_steps += record.n / RECORD_BYTES_A_STEP;
            record_find_positions(record, name, positions_hash(name), list);
        }
    }
    return query_step(q, w->shard, docid, n_steps + list->n / POSITIONS_A_STEP) && list->n > 0;
}

/* Returns true if a document that has all words has them in their places. */
static bool stand_so(struct walk *w, uint32_t docid)
{
    const struct places *p = w->places;
    for (size_t i = 0; i < p->n_words; i++)
        if (!read_word(w, i, docid) || has_problem(w))
            return false;
    return places_compare(p, w->lists);
}

/* ---- the functions of the source ---- */

static void *open_walk(void *ctx, size_t shard)
{
    const struct places *p = ctx;
    struct walk *w = mem_alloc_zeroed(1, sizeof *w);
    w->places = p;
    w->shard = shard;
    w->db = p->query->reader->shards[shard];
    w->words = mem_alloc_zeroed(p->n_words, sizeof *w->words);
    for (size_t i = 0; i < p->n_words; i++)
        term_union_init(&w->words[i], p->query, shard, p->words[i].names, p->words[i].n);
    w->lists = mem_alloc_zeroed(p->n_words, sizeof *w->lists);
    return w;
}

static void close_walk(void *state)
{
    struct walk *w = state;
    for (size_t i = 0; i < w->places->n_words; i++) {
        term_union_done(&w->words[i]);
        mem_free(w->lists[i].p);
    }
    xap_document_free(w->document);
    mem_free(w->words);
    mem_free(w->lists);
    mem_free(w);
}

/* Returns the first document at or after docid that has all words, or 0 if there is none. */
static uint32_t seek_all(struct walk *w, uint32_t docid)
{
    for (size_t i = 0; i < w->places->n_words;) {
        uint32_t found = term_union_seek(&w->words[i], docid);
        if (found == 0)
            return 0;
        i = found == docid || i == 0 ? i + 1 : 0;
        docid = found;
    }
    return docid;
}

static uint32_t seek_document(void *state, uint32_t docid)
{
    struct walk *w = state;
    while ((docid = seek_all(w, docid)) && !stand_so(w, docid) && !has_problem(w))
        docid++;
    return has_problem(w) ? 0 : docid;
}

/* ---- the words ---- */

static void collect(const struct query *q, size_t i, struct str *names, size_t *n, struct err *err)
{
    const struct store_node *node = &q->search->nodes[i];
    if (node->op == STORE_TERM)
        names[(*n)++] = node->name;
    else if (node->op != STORE_OR && node->op != STORE_SYNONYM && node->op != STORE_NONE)
        err_set(err, ERR_USAGE, "node %zu of the query is not a word of a phrase", i);
    for (size_t k = store_count_children(node); k-- > 0 && !err->code;)
        collect(q, query_child(q, i, k), names, n, err);
}

struct places *places_new(struct query *q, size_t i, struct err *err)
{
    const struct store_node *node = &q->search->nodes[i];
    struct places *p = arena_alloc(&q->arena, sizeof *p);
    *p = (struct places){.query = q,
                         .is_phrase = node->op == STORE_PHRASE,
                         .n_words = node->n_children,
                         .window = node->window > node->n_children ? node->window
                                                                   : node->n_children};
    p->words = arena_alloc(&q->arena, p->n_words * sizeof *p->words);
    for (size_t k = 0; k < p->n_words && !err->code; k++) {
        size_t child = query_child(q, i, p->n_words - 1 - k);
        struct str *names = arena_alloc(&q->arena, q->sizes[child] * sizeof *names);
        p->words[k] = (struct places_word){names, 0};
        collect(q, child, names, &p->words[k].n, err);
    }
    return p;
}

const struct xap_source *places_source(struct places *p)
{
    uint32_t n_documents = p->query->reader->statistics.n_documents;
    p->source = (struct xap_source){.ctx = p,
                                    .open = open_walk,
                                    .close = close_walk,
                                    .seek = seek_document,
                                    .estimated_documents = n_documents,
                                    .max_documents = n_documents};
    return &p->source;
}
