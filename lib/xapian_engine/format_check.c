/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Checks whether the installed libxapian and our own reader and writer agree on the format: each
 * writes a small document, and must find in the other's database what was written. */
#include "xapian_engine/format_check.h"

#include "base/dir.h"
#include "base/mem.h"
#include "bulk/run.h"
#include "xap/xap.h"
#include "xapian_engine/writer.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

static const uint32_t positions[] = {1, 3, 2};
static const struct store_term terms[] = {{"press", 5, 2, 0, 2}, {"release", 7, 1, 2, 1}};
static const struct store_value value = {0, 4, "2011"};
static const char data[] = "a press release";
enum { N_TERMS = sizeof terms / sizeof terms[0], DATA_BYTES = sizeof data - 1 };

static const struct store_document document = {terms, N_TERMS, positions, &value,
                                               1,     data,    DATA_BYTES};

static enum err_code write_stock(const char *path, struct err *err)
{
    struct xapian_writer *w;
    if (xapian_writer_open(path, XAPIAN_CREATE | XAPIAN_NO_SYNC, &w, err))
        return err->code;
    if (xapian_writer_add(w, &document, NULL, err) == ERR_OK)
        xapian_writer_commit(w, err);
    xapian_writer_close(w);
    return err->code;
}

static enum err_code write_ours(const char *path, struct err *err)
{
    struct term_ids *ids = term_ids_new();
    struct bulk_inverter *inverter = bulk_inverter_new(ids);
    struct bulk_posting postings[N_TERMS];
    for (size_t i = 0; i < N_TERMS; i++) {
        struct str name = {terms[i].name, terms[i].name_length};
        bool is_new;
        postings[i] = (struct bulk_posting){
            term_ids_intern(ids, name, term_ids_hash(name), &is_new), terms[i].wdf,
            terms[i].first_position, terms[i].n_positions};
    }
    struct bulk_document same = {postings, N_TERMS, positions, &value, 1, data, DATA_BYTES};
    struct bulk_run *run = NULL;
    struct bulk_writer *w = bulk_writer_open(path, err);
    if (w && bulk_inverter_add(inverter, &same, err) == ERR_OK) {
        run = bulk_inverter_finish(inverter);
        bulk_writer_add(w, run, err);
    }
    if (w && err->code == ERR_OK)
        bulk_writer_finish(w, &(struct bulk_end){NULL, 0, 1}, NULL, err);
    else
        bulk_writer_abandon(w);
    bulk_run_free(run);
    bulk_inverter_free(inverter);
    term_ids_free(ids);
    return err->code;
}

static bool has_term(const struct xap_document *found, size_t i)
{
    const struct xap_term *t = &found->terms[i];
    return t->name.n == terms[i].name_length &&
           memcmp(t->name.p, terms[i].name, terms[i].name_length) == 0 && t->wdf == terms[i].wdf &&
           t->n_positions == terms[i].n_positions &&
           memcmp(t->positions, positions + terms[i].first_position,
                  t->n_positions * sizeof *positions) == 0;
}

static bool is_document(const struct xap_document *found)
{
    bool is_same = found->n_terms == N_TERMS && found->n_values == 1 &&
                   found->values[0].slot == value.slot &&
                   found->values[0].value.n == value.length &&
                   memcmp(found->values[0].value.p, value.data, value.length) == 0 &&
                   found->data.n == DATA_BYTES && memcmp(found->data.p, data, DATA_BYTES) == 0;
    for (size_t i = 0; i < N_TERMS && is_same; i++)
        is_same = has_term(found, i);
    return is_same;
}

/* Returns true if its posting list is right too. */
static bool is_posting(const struct xap_database *db, const struct store_term *term)
{
    struct xap_postings *list;
    struct xap_posting posting;
    struct xap_bytes name = {term->name, term->name_length};
    if (xap_postings_open(db, name, &list, NULL))
        return false;
    bool is_there = !xap_postings_next(list, &posting, NULL) && posting.docid == 1 &&
                    posting.wdf == term->wdf;
    xap_postings_close(list);
    return is_there;
}

/* Returns true if libxapian reads the document in the database at path. */
static bool holds_document(const char *path)
{
    struct xap_database *db;
    struct xap_document *found;
    if (xap_open(path, XAP_READ, XAP_GLASS, &db, NULL))
        return false;
    bool holds = false;
    if (!xap_document_read(db, 1, XAP_DATA | XAP_VALUES | XAP_POSITIONS, &found, NULL)) {
        holds = is_document(found) && is_posting(db, &terms[0]) && is_posting(db, &terms[1]);
        xap_document_free(found);
    }
    xap_close(db);
    return holds;
}

static struct str name_of(size_t i)
{
    return (struct str){terms[i].name, terms[i].name_length};
}

static bool is_list_of_terms(const struct store_vocabulary *v)
{
    bool is_same = v->n == N_TERMS;
    for (size_t i = 0; i < N_TERMS && is_same; i++)
        is_same = str_equal(v->terms[i].name, name_of(i)) && v->terms[i].wdf == terms[i].wdf &&
                  v->terms[i].termfreq == 1;
    return is_same;
}

/* Searches for a phrase within a range of values, which needs postings, positions, values and
 * data. */
static bool finds_document(struct store_reader *r, struct err *err)
{
    const struct str text = {value.data, value.length};
    const struct store_node nodes[] = {
        {.op = STORE_TERM, .name = name_of(0)},
        {.op = STORE_TERM, .name = name_of(1)},
        {.op = STORE_PHRASE, .n_children = 2, .window = 2},
        {.op = STORE_VALUE_RANGE, .slot = value.slot, .name = text, .upper = text},
        {.op = STORE_FILTER, .n_children = 2},
    };
    const struct store_search search = {.nodes = nodes,
                                        .n_nodes = sizeof nodes / sizeof *nodes,
                                        .weighting = STORE_BOOLEAN,
                                        .max = 2,
                                        .sort_slot = -1,
                                        .order_slot = -1};
    struct store_results *results;
    if (store_reader_search(r, &search, &results, err))
        return false;
    bool is_found = results->n == 1 && results->hits[0].docid == 1 &&
                    str_equal(results->hits[0].data, (struct str){data, DATA_BYTES});
    store_results_free(results);
    return is_found;
}

/* Returns true if our reader reads the document in the database at path. err is set if it fails. */
static bool is_read(const char *path, struct err *err)
{
    AUTO(store_reader_close_pointer) struct store_reader *r = NULL;
    struct store_vocabulary *v;
    if (store_reader_open_folders(&store_glass, &path, 1, &r, err) ||
        store_reader_document_terms(r, 1, &v, err))
        return false;
    bool is_same = is_list_of_terms(v) && finds_document(r, err);
    store_vocabulary_free(v);
    return is_same;
}

/* Removes a folder that contains only files. */
static void remove_folder(const char *path)
{
    AUTO(dir_close) struct dir folder = DIR_NONE;
    AUTO(dir_names_done) struct dir_names names = {NULL, 0};
    struct err ignored = ERR_INIT;
    if (dir_open_within(&folder, NULL, path, &ignored) || dir_list(&folder, &names, &ignored))
        return;
    for (size_t i = 0; i < names.n; i++)
        unlinkat(folder.fd, names.items[i], 0);
    rmdir(path);
}

enum format_fit format_check(const char *stock, const char *ours, const char **ret_reason)
{
    const char *reason = NULL;
    struct err err = ERR_INIT;
    enum format_fit fit = FORMAT_OURS;
    if (write_stock(stock, &err) || write_ours(ours, &err)) {
        reason = "no small database can be written to try it";
        fit = FORMAT_READ;
    } else if (!is_read(stock, &err)) {
        bool says_nothing = err.code == ERR_IO || err.code == ERR_NOT_FOUND;
        reason = says_nothing ? "a small database cannot be read to try it"
                              : "this libxapian writes another format";
        fit = says_nothing ? FORMAT_READ : FORMAT_FOREIGN;
    } else if (!holds_document(ours)) {
        reason = "this libxapian reads the format in another way";
        fit = FORMAT_READ;
    }
    remove_folder(stock);
    remove_folder(ours);
    if (ret_reason && reason)
        *ret_reason = reason;
    return fit;
}

const struct store_engine *format_engine(bool needs_libxapian)
{
    return needs_libxapian ? &store_xapian : &store_glass;
}
