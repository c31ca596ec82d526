/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests reading and searching databases with the engine glass. */
#include "../folder.h"
#include "base/file.h"
#include "base/mem.h"
#include "match/check.h"
#include "match/weight.h"
#include "xap/xap.h"
#include "xapian_engine/writer.h"

#include <fcntl.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char path[96];

static int make_folder(void **state)
{
    (void)state;
    if (make_folder_of("db_test"))
        return -1;
    snprintf(path, sizeof path, "%s/db", folder);
    return 0;
}

/* Makes a document of words, which must be ascending, each at the position of its index. */
static struct store_document document_of(const char *const *words, struct store_term *terms,
                                         uint32_t *positions, const char *data)
{
    size_t n = 0;
    for (; words[n]; n++) {
        terms[n] = (struct store_term){words[n], (uint32_t)strlen(words[n]), 1, (uint32_t)n, 1};
        positions[n] = (uint32_t)n + 1;
    }
    return (struct store_document){.terms = terms,
                                   .n_terms = n,
                                   .positions = positions,
                                   .data = data,
                                   .data_length = strlen(data)};
}

static uint32_t add(struct xapian_writer *w, const char *const *words, const char *data)
{
    struct store_term terms[16];
    uint32_t positions[16], docid = 0;
    struct err err = ERR_INIT;
    struct store_document d = document_of(words, terms, positions, data);
    if (xapian_writer_add(w, &d, &docid, &err))
        fail_msg("%s", err.message);
    return docid;
}

static struct xapian_writer *open_writer(unsigned flags)
{
    struct err err = ERR_INIT;
    struct xapian_writer *w = NULL;
    if (xapian_writer_open(path, flags, &w, &err))
        fail_msg("%s", err.message);
    return w;
}

static struct store_reader *open_reader(void)
{
    struct err err = ERR_INIT;
    struct store_reader *r = NULL;
    const char *paths[] = {path};
    if (store_reader_open_folders(&store_glass, paths, 1, &r, &err))
        fail_msg("%s", err.message);
    return r;
}

static void commit(struct xapian_writer *w)
{
    struct err err = ERR_INIT;
    assert_int_equal(xapian_writer_commit(w, &err), ERR_OK);
}

static enum err_code search(struct store_reader *r, const struct store_node *nodes, size_t n,
                            struct store_results **results, struct err *err)
{
    struct store_search s = {
        .nodes = nodes,
        .n_nodes = n,
        .weighting = STORE_BM25,
        .k1 = 1,
        .k3 = 1,
        .b = 0.5,
        .min_length = 0.5,
        .max = 10,
        .sort_slot = -1,
        .order_slot = -1,
    };
    return store_reader_search(r, &s, results, err);
}

#define TERM(word)                                                                                 \
    {                                                                                              \
        .op = STORE_TERM, .name = STR_LITERAL(word)                                                \
    }

static void documents_are_found_by_terms_and_phrases(void **state)
{
    (void)state;
    struct xapian_writer *w = open_writer(XAPIAN_CREATE);
    add(w, (const char *const[]){"apple", "banana", "cherry", NULL}, "first");
    add(w, (const char *const[]){"apple", "cherry", NULL}, "second");
    commit(w);
    xapian_writer_close(w);

    struct err err = ERR_INIT;
    struct store_reader *r = open_reader();
    struct store_results *rs;
    const struct store_node one[] = {TERM("banana")};
    assert_int_equal(search(r, one, 1, &rs, &err), ERR_OK);
    assert_int_equal(rs->n, 1);
    assert_int_equal(rs->hits[0].data.n, 5);
    assert_memory_equal(rs->hits[0].data.p, "first", 5);
    store_results_free(rs);

    const struct store_node phrase[] = {
        TERM("apple"), TERM("cherry"), {.op = STORE_PHRASE, .n_children = 2, .window = 2}};
    assert_int_equal(search(r, phrase, 3, &rs, &err), ERR_OK);
    assert_int_equal(rs->n, 1);
    assert_int_equal(rs->hits[0].docid, 2);
    store_results_free(rs);

    const struct store_node all[] = {{.op = STORE_ALL}};
    assert_int_equal(search(r, all, 1, &rs, &err), ERR_OK);
    assert_int_equal(rs->n, 2);
    assert_int_equal(rs->total_estimate, 2);
    store_results_free(rs);
    store_results_free(NULL);
    store_reader_close(r);
}

static void malformed_queries_are_refused(void **state)
{
    (void)state;
    struct xapian_writer *w = open_writer(XAPIAN_CREATE);
    commit(w);
    xapian_writer_close(w);
    struct store_reader *r = open_reader();
    const struct store_node too_few[] = {TERM("a"), {.op = STORE_AND, .n_children = 2}};
    const struct store_node two_roots[] = {TERM("a"), TERM("b")};
    const struct store_node no_children[] = {{.op = STORE_OR}};
    struct {
        const struct store_node *nodes;
        size_t n;
    } cases[] = {{too_few, 2}, {two_roots, 2}, {no_children, 1}, {NULL, 0}};
    for (size_t i = 0; i < 4; i++) {
        struct err err = ERR_INIT;
        struct store_results *rs = NULL;
        assert_int_equal(search(r, cases[i].nodes, cases[i].n, &rs, &err), ERR_USAGE);
        assert_null(rs);
    }
    store_reader_close(r);
}

static void a_bad_document_is_refused_and_takes_nothing_with_it(void **state)
{
    (void)state;
    static char long_term[247];
    static const char nuls[130];
    memset(long_term, 'x', sizeof long_term);
    const uint32_t falling[] = {2, 1}, zero[] = {0};
    const struct store_term bad[][2] = {
        {{long_term, 246, 1, 0, 0}},
        {{"", 0, 1, 0, 0}},
        {{nuls, 123, 1, 0, 0}},
        {{"a", 1, 1, 0, 2}},
        {{"b", 1, 1, 0, 0}, {"a", 1, 1, 0, 0}},
        {{"a", 1, 1, 0, 0}, {"a", 1, 1, 0, 0}},
        {{"a", 1, 1, 0, 1}},
    };
    const size_t n_terms[] = {1, 1, 1, 1, 2, 2, 1};
    const uint32_t *positions[] = {NULL, NULL, NULL, falling, NULL, NULL, zero};
    struct xapian_writer *w = open_writer(XAPIAN_CREATE);
    add(w, (const char *const[]){"good", NULL}, "");
    for (size_t i = 0; i < sizeof n_terms / sizeof *n_terms; i++) {
        struct err err = ERR_INIT;
        struct store_document d = {
            .terms = bad[i], .n_terms = n_terms[i], .positions = positions[i]};
        assert_int_equal(xapian_writer_add(w, &d, NULL, &err), ERR_INPUT);
    }
    const struct store_term longest[] = {{nuls, 122, 1, 0, 0}, {long_term, 245, 1, 0, 0}};
    struct store_document d = {.terms = longest, .n_terms = 2};
    struct err err = ERR_INIT;
    assert_int_equal(xapian_writer_add(w, &d, NULL, &err), ERR_OK);
    commit(w);
    xapian_writer_close(w);

    struct store_reader *r = open_reader();
    assert_int_equal(store_reader_stats(r).n_documents, 2);
    store_reader_close(r);
}

static void what_was_not_committed_is_dropped(void **state)
{
    (void)state;
    struct xapian_writer *w = open_writer(XAPIAN_CREATE);
    add(w, (const char *const[]){"kept", NULL}, "");
    commit(w);
    add(w, (const char *const[]){"lost", NULL}, "");
    xapian_writer_close(w);
    struct store_reader *r = open_reader();
    assert_int_equal(store_reader_stats(r).n_documents, 1);
    store_reader_close(r);
}

static void causes_have_their_codes(void **state)
{
    (void)state;
    struct err err = ERR_INIT;
    struct xapian_writer *w = NULL, *first = open_writer(XAPIAN_CREATE);
    struct store_reader *r = NULL;
    const char *nowhere[] = {"/nonexistent/db"};
    struct buf blob;
    assert_int_equal(xapian_writer_open(path, XAPIAN_UPDATE, &w, &err), ERR_LOCKED);
    err_clear(&err);
    assert_int_equal(store_reader_open_folders(&store_glass, nowhere, 1, &r, &err), ERR_NOT_FOUND);
    err_clear(&err);
    commit(first);
    xapian_writer_close(first);
    r = open_reader();
    assert_int_equal(store_reader_data(r, 7, &blob, &err), ERR_NOT_FOUND);
    err_clear(&err);
    store_reader_close(r);

    char file[128];
    snprintf(file, sizeof file, "%s/iamglass", path);
    FILE *out = fopen(file, "w");
    assert_non_null(out);
    fputs("garbage", out);
    fclose(out);
    const char *paths[] = {path};
    assert_int_equal(store_reader_open_folders(&store_glass, paths, 1, &r, &err), ERR_CORRUPT);
    err_clear(&err);
    char other[128];
    snprintf(other, sizeof other, "%s/iamchert", path);
    assert_int_equal(rename(file, other), 0);
    assert_int_equal(store_reader_open_folders(&store_glass, paths, 1, &r, &err), ERR_VERSION);
    xapian_writer_close(NULL);
    store_reader_close(NULL);
}

static void a_reader_follows_a_database_that_changes(void **state)
{
    (void)state;
    struct xapian_writer *w = open_writer(XAPIAN_CREATE);
    add(w, (const char *const[]){"word", NULL}, "old");
    commit(w);
    struct store_reader *r = open_reader();
    struct err err = ERR_INIT;
    for (uint32_t round = 0; round < 5; round++) {
        add(w, (const char *const[]){"word", NULL}, "new");
        commit(w);
        add(w, (const char *const[]){"other", NULL}, "new");
        commit(w);
        struct store_results *rs;
        const struct store_node one[] = {TERM("word")};
        if (search(r, one, 1, &rs, &err))
            fail_msg("%s", err.message);
        assert_true(rs->n >= 1 && rs->n <= round + 2);
        store_results_free(rs);
    }
    store_reader_close(r);
    xapian_writer_close(w);
}

/* Writes a database of n documents with a word each, "w0000" and so on. */
static struct xapian_writer *write_words(int n)
{
    struct xapian_writer *w = open_writer(XAPIAN_CREATE | XAPIAN_NO_SYNC);
    for (int i = 0; i < n; i++) {
        char word[16];
        snprintf(word, sizeof word, "w%04d", i);
        add(w, (const char *const[]){word, NULL}, "");
    }
    commit(w);
    return w;
}

/* The block with the lengths is read again and has been reused, while those of the word's list are
 * unchanged. */
static void a_reader_that_is_late_knows_the_lengths(void **state)
{
    (void)state;
    enum { N_WORDS = 4000 };
    struct err err = ERR_INIT;
    struct xapian_writer *w = write_words(N_WORDS);
    struct store_reader *r = open_reader();
    const struct store_node one[] = {TERM("w3990")};
    struct store_results *rs;
    for (int round = 0; round < 20; round++) {
        struct store_vocabulary *v;
        assert_int_equal(search(r, one, 1, &rs, &err), ERR_OK);
        assert_int_equal(rs->n, 1);
        assert_true(rs->hits[0].score > 0);
        store_results_free(rs);
        assert_int_equal(store_reader_terms(r, STR_LITERAL("w"), N_WORDS, &v, &err), ERR_OK);
        store_vocabulary_free(v);
        for (int i = 0; i < 2; i++) {
            add(w, (const char *const[]){"a", NULL}, "");
            commit(w);
        }
    }
    store_reader_close(r);
    xapian_writer_close(w);
}

static void move_table(const char *from, const char *to)
{
    char old[128], new[128];
    snprintf(old, sizeof old, "%s/%s", path, from);
    snprintf(new, sizeof new, "%s/%s", path, to);
    assert_int_equal(rename(old, new), 0);
}

/* A table cannot be opened when the reader follows a change, and can be later. */
static void a_reader_that_could_not_follow_goes_on(void **state)
{
    (void)state;
    enum { N_WORDS = 4000, MAX_ROUNDS = 20 };
    struct err err = ERR_INIT;
    struct xapian_writer *w = write_words(N_WORDS);
    struct store_reader *r = open_reader();
    struct store_vocabulary *v = NULL;
    move_table("termlist.glass", "away");
    for (int round = 0; round < MAX_ROUNDS && !err.code; round++) {
        add(w, (const char *const[]){"w0000", NULL}, "");
        commit(w);
        if (!store_reader_terms(r, STR_LITERAL("w"), N_WORDS, &v, &err))
            store_vocabulary_free(v);
    }
    assert_int_not_equal(err.code, ERR_OK);
    move_table("away", "termlist.glass");
    err_clear(&err);
    assert_int_equal(store_reader_terms(r, STR_LITERAL("w"), N_WORDS, &v, &err), ERR_OK);
    assert_int_equal(v->n, N_WORDS);
    store_vocabulary_free(v);
    store_reader_close(r);
    xapian_writer_close(w);
}

static void documents_are_edited_and_deleted(void **state)
{
    (void)state;
    struct err err = ERR_INIT;
    struct xapian_writer *w = open_writer(XAPIAN_CREATE);
    uint32_t docid = add(w, (const char *const[]){"body", "pold", NULL}, "old");
    add(w, (const char *const[]){"gone", NULL}, "");
    const struct store_term remove[] = {{"pnever", 6, 0, 0, 0}, {"pold", 4, 0, 0, 0}};
    struct store_term terms[2];
    uint32_t positions[2];
    struct store_document with = document_of((const char *const[]){"pnew", NULL}, terms, positions,
                                             "new");
    commit(w);
    assert_int_equal(xapian_writer_edit(w, docid, remove, 2, &with, &err), ERR_OK);
    assert_int_equal(xapian_writer_delete(w, 2, 5, &err), ERR_OK);
    assert_int_equal(xapian_writer_set_metadata(w, "key", STR_LITERAL("value"), &err), ERR_OK);
    commit(w);
    xapian_writer_close(w);

    struct store_reader *r = open_reader();
    struct store_vocabulary *v;
    assert_int_equal(store_reader_document_terms(r, docid, &v, &err), ERR_OK);
    assert_int_equal(v->n, 2);
    assert_memory_equal(v->terms[0].name.p, "body", 4);
    assert_memory_equal(v->terms[1].name.p, "pnew", 4);
    store_vocabulary_free(v);
    assert_int_equal(store_reader_terms(r, STR_EMPTY, 1, &v, &err), ERR_OK);
    assert_int_equal(v->n, 1);
    assert_true(v->is_cut);
    store_vocabulary_free(v);
    struct buf blob;
    assert_int_equal(store_reader_metadata(r, 0, "key", &blob, &err), ERR_OK);
    assert_string_equal(buf_c_string(&blob), "value");
    buf_done(&blob);
    assert_int_equal(store_reader_metadata(r, 0, "none", &blob, &err), ERR_OK);
    assert_int_equal(blob.n, 0);
    buf_done(&blob);
    struct store_frequency f[] = {{.name = STR_LITERAL("body")}, {.name = STR_LITERAL("x")}};
    assert_int_equal(store_reader_frequencies(r, f, 2, &err), ERR_OK);
    assert_int_equal(f[0].termfreq, 1);
    assert_int_equal(f[1].termfreq, 0);
    store_reader_close(r);
}

static void expect_lengths(struct xapian_writer *w, size_t n1, size_t n2, size_t n3)
{
    struct err err = ERR_INIT;
    struct lengths l = {{0}};
    assert_int_equal(xapian_writer_lengths(w, &l, &err), ERR_OK);
    assert_int_equal(l.counts[1], n1);
    assert_int_equal(l.counts[2], n2);
    assert_int_equal(l.counts[3], n3);
}

/* Also before they are committed. */
static void lengths_follow_every_change(void **state)
{
    (void)state;
    struct err err = ERR_INIT;
    struct xapian_writer *w = open_writer(XAPIAN_CREATE);
    expect_lengths(w, 0, 0, 0);
    add(w, (const char *const[]){"a", NULL}, "1");
    add(w, (const char *const[]){"a", "b", NULL}, "2");
    uint32_t third = add(w, (const char *const[]){"a", "b", "c", NULL}, "3");
    expect_lengths(w, 1, 1, 1);
    commit(w);
    xapian_writer_close(w);
    w = open_writer(XAPIAN_UPDATE);
    assert_int_equal(xapian_writer_delete(w, 1, 1, &err), ERR_OK);
    expect_lengths(w, 0, 1, 1);
    struct store_term b = {.name = "b", .name_length = 1};
    struct store_document rest = {.data = "3", .data_length = 1};
    assert_int_equal(xapian_writer_edit(w, third, &b, 1, &rest, &err), ERR_OK);
    expect_lengths(w, 0, 2, 0);
    add(w, (const char *const[]){"x", "y", "z", NULL}, "4");
    expect_lengths(w, 0, 2, 1);
    xapian_writer_close(w);
}

static double burst_score(struct store_reader *r, const char *word, struct store_burst burst,
                          uint32_t docid)
{
    struct err err = ERR_INIT;
    struct store_results *rs;
    struct store_node node = {.op = STORE_TERM, .name = str_of(word), .wqf = 2};
    struct store_search s = {
        .nodes = &node,
        .n_nodes = 1,
        .weighting = STORE_BURST,
        .burst = burst,
        .max = 10,
        .sort_slot = -1,
        .order_slot = -1,
    };
    double score = -1;
    assert_int_equal(store_reader_search(r, &s, &rs, &err), ERR_OK);
    for (size_t i = 0; i < rs->n; i++)
        if (rs->hits[i].docid == docid)
            score = rs->hits[i].score;
    store_results_free(rs);
    return score;
}

/* Four documents of length 2, so that c does not affect the wdf. */
static void bursts_are_weighed(void **state)
{
    (void)state;
    struct xapian_writer *w = open_writer(XAPIAN_CREATE);
    add(w, (const char *const[]){"rare", "usual", NULL}, "1");
    add(w, (const char *const[]){"other", "usual", NULL}, "2");
    add(w, (const char *const[]){"other", "usual", NULL}, "3");
    add(w, (const char *const[]){"another", "usual", NULL}, "4");
    commit(w);
    xapian_writer_close(w);
    struct store_reader *r = open_reader();
    /* t = 1: burst part log2(5 / 1.5) * 2 * 1/2, log-logistic part ln(1 + 4) */
    struct store_burst burst = {.c = 1, .power = 1, .max = 9};
    assert_true(fabs(burst_score(r, "rare", burst, 1) - log2(5 / 1.5)) < 1e-5);
    burst.log_share = 0.5;
    assert_true(fabs(burst_score(r, "rare", burst, 1) - (log2(5 / 1.5) + 0.5 * log(5))) < 1e-5);
    burst.wqf_power = 0.5; /* the word occurs twice in the query */
    assert_true(fabs(burst_score(r, "rare", burst, 1) - sqrt(2) * (log2(5 / 1.5) + 0.5 * log(5))) <
                1e-5);
    burst = (struct store_burst){.c = 3, .power = 1, .max = 9, .wqf_power = 1};
    assert_true(fabs(burst_score(r, "rare", burst, 1) - 2 * log2(5 / 1.5)) < 1e-5);
    burst.n_documents = 2; /* rarity among fewer documents, but never fewer than have the word */
    assert_true(fabs(burst_score(r, "rare", burst, 1) - 2 * 1.0) < 1e-5);
    burst.power = 0.5; /* of the burst part, which is 2 */
    assert_true(fabs(burst_score(r, "rare", burst, 1) - sqrt(2)) < 1e-5);
    burst.max = 1.5;
    assert_true(fabs(burst_score(r, "rare", burst, 1) - sqrt(1.5)) < 1e-5);
    assert_true(burst_score(r, "usual", burst, 1) > 0);
    store_reader_close(r);
}

/* Returns the score of a word that n of 100 documents have, whose average length is 10. */
static double bm25_score(uint32_t n, uint32_t wqf, uint32_t wdf, uint32_t length)
{
    struct store_search s = {
        .weighting = STORE_BM25, .k1 = 1.5, .k3 = 2, .b = 0.75, .min_length = 0.5};
    struct db_collection collection = {100, 1, 1000};
    struct db_facts term = {n, 50, 10ULL * n};
    struct weight w;
    weight_init(&w, &s, &collection, &term, wqf, 1);
    assert_true(db_weigh(&w, wdf, length) <= w.max);
    return db_weigh(&w, wdf, length);
}

static void assert_equal_weights(double found, double expected)
{
    assert_true(fabs(found - expected) < 1e-9);
}

static void bm25_is_as_it_is_written_down(void **state)
{
    (void)state;
    double idf = log(90.5 / 10.5);
    assert_equal_weights(bm25_score(10, 1, 3, 10), idf * 2.5 * 3 / (1.5 + 3));
    /* Twice the average length: k1 times 0.25 + 0.75 * 2. */
    assert_equal_weights(bm25_score(10, 1, 3, 20), idf * 2.5 * 3 / (1.5 * 1.75 + 3));
    /* No document counts as shorter than half the average. */
    assert_equal_weights(bm25_score(10, 1, 1, 1), idf * 2.5 * 1 / (1.5 * 0.625 + 1));
    /* Occurring four times in the query: (k3 + 1) * 4 / (k3 + 4) = 2. */
    assert_equal_weights(bm25_score(10, 4, 3, 10), 2 * idf * 2.5 * 3 / (1.5 + 3));
    /* Words that most documents have count a little. */
    assert_equal_weights(bm25_score(80, 1, 3, 10),
                         log(0.5 * 20.5 / 80.5 + 1) * 2.5 * 3 / (1.5 + 3));
}

/* For any length: a document of one word with the greatest possible wdf. */
static void no_weight_is_above_its_bound(void **state)
{
    (void)state;
    struct store_search s = {.weighting = STORE_BURST, .burst = {1, 1, 9, 0.75, 0.7, 0}};
    for (uint32_t n = 1000; n <= 10000000; n *= 10) {
        struct db_collection collection = {n, 10, (uint64_t)n * 20};
        for (uint32_t wdf = 15 * n; wdf < 20 * n; wdf += n / 7) {
            struct db_facts term = {n / 10, wdf, wdf + 100};
            struct weight w;
            weight_init(&w, &s, &collection, &term, 1, 1);
            for (uint32_t length = wdf; length > 20; length = length / 8 * 7)
                assert_true(db_weigh(&w, length, length) <= w.max);
        }
    }
}

static void equal_hits_are_ordered_by_value(void **state)
{
    (void)state;
    struct err err = ERR_INIT;
    static const char *const dates[] = {"2011", "", "2013"}, *const orders[] = {"c", "b", "a"};
    struct xapian_writer *w = open_writer(XAPIAN_CREATE);
    for (int i = 0; i < 3; i++) {
        const struct store_term term = {"word", 4, 1, 0, 0};
        const struct store_value values[] = {{0, (uint32_t)strlen(dates[i]), dates[i]},
                                             {1, 1, orders[i]}};
        struct store_document d = {.terms = &term, .n_terms = 1, .values = values, .n_values = 2};
        assert_int_equal(xapian_writer_add(w, &d, NULL, &err), ERR_OK);
    }
    commit(w);
    xapian_writer_close(w);
    struct store_reader *r = open_reader();
    const struct store_node nodes[] = {TERM("word")};
    static const struct {
        int slot;
        bool ascending;
        uint32_t docids[3];
    } cases[] = {{-1, false, {3, 2, 1}}, {0, true, {1, 3, 2}}, {0, false, {3, 1, 2}}};
    for (int i = 0; i < 3; i++) {
        struct store_search s = {.nodes = nodes,
                                 .n_nodes = 1,
                                 .weighting = STORE_BOOLEAN,
                                 .max = 10,
                                 .sort_slot = cases[i].slot,
                                 .sort_ascending = cases[i].ascending,
                                 .order_slot = 1};
        struct store_results *rs;
        assert_int_equal(store_reader_search(r, &s, &rs, &err), ERR_OK);
        assert_int_equal(rs->n, 3);
        for (int k = 0; k < 3; k++)
            assert_int_equal(rs->hits[k].docid, cases[i].docids[k]);
        store_results_free(rs);
    }
    store_reader_close(r);
}

/* Every fourth document has both words and weighs more than those before it: all are seen, but only
 * the first ten tell how many there may be. */
static void what_is_not_counted_is_estimated(void **state)
{
    (void)state;
    enum { N_DOCUMENTS = 1000 };
    struct err err = ERR_INIT;
    struct xapian_writer *w = open_writer(XAPIAN_CREATE | XAPIAN_NO_SYNC);
    for (uint32_t i = 1; i <= N_DOCUMENTS; i++) {
        const struct store_term both[] = {{"x", 1, i, 0, 0}, {"y", 1, i, 0, 0}},
                                other = {"z", 1, 1, 0, 0};
        bool has_both = i % 4 == 0;
        struct store_document d = {.terms = has_both ? both : &other, .n_terms = has_both ? 2 : 1};
        assert_int_equal(xapian_writer_add(w, &d, NULL, &err), ERR_OK);
    }
    commit(w);
    xapian_writer_close(w);
    struct store_reader *r = open_reader();
    struct store_results *rs;
    const struct store_node either[] = {TERM("x"), TERM("y"), {.op = STORE_OR, .n_children = 2}};
    assert_int_equal(search(r, either, 3, &rs, &err), ERR_OK);
    assert_int_equal(rs->total_upper, N_DOCUMENTS / 2);
    assert_int_equal(rs->total_estimate, N_DOCUMENTS / 4);
    store_results_free(rs);
    store_reader_close(r);
}

/* ---- few steps ---- */

static struct store_results *search_in_steps(struct store_reader *r, const struct store_node *nodes,
                                             size_t n, uint64_t max_steps)
{
    struct err err = ERR_INIT;
    struct store_results *rs;
    struct store_search s = {.nodes = nodes,
                             .n_nodes = n,
                             .weighting = STORE_BOOLEAN,
                             .max = 10000,
                             .max_steps = max_steps,
                             .sort_slot = -1,
                             .order_slot = -1};
    if (store_reader_search(r, &s, &rs, &err))
        fail_msg("%s", err.message);
    return rs;
}

/* What is found in few steps is correct, and the beginning of what more steps find. */
static void a_search_ends_with_its_steps(void **state)
{
    (void)state;
    enum { N_DOCUMENTS = 2000 };
    struct err err = ERR_INIT;
    const uint32_t positions[] = {1, 7, 2, 8};
    struct xapian_writer *w = open_writer(XAPIAN_CREATE | XAPIAN_NO_SYNC);
    for (uint32_t i = 1; i <= N_DOCUMENTS; i++) {
        const struct store_term terms[] = {{"x", 1, 2, 0, 2}, {"y", 1, 2, 2, 2}, {"z", 1, 1, 0, 0}};
        struct store_document d = {
            .terms = terms, .n_terms = i % 2 ? 2 : 3, .positions = positions};
        assert_int_equal(xapian_writer_add(w, &d, NULL, &err), ERR_OK);
    }
    commit(w);
    xapian_writer_close(w);
    struct store_reader *r = open_reader();
    static const struct store_node without[] = {
        TERM("x"), TERM("z"), {.op = STORE_AND_NOT, .n_children = 2}};
    static const struct store_node phrase[] = {TERM("x"),
                                               TERM("y"),
                                               {.op = STORE_PHRASE, .n_children = 2, .window = 2},
                                               TERM("z"),
                                               {.op = STORE_AND_NOT, .n_children = 2}};
    static const struct {
        const struct store_node *nodes;
        size_t n;
    } queries[] = {{without, 3}, {phrase, 5}};
    static const uint64_t steps[] = {1, 10, 100, 1000, 3000, 10000, 0};
    for (size_t q = 0; q < 2; q++) {
        size_t n_before = 0, n_cut = 0;
        for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
            struct store_results *rs = search_in_steps(r, queries[q].nodes, queries[q].n, steps[i]);
            for (size_t k = 0; k < rs->n; k++)
                assert_int_equal(rs->hits[k].docid, 2 * k + 1);
            assert_in_range(rs->n, n_before, N_DOCUMENTS / 2);
            assert_in_range(rs->total_lower, rs->n, N_DOCUMENTS / 2);
            assert_in_range(rs->total_upper, N_DOCUMENTS / 2, N_DOCUMENTS);
            if (rs->n_unseen) {
                n_cut++;
                assert_true(rs->total_lower < rs->total_upper);
                assert_in_range(2 * rs->n + rs->n_unseen, N_DOCUMENTS - 2, N_DOCUMENTS + 2);
            } else {
                assert_int_equal(rs->n, N_DOCUMENTS / 2);
            }
            n_before = rs->n;
            store_results_free(rs);
        }
        assert_in_range(n_cut, 4, sizeof steps / sizeof *steps - 1);
    }
    store_reader_close(r);
}

/* A single document whose words take long to compare does not end the search of the others. */
static void a_document_that_takes_too_long_is_given_up(void **state)
{
    (void)state;
    enum { N_POSITIONS = 5000, N_WORDS = 4 };
    struct err err = ERR_INIT;
    static uint32_t positions[N_POSITIONS];
    struct xapian_writer *w = open_writer(XAPIAN_CREATE | XAPIAN_NO_SYNC);
    for (uint32_t n = N_POSITIONS, gap = 100; n; n = n == N_POSITIONS ? N_WORDS : 0, gap = 1) {
        for (uint32_t i = 0; i < n; i++)
            positions[i] = gap * (i + 1);
        const struct store_term term = {"w", 1, n, 0, n};
        struct store_document d = {.terms = &term, .n_terms = 1, .positions = positions};
        assert_int_equal(xapian_writer_add(w, &d, NULL, &err), ERR_OK);
    }
    commit(w);
    xapian_writer_close(w);
    struct store_reader *r = open_reader();
    const struct store_node near[] = {TERM("w"),
                                      TERM("w"),
                                      TERM("w"),
                                      TERM("w"),
                                      {.op = STORE_NEAR, .n_children = N_WORDS, .window = 50}};
    struct store_results *rs = search_in_steps(r, near, N_WORDS + 1, 12000);
    assert_int_equal(rs->n, 1);
    assert_int_equal(rs->hits[0].docid, 2);
    assert_int_equal(rs->n_unseen, 1);
    store_results_free(rs);
    rs = search_in_steps(r, near, N_WORDS + 1, 1000000);
    assert_int_equal(rs->n, 1);
    assert_int_equal(rs->n_unseen, 0);
    store_results_free(rs);
    store_reader_close(r);
}

/* ---- damage ---- */

/* Reads a file of the database. */
static struct buf read_table(const char *name)
{
    struct err err = ERR_INIT;
    struct buf bytes = BUF_INIT;
    AUTO(mem_free_pointer) char *file = file_join(path, name);
    if (file_read(AT_FDCWD, file, 1 << 30, &bytes, &err))
        fail_msg("%s", err.message);
    return bytes;
}

static void write_table(const char *name, struct buf *bytes)
{
    struct err err = ERR_INIT;
    AUTO(mem_free_pointer) char *file = file_join(path, name);
    AUTO(file_close) int fd = open(file, O_WRONLY | O_TRUNC);
    if (fd < 0 || file_write_all(fd, file, bytes->p, bytes->n, &err))
        fail_msg("cannot write '%s'", file);
    buf_done(bytes);
}

/* The data is a record whose positions span many parts of the tag, the third of which is
 * missing. */
static void a_record_that_breaks_off_is_an_error(void **state)
{
    (void)state;
    enum { N_BYTES = 20000 };
    struct err err = ERR_INIT;
    AUTO(buf_done) struct buf data = BUF_INIT;
    buf_append(&data, "\3\0", 2); /* the version; an empty path */
    buf_append_counted(&data, STR_EMPTY);
    buf_append_varint(&data, N_BYTES);
    for (uint32_t i = 0, random = 1; i < N_BYTES; i++) /* which cannot be compressed */
        buf_append_char(&data, (char)((random = random * 1664525 + 1013904223) >> 24));
    const struct store_term terms[] = {{"a", 1, 1, 0, 0}, {"b", 1, 1, 0, 0}};
    struct store_document d = {.terms = terms, .n_terms = 2, .data = data.p, .data_length = data.n};
    struct xapian_writer *w = open_writer(XAPIAN_CREATE);
    assert_int_equal(xapian_writer_add(w, &d, NULL, &err), ERR_OK);
    commit(w);
    xapian_writer_close(w);

    struct buf bytes = read_table("docdata.glass");
    struct str head = {"\2\0\1\0\3", 5};
    for (size_t at = 0; (at = str_find(buf_str(&bytes), head, at)) < bytes.n;)
        bytes.p[at + 4] = 9;
    write_table("docdata.glass", &bytes);
    struct store_reader *r = open_reader();
    struct store_results *rs;
    const struct store_node phrase[] = {
        TERM("a"), TERM("b"), {.op = STORE_PHRASE, .n_children = 2, .window = 2}};
    assert_int_equal(search(r, phrase, 3, &rs, &err), ERR_CORRUPT);
    store_reader_close(r);
}

/* A branch that refers to the same leaf again and again: a stack of such branches is endless. */
static void a_tree_is_not_gone_through_in_circles(void **state)
{
    (void)state;
    enum { N_WORDS = 1000, BLOCK_BYTES = 8192, HEAD_BYTES = 11 };
    struct err err = ERR_INIT;
    struct xapian_writer *w = open_writer(XAPIAN_CREATE);
    for (int i = 0; i < N_WORDS; i++) {
        char word[16];
        snprintf(word, sizeof word, "w%04d", i);
        add(w, (const char *const[]){word, NULL}, "");
    }
    commit(w);
    xapian_writer_close(w);

    struct buf bytes = read_table("postlist.glass");
    for (uint8_t *b = (uint8_t *)bytes.p; b < (uint8_t *)bytes.p + bytes.n; b += BLOCK_BYTES) {
        int end = b[9] << 8 | b[10], second = b[HEAD_BYTES + 2] << 8 | b[HEAD_BYTES + 3];
        for (int i = HEAD_BYTES + 4; b[4] == 1 && i < end; i += 2)
            memcpy(b + (b[i] << 8 | b[i + 1]), b + second, 4);
    }
    write_table("postlist.glass", &bytes);
    struct store_reader *r = open_reader();
    struct store_vocabulary *v;
    assert_int_equal(store_reader_terms(r, STR_LITERAL("w"), 10 * N_WORDS, &v, &err), ERR_CORRUPT);
    store_reader_close(r);
}

/* After all chunks of a term, the tree leads back to them. */
static void a_term_does_not_follow_itself(void **state)
{
    (void)state;
    enum { N_DOCUMENTS = 5000, BLOCK_BYTES = 8192 };
    struct err err = ERR_INIT;
    struct xapian_writer *w = open_writer(XAPIAN_CREATE);
    for (int i = 0; i < N_DOCUMENTS; i++)
        add(w, (const char *const[]){"b", "c", NULL}, "");
    commit(w);
    xapian_writer_close(w);

    /* Keys of the branch that are chunk numbers of "b" become those of a later term. */
    struct buf bytes = read_table("postlist.glass");
    for (uint8_t *b = (uint8_t *)bytes.p; b < (uint8_t *)bytes.p + bytes.n; b += BLOCK_BYTES)
        for (int i = 11; b[4] == 1 && i < (b[9] << 8 | b[10]); i += 2) {
            uint8_t *item = b + (b[i] << 8 | b[i + 1]);
            if (item[4] && item[5] == 'b')
                item[5] = 'x';
        }
    write_table("postlist.glass", &bytes);
    struct store_reader *r = open_reader();
    struct store_cursor *c = store_cursor_open(r);
    struct str name;
    int n = 0;
    store_cursor_seek(c, STR_EMPTY, &name, &err);
    for (; !err.code && name.p && n < 100; n++)
        store_cursor_next(c, &name, &err);
    assert_true(n < 100);
    store_cursor_close(c);
    store_reader_close(r);
}

static void checks_pass(void **state)
{
    (void)state;
    struct err err = ERR_INIT;
    struct xapian_writer *w = open_writer(XAPIAN_CREATE | XAPIAN_NO_SYNC);
    add(w, (const char *const[]){"apple", "banana", NULL}, "data");
    commit(w);
    xapian_writer_close(w);
    const volatile sig_atomic_t stop = 0;
    const struct db_check how = {.stop = &stop};
    struct db_checked found;
    struct store_reader *r = open_reader();
    assert_int_equal(db_reader_check(r, &how, &found, &err), ERR_OK);
    assert_int_equal(found.n_documents, 1);
    assert_int_equal(found.n_with_data, 1);
    assert_int_equal(found.n_postings, 2);
    const volatile sig_atomic_t raised = 1;
    const struct db_check stopped = {.stop = &raised};
    assert_int_equal(db_reader_check(r, &stopped, &found, &err), ERR_INTERRUPTED);
    store_reader_close(r);
    assert_true(strlen(xap_version()) >= 5);
}

/* Every second document has one word, and every fourth has another one, too. */
static void a_total_is_estimated_by_what_was_counted(void **state)
{
    (void)state;
    struct err err = ERR_INIT;
    struct xapian_writer *w = open_writer(XAPIAN_CREATE);
    for (int i = 0; i < 2000; i++)
        add(w,
            i % 4 == 0   ? (const char *const[]){"fourth", "second", NULL}
            : i % 2 == 0 ? (const char *const[]){"filler", "second", NULL}
                         : (const char *const[]){"filler", NULL},
            "");
    commit(w);
    xapian_writer_close(w);
    struct store_reader *r = open_reader();
    const struct store_node nodes[] = {
        TERM("second"), TERM("fourth"), {.op = STORE_OR, .n_children = 2}};
    struct store_search s = {.nodes = nodes,
                             .n_nodes = 3,
                             .weighting = STORE_BM25,
                             .k1 = 1,
                             .b = 0.5,
                             .max = 10,
                             .check_at_least = 100,
                             .sort_slot = -1,
                             .order_slot = -1};
    struct store_results *rs;
    assert_int_equal(store_reader_search(r, &s, &rs, &err), ERR_OK);
    assert_true(rs->total_lower == 1000 && rs->total_upper == 1500);
    assert_true(rs->total_estimate >= 1000 && rs->total_estimate <= 1050);
    store_results_free(rs);
    s.check_at_least = 5000;
    assert_int_equal(store_reader_search(r, &s, &rs, &err), ERR_OK);
    assert_true(rs->total_lower == 1000 && rs->total_upper == 1000 && rs->total_estimate == 1000);
    store_results_free(rs);
    store_reader_close(r);
}

/* Compares what a search with limits on the documents to be checked finds with what it finds
 * without. Of n_documents candidates n_matches match. */
static void check_limits(struct store_reader *r, const struct store_node *nodes, size_t n_nodes,
                         uint32_t n_documents, uint32_t n_matches)
{
    struct err err = ERR_INIT;
    struct store_search s = {.nodes = nodes,
                             .n_nodes = n_nodes,
                             .weighting = STORE_BM25,
                             .k1 = 1,
                             .b = 0.5,
                             .max = 20,
                             .check_at_least = n_documents,
                             .sort_slot = -1,
                             .order_slot = -1};
    struct store_results *all, *some;
    assert_int_equal(store_reader_search(r, &s, &all, &err), ERR_OK);
    assert_int_equal(all->total_lower, n_matches);
    assert_int_equal(all->total_upper, n_matches);
    const uint32_t limits[] = {1, 2000, n_documents - 1, n_documents};
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        bool is_exact = limits[i] >= n_documents;
        s.max_checked = limits[i];
        assert_int_equal(store_reader_search(r, &s, &some, &err), ERR_OK);
        assert_int_equal(some->n, 20);
        for (size_t k = 0; k < some->n; k++) {
            assert_int_equal(some->hits[k].docid, all->hits[k].docid);
            assert_true(some->hits[k].score == all->hits[k].score);
        }
        assert_true(some->total_lower <= n_matches && some->total_upper >= n_matches);
        assert_int_equal(some->total_lower == some->total_upper, is_exact);
        assert_in_range(some->total_estimate, is_exact ? n_matches : n_matches * 3 / 4,
                        is_exact ? n_matches : n_matches * 5 / 4);
        store_results_free(some);
    }
    store_results_free(all);
}

/* If too many documents would have to be checked for a phrase, or for the best of several, the hits
 * are the same, and the total is an estimate. */
static void phrases_of_many_documents_are_estimated(void **state)
{
    (void)state;
    enum { N_DOCUMENTS = 6000 };
    struct err err = ERR_INIT;
    const uint32_t positions[] = {1, 2, 1, 3};
    struct xapian_writer *w = open_writer(XAPIAN_CREATE | XAPIAN_NO_SYNC);
    for (uint32_t i = 1; i <= N_DOCUMENTS; i++) {
        uint32_t wdf = 1 + i * 7 % 13, first = i % 5 ? 2 : 0;
        const struct store_term terms[] = {{"x", 1, wdf, first, 1}, {"y", 1, 1, first + 1, 1}};
        struct store_document d = {.terms = terms, .n_terms = 2, .positions = positions};
        assert_int_equal(xapian_writer_add(w, &d, NULL, &err), ERR_OK);
    }
    commit(w);
    xapian_writer_close(w);
    struct store_reader *r = open_reader();
    const struct store_node nodes[] = {
        TERM("x"),
        TERM("y"),
        {.op = STORE_PHRASE, .n_children = 2, .window = 2},
        TERM("y"),
        TERM("x"),
        {.op = STORE_PHRASE, .n_children = 2, .window = 2},
        {.op = STORE_SCALE, .n_children = 1, .factor = 0.5},
        {.op = STORE_MAX, .n_children = 2},
    };
    check_limits(r, nodes, 3, N_DOCUMENTS, N_DOCUMENTS / 5);
    check_limits(r, nodes, sizeof nodes / sizeof *nodes, N_DOCUMENTS, N_DOCUMENTS / 5);
    store_reader_close(r);
}

static void what_is_elsewhere_is_refused(void **state)
{
    (void)state;
    const struct store_place places[] = {
        {.kind = STORE_FOLDER, .where = path},
        {.kind = STORE_TCP, .where = "search.example.org", .port = 7000},
        {.kind = STORE_PROGRAM, .where = "cat", .arguments = ""},
    };
    struct xapian_writer *w = open_writer(XAPIAN_CREATE);
    commit(w);
    xapian_writer_close(w);
    for (size_t i = 0; i < 3; i++) {
        struct store_place both[] = {places[0], places[i]};
        struct err err = ERR_INIT;
        struct store_reader *r = NULL;
        store_reader_open(&store_glass, &(struct store_opening){.places = both, .n = 2}, &r, &err);
        assert_int_equal(err.code, i ? ERR_USAGE : ERR_OK);
        assert_true(i == 0 || strstr(err.message, places[i].where));
        store_reader_close(r);
    }
}

static void what_cannot_be_opened_may_be_left_out(void **state)
{
    (void)state;
    char absent[128];
    snprintf(absent, sizeof absent, "%s/absent", folder);
    struct xapian_writer *w = open_writer(XAPIAN_CREATE);
    add(w, (const char *const[]){"press", NULL}, "one");
    commit(w);
    xapian_writer_close(w);
    const char *paths[][3] = {
        {path, absent, path}, {absent, path, absent}, {absent, absent, absent}};
    for (size_t i = 0; i < 3; i++) {
        struct err err = ERR_INIT, problems[3] = {ERR_INIT, ERR_INIT, ERR_INIT};
        struct store_reader *r = NULL;
        struct store_place places[3];
        uint32_t n = 0;
        for (size_t k = 0; k < 3; k++)
            places[k] = (struct store_place){.kind = STORE_FOLDER, .where = paths[i][k]};
        struct store_opening how = {.places = places, .n = 3, .ret_problems = problems};
        store_reader_open(&store_glass, &how, &r, &err);
        for (size_t k = 0; k < 3; k++) {
            n += paths[i][k] == path;
            assert_int_equal(problems[k].code, paths[i][k] == path ? ERR_OK : ERR_NOT_FOUND);
        }
        assert_int_equal(err.code, n ? ERR_OK : ERR_NOT_FOUND);
        if (r)
            assert_int_equal(store_reader_stats(r).n_documents, n);
        store_reader_close(r);
    }
}

static void a_scheme_takes_libxapian(void **state)
{
    (void)state;
    struct err err = ERR_INIT;
    struct xapian_writer *w = open_writer(XAPIAN_CREATE);
    commit(w);
    xapian_writer_close(w);
    struct store_reader *r = open_reader();
    const struct store_node nodes[] = {TERM("press")};
    struct store_search s = {.nodes = nodes,
                             .n_nodes = 1,
                             .weighting = STORE_SCHEME,
                             .scheme = "ineb2",
                             .sort_slot = -1,
                             .order_slot = -1};
    struct store_results *rs = NULL;
    assert_int_equal(store_reader_search(r, &s, &rs, &err), ERR_USAGE);
    assert_int_equal(r->features, STORE_HAS_BURST);
    store_reader_close(r);
}

/* ---- the second look ---- */

struct looks {
    uint32_t docids[16];
    uint32_t wdfs[16][2];
    uint32_t positions[16]; /* of the first term, if the document has it */
    size_t n_positions[16][2];
    bool has_record[16];
    double best;
    size_t n;
};

/* Reverses the order. */
static double look(void *ctx, const struct store_seen *seen)
{
    struct looks *l = ctx;
    size_t i = l->n++;
    l->docids[i] = seen->docid;
    l->best = seen->best;
    for (size_t t = 0; t < 2; t++) {
        l->wdfs[i][t] = seen->wdfs[t];
        l->n_positions[i][t] = seen->positions[t].n;
    }
    l->positions[i] = seen->positions[0].n ? seen->positions[0].p[0] : 0;
    assert_true(seen->length > 0);
    assert_true(seen->score <= seen->best);
    l->has_record[i] = seen->has_record;
    assert_int_equal(str_starts_with(seen->data, STR_LITERAL("d")), seen->has_record);
    return seen->best + seen->docid;
}

static struct store_results *search_twice(struct store_reader *r,
                                          const struct store_second_look *second, uint32_t first,
                                          uint32_t max)
{
    static const struct store_node nodes[] = {
        TERM("jail"), TERM("sheriff"), {.op = STORE_OR, .n_children = 2}};
    struct store_search s = {
        .nodes = nodes,
        .n_nodes = 3,
        .weighting = STORE_BM25,
        .k1 = 1,
        .b = 0.5,
        .min_length = 0.5,
        .first = first,
        .max = max,
        .sort_slot = -1,
        .order_slot = -1,
        .second_look = second,
    };
    struct err err = ERR_INIT;
    struct store_results *results;
    if (store_reader_search(r, &s, &results, &err))
        fail_msg("%s", err.message);
    return results;
}

static void look_again_by(const struct store_engine *engine)
{
    static const struct str names[] = {{"jail", 4}, {"sheriff", 7}};
    struct looks looks = {.n = 0};
    struct store_second_look second = {.depth = 3,
                                       .n_records = 3,
                                       .names = names,
                                       .n_names = 2,
                                       .n_placed = 1,
                                       .score = look,
                                       .ctx = &looks};
    const char *paths[] = {path};
    struct err err = ERR_INIT;
    struct store_reader *r;
    if (store_reader_open_folders(engine, paths, 1, &r, &err))
        fail_msg("%s", err.message);
    struct store_results *results = search_twice(r, &second, 0, 10);
    assert_int_equal(looks.n, 6); /* each hit without its record, then with it */
    for (uint32_t i = 0; i < 6; i++) {
        bool is_first = i % 3 == 0, has_record = i >= 3;
        assert_int_equal(looks.docids[i], i % 3 + 1);
        assert_int_equal(looks.wdfs[i][0], 1);
        assert_int_equal(looks.wdfs[i][1], is_first);
        assert_int_equal(looks.positions[i], !has_record ? 0 : is_first ? 2 : 1);
        assert_int_equal(looks.n_positions[i][1], 0); /* it is not asked for */
        assert_int_equal(looks.has_record[i], has_record);
    }
    /* The three best in their new order, followed by the others. */
    static const uint32_t order[] = {3, 2, 1, 4, 5};
    assert_int_equal(results->n, 5);
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(results->hits[i].docid, order[i]);
    assert_true(results->hits[0].score == looks.best + 3);
    store_results_free(results);
    /* A page that begins within them, one that ends there, and one after them. */
    static const uint32_t pages[][2] = {{1, 3}, {0, 1}, {3, 1}, {4, 5}};
    for (size_t p = 0; p < sizeof pages / sizeof *pages; p++) {
        uint32_t first = pages[p][0], end = first + pages[p][1] < 5 ? first + pages[p][1] : 5;
        looks.n = 0;
        results = search_twice(r, &second, first, pages[p][1]);
        assert_int_equal(looks.n, 6);
        assert_int_equal(results->n, end - first);
        for (size_t i = 0; i < results->n; i++)
            assert_int_equal(results->hits[i].docid, order[first + i]);
        store_results_free(results);
    }
    /* Only the record of the hit that is best without it is read. */
    second.n_records = 1;
    looks.n = 0;
    store_results_free(search_twice(r, &second, 0, 10));
    assert_int_equal(looks.n, 4);
    for (uint32_t i = 0; i < 4; i++)
        assert_int_equal(looks.has_record[i], i == 3);
    assert_int_equal(looks.docids[3], 3);
    store_reader_close(r);
}

static void the_best_hits_are_looked_at_again(void **state)
{
    static const char *const both[] = {"county", "jail", "sheriff", NULL};
    static const char *const one[] = {"jail", "school", "teacher", "year", NULL};
    (void)state;
    struct xapian_writer *w = open_writer(XAPIAN_CREATE);
    add(w, both, "d1");
    for (int i = 0; i < 4; i++)
        add(w, one, "d");
    commit(w);
    xapian_writer_close(w);
    look_again_by(&store_glass);
    look_again_by(&store_xapian);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, make_folder, remove_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(documents_are_found_by_terms_and_phrases),
        TEST(malformed_queries_are_refused),
        TEST(a_bad_document_is_refused_and_takes_nothing_with_it),
        TEST(what_was_not_committed_is_dropped),
        TEST(causes_have_their_codes),
        TEST(a_reader_follows_a_database_that_changes),
        TEST(a_reader_that_is_late_knows_the_lengths),
        TEST(a_reader_that_could_not_follow_goes_on),
        TEST(documents_are_edited_and_deleted),
        TEST(lengths_follow_every_change),
        TEST(bursts_are_weighed),
        cmocka_unit_test(bm25_is_as_it_is_written_down),
        cmocka_unit_test(no_weight_is_above_its_bound),
        TEST(equal_hits_are_ordered_by_value),
        TEST(a_total_is_estimated_by_what_was_counted),
        TEST(what_is_not_counted_is_estimated),
        TEST(a_search_ends_with_its_steps),
        TEST(a_document_that_takes_too_long_is_given_up),
        TEST(a_record_that_breaks_off_is_an_error),
        TEST(a_tree_is_not_gone_through_in_circles),
        TEST(a_term_does_not_follow_itself),
        TEST(checks_pass),
        TEST(phrases_of_many_documents_are_estimated),
        TEST(what_is_elsewhere_is_refused),
        TEST(what_cannot_be_opened_may_be_left_out),
        TEST(the_best_hits_are_looked_at_again),
        TEST(a_scheme_takes_libxapian),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
