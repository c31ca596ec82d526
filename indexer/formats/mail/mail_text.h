/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_MAIL_MAIL_TEXT_H
#define PRESSMARK_INDEXER_FORMATS_MAIL_MAIL_TEXT_H

/* The text of a message, put together from its parts, with the lines of the file it came from. */

#include "base/buf.h"
#include "indexer/document/document.h"

struct mail_text {
    struct document *document; /* gets text, lines and headings */
    struct buf text;
    struct buf decoded, unix_lines; /* of one part */
    struct arena scratch;           /* of one part of HTML */
};

/* How the bytes of a part lie in the file. */
enum mail_coding { MAIL_AS_IT_IS, MAIL_QUOTED_PRINTABLE, MAIL_BASE64 };

struct mail_piece {
    struct str bytes;   /* decoded from its transfer encoding, in its own charset */
    struct str charset; /* as declared; empty: not at all */
    struct str raw;     /* as it lies in the file */
    uint32_t line;      /* of raw in the file */
    enum mail_coding coding;
    bool is_html;
    bool joins_lines; /* format=flowed; delsp=yes: a blank at the end of a line is to go with it */
};

/* Appends a piece as a paragraph of its own; one that is no text is left out. */
void mail_text_add(struct mail_text *t, const struct mail_piece *piece);

/* How far the text is. */
struct mail_text_mark {
    size_t n_bytes, n_lines, n_headings;
};
struct mail_text_mark mail_text_mark(const struct mail_text *t);
/* Forgets what was added since. */
void mail_text_go_back(struct mail_text *t, const struct mail_text_mark *mark);
/* Whether the text from end on says so little of what the text from start to end says that it can
 * not stand for it: a fifth of the words is missing, and ten at least. */
bool mail_text_is_stub(const struct mail_text *t, const struct mail_text_mark *start,
                       const struct mail_text_mark *end);

/* Appends of the text from start to end, which is what another form of the message says, the lines
 * that have words which the text from end on has not; that text comes first then. */
void mail_text_keep_missing(struct mail_text *t, const struct mail_text_mark *start,
                            const struct mail_text_mark *end);

void mail_text_done(struct mail_text *t);

#endif
