/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads XML with the line and column that each piece of text stands at. */
#include "indexer/formats/shared/xml_lines.h"

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

/* The parser stands behind the text it reports. */
static void add_text(void *ctx, const xmlChar *p, int n)
{
    struct reading *r = ctx;
    struct str text = {(const char *)p, (size_t)n};
    uint32_t line = r->parser->input && r->parser->input->line > 0
                        ? (uint32_t)r->parser->input->line
                        : 1;
    for (size_t i = str_find_char(text, '\n', 0); i < text.n; i = str_find_char(text, '\n', i + 1))
        line -= line > 1;
    r->handlers->text(r->handlers->ctx, text, line);
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
