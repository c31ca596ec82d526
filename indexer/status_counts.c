/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Goes through the documents of an index and counts what they have. */
#include "indexer/status_counts.h"

#include "base/buf.h"
#include "base/mem.h"
#include "store/record.h"
#include "store/schema.h"
#include "store/term_ids.h"
#include "text/utf8.h"

#include <stdlib.h>

enum { MAX_TERMS = 1000 };

/* Names by number, and how many documents have each. */
struct tally {
    struct term_ids *names;
    struct count {
        uint32_t n_documents, last_docid;
    } * counts;
    size_t n, capacity;
};

struct counting {
    struct status_counts *result;
    struct tally fields, values; /* a value: its field's name, a NUL, the value */
};

static void counting_done(struct counting *c)
{
    term_ids_free(c->fields.names);
    term_ids_free(c->values.names);
    mem_free(c->fields.counts);
    mem_free(c->values.counts);
}

static void tally_add(struct tally *t, struct str name, uint32_t docid)
{
    bool is_new;
    if (t->n >= STATUS_MAX_DIFFERENT)
        return;
    uint32_t id = term_ids_intern(t->names, name, term_ids_hash(name), &is_new);
    if (is_new) {
        MEM_GROW(t->counts, t->n, t->capacity);
        t->counts[t->n++] = (struct count){0};
    }
    if (t->counts[id].last_docid != docid)
        t->counts[id].n_documents++;
    t->counts[id].last_docid = docid;
}

static void add_field(struct counting *c, const struct field *field, uint32_t docid)
{
    AUTO(buf_done) struct buf value = BUF_INIT;
    size_t n = field->value.n;
    if (n > STATUS_MAX_VALUE_BYTES)
        n = utf8_floor(field->value, STATUS_MAX_VALUE_BYTES);
    tally_add(&c->fields, field->name, docid);
    buf_append_str(&value, field->name);
    buf_append_char(&value, '\0');
    buf_append_str(&value, str_slice(field->value, 0, n));
    tally_add(&c->values, buf_str(&value), docid);
}

/* Keeps the biggest, in order. */
static void add_size(struct counting *c, const struct record *r)
{
    struct status_counts *result = c->result;
    size_t at = result->n_biggest;
    while (at > 0 && result->biggest[at - 1].text_bytes < r->text_bytes)
        at--;
    if (at == STATUS_MAX_BIGGEST)
        return;
    if (result->n_biggest < STATUS_MAX_BIGGEST)
        result->n_biggest++;
    for (size_t i = result->n_biggest - 1; i > at; i--)
        result->biggest[i] = result->biggest[i - 1];
    result->biggest[at] = (struct status_document){
        arena_copy(&result->arena, r->path), arena_copy(&result->arena, r->id), r->text_bytes};
}

static enum err_code add_document(struct counting *c, struct store_reader *reader, uint32_t docid,
                                  struct err *err)
{
    AUTO(buf_done) struct buf data = BUF_INIT;
    struct record_reader *record;
    struct err problem = ERR_INIT;
    if (store_reader_data(reader, docid, &data, &problem) == ERR_NOT_FOUND)
        return ERR_OK; /* a number that no document has any more */
    if (problem.code) {
        *err = problem;
        return err->code;
    }
    if (record_open(buf_str(&data), &record, err))
        return err->code;
    const struct record *r = record_of(record);
    for (uint32_t i = 0; i < r->n_fields; i++)
        add_field(c, &r->fields[i], docid);
    add_size(c, r);
    record_reader_free(record);
    return ERR_OK;
}

/* ---- results ---- */

static int by_frequency(const void *a, const void *b)
{
    const struct status_name *x = a, *y = b;
    if (x->n_documents != y->n_documents)
        return x->n_documents > y->n_documents ? -1 : 1;
    return str_compare(x->name, y->name);
}

static int by_name(const void *a, const void *b)
{
    return str_compare(((const struct status_field *)a)->name,
                       ((const struct status_field *)b)->name);
}

static enum err_code read_terms(struct status_counts *c, struct store_reader *reader,
                                struct str prefix, struct status_names *ret, struct err *err)
{
    struct store_vocabulary *v;
    if (store_reader_terms(reader, prefix, MAX_TERMS, &v, err))
        return err->code;
    ret->items = arena_alloc(&c->arena, v->n * sizeof *ret->items);
    ret->n = v->n;
    for (size_t i = 0; i < v->n; i++) {
        struct str name = str_slice(v->terms[i].name, prefix.n, v->terms[i].name.n);
        ret->items[i] = (struct status_name){arena_copy(&c->arena, name), v->terms[i].termfreq};
    }
    if (ret->n)
        qsort(ret->items, ret->n, sizeof *ret->items, by_frequency);
    store_vocabulary_free(v);
    return ERR_OK;
}

/* Puts a value among the commonest of its field, where it is one of them. */
static void take_value(struct status_names *values, struct status_name value)
{
    size_t at = values->n;
    while (at > 0 && by_frequency(&value, &values->items[at - 1]) < 0)
        at--;
    if (value.n_documents < 2 || at == STATUS_MAX_VALUES)
        return;
    if (values->n < STATUS_MAX_VALUES)
        values->n++;
    for (size_t i = values->n - 1; i > at; i--)
        values->items[i] = values->items[i - 1];
    values->items[at] = value;
}

static void take_fields(struct counting *c)
{
    struct status_counts *result = c->result;
    result->n_fields = c->fields.n;
    result->fields = arena_alloc(&result->arena, c->fields.n * sizeof *result->fields);
    for (uint32_t i = 0; i < c->fields.n; i++) {
        struct status_field *f = &result->fields[i];
        *f = (struct status_field){
            .name = arena_copy(&result->arena, term_ids_term(c->fields.names, i)),
            .n_documents = c->fields.counts[i].n_documents};
        f->values.items = arena_alloc(&result->arena, STATUS_MAX_VALUES * sizeof *f->values.items);
    }
    for (uint32_t i = 0; i < c->values.n; i++) {
        struct str both = term_ids_term(c->values.names, i);
        size_t end = str_find_char(both, '\0', 0);
        struct str field = str_slice(both, 0, end);
        bool is_new;
        uint32_t id = term_ids_intern(c->fields.names, field, term_ids_hash(field), &is_new);
        if (id < c->fields.n)
            take_value(&result->fields[id].values,
                       (struct status_name){str_slice(both, end + 1, both.n),
                                            c->values.counts[i].n_documents});
    }
    for (size_t i = 0; i < result->n_fields; i++)
        for (size_t k = 0; k < result->fields[i].values.n; k++) {
            struct str *name = &result->fields[i].values.items[k].name;
            *name = arena_copy(&result->arena, *name);
        }
    if (result->n_fields)
        qsort(result->fields, result->n_fields, sizeof *result->fields, by_name);
}

enum err_code status_counts_make(struct store_reader *reader, struct status_counts **ret,
                                 struct err *err)
{
    struct status_counts *result = mem_alloc_zeroed(1, sizeof *result);
    AUTO(counting_done)
    struct counting c = {
        .result = result, .fields = {.names = term_ids_new()}, .values = {.names = term_ids_new()}};
    result->biggest = arena_alloc(&result->arena, STATUS_MAX_BIGGEST * sizeof *result->biggest);
    uint32_t last = store_reader_stats(reader).last_docid;
    for (uint32_t docid = 1; docid <= last && docid && !err->code; docid++)
        add_document(&c, reader, docid, err);
    if (!err->code)
        read_terms(result, reader, STR_LITERAL(PREFIX_TYPE), &result->types, err);
    if (!err->code)
        read_terms(result, reader, STR_LITERAL(PREFIX_LANGUAGE), &result->languages, err);
    take_fields(&c);
    if (err->code)
        status_counts_free(result);
    else
        *ret = result;
    return err->code;
}

void status_counts_free(struct status_counts *c)
{
    if (!c)
        return;
    arena_done(&c->arena);
    mem_free(c);
}
