/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tells which files --include and --exclude choose. */
#include "indexer/sources/choice.h"

#include "base/buf.h"
#include "base/mem.h"
#include "indexer/sources/ignore.h"

void choice_begin(struct choice *c, const struct settings *settings, struct str base)
{
    AUTO(buf_done) struct buf all = BUF_INIT;
    AUTO(buf_done) struct buf from_root = BUF_INIT;
    AUTO(buf_done) struct buf folder = BUF_INIT;
    *c = (struct choice){.include = &settings->include, .base = base};
    if (settings->exclude.n == 0)
        return;
    for (size_t i = 0; i < settings->exclude.n; i++) {
        const char *line = settings->exclude.items[i];
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
        if (includes(c, str_of(c->include->items[i]), path))
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
