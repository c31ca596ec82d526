/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Walks folders and collects the files that are to be read, sorted by path. */
#include "indexer/sources/walk.h"

#include "base/dir.h"
#include "base/file.h"
#include "base/mem.h"
#include "indexer/sources/choice.h"
#include "indexer/sources/git_excludes.h"
#include "indexer/sources/ignore.h"
#include "store/index.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { MAX_DEPTH = 512 };

static const char *const IGNORE_FILES[] = {".gitignore", ".ignore", ".pressmarkignore"};
enum { N_IGNORE_FILES = sizeof IGNORE_FILES / sizeof *IGNORE_FILES };

/* The state of walk_folder() while it visits one source. Paths are absolute here. */
struct visit {
    struct walk *walk;
    const struct walk_settings *settings;
    struct choice choice;   /* by --include and --exclude */
    struct stat index_stat; /* of the index directory, if it exists */
    bool has_index;
    struct buf path; /* the file or folder being visited */
    /* Set if an ignore file exists but could not be read, so that it is not known what to leave
     * out. */
    struct err failure;
};

void walk_done(struct walk *w)
{
    arena_done(&w->arena);
    mem_free(w->files);
    mem_free(w->problems);
    *w = (struct walk)WALK_INIT;
}

bool walk_minds(const char *name, bool hidden)
{
    for (size_t i = 0; i < N_IGNORE_FILES; i++)
        if (strcmp(name, IGNORE_FILES[i]) == 0)
            return true;
    return hidden || name[0] != '.';
}

static void add_problem(struct visit *v, const char *reason)
{
    struct walk *w = v->walk;
    MEM_GROW(w->problems, w->n_problems, w->problems_capacity);
    w->problems[w->n_problems++] = (struct walk_problem){
        index_stored_path(buf_c_string(&v->path), v->settings->index_dir, &w->arena),
        arena_copy(&w->arena, str_of(reason))};
}

static void add_file(struct visit *v, const struct stat *st, bool is_named)
{
    struct walk *w = v->walk;
    const char *path = buf_c_string(&v->path);
    const struct walk_settings *s = v->settings;
    if (!choice_includes(&v->choice, str_of(path)))
        return;
    struct str stored = index_stored_path(path, v->settings->index_dir, &w->arena);
    if (str_equal(stored, STR_LITERAL(INDEX_INPUT))) {
        add_problem(v, "in an index next to it, its name would stand for standard input");
        return;
    }
    struct source_file file = {
        .path = stored,
        .settings = s->settings,
        .source = s->source,
        .list = s->list,
        .size_bytes = (uint64_t)st->st_size,
        .mtime_ns = file_nanoseconds(st->st_mtim),
        .ctime_ns = file_nanoseconds(st->st_ctim),
        .device = st->st_dev,
        .inode = st->st_ino,
        .is_named = is_named,
        .fd = -1,
    };
    if (s->settings->types && !s->is_wanted(s->ctx, &file, path))
        return;
    MEM_GROW(w->files, w->n, w->capacity);
    w->files[w->n++] = file;
}

/* Reads an ignore file. One that we have no permission to read is skipped; any other I/O error
 * makes the visit of the folder fail. */
static void read_ignore_file(struct visit *v, int fd, const char *name, struct buf *text)
{
    struct err problem = ERR_INIT;
    if (!ignore_append_file(fd, name, text, &problem))
        return;
    if (problem.code == ERR_IO && faccessat(fd, name, R_OK, AT_EACCESS) == 0)
        err_set(&v->failure, ERR_IO, "%s", problem.message);
}

/* Reports and clears the failure, if there is one: the next folder may not be affected. */
static bool has_failed(struct visit *v)
{
    bool is_failure = v->failure.code != ERR_OK;
    if (is_failure)
        add_problem(v, v->failure.message);
    err_clear(&v->failure);
    return is_failure;
}

/* Compiles the ignore files of a folder that is open at fd, chained to outer; returns outer if
 * there are none. At the top of a git work tree, the rules of the repository and of the user come
 * first, so that those of the files override them. names: the entries of the folder; NULL if they
 * are not known. */
static const struct ignore_rules *
read_ignore_files(struct visit *v, int fd, const struct dir_names *names, struct str folder,
                  const struct ignore_rules *outer, struct ignore_rules **added)
{
    AUTO(buf_done) struct buf text = BUF_INIT;
    if (!v->settings->settings->no_ignore) {
        if (!names || dir_names_have(names, ".git"))
            git_excludes_append(fd, &text);
        for (size_t i = 0; i < N_IGNORE_FILES; i++)
            if (!names || dir_names_have(names, IGNORE_FILES[i]))
                read_ignore_file(v, fd, IGNORE_FILES[i], &text);
    }
    *added = NULL;
    if (text.n == 0)
        return outer;
    AUTO(buf_done) struct buf below = BUF_INIT;
    buf_append_str(&below, folder);
    buf_append_char(&below, '/');
    return *added = ignore_new(buf_str(&below), buf_str(&text), outer);
}

static bool is_index(const struct visit *v, const struct stat *st)
{
    return v->has_index && st->st_dev == v->index_stat.st_dev && st->st_ino == v->index_stat.st_ino;
}

static void walk_folder(struct visit *v, int fd, const struct ignore_rules *outer, int depth);

static void walk_entry(struct visit *v, int fd, const char *name, const struct ignore_rules *rules,
                       int depth)
{
    struct stat st;
    if (name[0] == '.' && !v->settings->settings->hidden)
        return;
    if (fstatat(fd, name, &st, AT_SYMLINK_NOFOLLOW)) {
        if (errno != ENOENT) /* with ENOENT it vanished after the folder was read */
            add_problem(v, strerror(errno));
        return;
    }
    bool is_directory = S_ISDIR(st.st_mode);
    if ((!is_directory && !S_ISREG(st.st_mode)) || is_index(v, &st))
        return;
    struct str path = buf_str(&v->path);
    if (v->settings->others && path_set_has(v->settings->others, path))
        return;
    if (ignore_matches(rules, path, is_directory) ||
        choice_excludes(&v->choice, path, is_directory))
        return;
    if (!is_directory) {
        add_file(v, &st, false);
        return;
    }
    if (depth == MAX_DEPTH) {
        add_problem(v, "nested too deeply");
        return;
    }
    AUTO(file_close)
    int child = openat(fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (child < 0)
        add_problem(v, strerror(errno));
    else
        walk_folder(v, child, rules, depth + 1);
}

static void walk_folder(struct visit *v, int fd, const struct ignore_rules *outer, int depth)
{
    AUTO(dir_names_done) struct dir_names names = {NULL, 0};
    const struct walk_observer *observer = v->settings->observer;
    if (observer)
        observer->enters(observer->ctx, buf_c_string(&v->path), v->settings->settings->hidden);
    if (!dir_read_names(fd, &names)) {
        add_problem(v, strerror(errno));
        return;
    }
    struct ignore_rules *own;
    const struct ignore_rules *rules = read_ignore_files(v, fd, &names, buf_str(&v->path), outer,
                                                         &own);
    size_t length = v->path.n, n = has_failed(v) ? 0 : names.n;
    for (size_t i = 0; i < n; i++) {
        buf_append_char(&v->path, '/');
        buf_append_str(&v->path, str_of(names.items[i]));
        buf_c_string(&v->path);
        walk_entry(v, fd, names.items[i], rules, depth);
        v->path.n = length;
    }
    ignore_free(own);
}

static bool is_in_git_tree(const char *folder)
{
    AUTO(mem_free_pointer) char *path = mem_copy_string(folder);
    for (;;) {
        AUTO(mem_free_pointer) char *git = file_join(path, ".git");
        if (file_exists(git))
            return true;
        char *slash = strrchr(path, '/');
        if (!slash || slash == path)
            return false;
        *slash = '\0';
    }
}

static bool is_inside(const char *path, const char *folder)
{
    size_t n = strlen(folder);
    return strncmp(path, folder, n) == 0 && (path[n] == '/' || (n == 1 && path[1]));
}

/* Returns the rules of the folders above a source, at most MAX_DEPTH of them, the outermost last in
 * the chain. Calls itself for the parent. *all collects the rules that must be freed. */
static const struct ignore_rules *read_outer_rules(struct visit *v, const char *folder,
                                                   size_t n_above, struct ignore_rules **all,
                                                   size_t *n_all)
{
    AUTO(mem_free_pointer) char *git = file_join(folder, ".git");
    const char *slash = strrchr(folder, '/');
    const char *within = v->settings->within;
    bool is_below = within && is_inside(folder, within);
    bool is_top = !is_below && (file_exists(git) || !is_in_git_tree(folder));
    if (is_top || slash == folder || n_above == MAX_DEPTH)
        return NULL;
    AUTO(mem_free_pointer) char *parent = mem_copy_string(folder);
    parent[slash - folder] = '\0';
    const struct ignore_rules *outer = read_outer_rules(v, parent, n_above + 1, all, n_all);
    AUTO(file_close) int fd = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) {
        if (errno != EACCES)
            err_set_errno(&v->failure, "cannot open '%s'", parent);
        return outer;
    }
    struct ignore_rules *own;
    outer = read_ignore_files(v, fd, NULL, str_of(parent), outer, &own);
    if (own)
        all[(*n_all)++] = own;
    return outer;
}

static void walk_root(struct visit *v, int fd)
{
    struct ignore_rules *all[MAX_DEPTH];
    size_t n_all = 0;
    const struct ignore_rules *outer = NULL;
    const char *folder = buf_c_string(&v->path);
    if (!v->settings->settings->no_ignore && (v->settings->within || is_in_git_tree(folder)))
        outer = read_outer_rules(v, folder, 0, all, &n_all);
    if (!has_failed(v))
        walk_folder(v, fd, outer, 0);
    while (n_all)
        ignore_free(all[--n_all]);
}

/* Opens a source. Files in /proc and the like claim to be empty and are not, so one byte is
 * read. */
static int open_source(const char *source, struct stat *ret_st, struct err *err)
{
    char byte;
    int fd = open(source, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, ret_st)) {
        err_set_errno(err, "cannot read '%s'", source);
    } else if (!S_ISDIR(ret_st->st_mode) && !S_ISREG(ret_st->st_mode)) {
        err_set(err, ERR_INPUT, "'%s' is neither a file nor a folder", source);
    } else if (S_ISREG(ret_st->st_mode) && ret_st->st_size == 0) {
        ssize_t n = read(fd, &byte, 1);
        if (n < 0)
            err_set_errno(err, "cannot read '%s'", source);
        else if (n > 0)
            err_set(err, ERR_INPUT, "'%s' is not a file on a disk: it has no size", source);
    }
    if (err->code)
        file_close(&fd);
    return fd;
}

static void tell_looks_for(const struct walk_observer *observer, const char *source)
{
    AUTO(mem_free_pointer) char *absolute = observer ? file_absolute(source) : NULL;
    if (observer)
        observer->looks_for(observer->ctx, absolute);
}

static size_t length_if_above(struct str folder, struct str path)
{
    bool is_above = str_starts_with(path, folder) && path.n > folder.n && path.p[folder.n] == '/';
    return is_above ? folder.n : 0;
}

/* Returns where, in the path of a file in a list, the folders begin that --exclude applies to:
 * below the folder of the index or below the working directory. The names of folders further up say
 * nothing about the file. */
static size_t start_of_named(struct str path, const char *index_dir)
{
    AUTO(mem_free_pointer) char *here = file_absolute(".");
    struct str beside = str_slice(str_of(index_dir), 0, str_after_last(str_of(index_dir), '/'));
    size_t a = length_if_above(str_of(here), path);
    size_t b = beside.n ? length_if_above(str_slice(beside, 0, beside.n - 1), path) : 0;
    return a > b ? a : b;
}

static void begin_visit(struct visit *v, struct walk *w, const char *source,
                        const struct walk_settings *settings)
{
    AUTO(mem_free_pointer) char *absolute = file_absolute(source);
    struct str path = str_of(absolute);
    *v = (struct visit){.walk = w, .settings = settings};
    v->has_index = stat(settings->index_dir, &v->index_stat) == 0;
    buf_append_str(&v->path, path);
    struct str base = settings->base
                          ? str_of(settings->base)
                          : str_slice(path, 0, start_of_named(path, settings->index_dir));
    choice_begin(&v->choice, settings->settings, arena_copy(&w->arena, base));
}

static void end_visit(struct visit *v)
{
    choice_done(&v->choice);
    buf_done(&v->path);
}

enum err_code walk_source(struct walk *w, const char *source, const struct walk_settings *settings,
                          struct err *err)
{
    struct stat st;
    tell_looks_for(settings->observer, source);
    AUTO(file_close) int fd = open_source(source, &st, err);
    if (fd < 0)
        return err->code;
    struct visit v;
    begin_visit(&v, w, source, settings);
    if (S_ISREG(st.st_mode)) {
        add_file(&v, &st, true);
    } else {
        walk_root(&v, fd);
    }
    end_visit(&v);
    return ERR_OK;
}

enum err_code walk_file(struct walk *w, const char *path, const struct walk_settings *settings,
                        bool *ret_is_folder, struct err *err)
{
    struct stat st;
    *ret_is_folder = false;
    tell_looks_for(settings->observer, path);
    AUTO(file_close) int fd = open_source(path, &st, err);
    if (fd < 0)
        return err->code;
    *ret_is_folder = S_ISDIR(st.st_mode);
    if (*ret_is_folder)
        return err_set(err, ERR_INPUT, "a folder; to be read it has to be a SOURCE");
    struct visit v;
    begin_visit(&v, w, path, settings);
    if (!choice_excludes_within(&v.choice, buf_str(&v.path)))
        add_file(&v, &st, false);
    end_visit(&v);
    return ERR_OK;
}

/* Returns whether path is one of the names by which shells and users refer to a stream, whatever is
 * behind it. */
static bool is_descriptor(const char *path)
{
    struct str p = str_of(path);
    return strcmp(path, "/dev/stdin") == 0 || str_starts_with(p, STR_LITERAL("/dev/fd/")) ||
           str_starts_with(p, STR_LITERAL("/proc/self/fd/"));
}

bool walk_is_stream(const char *path)
{
    struct stat st;
    if (stat(path, &st) || S_ISDIR(st.st_mode))
        return false;
    if (is_descriptor(path) || S_ISFIFO(st.st_mode))
        return true;
    if (!S_ISCHR(st.st_mode))
        return false;
    AUTO(file_close) int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    return fd >= 0 && isatty(fd); /* devices other than terminals have no end */
}

void walk_stream(struct walk *w, struct str stored, const struct walk_settings *settings)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    int64_t now_ns = file_nanoseconds(now);
    MEM_GROW(w->files, w->n, w->capacity);
    w->files[w->n++] = (struct source_file){.path = arena_copy(&w->arena, stored),
                                            .mtime_ns = now_ns,
                                            .ctime_ns = now_ns,
                                            .settings = settings->settings,
                                            .source = settings->source,
                                            .is_named = true,
                                            .is_input = true,
                                            .fd = -1};
}

static int open_stream(const char *path)
{
    return strcmp(path, INDEX_INPUT) == 0 ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0)
                                          : open(path, O_RDONLY | O_NOCTTY | O_CLOEXEC);
}

enum err_code walk_open_streams(struct walk *w, const char *index_dir, struct err *err)
{
    for (size_t i = 0; i < w->n; i++) {
        struct source_file *file = &w->files[i];
        bool is_input = str_equal(file->path, STR_LITERAL(INDEX_INPUT));
        if (!file->is_input)
            continue;
        const char *path = is_input ? INDEX_INPUT
                                    : index_absolute_path(file->path, index_dir, &w->arena).p;
        file->fd = open_stream(path);
        if (file->fd < 0 && errno == EINTR)
            return err_set(err, ERR_INTERRUPTED, "interrupted");
        if (file->fd < 0)
            return err_set_errno(err, "cannot read '%s'", path);
    }
    return ERR_OK;
}

static int by_path(const void *a, const void *b)
{
    const struct source_file *x = a, *y = b;
    int order = str_compare(x->path, y->path);
    return order ? order : (x->list == 0) - (y->list == 0); /* settings of a list take precedence */
}

void walk_finish(struct walk *w)
{
    if (w->n)
        qsort(w->files, w->n, sizeof *w->files, by_path);
    size_t kept = 0;
    for (size_t i = 0; i < w->n; i++)
        if (kept == 0 || !str_equal(w->files[kept - 1].path, w->files[i].path))
            w->files[kept++] = w->files[i];
    w->n = kept;
    w->total_bytes = 0;
    for (size_t i = 0; i < w->n; i++)
        w->total_bytes += w->files[i].size_bytes;
}
