/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the date and the place in a dateline, such as "CANTON, Ohio (May 3, 2012) - Prose". */
#include "indexer/describe/dateline.h"

#include "dates/month_names.h"
#include "indexer/describe/line.h"
#include "indexer/describe/place.h"
#include "text/utf8.h"

enum { MAX_DATELINE_BYTES = 160 };

/* Removes the punctuation that joins the parts of a dateline from both ends. */
static struct str trim_joints(struct str s)
{
    static const char *const joints[] = {",", "|", "•", "·", ";", "(", ")", ":", "/",
                                         "–", "—", "-", "،", "[", "]", "*", "_", NULL};
    for (bool again = true; again;) {
        again = false;
        s = str_trim(s);
        for (size_t i = 0; joints[i]; i++) {
            struct str joint = str_of(joints[i]);
            if (str_starts_with(s, joint)) {
                s = str_slice(s, joint.n, s.n);
                again = true;
            } else if (str_ends_with(s, joint)) {
                s.n -= joint.n;
                again = true;
            }
        }
    }
    return s;
}

/* Returns whether s is a time of day, with few other words: "2:00 a.m.", "14.30 Uhr", "6 pm". */
static bool is_time(struct str s)
{
    size_t n_words = line_count_blanks(s);
    return s.n > 2 && s.n < 24 && ascii_is_digit(s.p[0]) && n_words < 4;
}

/* Returns whether s introduces a date: "Posted", "Release date:", "EMBARGOED UNTIL 6:00 A.M. EDT,
 * THURSDAY", "RELEASE NO. 20-044". */
static bool is_date_label(struct str s)
{
    char folded[LINE_MAX_LABEL_BYTES + 4];
    static const char *const extra[] = {
        "released",       "posted", "published", "issued", "updated", "date",  "by", "last",
        "veroffentlicht", "publie", "publicado", "stand",  "vom",     "fecha", NULL};
    struct str f = line_fold(s, folded, sizeof folded);
    return s.n <= LINE_MAX_LABEL_BYTES &&
           (line_starts_with_label(f) || line_starts_with_field_name(f) ||
            line_starts_with_one_of(f, extra));
}

/* Returns whether s, the text before or after the date of a line, belongs to a dateline. Its parts
 * may be separated by "|" and the like. Sets *place if one of them is a known place. */
static bool is_residue(struct str s, struct str *place)
{
    static const char *const dividers[] = {"|", "•", "·", ";", NULL};
    s = trim_joints(s);
    if (s.n == 0)
        return true;
    for (size_t k = 0; dividers[k]; k++) {
        struct str divider = str_of(dividers[k]);
        size_t at = str_find(s, divider, 0);
        if (at < s.n)
            return is_residue(str_slice(s, 0, at), place) &&
                   is_residue(str_slice(s, at + divider.n, s.n), place);
    }
    if (is_time(s) || names_weekday(s) == s.n || is_date_label(s))
        return true;
    if (!place_may_be(s))
        return false;
    if (place_is_known(s))
        *place = s;
    return true;
}

/* Returns the length of the dash or colon between a dateline and prose; 0 if there is none. */
static size_t dash_bytes(struct str s)
{
    static const char *const dashes[] = {"--", "–", "—", "―", "-", ":", NULL};
    for (size_t i = 0; dashes[i]; i++)
        if (str_starts_with(s, str_of(dashes[i])))
            return strlen(dashes[i]);
    return 0;
}

/* Returns whether s begins with a word in capitals of at least three letters, like "CANTON,
 * Ohio". */
static bool starts_in_capitals(struct str s)
{
    size_t n = names_word_bytes(s), n_letters = 0;
    for (size_t i = 0; i < n; n_letters++)
        if (line_is_small_letter(utf8_decode(s, i, &i)))
            return false;
    return n_letters >= 3;
}

/* Reads a dateline followed by prose, as in "CANTON, Ohio (May 3, 2012) - Prose" and "Berlin, 10.
 * Mai 2011 - Prose". The date is at [start, end) of the line's text. */
static bool read_inline_dateline(struct str text, size_t start, size_t end, struct dateline *line)
{
    struct str before = trim_joints(str_slice(text, 0, start));
    struct str after = str_slice(text, end, text.n);
    while (after.n && strchr(" ),.", after.p[0]))
        after = str_slice(after, 1, after.n);
    size_t dash = dash_bytes(after);
    if (dash == 0 || !place_may_be(before))
        return false;
    /* A comma is as good a sign as a known name: "Mühlheim, 10. Mai 2011 -". */
    bool has_comma = start >= 2 && memcmp(text.p + start - 2, ", ", 2) == 0;
    line->place = has_comma || place_is_known(before) ? before : STR_EMPTY;
    line->body = str_trim(str_slice(after, dash, after.n));
    return true;
}

/* Reads a dateline without a date, as in "CANTON, Ohio - Prose". */
static void read_place(struct str text, struct dateline *line)
{
    static const char *const dashes[] = {" - ", " – ", " — ", " -- ", "—", "–", NULL};
    struct str start = str_slice(text, 0, utf8_floor(text, PLACE_MAX_BYTES));
    if (text.n < PLACE_MAX_BYTES || !starts_in_capitals(start))
        return;
    for (size_t i = 0; dashes[i]; i++) {
        size_t at = str_find(start, str_of(dashes[i]), 0);
        if (at == start.n || !place_is_known(str_slice(start, 0, at)))
            continue;
        line->place = str_slice(start, 0, at);
        line->body = str_trim(str_slice(text, at + strlen(dashes[i]), text.n));
        return;
    }
}

/* Returns 1 for a digit and 0 otherwise, for combining results without branches. */
static unsigned char is_digit_bit(char c)
{
    return ascii_is_digit(c);
}

/* Returns whether the line has the digits of a year, alone or joined to month, day and time, or
 * characters of a script that may have digits of its own. Most lines have neither. */
static bool may_have_date(struct str s)
{
    size_t n_digits = 0, n_high = 0;
    /* No early exits, so that the loops can be vectorised. */
    unsigned char found = 0, high = 0;
    for (size_t i = 0; i + 3 < s.n; i++)
        found |= is_digit_bit(s.p[i]) & is_digit_bit(s.p[i + 1]) & is_digit_bit(s.p[i + 2]) &
                 is_digit_bit(s.p[i + 3]);
    for (size_t i = 0; i < s.n && found; i++) {
        n_digits = ascii_is_digit(s.p[i]) ? n_digits + 1 : 0;
        bool is_end = i + 1 == s.n || !ascii_is_digit(s.p[i + 1]);
        if (is_end && (n_digits == 4 || n_digits == 8 || n_digits == 14))
            return true;
    }
    for (size_t i = 0; i < s.n; i++)
        high |= (unsigned char)s.p[i];
    for (size_t i = 0; i < s.n && high >= 0x80; i++)
        n_high += (unsigned char)s.p[i] >= 0xD9;
    return n_high > 3;
}

/* Returns whether the text before a date labels it as that of something else: "Registered:",
 * "Born:". */
static bool is_day_of_else(struct str before)
{
    before = str_trim(before);
    if (!str_ends_with(before, STR_LITERAL(":")))
        return false;
    struct str place = STR_EMPTY, label = str_trim(str_slice(before, 0, before.n - 1));
    return label.n > 0 && str_find_char(label, ' ', 0) == label.n && !is_date_label(label) &&
           !place_is_known(label) && is_residue(label, &place);
}

/* Returns whether s is data rather than a statement about the document, as in "| Post | 2009-03-27
 * |", "2009-03-27|43.78" and "date = 2009-03-27". */
static bool is_row_or_setting(struct str s)
{
    size_t bar = str_find_char(s, '|', 0);
    bool is_cell = bar + 1 < s.n && (bar == 0 || (s.p[bar - 1] != ' ' && s.p[bar + 1] != ' '));
    return is_cell || str_find_char(s, '=', 0) < s.n || str_starts_with(s, STR_LITERAL("{{"));
}

bool dateline_read(struct str text, enum date_order order, struct dateline *line)
{
    *line = (struct dateline){.place = STR_EMPTY, .body = text};
    size_t limit = utf8_floor(text, MAX_DATELINE_BYTES), start, n;
    struct str part = str_slice(text, 0, limit);
    if (!may_have_date(part) || is_row_or_setting(part) ||
        !dates_find(part, order, &start, &n, line->date)) {
        line->date[0] = '\0';
        read_place(text, line);
        return false;
    }
    struct str before = str_slice(text, 0, start);
    struct str after = str_slice(text, start + n, text.n);
    struct str place = STR_EMPTY;
    if (str_equal(str_trim(after), STR_LITERAL("."))) /* "Released on 2020/04/10." */
        after = STR_EMPTY;
    if (is_day_of_else(before)) {
        line->date[0] = '\0';
        return false;
    }
    if (after.n <= LINE_MAX_LABEL_BYTES && is_residue(before, &place) &&
        is_residue(after, &place)) {
        line->place = place;
        return true;
    }
    if (!read_inline_dateline(text, start, start + n, line)) {
        line->date[0] = '\0';
        read_place(text, line);
    }
    return false;
}
