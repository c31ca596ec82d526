/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_DESCRIBE_HEAD_H
#define PRESSMARK_INDEXER_DESCRIBE_HEAD_H

/* Classifies the first lines of a text without markup. */

#include "indexer/describe/dateline.h"
#include "indexer/document/document.h"

enum { HEAD_MAX_LINES = 30 };

enum head_kind {
    HEAD_TEXT,       /* a headline or prose */
    HEAD_LABEL,      /* "FOR IMMEDIATE RELEASE", "News Releases", rules, letterheads, bylines */
    HEAD_NAVIGATION, /* "Home > News > Releases" */
    HEAD_FIELD,      /* "Contact: Paula Greer" */
    HEAD_DATELINE,   /* only a date, a place and the like */
};

struct head_line {
    struct str text;     /* trimmed and not empty */
    unsigned paragraph;  /* lines with the same number have no empty line between them */
    enum head_kind kind; /* use head_kind() */
    bool ends_item;      /* the next line belongs to another item, row or cell (flow.h) */
    bool is_in_notice;   /* for head_kind() */
    struct dateline dateline;
};

struct head {
    struct head_line lines[HEAD_MAX_LINES];
    size_t n;
    bool is_comment;     /* they are the comment that a program or a configuration begins with */
    size_t n_classified; /* the number of lines whose kind is known */
};

/* Reads the first lines of d's text, except lines of code. */
void head_read(struct head *h, const struct document *d, enum date_order order);

/* Returns the kind of line i. Classifies lines on demand, since a title needs only a few. */
enum head_kind head_kind(struct head *h, size_t i);

/* Returns whether the text begins with fields of no mail or memo, as the files of packages do. */
bool head_is_record(const struct head *h);

#endif
