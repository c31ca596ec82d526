/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_DESCRIBE_HEAD_H
#define PRESSMARK_INDEXER_DESCRIBE_HEAD_H

/* The head of a text without markup, line by line: what each line is there for. */

#include "indexer/document/document.h"

enum { HEAD_MAX_LINES = 30 };

enum head_kind {
    HEAD_TEXT,       /* headline or prose */
    HEAD_LABEL,      /* "FOR IMMEDIATE RELEASE", "News Releases", rules, letterheads, bylines */
    HEAD_NAVIGATION, /* "Home > News > Releases" */
    HEAD_FIELD,      /* "Contact: Paula Greer" */
    HEAD_DATELINE,   /* nothing but date, place and the like */
};

struct head_line {
    struct str text;        /* trimmed, not empty */
    unsigned paragraph;     /* lines with the same number have no empty line between them */
    enum head_kind kind;    /* for head_kind() */
    char date[STAMP_BYTES]; /* of a dateline, also at the beginning of prose; "": none */
    struct str place;       /* likewise */
    struct str body;        /* of text: what follows the dateline; text where there is none */
};

struct head {
    struct head_line lines[HEAD_MAX_LINES];
    size_t n;
    size_t n_classified; /* the first of them */
};

/* Reads the first lines of the text of d but for those of code. */
void head_read(struct head *h, const struct document *d, enum date_order order);

/* What line i is there for: found out when it is asked for, since a title takes a look at few. */
enum head_kind head_kind(struct head *h, size_t i);

#endif
