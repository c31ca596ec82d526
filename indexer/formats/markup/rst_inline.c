/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads the inline markup of reStructuredText. */
#include "indexer/formats/markup/rst.h"

#include "indexer/formats/shared/spans.h"

enum { MAX_ROLE_BYTES = 64 };

static const struct span_kind kinds[] = {
    {'`', 2, true, false},
    {'*', 2, false, false},
    {'*', 1, false, false},
};

/* Returns the offset of the closing "`" from start on. A backslash quotes the next character. */
static size_t find_backquote(const struct spans *s, size_t start)
{
    const char *p = s->pen->source.p;
    size_t i = start;
    while (i < s->end && p[i] != '`')
        i += p[i] == '\\' && i + 1 < s->end ? 2 : 1;
    return i;
}

/* Writes the label of a role or link: "text" for "text <target>", without the sign of "~a.b" or
 * "!a". */
static void write_label(struct spans *s, size_t end, size_t from, size_t to)
{
    struct str label = str_slice(s->pen->source, from, to);
    size_t angle = str_find(label, STR_LITERAL("<"), 0);
    if (angle > 0 && angle < label.n && label.p[label.n - 1] == '>')
        to = from + angle;
    while (to > from && ascii_is_space(s->pen->source.p[to - 1]))
        to--;
    if (from < to && (s->pen->source.p[from] == '~' || s->pen->source.p[from] == '!'))
        from++;
    spans_replace(s, end, from, to);
}

/* Adds the link of `text <target>`_ or :doc:`text <target>`. Without a text, the title of the
 * target is shown. role is empty if there is none. */
static void note_link(const struct spans *s, struct str role, size_t from, size_t to)
{
    static const char *const roles[] = {"doc", "download", NULL};
    struct str label = str_slice(s->pen->source, from, to);
    size_t angle = str_find_char(label, '<', 0);
    bool is_link = role.n ? str_is_one_of(role, roles)
                          : to + 1 < s->end && s->pen->source.p[to + 1] == '_';
    if (!is_link || angle == 0 || angle == label.n || label.p[label.n - 1] != '>')
        return;
    struct str target = str_slice(label, angle + 1, label.n - 1);
    bool is_alias = target.n && target.p[target.n - 1] == '_';
    if (role.n || !is_alias)
        document_add_link(s->pen->document, LINK_PATH, target, str_slice(label, 0, angle));
}

/* Skips what may follow backquotes: "_" or "__" of a link, or ":role:". Returns the offset after
 * it. */
static size_t skip_suffix(const struct spans *s, size_t i)
{
    const char *p = s->pen->source.p;
    for (size_t n = 0; n < 2 && i < s->end && p[i] == '_'; n++)
        i++;
    if (i < s->end && p[i] == ':') {
        size_t k = i + 1;
        while (k < s->end && k < i + MAX_ROLE_BYTES &&
               (spans_is_word(p[k]) || p[k] == '-' || p[k] == '+' || p[k] == '.'))
            k++;
        if (k > i + 1 && k < s->end && p[k] == ':')
            i = k + 1;
    }
    return i;
}

/* Returns the length of ":role:" or ":domain:role:" before a backquote; 0 if there is none. */
static size_t role_length(const struct spans *s)
{
    const char *p = s->pen->source.p;
    size_t i = s->at + 1;
    while (i < s->end && i < s->at + MAX_ROLE_BYTES &&
           (spans_is_word(p[i]) || p[i] == '-' || p[i] == '+' || p[i] == ':'))
        i++;
    return i < s->end && p[i] == '`' && i > s->at + 2 && p[i - 1] == ':' ? i - s->at : 0;
}

static bool take_backquotes(struct spans *s, size_t open)
{
    const char *p = s->pen->source.p;
    if (open + 1 >= s->end || p[open + 1] == '`' || ascii_is_space(p[open + 1]))
        return false;
    size_t close = find_backquote(s, open + 1);
    if (close >= s->end)
        return false;
    note_link(s, open > s->at ? str_slice(s->pen->source, s->at + 1, open - 1) : STR_EMPTY,
              open + 1, close);
    write_label(s, skip_suffix(s, close + 1), open + 1, close);
    return true;
}

/* Returns whether the name that ends at `at` begins with "_", as in "__init__". */
static bool is_private(const struct spans *s, size_t at)
{
    const char *p = s->pen->source.p;
    size_t n = 0;
    while (n < MAX_ROLE_BYTES && at > s->start && (spans_is_word(p[at - 1]) || p[at - 1] == '_')) {
        at--;
        n++;
    }
    return p[at] == '_';
}

/* Returns the end of the "_" or "__" that makes a link of what precedes it, "word_", "[1]_",
 * "|name|_"; 0 if it is not one. */
static size_t link_mark_end(const struct spans *s)
{
    const char *p = s->pen->source.p;
    if (s->at == s->start)
        return 0;
    char before = p[s->at - 1];
    size_t end = s->at + 1;
    if (end < s->end && p[end] == '_')
        end++;
    bool is_name = (spans_is_word(before) && !is_private(s, s->at)) || before == ']' ||
                   before == '|';
    bool ends = end == s->end || ascii_is_space(p[end]) || memchr(".,);:?!", p[end], 7);
    return is_name && ends ? end : 0;
}

/* Returns whether a "|" encloses a substitution, of which the name is shown. */
static bool is_substitution_mark(const struct spans *s)
{
    const char *p = s->pen->source.p;
    bool is_before = s->at + 1 < s->end && spans_is_word(p[s->at + 1]);
    bool is_behind = s->at > s->start && spans_is_word(p[s->at - 1]);
    return is_before != is_behind;
}

/* Writes what a known "|name|" stands for. */
static bool take_name(struct spans *s, const struct rst_names *names)
{
    enum { SHORT_BYTES = 64 }; /* not much longer than a name and its marks */
    size_t start = s->at, end = names->n ? str_find_char(s->pen->source, '|', start + 1) : s->end;
    struct str name = str_slice(s->pen->source, start + 1, end < s->end ? end : start + 1);
    for (size_t i = 0; i < names->n && name.n; i++) {
        if (!str_equal(name, names->items[i].name))
            continue;
        bool is_link = end + 1 < s->end && s->pen->source.p[end + 1] == '_';
        size_t from = (size_t)(names->items[i].text.p - s->pen->source.p);
        size_t n = names->items[i].text.n;
        bool is_paid = n <= SHORT_BYTES || budget_repeat(names->budget, n);
        spans_flush(s);
        pen_pass(s->pen, start, end + 1);
        s->pen->keeper = NULL; /* the text is elsewhere in the source */
        spans_replace(s, end + 1 + is_link, from, from + (is_paid ? n : 0));
        s->pen->keeper = pen_keep_line;
        return true;
    }
    return false;
}

static bool take_own(struct spans *s, const struct rst_names *names, bool *has_backquotes)
{
    const char *p = s->pen->source.p;
    size_t n, at = s->at;
    switch (p[at]) {
    case '\\':
        if (at + 1 == s->end)
            return false;
        spans_skip(s, at + 1 + (p[at + 1] == ' ' ? 1 : 0));
        s->at += s->at < s->end && p[at + 1] != ' ';
        return true;
    case ':':
        n = *has_backquotes ? role_length(s) : 0;
        return n && take_backquotes(s, at + n);
    case '`':
        if (!*has_backquotes || (at + 1 < s->end && p[at + 1] == '`') ||
            (at > s->start && p[at - 1] == '`'))
            return false;
        *has_backquotes = find_backquote(s, at + 1) < s->end;
        return take_backquotes(s, at);
    case '_':
        if (at + 1 < s->end && p[at + 1] == '`') {
            spans_skip(s, at + 1);
            return true;
        }
        n = link_mark_end(s);
        if (n == 0)
            return false;
        spans_skip(s, n);
        return true;
    case '|':
        if (take_name(s, names))
            return true;
        if (!is_substitution_mark(s))
            return false;
        spans_skip(s, at + 1);
        return true;
    default:
        return false;
    }
}

void rst_write_inline(struct pen *pen, const struct rst_names *names, size_t start, size_t end)
{
    struct spans s;
    bool has_backquotes = true; /* until a search has failed */
    spans_init(&s, pen, kinds, sizeof kinds / sizeof *kinds, start, end);
    while (s.at < s.end)
        if (!take_own(&s, names, &has_backquotes))
            spans_step(&s);
    spans_flush(&s);
}

/* Reads a line ".. |name| replace:: text". Returns false if it is another. */
static bool read_name(struct str line, struct str *ret_name, struct str *ret_text)
{
    static const struct str start = {".. |", 4}, sign = {"replace::", 9};
    line = str_trim(line);
    if (!str_starts_with(line, start))
        return false;
    size_t bar = str_find_char(line, '|', start.n);
    struct str rest = str_trim(str_slice(line, bar < line.n ? bar + 1 : bar, line.n));
    *ret_name = str_slice(line, start.n, bar);
    *ret_text = str_trim(str_slice(rest, sign.n < rest.n ? sign.n : rest.n, rest.n));
    return str_starts_with(rest, sign) && ret_name->n && ret_text->n;
}

void rst_find_names(struct str source, struct budget *budget, struct rst_names *ret)
{
    struct str name, text;
    ret->n = 0;
    ret->budget = budget;
    for (size_t at = str_find(source, STR_LITERAL(".. |"), 0);
         at < source.n && ret->n < RST_MAX_NAMES;
         at = str_find(source, STR_LITERAL(".. |"), at + 1)) {
        struct str line = str_slice(source, at, str_find_char(source, '\n', at));
        if (!read_name(line, &name, &text))
            continue;
        ret->items[ret->n].name = name;
        ret->items[ret->n++].text = text;
    }
}
