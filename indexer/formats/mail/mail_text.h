/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_MAIL_MAIL_TEXT_H
#define PRESSMARK_INDEXER_FORMATS_MAIL_MAIL_TEXT_H

/* Assembles the text of a message from its parts, with the line of the file for each line of
 * text. */

#include "base/buf.h"
#include "indexer/document/document.h"

struct mail_text {
    struct document *document; /* receives text, lines and headings */
    struct buf text;
    struct buf decoded, unix_lines; /* of the current part */
    struct arena scratch;           /* of the current HTML part */
};

/* The transfer encoding of a part in the file. */
enum mail_coding { MAIL_AS_IT_IS, MAIL_QUOTED_PRINTABLE, MAIL_BASE64 };

struct mail_piece {
    struct str bytes;   /* decoded from the transfer encoding, in its own character set */
    struct str charset; /* as declared; empty: not declared */
    struct str raw;     /* as in the file */
    uint32_t line;      /* the line of the file where raw begins */
    enum mail_coding coding;
    bool is_html;
    /* format=flowed with delsp=yes: a blank at the end of a line is to be removed with the line
     * break. */
    bool joins_lines;
};

/* Appends a piece as a paragraph. Does nothing if it is not text. */
void mail_text_add(struct mail_text *t, const struct mail_piece *piece);

/* A position in the text, to return to. */
struct mail_text_mark {
    size_t n_bytes, n_lines, n_headings;
};
/* Returns the current position. */
struct mail_text_mark mail_text_mark(const struct mail_text *t);
/* Removes what was added after the mark. */
void mail_text_go_back(struct mail_text *t, const struct mail_text_mark *mark);
/* Returns whether the text after `end` lacks so many of the words between start and end that it
 * cannot replace them: a fifth, and ten or more. */
bool mail_text_is_stub(const struct mail_text *t, const struct mail_text_mark *start,
                       const struct mail_text_mark *end);

/* Returns whether the text after `end` has words that the text before it lacks. */
bool mail_text_says_more(const struct mail_text *t, const struct mail_text_mark *start,
                         const struct mail_text_mark *end);

/* Replaces the text between start and end, another form of what follows it, by only those of its
 * lines that have words which the text after `end` lacks, and moves them behind that. */
void mail_text_keep_missing(struct mail_text *t, const struct mail_text_mark *start,
                            const struct mail_text_mark *end);

void mail_text_done(struct mail_text *t);

#endif
