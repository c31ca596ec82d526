/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the date of a log of changes, which is that of its newest entry. */
#include "indexer/describe/log_date.h"

#include "indexer/describe/own_part.h"

enum { DAY_BYTES = 8, MAX_ENTRY_BYTES = 160 };

static bool has_digit(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (ascii_is_digit(s.p[i]))
            return true;
    return false;
}

/* Returns whether a year is a word of s, or the beginning or the end of one with other signs than
 * letters. */
static bool has_year(struct str s)
{
    for (size_t i = 0; i + 4 <= s.n; i++) {
        struct str year = str_slice(s, i, i + 4);
        bool is_start = i == 0 || strchr(" \t([/.-", s.p[i - 1]);
        bool is_end = i + 4 == s.n || !ascii_is_digit(s.p[i + 4]);
        if (is_start && is_end && ascii_is_digit(year.p[2]) && ascii_is_digit(year.p[3]) &&
            (str_starts_with(year, STR_LITERAL("19")) || str_starts_with(year, STR_LITERAL("20"))))
            return true;
    }
    return false;
}

/* Returns s without the signs of headings and lists at its start. */
static struct str without_signs(struct str s)
{
    while (s.n && (strchr("#=*[(<-", s.p[0]) || ascii_is_space(s.p[0])))
        s = str_slice(s, 1, s.n);
    return s;
}

/* Returns whether a line is an item of a list that begins with no date. */
static bool is_item(struct str line, enum date_order order)
{
    static const char *const bullets[] = {"* ", "- ", "+ ", "o ", NULL};
    char date[STAMP_BYTES];
    return str_starts_with_one_of(line, bullets) &&
           dates_parse(without_signs(line), order, date) == 0;
}

/* Returns whether what is before a date names the version, or the author, and what is after it says
 * little. */
static bool is_heading_of_entry(struct str before, struct str after)
{
    static const char *const joints[] = {"(", "[", "- ", "– ", ", ", ": ", "  ", "\t", "> ", NULL};
    static const char *const labels[] = {"Date:", "Release date:", "Released:", NULL};
    enum { MAX_REST_BYTES = 24 };
    bool is_named = has_digit(before) || str_find_char(before, '>', 0) < before.n;
    return without_signs(before).n == 0 || str_is_one_of_ignoring_case(str_trim(before), labels) ||
           (is_named && str_ends_with_one_of(before, joints) && after.n <= MAX_REST_BYTES);
}

/* Reads the date of a line that begins an entry, or ends one as in Debian. */
static bool read_entry(const struct head_line *line, enum date_order order,
                       char ret_date[STAMP_BYTES])
{
    struct str text = str_slice(line->text, 0,
                                line->text.n < MAX_ENTRY_BYTES ? line->text.n : MAX_ENTRY_BYTES);
    size_t start, n;
    if (!dates_find(text, order, &start, &n, ret_date) || strlen(ret_date) < DAY_BYTES ||
        !dates_is_of_files(ret_date) || dates_is_zero(ret_date))
        return false;
    return line->kind == HEAD_DATELINE ||
           is_heading_of_entry(str_slice(text, 0, start), str_slice(text, start + n, text.n));
}

bool log_date_find(const struct head *h, enum date_order order, char ret_date[STAMP_BYTES])
{
    char next[STAMP_BYTES];
    bool is_found = false;
    for (size_t i = 0; i < h->n; i++) {
        const struct head_line *line = &h->lines[i];
        if (is_item(line->text, order) || line_is_keyword(line->text) ||
            (!is_found && !has_year(line->text)))
            continue;
        if (is_found && read_entry(line, order, next))
            return memcmp(next, ret_date, DAY_BYTES) <= 0;
        if (!is_found && !read_entry(line, order, ret_date))
            return false;
        is_found = true;
    }
    return is_found;
}
