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
 * Names of sections and keys are ASCII and case-insensitive. Values may be quoted, wholly or in
 * part, may contain \" \\ \n \t and \b inside and outside of quotes, and continue on the next line
 * after a "\" at the end of the line; "#" and ";" begin a comment. The values of one key are an
 * exception, see config_read(). */

#include "base/arena.h"
#include "base/err.h"

#include <stdint.h>

struct config_entry {
    struct str section; /* in lower case */
    struct str name;    /* the text in quotes after the section, or empty */
    const char *key;    /* in lower case; NULL for the entry of the section's own line */
    const char *value;  /* NULL if the key has no "=" */
    size_t line;        /* from 1 */
};

struct config {
    const char *path; /* NULL if there is no file */
    struct config_entry *entries;
    size_t n, capacity;
    struct arena arena; /* owns all strings */
};

/* Reads the file that PRESSMARK_CONFIG names, else $XDG_CONFIG_HOME/pressmark/config, else
 * ~/.config/pressmark/config. The latter two need not exist, and an empty PRESSMARK_CONFIG means no
 * file. A file among the documents is never read. The values of raw_key are taken literally: quotes
 * are part of them and nothing is a comment, but \" is a quotation mark and \\ a backslash.
 * ERR_INPUT, with "PATH:LINE: ...", if the file cannot be parsed; ERR_NOT_FOUND, ERR_IO, ERR_LIMIT
 * if it cannot be read. */
enum err_code config_read(const char *raw_key, struct config *ret, struct err *err);
void config_done(struct config *c); /* accepts a zero-initialised one */

/* Returns a value that is a path, NUL-terminated on the arena. "~/" is the home directory, and
 * other relative paths are relative to the folder of the file. */
const char *config_path(struct config *c, const char *value);

/* Puts "PATH:LINE: " before the message of err and returns its code. */
enum err_code config_context(const struct config *c, const struct config_entry *e, struct err *err);

#endif
