/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_PRINT_HYPERLINK_H
#define PRESSMARK_SEARCH_PRINT_HYPERLINK_H

/* Links around paths for terminals that know OSC 8, in the formats that ripgrep has: a URL with
 * {path}, {host}, {line} and {column}, or the name of one. */

#include "base/buf.h"
#include "base/err.h"

/* The format that name stands for, name itself where it is a format; NULL for "none". ERR_USAGE: it
 * is neither. What is returned is borrowed. */
enum err_code hyperlink_format(const char *name, const char **ret, struct err *err);

/* Whether the terminal that the environment describes is known to open links. */
bool hyperlink_is_known_to_work(void);

/* Appends the URL of a place of the file at path (as shown; made absolute here). line and column:
 * from 1; 0 is 1. */
void hyperlink_append_url(struct buf *out, const char *format, struct str path, uint32_t line,
                          uint32_t column);

/* Appends what begins a link to it on a terminal, and what ends one. */
void hyperlink_append_start(struct buf *out, const char *format, struct str path, uint32_t line,
                            uint32_t column);
void hyperlink_append_end(struct buf *out);

#endif
