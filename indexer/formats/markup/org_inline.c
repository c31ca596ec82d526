/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The markup inside a paragraph of Org. */
#include "indexer/formats/markup/org.h"

#include "indexer/formats/shared/spans.h"

enum { MAX_LINK_BYTES = 1000, MAX_NOTE_BYTES = 64 };

static const struct span_kind kinds[] = {
    {'=', 1, true, false},  {'~', 1, true, false},  {'*', 1, false, false},
    {'/', 1, false, false}, {'_', 1, false, false}, {'+', 1, false, false},
};

static struct str up_to(const struct spans *s, size_t n)
{
    return str_slice(s->pen->source, 0, s->end - s->at < n ? s->end : s->at + n);
}

/* "[[target][label]]" and "[[target]]" */
static bool take_link(struct spans *s)
{
    struct str source = up_to(s, MAX_LINK_BYTES);
    size_t end = str_find(source, STR_LITERAL("]]"), s->at + 2);
    if (end == source.n)
        return false;
    size_t label = str_find(str_slice(source, 0, end), STR_LITERAL("]["), s->at + 2);
    size_t from = label < end ? label + 2 : s->at + 2;
    struct str target = str_slice(source, from, end);
    if (label == end && str_starts_with(target, STR_LITERAL("file:")))
        from += 5;
    spans_replace(s, end + 2, from, end);
    return true;
}

/* "[fn:1]" refers to a note, or begins one; "[fn:: text]" is one. */
static bool take_note(struct spans *s)
{
    struct str source = up_to(s, MAX_NOTE_BYTES);
    size_t i = s->at + 4;
    while (i < source.n && source.p[i] != ']' && source.p[i] != ':')
        i++;
    if (i == source.n)
        return false;
    bool begins_note = s->at == s->start && i + 1 < s->end && source.p[i] == ']';
    spans_skip(s, i + 1 + (begins_note && s->pen->source.p[i + 1] == ' '));
    return true;
}

/* "<<target>>" */
static bool take_target(struct spans *s)
{
    struct str source = up_to(s, MAX_NOTE_BYTES);
    size_t end = str_find(source, STR_LITERAL(">>"), s->at + 2);
    if (end == source.n)
        return false;
    while (end + 2 < source.n && source.p[end + 2] == '>')
        end++;
    spans_skip(s, end + 2);
    return true;
}

static bool take_own(struct spans *s)
{
    struct str rest = str_slice(s->pen->source, s->at, s->end);
    if (str_starts_with(rest, STR_LITERAL("[[")))
        return take_link(s);
    if (str_starts_with(rest, STR_LITERAL("[fn:")))
        return take_note(s);
    if (str_starts_with(rest, STR_LITERAL("<<")))
        return take_target(s);
    if (str_starts_with(rest, STR_LITERAL("\\\\\n"))) {
        spans_skip(s, s->at + 2);
        return true;
    }
    return false;
}

void org_write_inline(struct pen *pen, size_t start, size_t end)
{
    struct spans s;
    spans_init(&s, pen, kinds, sizeof kinds / sizeof *kinds, start, end);
    while (s.at < s.end)
        if (!take_own(&s))
            spans_step(&s);
    spans_flush(&s);
}
