/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Translates our queries for libxapian. What libxapian 1.4 does differently from lib/match is
 * expressed in another way, if there is one (xapian.md). */
#include "xapian_engine/rewrite.h"

#include "xapian_engine/places.h"
#include "xapian_engine/synonym.h"
#include "xapian_engine/value_range.h"

static enum err_code convert(struct query *q, size_t i, bool is_weighed, struct err *err);

static enum err_code convert_children(struct query *q, size_t i, bool is_weighed, struct err *err)
{
    for (size_t k = store_count_children(&q->search->nodes[i]); k-- > 0 && !err->code;)
        convert(q, query_child(q, i, k), is_weighed, err);
    return err->code;
}

static enum err_code convert_join(struct query *q, size_t i, enum xap_op op, bool is_weighed,
                                  struct err *err)
{
    bool is_alternative = op == XAP_OR;
    q->n_alternatives += is_alternative;
    convert_children(q, i, is_weighed, err);
    q->n_alternatives -= is_alternative;
    if (!err->code)
        query_push(q, op, q->search->nodes[i].n_children);
    return err->code;
}

/* Only the first child contributes weight. */
static enum err_code convert_pair(struct query *q, size_t i, enum xap_op op, bool is_weighed,
                                  struct err *err)
{
    bool was_excluded = q->is_excluded;
    convert(q, query_child(q, i, 1), is_weighed, err);
    q->is_excluded = was_excluded != (op == XAP_AND_NOT);
    if (!err->code && !convert(q, query_child(q, i, 0), false, err))
        query_push(q, op, 2);
    q->is_excluded = was_excluded;
    return err->code;
}

/* libxapian skips matches of an AND_MAYBE that is below an OR if only the best are wanted, or
 * within what an AND_NOT excludes. So "a, maybe b" becomes "a, or those of b that are in a". */
static enum err_code convert_maybe(struct query *q, size_t i, bool is_weighed, struct err *err)
{
    size_t wanted = query_child(q, i, 1);
    if (!is_weighed)
        return convert(q, wanted, false, err);
    q->n_alternatives++;
    if (!convert(q, wanted, true, err) && !convert(q, query_child(q, i, 0), true, err) &&
        !convert(q, wanted, false, err)) {
        query_push(q, XAP_FILTER, 2);
        query_push(q, XAP_OR, 2);
    }
    q->n_alternatives--;
    return err->code;
}

/* A list that does not end and has no document. */
static uint32_t seek_nothing(void *state, uint32_t docid)
{
    (void)state;
    (void)docid;
    return UINT32_MAX;
}

static const struct xap_source endless = {.seek = seek_nothing, .max_documents = 1};

/* libxapian merges an OR below a MAX into the MAX, and also what becomes an OR by simplification,
 * but nothing that is scaled. */
static enum err_code convert_alternatives(struct query *q, size_t i, struct err *err)
{
    q->n_alternatives++;
    for (size_t k = q->search->nodes[i].n_children; k-- > 0 && !err->code;) {
        size_t child = query_child(q, i, k);
        if (!convert(q, child, true, err) && !store_is_leaf(q->search->nodes[child].op))
            query_push(q, XAP_SCALE, 1)->factor = 1;
    }
    q->n_alternatives--;
    return err->code;
}

/* If lists of a MAX end at the same document, libxapian 1.4 may read memory that it has freed. So
 * one more list is added, which still exists when those that decide what matches have ended. */
static enum err_code convert_max(struct query *q, size_t i, struct err *err)
{
    if (convert_alternatives(q, i, err))
        return err->code;
    if (q->reader->is_remote)
        query_push(q, XAP_ALL, 0);
    else
        query_push(q, XAP_SOURCE, 0)->source = &endless;
    query_push(q, XAP_MAX, q->search->nodes[i].n_children + 1);
    if (!convert_join(q, i, XAP_OR, false, err))
        query_push(q, XAP_FILTER, 2);
    return err->code;
}

/* libxapian estimates the frequency of a synonym in an order that may differ from that of
 * lib/match; a list of our own weighs like lib/match. */
static enum err_code convert_synonym(struct query *q, size_t i, struct err *err)
{
    if (q->reader->is_remote || q->search->weighting == STORE_SCHEME)
        return convert_join(q, i, XAP_SYNONYM, true, err);
    const struct xap_source *synonym = synonym_new(q, i, err);
    query_push(q, XAP_SOURCE, 0)->source = synonym;
    return err->code;
}

/* Asks another machine for all documents that may match, with their greatest possible weight: what
 * is not known is assumed to occur where it is wanted, and not to occur where it is excluded. A
 * server with a position table can check a phrase itself, but fails in an OR, and for NEAR. */
static enum err_code convert_places_elsewhere(struct query *q, size_t i, uint32_t window,
                                              bool is_weighed, struct err *err)
{
    enum standing known = q->standing ? q->standing[i] : STANDS_UNKNOWN;
    enum standing taken = known != STANDS_UNKNOWN ? known : q->is_excluded ? STANDS_NOT : STANDS;
    bool is_looked_at = known == STANDS_UNKNOWN && q->n_alternatives == 0 &&
                        q->search->nodes[i].op == STORE_PHRASE;
    q->needs_verifying = q->needs_verifying || known == STANDS_UNKNOWN;
    q->taken[i] = (unsigned char)taken;
    if (taken == STANDS_NOT)
        query_push(q, XAP_NOTHING, 0);
    else if (!convert_join(q, i, is_looked_at ? XAP_PHRASE : XAP_AND, is_weighed, err))
        q->nodes[q->n - 1].n = window;
    return err->code;
}

/* An AND of the words, filtered by a list of the documents that have them in their places.
 * libxapian's own phrases need the position table and fail in an OR as ranges do, and its NEAR
 * drops documents in which one position serves two words. */
static enum err_code convert_places(struct query *q, size_t i, bool is_weighed, struct err *err)
{
    struct places *places = places_new(q, i, err);
    if (err->code)
        return err->code;
    if (q->reader->is_remote)
        return convert_places_elsewhere(q, i, places->window, is_weighed, err);
    if (!convert_join(q, i, XAP_AND, is_weighed, err)) {
        query_push(q, XAP_SOURCE, 0)->source = places_source(places);
        query_push(q, XAP_FILTER, 2);
    }
    return err->code;
}

/* In an OR that is only probed, as below an AND, libxapian fails if a part of it does not have the
 * document and does not advance, as its own ranges do. */
static enum err_code convert_range(struct query *q, const struct store_node *node)
{
    if (q->n_alternatives && !q->reader->is_remote) {
        const struct xap_source *source = value_range_new(q, node);
        query_push(q, XAP_SOURCE, 0)->source = source;
        return ERR_OK;
    }
    enum xap_op op = node->upper.n == 0  ? XAP_VALUE_GE
                     : node->name.n == 0 ? XAP_VALUE_LE
                                         : XAP_VALUE_RANGE;
    bool is_open = node->upper.n == 0 && node->name.n == 0;
    struct xap_node *range = query_push(q, op, 0);
    range->slot = node->slot;
    /* The least possible value, if any value is wanted. */
    range->lower = is_open ? (struct xap_bytes){"", 1} : xapian_bytes(node->name);
    range->upper = xapian_bytes(node->upper);
    return ERR_OK;
}

static enum err_code convert_scale(struct query *q, size_t i, bool is_weighed, struct err *err)
{
    double factor = q->search->nodes[i].factor;
    if (!convert(q, query_child(q, i, 0), is_weighed && factor > 0, err))
        query_push(q, XAP_SCALE, 1)->factor = factor;
    return err->code;
}

static void convert_term(struct query *q, const struct store_node *node)
{
    struct xap_node *term = query_push(q, XAP_TERM, 0);
    term->text = xapian_bytes(node->name);
    term->n = node->wqf;
}

/* is_weighed is true if the weight of the node counts. */
static enum err_code convert(struct query *q, size_t i, bool is_weighed, struct err *err)
{
    const struct store_node *node = &q->search->nodes[i];
    switch (node->op) {
    case STORE_TERM:
        convert_term(q, node);
        return ERR_OK;
    case STORE_AND:
        return convert_join(q, i, XAP_AND, is_weighed, err);
    case STORE_OR:
        return convert_join(q, i, XAP_OR, is_weighed, err);
    case STORE_AND_NOT:
        return convert_pair(q, i, XAP_AND_NOT, is_weighed, err);
    case STORE_FILTER:
        return convert_pair(q, i, XAP_FILTER, is_weighed, err);
    case STORE_AND_MAYBE:
        return convert_maybe(q, i, is_weighed, err);
    case STORE_PHRASE:
    case STORE_NEAR:
        return convert_places(q, i, is_weighed, err);
    case STORE_SYNONYM:
        return is_weighed ? convert_synonym(q, i, err) : convert_join(q, i, XAP_OR, false, err);
    case STORE_MAX:
        return is_weighed ? convert_max(q, i, err) : convert_join(q, i, XAP_OR, false, err);
    case STORE_SCALE:
        return convert_scale(q, i, is_weighed, err);
    case STORE_VALUE_RANGE:
        return convert_range(q, node);
    case STORE_ALL:
        query_push(q, XAP_ALL, 0);
        return ERR_OK;
    default:
        query_push(q, XAP_NOTHING, 0);
        return ERR_OK;
    }
}

enum err_code rewrite_query(struct query *q, struct err *err)
{
    return convert(q, q->search->n_nodes - 1, q->search->weighting != STORE_BOOLEAN, err);
}
