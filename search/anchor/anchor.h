/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_ANCHOR_ANCHOR_H
#define PRESSMARK_SEARCH_ANCHOR_ANCHOR_H

/* Anchors: the fragments of URLs at which programs show a part of a document. No index stores them.
 * In formats without anchors they follow from the headings, as the usual programs make them; those
 * that authors choose are read from the file. */

#include "search/passage/cut.h"
#include "search/passage/passage.h"

/* Returns true if anchors of documents of this type depend on what is in the file. */
bool anchor_needs_source(struct str type);

/* Appends the fragment, not percent-encoded, for a passage of the document r; nothing if the
 * document is shown from its start, or if the format has no anchors. source holds the bytes of the
 * file, if they are those that were indexed; otherwise it is empty.
 *
 *   html         an id (html_anchor.h)
 *   pdf          page=N, as RFC 8118 says
 *   markdown     {#id} after the heading, or else the heading as GitHub writes it
 *   org          the property CUSTOM_ID, or else likewise
 *   asciidoc     [[id]] or [#id] before the heading, or else as Asciidoctor writes it
 *   rst          the heading as Docutils writes it
 *   man          the heading as mandoc writes it
 */
void anchor_append(struct buf *out, const struct record *r, const struct passage *p,
                   struct str source);

/* Returns the part of a document's text at which programs show it for an anchor as above: the
 * section under the heading that has the anchor; in HTML also what is between another element with
 * this id and the next heading; in a PDF the page. It is empty if there is none. text is the whole
 * text, and source as above. */
struct cut_range anchor_part(const struct record *r, struct str text, struct str anchor,
                             struct str source);

#endif
