/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_HTML_REPAIR_H
#define PRESSMARK_INDEXER_FORMATS_HTML_REPAIR_H

/* What browsers forgive and libxml2 takes for something else. */

#include "base/buf.h"

/* The page with the same lines, itself or a copy in buffer: "&#146;" is the apostrophe that it is
 * in windows-1252, a number that is no character is U+FFFD, "&#" without a number stands for
 * itself; comments that end early ("<!-->", "--!>") end there, and declarations that are none
 * ("<![endif]>", "</ >") are left out; a title or text area holds no markup. */
struct str html_repair(struct str page, struct buf *buffer);

#endif
