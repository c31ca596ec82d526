/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests writing, syncing and hashing files in the background. */
#include "glass/file_writer.h"

#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/named.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <xxhash.h>

#include <cmocka.h>

/* The folder of the program, where files can be written past the page cache, perhaps unlike in
 * /tmp. */
static struct buf folder = BUF_INIT;
static char *path;

/* Replaces the C library's function; called by the thread that writes. */
static atomic_int n_syncs;
static off_t synced_bytes;
int fsync(int fd)
{
    n_syncs++;
    synced_bytes = lseek(fd, 0, SEEK_END);
    return (int)syscall(SYS_fsync, fd);
}

static uint8_t byte_at(size_t i)
{
    return (uint8_t)(i * 31 + i / 8192 + i / 524288);
}

static void fill(uint8_t *buffer, size_t at, size_t n)
{
    for (size_t i = 0; i < n; i++)
        buffer[i] = byte_at(at + i);
}

static void check_file(size_t n, uint64_t hash)
{
    AUTO(buf_done) struct buf bytes = BUF_INIT;
    struct err err = ERR_INIT;
    assert_int_equal(file_read(AT_FDCWD, path, UINT64_MAX, &bytes, &err), ERR_OK);
    assert_int_equal(bytes.n, n);
    for (size_t i = 0; i < n; i++)
        if ((uint8_t)bytes.p[i] != byte_at(i))
            fail_msg("byte %zu differs", i);
    assert_int_equal(hash, XXH3_64bits(bytes.p, bytes.n));
}

/* Writes a file of n bytes in pieces of piece_bytes and reads it again. */
static void check_sink(size_t n, size_t piece_bytes)
{
    n_syncs = 0;
    struct file_writer *s = file_writer_open(path);
    uint8_t *buffer = file_writer_buffer(s);
    size_t at = 0;
    for (; n - at > piece_bytes; at += piece_bytes) {
        fill(buffer, at, piece_bytes);
        buffer = file_writer_pass(s, piece_bytes);
    }
    fill(buffer, at, n - at);
    file_writer_end(s, n - at, n - at);
    uint64_t hash = 0;
    struct err err = ERR_INIT;
    assert_int_equal(file_writer_failure(s, &err), ERR_OK);
    assert_int_equal(file_writer_close(s, &hash, &err), ERR_OK);
    assert_int_equal(n_syncs, 1);
    assert_int_equal(synced_bytes, n);
    check_file(n, hash);
    unlink(path);
}

static void writes_files_of_every_size(void **state)
{
    (void)state;
    check_sink(0, FILE_WRITER_BYTES);
    check_sink(1, FILE_WRITER_BYTES);
    check_sink(FILE_WRITER_UNIT, FILE_WRITER_BYTES);
    for (size_t n = 1; n <= 4; n++) {
        check_sink(n * FILE_WRITER_BYTES, FILE_WRITER_BYTES);
        check_sink(n * FILE_WRITER_BYTES + FILE_WRITER_UNIT, FILE_WRITER_BYTES);
        check_sink(n * FILE_WRITER_BYTES + 77, FILE_WRITER_BYTES); /* not a multiple of the unit */
        check_sink(n * FILE_WRITER_BYTES, 3 * FILE_WRITER_UNIT);
    }
}

/* Returns the mark of a file of n bytes, of which the one at changed_at differs from byte_at(). */
static uint64_t mark_of(size_t n, size_t changed_at)
{
    AUTO(buf_done) struct buf bytes = BUF_INIT;
    struct file_writer *s = file_writer_open(path);
    uint8_t *buffer = file_writer_buffer(s);
    size_t at = 0, mark_at = n - FILE_WRITER_UNIT + 100;
    struct err err = ERR_INIT;
    uint64_t hash, mark;
    for (size_t piece; at < n; at += piece) {
        piece = n - at < FILE_WRITER_BYTES ? n - at : FILE_WRITER_BYTES;
        fill(buffer, at, piece);
        if (changed_at - at < piece)
            buffer[changed_at - at] ^= 1;
        if (at + piece == n)
            memset(buffer + mark_at - at, 0, FILE_WRITER_MARK_BYTES);
        if (at + piece < n)
            buffer = file_writer_pass(s, piece);
        else
            file_writer_end(s, piece, mark_at - at);
    }
    assert_int_equal(file_writer_close(s, &hash, &err), ERR_OK);
    assert_int_equal(file_read(AT_FDCWD, path, UINT64_MAX, &bytes, &err), ERR_OK);
    assert_int_equal(bytes.n, n);
    assert_int_equal(hash, XXH3_64bits(bytes.p, n));
    memcpy(&mark, bytes.p + mark_at, sizeof mark);
    memset(bytes.p + mark_at, 0, sizeof mark);
    for (size_t i = 0; i < n; i++)
        if ((uint8_t)bytes.p[i] != (byte_at(i) ^ (i == changed_at)) && i - mark_at >= sizeof mark)
            fail_msg("byte %zu differs", i);
    unlink(path);
    return mark;
}

static void the_mark_is_of_all_bytes(void **state)
{
    (void)state;
    for (size_t n_buffers = 0; n_buffers < 3; n_buffers++) {
        size_t n = n_buffers * FILE_WRITER_BYTES + 2 * FILE_WRITER_UNIT;
        uint64_t mark = mark_of(n, SIZE_MAX);
        assert_true(mark == mark_of(n, SIZE_MAX));
        assert_true(mark != mark_of(n, 5));
        assert_true(mark != mark_of(n, n / 2 - 1));
        assert_true(mark != mark_of(n, n - 1));
    }
}

static void refuses_a_file_that_exists(void **state)
{
    (void)state;
    struct err err = ERR_INIT;
    assert_int_equal(named_write(path, STR_LITERAL("mine"), &err), ERR_OK);
    struct file_writer *s = file_writer_open(path);
    assert_int_equal(file_writer_failure(s, &err), ERR_IO);
    err_clear(&err);
    for (int i = 0; i < 3; i++)
        file_writer_pass(s, FILE_WRITER_BYTES);
    file_writer_end(s, 0, 0);
    uint64_t hash;
    assert_int_equal(file_writer_close(s, &hash, &err), ERR_IO);
    assert_non_null(strstr(err.message, path));
    AUTO(buf_done) struct buf bytes = BUF_INIT;
    err_clear(&err);
    assert_int_equal(file_read(AT_FDCWD, path, 100, &bytes, &err), ERR_OK);
    assert_true(str_equal(buf_str(&bytes), STR_LITERAL("mine")));
    unlink(path);
}

/* Passes pieces until the limit on the size of a file is reached. */
static void check_limit(size_t limit, size_t n_pieces)
{
    struct rlimit old, low;
    getrlimit(RLIMIT_FSIZE, &old);
    low = (struct rlimit){limit, old.rlim_max};
    setrlimit(RLIMIT_FSIZE, &low);
    struct file_writer *s = file_writer_open(path);
    for (size_t i = 0; i < n_pieces; i++) {
        fill(file_writer_buffer(s), i, FILE_WRITER_BYTES);
        file_writer_pass(s, FILE_WRITER_BYTES);
    }
    file_writer_end(s, FILE_WRITER_UNIT, FILE_WRITER_UNIT);
    uint64_t hash;
    struct err err = ERR_INIT;
    assert_int_equal(file_writer_close(s, &hash, &err), ERR_IO);
    assert_non_null(strstr(err.message, "cannot write"));
    setrlimit(RLIMIT_FSIZE, &old);
    unlink(path);
}

static void reports_that_there_is_no_room(void **state)
{
    (void)state;
    signal(SIGXFSZ, SIG_IGN);
    check_limit(FILE_WRITER_BYTES / 2, 6);
    check_limit(2 * FILE_WRITER_BYTES, 6);
    check_limit(6 * FILE_WRITER_BYTES, 6); /* the last piece */
    check_limit(FILE_WRITER_UNIT / 2, 0);  /* without a thread */
}

static void gives_up(void **state)
{
    (void)state;
    for (size_t n = 0; n < 4; n++) {
        struct file_writer *s = file_writer_open(path);
        for (size_t i = 0; i < n; i++) {
            fill(file_writer_buffer(s), i, FILE_WRITER_BYTES);
            file_writer_pass(s, FILE_WRITER_BYTES);
        }
        uint64_t hash;
        struct err err = ERR_INIT;
        assert_int_equal(file_writer_close(s, &hash, &err), ERR_OK);
        unlink(path);
    }
}

static int make_folder(void **state)
{
    (void)state;
    path = mkdtemp(folder.p) ? file_join(folder.p, "file") : NULL;
    return path ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    mem_free(path);
    int failed = rmdir(folder.p);
    buf_done(&folder);
    return failed;
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_files_of_every_size),
        cmocka_unit_test(the_mark_is_of_all_bytes),
        cmocka_unit_test(refuses_a_file_that_exists),
        cmocka_unit_test(reports_that_there_is_no_room),
        cmocka_unit_test(gives_up),
    };
    (void)argc;
    buf_append_format(&folder, "%s-XXXXXX", argv[0]);
    buf_c_string(&folder);
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
