/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_ANALYSIS_KNOWN_TERMS_H
#define PRESSMARK_INDEXER_ANALYSIS_KNOWN_TERMS_H

/* A cache of terms across documents: a form that has occurred before is found by one look-up,
 * without folding or stemming it, and so are the other spellings of a word. For one thread at a
 * time. */

#include "store/term_ids.h"
#include "text/analyser.h"
#include "text/spellings.h"

enum { KNOWN_STEMS = 2, UNKNOWN_TERM = UINT32_MAX };

/* What is known about a term in ids. A term may be there only as a form that occurred in a text
 * ("café"), which refers to its term ("cafe"). */
struct known_term {
    uint64_t hash; /* positions_hash() of the term, computed on demand */
    uint32_t term; /* the term of this form; UNKNOWN_TERM: not determined yet */
    language_id stem_language[KNOWN_STEMS]; /* the language of each stem, plus 1 */
    uint32_t stem[KNOWN_STEMS];
    uint32_t document; /* the serial number of the last document with the term, */
    uint32_t posting;  /* and its index among the postings of that document */
};

/* The other spellings of words of one language. */
struct known_spellings {
    struct term_ids *typed; /* the words as they were typed; NULL if none was */
    uint32_t *ends;         /* the end of the stems of each word in stems */
    size_t n, capacity;
    uint32_t *stems;
    size_t n_stems, stems_capacity;
};

struct known_terms {
    struct analyser *analyser;
    struct term_ids *ids;
    struct known_term *known; /* indexed by the numbers in ids */
    size_t n, capacity;
    struct known_spellings spellings[LANGUAGE_LIMIT]; /* indexed by language */
    struct spellings scratch;
    struct buf bytes;
};

void known_terms_init(struct known_terms *k, struct analyser *analyser);
void known_terms_done(struct known_terms *k);
/* Forgets everything, including the numbers of terms. */
void known_terms_clear(struct known_terms *k);

/* Return the number of a term. A new term may move k->known. */
uint32_t known_terms_intern(struct known_terms *k, struct str term);
uint32_t known_terms_intern_head(struct known_terms *k, struct str term, struct head head,
                                 uint32_t hash);

/* Returns the number of the stem (Z term) of a form in a language, both as numbers in ids. */
uint32_t known_terms_stem(struct known_terms *k, uint32_t form, language_id language);
/* Returns the same if it was determined before, or else UNKNOWN_TERM. */
uint32_t known_terms_known_stem(const struct known_terms *k, uint32_t form, language_id language);
/* Records the stem of a form, which the caller has determined. */
void known_terms_learn_stem(struct known_terms *k, uint32_t form, language_id language,
                            uint32_t stem);

/* Returns the stems (Z terms) of the other spellings of a word, except the stem of its own form.
 * head and hash are those of the word as typed. The list is valid until the next call. */
struct known_list {
    const uint32_t *terms;
    size_t n;
};
struct known_list known_terms_spellings(struct known_terms *k, struct str typed, struct head head,
                                        uint32_t hash, struct str form, language_id language);
/* Returns the words whose other spellings are known, as they were typed. */
struct term_ids *known_terms_typed(struct known_terms *k, language_id language);

#endif
