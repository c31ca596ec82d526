/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads XML with the line number of each piece of text, and expands the entities of HTML
 * beforehand. */
#include "indexer/formats/shared/xml_lines.h"

#include "base/mem.h"
#include "indexer/formats/shared/html_strip.h"
#include "indexer/formats/shared/xml.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>

struct reading {
    const struct xml_handlers *handlers;
    xmlParserCtxtPtr parser;
};

static void start_element(void *ctx, const xmlChar *name, const xmlChar **attributes)
{
    struct reading *r = ctx;
    r->handlers->start(r->handlers->ctx, str_of((const char *)name), (const char **)attributes);
}

static void end_element(void *ctx, const xmlChar *name)
{
    struct reading *r = ctx;
    r->handlers->end(r->handlers->ctx, str_of((const char *)name));
}

/* The parser's line is that of the end of the text. */
/* Returns the line of the start of a text at whose end the parser is. */
static uint32_t line_of(const struct reading *r, struct str text)
{
    uint32_t line = r->parser->input && r->parser->input->line > 0
                        ? (uint32_t)r->parser->input->line
                        : 1;
    for (size_t i = str_find_char(text, '\n', 0); i < text.n; i = str_find_char(text, '\n', i + 1))
        line -= line > 1;
    return line;
}

static void add_text(void *ctx, const xmlChar *p, int n)
{
    struct reading *r = ctx;
    struct str text = {(const char *)p, (size_t)n};
    r->handlers->text(r->handlers->ctx, text, line_of(r, text));
}

static void add_comment(void *ctx, const xmlChar *text)
{
    struct reading *r = ctx;
    struct str comment = str_of((const char *)text);
    if (r->handlers->comment)
        r->handlers->comment(r->handlers->ctx, comment, line_of(r, comment));
}

enum {
    MAX_ENTITY_DEPTH = 8, /* of entities in the values of others */
    MAX_NAME_BYTES = 64,
    MAX_EXPANDED_BYTES = 1024 * 1024
};

/* An entity that the document declares: <!ENTITY name "value">. */
struct entity {
    struct str name, value; /* value is empty if it is in another file */
};

struct entities {
    struct entity *list; /* sorted by name, the first of several with the same name first */
    size_t n, capacity;
    size_t n_expanded; /* bytes of values that were inserted so far */
};

static size_t skip_space(struct str s, size_t i)
{
    while (i < s.n && ascii_is_space(s.p[i]))
        i++;
    return i;
}

static int compare_entities(const void *left, const void *right)
{
    const struct entity *a = left, *b = right;
    int order = str_compare(a->name, b->name);
    return order ? order : a->name.p < b->name.p ? -1 : 1;
}

static void find_entities(struct str s, struct entities *ret)
{
    struct str sign = STR_LITERAL("<!ENTITY");
    for (size_t i = str_find(s, sign, 0); i < s.n; i = str_find(s, sign, i + 1)) {
        size_t name = skip_space(s, i + sign.n), end = name;
        while (end < s.n && !ascii_is_space(s.p[end]) && s.p[end] != '>')
            end++;
        MEM_GROW(ret->list, ret->n, ret->capacity);
        struct entity *e = &ret->list[ret->n++];
        *e = (struct entity){str_slice(s, name, end), STR_EMPTY};
        size_t quote = skip_space(s, end);
        if (quote < s.n && (s.p[quote] == '"' || s.p[quote] == '\'')) {
            e->value = str_slice(s, quote + 1, str_find_char(s, s.p[quote], quote + 1));
        }
    }
    if (ret->n)
        qsort(ret->list, ret->n, sizeof *ret->list, compare_entities);
}

/* Returns the first declaration of an entity, or NULL. */
static const struct entity *find_entity(const struct entities *entities, struct str name)
{
    size_t low = 0, high = entities->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (str_compare(entities->list[middle].name, name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    bool is_found = low < entities->n && str_equal(entities->list[low].name, name);
    return is_found ? &entities->list[low] : NULL;
}

/* Returns whether the "&" at i begins a reference that XML defines itself. */
static bool is_own_reference(struct str s, size_t i)
{
    static const char *const names[] = {"amp;", "lt;", "gt;", "quot;", "apos;", "#", NULL};
    return str_starts_with_one_of(str_slice(s, i + 1, s.n), names);
}

static size_t append_meant(struct entities *entities, struct str s, size_t i, struct buf *out,
                           unsigned depth);

/* Appends the value of an entity on one line, with the entities in it resolved. */
static void append_value(struct entities *entities, struct str value, struct buf *out,
                         unsigned depth)
{
    entities->n_expanded += value.n;
    if (entities->n_expanded > MAX_EXPANDED_BYTES || depth > MAX_ENTITY_DEPTH)
        return;
    for (size_t i = 0; i < value.n;) {
        if (value.p[i] == '&' && !is_own_reference(value, i)) {
            i += append_meant(entities, value, i, out, depth + 1);
            continue;
        }
        buf_append_char(out, value.p[i] == '\n' ? ' ' : value.p[i]);
        i++;
    }
}

/* Appends what the reference at i refers to, or "&amp;" if it is not a reference. Returns how many
 * bytes of s that replaces. */
static size_t append_meant(struct entities *entities, struct str s, size_t i, struct buf *out,
                           unsigned depth)
{
    char utf8[4];
    size_t n_utf8;
    struct str rest = str_slice(s, i + 1,
                                s.n - i - 1 > MAX_NAME_BYTES ? i + 1 + MAX_NAME_BYTES : s.n);
    struct str name = str_slice(rest, 0, str_find_char(rest, ';', 0));
    const struct entity *entity = name.n < rest.n ? find_entity(entities, name) : NULL;
    if (entity) {
        append_value(entities, entity->value, out, depth);
        return name.n + 2;
    }
    size_t n = html_reference(str_slice(s, i, s.n), utf8, &n_utf8);
    buf_append_str(out, n ? (struct str){utf8, n_utf8} : STR_LITERAL("&amp;"));
    return n ? n : 1;
}

struct str xml_lines_resolve(struct str s, struct buf *out)
{
    struct entities entities = {0};
    size_t done = 0, section = str_find(s, STR_LITERAL("<![CDATA["), 0);
    size_t i = str_find_char(s, '&', 0);
    if (i == s.n)
        return s;
    find_entities(s, &entities);
    for (; i < s.n; i = str_find_char(s, '&', i + 1)) {
        if (i > section) { /* in a CDATA section "&" is literal */
            i = str_find(s, STR_LITERAL("]]>"), section);
            section = str_find(s, STR_LITERAL("<![CDATA["), i);
            continue;
        }
        if (is_own_reference(s, i))
            continue;
        buf_append_str(out, str_slice(s, done, i));
        done = i + append_meant(&entities, s, i, out, 0);
    }
    mem_free(entities.list);
    if (done == 0)
        return s;
    buf_append_str(out, str_slice(s, done, s.n));
    return buf_str(out);
}

size_t xml_lines_read(struct str source, const struct xml_handlers *handlers)
{
    xml_set_up();

    xmlSAXHandler sax = {
        .startElement = start_element,
        .endElement = end_element,
        .characters = add_text,
        .ignorableWhitespace = add_text,
        .cdataBlock = add_text,
        .comment = add_comment,
    };
    if (source.n == 0 || html_has_monstrous_tag(source))
        return 0;
    xmlParserCtxtPtr parser = xmlNewParserCtxt();
    if (!parser)
        return 0;
    struct reading r = {handlers, parser};
    xmlSAXHandler *own = parser->sax;
    parser->sax = &sax;
    parser->userData = &r;
    xmlDocPtr tree = xmlCtxtReadMemory(parser, source.p, (int)source.n, NULL, "UTF-8",
                                       XML_PARSE_RECOVER | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
                                           XML_PARSE_NONET | XML_PARSE_IGNORE_ENC);
    xmlFreeDoc(tree);
    long consumed = parser->wellFormed ? (long)source.n : xmlByteConsumed(parser);
    parser->sax = own;
    xmlFreeParserCtxt(parser);
    return consumed < 0 ? 0 : (size_t)consumed < source.n ? (size_t)consumed : source.n;
}

struct str xml_lines_attribute(const char **attributes, const char *name)
{
    for (size_t i = 0; attributes && attributes[i]; i += 2)
        if (strcmp(attributes[i], name) == 0)
            return attributes[i + 1] ? str_trim(str_of(attributes[i + 1])) : STR_EMPTY;
    return STR_EMPTY;
}

struct str xml_lines_local(struct str name)
{
    size_t colon = str_find_char(name, ':', 0);
    return colon < name.n ? str_slice(name, colon + 1, name.n) : name;
}
