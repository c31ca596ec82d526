/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Joins databases: opens them, numbers their documents, and has the tables of the new one
 * written. */
#include "bulk/join.h"

#include "base/file.h"
#include "base/mem.h"
#include "bulk/database_files.h"
#include "bulk/joiner.h"

#include <sys/stat.h>

enum err_code joiner_look(const struct bulk_joiner *j, struct err *err)
{
    return j->stop && *j->stop ? err_set(err, ERR_INTERRUPTED, "interrupted") : err->code;
}

enum err_code joiner_refuse(const struct table_reader *t, const char *what, struct err *err)
{
    return err_set(err, ERR_CORRUPT, "'%s' is damaged: %s", t->path, what);
}

/* ---- hashes ---- */

static const struct index_file *find_hash(const struct index_files *hashes, const char *name)
{
    for (size_t i = 0; hashes && i < hashes->n; i++)
        if (strcmp(hashes->files[i].name, name) == 0)
            return &hashes->files[i];
    return NULL;
}

static enum err_code refuse_changed(const char *path, struct err *err)
{
    return err_set(err, ERR_CORRUPT, "'%s' differs from what was written", path);
}

/* Prepares a table to be hashed while it is read, if it has a hash. */
static enum err_code begin_hash(struct bulk_joiner *j, struct table_reader *t, struct err *err)
{
    bool is_hashed = !t->start.is_empty && find_hash(j->in->hashes, t->name);
    return is_hashed ? table_reader_read_through(t, &j->sources[0].dir, err) : ERR_OK;
}

static enum err_code begin_hashes(struct bulk_joiner *j, struct err *err)
{
    struct join_source *s = &j->sources[0];
    const struct index_file *version = find_hash(j->in->hashes, "iamglass");
    if (version && version->hash != s->version.hash)
        return refuse_changed(s->dir.path, err);
    if (begin_hash(j, &s->postlist, err) || begin_hash(j, &s->termlist, err))
        return err->code;
    return begin_hash(j, &s->docdata, err);
}

static enum err_code compare_hash(const struct bulk_joiner *j, const struct table_reader *t,
                                  struct err *err)
{
    uint64_t hash;
    if (!t->reader || file_reader_end(t->reader, &hash, err))
        return err->code;
    return hash == find_hash(j->in->hashes, t->name)->hash ? ERR_OK : refuse_changed(t->path, err);
}

static enum err_code compare_hashes(const struct bulk_joiner *j, struct err *err)
{
    const struct join_source *s = &j->sources[0];
    if (compare_hash(j, &s->postlist, err) || compare_hash(j, &s->termlist, err))
        return err->code;
    return compare_hash(j, &s->docdata, err);
}

/* ---- sources ---- */

static enum err_code open_tables(struct join_source *s, struct err *err)
{
    if (table_reader_open(&s->postlist, &s->dir, GLASS_POSTLIST, &s->version, err) ||
        table_reader_open(&s->termlist, &s->dir, GLASS_TERMLIST, &s->version, err))
        return err->code;
    return table_reader_open(&s->docdata, &s->dir, GLASS_DOCDATA, &s->version, err);
}

static enum err_code open_source(struct join_source *s, const char *path, struct err *err)
{
    if (!path)
        return ERR_OK;
    if (dir_open(&s->dir, path, err) || glass_read_version(&s->dir, &s->version, err))
        return err->code;
    for (size_t i = GLASS_POSITION; i < GLASS_N_TABLES; i++)
        if (!s->version.starts[i].is_empty)
            return err_set(err, ERR_VERSION, "'%s' has a table that cannot be joined", path);
    if (s->version.statistics.last_docid == GLASS_END)
        return err_set(err, ERR_CORRUPT, "'%s' is damaged", path);
    s->n_numbers = s->version.statistics.last_docid + 1;
    s->numbers = mem_alloc_zeroed(s->n_numbers, sizeof *s->numbers);
    return open_tables(s, err);
}

static void init_source(struct join_source *s)
{
    *s = (struct join_source){.dir = DIR_NONE};
    table_reader_close(&s->postlist); /* makes it an empty table */
    table_reader_close(&s->termlist);
    table_reader_close(&s->docdata);
}

static void close_source(struct join_source *s)
{
    table_reader_close(&s->postlist);
    table_reader_close(&s->termlist);
    table_reader_close(&s->docdata);
    dir_close(&s->dir);
    mem_free(s->numbers);
}

static enum err_code open_sources(struct bulk_joiner *j, struct err *err)
{
    const struct join_input *in = j->in;
    j->n_sources = in->n_sources + (in->terms != NULL);
    j->sources = mem_alloc(j->n_sources * sizeof *j->sources);
    for (size_t i = 0; i < j->n_sources; i++)
        init_source(&j->sources[i]);
    for (size_t i = 0; i < in->n_sources; i++)
        if (open_source(&j->sources[i], in->sources[i], err))
            return err->code;
    if (in->terms && open_source(&j->sources[in->n_sources], in->terms->path, err))
        return err->code;
    return begin_hashes(j, err);
}

/* ---- numbers ---- */

static enum err_code number_range(struct bulk_joiner *j, const struct join_range *r,
                                  struct err *err)
{
    struct join_source *s = &j->sources[r->source];
    if (r->first == 0 || r->first >= s->n_numbers || r->n > s->n_numbers - r->first ||
        r->n >= UINT32_MAX - j->n_documents)
        return err_set(err, ERR_CORRUPT, "'%s' has no document %u", s->dir.path, r->first);
    for (uint32_t i = 0; i < r->n; i++) {
        if (s->numbers[r->first + i])
            return err_set(err, ERR_CORRUPT, "document %u of '%s' would be there twice",
                           r->first + i, s->dir.path);
        s->numbers[r->first + i] = ++j->n_documents;
    }
    return ERR_OK;
}

static enum err_code number_documents(struct bulk_joiner *j, struct err *err)
{
    for (size_t i = 0; i < j->in->n_ranges; i++)
        if (number_range(j, &j->in->ranges[i], err))
            return err->code;
    j->lengths = mem_alloc_zeroed((size_t)j->n_documents + 1, sizeof *j->lengths);
    return ERR_OK;
}

static enum err_code number_terms(struct bulk_joiner *j, struct err *err)
{
    const struct join_terms *t = j->in->terms;
    struct join_source *s = &j->sources[j->in->n_sources];
    if (!t)
        return ERR_OK;
    j->replaced = mem_alloc_zeroed((size_t)j->n_documents / 8 + 1, 1);
    for (uint32_t i = 0; i < t->n; i++) {
        uint32_t number = t->docids[i];
        if (i + 1 >= s->n_numbers || number == 0 || number > j->n_documents)
            return err_set(err, ERR_INTERNAL, "there is no document to add terms to");
        s->numbers[i + 1] = number;
        j->replaced[number / 8] |= (uint8_t)(1u << number % 8);
    }
    return ERR_OK;
}

/* ---- the joiner ---- */

static void free_joiner(struct bulk_joiner *j)
{
    for (size_t i = 0; i < j->n_sources; i++)
        close_source(&j->sources[i]);
    mem_free(j->sources);
    mem_free(j->lengths);
    mem_free(j->replaced);
    mem_free(j->path);
    mem_free(j);
}

struct bulk_joiner *bulk_joiner_open(const char *path, const struct join_input *in, struct err *err)
{
    struct bulk_joiner *j = mem_alloc_zeroed(1, sizeof *j);
    *j = (struct bulk_joiner){.path = mem_copy_string(path), .in = in};
    if (open_sources(j, err) || number_documents(j, err) || number_terms(j, err)) {
        free_joiner(j);
        return NULL;
    }
    if (mkdir(path, 0777) == 0)
        return j;
    err_set_errno(err, "cannot create '%s'", path);
    free_joiner(j);
    return NULL;
}

void bulk_joiner_abandon(struct bulk_joiner *j)
{
    if (!j)
        return;
    database_files_remove(j->path);
    free_joiner(j);
}

enum err_code bulk_joiner_add_documents(struct bulk_joiner *j, const volatile sig_atomic_t *stop,
                                        struct err *err)
{
    j->stop = stop;
    return joiner_write_documents(j, err);
}

void bulk_joiner_lengths(const struct bulk_joiner *j, struct lengths *l)
{
    for (uint32_t i = 1; i <= j->n_documents; i++)
        lengths_count(l, j->lengths[i]);
}

static struct glass_statistics statistics_of(const struct bulk_joiner *j)
{
    struct glass_statistics sum = {
        .n_documents = j->n_documents, .last_docid = j->n_documents, .max_wdf = j->max_wdf};
    for (uint32_t i = 1; i <= j->n_documents; i++)
        glass_statistics_count(&sum, j->lengths[i]);
    return sum;
}

static enum err_code write_rest(struct bulk_joiner *j, const struct join_end *end,
                                bool *ret_is_in_order, struct err *err)
{
    if (joiner_write_postlist(j, end, ret_is_in_order, err) || compare_hashes(j, err))
        return err->code;
    const struct glass_statistics statistics = statistics_of(j);
    return glass_write_version(j->path, j->roots, &statistics, err);
}

enum err_code bulk_joiner_finish(struct bulk_joiner *j, const struct join_end *end,
                                 bool *ret_is_in_order, struct index_files *ret_synced,
                                 struct err *err)
{
    AUTO(mem_free_pointer) struct bulk_metadata *sorted = NULL;
    struct join_end in_order = *end;
    struct err failure = ERR_INIT;
    if (database_metadata_sort(end->metadata, end->n_metadata, &sorted, &in_order.n_metadata,
                               &failure) == ERR_OK) {
        in_order.metadata = sorted;
        write_rest(j, &in_order, ret_is_in_order, &failure);
    }
    if (failure.code) {
        bulk_joiner_abandon(j);
        return err_set(err, failure.code, "%s", failure.message);
    }
    if (ret_synced)
        *ret_synced = database_files_list(j->path, j->roots);
    free_joiner(j);
    return ERR_OK;
}
