/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes parts of a source into a flow and tracks their lines and columns. */
#include "indexer/formats/shared/pen.h"

/* Moves line and line_start to an offset of the source, forwards or backwards. */
static void move_to(struct pen *pen, size_t offset)
{
    while (pen->at < offset) {
        size_t newline = str_find_char(str_slice(pen->source, 0, offset), '\n', pen->at);
        if (newline == offset)
            break;
        pen->line++;
        pen->line_start = pen->at = newline + 1;
    }
    while (pen->line_start > offset) {
        size_t previous = pen->line_start - 1;
        while (previous > 0 && pen->source.p[previous - 1] != '\n')
            previous--;
        pen->line--;
        pen->line_start = previous;
    }
    pen->at = offset;
}

uint32_t pen_line(struct pen *pen, size_t at)
{
    move_to(pen, at);
    return pen->line;
}

static bool is_name_character(char c)
{
    return ascii_is_alpha(c) || ascii_is_digit(c) || c == '-' || c == '_';
}

static size_t name_end(struct str line, size_t at)
{
    while (at < line.n && is_name_character(line.p[at]))
        at++;
    return at;
}

/* Returns where the text of a line begins after names of directives, blocks and options. */
static size_t after_names(struct str line)
{
    size_t start = 0;
    while (start < line.n) {
        size_t i = start;
        while (i < line.n && !is_name_character(line.p[i]) && line.p[i] != ':' &&
               (unsigned char)line.p[i] < 0x80)
            i++;
        bool is_option = i < line.n && line.p[i] == ':';
        bool is_keyword = i > start + 1 && line.p[i - 1] == '+' && line.p[i - 2] == '#';
        size_t name = i + is_option, end = name_end(line, name);
        while (end > name && end < line.n && line.p[end] == ':' &&
               name_end(line, end + 1) > end + 1)
            end = name_end(line, end + 1); /* "c:function" */
        bool is_block = start == 0 &&
                        str_starts_with(str_slice(line, end, line.n), STR_LITERAL("::"));
        bool ends = end < line.n && line.p[end] == ':';
        if (end == name || !(is_block || is_keyword || (is_option && ends)))
            break;
        start = end + (is_block ? 2 : ends);
    }
    return start;
}

static bool has_word(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (ascii_is_alpha(s.p[i]) || ascii_is_digit(s.p[i]) || (unsigned char)s.p[i] >= 0x80)
            return true;
    return false;
}

/* Returns line without the remains of markup and white space at either end. */
static struct str without_brackets(struct str line)
{
    static const struct str signs = STR_LITERAL("[]{}<>|`,_ \t");
    while (line.n && str_find_char(signs, line.p[0], 0) < signs.n)
        line = str_slice(line, 1, line.n);
    while (line.n && str_find_char(signs, line.p[line.n - 1], 0) < signs.n)
        line.n--;
    return line;
}

void pen_keep_line(struct pen *pen, struct str line)
{
    line = without_brackets(str_slice(line, after_names(line), line.n));
    if (has_word(line))
        extras_add(pen->extras, line, pen_line(pen, (size_t)(line.p - pen->source.p)));
}

void pen_keep(struct pen *pen, size_t end)
{
    struct str rest = str_slice(pen->source, pen->used < end ? pen->used : end, end), line;
    if (!pen->keeper)
        return;
    while (str_next_line(&rest, &line))
        if (has_word(line))
            pen->keeper(pen, line);
    pen->used = end > pen->used ? end : pen->used;
}

void pen_pass(struct pen *pen, size_t start, size_t end)
{
    pen_keep(pen, start);
    if (pen->keeper && pen->used < end)
        pen->used = end;
}

void pen_put(struct pen *pen, struct str piece, size_t at)
{
    if (piece.p == pen->source.p + at)
        pen_pass(pen, at, at + piece.n);
    move_to(pen, at);
    flow_append(pen->flow, piece, pen->line, (uint32_t)(at - pen->line_start) + 1);
}

void pen_write(struct pen *pen, size_t start, size_t end)
{
    while (start < end) {
        size_t newline = str_find_char(str_slice(pen->source, 0, end), '\n', start);
        pen_put(pen, str_slice(pen->source, start, newline), start);
        if (newline == end)
            return;
        flow_gap(pen->flow, GAP_SOFT_LINE);
        start = newline + 1;
        while (start < end && (pen->source.p[start] == ' ' || pen->source.p[start] == '\t'))
            start++;
    }
}

void pen_write_code(struct pen *pen, size_t start, size_t end)
{
    struct str part = str_slice(pen->source, 0, end);
    struct line line;
    pen->flow->code_state = FLOW_BEGINS_CODE;
    for (; line_at(part, start, &line); start = line.end + 1) {
        if (line_is_blank(part, line))
            flow_gap(pen->flow, GAP_PARAGRAPH);
        else
            pen_put(pen, str_slice(part, line.start, line.end), line.start);
        flow_gap(pen->flow, GAP_LINE);
    }
    pen->flow->code_state = FLOW_PROSE;
}

struct str pen_heading_text(const struct pen *pen)
{
    const struct flow *flow = pen->flow;
    if (flow->n_headings == 0)
        return STR_EMPTY;
    size_t start = flow->headings[flow->n_headings - 1].offset;
    return str_trim(str_slice(buf_str(&flow->text), start, flow->text.n));
}

bool line_at(struct str source, size_t at, struct line *ret)
{
    if (at >= source.n)
        return false;
    *ret = (struct line){at, str_find_char(source, '\n', at)};
    return true;
}

size_t line_indent(struct str source, struct line line)
{
    size_t i = line.start;
    while (i < line.end && (source.p[i] == ' ' || source.p[i] == '\t'))
        i++;
    return i - line.start;
}

bool line_is_blank(struct str source, struct line line)
{
    return line_text(source, line).n == 0;
}

struct str line_text(struct str source, struct line line)
{
    return str_trim(str_slice(source, line.start, line.end));
}

size_t line_repeats(struct str text, char c)
{
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] != c)
            return 0;
    return text.n;
}

struct pen pen_begin(struct pen_draft *draft, const struct reader_input *input,
                     struct arena *scratch, const char *type)
{
    arena_clear(scratch);
    reader_begin(&draft->document, input, scratch, type);
    return (struct pen){
        .source = reader_unix_lines(input->text, &draft->unix_lines),
        .flow = &draft->flow,
        .document = &draft->document,
        .extras = &draft->extras,
        .line = input->first_line,
    };
}

enum err_code pen_deliver(struct pen_draft *draft, const struct reader_output *output,
                          struct err *err)
{
    flow_deliver(&draft->flow, &draft->text, &draft->document);
    extras_deliver(&draft->extras, &draft->text, &draft->document);
    return output->add(output->ctx, &draft->document, err);
}

void pen_draft_done(struct pen_draft *draft)
{
    buf_done(&draft->unix_lines);
    buf_done(&draft->text);
    flow_done(&draft->flow);
    extras_done(&draft->extras);
}
