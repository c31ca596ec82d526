/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests the index directory: its generations, manifest, locks and syncs. */
#include "../folder.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/named.h"
#include "store/index.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cmocka.h>

enum { ANALYSER = 7 };

/* ---- what reaches the disk ---- */

/* Lines "sync PATH", and "rename PATH" with the old path, relative to the folder. */
static struct buf events = BUF_INIT;

static void record(const char *event, int fd, const char *name)
{
    char link[64], path[256];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, sizeof path - 1);
    assert_true(n >= (ssize_t)strlen(folder));
    path[n] = '\0';
    buf_append_format(&events, "%s .%s%s\n", event, path + strlen(folder), name);
}

/* Replaces the C library's function. */
static int n_syncs_until_failure; /* 0: none fails */
int fsync(int fd)
{
    record("sync", fd, "");
    if (n_syncs_until_failure && --n_syncs_until_failure == 0) {
        errno = EIO;
        return -1;
    }
    return (int)syscall(SYS_fsync, fd);
}

int renameat(int from_fd, const char *from, int to_fd, const char *to)
{
    record("rename", from_fd, "/");
    buf_append_format(&events, "  %s to %s\n", from, to);
    return (int)syscall(SYS_renameat2, from_fd, from, to_fd, to, 0);
}

/* ---- helpers ---- */

static int make_folder(void **state)
{
    (void)state;
    return make_folder_of("index_test");
}

static int forget_events(void **state)
{
    buf_done(&events);
    return remove_folder(state);
}

static void put(const char *name, const char *bytes)
{
    AUTO(mem_free_pointer) char *path = file_join(folder, name);
    struct err err = ERR_INIT;
    assert_int_equal(named_write(path, str_of(bytes), &err), ERR_OK);
}

static bool has(const char *name)
{
    AUTO(mem_free_pointer) char *path = file_join(folder, name);
    return file_exists(path);
}

static struct index_writer *lock(bool replace)
{
    struct err err = ERR_INIT;
    struct index_writer *w = NULL;
    if (index_lock(folder, 0, ANALYSER, replace, &w, &err))
        fail_msg("%s", err.message);
    return w;
}

static const char *new_path(struct index_writer *w)
{
    const char *path = NULL;
    struct err err = ERR_INIT;
    assert_int_equal(index_new_path(w, &path, &err), ERR_OK);
    return path;
}

static enum err_code try_to_publish(struct index_writer *w, int failing_sync)
{
    struct err err = ERR_INIT;
    struct index_manifest m = {
        .analyser_version = ANALYSER, .keep_marks = true, .is_in_order = true};
    strcpy(m.libraries, "some libraries");
    const char *path = new_path(w);
    assert_int_equal(mkdir(path, 0777), 0);
    AUTO(mem_free_pointer) char *file = file_join(path, "iamglass");
    assert_int_equal(named_write(file, STR_LITERAL("tables"), &err), ERR_OK);
    buf_clear(&events);
    n_syncs_until_failure = failing_sync;
    index_publish(w, &m, &(struct index_files){.n = 0}, &err);
    n_syncs_until_failure = 0;
    index_clear(w);
    return err.code;
}

static void publish(struct index_writer *w)
{
    assert_int_equal(try_to_publish(w, 0), ERR_OK);
}

static void publish_and_unlock(void)
{
    struct index_writer *w = lock(false);
    publish(w);
    index_unlock(w);
}

static void generations_follow_each_other(void **state)
{
    (void)state;
    struct err err = ERR_INIT;
    struct index_manifest m;
    assert_int_equal(index_read_manifest(folder, ANALYSER, &m, &err), ERR_NOT_FOUND);
    err_clear(&err);
    struct index_writer *w = lock(false);
    assert_null(index_current(w));
    publish(w);
    assert_int_equal(index_current(w)->generation, 1);
    publish(w);
    index_unlock(w);

    assert_int_equal(index_read_manifest(folder, ANALYSER, &m, &err), ERR_OK);
    assert_int_equal(m.generation, 2);
    assert_true(m.keep_marks);
    assert_false(m.hangul_bigrams);
    assert_string_equal(m.libraries, "some libraries");
    assert_false(has("gen-1"));
    assert_true(has("gen-2"));
}

static void assert_stub(const char *expected)
{
    AUTO(mem_free_pointer) char *path = file_join(folder, "XAPIANDB");
    AUTO(buf_done) struct buf text = BUF_INIT;
    struct err err = ERR_INIT;
    assert_int_equal(named_read(path, 1000, NULL, &text, &err), ERR_OK);
    assert_string_equal(buf_c_string(&text), expected);
}

/* The stub names the current generation, even if a run was killed before writing it, or damaged
 * it. */
static void the_stub_names_the_current_generation(void **state)
{
    (void)state;
    publish_and_unlock();
    assert_stub("auto gen-1\n");
    publish_and_unlock();
    assert_stub("auto gen-2\n");
    put("XAPIANDB", "auto gen-1\n");
    put("XAPIANDB.new", "auto");
    struct index_writer *w = lock(false);
    index_clear(w);
    index_unlock(w);
    assert_stub("auto gen-2\n");
    assert_false(has("XAPIANDB.new"));
}

static void assert_events(const char *expected)
{
    assert_string_equal(buf_c_string(&events), expected);
    buf_done(&events);
}

/* A manifest that names a generation is never on disk before the generation. */
static void a_generation_is_on_the_disk_before_its_manifest(void **state)
{
    (void)state;
    struct index_writer *w = lock(false);
    publish(w);
    index_unlock(w);
    assert_events("sync ./gen-1/iamglass\n"
                  "sync ./gen-1\n"
                  "sync .\n"
                  "sync ./pressmark.json.new\n"
                  "rename ./\n"
                  "  pressmark.json.new to pressmark.json\n"
                  "sync .\n"
                  "sync ./XAPIANDB.new\n"
                  "rename ./\n"
                  "  XAPIANDB.new to XAPIANDB\n"
                  "sync .\n");
}

/* If only the last sync failed, readers already see the new generation. */
static void whichever_sync_fails_the_manifest_names_what_is_there(void **state)
{
    (void)state;
    enum { N_SYNCS = 5 };
    publish_and_unlock();
    for (int i = 1; i <= N_SYNCS; i++) {
        struct err err = ERR_INIT;
        struct index_manifest m;
        struct index_writer *w = lock(false);
        uint32_t before = index_current(w)->generation;
        assert_int_equal(try_to_publish(w, i), ERR_IO);
        index_unlock(w);
        assert_int_equal(index_read_manifest(folder, ANALYSER, &m, &err), ERR_OK);
        assert_int_equal(m.generation, i < N_SYNCS ? before : before + 1);
        char name[32];
        snprintf(name, sizeof name, "gen-%u/iamglass", m.generation);
        assert_true(has(name));
    }
}

static void the_manifest_of_an_update_is_on_the_disk_before_its_tables(void **state)
{
    (void)state;
    struct err err = ERR_INIT;
    struct index_writer *w = lock(false);
    publish(w);
    buf_clear(&events);
    assert_int_equal(index_begin_update(w, &err), ERR_OK);
    assert_int_equal(index_sync(w, &err), ERR_OK);
    index_unlock(w);
    assert_events("sync ./pressmark.json.new\n"
                  "rename ./\n"
                  "  pressmark.json.new to pressmark.json\n"
                  "sync .\n"
                  "sync ./gen-1\n");
}

static void tables_that_somebody_else_changed_are_not_as_left(void **state)
{
    (void)state;
    struct index_writer *w = lock(false);
    publish(w);
    assert_false(index_is_as_left(w)); /* it is not known yet by whom */
    index_put_stamp(w);
    index_unlock(w);
    w = lock(false);
    assert_true(index_is_as_left(w));
    put("gen-1/iamglass", "tablez");
    assert_false(index_is_as_left(w));
    index_unlock(w);
}

static void what_a_killed_indexer_left_goes(void **state)
{
    (void)state;
    static const char *const left[] = {"pressmark.json.new", ".gitignore.new", "run-a1B2c3",
                                       "gen-2/postlist.glass"};
    struct index_writer *w = lock(false);
    publish(w);
    index_unlock(w);
    AUTO(mem_free_pointer) char *generation = file_join(folder, "gen-2");
    assert_int_equal(mkdir(generation, 0777), 0);
    for (size_t i = 0; i < sizeof left / sizeof *left; i++)
        put(left[i], "half of it");
    w = lock(false);
    index_clear(w);
    for (size_t i = 0; i < sizeof left / sizeof *left; i++)
        assert_false(has(left[i]));
    assert_false(has("gen-2"));
    assert_int_equal(mkdir(new_path(w), 0777), 0);
    index_unlock(w); /* without publishing */
    assert_false(has("gen-2"));
    assert_true(has("gen-1"));
}

static void foreign_folders_are_refused_and_left_alone(void **state)
{
    (void)state;
    struct err err = ERR_INIT;
    struct index_writer *w = NULL;
    put("thesis.txt", "my only copy");
    assert_int_equal(index_lock(folder, 0, ANALYSER, true, &w, &err), ERR_USAGE);
    assert_true(has("thesis.txt"));
    assert_false(has("lock"));
}

static void the_second_writer_is_told_who_is_first(void **state)
{
    (void)state;
    struct err err = ERR_INIT;
    struct index_writer *first = lock(false), *second = NULL;
    assert_int_equal(index_lock(folder, 0, ANALYSER, false, &second, &err), ERR_LOCKED);
    char pid[32];
    snprintf(pid, sizeof pid, "process %ld", (long)getpid());
    assert_non_null(strstr(err.message, pid));
    index_unlock(first);
    index_unlock(lock(false));
    index_unlock(NULL);
}

/* What is written by the path of the directory would end up in the other one. */
static void a_directory_that_was_replaced_is_told(void **state)
{
    (void)state;
    struct err err = ERR_INIT;
    char index[64], away[64];
    const char *path;
    snprintf(index, sizeof index, "%s/index", folder);
    snprintf(away, sizeof away, "%s/away", folder);
    struct index_writer *w;
    assert_int_equal(index_lock(index, 0, ANALYSER, false, &w, &err), ERR_OK);
    publish(w);
    assert_int_equal(rename(index, away), 0);
    assert_int_equal(index_new_path(w, &path, &err), ERR_IO);
    err_clear(&err);
    assert_int_equal(mkdir(index, 0777), 0);
    assert_int_equal(index_begin_update(w, &err), ERR_IO);
    assert_non_null(strstr(err.message, "another directory"));
    index_unlock(w);
    assert_int_equal(rmdir(index), 0); /* it is empty */
}

static void other_versions_and_damage_are_told_apart(void **state)
{
    (void)state;
    static const struct {
        const char *manifest;
        enum err_code code;
    } cases[] = {
        {"{\"format\":99,\"generation\":1,\"analyser\":{\"version\":7}}", ERR_VERSION},
        {"{\"format\":1,\"generation\":1,\"analyser\":{\"version\":8}}", ERR_VERSION},
        {"{\"format\":1,\"analyser\":{\"version\":7}}", ERR_CORRUPT},
        {"{\"format\":1,", ERR_CORRUPT},
        {"[]", ERR_CORRUPT},
        {"", ERR_CORRUPT},
    };
    struct index_writer *w = lock(false);
    publish(w);
    index_unlock(w);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct err err = ERR_INIT;
        struct index_manifest m;
        put("pressmark.json", cases[i].manifest);
        assert_int_equal(index_read_manifest(folder, ANALYSER, &m, &err), cases[i].code);
        err_clear(&err);
        assert_int_equal(index_lock(folder, 0, ANALYSER, false, &w, &err), cases[i].code);
        assert_true(has("gen-1"));
    }
    w = lock(true); /* to be replaced */
    assert_true(has("gen-1"));
    publish(w);
    index_unlock(w);
    assert_false(has("gen-1"));
    assert_true(has("gen-2"));
}

static enum err_code parse_manifest(const char *text, unsigned analyser, struct err *err)
{
    struct index_manifest m;
    err_clear(err);
    return manifest_parse(str_of(text), "example.org:7000", analyser, &m, err);
}

/* What a database says about itself is not trusted, since it may come from another machine. */
static void a_database_says_what_analysed_it(void **state)
{
    (void)state;
    static const char *const damaged[] = {"{",
                                          "[]",
                                          "{}",
                                          "{\"format\":-1}",
                                          "{\"format\":\"4\"}",
                                          "\"format\"",
                                          "{\"format\":1e300}"};
    AUTO(buf_done) struct buf text = BUF_INIT;
    struct err err = ERR_INIT;
    struct index_manifest m = {.analyser_version = ANALYSER, .keep_marks = true}, same;
    strcpy(m.libraries, "some libraries");
    manifest_append(&m, &text);
    assert_int_equal(manifest_parse(buf_str(&text), "here", ANALYSER, &same, &err), ERR_OK);
    assert_true(same.keep_marks && !same.hangul_bigrams && !same.is_in_order);
    assert_string_equal(same.libraries, "some libraries");

    assert_int_equal(parse_manifest(buf_c_string(&text), ANALYSER + 1, &err), ERR_VERSION);
    assert_non_null(strstr(err.message, "example.org:7000"));
    assert_int_equal(parse_manifest("", ANALYSER, &err), ERR_VERSION);
    assert_non_null(strstr(err.message, "example.org:7000"));
    for (size_t i = 0; i < sizeof damaged / sizeof *damaged; i++) {
        assert_int_equal(parse_manifest(damaged[i], ANALYSER, &err), ERR_CORRUPT);
        assert_non_null(strstr(err.message, "example.org:7000"));
    }
}

static void hashes_find_a_changed_file(void **state)
{
    (void)state;
    struct err err = ERR_INIT;
    size_t n;
    struct index_writer *w = lock(false);
    publish(w);
    assert_int_equal(index_verify_hashes(folder, ANALYSER, NULL, &n, &err), ERR_OK);
    assert_int_equal(n, 1);
    const volatile sig_atomic_t raised = 1;
    assert_int_equal(index_verify_hashes(folder, ANALYSER, &raised, &n, &err), ERR_INTERRUPTED);
    err_clear(&err);
    put("gen-1/iamglass", "tablez");
    assert_int_equal(index_verify_hashes(folder, ANALYSER, NULL, &n, &err), ERR_CORRUPT);
    err_clear(&err);
    assert_int_equal(index_begin_update(w, &err), ERR_OK);
    assert_int_equal(index_verify_hashes(folder, ANALYSER, NULL, &n, &err), ERR_OK);
    assert_int_equal(n, 0);
    assert_int_equal(index_sync(w, &err), ERR_OK);
    index_unlock(w);
}

static void a_stamp_tells_that_nothing_was_touched(void **state)
{
    (void)state;
    struct index_writer *w = lock(false);
    publish(w);
    assert_false(index_is_as_left(w));
    index_put_stamp(w);
    assert_true(index_is_as_left(w));
    put("gen-1/iamglass", "tables"); /* the same bytes, but another file */
    assert_false(index_is_as_left(w));
    index_unlock(w);
}

static void an_update_forgets_the_order(void **state)
{
    (void)state;
    struct err err = ERR_INIT;
    struct index_manifest m;
    struct index_writer *w = lock(false);
    publish(w);
    assert_int_equal(index_read_manifest(folder, ANALYSER, &m, &err), ERR_OK);
    assert_true(m.is_in_order);
    assert_int_equal(index_begin_update(w, &err), ERR_OK);
    assert_int_equal(index_read_manifest(folder, ANALYSER, &m, &err), ERR_OK);
    assert_false(m.is_in_order);
    index_unlock(w);
}

static void the_nearest_index_upwards_is_found(void **state)
{
    (void)state;
    AUTO(mem_free_pointer) char *here = getcwd(NULL, 0);
    AUTO(mem_free_pointer) char *deep = file_join(folder, "a/b");
    AUTO(mem_free_pointer) char *index = file_join(folder, ".pressmark");
    struct err err = ERR_INIT;
    unsetenv("PRESSMARK_INDEX");
    assert_int_equal(file_make_directory(deep, &err), ERR_OK);
    assert_int_equal(file_make_directory(index, &err), ERR_OK);
    assert_int_equal(chdir(deep), 0);
    AUTO(mem_free_pointer) char *none = NULL, *found = NULL, *given = NULL;
    assert_int_equal(index_find(&none), INDEX_NOWHERE);
    assert_null(none);
    put(".pressmark/pressmark.json", "{}");
    assert_int_equal(index_find(&found), INDEX_FOUND);
    assert_string_equal(found, index);
    setenv("PRESSMARK_INDEX", "/elsewhere", 1);
    assert_int_equal(index_find(&given), INDEX_NAMED);
    assert_string_equal(given, "/elsewhere");
    unsetenv("PRESSMARK_INDEX");
    assert_int_equal(chdir(here), 0);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, make_folder, forget_events)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(generations_follow_each_other),
        TEST(the_stub_names_the_current_generation),
        TEST(a_generation_is_on_the_disk_before_its_manifest),
        TEST(whichever_sync_fails_the_manifest_names_what_is_there),
        TEST(the_manifest_of_an_update_is_on_the_disk_before_its_tables),
        TEST(tables_that_somebody_else_changed_are_not_as_left),
        TEST(what_a_killed_indexer_left_goes),
        TEST(foreign_folders_are_refused_and_left_alone),
        TEST(the_second_writer_is_told_who_is_first),
        TEST(a_directory_that_was_replaced_is_told),
        TEST(other_versions_and_damage_are_told_apart),
        TEST(a_database_says_what_analysed_it),
        TEST(hashes_find_a_changed_file),
        TEST(a_stamp_tells_that_nothing_was_touched),
        TEST(an_update_forgets_the_order),
        TEST(the_nearest_index_upwards_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
