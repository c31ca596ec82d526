/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_ALERTS_MEMORY_H
#define PRESSMARK_INDEXER_ALERTS_MEMORY_H

/* What matched the queries of --alerts when they were last asked: the file "alerts" of an index.
 *
 * Its first line names the form. A line NAME, tab, QUERY follows for each alert, and after it the
 * keys of its matches, each on a line that begins with a blank, in bytewise order. */

#include "base/dir.h"
#include "base/err.h"
#include "base/str.h"

#include <stdbool.h>

/* What tells a document from all others of an index: a hash (XXH3, 64 bits, in hexadecimal) of its
 * path from the index and its id. */
enum { MATCH_KEY_BYTES = 17 }; /* with the NUL */
void match_key_put(struct str path, struct str id, char ret_key[MATCH_KEY_BYTES]);

/* Documents by their keys, in bytewise order once key_set_sort() was called. */
struct key_set {
    char (*items)[MATCH_KEY_BYTES];
    size_t n, capacity;
};

void key_set_add(struct key_set *set, const char *key); /* has the form of one */
void key_set_sort(struct key_set *set);
bool key_set_has(const struct key_set *set, const char *key); /* the set is in order */
void key_set_done(struct key_set *set);

struct memory {
    struct remembered {
        char *name, *query;
        struct key_set keys;
    } * items;
    size_t n, capacity;
};

/* Reads what an index remembers, nothing where there is no file. ERR_CORRUPT, ERR_INPUT, ERR_IO. */
enum err_code memory_read(const struct dir *index, struct memory *ret, struct err *err);
/* Replaces the file, which readers see at once and whole. */
enum err_code memory_write(const struct dir *index, const struct memory *m, struct err *err);
/* The matches of an alert, borrowed; NULL: it is a new one. */
struct key_set *memory_find(const struct memory *m, const char *name, const char *query);
/* Replaces the matches of an alert, also of one that is new or had another query. The set is the
 * memory's from now on, and the caller's is empty. */
void memory_set(struct memory *m, const char *name, const char *query, struct key_set *keys);
void memory_done(struct memory *m);

#endif
