/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests the engine that uses libxapian, also with servers. tests/property/compare_searches.c
 * compares its local answers. */
#include "../folder.h"
#include "base/mem.h"
#include "positions/positions.h"
#include "store/engine.h"
#include "store/record.h"
#include "store/schema.h"
#include "xapian_engine/writer.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

enum { SLOT_LAST = 0, MAX_WORDS = 16 };

static char paths[2][96];

/* Makes the record of words at given positions. */
static void make_record(const char *const *words, const uint32_t *positions, size_t n,
                        struct buf *out)
{
    struct positions_entry entries[MAX_WORDS];
    AUTO(buf_done) struct buf scratch = BUF_INIT;
    AUTO(buf_done) struct buf encoded = BUF_INIT;
    for (size_t i = 0; i < n; i++)
        entries[i] = (struct positions_entry){positions_hash(str_of(words[i])), &positions[i], 1};
    positions_encode(entries, n, &scratch, &encoded);
    struct record r = {.positions = buf_str(&encoded), .first_line = 1};
    struct record_writer *w = record_writer_new(1);
    record_append(w, out, &r, STR_EMPTY);
    record_writer_free(w);
}

/* words are in ascending order, each with a position; the last one is the value. The first term is
 * one that no other document has. */
static void add(struct xapian_writer *w, const char *const *words, const uint32_t *positions)
{
    struct store_term terms[MAX_WORDS + 1];
    size_t n = 0;
    AUTO(buf_done) struct buf record = BUF_INIT;
    struct err err = ERR_INIT;
    char id[16];
    static unsigned n_added;
    snprintf(id, sizeof id, PREFIX_ID "%u", n_added++);
    terms[0] = (struct store_term){id, (uint32_t)strlen(id), 0, 0, 0};
    for (; words[n]; n++)
        terms[n + 1] = (struct store_term){words[n], (uint32_t)strlen(words[n]), positions[n], 0,
                                           0};
    make_record(words, positions, n, &record);
    struct store_value value = {SLOT_LAST, terms[n].name_length, words[n - 1]};
    struct store_document d = {terms, n + 1, NULL, &value, 1, record.p, record.n};
    if (xapian_writer_add(w, &d, NULL, &err))
        fail_msg("%s", err.message);
}

#define ADD(w, positions, ...)                                                                     \
    add(w, (const char *const[]){__VA_ARGS__, NULL}, (const uint32_t[])positions)
#define AT(...)                                                                                    \
    {                                                                                              \
        __VA_ARGS__                                                                                \
    }

static struct xapian_writer *create(const char *path)
{
    struct err err = ERR_INIT;
    struct xapian_writer *w = NULL;
    if (xapian_writer_open(path, XAPIAN_CREATE | XAPIAN_NO_SYNC, &w, &err))
        fail_msg("%s", err.message);
    return w;
}

static void finish(struct xapian_writer *w)
{
    struct err err = ERR_INIT;
    assert_int_equal(xapian_writer_set_metadata(w, "key", STR_LITERAL("value"), &err), ERR_OK);
    assert_int_equal(xapian_writer_commit(w, &err), ERR_OK);
    xapian_writer_close(w);
}

/* Makes two databases without position tables. The documents of the first have odd numbers when
 * both are opened together. */
static int make_databases(void **state)
{
    (void)state;
    if (make_folder_of("engine_test"))
        return -1;
    for (int i = 0; i < 2; i++)
        snprintf(paths[i], sizeof paths[i], "%s/db%d", folder, i);
    struct xapian_writer *w = create(paths[0]);
    ADD(w, AT(1, 2, 3), "gray", "heron", "lake");
    ADD(w, AT(3, 1, 2), "gray", "heron", "mist");
    ADD(w, AT(1, 5), "gray", "rain");
    finish(w);
    w = create(paths[1]);
    ADD(w, AT(4, 5), "gray", "heron");
    ADD(w, AT(1, 2), "blue", "heron");
    finish(w);
    return 0;
}

/* Opens both databases, each served by a program. */
static struct store_reader *open_served(bool is_first_here)
{
    static char arguments[2][128];
    struct store_place places[2];
    struct err err = ERR_INIT;
    struct store_reader *r = NULL;
    for (int i = 0; i < 2; i++) {
        snprintf(arguments[i], sizeof arguments[i], "--timeout=20000 %s", paths[i]);
        places[i] = (struct store_place){
            .kind = STORE_PROGRAM, .where = "xapian-progsrv", .arguments = arguments[i]};
    }
    if (is_first_here)
        places[0] = (struct store_place){.kind = STORE_FOLDER, .where = paths[0]};
    struct store_opening how = {.places = places, .n = 2, .time_limit_ms = 20000};
    if (store_reader_open(&store_xapian, &how, &r, &err))
        fail_msg("%s", err.message);
    return r;
}

static struct store_reader *open_here(void)
{
    struct err err = ERR_INIT;
    struct store_reader *r = NULL;
    const char *both[] = {paths[0], paths[1]};
    if (store_reader_open_folders(&store_xapian, both, 2, &r, &err))
        fail_msg("%s", err.message);
    return r;
}

#define TERM(word)                                                                                 \
    {                                                                                              \
        .op = STORE_TERM, .name = STR_LITERAL(word)                                                \
    }

static const struct store_node phrase[] = {
    TERM("gray"), TERM("heron"), {.op = STORE_PHRASE, .n_children = 2, .window = 2}};
static const struct store_node either[] = {
    TERM("heron"), TERM("rain"), {.op = STORE_OR, .n_children = 2}};

static struct store_search search_of(const struct store_node *nodes, size_t n)
{
    return (struct store_search){.nodes = nodes,
                                 .n_nodes = n,
                                 .weighting = STORE_SCHEME,
                                 .scheme = "ineb2 1",
                                 .max = 10,
                                 .sort_slot = -1,
                                 .order_slot = -1};
}

static struct store_results *ask(struct store_reader *r, const struct store_search *s)
{
    struct err err = ERR_INIT;
    struct store_results *rs = NULL;
    if (store_reader_search(r, s, &rs, &err))
        fail_msg("%s", err.message);
    return rs;
}

/* Asserts the docids of the hits in ascending order: "1 3". */
static void assert_found(struct store_reader *r, const struct store_search *s, const char *wanted)
{
    struct store_results *rs = ask(r, s);
    char all[100] = "";
    for (uint32_t docid = 1; docid < 10; docid++)
        for (size_t i = 0; i < rs->n; i++)
            if (rs->hits[i].docid == docid)
                snprintf(all + strlen(all), sizeof all - strlen(all), "%s%u", *all ? " " : "",
                         docid);
    assert_string_equal(all, wanted);
    store_results_free(rs);
}

static void phrases_are_verified_on_records(void **state)
{
    (void)state;
    struct store_search s = search_of(phrase, 3);
    for (int way = 0; way < 3; way++) {
        struct store_reader *r = way == 2 ? open_here() : open_served(way);
        assert_found(r, &s, "1 2");
        struct store_results *rs = ask(r, &s);
        assert_true(rs->total_lower <= 2 && rs->total_upper >= 2);
        assert_true(rs->hits[0].data.n > 0);
        store_results_free(rs);
        s.first = 1;
        rs = ask(r, &s);
        assert_int_equal(rs->n, 1);
        store_results_free(rs);
        s.first = 0;
        store_reader_close(r);
    }
}

static void what_a_phrase_is_part_of_is_verified(void **state)
{
    (void)state;
    const struct store_node with_or[] = {
        phrase[0], phrase[1], phrase[2], TERM("rain"), {.op = STORE_OR, .n_children = 2}};
    const struct store_node without[] = {
        TERM("heron"), phrase[0], phrase[1], phrase[2], {.op = STORE_AND_NOT, .n_children = 2}};
    const struct store_node near[] = {
        phrase[0], phrase[1], {.op = STORE_NEAR, .n_children = 2, .window = 2}};
    const struct store_node range[] = {phrase[0],
                                       phrase[1],
                                       phrase[2],
                                       {.op = STORE_VALUE_RANGE,
                                        .slot = SLOT_LAST,
                                        .name = STR_LITERAL("l"),
                                        .upper = STR_LITERAL("m")},
                                       {.op = STORE_FILTER, .n_children = 2}};
    struct store_search s[] = {search_of(with_or, 5), search_of(without, 5), search_of(near, 3),
                               search_of(range, 5)};
    static const char *const wanted[] = {"1 2 5", "3 4", "1 2", "1"};
    struct store_reader *far = open_served(false), *here = open_here();
    for (size_t i = 0; i < 4; i++) {
        assert_found(far, &s[i], wanted[i]);
        assert_found(here, &s[i], wanted[i]);
    }
    store_reader_close(far);
    store_reader_close(here);
}

/* Asserts that both have the same number of hits, with the same scores in the same order. */
static void assert_same_hits(const struct store_results *a, const struct store_results *b)
{
    assert_int_equal(a->n, b->n);
    for (size_t i = 0; i < a->n; i++) {
        assert_int_equal(a->hits[i].docid, b->hits[i].docid);
        assert_true(fabs(a->hits[i].score - b->hits[i].score) < 1e-9);
    }
}

/* Among the documents with both words, some have them as a phrase. */
static void phrases_that_only_rank_weigh_where_they_stand(void **state)
{
    (void)state;
    const struct store_node or
        [] = {TERM("heron"), phrase[0], phrase[1], phrase[2], {.op = STORE_OR, .n_children = 2}};
    const struct store_node maybe[] = {
        TERM("heron"), phrase[0], phrase[1], phrase[2], {.op = STORE_AND_MAYBE, .n_children = 2}};
    const struct store_node best[] = {
        TERM("heron"), phrase[0], phrase[1], phrase[2], {.op = STORE_MAX, .n_children = 2}};
    const struct store_node excluded[] = {TERM("gray"),
                                          TERM("heron"),
                                          phrase[0],
                                          phrase[1],
                                          phrase[2],
                                          {.op = STORE_AND_NOT, .n_children = 2},
                                          {.op = STORE_AND_NOT, .n_children = 2}};
    struct store_search s[] = {search_of(or, 5), search_of(maybe, 5), search_of(best, 5),
                               search_of(excluded, 7)};
    struct store_reader *far = open_served(false), *here = open_here();
    for (size_t i = 0; i < 4; i++) {
        for (s[i].max = 1; s[i].max < 6; s[i].max++) {
            struct store_results *a = ask(far, &s[i]), *b = ask(here, &s[i]);
            assert_same_hits(a, b);
            for (size_t k = 0; k < a->n; k++) {
                struct err err = ERR_INIT;
                bool matches = false;
                double score = 0;
                store_reader_score(far, &s[i], a->hits[k].docid, &matches, &score, &err);
                assert_true(matches && fabs(score - a->hits[k].score) < 1e-9);
            }
            store_results_free(a);
            store_results_free(b);
        }
    }
    store_reader_close(far);
    store_reader_close(here);
}

/* Makes a folder of documents that all have the words. */
static const char *many_alike(unsigned n)
{
    static char path[96];
    snprintf(path, sizeof path, "%s/many", folder);
    struct xapian_writer *w = create(path);
    for (unsigned i = 0; i < n; i++)
        ADD(w, AT(1, 2, 3), "gray", "heron", "lake");
    finish(w);
    return path;
}

static void a_search_takes_no_more_steps_than_it_may(void **state)
{
    (void)state;
    const char *both[] = {many_alike(1000), paths[1]};
    const struct store_node range[] = {
        TERM("lake"),
        {.op = STORE_VALUE_RANGE, .slot = SLOT_LAST, .name = STR_LITERAL("l")},
        {.op = STORE_OR, .n_children = 2}};
    struct store_search s[] = {search_of(phrase, 3), search_of(either, 3), search_of(range, 3)};
    struct store_reader *r = NULL;
    struct err err = ERR_INIT;
    if (store_reader_open_folders(&store_xapian, both, 2, &r, &err))
        fail_msg("%s", err.message);
    for (size_t i = 0; i < 3; i++) {
        s[i].check_at_least = UINT32_MAX;
        s[i].max_steps = 3000;
        struct store_results *few = ask(r, &s[i]), *again = ask(r, &s[i]);
        assert_in_range(few->n_unseen, 1, 999);
        assert_in_range(few->total_lower, 1, 999);
        assert_true(few->total_upper >= 1000);
        assert_int_equal(few->n_unseen, again->n_unseen);
        assert_same_hits(few, again);
        s[i].max_steps = 1000000;
        struct store_results *all = ask(r, &s[i]);
        assert_int_equal(all->n_unseen, 0);
        assert_in_range(all->total_estimate, 1000, 1002);
        assert_true(all->total_lower == all->total_upper);
        store_results_free(few);
        store_results_free(again);
        store_results_free(all);
    }
    store_reader_close(r);
}

/* More documents have the words than are examined, and none of those has the phrase. The server's
 * estimate puts the best document without it last. */
static void what_a_phrase_does_not_help_is_found_behind_many(void **state)
{
    (void)state;
    static char path[96];
    const struct store_node nodes[] = {
        TERM("lake"), phrase[0], phrase[1], phrase[2], {.op = STORE_OR, .n_children = 2}};
    struct store_search s = search_of(nodes, 5);
    struct err err = ERR_INIT;
    struct store_reader *far = NULL, *here = NULL;
    char arguments[128];
    snprintf(path, sizeof path, "%s/others", folder);
    struct xapian_writer *w = create(path);
    for (unsigned i = 0; i < 1100; i++)
        ADD(w, AT(3, 1), "gray", "heron");
    ADD(w, AT(1, 2), "lake", "mist");
    for (unsigned i = 0; i < 2200; i++)
        ADD(w, AT(1, 2), "lake", "rain");
    finish(w);
    snprintf(arguments, sizeof arguments, "--timeout=20000 %s", path);
    struct store_place place = {
        .kind = STORE_PROGRAM, .where = "xapian-progsrv", .arguments = arguments};
    struct store_opening how = {.places = &place, .n = 1, .time_limit_ms = 20000};
    const char *folders[] = {path};
    s.max = 3;
    if (store_reader_open(&store_xapian, &how, &far, &err) ||
        store_reader_open_folders(&store_xapian, folders, 1, &here, &err))
        fail_msg("%s", err.message);
    struct store_results *a = ask(far, &s), *b = ask(here, &s);
    assert_int_equal(b->n, 3);
    assert_same_hits(a, b);
    store_results_free(a);
    store_results_free(b);
    store_reader_close(far);
    store_reader_close(here);
}

static void servers_rank_as_one_index(void **state)
{
    (void)state;
    struct store_search s = search_of(either, 3);
    struct store_reader *far = open_served(false), *mixed = open_served(true), *here = open_here();
    struct store_results *a = ask(far, &s), *b = ask(mixed, &s), *c = ask(here, &s);
    assert_int_equal(a->n, 5);
    for (size_t i = 0; i < 5; i++) {
        assert_true(fabs(a->hits[i].score - c->hits[i].score) < 1e-9);
        assert_true(fabs(b->hits[i].score - c->hits[i].score) < 1e-9);
        assert_int_equal(a->hits[i].docid, c->hits[i].docid);
    }
    for (size_t i = 0; i < 5; i++) {
        struct err err = ERR_INIT;
        bool matches = false;
        double score = 0;
        store_reader_score(far, &s, a->hits[i].docid, &matches, &score, &err);
        assert_true(matches && fabs(score - a->hits[i].score) < 1e-9);
    }
    store_results_free(a);
    store_results_free(b);
    store_results_free(c);
    store_reader_close(mixed);
    store_reader_close(here);

    struct err err = ERR_INIT;
    struct store_results *rs = NULL;
    assert_false(far->features & STORE_HAS_BURST);
    s.weighting = STORE_BURST;
    assert_int_equal(store_reader_search(far, &s, &rs, &err), ERR_USAGE);
    s.weighting = STORE_SCHEME;
    s.scheme = "nonsense";
    err_clear(&err);
    assert_int_equal(store_reader_search(far, &s, &rs, &err), ERR_USAGE);
    store_reader_close(far);
}

static void everything_else_is_read_from_afar(void **state)
{
    (void)state;
    struct err err = ERR_INIT;
    struct store_reader *r = open_served(false);
    struct store_cursor *c = store_cursor_open(r);
    struct store_vocabulary *v;
    struct store_frequency f = {STR_LITERAL("gray"), 0, 0};
    struct str name;
    AUTO(buf_done) struct buf value = BUF_INIT;
    uint32_t wdf = 0, length = 0;
    assert_int_equal(store_reader_stats(r).n_documents, 5);
    store_reader_metadata(r, 1, "key", &value, &err);
    assert_true(str_equal(buf_str(&value), STR_LITERAL("value")));
    store_cursor_seek(c, STR_LITERAL("h"), &name, &err);
    assert_true(str_equal(name, STR_LITERAL("heron")));
    store_cursor_next(c, &name, &err);
    assert_true(str_equal(name, STR_LITERAL("lake")));
    store_cursor_seek(c, STR_LITERAL("a"), &name, &err);
    assert_true(str_equal(name, STR_LITERAL("blue")));
    store_cursor_seek(c, STR_LITERAL("z"), &name, &err);
    assert_null(name.p);
    store_cursor_close(c);
    store_reader_terms(r, STR_LITERAL("r"), 9, &v, &err);
    assert_int_equal(v->n, 1);
    store_vocabulary_free(v);
    store_reader_frequencies(r, &f, 1, &err);
    assert_int_equal(f.termfreq, 4);
    store_reader_wdfs(r, 1, &f.name, 1, &wdf, &length, &err);
    assert_true(wdf == 1 && length == 6);
    assert_int_equal(err.code, ERR_OK);
    AUTO(buf_done) struct buf none = BUF_INIT;
    assert_int_equal(store_reader_data(r, 99, &none, &err), ERR_NOT_FOUND);
    store_reader_close(r);
}

static void what_cannot_be_opened_may_be_left_out(void **state)
{
    (void)state;
    const struct store_place places[] = {
        {.kind = STORE_PROGRAM, .where = "false", .arguments = ""},
        {.kind = STORE_FOLDER, .where = paths[0]},
        {.kind = STORE_TCP, .where = "127.0.0.1", .port = 1},
    };
    struct err err = ERR_INIT, problems[3] = {ERR_INIT, ERR_INIT, ERR_INIT};
    struct store_reader *r = NULL;
    struct store_opening how = {.places = places, .n = 3, .time_limit_ms = 2000};
    assert_int_not_equal(store_reader_open(&store_xapian, &how, &r, &err), ERR_OK);
    assert_null(r);
    err_clear(&err);
    how.ret_problems = problems;
    assert_int_equal(store_reader_open(&store_xapian, &how, &r, &err), ERR_OK);
    assert_true(problems[0].code && !problems[1].code && problems[2].code);
    assert_non_null(strstr(problems[2].message, "127.0.0.1:1"));
    assert_int_equal(store_reader_stats(r).n_documents, 3);
    store_reader_close(r);
    how.places = &places[2];
    how.n = 1;
    r = NULL;
    assert_int_not_equal(store_reader_open(&store_xapian, &how, &r, &err), ERR_OK);
    assert_null(r);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, make_databases, remove_folder)
    const struct CMUnitTest tests[] = {
        TEST(phrases_are_verified_on_records),
        TEST(what_a_phrase_is_part_of_is_verified),
        TEST(phrases_that_only_rank_weigh_where_they_stand),
        TEST(a_search_takes_no_more_steps_than_it_may),
        TEST(what_a_phrase_does_not_help_is_found_behind_many),
        TEST(servers_rank_as_one_index),
        TEST(everything_else_is_read_from_afar),
        TEST(what_cannot_be_opened_may_be_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
