/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests that a pattern finds the same terms in memory as in the vocabulary on disk, and the right
 * ones. */
#include "search/plan/pattern.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "tests/property/random.h"
#include "tests/unit/retrieve/small_index.h"

enum { N_WORDS = 700, MAX_LENGTH = 10, MAX_BYTES = 2 * MAX_LENGTH + 1, N_DOCUMENTS = 5 };

static const char *const LETTERS[] = {"a", "b", "n", "o", "\xD0\xB6", "\xD1\x8F"};

static void append_letter(char *to)
{
    strcat(to, LETTERS[below(sizeof LETTERS / sizeof *LETTERS)]);
}

static int setup(void **state)
{
    static struct small_index index;
    static struct small_document documents[N_DOCUMENTS];
    static char texts[N_DOCUMENTS][N_WORDS * (MAX_BYTES + 1)];
    random_state = 3;
    for (size_t d = 0; d < N_DOCUMENTS; d++) {
        for (size_t i = 0; i < N_WORDS; i++) {
            for (uint32_t n = 1 + below(MAX_LENGTH); n > 0; n--)
                append_letter(texts[d]);
            strcat(texts[d], " ");
        }
        documents[d] = (struct small_document){texts[d], "", d ? "b.txt" : "a.txt", "", "de"};
    }
    small_index_make(&index, documents, N_DOCUMENTS);
    *state = &index;
    return 0;
}

static int teardown(void **state)
{
    return small_index_remove(*state);
}

static const char *behind(const char *word)
{
    return word + ((*word & 0x80) ? 2 : 1);
}

/* The definition. */
static bool matches(const char *pattern, const char *word)
{
    if (*pattern == '*')
        return matches(pattern + 1, word) || (*word && matches(pattern, behind(word)));
    if (*pattern == '\0' || *word == '\0')
        return *pattern == *word;
    if (*pattern == '?')
        return matches(pattern + 1, behind(word));
    return *pattern == *word && matches(pattern + 1, word + 1);
}

static void make_pattern(char *pattern)
{
    pattern[0] = '\0';
    strcat(pattern, below(3) ? "*" : "?");
    for (uint32_t n = below(5); n > 0; n--)
        if (below(3) == 0)
            strcat(pattern, below(2) ? "*" : "?");
        else
            append_letter(pattern);
}

static struct store_reader *open_again(const struct small_index *index)
{
    struct store_reader *r = NULL;
    struct err err = ERR_INIT;
    char database[80];
    snprintf(database, sizeof database, "%s/db", index->directory);
    const char *path = database;
    assert_int_equal(store_reader_open_folders(&store_glass, &path, 1, &r, &err), ERR_OK);
    return r;
}

static struct pattern_terms find(struct store_reader *r, const char *pattern, size_t max_terms,
                                 size_t max_walked, struct arena *arena)
{
    struct pattern_limits limits = {max_terms, max_walked};
    struct pattern_terms terms;
    struct err err = ERR_INIT;
    assert_int_equal(pattern_find(r, STR_EMPTY, str_of(pattern), &limits, arena, &terms, &err),
                     ERR_OK);
    return terms;
}

static void check_same(const struct pattern_terms *a, const struct pattern_terms *b)
{
    assert_int_equal(a->n, b->n);
    assert_int_equal(a->is_cut, b->is_cut);
    for (size_t i = 0; i < a->n; i++) {
        assert_true(str_equal(a->items[i].name, b->items[i].name));
        assert_int_equal(a->items[i].termfreq, b->items[i].termfreq);
    }
}

static void the_right_terms_are_found(void **state)
{
    AUTO(store_reader_close_pointer) struct store_reader *kept = open_again(*state);
    const struct store_words *words;
    struct err err = ERR_INIT;
    size_t n_found = 0;
    assert_int_equal(store_reader_words(kept, SIZE_MAX, &words, &err), ERR_OK);
    assert_null(words);
    assert_int_equal(store_reader_words(kept, SIZE_MAX, &words, &err), ERR_OK);
    assert_non_null(words);
    assert_true(words->n > 1000);
    for (int run = 0; run < 300; run++) {
        AUTO(arena_done) struct arena arena = ARENA_INIT;
        AUTO(store_reader_close_pointer) struct store_reader *fresh = open_again(*state);
        char pattern[32];
        make_pattern(pattern);
        size_t max_terms = below(4) ? SIZE_MAX : below(50) + 1, n_right = 0;
        size_t max_walked = below(4) ? SIZE_MAX : words->n - 4 + below(8);
        struct pattern_terms walked = find(fresh, pattern, max_terms, max_walked, &arena);
        struct pattern_terms found = find(kept, pattern, max_terms, max_walked, &arena);
        check_same(&walked, &found);
        for (size_t i = 0; i < words->n; i++)
            n_right += matches(pattern, arena_copy(&arena, store_words_name(words, i)).p);
        if (!found.is_cut)
            assert_int_equal(found.n, n_right);
        n_found += found.n;
        mem_free(walked.items);
        mem_free(found.items);
    }
    assert_true(n_found > 1000);
}

/* Every term has the marks of each of its parts, and one mark for its length. */
static void terms_have_the_marks_of_their_parts(void **state)
{
    (void)state;
    for (int run = 0; run < 2000; run++) {
        char word[MAX_BYTES] = "";
        for (uint32_t n = 1 + below(MAX_LENGTH); n > 0; n--)
            append_letter(word);
        struct store_words *words = mem_alloc_zeroed(1, sizeof *words);
        struct str name = str_of(word);
        store_words_add(words, STR_LITERAL("before"), 1);
        store_words_add(words, name, 7);
        assert_true(str_equal(store_words_name(words, 1), name));
        size_t start = below((uint32_t)name.n), end = start + 1 + below((uint32_t)(name.n - start));
        uint64_t part = store_marks_of_part(str_slice(name, start, end), start == 0, end == name.n);
        assert_true((words->marks[1] & part) == part);
        uint64_t length = str_is_ascii(name) ? store_marks_of_length(name.n) : STORE_MARK_NOT_ASCII;
        assert_true(words->marks[1] >> 56 << 56 == length);
        store_words_free(words);
    }
    /* A term lacks marks of what it does not contain, or they would be of no use. */
    struct store_words *words = mem_alloc_zeroed(1, sizeof *words);
    store_words_add(words, STR_LITERAL("memory"), 1);
    uint64_t ending = store_marks_of_part(STR_LITERAL("tion"), false, true);
    uint64_t beginning = store_marks_of_part(STR_LITERAL("y"), true, false);
    assert_true((words->marks[0] & ending) != ending);
    assert_true((words->marks[0] & beginning) != beginning);
    store_words_free(words);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_right_terms_are_found),
        cmocka_unit_test(terms_have_the_marks_of_their_parts),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
