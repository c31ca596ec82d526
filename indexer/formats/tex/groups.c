/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tracks groups and where their text is written, and reads arguments of commands. */
#include "indexer/formats/tex/tex.h"

#include "indexer/formats/tex/syntax.h"

struct str tex_ahead(const struct tex *t)
{
    return str_slice(t->pen.source, 0, t->end);
}

void tex_put(struct tex *t, struct str piece, size_t at)
{
    if (t->sink.is_silent)
        return;
    if (t->sink.part && piece.p == t->pen.source.p + at)
        pen_pass(&t->pen, at, at + piece.n);
    if (t->sink.part)
        buf_append_str(t->sink.part, piece);
    else
        pen_put(&t->pen, piece, t->call ? t->call->origin : at);
}

void tex_pass(struct tex *t, size_t start, size_t end)
{
    if (!t->call && !t->sink.is_silent)
        pen_pass(&t->pen, start, end);
}

void tex_gap(struct tex *t, enum flow_gap gap)
{
    struct buf *part = t->sink.part;
    if (t->sink.is_silent)
        return;
    if (!part)
        flow_gap(t->pen.flow, gap);
    else if (part->n && gap != GAP_NONE && !ascii_is_space(part->p[part->n - 1]))
        buf_append_char(part, ' ');
}

/* ---- groups ---- */

void tex_set_sink(struct tex *t, struct tex_sink sink)
{
    t->sink = sink;
    t->pen.flow = sink.flow;
}

void tex_open_group(struct tex *t, enum tex_group_kind kind, struct tex_sink sink)
{
    if (t->n_groups == TEX_MAX_GROUPS) {
        t->n_deeper++;
        return;
    }
    t->groups[t->n_groups++] = (struct tex_group){kind, t->sink, t->at};
    tex_set_sink(t, sink);
}

static void end_heading(struct tex *t)
{
    if (t->heading.n == 0 && t->pen.flow->heading_level == 0)
        t->heading = arena_copy(t->arena, pen_heading_text(&t->pen));
    t->pen.flow->heading_level = 0;
    tex_gap(t, GAP_PARAGRAPH);
}

/* Ends a part. The title also becomes the first heading of the text. */
static void end_part(struct tex *t, const struct tex_group *group)
{
    struct buf *part = t->sink.part;
    size_t start = part ? str_after_last(buf_str(part), '\n') : 0;
    if (part == &t->parts[TEX_TITLE] && part->n > start) {
        flow_gap(t->text, GAP_PARAGRAPH);
        t->pen.flow = t->text;
        t->text->heading_level = 1;
        pen_put(&t->pen, str_slice(buf_str(part), start, part->n), group->start);
        flow_gap(t->text, GAP_PARAGRAPH);
    }
    if (part)
        buf_append_char(part, '\n');
}

static void close_group(struct tex *t)
{
    struct tex_group group = t->groups[--t->n_groups];
    if (group.kind == TEX_GROUP_HEADING)
        end_heading(t);
    else if (group.kind == TEX_GROUP_BLOCK)
        tex_gap(t, GAP_PARAGRAPH);
    else if (group.kind == TEX_GROUP_PART)
        end_part(t, &group);
    tex_set_sink(t, group.outer);
}

void tex_close_groups(struct tex *t, size_t n)
{
    t->n_deeper = 0;
    while (t->n_groups > n)
        close_group(t);
}

void tex_take_open(struct tex *t)
{
    struct tex_sink sink = t->sink;
    bool follows_group = t->at > 0 && t->pen.source.p[t->at - 1] == '}' && t->at + 1 < t->end &&
                         t->pen.source.p[t->at + 1] != '}';
    if (follows_group)
        tex_gap(t, GAP_SPACE);
    sink.is_silent = sink.is_silent && !sink.is_drawing;
    t->at++;
    tex_open_group(t, TEX_GROUP_PLAIN, sink);
}

void tex_take_close(struct tex *t)
{
    t->at++;
    if (t->n_deeper)
        t->n_deeper--;
    else if (t->n_groups && t->groups[t->n_groups - 1].kind != TEX_GROUP_DRAWING)
        close_group(t);
}

void tex_end_paragraph(struct tex *t)
{
    for (size_t i = 0; i < t->n_groups; i++) {
        t->groups[i].outer.in_formula = false;
        if (t->groups[i].kind == TEX_GROUP_PART || t->groups[i].kind == TEX_GROUP_HEADING)
            tex_close_groups(t, i);
    }
    t->sink.in_formula = false;
    tex_gap(t, GAP_PARAGRAPH);
}

/* ---- arguments ---- */

struct str tex_skip_option(struct tex *t)
{
    struct str option = STR_EMPTY;
    t->at = tex_option_end(tex_ahead(t), t->at, &option);
    return option;
}

void tex_skip_star(struct tex *t)
{
    struct str s = tex_ahead(t);
    t->at += t->at < s.n && s.p[t->at] == '*';
    size_t end = t->at + 1;
    while (end < s.n && end < t->at + 20 && strchr("0123456789-+,|", s.p[end]))
        end++;
    if (t->at + 1 < end && end < s.n && s.p[t->at] == '<' && s.p[end] == '>')
        t->at = end + 1;
}

void tex_skip_groups(struct tex *t, unsigned n)
{
    struct str inside;
    for (unsigned i = 0; i < n; i++) {
        tex_skip_option(t);
        size_t start = tex_skip_blanks(tex_ahead(t), t->at);
        size_t end = tex_group_end(tex_ahead(t), start, true, &inside);
        if (end == start)
            return;
        t->at = end;
    }
}

bool tex_open_argument(struct tex *t, enum tex_group_kind kind, struct tex_sink sink)
{
    size_t start = tex_skip_blanks(tex_ahead(t), t->at);
    if (start == t->end || t->pen.source.p[start] != '{')
        return false;
    t->at = start + 1;
    tex_open_group(t, kind, sink);
    return true;
}

void tex_put_in_part(struct tex *t, enum tex_part part, struct str s)
{
    if (s.n == 0)
        return;
    struct tex_sink sink = t->sink;
    sink.part = &t->parts[part];
    sink.is_silent = sink.is_drawing = sink.in_formula = false;
    if (t->n_groups == TEX_MAX_GROUPS)
        return;
    tex_open_group(t, TEX_GROUP_PART, sink);
    size_t n = t->n_groups;
    tex_scan_part(t, s, t->call);
    if (t->n_groups >= n)
        tex_close_groups(t, n - 1);
}
