/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Escapes what a terminal would act on and what it would not show. */
#include "text/visible.h"

#include "base/invisible.h"
#include "text/utf8.h"

#include <unictype.h>

enum {
    SOFT_HYPHEN = 0xAD,
    ARABIC_LETTER_MARK = 0x61C,
    ZERO_WIDTH_SPACE = 0x200B,
    ZERO_WIDTH_NON_JOINER = 0x200C,
    ZERO_WIDTH_JOINER = 0x200D,
    LEFT_TO_RIGHT_MARK = 0x200E,
    RIGHT_TO_LEFT_MARK = 0x200F,
    KEYCAP = 0x20E3,
    TEXT_STYLE = 0xFE0E, /* the variation selectors */
    PICTURE_STYLE = 0xFE0F,
    VIRAMA_CLASS = 9,
};

/* A character and its neighbours, which are 0 at the ends. */
struct place {
    uint32_t before, c, after;
};

static bool is_picture(uint32_t c)
{
    return c >= 0xA9 && uc_is_property_extended_pictographic(c);
}

/* Letters that join or combine: Arabic, Syriac, Indic scripts and their neighbours, Mongolian. */
static bool is_of_joining_script(uint32_t c)
{
    return utf8_is_between(c, 0x600, 0xDFF) || utf8_is_between(c, 0xF00, 0x109F) ||
           utf8_is_between(c, 0x1780, 0x18AF) || utf8_is_between(c, 0x1A20, 0x1CFF) ||
           utf8_is_between(c, 0xA800, 0xABFF) || utf8_is_between(c, 0xFB50, 0xFDFF) ||
           utf8_is_between(c, 0xFE70, 0xFEFC) || utf8_is_between(c, 0x10A00, 0x11FFF);
}

static bool is_of_unspaced_script(uint32_t c)
{
    return utf8_is_between(c, 0xE00, 0xEFF) || utf8_is_between(c, 0x1000, 0x109F) ||
           utf8_is_between(c, 0x1780, 0x17FF);
}

static bool runs_from_right(uint32_t c)
{
    return utf8_is_between(c, 0x590, 0x8FF) || utf8_is_between(c, 0xFB1D, 0xFDFF) ||
           utf8_is_between(c, 0xFE70, 0xFEFC) || utf8_is_between(c, 0x10800, 0x10FFF) ||
           utf8_is_between(c, 0x1E800, 0x1EFFF);
}

/* Returns true if a joiner has a visible effect on its neighbours (RFC 5892, appendix A). */
static bool joins_visibly(const struct place *p)
{
    if (uc_combining_class(p->before) == VIRAMA_CLASS)
        return true;
    if (p->c == ZERO_WIDTH_JOINER)
        return (is_picture(p->before) || p->before == PICTURE_STYLE) && is_picture(p->after);
    int before = uc_joining_type(p->before), after = uc_joining_type(p->after);
    return (before == UC_JOINING_TYPE_D || before == UC_JOINING_TYPE_L) &&
           (after == UC_JOINING_TYPE_D || after == UC_JOINING_TYPE_R);
}

/* Returns true if an invisible character has an effect at its place. */
static bool does_its_work(const struct place *p, bool is_name)
{
    switch (p->c) {
    case ZERO_WIDTH_NON_JOINER:
    case ZERO_WIDTH_JOINER:
        return joins_visibly(p) || (!is_name && is_of_joining_script(p->before));
    case PICTURE_STYLE:
        return is_picture(p->before) || p->after == KEYCAP;
    case TEXT_STYLE:
        return !is_name && is_picture(p->before);
    case ZERO_WIDTH_SPACE:
        return !is_name && is_of_unspaced_script(p->before) && is_of_unspaced_script(p->after);
    default:
        break;
    }
    bool selects = utf8_is_between(p->c, 0xFE00, 0xFE0D) || utf8_is_between(p->c, 0xE0100, 0xE01EF);
    bool is_mongolian = utf8_is_between(p->c, 0x180B, 0x180F) &&
                        utf8_is_between(p->before, 0x1820, 0x18AA);
    return !is_name && ((selects && utf8_is_between(p->before, 0x2E80, 0x3FFFF)) || is_mongolian);
}

/* Returns true if an invisible character of a text says nothing to a reader. */
static bool is_left_out(const struct place *p)
{
    bool is_mark = p->c == LEFT_TO_RIGHT_MARK || p->c == RIGHT_TO_LEFT_MARK ||
                   p->c == ARABIC_LETTER_MARK;
    return p->c == SOFT_HYPHEN ||
           (is_mark && (runs_from_right(p->before) || runs_from_right(p->after)));
}

static bool is_control(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029;
}

static bool is_blank_or_break(uint32_t c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029;
}

/* Returns true if a name contains what would be taken for one of our escapes. */
static bool looks_escaped(const struct place *p, struct str behind)
{
    return p->c == '\\' && (p->after == 'u' || p->after == 'x') && behind.n > 1 &&
           behind.p[1] == '{';
}

enum fate { KEPT, ESCAPED, ONE_BLANK, LEFT_OUT };

static enum fate fate_of(const struct place *p, struct str behind, enum visible_form form)
{
    bool is_name = form == VISIBLE_NAME;
    if (form == VISIBLE_ONE_LINE && is_blank_or_break(p->c))
        return ONE_BLANK;
    if (is_control(p->c))
        return form == VISIBLE_AS_IT_IS && (p->c == '\n' || p->c == '\t') ? KEPT : ESCAPED;
    if (is_name && looks_escaped(p, behind))
        return ESCAPED;
    if (p->c < SOFT_HYPHEN || !invisible_character(p->c) || does_its_work(p, is_name))
        return KEPT;
    return !is_name && is_left_out(p) ? LEFT_OUT : ESCAPED;
}

/* s must be valid UTF-8. */
static void append_valid(struct buf *out, struct str s, enum visible_form form)
{
    size_t plain = 0, run_end = SIZE_MAX, next, ignored;
    struct place p = {0};
    for (size_t i = 0; i < s.n; i = next, p.before = p.c) {
        p.c = utf8_decode(s, i, &next);
        p.after = next < s.n ? utf8_decode(s, next, &ignored) : 0;
        enum fate fate = fate_of(&p, str_slice(s, next, s.n), form);
        if (fate == KEPT)
            continue;
        buf_append(out, s.p + plain, i - plain);
        plain = next;
        if (fate == ESCAPED)
            buf_append_format(out, "\\u{%x}", (unsigned)p.c);
        else if (fate == ONE_BLANK && i != run_end)
            buf_append_char(out, ' ');
        if (fate == ONE_BLANK)
            run_end = next;
    }
    buf_append(out, s.p + plain, s.n - plain);
}

void visible_append(struct buf *out, struct str s, enum visible_form form)
{
    size_t bad;
    while (!utf8_is_valid(s, &bad)) {
        append_valid(out, str_slice(s, 0, bad), form);
        buf_append_format(out, "\\x{%02x}", (unsigned)(unsigned char)s.p[bad]);
        s = str_slice(s, bad + 1, s.n);
    }
    append_valid(out, s, form);
}
