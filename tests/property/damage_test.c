/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Damages the bytes of a database in random ways. Reading it must end, with an answer or an error,
 * without leaving the reader's memory (which the address sanitizer checks). What a check accepts
 * must be safe for libxapian to change. Environment: PRESSMARK_SEED, PRESSMARK_RUNS. */
#include "base/file.h"
#include "base/mem.h"
#include "match/check.h"
#include "tests/property/random.h"
#include "xapian_engine/writer.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

enum { N_WORDS = 400, N_DOCUMENTS = 600, MAX_WORDS = 60, N_FILES = 5 };

static const char *const files[N_FILES] = {"iamglass", "postlist.glass", "docdata.glass",
                                           "termlist.glass", "position.glass"};

static char folder[64], path[96];

static struct str word(uint32_t i, char *bytes)
{
    return (struct str){bytes, (size_t)snprintf(bytes, 16, "w%04u", i)};
}

/* Adds a document of words. The lower their numbers, the more frequent they are. */
static void add_document(struct xapian_writer *w, uint32_t number)
{
    static char names[N_WORDS][16];
    static char data[10000];
    struct store_term terms[MAX_WORDS];
    uint32_t positions[MAX_WORDS], n = 0;
    struct err err = ERR_INIT;
    char date[8];
    for (uint32_t i = below(4); i < N_WORDS && n < MAX_WORDS; i += 1 + below(2 + i / 4)) {
        struct str name = word(i, names[i]);
        positions[n] = 1 + below(1000);
        terms[n] = (struct store_term){name.p, (uint32_t)name.n, 1 + below(3), n, 1};
        n++;
    }
    struct store_value values[] = {
        {0, (uint32_t)snprintf(date, sizeof date, "%u", 1990 + below(40)), date}, {1, 5, "order"}};
    memset(data, 'a' + (int)(number % 26), sizeof data);
    struct store_document document = {
        terms, n, positions, values, 2, data, number % 50 ? below(300) : sizeof data};
    if (xapian_writer_add(w, &document, NULL, &err))
        fail_msg("%s", err.message);
}

static void make_database(void)
{
    struct xapian_writer *w;
    struct err err = ERR_INIT;
    strcpy(folder, "/tmp/damage_test.XXXXXX");
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/db", folder);
    if (xapian_writer_open(path, XAPIAN_CREATE | XAPIAN_NO_SYNC, &w, &err))
        fail_msg("%s", err.message);
    for (uint32_t i = 0; i < N_DOCUMENTS; i++)
        add_document(w, i);
    xapian_writer_set_metadata(w, "key", STR_LITERAL("value"), &err);
    assert_int_equal(xapian_writer_commit(w, &err), ERR_OK);
    xapian_writer_close(w);
}

/* ---- reading ---- */

static void search(struct store_reader *r, const struct store_node *nodes, size_t n, int sort_slot)
{
    struct err err = ERR_INIT;
    struct store_results *results;
    struct store_search s = {.nodes = nodes,
                             .n_nodes = n,
                             .weighting = below(2) ? STORE_BURST : STORE_BM25,
                             .k1 = 1,
                             .k3 = 1,
                             .b = 0.5,
                             .burst = {1, 1, 9, 0.75, 0.7, 0},
                             .max = 1 + below(20),
                             .sort_slot = sort_slot,
                             .order_slot = 1};
    if (store_reader_search(r, &s, &results, &err) == ERR_OK)
        store_results_free(results);
}

static void search_some(struct store_reader *r)
{
    char a[16], b[16], c[16];
    struct store_node x = {.op = STORE_TERM, .name = word(below(20), a)};
    struct store_node y = {.op = STORE_TERM, .name = word(below(20), b)};
    struct store_node z = {.op = STORE_TERM, .name = word(below(N_WORDS), c)};
    struct store_node date = {.op = STORE_VALUE_RANGE, .name = STR_LITERAL("2000")};
    struct store_node either[] = {x, y, z, {.op = STORE_OR, .n_children = 3}};
    struct store_node both[] = {x, date, {.op = STORE_AND, .n_children = 2}};
    struct store_node phrase[] = {x, y, {.op = STORE_NEAR, .n_children = 2, .window = 200}};
    struct store_node synonym[] = {y, z, {.op = STORE_SYNONYM, .n_children = 2}};
    search(r, either, 4, -1);
    search(r, both, 3, 0);
    search(r, phrase, 3, -1);
    search(r, synonym, 3, -1);
    search(r, &(struct store_node){.op = STORE_ALL}, 1, 0);
}

static void read_some(struct store_reader *r)
{
    struct err err = ERR_INIT;
    struct store_vocabulary *v;
    struct buf data;
    uint32_t docid = 1 + below(N_DOCUMENTS), wdf, length;
    char bytes[16];
    struct str name = word(below(N_WORDS), bytes), at;
    if (store_reader_terms(r, STR_LITERAL("w0"), 1000, &v, &err) == ERR_OK)
        store_vocabulary_free(v);
    err_clear(&err);
    if (store_reader_document_terms(r, docid, &v, &err) == ERR_OK)
        store_vocabulary_free(v);
    err_clear(&err);
    store_reader_data(r, docid, &data, &err);
    buf_done(&data);
    err_clear(&err);
    store_reader_metadata(r, 0, "key", &data, &err);
    buf_done(&data);
    err_clear(&err);
    store_reader_wdfs(r, docid, &name, 1, &wdf, &length, &err);
    err_clear(&err);
    struct store_cursor *c = store_cursor_open(r);
    store_cursor_seek(c, name, &at, &err);
    for (int i = 0; i < 20 && !err.code && at.p; i++)
        store_cursor_next(c, &at, &err);
    store_cursor_close(c);
}

static void read_all(void)
{
    struct err err = ERR_INIT;
    struct store_reader *r;
    const char *paths[] = {path};
    if (store_reader_open_folders(&store_glass, paths, 1, &r, &err))
        return;
    search_some(r);
    read_some(r);
    store_reader_close(r);
}

/* ---- damaging ---- */

static void damage(struct buf *bytes)
{
    static const uint8_t telling[] = {0, 1, 0x7F, 0x80, 0xFF};
    size_t n = 1 + below(4), block = below((uint32_t)(bytes->n / 8192) + 1) * 8192;
    switch (below(8)) {
    case 0: /* the end is missing */
        bytes->n = below((uint32_t)bytes->n + 1);
        return;
    case 1: /* one block in the place of another */
        if (bytes->n >= 2 * 8192)
            memcpy(bytes->p + below((uint32_t)(bytes->n / 8192)) * 8192,
                   bytes->p + below((uint32_t)(bytes->n / 8192)) * 8192, 8192);
        return;
    default:
        break;
    }
    for (size_t i = 0; i < n && bytes->n; i++) {
        bool in_head = below(2);
        size_t at = in_head ? block + below(60) : below((uint32_t)bytes->n);
        if (at < bytes->n)
            bytes->p[at] = (char)(below(2) ? telling[below(sizeof telling)] : below(256));
    }
}

static void write_file(const char *name, struct str bytes)
{
    int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    struct err err = ERR_INIT;
    assert_true(fd >= 0);
    assert_int_equal(file_write_all(fd, name, bytes.p, bytes.n, &err), ERR_OK);
    close(fd);
}

/* Damages one file, runs what is to be tested, and restores the file. */
static void try_damage(void (*what)(void))
{
    AUTO(mem_free_pointer) char *name = file_join(path, files[below(N_FILES)]);
    AUTO(buf_done) struct buf whole = BUF_INIT;
    AUTO(buf_done) struct buf damaged = BUF_INIT;
    struct err err = ERR_INIT;
    assert_int_equal(file_read(AT_FDCWD, name, 1 << 30, &whole, &err), ERR_OK);
    buf_append_str(&damaged, buf_str(&whole));
    damage(&damaged);
    write_file(name, buf_str(&damaged));
    what();
    write_file(name, buf_str(&whole));
}

static void try_damages(void (*what)(void), uint64_t n_runs)
{
    random_state = environment_number("PRESSMARK_SEED", 1);
    make_database();
    what();
    for (uint64_t run = 0; run < n_runs; run++)
        try_damage(what);
    char command[128];
    snprintf(command, sizeof command, "rm -r '%s'", folder);
    assert_int_equal(system(command), 0);
}

static void a_damaged_database_is_read_to_an_end(void **state)
{
    (void)state;
    try_damages(read_all, environment_number("PRESSMARK_RUNS", 1500));
}

/* ---- changing ---- */

static bool is_found_whole(void)
{
    struct err err = ERR_INIT;
    struct store_reader *r;
    struct db_checked found;
    const volatile sig_atomic_t stop = 0;
    const struct db_check how = {.stop = &stop};
    const char *paths[] = {path};
    if (store_reader_open_folders(&store_glass, paths, 1, &r, &err))
        return false;
    db_reader_check(r, &how, &found, &err);
    store_reader_close(r);
    return err.code == ERR_OK;
}

static void change(const char *copy)
{
    struct xapian_writer *w;
    struct err err = ERR_INIT;
    if (xapian_writer_open(copy, XAPIAN_UPDATE | XAPIAN_NO_SYNC, &w, &err))
        return;
    for (int i = 0; i < 3 && !err.code; i++) {
        xapian_writer_delete(w, 1 + below(N_DOCUMENTS), 1 + below(40), &err);
        for (int k = 0; k < 20 && !err.code; k++)
            add_document(w, below(N_DOCUMENTS));
        if (!err.code)
            xapian_writer_commit(w, &err);
    }
    xapian_writer_close(w);
}

static void change_what_is_found_whole(void)
{
    enum { TIME_LIMIT_S = 60, MAX_TABLE_BYTES = 16 << 20 };
    char command[256], copy[128], table[160];
    struct stat st;
    if (!is_found_whole())
        return;
    snprintf(copy, sizeof copy, "%s/copy", folder);
    snprintf(command, sizeof command, "cp -r '%s' '%s'", path, copy);
    assert_int_equal(system(command), 0);
    alarm(TIME_LIMIT_S);
    change(copy);
    alarm(0);
    for (size_t i = 0; i < N_FILES; i++) {
        snprintf(table, sizeof table, "%s/%s", copy, files[i]);
        if (stat(table, &st) == 0)
            assert_true(st.st_size < MAX_TABLE_BYTES);
    }
    snprintf(command, sizeof command, "rm -r '%s'", copy);
    assert_int_equal(system(command), 0);
}

static void what_a_check_lets_pass_can_be_changed(void **state)
{
    (void)state;
    try_damages(change_what_is_found_whole, environment_number("PRESSMARK_RUNS", 1500) / 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_damaged_database_is_read_to_an_end),
                                       cmocka_unit_test(what_a_check_lets_pass_can_be_changed)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
