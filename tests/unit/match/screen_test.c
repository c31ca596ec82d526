/* SPDX-License-Identifier: GPL-2.0-or-later */

/* Checks that a search for the best hits returns the first of all hits, although it skips documents
 * because of the bounds of their weights. Environment: PRESSMARK_SEED. */

#include "../folder.h"
#include "base/file.h"
#include "store/engine.h"
#include "tests/property/random.h"
#include "xapian_engine/writer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum {
    N_WORDS = 8,
    N_DOCUMENTS = 7000, /* several windows of documents and part of another */
    N_BEST = 10,
};

static char path[96];

/* Word i is in one of 2^i documents, but in none of some whole thousands. */
static bool has_word(uint32_t docid, int i)
{
    return below(1u << i) == 0 && (i < 2 || docid / 1000 % (uint32_t)i != 0);
}

static void add_document(struct xapian_writer *w, uint32_t docid)
{
    static const char *const words[N_WORDS] = {"a", "b", "c", "d", "e", "f", "g", "h"};
    struct store_term terms[N_WORDS];
    uint32_t positions[N_WORDS];
    size_t n = 0;
    for (int i = 0; i < N_WORDS; i++) {
        if (!has_word(docid, i))
            continue;
        positions[n] = 1 + below(4);
        terms[n] = (struct store_term){words[i], 1, 1 + below(below(9) ? 3 : 300), (uint32_t)n, 1};
        n++;
    }
    struct store_document d = {.terms = terms, .n_terms = n, .positions = positions};
    struct err err = ERR_INIT;
    assert_int_equal(xapian_writer_add(w, &d, NULL, &err), ERR_OK);
}

static int make_database(void **state)
{
    (void)state;
    if (make_folder_of("screen_test"))
        return -1;
    snprintf(path, sizeof path, "%s/db", folder);
    struct err err = ERR_INIT;
    struct xapian_writer *w = NULL;
    if (xapian_writer_open(path, XAPIAN_CREATE | XAPIAN_NO_SYNC, &w, &err))
        return -1;
    for (uint32_t i = 1; i <= N_DOCUMENTS; i++)
        add_document(w, i);
    enum err_code code = xapian_writer_commit(w, &err);
    xapian_writer_close(w);
    return code ? -1 : 0;
}

struct query {
    struct store_node nodes[64];
    size_t n;
};

static void put_word(struct query *q)
{
    static const char *const words[N_WORDS] = {"a", "b", "c", "d", "e", "f", "g", "h"};
    q->nodes[q->n++] = (struct store_node){.op = STORE_TERM, .name = str_of(words[below(N_WORDS)])};
}

static void put_words(struct query *q, enum store_op op, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        put_word(q);
    q->nodes[q->n++] = (struct store_node){.op = op, .n_children = n, .window = n};
}

static void put_list(struct query *q)
{
    switch (below(7)) {
    case 0:
        put_words(q, STORE_SYNONYM, 1 + below(4));
        break;
    case 1:
        put_words(q, STORE_PHRASE, 2);
        break;
    case 2:
        put_words(q, STORE_AND, 2);
        break;
    case 3: /* a part of which one is nowhere */
        put_word(q);
        q->nodes[q->n++] = (struct store_node){.op = STORE_NONE};
        q->nodes[q->n++] = (struct store_node){.op = STORE_MAX, .n_children = 2};
        break;
    default:
        put_word(q);
    }
    if (below(3) == 0)
        q->nodes[q->n++] = (struct store_node){
            .op = STORE_SCALE, .n_children = 1, .factor = below(5) / 2.0};
}

/* Makes an OR of lists, or an AND, phrase or NEAR of words. */
static void make_query(struct query *q)
{
    static const enum store_op ops[] = {STORE_AND, STORE_PHRASE, STORE_NEAR};
    uint32_t n = 1 + below(5);
    q->n = 0;
    if (below(3) == 0) {
        put_words(q, ops[below(3)], 2 + below(2));
        return;
    }
    for (uint32_t k = 0; k < n; k++)
        put_list(q);
    q->nodes[q->n++] = (struct store_node){.op = STORE_OR, .n_children = n};
}

static struct store_results *search(struct store_reader *r, const struct query *q, uint32_t max,
                                    enum store_weighting weighting)
{
    struct err err = ERR_INIT;
    struct store_results *rs = NULL;
    struct store_search s = {
        .nodes = q->nodes,
        .n_nodes = q->n,
        .weighting = weighting,
        .burst = {.c = 1, .power = 0.5, .max = 8, .log_share = 0.5, .wqf_power = 1},
        .k1 = 1,
        .k3 = 1,
        .b = 0.5,
        .min_length = 0.5,
        .max = max,
        .sort_slot = -1,
        .order_slot = -1,
    };
    if (store_reader_search(r, &s, &rs, &err))
        fail_msg("%s", err.message);
    return rs;
}

static void expect_first(const struct store_results *best, const struct store_results *all)
{
    size_t n = all->n < N_BEST ? all->n : N_BEST;
    assert_int_equal(best->n, n);
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(best->hits[i].docid, all->hits[i].docid);
        assert_true(best->hits[i].score == all->hits[i].score);
    }
    assert_true(best->total_lower <= all->n && best->total_upper >= all->n);
}

static void the_best_are_the_first_of_all(void **state)
{
    (void)state;
    struct err err = ERR_INIT;
    struct store_reader *r = NULL;
    const char *paths[] = {path};
    assert_int_equal(store_reader_open_folders(&store_glass, paths, 1, &r, &err), ERR_OK);
    for (int i = 0; i < 300; i++) {
        struct query q;
        make_query(&q);
        enum store_weighting weighting = below(2) ? STORE_BURST : STORE_BM25;
        struct store_results *all = search(r, &q, N_DOCUMENTS + 1, weighting),
                             *best = search(r, &q, N_BEST, weighting);
        expect_first(best, all);
        store_results_free(all);
        store_results_free(best);
    }
    store_reader_close(r);
}

static struct store_matched count(struct store_reader *r, const struct query *q,
                                  struct store_count *of_word)
{
    struct err err = ERR_INIT;
    struct store_matched matched = {0};
    struct store_search s = {.nodes = q->nodes, .n_nodes = q->n};
    if (store_reader_count(r, &s, of_word, 1, &matched, &err))
        fail_msg("%s", err.message);
    return matched;
}

/* The matches of a query are kept only for counting the same query again. */
static void counts_are_those_of_the_query(void **state)
{
    (void)state;
    struct err err = ERR_INIT;
    struct store_reader *r = NULL;
    const char *paths[] = {path};
    assert_int_equal(store_reader_open_folders(&store_glass, paths, 1, &r, &err), ERR_OK);
    struct query q = {.n = 0};
    for (int i = 0; i < 100; i++) {
        if (q.n == 0 || below(3))
            make_query(&q);
        struct store_results *all = search(r, &q, N_DOCUMENTS + 1, STORE_BM25);
        struct store_count a = {.name = STR_LITERAL("a")}, b = {.name = STR_LITERAL("b")};
        struct store_matched matched = count(r, &q, &b);
        assert_true(matched.is_whole);
        assert_int_equal(matched.n, all->n);
        assert_in_range(b.n, 0, all->n);
        assert_int_equal(count(r, &q, &a).n, all->n);
        assert_int_equal(a.n, all->n); /* every document has it */
        store_results_free(all);
    }
    store_reader_close(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_best_are_the_first_of_all),
                                       cmocka_unit_test(counts_are_those_of_the_query)};
    random_state = environment_number("PRESSMARK_SEED", 1);
    return cmocka_run_group_tests(tests, make_database, remove_folder);
}
