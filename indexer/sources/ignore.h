/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_SOURCES_IGNORE_H
#define PRESSMARK_INDEXER_SOURCES_IGNORE_H

/* Ignore files in the syntax of gitignore(5). */

#include "base/buf.h"
#include "base/err.h"

/* Appends the contents of an ignore file, without a byte order mark. fd and name are as for
 * openat(2). Returns the errors of file_read(), and then appends nothing. */
enum err_code ignore_append_file(int fd, const char *name, struct buf *out, struct err *err);

struct ignore_rules; /* the rules of one directory, chained to those of its parents */

/* Compiles text, the contents of an ignore file in the directory `folder` ("" or a path that ends
 * in "/"). The result refers to parent, the rules of outer directories, which may be NULL and must
 * outlive it. */
struct ignore_rules *ignore_new(struct str folder, struct str text,
                                const struct ignore_rules *parent);
/* Frees the rules, but not their parent. */
void ignore_free(struct ignore_rules *rules);

/* Returns whether path, which is relative to the same root as the folders, is ignored. The last
 * matching line of the innermost ignore file that matches decides. rules may be NULL. */
bool ignore_matches(const struct ignore_rules *rules, struct str path, bool is_directory);

/* Matches one pattern against a path as gitignore(5) defines it: "*" and "?" do not match "/", "**"
 * as a whole part of the path matches any number of parts, "[a-z]" matches a set, "\" quotes. */
bool ignore_glob(struct str pattern, struct str path);

#endif
