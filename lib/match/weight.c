/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Computes the weights of terms and their upper bounds. */
#include "match/weight.h"

#include "base/heap.h"

/* Bounds must exceed the rounding errors of sums. */
static const double ROUNDING = 1e-6;

static double larger(double a, double b)
{
    return a > b ? a : b;
}

static double smaller(double a, double b)
{
    return a < b ? a : b;
}

static void init_burst(struct weight *w, const struct store_burst *p,
                       const struct db_collection *collection, const struct db_facts *term,
                       double average_length, double scale)
{
    double n = larger(term->termfreq, 1), wdfs = larger((double)term->collection_frequency, n);
    double all = larger(p->n_documents ? p->n_documents : collection->n_documents, n);
    double burst = pow(smaller((wdfs + 1) / n, p->max), p->power);
    w->burst = scale * log2((all + 1) / (n + 0.5)) * burst;
    w->log_logistic = scale * p->log_share;
    w->rarity = all / n;
    w->length_unit = p->c * average_length;
    w->length_scale = (float)(1 / log2(1 + p->c));
}

static void init_bm25(struct weight *w, const struct store_search *search,
                      const struct db_collection *collection, const struct db_facts *term,
                      double average_length, uint32_t wqf, double factor)
{
    double n = term->termfreq, odds = (collection->n_documents - n + 0.5) / (n + 0.5);
    if (odds < 2) /* a word that most documents have still counts a little */
        odds = odds * 0.5 + 1;
    w->scale = log(odds) * factor * (search->k1 + 1);
    if (search->k3 != 0)
        w->scale *= (search->k3 + 1) * wqf / (search->k3 + wqf);
    w->k1 = search->k1;
    w->b = search->b;
    w->per_length = average_length > 0 ? 1 / average_length : 0;
    w->min_length = search->min_length;
}

/* Returns at least the weight for a document of that length or more. If lengths are large, the
 * float 1 + x of which db_weigh() takes the logarithm keeps few digits of x and may exceed it. */
static double max_burst(const struct weight *w, uint32_t wdf, uint32_t length)
{
    static const double FLOAT_ROUNDING = 2e-7;
    double t = wdf * (double)w->length_scale *
               log2((1 + w->length_unit / length) * (1 + FLOAT_ROUNDING));
    return w->burst * t / (t + 1) + w->log_logistic * log(1 + t * w->rarity);
}

static uint64_t join(double a, double b, double all)
{
    return all > 0 ? (uint64_t)(a + b - a * b / all + 0.5) : 0;
}

struct db_facts db_join_facts(const struct db_facts *a, const struct db_facts *b,
                              const struct db_collection *all)
{
    uint32_t wdfs = a->max_wdf + b->max_wdf;
    return (struct db_facts){.termfreq = (uint32_t)join(a->termfreq, b->termfreq, all->n_documents),
                             .collection_frequency = join((double)a->collection_frequency,
                                                          (double)b->collection_frequency,
                                                          (double)all->total_length),
                             .max_wdf = wdfs < a->max_wdf ? UINT32_MAX : wdfs};
}

static bool is_rarer(void *ctx, const void *a, const void *b)
{
    const struct db_facts *left = a, *right = b;
    (void)ctx;
    return left->termfreq < right->termfreq;
}

/* Joins in the same order as match/query_tree.c. */
struct db_facts db_join_all_facts(struct db_facts *facts, size_t n, const struct db_collection *all)
{
    heap_make(facts, sizeof *facts, n, is_rarer, NULL);
    while (n > 1) {
        struct db_facts least = facts[0];
        facts[0] = facts[--n];
        heap_sift_down(facts, sizeof *facts, n, 0, is_rarer, NULL);
        facts[0] = db_join_facts(&facts[0], &least, all);
        heap_sift_down(facts, sizeof *facts, n, 0, is_rarer, NULL);
    }
    return facts[0];
}

void weight_init(struct weight *w, const struct store_search *search,
                 const struct db_collection *collection, const struct db_facts *term, uint32_t wqf,
                 double factor)
{
    double average_length = collection->n_documents
                                ? (double)collection->total_length / collection->n_documents
                                : 0;
    *w = (struct weight){.weighting = search->weighting};
    if (search->weighting == STORE_BM25)
        init_bm25(w, search, collection, term, average_length, wqf, factor);
    else
        init_burst(w, &search->burst, collection, term, average_length,
                   factor * pow(wqf, search->burst.wqf_power));
    /* A document is at least as long as any wdf in it, and the weight grows with the wdf. */
    uint32_t length = term->max_wdf > collection->min_length ? term->max_wdf
                                                             : collection->min_length;
    double max = term->max_wdf && w->weighting == STORE_BURST ? max_burst(w, term->max_wdf, length)
                                                              : db_weigh(w, term->max_wdf, length);
    w->max = max * (1 + ROUNDING);
}
