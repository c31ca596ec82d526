/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests the bulk writer: its limits, failures and temporary files. */
#include "base/file.h"
#include "base/mem.h"
#include "bulk/bulk.h"
#include "xapian_engine/format_check.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[] = "/tmp/bulk_write_test.XXXXXX";

static uint32_t intern(struct term_ids *d, struct str name)
{
    bool is_new;
    return term_ids_intern(d, name, term_ids_hash(name), &is_new);
}

/* Makes a run of n documents of one word, with data_bytes of data each. */
static struct bulk_run *make_run(uint32_t n, size_t data_bytes)
{
    struct term_ids *ids = term_ids_new();
    struct bulk_inverter *v = bulk_inverter_new(ids);
    struct err err = ERR_INIT;
    AUTO(mem_free_pointer) char *data = mem_alloc_zeroed(data_bytes, 1);
    const uint32_t positions[] = {1, 4};
    struct bulk_posting posting = {intern(ids, STR_LITERAL("press")), 2, 0, 2};
    struct bulk_document document = {&posting, 1, positions, NULL, 0, data, data_bytes};
    for (uint32_t i = 0; i < n; i++)
        assert_int_equal(bulk_inverter_add(v, &document, &err), ERR_OK);
    struct bulk_run *run = bulk_inverter_finish(v);
    assert_int_equal(bulk_inverter_count(v), 0);
    bulk_inverter_free(v);
    term_ids_free(ids); /* a run does not need them */
    return run;
}

/* Writes a database of one run. */
static enum err_code write_run(const char *path, struct bulk_run *run, struct err *err)
{
    struct bulk_writer *w = bulk_writer_open(path, err);
    if (!w)
        return err->code;
    if (bulk_writer_add(w, run, err) == ERR_OK)
        return bulk_writer_finish(w, &(struct bulk_end){NULL, 0, 1}, NULL, err);
    bulk_writer_abandon(w);
    return err->code;
}

static void knows_that_it_is_supported(void **state)
{
    (void)state;
    const char *reason = NULL;
    AUTO(mem_free_pointer) char *stock = file_join(folder, "stock");
    AUTO(mem_free_pointer) char *ours = file_join(folder, "ours");
    assert_int_equal(format_check(stock, ours, &reason), FORMAT_OURS);
    assert_null(reason);
    assert_int_equal(format_check(stock, ours, NULL), FORMAT_OURS);
    assert_false(file_exists(stock));
    assert_false(file_exists(ours));
}

static void is_not_supported_where_it_cannot_be_tried(void **state)
{
    (void)state;
    const char *reason = NULL;
    assert_int_equal(format_check("nowhere/stock", "nowhere/ours", &reason), FORMAT_READ);
    assert_non_null(reason);
}

static void refuses_documents_outside_the_limits(void **state)
{
    (void)state;
    struct term_ids *ids = term_ids_new();
    struct bulk_inverter *v = bulk_inverter_new(ids);
    char name[250];
    memset(name, 'x', sizeof name);
    struct bulk_posting postings[2] = {
        {intern(ids, STR_LITERAL("good")), UINT32_MAX, 0, 0},
        {intern(ids, (struct str){name, 246}), 1, 0, 0},
    };
    const struct store_value bad_slot = {UINT32_MAX, 1, "x"};
    struct err err = ERR_INIT;
    struct bulk_document document = {.postings = postings, .n_postings = 2};
    assert_int_equal(bulk_inverter_add(v, &document, &err), ERR_INPUT); /* a long term */
    err_clear(&err);
    postings[1].term = intern(ids, STR_LITERAL("other"));
    /* A length of more than 32 bits. */
    assert_int_equal(bulk_inverter_add(v, &document, &err), ERR_INPUT);
    err_clear(&err);
    document = (struct bulk_document){.values = &bad_slot, .n_values = 1};
    assert_int_equal(bulk_inverter_add(v, &document, &err), ERR_INPUT);
    err_clear(&err);
    document = (struct bulk_document){.data = name, .data_length = (100u << 20) + 1};
    assert_int_equal(bulk_inverter_add(v, &document, &err), ERR_INPUT);
    err_clear(&err);
    assert_int_equal(bulk_inverter_count(v), 0);
    document = (struct bulk_document){.postings = postings, .n_postings = 1};
    assert_int_equal(bulk_inverter_add(v, &document, &err), ERR_OK);
    assert_int_equal(bulk_inverter_count(v), 1);
    bulk_inverter_free(v);
    bulk_inverter_free(NULL);
    term_ids_free(ids);
}

static void counts_its_memory(void **state)
{
    (void)state;
    struct bulk_run *run = make_run(1000, 5000);
    struct err err = ERR_INIT;
    AUTO(mem_free_pointer) char *path = file_join(folder, "database");
    assert_true(bulk_run_document_bytes(run) > 1000 * 5000);
    assert_true(bulk_run_posting_bytes(run) >= 1000 * 5);
    assert_int_equal(bulk_run_spill(run, folder, &err), ERR_OK);
    assert_int_equal(bulk_run_posting_bytes(run), 0);
    struct bulk_writer *w = bulk_writer_open(path, &err);
    assert_int_equal(bulk_writer_add(w, run, &err), ERR_OK);
    assert_int_equal(bulk_run_document_bytes(run), 0);
    bulk_writer_abandon(w);
    assert_false(file_exists(path));
    bulk_run_free(run);
    bulk_run_free(NULL);
}

static void does_not_spill_where_there_is_no_folder(void **state)
{
    (void)state;
    struct bulk_run *run = make_run(10, 10);
    struct err err = ERR_INIT;
    assert_int_not_equal(bulk_run_spill(run, "/nowhere", &err), ERR_OK);
    assert_non_null(strstr(err.message, "/nowhere"));
    err_clear(&err);
    assert_int_equal(bulk_run_spill(run, folder, &err), ERR_OK); /* it is still intact */
    bulk_run_free(run);
}

static void writes_nothing_where_something_is(void **state)
{
    (void)state;
    struct bulk_run *run = make_run(1, 1);
    struct err err = ERR_INIT;
    assert_int_equal(write_run(folder, run, &err), ERR_IO);
    assert_true(file_exists(folder));
    bulk_run_free(run);
}

/* Makes a run of documents with these values in slot 1; NULL: no value. */
static struct bulk_run *make_run_of_values(const char *const *values, size_t n)
{
    struct term_ids *ids = term_ids_new();
    struct bulk_inverter *v = bulk_inverter_new(ids);
    struct err err = ERR_INIT;
    for (size_t i = 0; i < n; i++) {
        const char *s = values[i] ? values[i] : "";
        struct store_value value = {1, (uint32_t)strlen(s), s};
        struct bulk_document document = {.values = &value, .n_values = 1};
        assert_int_equal(bulk_inverter_add(v, &document, &err), ERR_OK);
    }
    struct bulk_run *run = bulk_inverter_finish(v);
    bulk_inverter_free(v);
    term_ids_free(ids);
    return run;
}

static void knows_whether_values_ascend(void **state)
{
    (void)state;
    AUTO(mem_free_pointer) char *path = file_join(folder, "database");
    static const struct {
        const char *first[2], *second[2]; /* of two runs */
        bool is_in_order;
    } cases[] = {
        {{"a", "b"}, {"c", "d"}, true},  {{"b", "a"}, {"c", "d"}, false},
        {{"a", "a"}, {"c", "d"}, false}, {{"a", "c"}, {"b", "d"}, false},
        {{"a", "b"}, {"b", "c"}, false}, {{"a", NULL}, {"c", "d"}, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct err err = ERR_INIT;
        struct bulk_run *runs[] = {make_run_of_values(cases[i].first, 2),
                                   make_run_of_values(NULL, 0),
                                   make_run_of_values(cases[i].second, 2)};
        struct bulk_writer *w = bulk_writer_open(path, &err);
        for (size_t k = 0; k < 3; k++)
            assert_int_equal(bulk_writer_add(w, runs[k], &err), ERR_OK);
        assert_int_equal(bulk_writer_is_in_order(w, 1), cases[i].is_in_order);
        assert_false(bulk_writer_is_in_order(w, 2));
        bulk_writer_abandon(w);
        for (size_t k = 0; k < 3; k++)
            bulk_run_free(runs[k]);
    }
}

static void refuses_metadata_that_libxapian_would_not_take(void **state)
{
    (void)state;
    AUTO(mem_free_pointer) char *path = file_join(folder, "database");
    char key[202];
    memset(key, 'k', 201);
    key[201] = '\0';
    const struct bulk_metadata bad[][2] = {{{"same", "1", 1}, {"same", "2", 1}},
                                           {{"", "1", 1}, {"b", "2", 1}},
                                           {{key, "1", 1}, {"b", "2", 1}}};
    for (size_t i = 0; i < 3; i++) {
        struct err err = ERR_INIT;
        struct bulk_writer *w = bulk_writer_open(path, &err);
        assert_int_equal(bulk_writer_finish(w, &(struct bulk_end){bad[i], 2, 1}, NULL, &err),
                         ERR_USAGE);
        assert_false(file_exists(path));
    }
}

/* A limit on the size of files stands in for a full disk. */
static void removes_what_it_could_not_finish(void **state)
{
    (void)state;
    AUTO(mem_free_pointer) char *path = file_join(folder, "database");
    struct bulk_run *run = make_run(300000, 30);
    struct rlimit old, small;
    struct err err = ERR_INIT;
    getrlimit(RLIMIT_FSIZE, &old);
    small = (struct rlimit){1 << 20, old.rlim_max};
    void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &small);
    struct err spill_err = ERR_INIT;
    enum err_code spilled = bulk_run_spill(run, folder, &spill_err);
    enum err_code written = write_run(path, run, &err);
    setrlimit(RLIMIT_FSIZE, &old);
    signal(SIGXFSZ, handler);
    bulk_run_free(run);
    assert_int_equal(spilled, ERR_IO);
    assert_non_null(strstr(spill_err.message, folder));
    assert_int_equal(written, ERR_IO);
    assert_non_null(strstr(err.message, ".glass"));
    assert_false(file_exists(path));

    err_clear(&err);
    run = make_run(2000, 3000);
    assert_int_equal(write_run(path, run, &err), ERR_OK); /* works if there is room */
    bulk_run_free(run);
    static const char *const names[] = {"iamglass", "postlist.glass", "docdata.glass",
                                        "termlist.glass", "position.glass"};
    for (size_t i = 0; i < 5; i++) {
        AUTO(mem_free_pointer) char *name = file_join(path, names[i]);
        assert_int_equal(unlink(name), 0);
    }
    assert_int_equal(rmdir(path), 0);
}

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_that_it_is_supported),
        cmocka_unit_test(is_not_supported_where_it_cannot_be_tried),
        cmocka_unit_test(refuses_documents_outside_the_limits),
        cmocka_unit_test(counts_its_memory),
        cmocka_unit_test(does_not_spill_where_there_is_no_folder),
        cmocka_unit_test(writes_nothing_where_something_is),
        cmocka_unit_test(knows_whether_values_ascend),
        cmocka_unit_test(refuses_metadata_that_libxapian_would_not_take),
        cmocka_unit_test(removes_what_it_could_not_finish),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
