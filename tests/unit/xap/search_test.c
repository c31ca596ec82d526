/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests searching through libxapian. */
#include "small.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static struct xap_node term(const char *name)
{
    return (struct xap_node){.op = XAP_TERM, .text = bytes(name)};
}

static struct xap_node join(enum xap_op op, uint32_t n_children)
{
    return (struct xap_node){.op = op, .n_children = n_children};
}

static struct xap_results *run(struct xap_database *db, const struct xap_search *search)
{
    struct xap_error error;
    struct xap_results *found = NULL;
    must(xap_search_run(db, search, &found, &error), &error);
    return found;
}

/* Asserts the docids of the hits: "2 1". */
static void assert_hits(struct xap_database *db, const struct xap_search *search,
                        const char *wanted)
{
    struct xap_results *found = run(db, search);
    char all[200] = "";
    for (size_t i = 0; i < found->n; i++)
        snprintf(all + strlen(all), sizeof all - strlen(all), "%s%u", i ? " " : "",
                 found->hits[i].docid);
    assert_string_equal(all, wanted);
    xap_results_free(found);
}

#define QUERY(...)                                                                                 \
    .nodes = (const struct xap_node[]){__VA_ARGS__},                                               \
    .n_nodes = sizeof(const struct xap_node[]){__VA_ARGS__} / sizeof(struct xap_node), .max = 100

#define ASSERT_QUERY(db, wanted, ...)                                                              \
    assert_hits(db, &(struct xap_search){QUERY(__VA_ARGS__), .scheme = "bool"}, wanted)

static void each_operator_finds_what_it_should(void **state)
{
    (void)state;
    MAKE(path, "a b c", "a x b", "b a", "c", "a");
    struct xap_database *db = open_at(path, XAP_READ);
    struct xap_node phrase = join(XAP_PHRASE, 2), wide = join(XAP_PHRASE, 2),
                    near = join(XAP_NEAR, 2), scaled = join(XAP_SCALE, 1), elite;
    wide.n = 3;
    scaled.factor = 2;
    elite = join(XAP_ELITE_SET, 2);
    elite.n = 1;
    const struct xap_node range = {.op = XAP_VALUE_RANGE, .lower = bytes("a"), .upper = bytes("b")},
                          at_least = {.op = XAP_VALUE_GE, .lower = bytes("b")},
                          at_most = {.op = XAP_VALUE_LE, .upper = bytes("a")},
                          wildcard = {.op = XAP_WILDCARD, .text = bytes("x")},
                          all = {.op = XAP_ALL}, nothing = {.op = XAP_NOTHING};
    ASSERT_QUERY(db, "1 2 3 5", term("a"));
    ASSERT_QUERY(db, "", term("none"));
    ASSERT_QUERY(db, "1 2 3 4 5", all);
    ASSERT_QUERY(db, "", nothing);
    ASSERT_QUERY(db, "2 3 5", range);
    ASSERT_QUERY(db, "1 2 4", at_least);
    ASSERT_QUERY(db, "3 5", at_most);
    ASSERT_QUERY(db, "2", wildcard);
    ASSERT_QUERY(db, "1 2 3", term("a"), term("b"), join(XAP_AND, 2));
    ASSERT_QUERY(db, "1 2 3 4 5", term("a"), term("c"), join(XAP_OR, 2));
    ASSERT_QUERY(db, "2 3 4 5", term("a"), term("c"), join(XAP_XOR, 2));
    ASSERT_QUERY(db, "5", term("a"), term("c"), term("b"), join(XAP_AND_NOT, 3));
    ASSERT_QUERY(db, "1 4", term("c"), term("a"), join(XAP_AND_MAYBE, 2));
    ASSERT_QUERY(db, "1", term("c"), term("a"), join(XAP_FILTER, 2));
    ASSERT_QUERY(db, "1", term("a"), term("b"), phrase);
    ASSERT_QUERY(db, "1 2", term("a"), term("b"), wide);
    ASSERT_QUERY(db, "1 3", term("a"), term("b"), near);
    ASSERT_QUERY(db, "1 2 4", term("x"), term("c"), join(XAP_SYNONYM, 2));
    ASSERT_QUERY(db, "1 2 4", term("x"), term("c"), join(XAP_MAX, 2));
    ASSERT_QUERY(db, "1 4", term("c"), scaled);
    ASSERT_QUERY(db, "", join(XAP_OR, 0));
    assert_hits(db, &(struct xap_search){QUERY(term("x"), term("a"), elite)}, "2");
    xap_close(db);
}

static void what_is_no_query_is_refused(void **state)
{
    (void)state;
    MAKE(path, "a b c");
    struct xap_database *db = open_at(path, XAP_READ);
    enum { MAX_DEPTH = 1000 };
    static struct xap_node deep[2 * MAX_DEPTH + 3];
    deep[0] = term("a");
    for (size_t i = 1; i < sizeof deep / sizeof *deep; i += 2) {
        deep[i] = term("b");
        deep[i + 1] = join(i % 4 == 1 ? XAP_OR : XAP_AND, 2);
    }
    assert_hits(db, &(struct xap_search){.nodes = deep, .n_nodes = 2 * MAX_DEPTH + 1, .max = 1},
                "1");
    struct xap_node below_zero = join(XAP_SCALE, 1), no_number = below_zero, leaf = term("a");
    below_zero.factor = -1;
    no_number.factor = nan("");
    leaf.n_children = 1;
    const struct {
        size_t n;
        struct xap_node nodes[3];
    } cases[] = {
        {0, {{0}}},
        {1, {term("")}},
        {1, {join(XAP_AND, 1)}},
        {2, {term("a"), term("b")}},
        {2, {term("a"), leaf}},
        {2, {term("a"), below_zero}},
        {2, {term("a"), no_number}},
        {3, {term("a"), term("b"), join(XAP_SCALE, 2)}},
        {1, {{.op = XAP_SOURCE}}},
        {1, {{.op = (enum xap_op)99}}},
    };
    for (size_t i = 0; i <= sizeof cases / sizeof *cases; i++) {
        bool is_last = i == sizeof cases / sizeof *cases;
        struct xap_error error;
        struct xap_results *found = NULL;
        struct xap_search search = {.nodes = is_last ? deep : cases[i].nodes,
                                    .n_nodes = is_last ? 2 * MAX_DEPTH + 3 : cases[i].n,
                                    .max = 10};
        assert_int_equal(xap_search_run(db, &search, &found, &error), XAP_ERROR_INVALID_ARGUMENT);
        assert_null(found);
    }
    struct xap_node many = {.op = XAP_WILDCARD, .text = bytes(""), .n = 2};
    struct xap_error error;
    struct xap_results *found;
    struct xap_search search = {.nodes = &many, .n_nodes = 1, .max = 10};
    assert_int_equal(xap_search_run(db, &search, &found, &error), XAP_ERROR_WILDCARD);
    xap_results_free(NULL);
    xap_close(db);
}

/* ---- weights ---- */

static void each_scheme_has_its_name(void **state)
{
    (void)state;
    static const char *const good[] = {"bool",
                                       "coord",
                                       "tfidf",
                                       "tfidf ntn",
                                       "bm25",
                                       "bm25 1.2 0 1 0.75",
                                       "bm25+",
                                       "bm25+ 1 0 1 0.5 0.5 0.9",
                                       "trad",
                                       "trad 2",
                                       "inl2",
                                       "inl2 1.5",
                                       "ifb2 1",
                                       "ineb2 2",
                                       "bb2 1",
                                       "dlh",
                                       "pl2 1",
                                       "pl2+ 1 0.8",
                                       "dph",
                                       "lm",
                                       "lm 0 two-stage 0.7 2000",
                                       "lm 0 dirichlet+ 2000 0.05",
                                       "  bm25   1 "};
    static const char *const bad[] = {
        "",          "bm26",        "bm25 x", "bm25 1x", "bm25 1 1 1 1 1 1", "bool 1",
        "tfidf qqq", "tfidf ntn 1", "lm 1",   "pl2 0",   "lm 0 smooth 1 1",  "bm25 nan",
        "bm25 1e99"};
    MAKE(path, "a b c", "a a2", "b");
    struct xap_database *db = open_at(path, XAP_READ);
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        struct xap_error error;
        must(xap_check_scheme(good[i], &error), &error);
        struct xap_search search = {QUERY(term("a"), term("b"), join(XAP_OR, 2)),
                                    .scheme = good[i]};
        assert_hits(db, &(struct xap_search){QUERY(term("a2")), .scheme = good[i]}, "2");
        xap_results_free(run(db, &search));
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (xap_check_scheme(bad[i], NULL) != XAP_ERROR_INVALID_ARGUMENT)
            fail_msg("'%s' is taken for a scheme", bad[i]);
    xap_close(db);
}

struct own_term {
    double factor;
    uint32_t wqf, termfreq;
};

static int n_open;

static void *open_own(void *ctx, const struct xap_weight_statistics *s)
{
    struct own_term *t = malloc(sizeof *t);
    assert_string_equal(ctx, "context");
    assert_true(s->n_documents == 3 && s->max_wdf >= 1 && s->average_length == 2);
    *t = (struct own_term){s->factor, s->wqf, s->termfreq};
    n_open++;
    return t;
}

static void close_own(void *state)
{
    n_open--;
    free(state);
}

static double weigh_own(const void *state, uint32_t wdf, uint32_t length)
{
    const struct own_term *t = state;
    return t->factor * (1000 * t->wqf + 100 * t->termfreq + 10 * wdf + length);
}

static double max_own(const void *state)
{
    const struct own_term *t = state;
    return t->factor * 100000;
}

static void a_scheme_is_made_of_functions(void **state)
{
    (void)state;
    MAKE(path, "a b c", "a a2", "b");
    struct xap_database *db = open_at(path, XAP_READ);
    const struct xap_weight weight = {(void *)"context", open_own, close_own, weigh_own, max_own};
    struct xap_node twice = term("a"), scaled = join(XAP_SCALE, 1);
    twice.n = 2;
    scaled.factor = 0.5;
    struct xap_search search = {QUERY(twice, scaled, term("c"), join(XAP_OR, 2)),
                                .weight = &weight};
    struct xap_results *found = run(db, &search);
    assert_int_equal(found->n, 2);
    assert_int_equal(found->hits[0].docid, 1);
    assert_true(found->hits[0].weight == 0.5 * (2000 + 200 + 10 + 3) + (1000 + 100 + 10 + 3));
    assert_true(found->hits[1].weight == 0.5 * (2000 + 200 + 10 + 2));
    assert_int_equal(found->hits[0].percent, 100);
    assert_true(found->max_weight >= found->hits[0].weight);
    assert_int_equal(found->n_terms, 2);
    assert_bytes(found->terms[1].name, "c");
    assert_int_equal(found->terms[1].termfreq, 1);
    xap_results_free(found);
    assert_int_equal(n_open, 0);
    xap_close(db);
}

/* ---- posting sources ---- */

struct own_list {
    size_t shard;
    uint32_t docid;
};

static void *open_list(void *ctx, size_t shard)
{
    struct own_list *l = malloc(sizeof *l);
    *l = (struct own_list){shard, 0};
    ++*(size_t *)ctx;
    n_open++;
    return l;
}

/* Returns odd documents of the first shard and even ones of the second. */
static uint32_t seek_list(void *state, uint32_t docid)
{
    struct own_list *l = state;
    docid += docid % 2 == l->shard % 2;
    return l->docid = docid <= 4 ? docid : 0;
}

static double weigh_list(void *state)
{
    const struct own_list *l = state;
    return l->docid;
}

static void a_list_is_made_of_functions(void **state)
{
    (void)state;
    size_t n_states = 0;
    char second[128];
    snprintf(second, sizeof second, "%s/second", folder);
    MAKE(path, "a", "a", "a", "a b");
    MAKE(second, "a", "a b", "a b", "a");
    struct xap_database *db = open_at(path, XAP_READ), *other = open_at(second, XAP_READ);
    struct xap_error error;
    must(xap_add(db, other, &error), &error);
    xap_close(other);
    struct xap_source source = {&n_states, open_list, close_own, seek_list, weigh_list, 4, 0, 2, 4};
    struct xap_node list = {.op = XAP_SOURCE, .source = &source};
    assert_hits(db, &(struct xap_search){QUERY(list)}, "8 5 4 1");
    source.weigh = NULL;
    assert_hits(db, &(struct xap_search){QUERY(list)}, "1 4 5 8");
    assert_hits(db, &(struct xap_search){QUERY(term("b"), list, join(XAP_FILTER, 2))}, "4");
    assert_hits(db, &(struct xap_search){QUERY(term("b"), list, join(XAP_AND_NOT, 2))}, "6 7");
    assert_true(n_states >= 8);
    assert_int_equal(n_open, 0);
    source.open = NULL; /* the state is the context */
    source.close = NULL;
    source.ctx = &(struct own_list){0};
    assert_hits(db, &(struct xap_search){QUERY(list)}, "1 2 5 6");
    xap_close(db);
}

/* ---- order and counts ---- */

static void hits_are_sorted_and_cut(void **state)
{
    (void)state;
    MAKE(path, "a x m", "a k", "a y m", "a z");
    struct xap_database *db = open_at(path, XAP_READ);
    const struct xap_sort_key up = {.slot = 0}, down = {.slot = 0, .is_descending = true},
                              both[] = {{.slot = 7, .missing = bytes("m")}, {.slot = 0}};
    struct xap_search s = {QUERY(term("a")), .scheme = "bool"};
    assert_hits(db, &s, "1 2 3 4");
    s.last_first = true;
    assert_hits(db, &s, "4 3 2 1");
    s.last_first = false;
    s.keys = &up;
    s.n_keys = 1;
    s.order = XAP_BY_KEYS;
    assert_hits(db, &s, "2 1 3 4");
    s.keys = &down;
    s.order = XAP_BY_WEIGHT_THEN_KEYS;
    assert_hits(db, &s, "4 1 3 2");
    s.keys = both;
    s.n_keys = 2;
    s.order = XAP_BY_KEYS_THEN_WEIGHT;
    assert_hits(db, &s, "2 1 3 4");
    s.order = XAP_BY_KEYS;
    s.first = 1;
    s.max = 2;
    assert_hits(db, &s, "1 3");
    struct xap_search cut = {QUERY(term("a"), term("k"), join(XAP_OR, 2)), .min_percent = 90};
    assert_hits(db, &cut, "2");
    cut.min_percent = 0;
    cut.min_weight = 0.5;
    assert_hits(db, &cut, "2");
    cut.min_weight = 0;
    cut.time_limit_s = 10;
    cut.check_at_least = 100;
    assert_hits(db, &cut, "2 4 1 3");
    xap_close(db);
}

static void hits_are_collapsed_and_counted(void **state)
{
    (void)state;
    MAKE(path, "a m", "a b k", "a m", "a m", "x");
    struct xap_database *db = open_at(path, XAP_READ);
    const uint32_t slots[] = {0, 5};
    struct xap_search s = {QUERY(term("a")),     .scheme = "bool",     .collapse_max = 1,
                           .with_data = true,    .value_slots = slots, .n_value_slots = 2,
                           .count_slots = slots, .n_count_slots = 2,   .check_at_least = 100};
    struct xap_results *found = run(db, &s);
    assert_int_equal(found->n, 2);
    assert_bytes(found->hits[0].collapse_key, "m");
    assert_true(found->hits[0].n_collapsed >= 1);
    assert_bytes(found->hits[1].data, "a b k");
    assert_bytes(found->hits[1].values[0], "k");
    assert_int_equal(found->hits[1].values[1].n, 0);
    xap_results_free(found);
    s.first = 1;
    found = run(db, &s);
    assert_int_equal(found->n, 1);
    assert_bytes(found->hits[0].data, "a b k");
    xap_results_free(found);
    s.first = 0;
    s.collapse_max = 0;
    found = run(db, &s);
    assert_true(found->min_matches == 4 && found->max_matches == 4 &&
                found->estimated_matches == 4);
    assert_int_equal(found->n_counted, 4);
    assert_int_equal(found->counts[0].n, 2);
    assert_bytes(found->counts[0].items[0].value, "k");
    assert_int_equal(found->counts[0].items[1].n_documents, 3);
    assert_int_equal(found->counts[1].n, 0);
    xap_results_free(found);
    xap_close(db);
}

static void queries_are_expanded_by_what_is_relevant(void **state)
{
    (void)state;
    MAKE(path, "apple tree", "apple pie tree", "car", "car road", "apple tree");
    struct xap_database *db = open_at(path, XAP_READ);
    struct xap_error error;
    struct xap_expansion *e;
    const uint32_t relevant[] = {1, 5};
    must(xap_expand(db, relevant, 2, 1, &e, &error), &error);
    assert_int_equal(e->n, 1);
    assert_true(memcmp(e->terms[0].name.p, "apple", 5) == 0 ||
                memcmp(e->terms[0].name.p, "tree", 4) == 0);
    xap_expansion_free(e);
    xap_expansion_free(NULL);
    struct xap_search s = {QUERY(term("pie"), term("apple"), join(XAP_OR, 2)), .relevant = relevant,
                           .n_relevant = 2};
    struct xap_results *with = run(db, &s);
    s.n_relevant = 0;
    struct xap_results *without = run(db, &s);
    assert_true(with->terms[0].weight > without->terms[0].weight);
    xap_results_free(with);
    xap_results_free(without);
    xap_close(db);
}

/* ---- remote databases ---- */

static void a_server_is_searched_with_others(void **state)
{
    (void)state;
    struct xap_error error;
    char arguments[128], second[128];
    snprintf(second, sizeof second, "%s/second", folder);
    MAKE(path, "a b", "a");
    MAKE(second, "b a b2", "c");
    struct xap_database *db = open_at(path, XAP_READ), *other = NULL, *local = NULL;
    must(xap_open(second, XAP_READ, 0, &local, &error), &error);
    snprintf(arguments, sizeof arguments, "--timeout=20000 %s", second);
    must(xap_open_program("xapian-progsrv", arguments, XAP_READ, 20000, &other, &error), &error);
    struct xap_database *both = open_at(path, XAP_READ);
    must(xap_add(both, local, &error), &error);
    must(xap_add(db, other, &error), &error);
    xap_close(local);
    xap_close(other);
    const uint32_t slot = 0;
    const struct xap_sort_key key = {.slot = 0};
    struct xap_search s = {QUERY(term("a"), term("b"), join(XAP_OR, 2)),
                           .scheme = "ineb2",
                           .with_data = true,
                           .value_slots = &slot,
                           .n_value_slots = 1,
                           .count_slots = &slot,
                           .n_count_slots = 1};
    struct xap_results *far = run(db, &s), *here = run(both, &s);
    assert_int_equal(far->n, 3);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(far->hits[i].docid, here->hits[i].docid);
        assert_true(fabs(far->hits[i].weight - here->hits[i].weight) < 1e-12);
        assert_int_equal(far->hits[i].data.n, here->hits[i].data.n);
        assert_int_equal(far->hits[i].values[0].n, here->hits[i].values[0].n);
    }
    assert_int_equal(far->counts[0].n, here->counts[0].n);
    xap_results_free(far);
    xap_results_free(here);
    s.keys = &key;
    s.n_keys = 1;
    s.order = XAP_BY_KEYS;
    assert_hits(db, &s, "3 1 2");
    const struct xap_weight weight = {(void *)"context", open_own, close_own, weigh_own, max_own};
    struct xap_search own = {QUERY(term("a")), .weight = &weight};
    assert_int_equal(xap_search_run(db, &own, &far, &error), XAP_ERROR_UNIMPLEMENTED);
    xap_close(db);
    xap_close(both);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, make_folder, remove_folder)
    const struct CMUnitTest tests[] = {
        TEST(each_operator_finds_what_it_should), TEST(what_is_no_query_is_refused),
        TEST(each_scheme_has_its_name),           TEST(a_scheme_is_made_of_functions),
        TEST(a_list_is_made_of_functions),        TEST(hits_are_sorted_and_cut),
        TEST(hits_are_collapsed_and_counted),     TEST(queries_are_expanded_by_what_is_relevant),
        TEST(a_server_is_searched_with_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
