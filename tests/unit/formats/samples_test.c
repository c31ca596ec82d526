/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/file.h"
#include "base/mem.h"
#include "indexer/intake/intake.h"
#include "indexer/options.h"

#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <cmocka.h>

/* Compares what the index keeps of files made by other programs with NAME.expected next to each.
 *
 *     samples_test                runs the tests
 *     samples_test FILE...        prints what FILE.expected should contain */

static const char samples[] = SAMPLES;

/* ---- the documents of a file as text ---- */

static void put_line(struct buf *out, const char *name, struct str value)
{
    if (value.n)
        buf_append_format(out, "%s: %.*s\n", name, STR_PRINT(value));
}

static uint32_t line_at(const struct document *d, size_t offset)
{
    size_t i = d->n_lines;
    while (i && d->lines[i - 1].offset > offset)
        i--;
    uint32_t line = i ? d->lines[i - 1].line : d->first_line;
    for (size_t k = i ? d->lines[i - 1].offset : 0; k < offset; k++)
        line += d->text.p[k] == '\n';
    return line;
}

static void put_text(struct buf *out, const struct document *d)
{
    struct str text = d->text;
    for (size_t start = 0; start < text.n;) {
        size_t end = str_find_char(text, '\n', start), level = 0;
        bool ends_item = end > start && text.p[end - 1] == '\t'; /* as in collect.h */
        for (size_t i = 0; i < d->n_headings; i++)
            if (d->headings[i].offset >= start && d->headings[i].offset < end)
                level = d->headings[i].level;
        if (end == start)
            buf_append(out, "\n", 1);
        else
            buf_append_format(
                out, "%5u %s| %.*s\n", line_at(d, start),
                level ? (const char *[]){"#1", "#2", "#3", "#4", "#5", "#6"}[level - 1] : "  ",
                (int)(end - start - ends_item), text.p + start);
        start = end + 1;
    }
}

static enum err_code put_document(void *ctx, const struct document *d, struct err *err)
{
    struct buf *out = ctx;
    (void)err;
    buf_append_format(out, "==== %.*s\n", STR_PRINT(d->id));
    put_line(out, "title", d->title);
    put_line(out, "date", d->date);
    put_line(out, "type", d->type);
    put_line(out, "language", d->language);
    put_line(out, "charset", d->charset);
    for (size_t i = 0; i < d->n_fields; i++)
        buf_append_format(out, "field %.*s: %.*s\n", STR_PRINT(d->fields[i].name),
                          STR_PRINT(d->fields[i].value));
    put_text(out, d);
    return ERR_OK;
}

static void put_file(struct buf *out, const char *path)
{
    struct options options;
    struct err err = ERR_INIT;
    char *arguments[] = {"pressmark-index", NULL};
    assert_int_equal(options_parse(&options, 1, arguments, &err), ERR_OK);
    AUTO(mem_free_pointer) char *absolute = file_absolute(path);
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    struct source_file file = {.path = str_of(absolute),
                               .size_bytes = (uint64_t)st.st_size,
                               .settings = &options.settings};
    struct intake *in = intake_new("/nowhere/index", NULL, NULL);
    struct problems problems = PROBLEMS_INIT;
    struct known_file state;
    if (intake_file(in, &file, put_document, out, &problems, &state, &err))
        fail_msg("%s: %s", path, err.message);
    for (size_t i = 0; i < problems.n; i++)
        buf_append_format(out, "%s: %.*s\n",
                          problems.items[i].kind == PROBLEM_FAILED ? "problem" : "not text",
                          STR_PRINT(problems.items[i].reason));
    problems_done(&problems);
    intake_free(in);
    options_done(&options);
}

/* ---- the tests ---- */

static bool str_has(struct str s, const char *part)
{
    return str_find(s, str_of(part), 0) < s.n;
}

static bool is_as_expected(const char *path)
{
    AUTO(buf_done) struct buf found = BUF_INIT;
    AUTO(buf_done) struct buf wanted = BUF_INIT;
    AUTO(buf_done) struct buf expected = BUF_INIT;
    struct err err = ERR_INIT;
    buf_append_format(&expected, "%s.expected", path);
    if (file_read(AT_FDCWD, buf_c_string(&expected), 1 << 20, &wanted, &err))
        fail_msg("%s", err.message);
    put_file(&found, path);
    if (str_equal(buf_str(&found), buf_str(&wanted)))
        return true;
    if (str_has(buf_str(&found), "built without mail support") ||
        str_has(buf_str(&found), "PDF needs pdftotext")) {
        print_message("%s: left out: %s", path, buf_c_string(&found));
        return true;
    }
    print_error("%s: found:\n%s", path, buf_c_string(&found));
    return false;
}

static int is_sample(const struct dirent *entry)
{
    struct str name = str_of(entry->d_name);
    return entry->d_name[0] != '.' && !str_ends_with(name, STR_LITERAL(".expected"));
}

static void samples_are_read(void **state)
{
    (void)state;
    struct dirent **entries;
    size_t n_wrong = 0;
    int n = scandir(samples, &entries, is_sample, alphasort);
    assert_true(n > 0);
    for (int i = 0; i < n; i++) {
        AUTO(mem_free_pointer) char *path = file_join(samples, entries[i]->d_name);
        n_wrong += !is_as_expected(path);
        free(entries[i]);
    }
    free(entries);
    assert_int_equal(n_wrong, 0);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(samples_are_read)};
    for (int i = 1; i < argc; i++) {
        AUTO(buf_done) struct buf out = BUF_INIT;
        put_file(&out, argv[i]);
        fputs(buf_c_string(&out), stdout);
    }
    return argc > 1 ? 0 : cmocka_run_group_tests(tests, NULL, NULL);
}
