/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Compares the files that are there with those that the index knows. */
#include "indexer/sources/changes.h"

#include "base/mem.h"
#include "base/path.h"
#include "indexer/sources/path_set.h"
#include "store/index.h"

#include <stdlib.h>

enum { UPDATE_COST = 10 }; /* of a byte, a byte built in bulk being 1 */

void changes_done(struct changes *p)
{
    mem_free(p->entries);
    mem_free(p->removed);
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

/* What was looked at. */
struct covered {
    struct path_set sources, unreadable;
};

static bool is_gone(struct str path, const struct covered *c)
{
    return !str_equal(path, STR_LITERAL(INDEX_INPUT)) && path_set_covers(&c->sources, path) &&
           !path_set_covers(&c->unreadable, path);
}

/* Both lists in step. */
static void merge(struct changes *p, const struct walk *walk, const struct known_files *known,
                  const struct covered *covered)
{
    size_t w = 0, k = 0;
    while (w < walk->n || k < known->n) {
        int order = w == walk->n    ? 1
                    : k == known->n ? -1
                                    : str_compare(walk->files[w].path, known->files[k].path);
        if (order < 0) {
            add_entry(p, (struct change){CHANGE_READ, &walk->files[w++], NULL});
        } else if (order == 0) {
            const struct known_file *old = &known->files[k++];
            const struct source_file *file = &walk->files[w++];
            enum change_action action = known_file_matches(old, file) ? CHANGE_KEEP : CHANGE_READ;
            add_entry(p, (struct change){action, file, old});
        } else {
            const struct known_file *old = &known->files[k++];
            if (is_gone(old->path, covered))
                add_removed(p, old);
            else
                add_entry(p, (struct change){CHANGE_KEEP, NULL, old});
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

/* A rename leaves inode, size and modification time; how a file is read hangs on its ending, and
 * sometimes its title on its name. */
static bool is_renamed(const struct known_file *old, const struct source_file *file)
{
    return old->inode == file->inode && old->size_bytes == file->size_bytes &&
           old->mtime_ns == file->mtime_ns && old->ctime_ns != 0 && !old->uses_path &&
           old->skipped.n == 0 && str_equal(path_ending(old->path), path_ending(file->path));
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

/* Pairs new files with files that are gone. A state that was taken over is set to NULL in removed.
 */
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

static void count(struct changes *p)
{
    for (size_t i = 0; i < p->n; i++) {
        const struct change *e = &p->entries[i];
        p->n_unseen += e->file == NULL;
        if (e->action == CHANGE_READ) {
            p->n_read++;
            p->read_bytes += e->file->size_bytes;
            p->leaving_documents += e->old ? e->old->n_documents : 0;
        } else {
            p->n_renamed += e->action == CHANGE_RENAME;
            p->kept_bytes += e->old->size_bytes;
        }
    }
    for (size_t i = 0; i < p->n_removed; i++)
        p->leaving_documents += p->removed[i]->n_documents;
}

void changes_find(struct changes *p, const struct walk *walk, const struct known_files *known,
                  const struct str *sources, size_t n_sources)
{
    struct covered covered = {0};
    for (size_t i = 0; i < n_sources; i++)
        path_set_add(&covered.sources, sources[i]);
    for (size_t i = 0; i < walk->n_problems; i++)
        path_set_add(&covered.unreadable, walk->problems[i].path);
    merge(p, walk, known, &covered);
    path_set_done(&covered.sources);
    path_set_done(&covered.unreadable);
    find_renames(p);
    count(p);
}

bool changes_prefer_rebuild(const struct changes *p)
{
    return p->read_bytes * UPDATE_COST > p->read_bytes + p->kept_bytes;
}
