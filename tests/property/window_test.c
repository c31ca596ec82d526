/* SPDX-License-Identifier: GPL-2.0-or-later */

/* Records read through windows of any size equal those of the whole file, with the same lines, and
 * a record that is too large does not affect the others.
 *
 * PRESSMARK_SEED and PRESSMARK_RUNS choose the random input and how much of it is used. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../unit/formats/collect.h"
#include "base/mem.h"
#include "indexer/formats/mail/mailbox.h"
#include "indexer/formats/records/csv_syntax.h"
#include "indexer/formats/records/window.h"
#include "indexer/formats/shared/reader.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static uint64_t random_state;

static size_t random_below(size_t limit)
{
    random_state = random_state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (size_t)((random_state >> 33) % limit);
}

#define PIECE(list) list[random_below(sizeof list / sizeof *list)]

/* ---- random files ---- */

static void write_jsonl(struct buf *out)
{
    static const char *const lines[] = {"{\"text\":\"grain\"}\n",
                                        "{\"id\":\"a\",\"text\":\"grain and barges\"}\r\n",
                                        "\n",
                                        "not a record\n",
                                        "{\"title\":\"caf\303\251\",\"text\":\"a\\nb\"}\n",
                                        "[1]\n",
                                        "\r",
                                        "{\"text\":\"x\"}"};
    buf_append_str(out, str_of("{\"text\":\"first\"}\n"));
    for (size_t n = random_below(12); n; n--)
        buf_append_str(out, str_of(PIECE(lines)));
}

static void write_csv(struct buf *out)
{
    static const char *const pieces[] = {
        "a",   "b c",  ",",   ",",           "\"", "\"\"", "\n", "\r\n",        "\"\n",
        "\",", "\n\"", ",\"", "\"x, y\nz\"", "1",  "#",    "\r", "caf\303\251", ";"};
    static const char *const heads[] = {"id,title,text\n", "# notes\n# id,title\n", "", "1,2,3\n",
                                        "\"id\",\"ti\ntle\"\r\n"};
    buf_append_str(out, str_of(PIECE(heads)));
    for (size_t n = random_below(60); n; n--)
        buf_append_str(out, str_of(PIECE(pieces)));
}

static void write_sgml(struct buf *out)
{
    static const char *const pieces[] = {"<DOC>\n",
                                         "</DOC>\n",
                                         "<DOCNO> A </DOCNO>\n",
                                         "<TEXT>",
                                         "</TEXT>\n",
                                         "grain\n",
                                         "<",
                                         "<doc",
                                         ">",
                                         "\r\n",
                                         "\r",
                                         "<REUTERS NEWID=\"3\">",
                                         "</REUTERS>\n",
                                         "\n\n",
                                         "a < b "};
    buf_append_str(out, str_of("<!DOCTYPE lewis>\n<DOC>\n"));
    for (size_t n = random_below(40); n; n--)
        buf_append_str(out, str_of(PIECE(pieces)));
}

static void write_json(struct buf *out)
{
    static const char *const values[] = {
        "{\"text\":\"grain\"}",
        " {\"id\":\"a\",\"text\":\"a } b\\\"] c\",\"list\":[{\"n\":[1,2]},{}]}",
        "{\"title\":\"caf\303\251\",\n\"text\":\"it's\"}\r\n",
        "{'text':'barges [ {'}",
        "{bad}",
        "[1]",
        "12"};
    static const char *const ends[] = {"]", "]\n", "\n]\n", ""};
    buf_append_str(out, str_of(random_below(2) ? "[{\"text\":\"first\"}" : "\n [\n{\"id\":1}"));
    for (size_t n = random_below(12); n; n--) {
        buf_append_str(out, str_of(",\n"));
        buf_append_str(out, str_of(PIECE(values)));
    }
    buf_append_str(out, str_of(PIECE(ends)));
}

static void write_mbox(struct buf *out)
{
    static const char *const pieces[] = {"From a@example.org Tue May 10 09:30:00 2011\n",
                                         "\nFrom b@example.org Tue May 10 09:30:00 2011\nTo: c\n",
                                         "Subject: x\n",
                                         "\n",
                                         "grain\n",
                                         ">From \n",
                                         "From me\n",
                                         "\r\n",
                                         "From d Tue May 10 09:30:00 2011\r\nTo: c\r\n"};
    buf_append_str(out, str_of("From a@example.org Tue May 10 09:30:00 2011\nTo: b\n\n"));
    for (size_t n = random_below(25); n; n--)
        buf_append_str(out, str_of(PIECE(pieces)));
}

/* ---- reading ---- */

struct reading {
    struct collector out;
    enum record_form form;
    struct str opening;
    struct str source;
    size_t at;
};

static enum err_code give(void *ctx, struct buf *out, size_t n, bool *is_end, struct err *err)
{
    struct reading *r = ctx;
    (void)err;
    size_t left = r->source.n - r->at;
    n = n < left ? n : left;
    buf_append_str(out, str_slice(r->source, r->at, r->at + n));
    r->at += n;
    *is_end = n == left && random_below(2); /* now or at the next call */
    return ERR_OK;
}

static void settle(void *ctx)
{
    (void)ctx;
}

static void take_mail(struct reading *r, struct str bytes, uint32_t line)
{
    struct mailbox_message message;
    while (mailbox_next(&bytes, &line, &message))
        buf_append_format(&r->out.out, "%" PRIu32 "[%.*s]\n", message.first_line,
                          STR_PRINT(message.bytes));
}

static enum err_code take(void *ctx, struct str bytes, uint32_t first_line, struct err *err)
{
    static const enum format formats[] = {[RECORDS_JSONL] = FORMAT_JSONL,
                                          [RECORDS_CSV] = FORMAT_CSV,
                                          [RECORDS_SGML] = FORMAT_SGML,
                                          [RECORDS_JSON] = FORMAT_JSON};
    struct reading *r = ctx;
    if (r->form == RECORDS_MBOX) {
        take_mail(r, bytes, first_line);
        return ERR_OK;
    }
    AUTO(arena_done) struct arena scratch = ARENA_INIT;
    struct reader_input source = {.path = STR_LITERAL("file"),
                                  .text = bytes,
                                  .opening = r->opening,
                                  .charset = STR_LITERAL("UTF-8"),
                                  .first_line = first_line};
    struct reader_output output = {collect, collect_skip, &r->out};
    return format_read(formats[r->form], &source, &scratch, &output, err);
}

static char delimiter_of(struct str text)
{
    AUTO(buf_done) struct buf unix_lines = BUF_INIT;
    return csv_delimiter(reader_unix_lines(text, &unix_lines), STR_LITERAL("file"));
}

/* Returns what is read of text through windows, to be freed by buf_done(). */
static struct buf read_windows(enum record_form form, struct str text, size_t window_bytes,
                               uint64_t record_bytes)
{
    struct reading r = {.form = form, .opening = text, .source = text};
    struct window_settings settings = {form, delimiter_of(text), window_bytes, record_bytes,
                                       "--max-file-size"};
    struct input input = {give, settle, INPUT_UNKNOWN, &r};
    struct window_output output = {take, collect_skip, &r};
    AUTO(buf_done) struct buf bytes = BUF_INIT;
    struct err err = ERR_INIT;
    assert_int_equal(window_read(&settings, &bytes, &input, &output, &err), ERR_OK);
    return r.out.out;
}

static struct buf read_whole(enum record_form form, struct str text)
{
    struct reading r = {.form = form, .opening = STR_EMPTY};
    struct err err = ERR_INIT;
    if (form == RECORDS_SGML)
        r.opening = text;
    assert_int_equal(take(&r, text, 1, &err), ERR_OK);
    return r.out.out;
}

static void windows_change_nothing(void **state)
{
    static void (*const writers[])(struct buf *) = {[RECORDS_JSONL] = write_jsonl,
                                                    [RECORDS_CSV] = write_csv,
                                                    [RECORDS_MBOX] = write_mbox,
                                                    [RECORDS_SGML] = write_sgml,
                                                    [RECORDS_JSON] = write_json};
    (void)state;
    const char *seed = getenv("PRESSMARK_SEED"), *runs = getenv("PRESSMARK_RUNS");
    uint64_t first = seed ? strtoull(seed, NULL, 10) : 1;
    uint64_t n = runs ? strtoull(runs, NULL, 10) : 3000;
    for (uint64_t i = first; i < first + n; i++) {
        AUTO(buf_done) struct buf text = BUF_INIT;
        random_state = i * UINT64_C(0x9E3779B97F4A7C15);
        enum record_form form = RECORDS_JSONL + (enum record_form)(i % 5);
        writers[form](&text);
        struct str s = buf_str(&text);
        AUTO(buf_done) struct buf whole = read_whole(form, s);
        size_t window_bytes = 1 + random_below(s.n + 20);
        AUTO(buf_done) struct buf windows = read_windows(form, s, window_bytes, 1 << 20);
        if (!str_equal(buf_str(&whole), buf_str(&windows)))
            fail_msg("PRESSMARK_SEED=%" PRIu64 " PRESSMARK_RUNS=1, form %d, windows of %zu:\n"
                     "---- file\n%s\n---- whole\n%s\n---- windows\n%s",
                     i, form, window_bytes, buf_c_string(&text), buf_c_string(&whole),
                     buf_c_string(&windows));
    }
}

/* ---- records that are too large ---- */

static void expect(enum record_form form, const char *text, uint64_t record_bytes,
                   const char *expected)
{
    for (size_t window_bytes = 1; window_bytes < 200; window_bytes += 7) {
        AUTO(buf_done)
        struct buf found = read_windows(form, str_of(text), window_bytes, record_bytes);
        assert_string_equal(buf_c_string(&found), expected);
    }
}

static void large_record_costs_itself(void **state)
{
    (void)state;
    expect(RECORDS_JSONL,
           "{\"id\":\"a\",\"text\":\"one\"}\n"
           "{\"id\":\"b\",\"text\":\"far far far far far too large\"}\n"
           "{\"id\":\"c\",\"text\":\"two\"}\n",
           30,
           "id: a\ntitle: \nid = a\n[one]\n"
           "skipped 2: a record larger than 30 bytes (--max-file-size)\n"
           "id: c\ntitle: \nid = c\n[two]\n");
    expect(RECORDS_CSV, "id,text\na,one\nb,far far far far far too large\nc,two\n", 20,
           "id: a\ntitle: \nid = a\n[one]\n"
           "skipped 3: a record larger than 20 bytes (--max-file-size)\n"
           "id: c\ntitle: \nid = c\n[two]\n");
    expect(RECORDS_SGML,
           "<DOC><DOCNO>a</DOCNO>\none</DOC>\n"
           "<DOC><DOCNO>b</DOCNO>\nfar far far far far far far too large</DOC>\n"
           "<DOC><DOCNO>c</DOCNO>\ntwo</DOC>\n",
           40,
           "id: a\ntitle: \n[one]\n"
           "skipped 3: a record larger than 40 bytes (--max-file-size)\n"
           "id: c\ntitle: \n[two]\n");
    expect(RECORDS_JSON,
           "[{\"id\":\"a\",\"text\":\"one\"},\n"
           "{\"id\":\"b\",\"list\":[{\"a\":\"far }] far\"}, {\"a\":\"too large\"}]},\n"
           "{\"id\":\"c\",\"text\":\"two\"}]\n",
           30,
           "id: a\ntitle: \nid = a\n[one]\n"
           "skipped 2: a record larger than 30 bytes (--max-file-size)\n"
           "id: c\ntitle: \nid = c\n[two]\n");
    expect(RECORDS_MBOX,
           "From a Tue May 10 09:30:00 2011\nTo: b\n\none\n\n"
           "From a Tue May 10 09:30:00 2011\nTo: b\n\nfar far far too large\n\n"
           "From a Tue May 10 09:30:00 2011\nTo: b\n\ntwo\n",
           50,
           "2[To: b\n\none\n\n]\n"
           "skipped 6: a record larger than 50 bytes (--max-file-size)\n"
           "12[To: b\n\ntwo\n]\n");
}

/* The record that is too large may be the last one. */
static void large_record_at_the_end(void **state)
{
    (void)state;
    expect(RECORDS_JSONL, "{\"id\":\"a\",\"text\":\"one\"}\n{\"text\":\"far far far too large", 25,
           "id: a\ntitle: \nid = a\n[one]\n"
           "skipped 2: a record larger than 25 bytes (--max-file-size)\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(windows_change_nothing),
        cmocka_unit_test(large_record_costs_itself),
        cmocka_unit_test(large_record_at_the_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
