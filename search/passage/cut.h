/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_PASSAGE_CUT_H
#define PRESSMARK_SEARCH_PASSAGE_CUT_H

/* Finds where a passage may begin and end so that it reads well: at paragraphs, sentences and
 * words. Texts are valid UTF-8; offsets are in bytes and fall between characters. Each function
 * examines a bounded part of the text, whatever its length. */

#include "base/str.h"

struct cut_range {
    size_t start, end;
};

/* Returns the paragraph around [start, end), that is, the lines up to the next empty line, without
 * blanks at its ends and punctuation before its first word. A very long one is cut at some
 * distance. */
struct cut_range cut_paragraph(struct str text, size_t start, size_t end);

/* Rates how well a paragraph reads as a passage, in (0, 1]. Navigation, lines that are not
 * sentences and a paragraph that repeats the title rate low. */
double cut_quality(struct str paragraph, struct str title);

/* Returns true if a sentence begins at offset. */
bool cut_is_sentence_start(struct str text, size_t offset);

/* Returns the best range around core within room, of about max_bytes: whole sentences if they fit,
 * otherwise whole words; in scripts without blanks, whole grapheme clusters. It does not begin with
 * punctuation except an opening quotation mark or bracket. A core longer than max_bytes is not
 * cut. */
struct cut_range cut_around(struct str text, struct cut_range core, struct cut_range room,
                            size_t max_bytes);

/* Returns the largest offset in [least, offset] at which a word ends. */
size_t cut_word_end(struct str text, size_t offset, size_t least);

#endif
