/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rewrites markup that browsers accept so that libxml2 reads it in the same way. */
#include "indexer/formats/html/repair.h"

#include "base/mem.h"
#include "indexer/formats/html/attributes.h"
#include "indexer/formats/shared/html_strip.h"
#include "text/utf8.h"

#include <stdint.h>

enum { MAX_UNENDED = 32 };

struct repair {
    struct str page;
    struct buf *out;
    size_t done;        /* the part of the page before this offset has been copied or left out */
    unsigned endless;   /* a bit for each of raws that has no end tag from here on */
    unsigned n_unended; /* nested elements whose end tag was searched for in vain */
    bool has_no_cdata_end, has_no_bracket; /* none follows */
    bool has_open_value;                   /* a tag has a value that does not end */
    struct extras *extras;
    size_t counted; /* the line of this offset is known */
    uint32_t line;
};

static void replace(struct repair *r, size_t start, size_t end, struct str by)
{
    buf_append_str(r->out, str_slice(r->page, r->done, start));
    buf_append_str(r->out, by);
    r->done = end;
}

/* Replaces [start, end) by a comment with the same number of line breaks. */
static void leave_out(struct repair *r, size_t start, size_t end)
{
    replace(r, start, end, STR_LITERAL("<!--"));
    for (size_t i = start; i < end; i++)
        if (r->page.p[i] == '\n')
            buf_append_char(r->out, '\n');
    buf_append_str(r->out, STR_LITERAL("-->"));
}

static bool starts_with(struct str page, size_t at, const char *start)
{
    return str_starts_with_ignoring_case(str_slice(page, at, page.n), start);
}

/* Returns the value of a digit; base if c is not one. */
static uint32_t digit_value(char c, uint32_t base)
{
    c = ascii_lower(c);
    uint32_t value = ascii_is_digit(c)      ? (uint32_t)(c - '0')
                     : c >= 'a' && c <= 'f' ? (uint32_t)(c - 'a') + 10
                                            : base;
    return value < base ? value : base;
}

/* Handles "&#" at start. */
static size_t repair_reference(struct repair *r, size_t start)
{
    const struct str page = r->page;
    size_t i = start + 2;
    uint32_t base = i < page.n && ascii_lower(page.p[i]) == 'x' ? 16 : 10, value = 0;
    i += base == 16;
    size_t digits = i;
    for (; i < page.n && digit_value(page.p[i], base) < base; i++)
        value = value > 0x10FFFF ? value : value * base + digit_value(page.p[i], base);
    if (i == digits) {
        replace(r, start, start + 1, STR_LITERAL("&amp;"));
        return i;
    }
    bool is_ended = i < page.n && page.p[i] == ';';
    i += is_ended;
    uint32_t c = html_character(value);
    if (c != value || (c >= 0x80 && c <= 0x9F)) {
        char utf8[4];
        replace(r, start, i, (struct str){utf8, utf8_put(c, utf8)});
    } else if (!is_ended) {
        replace(r, i, i, STR_LITERAL(";"));
    }
    return i;
}

/* Handles "&" at start, which may begin the name of a character without the ";": "caf&eacute au".
 * Browsers read those of Latin-1, which are two bytes in UTF-8. */
static size_t repair_name(struct repair *r, size_t start)
{
    enum { MAX_BYTES = 8, MAX_UTF8 = 2 };
    const struct str page = r->page;
    char reference[MAX_BYTES + 2], utf8[4];
    size_t n = 1, n_utf8;
    while (n < MAX_BYTES && start + n < page.n && ascii_is_alpha(page.p[start + n]))
        n++;
    char next = start + n < page.n ? page.p[start + n] : ' ';
    if (n == 1 || next == ';' || next == '=' || ascii_is_alpha(next) || ascii_is_digit(next))
        return start + n;
    memcpy(reference, page.p + start, n);
    reference[n] = ';';
    if (html_reference((struct str){reference, n + 1}, utf8, &n_utf8) && n_utf8 == MAX_UTF8)
        replace(r, start, start + n, (struct str){utf8, n_utf8});
    return start + n;
}

/* Handles "<!--" at start. */
static size_t repair_comment(struct repair *r, size_t start)
{
    const struct str page = r->page;
    size_t i = start + 4, n_early = starts_with(page, i, ">")    ? 1
                                    : starts_with(page, i, "->") ? 2
                                                                 : 0;
    if (n_early) {
        leave_out(r, start, i + n_early);
        return i + n_early;
    }
    for (i = str_find(page, STR_LITERAL("--"), i); i < page.n;
         i = str_find(page, STR_LITERAL("--"), i + 1)) {
        if (starts_with(page, i, "-->"))
            return i + 3;
        if (starts_with(page, i, "--!>")) {
            leave_out(r, start, i + 4);
            return i + 4;
        }
    }
    return page.n;
}

static size_t leave_out_to_bracket(struct repair *r, size_t start)
{
    size_t end = str_find_char(r->page, '>', start);
    if (end == r->page.n)
        return end;
    leave_out(r, start, end + 1);
    return end + 1;
}

/* Elements whose contents are not markup although libxml2 parses them, and elements that end at
 * their own end tag, whatever is open inside, and whose contents are not text. */
static const struct raw {
    const char *name;
    enum {
        RAW_KNOWN,
        RAW_TEXT,
        RAW_TEXT_WITH_REFERENCES,
        RAW_INSTEAD, /* alternative content: keep the words without tags */
        RAW_INSTEAD_NESTED,
        RAW_LEFT_OUT, /* not text of the page, but the words can be found */
        RAW_LEFT_OUT_NESTED
    } kind;
} raws[] = {
    {"script", RAW_KNOWN},
    {"style", RAW_KNOWN},
    {"title", RAW_TEXT_WITH_REFERENCES},
    {"textarea", RAW_TEXT_WITH_REFERENCES},
    {"xmp", RAW_TEXT},
    {"iframe", RAW_LEFT_OUT},
    {"noembed", RAW_LEFT_OUT},
    {"noframes", RAW_LEFT_OUT},
    {"plaintext", RAW_TEXT},
    {"noscript", RAW_INSTEAD},
    {"template", RAW_LEFT_OUT_NESTED}, /* for scripts */
    {"object", RAW_INSTEAD_NESTED},
    {"svg", RAW_LEFT_OUT_NESTED},
    {"canvas", RAW_INSTEAD_NESTED},
};

static bool is_nested(const struct raw *raw)
{
    return raw->kind == RAW_INSTEAD_NESTED || raw->kind == RAW_LEFT_OUT_NESTED;
}

/* Returns whether a tag name at an offset is this name and not a longer one. */
static bool has_name(struct str page, size_t at, const char *name)
{
    size_t end = at + strlen(name);
    return at < page.n && starts_with(page, at, name) && end < page.n &&
           (ascii_is_space(page.p[end]) || page.p[end] == '/' || page.p[end] == '>');
}

/* Returns whether the tag at start is that of a template which is shown in place of its element. */
static bool is_shadow(struct str page, size_t start)
{
    struct str tag = str_slice(page, start, str_find_char(page, '>', start));
    return has_name(tag, 1, "template") && str_find(tag, STR_LITERAL(" shadowroot"), 0) < tag.n;
}

/* Returns whether a script, whose tag is [start, end), is a text that scripts show: a template, or
 * the Markdown of slides. */
static bool is_text_script(struct str page, size_t start, size_t end)
{
    static const char *const forms[] = {"html",       "markdown", "template", "tmpl",
                                        "handlebars", "mustache", "plain",    NULL};
    struct str tag = str_slice(page, start, end);
    size_t type = str_find(tag, STR_LITERAL("text/"), 0) + strlen("text/");
    if (type >= tag.n || tag.p[type] == 'j') /* JavaScript, as nearly always */
        return false;
    for (; type < tag.n && (ascii_is_alpha(tag.p[type]) || tag.p[type] == '-'); type++)
        if (str_starts_with_one_of(str_slice(tag, type, tag.n), forms))
            return true;
    return false;
}

/* Compares the first letters first, since most tags differ there. */
static const struct raw *raw_at(struct str page, size_t start)
{
    char first = ascii_lower(page.p[start + 1]);
    for (size_t i = 0; i < sizeof raws / sizeof *raws; i++)
        if (raws[i].name[0] == first && has_name(page, start + 1, raws[i].name))
            return raws[i].kind == RAW_LEFT_OUT_NESTED && is_shadow(page, start) ? NULL : &raws[i];
    return NULL;
}

static size_t repair_raw_text(struct repair *r, size_t start, size_t end, bool has_references)
{
    const struct str page = r->page;
    for (size_t i = start; i < end;) {
        if (page.p[i] == '&' && has_references && i + 1 < end && page.p[i + 1] == '#') {
            i = repair_reference(r, i);
            continue;
        }
        if (page.p[i] == '<')
            replace(r, i, i + 1, STR_LITERAL("&lt;"));
        else if (page.p[i] == '&' && !has_references)
            replace(r, i, i + 1, STR_LITERAL("&amp;"));
        i++;
    }
    return end;
}

/* Returns the offset of the end tag of an element whose contents begin at text; the length of the
 * page if there is none. */
static size_t find_end_tag(struct str page, size_t text, const struct raw *raw)
{
    bool nests = is_nested(raw);
    size_t depth = 0, i = str_find_char(page, '<', text);
    for (; i + 1 < page.n; i = str_find_char(page, '<', i + 1)) {
        if (nests && has_name(page, i + 1, raw->name)) {
            size_t tag_end = str_find_char(page, '>', i);
            depth += tag_end < page.n && page.p[tag_end - 1] != '/';
        } else if (page.p[i + 1] == '/' && has_name(page, i + 2, raw->name) && depth-- == 0) {
            return i;
        }
    }
    return page.n;
}

/* Replaces [start, end) by its text without tags, line by line. */
static void leave_words(struct repair *r, size_t start, size_t end)
{
    AUTO(flow_done) struct flow flow = FLOW_INIT;
    struct html_stripper stripper = {.state = STRIP_TEXT, .keeps_captions = true};
    struct str line;
    replace(r, start, end, STR_EMPTY);
    for (size_t i = start, newline; i < end; i = newline + 1) {
        newline = str_find_char(str_slice(r->page, 0, end), '\n', i);
        line = str_slice(r->page, i, newline);
        flow.text.n = 0;
        html_strip(&stripper, line, &flow, 1, 0);
        for (size_t k = 0; k < flow.text.n; k++) {
            char c = flow.text.p[k];
            buf_append_str(r->out, c == '<'   ? STR_LITERAL("&lt;")
                                   : c == '&' ? STR_LITERAL("&amp;")
                                              : (struct str){&c, 1});
        }
        if (newline < end)
            buf_append_char(r->out, '\n');
        flow_gap(&flow, GAP_SPACE);
    }
}

/* Leaves [start, end) out, but keeps its text without tags as extras. */
static void keep_words(struct repair *r, size_t start, size_t end)
{
    AUTO(flow_done) struct flow flow = FLOW_INIT;
    struct html_stripper stripper = {.state = STRIP_TEXT, .keeps_captions = true};
    struct str rest = str_slice(r->page, start, end), line, words;
    r->line += str_count_breaks(str_slice(r->page, r->counted, start));
    r->counted = start;
    for (uint32_t i = r->line; str_next_line(&rest, &line); i++) {
        html_strip(&stripper, line, &flow, i, 0);
        flow_gap(&flow, GAP_SPACE);
    }
    words = buf_str(&flow.text);
    while (str_next_line(&words, &line))
        extras_add(r->extras, line, r->line);
    leave_out(r, start, end);
}

/* Returns the offset after the ">" of the tag at start, which may have others in its values. More
 * than the length of the page if there is none. */
static size_t raw_tag_end(struct repair *r, size_t start)
{
    const struct str page = r->page;
    struct str name, value;
    size_t i = start;
    while (!r->has_open_value && html_next_attribute(page, &i, &name, &value))
        continue;
    if (i < page.n && i > start)
        return i + (page.p[i] == '/') + 1;
    r->has_open_value = true;
    return str_find_char(page, '>', start) + 1;
}

/* Handles an element of raws, up to its end tag. Without an end tag it is left to the parser as
 * text, since it would swallow the rest of the page. */
static size_t repair_raw(struct repair *r, size_t start, const struct raw *raw)
{
    const struct str page = r->page;
    size_t text = r->has_no_bracket ? page.n + 1 : raw_tag_end(r, start);
    r->has_no_bracket = text > page.n;
    if (r->has_no_bracket || page.p[text - 2] == '/')
        return start + 1;
    if (strcmp(raw->name, "plaintext") == 0)
        return repair_raw_text(r, text, page.n, false);
    unsigned bit = 1u << (raw - raws);
    size_t end = r->endless & bit ? page.n : find_end_tag(page, text, raw);
    /* A nested element without an end may contain one that has one, which is tried a few times. */
    if (end == page.n && (!is_nested(raw) || ++r->n_unended > MAX_UNENDED))
        r->endless |= bit;
    bool is_text_of_script = raw->kind == RAW_KNOWN && end < page.n && raw->name[1] == 'c' &&
                             is_text_script(page, start, text);
    if (is_text_of_script)
        keep_words(r, text, end);
    if (raw->kind == RAW_KNOWN)
        return end;
    if (raw->kind >= RAW_INSTEAD) {
        bool is_left_out = raw->kind >= RAW_LEFT_OUT;
        if (end == page.n && !is_left_out)
            leave_out(r, start, text); /* what follows is part of the page */
        else if (end < page.n && is_left_out)
            keep_words(r, text, end);
        else if (end < page.n)
            leave_words(r, text, end);
        return end < page.n ? end : text;
    }
    return end < page.n ? repair_raw_text(r, text, end, raw->kind == RAW_TEXT_WITH_REFERENCES)
                        : text;
}

/* Handles "<![CDATA[" at start, which is text in XHTML. */
static size_t repair_cdata(struct repair *r, size_t start)
{
    size_t text = start + strlen("<![CDATA["), end = r->page.n;
    if (!r->has_no_cdata_end)
        end = str_find(r->page, STR_LITERAL("]]>"), text);
    r->has_no_cdata_end = end == r->page.n;
    if (r->has_no_cdata_end)
        return leave_out_to_bracket(r, start);
    replace(r, start, text, STR_EMPTY);
    repair_raw_text(r, text, end, false);
    replace(r, end, end + 3, STR_EMPTY);
    return end + 3;
}

static size_t repair_bracket(struct repair *r, size_t start)
{
    const struct str page = r->page;
    char next = start + 1 < page.n ? page.p[start + 1] : ' ';
    if (next == '!') {
        if (starts_with(page, start, "<!--"))
            return repair_comment(r, start);
        if (starts_with(page, start, "<![CDATA["))
            return repair_cdata(r, start);
        return starts_with(page, start, "<!doctype") ? start + 2 : leave_out_to_bracket(r, start);
    }
    if (next == '/' && start + 2 < page.n && !ascii_is_alpha(page.p[start + 2]))
        return leave_out_to_bracket(r, start);
    const struct raw *raw = ascii_is_alpha(next) ? raw_at(page, start) : NULL;
    return raw ? repair_raw(r, start, raw) : start + 1;
}

struct str html_repair(struct str page, uint32_t first_line, struct buf *buffer,
                       struct extras *extras)
{
    struct repair r = {.page = page, .out = buffer, .extras = extras, .line = first_line};
    size_t bracket = str_find_char(page, '<', 0), reference = str_find_char(page, '&', 0);
    for (size_t i; (i = bracket < reference ? bracket : reference) < page.n;) {
        if (page.p[i] == '<')
            i = repair_bracket(&r, i);
        else
            i = i + 1 < page.n && page.p[i + 1] == '#' ? repair_reference(&r, i)
                                                       : repair_name(&r, i);
        if (bracket < i)
            bracket = str_find_char(page, '<', i);
        if (reference < i)
            reference = str_find_char(page, '&', i);
    }
    if (r.done == 0)
        return page;
    buf_append_str(buffer, str_slice(page, r.done, page.n));
    return buf_str(buffer);
}
