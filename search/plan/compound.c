/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Splits compound words into the parts that the index knows. */
#include "search/plan/planner.h"
#include "store/schema.h"
#include "text/utf8.h"

#include <math.h>

enum {
    MIN_PART_BYTES = 4,
    MAX_COMPOUND_BYTES = 64,
    MAX_LINKS = 6,
    MAX_CANDIDATES = MAX_COMPOUND_BYTES * (MAX_LINKS + 1),
};

/* Languages that write compounds as one word, and the letters that may link the parts. */
static const struct compounding {
    const char *code;
    const char *links[MAX_LINKS]; /* the first is empty: no link */
} COMPOUNDING[] = {
    {"de", {"", "s", "es", "n", "en", "er"}},
    {"nl", {"", "s", "e", "en", "er"}},
    {"sv", {"", "s", "e", "o"}},
    {"da", {"", "s", "e", "er"}},
    {"no", {"", "s", "e"}},
    {"fi", {"", "n"}},
    {"hu", {""}},
};

static const struct compounding *compounding_of(language_id language)
{
    for (size_t i = 0; i < sizeof COMPOUNDING / sizeof *COMPOUNDING; i++)
        if (strcmp(COMPOUNDING[i].code, language_code(language)) == 0)
            return &COMPOUNDING[i];
    return NULL;
}

struct candidates {
    struct store_frequency stems[MAX_CANDIDATES];
    struct str parts[MAX_CANDIDATES];
    size_t n;
};

static void add_candidate(struct planner *p, struct candidates *c, struct str part)
{
    struct str stem = analyser_stem(p->index->analyser, p->stop_language, part);
    struct str name = planner_concat(p, STR_LITERAL(PREFIX_STEM), stem);
    c->parts[c->n] = part;
    c->stems[c->n++] = (struct store_frequency){.name = name};
}

/* Lists the parts of the word for every place where it may be cut: the right one, and then the left
 * one as it is and without each link that it ends with. */
static void list_candidates(struct planner *p, const struct compounding *rules, struct str word,
                            struct candidates *c)
{
    for (size_t cut = MIN_PART_BYTES; cut + MIN_PART_BYTES <= word.n; cut++) {
        if (utf8_floor(word, cut) != cut)
            continue;
        add_candidate(p, c, str_slice(word, cut, word.n));
        struct str left = str_slice(word, 0, cut);
        for (int i = 0; i < MAX_LINKS && rules->links[i]; i++) {
            struct str link = str_of(rules->links[i]);
            if (left.n >= MIN_PART_BYTES + link.n && str_ends_with(left, link))
                add_candidate(p, c, str_slice(left, 0, left.n - link.n));
        }
    }
}

static bool is_part(struct planner *p, const struct candidates *c, size_t i)
{
    return c->stems[i].termfreq && !language_is_stop_word(p->stop_language, c->parts[i]);
}

bool planner_split_compound(struct planner *p, struct str word, struct str *ret_left,
                            struct str *ret_right)
{
    const struct compounding *rules = compounding_of(p->stop_language);
    if (!rules || word.n < 2 * MIN_PART_BYTES || word.n > MAX_COMPOUND_BYTES)
        return false;
    struct candidates *c = arena_alloc(p->arena, sizeof *c);
    c->n = 0;
    add_candidate(p, c, word);
    if (store_reader_frequencies(p->index->reader, c->stems, 1, p->err) || c->stems[0].termfreq)
        return false;
    c->n = 0;
    list_candidates(p, rules, word, c);
    if (store_reader_frequencies(p->index->reader, c->stems, c->n, p->err))
        return false;
    /* The best split keeps most letters, so that links are dropped only where they must be; among
     * equals the parts are most frequent. */
    double best = 0;
    size_t right = 0;
    for (size_t i = 0; i < c->n; i++) {
        bool is_right = c->parts[i].p + c->parts[i].n == word.p + word.n;
        if (is_right)
            right = i;
        if (is_right || !is_part(p, c, i) || !is_part(p, c, right))
            continue;
        double frequency = sqrt((double)c->stems[i].termfreq * c->stems[right].termfreq);
        double score = (double)(c->parts[i].n + c->parts[right].n) + frequency / (frequency + 1);
        if (score > best) {
            best = score;
            *ret_left = c->parts[i];
            *ret_right = c->parts[right];
        }
    }
    return best > 0;
}
