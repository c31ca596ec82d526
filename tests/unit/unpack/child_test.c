/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests running another program as a confined child process. */
#include "base/mem.h"
#include "indexer/unpack/child.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

static const struct child_limits ample = {
    .max_s = 20, .max_bytes = 1u << 30, .max_output_bytes = 1u << 20};

static enum err_code run(const char *script, const char *input, const struct child_limits *limits,
                         struct buf *out, int *ret_status)
{
    struct err err = ERR_INIT;
    const char *const argv[] = {"sh", "-c", script, NULL};
    return child_run(argv, str_of(input), limits, out, ret_status, &err);
}

static void assert_output(const char *script, const char *input, const char *wanted)
{
    AUTO(buf_done) struct buf out = BUF_INIT;
    int status;
    assert_int_equal(run(script, input, &ample, &out, &status), ERR_OK);
    assert_string_equal(buf_c_string(&out), wanted);
}

static void input_output_and_status_pass(void **state)
{
    (void)state;
    AUTO(buf_done) struct buf out = BUF_INIT;
    int status;
    assert_output("tr a-z A-Z", "bridge", "BRIDGE");
    assert_int_equal(run("echo some; exit 3", "", &ample, &out, &status), ERR_OK);
    assert_int_equal(status, 3);
    assert_string_equal(buf_c_string(&out), "some\n");
}

static void many_open_files_do_not_matter(void **state)
{
    (void)state;
    int fds[40];
    for (size_t i = 0; i < sizeof fds / sizeof *fds; i++)
        assert_true((fds[i] = open("/dev/null", O_RDONLY | O_CLOEXEC)) >= 0);
    assert_output("cat", "read", "read");
    for (size_t i = 0; i < sizeof fds / sizeof *fds; i++)
        close(fds[i]);
}

static void a_missing_program_is_said(void **state)
{
    (void)state;
    AUTO(buf_done) struct buf out = BUF_INIT;
    struct err err = ERR_INIT;
    int status;
    const char *const argv[] = {"no-such-program-anywhere", NULL};
    assert_int_equal(child_run(argv, STR_EMPTY, &ample, &out, &status, &err), ERR_NOT_FOUND);
    assert_non_null(strstr(err.message, "no-such-program-anywhere"));
}

static void a_program_is_not_taken_from_here(void **state)
{
    (void)state;
    AUTO(buf_done) struct buf out = BUF_INIT;
    AUTO(mem_free_pointer) char *path = mem_copy_string(getenv("PATH"));
    int status;
    setenv("PATH", "bin:.:", 1);
    assert_int_equal(run("echo", "", &ample, &out, &status), ERR_NOT_FOUND);
    setenv("PATH", path, 1);
}

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void what_sleeps_or_spins_is_killed(void **state)
{
    (void)state;
    static const char *const scripts[] = {
        "echo begun; sleep 100",
        "echo begun; while :; do :; done",
        "echo begun; sleep 100 & sleep 100",
        "trap '' TERM INT; echo begun; sleep 100; sleep 100",
    };
    struct child_limits limits = ample;
    limits.max_s = 1;
    for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++) {
        AUTO(buf_done) struct buf out = BUF_INIT;
        int status;
        double start = seconds();
        assert_int_equal(run(scripts[i], "", &limits, &out, &status), ERR_LIMIT);
        assert_true(seconds() - start < 5);
        assert_string_equal(buf_c_string(&out), "begun\n");
    }
}

static void what_stays_without_output_is_killed(void **state)
{
    (void)state;
    AUTO(buf_done) struct buf out = BUF_INIT;
    int status;
    double start = seconds();
    assert_int_equal(run("exec >&-; sleep 100", "", &ample, &out, &status), ERR_LIMIT);
    assert_true(seconds() - start < 10);
}

static void a_flood_is_cut(void **state)
{
    (void)state;
    AUTO(buf_done) struct buf out = BUF_INIT;
    int status;
    struct child_limits limits = ample;
    limits.max_output_bytes = 5000;
    assert_int_equal(run("yes", "", &limits, &out, &status), ERR_LIMIT);
    assert_int_equal(out.n, 5000);
}

static void memory_is_limited(void **state)
{
    (void)state;
    AUTO(buf_done) struct buf out = BUF_INIT;
    int status = 0;
    struct child_limits limits = ample;
    limits.max_bytes = 64u << 20;
    /* Makes a string of 256 MB in the memory of awk. */
    enum err_code code = run("exec awk 'BEGIN { s = \"x\"; while (length(s) < 268435456) s = s s;"
                             " print length(s) }'",
                             "", &limits, &out, &status);
    assert_true(code != ERR_OK || status != 0);
    assert_null(strstr(buf_c_string(&out), "268435456"));
}

static void a_signal_is_said(void **state)
{
    (void)state;
    AUTO(buf_done) struct buf out = BUF_INIT;
    int status;
    assert_int_equal(run("kill -SEGV $$", "", &ample, &out, &status), ERR_INPUT);
}

static void nothing_of_ours_is_there(void **state)
{
    (void)state;
    int fd = open("/dev/null", O_RDONLY); /* without O_CLOEXEC */
    setenv("PRESSMARK_SECRET", "hush", 1);
    assert_output("echo \"[$PRESSMARK_SECRET$HOME]\"", "", "[]\n");
    /* Its own three files and the folder that it lists. */
    assert_output("ls /proc/self/fd | wc -l", "", "4\n");
    assert_output("pwd", "", "/\n");
    assert_output("grep NoNewPrivs /proc/self/status | tr -d '\\t'", "", "NoNewPrivs:1\n");
    close(fd);
}

static void no_file_can_be_written(void **state)
{
    (void)state;
    char path[] = "/tmp/pressmark-child-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    AUTO(buf_done) struct buf script = BUF_INIT;
    AUTO(buf_done) struct buf out = BUF_INIT;
    int status;
    buf_append_format(&script, "echo evil > %s; exit 0", path);
    run(buf_c_string(&script), "", &ample, &out, &status);
    assert_int_equal(lseek(fd, 0, SEEK_END), 0);
    close(fd);
    unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(input_output_and_status_pass),
        cmocka_unit_test(many_open_files_do_not_matter),
        cmocka_unit_test(a_missing_program_is_said),
        cmocka_unit_test(a_program_is_not_taken_from_here),
        cmocka_unit_test(what_sleeps_or_spins_is_killed),
        cmocka_unit_test(what_stays_without_output_is_killed),
        cmocka_unit_test(a_flood_is_cut),
        cmocka_unit_test(memory_is_limited),
        cmocka_unit_test(a_signal_is_said),
        cmocka_unit_test(nothing_of_ours_is_there),
        cmocka_unit_test(no_file_can_be_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
