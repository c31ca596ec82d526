/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The index directory: opens it for reading or writing, and publishes and removes generations. */
#include "store/index.h"

#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"
#include "store/contents.h"
#include "store/generation.h"
#include "store/schema.h"
#include "store/write_lock.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

enum { MAX_STUB_BYTES = 4096 };

/* ---- paths ---- */

static struct str parent_of(const char *index_dir)
{
    const char *slash = strrchr(index_dir, '/');
    return (struct str){index_dir, slash && slash != index_dir ? (size_t)(slash - index_dir) : 0};
}

struct str index_stored_path(const char *absolute, const char *index_dir, struct arena *arena)
{
    struct str path = str_of(absolute), base = parent_of(index_dir);
    if (str_equal(path, base))
        return arena_copy(arena, STR_EMPTY);
    if (path.n > base.n + 1 && str_starts_with(path, base) && path.p[base.n] == '/')
        path = str_slice(path, base.n + 1, path.n);
    return arena_copy(arena, path);
}

struct str index_absolute_path(struct str stored, const char *index_dir, struct arena *arena)
{
    if (stored.n && stored.p[0] == '/')
        return arena_copy(arena, stored);
    return arena_format(arena, "%.*s/%.*s", STR_PRINT(parent_of(index_dir)), STR_PRINT(stored));
}

/* ---- reading ---- */

char *index_generation_path(const char *dir, uint32_t generation)
{
    char name[GENERATION_NAME_BYTES];
    generation_put_name(generation, name);
    return file_join(dir, name);
}

/* Returns true if something cannot be read, since opening it will then report that. */
static bool is_of_its_moment(const struct dir *index, const struct index_manifest *m)
{
    AUTO(dir_close) struct dir d = DIR_NONE;
    struct err ignored = ERR_INIT;
    if (m->moment == 0 || generation_open(index, m->generation, &d, &ignored))
        return true;
    uint64_t moment = generation_moment(&d);
    return moment == 0 || moment == m->moment;
}

static enum err_code refuse_moment(const struct dir *index, const struct index_manifest *m,
                                   struct err *err)
{
    AUTO(mem_free_pointer) char *path = index_generation_path(index->path, m->generation);
    return err_set(err, ERR_CORRUPT,
                   "'%s' is damaged (its files are not all of the moment that its manifest is of); "
                   "build the index again with pressmark-index --rebuild",
                   path);
}

/* If the files do not belong to the manifest's moment, the manifest is read again: an update at the
 * same time changes the manifest before it changes the files. */
static enum err_code read_manifest(const struct dir *index, unsigned analyser_version,
                                   struct index_manifest *ret, struct err *err)
{
    struct index_manifest m;
    for (uint64_t refused = 0;; refused = m.moment) {
        if (manifest_read(index, analyser_version, &m, NULL, err))
            return err->code;
        if (is_of_its_moment(index, &m))
            break;
        if (m.moment == refused)
            return refuse_moment(index, &m, err);
    }
    *ret = m;
    return ERR_OK;
}

enum err_code index_read_manifest(const char *dir, unsigned analyser_version,
                                  struct index_manifest *ret, struct err *err)
{
    AUTO(dir_close) struct dir d = DIR_NONE;
    struct err problem = ERR_INIT;
    if (!dir_open(&d, dir, &problem)) {
        read_manifest(&d, analyser_version, ret, &problem);
        if (problem.code == ERR_NOT_FOUND && index_is_in_folder(dir))
            return err_set(err, ERR_NOT_FOUND,
                           "there is no index at '%s'; did you mean '%s/.pressmark'?", dir, dir);
        if (problem.code)
            *err = problem;
        return err->code;
    }
    if (problem.code == ERR_NOT_FOUND || problem.code == ERR_INPUT)
        return err_set(err, ERR_NOT_FOUND, "there is no index at '%s'", dir);
    return err_set(err, problem.code, "%s", problem.message);
}

/* ---- writing ---- */

enum { ANCHOR_BYTES = 40 };

struct index_writer {
    struct dir dir;
    char anchor[ANCHOR_BYTES]; /* a path of the open directory, or empty */
    int lock_fd;
    bool has_current;
    struct index_manifest current;
    bool is_unreadable;      /* there is a manifest, but it cannot be used */
    uint32_t new_generation; /* 0 until asked for */
    char *new_path;
};

/* A manifest that names a missing generation is damaged, and what exists may be all that is
 * left. */
static enum err_code check_generation(const struct index_writer *w, struct err *err)
{
    AUTO(dir_close) struct dir d = DIR_NONE;
    struct err problem = ERR_INIT;
    struct stat st;
    bool is_there = false;
    if (!generation_open(&w->dir, w->current.generation, &d, &problem))
        dir_stat(&d, MANIFEST_FILES[0], &st, &is_there, &problem);
    if (problem.code && problem.code != ERR_NOT_FOUND && problem.code != ERR_INPUT)
        return err_set(err, problem.code, "%s", problem.message);
    if (!is_there)
        return err_set(err, ERR_CORRUPT,
                       "'%s/" MANIFEST_NAME "' names generation %u, which is not there; build the "
                       "index again with pressmark-index --rebuild",
                       w->dir.path, w->current.generation);
    return ERR_OK;
}

/* An index of another version, or a damaged one, may be replaced. */
static enum err_code read_current(struct index_writer *w, unsigned analyser_version, bool replace,
                                  struct err *err)
{
    enum err_code code = manifest_read(&w->dir, analyser_version, &w->current, NULL, err);
    if (code == ERR_OK)
        code = check_generation(w, err);
    if (code == ERR_OK && !is_of_its_moment(&w->dir, &w->current))
        code = refuse_moment(&w->dir, &w->current, err);
    w->has_current = code == ERR_OK;
    w->is_unreadable = code == ERR_VERSION || code == ERR_CORRUPT;
    if (code == ERR_NOT_FOUND || (w->is_unreadable && replace))
        err_clear(err);
    return err->code;
}

static enum err_code write_ignore_file(const struct index_writer *w, struct err *err)
{
    struct stat st;
    bool is_there;
    if (dir_stat(&w->dir, INDEX_IGNORE_NAME, &st, &is_there, err) || is_there)
        return err->code;
    return dir_replace_file(&w->dir, INDEX_IGNORE_NAME, STR_LITERAL("*\n"), err);
}

static enum err_code open_directory(const char *dir, struct dir *ret, struct err *err)
{
    if (file_make_directory(dir, err) || dir_open(ret, dir, err))
        return err->code;
    return contents_check(ret, err);
}

/* Sets the anchor to "/proc/self/fd/5" if that works. */
static void set_anchor(struct index_writer *w)
{
    struct stat here, there;
    snprintf(w->anchor, sizeof w->anchor, "/proc/self/fd/%d", w->dir.fd);
    if (fstat(w->dir.fd, &here) || stat(w->anchor, &there) || here.st_dev != there.st_dev ||
        here.st_ino != there.st_ino)
        w->anchor[0] = '\0';
}

enum err_code index_lock(const char *dir, int wait_ms, unsigned analyser_version, bool replace,
                         struct index_writer **ret_writer, struct err *err)
{
    struct index_writer *w = mem_alloc_zeroed(1, sizeof *w);
    *w = (struct index_writer){.dir = DIR_NONE, .lock_fd = -1};
    if (open_directory(dir, &w->dir, err) || write_lock_take(&w->dir, wait_ms, &w->lock_fd, err) ||
        contents_clean(&w->dir, err) || read_current(w, analyser_version, replace, err) ||
        write_ignore_file(w, err)) {
        index_unlock(w);
    } else {
        set_anchor(w);
        *ret_writer = w;
    }
    return err->code;
}

const struct index_manifest *index_current(const struct index_writer *w)
{
    return w->has_current ? &w->current : NULL;
}

static char *anchored_path(const struct index_writer *w, uint32_t generation)
{
    return index_generation_path(w->anchor[0] ? w->anchor : w->dir.path, generation);
}

char *index_current_path(const struct index_writer *w)
{
    return anchored_path(w, w->current.generation);
}

void index_name_directory(const struct index_writer *w, struct err *err)
{
    AUTO(buf_done) struct buf named = BUF_INIT;
    struct str message = str_of(err->message), anchor = str_of(w ? w->anchor : "");
    size_t at = anchor.n ? str_find(message, anchor, 0) : message.n;
    if (at == message.n)
        return;
    for (size_t start = 0; start < message.n; at = str_find(message, anchor, start)) {
        buf_append_str(&named, str_slice(message, start, at));
        if (at < message.n)
            buf_append_str(&named, str_of(w->dir.path));
        start = at < message.n ? at + anchor.n : message.n;
    }
    enum err_code code = err->code;
    err_clear(err);
    err_set(err, code, "%s", buf_c_string(&named));
}

/* Checks that the directory is still where it was found: what is written by its path must be
 * written into it, and not into another directory that was put there meanwhile. */
static enum err_code check_place(const struct index_writer *w, struct err *err)
{
    struct stat here, there;
    if (fstat(w->dir.fd, &here))
        return err_set_errno(err, "cannot read '%s'", w->dir.path);
    if (stat(w->dir.path, &there) || here.st_dev != there.st_dev || here.st_ino != there.st_ino)
        return err_set(err, ERR_IO,
                       "'%s' is another directory than when the run began; nothing was written to "
                       "it",
                       w->dir.path);
    return ERR_OK;
}

enum err_code index_new_path(struct index_writer *w, const char **ret_path, struct err *err)
{
    AUTO(dir_names_done) struct dir_names names = {NULL, 0};
    if (check_place(w, err))
        return err->code;
    if (!w->new_path) {
        uint32_t highest = w->has_current ? w->current.generation : 0;
        if (dir_list(&w->dir, &names, err))
            return err->code;
        for (size_t i = 0; i < names.n; i++)
            if (generation_of(names.items[i]) > highest)
                highest = generation_of(names.items[i]);
        if (highest >= UINT32_MAX - 1 - INDEX_MAX_SCRATCH)
            return err_set(err, ERR_LIMIT, "'%s' has had too many generations", w->dir.path);
        w->new_generation = highest + 1;
        w->new_path = anchored_path(w, w->new_generation);
    }
    *ret_path = w->new_path;
    return ERR_OK;
}

char *index_scratch_path(const struct index_writer *w, uint32_t i)
{
    assert(i < INDEX_MAX_SCRATCH);
    return anchored_path(w, w->new_generation + 1 + i);
}

void index_put_moment(struct index_writer *w)
{
    AUTO(dir_close) struct dir d = DIR_NONE;
    struct index_files files;
    struct err ignored = ERR_INIT;
    if (!w->has_current || w->current.moment ||
        manifest_read(&w->dir, w->current.analyser_version, &w->current, &files, &ignored) ||
        generation_open(&w->dir, w->current.generation, &d, &ignored))
        return;
    w->current.moment = generation_moment(&d);
    if (w->current.moment)
        manifest_write(&w->dir, &w->current, &files, &ignored);
}

void index_put_stamp(const struct index_writer *w)
{
    AUTO(dir_close) struct dir d = DIR_NONE;
    struct err ignored = ERR_INIT;
    if (w->has_current && !generation_open(&w->dir, w->current.generation, &d, &ignored))
        generation_put_stamp(&d);
}

static bool is_as_left(const struct dir *index, const struct index_manifest *m)
{
    AUTO(dir_close) struct dir d = DIR_NONE;
    struct err ignored = ERR_INIT;
    return !generation_open(index, m->generation, &d, &ignored) && generation_is_as_left(&d);
}

bool index_is_as_left(const struct index_writer *w)
{
    return w->has_current && is_as_left(&w->dir, &w->current);
}

bool index_was_left_so(const char *dir, const struct index_manifest *m)
{
    AUTO(dir_close) struct dir d = DIR_NONE;
    struct err ignored = ERR_INIT;
    return !dir_open(&d, dir, &ignored) && is_as_left(&d, m);
}

/* ---- publishing ---- */

/* Returns true if readers may see the generation of m although writing its manifest failed: the
 * rename may have succeeded, and only the sync of the directory failed. */
static bool may_be_published(const struct index_writer *w, const struct index_manifest *m)
{
    struct index_manifest seen;
    struct err err = ERR_INIT;
    enum err_code code = manifest_read(&w->dir, m->analyser_version, &seen, NULL, &err);
    return code == ERR_OK ? seen.generation == m->generation : code != ERR_NOT_FOUND;
}

static bool is_published(const struct index_writer *w)
{
    struct index_manifest seen;
    struct err err = ERR_INIT;
    return w->has_current &&
           !manifest_read(&w->dir, w->current.analyser_version, &seen, NULL, &err) &&
           seen.generation == w->current.generation;
}

/* From here on index_unlock() does not remove the new generation. */
static void forget_new_path(struct index_writer *w)
{
    mem_free(w->new_path);
    w->new_path = NULL;
}

enum err_code index_publish(struct index_writer *w, const struct index_manifest *manifest,
                            const struct index_files *synced, struct err *err)
{
    AUTO(dir_close) struct dir d = DIR_NONE;
    struct index_files files = *synced;
    uint64_t moment;
    if (generation_open(&w->dir, w->new_generation, &d, err) ||
        generation_finish(&d, &files, &moment, err) || dir_sync(&w->dir, err))
        return err->code;

    struct index_manifest next = *manifest;
    next.format = SCHEMA_FORMAT;
    next.generation = w->new_generation;
    next.moment = moment;
    if (manifest_write(&w->dir, &next, &files, err)) {
        if (may_be_published(w, &next))
            forget_new_path(w);
        return err->code;
    }
    w->current = next;
    w->has_current = true;
    forget_new_path(w);
    return ERR_OK;
}

/* Makes the stub name the current generation. If a run was killed or could not write, the next run
 * does it. */
static enum err_code put_stub(const struct index_writer *w, struct err *err)
{
    AUTO(buf_done) struct buf before = BUF_INIT;
    AUTO(buf_done) struct buf now = BUF_INIT;
    struct err ignored = ERR_INIT;
    char name[GENERATION_NAME_BYTES];
    generation_put_name(w->current.generation, name);
    buf_append_format(&now, "auto %s\n", name);
    dir_read_file(&w->dir, INDEX_STUB_NAME, MAX_STUB_BYTES, &before, &ignored);
    if (str_equal(buf_str(&before), buf_str(&now)))
        return ERR_OK;
    return dir_replace_file(&w->dir, INDEX_STUB_NAME, buf_str(&now), err);
}

void index_clear(struct index_writer *w)
{
    AUTO(dir_names_done) struct dir_names names = {NULL, 0};
    struct err ignored = ERR_INIT;
    if (!is_published(w) || put_stub(w, &ignored) || dir_list(&w->dir, &names, &ignored))
        return;
    for (size_t i = 0; i < names.n; i++) {
        uint32_t generation = generation_of(names.items[i]);
        if (generation && generation != w->current.generation)
            generation_remove(&w->dir, generation);
    }
}

enum err_code index_check_files(const struct index_writer *w, struct err *err)
{
    AUTO(dir_close) struct dir d = DIR_NONE;
    if (generation_open(&w->dir, w->current.generation, &d, err))
        return err->code;
    return generation_check_files(&d, err);
}

enum err_code index_begin_update(struct index_writer *w, struct err *err)
{
    const struct index_files none = {.n = 0};
    if (check_place(w, err) || index_check_files(w, err))
        return err->code;
    w->current.is_in_order = false;
    w->current.moment = 0;
    return manifest_write(&w->dir, &w->current, &none, err);
}

enum err_code index_sync(struct index_writer *w, struct err *err)
{
    AUTO(dir_close) struct dir d = DIR_NONE;
    if (!generation_open(&w->dir, w->current.generation, &d, err))
        dir_sync(&d, err);
    return err->code;
}

void index_unlock(struct index_writer *w)
{
    if (!w)
        return;
    if (w->new_path)
        generation_remove(&w->dir, w->new_generation);
    for (uint32_t i = 0; w->new_generation && i < INDEX_MAX_SCRATCH; i++)
        generation_remove(&w->dir, w->new_generation + 1 + i);
    file_close(&w->lock_fd);
    dir_close(&w->dir);
    mem_free(w->new_path);
    mem_free(w);
}

/* ---- checking ---- */

enum err_code index_hashes(const struct index_writer *w, struct index_files *ret, struct err *err)
{
    struct index_manifest m;
    return manifest_read(&w->dir, w->current.analyser_version, &m, ret, err);
}

enum err_code index_verify_hashes(const char *dir, unsigned analyser_version,
                                  const volatile sig_atomic_t *stop, size_t *ret_n_hashed,
                                  struct err *err)
{
    AUTO(dir_close) struct dir d = DIR_NONE;
    AUTO(dir_close) struct dir generation = DIR_NONE;
    struct index_manifest m;
    struct index_files files;
    *ret_n_hashed = 0;
    if (dir_open(&d, dir, err) || manifest_read(&d, analyser_version, &m, &files, err))
        return err->code;
    if (generation_open(&d, m.generation, &generation, err))
        return err->code;
    for (size_t i = 0; i < files.n && !err->code; i++)
        generation_verify(&generation, &files.files[i], stop, err);
    *ret_n_hashed = err->code ? 0 : files.n;
    return err->code;
}
