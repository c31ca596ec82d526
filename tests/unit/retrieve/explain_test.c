/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests explaining the score of a hit. */
#include "search/retrieve/explain.h"

#include "search/plan/rank.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/retrieve/small_index.h"

static const struct small_document DOCUMENTS[] = {
    {"Secure communities and the sheriff of the county. A well-known sheriff.", "Secure", "a.txt",
     "", "en"},
    {"The sheriff, the jail, and the community.", "Sheriff", "b.txt", "", "en"},
    {"The county jail, near the school of the county", "County jail", "c.txt", "", "en"},
    {"A school of communities", "", "d.txt", "", "en"},
    {"Das Archiv der Gemeinde", "", "e.txt", "", "de"},
};

static int setup(void **state)
{
    static struct small_index index;
    small_index_make(&index, DOCUMENTS, sizeof DOCUMENTS / sizeof *DOCUMENTS);
    *state = &index;
    return 0;
}

static int teardown(void **state)
{
    return small_index_remove(*state);
}

static struct store_results *search(const struct small_index *index, const char *query,
                                    struct arena *arena, struct store_search *ret,
                                    struct rerank **ret_look)
{
    struct err err = ERR_INIT;
    struct store_results *results;
    struct plan *plan = arena_alloc(arena, sizeof *plan);
    *plan = small_plan(index, query, arena);
    rank_defaults(ret, 0, plan->n_documents);
    *ret_look = rerank_new(plan, 1, arena); /* all documents are long */
    ret->second_look = rerank_look(*ret_look);
    ret->nodes = plan->nodes;
    ret->n_nodes = plan->n_nodes;
    if (store_reader_search(index->plan.reader, ret, &results, &err))
        fail_msg("%s: %s", query, err.message);
    return results;
}

static struct explanation explain(const struct small_index *index, const struct store_search *s,
                                  const struct rerank *look, uint32_t docid, struct arena *arena)
{
    struct err err = ERR_INIT;
    struct explanation e;
    if (explain_hit(index->plan.reader, s, look, docid, arena, &e, &err))
        fail_msg("%s", err.message);
    return e;
}

static const char *const QUERIES[] = {
    "sheriff",
    "sheriff county jail",
    "county county jail",
    "+sheriff county -school",
    "\"county jail\" school",
    "\"jail county\" school",
    "(sheriff AND jail) OR school",
    "jail NEAR/2 county",
    "count* school",
    "\"secure com*\" jail",
    "s*l jail",
    "shcool~ jail",
    "comunity~2 comunities~2",
    "title:county jail",
    "title:(sheriff county)",
    "well-known lang:en",
    "lang:en",
    "* -jail",
    "gemeinde communities",
};

static void shares_add_up_to_the_score(void **state)
{
    for (size_t i = 0; i < sizeof QUERIES / sizeof *QUERIES; i++) {
        AUTO(arena_done) struct arena arena = ARENA_INIT;
        struct store_search s;
        struct rerank *look;
        struct store_results *results = search(*state, QUERIES[i], &arena, &s, &look);
        assert_true(results->n > 0);
        for (size_t k = 0; k < results->n; k++) {
            const struct store_hit *hit = &results->hits[k];
            struct explanation e = explain(*state, &s, look, hit->docid, &arena);
            double sum = 0;
            for (size_t j = 0; j < e.n; j++)
                sum += e.rows[j].share;
            if (fabs(sum - hit->score) > 1e-6 * fabs(hit->score))
                fail_msg("%s, document %u: %.9g, not %.9g", QUERIES[i], hit->docid, sum,
                         hit->score);
        }
        store_results_free(results);
    }
}

static const struct explain_row *row(const struct explanation *e, const char *kind,
                                     const char *field, const char *term)
{
    for (size_t i = 0; i < e->n; i++)
        if (strcmp(e->rows[i].kind, kind) == 0 && str_equal(e->rows[i].field, str_of(field)) &&
            str_equal(e->rows[i].term, str_of(term)))
            return &e->rows[i];
    fail_msg("no row %s %s %s", kind, field, term);
    return NULL;
}

static void each_term_has_a_row_of_its_own_but_for_filters(void **state)
{
    AUTO(arena_done) struct arena arena = ARENA_INIT;
    struct store_search s;
    struct rerank *look;
    store_results_free(
        search(*state, "counties jail title:county \"county jail\" archiv -gemeinde~ lang:en",
               &arena, &s, &look));
    struct explanation e = explain(*state, &s, NULL, 3, &arena);
    /* 9 words and 2 of the title that count twice, each with its stem; and the title field
     * itself. */
    assert_int_equal(e.length, 2 * (9 + 2 * 2) + 2 * 2);
    const struct explain_row *r = row(&e, "stem", "text", "counti");
    assert_int_equal(r->tf, 4);
    assert_int_equal(r->df, 2);
    assert_true(r->share > 0);
    r = row(&e, "word", "text", "counties");
    assert_int_equal(r->tf, 0);
    assert_true(r->share == 0);
    r = row(&e, "stem", "title", "counti");
    assert_int_equal(r->tf, 1);
    assert_int_equal(r->df, 1);
    assert_true(row(&e, "phrase", "text", "jail")->share > 0);
    for (size_t i = 0; i < e.n; i++) {
        assert_false(str_equal(e.rows[i].term, STR_LITERAL("gemeinde"))); /* excludes */
        assert_false(str_equal(e.rows[i].field, STR_LITERAL("lang")));    /* filters */
        if (i)
            assert_true(e.rows[i - 1].share >= e.rows[i].share);
    }
}

/* Forms that count as one have one row, named by those in the document. */
static void terms_of_a_wildcard_that_count_as_one_have_a_row(void **state)
{
    AUTO(arena_done) struct arena arena = ARENA_INIT;
    struct store_search s;
    struct rerank *look;
    store_results_free(search(*state, "se* communit*", &arena, &s, &look));
    struct explanation e = explain(*state, &s, look, 1, &arena);
    assert_int_equal(e.n, 2);
    assert_int_equal(row(&e, "word", "text", "secure")->tf, 3);
    assert_int_equal(row(&e, "word", "text", "communities")->df, 3);
    e = explain(*state, &s, look, 2, &arena);
    assert_int_equal(row(&e, "word", "text", "community")->tf, 1);
}

static void what_the_second_look_gave_has_rows_of_its_own(void **state)
{
    AUTO(arena_done) struct arena arena = ARENA_INIT;
    struct store_search s;
    struct rerank *look;
    store_results_free(search(*state, "county jail", &arena, &s, &look));
    struct explanation e = explain(*state, &s, look, 3, &arena);
    assert_true(row(&e, "look", "text", "words together")->share > 0);
    assert_true(row(&e, "look", "text", "all words together")->share > 0);
    e = explain(*state, &s, look, 4, &arena);
    for (size_t i = 0; i < e.n; i++)
        assert_false(e.rows[i].is_look);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shares_add_up_to_the_score),
        cmocka_unit_test(each_term_has_a_row_of_its_own_but_for_filters),
        cmocka_unit_test(terms_of_a_wildcard_that_count_as_one_have_a_row),
        cmocka_unit_test(what_the_second_look_gave_has_rows_of_its_own),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
