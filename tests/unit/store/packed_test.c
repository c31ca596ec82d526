/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests that packed metadata come back, and that damaged ones are refused. */
#include "store/packed.h"

#include "base/mem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void bytes_come_back(void **state)
{
    (void)state;
    AUTO(buf_done) struct buf bytes = BUF_INIT, packed = BUF_INIT, back = BUF_INIT;
    for (int i = 0; i < 1000; i++)
        buf_append_format(&bytes, "/srv/documents/%d/readme.txt", i);
    packed_append(&packed, buf_str(&bytes));
    assert_true(packed.n * 4 < bytes.n);
    buf_append_str(&back, STR_LITERAL("before"));
    assert_true(packed_read(buf_str(&packed), &back));
    assert_int_equal(back.n, bytes.n + 6);
    assert_memory_equal(back.p, "before", 6);
    assert_memory_equal(back.p + 6, bytes.p, bytes.n);
}

static void damaged_bytes_are_refused(void **state)
{
    (void)state;
    AUTO(buf_done) struct buf packed = BUF_INIT, back = BUF_INIT;
    packed_append(&packed, STR_LITERAL("a word and the word again, a word and the word again"));
    for (size_t n = 0; n < packed.n; n++)
        assert_false(packed_read(str_slice(buf_str(&packed), 0, n), &back));
    packed.p[0]++;
    assert_false(packed_read(buf_str(&packed), &back));
    assert_false(packed_read(STR_LITERAL("\xFF\xFF\xFF\xFF\xFF\xFF\x7F rest"), &back));
    assert_int_equal(back.n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_come_back),
        cmocka_unit_test(damaged_bytes_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
