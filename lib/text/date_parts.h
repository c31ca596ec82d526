/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_TEXT_DATE_PARTS_H
#define PRESSMARK_TEXT_DATE_PARTS_H

/* The parts of a date as people and programs write it. Each function takes what it reads off the
 * front of *in; where it returns false, *in is as it was or undefined: callers keep copies. */

#include "text/calendar.h"

/* A number of min to max digits, of ASCII, Arabic, Hindi or full width, that no further digit
 * follows. */
bool date_take_number(struct str *in, unsigned min, unsigned max, unsigned *ret);

/* Exactly n_digits, whatever follows. */
bool date_take_digits(struct str *in, unsigned n_digits, unsigned *ret);

/* The literal, in any case of ASCII; date_take_one_of(): the first of them, NULL at the end. */
bool date_take(struct str *in, const char *literal);
bool date_take_one_of(struct str *in, const char *const *literals);

/* One of the words, as a whole word. */
bool date_take_word(struct str *in, const char *const *words);

/* White space and marks of writing direction; false: there is none. */
bool date_take_blanks(struct str *in);

/* Whether no letter and no digit goes on. */
bool date_ends(struct str in);

/* "+02:00", "UTC-5", "CEST", with the blanks before it: minutes ahead of UTC. */
bool date_take_zone(struct str *in, int *ret_minutes);

/* "08:15", "08:15:00.25". */
bool date_take_time(struct str *in, struct date *d);

/* The time behind a date, if it can be placed in the world: with a zone, or in an ISO date. Takes
 * nothing where there is none. */
void date_take_time_behind(struct str *in, struct date *d, bool needs_zone);

#endif
