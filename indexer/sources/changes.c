/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Compares the files that a walk found with those that the index knows, finds renames, and decides
 * which way of updating costs least. */
#include "indexer/sources/changes.h"

#include "base/mem.h"
#include "base/path.h"
#include "indexer/sources/path_set.h"
#include "store/index.h"

#include <stdlib.h>

enum {
    /* The cost of a byte that goes through libxapian, relative to one that is built in bulk. */
    IN_PLACE_COST = 10,
    JOIN_SHARE = 120, /* joining is cheaper if more than 1/JOIN_SHARE of the index changes */
};

void changes_done(struct changes *p)
{
    mem_free(p->entries);
    mem_free(p->removed);
    mem_free(p->absent);
    *p = (struct changes)CHANGES_INIT;
}

static void add_entry(struct changes *p, struct change entry)
{
    MEM_GROW(p->entries, p->n, p->capacity);
    p->entries[p->n++] = entry;
}

static void add_removed(struct changes *p, const struct known_file *state)
{
    MEM_GROW(p->removed, p->n_removed, p->removed_capacity);
    p->removed[p->n_removed++] = state;
}

/* Returns the source of a known file that was not found by the walk. */
static const struct known_source *source_of(const struct changes_input *in,
                                            const struct known_file *old)
{
    const struct known_source *source = known_sources_innermost(in->sources, old->path);
    bool is_of_list = old->list && (!source || source->state != SOURCE_WALKED);
    return is_of_list ? known_sources_list(in->sources, old->list) : source;
}

static bool is_missing(const struct changes_input *in, const struct path_set *unreadable,
                       const struct known_file *old)
{
    if (in->adds_only || path_set_covers(unreadable, old->path))
        return false;
    if (path_set_has(in->gone, old->path))
        return true;
    const struct known_source *source = source_of(in, old);
    return !source || source->state == SOURCE_LEFT ||
           (source->state == SOURCE_WALKED && source->kind != SOURCE_LIST);
}

static struct change change_of(const struct changes_input *in, const struct known_file *old,
                               const struct source_file *file)
{
    bool is_retried = in->retries && old->fault != FAULT_NONE;
    bool is_kept = known_file_matches(old, file) && !is_retried;
    return (struct change){is_kept ? CHANGE_KEEP : CHANGE_READ, file, old,
                           known_file_may_match(old, file) && !is_retried};
}

/* Merges the two sorted lists. A known file that is missing is put among the removed and also gets
 * an entry as if it stayed; settle_missing() drops one of the two. */
static void merge(struct changes *p, const struct changes_input *in,
                  const struct path_set *unreadable)
{
    const struct walk *walk = in->walk;
    const struct known_files *known = in->known;
    size_t w = 0, k = 0;
    while (w < walk->n || k < known->n) {
        int order = w == walk->n    ? 1
                    : k == known->n ? -1
                                    : str_compare(walk->files[w].path, known->files[k].path);
        if (order < 0) {
            add_entry(p, (struct change){.action = CHANGE_READ, .file = &walk->files[w++]});
        } else if (order == 0) {
            const struct known_file *old = &known->files[k++];
            const struct source_file *file = &walk->files[w++];
            add_entry(p, change_of(in, old, file));
        } else {
            const struct known_file *old = &known->files[k++];
            if (is_missing(in, unreadable, old))
                add_removed(p, old);
            add_entry(p, (struct change){.action = CHANGE_KEEP, .old = old});
        }
    }
}

/* ---- renames ---- */

static int by_inode(const void *a, const void *b)
{
    const struct known_file *x = *(const struct known_file *const *)a;
    const struct known_file *y = *(const struct known_file *const *)b;
    return x->inode < y->inode ? -1 : x->inode > y->inode;
}

/* Returns whether file is the known file old under another name. A rename keeps inode, size and
 * modification time. The ending must be the same because the format depends on it, and a file whose
 * title or date was taken from its name is read again. */
static bool is_renamed(const struct known_file *old, const struct source_file *file)
{
    return old->inode == file->inode && old->size_bytes == file->size_bytes &&
           old->mtime_ns == file->mtime_ns && old->ctime_ns != 0 && !old->uses_path &&
           old->fault == FAULT_NONE && old->read_as == file->settings->reading &&
           str_equal(path_ending(old->path), path_ending(file->path));
}

static size_t find_inode(const struct changes *p, uint64_t inode)
{
    size_t low = 0, high = p->n_removed;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (p->removed[middle]->inode < inode)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Pairs new files with files that are gone. Sets the state of a renamed file to NULL in removed. */
static void find_renames(struct changes *p)
{
    if (p->n_removed == 0)
        return;
    qsort(p->removed, p->n_removed, sizeof(void *), by_inode);
    const struct known_file **taken = mem_alloc_zeroed(p->n_removed, sizeof *taken);
    for (size_t i = 0; i < p->n; i++) {
        struct change *e = &p->entries[i];
        if (e->action != CHANGE_READ || e->old)
            continue;
        for (size_t r = find_inode(p, e->file->inode);
             r < p->n_removed && p->removed[r]->inode == e->file->inode; r++) {
            if (taken[r] || !is_renamed(p->removed[r], e->file))
                continue;
            taken[r] = p->removed[r];
            e->action = CHANGE_RENAME;
            e->old = p->removed[r];
            break;
        }
    }
    size_t kept = 0;
    for (size_t r = 0; r < p->n_removed; r++)
        if (!taken[r])
            p->removed[kept++] = p->removed[r];
    p->n_removed = kept;
    mem_free(taken);
}

/* ---- absence ---- */

static struct change_absence *absence_of(struct changes *p, const struct known_source *source)
{
    for (size_t i = 0; i < p->n_absent; i++)
        if (p->absent[i].source == source)
            return &p->absent[i];
    MEM_GROW(p->absent, p->n_absent, p->absent_capacity);
    p->absent[p->n_absent] = (struct change_absence){source, 0};
    return &p->absent[p->n_absent++];
}

/* Returns the source of a known file that is still there, perhaps renamed; NULL for other
 * entries. */
static const struct known_source *source_there(const struct changes_input *in,
                                               const struct change *e)
{
    if (!e->old || !e->file)
        return NULL;
    bool is_walked = e->action != CHANGE_RENAME && e->file->source < in->sources->n_places;
    return is_walked ? in->sources->places[e->file->source]
                     : known_sources_innermost(in->sources, e->old->path);
}

/* Drops from the absent sources those that still have a file. */
static void drop_present(struct changes *p, const struct changes_input *in)
{
    for (size_t i = 0; i < p->n && p->n_absent; i++) {
        const struct known_source *there = source_there(in, &p->entries[i]);
        size_t kept = 0;
        for (size_t a = 0; a < p->n_absent; a++)
            if (p->absent[a].source != there)
                p->absent[kept++] = p->absent[a];
        p->n_absent = kept;
    }
}

/* Returns whether a file of the source exists that was not walked. */
static bool has_file_there(const struct changes *p, const struct changes_input *in,
                           const struct known_source *source)
{
    for (size_t i = 0; i < p->n_removed; i++)
        if (source_of(in, p->removed[i]) == source && in->is_there(in->ctx, p->removed[i]))
            return true;
    return false;
}

/* Finds the sources that have lost all of their files without that being intended. */
static void find_absent(struct changes *p, const struct changes_input *in)
{
    for (size_t i = 0; i < p->n_removed; i++) {
        const struct known_source *source = source_of(in, p->removed[i]);
        if (source && source->kind == SOURCE_PLACE && source->state == SOURCE_WALKED &&
            !path_set_has(in->gone, p->removed[i]->path))
            absence_of(p, source)->n_files++;
    }
    drop_present(p, in);
    size_t kept = 0;
    for (size_t i = 0; i < p->n_absent; i++) {
        const struct known_source *source = p->absent[i].source;
        if (!in->is_meant(in->ctx, source) && !has_file_there(p, in, source))
            p->absent[kept++] = p->absent[i];
    }
    p->n_absent = kept;
}

static bool is_absent(const struct changes *p, const struct known_source *source)
{
    for (size_t i = 0; i < p->n_absent; i++)
        if (p->absent[i].source == source)
            return true;
    return false;
}

static int by_address(const void *a, const void *b)
{
    const struct known_file *x = *(const struct known_file *const *)a;
    const struct known_file *y = *(const struct known_file *const *)b;
    return (x > y) - (x < y);
}

/* Takes files of absent sources off the list of removed files, and drops the entries that merge()
 * made for files that are removed or renamed. */
static void settle_missing(struct changes *p, const struct changes_input *in)
{
    size_t kept = 0;
    for (size_t r = 0; r < p->n_removed; r++)
        if (!is_absent(p, source_of(in, p->removed[r])))
            p->removed[kept++] = p->removed[r];
    p->n_removed = kept;
    size_t n_leaving = p->n_removed;
    const struct known_file **leaving = mem_alloc((p->n + n_leaving) * sizeof *leaving);
    memcpy(leaving, p->removed, n_leaving * sizeof *leaving);
    for (size_t i = 0; i < p->n; i++)
        if (p->entries[i].action == CHANGE_RENAME)
            leaving[n_leaving++] = p->entries[i].old;
    qsort(leaving, n_leaving, sizeof *leaving, by_address);
    kept = 0;
    for (size_t i = 0; i < p->n; i++) {
        const struct change *e = &p->entries[i];
        if (e->file || !bsearch(&e->old, leaving, n_leaving, sizeof *leaving, by_address))
            p->entries[kept++] = *e;
    }
    p->n = kept;
    mem_free(leaving);
}

/* Returns the size of a file that is read, for comparing costs. It is 0 if nothing could be read the
 * last time, which is likely to happen again. */
static uint64_t expected_bytes(const struct change *e)
{
    bool is_in_vain = e->is_again && e->old->fault == FAULT_PASSING && e->old->n_documents == 0;
    return is_in_vain ? 0 : e->file->size_bytes;
}

static void count(struct changes *p)
{
    for (size_t i = 0; i < p->n; i++) {
        const struct change *e = &p->entries[i];
        p->n_unseen += e->file == NULL;
        if (e->action == CHANGE_READ) {
            uint64_t n = expected_bytes(e);
            p->n_read++;
            p->read_bytes += n;
            p->changed_bytes += n + (n && e->old ? e->old->size_bytes : 0);
            p->leaving_documents += e->old ? e->old->n_documents : 0;
        } else {
            p->n_renamed += e->action == CHANGE_RENAME;
            p->kept_bytes += e->old->size_bytes;
            p->changed_bytes += e->action == CHANGE_RENAME ? e->old->size_bytes : 0;
        }
    }
    for (size_t i = 0; i < p->n_removed; i++) {
        p->leaving_documents += p->removed[i]->n_documents;
        p->changed_bytes += p->removed[i]->size_bytes;
    }
}

void changes_find(struct changes *p, const struct changes_input *input)
{
    struct path_set unreadable = {0};
    for (size_t i = 0; i < input->walk->n_problems; i++)
        path_set_add(&unreadable, input->walk->problems[i].path);
    merge(p, input, &unreadable);
    path_set_done(&unreadable);
    if (p->n_removed) {
        find_renames(p);
        find_absent(p, input);
        settle_missing(p, input);
    }
    count(p);
}

void changes_add_known(struct changes *p, const struct known_file *known, bool leaves)
{
    if (leaves)
        add_removed(p, known);
    else
        add_entry(p, (struct change){.action = CHANGE_KEEP, .old = known});
}

bool change_repeats_fault(const struct change *change, const struct known_file *read)
{
    const struct known_file *old = change->old;
    bool is_same = change->action == CHANGE_KEEP ||
                   (old && change->is_again && str_equal(old->problems, read->problems));
    return is_same && old && old->fault == FAULT_CONTENT;
}

bool change_loses_documents(const struct change *change, const struct known_file *read)
{
    return change->old && known_file_has_less(read, change->old);
}

bool change_is_in_vain(const struct change *change, const struct known_file *read)
{
    const struct known_file *old = change->old;
    bool is_failed = read->fault == FAULT_CONTENT || read->fault == FAULT_PASSING;
    if (!old || !is_failed || read->n_documents)
        return false;
    return old->n_documents ? known_file_has_less(read, old) : old->fault == read->fault;
}

bool changes_prefer_rebuild(const struct changes *p, bool can_join)
{
    if (can_join)
        return p->read_bytes > p->kept_bytes;
    return p->read_bytes * IN_PLACE_COST > p->read_bytes + p->kept_bytes;
}

bool changes_prefer_join(const struct changes *p)
{
    return p->changed_bytes * JOIN_SHARE > p->kept_bytes;
}
