/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Evaluates a query over one shard as a tree of iterators. Each of them can go to its next possible
 * match at or after a given document (next_geq). */
#include "match/match.h"

#include "base/mem.h"

#include <assert.h>
#include <stdlib.h>

/* The invariants of every node, in the terms of the literature on dynamic pruning:
 *
 *   - docid is the iterator's current document. It never decreases. seek(d) moves it to the first
 *     document at or after d that can match and reach the threshold (next_geq).
 *   - max is an upper bound of what the node gives to any document. If it is below the threshold,
 *     the node is at its end.
 *   - The threshold passed to a child is the node's minus the bounds of the other children. A child
 *     of an OR without which the threshold cannot be reached is essential: it leads, and the other
 *     child is only probed at the documents where the essential one stops.
 *   - Candidates of a node that is not certain must still be confirmed by positions. This is done
 *     last, and only for documents whose bound reaches the threshold. */

/* The cost of operations compared with a step from node to node. */
enum {
    CHILDREN_A_STEP = 8, /* if they are at the document already */
    STEPS_A_JUMP = 50,   /* to another chunk of postings */
};

static void seek(struct match *m, struct match_node *n, uint32_t docid, double least);

/* Returns an upper bound of what a node can still give. */
static double max_of(const struct match_node *n)
{
    return n->docid == GLASS_END ? 0 : n->max;
}

/* ---- weights ---- */

uint32_t match_node_wdf(struct match *m, const struct match_node *n, uint32_t docid)
{
    uint32_t sum = 0;
    if (n->docid != docid)
        return 0;
    if (n->alternatives)
        return alternatives_wdf(n->alternatives, docid);
    if (n->op == STORE_TERM)
        return n->postings->wdf;
    m->n_steps += 3;
    for (uint32_t i = 0; i < n->n_children; i++)
        sum += match_node_wdf(m, n->children[i], docid);
    return sum;
}

static double weigh_words(struct match *m, struct match_node *n, uint32_t docid)
{
    if (n->weighed != docid) {
        uint32_t length = match_length(m, docid), wdf = match_node_wdf(m, n, docid);
        n->weighed = docid;
        n->last_weight = db_weigh(&n->weight, wdf < length ? wdf : length, length);
        if (!(n->last_weight <= n->max)) /* or it is NaN */
            err_set(m->err, ERR_CORRUPT, "a posting list of '%s' does not match its head",
                    m->shard->dir.path);
    }
    return n->last_weight;
}

static double weigh(struct match *m, struct match_node *n, uint32_t docid);

static double weigh_children(struct match *m, struct match_node *n, uint32_t docid)
{
    double result = 0;
    m->n_steps++;
    for (uint32_t i = 0; i < n->n_children; i++)
        if (match_node_is_at(n->children[i], docid))
            result = n->op == STORE_MAX ? fmax(result, weigh(m, n->children[i], docid))
                                        : result + weigh(m, n->children[i], docid);
    return result;
}

/* Returns what a node gives to the document that it is at. If the node is certain, the value is
 * final. */
static double weigh(struct match *m, struct match_node *n, uint32_t docid)
{
    if (n->max == 0)
        return 0;
    if (n->op == STORE_TERM || n->op == STORE_SYNONYM)
        return weigh_words(m, n, docid);
    if (n->op == STORE_AND_NOT)
        return weigh(m, n->children[0], docid);
    if (!n->is_certain)
        return weigh_children(m, n, docid);
    if (n->weighed != docid) {
        n->last_weight = weigh_children(m, n, docid);
        n->weighed = docid;
    }
    return n->last_weight;
}

/* ---- bounds ---- */

static double bound(struct match *m, struct match_node *n, uint32_t docid);

static double bound_children(struct match *m, struct match_node *n, uint32_t docid)
{
    double result = 0;
    for (uint32_t i = 0; i < n->n_children; i++)
        if (match_node_is_at(n->children[i], docid))
            result = n->op == STORE_MAX ? fmax(result, bound(m, n->children[i], docid))
                                        : result + bound(m, n->children[i], docid);
    return result;
}

/* Returns an upper bound of what a node gives to the document that it is at. */
static double bound(struct match *m, struct match_node *n, uint32_t docid)
{
    if (n->max == 0)
        return 0;
    if (n->weighed == docid && n->is_certain)
        return n->last_weight;
    if (n->op == STORE_TERM || n->op == STORE_SYNONYM)
        return bound_weigh(n->bounds, &m->length_bounds, &n->weight, match_node_wdf(m, n, docid),
                           match_length(m, docid));
    return bound_children(m, n, docid);
}

/* ---- moving forward ---- */

/* Moves to the next document where all children are. */
static void seek_all(struct match *m, struct match_node *n, uint32_t docid, double least)
{
    struct match_node *first = n->children[0];
    assert(n->n_children > 0);
    for (;;) {
        seek(m, first, docid, least - n->others_max[0]);
        docid = first->docid;
        uint32_t i = 1;
        for (; i < n->n_children && docid != GLASS_END; i++) {
            struct match_node *child = n->children[i];
            seek(m, child, docid, least - n->others_max[i]);
            if (child->docid != docid)
                break;
        }
        m->n_steps += i / CHILDREN_A_STEP;
        if (docid == GLASS_END || i == n->n_children) {
            n->docid = docid;
            return;
        }
        docid = n->children[i]->docid;
    }
}

/* Moves to the next document of needed that may reach least. other is then at or after it. */
static void seek_first(struct match *m, struct match_node *n, struct match_node *needed,
                       struct match_node *other, uint32_t docid, double least)
{
    for (;;) {
        seek(m, needed, docid, least - max_of(other));
        n->docid = docid = needed->docid;
        if (docid == GLASS_END)
            return;
        if (least > 0 && bound(m, needed, docid) + max_of(other) < least) {
            docid++;
            continue;
        }
        seek(m, other, docid, 0);
        if (least <= max_of(needed) || other->docid == docid)
            return;
        docid = other->docid; /* neither is enough alone */
    }
}

static void seek_either(struct match *m, struct match_node *n, uint32_t docid, double least)
{
    struct match_node *left = n->children[0], *right = n->children[1];
    bool adds = n->op != STORE_MAX;
    if (least > max_of(right)) { /* the left one is needed */
        if (adds)
            seek_first(m, n, left, right, docid, least);
        else
            seek(m, left, docid, least);
        n->docid = left->docid;
    } else if (least > max_of(left)) {
        if (adds)
            seek_first(m, n, right, left, docid, least);
        else
            seek(m, right, docid, least);
        n->docid = right->docid;
    } else {
        seek(m, left, docid, adds ? least - max_of(right) : least);
        seek(m, right, docid, adds ? least - max_of(left) : least);
        n->docid = left->docid < right->docid ? left->docid : right->docid;
    }
}

static void seek_not(struct match *m, struct match_node *n, uint32_t docid, double least)
{
    struct match_node *wanted = n->children[0], *excluded = n->children[1];
    for (;; docid = wanted->docid + 1) {
        seek(m, wanted, docid, least);
        seek(m, excluded, wanted->docid, 0);
        n->docid = wanted->docid;
        if (n->docid == GLASS_END || !excluded->is_certain || excluded->docid != n->docid)
            return;
    }
}

static void seek_postings(struct match *m, struct match_node *n, uint32_t docid)
{
    const uint8_t *chunk = n->postings->chunk.start, *p = n->postings->p;
    postlist_reader_seek(n->postings, docid);
    n->docid = n->postings->docid;
    bool is_near = n->postings->chunk.start == chunk && n->postings->p >= p;
    m->n_steps += is_near ? (uint64_t)(n->postings->p - p) / POSTING_BYTES_A_STEP : STEPS_A_JUMP;
}

static void seek_value(struct match *m, struct match_node *n, uint32_t docid)
{
    for (;; docid++) {
        value_reader_seek(n->values, docid);
        n->docid = docid = n->values->docid;
        m->n_steps++;
        if (docid == GLASS_END || match_is_exhausted(m) ||
            (str_compare(n->values->value, n->lower) >= 0 &&
             (n->upper.n == 0 || str_compare(n->values->value, n->upper) <= 0)))
            return;
    }
}

static void seek_synonym(struct match *m, struct match_node *n, uint32_t docid)
{
    if (n->alternatives) {
        n->docid = alternatives_seek(n->alternatives, docid);
        return;
    }
    seek(m, n->children[0], docid, 0);
    n->docid = n->children[0]->docid;
}

/* Moves forward. least may be negative. */
static void step(struct match *m, struct match_node *n, uint32_t docid, double least)
{
    m->n_steps++;
    if (match_is_exhausted(m) && m->stopped_at == 0)
        m->stopped_at = docid;
    if (least > n->max || docid == GLASS_END || m->err->code || m->stopped_at) {
        n->docid = GLASS_END;
        return;
    }
    switch (n->op) {
    case STORE_TERM:
    case STORE_ALL:
        seek_postings(m, n, docid);
        break;
    case STORE_VALUE_RANGE:
        seek_value(m, n, docid);
        break;
    case STORE_SYNONYM:
        seek_synonym(m, n, docid);
        break;
    case STORE_AND_NOT:
        seek_not(m, n, docid, least);
        break;
    case STORE_AND_MAYBE:
        seek_first(m, n, n->children[0], n->children[1], docid, least);
        break;
    case STORE_OR:
    case STORE_MAX:
        seek_either(m, n, docid, least);
        break;
    default:
        seek_all(m, n, docid, least);
    }
}

static void seek(struct match *m, struct match_node *n, uint32_t docid, double least)
{
    if (n->docid >= docid)
        return;
    step(m, n, docid, least);
    assert(n->docid >= docid || m->err->code);
}

uint32_t match_seek(struct match *m, uint32_t docid, double least)
{
    seek(m, m->root, docid, least);
    return match_goes_on(m, docid) ? m->root->docid : GLASS_END;
}

bool match_goes_on(struct match *m, uint32_t docid)
{
    if (match_is_exhausted(m) && m->stopped_at == 0)
        m->stopped_at = docid;
    return !m->err->code && !m->stopped_at;
}

double match_bound(struct match *m)
{
    return bound(m, m->root, m->root->docid);
}

uint32_t match_node_seek(struct match *m, struct match_node *n, uint32_t docid)
{
    if (n->docid < docid)
        step(m, n, docid, 0);
    return n->docid;
}

/* Goes back to before the first document. */
static void rewind_node(struct match_node *n)
{
    if (n->op == STORE_NONE) /* it is behind all documents */
        return;
    n->docid = 0;
    if (n->alternatives)
        alternatives_rewind(n->alternatives);
    else if (n->postings)
        postlist_reader_rewind(n->postings);
    for (uint32_t i = 0; !n->alternatives && i < n->n_children; i++)
        rewind_node(n->children[i]);
}

void match_node_go_to(struct match *m, struct match_node *n, uint32_t docid)
{
    if (n->docid > docid)
        rewind_node(n);
    match_node_seek(m, n, docid);
}

static void arrive(struct match_node *n, uint32_t docid)
{
    for (uint32_t i = 0; n->op == STORE_OR && i < n->n_children; i++) {
        arrive(n->children[i], docid);
        if (n->children[i]->docid == docid)
            n->docid = docid;
    }
}

void match_arrive(struct match *m, uint32_t docid)
{
    arrive(m->root, docid);
    m->root->docid = docid;
}

double match_node_bound(struct match *m, struct match_node *n, uint32_t docid)
{
    return bound(m, n, docid);
}

double match_weigh(struct match *m)
{
    return weigh(m, m->root, m->root->docid);
}

/* ---- counts ---- */

/* Returns the node that decides how many documents match. */
static const struct match_node *main_part(const struct match_node *n)
{
    while (n->op == STORE_AND_MAYBE || n->op == STORE_SYNONYM)
        n = n->children[0];
    return n;
}

static bool is_either(const struct match_node *n)
{
    return n->op == STORE_OR || n->op == STORE_MAX;
}

static uint32_t count_lists(const struct match_node *n, uint32_t docid)
{
    while (n->op == STORE_AND_MAYBE)
        n = n->children[0];
    if (n->alternatives)
        return n->docid == docid ? alternatives_count(n->alternatives, docid) : 0;
    n = main_part(n);
    if (!is_either(n))
        return match_node_is_at(n, docid);
    if (n->docid != docid) /* then no list below is either */
        return 0;
    return count_lists(n->children[0], docid) + count_lists(n->children[1], docid);
}

static double sum_lists(const struct match_node *n)
{
    n = main_part(n);
    if (!is_either(n))
        return n->estimate;
    return sum_lists(n->children[0]) + sum_lists(n->children[1]);
}

uint32_t match_count_lists(const struct match *m)
{
    return is_either(main_part(m->root)) ? count_lists(m->root, m->root->docid) : 0;
}

double match_sum_lists(const struct match *m)
{
    return sum_lists(m->root);
}
