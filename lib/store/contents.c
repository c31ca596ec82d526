/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tells the files and directories of an index from others. */
#include "store/contents.h"

#include "base/mem.h"
#include "store/generation.h"

#include <string.h>
#include <unistd.h>

/* Files that dir_replace_file() and bulk_run_spill() leave behind if the process is killed. */
static bool is_temporary_name(const char *name)
{
    return strcmp(name, MANIFEST_NAME ".new") == 0 || strcmp(name, INDEX_IGNORE_NAME ".new") == 0 ||
           strcmp(name, INDEX_STUB_NAME ".new") == 0 ||
           (strncmp(name, "run-", 4) == 0 && strlen(name) == strlen("run-XXXXXX"));
}

static bool is_ours(const char *name)
{
    return strcmp(name, MANIFEST_NAME) == 0 || strcmp(name, INDEX_LOCK_NAME) == 0 ||
           strcmp(name, INDEX_ALERTS_NAME) == 0 || strcmp(name, INDEX_ALERTS_NAME ".new") == 0 ||
           strcmp(name, INDEX_IGNORE_NAME) == 0 || strcmp(name, INDEX_STUB_NAME) == 0 ||
           is_temporary_name(name) || generation_of(name);
}

/* Checks that a name belongs to an index and is of the right type. */
static enum err_code check_name(const struct dir *dir, const char *name, struct err *err)
{
    struct stat st;
    bool is_there, is_generation = generation_of(name) != 0;
    if (!is_ours(name))
        return err_set(err, ERR_USAGE,
                       "'%s' holds '%s', which is not part of an index; choose an empty directory",
                       dir->path, name);
    if (dir_stat(dir, name, &st, &is_there, err) || !is_there)
        return err->code;
    if (is_generation ? S_ISDIR(st.st_mode) : S_ISREG(st.st_mode))
        return ERR_OK;
    return err_set(err, ERR_INPUT, "'%s/%s' is %s, as in no index of ours; remove it", dir->path,
                   name,
                   S_ISLNK(st.st_mode) ? "a symbolic link"
                   : is_generation     ? "not a directory"
                                       : "not a regular file");
}

/* Checks all names and returns them. The caller frees them even after a failure. */
static enum err_code check_names(const struct dir *dir, struct dir_names *ret_names,
                                 struct err *err)
{
    if (dir_list(dir, ret_names, err))
        return err->code;
    for (size_t i = 0; i < ret_names->n && !err->code; i++)
        check_name(dir, ret_names->items[i], err);
    return err->code;
}

enum err_code contents_check(const struct dir *index, struct err *err)
{
    AUTO(dir_names_done) struct dir_names names = {NULL, 0};
    return check_names(index, &names, err);
}

enum err_code contents_clean(const struct dir *index, struct err *err)
{
    AUTO(dir_names_done) struct dir_names names = {NULL, 0};
    if (check_names(index, &names, err))
        return err->code;
    for (size_t i = 0; i < names.n; i++)
        if (is_temporary_name(names.items[i]))
            unlinkat(index->fd, names.items[i], 0);
    return ERR_OK;
}
