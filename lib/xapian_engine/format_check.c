/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds out whether the libxapian of this machine and the bulk writer agree on the format: one
 * small document is written by each, the first database must begin as ours do, and libxapian must
 * find in the second what was put there. */
#include "xapian_engine/format_check.h"

#include "base/dir.h"
#include "base/file.h"
#include "base/mem.h"
#include "bulk/run.h"
#include "xap/xap.h"
#include "xapian_engine/writer.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
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

/* Whether its list is what it should be, too. */
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

/* Whether libxapian reads at path what document says. */
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

static bool is_format_ours(const char *path)
{
    AUTO(mem_free_pointer) char *name = file_join(path, "iamglass");
    AUTO(buf_done) struct buf bytes = BUF_INIT;
    struct err err = ERR_INIT;
    return file_read(AT_FDCWD, name, 4096, &bytes, &err) == ERR_OK &&
           bytes.n >= sizeof glass_magic && memcmp(bytes.p, glass_magic, sizeof glass_magic) == 0;
}

/* Removes a folder without folders in it. */
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

static const char *find_reason(const char *folder)
{
    AUTO(mem_free_pointer) char *stock = file_join(folder, "stock");
    AUTO(mem_free_pointer) char *ours = file_join(folder, "ours");
    struct err err = ERR_INIT;
    const char *reason = NULL;
    if (write_stock(stock, &err) || write_ours(ours, &err))
        reason = "no small database can be written to try it";
    else if (!is_format_ours(stock))
        reason = "this libxapian writes another format";
    else if (!holds_document(ours))
        reason = "this libxapian reads the format in another way";
    remove_folder(stock);
    remove_folder(ours);
    return reason;
}

bool format_is_supported(const char **reason)
{
    const char *parent = getenv("TMPDIR");
    AUTO(mem_free_pointer)
    char *folder = file_join(parent && *parent ? parent : "/tmp", "pressmark-XXXXXX");
    const char *found = "no temporary directory can be made";
    if (mkdtemp(folder)) {
        found = find_reason(folder);
        rmdir(folder);
    }
    if (reason && found)
        *reason = found;
    return !found;
}
