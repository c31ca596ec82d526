/* SPDX-License-Identifier: GPL-2.0-or-later */
/* --check: reads everything that an index holds, as a search does, and reports damage. */
#include "indexer/build/check.h"

#include "base/file.h"
#include "base/mem.h"
#include "base/stamp.h"
#include "indexer/analysis/analyse.h"
#include "indexer/sources/known_files.h"
#include "indexer/sources/known_sources.h"
#include "match/check.h"
#include "store/index.h"
#include "store/record.h"
#include "store/schema.h"
#include "text/analyser.h"
#include "text/utf8.h"

#include <inttypes.h>
#include <stdio.h>

enum err_code check_advise(const char *dir, struct err *err)
{
    if (err->code != ERR_CORRUPT && err->code != ERR_NOT_FOUND)
        return err->code;
    return err_context(
        err,
        "the index '%s' is damaged; build it again with pressmark-index --rebuild, and "
        "give it again what came from standard input",
        dir);
}

/* ---- documents ---- */

struct records {
    struct record_decoder *decoder;
};

static enum err_code check_text(struct record_reader *record, struct err *err)
{
    struct str text;
    if (record_text(record, 0, SIZE_MAX, &text, err))
        return err->code;
    return utf8_is_valid(text, NULL) ? ERR_OK
                                     : err_set(err, ERR_CORRUPT, "a document's text is damaged");
}

/* Checks that the values by which hits are sorted agree with the record. */
static enum err_code check_values(const struct record *r, const struct str *values, struct err *err)
{
    AUTO(buf_done) struct buf order = BUF_INIT;
    analysis_append_order(&order, r->path, r->id, r->first_line);
    char instant[STAMP_BYTES] = "";
    if (r->date.n)
        stamp_to_utc(r->date, instant);
    return str_equal(values[SLOT_DATE], r->date) &&
                   str_equal(values[SLOT_INSTANT], str_of(instant)) &&
                   str_equal(values[SLOT_ORDER], buf_str(&order))
               ? ERR_OK
               : err_set(err, ERR_CORRUPT, "a document's values are damaged");
}

static enum err_code check_record(void *ctx, uint32_t docid, struct str data,
                                  const struct str *values, struct err *err)
{
    const struct records *all = ctx;
    struct record_reader *record;
    if (record_open(data, &record, err))
        return err_context(err, "document %u", docid);
    const struct record *r = record_of(record);
    record_reader_use(record, all->decoder);
    if (check_text(record, err) || check_values(r, values, err))
        err_context(err, "document %u, '%.*s'", docid, STR_PRINT(r->path));
    record_reader_free(record);
    return err->code;
}

/* ---- files ---- */

/* Checks that no document belongs to two files and that each belongs to one. */
static enum err_code check_files(struct store_reader *reader, uint64_t n_documents, struct err *err)
{
    AUTO(known_files_done) struct known_files known = KNOWN_FILES_INIT;
    uint64_t n = 0;
    AUTO(known_sources_done) struct known_sources sources = {0};
    if (known_sources_load(&sources, reader, err) || known_files_load(&known, reader, err))
        return err->code;
    for (size_t i = 0; i < known.n; i++)
        n += known.files[i].n_documents;
    return n == n_documents ? ERR_OK
                            : err_set(err, ERR_CORRUPT,
                                      "the index's list of files does not match its documents");
}

/* ---- the whole index ---- */

static enum err_code check_contents(const char *path, const volatile sig_atomic_t *stop,
                                    struct db_checked *ret, struct err *err)
{
    AUTO(store_reader_close_pointer) struct store_reader *reader = NULL;
    struct buf dictionary;
    if (store_reader_open_folders(&store_glass, &path, 1, &reader, err) ||
        store_reader_metadata(reader, 0, METADATA_TEXT_DICTIONARY, &dictionary, err))
        return err->code;
    struct records all = {record_decoder_new(dictionary)};
    const struct db_check how = {
        .stop = stop, .document = check_record, .ctx = &all, .n_slots = SLOT_INSTANT + 1};
    if (!db_reader_check(reader, &how, ret, err) && ret->n_with_data != ret->n_documents)
        err_set(err, ERR_CORRUPT, "'%s': there are documents without a record", path);
    if (!err->code)
        check_files(reader, ret->n_documents, err);
    record_decoder_free(all.decoder);
    return err->code;
}

enum err_code check_tables(const char *path, const volatile sig_atomic_t *stop, struct err *err)
{
    AUTO(store_reader_close_pointer) struct store_reader *reader = NULL;
    const struct db_check how = {.stop = stop};
    struct db_checked found;
    if (!store_reader_open_folders(&store_glass, &path, 1, &reader, err))
        db_reader_check(reader, &how, &found, err);
    return check_advise(path, err);
}

enum err_code check_index(const char *dir, const volatile sig_atomic_t *stop, struct err *err)
{
    struct index_manifest manifest;
    struct db_checked found;
    size_t n_hashed;
    if (index_read_manifest(dir, ANALYSER_VERSION, &manifest, err))
        return err->code;
    AUTO(mem_free_pointer) char *path = index_generation_path(dir, manifest.generation);
    if (manifest.needs_libxapian)
        return err_set(err, ERR_VERSION,
                       "only libxapian reads the tables of '%s'; xapian-check(1) looks at them",
                       path);
    if (index_verify_hashes(dir, ANALYSER_VERSION, stop, &n_hashed, err) ||
        check_contents(path, stop, &found, err))
        return check_advise(dir, err);
    printf("documents: %" PRIu64 ", terms: %" PRIu64 ", postings: %" PRIu64 ", all as they should "
           "be\n",
           found.n_documents, found.n_terms, found.n_postings);
    if (n_hashed)
        printf("hashes: %zu files as they were written\n", n_hashed);
    else
        printf("hashes: none, the index was updated since it was built\n");
    return ERR_OK;
}
