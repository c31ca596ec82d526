/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_TEX_TEX_H
#define PRESSMARK_INDEXER_FORMATS_TEX_TEX_H

/* Goes through LaTeX once, and writes its text without commands.
 *
 * Nothing is set: a command that is not known is left out and its groups are text. Input may be
 * broken anywhere: what an argument or a formula should be ends at an empty line, as in TeX, and
 * what then has no beginning or end is text. */

#include "indexer/formats/shared/pen.h"
#include "indexer/formats/tex/tables.h"

enum { TEX_MAX_GROUPS = 200, TEX_MAX_ARGUMENTS = 9 };

/* Where text goes. */
struct tex_sink {
    struct flow *flow;
    struct buf *part; /* instead of flow, where it is not NULL */
    bool is_silent;   /* nowhere */
    bool is_drawing;  /* groups of what is silent are text */
    bool in_formula;
};

enum tex_group_kind {
    TEX_GROUP_PLAIN,
    TEX_GROUP_PART,
    TEX_GROUP_HEADING,
    TEX_GROUP_BLOCK,
    TEX_GROUP_DRAWING,
};

struct tex_group {
    enum tex_group_kind kind;
    struct tex_sink outer;
    size_t start; /* behind its brace */
};

/* A command or environment that the document defines. */
enum tex_macro_kind { TEX_MACRO_COMMAND, TEX_MACRO_BEGIN, TEX_MACRO_END };
struct tex_macro {
    enum tex_macro_kind kind;
    struct str name;
    size_t start, end; /* of what it stands for, in the source */
    unsigned n_arguments;
};

/* Of a macro: what its text is written for. */
struct tex_call {
    struct tex_call *outer;
    struct str name;
    size_t origin; /* where the macro stands in the document */
    struct str arguments[TEX_MAX_ARGUMENTS];
    bool is_used[TEX_MAX_ARGUMENTS];
};

struct tex {
    struct pen pen;
    struct flow *text, *notes;
    struct buf parts[TEX_PARTS];
    struct tex_sink sink;
    struct tex_group groups[TEX_MAX_GROUPS];
    size_t n_groups, n_deeper; /* open groups; more than there is room for */
    size_t at, end;            /* of the source: what is read next, and up to where */
    bool in_preamble, is_german, in_tabbing;
    struct tex_macro *macros;
    size_t n_macros, macros_capacity;
    struct tex_call *call; /* whose text is being read; NULL: that of the document */
    size_t n_calls;        /* being read, within each other */
    size_t n_expanded;     /* bytes, in all */
    struct str heading;    /* the first, on arena */
    struct arena *arena;
};

/* ---- scan.c ---- */

/* Reads the source of t->pen, where t->pen.flow is t->text. */
void tex_scan(struct tex *t);
/* Reads a part of the source where the reader stands, for a call or the document itself. */
void tex_scan_part(struct tex *t, struct str part, struct tex_call *call);
void tex_done(struct tex *t);

/* ---- commands.c ---- */

/* Reads the command at t->at. */
void tex_take_command(struct tex *t);

/* ---- macros.c ---- */

/* Behind \newcommand: "{\name}[2]{...}"; behind \def: "\name#1#2{...}". */
void tex_define(struct tex *t);
void tex_def(struct tex *t);
/* Behind \newenvironment: "{name}[2]{...}{...}"; behind \newtheorem: "{name}[other]{...}". */
void tex_define_environment(struct tex *t, bool is_theorem);
/* Writes what a command, or the beginning or end of an environment, stands for that the document
 * defines, which stands at origin; false: it is no such one. */
bool tex_call_macro(struct tex *t, enum tex_macro_kind kind, struct str name, size_t origin);
/* "#1" in what a macro stands for. */
void tex_put_argument(struct tex *t);

/* ---- groups.c ---- */

/* The source up to where it is read. */
struct str tex_ahead(const struct tex *t);
/* Writes a piece that stands at an offset of the source, and gaps, to where text goes now. */
void tex_put(struct tex *t, struct str piece, size_t at);
void tex_gap(struct tex *t, enum flow_gap gap);
void tex_set_sink(struct tex *t, struct tex_sink sink);

void tex_open_group(struct tex *t, enum tex_group_kind kind, struct tex_sink sink);
/* Closes all groups but the first n. */
void tex_close_groups(struct tex *t, size_t n);
/* "{" and "}" */
void tex_take_open(struct tex *t);
void tex_take_close(struct tex *t);
/* Titles, headings and formulas end here, whatever is open in them. */
void tex_end_paragraph(struct tex *t);

/* Passes over an option and returns what is in it; over the "*" of a command and the slides that it
 * belongs to ("<2->"); over groups. */
struct str tex_skip_option(struct tex *t);
void tex_skip_star(struct tex *t);
void tex_skip_groups(struct tex *t, unsigned n);
/* Opens the group that follows at once, or behind blanks; false: none does. */
bool tex_open_argument(struct tex *t, enum tex_group_kind kind, struct tex_sink sink);
/* Adds the text of s, a piece of the source, to a part. */
void tex_put_in_part(struct tex *t, enum tex_part part, struct str s);

/* ---- latex.c ---- */

/* The text of one value in LaTeX, on arena: "Ko{\v c}i\'nski" is "Kočiński". White space is folded.
 */
struct str tex_value(struct str source, struct arena *arena);

#endif
