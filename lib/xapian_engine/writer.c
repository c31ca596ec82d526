/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Changes databases through lib/xap. */
#include "xapian_engine/writer.h"

#include "base/mem.h"
#include "xapian_engine/status.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct xapian_writer {
    struct xap_database *db;
    struct xap_term *terms; /* of the document that is lent; they grow as needed */
    size_t terms_capacity;
    struct xap_value *values;
    size_t values_capacity;
};

/* ---- opening ---- */

static char *last_path; /* of the last database that was opened; never freed */

/* If a commit fails, libxapian may throw where nothing may be thrown. That ends the program, with
 * as good a message as is possible. */
static void report_stray_exception(const char *why)
{
    struct err line = ERR_INIT;
    err_set(&line, ERR_IO, "pressmark-index: '%s': cannot commit: %s\n", last_path, why);
    ssize_t ignored = write(STDERR_FILENO, line.message, strlen(line.message));
    (void)ignored;
    _exit(2);
}

enum err_code xapian_writer_open(const char *path, unsigned flags,
                                 struct xapian_writer **ret_writer, struct err *err)
{
    struct xap_error error;
    struct xap_database *db = NULL;
    enum xap_mode mode = flags & XAPIAN_CREATE ? XAP_CREATE : XAP_WRITE;
    mem_free(last_path);
    last_path = mem_copy_string(path);
    xap_set_last_words(report_stray_exception);
    if (!xap_open(path, mode, XAP_GLASS | (flags & XAPIAN_NO_SYNC ? XAP_NO_SYNC : 0), &db, &error))
        xap_begin(db, &error);
    if (status_check(&error, "cannot open the database for writing", err)) {
        xap_close(db);
        return err->code;
    }
    struct xapian_writer *w = mem_alloc_zeroed(1, sizeof *w);
    w->db = db;
    *ret_writer = w;
    return ERR_OK;
}

void xapian_writer_close(struct xapian_writer *w)
{
    if (!w)
        return;
    xap_close(w->db);
    mem_free(w->terms);
    mem_free(w->values);
    mem_free(w);
}

/* ---- documents ---- */

/* Lends the document to libxapian until the next one. */
static struct xap_document lend(struct xapian_writer *w, const struct store_document *d)
{
    if (d->n_terms > w->terms_capacity)
        w->terms = mem_resize(w->terms, w->terms_capacity = d->n_terms, sizeof *w->terms);
    if (d->n_values > w->values_capacity)
        w->values = mem_resize(w->values, w->values_capacity = d->n_values, sizeof *w->values);
    for (size_t i = 0; i < d->n_terms; i++) {
        const struct store_term *t = &d->terms[i];
        w->terms[i] = (struct xap_term){{t->name, t->name_length},
                                        t->wdf,
                                        t->n_positions ? d->positions + t->first_position : NULL,
                                        t->n_positions};
    }
    for (size_t i = 0; i < d->n_values; i++)
        w->values[i] = (struct xap_value){d->values[i].slot,
                                          {d->values[i].data, d->values[i].length}};
    return (struct xap_document){
        w->terms, d->n_terms, w->values, d->n_values, {d->data, d->data_length}};
}

/* Checks that terms are ascending, which all readers rely on. */
static enum err_code check_order(const struct store_document *d, struct err *err)
{
    for (size_t i = 1; i < d->n_terms; i++) {
        const struct store_term *a = &d->terms[i - 1], *b = &d->terms[i];
        if (str_compare((struct str){a->name, a->name_length},
                        (struct str){b->name, b->name_length}) >= 0)
            return err_set(err, ERR_INPUT, "the terms of a document are not ascending");
    }
    return ERR_OK;
}

/* If a document cannot be stored, that is not a mistake of the caller's. */
static enum err_code check_change(const struct xap_error *error, const char *doing, struct err *err)
{
    if (error->code == XAP_ERROR_INVALID_ARGUMENT)
        return err_set(err, ERR_INPUT, "%s", error->message);
    return status_check(error, doing, err);
}

enum err_code xapian_writer_add(struct xapian_writer *w, const struct store_document *document,
                                uint32_t *ret_docid, struct err *err)
{
    struct xap_error error;
    if (check_order(document, err))
        return err->code;
    struct xap_document lent = lend(w, document);
    xap_add_document(w->db, &lent, ret_docid, &error);
    return check_change(&error, "cannot add a document", err);
}

enum err_code xapian_writer_delete(struct xapian_writer *w, uint32_t first, uint32_t count,
                                   struct err *err)
{
    for (uint32_t docid = first; docid - first < count; docid++) {
        struct xap_error error;
        if (xap_delete_document(w->db, docid, &error) != XAP_ERROR_DOCUMENT_NOT_FOUND &&
            status_check(&error, "cannot delete a document", err))
            return err->code;
    }
    return ERR_OK;
}

enum err_code xapian_writer_edit(struct xapian_writer *w, uint32_t docid,
                                 const struct store_term *remove, size_t n_remove,
                                 const struct store_document *add, struct err *err)
{
    struct xap_error error;
    if (check_order(add, err))
        return err->code;
    struct xap_document lent = lend(w, add);
    AUTO(mem_free_pointer) struct xap_bytes *names = mem_alloc(n_remove * sizeof *names);
    for (size_t i = 0; i < n_remove; i++)
        names[i] = (struct xap_bytes){remove[i].name, remove[i].name_length};
    xap_edit_document(w->db, docid, names, n_remove, &lent, &error);
    return check_change(&error, "cannot change a document", err);
}

/* ---- lengths, metadata, commits ---- */

enum err_code xapian_writer_lengths(struct xapian_writer *w, struct lengths *l, struct err *err)
{
    static const char doing[] = "cannot read the lengths of the documents";
    struct xap_postings *all;
    struct xap_posting posting;
    struct xap_error error;
    struct lengths found = {{0}};
    if (xap_postings_open(w->db, (struct xap_bytes){"", 0}, &all, &error))
        return status_check(&error, doing, err);
    while (!xap_postings_next(all, &posting, &error) && posting.docid)
        lengths_count(&found, posting.length);
    xap_postings_close(all);
    if (status_check(&error, doing, err))
        return err->code;
    lengths_join(l, &found);
    return ERR_OK;
}

enum err_code xapian_writer_set_metadata(struct xapian_writer *w, const char *key, struct str value,
                                         struct err *err)
{
    struct xap_error error;
    xap_set_metadata(w->db, key, (struct xap_bytes){value.p, value.n}, &error);
    return status_check(&error, "cannot store metadata", err);
}

enum err_code xapian_writer_commit(struct xapian_writer *w, struct err *err)
{
    struct xap_error error;
    if (!xap_commit_transaction(w->db, &error))
        xap_begin(w->db, &error);
    return status_check(&error, "cannot commit", err);
}
