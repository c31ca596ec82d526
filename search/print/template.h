/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_PRINT_TEMPLATE_H
#define PRESSMARK_SEARCH_PRINT_TEMPLATE_H

/* --format: templates, in which "{name}" is replaced by a value of the hit, and "{name:escape}" by
 * the same value escaped for where it is to be used. */

#include "search/print/columns.h"

enum template_escape {
    TEMPLATE_SAFE, /* one line, safe for a terminal */
    TEMPLATE_SH,   /* a word of a shell command */
    TEMPLATE_JSON, /* a JSON string with its quotes */
    TEMPLATE_URL,  /* a part of the path of a URL */
    TEMPLATE_HTML, /* text or a quoted attribute value of HTML */
    TEMPLATE_MD,   /* Markdown text */
};

struct template_part {
    struct str text; /* that precedes the value */
    bool has_value;
    struct column column;
    enum template_escape escape;
};

struct template
{
    const struct template_part *parts;
    size_t n;
};

/* Parses a template. "{{" and "}}" are braces; "\n", "\t", "\r", "\0" and "\\" are as in printf(1).
 * *ret is on arena and points into text. ERR_USAGE with the column in text, from 1. */
enum err_code template_parse(struct str text, struct arena *arena, struct template *ret,
                             struct err *err);

/* Returns true if the template shows anchors of passages. */
bool template_has_anchors(const struct template *t);

#endif
