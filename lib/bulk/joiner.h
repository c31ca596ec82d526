/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_BULK_JOINER_H
#define PRESSMARK_BULK_JOINER_H

/* The parts of a joiner that its files share. */

#include "bulk/join_input.h"
#include "glass/postlist_reader.h"
#include "glass/postlist_writer.h"

/* A database from which documents or terms come. */
struct join_source {
    struct dir dir;
    struct glass_version version;
    struct table_reader postlist, termlist, docdata;
    uint32_t *numbers;  /* the new number of each document, by its own; 0 if it is left out */
    uint32_t n_numbers; /* its greatest document number, plus 1 */
};

struct bulk_joiner {
    char *path;
    const struct join_input *in;
    struct join_source *sources; /* of the documents and, as the last one, of the new terms */
    size_t n_sources;
    uint32_t n_documents;
    uint32_t *lengths; /* by new number, from 1 */
    uint8_t *replaced; /* a bit for each new number; NULL if no terms are replaced */
    uint32_t max_wdf;
    const volatile sig_atomic_t *stop;
    struct glass_root roots[GLASS_N_TABLES];
};

static inline bool joiner_replaces_terms_of(const struct bulk_joiner *j, uint32_t number)
{
    return j->replaced && j->replaced[number / 8] & 1u << number % 8;
}

/* ERR_INTERRUPTED if *stop is set. */
enum err_code joiner_look(const struct bulk_joiner *j, struct err *err);
enum err_code joiner_refuse(const struct table_reader *t, const char *what, struct err *err);

/* Writes the term lists and the data, and sets the lengths. */
enum err_code joiner_write_documents(struct bulk_joiner *j, struct err *err);
/* Writes the postlist table. */
enum err_code joiner_write_postlist(struct bulk_joiner *j, const struct join_end *end,
                                    bool *ret_is_in_order, struct err *err);
/* Writes its part after the lengths: the terms. */
enum err_code joiner_write_terms(struct bulk_joiner *j, struct postlist_writer *out,
                                 struct err *err);

#endif
