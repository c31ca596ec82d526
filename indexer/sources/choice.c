/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tells which files --include and --exclude choose. */
#include "indexer/sources/choice.h"

#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"
#include "indexer/sources/ignore.h"

#include <string.h>
#include <sys/stat.h>

/* Returns a pattern without the dot of a leading "./", which shells complete. */
static const char *from_base(const char *pattern)
{
    return pattern + (pattern[0] == '.' && pattern[1] == '/');
}

void choice_begin(struct choice *c, const struct settings *settings, struct str base)
{
    AUTO(buf_done) struct buf all = BUF_INIT;
    AUTO(buf_done) struct buf from_root = BUF_INIT;
    AUTO(buf_done) struct buf folder = BUF_INIT;
    *c = (struct choice){.include = &settings->include, .base = base};
    if (settings->exclude.n == 0)
        return;
    for (size_t i = 0; i < settings->exclude.n; i++) {
        const char *line = from_base(settings->exclude.items[i]);
        buf_append_format(&all, "%s\n", line);
        if (line[line[0] == '!'] == '/')
            buf_append_format(&from_root, "%s\n", line);
    }
    buf_append_str(&folder, base);
    buf_append_char(&folder, '/');
    c->from_root = ignore_new(STR_LITERAL("/"), buf_str(&from_root), NULL);
    c->excluded = ignore_new(buf_str(&folder), buf_str(&all), c->from_root);
}

void choice_done(struct choice *c)
{
    ignore_free(c->excluded);
    ignore_free(c->from_root);
}

/* The path below base, or the whole where it is not. */
static struct str below_base(const struct choice *c, struct str path)
{
    bool is_below = path.n > c->base.n && str_starts_with(path, c->base);
    return is_below ? str_slice(path, c->base.n + 1, path.n) : path;
}

static bool includes(const struct choice *c, struct str pattern, struct str path)
{
    if (str_find_char(pattern, '/', 0) == pattern.n)
        return ignore_glob(pattern, str_slice(path, str_after_last(path, '/'), path.n));
    return ignore_glob(pattern, path) ||
           ignore_glob(str_slice(pattern, pattern.p[0] == '/', pattern.n), below_base(c, path));
}

bool choice_includes(const struct choice *c, struct str path)
{
    for (size_t i = 0; i < c->include->n; i++)
        if (includes(c, str_of(from_base(c->include->items[i])), path))
            return true;
    return c->include->n == 0;
}

bool choice_excludes(const struct choice *c, struct str path, bool is_directory)
{
    return ignore_matches(c->excluded, path, is_directory);
}

bool choice_excludes_within(const struct choice *c, struct str path)
{
    for (size_t i = c->base.n + 1; c->excluded && i < path.n; i++)
        if (path.p[i] == '/' && choice_excludes(c, str_slice(path, 0, i), true))
            return true;
    return choice_excludes(c, path, false);
}

/* ---- patterns that begin at the wrong folder ---- */

/* Returns the names in front of the first one that has a wildcard. */
static struct str fixed_names(struct str pattern)
{
    size_t n = 0;
    while (n < pattern.n && !memchr("*?[\\", pattern.p[n], 4))
        n++;
    if (n < pattern.n)
        n = str_after_last(str_slice(pattern, 0, n), '/');
    return str_slice(pattern, 0, n && pattern.p[n - 1] == '/' ? n - 1 : n);
}

/* Returns true if a pattern has a slash other than at its end, so that it begins at the source. */
static bool begins_at_source(struct str pattern)
{
    return pattern.n && str_find_char(pattern, '/', 0) + 1 < pattern.n && pattern.p[0] != '/';
}

static bool exists(const char *path)
{
    struct stat st;
    return lstat(path, &st) == 0;
}

/* Fails if the names at the beginning of a pattern exist in the working directory and lie in one of
 * the sources, but do not exist where the pattern begins. */
static enum err_code check_pattern(const char *option, const char *given,
                                   const struct opt_list *sources, struct err *err)
{
    struct str pattern = str_of(given + (given[0] == '!'));
    struct str fixed = fixed_names(pattern), within = {NULL, 0};
    AUTO(buf_done) struct buf names = BUF_INIT;
    buf_append_str(&names, fixed);
    AUTO(mem_free_pointer) char *here = file_absolute(buf_c_string(&names));
    if (fixed.n == 0 || !begins_at_source(pattern) || !exists(here))
        return ERR_OK;
    for (size_t i = 0; i < sources->n; i++) {
        AUTO(mem_free_pointer) char *source = file_absolute(sources->items[i]);
        AUTO(mem_free_pointer) char *there = file_join(source, buf_c_string(&names));
        size_t n = strlen(source);
        if (exists(there))
            return ERR_OK;
        if (strncmp(here, source, n) == 0 && (here[n] == '/' || here[n] == '\0'))
            within = str_of(here + n);
    }
    struct str rest = str_slice(pattern, fixed.n, pattern.n);
    if (within.p)
        err_set(err, ERR_USAGE,
                "option '--%s': '%s' begins at the source and matches nothing there; did you mean "
                "'%.*s%.*s'?",
                option, given, STR_PRINT(within), STR_PRINT(rest));
    return err->code;
}

enum err_code choice_check(const struct settings *settings, const struct opt_list *sources,
                           struct err *err)
{
    for (size_t i = 0; i < settings->include.n && !err->code; i++)
        check_pattern("include", settings->include.items[i], sources, err);
    for (size_t i = 0; i < settings->exclude.n && !err->code; i++)
        check_pattern("exclude", settings->exclude.items[i], sources, err);
    return err->code;
}
