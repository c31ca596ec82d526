/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_ALERTS_MEMORY_H
#define PRESSMARK_INDEXER_ALERTS_MEMORY_H

/* Stores in an index what matched the queries of --alerts when they were last asked, in the file
 * "alerts".
 *
 * The first line names the format. For each alert follows a line NAME, tab, QUERY, and then the
 * keys of its matches, each on a line that begins with a blank, in bytewise order. */

#include "base/dir.h"
#include "base/err.h"
#include "base/str.h"

#include <stdbool.h>

/* Writes the key that identifies a document in an index: a hash (XXH3, 64 bits, in hexadecimal) of
 * its path relative to the index and its id. */
enum { MATCH_KEY_BYTES = 17 }; /* including the NUL */
void match_key_put(struct str path, struct str id, char ret_key[MATCH_KEY_BYTES]);

/* A set of documents by their keys, in bytewise order after key_set_sort(). */
struct key_set {
    char (*items)[MATCH_KEY_BYTES];
    size_t n, capacity;
};

void key_set_add(struct key_set *set, const char *key); /* key must have the form of one */
void key_set_sort(struct key_set *set);
bool key_set_has(const struct key_set *set, const char *key); /* the set must be sorted */
void key_set_done(struct key_set *set);

struct memory {
    struct remembered {
        char *name, *query;
        struct key_set keys;
    } * items;
    size_t n, capacity;
};

/* Reads what an index remembers, which is nothing if there is no file. Returns ERR_CORRUPT,
 * ERR_INPUT or ERR_IO. */
enum err_code memory_read(const struct dir *index, struct memory *ret, struct err *err);
/* Replaces the file atomically. */
enum err_code memory_write(const struct dir *index, const struct memory *m, struct err *err);
/* Returns the matches of an alert, borrowed, or NULL if this alert is new. */
struct key_set *memory_find(const struct memory *m, const char *name, const char *query);
/* Replaces the matches of an alert, which may be new or have had another query. Takes the contents
 * of *keys and leaves it empty. */
void memory_set(struct memory *m, const char *name, const char *query, struct key_set *keys);
void memory_done(struct memory *m);

#endif
