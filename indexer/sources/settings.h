/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_SOURCES_SETTINGS_H
#define PRESSMARK_INDEXER_SOURCES_SETTINGS_H

/* The settings of a source: how its files are chosen and read. An index remembers them. */

#include "base/opt.h"
#include "indexer/unpack/budget.h"

struct settings {
    /* Which files are read: */
    struct opt_list include, exclude, type_names;
    uint64_t types; /* a bit set of the formats in type_names, see formats.h; 0: all */
    bool hidden, no_ignore;
    /* How they are read: */
    const char *language;                            /* NULL: detected for each document */
    const char *id_field, *title_field, *text_field; /* fields of records; NULL: the usual names */
    uint64_t max_file_bytes;
    struct unpack_limits unpack;
    /* Hashes, never 0, of what affects how files are read: a file whose hash has changed is read
     * again. reading_anew, which is for files that could not be read in full, also covers the
     * version of the program and the helper programs it finds. */
    uint32_t reading, reading_anew;
};

void settings_done(struct settings *s);
/* Sets reading and reading_anew from the other members. */
void settings_number(struct settings *s);
/* Returns whether an option affects how files are read, not which files are. Only these are
 * remembered for lists of files and standard input. */
bool settings_is_of_reading(const char *name);

#endif
