/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the words of the query in a text. */
#include "search/passage/match.h"

#include "base/mem.h"
#include "search/passage/match_joined.h"
#include "text/ascii_block.h"
#include "text/spellings.h"
#include "text/utf8.h"

#include <endian.h>

static struct bucket *bucket_of(struct matcher *m, struct str s)
{
    size_t next;
    uint32_t c = utf8_decode(s, 0, &next);
    return &m->buckets[c < 0x80 ? c : 0x80 | (c & 0x7F)];
}

static uint64_t length_bit(struct str s)
{
    return (uint64_t)1 << (s.n < MANY_BYTES ? s.n : MANY_BYTES);
}

static uint64_t letter_bit(char c)
{
    return (uint64_t)1 << ((c == 'y' ? 'i' : c) & 63);
}

/* Returns a bit for the second byte of a stem, or of a word that may have this stem ("dying" has
 * "die"). Returns all bits if the byte says nothing. */
static uint64_t second_letter(struct str s)
{
    if (s.n < 2 || (unsigned char)s.p[1] >= 0x80)
        return UINT64_MAX;
    return letter_bit(s.p[1]);
}

static bool is_one_of(language_id language, const char *const *codes)
{
    return str_is_one_of(str_of(language_code(language)), codes);
}

/* Returns how many letters at its start a word in ASCII shares with its stem, or 0 if that is not
 * known. The stemmers of Italian, Portuguese and Spanish change nothing before the region that they
 * call RV, which begins after the third letter or later. */
static size_t kept_letters(language_id language)
{
    static const char *const keeping_all[] = {"en", NULL};
    static const char *const keeping_three[] = {"es", "it", "pt", NULL};
    if (is_one_of(language, keeping_all))
        return SIZE_MAX;
    return is_one_of(language, keeping_three) ? 3 : 0;
}

static void insert_match(struct matcher *m, uint32_t index)
{
    const struct plan_match *match = &m->plan->matches[index];
    uint32_t slot = matcher_hash(match->text, match->kind) & m->slot_mask;
    while (m->slots[slot])
        slot = (slot + 1) & m->slot_mask;
    m->slots[slot] = index + 1;
}

/* Returns true for a number whose groups may be divided by more than a sign. */
static bool is_long_number(struct str s)
{
    size_t n = 0;
    while (n < s.n && ascii_is_digit(s.p[n]))
        n++;
    return n == s.n && n >= SPELLINGS_MIN_DIGITS;
}

/* Collects what the words that can match begin with. */
static void add_beginnings(struct matcher *m)
{
    m->beginnings.is_everywhere = m->has_stems && m->kept_letters == 0;
    for (size_t i = 0; i < m->plan->n_matches; i++)
        if (is_long_number(m->plan->matches[i].text))
            m->beginnings.is_everywhere = true;
        else if (m->plan->matches[i].text.n)
            beginnings_add(&m->beginnings, &m->plan->matches[i], m->kept_letters);
}

static uint32_t near_words_of(const struct plan *plan)
{
    uint32_t n = MATCHER_NEAR_WORDS;
    for (size_t i = 0; i < plan->n_spans; i++)
        n = plan->spans[i].window > n ? plan->spans[i].window : n;
    return n;
}

static void make_slots(struct matcher *m, struct arena *arena)
{
    size_t n_slots = 16;
    while (n_slots < 2 * m->plan->n_matches)
        n_slots *= 2;
    m->slots = arena_alloc(arena, n_slots * sizeof *m->slots);
    memset(m->slots, 0, n_slots * sizeof *m->slots);
    m->slot_mask = (uint32_t)n_slots - 1;
}

static void add_match(struct matcher *m, uint32_t i)
{
    const struct plan_match *match = &m->plan->matches[i];
    if (match->text.n == 0)
        return;
    struct bucket *bucket = bucket_of(m, match->text);
    m->has_digits |= ascii_is_digit(match->text.p[0]);
    if (match->kind == MATCH_PREFIX)
        bucket->prefix_lengths |= length_bit(match->text);
    else if (match->kind == MATCH_TERM)
        bucket->term_lengths |= length_bit(match->text);
    else
        m->has_stems = bucket->has_stem = true;
    if (match->kind == MATCH_STEM)
        bucket->seconds |= m->kept_letters ? second_letter(match->text) : UINT64_MAX;
    insert_match(m, i);
}

static void choose_wanted(struct matcher *m)
{
    for (size_t i = 0; i < WANTED_FIRST_BYTES; i++) {
        const struct bucket *bucket = &m->buckets[i];
        bool may_be_any = bucket->prefix_lengths || bucket->has_stem ||
                          (m->has_stems && m->stems_change_start);
        m->wanted[i] = may_be_any ? UINT64_MAX : bucket->term_lengths;
    }
}

struct matcher *matcher_new(const struct plan *plan, struct analyser *analyser,
                            language_id language, struct arena *arena)
{
    /* Languages whose stemmers remove prefixes, undo mutations or change the script. */
    static const char *const changing[] = {"ar", "ga", "id", "nl", "pl", "sr", "ta", "yi", NULL};
    static const char *const eliding[] = {"ca", "fr", "ga", "it", NULL};

    struct matcher *m = arena_alloc(arena, sizeof *m);
    *m = (struct matcher){.plan = plan,
                          .analyser = analyser,
                          .language = language,
                          .near_words = near_words_of(plan)};
    m->stems_change_start = is_one_of(language, changing);
    m->has_elision = is_one_of(language, eliding);
    m->kept_letters = kept_letters(language_or_default(language));
    make_slots(m, arena);
    for (uint32_t i = 0; i < plan->n_matches; i++)
        add_match(m, i);
    add_beginnings(m);
    matcher_restart(m);
    choose_wanted(m);
    return m;
}

void matcher_restart(struct matcher *m)
{
    m->counted = (struct counted){0, 1};
    m->is_apart = true;
}

/* Looks up every beginning of the token that is as long as some prefix. */
static void look_up_prefixes(const struct matcher *m, uint64_t lengths, const struct token *token,
                             size_t base, struct found_list *found)
{
    for (; lengths; lengths &= lengths - 1) {
        size_t n = (size_t)__builtin_ctzll(lengths);
        size_t most = n < MANY_BYTES || token->term.n < n ? n : token->term.n;
        for (; n <= most && n <= token->term.n; n++)
            matcher_look_up(m, str_slice(token->term, 0, n), MATCH_PREFIX, token, base, found);
    }
}

static bool stem_may_match(const struct matcher *m, const struct token *token,
                           const struct bucket *bucket)
{
    if (!m->has_stems || token->kind == TOKEN_PAIR || token->kind == TOKEN_SINGLE)
        return false;
    if (bucket->has_stem && bucket->seconds & second_letter(token->form))
        return true;
    return m->stems_change_start || (m->has_elision && memchr(token->form.p, '\'', token->form.n));
}

/* Returns false if no stem of the plan begins like any part of a word of letters and digits, as is
 * usual. Only the first part and those after a digit begin with a lower case letter. */
static bool part_may_match(const struct matcher *m, struct str word)
{
    if (m->stems_change_start)
        return true;
    for (size_t i = 0; i + 1 < word.n; i++) {
        char c = word.p[i];
        const struct bucket *bucket = &m->buckets[(unsigned char)ascii_lower(c)];
        bool is_first = i == 0 || c < 'a' || ascii_is_digit(word.p[i - 1]);
        if (is_first && bucket->has_stem &&
            bucket->seconds & letter_bit(ascii_lower(word.p[i + 1])))
            return true;
    }
    return false;
}

/* Returns false if nothing in the plan begins like the spelling, as is usual. A stem has no marks,
 * but a spelling may. */
static bool spelling_may_match(const struct matcher *m, struct str spelling)
{
    unsigned char first = (unsigned char)spelling.p[0];
    const struct bucket *bucket = &m->buckets[first & 0x7F];
    return first >= 0x80 || (bucket->has_stem && bucket->seconds & second_letter(spelling)) ||
           m->stems_change_start || (m->has_elision && memchr(spelling.p, '\'', spelling.n));
}

/* Looks up the stems of a word's other spellings. */
static void match_spellings(struct matcher *m, const struct token *token, size_t base,
                            struct found_list *found)
{
    for (size_t i = 0; i < m->spellings->n; i++) {
        struct str spelling = m->spellings->items[i];
        if (spelling_may_match(m, spelling))
            matcher_look_up(m, analyser_stem(m->analyser, m->language, spelling), MATCH_STEM, token,
                            base, found);
    }
}

/* typed is the token as it is in the text, or NULL if it has no other spellings. */
static void match_token(struct matcher *m, const struct token *token, const struct str *typed,
                        size_t base, struct found_list *found)
{
    m->spellings->n = 0;
    if (typed && m->has_stems && token->kind == TOKEN_WORD)
        spellings_of_word(m->spellings, *typed, token->form, m->language);
    const struct bucket *bucket = bucket_of(m, token->term);
    if (bucket->term_lengths & length_bit(token->term))
        matcher_look_up(m, token->term, MATCH_TERM, token, base, found);
    if (bucket->prefix_lengths)
        look_up_prefixes(m, bucket->prefix_lengths, token, base, found);
    /* This comes last because it invalidates the token's term. */
    if (stem_may_match(m, token, bucket))
        matcher_look_up(m, analyser_stem(m->analyser, m->language, token->form), MATCH_STEM, token,
                        base, found);
    match_spellings(m, token, base, found);
}

/* Looks up a word without the signs inside it, which phrases may ask for. */
static void match_without_signs(struct matcher *m, const struct token *token, struct str typed,
                                size_t base, struct found_list *found)
{
    AUTO(buf_done) struct buf form = BUF_INIT;
    analyser_fold(m->analyser, typed, &form);
    struct str without = spellings_without_signs(m->spellings, buf_str(&form));
    if (without.n)
        matcher_look_up(m, analyser_term(m->analyser, without), MATCH_TERM, token, base, found);
}

static struct head *slot_of(struct matcher *m, const struct head *w)
{
    uint64_t hash = (w->low ^ w->high * UINT64_C(0xC2B2AE3D27D4EB4F)) *
                    UINT64_C(0x9E3779B185EBCA87);
    return &m->unmatched[hash >> 56];
}

/* Matches a word that has no other spellings. */
static void match_plain(struct matcher *m, const struct token *token, const struct plain_word *word,
                        size_t base, struct found_list *found)
{
    if (word->n > HEAD_BYTES) {
        match_token(m, token, NULL, base, found);
        return;
    }
    struct head *slot = slot_of(m, &word->head);
    size_t n_before = found->n;
    if (head_equal(*slot, word->head))
        return;
    match_token(m, token, NULL, base, found);
    if (found->n == n_before)
        *slot = word->head;
}

/* ---- a text ---- */

/* Looks at every token of the bytes [start, end). */
static void scan_part(struct matcher *m, struct str text, size_t start, size_t end,
                      struct found_list *found)
{
    const struct counted from = {start, m->counted.position};
    const size_t n_before = found->n;
    struct plain_word words[PLAIN_WORDS];
    struct token token;
    AUTO(spellings_done) struct spellings spellings = {0};

    m->spellings = &spellings;
    text = m->text = str_slice(text, 0, end);
    analyser_start(m->analyser, str_slice(text, start, end), from.position);
    for (;;) {
        size_t n = analyser_wanted_words(m->analyser, m->wanted, words);
        for (size_t i = 0; i < n; i++) {
            struct str form = analyser_plain_form(m->analyser, &words[i]);
            token = (struct token){.kind = TOKEN_WORD,
                                   .form = form,
                                   .term = form,
                                   .start = words[i].start,
                                   .end = words[i].start + form.n,
                                   .position = words[i].position};
            struct str typed = str_slice(text, start + token.start, start + token.end);
            if (words[i].is_mixed && part_may_match(m, typed))
                match_token(m, &token, &typed, start, found);
            else
                match_plain(m, &token, &words[i], start, found);
        }
        if (n == PLAIN_WORDS)
            continue;
        if (!analyser_next_other(m->analyser, &token))
            break;
        if (token.term.n == 0)
            continue;
        struct str typed = str_slice(text, start + token.start, start + token.end);
        bool has_spellings = spellings_may_have(typed);
        match_token(m, &token, has_spellings ? &typed : NULL, start, found);
        if (has_spellings && m->plan->n_spans)
            match_without_signs(m, &token, typed, start, found);
    }
    m->counted = (struct counted){start + analyser_end(m->analyser),
                                  analyser_position(m->analyser)};
    if (m->has_stems || m->plan->n_spans)
        match_joined(m, text, from, found);
    m->is_apart &= found->n == n_before;
}

/* The words of a block that begin one for sure: those behind no sign, nor a character outside
 * ASCII.
 */
static uint64_t word_starts(struct str text)
{
    char copy[ASCII_BLOCK_BYTES] = {0};
    memcpy(copy, text.p, text.n < sizeof copy ? text.n : sizeof copy);
    struct ascii_block b = ascii_block_at(copy);
    return b.plain & ~((b.plain | b.signs | b.high) << 1 | 1);
}

/* Whether text certainly has n words. */
static bool has_words(struct str text, uint32_t n)
{
    uint32_t n_seen = 0;
    for (size_t i = 0; i < text.n && n_seen < n; i += ASCII_BLOCK_BYTES)
        n_seen += (uint32_t)__builtin_popcountll(word_starts(str_slice(text, i, text.n)));
    return n_seen >= n;
}

/* Skips to offset, where a match may begin, and returns where to start scanning: at offset itself,
 * or at the end of the last token counted if the previous match may be near. */
static size_t go_on_to(struct matcher *m, struct str text, size_t offset)
{
    if (!m->is_apart && !has_words(str_slice(text, m->counted.offset, offset), m->near_words))
        return m->counted.offset;
    if (!m->is_apart)
        m->counted.position += m->near_words;
    m->is_apart = true;
    return offset;
}

void matcher_scan(struct matcher *m, struct str text, size_t start, size_t end,
                  struct found_list *found)
{
    struct cut_range part;
    if (m->beginnings.is_everywhere || end - start < SHORT_TEXT_BYTES) {
        scan_part(m, text, go_on_to(m, text, start), end, found);
        return;
    }
    beginnings_start(&m->beginnings, str_slice(text, 0, end), start);
    while (beginnings_next(&m->beginnings, &part))
        scan_part(m, text, go_on_to(m, text, part.start), part.end, found);
    scan_part(m, text, go_on_to(m, text, end), end, found);
}
