/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the other spellings of a word. */
#include "text/spellings.h"

#include "base/digits.h"
#include "text/stem.h"
#include "text/utf8.h"

#include <stdio.h>

enum {
    MIN_PART = 2,         /* letters or digits of a part; a single one says nothing */
    MIN_ARABIC_PART = 4,  /* bytes, which are two letters */
    MIN_ARABIC_BYTES = 6, /* three letters after the "and" */
    MIN_BEHIND = 3,       /* letters behind an article: "l'eau" */
};

static const uint32_t NON_JOINER = 0x200C;

void spellings_done(struct spellings *s)
{
    buf_done(&s->bytes);
}

static bool is_upper(char c)
{
    return ascii_is_upper(c);
}
static bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_letter(char c)
{
    return ascii_is_alpha(c);
}

static bool is_there(const struct spellings *s, size_t start)
{
    struct str bytes = buf_str(&s->bytes), added = str_slice(bytes, start, bytes.n);
    for (size_t i = 0; i < s->n; i++)
        if (str_equal(str_slice(bytes, s->starts[i], s->ends[i]), added))
            return true;
    return false;
}

/* Adds the bytes from start on, unless they are there already: "drop" of "DropTargetDrop". */
static void add(struct spellings *s, size_t start)
{
    if (s->n == SPELLINGS_MAX || s->bytes.n == start ||
        s->bytes.n - start > ANALYSER_MAX_TERM_BYTES || is_there(s, start))
        return;
    s->starts[s->n] = start;
    s->ends[s->n++] = s->bytes.n;
}

/* ---- parts ---- */

/* Returns true if a part of typed ends before i. */
static inline bool begins_part(struct str typed, size_t i)
{
    char before = typed.p[i - 1], c = typed.p[i];
    if (is_lower(c)) /* the usual case */
        return ascii_is_digit(before);
    if (is_upper(c))
        return is_lower(before) || ascii_is_digit(before) ||
               (is_upper(before) && i + 1 < typed.n && is_lower(typed.p[i + 1]));
    return ascii_is_digit(c) && is_letter(before);
}

static void add_part(struct spellings *s, struct str part)
{
    size_t start = s->bytes.n;
    if (part.n < MIN_PART)
        return;
    buf_append_str(&s->bytes, part);
    for (size_t i = start; i < s->bytes.n; i++)
        s->bytes.p[i] = ascii_lower(s->bytes.p[i]);
    add(s, start);
}

/* Returns true if the part that begins at i also belongs to the part before it: a number to its
 * letters, and letters to a single letter: "HTML5", "OAuth2". */
static bool goes_on(struct str typed, size_t part, size_t i)
{
    return (i == part + 1 && is_letter(typed.p[part])) ||
           (ascii_is_digit(typed.p[i]) && is_letter(typed.p[i - 1]));
}

/* Adds the parts between start and end that belong together, if there are several. */
static void add_together(struct spellings *s, struct str typed, size_t start, size_t last,
                         size_t end)
{
    if (last > start && (start > 0 || end < typed.n))
        add_part(s, str_slice(typed, start, end));
}

/* Returns true for the plural of an acronym, as "PDFs". */
static bool is_plural_of_acronym(struct str typed)
{
    size_t n = 0;
    while (n < typed.n && is_upper(typed.p[n]))
        n++;
    return n >= MIN_PART && n + 1 == typed.n && typed.p[n] == 's';
}

/* Returns true for hexadecimal digits that change as often between digits and letters as those of
 * checksums, keys and addresses do, whose parts nobody searches for. */
static bool is_hexadecimal(struct str typed)
{
    enum { MIN_DIGITS = 7, MIN_CHANGES = 3 };
    size_t n_changes = 0;
    if (str_starts_with(typed, STR_LITERAL("0x")))
        typed = str_slice(typed, 2, typed.n);
    for (size_t i = 0; i < typed.n; i++) {
        bool is_digit = ascii_is_digit(typed.p[i]);
        if (!is_digit && (ascii_lower(typed.p[i]) < 'a' || ascii_lower(typed.p[i]) > 'f'))
            return false;
        n_changes += i > 0 && is_digit != ascii_is_digit(typed.p[i - 1]);
    }
    return typed.n >= MIN_DIGITS && n_changes >= MIN_CHANGES;
}

/* Returns true for a number like "0xC0000005", of which people leave out the beginning. */
static bool has_hexadecimal_sign(struct str typed)
{
    enum { BEGINNING = 2, MIN_DIGITS = 4 };
    if (typed.n < BEGINNING + MIN_DIGITS || typed.p[0] != '0' || ascii_lower(typed.p[1]) != 'x')
        return false;
    for (size_t i = BEGINNING; i < typed.n; i++) {
        char c = ascii_lower(typed.p[i]);
        if (!ascii_is_digit(c) && !(c >= 'a' && c <= 'f'))
            return false;
    }
    return true;
}

static void add_parts(struct spellings *s, struct str typed)
{
    size_t start = 0, together = 0;
    if (is_hexadecimal(typed))
        return;
    if (has_hexadecimal_sign(typed)) {
        add_part(s, str_slice(typed, 2, typed.n));
        return;
    }
    if (is_plural_of_acronym(typed)) {
        add_part(s, str_slice(typed, 0, typed.n - 1));
        return;
    }
    for (size_t i = 1; i < typed.n; i++) {
        if (!begins_part(typed, i))
            continue;
        add_part(s, str_slice(typed, start, i));
        bool is_number_next = ascii_is_digit(typed.p[i]);
        if (!goes_on(typed, start, i) || is_number_next) /* "iphone" and "iphone12" */
            add_together(s, typed, together, start, i);
        if (!goes_on(typed, start, i))
            together = i;
        start = i;
    }
    if (start) {
        add_part(s, str_slice(typed, start, typed.n));
        add_together(s, typed, together, start, typed.n);
    }
}

/* Returns true for letters and digits of ASCII, with separators between digits: "getUser",
 * "v5.3.2", "3.5mm". */
static bool may_have_parts(struct str s)
{
    bool has_letter = false;
    for (size_t i = 0; i < s.n; i++) {
        bool is_between = i > 0 && i + 1 < s.n && ascii_is_digit(s.p[i - 1]) &&
                          ascii_is_digit(s.p[i + 1]);
        has_letter |= is_letter(s.p[i]);
        if (!is_letter(s.p[i]) && !ascii_is_digit(s.p[i]) &&
            !(is_between && (s.p[i] == '.' || s.p[i] == ',')))
            return false;
    }
    return has_letter;
}

/* ---- parts that a non-joiner divides ---- */

/* Returns true for the marks and signs that folding drops from a word in Arabic script. */
static bool is_dropped(uint32_t c)
{
    return c == NON_JOINER || c == 0x200D || c == 0x0640 || c == 0x0670 ||
           (c >= 0x064B && c <= 0x065F);
}

/* Adds the parts of a form that non-joiners divide, as those of a word in Persian. What is typed
 * and its form have the same letters, one by one. */
static void add_divided(struct spellings *s, struct str typed, struct str form)
{
    size_t at = 0, part = 0, n_before = s->n;
    for (size_t i = 0, next; i < typed.n; i = next) {
        uint32_t c = utf8_decode(typed, i, &next);
        if (c == NON_JOINER && at - part >= MIN_ARABIC_PART && at < form.n) {
            size_t start = s->bytes.n;
            buf_append_str(&s->bytes, str_slice(form, part, at));
            add(s, start);
            part = at;
        }
        if (!is_dropped(c) && at < form.n)
            utf8_decode(form, at, &at);
    }
    size_t start = s->bytes.n;
    if (part > 0 && at == form.n && at - part >= MIN_ARABIC_PART) {
        buf_append_str(&s->bytes, str_slice(form, part, at));
        add(s, start);
    }
    if (at < form.n) /* it was folded in another way */
        s->n = n_before;
}

static bool is_divided(struct str typed, struct str form)
{
    unsigned char first = form.n ? (unsigned char)form.p[0] : 0;
    bool is_arabic = first >= 0xD8 && first <= 0xDB;
    return is_arabic && str_find(typed, STR_LITERAL("\u200C"), 0) < typed.n;
}

/* ---- the part behind an article ---- */

/* Adds "intercis" for "l'intercis", and "thriss" for "k'thriss", which need not be of a language
 * that has such articles. */
static void add_behind_letter(struct spellings *s, struct str form)
{
    size_t start = s->bytes.n, first = str_starts_with(form, STR_LITERAL("qu'")) ? 3 : 2;
    if (form.n < first + MIN_BEHIND || !is_letter(form.p[0]) || form.p[first - 1] != '\'' ||
        str_find_char(form, '\'', first) < form.n)
        return;
    buf_append_str(&s->bytes, str_slice(form, first, form.n));
    add(s, start);
}

/* ---- signs that are dropped ---- */

static void add_without(struct spellings *s, struct str form, struct str sign)
{
    size_t start = s->bytes.n;
    for (size_t i = 0, next; i < form.n; i = next + sign.n) {
        next = str_find(form, sign, i);
        buf_append_str(&s->bytes, str_slice(form, i, next));
    }
    add(s, start);
}

/* Adds "5.3.2" for "v5.3.2". */
static void add_without_v(struct spellings *s, struct str form)
{
    size_t start = s->bytes.n;
    if (form.n < 4 || form.p[0] != 'v' || !ascii_is_digit(form.p[1]) ||
        str_find_char(form, '.', 0) == form.n)
        return;
    buf_append_str(&s->bytes, str_slice(form, 1, form.n));
    add(s, start);
}

/* Returns true if a form ends like an amount without cents, as "1299.00", which may be dropped. */
static bool has_no_cents(struct str form)
{
    return form.n > 3 && memcmp(form.p + form.n - 3, ".00", 3) == 0;
}

/* Adds the digits of a number with several full stops, as that of a telephone may have. */
static void add_digits(struct spellings *s, struct str form)
{
    size_t start = s->bytes.n, n_stops = 0;
    for (size_t i = 0; i < form.n; i++) {
        n_stops += form.p[i] == '.';
        if (ascii_is_digit(form.p[i]))
            buf_append_char(&s->bytes, form.p[i]);
    }
    size_t n_digits = s->bytes.n - start;
    if (n_stops > 1 && n_digits + n_stops == form.n && n_digits >= SPELLINGS_MIN_DIGITS &&
        n_digits <= SPELLINGS_MAX_DIGITS)
        add(s, start);
    else
        s->bytes.n = start;
}

/* Adds a number without separators of groups and with a full stop before decimals. */
static void add_plain_number(struct spellings *s, struct str form)
{
    size_t start = s->bytes.n;
    if (!digits_append_plain(&s->bytes, form, DIGITS_BOTH_GROUP)) {
        add_digits(s, form);
        return;
    }
    struct str plain = str_slice(buf_str(&s->bytes), start, s->bytes.n);
    if (has_no_cents(plain))
        s->bytes.n -= 3;
    else if (str_equal(plain, form))
        s->bytes.n = start;
    add(s, start);
}

/* In some languages what precedes or follows the apostrophe is not part of the word, as in "l'eau";
 * but in a name it is: "D'Angelo". */
static bool joins_by_apostrophe(struct str typed, struct str form, language_id language)
{
    size_t apostrophe = str_find_char(form, '\'', 0);
    bool begins_with_letter = is_letter(form.p[0]) || (unsigned char)form.p[0] >= 0x80;
    if (apostrophe == form.n || !begins_with_letter)
        return false;
    /* what is typed may have U+2019 */
    size_t behind = apostrophe + (typed.n == form.n ? 1 : strlen("\u2019"));
    bool is_name = behind < typed.n && is_upper(typed.p[0]) && is_upper(typed.p[behind]);
    return is_name || !stem_drops_at_apostrophe(language, form);
}

/* "AT&T", Hebrew acronyms, "col\u00B7laborar" in Catalan, and letters like an apostrophe of
 * Hawaiian, Uzbek and transcriptions */
static const struct str JOINING[] = {{"&", 1},      {"\"", 1},     {"\u00B7", 2},
                                     {"\u02BB", 2}, {"\u02BE", 2}, {"\u02BF", 2}};
enum { N_JOINING = sizeof JOINING / sizeof *JOINING };

/* Returns false if a form has none of these signs, as is usual. */
static bool may_have_joining_sign(struct str form)
{
    bool has_any = false;
    for (size_t i = 0; i < form.n; i++)
        has_any |= form.p[i] == '&' || form.p[i] == '"' || form.p[i] == '\xC2' ||
                   form.p[i] == '\xCA';
    return has_any;
}

/* Returns the length of the joining sign that s begins with, or 0. */
static size_t joining_sign(struct str s)
{
    for (size_t i = 0; i < N_JOINING; i++)
        if (str_starts_with(s, JOINING[i]))
            return JOINING[i].n;
    return 0;
}

/* Appends the form without all these signs. */
static void append_without_signs(struct buf *out, struct str form)
{
    for (size_t i = 0; i < form.n;) {
        size_t n = joining_sign(str_slice(form, i, form.n));
        if (n == 0)
            buf_append_char(out, form.p[i++]);
        i += n;
    }
}

static void add_without_signs(struct spellings *s, struct str typed, struct str form,
                              language_id language)
{
    if (form.n && ascii_is_digit(form.p[0]))
        add_plain_number(s, form);
    else if (form.n && joins_by_apostrophe(typed, form, language))
        add_without(s, form, STR_LITERAL("'"));
    add_without_v(s, form);
    size_t start = s->bytes.n;
    if (!may_have_joining_sign(form))
        return;
    append_without_signs(&s->bytes, form);
    if (s->bytes.n - start < form.n)
        add(s, start);
    else
        s->bytes.n = start;
}

struct str spellings_without_signs(struct spellings *s, struct str form)
{
    if (!may_have_joining_sign(form))
        return STR_EMPTY;
    buf_clear(&s->bytes);
    append_without_signs(&s->bytes, form);
    return s->bytes.n < form.n ? buf_str(&s->bytes) : STR_EMPTY;
}

/* ---- letters that are written as two ---- */

/* If the language is not known, any of these is assumed. */
static const struct {
    const char *codes; /* of languages, between spaces */
    const char *letter, *written;
} DIGRAPHS[] = {
    {" de ", "ä", "ae"},          {" de ", "ö", "oe"},
    {" de ", "ü", "ue"},          {" da no nb nn sv ", "å", "aa"},
    {" da no nb nn ", "ø", "oe"}, {" sv ", "ä", "ae"},
    {" sv ", "ö", "oe"},
};

static bool is_among(const char *codes, language_id language)
{
    char code[8];
    if (language == LANGUAGE_UNKNOWN)
        return true;
    snprintf(code, sizeof code, " %.4s ", language_code(language));
    return strstr(codes, code) != NULL;
}

/* Returns how the letter at i is written as two in a language, or NULL if it is not. */
static const char *digraph_at(struct str form, size_t i, language_id language, size_t *ret_n)
{
    static const char first_byte = '\xC3'; /* of all these letters */
    for (size_t k = 0; k < sizeof DIGRAPHS / sizeof *DIGRAPHS && form.p[i] == first_byte; k++) {
        struct str letter = str_of(DIGRAPHS[k].letter);
        if (!str_starts_with(str_slice(form, i, form.n), letter) ||
            !is_among(DIGRAPHS[k].codes, language))
            continue;
        *ret_n = letter.n;
        return DIGRAPHS[k].written;
    }
    return NULL;
}

static void add_digraphs(struct spellings *s, struct str form, language_id language)
{
    size_t start = s->bytes.n, n;
    bool has_any = false;
    for (size_t i = 0; i < form.n;) {
        const char *written = (unsigned char)form.p[i] < 0x80 ? NULL
                                                              : digraph_at(form, i, language, &n);
        if (written) {
            has_any = true;
            buf_append_str(&s->bytes, str_of(written));
            i += n;
        } else {
            buf_append_char(&s->bytes, form.p[i++]);
        }
    }
    if (has_any)
        add(s, start);
    else
        s->bytes.n = start;
}

/* ---- the Arabic prefix "and" ---- */

static void add_without_and(struct spellings *s, struct str form, language_id language)
{
    static const struct str wa = {"\xD9\x88", 2}, teh_marbuta = {"\xD8\xA9", 2};
    static const struct str heh = {"\xD9\x87", 2};
    size_t start = s->bytes.n;
    if (!str_starts_with(form, wa) || form.n < wa.n + MIN_ARABIC_BYTES ||
        strcmp(language_code(language), "ar") != 0)
        return;
    buf_append_str(&s->bytes, str_slice(form, wa.n, form.n));
    add(s, start);
    if (memcmp(form.p + form.n - 2, teh_marbuta.p, 2) != 0)
        return;
    start = s->bytes.n;
    buf_append_str(&s->bytes, str_slice(form, wa.n, form.n - 2));
    buf_append_str(&s->bytes, heh);
    add(s, start);
}

/* ---- Hebrew prefixes ---- */

/* Adds a word in Hebrew without its prefixes: "and", and one of "the", "in", "to", "from", "that",
 * "as". Each is a letter of two bytes. */
static void add_without_prefixes(struct spellings *s, struct str form)
{
    enum { LETTER = 2, MIN_REST = 3 * LETTER };
    static const char vav = '\x95', prefixes[] = {'\x94', '\x91', '\x9C', '\x9E', '\xA9', '\x9B'};
    for (int i = 0; i < 2; i++) {
        if (form.n < MIN_REST + LETTER || form.p[0] != '\xD7')
            return;
        bool is_prefix = i == 0 ? form.p[1] == vav
                                : memchr(prefixes, form.p[1], sizeof prefixes) != NULL;
        if (!is_prefix)
            continue;
        size_t start = s->bytes.n;
        form = str_slice(form, LETTER, form.n);
        buf_append_str(&s->bytes, form);
        add(s, start);
    }
}

/* ---- Bengali endings ---- */

/* Adds a word in Bengali without each ending that it may have: of a case, a plural or an article.
 * What remains has at least two letters of three bytes. */
static void add_without_endings(struct spellings *s, struct str form)
{
    enum { LETTER = 3, MIN_REST = 2 * LETTER };
    static const struct str endings[] = {
        STR_LITERAL("গুলোকে"), STR_LITERAL("গুলোতে"), STR_LITERAL("গুলিকে"), STR_LITERAL("গুলিতে"),
        STR_LITERAL("গুলোর"),  STR_LITERAL("গুলির"),  STR_LITERAL("গুলো"),   STR_LITERAL("গুলি"),
        STR_LITERAL("দেরকে"), STR_LITERAL("দের"),   STR_LITERAL("টিকে"),  STR_LITERAL("টাকে"),
        STR_LITERAL("টির"),   STR_LITERAL("টার"),   STR_LITERAL("েরা"),   STR_LITERAL("টি"),
        STR_LITERAL("টা"),    STR_LITERAL("রা"),    STR_LITERAL("কে"),    STR_LITERAL("তে"),
        STR_LITERAL("ের"),    STR_LITERAL("র"),     STR_LITERAL("ে"),
    };
    if (!str_starts_with(form, STR_LITERAL("\xE0\xA6")) &&
        !str_starts_with(form, STR_LITERAL("\xE0\xA7")))
        return;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        bool is_single = endings[i].n == LETTER; /* it may as well be the word's last letter */
        size_t start = s->bytes.n;
        if (form.n < endings[i].n + MIN_REST + (is_single ? LETTER : 0) ||
            !str_ends_with(form, endings[i]))
            continue;
        buf_append_str(&s->bytes, str_slice(form, 0, form.n - endings[i].n));
        add(s, start);
    }
}

/* ---- a word ---- */

static bool is_sign_of_spellings(char c)
{
    return c == '\'' || c == ',' || c == '.' || c == '&' || c == '"' || (unsigned char)c >= 0x80;
}

bool spellings_may_have(struct str typed)
{
    size_t i = typed.n > 0 && is_letter(typed.p[0]);
    while (i < typed.n && is_lower(typed.p[i])) /* to the end of most words */
        i++;
    for (; i < typed.n; i++)
        if (is_sign_of_spellings(typed.p[i]) || (i > 0 && begins_part(typed, i)))
            return true;
    return false;
}

void spellings_of_word(struct spellings *s, struct str typed, struct str form, language_id language)
{
    s->n = 0;
    buf_clear(&s->bytes);
    if (typed.n && may_have_parts(typed)) {
        add_parts(s, typed);
        s->n_parts = s->n;
    } else {
        if (is_divided(typed, form))
            add_divided(s, typed, form);
        if (typed.n && !stem_drops_at_apostrophe(language, form))
            add_behind_letter(s, form);
        s->n_parts = s->n;
        add_without_signs(s, typed, form, language);
        if (!str_is_ascii(form)) {
            add_digraphs(s, form, language);
            add_without_and(s, form, language);
            add_without_prefixes(s, form);
            add_without_endings(s, form);
        }
    }
    for (size_t i = 0; i < s->n; i++)
        s->items[i] = str_slice(buf_str(&s->bytes), s->starts[i], s->ends[i]);
}
