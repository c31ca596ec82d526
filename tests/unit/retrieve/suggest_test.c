/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests suggesting corrected queries. */
#include "search/retrieve/suggest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/retrieve/small_index.h"

#define EN(text)                                                                                   \
    {                                                                                              \
        text, "", "a.txt", "", "en"                                                                \
    }
static const struct small_document DOCUMENTS[] = {
    EN("secure communities and the sheriff"),
    EN("secure communities in the county"),
    EN("the database of the school"),
    EN("a database, a database and the lens"),
    EN("less of the database for the school"),
    EN("less than the census form"),
    {"Das Archiv der B\xC3\xBCrgermeister und die Universit\xC3\xA4t", "", "d.txt", "", "de"},
    {"\xD0\xB0\xD1\x80\xD1\x85\xD0\xB8\xD0\xB2 \xD0\xB3\xD0\xBE\xD1\x80\xD0\xBE\xD0\xB4\xD0\xB0",
     "", "r.txt", "", "ru"},
};

static int setup(void **state)
{
    static struct small_index index;
    enum { N = sizeof DOCUMENTS / sizeof *DOCUMENTS, FREQUENT = 40, N_JOINED = 20 };
    static struct small_document documents[N + FREQUENT + N_JOINED + 10];
    size_t n = N;
    memcpy(documents, DOCUMENTS, sizeof DOCUMENTS);
    for (int i = 0; i < FREQUENT; i++)
        documents[n++] = (struct small_document)EN("police report on the newspaper");
    documents[n++] = (struct small_document)EN("a polise of insurance");
    documents[n++] = (struct small_document)EN("data of the base");
    for (int i = 0; i < N_JOINED; i++)
        documents[n++] = (struct small_document)EN("what is waterproof, and waterproofing");
    documents[n++] = (struct small_document)EN("water for the proofs");
    small_index_make(&index, documents, n);
    *state = &index;
    return 0;
}

static int teardown(void **state)
{
    return small_index_remove(*state);
}

static struct str suggestion(const struct small_index *index, const char *query,
                             struct arena *arena)
{
    struct err err = ERR_INIT;
    struct query_node *root;
    struct str better = STR_EMPTY;
    if (parse_query(str_of(query), arena, &root, &err) ||
        suggest_query(&index->plan, root, str_of(query), arena, &better, &err))
        fail_msg("%s: %s", query, err.message);
    return better;
}

static const struct row {
    const char *query, *better;
} ROWS[] = {
    /* a letter inserted, left out or replaced, two swapped */
    {"comunities", "communities"},
    {"sheriiff", "sheriff"},
    {"cemsus", "census"},
    {"shcool", "school"},
    {"comunitise", "communities"}, /* two of them */
    /* also in the first letter */
    {"dommunities", "communities"},
    {"ommunities", "communities"},
    {"xcommunities", ""}, /* a part of what was typed */
    {"sheriffx", ""},
    {"ssheriff sherifff", "sheriff sheriff"},
    {"ocmmunities", "communities"},
    /* swapped letters are preferred to a more frequent word */
    {"lesn", "lens"},
    /* the rest of the query stays as it is */
    {"+Shcool  \"secure comunities\" -ohoi title:shcool",
     "+school  \"secure communities\" -ohoi title:shcool"},
    {"(shcool OR cemsus) AND sheriff", "(school OR census) AND sheriff"},
    /* spaces */
    {"securecommunities", ""}, /* the plan looks for "secure communities" by itself, */
    {"\"securecommunities\"", "\"secure communities\""}, /* but not in a phrase */
    {"data base", ""}, /* both exist, and "databases" is rare */
    {"sher iff", "sheriff"},
    {"the scho ol", "the school"},
    {"news paper", "newspaper"},
    {"water proofs", ""}, /* nobody wrote "waterproofs", although its stem exists */
    /* other scripts, and folded forms */
    {"Burgermeistr", "burgermeister"},
    {"\xC3\x9Cniversit\xC3\xA4t", ""},
    {"\xD0\xB3\xD0\xBE\xD1\x80\xD0\xBE\xD0\xB4\xD0\xBD\xD0\xB0",
     "\xD0\xB3\xD0\xBE\xD1\x80\xD0\xBE\xD0\xB4\xD0\xB0"},
    {"\xD0\xB2\xD1\x80\xD1\x85\xD0\xB8\xD0\xB2", "\xD0\xB0\xD1\x80\xD1\x85\xD0\xB8\xD0\xB2"},
    /* nothing to suggest */
    {"secure communities", ""},
    {"community", ""}, /* its stem exists */
    {"qqqqqqq", ""},
    {"xq", ""},
    {"2011 3.14 c3po", ""},
    {"-comunities *", ""},
    {"NOT comunities", ""},
};

static void misspelt_split_and_joined_words_are_mended(void **state)
{
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        AUTO(arena_done) struct arena arena = ARENA_INIT;
        struct str better = suggestion(*state, ROWS[i].query, &arena);
        if (!str_equal(better, str_of(ROWS[i].better)))
            fail_msg("%s: '%.*s', not '%s'", ROWS[i].query, STR_PRINT(better), ROWS[i].better);
    }
}

static void a_word_that_is_there_stays(void **state)
{
    AUTO(arena_done) struct arena arena = ARENA_INIT;
    assert_int_equal(suggestion(*state, "polise", &arena).n, 0);
    assert_int_equal(suggestion(*state, "water proof", &arena).n, 0);
}

/* Words of a plain query are identified by their place, even if a word occurs twice. */
static void words_of_a_plain_query_are_mended_in_place(void **state)
{
    static const struct row rows[] = {
        {"shcool data shcool", "school data school"},
        {"sheriff data sheriff", ""},
        {"\xC3\xA9t\xC3\xA9 sher iff the sher iff", "\xC3\xA9t\xC3\xA9 sheriff the sheriff"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        AUTO(arena_done) struct arena arena = ARENA_INIT;
        struct err err = ERR_INIT;
        struct query_node *root;
        struct str better, query = str_of(rows[i].query);
        const struct small_index *index = *state;
        assert_int_equal(parse_plain(query, &arena, &root, &err), ERR_OK);
        assert_int_equal(suggest_query(&index->plan, root, query, &arena, &better, &err), ERR_OK);
        if (!str_equal(better, str_of(rows[i].better)))
            fail_msg("%s: '%.*s', not '%s'", rows[i].query, STR_PRINT(better), rows[i].better);
    }
}

static void a_query_that_is_not_utf8_gets_no_suggestion(void **state)
{
    AUTO(arena_done) struct arena arena = ARENA_INIT;
    assert_int_equal(suggestion(*state, "shcool \xFF", &arena).n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(misspelt_split_and_joined_words_are_mended),
        cmocka_unit_test(a_word_that_is_there_stays),
        cmocka_unit_test(words_of_a_plain_query_are_mended_in_place),
        cmocka_unit_test(a_query_that_is_not_utf8_gets_no_suggestion),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
