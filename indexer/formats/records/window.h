/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_RECORDS_WINDOW_H
#define PRESSMARK_INDEXER_FORMATS_RECORDS_WINDOW_H

/* Reads files of many records in windows that contain whole records, so that memory use does not
 * grow with the size of the file. */

#include "base/input.h"

enum record_form {
    RECORDS_NONE, /* the file is a single document */
    RECORDS_JSONL,
    RECORDS_CSV,
    RECORDS_MBOX,
    RECORDS_SGML,
    RECORDS_JSON, /* the objects of an array */
};

struct window_settings {
    enum record_form form;
    char delimiter;            /* for CSV */
    size_t window_bytes;       /* to read at a time */
    uint64_t record_bytes;     /* larger records are left out */
    const char *record_option; /* sets that limit */
};

/* Sets the form, and what reading it requires, for a file with that name and opening. Returns false
 * if it does not consist of such records. */
bool window_prepare(struct window_settings *settings, enum record_form form, struct str name,
                    struct str opening);

struct window_output {
    /* Receives whole records, in order. A failure ends the reading and is returned by
     * window_read(). */
    enum err_code (*take)(void *ctx, struct str bytes, uint32_t first_line, struct err *err);
    /* Receives the first line of a record that was left out. */
    void (*skip)(void *ctx, uint32_t line, const char *reason);
    void *ctx;
};

/* Reads records from bytes, the start of the file, and rest. If rest fails, complete records are
 * passed on before that is returned. */
enum err_code window_read(const struct window_settings *settings, struct buf *bytes,
                          const struct input *rest, const struct window_output *output,
                          struct err *err);

#endif
