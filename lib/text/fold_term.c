/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Makes the term for a form: removes what some people leave out when they type. */
#include "text/fold.h"

#include "text/utf8.h"

#include <unictype.h>
#include <uninorm.h>

/* Returns a Latin or Greek letter without those parts that Unicode does not count as marks, or
 * "". */
static const char *plain_letter(uint32_t c)
{
    switch (c) {
    case 0xE6:
        return "ae";
    case 0xF0:
    case 0x111:
        return "d";
    case 0xF8:
        return "o";
    case 0xFE:
        return "th";
    case 0x127:
        return "h";
    case 0x142:
        return "l";
    case 0x153:
        return "oe";
    case 0x167:
        return "t";
    default:
        return "";
    }
}

/* Removes the marks from a composed letter. */
static uint32_t base_letter(uint32_t c)
{
    ucs4_t parts[UC_DECOMPOSITION_MAX_LENGTH];

    while (uc_canonical_decomposition(c, parts) > 0)
        c = parts[0];
    return c;
}

/* Returns true if form is its own term because it has only ASCII and the first half of Cyrillic. */
static bool is_own_term(struct str form)
{
    for (size_t i = 0; i < form.n; i++) {
        unsigned char byte = (unsigned char)form.p[i];

        if (byte > 0xBF && byte != 0xD0 && byte != 0xD1)
            return false;
    }
    return true;
}

/* Returns true if, before a Devanagari letter, the nasal of its row may be written as a dot on the
 * previous letter. */
static bool is_dotted_before(uint32_t nasal, uint32_t letter)
{
    switch (nasal) {
    case 0x919:
        return utf8_is_between(letter, 0x915, 0x918);
    case 0x91E:
        return utf8_is_between(letter, 0x91A, 0x91D);
    case 0x923:
        return utf8_is_between(letter, 0x91F, 0x922);
    case 0x928:
        return utf8_is_between(letter, 0x924, 0x927);
    case 0x92E:
        return utf8_is_between(letter, 0x92A, 0x92D);
    default:
        return false;
    }
}

/* Returns what replaces the Devanagari character c, which ends before *i, or 0 if it is dropped.
 * The nukta is often left out, and a nasal as a half letter is replaced by the anusvara, as the
 * candrabindu is. May advance *i. */
static uint32_t devanagari_term(struct str form, uint32_t c, size_t *i)
{
    if (c == 0x93C)
        return 0;
    if (c == 0x901)
        return 0x902;
    size_t next = *i;
    if (next >= form.n || utf8_decode(form, next, &next) != 0x94D || next >= form.n)
        return c;
    size_t behind = next;
    if (!is_dotted_before(c, utf8_decode(form, next, &next)))
        return c;
    *i = behind;
    return 0x902;
}

void fold_append_term(struct str form, struct buf *out)
{
    bool strips = false; /* the last letter is Latin or Greek, or ASCII */

    if (is_own_term(form)) {
        buf_append_str(out, form);
        return;
    }
    for (size_t i = 0; i < form.n;) {
        char bytes[4];
        uint32_t c = utf8_decode(form, i, &i);
        bool is_latin = utf8_is_between(c, 0xC0, 0x24F) || utf8_is_between(c, 0x1E00, 0x1EFF);
        bool is_greek = utf8_is_between(c, 0x370, 0x3FF) || utf8_is_between(c, 0x1F00, 0x1FFF);
        const char *plain;

        if (utf8_is_between(c, 0x900, 0x97F)) {
            c = devanagari_term(form, c, &i);
            if (c)
                buf_append(out, bytes, utf8_put(c, bytes));
            strips = false;
            continue;
        }
        if (c >= 0x300 && uc_is_general_category_withtable(c, UC_CATEGORY_MASK_M)) {
            if (strips)
                continue;
        } else {
            strips = c < 0x250 || is_latin || is_greek;
        }
        if (is_latin || is_greek)
            c = base_letter(c);
        else if (c == 0x629) /* teh marbuta, which the Arabic stemmer distinguishes from heh */
            c = 0x647;
        plain = plain_letter(c);
        if (*plain)
            buf_append_str(out, str_of(plain));
        else
            buf_append(out, bytes, utf8_put(c, bytes));
    }
}
