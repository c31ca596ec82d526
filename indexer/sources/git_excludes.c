/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the ignore files that git reads in addition to those in the work tree, through .git (a
 * folder, or a file that names one) and the configuration of the repository, the user and the
 * system. */
#include "indexer/sources/git_excludes.h"

#include "base/file.h"
#include "base/mem.h"
#include "indexer/sources/ignore.h"

#include <fcntl.h>
#include <stdlib.h>

enum { MAX_FILE_BYTES = 1 << 20 };

static bool read_at(int fd, const char *name, struct buf *out)
{
    struct err ignored = ERR_INIT;
    buf_clear(out);
    return file_read(fd, name, MAX_FILE_BYTES, out, &ignored) == ERR_OK;
}

/* Opens the folder that a file names, as in "gitdir: ../x" or "../x"; returns -1 if it names
 * none. */
static int open_named(int fd, const char *file, const char *label)
{
    AUTO(buf_done) struct buf text = BUF_INIT;
    if (!read_at(fd, file, &text))
        return -1;
    struct str path = str_trim(buf_str(&text));
    if (!str_starts_with(path, str_of(label)))
        return -1;
    AUTO(buf_done) struct buf name = BUF_INIT;
    buf_append_str(&name, str_trim(str_slice(path, strlen(label), path.n)));
    return openat(fd, buf_c_string(&name), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

/* Opens the folder with the configuration of a work tree, which several work trees can share.
 * Returns -1 if fd is not the top of a work tree. */
static int open_repository(int fd)
{
    int git = openat(fd, ".git", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (git < 0)
        git = open_named(fd, ".git", "gitdir:");
    int common = git < 0 ? -1 : open_named(git, "commondir", "");
    if (common < 0)
        return git;
    file_close(&git);
    return common;
}

/* ---- settings ---- */

/* Reads the value of "name = value" in a line of a configuration file. Returns false if the line
 * sets something else. */
static bool read_setting(struct str line, const char *name, struct str *ret)
{
    size_t equals = str_find_char(line, '=', 0);
    if (equals == line.n ||
        !str_equal_ignoring_case(str_trim(str_slice(line, 0, equals)), str_of(name)))
        return false;
    *ret = str_trim(str_slice(line, equals + 1, line.n));
    if (ret->n > 1 && ret->p[0] == '"') {
        size_t end = str_find_char(*ret, '"', 1);
        *ret = str_slice(*ret, 1, end);
    } else {
        for (size_t i = 0; i < ret->n; i++)
            if (ret->p[i] == '#' || ret->p[i] == ';')
                *ret = str_trim(str_slice(*ret, 0, i));
    }
    return true;
}

/* Sets path to core.excludesFile if the configuration sets it. */
static void read_settings(struct str settings, struct buf *path)
{
    struct str line, value;
    bool in_core = false;
    while (str_next_line(&settings, &line)) {
        line = str_trim(line);
        if (line.n && line.p[0] == '[') {
            size_t end = str_find_char(line, ']', 0);
            in_core = str_equal_ignoring_case(str_slice(line, 0, end), STR_LITERAL("[core"));
            line = str_slice(line, end + (end < line.n),
                             line.n); /* a setting may follow on the same line */
        }
        if (in_core && read_setting(line, "excludesfile", &value)) {
            buf_clear(path);
            buf_append_str(path, value);
        }
    }
}

static void read_settings_at(int fd, const char *name, struct buf *path)
{
    AUTO(buf_done) struct buf text = BUF_INIT;
    if (read_at(fd, name, &text))
        read_settings(buf_str(&text), path);
}

static const char *environment(const char *name)
{
    const char *value = getenv(name);
    return value && *value ? value : NULL;
}

/* Returns "FOLDER/name" below XDG_CONFIG_HOME or else ~/.config; NULL if neither is known. */
static char *user_file(const char *name)
{
    const char *config = environment("XDG_CONFIG_HOME"), *home = environment("HOME");
    if (config)
        return file_join(config, name);
    AUTO(mem_free_pointer) char *below = home ? file_join(home, ".config") : NULL;
    return below ? file_join(below, name) : NULL;
}

/* Finds the user's file of rules: that of the last of the system's, the user's and the repository's
 * configuration that names one, or else git's default. */
static void find_user_rules(int repository, struct buf *path)
{
    const char *home = environment("HOME"), *global = environment("GIT_CONFIG_GLOBAL");
    AUTO(mem_free_pointer) char *usual = user_file("git/ignore");
    AUTO(mem_free_pointer) char *config = user_file("git/config");
    AUTO(mem_free_pointer) char *at_home = home ? file_join(home, ".gitconfig") : NULL;
    if (usual)
        buf_append_str(path, str_of(usual));
    if (!environment("GIT_CONFIG_NOSYSTEM"))
        read_settings_at(AT_FDCWD, "/etc/gitconfig", path);
    if (global) {
        read_settings_at(AT_FDCWD, global, path);
    } else {
        if (config)
            read_settings_at(AT_FDCWD, config, path);
        if (at_home)
            read_settings_at(AT_FDCWD, at_home, path);
    }
    read_settings_at(repository, "config", path);
    if (home && str_starts_with(buf_str(path), STR_LITERAL("~/"))) {
        AUTO(mem_free_pointer) char *full = file_join(home, buf_c_string(path) + 2);
        buf_clear(path);
        buf_append_str(path, str_of(full));
    }
}

void git_excludes_append(int fd, struct buf *out)
{
    AUTO(buf_done) struct buf path = BUF_INIT;
    struct err ignored = ERR_INIT;
    AUTO(file_close) int repository = open_repository(fd);
    if (repository < 0)
        return;
    find_user_rules(repository, &path);
    if (path.n && path.p[0] == '/')
        (void)ignore_append_file(AT_FDCWD, buf_c_string(&path), out, &ignored);
    err_clear(&ignored);
    (void)ignore_append_file(repository, "info/exclude", out, &ignored);
}
