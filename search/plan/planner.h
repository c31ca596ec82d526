/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_PLAN_PLANNER_H
#define PRESSMARK_SEARCH_PLAN_PLANNER_H

/* A plan in the making, which the files of this folder share.
 *
 * Functions that say "Returns how many" append that number of complete subtrees, in post-order, to
 * the plan's nodes. A part of the query without words appends none. After the first error, which
 * stays in p->err, nothing more is appended. */

#include "search/plan/query_plan.h"

enum {
    PLANNER_MAX_NODES = 20000,
    PLANNER_MAX_WORDS = 1000,              /* words that are ranked; of more, the rarest */
    PLANNER_MAX_EXPANSION = 1000,          /* terms that a prefix or a pattern expands to */
    PLANNER_MAX_EXPANSION_IN_PHRASE = 200, /* the same inside a phrase or NEAR */
    PLANNER_MAX_WALK = 3000000,            /* terms of the vocabulary that are examined */
    PLANNER_MAX_PATTERNS = 1000,           /* prefixes, patterns and fuzzy words in a query */
    PLANNER_MAX_TOGETHER = 1000,           /* words of a phrase or NEAR; of more, the first */
    PLANNER_MAX_PARTS = 4000,              /* parts of a query that is too large as a whole */
};

/* Limits that all prefixes, patterns and fuzzy words of a query share in equal parts. */
enum {
    PLANNER_MAX_TERMS = 10000,      /* terms that they expand to */
    PLANNER_MAX_LOOKUPS = 400000,   /* terms that fit, whose frequency is looked up */
    PLANNER_MAX_POSTINGS = 8000000, /* the sum of the frequencies of the terms that are used */
    PLANNER_MAX_CHECKED =
        64,                 /* words of a query of which it is asked whether a document has them */
    PLANNER_MAX_APART = 8,  /* those that none has which are looked for as two */
    PLANNER_MAX_SPLITS = 3, /* of each of them that are searched for, */
    PLANNER_SPLIT_STEPS = 100000, /* each in so many steps at most */
    PLANNER_GROUP_STEPS = 20000,  /* the same of each way to write a number */
    PLANNER_TWICE_STEPS = 5000,   /* and of another form of a phrase, or of a name */
};

struct planner_match {
    struct plan_match match;
    struct str name; /* the term of the index whose frequency gives the weight */
    uint32_t termfreq;
    bool has_termfreq;
};

struct planner_word {
    struct str term;
    bool is_matched; /* its matches outside phrases have been added */
    bool is_alone;   /* as in struct plan */
    bool is_free;    /* the query has it without a field */
    bool is_of_run;  /* as in struct plan_term */
    struct str *link_terms;
    size_t n_link_terms;
};

struct planner {
    const struct plan_index *index;
    struct arena *arena;
    struct err *err;
    struct store_node *nodes;
    size_t n_nodes, nodes_capacity;
    struct planner_match *matches;
    size_t n_matches, matches_capacity;
    struct planner_word *words;
    size_t n_words, words_capacity;
    struct str *ignored;
    size_t n_ignored, ignored_capacity;
    uint32_t n_phrases;
    uint32_t n_checked, n_apart; /* words counted against PLANNER_MAX_CHECKED and _APART */
    struct plan_span *spans;
    size_t n_spans, spans_capacity;
    struct plan_span_word *span_words;
    size_t n_span_words, span_words_capacity;
    uint32_t span_part; /* the part of the open span that new matches belong to */
    bool is_span_open;
    bool is_in_span;           /* new matches count only as parts of a span */
    uint32_t n_patterns;       /* prefixes, patterns and fuzzy words so far */
    uint32_t n_cut;            /* how many of these were not expanded in full */
    language_id stop_language; /* the language whose stop words are dropped */
    uint32_t n_documents;      /* in that language, if the query's words are of it; else 0 */
    bool is_negative;          /* inside a negation, where nothing becomes a match */
    bool is_full;              /* PLANNER_MAX_NODES or PLANNER_MAX_PATTERNS was exceeded */
    unsigned n_tries;          /* attempts before this one */
};

/* ---- node.c: nodes, matches ---- */

uint32_t planner_push(struct planner *p, struct store_node node); /* returns 1 */
uint32_t planner_term(struct planner *p, struct str prefix, struct str term, uint32_t wqf);
uint32_t planner_scale(struct planner *p, double factor); /* scales the subtree appended last */
/* Combines the n subtrees that were appended last into one by op. Does nothing if n is 0 or 1.
 * Returns how many. */
uint32_t planner_combine(struct planner *p, enum store_op op, uint32_t n);
uint32_t planner_phrase(struct planner *p, enum store_op op, uint32_t n, uint32_t window);
struct str planner_concat(struct planner *p, struct str prefix, struct str term);
/* Returns the number of a word, which is the same whenever the term is the same. Words beyond
 * PLANNER_MAX_WORDS share one number. */
uint32_t planner_word(struct planner *p, struct str term);
/* Notes that the query has a word without a field. */
void planner_note_free(struct planner *p, uint32_t word, enum token_kind kind);
/* Opens a span; until it is closed, matches that are added belong to its part p->span_part. A span
 * with fewer than two parts is dropped, and none is opened inside a negation or another span. */
void planner_open_span(struct planner *p);
void planner_close_span(struct planner *p, enum plan_span_kind kind, uint32_t window);
/* Returns how many of the n words of a phrase or NEAR are searched for. */
uint32_t planner_limit_together(struct planner *p, uint32_t n);
/* Adds a match and returns it. Inside a negation it adds none and returns NULL. */
struct planner_match *planner_match(struct planner *p, enum plan_match_kind kind, struct str text,
                                    struct str name, uint32_t word, uint32_t phrase);

/* ---- field.c ---- */

enum planner_class {
    CLASS_FREE,   /* title and text */
    CLASS_FIELD,  /* words of one field */
    CLASS_FILTER, /* restricts the documents, without weight */
};

struct planner_field {
    enum planner_class class;
    enum planner_field_kind {
        FIELD_WORDS, /* tokens with positions, under prefix */
        FIELD_TAG,   /* the folded value as a whole, and its words without positions */
        FIELD_ENDING,
        FIELD_LANGUAGE,
        FIELD_TYPE,
        FIELD_DATE,
    } kind;
    struct str prefix;
    bool has_stems;
    bool is_single; /* a document has one value, so that several in a list are alternatives */
};

struct planner_field planner_field(struct planner *p, struct str name);
/* Returns the name of one of the fields that every index has, in no particular order, and NULL for
 * an i beyond the last. */
const char *planner_field_name(size_t i);
/* Plans a QUERY_RANGE of dates or numbers, or the test whether a field exists. Returns how many. */
uint32_t planner_range(struct planner *p, const struct planner_field *field,
                       const struct query_node *leaf);
/* Finds the terms, under the field's prefix, for the number in text, if they differ from text: one,
 * or two if it can be read in two ways. Returns their number, which is 0 if text is no number or
 * the field has none. */
size_t planner_plain_numbers(struct planner *p, const struct planner_field *field, struct str text,
                             struct str ret[2]);
/* Plans a filter for the number in text, however documents write it. Returns how many. */
uint32_t planner_same_number(struct planner *p, const struct planner_field *field, struct str text);
/* Plans a filter for the date in text, in a field of documents and however these write it. Returns
 * how many. */
uint32_t planner_same_date(struct planner *p, const struct planner_field *field, struct str text);
/* Returns true if some document has that date. */
bool planner_has_same_date(struct planner *p, const struct planner_field *field, struct str text);
/* Plans a leaf of a CLASS_FILTER field that does not consist of tokens. Returns how many. */
uint32_t planner_filter(struct planner *p, const struct planner_field *field,
                        const struct query_node *leaf);
/* Returns the value that such a leaf asks for, in the form that the index has. */
struct str planner_filter_value(struct planner *p, const struct planner_field *field,
                                const struct query_node *leaf);

/* ---- reduce.c ---- */

/* Returns the query with at most max of its *ret_n parts, on the plan's arena, or root itself if it
 * has no more than that. About equal numbers of required, optional and excluded parts are kept.
 * Returns NULL if nothing is left or p->err is set. */
const struct query_node *planner_reduce(struct planner *p, const struct query_node *root,
                                        size_t max, size_t *ret_n);

/* ---- distinct.c ---- */

/* Returns the operands of a chain without those that say the same as an earlier one, on the plan's
 * arena. Only words, phrases and other leaves are compared. Takes linear time. */
const struct query_node **planner_distinct(struct planner *p, const struct query_node *node,
                                           uint32_t *ret_n);

/* ---- words.c ---- */

struct planner_token {
    enum token_kind kind;
    struct str form, term;
    struct str shown; /* as typed */
    uint32_t position;
    bool joined;
    bool is_in_span;        /* the query has it only as a part of a phrase or run */
    bool is_exact;          /* search for its term alone, not for other spellings */
    bool is_other_spelling; /* it is not what was typed, and counts less */
};
/* Returns the tokens of text, on the plan's arena. */
struct planner_token *planner_tokens(struct planner *p, struct str text, size_t *ret_n);

/* Plans words that a document must have all of: a single word with its stems, or several adjoining
 * ones as a phrase. Returns how many. */
uint32_t planner_all_words(struct planner *p, const struct planner_field *field, struct str text);
/* Plans the tokens of text as a phrase of their exact forms, with at most slop other words between
 * them in total. Returns how many. */
uint32_t planner_exact(struct planner *p, const struct planner_field *field, struct str text,
                       uint32_t slop);
/* Plans the terms of the tokens as leaves, each of them a part of the open span, with matches in
 * the phrase of that number (0 for none). Returns how many. */
uint32_t planner_tokens_exact(struct planner *p, const struct planner_field *field,
                              const struct planner_token *tokens, size_t n, uint32_t phrase);
/* Plans the terms of text as leaves, for NEAR. Returns how many. */
uint32_t planner_leaves(struct planner *p, const struct planner_field *field, struct str text);

/* The following are for the words of a list, and for words that are written in another way. */
extern const struct planner_field PLANNER_FREE; /* no field: the text and the title */
/* Returns the stems of a word and of its other spellings in the languages of the index, on the
 * plan's arena. */
struct str *planner_stems(struct planner *p, const struct planner_token *token, size_t *ret_n);
/* Returns those terms behind a prefix, of the stems or otherwise the word, that some document has.
 */
struct str *planner_terms_behind(struct planner *p, struct str prefix,
                                 const struct planner_token *token, const struct str *stems,
                                 size_t n_stems, size_t *ret_n);
uint32_t planner_push_stems(struct planner *p, struct str prefix, const struct str *stems, size_t n,
                            uint32_t wqf);
uint32_t planner_push_evidence(struct planner *p, const struct planner_token *token,
                               const struct str *stems, size_t n_stems, uint32_t wqf);
/* Appends a word outside phrases: its stems with a weight of 1 and its exact form with RANK_EXACT
 * or RANK_EXACT_IN_FIELD, or its exact form alone if it has no stems. Returns how many. */
uint32_t planner_push_word(struct planner *p, const struct planner_field *field,
                           const struct planner_token *token);
uint32_t planner_push_phrase(struct planner *p, const struct planner_field *field,
                             const struct planner_token *tokens, size_t n, uint32_t slop,
                             enum plan_span_kind kind);
void planner_match_word(struct planner *p, struct str prefix, const struct planner_token *token,
                        const struct str *stems, size_t n_stems);
/* Returns how many positions the tokens span. */
uint32_t planner_window(const struct planner_token *tokens, size_t n);
/* Returns true if all tokens are pairs of an unspaced script. */
bool planner_is_run(const struct planner_token *tokens, size_t n);
/* Sets p->stop_language, the language of the index that has most of the query's free words among
 * its stop words, and p->n_documents. */
void planner_guess_language(struct planner *p, const struct query_node *root);

/* ---- one_word.c ---- */

/* Returns true if some document has the word or a form of it. */
bool planner_is_known(struct planner *p, const struct planner_token *token);
/* Returns how many of the n tokens, beginning with the first, adjoin each other. */
size_t planner_join_length(const struct planner_token *tokens, size_t n);
/* Finds the word that adjoining tokens also form: "e-mail" is "email", and "hand-off" is "handoff"
 * if some document has that. Returns false if there is none. */
bool planner_joined(struct planner *p, struct str text, const struct planner_token *tokens,
                    size_t n, struct planner_token *ret);
/* Returns the parts of a name in camelCase that no document has, because documents may separate
 * them with other signs, or an empty string. */
struct str planner_split_name(struct planner *p, const struct planner_token *token);
/* Finds the word that two words form side by side. Returns false if no document has that very word.
 */
bool planner_concatenated(struct planner *p, struct str left, struct str right,
                          struct planner_token *ret);
/* Returns the words, side by side in some document, that a word is which no document has: "handoff"
 * is "hand-off" or "hand off", and "8336817" is "8 336 817"; and those that an amount as "12kg" is.
 * NULL if there are none, or too many words were looked for. */
struct planner_token *planner_apart(struct planner *p, const struct planner_token *word,
                                    size_t *ret_n);

/* Returns n tokens side by side, on the plan's arena, that documents have in place of a word. */
struct planner_token *planner_side_by_side(struct planner *p, const struct planner_token *word,
                                           const struct str *parts, size_t n, bool is_other);

/* ---- groups.c ---- */

/* Finds the groups of digits, side by side in some document, in which a number is written that no
 * document has as a whole; of a telephone number, also with another prefix, and then it may be a
 * single group. Returns how many, at most SPLIT_MAX_PARTS (split.h); 0 if there are none. */
size_t planner_groups(struct planner *p, struct str number, struct str parts[]);

/* ---- list.c ---- */

/* The ranked words of a query, any of which may match. A word that the query has twice counts
 * twice. If there are more than PLANNER_MAX_WORDS, the rarest are kept. */
struct planner_ranked {
    struct planner_token token;
    struct str *stems;
    size_t n_stems;
    uint32_t wqf;
    uint32_t stem_wqf; /* of all words with these stems; 0 if an earlier word has them already */
    bool is_in_span;
    bool is_stop_word;
};
struct planner_list {
    struct planner_ranked *words;
    size_t n_words, words_capacity;
    uint32_t *slots; /* a hash table of the words by their form: index + 1, or 0 if free */
    size_t n_slots;  /* a power of two */
    struct planner_join {
        struct planner_token *tokens;
        size_t n;
        double weight; /* of their phrase */
    } * joins;         /* adjoining tokens, whose phrase adds to the score */
    size_t n_joins, joins_capacity;
};
void planner_list_done(struct planner_list *l);
/* Adds the words of text. is_quoted is true if they come from a phrase. */
void planner_list_add(struct planner *p, struct planner_list *l, struct str text, bool is_quoted);
void planner_list_add_token(struct planner *p, struct planner_list *l,
                            const struct planner_token *token);
/* Adds a phrase of n tokens, or a word with its stems, on the plan's arena, of this weight. */
void planner_list_add_join(struct planner_list *l, struct planner_token *tokens, size_t n,
                           double weight);
/* Appends the words, and the adjoining ones once more as phrases. Stop words are left out unless
 * nothing else would be ranked; has_others is true if something else is. Returns how many. */
uint32_t planner_list_push(struct planner *p, struct planner_list *l, bool has_others);

/* ---- neighbours.c ---- */

/* Returns true if two neighbouring words may also be written as one, as "data base" and "5 kg". */
bool planner_may_be_one(const struct planner *p, const struct planner_token *left,
                        const struct planner_token *right);
/* Returns true if two words may stand at the sides of an ampersand that joins them, as in "AT&T".
 */
bool planner_may_join_ampersand(const struct planner_token *left,
                                const struct planner_token *right);
/* Adds the words that n neighbouring texts of the query also form. A text that is empty separates
 * those beside it. */
void planner_list_add_neighbours(struct planner *p, struct planner_list *l, const struct str *texts,
                                 size_t n);

/* ---- compound.c ---- */

/* Splits a compound that no document has ("Waffenfabrikant") into two words that documents have,
 * without the letters that link them. Returns false if the language has no compounds or there is no
 * such split. */
bool planner_split_compound(struct planner *p, struct str word, struct str *ret_left,
                            struct str *ret_right);

/* ---- wildcard.c ---- */

/* Plans a leaf of the kind QUERY_PREFIX, QUERY_PATTERN or QUERY_FUZZY. If as_leaves is false, the
 * result is one subtree. Otherwise it is for NEAR: a term for each word that fits, or, of a prefix
 * that consists of several words, a subtree for each of these. Returns how many. */
uint32_t planner_expand(struct planner *p, const struct planner_field *field,
                        const struct query_node *leaf, bool as_leaves);
/* Plans a single character of an unspaced script, which also matches pairs that begin with it.
 * Returns how many. */
uint32_t planner_single(struct planner *p, struct str prefix, struct str term);

#endif
