/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_DATES_DATE_PARTS_H
#define PRESSMARK_DATES_DATE_PARTS_H

/* Reads the parts of a date as people and programs write it. Each function removes what it reads
 * from the front of *in. If it returns false, *in may have been changed, so that callers keep
 * copies. */

#include "dates/calendar.h"

/* Reads a number of min to max digits (ASCII, Arabic, Devanagari or full-width) that no other digit
 * follows. */
bool date_take_number(struct str *in, unsigned min, unsigned max, unsigned *ret);

/* Reads exactly n_digits digits, whatever follows. */
bool date_take_digits(struct str *in, unsigned n_digits, unsigned *ret);

/* Read a literal, regardless of ASCII case, or the first of several that matches; literals ends
 * with NULL. */
bool date_take(struct str *in, const char *literal);
bool date_take_one_of(struct str *in, const char *const *literals);

/* Reads one of the words, as a whole word. */
bool date_take_word(struct str *in, const char *const *words);

/* Reads white space and directional marks. Returns false if there is none. */
bool date_take_blanks(struct str *in);

/* Returns true if no letter or digit follows. */
bool date_ends(struct str in);

/* Reads "+02:00", "UTC-5" or "CEST", with preceding blanks, as minutes ahead of UTC. */
bool date_take_zone(struct str *in, int *ret_minutes);

/* Reads "08:15" or "08:15:00.25". */
bool date_take_time(struct str *in, struct date *d);

/* Reads the time after a date, if it is known to which zone it belongs: if it has a zone, or if
 * needs_zone is false, as in an ISO date. Otherwise reads nothing. */
void date_take_time_behind(struct str *in, struct date *d, bool needs_zone);

#endif
