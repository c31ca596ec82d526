/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The index directory: its lock, its manifest, and the step from one generation to the next,
 * which is one rename. */
#include "store/index.h"

#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"
#include "store/schema.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <xxhash.h>

#define MANIFEST_NAME "pressmark.json"
#define LOCK_NAME "lock"
#define IGNORE_NAME ".gitignore"
#define GENERATION_PREFIX "gen-"
#define DEFAULT_NAME ".pressmark"
#define PROGRAM_NAME "pressmark " PRESSMARK_VERSION

enum { LOCK_POLL_MS = 100, MAX_MANIFEST_BYTES = 1 << 20 };

/* The files a generation may hold: all that is ever deleted. */
static const char *const GENERATION_FILES[INDEX_MAX_FILES] = {
    "iamglass",       "postlist.glass", "termlist.glass", "docdata.glass", "position.glass",
    "spelling.glass", "synonym.glass",  "flintlock",      "v.tmp",
};

static char *generation_name(uint32_t generation)
{
    struct buf name = BUF_INIT;
    buf_append_format(&name, GENERATION_PREFIX "%u", generation);
    buf_append_char(&name, '\0');
    return name.p;
}

char *index_generation_path(const char *dir, uint32_t generation)
{
    AUTO(mem_free_pointer) char *name = generation_name(generation);
    return file_join(dir, name);
}

char *index_find(void)
{
    const char *given = getenv("PRESSMARK_INDEX");
    if (given && *given)
        return mem_copy_string(given);
    char *folder = file_absolute(".");
    for (;;) {
        AUTO(mem_free_pointer) char *candidate = file_join(folder, DEFAULT_NAME "/" MANIFEST_NAME);
        if (file_exists(candidate)) {
            char *found = file_join(folder, DEFAULT_NAME);
            mem_free(folder);
            return found;
        }
        char *slash = strrchr(folder, '/');
        if (!slash || folder[1] == '\0') {
            mem_free(folder);
            return NULL;
        }
        slash[slash == folder] = '\0';
    }
}

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

/* ---- the manifest ---- */

static enum err_code damaged(const char *path, const char *what, struct err *err)
{
    return err_set(err, ERR_CORRUPT, "'%s' is damaged (%s); build the index anew", path, what);
}

static enum err_code load_manifest(const char *dir, json_t **ret_root, struct err *err)
{
    AUTO(mem_free_pointer) char *path = file_join(dir, MANIFEST_NAME);
    AUTO(buf_done) struct buf bytes = BUF_INIT;
    if (file_read(AT_FDCWD, path, MAX_MANIFEST_BYTES, &bytes, err)) {
        if (err->code != ERR_NOT_FOUND)
            return err->code;
        err_clear(err);
        return err_set(err, ERR_NOT_FOUND, "there is no index at '%s'", dir);
    }
    json_error_t problem;
    json_t *root = json_loadb(bytes.p ? bytes.p : "", bytes.n, 0, &problem);
    if (!root)
        return damaged(path, problem.text, err);
    if (!json_is_object(root)) {
        json_decref(root);
        return damaged(path, "no object", err);
    }
    *ret_root = root;
    return ERR_OK;
}

static void release_json(json_t **root)
{
    json_decref(*root);
}

static void copy_member(const json_t *root, const char *key, char *target, size_t capacity)
{
    const char *value = json_string_value(json_object_get(root, key));
    snprintf(target, capacity, "%s", value ? value : "");
}

enum err_code index_read_manifest(const char *dir, unsigned analyser_version,
                                  struct index_manifest *ret, struct err *err)
{
    AUTO(release_json) json_t *root = NULL;
    if (load_manifest(dir, &root, err))
        return err->code;
    struct index_manifest m = {0};
    const json_t *analyser = json_object_get(root, "analyser");
    m.format = (unsigned)json_integer_value(json_object_get(root, "format"));
    m.generation = (uint32_t)json_integer_value(json_object_get(root, "generation"));
    m.analyser_version = (unsigned)json_integer_value(json_object_get(analyser, "version"));
    m.keep_marks = json_is_true(json_object_get(analyser, "keep_marks"));
    m.hangul_bigrams = json_is_true(json_object_get(analyser, "hangul_bigrams"));
    m.position_table = json_is_true(json_object_get(root, "position_table"));
    m.is_in_order = json_is_true(json_object_get(root, "in_order"));
    copy_member(analyser, "libraries", m.libraries, sizeof m.libraries);
    copy_member(root, "program", m.program, sizeof m.program);
    copy_member(root, "xapian", m.xapian, sizeof m.xapian);

    if (m.format == 0 || m.generation == 0)
        return damaged(dir, "the manifest lacks its format or generation", err);
    if (m.format != SCHEMA_FORMAT || m.analyser_version != analyser_version)
        return err_set(err, ERR_VERSION,
                       "the index '%s' was made by %s, whose format this version (%s) does not "
                       "read; build it anew with pressmark-index --rebuild",
                       dir, m.program[0] ? m.program : "another version", PROGRAM_NAME);
    *ret = m;
    return ERR_OK;
}

static enum err_code hash_file(const char *path, uint64_t *ret_hash, struct err *err)
{
    AUTO(file_close) int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return err_set_errno(err, "cannot open '%s'", path);
    XXH3_state_t *state = XXH3_createState();
    XXH3_64bits_reset(state);
    char block[64 * 1024];
    ssize_t n;
    while ((n = read(fd, block, sizeof block)) > 0 || (n < 0 && errno == EINTR))
        if (n > 0)
            XXH3_64bits_update(state, block, (size_t)n);
    if (n < 0)
        err_set_errno(err, "cannot read '%s'", path);
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

/* Syncs and hashes the files of a generation that exist and are not among files yet. */
static enum err_code finish_files(const char *generation_path, struct index_files *files,
                                  struct err *err)
{
    for (size_t i = 0; i < INDEX_MAX_FILES; i++) {
        AUTO(mem_free_pointer) char *path = file_join(generation_path, GENERATION_FILES[i]);
        if (is_among(files, GENERATION_FILES[i]) || !file_exists(path))
            continue;
        struct index_file *file = &files->files[files->n];
        file->name = GENERATION_FILES[i];
        if (file_sync(path, err) || hash_file(path, &file->hash, err))
            return err->code;
        files->n++;
    }
    return file_sync(generation_path, err);
}

static void write_manifest(struct buf *out, const struct index_manifest *m,
                           const struct index_files *files)
{
    struct json j = JSON_INIT(out);
    json_put_open(&j, '{');
    json_put_member_integer(&j, "format", m->format);
    json_put_member(&j, "program", str_of(m->program));
    json_put_member(&j, "xapian", str_of(m->xapian));
    json_put_member_integer(&j, "generation", m->generation);
    json_put_key(&j, "analyser");
    json_put_open(&j, '{');
    json_put_member_integer(&j, "version", m->analyser_version);
    json_put_member(&j, "libraries", str_of(m->libraries));
    json_put_key(&j, "keep_marks");
    json_put_bool(&j, m->keep_marks);
    json_put_key(&j, "hangul_bigrams");
    json_put_bool(&j, m->hangul_bigrams);
    json_put_close(&j, '}');
    json_put_key(&j, "position_table");
    json_put_bool(&j, m->position_table);
    json_put_key(&j, "in_order");
    json_put_bool(&j, m->is_in_order);
    json_put_key(&j, "files");
    json_put_open(&j, '{');
    for (size_t i = 0; i < files->n; i++) {
        char digits[17];
        snprintf(digits, sizeof digits, "%016llx", (unsigned long long)files->files[i].hash);
        json_put_member(&j, files->files[i].name, str_of(digits));
    }
    json_put_close(&j, '}');
    json_put_close(&j, '}');
    buf_append_char(out, '\n');
}

/* ---- writing ---- */

struct index_writer {
    char *dir;
    int lock_fd;
    bool has_current;
    struct index_manifest current;
    bool is_unreadable;      /* there is a manifest, but not one that can be read */
    uint32_t new_generation; /* 0 until asked for */
    char *new_path;
};

static bool is_generation_name(const char *name)
{
    size_t prefix = strlen(GENERATION_PREFIX);
    if (strncmp(name, GENERATION_PREFIX, prefix) != 0 || !name[prefix])
        return false;
    return strspn(name + prefix, "0123456789") == strlen(name + prefix);
}

/* What file_replace() and bulk_run_spill() leave when the process dies under them. */
static bool is_temporary_name(const char *name)
{
    return strcmp(name, MANIFEST_NAME ".new") == 0 || strcmp(name, IGNORE_NAME ".new") == 0 ||
           (strncmp(name, "run-", 4) == 0 && strlen(name) == strlen("run-XXXXXX"));
}

static bool is_ours(const char *name)
{
    return strcmp(name, MANIFEST_NAME) == 0 || strcmp(name, LOCK_NAME) == 0 ||
           strcmp(name, IGNORE_NAME) == 0 || is_temporary_name(name) || is_generation_name(name);
}

static void remove_generation(const char *path)
{
    for (size_t i = 0; i < INDEX_MAX_FILES; i++) {
        AUTO(mem_free_pointer) char *file = file_join(path, GENERATION_FILES[i]);
        unlink(file);
    }
    rmdir(path);
}

/* Whether dir holds nothing but what an index holds, and a lock where it holds anything. */
static enum err_code check_directory(const char *dir, struct err *err)
{
    DIR *d = opendir(dir);
    if (!d)
        return err_set_errno(err, "cannot read the directory '%s'", dir);
    struct dirent *entry;
    while (!err->code && (entry = readdir(d))) {
        const char *name = entry->d_name;
        if (strcmp(name, ".") != 0 && strcmp(name, "..") != 0 && !is_ours(name))
            err_set(err, ERR_USAGE,
                    "'%s' holds '%s', which is not part of an index; choose an empty directory",
                    dir, name);
    }
    closedir(d);
    return err->code;
}

/* Removes what a killed indexer left: temporary files, and the generations that no manifest names.
 */
static void remove_leftovers(const struct index_writer *w)
{
    DIR *d = opendir(w->dir);
    if (!d)
        return;
    AUTO(mem_free_pointer)
    char *current = generation_name(w->has_current ? w->current.generation : 0);
    struct dirent *entry;
    while ((entry = readdir(d))) {
        AUTO(mem_free_pointer) char *path = file_join(w->dir, entry->d_name);
        if (is_temporary_name(entry->d_name))
            unlink(path);
        else if (is_generation_name(entry->d_name) && strcmp(entry->d_name, current) != 0)
            remove_generation(path);
    }
    closedir(d);
}

static enum err_code report_holder(const char *dir, int fd, struct err *err)
{
    char pid[32] = "";
    ssize_t n = pread(fd, pid, sizeof pid - 1, 0);
    pid[n > 0 ? n : 0] = '\0';
    pid[strcspn(pid, "\n")] = '\0';
    return err_set(err, ERR_LOCKED, "the index '%s' is being written by process %s", dir,
                   pid[0] ? pid : "(unknown)");
}

static enum err_code take_lock(struct index_writer *w, int wait_ms, struct err *err)
{
    AUTO(mem_free_pointer) char *path = file_join(w->dir, LOCK_NAME);
    w->lock_fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (w->lock_fd < 0)
        return err_set_errno(err, "cannot open '%s'", path);
    for (int waited_ms = 0; flock(w->lock_fd, LOCK_EX | LOCK_NB); waited_ms += LOCK_POLL_MS) {
        if (errno == EINTR)
            continue;
        if (errno != EWOULDBLOCK)
            return err_set_errno(err, "cannot lock '%s'", path);
        if (wait_ms >= 0 && waited_ms >= wait_ms)
            return report_holder(w->dir, w->lock_fd, err);
        if (nanosleep(&(struct timespec){.tv_nsec = LOCK_POLL_MS * 1000000L}, NULL))
            return err_set(err, ERR_INTERRUPTED, "interrupted");
    }
    char pid[32];
    int n = snprintf(pid, sizeof pid, "%ld\n", (long)getpid());
    if (ftruncate(w->lock_fd, 0))
        return err_set_errno(err, "cannot write '%s'", path);
    return file_write_all(w->lock_fd, path, pid, (size_t)n, err);
}

static uint32_t highest_generation(const char *dir)
{
    uint32_t highest = 0;
    DIR *d = opendir(dir);
    struct dirent *entry;
    while (d && (entry = readdir(d))) {
        if (!is_generation_name(entry->d_name))
            continue;
        unsigned long n = strtoul(entry->d_name + strlen(GENERATION_PREFIX), NULL, 10);
        if (n > highest && n < UINT32_MAX)
            highest = (uint32_t)n;
    }
    if (d)
        closedir(d);
    return highest;
}

/* An index of another version, or with a damaged manifest, is no obstacle to replacing it. */
static enum err_code read_current(struct index_writer *w, unsigned analyser_version, bool replace,
                                  struct err *err)
{
    enum err_code code = index_read_manifest(w->dir, analyser_version, &w->current, err);
    w->has_current = code == ERR_OK;
    w->is_unreadable = code == ERR_VERSION || code == ERR_CORRUPT;
    if (code == ERR_NOT_FOUND || (w->is_unreadable && replace))
        err_clear(err);
    return err->code;
}

static enum err_code write_ignore_file(const struct index_writer *w, struct err *err)
{
    AUTO(mem_free_pointer) char *path = file_join(w->dir, IGNORE_NAME);
    return file_exists(path) ? ERR_OK : file_replace(path, STR_LITERAL("*\n"), err);
}

enum err_code index_lock(const char *dir, int wait_ms, unsigned analyser_version, bool replace,
                         struct index_writer **ret_writer, struct err *err)
{
    if (file_make_directory(dir, err) || check_directory(dir, err))
        return err->code;
    struct index_writer *w = mem_alloc_zeroed(1, sizeof *w);
    w->dir = mem_copy_string(dir);
    w->lock_fd = -1;
    if (take_lock(w, wait_ms, err) || read_current(w, analyser_version, replace, err) ||
        write_ignore_file(w, err)) {
        index_unlock(w);
        return err->code;
    }
    if (!w->is_unreadable)
        remove_leftovers(w);
    *ret_writer = w;
    return ERR_OK;
}

const struct index_manifest *index_current(const struct index_writer *w)
{
    return w->has_current ? &w->current : NULL;
}

const char *index_new_path(struct index_writer *w)
{
    if (!w->new_path) {
        w->new_generation = highest_generation(w->dir) + 1;
        w->new_path = index_generation_path(w->dir, w->new_generation);
    }
    return w->new_path;
}

static enum err_code replace_manifest(const struct index_writer *w, const struct index_manifest *m,
                                      const struct index_files *files, struct err *err)
{
    AUTO(buf_done) struct buf text = BUF_INIT;
    write_manifest(&text, m, files);
    AUTO(mem_free_pointer) char *path = file_join(w->dir, MANIFEST_NAME);
    return file_replace(path, buf_str(&text), err);
}

/* Whether readers may see the generation of m although writing its manifest failed: the rename may
 * have come about, and only the sync of the directory not. */
static bool may_be_published(const struct index_writer *w, const struct index_manifest *m)
{
    struct index_manifest seen;
    struct err err = ERR_INIT;
    enum err_code code = index_read_manifest(w->dir, m->analyser_version, &seen, &err);
    return code == ERR_OK ? seen.generation == m->generation : code != ERR_NOT_FOUND;
}

/* From here on index_unlock() leaves what stands there alone. */
static void forget_new_path(struct index_writer *w)
{
    mem_free(w->new_path);
    w->new_path = NULL;
}

enum err_code index_publish(struct index_writer *w, const struct index_manifest *manifest,
                            const struct index_files *synced, struct err *err)
{
    struct index_files files = *synced;
    if (finish_files(index_new_path(w), &files, err) || file_sync(w->dir, err))
        return err->code;

    struct index_manifest next = *manifest;
    next.format = SCHEMA_FORMAT;
    next.generation = w->new_generation;
    snprintf(next.program, sizeof next.program, "%s", PROGRAM_NAME);
    if (replace_manifest(w, &next, &files, err)) {
        if (may_be_published(w, &next))
            forget_new_path(w);
        return err->code;
    }

    w->current = next;
    w->has_current = true;
    forget_new_path(w);
    remove_leftovers(w);
    return ERR_OK;
}

enum err_code index_begin_update(struct index_writer *w, struct err *err)
{
    const struct index_files none = {.n = 0};
    w->current.is_in_order = false;
    return replace_manifest(w, &w->current, &none, err);
}

enum err_code index_sync(struct index_writer *w, struct err *err)
{
    AUTO(mem_free_pointer) char *path = index_generation_path(w->dir, w->current.generation);
    return file_sync(path, err);
}

void index_unlock(struct index_writer *w)
{
    if (!w)
        return;
    if (w->new_path)
        remove_generation(w->new_path);
    if (w->lock_fd >= 0)
        close(w->lock_fd);
    mem_free(w->new_path);
    mem_free(w->dir);
    mem_free(w);
}

/* ---- checking ---- */

enum err_code index_verify_hashes(const char *dir, uint32_t generation, size_t *ret_n_hashed,
                                  struct err *err)
{
    AUTO(release_json) json_t *root = NULL;
    *ret_n_hashed = 0;
    if (load_manifest(dir, &root, err))
        return err->code;
    AUTO(mem_free_pointer) char *folder = index_generation_path(dir, generation);
    const char *name;
    json_t *value;
    json_object_foreach(json_object_get(root, "files"), name, value)
    {
        AUTO(mem_free_pointer) char *path = file_join(folder, name);
        uint64_t hash;
        if (hash_file(path, &hash, err))
            return err->code;
        char digits[17];
        snprintf(digits, sizeof digits, "%016llx", (unsigned long long)hash);
        const char *expected = json_string_value(value);
        if (!expected || strcmp(digits, expected) != 0)
            return err_set(err, ERR_CORRUPT, "'%s' is not as it was written", path);
        ++*ret_n_hashed;
    }
    return ERR_OK;
}
