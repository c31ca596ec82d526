/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_SHARED_JSON_NODE_H
#define PRESSMARK_INDEXER_FORMATS_SHARED_JSON_NODE_H

/* JSON as programs write it, in a tree on an arena. What is no JSON (RFC 8259) but can be read in
 * one way only is read: numbers of any size, NaN, half a surrogate (U+FFFD), line breaks in
 * strings, commas too many or too few, a name that an object has twice. libjansson, which
 * reads what is ours, refuses all of these. */

#include "base/arena.h"

#include <stdint.h>

enum json_node_kind {
    JSON_NODE_LITERAL, /* a number, true, false, null, NaN: text is as it stands */
    JSON_NODE_STRING,
    JSON_NODE_ARRAY,
    JSON_NODE_OBJECT,
};

struct json_node {
    enum json_node_kind kind;
    uint32_t line;   /* where it begins */
    struct str name; /* of a member of an object */
    struct str text; /* valid UTF-8 without NUL; the source's own bytes where they need no change */
    size_t start, end; /* of all of it in the source */
    struct json_node *first, *next;
};

struct json_problem {
    uint32_t line, column;
    char reason[64];
};

/* Reads the value at the front of source, valid UTF-8 of which the first line is first_line.
 * *ret_end is where it ends. False: there is none, or it is damaged; *ret_problem says how. */
bool json_node_read(struct str source, uint32_t first_line, struct arena *arena,
                    struct json_node **ret, size_t *ret_end, struct json_problem *ret_problem);

/* Where the value at the front of a source that json_node_read() refuses ends, by its brackets;
 * source.n: nobody can tell. */
size_t json_node_skip(struct str source);

/* The bytes of white space and commas at the front of source; counts its lines. */
size_t json_node_skip_blanks(struct str source, uint32_t *line);

/* The first member of that name; NULL: node (which may be NULL) is no object, or has none. */
const struct json_node *json_node_member(const struct json_node *node, const char *name);
bool json_node_is(const struct json_node *node, enum json_node_kind kind); /* node may be NULL */
/* The text of the string that is the member name; empty: it is none. */
struct str json_node_string(const struct json_node *node, const char *name);
/* A number as an integer; 0 for everything else. */
int64_t json_node_integer(const struct json_node *node);
/* The text of a string, number or boolean; empty for everything else, and for null. */
struct str json_node_scalar(const struct json_node *node);

#endif
