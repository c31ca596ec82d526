/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Follows nested inline markup within a paragraph. */
#include "indexer/formats/shared/spans.h"

static const bool is_word[256] = {
    ['0' ... '9'] = true,
    ['A' ... 'Z'] = true,
    ['a' ... 'z'] = true,
    [0x80 ... 0xFF] = true,
};

bool spans_is_word(char c)
{
    return is_word[(unsigned char)c];
}

void spans_init(struct spans *s, struct pen *pen, const struct span_kind *kinds, size_t n_kinds,
                size_t start, size_t end)
{
    *s = (struct spans){.pen = pen,
                        .kinds = kinds,
                        .n_kinds = n_kinds,
                        .start = start,
                        .end = end,
                        .at = start,
                        .written = start};
}

void spans_flush(struct spans *s)
{
    if (s->written < s->at)
        pen_write(s->pen, s->written, s->at);
    s->written = s->at;
}

void spans_skip(struct spans *s, size_t end)
{
    spans_flush(s);
    s->at = s->written = end;
}

void spans_replace(struct spans *s, size_t end, size_t from, size_t to)
{
    spans_flush(s);
    pen_write(s->pen, from, to);
    s->at = s->written = end;
}

static bool has_marks(const struct spans *s, const struct span_kind *kind, size_t i)
{
    if (s->end - i < kind->n_marks)
        return false;
    for (size_t k = 0; k < kind->n_marks; k++)
        if (s->pen->source.p[i + k] != kind->mark)
            return false;
    return true;
}

static bool can_open(const struct spans *s, const struct span_kind *kind)
{
    const char *p = s->pen->source.p;
    size_t behind = s->at + kind->n_marks;
    if (!has_marks(s, kind, s->at) || behind >= s->end || ascii_is_space(p[behind]))
        return false;
    char before = s->at > s->start ? p[s->at - 1] : ' ';
    return kind->is_anywhere || (!spans_is_word(before) && before != kind->mark);
}

static bool can_close(const struct spans *s, const struct span_kind *kind, size_t i)
{
    const char *p = s->pen->source.p;
    if (!has_marks(s, kind, i) || ascii_is_space(p[i - 1]))
        return false;
    size_t behind = i + kind->n_marks;
    return kind->is_anywhere || behind == s->end ||
           (!spans_is_word(p[behind]) && p[behind] != kind->mark);
}

/* Returns where the span that opens at s->at is closed; 0 if it is not. */
static size_t find_end(struct spans *s, size_t which)
{
    const struct span_kind *kind = &s->kinds[which];
    struct str source = str_slice(s->pen->source, 0, s->end);
    size_t first = s->at + kind->n_marks + 1;
    if (s->has_no_end[which] || first > s->end)
        return 0;
    for (size_t i = str_find_char(source, kind->mark, first); i < s->end;
         i = str_find_char(source, kind->mark, i + 1))
        if (can_close(s, kind, i))
            return i;
    s->has_no_end[which] = true;
    return 0;
}

static bool close_span(struct spans *s)
{
    for (size_t which = 0; which < s->n_kinds; which++)
        if (s->close_at[which] && s->close_at[which] == s->at) {
            s->close_at[which] = 0;
            spans_skip(s, s->at + s->kinds[which].n_marks);
            return true;
        }
    return false;
}

static bool open_span(struct spans *s)
{
    for (size_t which = 0; which < s->n_kinds; which++) {
        const struct span_kind *kind = &s->kinds[which];
        if (s->close_at[which] > s->at || !can_open(s, kind))
            continue;
        size_t close = find_end(s, which);
        if (!close)
            continue;
        if (kind->is_verbatim) {
            spans_replace(s, close + kind->n_marks, s->at + kind->n_marks, close);
        } else {
            s->close_at[which] = close;
            spans_skip(s, s->at + kind->n_marks);
        }
        return true;
    }
    return false;
}

void spans_step(struct spans *s)
{
    const char *p = s->pen->source.p;
    if (spans_is_word(p[s->at]))
        while (++s->at < s->end && spans_is_word(p[s->at]))
            ;
    else if (ascii_is_space(p[s->at]) || (!close_span(s) && !open_span(s)))
        s->at++;
}
