/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the terms within an edit distance of a word by walking the sorted vocabulary along a
 * Levenshtein automaton. */
#include "search/plan/fuzzy.h"

#include "base/buf.h"
#include "base/mem.h"
#include "text/utf8.h"

#include <stdlib.h>

enum {
    MAX_DISTANCE = 2,
    MAX_DEPTH = FUZZY_MAX_CHARACTERS + MAX_DISTANCE + 1, /* a longer term is too far away */
    STEPS_BEFORE_JUMP = 4,                               /* a jump costs as much as some steps */
};

/* A path from the root of the tree of all terms to the current one. Row d holds the distances
 * between the first d characters of the term and every beginning of the word. */
struct walk {
    struct store_cursor *cursor;
    struct str prefix;
    uint32_t word[FUZZY_MAX_CHARACTERS];
    size_t n_word;
    uint32_t max_distance;
    uint32_t characters[MAX_DEPTH + 1]; /* [1 .. depth] */
    size_t ends[MAX_DEPTH + 1];         /* where character d ends in the term; ends[0] is 0 */
    uint8_t rows[MAX_DEPTH + 1][FUZZY_MAX_CHARACTERS + 1];
    size_t depth;
    struct buf key;
    struct fuzzy_term *items;
    size_t n, capacity, n_walked, max_walked;
};

static void walk_done(struct walk *w)
{
    store_cursor_close(w->cursor);
    buf_done(&w->key);
    mem_free(w->items);
}

static uint8_t smallest(uint8_t a, uint8_t b)
{
    return a < b ? a : b;
}

/* Goes down by one character. Returns false if nothing below can be near enough. */
static bool descend(struct walk *w, uint32_t c, size_t end)
{
    size_t d = ++w->depth;
    w->characters[d] = c;
    w->ends[d] = end;
    const uint8_t *last = w->rows[d - 1], *before = d > 1 ? w->rows[d - 2] : NULL;
    uint8_t *row = w->rows[d], best = row[0] = (uint8_t)d;
    for (size_t j = 1; j <= w->n_word; j++) {
        uint8_t changed = (uint8_t)(last[j - 1] + (w->word[j - 1] != c));
        row[j] = smallest(changed, (uint8_t)(smallest(last[j], row[j - 1]) + 1));
        if (before && j > 1 && c == w->word[j - 2] && w->characters[d - 1] == w->word[j - 1])
            row[j] = smallest(row[j], (uint8_t)(before[j - 2] + 1));
        best = smallest(best, row[j]);
    }
    return best <= w->max_distance;
}

/* Follows a term from where it differs from the previous one, as long as it can be near enough. If
 * it cannot, returns false, and w->depth is where that became clear. */
static bool follow(struct walk *w, struct str term, struct str last)
{
    size_t shared = 0;
    while (shared < term.n && shared < last.n && term.p[shared] == last.p[shared])
        shared++;
    while (w->ends[w->depth] > shared)
        w->depth--;
    for (size_t i = w->ends[w->depth]; i < term.n;) {
        uint32_t c = utf8_decode(term, i, &i);
        if (w->depth == MAX_DEPTH || !descend(w, c, i))
            return false;
    }
    return true;
}

/* Moves past all terms that start with the first n bytes of the current one. */
static enum err_code pass_over(struct walk *w, size_t n, struct str *name, struct err *err)
{
    buf_clear(&w->key);
    buf_append(&w->key, name->p, n);
    struct str start = buf_str(&w->key);
    for (int step = 0; step < STEPS_BEFORE_JUMP; step++) {
        w->n_walked++;
        if (store_cursor_next(w->cursor, name, err))
            return err->code;
        if (!name->p || !str_starts_with(*name, start))
            return ERR_OK;
    }
    w->n_walked++;
    w->key.p[n - 1]++; /* no overflow: UTF-8 has no byte 0xFF */
    return store_cursor_seek(w->cursor, start, name, err);
}

static void keep(struct walk *w, struct str term, struct arena *arena)
{
    MEM_GROW(w->items, w->n, w->capacity);
    w->items[w->n++] = (struct fuzzy_term){.term = arena_copy(arena, term),
                                           .distance = w->rows[w->depth][w->n_word]};
}

static enum err_code walk_terms(struct walk *w, struct str start, struct arena *arena,
                                struct err *err)
{
    AUTO(buf_done) struct buf last = BUF_INIT;
    struct str name;
    if (store_cursor_seek(w->cursor, start, &name, err))
        return err->code;
    while (name.p && str_starts_with(name, start) && w->n_walked < w->max_walked) {
        struct str term = str_slice(name, w->prefix.n, name.n);
        bool is_alive = follow(w, term, buf_str(&last));
        buf_clear(&last);
        buf_append(&last, term.p, is_alive ? term.n : w->ends[w->depth]);
        if (is_alive && w->rows[w->depth][w->n_word] <= w->max_distance)
            keep(w, term, arena);
        w->n_walked++;
        if (is_alive ? store_cursor_next(w->cursor, &name, err)
                     : pass_over(w, w->prefix.n + w->ends[w->depth], &name, err))
            return err->code;
    }
    return ERR_OK;
}

static int compare_terms(const void *left, const void *right)
{
    const struct fuzzy_term *a = left, *b = right;
    if (a->distance != b->distance)
        return a->distance < b->distance ? -1 : 1;
    if (a->termfreq != b->termfreq)
        return a->termfreq > b->termfreq ? -1 : 1;
    return str_compare(a->term, b->term);
}

static enum err_code count_terms(struct walk *w, struct store_reader *reader, struct arena *arena,
                                 struct err *err)
{
    AUTO(mem_free_pointer)
    struct store_frequency *frequencies = mem_alloc_zeroed(w->n + 1, sizeof *frequencies);
    for (size_t i = 0; i < w->n; i++) {
        struct str name = arena_format(arena, "%.*s%.*s", STR_PRINT(w->prefix),
                                       STR_PRINT(w->items[i].term));
        frequencies[i] = (struct store_frequency){.name = name};
    }
    if (store_reader_frequencies(reader, frequencies, w->n, err))
        return err->code;
    for (size_t i = 0; i < w->n; i++)
        w->items[i].termfreq = frequencies[i].termfreq;
    return ERR_OK;
}

static bool read_word(struct walk *w, struct str word)
{
    for (size_t i = 0; i < word.n;) {
        if (w->n_word == FUZZY_MAX_CHARACTERS)
            return false;
        w->word[w->n_word++] = utf8_decode(word, i, &i);
    }
    for (size_t j = 0; j <= w->n_word; j++)
        w->rows[0][j] = (uint8_t)j;
    return w->n_word > 0;
}

enum err_code fuzzy_find(struct store_reader *reader, struct str prefix, struct str word,
                         uint32_t max_distance, const struct fuzzy_limits *limits,
                         struct arena *arena, struct fuzzy_terms *ret, struct err *err)
{
    AUTO(walk_done)
    struct walk w = {
        .prefix = prefix, .max_distance = max_distance, .max_walked = limits->max_walked};
    *ret = (struct fuzzy_terms){0};
    if (w.max_distance > MAX_DISTANCE)
        w.max_distance = MAX_DISTANCE;
    if (!read_word(&w, word))
        return ERR_OK;
    size_t first;
    utf8_decode(word, 0, &first);
    struct str start = arena_format(arena, "%.*s%.*s", STR_PRINT(prefix), (int)first, word.p);
    w.cursor = store_cursor_open(reader);
    if (walk_terms(&w, start, arena, err) || count_terms(&w, reader, arena, err))
        return err->code;
    if (w.n)
        qsort(w.items, w.n, sizeof *w.items, compare_terms);
    ret->n = w.n < limits->max_terms ? w.n : limits->max_terms;
    ret->n_walked = w.n_walked;
    ret->items = arena_alloc(arena, ret->n * sizeof *ret->items);
    if (ret->n)
        memcpy(ret->items, w.items, ret->n * sizeof *ret->items);
    return ERR_OK;
}
