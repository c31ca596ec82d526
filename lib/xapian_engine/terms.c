/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lists terms. From another machine all terms are read at once and kept. */
#include "base/mem.h"
#include "xapian_engine/engine.h"
#include "xapian_engine/status.h"

#include <stdlib.h>

/* ---- whole lists ---- */

/* Returns the first max terms of a list and closes it. */
static enum err_code take_all(struct xap_terms *list, size_t max,
                              struct store_vocabulary **ret_terms, struct err *err)
{
    struct vocabulary_maker made = {0};
    struct xap_term_entry entry;
    struct xap_error error;
    while (!xap_terms_next(list, &entry, &error) && entry.name.p) {
        if (made.list.n == max) {
            made.list.is_cut = true;
            break;
        }
        vocabulary_add(&made, xapian_str(entry.name), entry.termfreq, entry.wdf);
    }
    xap_terms_close(list);
    if (status_check(&error, "cannot read terms", err))
        vocabulary_discard(&made);
    else
        *ret_terms = vocabulary_finish(&made);
    return err->code;
}

enum err_code xapian_reader_terms(struct store_reader *reader, struct str prefix, size_t max,
                                  struct store_vocabulary **ret_terms, struct err *err)
{
    struct xapian_reader *r = xapian_reader_of(reader);
    unsigned n_tries = 0;
    do {
        struct xap_terms *list;
        struct xap_error error;
        if (!xap_terms_open(r->all, xapian_bytes(prefix), &list, &error))
            take_all(list, max, ret_terms, err);
        else
            status_check(&error, "cannot read terms", err);
    } while (xapian_try_again(r, &n_tries, err));
    return err->code;
}

enum err_code xapian_read_document_terms(struct xapian_reader *r, uint32_t docid,
                                         bool with_termfreq, struct store_vocabulary **ret_terms,
                                         struct err *err)
{
    struct xap_terms *list;
    struct xap_error error;
    if (docid == 0)
        return err_set(err, ERR_NOT_FOUND, "there is no document %u", docid);
    if (xap_terms_open_document(r->all, docid, with_termfreq, &list, &error))
        return status_check(&error, "cannot read a document's terms", err);
    return take_all(list, SIZE_MAX, ret_terms, err);
}

enum err_code xapian_reader_document_terms(struct store_reader *reader, uint32_t docid,
                                           struct store_vocabulary **ret_terms, struct err *err)
{
    struct xapian_reader *r = xapian_reader_of(reader);
    unsigned n_tries = 0;
    do
        xapian_read_document_terms(r, docid, true, ret_terms, err);
    while (xapian_try_again(r, &n_tries, err));
    return err->code;
}

/* ---- term by term ---- */

struct xapian_cursor {
    struct store_cursor base;
    struct xapian_reader *reader;
    struct xap_terms *list; /* NULL before the first seek, and if all terms are kept */
    size_t next;            /* the next of the terms that are kept */
    struct buf at;          /* the current term, unless has_ended */
    bool has_ended;
};

struct store_cursor *xapian_cursor_open(struct store_reader *reader)
{
    struct xapian_cursor *c = mem_alloc_zeroed(1, sizeof *c);
    c->base.engine = &store_xapian;
    c->reader = xapian_reader_of(reader);
    c->at = (struct buf)BUF_INIT;
    return &c->base;
}

void xapian_cursor_close(struct store_cursor *cursor)
{
    struct xapian_cursor *c = (struct xapian_cursor *)cursor;
    xap_terms_close(c->list);
    buf_done(&c->at);
    mem_free(c);
}

static enum err_code take_kept(struct xapian_cursor *c, struct str *ret_name)
{
    const struct store_vocabulary *v = c->reader->vocabulary;
    *ret_name = c->next < v->n ? v->terms[c->next++].name : (struct str){NULL, 0};
    return ERR_OK;
}

static enum err_code seek_kept(struct xapian_cursor *c, struct str name, struct str *ret_name,
                               struct err *err)
{
    struct xapian_reader *r = c->reader;
    if (!r->vocabulary && xapian_reader_terms(&r->base, STR_EMPTY, SIZE_MAX, &r->vocabulary, err))
        return err->code;
    size_t low = 0, high = r->vocabulary->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (str_compare(r->vocabulary->terms[middle].name, name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    c->next = low;
    return take_kept(c, ret_name);
}

static void take_entry(struct xapian_cursor *c, const struct xap_term_entry *entry,
                       struct str *ret_name)
{
    buf_clear(&c->at);
    c->has_ended = !entry->name.p;
    if (entry->name.p)
        buf_append(&c->at, entry->name.p, entry->name.n);
    *ret_name = entry->name.p ? buf_str(&c->at) : (struct str){NULL, 0};
}

/* The lists of libxapian only go forward. */
static enum err_code seek_once(struct xapian_cursor *c, struct str name, struct str *ret_name,
                               struct err *err)
{
    struct xap_term_entry entry;
    struct xap_error error = {XAP_OK, ""};
    if (c->list && (c->has_ended || str_compare(name, buf_str(&c->at)) < 0)) {
        xap_terms_close(c->list);
        c->list = NULL;
    }
    if (!c->list)
        xap_terms_open(c->reader->all, (struct xap_bytes){NULL, 0}, &c->list, &error);
    if (!error.code && !xap_terms_skip(c->list, xapian_bytes(name), &entry, &error))
        take_entry(c, &entry, ret_name);
    return status_check(&error, "cannot read terms", err);
}

/* Drops the list of a state of the database that is gone. */
static bool try_again(struct xapian_cursor *c, unsigned *n_tries, struct err *err)
{
    if (!xapian_try_again(c->reader, n_tries, err))
        return false;
    xap_terms_close(c->list);
    c->list = NULL;
    return true;
}

enum err_code xapian_cursor_seek(struct store_cursor *cursor, struct str name, struct str *ret_name,
                                 struct err *err)
{
    struct xapian_cursor *c = (struct xapian_cursor *)cursor;
    unsigned n_tries = 0;
    if (c->reader->is_remote)
        return seek_kept(c, name, ret_name, err);
    do
        seek_once(c, name, ret_name, err);
    while (try_again(c, &n_tries, err));
    return err->code;
}

static enum err_code next_once(struct xapian_cursor *c, struct str *ret_name, struct err *err)
{
    struct xap_term_entry entry;
    struct xap_error error;
    if (!xap_terms_next(c->list, &entry, &error))
        take_entry(c, &entry, ret_name);
    return status_check(&error, "cannot read terms", err);
}

/* Goes to the term after the current one in a database that has changed since. */
static enum err_code seek_behind(struct xapian_cursor *c, struct str *ret_name, struct err *err)
{
    AUTO(buf_done) struct buf behind = BUF_INIT;
    buf_append_str(&behind, buf_str(&c->at));
    buf_append_char(&behind, '\0');
    return xapian_cursor_seek(&c->base, buf_str(&behind), ret_name, err);
}

enum err_code xapian_cursor_next(struct store_cursor *cursor, struct str *ret_name, struct err *err)
{
    struct xapian_cursor *c = (struct xapian_cursor *)cursor;
    unsigned n_tries = 0;
    if (c->reader->is_remote)
        return take_kept(c, ret_name);
    if (next_once(c, ret_name, err) && try_again(c, &n_tries, err))
        seek_behind(c, ret_name, err);
    return err->code;
}
