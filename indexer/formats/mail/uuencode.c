/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds uuencoded files in the text of a message. */
#include "indexer/formats/mail/uuencode.h"

/* Returns the offset after the line at `at`. */
static size_t line_end(struct str text, size_t at)
{
    size_t end = str_find_char(text, '\n', at);
    return end < text.n ? end + 1 : end;
}

/* Returns the name in a line such as "begin 644 notes.txt"; empty if it is another line. */
static struct str name_of(struct str line)
{
    size_t i = sizeof "begin " - 1, digits = i;
    if (!str_starts_with(line, STR_LITERAL("begin ")))
        return STR_EMPTY;
    while (i < line.n && line.p[i] >= '0' && line.p[i] <= '7')
        i++;
    bool is_mode = (i - digits == 3 || i - digits == 4) && i < line.n && line.p[i] == ' ';
    return is_mode ? str_trim(str_slice(line, i, line.n)) : STR_EMPTY;
}

/* Returns whether a line holds data: a count of bytes, and four characters for three bytes. Blanks
 * at the end, and a character for a checksum, may have been removed or added. */
static bool is_data(struct str line)
{
    enum { MAX_REMOVED = 3, MAX_ADDED = 2 };
    while (line.n && (line.p[line.n - 1] == '\r' || line.p[line.n - 1] == '\n'))
        line.n--;
    for (size_t i = 0; i < line.n; i++)
        if (line.p[i] < ' ' || line.p[i] > '`')
            return false;
    size_t n_bytes = line.n ? (size_t)(line.p[0] - ' ') & 63 : 0, n = (n_bytes + 2) / 3 * 4 + 1;
    return n_bytes && line.n + MAX_REMOVED >= n && line.n <= n + MAX_ADDED;
}

/* Returns the end of the file whose data begin at `at`; `at` if there are none. */
static size_t data_end(struct str text, size_t at)
{
    size_t start = at, next = line_end(text, at);
    for (; at < text.n && is_data(str_slice(text, at, next)); next = line_end(text, at))
        at = next;
    if (at == start)
        return start;
    struct str last = str_trim(str_slice(text, at, next));
    if (last.n == 0 || str_equal(last, STR_LITERAL("`"))) { /* a line without bytes */
        at = next;
        next = line_end(text, at);
        last = str_trim(str_slice(text, at, next));
    }
    return str_equal(last, STR_LITERAL("end")) ? next : at;
}

bool uuencode_find(struct str text, size_t from, struct uuencoded *ret)
{
    const struct str sign = STR_LITERAL("begin ");
    for (size_t i = str_find(text, sign, from); i < text.n; i = str_find(text, sign, i + 1)) {
        size_t data = line_end(text, i);
        if (i > 0 && text.p[i - 1] != '\n')
            continue;
        *ret = (struct uuencoded){name_of(str_slice(text, i, data)), i, data_end(text, data)};
        if (ret->name.n && ret->end > data)
            return true;
    }
    return false;
}
