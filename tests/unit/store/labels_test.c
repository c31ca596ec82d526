/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests the encoding of labels. */
#include "base/mem.h"
#include "store/labels.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void done(struct label_list *list)
{
    mem_free(list->items);
}

static void assert_label(const struct label_list *list, size_t i, uint32_t position,
                         uint32_t n_words, enum label_kind kind)
{
    assert_true(i < list->n);
    assert_int_equal(list->items[i].position, position);
    assert_int_equal(list->items[i].n_words, n_words);
    assert_int_equal(list->items[i].kind, kind);
}

static void what_is_written_comes_back(void **state)
{
    (void)state;
    AUTO(done) struct label_list list = {0};
    AUTO(done) struct label_list read = {0};
    AUTO(buf_done) struct buf encoded = BUF_INIT;
    label_list_add(&list, (struct label){1, 3, LABEL_HEADING});
    label_list_add(&list, (struct label){1, 1, LABEL_TERM});
    label_list_add(&list, (struct label){400, LABEL_MAX_WORDS + 1, LABEL_TERM});
    label_list_add(&list, (struct label){UINT32_MAX, 1, LABEL_TITLE});
    labels_append(&encoded, &list);
    labels_read(buf_str(&encoded), &read);
    assert_int_equal(read.n, 4);
    assert_label(&read, 0, 1, 3, LABEL_HEADING);
    assert_label(&read, 1, 1, 1, LABEL_TERM);
    assert_label(&read, 2, 400, LABEL_MAX_WORDS, LABEL_TERM);
    assert_label(&read, 3, UINT32_MAX, 1, LABEL_TITLE);
    labels_read(STR_EMPTY, &read);
    assert_int_equal(read.n, 0);
}

static void labels_without_words_or_before_the_last_are_none(void **state)
{
    (void)state;
    AUTO(done) struct label_list list = {0};
    label_list_add(&list, (struct label){9, 0, LABEL_HEADING});
    label_list_add(&list, (struct label){9, 1, LABEL_HEADING});
    label_list_add(&list, (struct label){8, 1, LABEL_HEADING});
    assert_int_equal(list.n, 1);
    assert_label(&list, 0, 9, 1, LABEL_HEADING);
}

static void damage_ends_a_list(void **state)
{
    static const struct str damaged[] = {
        {"\x05", 1},                     /* ends after a position */
        {"\x05\x07", 2},                 /* an unknown kind */
        {"\x05\x00", 2},                 /* no words */
        {"\xFF\xFF\xFF\xFF\x7F\x04", 6}, /* a position that is too large */
        {"\x85", 1},                     /* ends within a position */
    };
    (void)state;
    AUTO(done) struct label_list list = {0};
    for (size_t i = 0; i < sizeof damaged / sizeof *damaged; i++) {
        AUTO(buf_done) struct buf encoded = BUF_INIT;
        buf_append(&encoded, "\x03\x04", 2);
        buf_append_str(&encoded, damaged[i]);
        labels_read(buf_str(&encoded), &list);
        assert_int_equal(list.n, 1);
        assert_label(&list, 0, 3, 1, LABEL_HEADING);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_comes_back),
        cmocka_unit_test(labels_without_words_or_before_the_last_are_none),
        cmocka_unit_test(damage_ends_a_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
