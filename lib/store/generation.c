/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The directory of a generation: its name, its files, the stamp by which changes of these are
 * noticed, and its removal. */
#include "store/generation.h"

#include "base/file.h"
#include "base/mem.h"
#include "glass/moment.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <xxhash.h>

#define GENERATION_PREFIX "gen-"
#define VERSION_NAME "iamglass"

enum { STAMP_BYTES = 16 };

void generation_put_name(uint32_t generation, char name[GENERATION_NAME_BYTES])
{
    snprintf(name, GENERATION_NAME_BYTES, GENERATION_PREFIX "%u", generation);
}

uint32_t generation_of(const char *name)
{
    size_t prefix = strlen(GENERATION_PREFIX);
    if (strncmp(name, GENERATION_PREFIX, prefix) != 0)
        return 0;
    unsigned long n = strtoul(name + prefix, NULL, 10);
    char same[GENERATION_NAME_BYTES];
    generation_put_name((uint32_t)n, same);
    return n < UINT32_MAX && strcmp(name, same) == 0 ? (uint32_t)n : 0;
}

enum err_code generation_open(const struct dir *index, uint32_t generation, struct dir *ret,
                              struct err *err)
{
    char name[GENERATION_NAME_BYTES];
    generation_put_name(generation, name);
    return dir_open_within(ret, index, name, err);
}

void generation_remove(const struct dir *index, uint32_t generation)
{
    AUTO(dir_close) struct dir d = DIR_NONE;
    struct err ignored = ERR_INIT;
    if (generation_open(index, generation, &d, &ignored))
        return;
    for (size_t i = 0; i < INDEX_MAX_FILES; i++)
        unlinkat(d.fd, MANIFEST_FILES[i], 0);
    char name[GENERATION_NAME_BYTES];
    generation_put_name(generation, name);
    unlinkat(index->fd, name, AT_REMOVEDIR);
}

/* ---- files ---- */

static XXH3_state_t *begin_hash(void)
{
    XXH3_state_t *state = XXH3_createState();
    if (!state)
        mem_exhausted();
    XXH3_64bits_reset(state);
    return state;
}

static enum err_code stop_hashing(const volatile sig_atomic_t *stop, struct err *err)
{
    return stop && *stop ? err_set(err, ERR_INTERRUPTED, "interrupted") : ERR_OK;
}

/* stop may be NULL. */
static enum err_code hash_file(int fd, const char *path, const volatile sig_atomic_t *stop,
                               uint64_t *ret_hash, struct err *err)
{
    enum { PIECE_BYTES = 256 * 1024 };
    AUTO(mem_free_pointer) char *piece = mem_alloc(PIECE_BYTES);
    XXH3_state_t *state = begin_hash();
    ssize_t n = 1;
    while (n && !stop_hashing(stop, err)) {
        n = read(fd, piece, PIECE_BYTES);
        if (n > 0)
            XXH3_64bits_update(state, piece, (size_t)n);
        else if (n < 0 && errno != EINTR) {
            err_set_errno(err, "cannot read '%s'", path);
            break;
        }
    }
    *ret_hash = XXH3_64bits_digest(state);
    XXH3_freeState(state);
    return err->code;
}

static bool is_among(const struct index_files *files, const char *name)
{
    for (size_t i = 0; i < files->n; i++)
        if (strcmp(files->files[i].name, name) == 0)
            return true;
    return false;
}

/* Syncs a file and adds it with its hash to files. Does nothing if the file does not exist. */
static enum err_code finish_file(const struct dir *generation, const char *name,
                                 struct index_files *files, struct err *err)
{
    uint64_t bytes, hash;
    struct stat st;
    bool is_there;
    if (dir_stat(generation, name, &st, &is_there, err) || !is_there)
        return err->code;
    AUTO(mem_free_pointer) char *path = file_join(generation->path, name);
    AUTO(file_close) int fd = dir_open_file(generation, name, &bytes, err);
    if (fd < 0 || hash_file(fd, path, NULL, &hash, err))
        return err->code;
    if (fsync(fd))
        return err_set_errno(err, "cannot sync '%s'", path);
    files->files[files->n++] = (struct index_file){name, hash};
    return ERR_OK;
}

uint64_t generation_moment(const struct dir *generation)
{
    struct err ignored = ERR_INIT;
    uint64_t moment;
    return glass_moment(generation, &moment, &ignored) ? 0 : moment;
}

/* The moment covers the version file. */
static void leave_out_version(struct index_files *files)
{
    for (size_t i = 0; i < files->n; i++)
        if (strcmp(files->files[i].name, VERSION_NAME) == 0)
            files->files[i--] = files->files[--files->n];
}

enum err_code generation_finish(const struct dir *generation, struct index_files *files,
                                uint64_t *ret_moment, struct err *err)
{
    for (size_t i = 0; i < INDEX_MAX_FILES && !err->code; i++)
        if (!is_among(files, MANIFEST_FILES[i]))
            finish_file(generation, MANIFEST_FILES[i], files, err);
    *ret_moment = generation_moment(generation);
    if (*ret_moment)
        leave_out_version(files);
    return err->code ? err->code : dir_sync(generation, err);
}

enum err_code generation_verify(const struct dir *generation, const struct index_file *file,
                                const volatile sig_atomic_t *stop, struct err *err)
{
    uint64_t bytes, hash;
    AUTO(mem_free_pointer) char *path = file_join(generation->path, file->name);
    AUTO(file_close) int fd = dir_open_file(generation, file->name, &bytes, err);
    if (fd < 0 || hash_file(fd, path, stop, &hash, err))
        return err->code;
    return hash == file->hash
               ? ERR_OK
               : err_set(err, ERR_CORRUPT, "'%s' differs from what was written", path);
}

/* A file may be changed in place only if it has no other name. */
static enum err_code check_file_of_its_own(const struct dir *generation, const char *name,
                                           struct err *err)
{
    struct stat st;
    bool is_there;
    if (dir_stat(generation, name, &st, &is_there, err) || !is_there)
        return err->code;
    if (!S_ISREG(st.st_mode))
        return err_set(err, ERR_CORRUPT,
                       "'%s/%s' is not a regular file; build the index again with pressmark-index "
                       "--rebuild",
                       generation->path, name);
    if (st.st_nlink > 1)
        return err_set(err, ERR_INPUT,
                       "'%s/%s' has a second name (a hard link), which would change "
                       "as well; build the index again with pressmark-index --rebuild",
                       generation->path, name);
    return ERR_OK;
}

enum err_code generation_check_files(const struct dir *d, struct err *err)
{
    for (size_t i = 0; i < INDEX_MAX_FILES && !err->code; i++)
        check_file_of_its_own(d, MANIFEST_FILES[i], err);
    return err->code;
}

/* ---- the stamp ---- */

/* Adds the metadata of a table's file: nobody can change the file or replace it without changing
 * these. */
static enum err_code add_to_stamp(const struct dir *generation, const char *name,
                                  XXH3_state_t *state, struct err *err)
{
    struct stat st;
    bool is_there;
    if (dir_stat(generation, name, &st, &is_there, err) || !is_there)
        return err->code;
    const int64_t seen[] = {(int64_t)st.st_ino, (int64_t)st.st_size, st.st_mtim.tv_sec,
                            st.st_mtim.tv_nsec, st.st_ctim.tv_sec,   st.st_ctim.tv_nsec,
                            (int64_t)st.st_mode};
    XXH3_64bits_update(state, name, strlen(name) + 1);
    XXH3_64bits_update(state, seen, sizeof seen);
    return ERR_OK;
}

static bool is_table_or_version(const char *name)
{
    return strcmp(name, VERSION_NAME) == 0 || strstr(name, ".glass");
}

static enum err_code make_stamp(const struct dir *generation, char stamp[STAMP_BYTES + 1],
                                struct err *err)
{
    XXH3_state_t *state = begin_hash();
    for (size_t i = 0; i < INDEX_MAX_FILES && !err->code; i++)
        if (is_table_or_version(MANIFEST_FILES[i]))
            add_to_stamp(generation, MANIFEST_FILES[i], state, err);
    snprintf(stamp, STAMP_BYTES + 1, "%016llx", (unsigned long long)XXH3_64bits_digest(state));
    XXH3_freeState(state);
    return err->code;
}

/* Without a stamp the next run only has more to do, so that it need not be synced. */
void generation_put_stamp(const struct dir *generation)
{
    char stamp[STAMP_BYTES + 1];
    struct err ignored = ERR_INIT;
    unlinkat(generation->fd, INDEX_STAMP_NAME, 0);
    if (make_stamp(generation, stamp, &ignored))
        return;
    AUTO(file_close) int fd = dir_create_file(generation, INDEX_STAMP_NAME, &ignored);
    if (fd >= 0)
        file_write_all(fd, INDEX_STAMP_NAME, stamp, STAMP_BYTES, &ignored);
}

bool generation_is_as_left(const struct dir *d)
{
    AUTO(buf_done) struct buf found = BUF_INIT;
    char stamp[STAMP_BYTES + 1];
    struct err ignored = ERR_INIT;
    return !dir_read_file(d, INDEX_STAMP_NAME, STAMP_BYTES, &found, &ignored) &&
           !make_stamp(d, stamp, &ignored) && str_equal(buf_str(&found), str_of(stamp));
}
