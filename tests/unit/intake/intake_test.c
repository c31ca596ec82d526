/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests whether a failure is that of the file, so that the run continues, or that of the output,
 * which ends it; and the sets of paths of sources. */
#include "base/buf.h"
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
    size_t text_bytes; /* of the last document */
};

static enum err_code take(void *ctx, const struct document *document, struct err *err)
{
    struct output *output = ctx;
    output->n_calls++;
    output->text_bytes = document->text.n;
    return output->code ? err_set(err, output->code, "of the output") : ERR_OK;
}

/* Reads a file with limits that leave no time. */
static enum err_code read_text(const char *name, struct str text, struct output *output,
                               struct problems *problems, struct known_file *state, struct err *err)
{
    char folder[] = "/tmp/intake_test.XXXXXX", path[64], index_dir[64];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/%s", folder, name);
    snprintf(index_dir, sizeof index_dir, "%s/.pressmark", folder);
    assert_int_equal(named_write(path, text, err), ERR_OK);

    const struct settings settings = {.max_file_bytes = 1 << 20, .unpack = {.max_bytes = 1 << 20}};
    struct source_file file = {.path = str_of(name), .size_bytes = text.n, .settings = &settings};
    struct intake *in = intake_new(index_dir, NULL, NULL);
    enum err_code code = intake_file(in, &file, take, output, problems, state, err);
    intake_free(in);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rmdir(folder), 0);
    return code;
}

/* Reads a file of two records through an output that fails in a given way. */
static enum err_code read_records(struct output *output, struct problems *problems, struct err *err)
{
    struct known_file state;
    struct str records = STR_LITERAL("{\"text\":\"one\"}\n{\"text\":\"two\"}\n");
    return read_text("a.jsonl", records, output, problems, &state, err);
}

static void repeat(struct buf *out, const char *piece, size_t n)
{
    for (size_t i = 0; i < n; i++)
        buf_append_str(out, str_of(piece));
}

/* What a reader has read when its time is over becomes a document; the rest is reported and tried
 * again. */
static void time_ends_a_reader(void **state)
{
    static const struct {
        const char *name, *piece;
    } rows[] = {
        {"a.html", "<p>one word</p>"},     {"a.md", "one *word*\n\n"}, {"a.rst", "one *word*\n\n"},
        {"a.tex", "one \\emph{word}\n\n"}, {"a.xml", "<a>one</a>"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        AUTO(buf_done) struct buf text = BUF_INIT;
        struct output output = {0};
        struct problems problems = PROBLEMS_INIT;
        struct err err = ERR_INIT;
        struct known_file file;
        bool is_xml = strcmp(rows[i].name, "a.xml") == 0;
        repeat(&text, is_xml ? "<?xml version=\"1.0\"?><b>" : "", 1);
        repeat(&text, rows[i].piece, 5000);
        repeat(&text, is_xml ? "</b>" : "", 1);
        assert_int_equal(read_text(rows[i].name, buf_str(&text), &output, &problems, &file, &err),
                         ERR_OK);
        if (output.n_calls != 1 || output.text_bytes == 0 || output.text_bytes >= 5000)
            fail_msg("%s: %u documents, %zu bytes", rows[i].name, output.n_calls,
                     output.text_bytes);
        assert_int_equal(problems.n, 1);
        assert_true(str_find(problems.items[0].reason, STR_LITERAL("--max-time"), 0) <
                    problems.items[0].reason.n);
        assert_int_equal(file.fault, FAULT_PASSING);
        problems_done(&problems);
    }
}

static void time_ends_records(void **state)
{
    (void)state;
    AUTO(buf_done) struct buf text = BUF_INIT;
    struct output output = {0};
    struct problems problems = PROBLEMS_INIT;
    struct err err = ERR_INIT;
    struct known_file file;
    repeat(&text, "{\"text\":\"one\"}\n", 5000);
    assert_int_equal(read_text("a.jsonl", buf_str(&text), &output, &problems, &file, &err), ERR_OK);
    assert_in_range(output.n_calls, 1, 1000);
    assert_int_equal(problems.n, 1);
    assert_int_equal(file.fault, FAULT_PASSING);
    problems_done(&problems);
}

static void failure_of_the_sink_ends_the_run(void **state)
{
    static const enum err_code codes[] = {ERR_IO, ERR_LIMIT, ERR_NOT_FOUND, ERR_INTERRUPTED};
    (void)state;
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        struct output output = {codes[i], 0, 0};
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
    struct output output = {ERR_INPUT, 0, 0};
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
        cmocka_unit_test(time_ends_a_reader),
        cmocka_unit_test(time_ends_records),
        cmocka_unit_test(set_covers_what_lies_below),
        cmocka_unit_test(set_grows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
