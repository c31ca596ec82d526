/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_TEX_TEX_H
#define PRESSMARK_INDEXER_FORMATS_TEX_TEX_H

/* Reads LaTeX in one pass and writes its text without commands.
 *
 * Nothing is typeset: an unknown command is left out and its groups are text. The input may be
 * malformed anywhere: an argument or formula ends at an empty line at the latest, as in TeX, and
 * delimiters without a counterpart are text. */

#include "indexer/formats/shared/pen.h"
#include "indexer/formats/tex/tables.h"

enum { TEX_MAX_GROUPS = 200, TEX_MAX_ARGUMENTS = 9 };

/* Where text is written. */
struct tex_sink {
    struct flow *flow;
    struct buf *part; /* replaces flow unless it is NULL */
    bool is_silent;   /* text is dropped */
    bool is_drawing;  /* groups are text although is_silent */
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
    size_t start; /* the offset after its opening brace */
};

/* A command or environment that the document defines. */
enum tex_macro_kind { TEX_MACRO_COMMAND, TEX_MACRO_BEGIN, TEX_MACRO_END };
struct tex_macro {
    enum tex_macro_kind kind;
    struct str name;
    size_t start, end; /* of its body, in the source */
    unsigned n_arguments;
    struct str preset; /* of the first argument, which is then optional; p is NULL if it is not */
};

/* A macro call whose body is being read. */
struct tex_call {
    struct tex_call *outer;
    struct str name;
    size_t origin; /* the offset of the outermost call in the document */
    struct str arguments[TEX_MAX_ARGUMENTS];
    bool is_used[TEX_MAX_ARGUMENTS];
};

struct tex {
    struct pen pen;
    struct flow *text, *notes;
    struct buf parts[TEX_PARTS];
    struct tex_sink sink;
    struct tex_group groups[TEX_MAX_GROUPS];
    size_t n_groups, n_deeper; /* open groups: those in groups, and those beyond its capacity */
    size_t at, end;            /* offsets in the source: of what is read next, and where to stop */
    bool in_preamble, is_german, in_tabbing;
    bool is_row; /* a cell of the current row of a table has ended */
    struct tex_macro *macros;
    size_t n_macros, macros_capacity;
    struct tex_call *call; /* the innermost call; NULL: the text of the document itself */
    size_t n_calls;        /* the depth of nested calls */
    size_t n_expanded; /* the total number of bytes read from macro bodies and repeated arguments */
    struct str heading; /* the first heading, on arena */
    struct arena *arena;
};

/* ---- scan.c ---- */

/* Reads the source of t->pen. t->pen.flow must be t->text. */
void tex_scan(struct tex *t);
/* Reads a part of the source in the current state, for a call or for the document itself (NULL). */
void tex_scan_part(struct tex *t, struct str part, struct tex_call *call);
void tex_done(struct tex *t);

/* ---- commands.c ---- */

/* Reads the command at t->at. */
void tex_take_command(struct tex *t);

/* ---- macros.c ---- */

/* Read what follows \newcommand, "{\name}[2]{...}", and what follows \def, "\name#1#2{...}". */
void tex_define(struct tex *t);
void tex_def(struct tex *t);
/* Reads what follows \newenvironment, "{name}[2]{...}{...}", or \newtheorem,
 * "{name}[other]{...}". */
void tex_define_environment(struct tex *t, bool is_theorem);
/* Writes the body of a command, or of the start or end of an environment, that the document
 * defines. origin is the offset of the call. Returns false if it is not defined or cannot be
 * expanded. */
bool tex_call_macro(struct tex *t, enum tex_macro_kind kind, struct str name, size_t origin);
/* Writes the argument for "#1" in the body of a macro. */
void tex_put_argument(struct tex *t);

/* ---- groups.c ---- */

/* Returns the source from its start to t->end, where reading stops. */
struct str tex_ahead(const struct tex *t);
/* Write a piece that is at an offset of the source, or a gap, to the current sink. */
void tex_put(struct tex *t, struct str piece, size_t at);
void tex_gap(struct tex *t, enum flow_gap gap);
/* Passes over [start, end) of the source, for which another piece has been put. */
void tex_pass(struct tex *t, size_t start, size_t end);
/* Directs text to another sink. */
void tex_set_sink(struct tex *t, struct tex_sink sink);

/* Opens a group whose text goes to sink; closing it restores the current sink. */
void tex_open_group(struct tex *t, enum tex_group_kind kind, struct tex_sink sink);
/* Closes all groups but the outermost n. */
void tex_close_groups(struct tex *t, size_t n);
/* Handle "{" and "}" at t->at. */
void tex_take_open(struct tex *t);
void tex_take_close(struct tex *t);
/* Ends a paragraph. Open titles, headings and formulas end here, with everything in them. */
void tex_end_paragraph(struct tex *t);

/* Skip an option and return its contents; skip the "*" of a command and a list of slides ("<2->");
 * skip groups. */
struct str tex_skip_option(struct tex *t);
void tex_skip_star(struct tex *t);
void tex_skip_groups(struct tex *t, unsigned n);
/* Opens the group that follows at once or after blanks. Returns false if there is none. */
bool tex_open_argument(struct tex *t, enum tex_group_kind kind, struct tex_sink sink);
/* Appends the text of s, a part of the source, to a part of the document. */
void tex_put_in_part(struct tex *t, enum tex_part part, struct str s);

/* ---- latex.c ---- */

/* Returns the text of a single LaTeX value, on arena: "Kočiński" for "Ko{\v c}i\'nski". Each run of
 * white space becomes one blank. */
struct str tex_value(struct str source, struct arena *arena);

#endif
