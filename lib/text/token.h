/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_TEXT_TOKEN_H
#define PRESSMARK_TEXT_TOKEN_H

/* What the parts of the analyser say of a word. */

enum token_kind {
    TOKEN_WORD,    /* a word or number */
    TOKEN_ACRONYM, /* single letters with full stops; form and term are without the stops */
    TOKEN_PAIR,    /* two neighbouring characters of an unspaced script */
    TOKEN_SINGLE,  /* one character of an unspaced script that is a run by itself; a pictograph */
};

/* No term or stem is longer, in bytes; longer words are cut at a character. Leaves room for a
 * prefix within Xapian's 245. */
enum { ANALYSER_MAX_TERM_BYTES = 160 };

#endif
