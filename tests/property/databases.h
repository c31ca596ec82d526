/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_TESTS_DATABASES_H
#define PRESSMARK_TESTS_DATABASES_H

/* Shared by tests that write databases in several ways and compare them: runs with a seed and a
 * folder of their own, and the comparisons. The program compare_databases must be in the same
 * folder as the test. Environment: PRESSMARK_SEED, PRESSMARK_RUNS. */

#include "base/file.h"
#include "base/mem.h"
#include "tests/property/random.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static uint64_t seed; /* of the current run */
static const char *comparer;

static void fail(const char *what, const char *message)
{
    printf("%s: PRESSMARK_SEED=%" PRIu64 " PRESSMARK_RUNS=1: %s: %s\n",
           program_invocation_short_name, seed, what, message);
    exit(1);
}

static void must(enum err_code code, const struct err *err, const char *what)
{
    if (code)
        fail(what, err->message);
}

static int run_command(const char *const *arguments)
{
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        execv(arguments[0], (char *const *)arguments);
        _exit(127);
    }
    int status;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

static void must_agree(const char *a, const char *b)
{
    const char *arguments[] = {comparer, a, b, NULL};
    if (run_command(arguments) != 0)
        fail("compare_databases", b);
}

static struct buf read_table(const char *folder, const char *name)
{
    struct err err = ERR_INIT;
    struct buf bytes = BUF_INIT;
    AUTO(mem_free_pointer) char *path = file_join(folder, name);
    if (file_exists(path))
        must(file_read(AT_FDCWD, path, 1u << 30, &bytes, &err), &err, path);
    return bytes;
}

/* complaint says what it means if they differ. */
static void must_be_same_bytes(const char *a, const char *b, const char *complaint)
{
    static const char *const names[] = {"postlist.glass", "docdata.glass", "termlist.glass",
                                        "position.glass", "iamglass"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        AUTO(buf_done) struct buf x = read_table(a, names[i]);
        AUTO(buf_done) struct buf y = read_table(b, names[i]);
        if (strcmp(names[i], "iamglass") == 0) /* everything but the random identifier */
            memcpy(x.p + 16, y.p + 16, 16);
        if (!str_equal(buf_str(&x), buf_str(&y)))
            fail(complaint, names[i]);
    }
}

/* Calls run_once as often as requested, each time with the next seed and in an empty folder. */
static int run_seeds(const char *argv0, uint64_t default_runs, void (*run_once)(void))
{
    AUTO(mem_free_pointer) char *program = file_absolute(argv0);
    *strrchr(program, '/') = '\0';
    AUTO(mem_free_pointer) char *tool = file_join(program, "compare_databases");
    comparer = tool;
    char folder[] = "/tmp/databases.XXXXXX";
    if (!mkdtemp(folder))
        fail("mkdtemp", folder);
    uint64_t first_seed = environment_number("PRESSMARK_SEED", 1);
    uint64_t n_runs = environment_number("PRESSMARK_RUNS", default_runs);
    for (uint64_t i = 0; i < n_runs; i++) {
        const char *clear[] = {"/bin/rm", "-rf", folder, NULL};
        seed = first_seed + i;
        if (mkdir(folder, 0700) != 0 && errno != EEXIST)
            fail("mkdir", folder);
        if (chdir(folder) != 0)
            fail("chdir", folder);
        run_once();
        if (chdir("/") != 0 || run_command(clear) != 0)
            fail("rm -rf", folder);
    }
    printf("%s: %" PRIu64 " runs from seed %" PRIu64 " agree\n", program_invocation_short_name,
           n_runs, first_seed);
    return 0;
}

#endif
