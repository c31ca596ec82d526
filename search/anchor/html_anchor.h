/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_ANCHOR_HTML_ANCHOR_H
#define PRESSMARK_SEARCH_ANCHOR_HTML_ANCHOR_H

/* Finds the anchor at which a browser shows a place of an HTML page. */

#include "base/str.h"

#include <stdint.h>

struct html_place {
    uint32_t line;   /* of the source, from 1 */
    struct str word; /* what is shown: the first text on the line that contains it is the place */
    /* If not empty, the place is under this heading, which is on the same line. A page may be on a
     * single line as a whole. */
    struct str heading;
};

/* Returns the id of the innermost section, or of the nearest heading, defined term or other element
 * in it, that begins at or before the place. Elements that have ended before the place, such as a
 * menu, do not count, and neither does the id of a <div> unless it begins with a heading. The
 * result points into source, as it is written there; it is empty if there is no anchor, or if the
 * place is not found. */
struct str html_anchor(struct str source, const struct html_place *place);

#endif
