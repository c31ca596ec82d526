/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_MARKUP_MAN_H
#define PRESSMARK_INDEXER_FORMATS_MARKUP_MAN_H

/* The parts of the reader of man pages: requests and the man macros (man.c), the mdoc
 * macros (mdoc.c), escapes and arguments (roff.c). */

#include "indexer/document/flow.h"

enum { MAN_MAX_STRINGS = 64, MAN_MAX_WORDS = 64, MAN_MAX_LISTS = 16, MAN_MAX_CONDITIONS = 8 };

struct man_string {
    struct str name, value;
};

struct man {
    struct document *document;
    struct budget *budget;
    struct flow *flow;
    struct str rest;          /* of the source, behind the line being read */
    uint32_t line;            /* its number */
    struct buf text;          /* of the line, as it is written */
    bool is_verbatim;         /* lines are not filled */
    bool expects_tag;         /* the next text is the tag of a ".TP" */
    unsigned expects_heading; /* the next text is a heading of this level; 0: it is not */
    bool last_condition;      /* of ".ie", for ".el" */
    unsigned condition_depth; /* of those that stand in one line */
    struct str url;           /* of the link that is open */
    struct man_string strings[MAN_MAX_STRINGS];
    size_t n_strings;
    /* mdoc */
    struct str name; /* of the utility */
    bool is_mdoc;    /* ".Dd" was seen: names of mdoc's are macros */
    unsigned n_lists;
    bool has_bullets[MAN_MAX_LISTS]; /* of the lists that are open */
};

/* Appends s without escapes: "\fBbold\fR", "\(em" and "\*(lq" are what a terminal shows. */
void man_unescape(const struct man *m, struct str s, struct buf *out);
/* Defines what "\*(name" stands for. */
void man_define(struct man *m, struct str name, struct str value);
/* Splits arguments at blanks; those in double quotes are one. Returns how many, at most
 * MAN_MAX_WORDS; they hold escapes. */
size_t man_split(struct man *m, struct str arguments, struct str *ret_words);

/* Writes out m->text and clears it. */
void man_write(struct man *m, enum flow_gap before);

/* Reads a line of mdoc macros; false when name is none. */
bool mdoc_read(struct man *m, struct str name, struct str arguments);

#endif
