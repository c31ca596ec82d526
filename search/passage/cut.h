/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_PASSAGE_CUT_H
#define PRESSMARK_SEARCH_PASSAGE_CUT_H

/* Where a passage may begin and end so that it reads well: paragraphs, sentences, words. Offsets
 * are bytes of valid UTF-8 and lie between characters. Every function looks at a bounded part of
 * the text, whatever its length. */

#include "base/str.h"

struct cut_range {
    size_t start, end;
};

/* The paragraph (lines without an empty one between) around [start, end), without the blanks at its
 * ends and punctuation before its first word; a very long one is cut some way off. */
struct cut_range cut_paragraph(struct str text, size_t start, size_t end);

/* How well a paragraph reads as a passage, (0, 1]: little for navigation, for lines that are no
 * sentence and for one that repeats the title. */
double cut_quality(struct str paragraph, struct str title);

/* Whether a sentence begins at offset. */
bool cut_is_sentence_start(struct str text, size_t offset);

/* The best [start, end) around core within room, of about max_bytes: whole sentences where they
 * fit, else whole words; scripts without blanks are cut between characters that do not belong
 * together. It does not begin with punctuation, other than what opens a quotation or a bracket. A
 * core longer than max_bytes stays whole. */
struct cut_range cut_around(struct str text, struct cut_range core, struct cut_range room,
                            size_t max_bytes);

/* The largest offset not above offset, and not below least, at which a word ends. */
size_t cut_word_end(struct str text, size_t offset, size_t least);

#endif
