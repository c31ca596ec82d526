/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests that files of different moments of a database are told apart. */
#include "glass/moment.h"

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

/* Replaces that of the C library. */
static bool is_failing;
ssize_t pread(int fd, void *bytes, size_t n, off_t at)
{
    if (is_failing) {
        errno = EIO;
        return -1;
    }
    return syscall(SYS_pread64, fd, bytes, n, at);
}

static void take_root(struct table_writer *t, struct glass_root *ret)
{
    struct err err = ERR_INIT;
    table_writer_end(t);
    assert_int_equal(table_writer_close(t, ret, &err), ERR_OK);
}

/* Writes a database of n documents, of which only the one called changed has other data. */
static void write_database(const char *name, uint32_t n, uint32_t changed)
{
    AUTO(mem_free_pointer) char *path = file_join(folder, name);
    struct glass_root roots[GLASS_N_TABLES] = {{0}};
    const struct glass_statistics statistics = {.n_documents = n, .last_docid = n};
    struct err err = ERR_INIT;
    assert_int_equal(file_make_directory(path, &err), ERR_OK);
    struct table_writer *docdata = table_writer_open(path, "docdata");
    for (uint32_t i = 1; i <= n; i++) {
        uint8_t key[GLASS_SDID_BYTES];
        char data[500];
        memset(data, i == changed ? 'b' : 'a', sizeof data);
        table_writer_add(docdata, key, (size_t)(glass_put_sdid(key, i) - key), data, sizeof data,
                         false);
    }
    take_root(docdata, &roots[GLASS_DOCDATA]);
    assert_int_equal(glass_write_version(path, roots, &statistics, &err), ERR_OK);
}

static enum err_code read_moment(const char *name, uint64_t *ret)
{
    AUTO(dir_close) struct dir d = DIR_NONE;
    AUTO(mem_free_pointer) char *path = file_join(folder, name);
    struct err err = ERR_INIT;
    assert_int_equal(dir_open(&d, path, &err), ERR_OK);
    return glass_moment(&d, ret, &err);
}

static uint64_t moment_of(const char *name)
{
    uint64_t moment = 0;
    assert_int_equal(read_moment(name, &moment), ERR_OK);
    assert_true(moment != 0);
    return moment;
}

static void move(const char *from, const char *to)
{
    AUTO(mem_free_pointer) char *source = file_join(folder, from);
    AUTO(mem_free_pointer) char *target = file_join(folder, to);
    assert_int_equal(rename(source, target), 0);
}

/* The roots of both tables differ only in their marks. */
static void check_mixtures(uint32_t n)
{
    write_database("one", n, 0);
    write_database("two", n, 2);
    uint64_t one = moment_of("one"), two = moment_of("two");
    assert_true(one != two);
    assert_true(one == moment_of("one"));
    move("two/iamglass", "one/iamglass");
    uint64_t mixed = moment_of("one");
    assert_true(mixed != one);
    assert_true(mixed != two);
    move("two/docdata.glass", "one/docdata.glass");
    assert_true(moment_of("one") == two);
}

static void files_of_another_moment_are_told(void **state)
{
    (void)state;
    check_mixtures(3); /* the root is a leaf */
}

static void so_are_those_of_large_tables(void **state)
{
    (void)state;
    check_mixtures(2000);
}

static void what_cannot_be_read_is_no_other_moment(void **state)
{
    (void)state;
    uint64_t moment = 17;
    write_database("one", 3, 0);
    is_failing = true;
    assert_int_equal(read_moment("one", &moment), ERR_IO);
    is_failing = false;
    assert_int_equal(moment, 17);
    move("one/docdata.glass", "kept");
    assert_int_equal(read_moment("one", &moment), ERR_NOT_FOUND);
}

static int make_folder(void **state)
{
    (void)state;
    return make_folder_of("moment_test");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, make_folder, remove_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(files_of_another_moment_are_told),
        TEST(so_are_those_of_large_tables),
        TEST(what_cannot_be_read_is_no_other_moment),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
