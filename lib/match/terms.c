/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lists of terms. */
#include "base/mem.h"
#include "match/shard.h"

#include <stdlib.h>

/* ---- the terms of a database ---- */

/* One shard's place. */
struct place {
    struct table_cursor cursor;
    struct buf name; /* of its term */
    bool is_end;
};

struct db_cursor {
    struct db_reader *reader;
    struct place *places;
    size_t n;
    unsigned n_opened; /* of the reader, when the places were looked up */
    struct buf name;   /* where the cursor is */
};

/* The name in a key of a posting list. false: it is a later chunk of it, or of something else. */
static bool take_name(struct str key, struct buf *name)
{
    buf_clear(name);
    if (key.n == 0)
        return false;
    for (size_t i = 0; i < key.n; i++) {
        buf_append_char(name, key.p[i]);
        if (key.p[i] == '\0' && (++i == key.n || key.p[i] != '\xFF'))
            return false;
    }
    return true;
}

/* Goes to the first term that is not before name, or behind it. */
static enum err_code find_place(struct place *p, struct str name, bool behind, struct err *err)
{
    /* Behind all chunks of a term: no number of a document begins so. */
    static const char behind_chunks[] = {'\0', '\xFE', '\xFF'};
    static const char behind_others[] = {'\0', '\xE0', '\xFF'}; /* what is no posting list */
    AUTO(buf_done) struct buf key = BUF_INIT;
    bool is_there;
    buf_reserve(&key, 2 * name.n + sizeof behind_chunks);
    key.n = (size_t)(glass_put_skey((uint8_t *)key.p, (const uint8_t *)name.p, name.n) -
                     (uint8_t *)key.p);
    if (behind)
        buf_append(&key, behind_chunks, sizeof behind_chunks);
    else if (name.n == 0)
        buf_append(&key, behind_others, sizeof behind_others);
    p->is_end = true;
    if (table_cursor_find(&p->cursor, buf_str(&key), &is_there, err))
        return err->code;
    if (!is_there && table_cursor_next(&p->cursor, &is_there, err))
        return err->code;
    while (is_there && !take_name(table_cursor_key(&p->cursor), &p->name))
        if (table_cursor_next(&p->cursor, &is_there, err))
            return err->code;
    int order = is_there ? str_compare(buf_str(&p->name), name) : 1;
    if (order < 0 || (behind && order == 0))
        return err_set(err, ERR_CORRUPT, "the terms of '%s' are in disorder", p->cursor.tree->path);
    p->is_end = !is_there;
    return ERR_OK;
}

/* Goes to the next term: one entry on, or behind the chunks that follow. */
static enum err_code next_place(struct place *p, struct err *err)
{
    AUTO(buf_done) struct buf last = BUF_INIT;
    bool is_there;
    buf_append_str(&last, buf_str(&p->name));
    if (table_cursor_next(&p->cursor, &is_there, err))
        return err->code;
    p->is_end = !is_there;
    if (!is_there || take_name(table_cursor_key(&p->cursor), &p->name))
        return ERR_OK;
    return find_place(p, buf_str(&last), true, err);
}

static void close_places(struct db_cursor *c)
{
    for (size_t i = 0; i < c->n; i++) {
        table_cursor_done(&c->places[i].cursor);
        buf_done(&c->places[i].name);
    }
    mem_free(c->places);
    c->places = NULL;
    c->n = 0;
}

/* Looks all places up. */
static enum err_code find_places(struct db_cursor *c, struct str name, bool behind, struct err *err)
{
    struct db_reader *r = c->reader;
    if (c->n_opened != r->n_opened)
        close_places(c);
    if (!c->places) {
        c->places = mem_alloc_zeroed(r->n_shards, sizeof *c->places);
        for (c->n = 0; c->n < r->n_shards; c->n++)
            c->places[c->n].cursor.tree = &r->shards[c->n].postlist;
        c->n_opened = r->n_opened;
    }
    for (size_t i = 0; i < c->n; i++)
        if (find_place(&c->places[i], name, behind, err))
            return err->code;
    return ERR_OK;
}

/* Whether a place is at the cursor's term. */
static bool is_at_name(const struct db_cursor *c, const struct place *p)
{
    return !p->is_end && str_equal(buf_str(&p->name), buf_str(&c->name));
}

/* Goes on with all places at the cursor's term. */
static enum err_code pass_name(struct db_cursor *c, struct err *err)
{
    for (size_t i = 0; i < c->n; i++)
        if (is_at_name(c, &c->places[i]) && next_place(&c->places[i], err))
            return err->code;
    return ERR_OK;
}

/* The first of the terms at the places: c->name. */
static void choose(struct db_cursor *c, struct str *ret_name)
{
    const struct place *first = NULL;
    for (size_t i = 0; i < c->n; i++) {
        const struct place *p = &c->places[i];
        if (!p->is_end && (!first || str_compare(buf_str(&p->name), buf_str(&first->name)) < 0))
            first = p;
    }
    if (!first) {
        *ret_name = (struct str){NULL, 0};
        return;
    }
    buf_clear(&c->name);
    buf_append_str(&c->name, buf_str(&first->name));
    *ret_name = buf_str(&c->name);
}

struct db_cursor *db_cursor_open(struct db_reader *r)
{
    struct db_cursor *c = mem_alloc_zeroed(1, sizeof *c);
    c->reader = r;
    c->n_opened = r->n_opened;
    return c;
}

enum err_code db_cursor_seek(struct db_cursor *c, struct str name, struct str *ret_name,
                             struct err *err)
{
    unsigned n_tries = 0;
    AUTO(buf_done) struct buf target = BUF_INIT; /* name may be the cursor's */
    buf_append_str(&target, name);
    do
        if (!find_places(c, buf_str(&target), false, err))
            choose(c, ret_name);
    while (db_try_again(c->reader, &n_tries, err));
    return err->code;
}

enum err_code db_cursor_next(struct db_cursor *c, struct str *ret_name, struct err *err)
{
    unsigned n_tries = 0;
    for (;;) {
        bool is_late = c->n_opened != c->reader->n_opened;
        if (!(is_late ? find_places(c, buf_str(&c->name), true, err) : pass_name(c, err))) {
            choose(c, ret_name);
            return ERR_OK;
        }
        if (!db_try_again(c->reader, &n_tries, err))
            return err->code;
    }
}

void db_cursor_close(struct db_cursor *c)
{
    if (!c)
        return;
    close_places(c);
    buf_done(&c->name);
    mem_free(c);
}

/* ---- vocabularies ---- */

/* A list that grows; names gets its addresses when it no longer moves. */
struct growing {
    struct db_vocabulary list;
    size_t capacity;
    struct buf names;
};

static void add(struct growing *g, struct str name, uint32_t termfreq, uint32_t wdf)
{
    MEM_GROW(g->list.terms, g->list.n, g->capacity);
    g->list.terms[g->list.n++] = (struct db_vocabulary_term){
        .name = {NULL, name.n}, .termfreq = termfreq, .wdf = wdf};
    buf_append_str(&g->names, name);
}

static void discard(struct growing *g)
{
    mem_free(g->list.terms);
    buf_done(&g->names);
    *g = (struct growing){0};
}

static struct db_vocabulary *finish(struct growing *g)
{
    struct db_vocabulary *v = mem_alloc(sizeof *v + g->names.n);
    char *name = (char *)(v + 1);
    *v = g->list;
    memcpy(name, buf_str(&g->names).p, g->names.n);
    for (size_t i = 0; i < v->n; name += v->terms[i++].name.n)
        v->terms[i].name.p = name;
    buf_done(&g->names);
    return v;
}

void db_vocabulary_free(struct db_vocabulary *v)
{
    if (!v)
        return;
    mem_free(v->terms);
    mem_free(v);
}

/* In how many documents the term at the places is. */
static uint32_t count_documents(struct db_cursor *c, struct err *err)
{
    uint32_t n = 0, of_shard;
    for (size_t i = 0; i < c->n; i++) {
        struct place *p = &c->places[i];
        struct str tag;
        if (!is_at_name(c, p))
            continue;
        if (table_cursor_tag(&p->cursor, GLASS_VINT_BYTES, &tag, err))
            return 0;
        const uint8_t *bytes = (const uint8_t *)tag.p;
        if (glass_take_uint32(&bytes, bytes + tag.n, &of_shard))
            n += of_shard;
    }
    return n;
}

static enum err_code read_terms(struct db_reader *r, struct str prefix, size_t max,
                                struct growing *g, struct err *err)
{
    struct db_cursor *c = db_cursor_open(r);
    struct str name;
    if (!find_places(c, prefix, false, err))
        choose(c, &name);
    while (!err->code && name.p && str_starts_with(name, prefix)) {
        if (g->list.n == max) {
            g->list.is_cut = true;
            break;
        }
        add(g, name, count_documents(c, err), 0);
        if (!err->code && !pass_name(c, err))
            choose(c, &name);
    }
    db_cursor_close(c);
    return err->code;
}

enum err_code db_reader_terms(struct db_reader *r, struct str prefix, size_t max,
                              struct db_vocabulary **ret_terms, struct err *err)
{
    unsigned n_tries = 0;
    struct growing g;
    do {
        g = (struct growing){0};
        if (read_terms(r, prefix, max, &g, err))
            discard(&g);
        else
            *ret_terms = finish(&g);
    } while (db_try_again(r, &n_tries, err));
    return err->code;
}

/* ---- the terms of a document ---- */

static bool take_byte(const uint8_t **p, const uint8_t *end, uint32_t *value)
{
    if (*p == end)
        return false;
    *value = *(*p)++;
    return true;
}

bool db_take_term(const uint8_t **p, const uint8_t *end, struct buf *last, uint32_t *wdf)
{
    uint32_t shared = 0, n, n_before = (uint32_t)last->n;
    bool is_first = n_before == 0, has_wdf = false;
    if (!is_first) {
        if (!take_byte(p, end, &shared))
            return false;
        has_wdf = shared > n_before;
        if (has_wdf) {
            *wdf = shared / (n_before + 1) - 1;
            shared %= n_before + 1;
        }
    }
    if (!take_byte(p, end, &n) || n > (size_t)(end - *p) || shared + n == 0)
        return false;
    last->n = shared;
    buf_append(last, *p, n);
    *p += n;
    return has_wdf || glass_take_uint32(p, end, wdf);
}

static enum err_code read_document_terms(struct db_reader *r, uint32_t docid, struct growing *g,
                                         struct err *err)
{
    uint32_t number, length, n, wdf;
    struct shard *s = db_shard_of(r, docid, &number);
    AUTO(table_cursor_done) struct table_cursor c = {.tree = &s->termlist};
    AUTO(buf_done) struct buf name = BUF_INIT;
    struct str tag;
    bool is_there;
    if (db_find_document(&c, number, &is_there, err))
        return err->code;
    if (!is_there)
        return err_set(err, ERR_NOT_FOUND, "there is no document %u", docid);
    if (table_cursor_tag(&c, SIZE_MAX, &tag, err) || tag.n == 0)
        return err->code;
    const uint8_t *p = (const uint8_t *)tag.p, *end = p + tag.n;
    bool is_good = glass_take_uint32(&p, end, &length) && glass_take_uint32(&p, end, &n);
    while (is_good && p < end) {
        is_good = db_take_term(&p, end, &name, &wdf);
        if (is_good)
            add(g, buf_str(&name), 0, wdf);
    }
    if (!is_good || g->list.n != n)
        return err_set(err, ERR_CORRUPT, "the list of document %u's terms is damaged", docid);
    return ERR_OK;
}

/* How many documents have each of the terms of a list. */
static enum err_code count_terms(struct db_reader *r, struct db_vocabulary *v, struct err *err)
{
    for (size_t i = 0; i < v->n; i++) {
        struct db_frequency f = {.name = v->terms[i].name};
        if (db_reader_frequencies(r, &f, 1, err))
            return err->code;
        v->terms[i].termfreq = f.termfreq;
    }
    return ERR_OK;
}

enum err_code db_reader_document_terms(struct db_reader *r, uint32_t docid,
                                       struct db_vocabulary **ret_terms, struct err *err)
{
    unsigned n_tries = 0;
    struct growing g;
    struct db_vocabulary *v = NULL;
    if (docid == 0)
        return err_set(err, ERR_NOT_FOUND, "there is no document 0");
    do {
        g = (struct growing){0};
        if (read_document_terms(r, docid, &g, err))
            discard(&g);
        else
            v = finish(&g);
    } while (db_try_again(r, &n_tries, err));
    if (!err->code && !count_terms(r, v, err))
        *ret_terms = v;
    else
        db_vocabulary_free(v);
    return err->code;
}
