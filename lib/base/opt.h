/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_BASE_OPT_H
#define PRESSMARK_BASE_OPT_H

/* Command line options from one table: parsing and --help use the same rows, and tests compare the
 * output of --help with man pages and completions. GNU conventions apply: "-n5", "-n 5",
 * "--limit=5", "--limit 5", unique beginnings of long names, operands anywhere, and "--" to end the
 * options. */

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum opt_kind {
    OPT_FLAG,   /* bool: is set to true */
    OPT_CLEAR,  /* bool: is set to false */
    OPT_COUNT,  /* uint64_t: in [min, max]; UINT64_MAX if an optional argument is left out */
    OPT_BYTES,  /* uint64_t: a number with K, M, G or T (1024) in [min, max] */
    OPT_NUMBER, /* double */
    OPT_TEXT,   /* const char *: borrowed from argv; "-" if an optional argument is left out */
    OPT_LIST,   /* struct opt_list: may be given several times */
    OPT_CHOICE, /* int: the index of the word in choices */
};

struct opt_list {
    const char **items; /* borrowed strings; opt_list_done() frees the array */
    size_t n, capacity;
};
void opt_list_add(struct opt_list *l, const char *item);
void opt_list_done(struct opt_list *l);

/* Options in the order in which they were given, so that they can be stored and applied again.
 * Strings are borrowed. */
struct opt_words {
    struct opt_word {
        const char *name;  /* of the row, without "--" */
        const char *value; /* or NULL */
        bool is_negative;
    } * items;
    size_t n, capacity;
};
void opt_words_done(struct opt_words *w);
void opt_words_add(struct opt_words *w, struct opt_word word);
bool opt_words_has(const struct opt_words *w, const char *name);
/* Applies options that were given later: an option replaces what words have of it, a list as a
 * whole, and its negative removes it. Afterwards words have no negatives. */
void opt_words_update(struct opt_words *w, const struct opt_words *given);

struct opt {
    char letter;      /* 0 if there is none */
    const char *name; /* without "--"; NULL ends the table, unless group is set */
    enum opt_kind kind;
    void *target;
    const char *argument; /* "FILE"; NULL for flags. "[WHEN]" is optional and given only with "=" */
    const char *help;
    const char *group;           /* a heading of --help, in a row without a name */
    const char *const *choices;  /* OPT_CHOICE: NULL-terminated */
    int choice_without_argument; /* OPT_CHOICE with "[...]" */
    uint64_t min, max;           /* for OPT_COUNT and OPT_BYTES; a max of 0 means no limit */
    /* The name of the option's opposite: "no-NAME", or "NAME" for an option called "no-NAME"; NULL
     * if there is none. It inverts a flag, sets a text to NULL, empties a list, and leaves a number
     * unchanged. */
    const char *negative;
    struct opt_words *words; /* where the option is recorded if it is given, or NULL */
};

/* Parses argv[1 .. argc) into the table's targets. What is not an option is added to operands.
 * ERR_USAGE, with a message that names the option. */
enum err_code opt_parse(const struct opt *table, int argc, char **argv, struct opt_list *operands,
                        struct err *err);
/* Sets the targets as words say, which must not have negatives. ERR_USAGE if one of them is
 * wrong. */
enum err_code opt_parse_words(const struct opt *table, const struct opt_words *words,
                              struct err *err);
void opt_print_help(const struct opt *table, FILE *out);

#endif
