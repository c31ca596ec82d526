/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_BASE_OPT_H
#define PRESSMARK_BASE_OPT_H

/* Command line options from one table: parsing and --help read the same rows; tests compare the man
 * pages and completions with what --help prints. GNU habits: "-n5", "-n 5", "--limit=5", "--limit
 * 5", unique beginnings of long names, operands anywhere, "--" ends the options. */

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum opt_kind {
    OPT_FLAG,   /* bool: becomes true */
    OPT_CLEAR,  /* bool: becomes false */
    OPT_COUNT,  /* uint64_t: a number in [min, max]; UINT64_MAX when left out, where it may be */
    OPT_BYTES,  /* uint64_t: a number with K, M, G or T (1024) in [min, max] */
    OPT_NUMBER, /* double */
    OPT_TEXT,   /* const char *: borrowed from argv; "-" when left out, where it may be */
    OPT_LIST,   /* struct opt_list: may be given again */
    OPT_CHOICE, /* int: the index of the word in choices */
};

struct opt_list {
    const char **items; /* borrowed strings; the array is freed by opt_list_done() */
    size_t n, capacity;
};
void opt_list_add(struct opt_list *l, const char *item);
void opt_list_done(struct opt_list *l);

/* Options as they were given, in order, so that they can be kept and given again. Strings are
 * borrowed. */
struct opt_words {
    struct opt_word {
        const char *name;  /* of the row, without "--" */
        const char *value; /* NULL: none */
        bool is_negative;
    } * items;
    size_t n, capacity;
};
void opt_words_done(struct opt_words *w);
void opt_words_add(struct opt_words *w, struct opt_word word);
bool opt_words_has(const struct opt_words *w, const char *name);
/* Changes words by what was given later: an option replaces what they have of it, a list as a
 * whole, and a negative takes it away. Words have no negatives afterwards. */
void opt_words_update(struct opt_words *w, const struct opt_words *given);

struct opt {
    char letter;      /* 0: none */
    const char *name; /* without "--"; NULL ends the table, unless group is set */
    enum opt_kind kind;
    void *target;
    const char *argument; /* "FILE"; NULL for flags. "[WHEN]": may be left out (only with "=") */
    const char *help;
    const char *group;           /* a heading of --help, in a row without a name */
    const char *const *choices;  /* OPT_CHOICE: NULL-terminated */
    int choice_without_argument; /* OPT_CHOICE with "[...]" */
    uint64_t min, max;           /* OPT_COUNT and OPT_BYTES; max 0: none */
    /* What takes the option back, "no-NAME", or "NAME" of one that is called so; NULL: nothing. A
     * flag becomes the opposite, a text NULL, a list empty, a number stays. */
    const char *negative;
    struct opt_words *words; /* where it is added when it is given; NULL: nowhere */
};

/* Parses argv[1 .. argc) into the table's targets; what is not an option is added to operands.
 * ERR_USAGE with a message that names the option. */
enum err_code opt_parse(const struct opt *table, int argc, char **argv, struct opt_list *operands,
                        struct err *err);
/* Sets the targets as words say, which have no negatives. ERR_USAGE. */
enum err_code opt_parse_words(const struct opt *table, const struct opt_words *words,
                              struct err *err);
void opt_print_help(const struct opt *table, FILE *out);

#endif
