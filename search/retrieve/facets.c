/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Counts the matches of a query by the values of a field: by terms for whole values, and by paths
 * for folders. */
#include "search/retrieve/facets.h"

#include "base/mem.h"
#include "store/schema.h"
#include "store/term_ids.h"
#include "text/field_name.h"

#include <stdlib.h>

enum {
    MAX_VALUES = 1000000, /* values of a field that are examined */
    MAX_DAYS = 62,        /* the most days in a timeline, */
    MAX_MONTHS = 120,     /* and the most months; a longer one has years */
};

/* Fields that every index has, whose values are terms under a prefix. */
static const struct {
    const char *name, *prefix;
} KINDS[] = {
    {"type", PREFIX_TYPE},  {"language", PREFIX_LANGUAGE}, {"lang", PREFIX_LANGUAGE},
    {"ext", PREFIX_ENDING}, {"year", PREFIX_YEAR},         {"month", PREFIX_MONTH},
    {"day", PREFIX_DAY},
};

struct facets {
    const struct searcher *searcher;
    const struct store_search *search;
    struct arena *arena;
    struct facet *facet;
    struct err *err;
};

static int by_frequency(const void *left, const void *right)
{
    const struct facet_value *a = left, *b = right;
    if (a->n != b->n)
        return a->n > b->n ? -1 : 1;
    return str_compare(a->value, b->value);
}

/* ---- values that are terms ---- */

/* Counts the terms under a prefix. A document has the field if it has the term presence. */
static enum err_code count_terms(struct facets *f, struct str prefix, struct str presence)
{
    struct store_vocabulary *v;
    struct store_matched matched;
    struct facet *facet = f->facet;
    if (store_reader_terms(f->searcher->reader, prefix, MAX_VALUES, &v, f->err))
        return f->err->code;
    struct store_count *counts = mem_alloc_zeroed(v->n + 1, sizeof *counts);
    for (size_t i = 0; i < v->n; i++)
        counts[i].name = v->terms[i].name;
    counts[v->n].name = presence;
    if (!store_reader_count(f->searcher->reader, f->search, counts, v->n + 1, &matched, f->err)) {
        facet->values = arena_alloc(f->arena, v->n * sizeof *facet->values);
        for (size_t i = 0; i < v->n; i++) {
            struct str value = str_slice(counts[i].name, prefix.n, counts[i].name.n);
            if (value.n && counts[i].n)
                facet->values[facet->n++] = (struct facet_value){arena_copy(f->arena, value),
                                                                 counts[i].n};
        }
        facet->n_matches = matched.n;
        facet->is_whole = matched.is_whole && !v->is_cut;
        facet->n_with = counts[v->n].n;
    }
    mem_free(counts);
    store_vocabulary_free(v);
    return f->err->code;
}

/* Does the same for a field of which a document has at most one value, so that the counts add up to
 * the number of documents that have it. */
static enum err_code count_single(struct facets *f, struct str prefix)
{
    if (count_terms(f, prefix, prefix))
        return f->err->code;
    f->facet->n_with = 0;
    for (size_t i = 0; i < f->facet->n; i++)
        f->facet->n_with += f->facet->values[i].n;
    return ERR_OK;
}

static enum err_code count_field(struct facets *f, struct str name)
{
    AUTO(buf_done) struct buf term = BUF_INIT;
    field_name_append_term(name, &term);
    struct str prefix = arena_format(f->arena, PREFIX_VALUE "%.*s%c", STR_PRINT(buf_str(&term)),
                                     VALUE_WHOLE);
    struct str presence = arena_format(f->arena, PREFIX_FIELD "%.*s:", STR_PRINT(buf_str(&term)));
    return count_terms(f, prefix, presence);
}

/* ---- dates ---- */

/* Returns "20110510" as "2011-05-10". */
static struct str shown_date(struct facets *f, struct str date)
{
    if (date.n == 4)
        return date;
    if (date.n == 6)
        return arena_format(f->arena, "%.4s-%.2s", date.p, date.p + 4);
    return arena_format(f->arena, "%.4s-%.2s-%.2s", date.p, date.p + 4, date.p + 6);
}

static enum err_code count_dates(struct facets *f, const char *prefix)
{
    *f->facet = (struct facet){.field = f->facet->field, .is_date = true};
    if (count_single(f, str_of(prefix)))
        return f->err->code;
    for (size_t i = 0; i < f->facet->n; i++)
        f->facet->values[i].value = shown_date(f, f->facet->values[i].value);
    return ERR_OK;
}

/* Returns the number of the month, counted from the year 0. */
static unsigned month_number(struct str date)
{
    unsigned year = (unsigned)strtoul(date.p, NULL, 10);
    return 12 * year + (date.n > 4 ? (unsigned)strtoul(date.p + 5, NULL, 10) : 0);
}

/* Counts by days, months or years, whichever is the finest that a timeline has room for. It is not
 * finer than the dates of all documents: some may have only a year, or a year and a month. */
static enum err_code count_timeline(struct facets *f)
{
    struct facet years, months;
    if (count_dates(f, PREFIX_YEAR) || f->facet->n == 0)
        return f->err->code;
    years = *f->facet;
    unsigned first = month_number(years.values[0].value);
    unsigned last = month_number(years.values[years.n - 1].value);
    if (last - first > MAX_MONTHS)
        return ERR_OK;
    if (count_dates(f, PREFIX_MONTH))
        return f->err->code;
    months = *f->facet;
    if (months.n_with < years.n_with) {
        *f->facet = years;
        return ERR_OK;
    }
    first = month_number(months.values[0].value);
    last = month_number(months.values[months.n - 1].value);
    if (last - first >= MAX_DAYS / 31)
        return ERR_OK;
    if (count_dates(f, PREFIX_DAY))
        return f->err->code;
    if (f->facet->n_with < months.n_with)
        *f->facet = months;
    return ERR_OK;
}

/* ---- folders ---- */

struct folders {
    struct facets *f;
    struct term_ids *ids; /* the stored folders, each preceded by the number of its index */
    struct buf key;
    struct arena names;
    struct folder {
        struct str path;
        uint32_t docid; /* of one of its documents */
        uint32_t n;
    } * items;
    size_t n, capacity;
};

/* A document's value of SLOT_ORDER begins with its path. If anything follows, a NUL ends the
 * path. */
static void add_document(void *ctx, uint32_t docid, struct str order)
{
    struct folders *all = ctx;
    if (docid == 0) {
        term_ids_clear(all->ids);
        all->n = 0;
        return;
    }
    struct str path = str_slice(order, 0, str_find_char(order, '\0', 0));
    struct str folder = str_slice(path, 0, str_after_last(path, '/'));
    size_t index = (docid - 1) % all->f->searcher->n_indexes;
    bool is_new;
    buf_clear(&all->key);
    buf_append(&all->key, &index, sizeof index);
    buf_append_str(&all->key, folder);
    uint32_t id = term_ids_intern(all->ids, buf_str(&all->key), term_ids_hash(buf_str(&all->key)),
                                  &is_new);
    if (is_new) {
        MEM_GROW(all->items, all->n, all->capacity);
        all->items[all->n++] = (struct folder){arena_copy(&all->names, folder), docid, 0};
    }
    all->items[id].n++;
}

/* Returns how many bytes all the folders share at their beginning, up to a slash. */
static size_t common_bytes(const struct folder *folders, size_t n)
{
    struct str common = folders[0].path;
    for (size_t i = 1; i < n; i++) {
        size_t same = 0;
        while (same < common.n && same < folders[i].path.n &&
               common.p[same] == folders[i].path.p[same])
            same++;
        common = str_slice(common, 0, same);
    }
    return str_after_last(common, '/');
}

/* Returns the path of a folder as hits show it, down to the first level below the common part. */
static struct str shown_folder(struct facets *f, const struct folder *folder, size_t common)
{
    size_t end = str_find_char(folder->path, '/', common);
    struct str top = str_slice(folder->path, 0, end < folder->path.n ? end + 1 : folder->path.n);
    struct str absolute = searcher_absolute_path(f->searcher, folder->docid, top, f->arena);
    bool is_here = absolute.n && absolute.p[absolute.n - 1] == '/' &&
                   str_equal(str_slice(absolute, 0, absolute.n - 1), str_of(f->searcher->here));
    return is_here ? STR_LITERAL("./") : searcher_shown_path(f->searcher, absolute);
}

static int by_name(const void *left, const void *right)
{
    const struct facet_value *a = left, *b = right;
    return str_compare(a->value, b->value);
}

static void join_folders(struct folders *all)
{
    struct facet *facet = all->f->facet;
    size_t common = common_bytes(all->items, all->n), n = 0;
    facet->values = arena_alloc(all->f->arena, all->n * sizeof *facet->values);
    for (size_t i = 0; i < all->n; i++)
        facet->values[i] = (struct facet_value){shown_folder(all->f, &all->items[i], common),
                                                all->items[i].n};
    qsort(facet->values, all->n, sizeof *facet->values, by_name);
    for (size_t i = 0; i < all->n; i++) {
        if (n && str_equal(facet->values[n - 1].value, facet->values[i].value))
            facet->values[n - 1].n += facet->values[i].n;
        else
            facet->values[n++] = facet->values[i];
    }
    facet->n = n;
}

static enum err_code count_folders(struct facets *f)
{
    struct folders all = {.f = f, .ids = term_ids_new(), .key = BUF_INIT};
    struct store_matched matched;
    if (!store_reader_show_values(f->searcher->reader, f->search, SLOT_ORDER, add_document, &all,
                                  &matched, f->err)) {
        f->facet->n_matches = f->facet->n_with = matched.n;
        f->facet->is_whole = matched.is_whole;
        if (all.n)
            join_folders(&all);
    }
    term_ids_free(all.ids);
    buf_done(&all.key);
    arena_done(&all.names);
    mem_free(all.items);
    return f->err->code;
}

/* ---- all of them ---- */

static enum err_code count(struct facets *f)
{
    struct str name = f->facet->field;
    if (field_name_strip(&name))
        return count_field(f, name);
    if (str_equal(name, STR_LITERAL("date")))
        return count_timeline(f);
    if (str_equal(name, STR_LITERAL("folder")))
        return count_folders(f);
    for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++) {
        if (!str_equal(name, str_of(KINDS[i].name)))
            continue;
        bool is_date = strchr(PREFIX_YEAR PREFIX_MONTH PREFIX_DAY, KINDS[i].prefix[0]) != NULL;
        return is_date ? count_dates(f, KINDS[i].prefix) : count_single(f, str_of(KINDS[i].prefix));
    }
    return count_field(f, name);
}

enum err_code facet_count(const struct searcher *searcher, const struct store_search *search,
                          struct str field, struct arena *arena, struct facet *ret, struct err *err)
{
    struct facets f = {searcher, search, arena, ret, err};
    *ret = (struct facet){.field = field};
    if (!count(&f) && !ret->is_date && ret->n)
        qsort(ret->values, ret->n, sizeof *ret->values, by_frequency);
    return err->code;
}
