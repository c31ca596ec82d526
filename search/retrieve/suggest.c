/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Looks for a better spelling of a query that finds few documents. */
#include "search/retrieve/suggest.h"

#include "base/mem.h"
#include "search/plan/fuzzy.h"
#include "search/plan/split.h"
#include "store/schema.h"
#include "text/spellings.h"
#include "text/utf8.h"

enum {
    MAX_WORDS = 64,       /* of the query that are examined */
    MAX_CORRECTED = 5,    /* words that are looked up, each of which takes milliseconds */
    MIN_CHARACTERS = 3,   /* shorter words have too many neighbours */
    SHORT_CHARACTERS = 5, /* up to this length the distance is at most 1, then 2 */
    ALPHABET = 128,       /* code points of a script that are tried as first letter */
    MAX_ALIKE = 50,       /* neighbours that are compared */
    MAX_WALK = 500000,    /* words of the vocabulary that are examined */
    MAX_SPLITS = 5,       /* splits of a word that are searched for as a phrase */
    COUNT_UP_TO = 1000,   /* counts the documents with a phrase up to this number */
    MAX_PAIRS = 40,       /* phrases that are counted */
    PAIR_STEPS = 500000,  /* of the search for one (store/query.h) */
};

struct word {
    size_t start, end; /* in the query */
    struct str form, term;
    uint32_t frequency; /* documents that have it in any form */
    bool is_stop_word;
    bool is_correctable; /* it has only letters, and enough of them */
    bool is_done;        /* part of a joined word */
    bool is_exact;       /* a phrase of its own, which finds that form alone */
    struct str better;   /* replaces it; empty if it stays as it is */
};

struct suggester {
    const struct plan_index *index;
    struct arena *arena;
    struct err *err;
    struct str query;
    struct word words[MAX_WORDS];
    size_t n_words, n_corrected, n_pairs;
};

/* ---- frequencies ---- */

static uint32_t frequency_of_term(struct suggester *s, struct str term)
{
    struct store_frequency f = {.name = term};
    if (term.n == 0 || store_reader_frequencies(s->index->reader, &f, 1, s->err))
        return 0;
    return f.termfreq;
}

static uint32_t frequency_of_stem(struct suggester *s, language_id language, struct str form)
{
    return frequency_of_term(
        s, arena_format(s->arena, PREFIX_STEM "%.*s",
                        STR_PRINT(analyser_stem(s->index->analyser, language, form))));
}

/* Returns how many documents have the word or, where none has, a stem or another spelling of it. */
static uint32_t frequency_of_word(struct suggester *s, struct str form, struct str term)
{
    AUTO(spellings_done) struct spellings spellings = {0};
    uint32_t n = frequency_of_term(s, term);
    for (size_t i = 0; i <= s->index->n_languages && n == 0; i++) {
        bool is_last = i == s->index->n_languages;
        language_id language = is_last ? LANGUAGE_UNKNOWN : s->index->languages[i];
        n = frequency_of_stem(s, language, form);
        spellings_of_word(&spellings, STR_EMPTY, form, language);
        for (size_t k = 0; k < spellings.n && n == 0; k++)
            n = frequency_of_stem(s, language, spellings.items[k]);
    }
    return n;
}

/* ---- the words of the query ---- */

static size_t offset_of_column(struct str query, uint32_t column)
{
    size_t offset = 0;
    for (uint32_t i = 1; i < column && offset < query.n; i++)
        utf8_decode(query, offset, &offset);
    return offset;
}

static size_t count_characters(struct str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; n++)
        utf8_decode(s, i, &i);
    return n;
}

static bool has_digit(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (ascii_is_digit(s.p[i]))
            return true;
    return false;
}

static bool is_stop_word(const struct suggester *s, struct str form)
{
    for (size_t i = 0; i < s->index->n_languages; i++)
        if (language_is_stop_word(s->index->languages[i], form))
            return true;
    return false;
}

static void add_word(struct suggester *s, const struct token *token, size_t start, size_t end)
{
    if (s->n_words == MAX_WORDS)
        return;
    struct word *w = &s->words[s->n_words++];
    size_t n_characters = count_characters(token->term);
    *w = (struct word){
        .start = start,
        .end = end,
        .form = arena_copy(s->arena, token->form),
        .term = arena_copy(s->arena, token->term),
        .is_stop_word = is_stop_word(s, token->form),
        .is_correctable = token->kind == TOKEN_WORD && !has_digit(token->term) &&
                          n_characters >= MIN_CHARACTERS && n_characters <= FUZZY_MAX_CHARACTERS,
        .better = STR_EMPTY,
    };
}

/* Counts "e-mail" as known if "email" is. */
static void note_one_word(struct suggester *s, struct word *left)
{
    AUTO(spellings_done) struct spellings spellings = {0};
    struct word *right = left + 1;
    size_t start = left->start;
    if (right->start < left->end ||
        !spellings_are_one(s->query, &start, left->end, right->start, right->end))
        return;
    struct str whole = str_slice(s->query, start, right->end);
    struct str form = arena_copy(s->arena, spellings_join(&spellings, whole));
    struct str term = arena_copy(s->arena, analyser_term(s->index->analyser, form));
    uint32_t n = frequency_of_word(s, form, term);
    left->frequency += n;
    right->frequency += n;
}

/* Adds the words of a part of the query, with their offsets in the query. */
static void add_words(struct suggester *s, const struct query_node *leaf)
{
    struct token t;
    size_t first = s->n_words, at = offset_of_column(s->query, leaf->column);
    analyser_start(s->index->analyser, leaf->text, 1);
    while (analyser_next(s->index->analyser, &t)) {
        struct str shown = str_slice(leaf->text, t.start, t.end);
        size_t start = str_find(s->query, shown, at);
        if (start == s->query.n || t.kind == TOKEN_PAIR)
            continue;
        at = start + shown.n;
        add_word(s, &t, start, at);
    }
    for (size_t i = first; i < s->n_words; i++)
        s->words[i].is_exact = leaf->kind == QUERY_PHRASE && s->n_words == first + 1;
    for (size_t i = first; i < s->n_words; i++)
        s->words[i].frequency = frequency_of_word(s, s->words[i].form, s->words[i].term);
    for (size_t i = first; i + 1 < s->n_words; i++)
        note_one_word(s, &s->words[i]);
}

static void collect_words(struct suggester *s, const struct query_node *node)
{
    bool is_words = node->kind == QUERY_WORDS || node->kind == QUERY_PHRASE;
    if (node->kind == QUERY_NOT || node->occur == QUERY_MUST_NOT || s->n_words == MAX_WORDS)
        return;
    if (is_words && node->field.n == 0)
        add_words(s, node);
    for (uint32_t i = 0; i < node->n_children; i++)
        collect_words(s, node->children[i]);
}

/* ---- two words instead of one ---- */

static bool is_followed_directly(const struct suggester *s, const struct word *w)
{
    if (w + 1 == s->words + s->n_words || w[1].start < w->end)
        return false;
    struct str between = str_slice(s->query, w->end, w[1].start);
    return between.n > 0 && str_trim(between).n == 0;
}

static void try_to_join(struct suggester *s, struct word *left)
{
    struct word *right = left + 1;
    if (!is_followed_directly(s, left) || left->is_done || has_digit(left->term) ||
        has_digit(right->term))
        return;
    if (left->frequency && right->frequency) /* both are words that exist */
        return;
    struct str term = arena_format(s->arena, "%.*s%.*s", STR_PRINT(left->term),
                                   STR_PRINT(right->term));
    /* Only a word that somebody wrote is offered, not one that merely has the same stem. */
    if (frequency_of_term(s, term) == 0)
        return;
    left->better = term;
    left->end = right->end;
    left->is_done = right->is_done = true;
}

/* ---- another word, or two, instead of one ---- */

struct fix {
    struct str text;
    uint32_t distance, frequency; /* 0 if there is no fix yet */
    bool is_swap;                 /* two neighbouring letters are swapped, the most common slip */
};

/* Returns true if swapping two neighbouring characters of a gives b. */
static bool is_swap(struct str a, struct str b)
{
    size_t i = 0, behind[2], end[2];
    if (a.n != b.n)
        return false;
    while (i < a.n && a.p[i] == b.p[i])
        i++;
    if (i == a.n)
        return false;
    i = utf8_floor(a, i);
    uint32_t a_first = utf8_decode(a, i, &behind[0]), b_first = utf8_decode(b, i, &behind[1]);
    if (behind[0] == a.n || behind[1] == b.n)
        return false;
    return a_first == utf8_decode(b, behind[1], &end[1]) &&
           b_first == utf8_decode(a, behind[0], &end[0]) &&
           str_equal(str_slice(a, end[0], a.n), str_slice(b, end[1], b.n));
}

/* Returns true if text is the word without its beginning or end, which is not what was meant. A
 * letter that was typed twice is no such part: "governmentt". */
static bool is_part(struct str word, struct str text)
{
    if (text.n == 0 || text.n >= word.n)
        return false;
    struct str left = str_slice(word, text.n, word.n);
    bool is_twice_at_end = left.n == 1 && left.p[0] == text.p[text.n - 1];
    bool is_twice_at_start = word.n - text.n == 1 && word.p[0] == text.p[0];
    return (str_starts_with(word, text) && !is_twice_at_end) ||
           (str_ends_with(word, text) && !is_twice_at_start);
}

static void offer(struct fix *best, struct str word, struct str text, uint32_t distance,
                  uint32_t frequency)
{
    struct fix fix = {text, distance, frequency, is_swap(word, text)};
    if (frequency == 0)
        return;
    bool is_better = fix.distance < best->distance;
    if (fix.distance == best->distance)
        is_better = fix.is_swap != best->is_swap ? fix.is_swap : frequency > best->frequency;
    if (best->frequency == 0 || is_better)
        *best = fix;
}

static void try_alike(struct suggester *s, const struct word *w, struct fix *best)
{
    struct fuzzy_terms near;
    struct fuzzy_limits limits = {MAX_ALIKE, MAX_WALK};
    uint32_t max_distance = count_characters(w->term) > SHORT_CHARACTERS ? 2 : 1;
    if (fuzzy_find(s->index->reader, STR_EMPTY, w->term, max_distance, &limits, s->arena, &near,
                   s->err))
        return;
    for (size_t i = 0; i < near.n; i++)
        if (near.items[i].distance)
            offer(best, w->term, near.items[i].term, near.items[i].distance,
                  near.items[i].termfreq);
}

/* Tries what fuzzy_find() does not look for: another first letter, one letter more or less there,
 * and the first two letters swapped. */
static void try_first_letter(struct suggester *s, const struct word *w, struct fix *best)
{
    size_t first, second;
    uint32_t c = utf8_decode(w->term, 0, &first);
    utf8_decode(w->term, first, &second);
    struct str all = w->term, rest = str_slice(all, first, all.n);
    struct str swapped = arena_format(s->arena, "%.*s%.*s%.*s", (int)(second - first),
                                      all.p + first, (int)first, all.p,
                                      STR_PRINT(str_slice(all, second, all.n)));
    if (!str_equal(swapped, all))
        offer(best, all, swapped, 1, frequency_of_term(s, swapped));
    offer(best, all, rest, 1, frequency_of_term(s, rest));
    for (uint32_t other = c / ALPHABET * ALPHABET, n = 0; n < ALPHABET; n++, other++) {
        char letter[4];
        bool is_letter = other >= ALPHABET || (other >= 'a' && other <= 'z');
        if (!is_letter || s->err->code)
            continue;
        int length = (int)utf8_put(other, letter);
        struct str before = arena_format(s->arena, "%.*s%.*s", length, letter, STR_PRINT(all));
        offer(best, all, before, 1, frequency_of_term(s, before));
        struct str instead = arena_format(s->arena, "%.*s%.*s", length, letter, STR_PRINT(rest));
        if (other != c)
            offer(best, all, instead, 1, frequency_of_term(s, instead));
    }
}

/* Tries the word as two. Returns true if the plan has found it as these, so that it is known. */
static bool try_to_split(struct suggester *s, const struct word *w, struct fix *best)
{
    struct split splits[MAX_SPLITS];
    size_t n = split_find(s->index->reader, w->term, splits, MAX_SPLITS, s->err);
    for (size_t i = 0; i < n && !s->err->code; i++) {
        if (split_is_likely(&splits[i]) && !w->is_exact) {
            if (s->n_pairs++ < MAX_PAIRS &&
                split_count(s->index->reader, splits[i].parts, 2, 1, PAIR_STEPS, s->err))
                return true;
            continue;
        }
        struct str both = arena_format(s->arena, "%.*s %.*s", STR_PRINT(splits[i].parts[0]),
                                       STR_PRINT(splits[i].parts[1]));
        bool is_counted = s->n_pairs++ < MAX_PAIRS;
        uint32_t frequency = is_counted ? split_count(s->index->reader, splits[i].parts, 2,
                                                      COUNT_UP_TO, PAIR_STEPS, s->err)
                                        : COUNT_UP_TO;
        offer(best, w->term, both, 1, frequency);
    }
    return false;
}

static void correct(struct suggester *s, struct word *w)
{
    struct fix best = {STR_EMPTY, 0, 0, false};
    s->n_corrected++;
    if (try_to_split(s, w, &best))
        return;
    try_alike(s, w, &best);
    try_first_letter(s, w, &best);
    if (best.frequency && !is_part(w->term, best.text))
        w->better = best.text;
}

/* ---- the corrected query ---- */

static struct str corrected_query(const struct suggester *s)
{
    AUTO(buf_done) struct buf out = BUF_INIT;
    size_t at = 0;
    for (size_t i = 0; i < s->n_words; i++) {
        const struct word *w = &s->words[i];
        if (w->better.n == 0 || w->start < at)
            continue;
        buf_append_str(&out, str_slice(s->query, at, w->start));
        buf_append_str(&out, w->better);
        at = w->end;
    }
    if (at == 0)
        return STR_EMPTY;
    buf_append_str(&out, str_slice(s->query, at, s->query.n));
    return arena_copy(s->arena, buf_str(&out));
}

enum err_code suggest_query(const struct plan_index *index, const struct query_node *root,
                            struct str query, struct arena *arena, struct str *ret_query,
                            struct err *err)
{
    struct suggester s = {.index = index, .arena = arena, .err = err, .query = query};
    *ret_query = STR_EMPTY;
    if (!root || !utf8_is_valid(query, NULL))
        return ERR_OK;
    collect_words(&s, root);
    for (size_t i = 0; i < s.n_words && !err->code; i++)
        try_to_join(&s, &s.words[i]);
    for (size_t i = 0; i < s.n_words && !err->code; i++) {
        struct word *w = &s.words[i];
        if (w->is_correctable && !w->is_done && w->frequency == 0 && !w->is_stop_word &&
            s.n_corrected < MAX_CORRECTED)
            correct(&s, w);
    }
    if (!err->code)
        *ret_query = corrected_query(&s);
    return err->code;
}
