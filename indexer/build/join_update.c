/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Updates a database by joining what remains of it with the files that have changed, in the order
 * of the paths. */
#include "indexer/build/join_update.h"

#include "base/mem.h"
#include "bulk/join.h"
#include "indexer/build/build_metadata.h"
#include "indexer/build/bulk_build.h"
#include "indexer/build/join_links.h"
#include "indexer/build/join_moved.h"
#include "indexer/build/outcome.h"
#include "store/schema.h"

enum { OLD, READ, MOVED, N_SOURCES }; /* the sources of documents */

struct join {
    const struct build_job *job;
    const struct join_paths *paths;
    struct store_reader *reader; /* of the old database */
    struct link_files links_before;
    struct bulk_part part; /* the files that were read */
    size_t next;           /* the next of them */
    struct report read;    /* for the problems of those files */
    struct side_database moved;
    struct stored_documents *stored; /* reads the old database; NULL: no renamed file so far */
    /* The contents of the new database: */
    struct known_files files;
    struct link_files links;
    struct join_range *ranges;
    size_t n_ranges, ranges_capacity;
    uint32_t n_documents;
};

static void join_done(struct join *j)
{
    store_reader_close(j->reader);
    link_files_done(&j->links_before);
    bulk_part_done(&j->part);
    problems_done(&j->read.problems);
    side_database_done(&j->moved);
    stored_documents_close(j->stored);
    known_files_done(&j->files);
    link_files_done(&j->links);
    mem_free(j->ranges);
}

bool join_is_possible(const struct index_manifest *manifest)
{
    return !manifest->needs_libxapian && !manifest->position_table;
}

/* ---- reading files ---- */

/* Returns whether a file is to be read. Links are relative to the path of their file, so a renamed
 * file is read if it has links. */
static bool is_read(const struct join *j, const struct change *e)
{
    return e->action == CHANGE_READ ||
           (e->action == CHANGE_RENAME && link_files_find(&j->links_before, e->old->path).n);
}

/* Reads what has changed into a database of its own. */
static enum err_code read_part(struct join *j, struct err *err)
{
    const struct changes *all = j->job->changes;
    AUTO(mem_free_pointer) struct change *entries = mem_alloc(all->n * sizeof *entries);
    struct changes read = {.entries = entries};
    for (size_t i = 0; i < all->n; i++)
        if (is_read(j, &all->entries[i])) {
            entries[read.n++] = all->entries[i];
            read.read_bytes += all->entries[i].file->size_bytes;
        }
    struct build_job job = *j->job;
    job.changes = &read;
    job.report = &j->read;
    return read.n ? bulk_build_part(&job, j->paths->files, &j->part, err) : ERR_OK;
}

/* ---- the new order ---- */

/* Records what the new database will know about a file whose documents come from source. */
static void remember(struct join *j, uint32_t source, const struct known_file *file,
                     struct str path, struct str links)
{
    struct known_file known = *file;
    if (file->n_documents) {
        MEM_GROW(j->ranges, j->n_ranges, j->ranges_capacity);
        j->ranges[j->n_ranges++] = (struct join_range){source, file->first_docid,
                                                       file->n_documents};
    }
    known.path = path;
    known.first_docid = j->n_documents + 1;
    known_files_add(&j->files, &known);
    link_files_add(&j->links, path, links);
    j->n_documents += file->n_documents;
}

static void keep(struct join *j, const struct change *e)
{
    remember(j, OLD, e->old, e->old->path, link_files_find(&j->links_before, e->old->path));
    outcome_report_known(j->job->report, e->old);
    outcome_count(j->job->report, e, NULL);
}

/* Takes a file that was read. If, for now, less could be read of it than the index has, the old
 * documents stay. */
static void take(struct join *j, const struct change *e)
{
    struct known_file known = j->part.files.files[j->next++];
    bool stays = change_loses_documents(e, &known);
    outcome_count(j->job->report, e, &known);
    if (stays) {
        known.first_docid = e->old->first_docid;
        known.n_documents = e->old->n_documents;
        known.uses_path = e->old->uses_path;
    }
    struct str links = stays ? link_files_find(&j->links_before, e->old->path)
                             : link_files_find(&j->part.links, known.path);
    remember(j, stays ? OLD : READ, &known, known.path, links);
}

/* Refuses renamed files that cannot be read now: their old documents would stay, but under the new
 * path. */
static enum err_code check_moved(const struct join *j, struct err *err)
{
    const struct changes *changes = j->job->changes;
    for (size_t i = 0, next = 0; i < changes->n; i++) {
        const struct change *e = &changes->entries[i];
        const struct known_file *read = is_read(j, e) ? &j->part.files.files[next++] : NULL;
        if (read && e->action == CHANGE_RENAME && outcome_refuse_loss(e, read, err))
            return err->code;
    }
    return ERR_OK;
}

/* Checks that the files of the old database account for all of its documents. */
static enum err_code check_known(const struct join *j, struct err *err)
{
    uint64_t n = 0;
    for (size_t i = 0; i < j->job->known->n; i++)
        n += j->job->known->files[i].n_documents;
    if (n == store_reader_stats(j->reader).n_documents)
        return ERR_OK;
    return err_set(err, ERR_CORRUPT,
                   "'%s' is damaged: its list of files does not match its documents",
                   j->paths->old);
}

/* Takes a renamed file that is not read. */
static enum err_code move(struct join *j, const struct change *e, struct err *err)
{
    struct known_file known = *e->old;
    known.ctime_ns = e->file->ctime_ns;
    known.list = e->file->list;
    known.first_docid = j->moved.n_documents + 1;
    if (!j->stored && !(j->stored = stored_documents_open(j->paths->old, err)))
        return err->code;
    if (join_moved_add(&j->moved, j->stored, e->old, e->file->path, err))
        return err->code;
    outcome_count(j->job->report, e, NULL);
    remember(j, MOVED, &known, e->file->path, STR_EMPTY);
    return ERR_OK;
}

static enum err_code order_file(struct join *j, const struct change *e, struct err *err)
{
    if (*j->job->stop)
        return err_set(err, ERR_INTERRUPTED, "interrupted");
    if (is_read(j, e))
        take(j, e);
    else if (e->action == CHANGE_RENAME)
        move(j, e, err);
    else
        keep(j, e);
    return err->code;
}

static enum err_code order_files(struct join *j, struct err *err)
{
    const struct changes *changes = j->job->changes;
    problems_append(&j->job->report->problems, &j->read.problems);
    for (size_t i = 0; i < changes->n; i++)
        if (order_file(j, &changes->entries[i], err))
            return err->code;
    j->job->report->n_removed += changes->n_removed;
    return side_database_finish(&j->moved, err);
}

/* ---- the new database ---- */

static enum err_code finish(struct join *j, struct bulk_joiner *joiner, struct built *ret,
                            struct err *err)
{
    AUTO(build_metadata_done) struct build_metadata metadata = {0};
    struct lengths lengths = {{0}};
    bulk_joiner_lengths(joiner, &lengths);
    if (build_metadata_collect(&metadata, j->job, &j->files, &j->links, &lengths, err)) {
        bulk_joiner_abandon(joiner);
        return err->code;
    }
    const struct join_end end = {metadata.items, metadata.n, SLOT_ORDER};
    return bulk_joiner_finish(joiner, &end, &ret->is_in_order, &ret->synced, err);
}

static enum err_code join(struct join *j, const struct join_terms *terms, struct built *ret,
                          struct err *err)
{
    const char *const sources[N_SOURCES] = {[OLD] = j->paths->old,
                                            [READ] = j->part.files.n ? j->paths->files : NULL,
                                            [MOVED] = j->moved.n_documents ? j->paths->moved
                                                                           : NULL};
    const struct join_input in = {.sources = sources,
                                  .n_sources = N_SOURCES,
                                  .hashes = &j->paths->hashes,
                                  .ranges = j->ranges,
                                  .n_ranges = j->n_ranges,
                                  .terms = terms->n ? terms : NULL};
    struct bulk_joiner *joiner = bulk_joiner_open(j->paths->new, &in, err);
    if (!joiner)
        return err->code;
    if (!bulk_joiner_add_documents(joiner, j->job->stop, err))
        return finish(j, joiner, ret, err);
    bulk_joiner_abandon(joiner);
    return err->code;
}

static enum err_code join_with_links(struct join *j, struct built *ret, struct err *err)
{
    AUTO(join_links_done)
    struct join_links links = {.job = j->job,
                               .before = {j->job->known, &j->links_before},
                               .after = {&j->files, &j->links},
                               .ranges = j->ranges,
                               .n_ranges = j->n_ranges,
                               .path = j->paths->words};
    return join_links_find(&links, err) ? err->code : join(j, &links.terms, ret, err);
}

enum err_code join_update(const struct build_job *job, const struct join_paths *paths,
                          struct built *ret, struct err *err)
{
    AUTO(join_done) struct join j = {.job = job, .paths = paths};
    *ret = (struct built){0};
    side_database_init(&j.moved, paths->moved, job->index_dir, job->analysis, SIDE_OWN);
    if (store_reader_open_folders(&store_glass, &paths->old, 1, &j.reader, err) ||
        check_known(&j, err) || link_files_load(&j.links_before, j.reader, err) ||
        read_part(&j, err) || check_moved(&j, err) || order_files(&j, err))
        return err->code;
    return join_with_links(&j, ret, err);
}
