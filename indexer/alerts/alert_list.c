/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads the list of queries given with --alerts. */
#include "indexer/alerts/alert_list.h"

#include "base/mem.h"
#include "base/named.h"
#include "text/utf8.h"

static const uint64_t MAX_FILE_BYTES = 16ull << 20;

static const struct alert *find(const struct alert_list *list, struct str name)
{
    for (size_t i = 0; i < list->n; i++)
        if (str_equal(str_of(list->items[i].name), name))
            return &list->items[i];
    return NULL;
}

static enum err_code add_line(struct alert_list *list, struct str line, size_t number,
                              struct err *err)
{
    size_t tab = str_find_char(line, '\t', 0), ignored;
    if (!utf8_is_valid(line, &ignored) || memchr(line.p, '\0', line.n))
        return err_set(err, ERR_INPUT, "not UTF-8, or with a NUL");
    if (tab == line.n)
        return err_set(err, ERR_INPUT, "no tab between a name and a query");
    struct str name = str_trim(str_slice(line, 0, tab));
    struct str query = str_trim(str_slice(line, tab + 1, line.n));
    const struct alert *before = find(list, name);
    if (!name.n || !query.n)
        return err_set(err, ERR_INPUT, name.n ? "no query" : "no name");
    if (memchr(query.p, '\t', query.n))
        return err_set(err, ERR_INPUT, "a second tab");
    if (before)
        return err_set(err, ERR_INPUT, "the name '%s' is that of line %zu", before->name,
                       before->line);
    MEM_GROW(list->items, list->n, list->capacity);
    list->items[list->n++] = (struct alert){mem_copy_text(name.p, name.n),
                                            mem_copy_text(query.p, query.n), number};
    return ERR_OK;
}

enum err_code alert_list_read(const char *path, const volatile sig_atomic_t *stop,
                              const struct alert_listener *listener, struct alert_list *ret,
                              size_t *ret_n_bad, struct err *err)
{
    AUTO(buf_done) struct buf bytes = BUF_INIT;
    AUTO(buf_done) struct buf text = BUF_INIT;
    *ret = (struct alert_list){0};
    *ret_n_bad = 0;
    if (named_read(path, MAX_FILE_BYTES, stop, &bytes, err))
        return err->code;
    utf8_append_unmarked(&text, buf_str(&bytes));
    struct str rest = buf_str(&text), line;
    for (size_t number = 1; str_next_line(&rest, &line); number++) {
        struct err trouble = ERR_INIT;
        if (str_trim(line).n == 0 || line.p[0] == '#' || !add_line(ret, line, number, &trouble))
            continue;
        err_context(&trouble, "%s:%zu", path, number);
        listener->troubled(listener->ctx, &trouble);
        (*ret_n_bad)++;
    }
    return ERR_OK;
}

void alert_list_done(struct alert_list *list)
{
    for (size_t i = 0; i < list->n; i++) {
        mem_free(list->items[i].name);
        mem_free(list->items[i].query);
    }
    mem_free(list->items);
    *list = (struct alert_list){0};
}
