/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_SHARED_XML_H
#define PRESSMARK_INDEXER_FORMATS_SHARED_XML_H

/* Reads XML as a sequence of tags and texts, with local names (without prefix). Entities that a
 * document declares are not expanded, nothing is fetched, and no tree is built. */

#include "base/arena.h"

struct xml_attributes; /* of the tag being reported */

struct xml_handler {
    void (*start)(void *ctx, struct str name, const struct xml_attributes *attributes);
    void (*end)(void *ctx, struct str name);
    void (*text)(void *ctx, struct str text); /* one text may be reported in several pieces */
};

/* Initialises libxml2, whose version 2.9 does that on first use without a lock. Every reader that
 * uses libxml2 calls this first. Thread-safe, and may be called any number of times. */
void xml_set_up(void);

/* Between calls of these two, blocks that libxml2 frees in this thread are kept and reused, which
 * costs a tenth of freeing and allocating them. */
void xml_keep_blocks(void);
void xml_free_blocks(void);

/* Reports all elements and texts. Returns false if the XML is not well-formed; as much as possible
 * has then been reported. */
bool xml_read(struct str xml, const struct xml_handler *handler, void *ctx);

/* Returns the value of an attribute, or the empty string. Valid until the handler returns. */
struct str xml_attribute(const struct xml_attributes *attributes, const char *name);
/* Does the same for the attribute with a given prefix. */
struct str xml_attribute_of(const struct xml_attributes *attributes, const char *prefix,
                            const char *name);
/* Sets *ret_name and *ret_value to those of the attribute with that number, from 0. Returns false
 * if there are not so many. */
bool xml_attribute_at(const struct xml_attributes *attributes, size_t number, struct str *ret_name,
                      struct str *ret_value);

#endif
