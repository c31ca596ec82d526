/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests which blocks of a table are read again. */
#include "glass/table_reader.h"

#include "../folder.h"
#include "base/file.h"
#include "base/mem.h"
#include "glass/table_writer.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cmocka.h>

enum { N_DOCUMENTS = 2000, DATA_BYTES = 500, A_BLOCK = 16 };

/* Replaces that of the C library. */
static size_t n_reads;
static bool is_failing;
ssize_t pread(int fd, void *bytes, size_t n, off_t at)
{
    n_reads++;
    if (is_failing) {
        errno = EIO;
        return -1;
    }
    return syscall(SYS_pread64, fd, bytes, n, at);
}

static void write_database(void)
{
    struct glass_root roots[GLASS_N_TABLES] = {{0}};
    const struct glass_statistics statistics = {.n_documents = N_DOCUMENTS,
                                                .last_docid = N_DOCUMENTS};
    struct err err = ERR_INIT;
    struct table_writer *docdata = table_writer_open(folder, "docdata");
    for (uint32_t i = 1; i <= N_DOCUMENTS; i++) {
        uint8_t key[GLASS_SDID_BYTES];
        char data[DATA_BYTES];
        memset(data, (char)i, sizeof data);
        table_writer_add(docdata, key, (size_t)(glass_put_sdid(key, i) - key), data, sizeof data,
                         false);
    }
    table_writer_end(docdata);
    assert_int_equal(table_writer_close(docdata, &roots[GLASS_DOCDATA], &err), ERR_OK);
    assert_int_equal(glass_write_version(folder, roots, &statistics, &err), ERR_OK);
}

static struct table_reader open_table(uint32_t n_kept)
{
    AUTO(dir_close) struct dir d = DIR_NONE;
    struct glass_version version;
    struct table_reader t;
    struct err err = ERR_INIT;
    assert_int_equal(dir_open(&d, folder, &err), ERR_OK);
    assert_int_equal(glass_read_version(&d, &version, &err), ERR_OK);
    assert_int_equal(table_reader_open(&t, &d, GLASS_DOCDATA, &version, &err), ERR_OK);
    t.blocks.n_kept = n_kept;
    return t;
}

static enum err_code read_document(struct table_reader *t, uint32_t docid, struct err *err)
{
    AUTO(table_cursor_done) struct table_cursor c = {.tree = t};
    uint8_t key[GLASS_SDID_BYTES];
    bool is_there = false;
    struct str tag, name = {(const char *)key, (size_t)(glass_put_sdid(key, docid) - key)};
    if (table_cursor_find(&c, name, &is_there, err) || table_cursor_tag(&c, SIZE_MAX, &tag, err))
        return err->code;
    assert_true(is_there);
    assert_int_equal(tag.n, DATA_BYTES);
    assert_int_equal((uint8_t)tag.p[0], (uint8_t)docid);
    return ERR_OK;
}

/* Reads n documents that are about a block apart. Returns how many blocks were read from the
 * file. */
static size_t read_some(struct table_reader *t, uint32_t n)
{
    struct err err = ERR_INIT;
    size_t before = n_reads;
    for (uint32_t i = 0; i < n; i++)
        assert_int_equal(read_document(t, 1 + i * A_BLOCK, &err), ERR_OK);
    return n_reads - before;
}

static void keeps_blocks_that_are_read_again(void **state)
{
    (void)state;
    write_database();
    struct table_reader t = open_table(256);
    assert_true(read_some(&t, 100) >= 100);
    assert_true(read_some(&t, 100) >= 90); /* some are in the small cache */
    assert_int_equal(read_some(&t, 100), 0);
    struct err err = ERR_INIT;
    is_failing = true;
    assert_int_equal(read_document(&t, 1, &err), ERR_OK);
    assert_int_equal(read_document(&t, N_DOCUMENTS, &err), ERR_IO);
    is_failing = false;
    err_clear(&err);
    assert_int_equal(read_document(&t, N_DOCUMENTS, &err), ERR_OK);
    table_reader_close(&t);
}

static void keeps_none_unless_it_is_told_to(void **state)
{
    (void)state;
    write_database();
    struct table_reader t = open_table(0);
    for (int i = 0; i < 4; i++)
        assert_true(read_some(&t, 100) >= 90);
    table_reader_close(&t);
}

/* A pass over a table that is larger than the cache does not displace what is in it. */
static void is_not_emptied_by_reading_everything(void **state)
{
    (void)state;
    write_database();
    struct table_reader t = open_table(32);
    for (int i = 0; i < 3; i++)
        read_some(&t, 20);
    assert_int_equal(read_some(&t, 20), 0);
    assert_true(read_some(&t, N_DOCUMENTS / A_BLOCK) > 50);
    assert_true(read_some(&t, 20) <= 6);
    table_reader_close(&t);
}

/* More blocks than there is room for are read correctly, whichever of them is still in use. */
static void gives_up_blocks(void **state)
{
    (void)state;
    write_database();
    struct table_reader t = open_table(3);
    AUTO(table_cursor_done) struct table_cursor c = {.tree = &t};
    struct err err = ERR_INIT;
    bool is_there = true;
    uint32_t n = 0;
    table_cursor_find(&c, STR_EMPTY, &is_there, &err);
    for (is_there = true; !table_cursor_next(&c, &is_there, &err) && is_there; n++) {
        struct str tag;
        assert_int_equal(table_cursor_tag(&c, SIZE_MAX, &tag, &err), ERR_OK);
        assert_int_equal((uint8_t)tag.p[0], (uint8_t)(n + 1));
        assert_int_equal(read_document(&t, 1 + n * 7 % 64, &err), ERR_OK);
        assert_int_equal((uint8_t)tag.p[DATA_BYTES - 1], (uint8_t)(n + 1));
    }
    assert_int_equal(n, N_DOCUMENTS);
    table_cursor_done(&c);
    table_reader_close(&t);
}

/* Reading the leaves in their order takes few calls; reading them in another order works, too. */
static void reads_through_a_table_in_large_pieces(void **state)
{
    (void)state;
    AUTO(dir_close) struct dir d = DIR_NONE;
    struct err err = ERR_INIT;
    uint64_t hash, again;
    write_database();
    assert_int_equal(dir_open(&d, folder, &err), ERR_OK);
    struct table_reader t = open_table(0);
    assert_int_equal(table_reader_read_through(&t, &d, &err), ERR_OK);
    assert_true(read_some(&t, N_DOCUMENTS / A_BLOCK) < 10);
    assert_true(read_some(&t, 20) > 10); /* back at the beginning */
    assert_int_equal(file_reader_end(t.reader, &hash, &err), ERR_OK);
    assert_int_equal(file_reader_end(t.reader, &again, &err), ERR_OK);
    assert_true(hash == again);
    table_reader_close(&t);
}

static void reports_that_reading_through_fails(void **state)
{
    (void)state;
    AUTO(dir_close) struct dir d = DIR_NONE;
    struct err err = ERR_INIT;
    uint64_t hash;
    write_database();
    assert_int_equal(dir_open(&d, folder, &err), ERR_OK);
    struct table_reader t = open_table(0);
    assert_int_equal(table_reader_read_through(&t, &d, &err), ERR_OK);
    is_failing = true;
    assert_int_equal(read_document(&t, 1, &err), ERR_IO);
    err_clear(&err);
    assert_int_equal(file_reader_end(t.reader, &hash, &err), ERR_IO);
    is_failing = false;
    table_reader_close(&t);
}

static int make_folder(void **state)
{
    (void)state;
    return make_folder_of("block_test");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, make_folder, remove_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(keeps_blocks_that_are_read_again),      TEST(keeps_none_unless_it_is_told_to),
        TEST(is_not_emptied_by_reading_everything),  TEST(gives_up_blocks),
        TEST(reads_through_a_table_in_large_pieces), TEST(reports_that_reading_through_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
