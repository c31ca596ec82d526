/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_SHARED_PEN_H
#define PRESSMARK_INDEXER_FORMATS_SHARED_PEN_H

/* Writes parts of a source into a flow, with the lines and columns they stand at. */

#include "indexer/document/flow.h"
#include "indexer/formats/shared/reader.h"

struct pen {
    struct str source; /* "\n" line ends */
    struct flow *flow;
    struct document *document; /* gets the links */
    size_t at;                 /* the offset that line and line_start were counted for */
    size_t line_start;
    uint32_t line; /* of the file */
};

/* A whole source on its way into one document. Zero-initialise. */
struct pen_draft {
    struct document document;
    struct flow flow;
    struct buf unix_lines, text;
};

/* A pen at the beginning of source, for a document on scratch, which is cleared. */
struct pen pen_begin(struct pen_draft *draft, const struct reader_input *input,
                     struct arena *scratch, const char *type);
/* Hands the document, with what was written, to output. */
enum err_code pen_deliver(struct pen_draft *draft, const struct reader_output *output,
                          struct err *err);
void pen_draft_done(struct pen_draft *draft);

/* Appends [start, end) of the source: white space around line breaks is left out. */
void pen_write(struct pen *pen, size_t start, size_t end);
/* The same line by line as it stands; a tab remains a tab. */
void pen_write_code(struct pen *pen, size_t start, size_t end);
/* Appends a piece without line breaks for what stands at an offset of the source. */
void pen_put(struct pen *pen, struct str piece, size_t at);
/* The line of the file that an offset of the source stands in. */
uint32_t pen_line(struct pen *pen, size_t at);
/* What was written since the last heading began. */
struct str pen_heading_text(const struct pen *pen);

/* A line of the source without its line break. */
struct line {
    size_t start, end;
};

/* The line that begins at offset at; false at the end of the source. The next begins at end + 1. */
bool line_at(struct str source, size_t at, struct line *ret);
/* How many blanks and tabs a line begins with; all of it when there is nothing else. */
size_t line_indent(struct str source, struct line line);
bool line_is_blank(struct str source, struct line line);
/* The text of a line without white space at its ends. */
struct str line_text(struct str source, struct line line);
/* How often the text of a line repeats c and nothing else; 0 when it does not. */
size_t line_repeats(struct str text, char c);

#endif
