/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_QUERY_PARSE_H
#define PRESSMARK_SEARCH_QUERY_PARSE_H

/* Query text -> struct query_node. The language is pressmark-query(7). */

#include "search/query/query.h"

enum { PARSE_MAX_BYTES = 1024 * 1024 };

/* Reads a query. Punctuation that means nothing where it stands is taken as text ("C++", "AT&T",
 * "(foo", a lone quote), so that what a person pastes is never refused. *ret_root is NULL for a
 * query without any word. What is refused: more than PARSE_MAX_BYTES, and a range that is not one
 * (date:2011-99): ERR_USAGE with "column N: ...".
 * text need not be valid UTF-8: it is repaired first. Everything is on arena. */
enum err_code parse_query(struct str text, struct arena *arena, struct query_node **ret_root,
                          struct err *err);

/* Reads a query that is words only: nothing in it is an operator. Otherwise as parse_query(). */
enum err_code parse_plain(struct str text, struct arena *arena, struct query_node **ret_root,
                          struct err *err);

/* The tree as text that parses to the same tree, fully bracketed: for --explain and tests. */
struct str unparse(const struct query_node *root, struct arena *arena);

/* "today", "yesterday", "7d", "3 weeks", "2 years ago", "last month", "this week", months, quarters
 * and weeks as "05.2011", "2011-Q2" and "2011-W19", and every form of text/dates.h: "2011",
 * "2011-05", "10.05.2011", "2011-05-10T10:00:00Z" -> the first and the last day meant, as YYYYMMDD.
 * now: seconds since 1970. False when it is no date. */
bool parse_date(struct str text, int64_t now, char ret_first[9], char ret_last[9]);
/* Whether text is a time ago: "7d", "3 weeks". */
bool parse_is_ago(struct str text);
/* Changes a day, YYYYMMDD, to one so many days later (earlier where by is negative). */
void parse_move_day(char day[9], int by);

#endif
