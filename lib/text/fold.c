/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Folds characters by a table of common ones, and others through libunistring. */
#include "text/fold.h"

#include "base/mem.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>
#include <uniwbrk.h>

enum {
    /* Most characters other than Han and Hangul are below U+3100 or among the full-width and
     * half-width forms, U+FF00 to U+FFEF. */
    TABLE_LIMIT = 0x3100,
    TABLE_SIZE = TABLE_LIMIT + 0xF0,
    /* More marks than this on one letter are ornament. The rest is treated as a cluster of its
     * own. */
    MAX_CLUSTER = 30,
    /* The longest is U+FDFA, which becomes 18 characters. */
    MAX_FOLDED = MAX_CLUSTER * 18,
    ZERO_WIDTH_JOINER = 0x200D,
    FIRST_HAN = 0x4E00,
    LAST_HAN = 0x9FFF,
};

enum {
    KNOWN = 1,
    ATTACHES = 2, /* composes with the previous character, or is a mark on it */
    DROPPED = 4,  /* dropped: invisible, or a sign that is often left out */
    SYMBOL = 8,   /* not part of a word, even if its folded form looks like one: "TM" */
};

struct glyph {
    uint32_t folded; /* 0 if fold_cluster() is needed */
    uint8_t class;   /* of folded */
    uint8_t flags;
};

struct fold {
    bool hangul_is_unspaced;
    struct fold_unit *units;
    size_t n_units, capacity;
    struct glyph *table;  /* has TABLE_SIZE elements */
    uint16_t *simplified; /* for ideographs from FIRST_HAN on, or 0; NULL until it is needed */
};

struct fold *fold_new(bool hangul_is_unspaced)
{
    struct fold *f = mem_alloc_zeroed(1, sizeof *f);

    f->hangul_is_unspaced = hangul_is_unspaced;
    f->table = mem_map(TABLE_SIZE * sizeof *f->table);
    return f;
}

void fold_free(struct fold *f)
{
    if (!f)
        return;
    mem_free(f->units);
    mem_unmap(f->table, TABLE_SIZE * sizeof *f->table);
    mem_free(f->simplified);
    mem_free(f);
}

/* Returns true for characters that show nothing: soft hyphen, variation selectors, directional and
 * joining controls. */
static bool is_invisible(uint32_t c)
{
    return c == 0xAD || c == 0x34F || c == 0x61C || utf8_is_between(c, 0x180B, 0x180F) ||
           utf8_is_between(c, 0x200C, 0x200F) || utf8_is_between(c, 0x202A, 0x202E) ||
           utf8_is_between(c, 0x2060, 0x206F) || utf8_is_between(c, 0xFE00, 0xFE0F) ||
           c == 0xFEFF || utf8_is_between(c, 0xE0001, 0xE01EF);
}

/* Returns true for vowel signs and other points of Arabic and Hebrew, and for the tatweel that
 * stretches a word. */
static bool is_semitic_sign(uint32_t c)
{
    if (!utf8_is_between(c, 0x591, 0x8FF))
        return false;
    if (c < 0x600)
        return c != 0x5BE && c != 0x5C0 && c != 0x5C3 && c != 0x5C6 && c <= 0x5C7;
    return utf8_is_between(c, 0x610, 0x61A) || c == 0x640 || utf8_is_between(c, 0x64B, 0x65F) ||
           c == 0x670 || utf8_is_between(c, 0x6D6, 0x6DC) || utf8_is_between(c, 0x6DF, 0x6E4) ||
           c == 0x6E7 || c == 0x6E8 || utf8_is_between(c, 0x6EA, 0x6ED) ||
           utf8_is_between(c, 0x8D3, 0x8E1) || utf8_is_between(c, 0x8E3, 0x8FF);
}

uint32_t fold_character(uint32_t c)
{
    if (c < 0x80)
        return c;
    if (is_invisible(c) || is_semitic_sign(c))
        return 0;
    switch (c) {
    case 0x131: /* dotless i */
        return 'i';
    case 0x219: /* the Romanian stemmer expects s and t with cedilla */
        return 0x15F;
    case 0x21B:
        return 0x163;
    case 0x200B: /* the zero-width space, which separates */
        return ' ';
    case 0x2BC:
    case 0x5F3:
    case 0x2018:
    case 0x2019:
        return '\'';
    case 0x5F4:
        return '"';
    case 0x450: /* ie, yo and i with signs */
    case 0x451:
        return 0x435;
    case 0x45D:
        return 0x438;
    case 0x622: /* alef with madda, hamza, wasla */
    case 0x623:
    case 0x625:
    case 0x671:
    case 0x672:
    case 0x673:
        return 0x627;
    case 0x649: /* alef maksura and the Persian yeh */
    case 0x6CC:
        return 0x64A;
    case 0x66B: /* decimal and thousands separators */
        return '.';
    case 0x66C:
        return ',';
    case 0x6A9: /* the Persian kaf */
        return 0x643;
    case 0x6C0:
        return 0x647;
    default:
        break;
    }
    if (c >= 0x660 && uc_is_general_category_withtable(c, UC_CATEGORY_MASK_Nd))
        return (uint32_t)('0' + uc_decimal_value(c));
    return c;
}

/* Returns true if the mark c adds nothing to the letter before it: the dot on a small i, or a
 * stress mark on a Cyrillic vowel. */
static bool is_idle_mark(uint32_t c, uint32_t before)
{
    if (c == 0x307)
        return before == 'i';
    return (c == 0x300 || c == 0x301) && utf8_is_between(before, 0x400, 0x52F);
}

static size_t fold_characters(uint32_t *c, size_t n)
{
    size_t kept = 0;

    for (size_t i = 0; i < n; i++) {
        uint32_t folded = fold_character(c[i]);

        if (folded && !(kept && is_idle_mark(folded, c[kept - 1])))
            c[kept++] = folded;
    }
    return kept;
}

/* Folds a cluster of n characters in place and returns its new length. c has room for
 * MAX_FOLDED. */
static size_t fold_cluster(uint32_t *c, size_t n)
{
    uint32_t next[MAX_FOLDED];

    /* Each step can make work for the others: a letter that NFKC produces must still be lowered,
     * and a mark that is gone lets others compose. Two rounds are enough, or at most three. */
    for (int round = 0; round < 4; round++) {
        size_t next_n = MAX_FOLDED;
        uint32_t *result = u32_casefold(c, n, NULL, UNINORM_NFKC, next, &next_n);

        if (!result)
            return n;
        if (result != next) { /* longer than anything in Unicode: keep it */
            free(result);
            return n;
        }
        next_n = fold_characters(next, next_n);
        if (next_n == n && memcmp(c, next, n * sizeof *c) == 0)
            return n;
        memcpy(c, next, next_n * sizeof *c);
        n = next_n;
        if (n == 0 || n > MAX_CLUSTER)
            return n;
    }
    return n;
}

static bool is_jamo(uint32_t c)
{
    return utf8_is_between(c, 0x1100, 0x11FF) || utf8_is_between(c, 0x3131, 0x318E) ||
           utf8_is_between(c, 0xA960, 0xA97C) || utf8_is_between(c, 0xD7B0, 0xD7FB) ||
           utf8_is_between(c, 0xFFA0, 0xFFDC);
}

static bool attaches(uint32_t c)
{
    /* U+FF9E and U+FF9F are the voiced sound marks of half-width Katakana. U+0E33 and U+0EB3 are
     * the vowel am of Thai and Lao, which NFKC decomposes into a mark and a letter. */
    return uc_is_general_category_withtable(c, UC_CATEGORY_MASK_M) || c == 0xFF9E || c == 0xFF9F ||
           c == 0xE33 || c == 0xEB3 || is_jamo(c) || utf8_is_between(c, 0x1F3FB, 0x1F3FF);
}

static bool is_unspaced(uint32_t c, bool hangul_is_unspaced)
{
    const uc_script_t *script = uc_script(c);
    const char *name = script ? script->name : "";

    if (strcmp(name, "Han") == 0)
        return true;
    if (!uc_is_general_category_withtable(c, UC_CATEGORY_MASK_L))
        return false;
    if (strcmp(name, "Hangul") == 0)
        return hangul_is_unspaced;
    return strcmp(name, "Hiragana") == 0 || strcmp(name, "Katakana") == 0 ||
           strcmp(name, "Thai") == 0 || strcmp(name, "Lao") == 0 || strcmp(name, "Khmer") == 0 ||
           strcmp(name, "Myanmar") == 0 || c == 0x3006 || c == 0x30FC;
}

static enum fold_class classify(uint32_t c, bool hangul_is_unspaced)
{
    if (is_unspaced(c, hangul_is_unspaced))
        return FOLD_UNSPACED;
    switch (uc_wordbreak_property(c)) {
    case WBP_ALETTER:
        return FOLD_LETTER;
    case WBP_HL:
        return FOLD_HEBREW;
    case WBP_NUMERIC:
        return FOLD_DIGIT;
    case WBP_KATAKANA:
        return FOLD_UNSPACED;
    case WBP_MIDLETTER:
        return c == ':' ? FOLD_OTHER : FOLD_MID_LETTER;
    case WBP_MIDNUM:
    case WBP_MIDNUMLET: /* the full stop; quotation marks of this class are folded before */
        return FOLD_MID_NUMBER;
    case WBP_SQ:
        return FOLD_APOSTROPHE;
    case WBP_DQ:
        return FOLD_QUOTE;
    case WBP_EXTEND:
    case WBP_FORMAT:
    case WBP_ZWJ:
        return FOLD_EXTEND;
    case WBP_RI:
        return FOLD_FLAG;
    default:
        /* Signs below U+2300, such as (c), are not meant as pictures. */
        return c >= 0x2300 && uc_is_property_extended_pictographic(c) ? FOLD_PICTURE : FOLD_OTHER;
    }
}

/* Returns true for a character that UAX #29 leaves outside words, except the subscript digits of
 * "CO2". */
static bool is_symbol(uint32_t c, bool hangul_is_unspaced)
{
    return uc_wordbreak_property(c) == WBP_OTHER && !utf8_is_between(c, 0x2080, 0x2089) &&
           classify(c, hangul_is_unspaced) == FOLD_OTHER;
}

static struct glyph make_glyph(uint32_t c, bool hangul_is_unspaced)
{
    struct glyph g = {0, FOLD_OTHER, KNOWN};
    uint32_t folded[MAX_FOLDED] = {c};
    size_t n;

    if (attaches(c))
        g.flags |= ATTACHES;
    n = fold_cluster(folded, 1);
    if (n == 0)
        g.flags |= DROPPED;
    if ((n != 1 || folded[0] != c) && is_symbol(c, hangul_is_unspaced))
        g.flags |= SYMBOL;
    if (n == 1) {
        g.folded = folded[0];
        g.class = (uint8_t)classify(folded[0], hangul_is_unspaced);
    }
    return g;
}

static struct glyph glyph_of(struct fold *f, uint32_t c)
{
    struct glyph *g;

    /* Han and Hangul have neither case nor decomposition. */
    if (utf8_is_between(c, 0x3400, 0x4DBF) || utf8_is_between(c, FIRST_HAN, LAST_HAN))
        return (struct glyph){c, FOLD_UNSPACED, KNOWN};
    if (utf8_is_between(c, 0xAC00, 0xD7A3))
        return (struct glyph){c, f->hangul_is_unspaced ? FOLD_UNSPACED : FOLD_LETTER, KNOWN};
    if (c < TABLE_LIMIT)
        g = &f->table[c];
    else if (utf8_is_between(c, 0xFF00, 0xFFEF))
        g = &f->table[TABLE_LIMIT + (c - 0xFF00)];
    else
        return make_glyph(c, f->hangul_is_unspaced);
    if (!g->flags)
        *g = make_glyph(c, f->hangul_is_unspaced);
    return *g;
}

/* Pairs of a traditional character and its simplified form. */
static const char simplified_pairs[] =
#include "text/simplified.def"
    ;

static void read_simplified(struct fold *f)
{
    struct str pairs = {simplified_pairs, sizeof simplified_pairs - 1};
    f->simplified = mem_alloc_zeroed(LAST_HAN - FIRST_HAN + 1, sizeof *f->simplified);
    for (size_t i = 0; i < pairs.n;) {
        uint32_t traditional = utf8_decode(pairs, i, &i);
        f->simplified[traditional - FIRST_HAN] = (uint16_t)utf8_decode(pairs, i, &i);
    }
}

static uint32_t simplified(struct fold *f, uint32_t c)
{
    if (!f->simplified)
        read_simplified(f);
    uint32_t other = f->simplified[c - FIRST_HAN];
    return other ? other : c;
}

static void add_unit(struct fold *f, uint32_t c, enum fold_class class, size_t start, size_t end,
                     bool breaks)
{
    if (utf8_is_between(c, FIRST_HAN, LAST_HAN))
        c = simplified(f, c);
    MEM_GROW(f->units, f->n_units, f->capacity);
    f->units[f->n_units++] = (struct fold_unit){c, (uint32_t)start, (uint32_t)end, (uint8_t) class,
                                                breaks};
}

/* Returns true if the joiner at text[at] joins the preceding pictograph to a following one. */
static bool joins_pictures(struct fold *f, struct str text, size_t at)
{
    size_t n = f->n_units, next = at + 3; /* a joiner is three bytes */

    while (n && f->units[n - 1].class == FOLD_EXTEND)
        n--;
    return n && f->units[n - 1].class == FOLD_PICTURE && next < text.n &&
           glyph_of(f, utf8_decode(text, next, &next)).class == FOLD_PICTURE;
}

/* Adds what attaches to the first character of a cluster, and returns the cluster's end. */
static size_t take_cluster(struct fold *f, struct str text, size_t at, uint32_t *cluster, size_t *n)
{
    while (at < text.n && (unsigned char)text.p[at] >= 0x80) {
        size_t next;
        uint32_t c = utf8_decode(text, at, &next);
        struct glyph g = glyph_of(f, c);

        if (g.flags & DROPPED) {
            if (c == ZERO_WIDTH_JOINER && glyph_of(f, cluster[0]).class == FOLD_PICTURE)
                break; /* see joins_pictures() */
        } else if (g.flags & ATTACHES && *n < MAX_CLUSTER) {
            cluster[(*n)++] = c;
        } else {
            break;
        }
        at = next;
    }
    return at;
}

const struct fold_unit *fold_text(struct fold *f, struct str text, size_t *n_units)
{
    bool after_symbol = false;

    f->n_units = 0;
    for (size_t at = 0; at < text.n;) {
        size_t start = at, n = 1;
        uint32_t c = utf8_decode(text, at, &at), cluster[MAX_FOLDED];
        struct glyph g = glyph_of(f, c);
        bool breaks = after_symbol || g.flags & SYMBOL;

        if (g.flags & DROPPED) {
            if (c == ZERO_WIDTH_JOINER && joins_pictures(f, text, start))
                add_unit(f, c, FOLD_JOINER, start, at, false);
            continue;
        }
        cluster[0] = c;
        at = take_cluster(f, text, at, cluster, &n);
        after_symbol = g.flags & SYMBOL;
        if (n == 1 && g.folded) {
            add_unit(f, g.folded, g.class, start, at, breaks);
            continue;
        }
        n = fold_cluster(cluster, n);
        for (size_t i = 0; i < n; i++)
            add_unit(f, cluster[i], glyph_of(f, cluster[i]).class, start, at, breaks && i == 0);
    }
    *n_units = f->n_units;
    return f->units;
}
