/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads the inline markup of Org. */
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

static bool is_page_name(struct str target)
{
    static const char *const starts[] = {"/", "./", "../", NULL};
    return !str_starts_with_one_of(target, starts) && !str_ends_with_ignoring_case(target, ".org");
}

/* Adds a link: "file:notes.org::*Heading" and "./notes.org" are files, "Notes" is the name of a
 * page; "#place" and "*Heading" are in this page. */
static void note_link(const struct spans *s, struct str target, struct str words)
{
    size_t search = str_find(target, STR_LITERAL("::"), 0);
    target = str_slice(target, 0, search);
    bool is_file = str_starts_with(target, STR_LITERAL("file:"));
    if (is_file)
        target = str_slice(target, 5, target.n);
    bool has_scheme = !is_file && str_find_char(target, ':', 0) < target.n;
    if (target.n && !has_scheme && target.p[0] != '#' && target.p[0] != '*')
        document_add_link(s->pen->document,
                          !is_file && is_page_name(target) ? LINK_NAME : LINK_PATH, target, words);
}

/* Reads "[[target][label]]" or "[[target]]". */
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
    note_link(s, str_slice(source, s->at + 2, label < end ? label : end),
              str_slice(source, from, end));
    spans_replace(s, end + 2, from, end);
    return true;
}

/* Reads "[fn:1]", which refers to a note or begins one, or the note "[fn:: text]". */
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

/* Skips "<<target>>". */
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
