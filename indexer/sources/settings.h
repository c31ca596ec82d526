/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_SOURCES_SETTINGS_H
#define PRESSMARK_INDEXER_SOURCES_SETTINGS_H

/* How the files of a source are chosen and read: what an index remembers of its command lines. */

#include "base/opt.h"
#include "indexer/unpack/budget.h"

struct settings {
    /* Which files. */
    struct opt_list include, exclude, type_names;
    uint64_t types; /* of type_names, see formats.h; 0: all */
    bool hidden, no_ignore;
    /* How they are read. */
    const char *language;                            /* NULL: found out for each document */
    const char *id_field, *title_field, *text_field; /* of records; NULL: the usual names */
    uint64_t max_file_bytes;
    struct unpack_limits unpack;
    /* What a file is read with, as one number, which is never 0: it has to be read again where that
     * changes. One that could not be read in full is worth another attempt by another program, too,
     * or by one that has found the helpers it needs. */
    uint32_t reading, reading_anew;
};

void settings_done(struct settings *s);
/* Fills in reading and reading_anew from the rest. */
void settings_number(struct settings *s);
/* Whether an option says how files are read, not which of them: what is remembered of a list of
 * files and of standard input. */
bool settings_is_of_reading(const char *name);

#endif
