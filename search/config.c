/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads defaults of options, named indexes and named queries from the configuration file. */
#include "search/config.h"

#include "base/mem.h"
#include "base/nearest.h"
#include "store/index.h"

#include <stdlib.h>

#define INDEX_KEY "index" /* in the section [search] */

/* ---- defaults ---- */

static const struct opt *find_row(const struct opt *table, const char *name)
{
    for (const struct opt *row = table; row->name || row->group; row++)
        if (row->name && strcmp(row->name, name) == 0)
            return row;
    return NULL;
}

/* Returns true if the option was given, also by another of its names. */
static bool is_given(const struct opt *table, const struct opt_words *given, const struct opt *row)
{
    for (size_t i = 0; i < given->n; i++)
        if (find_row(table, given->items[i].name)->target == row->target)
            return true;
    return false;
}

static enum err_code unknown_key(const struct opt *table, const struct config_entry *e,
                                 struct err *err)
{
    const char *nearest = NULL;
    size_t distance = SIZE_MAX;
    if (find_row(table, e->key))
        return err_set(err, ERR_INPUT, "'%s' belongs on the command line: it has no default",
                       e->key);
    for (const struct opt *row = table; row->name || row->group; row++)
        if (row->name && row->words &&
            nearest_is_better(str_of(e->key), str_of(row->name), &distance))
            nearest = row->name;
    return nearest
               ? err_set(err, ERR_INPUT, "unknown option '%s'; did you mean '%s'?", e->key, nearest)
               : err_set(err, ERR_INPUT, "unknown option '%s'", e->key);
}

static enum err_code read_flag(const struct config_entry *e, bool *ret_is_set, struct err *err)
{
    static const char *const yes[] = {"true", "yes", "on", "1", NULL};
    static const char *const no[] = {"false", "no", "off", "0", "", NULL};
    struct str value = str_of(e->value ? e->value : "true");
    *ret_is_set = str_is_one_of(value, yes);
    if (!*ret_is_set && !str_is_one_of(value, no))
        return err_set(err, ERR_INPUT, "'%s' must be true or false, not '%s'", e->key, e->value);
    return ERR_OK;
}

static enum err_code set_default(const struct opt *table, const struct opt_words *given,
                                 const struct config_entry *e, struct err *err)
{
    const struct opt *row = find_row(table, e->key);
    bool is_set = true;
    if (!row || !row->words)
        return unknown_key(table, e, err);
    bool is_flag = row->kind == OPT_FLAG;
    if (is_flag && read_flag(e, &is_set, err))
        return err->code;
    if (!is_flag && !e->value)
        return err_set(err, ERR_INPUT, "'%s' needs a value", e->key);
    if (!is_set || is_given(table, given, row))
        return ERR_OK;
    struct opt_word word = {.name = row->name, .value = is_flag ? NULL : e->value};
    const struct opt_words words = {.items = &word, .n = 1};
    return opt_parse_words(table, &words, err);
}

/* ---- names ---- */

static enum err_code add_query(struct query_names *names, const struct config_entry *e,
                               struct err *err)
{
    if (strcmp(e->key, "query") != 0 || !e->value)
        return err_set(err, ERR_INPUT, "a [query \"NAME\"] has \"query = ...\" and nothing else");
    for (size_t i = 0; i < names->n; i++)
        if (str_equal(names->items[i].name, e->name))
            return err_set(err, ERR_INPUT, "the query '%.*s' is that of line %zu already",
                           STR_PRINT(e->name), names->items[i].line);
    MEM_GROW(names->items, names->n, names->capacity);
    names->items[names->n++] = (struct query_name){e->name, str_of(e->value), e->line};
    return ERR_OK;
}

static bool is_name(struct str name)
{
    for (size_t i = 0; i < name.n; i++)
        if (!ascii_is_alpha(name.p[i]) && !ascii_is_digit(name.p[i]) &&
            (unsigned char)name.p[i] < 0x80 && !strchr("-_.", name.p[i]))
            return false;
    return name.n > 0;
}

static enum err_code check_name(const struct config_entry *e, struct err *err)
{
    if (is_name(e->name))
        return ERR_OK;
    return err_set(err, ERR_INPUT,
                   e->name.n
                       ? "the name '%.*s' contains something other than letters, digits, '-', '_' "
                         "and '.'"
                       : "a name is needed, as in [query \"NAME\"]%.*s",
                   STR_PRINT(e->name));
}

/* Adds an index to use if there is none in this folder or above. */
static enum err_code add_index(struct config *file, const struct config_entry *e,
                               struct opt_list *out, struct err *err)
{
    if (!e->value)
        return err_set(err, ERR_INPUT, "'" INDEX_KEY "' needs a value");
    if (e->value[0] == '@')
        return index_named(file, e->value, out, err);
    opt_list_add(out, index_is_elsewhere(e->value) ? e->value : config_path(file, e->value));
    return ERR_OK;
}

/* Replaces the names in -i and $PRESSMARK_INDEX by what they stand for. */
static enum err_code name_indexes(struct config *file, struct opt_list *indexes, struct err *err)
{
    AUTO(opt_list_done) struct opt_list given = *indexes;
    const char *variable = getenv("PRESSMARK_INDEX");
    *indexes = (struct opt_list){0};
    for (size_t i = 0; i < given.n && !err->code; i++)
        index_named(file, given.items[i], indexes, err);
    if (given.n == 0 && variable && variable[0] == '@')
        index_named(file, variable, indexes, err);
    return err->code;
}

/* ---- the whole file ---- */

static enum err_code check_section(const struct config_entry *e, bool is_search, struct err *err)
{
    static const char *const known[] = {"search", "query", "index", NULL};
    if (!str_is_one_of(e->section, known))
        return err_set(err, ERR_INPUT, "unknown section '%.*s': there are search, index and query",
                       STR_PRINT(e->section));
    if (is_search && e->name.n)
        return err_set(err, ERR_INPUT, "[search] has no name");
    return is_search ? ERR_OK : check_name(e, err);
}

static enum err_code read_entry(const struct opt *table, const struct opt_words *given,
                                const struct config_entry *e, struct searcher_settings *source,
                                struct search_config *c, struct err *err)
{
    bool is_search = str_equal(e->section, STR_LITERAL("search"));
    if (check_section(e, is_search, err) || !e->key)
        return err->code;
    if (is_search && strcmp(e->key, INDEX_KEY) == 0)
        return add_index(&c->file, e, &source->otherwise, err);
    if (is_search)
        return set_default(table, given, e, err);
    if (str_equal(e->section, STR_LITERAL("query")))
        return add_query(&c->names, e, err);
    if (strcmp(e->key, "path") != 0 || !e->value)
        return err_set(err, ERR_INPUT, "an [index \"NAME\"] has \"path = ...\" and nothing else");
    return ERR_OK;
}

enum err_code config_apply(const struct opt *table, const struct opt_words *given,
                           struct searcher_settings *source, struct search_config *c,
                           struct err *err)
{
    if (config_read("query", &c->file, err) || !c->file.path)
        return err->code;
    c->names.path = c->file.path;
    for (size_t i = 0; i < c->file.n; i++)
        if (read_entry(table, given, &c->file.entries[i], source, c, err))
            return config_context(&c->file, &c->file.entries[i], err);
    return name_indexes(&c->file, &source->indexes, err);
}

void search_config_done(struct search_config *c)
{
    mem_free(c->names.items);
    config_done(&c->file);
    *c = (struct search_config){0};
}
