/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_TEX_TABLES_H
#define PRESSMARK_INDEXER_FORMATS_TEX_TABLES_H

/* Tables of the commands and environments of LaTeX and its packages. */

#include "base/str.h"

/* The parts of a document that are collected apart from its text. */
enum tex_part {
    TEX_TITLE,
    TEX_AUTHOR,
    TEX_DATE,
    TEX_KEYWORDS,
    TEX_CITES,
    TEX_LABELS,
    TEX_FILES,
    TEX_PACKAGES,
    TEX_INDEX,
    TEX_SHORT_TITLES,
    TEX_LANGUAGES,
    TEX_SETTINGS_TITLE,
    TEX_SUBJECT,
    TEX_PARTS,
};

enum tex_action {
    TEX_TEXT,        /* its groups are text, as for unknown commands */
    TEX_SWITCH,      /* changes the font or the like; the blanks after it do not count */
    TEX_UPRIGHT,     /* its group is text even in a formula */
    TEX_HEADING,     /* a heading of .level */
    TEX_BLOCK,       /* its group is a paragraph, even before the text begins */
    TEX_NOTE,        /* its group is a note */
    TEX_COLLECT,     /* its group is collected in .part */
    TEX_SETTINGS,    /* its group has settings for hyperref */
    TEX_ITEM,        /* begins an item of a list */
    TEX_LINE,        /* ends a line */
    TEX_PARAGRAPH,   /* ends a paragraph */
    TEX_LENGTH,      /* is followed by a length: "3pt plus 1fil" */
    TEX_VERBATIM,    /* text between two equal characters or in a group, without commands */
    TEX_DEFINE,      /* defines a command, with its name and body in groups */
    TEX_DEF,         /* the same in the syntax of plain TeX */
    TEX_ENVIRONMENT, /* defines an environment, with its beginning and end in groups */
    TEX_THEOREM,     /* defines an environment with the heading in a group */
    TEX_BEGIN,
    TEX_END,
};

struct tex_command {
    const char *name;
    enum tex_action action;
    unsigned n_skipped; /* of groups before the text, which are left out */
    unsigned level;
    enum tex_part part;
};

/* Returns the entry for a command (name without "*"); never NULL. */
const struct tex_command *tex_command(struct str name);

enum tex_environment_kind {
    TEX_PROSE, /* also what is unknown */
    TEX_CODE,
    TEX_COMMENT,
    TEX_FORMULA,
    TEX_DRAWING, /* only its groups are text */
    TEX_TABBING,
    TEX_FRAME, /* a slide, whose title may follow in a group */
    TEX_DOCUMENT,
};

struct tex_environment {
    const char *name;
    enum tex_environment_kind kind;
    unsigned n_skipped;
};

/* Returns the entry for an environment (name without "*"); never NULL. */
const struct tex_environment *tex_environment(struct str name);

#endif
