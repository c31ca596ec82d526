/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_OFFICE_OFFICE_H
#define PRESSMARK_INDEXER_FORMATS_OFFICE_OFFICE_H

/* What the readers of office documents and books have in common: one package becomes one document.
 */

#include "indexer/document/flow.h"
#include "indexer/formats/office/package.h"
#include "indexer/formats/shared/xml.h"

struct office {
    struct package *package;
    struct budget *budget;
    const struct container_output *output;
    struct document document;
    struct flow body, notes; /* notes and margins: they follow the body */
    bool has_lines;          /* lines count slides or rows; else those of the text */
    size_t n_damaged;        /* parts that are not well-formed, or missing */
};

/* Metadata: an element, and the field its contents make. */
struct office_name {
    const char *element;
    const char *field; /* "title" and "language" are those of the document */
};

void office_begin(struct office *o, struct package *package, const struct container_input *input,
                  struct arena *arena, const struct container_output *output, const char *type);
void office_done(struct office *o);

/* Appends text to a flow, white space folded, which stands in line (of a slide, a sheet; 1). */
void office_add_text(struct flow *flow, struct str text, uint32_t line);

/* Reads a part through handler; counts it when it is damaged. */
void office_read_part(struct office *o, struct str name, const struct xml_handler *handler,
                      void *ctx);
/* The metadata in a part, by a table that ends in {NULL, NULL}. A part that is not there is none.
 */
void office_read_metadata(struct office *o, struct str name, const struct office_name *names);

/* Hands the document on, and says so when a part of it was damaged. */
enum err_code office_finish(struct office *o, struct err *err);

/* ---- relations between the parts of an OOXML package ---- */

struct office_relation {
    struct str id, type, part; /* type: the last word of its URL */
};
struct office_relations {
    struct office_relation *items;
    size_t n, capacity;
};
void office_read_relations(struct office *o, struct str part, struct office_relations *ret);
void office_relations_done(struct office_relations *r);
/* The part of an id; empty when there is none. */
struct str office_related(const struct office_relations *r, struct str id);

/* The readers, one a file. main: the part that the text is in. */
void office_word(struct office *o, struct str main);
void office_slides(struct office *o, struct str main);
void office_sheets(struct office *o, struct str main);
/* What stands in OOXML beside that: charts, SmartArt, comments of sheets and slides. */
void office_drawings(struct office *o);
void office_odf(struct office *o);
enum err_code office_epub(struct office *o, struct err *err);

#endif
