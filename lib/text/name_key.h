/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_TEXT_NAME_KEY_H
#define PRESSMARK_TEXT_NAME_KEY_H

#include "text/analyser.h"

/* Appends the key of a file's name, which is the same however the words of the name are divided and
 * whether their marks are written: "annualreport2021.pdf" for "Annual_Report-2021.pdf". It consists
 * of the terms of the stem, side by side and without apostrophes and the "e" of "ae", "oe" and
 * "ue", and of the ending, folded, behind
 * a "." if it is not empty. A stem without words is folded as a whole, and a long one is cut. Both
 * must be UTF-8. */
void name_key_append(struct analyser *a, struct str stem, struct str ending, struct buf *out);

#endif
