/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Replaces "@NAME" in a query by the named query. */
#include "search/query/names.h"

#include "base/buf.h"
#include "base/mem.h"
#include "base/nearest.h"
#include "search/query/lex.h"
#include "search/query/parse.h"
#include "text/utf8.h"

enum { MAX_DEPTH = 16 };

static const struct query_name *find(const struct query_names *names, struct str name)
{
    for (size_t i = 0; i < names->n; i++)
        if (str_equal(names->items[i].name, name))
            return &names->items[i];
    return NULL;
}

/* Returns the name after the "@" of a word, which may be preceded by a sign. Returns an empty
 * string if the word is not of this form or belongs to a field. */
static struct str name_in(const struct lexeme *lexemes, size_t i)
{
    struct str word = lexemes[i].text;
    bool is_of_field = i > 0 && lexemes[i - 1].kind == LEX_FIELD;
    size_t at = word.n && (word.p[0] == '-' || word.p[0] == '+');
    if (lexemes[i].kind != LEX_WORD || is_of_field || at + 1 >= word.n || word.p[at] != '@')
        return STR_EMPTY;
    return str_slice(word, at + 1, word.n);
}

static enum err_code fail(const struct query_names *names, const struct query_name *name,
                          const char *why, struct err *err)
{
    err_set(err, ERR_USAGE, "the query '%.*s' %s", STR_PRINT(name->name), why);
    return err_context(err, "%s:%zu", names->path, name->line);
}

static enum err_code write_out(const struct query_names *names, struct str query, unsigned depth,
                               struct arena *arena, struct buf *out, struct err *err);

/* Writes a named query in brackets, so that nothing around it can change its meaning. */
static enum err_code write_one(const struct query_names *names, const struct query_name *name,
                               unsigned depth, struct arena *arena, struct buf *out,
                               struct err *err)
{
    AUTO(buf_done) struct buf repaired = BUF_INIT;
    AUTO(buf_done) struct buf text = BUF_INIT;
    struct query_node *tree;
    if (depth == MAX_DEPTH)
        return fail(names, name, "uses itself", err);
    utf8_append_repaired(&repaired, name->query);
    if (write_out(names, buf_str(&repaired), depth + 1, arena, &text, err))
        return err->code;
    if (parse_query(buf_str(&text), arena, &tree, err))
        return err_context(err, "%s:%zu: query '%.*s'", names->path, name->line,
                           STR_PRINT(name->name));
    if (!tree)
        return fail(names, name, "has no words", err);
    buf_append_str(out, STR_LITERAL("( "));
    buf_append_str(out, unparse(tree, arena));
    buf_append_str(out, STR_LITERAL(" )"));
    return out->n > PARSE_MAX_BYTES ? fail(names, name, "makes too long a text", err) : ERR_OK;
}

static enum err_code write_out(const struct query_names *names, struct str query, unsigned depth,
                               struct arena *arena, struct buf *out, struct err *err)
{
    const struct lexeme *lexemes = lex_query(query, arena);
    size_t copied = 0;
    for (size_t i = 0; lexemes[i].kind != LEX_END; i++) {
        struct str name = name_in(lexemes, i);
        const struct query_name *found = name.n ? find(names, name) : NULL;
        if (!found)
            continue;
        size_t at = (size_t)(name.p - query.p) - 1; /* the offset of the "@" */
        buf_append_str(out, str_slice(query, copied, at));
        if (write_one(names, found, depth, arena, out, err))
            return err->code;
        copied = at + 1 + name.n;
    }
    buf_append_str(out, str_slice(query, copied, query.n));
    return ERR_OK;
}

enum err_code names_write_out(const struct query_names *names, struct str query,
                              struct arena *arena, struct str *ret, struct err *err)
{
    AUTO(buf_done) struct buf out = BUF_INIT;
    bool may_name = memchr(query.p, '@', query.n) != NULL;
    if (names->n == 0 || !may_name || query.n > PARSE_MAX_BYTES || !utf8_is_valid(query, NULL)) {
        *ret = query;
        return ERR_OK;
    }
    if (!write_out(names, query, 0, arena, &out, err))
        *ret = arena_copy(arena, buf_str(&out));
    return err->code;
}

static struct str nearest_name(const struct query_names *names, struct str name)
{
    struct str nearest = STR_EMPTY;
    size_t distance = SIZE_MAX;
    for (size_t i = 0; i < names->n; i++)
        if (nearest_is_better(name, names->items[i].name, &distance))
            nearest = names->items[i].name;
    return nearest;
}

struct str names_find_mistake(const struct query_names *names, struct str query,
                              struct arena *arena, struct str *ret_meant)
{
    if (names->n == 0 || !memchr(query.p, '@', query.n) || !utf8_is_valid(query, NULL))
        return STR_EMPTY;
    const struct lexeme *lexemes = lex_query(query, arena);
    for (size_t i = 0; lexemes[i].kind != LEX_END; i++) {
        struct str name = name_in(lexemes, i);
        *ret_meant = name.n && !find(names, name) ? nearest_name(names, name) : STR_EMPTY;
        if (ret_meant->n)
            return name;
    }
    return STR_EMPTY;
}
