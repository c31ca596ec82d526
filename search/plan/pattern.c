/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the terms that match a pattern with wildcards. */
#include "search/plan/pattern.h"

#include "base/mem.h"
#include "text/utf8.h"

static bool is_wildcard(char c)
{
    return c == '*' || c == '?';
}

/* Returns where in s, from resume on, the match of a "*" may end: where the first byte of what
 * follows the "*" in the pattern occurs next. As that byte begins a character, so it does in s.
 * Returns s.n if it does not occur, or if the "*" is the last of the pattern and takes
 * everything. */
static size_t find_resume(struct str pattern, size_t behind, struct str s, size_t resume)
{
    if (behind == pattern.n)
        return s.n;
    return is_wildcard(pattern.p[behind]) ? resume : str_find_char(s, pattern.p[behind], resume);
}

/* Returns true if the pattern matches all of s: "*" matches any characters and "?" one. It is
 * enough to go back to the last "*". */
static bool pattern_matches(struct str pattern, struct str s)
{
    size_t i = 0, j = 0, star = pattern.n, resume = 0;
    while (j < s.n) {
        if (i < pattern.n && pattern.p[i] == '*') {
            star = i++;
            j = resume = find_resume(pattern, i, s, j);
        } else if (i < pattern.n && pattern.p[i] == '?') {
            i++;
            utf8_decode(s, j, &j);
        } else if (i < pattern.n && pattern.p[i] == s.p[j]) {
            i++;
            j++;
        } else if (star < pattern.n) {
            i = star + 1;
            utf8_decode(s, resume, &resume);
            j = resume = find_resume(pattern, i, s, resume);
        } else {
            return false;
        }
    }
    while (i < pattern.n && pattern.p[i] == '*')
        i++;
    return i == pattern.n;
}

/* Returns where the wildcards from start on end (if wild is set), or the characters that are none.
 */
static size_t find_end(struct str pattern, size_t start, bool wild)
{
    size_t end = start;
    while (end < pattern.n && is_wildcard(pattern.p[end]) == wild)
        end++;
    return end;
}

/* The marks that a term must have to match a pattern: all of the first, and any of the second. */
struct marks {
    uint64_t all, any;
};

static struct marks marks_of(struct str pattern)
{
    struct marks marks = {0, UINT64_MAX};
    for (size_t i = find_end(pattern, 0, true), end; i < pattern.n;
         i = find_end(pattern, end, true)) {
        end = find_end(pattern, i, false);
        marks.all |= store_marks_of_part(str_slice(pattern, i, end), i == 0, end == pattern.n);
    }
    if (str_find_char(pattern, '*', 0) == pattern.n)
        marks.any = store_marks_of_length(pattern.n) | STORE_MARK_NOT_ASCII;
    return marks;
}

static void keep(struct pattern_terms *terms, struct str name, uint32_t termfreq,
                 struct arena *arena)
{
    MEM_GROW(terms->items, terms->n, terms->capacity);
    terms->items[terms->n++] = (struct store_frequency){.name = arena_copy(arena, name),
                                                        .termfreq = termfreq};
}

/* Terms without a prefix are on both sides of those with one, which begin with a capital letter and
 * are skipped. */
static enum err_code walk_terms(struct store_reader *reader, struct str prefix, struct str pattern,
                                struct str start, const struct pattern_limits *limits,
                                struct arena *arena, struct pattern_terms *ret, struct err *err)
{
    struct str name = STR_EMPTY;
    size_t n_walked = 0;
    struct store_cursor *cursor = store_cursor_open(reader);
    store_cursor_seek(cursor, start, &name, err);
    while (!err->code && name.p && str_starts_with(name, start) && n_walked < limits->max_walked &&
           ret->n < limits->max_terms) {
        n_walked++;
        if (start.n == 0 && ascii_is_upper(name.p[0])) {
            store_cursor_seek(cursor, STR_LITERAL("["), &name, err); /* past "Z" */
            continue;
        }
        if (pattern_matches(pattern, str_slice(name, prefix.n, name.n)))
            keep(ret, name, 0, arena);
        store_cursor_next(cursor, &name, err);
    }
    store_cursor_close(cursor);
    ret->is_cut = n_walked == limits->max_walked || ret->n == limits->max_terms;
    return err->code ? err->code : store_reader_frequencies(reader, ret->items, ret->n, err);
}

/* Does the same in memory for all terms without a prefix. */
static void look_through(const struct store_words *words, struct str pattern,
                         const struct pattern_limits *limits, struct arena *arena,
                         struct pattern_terms *ret)
{
    const struct marks marks = marks_of(pattern);
    for (size_t i = 0; i < words->n && ret->n < limits->max_terms; i++) {
        bool may_match = (words->marks[i] & marks.all) == marks.all && words->marks[i] & marks.any;
        if (may_match && pattern_matches(pattern, store_words_name(words, i)))
            keep(ret, store_words_name(words, i), words->termfreqs[i], arena);
    }
    ret->is_cut = ret->n == limits->max_terms;
}

enum err_code pattern_find(struct store_reader *reader, struct str prefix, struct str pattern,
                           const struct pattern_limits *limits, struct arena *arena,
                           struct pattern_terms *ret, struct err *err)
{
    const struct store_words *words = NULL;
    size_t literal = find_end(pattern, 0, false);
    struct str start = arena_format(arena, "%.*s%.*s", STR_PRINT(prefix), (int)literal, pattern.p);
    *ret = (struct pattern_terms){0};
    if (start.n == 0 && store_reader_words(reader, limits->max_walked, &words, err))
        return err->code;
    /* Walking takes a step for each term, one past those with a prefix, and one to see the end. */
    if (!words || words->n + 2 > limits->max_walked)
        return walk_terms(reader, prefix, pattern, start, limits, arena, ret, err);
    look_through(words, pattern, limits, arena, ret);
    return ERR_OK;
}
