/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_TEX_TABLES_H
#define PRESSMARK_INDEXER_FORMATS_TEX_TABLES_H

/* What is known of the commands and environments of LaTeX and its packages. */

#include "base/str.h"

/* What is collected apart from the text. */
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
    TEX_TEXT,        /* its groups are text: also what is not known */
    TEX_SWITCH,      /* changes the font or the like: the blanks behind it are none */
    TEX_UPRIGHT,     /* its group is text, also in a formula */
    TEX_HEADING,     /* of .level */
    TEX_BLOCK,       /* its group is a paragraph, also before the text begins */
    TEX_NOTE,        /* its group is a note */
    TEX_COLLECT,     /* its group belongs to .part */
    TEX_SETTINGS,    /* its group has values of hyperref among settings */
    TEX_ITEM,        /* begins an item of a list */
    TEX_LINE,        /* ends a line */
    TEX_PARAGRAPH,   /* ends a paragraph */
    TEX_LENGTH,      /* a length follows: "3pt plus 1fil" */
    TEX_VERBATIM,    /* text between two equal characters, or a group, that has no commands */
    TEX_DEFINE,      /* a command and what it stands for, in groups */
    TEX_DEF,         /* the same, as TeX itself has it */
    TEX_ENVIRONMENT, /* an environment and what stands for its beginning and its end */
    TEX_THEOREM,     /* an environment and what it is called */
    TEX_BEGIN,
    TEX_END,
};

struct tex_command {
    const char *name;
    enum tex_action action;
    unsigned n_skipped; /* groups in front that say nothing */
    unsigned level;
    enum tex_part part;
};

/* What is known of a command, without the "*" behind its name; never NULL. */
const struct tex_command *tex_command(struct str name);

enum tex_environment_kind {
    TEX_PROSE, /* also what is not known */
    TEX_CODE,
    TEX_COMMENT,
    TEX_FORMULA,
    TEX_DRAWING, /* only groups in it are text */
    TEX_TABBING,
    TEX_FRAME, /* a slide, whose title may follow in a group */
    TEX_DOCUMENT,
};

struct tex_environment {
    const char *name;
    enum tex_environment_kind kind;
    unsigned n_skipped;
};

/* What is known of an environment, without the "*" behind its name; never NULL. */
const struct tex_environment *tex_environment(struct str name);

#endif
