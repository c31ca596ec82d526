/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Scores the best hits of a search anew by what their records show. */
#include "search/rerank/rerank.h"

#include "base/mem.h"
#include "search/plan/rank.h"
#include "search/rerank/change_log.h"
#include "search/rerank/evidence.h"
#include "search/rerank/translation.h"
#include "store/record.h"
#include "store/schema.h"

#include <math.h>
#include <stdlib.h>

enum {
    MIN_PART_WORDS = 100,
    TERMS_A_WORD = 2, /* that the document length counts: itself and its stem */
};

struct looked_at {
    uint32_t docid;
    struct rerank_gain gain; /* as parts of the score */
};

struct rerank {
    struct store_second_look look;
    const struct plan *plan;
    struct str *names;
    double *shares;
    struct plan_term *terms; /* in the order of the query */
    size_t first_link;       /* the names from here on: link terms, term by term */
    uint32_t part_words;
    bool wants_changes;     /* the query asks for change logs */
    struct looked_at *seen; /* has room for RANK_DEPTH hits */
    size_t n_seen;
};

/* ---- the choice of words ---- */

static int by_weight(const void *left, const void *right)
{
    const struct plan_term *const *a = left, *const *b = right;
    if ((*a)->weight != (*b)->weight)
        return (*a)->weight > (*b)->weight ? -1 : 1;
    return *a < *b ? -1 : *a > *b;
}

static int by_place(const void *left, const void *right)
{
    const struct plan_term *const *a = left, *const *b = right;
    return *a < *b ? -1 : *a > *b;
}

static void choose_terms(struct rerank *r, struct arena *arena)
{
    size_t n = r->plan->n_terms;
    AUTO(mem_free_pointer) const struct plan_term **all = mem_alloc(n * sizeof *all);
    for (size_t i = 0; i < n; i++)
        all[i] = &r->plan->terms[i];
    qsort(all, n, sizeof *all, by_weight);
    n = n < RANK_MAX_TERMS ? n : RANK_MAX_TERMS;
    qsort(all, n, sizeof *all, by_place);
    size_t n_links = 0;
    for (size_t i = 0; i < n; i++)
        n_links += all[i]->n_link_terms;
    r->terms = arena_alloc(arena, n * sizeof *r->terms);
    r->names = arena_alloc(arena, (n + 1 + n_links) * sizeof *r->names);
    r->shares = arena_alloc(arena, n * sizeof *r->shares);
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        r->terms[i] = *all[i];
        r->names[i] = all[i]->term;
        sum += all[i]->weight;
    }
    for (size_t i = 0; i < n; i++)
        r->shares[i] = sum > 0 ? r->terms[i].weight / sum : 0;
    r->names[n] = STR_LITERAL(PREFIX_DATA);
    r->look.names = r->names;
    r->look.n_placed = n;
    r->look.n_names = r->first_link = n + 1;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < r->terms[i].n_link_terms; k++)
            r->names[r->look.n_names++] = r->terms[i].link_terms[k];
}

/* ---- one document ---- */

/* Returns true if the text contains the whole query as a phrase. */
static bool has_whole(const struct rerank *r, const struct positions_list *positions)
{
    size_t places[RANK_MAX_TERMS];
    uint64_t steps = UINT64_MAX;
    size_t n = r->look.n_placed;
    for (size_t i = 0; i < n; i++)
        if (positions[i].n == 0)
            return false;
    return n > 1 && n == r->plan->n_terms &&
           positions_have_phrase(positions, n, (uint32_t)n, places, &steps);
}

static double nearness(const struct rerank *r, const struct positions_list *positions)
{
    double sum = 0;
    for (size_t i = 0; i + 1 < r->look.n_placed; i++) {
        if (r->terms[i].is_of_run && r->terms[i + 1].is_of_run)
            continue;
        sum += fmin(r->shares[i], r->shares[i + 1]) *
               evidence_pair(&positions[i], &positions[i + 1], RANK_NEAR_WORDS, RANK_NEAR);
    }
    return sum;
}

/* Returns true if the title is the query. It may also have the stop words of the query, which are
 * not ranked. */
static bool is_exact_title(const struct rerank *r, const struct evidence_labels *labels)
{
    return labels->has_all_in_title && r->look.n_placed == r->plan->n_terms &&
           labels->title_words >= r->plan->n_terms &&
           labels->title_words <= r->plan->n_terms + r->plan->n_ignored;
}

/* Returns how much of the query the words of links contain. A single word of several, or a single
 * link, counts little, and a hundred links hardly more than some. */
static double links(const struct rerank *r, const uint32_t *wdfs)
{
    double sum = 0;
    size_t name = r->first_link;
    for (size_t i = 0; i < r->look.n_placed; i++) {
        double wdf = 0;
        for (size_t k = 0; k < r->terms[i].n_link_terms; k++)
            wdf += wdfs[name++];
        sum += r->shares[i] * wdf / (wdf + RANK_LINKS_HALF);
    }
    return pow(sum, RANK_LINKS_POWER);
}

static double exact_name(const struct rerank *r, const struct evidence_labels *labels)
{
    if (is_exact_title(r, labels))
        return RANK_EXACT_TITLE;
    return labels->is_term && r->look.n_placed == r->plan->n_terms ? RANK_EXACT_TERM : 0;
}

static struct rerank_gain weigh(const struct rerank *r, const struct store_seen *seen)
{
    AUTO(evidence_scratch_done) struct evidence_scratch scratch = {0};
    const struct evidence_terms terms = {seen->positions, r->shares, r->look.n_placed};
    struct label_list list = {0};
    labels_read(record_labels(seen->data), &list);
    struct evidence_labels labels = evidence_labels(&terms, &list, &scratch);
    mem_free(list.items);
    double label = fmax(labels.best[LABEL_HEADING], labels.best[LABEL_TERM]);
    uint32_t n_words = seen->length / TERMS_A_WORD;
    return (struct rerank_gain){
        .label = RANK_LABEL * label,
        .title = RANK_TITLE * labels.best[LABEL_TITLE],
        .exact = exact_name(r, &labels),
        .nearness = RANK_NEARNESS * nearness(r, seen->positions),
        .whole = has_whole(r, seen->positions) ? RANK_WHOLE : 0,
        .part = n_words / RANK_PART_TIMES < r->part_words
                    ? 0
                    : RANK_PART * evidence_part(&terms, n_words, r->part_words, &scratch),
    };
}

static void scale(struct rerank_gain *gain, double unit)
{
    gain->label *= unit;
    gain->title *= unit;
    gain->links *= unit;
    gain->exact *= unit;
    gain->nearness *= unit;
    gain->whole *= unit;
    gain->part *= unit;
}

static double sum_of(const struct rerank_gain *gain)
{
    return gain->label + gain->title + gain->links + gain->exact + gain->nearness + gain->whole +
           gain->part + gain->prose;
}

static void remember(struct rerank *r, uint32_t docid, const struct rerank_gain *gain)
{
    size_t i = 0;
    while (i < r->n_seen && r->seen[i].docid != docid)
        i++;
    if (i == RANK_DEPTH)
        return;
    r->seen[i] = (struct looked_at){docid, *gain};
    r->n_seen += i == r->n_seen;
}

static double score(void *ctx, const struct store_seen *seen)
{
    struct rerank *r = ctx;
    double best = seen->best * (1 + RANK_PROSE);
    /* No gain may lift a hit above the file that the query names. */
    double unit = r->plan->is_name ? best / (1 + RANK_NAME) : best;
    struct rerank_gain gain = {0};
    /* In data and in change logs, words are together by chance and titles are merely first lines.
     */
    bool is_by_chance = seen->wdfs[r->look.n_placed] ||
                        (!r->wants_changes && change_log_is(record_path(seen->data)));
    if (!is_by_chance && seen->has_record)
        gain = weigh(r, seen);
    gain.links = RANK_LINKS * links(r, seen->wdfs);
    scale(&gain, unit);
    /* A second look only adds, so that what it did not look at stays behind. */
    gain.prose = is_by_chance ? 0 : RANK_PROSE * seen->score;
    if (translation_is(record_path(seen->data), r->plan->language))
        gain.prose *= RANK_TRANSLATION;
    remember(r, seen->docid, &gain);
    return seen->score + sum_of(&gain);
}

struct rerank *rerank_new(const struct plan *plan, double mean_length, struct arena *arena)
{
    if (plan->n_terms == 0)
        return NULL;
    struct rerank *r = arena_alloc(arena, sizeof *r);
    *r = (struct rerank){
        .plan = plan,
        .look = {.depth = RANK_DEPTH, .n_records = RANK_RECORDS, .score = score, .ctx = r}};
    choose_terms(r, arena);
    r->wants_changes = change_log_is_wanted(plan);
    double mean_words = mean_length / TERMS_A_WORD;
    r->part_words = mean_words > MIN_PART_WORDS ? (uint32_t)mean_words : MIN_PART_WORDS;
    r->seen = arena_alloc(arena, RANK_DEPTH * sizeof *r->seen);
    return r;
}

const struct store_second_look *rerank_look(const struct rerank *r)
{
    return r ? &r->look : NULL;
}

bool rerank_gain_of(const struct rerank *r, uint32_t docid, struct rerank_gain *ret)
{
    for (size_t i = 0; r && i < r->n_seen; i++) {
        if (r->seen[i].docid != docid)
            continue;
        *ret = r->seen[i].gain;
        return true;
    }
    return false;
}
