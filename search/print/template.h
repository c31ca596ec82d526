/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_PRINT_TEMPLATE_H
#define PRESSMARK_SEARCH_PRINT_TEMPLATE_H

/* --format: text in which "{name}" stands for a value of the hit, and "{name:escape}" for the same
 * written for a place where only some characters may stand. */

#include "search/print/columns.h"

enum template_escape {
    TEMPLATE_SAFE, /* one line, harmless for a terminal */
    TEMPLATE_SH,   /* one word of a shell's command line */
    TEMPLATE_JSON, /* a string, with its quotes */
    TEMPLATE_URL,  /* with %XX for what cannot stand in a path of a URL */
    TEMPLATE_HTML, /* text or the value of an attribute between quotes */
    TEMPLATE_MD,   /* text of Markdown */
};

struct template_part {
    struct str text; /* before the value */
    bool has_value;
    struct column column;
    enum template_escape escape;
};

struct template
{
    const struct template_part *parts;
    size_t n;
};

/* "{{" and "}}" are braces; "\n", "\t", "\r", "\0" and "\\" are as in printf(1). *ret is on arena;
 * text is borrowed. ERR_USAGE, which names the column (from 1) in text. */
enum err_code template_parse(struct str text, struct arena *arena, struct template *ret,
                             struct err *err);

#endif
