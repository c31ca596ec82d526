/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_TEXT_TOKEN_H
#define PRESSMARK_TEXT_TOKEN_H

/* What the parts of the analyser say about a token. */

enum token_kind {
    TOKEN_WORD,    /* a word or number */
    TOKEN_ACRONYM, /* single letters with full stops; form and term lack the stops */
    TOKEN_PAIR,    /* two adjoining characters of an unspaced script */
    TOKEN_SINGLE,  /* a run of one character of an unspaced script, or a pictograph */
};

/* The greatest length of terms and stems in bytes; longer words are cut between characters. Leaves
 * room for a prefix within the 245 bytes of Xapian. */
enum { ANALYSER_MAX_TERM_BYTES = 160 };

/* The number of positions that are skipped between two paragraphs, pages or cells of a table, so
 * that no phrase reaches from one into the other. */
enum { ANALYSER_GAP = 10 };
/* The same between the items of a list, rows of a table, and a defined term and its definition,
 * that a tab at the end of a line divides (indexer/document/flow.h). It is small because these have
 * to do with each other, so that they are near each other in the ranking. */
enum { ANALYSER_ITEM_GAP = 1 };

#endif
