/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the index if none was named, and checks that an index of somebody else may be used. */
#include "base/file.h"
#include "base/mem.h"
#include "store/index.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define DEFAULT_NAME ".pressmark"

/* A name that cannot be examined counts as an index, and so does a link, wherever it leads. */
bool index_is_in_folder(const char *folder)
{
    AUTO(mem_free_pointer) char *dir = file_join(folder, DEFAULT_NAME);
    AUTO(mem_free_pointer) char *manifest = file_join(dir, MANIFEST_NAME);
    struct stat st;
    if (lstat(dir, &st))
        return errno != ENOENT && errno != ENOTDIR;
    return S_ISLNK(st.st_mode) || lstat(manifest, &st) == 0 ||
           (errno != ENOENT && errno != ENOTDIR);
}

bool index_is_elsewhere(const char *name)
{
    return str_starts_with(str_of(name), STR_LITERAL(INDEX_TCP)) ||
           str_starts_with(str_of(name), STR_LITERAL(INDEX_SHELL));
}

enum index_place index_find(char **ret_dir)
{
    const char *given = getenv("PRESSMARK_INDEX");
    *ret_dir = NULL;
    if (given && *given) {
        *ret_dir = mem_copy_string(given);
        return INDEX_NAMED;
    }
    AUTO(mem_free_pointer) char *folder = file_absolute(".");
    for (;;) {
        if (index_is_in_folder(folder)) {
            *ret_dir = file_join(folder, DEFAULT_NAME);
            return INDEX_FOUND;
        }
        char *slash = strrchr(folder, '/');
        if (!slash || folder[1] == '\0')
            return INDEX_NOWHERE;
        slash[slash == folder] = '\0';
    }
}

enum err_code index_named(struct config *file, const char *name, struct opt_list *out,
                          struct err *err)
{
    size_t n_before = out->n;
    for (size_t i = 0; name[0] == '@' && i < file->n; i++) {
        const struct config_entry *e = &file->entries[i];
        bool is_it = str_equal(e->section, STR_LITERAL("index")) && e->key && e->value &&
                     strcmp(e->key, "path") == 0 && str_equal(e->name, str_of(name + 1));
        if (is_it)
            opt_list_add(out,
                         index_is_elsewhere(e->value) ? e->value : config_path(file, e->value));
    }
    if (out->n > n_before)
        return ERR_OK;
    if (name[0] != '@' || file_exists(name)) {
        opt_list_add(out, name);
        return ERR_OK;
    }
    if (!file->path)
        return err_set(err, ERR_USAGE, "'%s': there is no configuration file with [index \"%s\"]",
                       name, name + 1);
    return err_set(err, ERR_USAGE, "'%s': there is no [index \"%s\"] in '%s'", name, name + 1,
                   file->path);
}

/* Under sudo, the files of the calling user are ours too. */
static bool is_ours(uid_t owner)
{
    uid_t self = geteuid();
    const char *caller = self == 0 ? getenv("SUDO_UID") : NULL;
    char *end = NULL;
    unsigned long uid = caller && *caller ? strtoul(caller, &end, 10) : 0;
    return owner == self || (end && *end == '\0' && owner == uid);
}

enum err_code index_check_found(const char *dir, bool is_to_be_written, struct err *err)
{
    struct stat st;
    if (lstat(dir, &st))
        return errno == ENOENT ? ERR_OK : err_set_errno(err, "cannot read '%s'", dir);
    if (S_ISLNK(st.st_mode))
        return err_set(err, ERR_INPUT, "'%s' is a symbolic link", dir);
    if (is_to_be_written && !is_ours(st.st_uid))
        return err_set(err, ERR_INPUT, "'%s' belongs to another user (%lu)", dir,
                       (unsigned long)st.st_uid);
    return ERR_OK;
}
