/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Strips tags from pieces of HTML and decodes character references. */
#include "indexer/formats/shared/html_strip.h"

#include "base/mem.h"
#include "indexer/charset/charset.h"
#include "text/utf8.h"

#include <libxml/HTMLparser.h>

enum { MAX_REFERENCE_BYTES = 32 };

uint32_t html_character(uint32_t number)
{
    if (number >= 0x80 && number <= 0x9F)
        return charset_western_character((unsigned char)number);
    bool is_surrogate = number >= 0xD800 && number <= 0xDFFF;
    return number == 0 || number > 0x10FFFF || is_surrogate ? 0xFFFD : number;
}

/* Returns the character for the digits after "&#": 0 if they are not a number, U+FFFD if the number
 * is not a character. */
static uint32_t read_number(struct str digits)
{
    bool is_hex = digits.n && (digits.p[0] == 'x' || digits.p[0] == 'X');
    uint32_t value = 0;

    for (size_t i = is_hex; i < digits.n; i++) {
        char c = ascii_lower(digits.p[i]);
        bool is_hex_letter = is_hex && c >= 'a' && c <= 'f';
        if (!ascii_is_digit(c) && !is_hex_letter)
            return 0;
        value = value * (is_hex ? 16 : 10) + (uint32_t)(is_hex_letter ? c - 'a' + 10 : c - '0');
        if (value > 0x10FFFF)
            return 0xFFFD;
    }
    if (digits.n == (size_t)is_hex)
        return 0;
    return html_character(value);
}

size_t html_reference(struct str s, char ret_utf8[4], size_t *ret_n)
{
    struct str head = str_slice(s, 0, s.n < MAX_REFERENCE_BYTES ? s.n : MAX_REFERENCE_BYTES);
    size_t end = str_find_char(head, ';', 0);
    uint32_t c = 0;

    if (end == head.n || end < 2 || s.p[0] != '&')
        return 0;
    if (s.p[1] == '#') {
        c = read_number(str_slice(s, 2, end));
    } else {
        char name[MAX_REFERENCE_BYTES];
        memcpy(name, s.p + 1, end - 1);
        name[end - 1] = '\0';
        const htmlEntityDesc *entity = htmlEntityLookup((const xmlChar *)name);
        c = entity ? entity->value : 0;
    }
    if (c == 0)
        return 0;
    *ret_n = utf8_put(c, ret_utf8);
    return end + 1;
}

struct str html_resolve(struct str s, struct buf *out)
{
    char utf8[4];
    size_t n_utf8;
    for (size_t i = 0; i < s.n;) {
        size_t n = s.p[i] == '&' ? html_reference(str_slice(s, i, s.n), utf8, &n_utf8) : 0;
        if (n)
            buf_append(out, utf8, n_utf8);
        else
            buf_append_char(out, s.p[i]);
        i += n ? n : 1;
    }
    return buf_str(out);
}

static bool has_name(const struct html_stripper *s, const char *name)
{
    return s->name_n == strlen(name) && memcmp(s->name, name, s->name_n) == 0;
}

/* Returns whether the element is inline. Any other one separates the text before and after it. */
static bool is_inline(const struct html_stripper *s)
{
    static const char *const names[] = {
        "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn",
        "em", "font", "i", "ins", "kbd", "mark", "nobr", "q", "rb", "rt", "ruby", "s", "samp",
        "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
        /* those of JATS */
        "bold", "ext-link", "italic", "monospace", "sc", "underline", "xref", NULL};
    for (size_t i = 0; names[i]; i++)
        if (has_name(s, names[i]))
            return true;
    return false;
}

/* Makes <h1> to <h6> headings of the flow. The first one of the highest level may be a title. */
static void begin_or_end_heading(struct html_stripper *s, struct flow *flow, bool closes)
{
    if (!closes) {
        flow->heading_level = s->heading_level = (unsigned)(s->name[1] - '0');
        s->heading_start = flow->text.n;
        return;
    }
    bool is_best = s->heading_level && (!s->title_level || s->heading_level < s->title_level);
    if (is_best && flow->text.n > s->heading_start) {
        s->title_level = s->heading_level;
        s->title_start = s->heading_start;
        s->title_end = flow->text.n;
    }
    flow->heading_level = s->heading_level = 0;
}

static void end_tag(struct html_stripper *s, struct flow *flow)
{
    bool closes = s->name_n && s->name[0] == '/';
    size_t prefix_n = str_find_char((struct str){s->name, s->name_n}, ':', closes) + 1;
    if (prefix_n > s->name_n)
        prefix_n = closes;
    s->name_n -= prefix_n;
    memmove(s->name, s->name + prefix_n, s->name_n);
    if (s->name_n == 2 && s->name[0] == 'h' && s->name[1] >= '1' && s->name[1] <= '6')
        begin_or_end_heading(s, flow, closes);
    if (has_name(s, "script") || has_name(s, "style"))
        s->in_script = !closes;
    else if (!s->in_script && !is_inline(s))
        flow_gap(flow, has_name(s, "br") ? GAP_LINE : GAP_PARAGRAPH);
    s->state = STRIP_TEXT;
}

static bool is_attribute(const struct html_stripper *s, const char *name)
{
    return s->attribute_n == strlen(name) && memcmp(s->attribute, name, s->attribute_n) == 0;
}

/* Reads an attribute value, or the part of it that is in rest. Returns its length. */
static size_t read_value(struct html_stripper *s, struct str rest, struct flow *flow, uint32_t line,
                         uint32_t column)
{
    AUTO(buf_done) struct buf resolved = BUF_INIT;
    bool is_quoted = s->quote != ' ';
    size_t end = is_quoted ? str_find_char(rest, s->quote, 0) : 0;
    while (!is_quoted && end < rest.n && !ascii_is_space(rest.p[end]) && rest.p[end] != '>')
        end++;
    if (s->keeps_captions && has_name(s, "img") &&
        (is_attribute(s, "alt") || is_attribute(s, "title"))) {
        if (!str_ends_with(buf_str(&flow->text), STR_LITERAL(" ")))
            flow_gap(flow, GAP_SPACE);
        flow_append(flow, str_trim(html_resolve(str_slice(rest, 0, end), &resolved)), line, column);
        flow_gap(flow, GAP_SPACE);
    }
    if (end == rest.n && is_quoted)
        return end;
    s->quote = 0;
    s->is_behind_equals = false;
    s->attribute_ended = true;
    return end + is_quoted;
}

static void read_attribute_char(struct html_stripper *s, char c)
{
    if (c == '=') {
        s->is_behind_equals = true;
        return;
    }
    if (s->attribute_ended)
        s->attribute_n = 0;
    s->attribute_ended = false;
    if (s->attribute_n < sizeof s->attribute)
        s->attribute[s->attribute_n++] = ascii_lower(c);
}

/* Reads a character of a tag that is not in an attribute value. Returns false if a value begins
 * with it. */
static bool read_tag_char(struct html_stripper *s, char c, struct flow *flow)
{
    if (c == '>') {
        end_tag(s, flow);
    } else if ((c == '"' || c == '\'') && s->name_ended) {
        s->quote = c;
    } else if (ascii_is_space(c) || (c == '/' && s->name_n && !s->is_behind_equals)) {
        s->name_ended = s->attribute_ended = true;
    } else if (s->is_behind_equals) {
        s->quote = ' ';
        return false;
    } else if (s->name_ended) {
        read_attribute_char(s, c);
    } else if (s->name_n < sizeof s->name) {
        s->name[s->name_n++] = ascii_lower(c);
        if (s->name_n == 3 && memcmp(s->name, "!--", 3) == 0)
            s->state = STRIP_COMMENT;
    }
    return true;
}

static bool starts_tag(const struct html_stripper *s, struct str rest)
{
    if (rest.n < 2 || rest.p[0] != '<')
        return false;
    if (s->in_script)
        return rest.p[1] == '/';
    return ascii_is_alpha(rest.p[1]) || rest.p[1] == '/' || rest.p[1] == '!' || rest.p[1] == '?';
}

/* Writes a character reference, or the text up to the next one or the next tag, at the start of
 * rest. Returns its length. */
static size_t write_text(struct html_stripper *s, struct str rest, struct flow *flow, uint32_t line,
                         uint32_t column)
{
    char utf8[4];
    size_t utf8_n, n;

    if (rest.p[0] == '&' && (n = html_reference(rest, utf8, &utf8_n)) > 0) {
        if (!s->in_script)
            flow_append(flow, (struct str){utf8, utf8_n}, line, column);
        return n;
    }
    char end_sign = s->in_cdata ? ']' : '<';
    for (n = 1; n < rest.n && rest.p[n] != '<' && rest.p[n] != '&' && rest.p[n] != end_sign; n++)
        ;
    if (!s->in_script)
        flow_append(flow, str_slice(rest, 0, n), line, column);
    return n;
}

void html_strip(struct html_stripper *s, struct str piece, struct flow *flow, uint32_t line,
                uint32_t column)
{
    static const struct str cdata_start = {"<![CDATA[", 9}, cdata_end = {"]]>", 3};
    size_t i = 0;
    while (i < piece.n && ascii_is_space(piece.p[i]) && s->state == STRIP_TEXT)
        i++;
    if (i > 0)
        flow_gap(flow, GAP_SPACE);
    while (i < piece.n) {
        struct str rest = str_slice(piece, i, piece.n);
        uint32_t here = column ? column + (uint32_t)i : 0;
        if (s->state == STRIP_TAG && s->quote) {
            i += read_value(s, rest, flow, line, here);
        } else if (s->state == STRIP_TAG) {
            i += read_tag_char(s, piece.p[i], flow);
        } else if (s->state == STRIP_COMMENT) {
            size_t end = str_find(rest, STR_LITERAL("-->"), 0);
            s->state = end < rest.n ? STRIP_TEXT : STRIP_COMMENT;
            i += end < rest.n ? end + 3 : rest.n;
        } else if (s->reads_cdata && str_starts_with(rest, cdata_start)) {
            s->in_cdata = true;
            i += cdata_start.n;
        } else if (s->in_cdata && str_starts_with(rest, cdata_end)) {
            s->in_cdata = false;
            i += cdata_end.n;
        } else if (starts_tag(s, rest)) {
            s->state = STRIP_TAG;
            s->name_n = 0;
            s->attribute_n = 0;
            s->name_ended = s->attribute_ended = s->is_behind_equals = false;
            s->quote = 0;
            i++;
        } else {
            i += write_text(s, rest, flow, line, here);
        }
    }
}

/* Returns whether the last character before i, except for white space, is "=". */
static bool is_behind_equals(struct str s, size_t i)
{
    while (i > 0 && ascii_is_space(s.p[i - 1]))
        i--;
    return i > 0 && s.p[i - 1] == '=';
}

/* Returns the end of the tag that starts at i: the first ">" outside quoted attribute values, or
 * the end of s. *ret_n_words is the number of possible attributes. */
static size_t scan_tag(struct str s, size_t i, size_t *ret_n_words)
{
    static const bool counts[256] = {['\t' ... '\r'] = true, [' '] = true,  ['/'] = true,
                                     ['"'] = true,           ['\''] = true, ['>'] = true};
    size_t n_words = 0;
    for (; i < s.n; i++) {
        char c = s.p[i];
        if (!counts[(unsigned char)c])
            continue;
        if (c == '>')
            break;
        bool is_quote = (c == '"' || c == '\'') && is_behind_equals(s, i);
        n_words += !is_quote;
        if (is_quote)
            i = str_find_char(s, c, i + 1);
    }
    i = i < s.n ? i : s.n;
    *ret_n_words = n_words;
    return i;
}

static bool is_script(struct str s, size_t i)
{
    return ascii_lower(s.p[i + 1]) == 's' && s.n - i > 7 &&
           str_starts_with_ignoring_case(str_slice(s, i, s.n), "<script");
}

bool html_has_monstrous_tag(struct str s)
{
    for (size_t i = str_find_char(s, '<', 0); i + 1 < s.n; i = str_find_char(s, '<', i)) {
        size_t start = i, n_words;
        if (!ascii_is_alpha(s.p[++i]))
            continue;
        i = scan_tag(s, start, &n_words);
        if (n_words > HTML_MAX_TAG_WORDS)
            return true;
        if (is_script(s, start))
            i = str_find(s, STR_LITERAL("</"), i);
    }
    return false;
}

/* ---- strings of records ---- */

/* Returns whether an element is one that marks up text, so that its presence means HTML. */
static bool is_sure_sign(struct str name)
{
    static const char *const names[] = {
        "a",     "abbr",  "article", "b",       "blockquote", "body", "br",     "code", "dd",
        "div",   "dl",    "dt",      "em",      "figure",     "font", "h1",     "h2",   "h3",
        "h4",    "h5",    "h6",      "hr",      "i",          "img",  "li",     "ol",   "p",
        "pre",   "q",     "s",       "section", "small",      "span", "strong", "sub",  "sup",
        "table", "tbody", "td",      "th",      "tr",         "u",    "ul",     NULL};
    for (size_t i = 0; names[i]; i++)
        if (str_equal_ignoring_case(name, str_of(names[i])))
            return true;
    return false;
}

/* Returns the name of the tag at i without its prefix ("jats:p"), or the empty string if there is
 * none. */
static struct str tag_name(struct str s, size_t i)
{
    size_t start = i + 1, end = start;
    for (; end < s.n; end++) {
        if (s.p[end] == ':' && end > start)
            start = end + 1;
        else if (!ascii_is_alpha(s.p[end]) && (end == start || !ascii_is_digit(s.p[end])))
            break;
    }
    bool is_tag = end < s.n && (s.p[end] == '>' || s.p[end] == '/' || ascii_is_space(s.p[end])) &&
                  str_find_char(s, '>', end) < s.n;
    return is_tag ? str_slice(s, start, end) : STR_EMPTY;
}

/* Returns whether there is an end tag of a known element after i. */
static bool has_end_tag(struct str s, size_t i)
{
    for (i = str_find(s, STR_LITERAL("</"), i); i < s.n; i = str_find(s, STR_LITERAL("</"), i + 1))
        if (is_sure_sign(tag_name(s, i + 1)))
            return true;
    return false;
}

bool html_is_in(struct str s)
{
    static const char *const empty[] = {"br", "img", "hr", NULL};
    enum { MAX_TAGS = 100 };
    bool may_end = true; /* without an end tag after one tag, there is none after a later one */
    size_t n = 0;
    for (size_t i = str_find_char(s, '<', 0); i < s.n && n < MAX_TAGS;
         i = str_find_char(s, '<', i + 1), n++) {
        struct str name = tag_name(s, i);
        if (!is_sure_sign(name))
            continue;
        if (str_is_one_of_ignoring_case(name, empty))
            return true;
        if (may_end && has_end_tag(s, i))
            return true;
        may_end = false;
    }
    return false;
}

static bool has_reference(struct str s)
{
    char utf8[4];
    size_t n;
    for (size_t i = str_find_char(s, '&', 0); i < s.n; i = str_find_char(s, '&', i + 1))
        if (html_reference(str_slice(s, i, s.n), utf8, &n))
            return true;
    return false;
}

bool html_is_escaped(struct str s)
{
    AUTO(buf_done) struct buf once = BUF_INIT;
    return str_find(s, STR_LITERAL("&lt;"), 0) < s.n && !html_is_in(s) &&
           html_is_in(html_resolve(s, &once));
}

struct str html_text_of(struct str s, struct buf *out)
{
    buf_clear(out);
    if (!html_is_in(s))
        return has_reference(s) ? html_resolve(s, out) : s;
    AUTO(flow_done) struct flow flow = FLOW_INIT;
    struct html_stripper stripper = HTML_STRIPPER_INIT;
    stripper.reads_cdata = stripper.keeps_captions = true;
    struct str rest = s, line;
    while (str_next_line(&rest, &line)) {
        html_strip(&stripper, str_trim(line), &flow, 1, 0);
        flow_gap(&flow, str_trim(line).n ? GAP_SOFT_LINE : GAP_PARAGRAPH);
    }
    buf_append_str(out, buf_str(&flow.text));
    return buf_str(out);
}
