/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_RECORDS_WINDOW_H
#define PRESSMARK_INDEXER_FORMATS_RECORDS_WINDOW_H

/* Files of many records, read in pieces that hold whole records: a window after the other, so that
 * the memory does not grow with the file. */

#include "base/input.h"

enum record_form {
    RECORDS_NONE, /* one document */
    RECORDS_JSONL,
    RECORDS_CSV,
    RECORDS_MBOX,
    RECORDS_SGML,
};

struct window_settings {
    enum record_form form;
    char delimiter;        /* of CSV */
    size_t window_bytes;   /* to be read at a time */
    uint64_t record_bytes; /* a larger record is left out */
};

/* Fills in the form, and what it needs to know of a file that is called name and begins with
 * opening. False: it does not consist of such records. */
bool window_prepare(struct window_settings *settings, enum record_form form, struct str name,
                    struct str opening);

struct window_output {
    /* Takes whole records, in order. A failure ends the reading and is handed through. */
    enum err_code (*take)(void *ctx, struct str bytes, uint32_t first_line, struct err *err);
    /* A record that was left out, by its first line. */
    void (*skip)(void *ctx, uint32_t line, const char *reason);
    void *ctx;
};

/* Reads records from bytes, the beginning of the file, and rest. Where rest fails, the
 * records that are whole go to the output first. */
enum err_code window_read(const struct window_settings *settings, struct buf *bytes,
                          const struct input *rest, const struct window_output *output,
                          struct err *err);

#endif
