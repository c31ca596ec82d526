/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Looks whether a document matches a query, by its terms, values and record. */
#include "xapian_engine/verify.h"

#include "base/mem.h"
#include "store/record.h"
#include "xapian_engine/places.h"
#include "xapian_engine/status.h"

#include <stdlib.h>

struct look {
    struct query *query;
    uint32_t docid;
    const struct xap_document *document;
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
    struct xap_error error;
    uint32_t few[256];
    size_t n = 0;
    if (record_find_positions(xapian_str(l->document->data), name, positions_hash(name), list))
        return;
    xap_positions(l->query->reader->all, l->docid, xapian_bytes(name), few, 256, &n, &error);
    status_check(&error, "cannot read positions", l->err);
    for (size_t i = 0; i < n && i < 256; i++)
        positions_list_add(list, few[i]);
}

static bool stand_so(const struct look *l, size_t i)
{
    const struct places *p = places_new(l->query, i, l->err);
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

static bool matches(const struct look *l, size_t i);

/* How many children match, counted up to at_most. */
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
        return stand_so(l, i);
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

enum err_code verify_hit(struct query *q, uint32_t docid, bool *ret_matches, struct err *err)
{
    struct xap_error error;
    struct xap_document *d;
    unsigned parts = XAP_DATA | XAP_VALUES | XAP_TERMS;
    if (xap_document_read(q->reader->all, docid, parts, &d, &error))
        return status_check(&error, "cannot read a document", err);
    struct look l = {q, docid, d, err};
    *ret_matches = matches(&l, q->search->n_nodes - 1);
    xap_document_free(d);
    return err->code;
}
