/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Changes a database through libxapian, and builds one if the bulk writer cannot. */
#include "indexer/build/update.h"

#include "base/mem.h"
#include "indexer/build/moved.h"
#include "indexer/build/outcome.h"
#include "indexer/build/update_links.h"
#include "store/schema.h"
#include "xapian_engine/writer.h"

/* Nobody reads a new database yet, so it may be committed in parts, which bounds the memory. */
static const uint64_t COMMIT_BYTES = 64ull << 20;

struct update {
    const struct build_job *job;
    struct intake *intake;
    struct analysis *analysis;
    struct xapian_writer *writer;
    struct store_reader *reader; /* of the database before the change; NULL for a new one */
    uint32_t first_docid;        /* of the current file */
    struct outgoing *outgoing;   /* of the current file */
    struct known_files after;    /* what the database will know */
    struct link_files links, links_before;
};

static enum err_code add_document(void *ctx, const struct document *document, struct err *err)
{
    struct update *u = ctx;
    struct store_document named = analysis_by_name(u->analysis, analyse(u->analysis, document));
    uint32_t docid;
    if (xapian_writer_add(u->writer, &named, &docid, err))
        return err->code;
    if (u->first_docid == 0)
        u->first_docid = docid;
    outgoing_add(u->outgoing, document);
    return ERR_OK;
}

static enum err_code delete_documents(struct update *u, const struct known_file *old,
                                      struct err *err)
{
    if (old->n_documents == 0)
        return ERR_OK;
    return xapian_writer_delete(u->writer, old->first_docid, old->n_documents, err);
}

/* Records what the database will know about a file. */
static void remember(struct update *u, const struct known_file *known, struct str links)
{
    known_files_add(&u->after, known);
    link_files_add(&u->links, known->path, links);
}

/* ---- renames ---- */

static void copy_value(void *ctx, struct store_hit *hits, size_t n)
{
    struct buf *value = ctx;
    buf_clear(value);
    if (n)
        buf_append_str(value, hits[0].value);
}

/* Reads the value of SLOT_FINGERPRINT of the document with these terms, which include its id. */
static enum err_code read_fingerprint(struct update *u, const struct store_document *document,
                                      struct buf *ret, struct err *err)
{
    struct store_results *results = NULL;
    struct store_node id = {.op = STORE_TERM};
    for (size_t i = 0; i < document->n_terms; i++)
        if (document->terms[i].name[0] == PREFIX_ID[0])
            id.name = (struct str){document->terms[i].name, document->terms[i].name_length};
    struct store_search search = {
        .nodes = &id,
        .n_nodes = 1,
        .weighting = STORE_BOOLEAN,
        .max = 1,
        .sort_slot = -1,
        .order_slot = -1,
        .choose = copy_value,
        .choose_ctx = ret,
        .choose_slot = SLOT_FINGERPRINT,
    };
    store_reader_search(u->reader, &search, &results, err);
    store_results_free(results);
    return err->code;
}

static enum err_code rename_document(struct update *u, uint32_t docid, struct moved_file *file,
                                     struct err *err)
{
    AUTO(buf_done) struct buf data = BUF_INIT;
    AUTO(buf_done) struct buf fingerprint = BUF_INIT;
    AUTO(moved_document_done) struct moved_document m = {0};
    if (store_reader_data(u->reader, docid, &data, err) ||
        moved_document_start(&m, file, u->analysis, buf_str(&data), err) ||
        read_fingerprint(u, &m.before, &fingerprint, err) ||
        moved_document_finish(&m, u->analysis, buf_str(&data), buf_str(&fingerprint), err))
        return err->code;
    return xapian_writer_edit(u->writer, docid, m.before.terms, m.before.n_terms, &m.after, err);
}

static enum err_code rename_file(struct update *u, const struct change *e, struct err *err)
{
    AUTO(moved_file_done) struct moved_file file = {.new_path = e->file->path};
    for (uint32_t i = 0; i < e->old->n_documents; i++)
        if (rename_document(u, e->old->first_docid + i, &file, err))
            return err->code;
    struct known_file known = *e->old;
    known.path = e->file->path;
    known.ctime_ns = e->file->ctime_ns;
    known.list = e->file->list;
    remember(u, &known, link_files_find(&u->links_before, e->old->path));
    return ERR_OK;
}

/* ---- files ---- */

static void show_progress(struct update *u, const struct source_file *file)
{
    progress_count(u->job->progress, file->size_bytes);
    progress_show(u->job->progress, "indexing");
}

/* Reads a file. Its documents in the database, which old names, are removed, or replace the new
 * ones if less could be read now. old is NULL for a new database. */
static enum err_code read_file(struct update *u, const struct change *e,
                               const struct known_file *old, struct err *err)
{
    struct known_file known;
    struct problems *problems = &u->job->report->problems;
    size_t first_problem = problems->n;
    u->first_docid = 0;
    outgoing_start(u->outgoing);
    if (intake_file(u->intake, e->file, add_document, u, problems, &known, err))
        return err->code;
    if (change_repeats_fault(e, &known))
        problems_are_known(problems, first_problem);
    outcome_count(u->job->report, e, &known);
    known.first_docid = u->first_docid;
    bool stays = old && known_file_has_less(&known, old);
    if (old && delete_documents(u, stays ? &known : old, err))
        return err->code;
    if (stays && e->action == CHANGE_RENAME)
        return rename_file(u, e, err);
    if (stays) {
        known.first_docid = old->first_docid;
        known.n_documents = old->n_documents;
        known.uses_path = old->uses_path;
    }
    struct str links = stays ? link_files_find(&u->links_before, old->path)
                             : outgoing_links(u->outgoing);
    remember(u, &known, links);
    show_progress(u, e->file);
    return ERR_OK;
}

/* ---- the whole update ---- */

static void keep(struct update *u, const struct known_file *old)
{
    remember(u, old, link_files_find(&u->links_before, old->path));
    outcome_report_known(u->job->report, old);
}

static enum err_code carry_out(struct update *u, const struct change *e, struct err *err)
{
    bool is_stopped = *u->job->stop;
    u->job->report->interrupted |= is_stopped && e->action != CHANGE_KEEP;
    if (e->action == CHANGE_KEEP || (is_stopped && e->old && e->action == CHANGE_READ)) {
        u->job->report->n_unchanged++;
        keep(u, e->old);
        return ERR_OK;
    }
    /* Links are relative to the path of their file. */
    bool has_links = e->old && link_files_find(&u->links_before, e->old->path).n;
    if (e->action == CHANGE_RENAME && !has_links) {
        outcome_count(u->job->report, e, NULL);
        return rename_file(u, e, err);
    }
    if (is_stopped && e->action != CHANGE_RENAME)
        return ERR_OK;
    return read_file(u, e, e->old, err);
}

static enum err_code put_metadata(void *ctx, const char *key, struct str value, struct err *err)
{
    struct update *u = ctx;
    return xapian_writer_set_metadata(u->writer, key, value, err);
}

static enum err_code store_metadata(struct update *u, const struct known_files *before,
                                    struct err *err)
{
    AUTO(buf_done) struct buf encoded = BUF_INIT;
    struct lengths lengths = {{0}};
    if (xapian_writer_lengths(u->writer, &lengths, err))
        return err->code;
    lengths_encode(&lengths, &encoded);
    if (put_metadata(u, METADATA_MANIFEST, u->job->manifest, err) ||
        put_metadata(u, METADATA_LENGTHS, buf_str(&encoded), err) ||
        put_metadata(u, METADATA_SOURCES, u->job->sources, err) ||
        known_files_store(&u->after, before, put_metadata, u, err))
        return err->code;
    return link_files_store(&u->links, &u->links_before, put_metadata, u, err);
}

static enum err_code change_links(struct update *u, const struct known_files *before,
                                  struct err *err)
{
    const struct links_update links = {.reader = u->reader,
                                       .writer = u->writer,
                                       .analysis = u->analysis,
                                       .before = {before, &u->links_before},
                                       .after = {&u->after, &u->links}};
    return update_links(&links, err);
}

static enum err_code change(struct update *u, struct err *err)
{
    const struct changes *changes = u->job->changes;
    for (size_t i = 0; i < changes->n_removed; i++) {
        if (delete_documents(u, changes->removed[i], err))
            return err->code;
        u->job->report->n_removed++;
    }
    for (size_t i = 0; i < changes->n; i++)
        if (carry_out(u, &changes->entries[i], err))
            return err->code;
    if (change_links(u, u->job->known, err) || store_metadata(u, u->job->known, err))
        return err->code;
    return xapian_writer_commit(u->writer, err);
}

static void update_done(struct update *u)
{
    intake_free(u->intake);
    analysis_free(u->analysis);
    xapian_writer_close(u->writer);
    store_reader_close(u->reader);
    outgoing_free(u->outgoing);
    known_files_done(&u->after);
    link_files_done(&u->links);
    link_files_done(&u->links_before);
}

/* Adds the path to an error, since libxapian's messages do not name the database. */
static enum err_code name_database(struct err *err, const char *path)
{
    return err->code && err->code != ERR_INTERRUPTED ? err_context(err, "'%s'", path) : err->code;
}

enum err_code update_database(const struct build_job *job, const char *path,
                              const struct store_engine *engine, struct err *err)
{
    const struct memory_limits memory = {.max_bytes = job->memory_bytes};
    AUTO(update_done)
    struct update u = {.job = job,
                       .intake = intake_new(job->index_dir, &memory, job->stop),
                       .analysis = analysis_new(job->analysis)};
    u.outgoing = outgoing_new();
    if (!store_reader_open_folders(engine, &path, 1, &u.reader, err) &&
        !link_files_load(&u.links_before, u.reader, err) &&
        !xapian_writer_open(path, XAPIAN_UPDATE, &u.writer, err))
        change(&u, err);
    return name_database(err, path);
}

static enum err_code fill_new(struct update *u, struct err *err)
{
    const struct build_job *job = u->job;
    uint64_t pending = 0;
    for (size_t i = 0; i < job->changes->n; i++) {
        const struct change *change = &job->changes->entries[i];
        if (*job->stop)
            return err_set(err, ERR_INTERRUPTED, "interrupted");
        if (read_file(u, change, NULL, err) ||
            outcome_refuse_loss(change, &u->after.files[u->after.n - 1], err))
            return err->code;
        pending += change->file->size_bytes;
        if (pending >= COMMIT_BYTES && xapian_writer_commit(u->writer, err))
            return err->code;
        pending = pending >= COMMIT_BYTES ? 0 : pending;
    }
    if (put_metadata(u, METADATA_TEXT_DICTIONARY, job->analysis->dictionary, err) ||
        change_links(u, NULL, err) || store_metadata(u, NULL, err))
        return err->code;
    return xapian_writer_commit(u->writer, err);
}

enum err_code build_through_libxapian(const struct build_job *job, const char *path,
                                      struct err *err)
{
    const struct memory_limits memory = {.max_bytes = job->memory_bytes};
    AUTO(update_done)
    struct update u = {.job = job,
                       .intake = intake_new(job->index_dir, &memory, job->stop),
                       .analysis = analysis_new(job->analysis)};
    u.outgoing = outgoing_new();
    if (!xapian_writer_open(path, XAPIAN_CREATE | XAPIAN_NO_SYNC, &u.writer, err))
        fill_new(&u, err);
    return name_database(err, path);
}
