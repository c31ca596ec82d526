/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_MARKUP_MAN_H
#define PRESSMARK_INDEXER_FORMATS_MARKUP_MAN_H

/* The interface between the parts of the man page reader: requests and man macros (man.c), mdoc
 * macros (mdoc.c), macros that the page defines (man_macros.c), escapes, arguments and conditions
 * (roff.c). */

#include "indexer/document/flow.h"

enum {
    MAN_MAX_STRINGS = 256,
    MAN_MAX_MACROS = 256,
    MAN_MAX_WORDS = 64,
    MAN_MAX_LISTS = 16,
    MAN_MAX_CONDITIONS = 8
};

struct man_string {
    struct str name, value;
};

struct man {
    struct document *document;
    struct budget *budget;
    struct flow *flow;
    struct str rest;          /* of the source, after the current line */
    uint32_t line;            /* of the current line */
    struct buf text;          /* of the current line, as it is shown */
    bool is_verbatim;         /* lines are not filled */
    bool expects_tag;         /* the next text is the tag of a ".TP" */
    unsigned expects_heading; /* the next text is a heading of this level; 0: it is not */
    bool last_condition;      /* that of the last ".ie", for ".el" */
    unsigned condition_depth; /* conditions nested within one line */
    struct str url;           /* of the open link */
    struct man_string strings[MAN_MAX_STRINGS];
    size_t n_strings;
    struct man_string macros[MAN_MAX_MACROS]; /* that the page defines */
    size_t n_macros;
    unsigned macro_depth; /* macros that are being expanded */
    /* For mdoc only: */
    struct str name; /* the name of the utility */
    bool is_mdoc;    /* ".Dd" was seen, so that names of mdoc macros are recognised */
    bool in_synopsis;
    unsigned n_lists;
    bool has_bullets[MAN_MAX_LISTS]; /* of the open lists */
};

/* Appends s as a terminal shows it: with "\fBbold\fR", "\(em" and "\*(lq" interpreted. */
void man_unescape(const struct man *m, struct str s, struct buf *out);
/* Defines the string "\*(name". */
void man_define(struct man *m, struct str name, struct str value);
/* Splits arguments at blanks outside of double quotation marks. Returns how many there are, at most
 * MAN_MAX_WORDS. They still contain escapes. */
size_t man_split(struct man *m, struct str arguments, struct str *ret_words);

/* Returns whether a condition of ".if" is true on a terminal; *ret_n is its length. Numeric
 * expressions count as false, and strings are compared as in "a"b". */
bool man_condition_holds(struct str s, size_t *ret_n);
/* Returns how many more "\{" than "\}" a line has. */
int man_count_braces(struct str line);

/* Reads the next line of the source. Returns false at the end. */
bool man_take_line(struct man *m, struct str *ret);
/* Reads the lines up to the end of a definition whose arguments are given, ".." or what they name,
 * and returns them without the end. */
struct str man_read_body(struct man *m, struct str arguments);
/* Reads the definition of a macro, of which ".de" and the like had the arguments. */
void man_define_macro(struct man *m, struct str arguments);
/* Gives a macro a second name: ".als NEW OLD". */
void man_alias_macro(struct man *m, struct str arguments);
/* Appends the lines that a call of a macro stands for. Returns false if the page does not define
 * it. */
bool man_expand_macro(struct man *m, struct str name, struct str arguments, struct buf *ret);

/* Appends m->text to the flow, after a gap, and clears it. */
void man_write(struct man *m, enum flow_gap before);

/* Reads a line of mdoc macros. Returns false if name is not a macro. */
bool mdoc_read(struct man *m, struct str name, struct str arguments);

#endif
