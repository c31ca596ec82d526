/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_OFFICE_OFFICE_H
#define PRESSMARK_INDEXER_FORMATS_OFFICE_OFFICE_H

/* What the readers of office documents and books share. One package becomes one document. */

#include "indexer/document/flow.h"
#include "indexer/formats/office/package.h"
#include "indexer/formats/shared/extras.h"
#include "indexer/formats/shared/xml.h"

struct office {
    struct package *package;
    struct budget *budget;
    const struct container_output *output;
    struct document document;
    struct flow body, notes; /* notes and margin text follow the body */
    struct extras extras;
    bool has_lines;   /* lines are numbers of slides or rows, rather than lines of the text */
    bool is_cut;      /* parts are missing because of a limit, which the caller reports */
    size_t n_damaged; /* parts that are missing or not well-formed */
};

/* Maps an element of the metadata to a field. */
struct office_name {
    const char *element;
    const char *field; /* "title" and "language" set those of the document */
};

/* Initialises o for a document on arena, which is cleared. package, input and output are
 * borrowed. */
void office_begin(struct office *o, struct package *package, const struct container_input *input,
                  struct arena *arena, const struct container_output *output, const char *type);
void office_done(struct office *o);

/* Appends text with its white space folded. line is that of the slide or sheet, or 1. */
void office_add_text(struct flow *flow, struct str text, uint32_t line);

/* Reads a part through handler. Counts it as damaged if it is missing or not well-formed. */
void office_read_part(struct office *o, struct str name, const struct xml_handler *handler,
                      void *ctx);
/* Reads the metadata in a part, if there is one. names ends with {NULL, NULL}. */
void office_read_metadata(struct office *o, struct str name, const struct office_name *names);

/* Delivers the document, and reports if parts of it were damaged. */
enum err_code office_finish(struct office *o, struct err *err);

/* ---- what is beside the text ---- */

/* Adds a text to extras if it has letters. */
void office_add_beside(struct office *o, struct str text);
/* Adds what is in quotation marks, in a formula or in the instructions of a field. */
void office_add_quoted(struct office *o, struct str text);
/* Adds attributes that hold words: names, titles, hints, addresses. */
void office_take_attributes(struct office *o, struct str element,
                            const struct xml_attributes *attributes);

/* ---- relations between the parts of an OOXML package ---- */

struct office_relation {
    struct str id, type, part; /* type is the last component of its URL */
};
struct office_relations {
    struct office_relation *items;
    size_t n, capacity;
};
/* Reads the relations of a part, if it has any; "" is the package itself. */
void office_read_relations(struct office *o, struct str part, struct office_relations *ret);
void office_relations_done(struct office_relations *r);
/* Returns the part with a relation id, or the empty string. */
struct str office_related(const struct office_relations *r, struct str id);

/* The readers, each in a file of its own. main is the part with the text. */
void office_word(struct office *o, struct str main);
void office_slides(struct office *o, struct str main);
void office_sheets(struct office *o, struct str main);
void office_pages(struct office *o, struct str main);
/* Reads text in OOXML outside of the main part: charts, SmartArt, comments in sheets and slides. */
void office_drawings(struct office *o);
/* Reads the parts that nothing else has read. */
void office_rest(struct office *o);
void office_odf(struct office *o);
enum err_code office_epub(struct office *o, struct err *err);

#endif
