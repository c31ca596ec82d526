/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_SHARED_XML_LINES_H
#define PRESSMARK_INDEXER_FORMATS_SHARED_XML_LINES_H

/* Elements and text of XML, for the readers of XML and of feeds. */

#include "base/buf.h"

#include <stdint.h>

typedef void xml_start(void *ctx, struct str name, const char **attributes);
typedef void xml_end(void *ctx, struct str name);
/* line: of the first byte of text, from 1. */
typedef void xml_text(void *ctx, struct str text, uint32_t line);

struct xml_handlers {
    xml_start *start;
    xml_end *end;
    xml_text *text;
    void *ctx;
};

/* The source with what its references stand for that XML does not have itself: those of HTML, and
 * those that it declares in plain words, up to a megabyte; "&" that begins none is "&amp;". It is
 * in out, or s itself. */
struct str xml_lines_resolve(struct str s, struct buf *out);

/* Reads source, which is UTF-8 whatever it declares; nothing is fetched, and no entity but the five
 * of XML itself is known. Goes on behind errors where that can be. Returns how many bytes were
 * read, less than source.n where the rest is beyond repair. */
size_t xml_lines_read(struct str source, const struct xml_handlers *handlers);

/* The value of an attribute; empty when there is none. */
struct str xml_lines_attribute(const char **attributes, const char *name);
/* The name behind its prefix. */
struct str xml_lines_local(struct str name);

#endif
