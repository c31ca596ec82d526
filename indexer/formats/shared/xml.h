/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_SHARED_XML_H
#define PRESSMARK_INDEXER_FORMATS_SHARED_XML_H

/* XML as a series of tags and texts. Names are local ones, without their prefix. No entity that a
 * document declares itself is expanded, nothing is fetched, and no tree is built. */

#include "base/arena.h"

struct xml_attributes; /* of the tag being reported */

struct xml_handler {
    void (*start)(void *ctx, struct str name, const struct xml_attributes *attributes);
    void (*end)(void *ctx, struct str name);
    void (*text)(void *ctx, struct str text); /* a text may come in several pieces */
};

/* libxml2 2.9 sets up its globals on first use, without a lock: every reader that uses it calls
 * this first. Any thread, any number of times. */
void xml_set_up(void);

/* Reports all of it, as far as that can be done where it is not well-formed; then false. */
bool xml_read(struct str xml, const struct xml_handler *handler, void *ctx);

/* The value of an attribute, empty when it is not there; valid during the call. */
struct str xml_attribute(const struct xml_attributes *attributes, const char *name);
/* As xml_attribute(), of the attribute with this prefix. */
struct str xml_attribute_of(const struct xml_attributes *attributes, const char *prefix,
                            const char *name);

#endif
