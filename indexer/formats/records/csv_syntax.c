/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the ends of rows and quoted cells in CSV, and guesses the delimiter of a table. */
#include "indexer/formats/records/csv_syntax.h"

enum {
    MAX_CELLS = 1000, /* in a row, as far as they count for choosing the delimiter */
    /* If a quoted cell is not closed within this, its quotation mark is text. */
    MAX_QUOTED_BYTES = 1024 * 1024,
    SAMPLE_ROWS = 20,
    SAMPLE_BYTES = 64 * 1024,
};

size_t csv_quoted_end(struct str s, size_t start, char delimiter, size_t *no_end_before)
{
    size_t limit = s.n - start < MAX_QUOTED_BYTES ? s.n : start + MAX_QUOTED_BYTES;
    size_t from = start + 1 > *no_end_before ? start + 1 : *no_end_before;
    struct str part = str_slice(s, 0, limit);
    for (size_t i = from < limit ? str_find_char(part, '"', from) : limit; i < limit;
         i = str_find_char(part, '"', i + 1)) {
        if (i + 1 == s.n || s.p[i + 1] == delimiter || s.p[i + 1] == '\n' || s.p[i + 1] == '\r')
            return i;
        i += s.p[i + 1] == '"';
    }
    *no_end_before = limit;
    return 0;
}

/* Returns the offset after the line that begins at `at`. */
static size_t next_line(struct str s, size_t at)
{
    while (at < s.n && s.p[at] != '\n' && s.p[at] != '\r')
        at++;
    if (at + 1 < s.n && s.p[at] == '\r' && s.p[at + 1] == '\n')
        return at + 2;
    return at < s.n ? at + 1 : at;
}

char csv_separator_line(struct str text, size_t *ret_end)
{
    size_t end = next_line(text, 0);
    struct str line = str_trim(str_slice(text, 0, end));
    *ret_end = 0;
    if (line.n > 1 && line.p[0] == '"' && line.p[line.n - 1] == '"')
        line = str_slice(line, 1, line.n - 1);
    bool is_tab = str_equal_ignoring_case(line, STR_LITERAL("sep=")); /* the tab was trimmed off */
    if (!is_tab && (line.n != 5 || !str_starts_with_ignoring_case(line, "sep=")))
        return 0;
    *ret_end = end;
    return is_tab ? '\t' : line.p[4];
}

static size_t skip_comments(struct str s)
{
    size_t at = 0;
    (void)csv_separator_line(s, &at);
    while (at < s.n && s.p[at] == '#')
        at = next_line(s, at);
    return at;
}

/* Counts the cells of the row at *at and moves *at past it. */
static size_t count_cells(struct str s, char delimiter, size_t *at, size_t *no_end_before)
{
    for (size_t n = 1;; n++, ++*at) {
        size_t quote = *at < s.n && s.p[*at] == '"'
                           ? csv_quoted_end(s, *at, delimiter, no_end_before)
                           : 0;
        *at = quote ? quote + 1 : *at;
        while (*at < s.n && s.p[*at] != delimiter && s.p[*at] != '\n')
            ++*at;
        if (*at == s.n || s.p[*at] == '\n') {
            ++*at;
            return n;
        }
    }
}

/* Rates a delimiter by how many of the first rows have the same number of cells, and by that
 * number. Lines above the table have other numbers. */
static size_t score(struct str s, char delimiter, size_t *ret_n_rows)
{
    size_t counts[SAMPLE_ROWS], n_rows = 0, best = 0, no_end_before = 0;
    for (size_t at = 0; at < s.n && n_rows < SAMPLE_ROWS; n_rows++)
        counts[n_rows] = count_cells(s, delimiter, &at, &no_end_before);
    for (size_t i = 0; i < n_rows; i++) {
        size_t n = counts[i], n_same = 0;
        for (size_t k = 0; k < n_rows; k++)
            n_same += counts[k] == n;
        size_t points = n < 2 ? 0 : n_same * MAX_CELLS + (n < MAX_CELLS ? n : MAX_CELLS);
        best = points > best ? points : best;
    }
    *ret_n_rows = n_rows;
    return best;
}

char csv_delimiter(struct str text, struct str path)
{
    static const char delimiters[] = ",;\t|";
    size_t end;
    char said = csv_separator_line(text, &end);
    if (said)
        return said;
    text = str_slice(text, skip_comments(text), text.n);
    struct str sample = str_slice(text, 0, text.n < SAMPLE_BYTES ? text.n : SAMPLE_BYTES);
    bool prefers_tab = str_ends_with(path, STR_LITERAL(".tsv")) ||
                       str_ends_with(path, STR_LITERAL(".tab"));
    char best = prefers_tab ? '\t' : ',';
    size_t best_score = 0, n_rows;
    if (prefers_tab && score(sample, '\t', &n_rows))
        return '\t';
    for (size_t i = 0; delimiters[i]; i++) {
        size_t points = score(sample, delimiters[i], &n_rows);
        if (points > best_score) {
            best_score = points;
            best = delimiters[i];
        }
    }
    return best;
}

bool csv_is_table(struct str head)
{
    size_t first_end = str_find_char(head, '\n', 0), end = head.n, n_rows;
    char delimiter = csv_delimiter(head, STR_EMPTY);
    while (end && head.p[end - 1] != '\n') /* the last line may be incomplete */
        end--;
    for (size_t i = 0; i + 1 < first_end; i++) /* in prose, commas are followed by blanks */
        if (head.p[i] == delimiter && ascii_is_space(head.p[i + 1]))
            return false;
    size_t points = score(str_slice(head, 0, end), delimiter, &n_rows);
    return n_rows >= 2 && points >= n_rows * MAX_CELLS + 2;
}

/* Moves *at past the row that begins there. Returns false if its end depends on what follows s. */
static bool skip_row(struct str s, size_t *at, char delimiter, size_t *no_end_before)
{
    for (size_t i = *at;; i++) {
        if (i < s.n && s.p[i] == '"') {
            size_t quote = csv_quoted_end(s, i, delimiter, no_end_before);
            if (quote ? quote + 1 == s.n : s.n - i < MAX_QUOTED_BYTES)
                return false;
            i = quote ? quote + 1 : i;
        }
        while (i < s.n && s.p[i] != delimiter && s.p[i] != '\n' && s.p[i] != '\r')
            i++;
        if (i == s.n || (s.p[i] == '\r' && i + 1 == s.n))
            return false;
        if (s.p[i] == delimiter)
            continue;
        *at = next_line(s, i);
        return true;
    }
}

size_t csv_last_row_end(struct str bytes, size_t limit, char delimiter, bool is_first)
{
    size_t at = is_first ? skip_comments(bytes) : 0, end = 0, no_end_before = 0;
    while (skip_row(bytes, &at, delimiter, &no_end_before) && at <= limit)
        end = at;
    return end;
}
