/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_PRINT_COLUMNS_H
#define PRESSMARK_SEARCH_PRINT_COLUMNS_H

/* Columns: the named values of a hit, which --fields chooses and templates insert. */

#include "base/arena.h"
#include "base/err.h"
#include "search/print/printer.h"

enum column_kind {
    COLUMN_RANK,
    COLUMN_SCORE,
    COLUMN_PATH,
    COLUMN_REF, /* the document's reference (store/document_name.h) */
    COLUMN_ID,
    COLUMN_TITLE,
    COLUMN_DATE,
    COLUMN_LANGUAGE,
    COLUMN_TYPE,
    COLUMN_SIZE,  /* of the text, in bytes */
    COLUMN_MTIME, /* when the file was last modified */
    COLUMN_LINE,
    COLUMN_COLUMN,
    COLUMN_PAGE,
    COLUMN_HEADING,
    COLUMN_SECTION, /* the headings that the best passage is under */
    COLUMN_ANCHOR,
    COLUMN_PASSAGE,  /* the best one */
    COLUMN_PASSAGES, /* all that are shown */
    COLUMN_COLLAPSED,
    COLUMN_COPIES,
    COLUMN_STALE,
    COLUMN_FIELDS,
    COLUMN_FIELD, /* any field of the documents, by its name */
};

struct column {
    enum column_kind kind;
    struct str name;
};

struct columns {
    const struct column *items;
    size_t n;
};

/* Finds the column with this name: one of those above or else a field of the documents.
 * "fields.NAME" is always a field. The result points into name. ERR_USAGE if name is empty or
 * cannot be a name. */
enum err_code column_find(struct str name, struct column *ret, struct err *err);

/* Parses names separated by commas. *ret is on arena, and its names point into list. ERR_USAGE as
 * for column_find(). */
enum err_code columns_parse(struct str list, struct arena *arena, struct columns *ret,
                            struct err *err);

/* Returns true if one of the columns shows anchors of passages. */
bool columns_have_anchors(const struct columns *columns);

/* Returns true if a COLUMN_FIELD is the field of this name. */
bool column_is_field(const struct column *column, struct str name);

/* Appends the value unchanged; several values are separated by "; ". Appends nothing if there is no
 * value. */
void column_append_raw(struct buf *out, const struct column *column, const struct hit *h);

/* Appends the value on one line, safe for a terminal and without blanks at its ends. */
void column_append_safe(struct buf *out, const struct column *column, const struct hit *h);

#endif
