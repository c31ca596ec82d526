/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_PRINT_HYPERLINK_H
#define PRESSMARK_SEARCH_PRINT_HYPERLINK_H

/* Hyperlinks around paths, for terminals that support OSC 8. Formats are those of ripgrep: a URL
 * with {path}, {host}, {line} and {column}, or the name of a predefined one. */

#include "base/buf.h"
#include "base/err.h"

/* Returns the format for a name, or the name itself if that is a format; NULL for "none". *ret may
 * point into name. ERR_USAGE if it is neither. */
enum err_code hyperlink_format(const char *name, const char **ret, struct err *err);

/* Returns true if the terminal that the environment describes is known to support links. */
bool hyperlink_is_known_to_work(void);

/* A place in a file. line and column count from 1; a 0 is taken as 1. */
struct hyperlink_place {
    struct str path; /* which is made absolute */
    uint32_t line, column;
    struct str anchor; /* for URLs of files, unless the format has a fragment itself; or empty */
};

/* Appends the URL of a place. */
void hyperlink_append_url(struct buf *out, const char *format, const struct hyperlink_place *place);

/* Appends the escape sequence that starts a link to such a place, and the one that ends it. */
void hyperlink_append_start(struct buf *out, const char *format,
                            const struct hyperlink_place *place);
void hyperlink_append_end(struct buf *out);

#endif
