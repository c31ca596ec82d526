/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads and writes the matches of --alerts that an index remembers. */
#include "indexer/alerts/memory.h"

#include "base/mem.h"
#include "store/contents.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#define FIRST_LINE "pressmark alerts 1"

static const uint64_t MAX_FILE_BYTES = 1ull << 30;

/* ---- keys and sets of them ---- */

void match_key_put(struct str path, struct str id, char ret_key[MATCH_KEY_BYTES])
{
    AUTO(buf_done) struct buf name = BUF_INIT;
    buf_append_counted(&name, path);
    buf_append_str(&name, id);
    snprintf(ret_key, MATCH_KEY_BYTES, "%016llx", (unsigned long long)XXH3_64bits(name.p, name.n));
}

static bool is_key(struct str s)
{
    bool is_digits = s.n == MATCH_KEY_BYTES - 1;
    for (size_t i = 0; i < s.n && is_digits; i++)
        is_digits = ascii_is_digit(s.p[i]) || (s.p[i] >= 'a' && s.p[i] <= 'f');
    return is_digits;
}

void key_set_add(struct key_set *set, const char *key)
{
    MEM_GROW(set->items, set->n, set->capacity);
    memcpy(set->items[set->n++], key, MATCH_KEY_BYTES);
}

static int compare(const void *a, const void *b)
{
    return memcmp(a, b, MATCH_KEY_BYTES);
}

void key_set_sort(struct key_set *set)
{
    if (set->n)
        qsort(set->items, set->n, sizeof *set->items, compare);
}

bool key_set_has(const struct key_set *set, const char *key)
{
    return set->n && bsearch(key, set->items, set->n, sizeof *set->items, compare);
}

void key_set_done(struct key_set *set)
{
    mem_free(set->items);
    *set = (struct key_set){0};
}

/* ---- the file ---- */

static bool read_key(struct memory *m, struct str line)
{
    struct str key = str_slice(line, 1, line.n);
    char text[MATCH_KEY_BYTES] = "";
    if (!m->n || !is_key(key))
        return false;
    memcpy(text, key.p, key.n);
    key_set_add(&m->items[m->n - 1].keys, text);
    return true;
}

static bool read_alert(struct memory *m, struct str line)
{
    size_t tab = str_find_char(line, '\t', 0);
    if (tab == line.n)
        return false;
    MEM_GROW(m->items, m->n, m->capacity);
    m->items[m->n++] = (struct remembered){
        .name = mem_copy_text(line.p, tab),
        .query = mem_copy_text(line.p + tab + 1, line.n - tab - 1),
    };
    return true;
}

static bool read_lines(struct memory *m, struct str rest)
{
    struct str line;
    if (!str_ends_with(rest, STR_LITERAL("\n")) || !str_next_line(&rest, &line) ||
        !str_equal(line, STR_LITERAL(FIRST_LINE)))
        return false;
    while (str_next_line(&rest, &line))
        if (!(line.n && line.p[0] == ' ' ? read_key(m, line) : read_alert(m, line)))
            return false;
    for (size_t i = 0; i < m->n; i++)
        key_set_sort(&m->items[i].keys);
    return true;
}

enum err_code memory_read(const struct dir *index, struct memory *ret, struct err *err)
{
    AUTO(buf_done) struct buf text = BUF_INIT;
    struct err problem = ERR_INIT;
    *ret = (struct memory){0};
    if (dir_read_file(index, INDEX_ALERTS_NAME, MAX_FILE_BYTES, &text, &problem))
        return problem.code == ERR_NOT_FOUND ? ERR_OK
                                             : err_set(err, problem.code, "%s", problem.message);
    if (read_lines(ret, buf_str(&text)))
        return ERR_OK;
    memory_done(ret);
    return err_set(err, ERR_CORRUPT,
                   "'%s/" INDEX_ALERTS_NAME
                   "' is damaged; without it the alerts start from nothing",
                   index->path);
}

enum err_code memory_write(const struct dir *index, const struct memory *m, struct err *err)
{
    AUTO(buf_done) struct buf text = BUF_INIT;
    buf_append_str(&text, STR_LITERAL(FIRST_LINE "\n"));
    for (size_t i = 0; i < m->n; i++) {
        const struct remembered *r = &m->items[i];
        buf_append_format(&text, "%s\t%s\n", r->name, r->query);
        for (size_t k = 0; k < r->keys.n; k++)
            buf_append_format(&text, " %s\n", r->keys.items[k]);
    }
    return dir_replace_file(index, INDEX_ALERTS_NAME, buf_str(&text), err);
}

/* ---- alerts ---- */

static struct remembered *find(const struct memory *m, const char *name)
{
    for (size_t i = 0; i < m->n; i++)
        if (strcmp(m->items[i].name, name) == 0)
            return &m->items[i];
    return NULL;
}

struct key_set *memory_find(const struct memory *m, const char *name, const char *query)
{
    struct remembered *r = find(m, name);
    return r && strcmp(r->query, query) == 0 ? &r->keys : NULL;
}

void memory_set(struct memory *m, const char *name, const char *query, struct key_set *keys)
{
    struct remembered *r = find(m, name);
    if (!r) {
        MEM_GROW(m->items, m->n, m->capacity);
        r = &m->items[m->n++];
        *r = (struct remembered){.name = mem_copy_string(name)};
    }
    mem_free(r->query);
    r->query = mem_copy_string(query);
    key_set_done(&r->keys);
    r->keys = *keys;
    *keys = (struct key_set){0};
}

void memory_done(struct memory *m)
{
    for (size_t i = 0; i < m->n; i++) {
        mem_free(m->items[i].name);
        mem_free(m->items[i].query);
        key_set_done(&m->items[i].keys);
    }
    mem_free(m->items);
    *m = (struct memory){0};
}
