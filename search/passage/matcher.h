/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_PASSAGE_MATCHER_H
#define PRESSMARK_SEARCH_PASSAGE_MATCHER_H

/* A plan that is prepared for looking up tokens, and what it has of one. */

#include "search/passage/beginnings.h"
#include "search/passage/found.h"

enum {
    N_BUCKETS = 256,
    MANY_BYTES = 63,        /* longer terms are not distinguished by their length */
    SHORT_TEXT_BYTES = 256, /* every token of a shorter text is looked at */
};

/* What the plan has among words with one first character. Nearly every token of a document is
 * dismissed after a look at its bucket. */
struct bucket {
    uint64_t term_lengths;   /* bit n: a term of n bytes; the last bit: of MANY_BYTES or more */
    uint64_t prefix_lengths; /* the same for prefixes */
    bool has_stem;
    uint64_t seconds; /* the union of second_letter() of the stems */
};

/* A cache, by hash, of plain words of up to 16 bytes that were looked up and match nothing, as most
 * do not. */
enum { UNMATCHED = 256 };

/* How far the positions of the current text have been counted. */
struct counted {
    size_t offset;     /* where the last token ended */
    uint32_t position; /* of the next token */
};

struct matcher {
    const struct plan *plan;
    struct analyser *analyser;
    language_id language;
    bool has_stems;
    bool stems_change_start; /* a word and its stem may have different first characters */
    size_t kept_letters; /* that a word begins with as its stem does, but for the last letter of the
                          * stem and with "y" as "i"; 0 if none may be */
    bool has_elision;    /* "l'eau" has the stem of "eau" */
    bool has_digits;     /* something in the plan begins with a digit */
    struct beginnings beginnings;
    uint32_t near_words; /* matches with more words between them have no influence on each other */
    struct counted counted;
    bool is_apart; /* the last match is too far away to influence another one */
    struct bucket buckets[N_BUCKETS];
    uint64_t wanted[WANTED_FIRST_BYTES]; /* plain words that something in the plan may match */
    uint32_t *slots; /* of terms and stems by hash: index into plan->matches + 1, or 0 */
    uint32_t slot_mask;
    struct spellings *spellings; /* set while a text is scanned, as is */
    struct str text;             /* the text */
    struct head unmatched[UNMATCHED];
};

/* Returns the hash by which m->slots has a term or stem. */
uint32_t matcher_hash(struct str s, enum plan_match_kind kind);

/* Adds the matches of this kind that a text has, at the token's place and base. */
void matcher_look_up(const struct matcher *m, struct str text, enum plan_match_kind kind,
                     const struct token *token, size_t base, struct found_list *found);

#endif
