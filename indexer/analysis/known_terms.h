/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_ANALYSIS_KNOWN_TERMS_H
#define PRESSMARK_INDEXER_ANALYSIS_KNOWN_TERMS_H

/* The terms of many documents, with what was learnt of each: a form that was met before costs one
 * look-up and neither folding nor stemming, a word that is spelt in several ways neither. One
 * thread at a time. */

#include "store/term_ids.h"
#include "text/analyser.h"
#include "text/spellings.h"

enum { KNOWN_STEMS = 2, UNKNOWN_TERM = UINT32_MAX };

/* What was learnt of a term of ids. A term may be there only as a form that some word had ("café"),
 * with the term it stands for ("cafe") beside it. */
struct known_term {
    uint64_t hash;                          /* positions_hash() of it as a term, once needed */
    uint32_t term;                          /* the term of this form; UNKNOWN_TERM: not yet known */
    language_id stem_language[KNOWN_STEMS]; /* in which stem was found, plus 1 */
    uint32_t stem[KNOWN_STEMS];
    uint32_t document; /* serial number of the last document that had it, and */
    uint32_t posting;  /* its place among that document's postings */
};

struct known_terms {
    struct analyser *analyser;
    struct term_ids *ids;
    struct known_term *known; /* by number in ids */
    size_t n, capacity;
    struct term_ids *typed; /* words as they are typed, behind a byte for the language, */
    struct known_spellings *spellings; /* and what is known of them, by number in it */
    size_t n_spellings, spellings_capacity;
    uint32_t *terms; /* of the spellings */
    size_t n_terms, terms_capacity;
    struct spellings scratch;
    struct buf bytes;
};

void known_terms_init(struct known_terms *k, struct analyser *analyser);
void known_terms_done(struct known_terms *k);
void known_terms_clear(struct known_terms *k); /* forgets all, the numbers of terms too */

/* The number of a term. Whatever is new may move k->known. */
uint32_t known_terms_intern(struct known_terms *k, struct str term);
uint32_t known_terms_intern_head(struct known_terms *k, struct str term, struct term_ids_head head,
                                 uint32_t hash);

/* The Z term of a form, by their numbers, in a language. */
uint32_t known_terms_stem(struct known_terms *k, uint32_t form, language_id language);

/* The Z terms by which a word is found that is also spelt otherwise: those that its form's own is
 * not. The list is valid until the next call. */
struct known_list {
    const uint32_t *terms;
    size_t n;
};
struct known_list known_terms_spellings(struct known_terms *k, struct str typed, struct str form,
                                        language_id language);

#endif
