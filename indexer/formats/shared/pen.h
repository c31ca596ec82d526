/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_SHARED_PEN_H
#define PRESSMARK_INDEXER_FORMATS_SHARED_PEN_H

/* Writes parts of a source text into a flow together with their lines and columns. */

#include "indexer/document/flow.h"
#include "indexer/formats/shared/extras.h"
#include "indexer/formats/shared/reader.h"

struct pen;
/* Adds what it wants to keep of a line of the source, which has not been written, to extras. */
typedef void pen_keeper(struct pen *pen, struct str line);

struct pen {
    struct str source; /* with "\n" line ends */
    struct flow *flow;
    struct document *document; /* receives the links */
    size_t at;                 /* the offset for which line and line_start are valid */
    /* The offset at which that line begins. */
    size_t line_start;
    uint32_t line;         /* in the file, from 1 */
    struct extras *extras; /* receives what is beside the text */
    /* Is called for what is not written, such as comments, targets of links and options; NULL: the
     * reader does so itself. */
    pen_keeper *keeper;
    size_t used; /* everything before it has been written, kept or passed over */
};

/* The buffers of a source that becomes one document. Zero-initialise it. */
struct pen_draft {
    struct document document;
    struct flow flow;
    struct extras extras;
    struct buf unix_lines, text;
};

/* Returns a pen at the start of input's text, for a document on scratch, which is cleared first. */
struct pen pen_begin(struct pen_draft *draft, const struct reader_input *input,
                     struct arena *scratch, const char *type);
/* Passes the document, with the text that was written, to output. */
enum err_code pen_deliver(struct pen_draft *draft, const struct reader_output *output,
                          struct err *err);
void pen_draft_done(struct pen_draft *draft);

/* Appends [start, end) of the source, without the white space that follows a line break. */
void pen_write(struct pen *pen, size_t start, size_t end);
/* Does the same line by line as it is, as code. Tabs remain tabs. */
void pen_write_code(struct pen *pen, size_t start, size_t end);
/* Passes what is before an offset of the source and has not been written to the keeper. */
void pen_keep(struct pen *pen, size_t end);
/* A keeper for languages of plain text. Leaves out names of directives, blocks and options at the
 * start of a line: ".. name::", "#+name:", ":name:". */
pen_keeper pen_keep_line;
/* Passes over [start, end) of the source, which the document has in another form. */
void pen_pass(struct pen *pen, size_t start, size_t end);
/* Appends a piece without line breaks that is at an offset of the source. */
void pen_put(struct pen *pen, struct str piece, size_t at);
/* Returns the line of the file that contains an offset of the source. */
uint32_t pen_line(struct pen *pen, size_t at);
/* Returns the text written since the start of the last heading. */
struct str pen_heading_text(const struct pen *pen);

/* A line of the source: offsets of its first byte and of its line break. */
struct line {
    size_t start, end;
};

/* Sets *ret to the line from offset `at` on. Returns false at the end of the source. The next line
 * begins at ret->end + 1. */
bool line_at(struct str source, size_t at, struct line *ret);
/* Returns the number of blanks and tabs at the start of a line. */
size_t line_indent(struct str source, struct line line);
bool line_is_blank(struct str source, struct line line);
/* Returns the text of a line without white space at either end. */
struct str line_text(struct str source, struct line line);
/* Returns the length of text if it consists of nothing but c, otherwise 0. */
size_t line_repeats(struct str text, char c);

#endif
