/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests finding similar documents and expanding queries. */
#include "search/retrieve/more_like_this.h"

#include "search/retrieve/locate.h"

#include "search/plan/rank.h"
#include "search/retrieve/feedback.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/retrieve/small_index.h"

static const struct small_document DOCUMENTS[] = {
    /* 1 */ {"The sheriff of the county opened the new jail in 2011", "Jail", "news/a.txt", "",
             "en"},
    /* 2 */ {"A jail of another county, and its sheriffs", "", "news/b.txt", "", "en"},
    /* 3 */ {"The river flooded the bridge in 2011", "", "news/c.txt", "", "en"},
    /* 4 */ {"Sheriffs guard the bridge", "", "records.jsonl", "r2", "en"},
    /* 5 */ {"The river and its bridges and floods", "", "records.jsonl", "r1", "en"},
    /* 6 */ {"Floods of the warden", "", "/abs/z.txt", "", "en"},
    /* 7 */ {"The warden of the jail, the warden", "", "news/d.txt", "", "en"},
    /* 8 */ {"Die Gemeinde", "", "news/e.txt", "", "de"},
};

struct fixture {
    struct small_index index;
    struct searcher_index place;
    char index_dir[128];
    struct searcher source;
};

static int setup(void **state)
{
    static struct fixture f;
    small_index_make(&f.index, DOCUMENTS, sizeof DOCUMENTS / sizeof *DOCUMENTS);
    snprintf(f.index_dir, sizeof f.index_dir, "%s/.pressmark", f.index.directory);
    f.place.place.dir = f.index_dir;
    f.source = (struct searcher){
        .indexes = &f.place, .n_indexes = 1, .reader = f.index.plan.reader};
    *state = &f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;
    return small_index_remove(&f->index);
}

/* 0: not found */
static uint32_t find(const struct fixture *f, const char *name)
{
    AUTO(arena_done) struct arena arena = ARENA_INIT;
    struct err err = ERR_INIT;
    uint32_t docid = 0;
    enum err_code code = locate_document(&f->source, str_of(name), &arena, &docid, &err);
    assert_int_equal(code, docid ? ERR_OK : ERR_NOT_FOUND);
    return docid;
}

static void a_document_is_found_by_its_path_or_id(void **state)
{
    const struct fixture *f = *state;
    char absolute[100];
    snprintf(absolute, sizeof absolute, "%s/news/./b.txt", f->index.directory);
    assert_int_equal(find(f, "news/a.txt"), 1);
    assert_int_equal(find(f, absolute), 2);
    assert_int_equal(find(f, "/abs/z.txt"), 6);
    assert_int_equal(find(f, "records.jsonl"), 5); /* the first of its records */
    assert_int_equal(find(f, "records.jsonl#r2"), 4);
    assert_int_equal(find(f, "r1"), 5);
    assert_int_equal(find(f, "news"), 0);
    assert_int_equal(find(f, "news/a.tx"), 0);
    assert_int_equal(find(f, "1"), 0);
    assert_int_equal(find(f, ""), 0);
}

/* Returns the docids of the answer as text, best first. */
static const char *answers(const struct fixture *f, const struct plan *plan, char *out)
{
    struct err err = ERR_INIT;
    struct store_search search;
    struct store_results *results;
    out[0] = '\0';
    if (plan->n_nodes == 0)
        return out;
    rank_defaults(&search, 0, 0);
    search.nodes = plan->nodes;
    search.n_nodes = plan->n_nodes;
    if (store_reader_search(f->index.plan.reader, &search, &results, &err))
        fail_msg("%s", err.message);
    for (size_t i = 0; i < results->n; i++)
        sprintf(out + strlen(out), "%s%u", i ? " " : "", results->hits[i].docid);
    store_results_free(results);
    return out;
}

static const char *like(const struct fixture *f, uint32_t docid, const char *filter, char *out)
{
    AUTO(arena_done) struct arena arena = ARENA_INIT;
    struct err err = ERR_INIT;
    struct plan plan = {0};
    if (filter)
        plan = small_plan(&f->index, filter, &arena);
    if (more_like_this_plan(&f->index.plan, docid, &arena, &plan, &err))
        fail_msg("%s", err.message);
    return answers(f, &plan, out);
}

static void documents_with_the_same_rare_words_are_alike(void **state)
{
    const struct fixture *f = *state;
    char out[200];
    assert_string_equal(like(f, 1, NULL, out), "2 7 4 3"); /* not 1 itself; 2011 tells the least */
    assert_string_equal(like(f, 1, "warden", out), "7");
    assert_string_equal(like(f, 1, "lang:de", out), "");
    assert_string_equal(like(f, 8, NULL, out), ""); /* its words occur nowhere else */
}

static void passages_mark_what_was_alike_but_no_stop_words(void **state)
{
    const struct fixture *f = *state;
    AUTO(arena_done) struct arena arena = ARENA_INIT;
    struct err err = ERR_INIT;
    struct plan plan = {0};
    assert_int_equal(more_like_this_plan(&f->index.plan, 1, &arena, &plan, &err), ERR_OK);
    bool has_stem = false, has_stop_word = false;
    for (size_t i = 0; i < plan.n_matches; i++) {
        has_stem |= plan.matches[i].kind == MATCH_STEM &&
                    str_equal(plan.matches[i].text, STR_LITERAL("counti"));
        has_stop_word |= str_equal(plan.matches[i].text, STR_LITERAL("the"));
        assert_true(plan.matches[i].weight > 0);
        assert_true(plan.matches[i].word < plan.n_words);
    }
    assert_true(has_stem);
    assert_false(has_stop_word);
}

static const char *expand(const struct fixture *f, const char *query, bool may_find_more, char *out)
{
    AUTO(arena_done) struct arena arena = ARENA_INIT;
    struct err err = ERR_INIT;
    struct store_search search;
    struct plan plan = small_plan(&f->index, query, &arena);
    rank_defaults(&search, 0, 0);
    if (feedback_plan(&f->index.plan, &search, may_find_more, &arena, &plan, &err))
        fail_msg("%s", err.message);
    return answers(f, &plan, out);
}

static void a_query_is_expanded_by_words_of_its_best_hits(void **state)
{
    const struct fixture *f = *state;
    char out[200];
    /* 4 and 6 have bridges and floods, as do the documents about the river. */
    assert_string_equal(expand(f, "floods", false, out), "6 5 3");
    assert_string_equal(expand(f, "river", true, out), "3 5 4 6 1");
    assert_string_equal(expand(f, "river", false, out), "3 5");
    assert_string_equal(expand(f, "river -bridge", false, out), "");
    assert_string_equal(expand(f, "gemeinde", true, out), "8"); /* nothing to add */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_document_is_found_by_its_path_or_id),
        cmocka_unit_test(documents_with_the_same_rare_words_are_alike),
        cmocka_unit_test(passages_mark_what_was_alike_but_no_stop_words),
        cmocka_unit_test(a_query_is_expanded_by_words_of_its_best_hits),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
