/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Recognises short texts in the multibyte character sets of East Asia by how many of their
 * characters are common ones, which each of the sets has in a block of its own. */
#include "indexer/charset/charset.h"

enum { MIN_CERTAIN = 2, MIN_KOREAN = 3 };

struct pair {
    unsigned char lead, trail;
};

static bool is_between(unsigned char c, unsigned char first, unsigned char last)
{
    return c >= first && c <= last;
}

static bool has_trail(struct pair p)
{
    return is_between(p.trail, 0x40, 0x7E) || is_between(p.trail, 0x80, 0xFE);
}

static bool is_shift_jis(struct pair p)
{
    return (is_between(p.lead, 0x81, 0x9F) || is_between(p.lead, 0xE0, 0xEA)) && has_trail(p) &&
           p.trail <= 0xFC;
}

static bool is_common_in_shift_jis(struct pair p)
{
    return is_between(p.lead, 0x88, 0x97) || (p.lead == 0x82 && is_between(p.trail, 0x9F, 0xF1)) ||
           (p.lead == 0x83 && p.trail <= 0x96) || (p.lead == 0x81 && p.trail == 0x5B);
}

static bool is_gbk(struct pair p)
{
    return is_between(p.lead, 0x81, 0xFE) && has_trail(p);
}

static bool is_common_in_gbk(struct pair p)
{
    return is_between(p.lead, 0xB0, 0xD7) && p.trail >= 0xA1;
}

static bool is_big5(struct pair p)
{
    return is_between(p.lead, 0xA1, 0xF9) &&
           (is_between(p.trail, 0x40, 0x7E) || is_between(p.trail, 0xA1, 0xFE));
}

static bool is_common_in_big5(struct pair p)
{
    return is_between(p.lead, 0xA4, 0xC6);
}

static bool is_euc_kr(struct pair p)
{
    return is_between(p.lead, 0xA1, 0xFE) && is_between(p.trail, 0xA1, 0xFE);
}

static bool is_common_in_euc_kr(struct pair p)
{
    return is_between(p.lead, 0xB0, 0xC8);
}

/* The sets whose common characters are fewer come first, since more than one may fit. */
static const struct east_asian {
    const char *label;
    bool (*has)(struct pair p);
    bool (*is_common)(struct pair p);
    size_t min_certain; /* common characters that the text must have */
    bool only_common;   /* and no others */
} sets[] = {
    {"shift_jis", is_shift_jis, is_common_in_shift_jis, MIN_CERTAIN, false},
    {"euc-kr", is_euc_kr, is_common_in_euc_kr, MIN_KOREAN, true},
    {"gbk", is_gbk, is_common_in_gbk, MIN_CERTAIN, true},
    {"big5", is_big5, is_common_in_big5, MIN_CERTAIN, false},
    {"gbk", is_gbk, is_common_in_gbk, MIN_CERTAIN, false},
};
/* Traditional characters, which are rare in this set. */
static const struct east_asian rare_set = {"gbk", is_gbk, is_common_in_gbk, 1, false};

/* Returns whether all characters of a text above ASCII are in a set and, unless is_rare, at least
 * half of them are common. A letter of ASCII may instead follow a letter of a single-byte set, so
 * that such a pair is certain only if it follows another common one. */
static bool fits(const struct east_asian *set, struct str s, bool is_rare)
{
    size_t n = 0, n_common = 0, n_certain = 0;
    for (size_t i = 0, common_end = 0; i < s.n; i++) {
        if ((unsigned char)s.p[i] < 0x80)
            continue;
        if (i + 1 == s.n)
            return false;
        struct pair p = {(unsigned char)s.p[i], (unsigned char)s.p[i + 1]};
        if (!set->has(p))
            return false;
        n++;
        if (set->is_common(p)) {
            n_common++;
            n_certain += !ascii_is_alpha(s.p[i + 1]) || (i > 0 && common_end == i);
            common_end = i + 2;
        }
        i++;
    }
    return n_certain >= set->min_certain && (is_rare || n_common * 2 >= n) &&
           (!set->only_common || n_common == n);
}

const struct charset *charset_east_asian(struct str s, bool is_rare)
{
    if (is_rare)
        return fits(&rare_set, s, true) ? charset_by_label(str_of(rare_set.label)) : NULL;
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++)
        if (fits(&sets[i], s, false))
            return charset_by_label(str_of(sets[i].label));
    return NULL;
}
