/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Splits text into tokens: ASCII words by a table of bytes, everything else through words.c. */
#include "text/analyser.h"

#include "base/mem.h"
#include "text/between.h"
#include "text/byte_kinds.h"
#include "text/fold.h"
#include "text/spellings.h"
#include "text/stem.h"
#include "text/utf8.h"
#include "text/word_bits.h"
#include "text/words.h"

#include <pthread.h>
#include <stdio.h>
#include <unistring/version.h>

enum { MAX_PLAIN_BYTES = WORDS_MAX_SEGMENT_BYTES / 2 };

struct analyser {
    bool ascii_path;
    struct fold *fold;
    struct words *words;
    struct stems *stems;
    struct buf term; /* for analyser_term() */

    struct str text;
    struct ascii_block block; /* a block of the text, */
    size_t block_start;       /* at this offset, if at is within it */
    const char *block_bytes;  /* its bytes, in the text or in tail */
    char tail[ASCII_BLOCK_BYTES + HEAD_BYTES];
    size_t at;             /* everything before it has been processed */
    size_t ascii_end;      /* [at, ascii_end) is the rest of an ASCII segment */
    struct word_list list; /* the words of a segment before at */
    size_t list_at;        /* the next one to return */
    size_t list_start;     /* where their segment begins */
    uint32_t position;     /* of the next token, if it follows without a gap */
    size_t last_end;       /* of the previous token */
    char form[ANALYSER_MAX_TERM_BYTES];
    struct plain_word plain[PLAIN_WORDS]; /* not yet returned by analyser_next() */
    size_t plain_at, n_plain;
};

struct analyser *analyser_new(struct analyser_settings settings)
{
    struct analyser *a = mem_alloc_zeroed(1, sizeof *a);

    a->ascii_path = true;
    a->fold = fold_new(settings.hangul_bigrams);
    a->words = words_new(settings.keep_marks, a->fold);
    a->stems = stems_new(settings.keep_marks);
    return a;
}

void analyser_free(struct analyser *a)
{
    if (!a)
        return;
    words_free(a->words);
    fold_free(a->fold);
    stems_free(a->stems);
    buf_done(&a->term);
    mem_free(a);
}

void analyser_disable_ascii_path(struct analyser *a)
{
    a->ascii_path = false;
}

void analyser_start(struct analyser *a, struct str text, uint32_t first_position)
{
    a->text = text;
    a->block_start = -(size_t)ASCII_BLOCK_BYTES;
    a->at = a->ascii_end = 0;
    a->list = (struct word_list){NULL, 0, NULL};
    a->list_at = 0;
    a->position = first_position;
    a->last_end = 0;
    a->plain_at = a->n_plain = 0;
}

/* Returns the end of the segment that begins at i. */
static size_t segment_end(struct str text, size_t i, bool *is_ascii)
{
    size_t limit = text.n - i > WORDS_MAX_SEGMENT_BYTES
                       ? utf8_floor(text, i + WORDS_MAX_SEGMENT_BYTES)
                       : text.n;
    uint8_t seen = 0;

    for (; i < limit && !(seen && separates(text, i)); i++)
        seen |= kind_at(text, i);
    *is_ascii = !(seen & HIGH);
    return i;
}

/* Returns where the word of letters and digits at i ends: word_end() of words.c for ASCII. */
static size_t word_end(struct str text, size_t i)
{
    for (;;) {
        uint8_t before, after;

        while (kind_at(text, i) & (LETTER | DIGIT))
            i++;
        if (!(kind_at(text, i) & MIDDLE))
            return i;
        before = kind_at(text, i - 1);
        after = kind_at(text, i + 1);
        if (text.p[i] == '\'' ? !((before & LETTER && after & LETTER) || (before & after & DIGIT))
                              : !(strchr(".,;", text.p[i]) && before & after & DIGIT))
            return i;
        i++;
    }
}

/* Returns the end of the acronym at i, or 0 if there is none. */
static size_t acronym_end(struct str text, size_t i)
{
    size_t at = i + 1;

    if (!(kind_at(text, i) & LETTER) || kind_at(text, at) == 0 || text.p[at] != '.')
        return 0;
    for (;;) {
        size_t next = at + 1;

        if (!(kind_at(text, next) & LETTER) || word_end(text, next) != next + 1)
            return at > i + 1 ? next : 0;
        at = next + 1;
        if (at >= text.n || text.p[at] != '.')
            return at;
    }
}

/* Returns the end of the word [i, end) with the signs that belong to it: "C++", "AT&T". */
static size_t signs_end(struct str text, size_t i, size_t end)
{
    char letter = ascii_lower(text.p[i]), sign = end < text.n ? text.p[end] : ' ';
    size_t n = 0;

    if (end - i > 2)
        return end;
    if (end - i == 1 && letter == 'c' && sign == '+' && end + 1 < text.n &&
        text.p[end + 1] == '+' && !(end + 2 < text.n && text.p[end + 2] == '+'))
        return end + 2;
    if (end - i == 1 && (letter == 'c' || letter == 'f') && sign == '#' &&
        !(kind_at(text, end + 1) & (LETTER | DIGIT)))
        return end + 1;
    if (sign != '&' || !(kind_at(text, i) & LETTER) || !(kind_at(text, end - 1) & LETTER))
        return end;
    while (kind_at(text, end + 1 + n) & LETTER)
        n++;
    if (n < 1 || n > 2 || kind_at(text, end + 1 + n) & DIGIT)
        return end;
    return word_end(text, end + 1);
}

static void finish_token(struct analyser *a, struct token *token, size_t start, size_t end)
{
    a->position += between_gap(a->text, a->last_end, start);
    a->last_end = end;
    token->start = start;
    token->end = end;
    token->position = a->position++;
}

static void emit_word(struct analyser *a, struct token *token)
{
    const struct word *word = &a->list.words[a->list_at++];

    token->kind = word->kind;
    token->form = (struct str){a->list.bytes + word->form, word->form_n};
    token->term = (struct str){a->list.bytes + word->term, word->term_n};
    finish_token(a, token, a->list_start + word->start, a->list_start + word->end);
}

static void emit_ascii(struct analyser *a, struct token *token, enum token_kind kind,
                       struct str form, size_t start, size_t end)
{
    token->kind = kind;
    token->form = form;
    token->term = form;
    a->at = end;
    finish_token(a, token, start, end);
}

/* Returns the word at a->at in an ASCII segment that ends at a->ascii_end. */
static void next_in_ascii_segment(struct analyser *a, struct token *token)
{
    struct str segment = str_slice(a->text, 0, a->ascii_end);
    size_t end = acronym_end(segment, a->at), n = 0;
    enum token_kind kind = end ? TOKEN_ACRONYM : TOKEN_WORD;

    if (!end)
        end = signs_end(segment, a->at, word_end(segment, a->at));
    for (size_t i = a->at; i < end && n < sizeof a->form; i++) {
        a->form[n] = ascii_lower(segment.p[i]);
        n += kind != TOKEN_ACRONYM || segment.p[i] != '.';
    }
    emit_ascii(a, token, kind, (struct str){a->form, n}, a->at, end);
}

/* The bit that small letters have, and digits too. */
#define SMALL 0x20

/* Copies n letters and digits in lower case. */
static void lower_plain(char *to, const char *from, size_t n)
{
    for (size_t i = 0; i < n; i++)
        to[i] = (char)(from[i] | SMALL);
}

/* Returns the word at a->at if it is letters and digits between separators, possibly followed by a
 * stop or comma. */
static bool next_plain_word(struct analyser *a, struct token *token)
{
    const struct str text = a->text;
    /* A longer word is cut into segments, and is not scanned again for each of them. */
    const size_t start = a->at, limit = start + MAX_PLAIN_BYTES;
    struct str form = {text.p + start, 0};
    size_t end = start;
    uint8_t seen = 0;

    for (; kind_at(text, end) & (LETTER | DIGIT); end++) {
        if (end == limit)
            return false;
        seen |= kind_at(text, end);
    }
    if (end == start || word_may_go_on(text, start, end))
        return false;
    form.n = end - start < ANALYSER_MAX_TERM_BYTES ? end - start : ANALYSER_MAX_TERM_BYTES;
    emit_ascii(a, token, TOKEN_WORD, form, start, end);
    if (seen & UPPER) {
        lower_plain(a->form, form.p, form.n);
        token->form.p = token->term.p = a->form;
    }
    return true;
}

/* Advances to where a word may begin. Returns false at the end of the text. */
static bool skip_separators(struct analyser *a)
{
    const struct str text = a->text;
    size_t i = a->at;

    while (i < text.n) {
        uint8_t kind = kind_at(text, i);
        size_t wide = kind & HIGH ? wide_separator(text, i) : 0;

        if (kind & (LETTER | DIGIT | HIGH) && !wide)
            break;
        i += wide ? wide : 1;
    }
    a->at = i;
    return i < text.n;
}

bool analyser_next_other(struct analyser *a, struct token *token)
{
    for (;;) {
        bool is_ascii;
        size_t end;

        if (a->list_at < a->list.n) {
            emit_word(a, token);
            return true;
        }
        if (!skip_separators(a))
            return false;
        if (a->at < a->ascii_end) {
            next_in_ascii_segment(a, token);
            return true;
        }
        if (a->ascii_path && next_plain_word(a, token))
            return true;
        end = segment_end(a->text, a->at, &is_ascii);
        if (is_ascii && a->ascii_path) {
            a->ascii_end = end;
            continue;
        }
        a->list = words_of(a->words, str_slice(a->text, a->at, end));
        a->list_at = 0;
        a->list_start = a->at;
        a->at = end;
    }
}

/* Reads the block at a->at. After the end of the text it has zeros. */
static void read_block(struct analyser *a)
{
    size_t n = a->text.n - a->at;
    a->block_bytes = a->text.p + a->at;
    if (n < sizeof a->tail) {
        memset(a->tail, 0, sizeof a->tail);
        a->block_bytes = memcpy(a->tail, a->block_bytes, n);
    }
    a->block = ascii_block_at(a->block_bytes);
    a->block_start = a->at;
}

/* Advances if none of the words in w is left. Returns false at the end of the text, or if what
 * follows is not for this path. */
static bool go_on(struct analyser *a, const struct word_bits *w)
{
    if (w->high) {
        size_t at = a->block_start + (size_t)__builtin_ctzll(w->high);
        size_t n = wide_separator(a->text, at);
        a->at = n ? at + n : a->at;
        return n > 0 && a->at < a->text.n;
    }
    if (a->text.n - a->block_start < ASCII_BLOCK_BYTES)
        return false;
    if (a->at == a->block_start) {
        if (w->starts & 1) /* a word longer than a block */
            return false;
        a->at += w->starts ? (size_t)__builtin_ctzll(w->starts) : ASCII_BLOCK_BYTES;
    }
    a->block_start = -(size_t)ASCII_BLOCK_BYTES;
    return a->at < a->text.n;
}

/* Returns whether the first word of a block may be one word or number with what is before it. Only
 * there can a character outside ASCII be before a word. */
static inline bool may_join_first(struct str text, size_t last_end, size_t start)
{
    return start == 0 || text.p[start - 1] & 0x80 || spellings_may_go_on(text, last_end);
}

/* Returns the head of the form of a plain word at p, where HEAD_BYTES can be read. */
static inline struct head lower_head(const char *p, size_t n)
{
    const uint64_t small = UINT64_C(0x0101010101010101) * SMALL;
    struct head head;
    memcpy(&head, p, sizeof head);
    head.low |= small;
    head.high |= small;
    return head_cut(head, n);
}

/* Does what plain_words() does for the current block. Returns where to continue in words. */
static inline __attribute__((always_inline)) struct plain_word *
words_of_block(struct analyser *a, struct word_bits *w, const uint64_t *wanted,
               struct plain_word *to, const struct plain_word *limit)
{
    const struct str text = a->text;
    const size_t block_start = a->block_start;
    const char *const block = a->block_bytes;
    uint64_t starts = w->starts, ends = w->ends;
    size_t last_end = a->last_end;
    uint32_t position = a->position;
    bool may_join = starts &&
                    may_join_first(text, last_end, block_start + (size_t)__builtin_ctzll(starts));

    for (; ends && to < limit; starts &= starts - 1, ends &= ends - 1) {
        const size_t start = (size_t)__builtin_ctzll(starts);
        const size_t n = (size_t)__builtin_ctzll(ends) - start;
        const uint64_t bit = ends & -ends;
        const bool is_mixed = (w->mixed & bit) != 0;
        if (w->rare & bit) {
            if (w->may_go_on & bit &&
                word_may_go_on(text, block_start + start, block_start + start + n))
                break;
            if (w->behind_breaks & bit)
                position += between_gap(text, last_end, block_start + start);
        }
        if (!wanted || is_mixed || wanted[block[start] | SMALL] >> (n < 63 ? n : 63) & 1)
            *to++ = (struct plain_word){.head = lower_head(block + start, n),
                                        .start = block_start + start,
                                        .n = (uint32_t)n,
                                        .position = position,
                                        .is_mixed = is_mixed,
                                        .may_join = may_join};
        last_end = block_start + start + n;
        may_join = (w->joins & bit) != 0;
        position++;
    }
    if (last_end != a->last_end)
        a->at = a->last_end = last_end;
    a->position = position;
    w->ends = ends;
    w->starts = starts;
    return to;
}

/* Returns most words by far. Does what next_plain_word() does, but by the bits of a block, and for
 * several words at a time. */
static inline __attribute__((always_inline)) size_t
plain_words(struct analyser *a, const uint64_t *wanted, struct plain_word words[PLAIN_WORDS])
{
    struct plain_word *to = words, *const limit = words + PLAIN_WORDS;
    struct word_bits w;
    if (a->list_at < a->list.n || a->at < a->ascii_end || a->at >= a->text.n || !a->ascii_path)
        return 0;
    do {
        if (a->at - a->block_start >= ASCII_BLOCK_BYTES)
            read_block(a);
        w = word_bits_of(&a->block, a->at - a->block_start);
        if (a->last_end < a->at) { /* the gap before the first word begins earlier */
            w.behind_breaks |= w.ends & -w.ends;
            w.rare |= w.ends & -w.ends;
        }
        to = words_of_block(a, &w, wanted, to, limit);
    } while (!w.ends && to < limit && go_on(a, &w));
    return (size_t)(to - words);
}

size_t analyser_plain_words(struct analyser *a, struct plain_word words[PLAIN_WORDS])
{
    return plain_words(a, NULL, words);
}

size_t analyser_wanted_words(struct analyser *a, const uint64_t wanted[WANTED_FIRST_BYTES],
                             struct plain_word words[PLAIN_WORDS])
{
    return plain_words(a, wanted, words);
}

struct str analyser_plain_form(struct analyser *a, const struct plain_word *word)
{
    if (word->n <= HEAD_BYTES)
        return head_str(&word->head, word->n);
    lower_plain(a->form, a->text.p + word->start, word->n);
    return (struct str){a->form, word->n};
}

bool analyser_next(struct analyser *a, struct token *token)
{
    if (a->plain_at == a->n_plain) {
        bool is_other_next = a->n_plain > 0 && a->n_plain < PLAIN_WORDS;
        a->plain_at = 0;
        a->n_plain = is_other_next ? 0 : analyser_plain_words(a, a->plain);
        if (a->n_plain == 0)
            return analyser_next_other(a, token);
    }
    const struct plain_word *word = &a->plain[a->plain_at++];
    token->kind = TOKEN_WORD;
    token->form = token->term = analyser_plain_form(a, word);
    token->start = word->start;
    token->end = word->start + word->n;
    token->position = word->position;
    return true;
}

uint32_t analyser_position(const struct analyser *a)
{
    return a->position;
}

size_t analyser_end(const struct analyser *a)
{
    return a->last_end;
}

struct str analyser_stem(struct analyser *a, language_id language, struct str form)
{
    return stems_find(a->stems, language, form);
}

struct str analyser_term(struct analyser *a, struct str form)
{
    buf_clear(&a->term);
    fold_append_term(form, &a->term);
    return buf_str(&a->term);
}

/* Appends s in lower case and returns true, if it is ASCII. */
static bool fold_ascii(struct str s, struct buf *out)
{
    unsigned char bits = 0;
    if (s.n == 0)
        return true;
    buf_reserve(out, s.n);
    char *to = out->p + out->n;

    for (size_t i = 0; i < s.n; i++) {
        bits |= (unsigned char)s.p[i];
        to[i] = ascii_lower(s.p[i]);
    }
    out->n += bits < 0x80 ? s.n : 0;
    return bits < 0x80;
}

void analyser_fold(struct analyser *a, struct str s, struct buf *out)
{
    size_t n;
    if (a->ascii_path && fold_ascii(s, out))
        return;
    const struct fold_unit *units = fold_text(a->fold, s, &n);

    for (size_t i = 0; i < n; i++) {
        char bytes[4];

        buf_append(out, bytes, utf8_put(units[i].c, bytes));
    }
}

static char libraries[80];

static void name_libraries(void)
{
    snprintf(libraries, sizeof libraries, "libstemmer %08x, libunistring %d.%d",
             (unsigned)stems_fingerprint(), _libunistring_version >> 16,
             _libunistring_version >> 8 & 0xFF);
}

const char *analyser_libraries(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    pthread_once(&once, name_libraries);
    return libraries;
}
