/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests the records of documents, intact and damaged. */
#include "base/mem.h"
#include "store/record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <xxhash.h>

#include <cmocka.h>

static void encode(struct buf *out, struct str text)
{
    static const struct field fields[] = {{{"county", 6}, {"Stark", 5}},
                                          {{"county", 6}, {"Wayne", 5}}};
    static const struct record_line lines[] = {{0, 12, 1}, {4, 3, 0}, {5, 4000000000u, 7}};
    static const struct record_heading headings[] = {{5, 1}, {8, 6}};
    static const uint32_t positions[] = {1, 5};
    AUTO(buf_done) struct buf scratch = BUF_INIT;
    AUTO(buf_done) struct buf of_path = BUF_INIT;
    AUTO(buf_done) struct buf of_text = BUF_INIT;
    struct positions_entry path_entry = {positions_hash(STR_LITERAL("Pnotes")), positions, 1};
    struct positions_entry entry = {positions_hash(STR_LITERAL("some")), positions, 2};
    positions_encode(&path_entry, 1, &scratch, &of_path);
    positions_encode(&entry, 1, &scratch, &of_text);
    struct record r = {
        .labels = STR_LITERAL("\x05\x08"),
        .path_positions = buf_str(&of_path),
        .positions = buf_str(&of_text),
        .path = STR_LITERAL("notes/a.md"),
        .id = STR_LITERAL("7"),
        .title = STR_LITERAL("A title"),
        .type = STR_LITERAL("markdown"),
        .charset = STR_LITERAL("UTF-8"),
        .language = STR_LITERAL("en"),
        .date = STR_LITERAL("20110510"),
        .file_stamp = 0x80000001u,
        .first_line = 3,
        .n_fields = 2,
        .n_lines = 3,
        .n_headings = 2,
        .fields = fields,
        .lines = lines,
        .headings = headings,
    };
    struct record_writer *w = record_writer_new(3);
    record_append(w, out, &r, text);
    record_writer_free(w);
}

/* Makes a text of three pieces and a bit. */
static void long_text(struct buf *out)
{
    for (unsigned i = 0; out->n < 3 * RECORD_PIECE_BYTES + 1000; i++)
        buf_append_format(out, "line %u\n", i);
}

static void everything_comes_back(void **state)
{
    (void)state;
    AUTO(buf_done) struct buf data = BUF_INIT;
    AUTO(buf_done) struct buf text = BUF_INIT;
    struct err err = ERR_INIT;
    struct record_reader *rr;
    struct str part;
    long_text(&text);
    encode(&data, buf_str(&text));
    assert_int_equal(record_open(buf_str(&data), &rr, &err), ERR_OK);
    const struct record *r = record_of(rr);
    assert_true(str_equal(r->path, STR_LITERAL("notes/a.md")));
    assert_true(str_equal(r->id, STR_LITERAL("7")));
    assert_true(str_equal(r->date, STR_LITERAL("20110510")));
    assert_true(str_equal(r->labels, STR_LITERAL("\x05\x08")));
    assert_true(str_equal(record_labels(buf_str(&data)), r->labels));
    assert_true(r->file_stamp == 0x80000001u);
    assert_int_equal(r->first_line, 3);
    assert_int_equal(r->n_fields, 2);
    assert_true(str_equal(r->fields[1].value, STR_LITERAL("Wayne")));
    assert_int_equal(r->n_lines, 3);
    assert_int_equal(r->lines[1].line, 3);
    assert_true(r->lines[2].line == 4000000000u);
    assert_int_equal(r->lines[2].column, 7);
    assert_int_equal(r->headings[1].offset, 8);
    assert_int_equal(r->text_bytes, text.n);

    size_t from = RECORD_PIECE_BYTES - 5, to = RECORD_PIECE_BYTES + 5;
    assert_int_equal(record_text(rr, from, to, &part, &err), ERR_OK);
    assert_true(str_equal(part, str_slice(buf_str(&text), from, to)));
    assert_int_equal(record_text(rr, 0, SIZE_MAX, &part, &err), ERR_OK);
    assert_true(str_equal(part, buf_str(&text)));
    assert_int_equal(record_text(rr, text.n, SIZE_MAX, &part, &err), ERR_OK);
    assert_int_equal(part.n, 0);
    record_reader_free(rr);
}

static size_t count_positions(struct str data, const char *term)
{
    struct positions_list list = {0};
    bool found = record_find_positions(data, str_of(term), positions_hash(str_of(term)), &list);
    mem_free(list.p);
    assert_int_equal(found, list.n > 0);
    return list.n;
}

static void a_new_path_changes_nothing_else(void **state)
{
    (void)state;
    AUTO(buf_done) struct buf data = BUF_INIT;
    AUTO(buf_done) struct buf renamed = BUF_INIT;
    struct err err = ERR_INIT;
    struct record_reader *rr;
    struct str text;
    encode(&data, STR_LITERAL("some text"));
    assert_int_equal(count_positions(buf_str(&data), "Pnotes"), 1);
    assert_int_equal(count_positions(buf_str(&data), "some"), 2);
    assert_int_equal(record_with_path(buf_str(&data), STR_LITERAL("b"), STR_EMPTY, &renamed, &err),
                     ERR_OK);
    assert_int_equal(count_positions(buf_str(&renamed), "Pnotes"), 0);
    assert_int_equal(count_positions(buf_str(&renamed), "some"), 2);
    assert_int_equal(record_open(buf_str(&renamed), &rr, &err), ERR_OK);
    assert_true(str_equal(record_of(rr)->path, STR_LITERAL("b")));
    assert_true(str_equal(record_of(rr)->title, STR_LITERAL("A title")));
    assert_int_equal(record_text(rr, 0, SIZE_MAX, &text, &err), ERR_OK);
    assert_true(str_equal(text, STR_LITERAL("some text")));
    record_reader_free(rr);
}

/* Gives a record the hash of its contents, as an attacker would. */
static void make_intact(struct buf *record)
{
    enum { HEAD_BYTES = 5 };
    if (record->n < HEAD_BYTES)
        return;
    uint64_t hash = XXH3_64bits_withSeed(record->p + HEAD_BYTES, record->n - HEAD_BYTES,
                                         (uint8_t)record->p[0]);
    memcpy(record->p + 1,
           (const uint8_t[]){(uint8_t)hash, (uint8_t)(hash >> 8), (uint8_t)(hash >> 16),
                             (uint8_t)(hash >> 24)},
           4);
}

/* Makes a record that is truncated, or has any byte changed; i is below twice its size. */
static void damage(struct buf *copy, const struct buf *data, size_t i)
{
    buf_append(copy, data->p, i < data->n ? i : data->n);
    if (i >= data->n)
        copy->p[i - data->n] = (char)(copy->p[i - data->n] ^ 0x55);
}

static void any_damage_is_seen(void **state)
{
    (void)state;
    AUTO(buf_done) struct buf data = BUF_INIT;
    encode(&data, STR_LITERAL("Some text that is stored with the record."));
    for (size_t i = 0; i < data.n * 2; i++) {
        AUTO(buf_done) struct buf copy = BUF_INIT;
        AUTO(buf_done) struct buf renamed = BUF_INIT;
        struct err err = ERR_INIT;
        struct record_reader *rr;
        damage(&copy, &data, i);
        assert_int_equal(record_open(buf_str(&copy), &rr, &err), ERR_CORRUPT);
        err_clear(&err);
        assert_int_equal(
            record_with_path(buf_str(&copy), STR_LITERAL("b"), STR_EMPTY, &renamed, &err),
            ERR_CORRUPT);
    }
}

/* A record damaged on purpose is refused or gives some other record, but does no harm. */
static void damage_is_no_danger(void **state)
{
    (void)state;
    AUTO(buf_done) struct buf data = BUF_INIT;
    size_t n_refused = 0;
    encode(&data, STR_LITERAL("Some text that is stored with the record."));
    for (size_t i = 0; i < data.n * 2; i++) {
        AUTO(buf_done) struct buf copy = BUF_INIT;
        struct err err = ERR_INIT;
        struct record_reader *rr;
        struct str part;
        damage(&copy, &data, i);
        make_intact(&copy);
        if (record_open(buf_str(&copy), &rr, &err)) {
            n_refused++;
            continue;
        }
        if (record_of(rr)->text_bytes < 1u << 20)
            record_text(rr, 0, SIZE_MAX, &part, &err);
        record_reader_free(rr);
    }
    assert_true(n_refused >= data.n);
}

static enum err_code open_with_marks(uint32_t line, uint32_t heading, struct str text)
{
    AUTO(buf_done) struct buf data = BUF_INIT;
    struct record_line lines[] = {{0, 1, 1}, {line, 2, 1}};
    struct record_heading headings[] = {{0, 1}, {heading, 1}};
    struct record r = {.n_lines = 2, .n_headings = 2, .lines = lines, .headings = headings};
    struct err err = ERR_INIT;
    struct record_reader *rr = NULL;
    struct record_writer *w = record_writer_new(1);
    record_append(w, &data, &r, text);
    record_writer_free(w);
    record_open(buf_str(&data), &rr, &err);
    record_reader_free(rr);
    return err.code;
}

static void marks_are_in_the_text(void **state)
{
    (void)state;
    assert_int_equal(open_with_marks(5, 5, STR_LITERAL("Title")), ERR_OK);
    assert_int_equal(open_with_marks(6, 5, STR_LITERAL("Title")), ERR_CORRUPT);
    assert_int_equal(open_with_marks(5, 6, STR_LITERAL("Title")), ERR_CORRUPT);
    assert_int_equal(open_with_marks(0, 0, STR_EMPTY), ERR_OK);
    assert_int_equal(open_with_marks(0, 1, STR_EMPTY), ERR_CORRUPT);
}

/* Makes texts from one template, which have much in common. */
static void short_text(struct buf *out, unsigned i)
{
    unsigned a = i * 2654435761u;
    buf_append_format(out,
                      "FOR IMMEDIATE RELEASE\n\nOfficers of county %u met the members of the "
                      "board in room %u on the subject of permit %u.\nContact: the office of "
                      "public affairs, extension %u\n",
                      a % 977, a % 89, a, a % 7919);
}

static void make_dictionary(struct buf *dictionary)
{
    AUTO(buf_done) struct buf samples = BUF_INIT;
    size_t sizes[400];
    for (unsigned i = 0; i < 400; i++) {
        size_t before = samples.n;
        short_text(&samples, i);
        sizes[i] = samples.n - before;
    }
    record_make_text_dictionary(samples.p, sizes, 400, dictionary);
}

static size_t encode_with(struct str dictionary, struct str text, struct buf *out)
{
    static const struct record none = {.first_line = 1};
    struct record_writer *w = record_writer_new(1);
    record_writer_use(w, dictionary);
    record_append(w, out, &none, text);
    record_writer_free(w);
    return out->n;
}

static enum err_code decode_with(struct record_decoder *decoder, struct str data, struct str text)
{
    struct err err = ERR_INIT;
    struct record_reader *rr;
    struct str part;
    assert_int_equal(record_open(data, &rr, &err), ERR_OK);
    record_reader_use(rr, decoder);
    if (record_text(rr, 0, SIZE_MAX, &part, &err) == ERR_OK)
        assert_true(str_equal(part, text));
    record_reader_free(rr);
    return err.code;
}

static void a_dictionary_makes_short_texts_smaller(void **state)
{
    (void)state;
    AUTO(buf_done) struct buf dictionary = BUF_INIT;
    AUTO(buf_done) struct buf text = BUF_INIT;
    AUTO(buf_done) struct buf plain = BUF_INIT;
    AUTO(buf_done) struct buf small = BUF_INIT;
    make_dictionary(&dictionary);
    assert_true(dictionary.n > 0);
    short_text(&text, 4711);
    size_t plain_bytes = encode_with(STR_EMPTY, buf_str(&text), &plain);
    size_t small_bytes = encode_with(buf_str(&dictionary), buf_str(&text), &small);
    assert_true(small_bytes * 2 < plain_bytes);

    struct buf copy = BUF_INIT;
    buf_append_str(&copy, buf_str(&dictionary));
    struct record_decoder *with = record_decoder_new(copy);
    struct record_decoder *without = record_decoder_new((struct buf)BUF_INIT);
    for (int twice = 0; twice < 2; twice++) {
        assert_int_equal(decode_with(with, buf_str(&small), buf_str(&text)), ERR_OK);
        assert_int_equal(decode_with(with, buf_str(&plain), buf_str(&text)), ERR_OK);
        assert_int_equal(decode_with(without, buf_str(&plain), buf_str(&text)), ERR_OK);
        assert_int_equal(decode_with(without, buf_str(&small), buf_str(&text)), ERR_CORRUPT);
    }
    assert_int_equal(decode_with(NULL, buf_str(&plain), buf_str(&text)), ERR_OK);
    assert_int_equal(decode_with(NULL, buf_str(&small), buf_str(&text)), ERR_CORRUPT);
    record_decoder_free(with);
    record_decoder_free(without);
}

/* Samples of which only neighbours share something: more of them fill a larger dictionary. */
static void many_samples_make_a_larger_dictionary(void **state)
{
    (void)state;
    enum { N = 1000, BYTES = 800 };
    AUTO(buf_done) struct buf samples = BUF_INIT;
    AUTO(buf_done) struct buf few = BUF_INIT;
    AUTO(buf_done) struct buf many = BUF_INIT;
    size_t sizes[N];
    uint32_t random = 1;
    for (unsigned i = 0; i < N; i++) {
        size_t before = samples.n;
        if (i % 4)
            buf_append_str(&samples, str_slice(buf_str(&samples), before - BYTES, before));
        while (samples.n < before + BYTES)
            buf_append_char(&samples, (char)('a' + (random = random * 1664525 + 1013904223) % 26));
        sizes[i] = BYTES;
    }
    record_make_text_dictionary(samples.p, sizes, N / 4, &few);
    record_make_text_dictionary(samples.p, sizes, N, &many);
    assert_in_range(few.n, 1, 32 * 1024);
    assert_in_range(many.n, 48 * 1024, 64 * 1024);
}

static void too_few_samples_make_no_dictionary(void **state)
{
    (void)state;
    AUTO(buf_done) struct buf dictionary = BUF_INIT;
    size_t n = 5;
    record_make_text_dictionary("hello", &n, 1, &dictionary);
    assert_int_equal(dictionary.n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_comes_back),
        cmocka_unit_test(a_new_path_changes_nothing_else),
        cmocka_unit_test(any_damage_is_seen),
        cmocka_unit_test(damage_is_no_danger),
        cmocka_unit_test(marks_are_in_the_text),
        cmocka_unit_test(a_dictionary_makes_short_texts_smaller),
        cmocka_unit_test(many_samples_make_a_larger_dictionary),
        cmocka_unit_test(too_few_samples_make_no_dictionary),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
