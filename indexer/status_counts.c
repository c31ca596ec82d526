/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Collects statistics about an index from its terms and document lengths. Records are read only for
 * a few documents. */
#include "indexer/status_counts.h"

#include "base/buf.h"
#include "base/mem.h"
#include "store/record.h"
#include "store/schema.h"

#include <stdlib.h>

enum {
    MAX_TERMS = 1000,
    CANDIDATES = 100, /* the longest in words, among which the biggest in bytes are searched for */
};

/* ---- the biggest documents ---- */

struct candidate {
    uint32_t docid, length;
};

/* Inserts a document into the sorted list of the longest. Returns the length of the list. */
static size_t add_candidate(struct candidate *longest, size_t n, struct candidate c)
{
    size_t at = n;
    while (at > 0 && longest[at - 1].length < c.length)
        at--;
    if (at == CANDIDATES)
        return n;
    n += n < CANDIDATES;
    memmove(longest + at + 1, longest + at, (n - 1 - at) * sizeof *longest);
    longest[at] = c;
    return n;
}

/* Inserts a document into the sorted list of the biggest. */
static void add_size(struct status_counts *result, const struct record *r)
{
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

static enum err_code read_size(struct status_counts *c, struct store_reader *reader, uint32_t docid,
                               struct err *err)
{
    AUTO(buf_done) struct buf data = BUF_INIT;
    struct record_reader *record;
    if (store_reader_data(reader, docid, &data, err) || record_open(buf_str(&data), &record, err))
        return err->code;
    add_size(c, record_of(record));
    record_reader_free(record);
    return ERR_OK;
}

/* Finds the biggest documents. Lengths, which are stored together, are read for all documents, and
 * records only for the longest. */
static enum err_code find_biggest(struct status_counts *c, struct store_reader *reader,
                                  struct err *err)
{
    struct candidate longest[CANDIDATES];
    size_t n = 0;
    uint32_t last = store_reader_stats(reader).last_docid;
    for (uint32_t docid = 1; docid <= last && docid; docid++) {
        struct candidate candidate = {.docid = docid};
        struct err problem = ERR_INIT;
        if (!store_reader_wdfs(reader, docid, NULL, 0, NULL, &candidate.length, &problem))
            n = add_candidate(longest, n, candidate);
        else if (problem.code != ERR_NOT_FOUND) { /* no document has that number any more */
            *err = problem;
            return err->code;
        }
    }
    for (size_t i = 0; i < n && !err->code; i++)
        read_size(c, reader, longest[i].docid, err);
    return err->code;
}

/* ---- types, languages, fields ---- */

static int by_frequency(const void *a, const void *b)
{
    const struct status_name *x = a, *y = b;
    if (x->n_documents != y->n_documents)
        return x->n_documents > y->n_documents ? -1 : 1;
    return str_compare(x->name, y->name);
}

/* Counts the values that are terms under a prefix, but not the prefix itself, which says that a
 * document has a value. */
static enum err_code read_terms(struct status_counts *c, struct store_reader *reader,
                                struct str prefix, struct status_names *ret, struct err *err)
{
    struct store_vocabulary *v;
    if (store_reader_terms(reader, prefix, MAX_TERMS, &v, err))
        return err->code;
    ret->items = arena_alloc(&c->arena, v->n * sizeof *ret->items);
    for (size_t i = 0; i < v->n; i++) {
        struct str name = str_slice(v->terms[i].name, prefix.n, v->terms[i].name.n);
        if (name.n)
            ret->items[ret->n++] = (struct status_name){arena_copy(&c->arena, name),
                                                        v->terms[i].termfreq};
    }
    if (ret->n)
        qsort(ret->items, ret->n, sizeof *ret->items, by_frequency);
    store_vocabulary_free(v);
    return ERR_OK;
}

/* Inserts a value into the list of the most frequent of its field. */
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

/* Reads the values of a field that are stored as a whole. *left limits how many are examined. */
static enum err_code read_values(struct status_counts *c, struct store_reader *reader,
                                 struct str name, size_t *left, struct status_names *ret,
                                 struct err *err)
{
    struct str prefix = arena_format(&c->arena, PREFIX_VALUE "%.*s%c", STR_PRINT(name),
                                     VALUE_WHOLE);
    struct store_vocabulary *v;
    ret->items = arena_alloc(&c->arena, STATUS_MAX_VALUES * sizeof *ret->items);
    if (store_reader_terms(reader, prefix, *left, &v, err))
        return err->code;
    *left -= v->n;
    for (size_t i = 0; i < v->n; i++)
        take_value(ret,
                   (struct status_name){str_slice(v->terms[i].name, prefix.n, v->terms[i].name.n),
                                        v->terms[i].termfreq});
    for (size_t i = 0; i < ret->n; i++)
        ret->items[i].name = arena_copy(&c->arena, ret->items[i].name);
    store_vocabulary_free(v);
    return ERR_OK;
}

static void add_field(struct status_counts *c, size_t *capacity, struct str name)
{
    if (c->n_fields == *capacity) {
        *capacity = *capacity ? 2 * *capacity : 16;
        struct status_field *more = arena_alloc(&c->arena, *capacity * sizeof *more);
        if (c->n_fields)
            memcpy(more, c->fields, c->n_fields * sizeof *more);
        c->fields = more;
    }
    c->fields[c->n_fields++] = (struct status_field){.name = arena_copy(&c->arena, name)};
}

/* Moves from the term for one field to that for the next, skipping the terms of its words. */
static enum err_code find_fields(struct status_counts *c, struct store_reader *reader,
                                 struct err *err)
{
    AUTO(buf_done) struct buf next = BUF_INIT;
    size_t capacity = 0, start = sizeof PREFIX_FIELD - 1;
    struct store_cursor *cursor = store_cursor_open(reader);
    struct str name;
    buf_append(&next, PREFIX_FIELD, start);
    while (!store_cursor_seek(cursor, buf_str(&next), &name, err) && name.p &&
           str_starts_with(name, STR_LITERAL(PREFIX_FIELD))) {
        size_t end = str_find_char(name, ':', start);
        buf_clear(&next);
        buf_append(&next, name.p, end);
        if (end < name.n)
            add_field(c, &capacity, str_slice(name, start, end));
        buf_append_char(&next, end < name.n ? ':' + 1 : '\0');
    }
    store_cursor_close(cursor);
    return err->code;
}

static enum err_code count_field(struct status_counts *c, struct store_reader *reader,
                                 struct status_field *f, size_t *left, struct err *err)
{
    struct store_frequency frequency = {
        .name = arena_format(&c->arena, PREFIX_FIELD "%.*s:", STR_PRINT(f->name))};
    if (store_reader_frequencies(reader, &frequency, 1, err) ||
        read_values(c, reader, f->name, left, &f->values, err))
        return err->code;
    f->n_documents = frequency.termfreq;
    char *shown = arena_alloc_bytes(&c->arena, f->name.n);
    for (size_t i = 0; i < f->name.n; i++)
        shown[i] = ascii_lower(f->name.p[i]);
    f->name = (struct str){shown, f->name.n};
    return ERR_OK;
}

static enum err_code read_fields(struct status_counts *c, struct store_reader *reader,
                                 struct err *err)
{
    size_t left = STATUS_MAX_DIFFERENT;
    find_fields(c, reader, err);
    for (size_t i = 0; i < c->n_fields && !err->code; i++)
        count_field(c, reader, &c->fields[i], &left, err);
    return err->code;
}

enum err_code status_counts_make(struct store_reader *reader, struct status_counts **ret,
                                 struct err *err)
{
    struct status_counts *c = mem_alloc_zeroed(1, sizeof *c);
    c->biggest = arena_alloc(&c->arena, STATUS_MAX_BIGGEST * sizeof *c->biggest);
    if (find_biggest(c, reader, err) || read_fields(c, reader, err) ||
        read_terms(c, reader, STR_LITERAL(PREFIX_TYPE), &c->types, err) ||
        read_terms(c, reader, STR_LITERAL(PREFIX_LANGUAGE), &c->languages, err))
        status_counts_free(c);
    else
        *ret = c;
    return err->code;
}

void status_counts_free(struct status_counts *c)
{
    if (!c)
        return;
    arena_done(&c->arena);
    mem_free(c);
}
