/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_SIGNS_H
#define PRESSMARK_INDEXER_FORMATS_SIGNS_H

/* The signs that the table of formats (formats.c) names for them. All functions are thread-safe. */

#include "base/str.h"

/* ---- signs of text: s is its beginning, trimmed ---- */

bool sign_is_rtf(struct str name, struct str s);
/* Returns whether s begins with two records, each on a line. */
bool sign_is_jsonl(struct str name, struct str s);
bool sign_is_html(struct str name, struct str s);
bool sign_is_feed(struct str name, struct str s);
bool sign_is_xml(struct str name, struct str s);
/* Returns whether s is news wire. */
bool sign_is_sgml(struct str name, struct str s);

/* Returns whether a text begins like XML but its root element is after the end of head. */
bool sign_begins_with_remark(struct str head);

/* ---- weak signs, used if neither the name nor another sign tells; s is not trimmed ---- */

/* Returns whether s is a record, or a table, on standard input. */
bool sign_is_nameless_jsonl(struct str name, struct str s);
bool sign_is_nameless_table(struct str name, struct str s);
/* Returns whether s is a man page: comments, requests and macro definitions, then its title, which
 * may be after the part that was read. */
bool sign_is_man(struct str name, struct str s);
bool sign_is_card(struct str name, struct str s);
bool sign_is_subtitles(struct str name, struct str s);

/* ---- signs of bytes ---- */

bool sign_is_zip(struct str name, struct str bytes);
bool sign_is_archive(struct str name, struct str bytes);
/* Returns whether an archive can be read from start to end, without seeking. */
bool sign_is_stream(struct str bytes);
bool sign_is_pdf(struct str name, struct str bytes);
bool sign_is_doc(struct str name, struct str bytes);
bool sign_is_xls(struct str name, struct str bytes);
bool sign_is_ppt(struct str name, struct str bytes);
bool sign_is_msg(struct str name, struct str bytes);
bool sign_is_ps(struct str name, struct str bytes);
bool sign_is_mbox(struct str name, struct str bytes);

#endif
