/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads XML through libxml2's SAX interface, without a tree and without declared entities. */
#include "indexer/formats/shared/xml.h"

#include "base/buf.h"
#include "base/deadline.h"
#include "base/mem.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <pthread.h>

enum { CHUNK_BYTES = 16 * 1024 };

struct xml_attributes {
    /* Five for each attribute: name, prefix, namespace, start and end of its value. */
    const xmlChar **values;
    size_t n;
    struct arena *arena;
};

struct reading {
    const struct xml_handler *handler;
    void *ctx;
    struct arena arena; /* cleared for each tag */
};

static struct str name_of(const xmlChar *name)
{
    return str_of((const char *)name);
}

static void start_element(void *ctx, const xmlChar *name, const xmlChar *prefix,
                          const xmlChar *namespace, int n_namespaces, const xmlChar **namespaces,
                          int n_attributes, int n_defaulted, const xmlChar **attributes)
{
    struct reading *r = ctx;
    (void)prefix, (void)namespace, (void)n_namespaces, (void)namespaces, (void)n_defaulted;
    arena_clear(&r->arena);
    struct xml_attributes all = {attributes, (size_t)n_attributes, &r->arena};
    r->handler->start(r->ctx, name_of(name), &all);
}

static void end_element(void *ctx, const xmlChar *name, const xmlChar *prefix,
                        const xmlChar *namespace)
{
    struct reading *r = ctx;
    (void)prefix, (void)namespace;
    r->handler->end(r->ctx, name_of(name));
}

static void add_text(void *ctx, const xmlChar *p, int n)
{
    struct reading *r = ctx;
    r->handler->text(r->ctx, (struct str){(const char *)p, (size_t)n});
}

static void ignore_error(void *ctx, xmlErrorPtr error)
{
    (void)ctx, (void)error;
}

/* libxml2 starts each attribute value with 100 bytes and doubles them at the first character.
 * Allocating that much at once saves the reallocation. */
enum { LEAST_BYTES = 200 };

/* Most of these blocks are freed soon; some are kept for the next values. */
enum { MAX_SPARE = 64, MOST_BYTES = LEAST_BYTES + 64 };
static _Thread_local struct {
    bool is_on;
    size_t n;
    void *blocks[MAX_SPARE];
} spare;

void xml_keep_blocks(void)
{
#ifndef PRESSMARK_ARENA_DEBUG
    spare.is_on = true;
#endif
}

void xml_free_blocks(void)
{
    spare.is_on = false;
    while (spare.n)
        mem_free(spare.blocks[--spare.n]);
}

static void *allocate(size_t n)
{
    if (n <= LEAST_BYTES && spare.n)
        return spare.blocks[--spare.n];
    return mem_alloc(n < LEAST_BYTES ? LEAST_BYTES : n);
}

static void release(void *p)
{
    if (!spare.is_on || spare.n == MAX_SPARE || mem_size(p) < LEAST_BYTES ||
        mem_size(p) > MOST_BYTES)
        mem_free(p);
    else
        spare.blocks[spare.n++] = p;
}

static char *copy_string(const char *s)
{
    size_t n = strlen(s) + 1;
    return memcpy(allocate(n), s, n);
}

static void set_up(void)
{
    xmlMemSetup(release, allocate, mem_widen, copy_string);
    xmlInitParser();
}

void xml_set_up(void)
{
    static pthread_once_t is_set_up = PTHREAD_ONCE_INIT;
    pthread_once(&is_set_up, set_up);
}

bool xml_read(struct str xml, const struct xml_handler *handler, void *ctx)
{
    xml_set_up();

    /* Without getEntity and entityDecl only the five predefined entities of XML exist. */
    xmlSAXHandler handlers = {
        .startElementNs = start_element,
        .endElementNs = end_element,
        .characters = add_text,
        .ignorableWhitespace = add_text,
        .cdataBlock = add_text,
        .serror = ignore_error,
        .initialized = XML_SAX2_MAGIC,
    };
    struct reading r = {handler, ctx, ARENA_INIT};
    xmlParserCtxtPtr parser = xmlCreatePushParserCtxt(&handlers, &r, NULL, 0, NULL);
    if (!parser)
        return false;
    xmlCtxtUseOptions(parser, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
                                  XML_PARSE_RECOVER);
    for (size_t i = 0; i < xml.n && !deadline_is_over(); i += CHUNK_BYTES) {
        size_t n = xml.n - i < CHUNK_BYTES ? xml.n - i : CHUNK_BYTES;
        xmlParseChunk(parser, xml.p + i, (int)n, 0);
    }
    xmlParseChunk(parser, NULL, 0, 1);
    bool is_whole = parser->wellFormed;
    xmlFreeDoc(parser->myDoc);
    xmlFreeParserCtxt(parser);
    arena_done(&r.arena);
    return is_whole;
}

/* Replaces "&#38;", which libxml2 leaves in values if it does not substitute entities, by "&". */
static struct str unescape(struct arena *arena, struct str value)
{
    struct str reference = STR_LITERAL("&#38;");
    size_t found = str_find(value, reference, 0);
    if (found == value.n)
        return value;
    AUTO(buf_done) struct buf out = BUF_INIT;
    for (size_t start = 0; start < value.n; found = str_find(value, reference, start)) {
        buf_append_str(&out, str_slice(value, start, found));
        if (found < value.n)
            buf_append_char(&out, '&');
        start = found < value.n ? found + reference.n : found;
    }
    return arena_copy(arena, buf_str(&out));
}

static struct str value_of(const struct xml_attributes *a, size_t i)
{
    const char *start = (const char *)a->values[i * 5 + 3],
               *end = (const char *)a->values[i * 5 + 4];
    return unescape(a->arena, (struct str){start, (size_t)(end - start)});
}

bool xml_attribute_at(const struct xml_attributes *attributes, size_t number, struct str *ret_name,
                      struct str *ret_value)
{
    if (number >= attributes->n)
        return false;
    *ret_name = name_of(attributes->values[number * 5]);
    *ret_value = value_of(attributes, number);
    return true;
}

static struct str find_attribute(const struct xml_attributes *a, const char *prefix,
                                 const char *name)
{
    for (size_t i = 0; i < a->n; i++) {
        const xmlChar **attribute = a->values + i * 5;
        const char *own_prefix = attribute[1] ? (const char *)attribute[1] : "";
        if (strcmp((const char *)attribute[0], name) == 0 &&
            (!prefix || strcmp(own_prefix, prefix) == 0))
            return value_of(a, i);
    }
    return STR_EMPTY;
}

struct str xml_attribute(const struct xml_attributes *attributes, const char *name)
{
    return find_attribute(attributes, NULL, name);
}

struct str xml_attribute_of(const struct xml_attributes *attributes, const char *prefix,
                            const char *name)
{
    return find_attribute(attributes, prefix, name);
}
