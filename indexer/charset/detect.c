/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Guesses the character set of a text from what it declares or from the statistics of its bytes. */
#include "indexer/charset/charset.h"

#include <uchardet.h>

enum {
    DECLARATION_BYTES = 4096,
    META_BYTES = 16 * 1024,
    SAMPLE_BYTES = 64 * 1024,
    LEAD_BYTES = 512,               /* of the sample, before its first byte above 0x7F */
    CHARSET_COST_OF_MULTIBYTE = 27, /* below this cost, the text has one byte for each character */
};

static bool is_label_char(char c)
{
    return ascii_is_alpha(c) || ascii_is_digit(c) || c == '-' || c == '_' || c == '.' || c == ':';
}

/* Reads the label in s at offset, after "=" or ":" and quotation marks. */
static const struct charset *read_label(struct str s, size_t offset)
{
    while (offset < s.n && strchr(" \t=:\"'", s.p[offset]) && s.p[offset])
        offset++;
    size_t end = offset;
    while (end < s.n && is_label_char(s.p[end]))
        end++;
    return charset_by_label(str_slice(s, offset, end));
}

static size_t find_ignoring_case(struct str s, const char *needle, size_t from)
{
    size_t n = strlen(needle);
    for (size_t i = from; i + n <= s.n; i++)
        if (ascii_lower(s.p[i]) == needle[0] &&
            str_starts_with_ignoring_case(str_slice(s, i, s.n), needle))
            return i;
    return s.n;
}

/* Finds "charset=" in the Content-Type of a mail header. */
static const struct charset *charset_of_header(struct str head)
{
    static const char start[] = "content-type:";
    for (size_t i = find_ignoring_case(head, start, 0); i < head.n;
         i = find_ignoring_case(head, start, i + 1)) {
        struct str part = str_slice(head, i, str_find_char(head, '\n', i));
        size_t at = find_ignoring_case(part, "charset", 0);
        const struct charset *found = at < part.n ? read_label(part, at + 7) : NULL;
        if (found)
            return found;
    }
    return NULL;
}

/* Reads "-*- coding: latin-1 -*-" and "vim: set fileencoding=latin1". */
static const struct charset *find_file_variable(struct str part)
{
    size_t emacs = str_find(part, STR_LITERAL("-*-"), 0);
    if (emacs < part.n) {
        size_t at = find_ignoring_case(part, "coding:", emacs);
        if (at < part.n)
            return read_label(part, at + 7);
    }
    size_t vim = str_find(part, STR_LITERAL("vim:"), 0);
    if (vim == part.n)
        return NULL;
    size_t at = find_ignoring_case(part, "fileencoding=", vim);
    if (at < part.n)
        return read_label(part, at + 13);
    at = find_ignoring_case(part, "fenc=", vim);
    return at < part.n ? read_label(part, at + 5) : NULL;
}

const struct charset *charset_declared(struct str bytes)
{
    struct str head = str_slice(bytes, 0,
                                bytes.n < DECLARATION_BYTES ? bytes.n : DECLARATION_BYTES);
    const struct charset *found = NULL;

    if (str_starts_with(head, STR_LITERAL("<?xml"))) {
        struct str declaration = str_slice(head, 0, str_find_char(head, '>', 0));
        size_t at = str_find(declaration, STR_LITERAL("encoding"), 0);
        if (at < declaration.n)
            found = read_label(declaration, at + 8);
    }
    if (!found)
        found = charset_of_meta(str_slice(bytes, 0, bytes.n < META_BYTES ? bytes.n : META_BYTES));
    if (!found)
        found = charset_of_header(head);
    if (!found)
        found = find_file_variable(str_slice(head, 0, head.n < 512 ? head.n : 512));
    if (!found)
        found = find_file_variable(str_slice(bytes, bytes.n > 512 ? bytes.n - 512 : 0, bytes.n));
    return found;
}

/* Returns the most informative part of the text, from shortly before its first byte above 0x7F. */
static struct str sample_of(struct str bytes)
{
    size_t start = 0;
    while (start < bytes.n && (unsigned char)bytes.p[start] < 0x80)
        start++;
    start = start > LEAD_BYTES ? start - LEAD_BYTES : 0;
    return str_slice(bytes, start, bytes.n - start < SAMPLE_BYTES ? bytes.n : start + SAMPLE_BYTES);
}

/* Returns whether a Western text is in ISO-8859-15 rather than windows-1252: it has no quotation
 * marks or dashes of the latter, but letters where the latter has "¤" and fractions. */
static bool is_latin_9(struct str sample)
{
    bool has_letter = false;
    for (size_t i = 0; i < sample.n; i++) {
        unsigned char c = (unsigned char)sample.p[i];
        if (c >= 0x80 && c < 0xA0)
            return false;
        bool is_ligature = c == 0xBC || c == 0xBD;
        has_letter |= c == 0xA4 ||
                      (is_ligature && i + 1 < sample.n && ascii_is_alpha(sample.p[i + 1]));
    }
    return has_letter;
}

/* Returns whether bytes above 0x7F tend to be adjacent, as in scripts without ASCII letters and in
 * multi-byte characters. */
static bool has_runs(struct str sample)
{
    size_t n_high = 0, n_in_runs = 0;
    for (size_t i = 0; i + 1 < sample.n; i++) {
        n_high += (unsigned char)sample.p[i] >= 0x80;
        n_in_runs += (unsigned char)sample.p[i] >= 0x80 && (unsigned char)sample.p[i + 1] >= 0x80;
    }
    return n_in_runs * 4 > n_high;
}

/* Returns whether a character set is for a Latin script, whose letters are mixed with ASCII. */
static bool is_latin(const struct charset *charset)
{
    static const char *const names[] = {"windows-1252",
                                        "windows-1250",
                                        "windows-1254",
                                        "windows-1257",
                                        "IBM850",
                                        "IBM852",
                                        "ISO-8859-2",
                                        "ISO-8859-15",
                                        "ISO-8859-4",
                                        "ISO-8859-3",
                                        "ISO-8859-10",
                                        "ISO-8859-13",
                                        "ISO-8859-16",
                                        "macintosh",
                                        "x-mac-ce",
                                        "IBM865",
                                        NULL};
    for (size_t i = 0; names[i]; i++)
        if (strcmp(charset->name, names[i]) == 0)
            return true;
    return false;
}

static bool is_c1_control(struct str s, size_t i)
{
    return s.p[i] == '\xC2' && i + 1 < s.n && (unsigned char)s.p[i + 1] < 0xA0;
}

/* Returns whether the sample decodes to text in this character set, with few replacements and
 * control characters. */
static bool is_plausible(const struct charset *charset, struct str sample)
{
    struct buf text = BUF_INIT;
    size_t n_bad = 0;
    bool is_known = charset_convert(charset, sample, &text, &n_bad);
    for (size_t i = 0; i < text.n; i++)
        n_bad += is_c1_control(buf_str(&text), i);
    buf_done(&text);
    return is_known && n_bad * 100 <= sample.n;
}

/* Returns whether a character set has multi-byte characters. */
static bool is_multibyte(const struct charset *charset)
{
    static const char *const names[] = {"Shift_JIS", "EUC-JP", "EUC-KR", "EUC-TW",
                                        "GB18030",   "Big5",   "Johab",  NULL};
    for (size_t i = 0; names[i]; i++)
        if (strcmp(charset->name, names[i]) == 0)
            return true;
    return strncmp(charset->name, "ISO-2022", 8) == 0;
}

/* Returns uchardet's guess, or NULL if there is none or it is implausible. */
static const struct charset *guess_of_uchardet(struct str sample)
{
    const struct charset *guess = NULL;
    uchardet_t detector = uchardet_new();
    if (uchardet_handle_data(detector, sample.p, sample.n) == 0) {
        uchardet_data_end(detector);
        guess = charset_by_label(str_of(uchardet_get_charset(detector)));
    }
    uchardet_delete(detector);
    bool may_be = guess && strncmp(guess->name, "UTF-", 4) != 0 && is_plausible(guess, sample);
    return may_be ? guess : NULL;
}

const struct charset *charset_detect(struct str bytes, bool *ret_is_guess)
{
    unsigned cost;
    struct str sample = sample_of(bytes);
    const struct charset *western = charset_by_label(
        is_latin_9(sample) ? STR_LITERAL("ISO-8859-15") : STR_LITERAL("windows-1252"));
    const struct charset *ranked = charset_rank(sample, CHARSET_OF_ANYTHING, &cost);
    const struct charset *guess = NULL;

    *ret_is_guess = true;
    /* On short text uchardet tends to find rare sets where a common one fits as well. */
    bool is_sure = cost <= CHARSET_COST_OF_TEXT;
    if (!is_sure || has_runs(sample))
        guess = guess_of_uchardet(sample);
    bool is_wide = guess && is_multibyte(guess) &&
                   (is_latin(ranked) || cost > CHARSET_COST_OF_MULTIBYTE);
    if (guess && (!is_sure || is_wide))
        ranked = guess;
    else if (!is_sure)
        *ret_is_guess = false;
    return !*ret_is_guess || strcmp(ranked->name, "windows-1252") == 0 ? western : ranked;
}
