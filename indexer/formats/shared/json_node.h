/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_SHARED_JSON_NODE_H
#define PRESSMARK_INDEXER_FORMATS_SHARED_JSON_NODE_H

/* Parses JSON written by other programs into a tree on an arena. Accepts input that is not JSON
 * (RFC 8259) but has only one sensible reading: numbers of any size, NaN, lone surrogates (read as
 * U+FFFD), line breaks in strings, superfluous or missing commas, duplicate names in an object,
 * strings in single quotation marks and names without any, as in Python and JavaScript. libjansson,
 * which reads our own JSON, rejects all of these. */

#include "base/arena.h"

#include <stdint.h>

enum json_node_kind {
    JSON_NODE_LITERAL, /* a number, true, false, null or NaN; text is the source's */
    JSON_NODE_STRING,
    JSON_NODE_ARRAY,
    JSON_NODE_OBJECT,
};

struct json_node {
    enum json_node_kind kind;
    uint32_t line;   /* of the source, where the value begins */
    struct str name; /* if it is a member of an object */
    /* Valid UTF-8 without NUL; points into the source unless it had to be changed. */
    struct str text;
    size_t start, end; /* offsets of the whole value in the source */
    /* The first item or member, and the next sibling. */
    struct json_node *first, *next;
};

struct json_problem {
    uint32_t line, column;
    char reason[64];
};

/* Parses the value at the start of source, which is valid UTF-8 and begins on line first_line.
 * *ret_end is the offset of its end. Returns false if there is no value or it is damaged;
 * *ret_problem then tells where and why. */
bool json_node_read(struct str source, uint32_t first_line, struct arena *arena,
                    struct json_node **ret, size_t *ret_end, struct json_problem *ret_problem);

/* Returns where the value at the start of source, which json_node_read() rejects, ends by counting
 * brackets; source.n if that cannot be determined. */
size_t json_node_skip(struct str source);

/* The state of doing that for a value that comes in pieces. Zero-initialise it. */
struct json_scan {
    size_t depth; /* of open brackets */
    char quote;   /* around the open string; 0: none is open */
    bool is_escaped;
    char before; /* the last character */
    bool is_done;
};
/* Scans the next piece. Returns where the value ends in it, or its length if the value goes on
 * (is_done is false). */
size_t json_node_scan(struct json_scan *scan, struct str source);

/* Returns the number of bytes of white space and commas at the start of source. Adds their line
 * breaks to *line. */
size_t json_node_skip_blanks(struct str source, uint32_t *line);

/* Returns the first member with that name, or NULL. node may be NULL or not an object. */
const struct json_node *json_node_member(const struct json_node *node, const char *name);
bool json_node_is(const struct json_node *node, enum json_node_kind kind); /* node may be NULL */
/* Returns the text of the member `name` if it is a string, otherwise the empty string. */
struct str json_node_string(const struct json_node *node, const char *name);
/* Returns a number as an integer, and 0 for anything else. */
int64_t json_node_integer(const struct json_node *node);
/* Returns the text of a string, number or boolean, and the empty string for anything else. */
struct str json_node_scalar(const struct json_node *node);

#endif
