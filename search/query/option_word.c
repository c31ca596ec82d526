/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Distinguishes options of pasted commands, such as "-o", "-xzf" and "-Wall", from excluded words,
 * such as "-ohio". */
#include "search/query/lex.h"

enum {
    MAX_CLUSTER = 6, /* one-letter options that are written together */
    MAX_DIGITS = 3,  /* of a count, as in "head -20"; a year has more */
};

/* Pairs of consonants that words begin with, and end with. Any other pair is not part of a word. */
static const char BEGINNINGS[] =
    "bl br bh ch cl cr cz dh dj dr dv dw dz fj fl fr gh gl gn gr hj hr hv jh kh kj kl kn kr kv kw "
    "ll lj ly mb mc mn mr my nd ng nk ny pf ph pl pn pr ps pt py qu rh ry sb sc sf sg sh sj sk sl "
    "sm sn sp sq "
    "sr st sv sw sy sz tc th tj tk tm tr ts tw ty tz vl vr wh wr zb zd zh zl zm zn zv zw";
static const char ENDINGS[] =
    "bb bs bt cc ch ck cs ct cz dd dh ds dt dz ff fs ft gg gh gl gm gn gs gt hl hm hn hr hs ht jk "
    "js kh kk kl ks kt ld lf lg lh lk ll lm ln lp ls lt lv lz mb mm mn mp ms mt nc nd ng nh nj nk "
    "nn ns nt nx nz ph pp ps pt rb rc rd rf rg rh rk rl rm rn rp rr rs rt rv rx rz sc sh sk sl sm "
    "sp ss st sz th tr ts tt tz vs wd wk wl wn ws xt yd yl ym yn yr ys yt zh zz";
/* Compiler options that are a letter followed by a word, and clusters that could be words. */
static const char *const LONG_CLUSTERS[] = {"Wall",  "Wextra",  "Werror",  "Wpedantic",   "Wshadow",
                                            "Wabi",  "Wformat", "Wunused", "Wconversion", "Xlint",
                                            "Ofast", "Os",      "aux",     "lah",         "alh",
                                            "lha",   "lart",    "latr",    NULL};

static bool is_vowel(char c)
{
    return memchr("aeiouy", ascii_lower(c), 6) != NULL;
}

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool has_pair(const char *pairs, size_t n, char first, char second)
{
    for (size_t i = 0; i + 1 < n; i += 3)
        if (pairs[i] == first && pairs[i + 1] == second)
            return true;
    return false;
}

/* Returns true if letters in lower case could be the beginning of a word. */
static bool may_begin_word(struct str s)
{
    return is_vowel(s.p[0]) || is_vowel(s.p[1]) ||
           has_pair(BEGINNINGS, sizeof BEGINNINGS, s.p[0], s.p[1]);
}

/* Returns true if they could be the beginning and the end of one. */
static bool may_be_word(struct str s)
{
    bool ends_badly = !is_vowel(s.p[s.n - 2]) && !is_vowel(s.p[s.n - 1]) &&
                      !has_pair(ENDINGS, sizeof ENDINGS, s.p[s.n - 2], s.p[s.n - 1]);
    return may_begin_word(s) && !ends_badly;
}

static bool is_cluster(struct str s)
{
    size_t n_vowels = 0, n_upper = 0, n_y = 0;
    for (size_t i = 0; i < s.n; i++) {
        n_vowels += is_vowel(s.p[i]);
        n_y += ascii_lower(s.p[i]) == 'y';
        n_upper += is_upper(s.p[i]);
    }
    if (s.n > MAX_CLUSTER || n_upper == s.n) /* "USA" */
        return false;
    if (n_upper == 0)
        return s.n == 2 || n_vowels == 0 || n_vowels - n_y == s.n || !may_be_word(s);
    if (n_vowels == 0) /* "Ss", "sSL" */
        return true;
    size_t n_lower = 0;
    while (!is_upper(s.p[n_lower]))
        n_lower++;
    /* "aR", "rIn" and "avzP": no word ends before the capital, unlike "iPhone" and "eBay" */
    if (n_lower > 0 && (s.n == 2 || (n_lower > 1 && !may_be_word(str_slice(s, 0, n_lower))) ||
                        (s.n == 3 && !is_vowel(s.p[0]))))
        return true;
    /* "fPIC": capitals after one small letter */
    return n_upper == s.n - 1 && !is_upper(s.p[0]) && !is_vowel(s.p[0]);
}

/* Returns true for the name of a library, as in "-lpthread" and "-lxml2": no word begins so. */
static bool is_library(struct str s)
{
    return s.n > 2 && s.p[0] == 'l' && !is_vowel(s.p[1]) && ascii_is_alpha(s.p[1]) &&
           !has_pair(BEGINNINGS, sizeof BEGINNINGS, s.p[0], s.p[1]);
}

/* Returns true for words between the parts of compounds in texts, as in "state-of-the-art". */
static bool is_particle(struct str s)
{
    static const char *const words[] = {"a",  "an", "and", "as",  "at", "by", "for", "in",
                                        "of", "on", "or",  "the", "to", "up", NULL};
    return str_is_one_of(s, words);
}

static bool is_small(struct str s)
{
    size_t n = 0;
    while (n < s.n && (ascii_is_digit(s.p[n]) || (ascii_is_alpha(s.p[n]) && !is_upper(s.p[n]))))
        n++;
    return n > 0 && n == s.n;
}

static bool has_vowel(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (is_vowel(s.p[i]))
            return true;
    return false;
}

/* Returns true for "gen-clang-attrs", "Wunused-parameter" and "ddump-asm": names of three or more
 * parts, or of two parts where the first begins with "W" or as no word does. It needs a vowel,
 * which the "mp3" of "mp3-player" does not have. */
static bool is_long_name(struct str s)
{
    size_t n_parts = 0, first = str_find_char(s, '-', 0);
    bool is_warning = s.n > 0 && s.p[0] == 'W';
    if (first < 3 || !ascii_is_alpha(s.p[0]))
        return false;
    for (size_t i = is_warning, end; i <= s.n; i = end + 1, n_parts++) {
        end = str_find_char(s, '-', i);
        struct str part = str_slice(s, i, end);
        if (!is_small(part) || is_particle(part))
            return false;
    }
    struct str head = str_slice(s, 0, first);
    return n_parts > 2 ||
           (n_parts == 2 && (is_warning || (!may_begin_word(head) && has_vowel(head))));
}

/* Returns true for "512m", as in "-Xmx512m". */
static bool is_amount(struct str s)
{
    size_t n = 0;
    while (n < s.n && ascii_is_digit(s.p[n]))
        n++;
    return n > 0 && n + 1 == s.n && memchr("kmgKMG", s.p[n], 6) != NULL;
}

/* Returns true if the first n_letters letters of s are an option that the rest gives a value:
 * "std=c99", "I/usr/lib", "fno-rtti", "c:v", "i.bak". */
static bool has_value(struct str s, size_t n_letters)
{
    if (n_letters < s.n && s.p[n_letters] == '=')
        return true;
    bool is_small_letter = n_letters == 1 && !is_upper(s.p[0]);
    if (is_small_letter && s.n > 2 && (s.p[1] == ':' || s.p[1] == '.') && s.p[2] != '.')
        return lex_has_word(str_slice(s, 2, s.n));
    if (n_letters > 1 && s.p[0] == 'X' && is_amount(str_slice(s, n_letters, s.n)))
        return true;
    if (n_letters == 1 && s.n > 2 && (s.p[1] == '/' || (s.p[1] == '.' && s.p[2] == '/')))
        return lex_has_word(str_slice(s, 2, s.n));
    return n_letters == 3 && s.n > 4 && memcmp(s.p + 1, "no-", 3) == 0;
}

/* Returns true for a negative number with a unit or of several parts, as "1px", "0x8" and "1,3",
 * but not for "1st" and "3D". */
static bool is_quantity(struct str s)
{
    static const char *const ordinals[] = {"st", "nd", "rd", "th", NULL};
    size_t n = 0, end;
    while (n < s.n && ascii_is_digit(s.p[n]))
        n++;
    for (end = n; end < s.n && ascii_is_alpha(s.p[end]);)
        end++;
    struct str unit = str_slice(s, n, end);
    if (n == 0 || n > MAX_DIGITS || n == s.n || str_is_one_of(unit, ordinals))
        return false;
    bool is_hexadecimal = n == 1 && s.p[0] == '0' && s.p[1] == 'x' && s.n > 2;
    bool has_parts = s.p[n] == ',' && n + 1 < s.n && ascii_is_digit(s.p[n + 1]);
    return is_hexadecimal || has_parts || unit.n > 1;
}

bool lex_is_option(struct str s)
{
    size_t n_letters = 0, n;
    while (n_letters < s.n && ascii_is_alpha(s.p[n_letters]))
        n_letters++;
    for (n = n_letters; n < s.n && ascii_is_digit(s.p[n]);)
        n++;
    if (has_value(s, n_letters) || is_long_name(s) || is_quantity(s))
        return true;
    struct str rest = str_slice(s, n, s.n);
    bool is_pattern = str_find_char(rest, '*', 0) < rest.n || str_find_char(rest, '~', 0) < rest.n;
    if (n == 0 || n - n_letters > MAX_DIGITS || is_pattern || lex_has_word(rest))
        return false;
    s = str_slice(s, 0, n);
    if (n > n_letters) /* "-9", "-O2" */
        return n_letters <= 1 || is_library(s);
    return n == 1 || is_library(s) || is_cluster(s) || str_is_one_of(s, LONG_CLUSTERS);
}

/* ---- whole command lines ---- */

/* Returns true for a word, between blanks, that only a shell is told. */
static bool is_shell_word(struct str word)
{
    static const char *const words[] = {".", "{}", "\\;", "2>&1", ">", ">>", NULL};
    if (str_is_one_of(word, words))
        return true;
    if (str_starts_with(word, STR_LITERAL("./")) || str_starts_with(word, STR_LITERAL("$(")))
        return lex_has_word(word);
    return word.n > 3 && str_starts_with(word, STR_LITERAL("--")) && ascii_is_alpha(word.p[2]);
}

/* Returns true for the name of a command of PowerShell, as "Get-ChildItem": a verb and a noun that
 * is a compound, or one of the commonest. */
static bool is_verb_and_noun(struct str word)
{
    static const char *const verbs[] = {
        "Add",   "Clear",  "ConvertFrom", "ConvertTo", "Copy",    "Export",  "Format",
        "Get",   "Import", "Install",     "Invoke",    "Measure", "Move",    "New",
        "Out",   "Read",   "Remove",      "Rename",    "Select",  "Set",     "Sort",
        "Start", "Stop",   "Test",        "Where",     "Write",   "ForEach", NULL};
    static const char *const nouns[] = {"Command", "Content", "File", "Help",    "Host",    "Item",
                                        "Module",  "Object",  "Path", "Process", "Service", NULL};
    size_t dash = str_find_char(word, '-', 0), n_capitals = 0;
    struct str verb = str_slice(word, 0, dash);
    struct str noun = str_slice(word, dash < word.n ? dash + 1 : dash, word.n);
    for (size_t i = 0; i < noun.n; i++) {
        if (!ascii_is_alpha(noun.p[i]))
            return false;
        n_capitals += is_upper(noun.p[i]);
    }
    bool is_compound = noun.n > 0 && is_upper(noun.p[0]) && n_capitals > 1 && n_capitals < noun.n;
    return str_is_one_of(verb, verbs) && (is_compound || str_is_one_of(noun, nouns));
}

/* Returns true if a word can only be an option. "-uk" may be an excluded word. */
static bool is_sure_option(struct str word)
{
    bool is_two_letters = word.n == 3 && ascii_is_alpha(word.p[2]);
    return word.n > 1 && word.p[0] == '-' && !is_two_letters &&
           lex_is_option(str_slice(word, 1, word.n));
}

/* Returns true for what people call an option when they ask for one, as in "GHC option -fcse". */
static bool is_called_option(struct str word)
{
    static const char *const words[] = {"option", "options", "flag", "flags", NULL};
    char lower[sizeof "options"];
    if (word.n >= sizeof lower)
        return false;
    for (size_t i = 0; i < word.n; i++)
        lower[i] = ascii_lower(word.p[i]);
    return str_is_one_of((struct str){lower, word.n}, words);
}

static bool has_sign(struct str word)
{
    return word.n > 1 && word.p[0] == '-' && ascii_is_alpha(word.p[1]);
}

bool lex_is_command(struct str text)
{
    if (str_find_char(text, '-', 0) == text.n)
        return false;
    struct str first = STR_EMPTY, last = STR_EMPTY;
    for (size_t i = 0, end; i < text.n; i = end + 1) {
        for (end = i; end < text.n && (unsigned char)text.p[end] > ' ';)
            end++;
        struct str word = str_slice(text, i, end);
        if (word.n == 0)
            continue;
        if (is_shell_word(word) || is_sure_option(word) || is_verb_and_noun(word) ||
            (is_called_option(word) && (has_sign(first) || has_sign(last))) ||
            (is_called_option(last) && has_sign(word)))
            return true;
        first = first.n ? first : word;
        last = word;
    }
    return false;
}

/* ---- numbers behind a sign ---- */

bool lex_is_telephone(struct str s, size_t offset)
{
    enum { MAX_CODE = 3, MIN_ALL = 8, MIN_AT_ONCE = 10, MAX_ALL = 15 };
    size_t i = offset, n = 0, first = 0;
    for (; i < s.n && n <= MAX_ALL; i++) {
        bool is_digit = ascii_is_digit(s.p[i]);
        if (!is_digit && !memchr(" ()-./", s.p[i], 6))
            break;
        n += is_digit;
        if (i - offset == first && is_digit)
            first++;
    }
    bool ends = i == s.n || s.p[i - 1] == ' ' ||
                (!ascii_is_alpha(s.p[i]) && (unsigned char)s.p[i] < 0x80);
    return ends && n <= MAX_ALL &&
           (first >= MIN_AT_ONCE || (first > 0 && first <= MAX_CODE && n >= MIN_ALL && n > first));
}

bool lex_is_time_zone(struct str s, size_t offset, struct str word)
{
    enum { DIGITS = 4, MAX_BEFORE = 24 };
    for (size_t i = 0; i < word.n; i++)
        if (!ascii_is_digit(word.p[i]) && !(i == 2 && word.p[i] == ':'))
            return false;
    if (word.n < DIGITS || word.n > DIGITS + 1 || (word.p[0] != '0' && word.p[0] != '1'))
        return false;
    size_t first = offset > MAX_BEFORE ? offset - MAX_BEFORE : 0;
    for (size_t i = first + 1; i + 1 < offset; i++)
        if (s.p[i] == ':' && ascii_is_digit(s.p[i - 1]) && ascii_is_digit(s.p[i + 1]))
            return true;
    return false;
}
