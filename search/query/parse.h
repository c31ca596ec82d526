/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_QUERY_PARSE_H
#define PRESSMARK_SEARCH_QUERY_PARSE_H

/* Parses the text of a query into a tree of struct query_node. pressmark-query(7) describes the
 * language. */

#include "search/query/query.h"

enum { PARSE_MAX_BYTES = 1024 * 1024 };

/* Parses a query. Punctuation that has no meaning at its place is text ("C++", "AT&T", "(foo", a
 * lone quote), so that pasted text is never refused. text need not be valid UTF-8: it is repaired
 * first. The tree is on arena; *ret_root is NULL if the query has no words. ERR_USAGE, with a
 * message "column N: ...", for a text of more than PARSE_MAX_BYTES and for an impossible range
 * (date:2011-99). */
enum err_code parse_query(struct str text, struct arena *arena, struct query_node **ret_root,
                          struct err *err);

/* Does the same for a query that consists of words only, in which nothing is an operator. */
enum err_code parse_plain(struct str text, struct arena *arena, struct query_node **ret_root,
                          struct err *err);

/* Returns a fully bracketed text that parses to the same tree, for --explain and tests. */
struct str unparse(const struct query_node *root, struct arena *arena);

/* Reads a date: "today", "tomorrow", "7d", "3 weeks", "2 years ago", "last month", "this week";
 * months, quarters and weeks as in "05.2011", "2011-Q2" and "2011-W19"; and every form of
 * dates/dates.h, such as "2011", "2011-05", "10.05.2011" and "2011-05-10T10:00:00Z". Returns the
 * first and the last day that are meant, as YYYYMMDD. now is in seconds since 1970. Returns false
 * if text is not a date. */
bool parse_date(struct str text, int64_t now, char ret_first[9], char ret_last[9]);
/* Returns true if text is a span of time that ends now: "7d", "3 weeks". */
bool parse_is_ago(struct str text);
/* Moves a day, YYYYMMDD, by so many days, backwards if by is negative. */
void parse_move_day(char day[9], int by);

#endif
