/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_PRINT_COLUMNS_H
#define PRESSMARK_SEARCH_PRINT_COLUMNS_H

/* The values of a hit by name: what --fields chooses, and what a template puts in. */

#include "base/arena.h"
#include "base/err.h"
#include "search/print/printer.h"

enum column_kind {
    COLUMN_RANK,
    COLUMN_SCORE,
    COLUMN_PATH,
    COLUMN_REF, /* a short name that stays (store/document_name.h) */
    COLUMN_ID,
    COLUMN_TITLE,
    COLUMN_DATE,
    COLUMN_LANGUAGE,
    COLUMN_TYPE,
    COLUMN_SIZE, /* of the text, in bytes */
    COLUMN_LINE,
    COLUMN_COLUMN,
    COLUMN_PAGE,
    COLUMN_HEADING,
    COLUMN_PASSAGE,  /* the best one */
    COLUMN_PASSAGES, /* all that are shown */
    COLUMN_COLLAPSED,
    COLUMN_COPIES,
    COLUMN_STALE,
    COLUMN_FIELDS,
    COLUMN_FIELD, /* of the documents, by its own name */
};

struct column {
    enum column_kind kind;
    struct str name;
};

struct columns {
    const struct column *items;
    size_t n;
};

/* The column called name: one of the hit's own, else the field of the documents that is called so,
 * which "fields.NAME" always is. name is borrowed. ERR_USAGE: it is empty or no name. */
enum err_code column_find(struct str name, struct column *ret, struct err *err);

/* Names with commas between. *ret is on arena, its names are borrowed. ERR_USAGE. */
enum err_code columns_parse(struct str list, struct arena *arena, struct columns *ret,
                            struct err *err);

/* Whether a COLUMN_FIELD is the field of this name. */
bool column_is_field(const struct column *column, struct str name);

/* Appends the value as it is: nothing where there is none, several with "; " between. */
void column_append_raw(struct buf *out, const struct column *column, const struct hit *h);

/* Appends the value on one line, harmless for a terminal, without blanks at its ends. */
void column_append_safe(struct buf *out, const struct column *column, const struct hit *h);

#endif
