/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Relates offsets in a document's text to lines and columns of its source, and to headings. */
#include "search/passage/lines.h"

#include "search/passage/section.h"

/* Returns the last mark at or before offset, or NULL if there is none. */
static const struct record_line *mark_at(const struct record *r, size_t offset)
{
    size_t low = 0, high = r->n_lines;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (r->lines[middle].offset <= offset)
            low = middle + 1;
        else
            high = middle;
    }
    return low ? &r->lines[low - 1] : NULL;
}

static size_t line_start(struct str text, size_t offset, size_t least)
{
    const char *line_break = memrchr(text.p + least, '\n', offset - least);
    return line_break ? (size_t)(line_break - text.p) + 1 : least;
}

void lines_locate(struct lines *s, size_t offset, uint32_t *line, uint32_t *column)
{
    const struct record_line *mark = mark_at(s->record, offset);

    if (!mark) {
        if (offset < s->offset)
            s->offset = s->line_breaks = 0;
        s->line_breaks += str_count_breaks(str_slice(s->text, s->offset, offset));
        s->offset = offset;
        *line = s->record->first_line + s->line_breaks;
        *column = (uint32_t)(offset - line_start(s->text, offset, 0)) + 1;
        return;
    }
    uint32_t n_breaks = str_count_breaks(str_slice(s->text, mark->offset, offset));
    size_t start = line_start(s->text, offset, mark->offset);
    *line = mark->line + n_breaks;
    *column = 0;
    if (mark->column)
        *column = (uint32_t)(offset - start) + (n_breaks ? 1 : mark->column);
}

/* Returns true if the source has a line break directly before the mark, where the text has none. */
static bool starts_line(struct lines *s, const struct record_line *mark)
{
    uint32_t line, column;
    lines_locate(s, mark->offset - 1, &line, &column);
    return line != mark->line;
}

struct cut_range lines_around(struct lines *s, size_t offset)
{
    size_t start = line_start(s->text, offset, 0);
    size_t end = str_find_char(s->text, '\n', offset);

    const struct record_line *mark = mark_at(s->record, offset);
    if (mark) {
        const struct record_line *first = s->record->lines, *last = first + s->record->n_lines;
        const struct record_line *before = mark, *behind = mark + 1;
        while (before > first && before->offset > start && !starts_line(s, before))
            before--;
        if (before->offset > start)
            start = before->offset;
        while (behind < last && behind->offset < end && !starts_line(s, behind))
            behind++;
        if (behind < last && behind->offset < end)
            end = behind->offset;
    }
    if (end > start && s->text.p[end - 1] == '\r')
        end--;
    return (struct cut_range){start, end};
}

struct cut_range lines_between(const struct record *record, struct str text, uint32_t from,
                               uint32_t to)
{
    struct cut_range range = {text.n, text.n};
    uint32_t line = record->first_line, next_mark = 0;
    for (size_t at = 0; at < text.n;) {
        while (next_mark < record->n_lines && record->lines[next_mark].offset <= at)
            line = record->lines[next_mark++].line;
        if (line >= from && range.start == text.n)
            range.start = at;
        if (line > to) {
            range.end = at;
            break;
        }
        size_t end = str_find_char(text, '\n', at);
        if (next_mark < record->n_lines && record->lines[next_mark].offset <= end) {
            at = record->lines[next_mark].offset;
        } else {
            at = end + 1;
            line++;
        }
    }
    return range.start < range.end ? range : (struct cut_range){0, 0};
}

static bool starts_so(struct str s, struct str start)
{
    return s.n >= start.n && str_equal_ignoring_case(str_slice(s, 0, start.n), start);
}

struct cut_range lines_under(const struct record *record, struct str text, uint32_t heading)
{
    struct cut_range range = {record->headings[heading].offset, text.n};
    for (uint32_t i = heading + 1; i < record->n_headings && range.end == text.n; i++)
        if (record->headings[i].level <= record->headings[heading].level)
            range.end = record->headings[i].offset;
    return range;
}

struct cut_range lines_section(const struct record *record, struct str text, struct str heading)
{
    uint32_t n = record->n_headings, found = n;
    for (uint32_t i = 0; i < n && found == n; i++)
        if (str_equal_ignoring_case(section_heading(record, text, i), heading))
            found = i;
    for (uint32_t i = 0; i < n && found == n; i++)
        if (starts_so(section_heading(record, text, i), heading))
            found = i;
    return found < n ? lines_under(record, text, found) : (struct cut_range){0, 0};
}
