/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Checks whether a document matches a query, and which of its phrases it has, by its terms, values
 * and record. */
#include "xapian_engine/verify.h"

#include "base/mem.h"
#include "store/record.h"
#include "store/schema.h"
#include "xapian_engine/places.h"
#include "xapian_engine/status.h"

#include <stdlib.h>
#include <string.h>

struct look {
    struct query *query;
    uint32_t docid;
    const struct xap_document *document;
    unsigned char *standing;
    struct err *err;
};

static int compare_to_term(const void *key, const void *item)
{
    const struct xap_term *term = item;
    return str_compare(*(const struct str *)key, xapian_str(term->name));
}

static bool has_term(const struct look *l, struct str name)
{
    const struct xap_document *d = l->document;
    return d->n_terms && bsearch(&name, d->terms, d->n_terms, sizeof *d->terms, compare_to_term);
}

static bool has_value(const struct look *l, const struct store_node *node)
{
    for (size_t i = 0; i < l->document->n_values; i++) {
        struct str value = xapian_str(l->document->values[i].value);
        if (l->document->values[i].slot == node->slot)
            return str_compare(value, node->name) >= 0 &&
                   (node->upper.n == 0 || str_compare(value, node->upper) <= 0);
    }
    return false;
}

/* Positions that are not in the record are in the server's table. */
static void read_positions(const struct look *l, struct str name, struct positions_list *list)
{
    const struct xapian_reader *r = l->query->reader;
    struct xap_error error;
    if (record_find_positions(xapian_str(l->document->data), name, positions_hash(name), list))
        return;
    places_read_table(r, r->all, l->docid, name, list, &error);
    status_check(&error, "cannot read positions", l->err);
}

static bool stand_so(const struct look *l, size_t i)
{
    const struct places *p = places_new(l->query, i, l->err);
    if (l->err->code)
        return false;
    struct positions_list *lists = mem_alloc_zeroed(p->n_words, sizeof *lists);
    bool has_all = true;
    for (size_t k = 0; k < p->n_words; k++) {
        for (size_t t = 0; t < p->words[k].n; t++)
            if (has_term(l, p->words[k].names[t]))
                read_positions(l, p->words[k].names[t], &lists[k]);
        has_all = has_all && lists[k].n;
    }
    bool stand = has_all && places_compare(p, lists);
    for (size_t k = 0; k < p->n_words; k++)
        mem_free(lists[k].p);
    mem_free(lists);
    return stand;
}

static void compare_places(const struct look *l)
{
    const struct store_search *s = l->query->search;
    memset(l->standing, STANDS_UNKNOWN, s->n_nodes);
    for (size_t i = 0; i < s->n_nodes && !l->err->code; i++)
        if (s->nodes[i].op == STORE_PHRASE || s->nodes[i].op == STORE_NEAR)
            l->standing[i] = stand_so(l, i) ? STANDS : STANDS_NOT;
}

static bool matches(const struct look *l, size_t i);

/* Counts the children that match, up to at_most. */
static size_t count_matches(const struct look *l, size_t i, size_t at_most)
{
    size_t n = 0, n_children = store_count_children(&l->query->search->nodes[i]);
    for (size_t k = 0; k < n_children && n < at_most; k++)
        n += matches(l, query_child(l->query, i, k));
    return n;
}

static bool matches(const struct look *l, size_t i)
{
    const struct store_node *node = &l->query->search->nodes[i];
    switch (node->op) {
    case STORE_TERM:
        return has_term(l, node->name);
    case STORE_VALUE_RANGE:
        return has_value(l, node);
    case STORE_ALL:
        return true;
    case STORE_NONE:
        return false;
    case STORE_PHRASE:
    case STORE_NEAR:
        return l->standing[i] == STANDS;
    case STORE_AND_NOT:
        return matches(l, query_child(l->query, i, 1)) && !matches(l, query_child(l->query, i, 0));
    case STORE_AND_MAYBE:
        return matches(l, query_child(l->query, i, 1));
    case STORE_AND:
    case STORE_FILTER:
        return count_matches(l, i, SIZE_MAX) == node->n_children;
    default:
        return count_matches(l, i, 1) > 0;
    }
}

/* ---- the verdict ---- */

static struct str find_id(const struct look *l)
{
    for (size_t i = 0; i < l->document->n_terms; i++)
        if (str_starts_with(xapian_str(l->document->terms[i].name), STR_LITERAL(PREFIX_ID)))
            return xapian_str(l->document->terms[i].name);
    return STR_EMPTY;
}

static struct str find_value(const struct look *l, uint32_t slot)
{
    for (size_t i = 0; i < l->document->n_values; i++)
        if (l->document->values[i].slot == slot)
            return xapian_str(l->document->values[i].value);
    return STR_EMPTY;
}

enum err_code verify_document(struct query *q, uint32_t docid, struct arena *arena,
                              struct verdict *ret, struct err *err)
{
    const struct store_search *s = q->search;
    struct xap_error error;
    struct xap_document *d;
    if (xap_document_read(q->reader->all, docid, XAP_DATA | XAP_VALUES | XAP_TERMS, &d, &error))
        return status_check(&error, "cannot read a document", err);
    struct look l = {q, docid, d, (unsigned char *)arena_alloc_bytes(arena, s->n_nodes), err};
    compare_places(&l);
    *ret = (struct verdict){
        .matches = matches(&l, s->n_nodes - 1),
        .is_scored = memcmp(l.standing, q->taken, s->n_nodes) == 0,
        .standing = l.standing,
        .id = arena_copy(arena, find_id(&l)),
        .data = arena_copy(arena, xapian_str(d->data)),
        .value = arena_copy(arena, find_value(&l, s->choose_slot)),
        .order = arena_copy(arena,
                            find_value(&l, (uint32_t)(s->order_slot < 0 ? 0 : s->order_slot))),
    };
    xap_document_free(d);
    return err->code;
}

void verify_ask_for(struct question *q, const struct str *ids, size_t n)
{
    for (size_t i = 0; i < n; i++)
        query_push(&q->query, XAP_TERM, 0)->text = xapian_bytes(ids[i]);
    query_push(&q->query, XAP_OR, (uint32_t)n);
    query_push(&q->query, XAP_FILTER, 2);
    q->asked.first = 0;
    q->asked.max = (uint32_t)(n * q->query.reader->n_shards); /* shards may share identifiers */
}
