/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_SHARED_XML_LINES_H
#define PRESSMARK_INDEXER_FORMATS_SHARED_XML_LINES_H

/* Reads XML elements and texts with their line numbers, for the readers of XML files and feeds. */

#include "base/buf.h"

#include <stdint.h>

typedef void xml_start(void *ctx, struct str name, const char **attributes);
typedef void xml_end(void *ctx, struct str name);
/* line is that of the first byte of text, from 1. */
typedef void xml_text(void *ctx, struct str text, uint32_t line);

struct xml_handlers {
    xml_start *start;
    xml_end *end;
    xml_text *text;
    xml_text *comment; /* may be NULL */
    void *ctx;
};

/* Replaces references to entities that XML does not define itself: those of HTML, and those that s
 * declares, up to a megabyte altogether. A "&" that does not begin a
 * reference becomes "&amp;". Returns the result in out, or s itself if nothing changed. */
struct str xml_lines_resolve(struct str s, struct buf *out);

/* Parses source as UTF-8, whatever encoding it declares. Nothing is fetched, and only the five
 * predefined entities are known. Continues after errors if possible. Returns the number of bytes
 * read, which is less than source.n if the rest is beyond repair. */
size_t xml_lines_read(struct str source, const struct xml_handlers *handlers);

/* Returns the value of an attribute without white space around it, or the empty string. */
struct str xml_lines_attribute(const char **attributes, const char *name);
/* Returns a name without its prefix. */
struct str xml_lines_local(struct str name);

#endif
