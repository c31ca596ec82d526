/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_SOURCES_IGNORE_H
#define PRESSMARK_INDEXER_SOURCES_IGNORE_H

/* Ignore files: the syntax of gitignore(5). */

#include "base/buf.h"
#include "base/err.h"

/* Appends an ignore file, name as in openat(2), without the byte order mark that it may have. The
 * errors are those of file_read(); nothing is appended then. */
enum err_code ignore_append_file(int fd, const char *name, struct buf *out, struct err *err);

struct ignore_rules; /* of one directory and, behind it, those of its parents */

/* Adds the rules in text, the content of an ignore file in the directory `folder` ("" or a path
 * that ends in "/"), in front of parent (which may be NULL and must outlive the result). */
struct ignore_rules *ignore_new(struct str folder, struct str text,
                                const struct ignore_rules *parent);
/* Frees the rules, not their parent. */
void ignore_free(struct ignore_rules *rules);

/* Whether path (relative to the same root as the folders were) is ignored: the last matching line
 * of the innermost ignore file that has one decides. rules may be NULL. */
bool ignore_matches(const struct ignore_rules *rules, struct str path, bool is_directory);

/* One pattern against a path, as gitignore(5) reads it: "*" and "?" match no "/", "**" as a whole
 * part matches any number of parts, "[a-z]" a set, "\" quotes. */
bool ignore_glob(struct str pattern, struct str path);

#endif
