/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_BASE_CONFIG_H
#define PRESSMARK_BASE_CONFIG_H

/* The user's configuration file, in the format of git's:
 *
 *     # a comment
 *     [search]
 *         limit = 20
 *     [query "new"]
 *         query = "water rights" date:7d
 *
 * Names of sections and keys are in ASCII and without case. Values may be quoted, wholly or in
 * part, with \" \\ \n \t and \b inside and outside of quotes, and go on in the next line behind a
 * "\" at the end; "#" and ";" begin a comment. One key's values are an exception, see
 * config_read(). */

#include "base/arena.h"
#include "base/err.h"

#include <stdint.h>

struct config_entry {
    struct str section; /* in lower case */
    struct str name;    /* what stands in quotes behind it; empty: nothing does */
    const char *key;    /* in lower case; NULL: the entry is the section's own line */
    const char *value;  /* NULL: the key stands alone */
    size_t line;        /* from 1 */
};

struct config {
    const char *path; /* NULL: there is no file */
    struct config_entry *entries;
    size_t n, capacity;
    struct arena arena; /* of all strings */
};

/* Reads the file that PRESSMARK_CONFIG names, else $XDG_CONFIG_HOME/pressmark/config, else
 * ~/.config/pressmark/config; one of the latter may be absent, and an empty PRESSMARK_CONFIG is no
 * file. Never one that lies with the documents. The values of raw_key are taken as they stand:
 * their quotes are their own and nothing is a comment, but \" is a quotation mark and \\ a
 * backslash. ERR_INPUT, "PATH:LINE: ...": it cannot be read as such a file; ERR_NOT_FOUND, ERR_IO,
 * ERR_LIMIT. */
enum err_code config_read(const char *raw_key, struct config *ret, struct err *err);
void config_done(struct config *c); /* also one that is all zero */

/* A path that was given as a value, NUL-terminated on the arena: "~/" is the home directory, and a
 * relative one is relative to the file. */
const char *config_path(struct config *c, const char *value);

/* Puts "PATH:LINE: " before the message of err; returns its code. */
enum err_code config_context(const struct config *c, const struct config_entry *e, struct err *err);

#endif
