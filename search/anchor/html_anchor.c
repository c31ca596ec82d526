/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads the tags of an HTML page up to a place and remembers the anchors of the elements that are
 * open there. Tags need not be well-formed. */
#include "search/anchor/html_anchor.h"

enum { MAX_DEPTH = 256 };

/* An element that contains blocks. */
struct container {
    struct str name;
    struct str anchor;  /* the last one in it that has not ended */
    struct str pending; /* its id, which becomes the anchor if it begins with a heading */
    bool has_heading_anchor, has_text;
};

struct tag {
    struct str name; /* as in the source */
    struct str id;
    bool is_end;
};

struct scan {
    struct str source;
    size_t at;
    uint32_t line; /* of at */
    const struct html_place *place;
    struct container open[MAX_DEPTH]; /* the first is the page */
    size_t depth;
    struct str label;        /* the name of the open heading or <dt>, or empty */
    struct str heading_left; /* what of place->heading the open heading has not had yet */
    bool heading_fits;       /* the open heading has had nothing but place->heading */
    bool is_below;           /* place->heading has been seen, or is not asked for */
    bool is_found;           /* the word has been seen */
};

static bool is_name(struct str name, const char *const *names)
{
    return str_is_one_of_ignoring_case(name, names);
}

static bool is_heading(struct str name)
{
    return name.n == 2 && ascii_lower(name.p[0]) == 'h' && name.p[1] >= '1' && name.p[1] <= '6';
}

static bool is_division(struct str name)
{
    static const char *const names[] = {"div", "main", "header", NULL};
    return is_name(name, names);
}

static bool is_container(struct str name)
{
    static const char *const names[] = {"article", "section", "aside",   "nav",        "footer",
                                        "ul",      "ol",      "dl",      "table",      "form",
                                        "pre",     "figure",  "details", "blockquote", NULL};
    return is_division(name) || is_name(name, names);
}

/* Elements whose ids are for scripts and style sheets. */
static bool is_no_anchor(struct str name)
{
    static const char *const names[] = {"html",  "head",   "body",   "meta",   "link",
                                        "input", "button", "select", "option", "label",
                                        "form",  "iframe", "img",    "nav",    NULL};
    return is_name(name, names);
}

static bool is_skipped(struct str name)
{
    static const char *const names[] = {"script", "style",    "textarea", "svg",
                                        "title",  "template", NULL};
    return is_name(name, names);
}

/* ---- tags ---- */

static void move_to(struct scan *s, size_t to)
{
    to = to < s->source.n ? to : s->source.n;
    s->line += str_count_breaks(str_slice(s->source, s->at, to));
    s->at = to;
}

static bool ends_name(char c)
{
    return ascii_is_space(c) || c == '>' || c == '/' || c == '=';
}

/* Takes "name", "name=value" or "name='value'", and returns the offset behind it. */
static size_t take_attribute(struct str s, size_t at, struct str *ret_name, struct str *ret_value)
{
    size_t start = at++;
    while (at < s.n && !ends_name(s.p[at]))
        at++;
    *ret_name = str_slice(s, start, at);
    *ret_value = STR_EMPTY;
    size_t sign = at;
    while (sign < s.n && ascii_is_space(s.p[sign]))
        sign++;
    if (sign == s.n || s.p[sign] != '=')
        return at;
    at = sign + 1;
    while (at < s.n && ascii_is_space(s.p[at]))
        at++;
    start = at;
    if (at < s.n && (s.p[at] == '"' || s.p[at] == '\'')) {
        at = str_find_char(s, s.p[at], at + 1);
        *ret_value = str_slice(s, start + 1, at);
        return at + (at < s.n);
    }
    while (at < s.n && !ascii_is_space(s.p[at]) && s.p[at] != '>')
        at++;
    *ret_value = str_slice(s, start, at);
    return at;
}

/* Takes the tag at "<" or "</", and returns the offset behind it. */
static size_t take_tag(struct str s, size_t at, struct tag *ret)
{
    struct str anchor_name = STR_EMPTY, name, value;
    *ret = (struct tag){.is_end = s.p[at + 1] == '/'};
    size_t start = at + 1 + ret->is_end;
    for (at = start; at < s.n && !ends_name(s.p[at]);)
        at++;
    ret->name = str_slice(s, start, at);
    while (at < s.n && s.p[at] != '>') {
        if (ascii_is_space(s.p[at]) || s.p[at] == '/') {
            at++;
            continue;
        }
        at = take_attribute(s, at, &name, &value);
        if (str_equal_ignoring_case(name, STR_LITERAL("id")))
            ret->id = str_trim(value);
        else if (str_equal_ignoring_case(name, STR_LITERAL("name")))
            anchor_name = str_trim(value);
    }
    if (ret->id.n == 0 && str_equal_ignoring_case(ret->name, STR_LITERAL("a")))
        ret->id = anchor_name;
    return at + (at < s.n);
}

/* Returns the offset behind what begins with "<" and is no tag. */
static size_t end_of_other(struct str s, size_t at)
{
    struct str rest = str_slice(s, at, s.n);
    const struct str ends[] = {STR_LITERAL("-->"), STR_LITERAL("]]>"), STR_LITERAL(">")};
    const struct str *end = str_starts_with(rest, STR_LITERAL("<!--"))        ? &ends[0]
                            : str_starts_with(rest, STR_LITERAL("<![CDATA[")) ? &ends[1]
                                                                              : &ends[2];
    return str_find(s, *end, at) + end->n;
}

/* ---- elements ---- */

static struct container *innermost(struct scan *s)
{
    return &s->open[s->depth - 1];
}

/* Ignores what cannot be an id, as it has blanks. */
static void set_anchor(struct scan *s, struct str id)
{
    if (str_find_char(id, ' ', 0) < id.n)
        return;
    innermost(s)->anchor = id;
    innermost(s)->has_heading_anchor |= s->label.n > 0;
}

/* The heading is what the innermost division begins with that has had no text yet. */
static void use_pending(struct scan *s)
{
    for (size_t i = s->depth; i-- > 0 && !s->open[i].has_text;) {
        if (s->open[i].pending.n == 0)
            continue;
        s->open[i].anchor = s->open[i].pending;
        s->open[i].pending = STR_EMPTY;
        return;
    }
}

static void open_container(struct scan *s, const struct tag *tag)
{
    if (s->depth == MAX_DEPTH)
        return;
    struct container *c = &s->open[s->depth++];
    *c = (struct container){.name = tag->name};
    if (is_division(tag->name))
        c->pending = tag->id;
    else if (!is_no_anchor(tag->name))
        c->anchor = tag->id;
}

/* What encloses nothing but a heading passes on its anchor. */
static void close_container(struct scan *s)
{
    struct container *inner = innermost(s), *outer = inner - 1;
    s->depth--;
    if (is_division(inner->name) && inner->has_heading_anchor && !inner->has_text) {
        outer->anchor = inner->anchor;
        outer->has_heading_anchor = true;
    }
    outer->has_text |= inner->has_text;
}

static void close_containers(struct scan *s, struct str name)
{
    size_t i = s->depth - 1;
    while (i > 0 && !str_equal_ignoring_case(s->open[i].name, name))
        i--;
    while (i > 0 && s->depth > i)
        close_container(s);
}

static void start_label(struct scan *s, const struct tag *tag)
{
    s->label = tag->name;
    s->heading_left = s->place->heading;
    s->heading_fits = is_heading(tag->name);
    if (is_heading(tag->name))
        use_pending(s);
}

static void end_label(struct scan *s)
{
    s->is_below |= s->heading_fits && s->heading_left.n == 0;
    s->label = STR_EMPTY;
}

static void start_element(struct scan *s, const struct tag *tag)
{
    if (is_heading(tag->name) || str_equal_ignoring_case(tag->name, STR_LITERAL("dt")))
        start_label(s, tag);
    if (is_container(tag->name))
        open_container(s, tag);
    else if (tag->id.n && !is_no_anchor(tag->name))
        set_anchor(s, tag->id);
}

static bool ends_label(const struct scan *s, const struct tag *tag)
{
    static const char *const blocks[] = {"p", "dd", "dt", NULL};
    if (s->label.n == 0)
        return false;
    return tag->is_end
               ? str_equal_ignoring_case(tag->name, s->label)
               : is_heading(tag->name) || is_container(tag->name) || is_name(tag->name, blocks);
}

/* ---- text ---- */

static bool is_compared(char c)
{
    return ascii_is_alpha(c) || ascii_is_digit(c) || (unsigned char)c >= 0x80;
}

static struct str skip_signs(struct str s)
{
    size_t i = 0;
    while (i < s.n && !is_compared(s.p[i]))
        i++;
    return str_slice(s, i, s.n);
}

/* Compares the text of a heading with the rest of the wanted one, without signs and references. */
static void compare_heading(struct scan *s, struct str text)
{
    for (size_t i = 0; i < text.n; i++) {
        size_t end = text.p[i] == '&' ? str_find_char(text, ';', i) : text.n;
        if (end < text.n)
            i = end;
        if (!is_compared(text.p[i]))
            continue;
        s->heading_left = skip_signs(s->heading_left);
        if (s->heading_left.n == 0 || s->heading_left.p[0] != text.p[i]) {
            s->heading_fits = false;
            return;
        }
        s->heading_left = str_slice(s->heading_left, 1, s->heading_left.n);
    }
    s->heading_left = skip_signs(s->heading_left);
}

/* Takes the text up to end. */
static void take_text(struct scan *s, size_t end)
{
    struct str text = str_slice(s->source, s->at, end);
    if (is_heading(s->label))
        compare_heading(s, text);
    else if (str_trim(text).n)
        innermost(s)->has_text = true;
    while (s->at < end && !s->is_found) {
        size_t line_end = str_find_char(str_slice(s->source, 0, end), '\n', s->at);
        struct str line = str_slice(s->source, s->at, line_end);
        bool is_there = s->line == s->place->line &&
                        (s->is_below || (is_heading(s->label) && s->heading_fits));
        s->is_found = is_there && str_find(line, s->place->word, 0) < line.n;
        move_to(s, line_end + (line_end < end));
    }
    move_to(s, end);
}

/* ---- the page ---- */

/* Moves behind the end of an element whose contents are no text of the page. */
static void skip_element(struct scan *s, struct str name)
{
    struct str source = s->source;
    size_t at = str_find(source, STR_LITERAL("</"), s->at);
    while (at < source.n &&
           (source.n - at - 2 < name.n ||
            !str_equal_ignoring_case(str_slice(source, at + 2, at + 2 + name.n), name)))
        at = str_find(source, STR_LITERAL("</"), at + 2);
    move_to(s, str_find_char(s->source, '>', at) + 1);
}

static void take_tag_at(struct scan *s)
{
    struct tag tag;
    move_to(s, take_tag(s->source, s->at, &tag));
    if (ends_label(s, &tag))
        end_label(s);
    if (s->is_found && s->label.n == 0)
        return;
    if (tag.is_end)
        close_containers(s, tag.name);
    else if (is_skipped(tag.name))
        skip_element(s, tag.name);
    else
        start_element(s, &tag);
}

static void take_markup(struct scan *s)
{
    struct str rest = str_slice(s->source, s->at, s->source.n);
    if (rest.n > 2 && ascii_is_alpha(rest.p[rest.p[1] == '/' ? 2 : 1]))
        take_tag_at(s);
    else if (rest.n > 1 && (rest.p[1] == '!' || rest.p[1] == '?'))
        move_to(s, end_of_other(s->source, s->at));
    else
        take_text(s, s->at + 1);
}

static struct str current_anchor(const struct scan *s)
{
    for (size_t i = s->depth; i-- > 0;)
        if (s->open[i].anchor.n)
            return s->open[i].anchor;
    return STR_EMPTY;
}

struct str html_anchor(struct str source, const struct html_place *place)
{
    struct scan s = {
        .source = source, .line = 1, .place = place, .depth = 1, .is_below = place->heading.n == 0};
    while (s.at < source.n && s.line <= place->line && (!s.is_found || s.label.n)) {
        if (source.p[s.at] == '<')
            take_markup(&s);
        else
            take_text(&s, str_find_char(source, '<', s.at));
    }
    return s.is_found || (s.is_below && s.line >= place->line) ? current_anchor(&s) : STR_EMPTY;
}
