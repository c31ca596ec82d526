/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_ANALYSIS_DATA_H
#define PRESSMARK_INDEXER_ANALYSIS_DATA_H

#include "indexer/analysis/form_counts.h"

/* Returns whether a text is data rather than language: most words have digits, as in tables of
 * numbers, PostScript, base64 and dumps, or it is packed, or there are fewer distinct words than
 * the square root of the number of words (prose has three times that and more) and a few of them
 * make up most of it. */
bool data_is(const struct form_counts *h, size_t n_words);

#endif
