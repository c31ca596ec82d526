/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Makes the skeleton of a page, and finds the parts of the page that are not in it. */
#include "indexer/formats/html/skeleton.h"

#include "indexer/formats/shared/html_strip.h"

#include "base/mem.h"

/* What is needed while a skeleton is made. */
struct maker {
    struct html_skeleton *skeleton;
    size_t done; /* what precedes this offset in the page has been copied or cut out */
    struct arena *arena;
    struct extras *extras;
    bool is_endless[2]; /* no script ends from here on, and no style sheet */
    bool is_open;       /* the page ends within a tag */
};

/* Returns the line of an offset in the page. It is fast if offsets do not decrease. */
static uint32_t line_of(struct html_skeleton *s, size_t offset)
{
    if (offset > s->counted) {
        s->line += str_count_breaks(str_slice(s->page, s->counted, offset));
        s->counted = offset;
    }
    return s->line;
}

/* Leaves [start, end) of the page out of the skeleton. */
static void cut(struct maker *m, size_t start, size_t end, struct str stand_in)
{
    struct html_skeleton *s = m->skeleton;
    buf_append_str(&s->text, str_slice(s->page, m->done, start));
    buf_append_str(&s->text, stand_in);
    MEM_GROW(s->cuts, s->n_cuts, s->cuts_capacity);
    s->cuts[s->n_cuts++] = (struct html_cut){(uint32_t)s->text.n, (uint32_t)start, (uint32_t)end,
                                             (uint32_t)s->n_attributes};
    m->done = end;
}

/* ---- texts ---- */

/* Returns whether libxml2 reports a text as it is: without control characters, and without the two
 * characters of Unicode that are none, which begin with 0xEF. */
static bool is_plain(struct str text)
{
    unsigned n_controls = 0, n_suspects = 0;
    for (size_t i = 0; i < text.n; i++) { /* no early exit, so that the loop can be vectorised */
        unsigned char c = (unsigned char)text.p[i];
        n_controls |= c < ' ' && c != '\n' && c != '\t';
        n_suspects |= c == 0xEF;
    }
    return !n_controls &&
           !(n_suspects && (str_find(text, STR_LITERAL("\xEF\xBF\xBE"), 0) < text.n ||
                            str_find(text, STR_LITERAL("\xEF\xBF\xBF"), 0) < text.n));
}

/* Replaces the text [start, end) by a single character, which cannot be part of a reference before
 * it. libxml2 treats white space differently. */
static void cut_text(struct maker *m, size_t start, size_t end)
{
    enum { MIN_BYTES = 4 };
    struct str text = str_slice(m->skeleton->page, start, end);
    if (text.n >= MIN_BYTES && is_plain(text))
        cut(m, start, end, str_trim(text).n ? STR_LITERAL("*") : STR_LITERAL(" "));
}

/* Returns the end of the reference at start, or of what libxml2 may take for it. */
static size_t reference_end(struct str page, size_t start)
{
    size_t i = start + 1;
    while (i < page.n && (ascii_is_alpha(page.p[i]) || ascii_is_digit(page.p[i]) ||
                          (unsigned char)page.p[i] >= 0x80 || memchr("_:.-#", page.p[i], 5)))
        i++;
    return i + (i < page.n && page.p[i] == ';');
}

/* ---- tags ---- */

struct tag {
    struct str element;
    bool is_raw;         /* the contents of the element are not markup */
    bool is_shown_input; /* an input that is not hidden */
};

static bool is_called(const struct tag *tag, struct str name)
{
    return str_equal_ignoring_case(tag->element, name);
}

/* Looks at the tag at start, whose name ends at name_end. */
static struct tag tag_at(struct str page, size_t start, size_t name_end)
{
    struct tag tag = {.element = str_slice(page, start + 1, name_end)};
    tag.is_raw = is_called(&tag, STR_LITERAL("script")) || is_called(&tag, STR_LITERAL("style"));
    if (is_called(&tag, STR_LITERAL("input"))) {
        struct str whole = str_slice(page, start, str_find_char(page, '>', start));
        tag.is_shown_input = str_find(whole, STR_LITERAL("hidden"), 0) == whole.n;
    }
    return tag;
}

/* Does what is_for_people() does for names like "aria-label" and "data-tooltip", which scripts
 * show.
 */
static bool is_long_for_people(struct str name)
{
    static const char *const aria[] = {"label",       "description", "roledescription",
                                       "placeholder", "valuetext",   NULL};
    static const char *const data[] = {
        "title",         "tooltip",           "tip",         "original-title", "bs-title",
        "content",       "bs-original-title", "bs-content",  "caption",        "alt",
        "tippy-content", "description",       "placeholder", "label",          NULL};
    struct str rest = str_slice(name, 5, name.n);
    if (str_starts_with_ignoring_case(name, "data-"))
        return str_is_one_of_ignoring_case(rest, data);
    return str_starts_with_ignoring_case(name, "aria-") && str_is_one_of_ignoring_case(rest, aria);
}

static bool is_named(struct str name, const char *wanted)
{
    return str_equal_ignoring_case(name, str_of(wanted));
}

/* Returns whether an attribute has a text for people that is not shown as text of the page: tool
 * tips, labels for screen readers, hints in forms. */
static bool is_for_people(const struct tag *tag, struct str name)
{
    if (name.n < 3 || tag->is_raw || is_called(tag, STR_LITERAL("link")))
        return false;
    if (name.n > 5 && name.p[4] == '-')
        return is_long_for_people(name);
    switch (ascii_lower(name.p[0])) {
    case 'a': /* the alternative text of an image is text of the page */
        return (is_named(name, "alt") && !is_called(tag, STR_LITERAL("img"))) ||
               is_named(name, "abbr") || is_named(name, "alttext");
    case 'l':
        return is_named(name, "label");
    case 'p':
        return is_named(name, "placeholder");
    case 's':
        return is_named(name, "srcdoc") || is_named(name, "summary");
    case 't':
        return is_named(name, "title");
    case 'v':
        return is_named(name, "value") &&
               (tag->is_shown_input || is_called(tag, STR_LITERAL("option")));
    default:
        return false;
    }
}

/* Returns the part of a name behind its last sign, as in "my_title" and ":title" of frameworks. */
static struct str last_part(struct str name)
{
    size_t i = name.n;
    while (i > 0 && (ascii_is_alpha(name.p[i - 1]) || name.p[i - 1] == '-'))
        i--;
    return str_slice(name, i, name.n);
}

/* Adds a text for people to the extras. */
static void add_extra(struct maker *m, struct str value)
{
    enum { MAX_BYTES = 1 << 16 }; /* longer values are data */
    AUTO(buf_done) struct buf plain = BUF_INIT;
    if (value.n == 0 || value.n > MAX_BYTES)
        return;
    uint32_t line = line_of(m->skeleton, (size_t)(value.p - m->skeleton->page.p));
    if (str_find_char(value, '<', 0) < value.n)
        value = html_text_of(value, &plain);
    else if (str_find_char(value, '&', 0) < value.n)
        value = html_resolve(value, &plain);
    extras_add(m->extras, value, line);
}

static void keep_attribute(struct maker *m, enum html_attribute_name name, struct str value)
{
    struct html_skeleton *s = m->skeleton;
    AUTO(buf_done) struct buf resolved = BUF_INIT;
    if (str_find_char(value, '&', 0) < value.n)
        value = arena_copy(m->arena, html_resolve(value, &resolved));
    MEM_GROW(s->attributes, s->n_attributes, s->attributes_capacity);
    s->attributes[s->n_attributes++] = (struct html_attribute){name, str_trim(value)};
}

static void take_attribute(struct maker *m, const struct tag *tag, struct str name,
                           struct str value)
{
    enum html_attribute_name known = html_attribute_named(name);
    bool is_extra = is_for_people(tag, last_part(name));
    bool may_be_date = known == ATTRIBUTE_TITLE && is_called(tag, STR_LITERAL("abbr"));
    if (is_extra)
        add_extra(m, value);
    if (known != ATTRIBUTE_OTHER && (!is_extra || may_be_date))
        keep_attribute(m, known, value);
}

/* Returns the end of a name as libxml2 reads it. */
static size_t name_end(struct str page, size_t i)
{
    while (i < page.n &&
           (ascii_is_alpha(page.p[i]) || ascii_is_digit(page.p[i]) || page.p[i] == '-' ||
            page.p[i] == '_' || page.p[i] == ':' || page.p[i] == '.'))
        i++;
    return i;
}

/* Returns the offset of the end tag of an element with raw contents; page.n if there is none. */
static size_t find_end_tag(struct str page, struct str element, size_t i)
{
    for (i = str_find(page, STR_LITERAL("</"), i); i < page.n;
         i = str_find(page, STR_LITERAL("</"), i + 1))
        if (page.n - i - 2 >= element.n &&
            str_equal_ignoring_case(str_slice(page, i + 2, i + 2 + element.n), element))
            break;
    return i;
}

/* Handles the tag at start. Returns its end, or that of its contents if they are not markup. */
static size_t cut_tag(struct maker *m, size_t start)
{
    const struct str page = m->skeleton->page;
    struct str name, value;
    size_t attributes = name_end(page, start + 1), i = attributes;
    const struct tag tag = tag_at(page, start, attributes);
    while (html_next_attribute(page, &i, &name, &value))
        take_attribute(m, &tag, name, value);
    if (i > attributes)
        cut(m, attributes, i, STR_EMPTY);
    if (i == page.n) {
        m->is_open = true;
        return i;
    }
    size_t end = page.p[i] == '/' ? i + 2 : i + 1;
    if (page.p[i] == '/' || !tag.is_raw)
        return end;
    bool *is_endless = &m->is_endless[is_called(&tag, STR_LITERAL("style"))];
    size_t end_tag = *is_endless ? page.n : find_end_tag(page, tag.element, end);
    *is_endless = end_tag == page.n;
    if (*is_endless) /* libxml2 may read what follows as markup */
        return end;
    cut_text(m, end, end_tag);
    return end_tag;
}

/* Handles the comment at start. Returns its end. */
static size_t cut_comment(struct maker *m, size_t start)
{
    size_t text = start + 4, end = str_find(m->skeleton->page, STR_LITERAL("-->"), text);
    if (end == m->skeleton->page.n)
        return end;
    if (end > text)
        cut(m, text, end, STR_EMPTY);
    return end + 3;
}

/* Handles the "<" at start. Returns the end of what it begins. */
static size_t cut_markup(struct maker *m, size_t start)
{
    const struct str page = m->skeleton->page;
    char next = start + 1 < page.n ? page.p[start + 1] : '\0';
    if (ascii_is_alpha(next))
        return cut_tag(m, start);
    if (str_starts_with(str_slice(page, start, page.n), STR_LITERAL("<!--")))
        return cut_comment(m, start);
    if (next != '/' && next != '!' && next != '?')
        return start + 1;
    size_t end = str_find_char(page, '>', start);
    return end < page.n ? end + 1 : end;
}

void html_skeleton_make(struct html_skeleton *s, struct str page, uint32_t first_line,
                        struct arena *arena, struct extras *extras)
{
    struct maker m = {.skeleton = s, .arena = arena, .extras = extras};
    *s = (struct html_skeleton){.page = page, .first_line = first_line, .line = first_line};
    buf_reserve(&s->text, page.n);
    for (size_t i = 0; i < page.n;) {
        size_t end = str_find_one_of(page, '<', '&', '<', i);
        cut_text(&m, i, end);
        i = end == page.n        ? end
            : page.p[end] == '<' ? cut_markup(&m, end)
                                 : reference_end(page, end);
    }
    buf_append_str(&s->text, str_slice(page, m.done, page.n));
    if (m.is_open)
        buf_append_char(&s->text, '>');
    s->counted = 0;
    s->line = first_line;
}

void html_skeleton_done(struct html_skeleton *s)
{
    buf_done(&s->text);
    mem_free(s->cuts);
    mem_free(s->attributes);
}

/* ---- the page again ---- */

void html_skeleton_move(struct html_skeleton *s, size_t at)
{
    s->at = at;
    while (s->cut < s->n_cuts && s->cuts[s->cut].at < at)
        s->cut++;
}

/* Returns the cut that ends at the current offset; NULL if there is none. */
static const struct html_cut *cut_here(const struct html_skeleton *s)
{
    return s->cut < s->n_cuts && s->cuts[s->cut].at == s->at ? &s->cuts[s->cut] : NULL;
}

size_t html_skeleton_page_offset(const struct html_skeleton *s)
{
    if (cut_here(s))
        return cut_here(s)->end;
    return s->cut ? s->cuts[s->cut - 1].end + (s->at - s->cuts[s->cut - 1].at) : s->at;
}

uint32_t html_skeleton_line(struct html_skeleton *s)
{
    return line_of(s, html_skeleton_page_offset(s));
}

struct html_attributes html_skeleton_attributes(const struct html_skeleton *s, struct str name)
{
    const struct html_cut *c = cut_here(s);
    bool is_here = c && c->start >= name.n &&
                   str_equal_ignoring_case(str_slice(s->page, c->start - name.n, c->start), name);
    if (!is_here)
        return (struct html_attributes){NULL, 0};
    size_t first = s->cut ? c[-1].n_attributes : 0;
    return (struct html_attributes){s->attributes + first, c->n_attributes - first};
}

struct str html_skeleton_text(struct html_skeleton *s, struct str text, uint32_t *ret_line)
{
    const struct html_cut *c = cut_here(s);
    if (c && text.n > 0 && c->start >= text.n - 1) {
        size_t start = c->start - (text.n - 1); /* behind which there is the stand-in */
        *ret_line = line_of(s, start);
        s->cut++; /* a "<" that is text is reported at the same offset */
        return str_slice(s->page, start, c->end);
    }
    size_t end = html_skeleton_page_offset(s);
    bool is_as_written = str_ends_with(str_slice(s->page, 0, end), text);
    *ret_line = line_of(s, is_as_written ? end - text.n : end);
    return text;
}
