/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Assembles documents from the tables: terms, values and data. */
#include "bulk/stored_documents.h"

#include "base/arena.h"
#include "base/mem.h"
#include "glass/postlist_reader.h"
#include "glass/termlist_reader.h"

struct stored_documents {
    struct dir dir;
    struct glass_version version;
    struct table_reader postlist, termlist, docdata;
    struct table_cursor terms, data;
    struct value_reader **slots; /* that were asked for */
    size_t n_slots, slots_capacity;
    struct err err; /* from reading values */

    /* of the current document: */
    struct arena names;
    struct buf term;
    struct store_term *list;
    size_t n_list, list_capacity;
    struct store_value *values;
    size_t n_values, values_capacity;
};

struct stored_documents *stored_documents_open(const char *path, struct err *err)
{
    struct stored_documents *s = mem_alloc_zeroed(1, sizeof *s);
    s->dir = (struct dir)DIR_NONE;
    s->terms.tree = &s->termlist;
    s->data.tree = &s->docdata;
    if (dir_open(&s->dir, path, err) || glass_read_version(&s->dir, &s->version, err) ||
        table_reader_open(&s->postlist, &s->dir, GLASS_POSTLIST, &s->version, err) ||
        table_reader_open(&s->termlist, &s->dir, GLASS_TERMLIST, &s->version, err) ||
        table_reader_open(&s->docdata, &s->dir, GLASS_DOCDATA, &s->version, err)) {
        stored_documents_close(s);
        return NULL;
    }
    return s;
}

void stored_documents_close(struct stored_documents *s)
{
    if (!s)
        return;
    for (size_t i = 0; i < s->n_slots; i++) {
        value_reader_done(s->slots[i]);
        mem_free(s->slots[i]);
    }
    table_cursor_done(&s->terms);
    table_cursor_done(&s->data);
    table_reader_close(&s->postlist);
    table_reader_close(&s->termlist);
    table_reader_close(&s->docdata);
    dir_close(&s->dir);
    arena_done(&s->names);
    buf_done(&s->term);
    mem_free(s->slots);
    mem_free(s->list);
    mem_free(s->values);
    mem_free(s);
}

static enum err_code damaged(const struct stored_documents *s, uint32_t docid, struct err *err)
{
    return err_set(err, ERR_CORRUPT, "'%s' is damaged: document %u cannot be read", s->dir.path,
                   docid);
}

/* ---- terms ---- */

static bool read_terms(struct stored_documents *s, struct str tag)
{
    struct termlist_reader list;
    s->n_list = 0;
    arena_clear(&s->names);
    if (tag.n == 0)
        return true;
    bool is_good = termlist_reader_start(&list, tag, &s->term);
    while (is_good && !termlist_reader_is_at_end(&list)) {
        is_good = termlist_reader_next(&list) && s->term.n <= GLASS_MAX_TERM_BYTES;
        struct str name = arena_copy(&s->names, buf_str(&s->term));
        MEM_GROW(s->list, s->n_list, s->list_capacity);
        s->list[s->n_list++] = (struct store_term){
            .name = name.p, .name_length = (uint32_t)name.n, .wdf = list.wdf};
    }
    return is_good;
}

/* ---- values ---- */

static struct value_reader *reader_of(struct stored_documents *s, uint32_t number)
{
    for (size_t i = 0; i < s->n_slots; i++)
        if (s->slots[i]->slot == number)
            return s->slots[i];
    MEM_GROW(s->slots, s->n_slots, s->slots_capacity);
    s->slots[s->n_slots] = mem_alloc_zeroed(1, sizeof **s->slots);
    value_reader_open(s->slots[s->n_slots], &s->postlist, number, &s->err);
    return s->slots[s->n_slots++];
}

static bool add_value(struct stored_documents *s, uint32_t docid, uint32_t number)
{
    struct value_reader *r = reader_of(s, number);
    value_reader_seek(r, docid);
    if (s->err.code || r->docid != docid)
        return false;
    MEM_GROW(s->values, s->n_values, s->values_capacity);
    s->values[s->n_values++] = (struct store_value){number, (uint32_t)r->value.n, r->value.p};
    return true;
}

/* tag is that of the list of a document's slots. */
static bool read_values(struct stored_documents *s, uint32_t docid, struct str tag)
{
    const uint8_t *p = (const uint8_t *)tag.p, *end = p + tag.n;
    uint32_t number, gap;
    bool is_good = glass_take_uint32(&p, end, &number);
    while (is_good) {
        if (!add_value(s, docid, number))
            return false;
        if (p == end)
            return true;
        is_good = glass_take_uint32(&p, end, &gap) && gap < UINT32_MAX - number;
        number += gap + 1;
    }
    return false;
}

/* ---- a document ---- */

static enum err_code read_lists(struct stored_documents *s, const uint8_t *key, size_t n,
                                uint32_t docid, struct err *err)
{
    struct str tag;
    bool is_there, has_values = false;
    s->n_values = 0;
    if (table_cursor_find(&s->terms, (struct str){(const char *)key, n}, &is_there, err))
        return err->code;
    if (!is_there)
        return damaged(s, docid, err);
    if (table_cursor_tag(&s->terms, SIZE_MAX, &tag, err))
        return err->code;
    if (!read_terms(s, tag))
        return damaged(s, docid, err);
    if (table_cursor_next(&s->terms, &is_there, err))
        return err->code;
    if (is_there)
        has_values = s->terms.key_bytes == n + 1 && memcmp(s->terms.key, key, n) == 0 &&
                     s->terms.key[n] == 0;
    if (!has_values)
        return ERR_OK;
    if (table_cursor_tag(&s->terms, SIZE_MAX, &tag, err))
        return err->code;
    return read_values(s, docid, tag) ? ERR_OK : damaged(s, docid, err);
}

enum err_code stored_documents_read(struct stored_documents *s, uint32_t docid,
                                    struct store_document *ret, struct err *err)
{
    uint8_t key[GLASS_SDID_BYTES];
    size_t n = (size_t)(glass_put_sdid(key, docid) - key);
    struct str data = STR_EMPTY;
    bool is_there;
    if (read_lists(s, key, n, docid, err) ||
        table_cursor_find(&s->data, (struct str){(const char *)key, n}, &is_there, err) ||
        (is_there && table_cursor_tag(&s->data, SIZE_MAX, &data, err)))
        return err->code;
    *ret = (struct store_document){.terms = s->list,
                                   .n_terms = s->n_list,
                                   .values = s->values,
                                   .n_values = s->n_values,
                                   .data = data.p,
                                   .data_length = data.n};
    return ERR_OK;
}
