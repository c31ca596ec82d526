/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lists of terms: the sorted terms of the database, and those of one document. */
#include "base/mem.h"
#include "glass/termlist_reader.h"
#include "match/shard.h"

#include <stdlib.h>

/* ---- the terms of a database ---- */

/* The position in one shard's term list. */
struct place {
    struct table_cursor cursor;
    struct buf name; /* the current term */
    struct buf last; /* the previous term, while the next one is being looked up */
    bool is_end;
};

struct db_cursor {
    struct store_cursor base;
    struct db_reader *reader;
    struct place *places;
    size_t n;
    unsigned n_opened; /* the reader's, when the places were looked up */
    struct buf name;   /* the current term */
};

static struct db_cursor *db_cursor_of(struct store_cursor *cursor)
{
    return (struct db_cursor *)cursor;
}

/* Goes to the first term that is at or after name or, if behind is set, after name. */
static enum err_code find_place(struct place *p, struct str name, bool behind, struct err *err)
{
    AUTO(buf_done) struct buf key = BUF_INIT;
    bool is_there;
    glass_append_term_key(&key, name, behind ? GLASS_BEHIND_TERM : GLASS_AT_TERM);
    p->is_end = true;
    if (table_cursor_find(&p->cursor, buf_str(&key), &is_there, err))
        return err->code;
    if (!is_there && table_cursor_next(&p->cursor, &is_there, err))
        return err->code;
    while (is_there && !glass_take_term_key(table_cursor_key(&p->cursor), &p->name))
        if (table_cursor_next(&p->cursor, &is_there, err))
            return err->code;
    int order = is_there ? str_compare(buf_str(&p->name), name) : 1;
    if (order < 0 || (behind && order == 0))
        return err_set(err, ERR_CORRUPT, "the terms of '%s' are not sorted", p->cursor.tree->path);
    p->is_end = !is_there;
    return ERR_OK;
}

/* Goes to the next term: to the next entry or, if that is a further chunk of the current term, past
 * all its chunks. */
static enum err_code next_place(struct place *p, struct err *err)
{
    struct buf last = p->name;
    bool is_there;
    p->name = p->last;
    p->last = last;
    if (table_cursor_next(&p->cursor, &is_there, err))
        return err->code;
    p->is_end = !is_there;
    if (!is_there || glass_take_term_key(table_cursor_key(&p->cursor), &p->name))
        return ERR_OK;
    return find_place(p, buf_str(&p->last), true, err);
}

static void close_places(struct db_cursor *c)
{
    for (size_t i = 0; i < c->n; i++) {
        table_cursor_done(&c->places[i].cursor);
        buf_done(&c->places[i].name);
        buf_done(&c->places[i].last);
    }
    mem_free(c->places);
    c->places = NULL;
    c->n = 0;
}

/* Looks up the places in all shards. */
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

/* Returns true if a place is at the cursor's term. */
static bool is_at_name(const struct db_cursor *c, const struct place *p)
{
    return !p->is_end && str_equal(buf_str(&p->name), buf_str(&c->name));
}

/* Moves on all places that are at the cursor's term. */
static enum err_code pass_name(struct db_cursor *c, struct err *err)
{
    for (size_t i = 0; i < c->n; i++)
        if (is_at_name(c, &c->places[i]) && next_place(&c->places[i], err))
            return err->code;
    return ERR_OK;
}

/* Sets c->name to the first of the terms at the places. */
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

struct store_cursor *db_cursor_open(struct store_reader *reader)
{
    struct db_reader *r = db_reader_of(reader);
    struct db_cursor *c = mem_alloc_zeroed(1, sizeof *c);
    c->base.engine = &store_glass;
    c->reader = r;
    c->n_opened = r->n_opened;
    return &c->base;
}

enum err_code db_cursor_seek(struct store_cursor *cursor, struct str name, struct str *ret_name,
                             struct err *err)
{
    struct db_cursor *c = db_cursor_of(cursor);
    unsigned n_tries = 0;
    AUTO(buf_done) struct buf target = BUF_INIT; /* name may be the cursor's own */
    buf_append_str(&target, name);
    do
        if (!find_places(c, buf_str(&target), false, err))
            choose(c, ret_name);
    while (db_try_again(c->reader, &n_tries, err));
    return err->code;
}

/* With one shard the place has the name; the cursor copies it only if it must be looked up
 * again. */
static void keep_name(struct db_cursor *c, const struct buf *name)
{
    buf_clear(&c->name);
    buf_append_str(&c->name, buf_str(name));
}

/* Does what db_cursor_next() does for one shard that has not changed. *ret_name is set if the
 * result is ERR_OK. */
static enum err_code next_of_one(struct db_cursor *c, struct str *ret_name, struct err *err)
{
    struct place *p = &c->places[0];
    if (!p->is_end && next_place(p, err)) {
        keep_name(c, &p->last);
        return err->code;
    }
    *ret_name = p->is_end ? (struct str){NULL, 0} : buf_str(&p->name);
    return ERR_OK;
}

enum err_code db_cursor_next(struct store_cursor *cursor, struct str *ret_name, struct err *err)
{
    struct db_cursor *c = db_cursor_of(cursor);
    unsigned n_tries = 0;
    if (c->n == 1 && c->n_opened == c->reader->n_opened) {
        if (!next_of_one(c, ret_name, err) || !db_try_again(c->reader, &n_tries, err))
            return err->code;
    } else if (c->n == 1) {
        keep_name(c, c->places[0].is_end ? &c->places[0].last : &c->places[0].name);
    }
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

void db_cursor_close(struct store_cursor *cursor)
{
    struct db_cursor *c = db_cursor_of(cursor);
    close_places(c);
    buf_done(&c->name);
    mem_free(c);
}

/* ---- vocabularies ---- */

/* Returns how many documents have the cursor's term. */
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
                                struct vocabulary_maker *m, struct err *err)
{
    struct db_cursor *c = db_cursor_of(db_cursor_open(&r->base));
    struct str name;
    if (!find_places(c, prefix, false, err))
        choose(c, &name);
    while (!err->code && name.p && str_starts_with(name, prefix)) {
        if (m->list.n == max) {
            m->list.is_cut = true;
            break;
        }
        vocabulary_add(m, name, count_documents(c, err), 0);
        if (!err->code && !pass_name(c, err))
            choose(c, &name);
    }
    db_cursor_close(&c->base);
    return err->code;
}

enum err_code db_reader_terms(struct store_reader *reader, struct str prefix, size_t max,
                              struct store_vocabulary **ret_terms, struct err *err)
{
    struct db_reader *r = db_reader_of(reader);
    unsigned n_tries = 0;
    struct vocabulary_maker m;
    do {
        m = (struct vocabulary_maker){0};
        if (read_terms(r, prefix, max, &m, err))
            vocabulary_discard(&m);
        else
            *ret_terms = vocabulary_finish(&m);
    } while (db_try_again(r, &n_tries, err));
    return err->code;
}

/* ---- the terms without a prefix ---- */

enum { TIMES_ASKED = 2 }; /* when the words are read: a program that asks once needs no marks */

void db_forget_words(struct db_reader *r)
{
    store_words_free(r->words);
    r->words = NULL;
    r->n_words_asked = 0;
}

/* Reads all terms that do not begin with a capital letter. *ret_is_whole is false if they are more
 * than max. */
static enum err_code read_words(struct db_reader *r, size_t max, struct store_words *words,
                                bool *ret_is_whole, struct err *err)
{
    struct db_cursor *c = db_cursor_of(db_cursor_open(&r->base));
    struct str name;
    if (!find_places(c, STR_EMPTY, false, err))
        choose(c, &name);
    while (!err->code && name.p && words->n <= max) {
        bool is_prefixed = name.n && ascii_is_upper(name.p[0]);
        if (!is_prefixed)
            store_words_add(words, name, count_documents(c, err));
        if (!err->code &&
            !(is_prefixed ? find_places(c, STR_LITERAL("["), false, err) : pass_name(c, err)))
            choose(c, &name);
    }
    *ret_is_whole = words->n <= max;
    db_cursor_close(&c->base);
    return err->code;
}

enum err_code db_reader_words(struct store_reader *reader, size_t max,
                              const struct store_words **ret_words, struct err *err)
{
    struct db_reader *r = db_reader_of(reader);
    unsigned n_tries = 0;
    if (r->n_words_asked < TIMES_ASKED && ++r->n_words_asked == TIMES_ASKED) {
        do {
            bool is_whole = false;
            struct store_words *words = mem_alloc_zeroed(1, sizeof *words);
            if (!read_words(r, max, words, &is_whole, err) && is_whole)
                r->words = words;
            else
                store_words_free(words);
        } while (db_try_again(r, &n_tries, err));
    }
    *ret_words = r->words && r->words->n <= max ? r->words : NULL;
    return err->code;
}

/* ---- the terms of a document ---- */

static enum err_code read_document_terms(struct db_reader *r, uint32_t docid,
                                         struct vocabulary_maker *m, struct err *err)
{
    uint32_t number;
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
    struct termlist_reader list;
    bool is_good = termlist_reader_start(&list, tag, &name);
    while (is_good && !termlist_reader_is_at_end(&list)) {
        is_good = termlist_reader_next(&list);
        if (is_good)
            vocabulary_add(m, buf_str(&name), 0, list.wdf);
    }
    if (!is_good || m->list.n != list.n_terms)
        return err_set(err, ERR_CORRUPT, "the list of document %u's terms is damaged", docid);
    return ERR_OK;
}

/* Counts the documents that have each of the terms of a list. */
static enum err_code count_terms(struct db_reader *r, struct store_vocabulary *v, struct err *err)
{
    for (size_t i = 0; i < v->n; i++) {
        struct store_frequency f = {.name = v->terms[i].name};
        if (db_reader_frequencies(&r->base, &f, 1, err))
            return err->code;
        v->terms[i].termfreq = f.termfreq;
    }
    return ERR_OK;
}

enum err_code db_reader_document_terms(struct store_reader *reader, uint32_t docid,
                                       struct store_vocabulary **ret_terms, struct err *err)
{
    struct db_reader *r = db_reader_of(reader);
    unsigned n_tries = 0;
    struct vocabulary_maker m;
    struct store_vocabulary *v = NULL;
    if (docid == 0)
        return err_set(err, ERR_NOT_FOUND, "there is no document 0");
    do {
        m = (struct vocabulary_maker){0};
        if (read_document_terms(r, docid, &m, err))
            vocabulary_discard(&m);
        else
            v = vocabulary_finish(&m);
    } while (db_try_again(r, &n_tries, err));
    if (!err->code && !count_terms(r, v, err))
        *ret_terms = v;
    else
        store_vocabulary_free(v);
    return err->code;
}
