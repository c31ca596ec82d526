/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests reading and hashing files in pieces. */
#include "glass/file_reader.h"

#include "base/file.h"
#include "base/mem.h"

#include <libgen.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xxhash.h>

#include <cmocka.h>

enum { BLOCK_BYTES = 8192, N_STEPS = 4 };

static const char file_name[] = "file-reader-test.bin";
/* The folder of the program, where files can be read past the page cache, perhaps unlike in
 * /tmp. */
static struct dir folder = DIR_NONE;

static char byte_at(size_t i)
{
    return (char)(i * 31 + i / 8192 + i / 524288);
}

static void write_file(size_t n, struct buf *bytes)
{
    struct err err = ERR_INIT;
    buf_clear(bytes);
    for (size_t i = 0; i < n; i++)
        buf_append_char(bytes, byte_at(i));
    unlinkat(folder.fd, file_name, 0);
    AUTO(file_close) int fd = dir_create_file(&folder, file_name, &err);
    assert_true(fd >= 0);
    if (n)
        assert_int_equal(file_write_all(fd, file_name, bytes->p, n, &err), ERR_OK);
}

/* Reads every step-th block of a file of n bytes, and compares them and the hash. */
static void check_reading(size_t n, size_t step)
{
    AUTO(buf_done) struct buf bytes = BUF_INIT;
    uint8_t block[BLOCK_BYTES];
    uint64_t hash = 0;
    struct err err = ERR_INIT;
    write_file(n, &bytes);
    struct file_reader *r = file_reader_open(&folder, file_name, &err);
    assert_non_null(r);
    for (size_t at = 0; at + BLOCK_BYTES <= n; at += step * BLOCK_BYTES) {
        assert_true(file_reader_copy(r, at, block, BLOCK_BYTES));
        assert_memory_equal(block, bytes.p + at, BLOCK_BYTES);
        assert_true(file_reader_copy(r, at, block, 1)); /* again, as long as it is at hand */
    }
    assert_int_equal(file_reader_end(r, &hash, &err), ERR_OK);
    assert_int_equal(hash, XXH3_64bits(bytes.p, n));
    file_reader_close(r);
}

static void reads_and_hashes_files_of_every_size(void **state)
{
    (void)state;
    static const size_t rests[] = {0, 1, 77, BLOCK_BYTES, BLOCK_BYTES + 513};
    for (size_t pieces = 0; pieces <= 3; pieces++)
        for (size_t i = 0; i < sizeof rests / sizeof *rests; i++)
            for (size_t step = 1; step <= N_STEPS; step++)
                check_reading(pieces * FILE_READER_BYTES + rests[i], step * step * step);
}

static void does_not_return_to_pieces_that_were_left(void **state)
{
    (void)state;
    AUTO(buf_done) struct buf bytes = BUF_INIT;
    uint8_t block[BLOCK_BYTES];
    uint64_t hash = 0;
    struct err err = ERR_INIT;
    write_file(2 * FILE_READER_BYTES + 100, &bytes);
    struct file_reader *r = file_reader_open(&folder, file_name, &err);
    assert_non_null(r);
    assert_true(file_reader_copy(r, FILE_READER_BYTES, block, BLOCK_BYTES));
    assert_false(file_reader_copy(r, 0, block, BLOCK_BYTES));
    assert_false(file_reader_copy(r, 2 * FILE_READER_BYTES, block, 101));
    assert_true(file_reader_copy(r, 2 * FILE_READER_BYTES, block, 100));
    assert_memory_equal(block, bytes.p + 2 * FILE_READER_BYTES, 100);
    assert_false(file_reader_copy(r, 2 * FILE_READER_BYTES + 100, block, 1));
    assert_false(file_reader_copy(r, UINT64_MAX - BLOCK_BYTES, block, BLOCK_BYTES));
    assert_int_equal(file_reader_end(r, &hash, &err), ERR_OK);
    assert_int_equal(hash, XXH3_64bits(bytes.p, bytes.n));
    file_reader_close(r);
}

static void a_file_that_is_not_there_is_an_error(void **state)
{
    (void)state;
    struct err err = ERR_INIT;
    unlinkat(folder.fd, file_name, 0);
    assert_null(file_reader_open(&folder, file_name, &err));
    assert_int_not_equal(err.code, ERR_OK);
    file_reader_close(NULL);
}

static int remove_file(void **state)
{
    (void)state;
    unlinkat(folder.fd, file_name, 0);
    return 0;
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(reads_and_hashes_files_of_every_size, remove_file),
        cmocka_unit_test_teardown(does_not_return_to_pieces_that_were_left, remove_file),
        cmocka_unit_test(a_file_that_is_not_there_is_an_error),
    };
    struct err err = ERR_INIT;
    AUTO(mem_free_pointer) char *program = mem_copy_string(argc > 0 ? argv[0] : ".");
    if (dir_open(&folder, dirname(program), &err))
        return 1;
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    dir_close(&folder);
    return failed;
}
