/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Removes and lists the files of a database, and sorts its metadata. */
#include "bulk/database_files.h"

#include "base/file.h"
#include "base/mem.h"

#include <stdlib.h>
#include <unistd.h>

enum { MAX_METADATA_KEY_BYTES = 200 };

/* By enum glass_table, followed by the version file. */
static const char *const file_names[] = {"postlist.glass", "docdata.glass", "termlist.glass",
                                         "position.glass", "iamglass"};

void database_files_remove(const char *path)
{
    for (size_t i = 0; i < sizeof file_names / sizeof file_names[0]; i++) {
        AUTO(mem_free_pointer) char *name = file_join(path, file_names[i]);
        unlink(name);
    }
    rmdir(path);
}

struct index_files database_files_list(const char *path, const struct glass_root *roots)
{
    struct index_files list = {.n = 0};
    for (size_t i = GLASS_POSTLIST; i <= GLASS_POSITION; i++) {
        AUTO(mem_free_pointer) char *name = file_join(path, file_names[i]);
        if (file_exists(name))
            list.files[list.n++] = (struct index_file){file_names[i], roots[i].hash};
    }
    return list;
}

static int compare_metadata(const void *a, const void *b)
{
    const struct bulk_metadata *x = a, *y = b;
    return strcmp(x->key, y->key);
}

static enum err_code check_metadata(const struct bulk_metadata *sorted, size_t n, struct err *err)
{
    for (size_t i = 0; i < n; i++) {
        size_t key_bytes = strlen(sorted[i].key);
        if (key_bytes == 0 || key_bytes > MAX_METADATA_KEY_BYTES ||
            sorted[i].value_length > GLASS_MAX_TAG_BYTES ||
            (i > 0 && strcmp(sorted[i - 1].key, sorted[i].key) == 0))
            return err_set(err, ERR_USAGE,
                           "metadata '%.100s' are outside the limits or exist twice",
                           sorted[i].key);
    }
    return ERR_OK;
}

enum err_code database_metadata_sort(const struct bulk_metadata *metadata, size_t n,
                                     struct bulk_metadata **ret, size_t *ret_n, struct err *err)
{
    struct bulk_metadata *sorted = mem_alloc(n * sizeof *sorted);
    size_t n_kept = 0;
    for (size_t i = 0; i < n; i++)
        if (metadata[i].value_length > 0)
            sorted[n_kept++] = metadata[i];
    if (n_kept)
        qsort(sorted, n_kept, sizeof *sorted, compare_metadata);
    *ret = sorted;
    *ret_n = n_kept;
    return check_metadata(sorted, n_kept, err);
}
