/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Ranks single-byte character sets by how well the text that each gives fits the letters of a
 * language. */
#include "indexer/charset/charset.h"

#include <pthread.h>

/* Costs approximate the negative logarithm of a probability. */
enum {
    COST_UNIT = 8,       /* multiplies the handicaps in the table of character sets */
    COST_OF_COMMON = 16, /* the most frequent letter of a language */
    COST_OF_LATIN = 8,   /* the same in a Latin script, where most letters are ASCII */
    COST_OF_RANK = 1,    /* for each letter that is more frequent */
    COST_OF_SIGN = 20,   /* quotation marks, dashes and the like */
    COST_OF_STRANGE_SIGN = 44,
    COST_OF_FOREIGN = 60,  /* a letter that the language does not use */
    COST_OF_NOTHING = 120, /* a byte that is undefined */
    COST_OF_RUN = 24,      /* a letter above ASCII between two others in a Latin script */
    COST_OF_CAPITALS = 4,  /* a capital inside a word */
    COST_OF_CASE = 50,     /* a capital after a small letter */
    COST_OF_MIXTURE = 50,  /* letters of two scripts side by side, or a sign between letters */
    MAX_SAMPLE_BYTES = 4096,
    LETTER_LIMIT = 0x600 + 0x100,
    N_HIGH = 128,
};

enum script { SIGN, LATIN, CYRILLIC, GREEK, HEBREW, ARABIC, THAI };

/* The small letters outside ASCII that each language uses, the most frequent first. */
static const struct {
    enum script script;
    const char *letters;
} languages[] = {
    {LATIN, "éàèêçôùîâûïœëæÿ"},                      /* French */
    {LATIN, "äüößé"},                                /* German */
    {LATIN, "óíáéñúü¿¡"},                            /* Spanish */
    {LATIN, "ãçáéóíêõâúàôü"},                        /* Portuguese */
    {LATIN, "àèéòùì"},                               /* Italian */
    {LATIN, "àéèòçíóúïü·"},                          /* Catalan */
    {LATIN, "ëéïöüèê"},                              /* Dutch */
    {LATIN, "äöåé"},                                 /* Swedish, Finnish */
    {LATIN, "øåæéôö"},                               /* Danish, Norwegian */
    {LATIN, "ðíáæéöóúþý"},                           /* Icelandic */
    {LATIN, "áéíóú"},                                /* Irish */
    {LATIN, "áéöóőüíúű"},                            /* Hungarian */
    {LATIN, "łąężśćóńź"},                            /* Polish */
    {LATIN, "íáéěýřčžšůúňťďó"},                      /* Czech */
    {LATIN, "áíéčýžšľťúňôďäóĺŕ"},                    /* Slovak */
    {LATIN, "ăâîșțşţ"},                              /* Romanian */
    {LATIN, "čšžćđ"},                                /* Croatian, Slovene */
    {LATIN, "ıüşçöğâîû"},                            /* Turkish */
    {LATIN, "äõüöšž"},                               /* Estonian */
    {LATIN, "ėšįųžąūčę"},                            /* Lithuanian */
    {LATIN, "āīēšūņļžķģč"},                          /* Latvian */
    {LATIN, "ħżġċàùòìé"},                            /* Maltese */
    {LATIN, "ŭĝĉŝĵĥ"},                               /* Esperanto */
    {CYRILLIC, "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё"}, /* Russian */
    {CYRILLIC, "оанитвреслкдумпязьгбчхйцжшіюєїщфґ"}, /* Ukrainian */
    {CYRILLIC, "аоеинтрсвдлкпмзуягбчъщцйхжшюфь"},    /* Bulgarian */
    {CYRILLIC, "аиоенрстујвкдпмлзгбчшцњжхћљфђџѓќѕ"}, /* Serbian, Macedonian */
    {GREEK, "αοιετσνηυρπκμςλωόδίάγήέχύθφώβξψζϊΐϋΰ"},
    {HEBREW, "ויהלאתרבשמנםדעקחפןכגטצסזץףך"},
    {ARABIC, "اليمنترودبعكسفهةحقجشصخىضذزطأئءغثظإآؤپچگژ"},
    {THAI, "านรอกเงมยลวดทสตะปบคหแจพชขใไโผณถซธศภฐฎฟ"},
};
enum { N_LANGUAGES = sizeof languages / sizeof *languages };

/* The candidates, and the cost that each starts with, in COST_UNIT. */
static const struct {
    const char *name;
    unsigned handicap;
} sets[] = {
    {"windows-1252", 0}, {"windows-1251", 0}, {"windows-1250", 1},   {"KOI8-R", 1},
    {"windows-1253", 1}, {"windows-1254", 2}, {"windows-1255", 1},   {"windows-1256", 1},
    {"windows-1257", 2}, {"windows-874", 1},  {"IBM866", 1},         {"IBM850", 2},
    {"IBM852", 3},       {"ISO-8859-2", 2},   {"ISO-8859-15", 2},    {"ISO-8859-7", 3},
    {"ISO-8859-8", 3},   {"ISO-8859-6", 3},   {"ISO-8859-5", 4},     {"KOI8-U", 3},
    {"macintosh", 4},    {"ISO-8859-4", 6},   {"x-mac-cyrillic", 6}, {"ISO-8859-13", 6},
    {"ISO-8859-16", 6},  {"x-mac-ce", 7},     {"IBM865", 7},         {"IBM855", 8},
    {"IBM862", 8},       {"ISO-8859-3", 9},   {"ISO-8859-10", 5},
};
enum { N_SETS = sizeof sets / sizeof *sets };

/* What a byte above 0x7F stands for in a character set. */
struct glyph {
    uint16_t c; /* the small form of the letter, or the sign; 0: undefined */
    bool is_large;
    uint8_t script;
};

static struct glyph glyphs[N_SETS][N_HIGH];
/* From 1; 0: the language does not use the letter. */
static uint8_t ranks[N_LANGUAGES][LETTER_LIMIT];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static uint32_t decode_two(const unsigned char *p, size_t *n)
{
    *n = p[0] < 0x80 ? 1 : p[0] < 0xE0 ? 2 : 3;
    return *n == 1   ? p[0]
           : *n == 2 ? (uint32_t)(p[0] & 0x1F) << 6 | (p[1] & 0x3F)
                     : (uint32_t)(p[0] & 0x0F) << 12 | (uint32_t)(p[1] & 0x3F) << 6 | (p[2] & 0x3F);
}

/* Returns the index of a character in the table; Thai, which is beyond its end, is moved into a
 * gap. */
static uint32_t place_of(uint32_t c)
{
    enum { THAI_FIRST = 0xE00, THAI_LAST = 0xE7F, THAI_PLACE = 0x680 };
    if (c == 0x218 || c == 0x219 || c == 0x21A || c == 0x21B)
        return c;
    return c >= THAI_FIRST && c <= THAI_LAST ? c - THAI_FIRST + THAI_PLACE : c;
}

/* Returns the small letter of c in the scripts above. */
static uint32_t small(uint32_t c)
{
    if ((c >= 0xC0 && c <= 0xDE && c != 0xD7) || (c >= 0x391 && c <= 0x3AB) ||
        (c >= 0x410 && c <= 0x42F))
        return c + 0x20;
    if (c >= 0x400 && c <= 0x40F)
        return c + 0x50;
    if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E))
        return c + (c & 1);
    if ((c >= 0x100 && c <= 0x177 && c != 0x130 && c != 0x131) || (c >= 0x218 && c <= 0x21B) ||
        c == 0x490)
        return c | 1;
    static const uint16_t others[][2] = {{0x178, 0xFF},  {0x130, 'i'},   {0x386, 0x3AC},
                                         {0x388, 0x3AD}, {0x389, 0x3AE}, {0x38A, 0x3AF},
                                         {0x38C, 0x3CC}, {0x38E, 0x3CD}, {0x38F, 0x3CE}};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (c == others[i][0])
            return others[i][1];
    return c;
}

static enum script script_of(uint32_t c)
{
    if (c == 0xAA || c == 0xBA || (c >= 0xC0 && c <= 0x24F && c != 0xD7 && c != 0xF7))
        return LATIN;
    if (c >= 0x386 && c <= 0x3CE && c != 0x387)
        return GREEK;
    if (c >= 0x400 && c <= 0x491 && !(c >= 0x482 && c <= 0x48F))
        return CYRILLIC;
    if (c >= 0x5D0 && c <= 0x5EA)
        return HEBREW;
    if (c >= 0x621 && c <= 0x6D2 && !(c >= 0x660 && c <= 0x66D))
        return ARABIC;
    return c >= 0xE01 && c <= 0xE4E && c != 0xE3F ? THAI : SIGN;
}

static void prepare_set(size_t set)
{
    const struct charset *charset = charset_by_label(str_of(sets[set].name));
    for (unsigned i = 0; charset && i < N_HIGH; i++) {
        struct buf out = BUF_INIT;
        char byte = (char)(0x80 + i);
        size_t n_bad = 0, n;
        if (charset_convert(charset, (struct str){&byte, 1}, &out, &n_bad) && n_bad == 0 && out.n) {
            uint32_t c = decode_two((const unsigned char *)out.p, &n);
            if (c >= 0xA0)
                glyphs[set][i] = (struct glyph){(uint16_t)place_of(small(c)), small(c) != c,
                                                (uint8_t)script_of(c)};
        }
        buf_done(&out);
    }
}

static void prepare(void)
{
    for (size_t i = 0; i < N_LANGUAGES; i++) {
        size_t n;
        uint8_t rank = 1;
        for (const unsigned char *p = (const unsigned char *)languages[i].letters; *p; p += n)
            ranks[i][place_of(decode_two(p, &n))] = rank++;
    }
    for (size_t i = 0; i < N_SETS; i++)
        prepare_set(i);
}

/* ---- costs ---- */

static bool is_ordinary_sign(uint32_t c)
{
    static const uint16_t signs[] = {
        0xA0,   0xA7,   0xA9,   0xAB,   0xAE,   0xB0,   0xBB,   0x2013, 0x2014, 0x2018, 0x2019,
        0x201A, 0x201C, 0x201D, 0x201E, 0x2022, 0x2026, 0x20AC, 0x2116, 0x60C,  0x61B,  0x61F,
        0xBF,   0xA1,   0xB7,   0x2122, 0xA3,   0xBD,   0xB1,   0xD7,   0xB2,   0x2020};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (signs[i] == c)
            return true;
    return false;
}

/* Returns whether a Latin letter is a word by itself in some language. */
static bool is_word(uint32_t c)
{
    static const uint16_t words[] = {0xE0, 0xE1, 0xE8, 0xE9, 0xEC, 0xED, 0xF2, 0xF3, 0xF4,
                                     0xF9, 0xFA, 0xE5, 0xE6, 0xF6, 0xF8, 0xAA, 0xBA};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (words[i] == c)
            return true;
    return false;
}

static unsigned cost_of_letter(const struct glyph *g, size_t language)
{
    unsigned rank = g->c < LETTER_LIMIT ? ranks[language][g->c] : 0;
    if (rank == 0)
        return COST_OF_FOREIGN;
    unsigned base = languages[language].script == LATIN ? COST_OF_LATIN : COST_OF_COMMON;
    return base + (rank - 1) * COST_OF_RANK;
}

/* Returns the part of the cost that does not depend on the language: how the byte at i fits its
 * neighbours. */
static unsigned cost_of_place(struct str s, size_t i, const struct glyph *set)
{
    static const struct glyph none;
    unsigned char before = i ? (unsigned char)s.p[i - 1] : ' ';
    unsigned char after = i + 1 < s.n ? (unsigned char)s.p[i + 1] : ' ';
    const struct glyph *g = &set[(unsigned char)s.p[i] - 0x80];
    const struct glyph *left = before >= 0x80 ? &set[before - 0x80] : &none;
    const struct glyph *right = after >= 0x80 ? &set[after - 0x80] : &none;
    enum script left_script = ascii_is_alpha((char)before) ? LATIN : left->script;
    enum script right_script = ascii_is_alpha((char)after) ? LATIN : right->script;
    if (g->c == 0)
        return COST_OF_NOTHING;
    if (g->script == SIGN) {
        bool is_inside = left_script != SIGN && right_script != SIGN;
        bool may_be_inside = g->c == 0x2019 || g->c == 0xB7 || g->c == 0xA0 || g->c == 0x2014 ||
                             g->c == 0x2013;
        bool opens_behind = ((g->c == 0x201A || g->c == 0x201E) && left_script != SIGN) ||
                            (g->c == 0x2019 && left_script == SIGN && right_script != SIGN);
        return (is_ordinary_sign(g->c) ? COST_OF_SIGN : COST_OF_STRANGE_SIGN) +
               ((is_inside && !may_be_inside) || opens_behind ? COST_OF_MIXTURE : 0);
    }
    bool is_mixed = (left_script != SIGN && left_script != g->script) ||
                    (right_script == LATIN && g->script != LATIN);
    bool follows_small = left_script == g->script && !left->is_large &&
                         !(before >= 'A' && before <= 'Z');
    bool is_before_large = after >= 'A' && after <= 'Z' && !g->is_large;
    bool is_capital = g->is_large && left_script == g->script;
    bool is_in_run = g->script == LATIN && left->script == LATIN && right->script == LATIN;
    bool is_alone = left_script == SIGN && right_script == SIGN && g->script == LATIN;
    bool is_at_digit = ascii_is_digit((char)before) || ascii_is_digit((char)after);
    is_mixed = is_mixed || (is_alone && (is_at_digit || !is_word(g->c)));
    return (is_mixed ? COST_OF_MIXTURE : 0) + (g->is_large && follows_small ? COST_OF_CASE : 0) +
           (is_capital ? COST_OF_CAPITALS : 0) + (is_before_large ? COST_OF_CASE : 0) +
           (is_in_run ? COST_OF_RUN : 0);
}

/* Returns the cost that a character set starts with. */
static unsigned cost_of_handicap(size_t set, enum charset_origin origin)
{
    bool is_of_dos = strncmp(sets[set].name, "IBM", 3) == 0;
    if (origin == CHARSET_OF_DOS)
        return (is_of_dos ? 0 : 3) * COST_UNIT;
    return sets[set].handicap * COST_UNIT;
}

/* Returns the cost of the sample in a character set, for the language that fits best. */
static unsigned cost_of_set(struct str s, size_t set_index, enum charset_origin origin,
                            unsigned most)
{
    const struct glyph *set = glyphs[set_index];
    unsigned counts[N_HIGH] = {0}, cost = cost_of_handicap(set_index, origin), best = most;
    for (size_t i = 0; i < s.n && cost < most; i++) {
        if ((unsigned char)s.p[i] < 0x80)
            continue;
        counts[(unsigned char)s.p[i] - 0x80]++;
        cost += cost_of_place(s, i, set);
    }
    for (size_t language = 0; language < N_LANGUAGES && cost < most; language++) {
        unsigned sum = cost;
        for (size_t i = 0; i < N_HIGH && sum < best; i++)
            if (counts[i] && set[i].script != SIGN)
                sum += counts[i] * cost_of_letter(&set[i], language);
        best = sum < best ? sum : best;
    }
    return best;
}

const struct charset *charset_rank(struct str sample, enum charset_origin origin,
                                   unsigned *ret_cost)
{
    size_t best = 0, n_high = 0;
    unsigned best_cost = UINT32_MAX;
    pthread_once(&once, prepare);
    if (sample.n > MAX_SAMPLE_BYTES)
        sample.n = MAX_SAMPLE_BYTES;
    for (size_t i = 0; i < sample.n; i++)
        n_high += (unsigned char)sample.p[i] >= 0x80;
    for (size_t i = 0; i < N_SETS; i++) {
        unsigned cost = cost_of_set(sample, i, origin, best_cost);
        if (cost < best_cost) {
            best_cost = cost;
            best = i;
        }
    }
    *ret_cost = n_high ? best_cost / (unsigned)n_high : 0;
    return charset_by_label(str_of(sets[best].name));
}
