/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests that what a signature encloses is found, and that damaged structures are refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "indexer/formats/mail/smime.h"

#define SIGNED_DATA "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"
#define ENVELOPED_DATA "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x03"
#define DATA "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01"

static const struct str whole = STR_LITERAL("\x30\x23" SIGNED_DATA "\xa0\x16\x30\x14\x02\x01\x01"
                                            "\x31\x00\x30\x0d" DATA "\xa0\x00");
static const struct str in_pieces = STR_LITERAL(
    "\x30\x80" SIGNED_DATA "\xa0\x80\x30\x80\x02\x01\x01\x31\x00\x30\x80" DATA
    "\xa0\x80\x24\x80\x04\x81\x03"
    "one\x04\x82\x00\x04 two\x00\x00\x00\x00\x00\x00\x31\x00");

/* Copies bytes so that a sanitizer sees any access beyond them. */
static bool read_copy(struct str bytes, struct buf *out)
{
    char *copy = malloc(bytes.n ? bytes.n : 1);
    memcpy(copy, bytes.p, bytes.n);
    buf_clear(out);
    bool is_signed = smime_signed_content((struct str){copy, bytes.n}, out);
    free(copy);
    return is_signed;
}

static void content_is_found(void **state)
{
    (void)state;
    AUTO(buf_done) struct buf out = BUF_INIT;
    assert_false(read_copy(whole, &out)); /* a detached signature has no content */
    assert_true(read_copy(in_pieces, &out));
    assert_string_equal(buf_c_string(&out), "one two");
    struct str definite = STR_LITERAL("\x30\x2b" SIGNED_DATA "\xa0\x1e\x30\x1c\x02\x01\x01\x31\x00"
                                      "\x30\x15" DATA "\xa0\x08\x04\x06inside\x31\x00");
    assert_true(read_copy(definite, &out));
    assert_string_equal(buf_c_string(&out), "inside");
}

static void anything_else_is_refused(void **state)
{
    (void)state;
    AUTO(buf_done) struct buf out = BUF_INIT;
    struct str enveloped = STR_LITERAL("\x30\x80" ENVELOPED_DATA "\xa0\x80\x30\x80\x02\x01\x01");
    struct str too_long = STR_LITERAL("\x30\x88\xff\xff\xff\xff\xff\xff\xff\xff" SIGNED_DATA);
    struct str length_too_long = STR_LITERAL("\x30\xff\x00" SIGNED_DATA);
    assert_false(read_copy(enveloped, &out));
    assert_false(read_copy(too_long, &out));
    assert_false(read_copy(length_too_long, &out));
    for (size_t n = 0; n < in_pieces.n; n++) {
        bool has_content = read_copy(str_slice(in_pieces, 0, n), &out);
        assert_int_equal(has_content, out.n > 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(content_is_found),
        cmocka_unit_test(anything_else_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
