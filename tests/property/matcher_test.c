/* SPDX-License-Identifier: GPL-2.0-or-later */

/* A matcher that passes over what cannot match finds what one finds that looks at every token: the
 * same matches, and between neighbours the same number of positions as long as that is small.
 *
 * PRESSMARK_SEED and PRESSMARK_RUNS choose the random input and how much of it. */

#include "base/mem.h"
#include "search/passage/match.h"
#include "tests/property/random.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { MAX_WORDS = 4, MAX_MATCHES = 2 * MAX_WORDS + 1 };

static const char *const pieces[] = {
    "using",
    "used",
    "memory",
    "memories",
    "Memory",
    "mem",
    "membrane",
    "hopping",
    "hoping",
    "getUser",
    "userName",
    "XMLUser",
    "O'Neill",
    "oneill",
    "U.S.",
    "us",
    "AT&T",
    "att",
    "1,000",
    "1000.00",
    "1000",
    "e-mail",
    "email",
    "utf-8",
    "UTF8",
    "Ph.D.",
    "im-\nple",
    "im-\r\n\tple",
    "imple",
    "dying",
    "ties",
    "skies",
    "caf\u00e9",
    "cafe",
    "na\u00efve",
    "\u56f3\u66f8\u9928",
    "\u212aelvin",
    "kelvin",
    "l'acqua",
    "acque",
    "cantando",
    "canzoni",
    "cantar\u00e9",
    "correndo",
    "corro",
    "lui",
    "C++",
    "c",
    "x.y",
    "the",
    "of",
    "and",
    "to",
    "a",
    "_",
    "--",
    ". ",
    ", ",
    "(",
    ") ",
    "\n",
    "\n\n",
    "\f",
    " | ",
    " ",
    " ",
    " ",
    " ",
    " ",
    " ",
    "\t",
    "\u00a0",
    "================================================================================",
    "https://example.org/memory/using?user=kelvin",
};
static const char *const words[] = {
    "using", "memory",  "hope",    "user",    "oneill", "us",  "att",  "1000",        "email",
    "utf8",  "phd",     "imple",   "die",     "tie",    "sky", "cafe", "naive",       "kelvin",
    "acqua", "cantare", "correre", "canzone", "lui",    "c++", "to",   "\u56f3\u66f8"};

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Words stand apart: where two are one, the place of a part says nothing. */
static void random_text(struct buf *text)
{
    uint64_t n = 100 + random_below(400), first = random_below(COUNT(pieces));
    uint64_t n_kinds = 1 + random_below(COUNT(pieces));
    while (n-- > 0) {
        struct str piece = str_of(pieces[(first + random_below(n_kinds)) % COUNT(pieces)]);
        buf_append_str(text, piece);
        if (!ascii_is_space(piece.p[piece.n - 1]))
            buf_append_char(text, ' ');
    }
}

static void add_match(struct plan *plan, struct str text, enum plan_match_kind kind, uint32_t word)
{
    plan->matches[plan->n_matches++] = (struct plan_match){text, kind, word, 1, 0};
}

static void random_plan(struct plan *plan, struct analyser *analyser, language_id language,
                        struct arena *arena)
{
    struct token token;
    for (uint64_t n = 1 + random_below(MAX_WORDS); n > 0; n--) {
        analyser_start(analyser, str_of(words[random_below(COUNT(words))]), 1);
        if (!analyser_next(analyser, &token))
            continue;
        struct str term = arena_copy(arena, token.term), form = arena_copy(arena, token.form);
        add_match(plan, term, random_below(5) ? MATCH_TERM : MATCH_PREFIX, plan->n_words);
        if (random_below(3))
            add_match(plan, arena_copy(arena, analyser_stem(analyser, language, form)), MATCH_STEM,
                      plan->n_words);
        plan->n_words++;
    }
}

/* What is found when a word is sought, too, that every part of a text may begin with. */
static void scan(const struct plan *plan, bool at_every_token, struct analyser *analyser,
                 language_id language, struct str text, size_t middle, struct arena *arena,
                 struct found_list *found)
{
    struct plan asked = *plan;
    if (at_every_token)
        add_match(&asked, STR_LITERAL("q"), MATCH_TERM, 0);
    struct matcher *m = matcher_new(&asked, analyser, language, arena);
    matcher_scan(m, text, 0, middle, found);
    matcher_scan(m, text, middle, text.n, found);
}

static bool fails(const char *what, const struct found *f, struct str text)
{
    fprintf(stderr, "%s at %u: \"%.*s\"\n", what, f->start,
            STR_PRINT(str_slice(text, f->start, f->end)));
    return false;
}

static bool are_same(const struct found_list *all, const struct found_list *some, struct str text)
{
    for (size_t i = 0; i < all->n; i++) {
        const struct found *a = &all->items[i], *b = &some->items[i];
        if (i == some->n || a->start < b->start)
            return fails("not found", a, text);
        if (a->start != b->start || a->end != b->end || a->word != b->word)
            return fails("found otherwise", b, text);
        if (i == 0)
            continue;
        uint32_t exact = a->position - a[-1].position, counted = b->position - b[-1].position;
        if (exact != counted && (exact <= MATCHER_NEAR_WORDS || counted <= MATCHER_NEAR_WORDS))
            return fails("at another distance", a, text);
    }
    return some->n == all->n || fails("found beyond", &some->items[all->n], text);
}

static bool holds(struct analyser *analyser, struct arena *arena)
{
    static const char *const codes[] = {"en", "", "de", "fr", "it", "es", "pt"};
    AUTO(buf_done) struct buf text = BUF_INIT;
    AUTO(found_list_done) struct found_list all = {NULL, 0, 0};
    AUTO(found_list_done) struct found_list some = {NULL, 0, 0};
    struct plan_match matches[MAX_MATCHES];
    struct plan plan = {.matches = matches};
    language_id language = language_by_code(str_of(codes[random_below(COUNT(codes))]));
    random_text(&text);
    random_plan(&plan, analyser, language, arena);
    size_t middle = str_find_char(buf_str(&text), ' ', random_below(text.n));
    scan(&plan, true, analyser, language, buf_str(&text), middle, arena, &all);
    scan(&plan, false, analyser, language, buf_str(&text), middle, arena, &some);
    bool is_good = are_same(&all, &some, buf_str(&text));
    for (size_t i = 0; i < plan.n_matches && !is_good; i++)
        fprintf(stderr, "sought: \"%.*s\" (%d)\n", STR_PRINT(matches[i].text), matches[i].kind);
    if (!is_good)
        fprintf(stderr, "text: \"%.*s\"\n", STR_PRINT(buf_str(&text)));
    return is_good;
}

int main(void)
{
    uint64_t seed = environment_number("PRESSMARK_SEED", 20110510),
             n_runs = environment_number("PRESSMARK_RUNS", 2000);
    struct analyser *analyser = analyser_new((struct analyser_settings){false, false});
    struct arena arena = ARENA_INIT;
    bool is_good = true;

    for (uint64_t run = 0; run < n_runs && is_good; run++) {
        random_state = (seed + run) * UINT64_C(0x9E3779B97F4A7C15) | 1;
        arena_clear(&arena);
        is_good = holds(analyser, &arena);
        if (!is_good)
            fprintf(stderr, "failed: PRESSMARK_SEED=%" PRIu64 " PRESSMARK_RUNS=1\n", seed + run);
    }
    arena_done(&arena);
    analyser_free(analyser);
    return is_good ? 0 : 1;
}
