/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whose fault a failure is: the file's, and the run goes on, or the output's, and it ends. Also the
 * sets that say which paths are whose. */
#include "base/file.h"
#include "base/mem.h"
#include "base/named.h"
#include "indexer/intake/intake.h"
#include "indexer/sources/path_set.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

struct output {
    enum err_code code;
    unsigned n_calls;
};

static enum err_code take(void *ctx, const struct document *document, struct err *err)
{
    struct output *output = ctx;
    (void)document;
    output->n_calls++;
    return output->code ? err_set(err, output->code, "of the output") : ERR_OK;
}

/* Reads a file of two records through a output that fails in one way. */
static enum err_code read_records(struct output *output, struct problems *problems, struct err *err)
{
    char folder[] = "/tmp/intake_test.XXXXXX", path[64], index_dir[64];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/a.jsonl", folder);
    snprintf(index_dir, sizeof index_dir, "%s/.pressmark", folder);
    struct str records = STR_LITERAL("{\"text\":\"one\"}\n{\"text\":\"two\"}\n");
    assert_int_equal(named_write(path, records, err), ERR_OK);

    const struct settings settings = {.max_file_bytes = 1 << 20, .unpack = {.max_bytes = 1 << 20}};
    struct source_file file = {
        .path = STR_LITERAL("a.jsonl"), .size_bytes = records.n, .settings = &settings};
    struct known_file state;
    struct intake *in = intake_new(index_dir, NULL);
    enum err_code code = intake_file(in, &file, take, output, problems, &state, err);
    intake_free(in);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rmdir(folder), 0);
    return code;
}

static void failure_of_the_sink_ends_the_run(void **state)
{
    static const enum err_code codes[] = {ERR_IO, ERR_LIMIT, ERR_NOT_FOUND, ERR_INTERRUPTED};
    (void)state;
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        struct output output = {codes[i], 0};
        struct problems problems = PROBLEMS_INIT;
        struct err err = ERR_INIT;
        assert_int_equal(read_records(&output, &problems, &err), codes[i]);
        assert_string_equal(err.message, "of the output");
        assert_int_equal(output.n_calls, 1);
        assert_int_equal(problems.n, 0);
        problems_done(&problems);
    }
}

static void refused_document_is_reported(void **state)
{
    (void)state;
    struct output output = {ERR_INPUT, 0};
    struct problems problems = PROBLEMS_INIT;
    struct err err = ERR_INIT;
    assert_int_equal(read_records(&output, &problems, &err), ERR_OK);
    assert_int_equal(output.n_calls, 2);
    assert_int_equal(problems.n, 2);
    assert_int_equal(problems.items[1].line, 2);
    problems_done(&problems);
}

static void set_covers_what_lies_below(void **state)
{
    (void)state;
    struct path_set s = {0};
    assert_false(path_set_has(&s, STR_EMPTY));
    assert_false(path_set_covers(&s, STR_LITERAL("docs")));
    path_set_add(&s, STR_LITERAL("docs"));
    path_set_add(&s, STR_LITERAL("/other"));
    path_set_add(&s, STR_LITERAL("docs"));
    assert_int_equal(s.n, 2);
    assert_true(path_set_covers(&s, STR_LITERAL("docs")));
    assert_true(path_set_covers(&s, STR_LITERAL("docs/a/b.txt")));
    assert_true(path_set_covers(&s, STR_LITERAL("/other/a")));
    assert_false(path_set_covers(&s, STR_LITERAL("docs.txt")));
    assert_false(path_set_covers(&s, STR_LITERAL("/docs/a")));
    path_set_add(&s, STR_EMPTY);
    assert_true(path_set_covers(&s, STR_LITERAL("any")));
    assert_false(path_set_covers(&s, STR_LITERAL("/any")));
    path_set_add(&s, STR_LITERAL("/"));
    assert_true(path_set_covers(&s, STR_LITERAL("/any")));
    path_set_done(&s);
}

static void set_grows(void **state)
{
    (void)state;
    struct path_set s = {0};
    AUTO(arena_done) struct arena arena = ARENA_INIT;
    for (unsigned i = 0; i < 5000; i++)
        path_set_add(&s, arena_format(&arena, "folder/%u", i % 2500));
    assert_int_equal(s.n, 2500);
    for (unsigned i = 0; i < 2500; i++)
        assert_true(str_equal(s.items[i], arena_format(&arena, "folder/%u", i)));
    assert_true(path_set_has(&s, STR_LITERAL("folder/2499")));
    assert_false(path_set_has(&s, STR_LITERAL("folder/2500")));
    path_set_done(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(failure_of_the_sink_ends_the_run),
        cmocka_unit_test(refused_document_is_reported),
        cmocka_unit_test(set_covers_what_lies_below),
        cmocka_unit_test(set_grows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
