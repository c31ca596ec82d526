/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Cleans and folds names of fields, in one place so that the indexer and the search agree on
 * them. */
#include "text/field_name.h"

#include "base/mem.h"
#include "text/fold.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>

static const struct str unnamed = {"unnamed", 7};

bool field_name_strip(struct str *name)
{
    const struct str marker = STR_LITERAL("fields.");
    bool has_marker = str_starts_with(*name, marker);
    *name = str_slice(*name, has_marker ? marker.n : 0, name->n);
    return has_marker;
}

bool field_name_is_letter(uint32_t c)
{
    if (c < 0x80)
        return ascii_is_alpha((char)c) || ascii_is_digit((char)c);
    return uc_is_general_category_withtable(c, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_M |
                                                   UC_CATEGORY_MASK_N);
}

/* Appends the characters of s that a name may have. Any others become a single "_". */
static void append_clean(struct buf *out, struct str s)
{
    const size_t start = out->n;
    size_t next;
    for (size_t i = 0; i < s.n; i = next) {
        uint32_t c = utf8_decode(s, i, &next);
        bool is_kept = field_name_is_letter(c) || c == '-' || (c == '.' && out->n > start);
        if (out->n - start + (is_kept ? next - i : 1) > FIELD_NAME_MAX_BYTES)
            break;
        if (is_kept)
            for (; i < next; i++)
                buf_append_char(out, ascii_lower(s.p[i]));
        else if (out->n > start && out->p[out->n - 1] != '_')
            buf_append_char(out, '_');
    }
    while (out->n > start && (out->p[out->n - 1] == '_' || out->p[out->n - 1] == '.'))
        out->n--;
    if (out->n == start)
        buf_append_str(out, unnamed);
}

void field_name_clean(struct str name, struct buf *out)
{
    if (str_is_ascii(name)) {
        append_clean(out, name);
        return;
    }
    size_t n = 0;
    uint8_t *lower = u8_tolower((const uint8_t *)name.p, name.n, NULL, UNINORM_NFC, NULL, &n);
    append_clean(out, lower ? (struct str){(const char *)lower, n} : name);
    free(lower);
}

/* Appends s as words are folded: with full case folding, and with one letter for those that are not
 * distinguished. */
static void append_form(struct buf *out, struct str s)
{
    size_t n = 0;
    uint8_t *folded = u8_casefold((const uint8_t *)s.p, s.n, NULL, UNINORM_NFKC, NULL, &n);
    struct str form = folded ? (struct str){(const char *)folded, n} : s;
    for (size_t i = 0; i < form.n;) {
        char bytes[4];
        uint32_t c = fold_character(utf8_decode(form, i, &i));
        if (c)
            buf_append(out, bytes, utf8_put(c, bytes));
    }
    free(folded);
}

void field_name_fold(struct str name, struct buf *out)
{
    AUTO(buf_done) struct buf clean = BUF_INIT;
    AUTO(buf_done) struct buf form = BUF_INIT;
    if (str_is_ascii(name)) {
        append_clean(out, name);
        return;
    }
    field_name_clean(name, &clean);
    append_form(&form, buf_str(&clean));
    buf_clear(&clean);
    fold_append_term(buf_str(&form), &clean);
    append_clean(out, buf_str(&clean));
}

void field_name_append_term(struct str name, struct buf *out)
{
    size_t start = out->n;
    field_name_fold(name, out);
    for (size_t i = start; i < out->n; i++)
        if (out->p[i] >= 'a' && out->p[i] <= 'z')
            out->p[i] = (char)(out->p[i] - 32);
}
