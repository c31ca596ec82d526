/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_DESCRIBE_LINE_H
#define PRESSMARK_INDEXER_DESCRIBE_LINE_H

/* Compares lines with the words that press releases and letters begin their lines with. */

#include "base/str.h"

enum { LINE_MAX_LABEL_BYTES = 80 }; /* of a line that is compared with words */

/* Folds the start of a line into out, by names_fold(). */
struct str line_fold(struct str line, char *out, size_t capacity);

/* Returns whether s begins with one of starts as whole words, possibly in the plural. */
bool line_starts_with_one_of(struct str s, const char *const *starts);

/* Returns whether a folded line begins as no headline does: "press release", "skip to". */
bool line_starts_with_label(struct str folded);

/* Returns whether folded text is, or begins with, the name of a field of a press release:
 * "contact", "release date". */
bool line_is_field_name(struct str folded);
bool line_starts_with_field_name(struct str folded);

/* Returns whether s ends with a word that the next line goes on from: "on", "from", "the". */
bool line_goes_on(struct str s);

size_t line_count_blanks(struct str s);

bool line_has_letter(struct str s);

bool line_is_small_letter(uint32_t c);

#endif
