/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Scores windows of matches. Words that are close together count more than the same words apart. */
#include "search/passage/score.h"

#include "search/passage/cut.h"

#include <math.h>

enum {
    SCORE_UNIT = 1000,                 /* sums are integers, so that ties are exact */
    MAX_LINK_GAP = MATCHER_NEAR_WORDS, /* words further apart are not close */
    MAX_PHRASE_WORDS = 64,
    MAX_PHRASES = 200, /* that are looked for */
};

/* What the scorer knows of each match besides struct found. */
struct score_place {
    int64_t link;    /* for being near the previous match or continuing a phrase */
    bool is_cut_off; /* the previous match is in another paragraph */
    bool is_used;
};

static void *arena_zeroed(struct arena *arena, size_t count, size_t size)
{
    size_t n = (count ? count : 1) * size;
    return memset(arena_alloc(arena, n), 0, n);
}

/* ---- the parts of a score ---- */

static void weigh_words(struct scorer *s)
{
    for (size_t i = 0; i < s->plan->n_matches; i++) {
        const struct plan_match *match = &s->plan->matches[i];
        int64_t weight = llround(match->weight * SCORE_UNIT);
        if (s->weights[match->word] < weight)
            s->weights[match->word] = weight;
    }
}

static bool has_empty_line(struct str s)
{
    for (size_t i = str_find_char(s, '\n', 0); i < s.n;) {
        size_t next = i + 1;
        while (next < s.n && s.p[next] != '\n' && ascii_is_space(s.p[next]))
            next++;
        if (next < s.n && s.p[next] == '\n')
            return true;
        i = str_find_char(s, '\n', next);
    }
    return false;
}

static void link_neighbours(struct scorer *s)
{
    for (size_t i = 1; i < s->n_found; i++) {
        const struct found *a = &s->found[i - 1], *b = &s->found[i];
        uint32_t gap = b->position - a->position;
        size_t from = a->end < b->start ? a->end : b->start;
        if (b->start - from > s->max_bytes || has_empty_line(str_slice(s->text, from, b->start))) {
            s->places[i].is_cut_off = true;
            continue;
        }
        int64_t x = s->weights[a->word], y = s->weights[b->word];
        if (gap > 0 && gap <= MAX_LINK_GAP && a->word != b->word)
            s->places[i].link = (x < y ? x : y) / 4 / gap;
    }
}

/* Returns the number of words of the phrase whose matches begin at first, at most MAX_PHRASE_WORDS,
 * and the words in order. A prefix is always the last word. */
static size_t phrase_words(const struct plan *plan, size_t first, uint32_t *words)
{
    const struct plan_match *prefix = NULL;
    size_t n = 0;
    for (size_t i = first; i < plan->n_matches && n < MAX_PHRASE_WORDS - 1; i++) {
        const struct plan_match *match = &plan->matches[i];
        if (match->phrase != plan->matches[first].phrase)
            break;
        if (match->kind == MATCH_PREFIX)
            prefix = match;
        else if (n == 0 || words[n - 1] != match->word)
            words[n++] = match->word;
    }
    if (prefix)
        words[n++] = prefix->word;
    return n;
}

/* Returns the match of word directly after the match at i, or n_found if there is none. */
static size_t follow(const struct scorer *s, size_t i, uint32_t word)
{
    for (size_t j = i + 1; j < s->n_found; j++) {
        uint32_t gap = s->found[j].position - s->found[i].position;
        if (gap > 1)
            break;
        if (gap == 1 && s->found[j].word == word)
            return j;
    }
    return s->n_found;
}

/* If the whole phrase begins with the match at i, adds the weight of each word but the first once
 * more. */
static void link_phrase(struct scorer *s, const uint32_t *words, size_t n_words, size_t i)
{
    size_t steps[MAX_PHRASE_WORDS];
    steps[0] = i;
    for (size_t k = 1; k < n_words; k++) {
        steps[k] = follow(s, steps[k - 1], words[k]);
        if (steps[k] == s->n_found)
            return;
    }
    for (size_t k = 1; k < n_words; k++)
        s->places[steps[k]].link += s->weights[words[k]];
}

static void link_phrases(struct scorer *s)
{
    uint32_t words[MAX_PHRASE_WORDS], last_phrase = 0, n_phrases = 0;

    /* The matches of a phrase are adjacent in the plan, and phrases are in ascending order. */
    for (size_t i = 0; i < s->plan->n_matches && n_phrases < MAX_PHRASES; i++) {
        uint32_t phrase = s->plan->matches[i].phrase;
        if (phrase <= last_phrase)
            continue;
        last_phrase = phrase;
        n_phrases++;
        size_t n_words = phrase_words(s->plan, i, words);
        for (size_t k = 0; n_words > 1 && k < s->n_found; k++)
            if (s->found[k].word == words[0])
                link_phrase(s, words, n_words, k);
    }
}

void scorer_init(struct scorer *s, const struct plan *plan, const struct found_list *found,
                 struct str text, struct str title, uint32_t max_bytes, struct arena *arena)
{
    *s = (struct scorer){.plan = plan,
                         .found = found->items,
                         .n_found = found->n,
                         .text = text,
                         .title = title,
                         .max_bytes = max_bytes};
    s->places = arena_zeroed(arena, found->n, sizeof *s->places);
    s->weights = arena_zeroed(arena, plan->n_words, sizeof *s->weights);
    s->counts = arena_zeroed(arena, plan->n_words, sizeof *s->counts);
    s->is_shown = arena_zeroed(arena, plan->n_words, sizeof *s->is_shown);
    weigh_words(s);
    link_neighbours(s);
    link_phrases(s);
}

/* ---- windows ---- */

/* Returns what the occurrence of a word adds that has count others before it. */
static int64_t gain_of(const struct scorer *s, uint32_t word, uint32_t count)
{
    int64_t weight = s->weights[word];
    if (s->is_shown[word])
        weight = weight * 2 / 5;
    return count == 0 ? weight : weight / 10 / count;
}

static void reset_counts(struct scorer *s)
{
    memset(s->counts, 0, s->plan->n_words * sizeof *s->counts);
}

/* Adds the match at i to a window that begins at first. Returns what it adds to the score. */
static int64_t take_in(struct scorer *s, size_t i, size_t first)
{
    uint32_t word = s->found[i].word;
    return gain_of(s, word, s->counts[word]++) + (i > first ? s->places[i].link : 0);
}

double scorer_sum(struct scorer *s, size_t first, size_t end)
{
    int64_t sum = 0;
    reset_counts(s);
    for (size_t i = first; i < end; i++)
        sum += take_in(s, i, first);
    return (double)sum / SCORE_UNIT;
}

/* A factor of 1, or slightly more at an early place or at the beginning of a sentence. */
static const double best_standing = 1.13;
static double standing_of(const struct scorer *s, size_t offset)
{
    return 1 + 0.08 / (1 + (double)offset / 1000) +
           (cut_is_sentence_start(s->text, offset) ? 0.05 : 0);
}

/* Returns the window's end without matches that are far away and only repeat a word: that room is
 * better used for the sentence around the others. */
static size_t useful_end(struct scorer *s, size_t first, size_t end)
{
    scorer_sum(s, first, end);
    while (end > first && s->counts[s->found[end - 1].word]-- > 1 && s->places[end - 1].link == 0)
        end--;
    return end;
}

/* For each first match the longest window has the highest sum, so that one pass finds the best. */
struct score_window scorer_best(struct scorer *s)
{
    const struct found *found = s->found;
    struct score_window best = {0, 0, -1};
    struct cut_range paragraph = {0, 0};
    double quality = 1;
    int64_t sum = 0;
    size_t end = 0;

    reset_counts(s);
    for (size_t i = 0; i < s->n_found; i++) {
        if (s->places[i].is_used)
            continue;
        if (end < i)
            end = i;
        for (; end < s->n_found && !s->places[end].is_used; end++) {
            if (end > i &&
                (s->places[end].is_cut_off || found[end].end - found[i].start > s->max_bytes))
                break;
            sum += take_in(s, end, i);
        }
        if ((double)sum * best_standing > best.score) {
            if (found[i].start >= paragraph.end) {
                paragraph = cut_paragraph(s->text, found[i].start, found[i].end);
                quality = cut_quality(str_slice(s->text, paragraph.start, paragraph.end), s->title);
            }
            double score = (double)sum * quality * standing_of(s, found[i].start);
            if (score > best.score)
                best = (struct score_window){i, end, score};
        }
        sum -= gain_of(s, found[i].word, --s->counts[found[i].word]);
        sum -= i + 1 < end ? s->places[i + 1].link : 0;
    }
    best.end = useful_end(s, best.first, best.end);
    best.score /= SCORE_UNIT;
    return best;
}

void scorer_use(struct scorer *s, size_t start, size_t end)
{
    for (size_t i = 0; i < s->n_found && s->found[i].start < end; i++) {
        if (s->found[i].end <= start)
            continue;
        s->places[i].is_used = true;
        s->is_shown[s->found[i].word] = true;
    }
}
