/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Joins pieces of text and the gaps between them, and records which line of the source they came
 * from. */
#include "indexer/document/flow.h"

#include "base/deadline.h"
#include "base/mem.h"

void flow_done(struct flow *f)
{
    buf_done(&f->text);
    mem_free(f->marks);
    mem_free(f->headings);
}

void flow_gap(struct flow *f, enum flow_gap gap)
{
    if (f->gap < gap)
        f->gap = gap;
}

static void trim_end(struct flow *f)
{
    while (f->text.n && ascii_is_space(f->text.p[f->text.n - 1])) {
        f->line -= f->text.p[f->text.n - 1] == '\n';
        f->text.n--;
    }
    /* Drop marks that were in the white space just removed: the next piece sets its own. */
    while (f->n_marks && f->marks[f->n_marks - 1].offset > f->text.n) {
        f->n_marks--;
        f->line = 0;
    }
}

static void write_gap(struct flow *f)
{
    static const struct str texts[] = {
        [GAP_NONE] = {"", 0},          [GAP_SPACE] = {" ", 1}, [GAP_SOFT_LINE] = {"\n", 1},
        [GAP_CELL] = {" | ", 3},       [GAP_LINE] = {"\n", 1}, [GAP_ITEM] = {"\t\n", 2},
        [GAP_PARAGRAPH] = {"\n\n", 2},
    };
    struct str text = texts[f->gap];

    if (f->gap >= GAP_SOFT_LINE)
        trim_end(f);
    if (f->text.n) {
        buf_append_str(&f->text, text);
        size_t n_breaks = str_count_breaks(text);
        f->line += (uint32_t)n_breaks;
        f->column = n_breaks ? 1 : f->column + (uint32_t)text.n;
    }
    f->gap = GAP_NONE;
}

/* Records that the piece from start to the end of the text belongs to a block of code. */
static void note_code(struct flow *f, size_t start)
{
    if (f->code_state == FLOW_BEGINS_CODE && f->n_code < DOCUMENT_MAX_CODE) {
        f->code[f->n_code++].start = start;
        f->code_state = FLOW_IN_CODE;
    }
    if (f->code_state == FLOW_IN_CODE)
        f->code[f->n_code - 1].end = f->text.n;
}

void flow_mark_heading(struct flow *f, unsigned level)
{
    MEM_GROW(f->headings, f->n_headings, f->headings_capacity);
    f->headings[f->n_headings++] = (struct record_heading){(uint32_t)f->text.n, (uint8_t)level};
}

void flow_append(struct flow *f, struct str piece, uint32_t line, uint32_t column)
{
    if (piece.n == 0 || deadline_is_over())
        return;
    write_gap(f);
    if (f->n_marks == 0 || line != f->line || (column && column != f->column)) {
        if (f->n_marks && f->marks[f->n_marks - 1].offset == f->text.n)
            f->n_marks--;
        MEM_GROW(f->marks, f->n_marks, f->marks_capacity);
        f->marks[f->n_marks++] = (struct record_line){(uint32_t)f->text.n, line, column};
    }
    if (f->heading_level) {
        flow_mark_heading(f, f->heading_level);
        f->heading_level = 0;
    }
    buf_append_str(&f->text, piece);
    if (f->code_state != FLOW_PROSE)
        note_code(f, f->text.n - piece.n);
    f->line = line;
    f->column = column + (uint32_t)piece.n;
}

void flow_break_line(struct flow *f)
{
    if (f->gap)
        return; /* the line before it is not written yet */
    buf_append_char(&f->text, '\n');
    f->line++;
    f->column = 1;
}

/* Returns the position in the source of the byte at offset; its line is 0 if that is unknown. */
static struct record_line line_at(const struct flow *f, size_t offset)
{
    size_t i = f->n_marks;
    while (i && f->marks[i - 1].offset > offset)
        i--;
    if (i == 0)
        return (struct record_line){0, 0, 0};
    struct record_line at = f->marks[i - 1];
    struct str passed = str_slice(buf_str(&f->text), at.offset, offset);
    size_t line_start = str_after_last(passed, '\n');
    if (line_start)
        at.column = 0;
    else if (at.column)
        at.column += (uint32_t)passed.n;
    at.line += str_count_breaks(str_slice(passed, 0, line_start));
    return at;
}

void flow_deliver_part(const struct flow *f, size_t start, size_t end, struct buf *text,
                       struct document *d)
{
    end = end < f->text.n ? end : f->text.n;
    while (start < end && f->text.p[start] == '\n')
        start++;
    while (end > start && f->text.p[end - 1] == '\n')
        end--;
    if (start >= end)
        return;
    if (text->n)
        buf_append(text, "\n\n", 2);
    size_t base = text->n;
    buf_append(text, f->text.p + start, end - start);
    d->text = buf_str(text);
    struct record_line first = line_at(f, start);
    if (first.line)
        document_add_line(d, base, first.line, first.column);
    for (size_t i = 0; i < f->n_marks && f->marks[i].offset < end; i++)
        if (f->marks[i].offset >= start)
            document_add_line(d, base + f->marks[i].offset - start, f->marks[i].line,
                              f->marks[i].column);
    for (size_t i = 0; i < f->n_headings && f->headings[i].offset < end; i++)
        if (f->headings[i].offset >= start)
            document_add_heading(d, base + f->headings[i].offset - start, f->headings[i].level);
    for (size_t i = 0; i < f->n_code && f->code[i].end <= end && d->n_code < DOCUMENT_MAX_CODE; i++)
        if (f->code[i].start >= start)
            d->code[d->n_code++] = (struct document_range){base + f->code[i].start - start,
                                                           base + f->code[i].end - start};
}

void flow_deliver(const struct flow *f, struct buf *text, struct document *d)
{
    flow_deliver_part(f, 0, f->text.n, text, d);
}
