/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_PLAN_PLANNER_H
#define PRESSMARK_SEARCH_PLAN_PLANNER_H

/* What the files of this folder share: a plan that is being made.
 *
 * Functions that say "returns how many" append that number of complete subtrees, in post-order, to
 * the plan's nodes. A part of the query without any word appends none. The first error stays in
 * p->err, after which nothing is appended any more. */

#include "search/plan/query_plan.h"

enum {
    PLANNER_MAX_NODES = 20000,
    PLANNER_MAX_WORDS = 1000,              /* that are ranked: the rarest */
    PLANNER_MAX_EXPANSION = 1000,          /* terms that a prefix or a pattern stands for */
    PLANNER_MAX_EXPANSION_IN_PHRASE = 200, /* the same inside a phrase or NEAR */
    PLANNER_MAX_WALK = 3000000,            /* terms of the vocabulary that are looked at */
    PLANNER_MAX_PATTERNS = 1000,           /* prefixes, patterns and fuzzy words */
    PLANNER_MAX_TOGETHER = 1000,           /* words of a phrase or NEAR: the first */
    PLANNER_MAX_PARTS = 4000,              /* that are tried where all of a query are too many */
};

/* What all prefixes, patterns and fuzzy words of a query share: each gets an equal part. */
enum {
    PLANNER_MAX_TERMS = 10000,      /* that they stand for */
    PLANNER_MAX_LOOKUPS = 400000,   /* words that a pattern fits, whose frequency is looked up */
    PLANNER_MAX_POSTINGS = 8000000, /* documents that have these, each counted as often */
};

struct planner_match {
    struct plan_match match;
    struct str name; /* the term of the index whose frequency gives the weight */
    uint32_t termfreq;
    bool has_termfreq;
};

struct planner_word {
    struct str term;
    bool is_matched; /* its matches outside phrases are there */
    bool is_alone;   /* as in struct plan */
    bool is_free;    /* asked for without a field */
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
    struct plan_span *spans;
    size_t n_spans, spans_capacity;
    struct plan_span_word *span_words;
    size_t n_span_words, span_words_capacity;
    uint32_t span_part; /* that matches belong to, while a span is open */
    bool is_span_open;
    bool is_in_span;           /* matches are not of words by themselves */
    uint32_t n_patterns;       /* prefixes, patterns and fuzzy words */
    uint32_t n_cut;            /* of them that stand for more than was asked for */
    language_id stop_language; /* whose stop words are dropped */
    uint32_t n_documents;      /* in that language, where words of the query say so; else 0 */
    bool is_negative;          /* inside a negation: nothing there is a match */
    bool is_full;              /* PLANNER_MAX_NODES or PLANNER_MAX_PATTERNS are too few */
    unsigned n_tries;          /* before this one */
};

/* ---- node.c: nodes, matches ---- */

uint32_t planner_push(struct planner *p, struct store_node node); /* returns 1 */
uint32_t planner_term(struct planner *p, struct str prefix, struct str term, uint32_t wqf);
uint32_t planner_scale(struct planner *p, double factor); /* the subtree appended last */
/* The n subtrees appended last become one: none when n is 0, itself when it is one. */
uint32_t planner_combine(struct planner *p, enum store_op op, uint32_t n);
uint32_t planner_phrase(struct planner *p, enum store_op op, uint32_t n, uint32_t window);
struct str planner_concat(struct planner *p, struct str prefix, struct str term);
/* The number of a word; the same term has the same number. Those beyond PLANNER_MAX_WORDS share
 * one. */
uint32_t planner_word(struct planner *p, struct str term);
/* Notes that a word is asked for without a field. */
void planner_note_free(struct planner *p, uint32_t word, enum token_kind kind);
/* Begins a span: until it is closed, words that get a match belong to part p->span_part of it. A
 * span of less than two parts is none; nor does one begin inside a negation or another span. */
void planner_open_span(struct planner *p);
void planner_close_span(struct planner *p, enum plan_span_kind kind, uint32_t window);
/* How many of n words that stand together are looked for. */
uint32_t planner_limit_together(struct planner *p, uint32_t n);
/* Adds a match, unless inside a negation; returns where, else NULL. */
struct planner_match *planner_match(struct planner *p, enum plan_match_kind kind, struct str text,
                                    struct str name, uint32_t word, uint32_t phrase);

/* ---- field.c ---- */

enum planner_class {
    CLASS_FREE,   /* title and text */
    CLASS_FIELD,  /* words of one field */
    CLASS_FILTER, /* true or not true of a document, without weight */
};

struct planner_field {
    enum planner_class class;
    enum planner_field_kind {
        FIELD_WORDS, /* tokens with positions behind prefix */
        FIELD_TAG,   /* the value folded whole, and words without positions */
        FIELD_ENDING,
        FIELD_LANGUAGE,
        FIELD_TYPE,
        FIELD_DATE,
    } kind;
    struct str prefix;
    bool has_stems;
    bool is_single; /* a document has one value: several in a list are alternatives */
};

struct planner_field planner_field(struct planner *p, struct str name);
/* The names of the fields that every index has, in no order; NULL behind the last. */
const char *planner_field_name(size_t i);
/* A QUERY_RANGE: dates, numbers, or whether the field is there. Returns how many. */
uint32_t planner_range(struct planner *p, const struct planner_field *field,
                       const struct query_node *leaf);
/* The number that text is, as a term behind the field's prefix, where text itself is not that; a
 * second, where it may be read in two ways. 0: none, nor in a field that has no numbers. */
size_t planner_plain_numbers(struct planner *p, const struct planner_field *field, struct str text,
                             struct str ret[2]);
/* The same number in any other way of writing it, which only filters. Returns how many. */
uint32_t planner_same_number(struct planner *p, const struct planner_field *field, struct str text);
/* A leaf of a CLASS_FILTER field that is not made of tokens. Returns how many. */
uint32_t planner_filter(struct planner *p, const struct planner_field *field,
                        const struct query_node *leaf);
/* The value that such a leaf asks for, as the index has it. */
struct str planner_filter_value(struct planner *p, const struct planner_field *field,
                                const struct query_node *leaf);

/* ---- reduce.c ---- */

/* The query with at most max of its *ret_n parts, on the plan's arena; root itself where it has no
 * more. Of the words, phrases and so on that are required, that are not, and that are excluded,
 * about as many each stay. NULL: nothing is left, or p->err says why. */
const struct query_node *planner_reduce(struct planner *p, const struct query_node *root,
                                        size_t max, size_t *ret_n);

/* ---- words.c ---- */

struct planner_token {
    enum token_kind kind;
    struct str form, term;
    struct str shown; /* as it was typed */
    uint32_t position;
    bool joined;
    bool is_in_span; /* it is asked for as a part of a phrase or run only */
    bool is_exact;   /* its term alone: what is spelt in parts is found by the parts */
};
/* The tokens of text, on the plan's arena. */
struct planner_token *planner_tokens(struct planner *p, struct str text, size_t *ret_n);

/* Words of which documents need all: one word with its stems, several as the phrase they are where
 * they touch. Returns how many. */
uint32_t planner_all_words(struct planner *p, const struct planner_field *field, struct str text);
/* The tokens in their order, as they are, with at most slop words between them in all. Returns how
 * many. */
uint32_t planner_exact(struct planner *p, const struct planner_field *field, struct str text,
                       uint32_t slop);
/* The terms of the tokens as leaves, with matches in that phrase (0: none), each a part of the open
 * span. Returns how many. */
uint32_t planner_tokens_exact(struct planner *p, const struct planner_field *field,
                              const struct planner_token *tokens, size_t n, uint32_t phrase);
/* The terms of text as leaves, for NEAR. Returns how many. */
uint32_t planner_leaves(struct planner *p, const struct planner_field *field, struct str text);

/* Words side by side: ranked, any may match, those given twice count twice. Of more than
 * PLANNER_MAX_WORDS the rarest. */
struct planner_ranked {
    struct planner_token token;
    struct str *stems;
    size_t n_stems;
    uint32_t wqf;
    uint32_t stem_wqf; /* of all words with these stems; 0 when an earlier one asks for them */
    bool is_in_span;
    bool is_stop_word;
};
struct planner_list {
    struct planner_ranked *words;
    size_t n_words, words_capacity;
    uint32_t *slots; /* of the words, by the hash of their form: index + 1; 0: free */
    size_t n_slots;  /* a power of two */
    struct planner_join {
        struct planner_token *tokens;
        size_t n;
    } * joins; /* what touched: a phrase of it is worth something more */
    size_t n_joins, joins_capacity;
};
void planner_list_done(struct planner_list *l);
/* is_quoted: they stood in a phrase, which counts before its words. */
void planner_list_add(struct planner *p, struct planner_list *l, struct str text, bool is_quoted);
/* Appends the words, the joined ones once more as phrases; without the stop words, unless nothing
 * else would be ranked (has_others: something is). Returns how many. */
uint32_t planner_list_push(struct planner *p, struct planner_list *l, bool has_others);
/* Sets stop_language, the language of the index whose stop words the query's free words are most
 * often among, and n_documents. */
void planner_guess_language(struct planner *p, const struct query_node *root);

/* ---- compound.c ---- */

/* The two parts of a compound that no document has ("Waffenfabrikant") as others have them, without
 * what links them. False where the language has no compounds, or no cut gives two words. */
bool planner_split_compound(struct planner *p, struct str word, struct str *ret_left,
                            struct str *ret_right);

/* ---- wildcard.c ---- */

/* Leaves of the kinds QUERY_PREFIX, QUERY_PATTERN, QUERY_FUZZY. as_leaves: appends bare terms, for
 * NEAR; else one subtree. Returns how many. */
uint32_t planner_expand(struct planner *p, const struct planner_field *field,
                        const struct query_node *leaf, bool as_leaves);
/* A character of an unspaced script, also where it begins a pair. Returns how many. */
uint32_t planner_single(struct planner *p, struct str prefix, struct str term);

#endif
