/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Parses the option --sort, and orders matches by what their records contain. */
#include "search/retrieve/sort.h"

#include "base/file.h"
#include "base/mem.h"
#include "search/retrieve/per_file.h"
#include "store/number.h"
#include "store/schema.h"
#include "text/field_name.h"
#include "text/utf8.h"

#include <stdlib.h>

/* ---- the option ---- */

static bool has_term(const struct searcher *searcher, struct str name, struct err *err)
{
    struct store_frequency f = {.name = name};
    return store_reader_frequencies(searcher->reader, &f, 1, err) == ERR_OK && f.termfreq > 0;
}

/* Returns true if some document has the field: fields with their own terms have whole values, and
 * others a term that marks their presence. */
static bool has_field(const struct searcher *searcher, struct str name, struct arena *arena,
                      struct err *err)
{
    struct str value = arena_format(arena, PREFIX_VALUE "%.*s%c", STR_PRINT(name), VALUE_WHOLE);
    struct str presence = arena_format(arena, PREFIX_FIELD "%.*s:", STR_PRINT(name));
    struct store_vocabulary *v;
    if (has_term(searcher, presence, err))
        return true;
    if (err->code || store_reader_terms(searcher->reader, value, 1, &v, err))
        return false;
    bool has_values = v->n > 0;
    store_vocabulary_free(v);
    return has_values;
}

static enum err_code understand_field(const struct searcher *searcher, struct str name,
                                      struct arena *arena, struct sort_order *ret, struct err *err)
{
    AUTO(buf_done) struct buf term = BUF_INIT;
    AUTO(buf_done) struct buf folded = BUF_INIT;
    field_name_append_term(name, &term);
    field_name_fold(name, &folded);
    struct str number = arena_format(arena, PREFIX_VALUE "%.*s%c", STR_PRINT(buf_str(&term)),
                                     VALUE_NUMBER);
    if (has_term(searcher, number, err)) {
        ret->kind = SORT_VALUE;
        ret->slot = (int)number_slot(buf_str(&term));
    } else if (!err->code && has_field(searcher, buf_str(&term), arena, err)) {
        ret->kind = SORT_RECORD;
        ret->key = SORT_FIELD;
        ret->field = arena_copy(arena, buf_str(&folded));
    } else if (!err->code) {
        err_set(err, ERR_USAGE,
                "option '--sort' takes relevance, date, newest, oldest, path, title, type, "
                "language, size, mtime or the name of a field, not '%.*s'",
                STR_PRINT(name));
    }
    return err->code;
}

enum err_code sort_understand(const struct searcher *searcher, const char *name,
                              struct arena *arena, struct sort_order *ret, struct err *err)
{
    static const char *const keys[] = {[SORT_TITLE] = "title",
                                       [SORT_TYPE] = "type",
                                       [SORT_LANGUAGE] = "language",
                                       [SORT_SIZE] = "size",
                                       [SORT_MTIME] = "mtime"};
    struct str whole = str_of(name), rest = str_slice(whole, name[0] == '-', whole.n);
    bool is_newest = str_equal(whole, STR_LITERAL("newest"));
    *ret = (struct sort_order){.kind = SORT_RELEVANCE, .is_turned = name[0] == '-'};
    if (str_equal(whole, STR_LITERAL("relevance")))
        return ERR_OK;
    if (is_newest || str_equal(whole, STR_LITERAL("oldest"))) {
        *ret = (struct sort_order){SORT_VALUE, .is_turned = is_newest, .slot = SLOT_INSTANT};
        return ERR_OK;
    }
    bool is_path = str_equal(rest, STR_LITERAL("path"));
    if (is_path || str_equal(rest, STR_LITERAL("date"))) {
        ret->kind = SORT_VALUE;
        ret->slot = is_path ? SLOT_ORDER : SLOT_INSTANT;
        return ERR_OK;
    }
    for (int i = 0; i < SORT_FIELD; i++) {
        if (!str_equal(rest, str_of(keys[i])))
            continue;
        ret->kind = SORT_RECORD;
        ret->key = (enum sort_key)i;
        return ERR_OK;
    }
    field_name_strip(&rest);
    return understand_field(searcher, rest, arena, ret, err);
}

/* ---- ordering ---- */

struct item {
    uint32_t docid;
    uint32_t rank; /* in the order by relevance */
    double score;
    struct str text;  /* folded */
    struct str as_is; /* as it was given */
    struct str path;  /* only if the hits of a file are limited */
    int64_t number;
    bool is_empty; /* it has no such value */
};

struct sorter {
    const struct searcher *searcher;
    const struct sort_order *order;
    struct item *items;
    size_t n;
    bool wants_paths;
    struct arena keys;
};

static void sorter_done(struct sorter *s)
{
    mem_free(s->items);
    arena_done(&s->keys);
}

static struct str field_value(const struct record *r, struct str folded_name)
{
    AUTO(buf_done) struct buf name = BUF_INIT;
    for (uint32_t i = 0; i < r->n_fields; i++) {
        buf_clear(&name);
        field_name_fold(r->fields[i].name, &name);
        if (str_equal(buf_str(&name), folded_name))
            return r->fields[i].value;
    }
    return STR_EMPTY;
}

static struct str text_of(const struct sort_order *order, const struct record *r)
{
    switch (order->key) {
    case SORT_TITLE:
        return r->title;
    case SORT_TYPE:
        return r->type;
    case SORT_LANGUAGE:
        return r->language;
    default:
        return field_value(r, order->field);
    }
}

/* Returns false if the file cannot be found, or is on another machine. */
static bool read_mtime(const struct sorter *s, uint32_t docid, const struct record *r, int64_t *ret)
{
    AUTO(arena_done) struct arena arena = ARENA_INIT;
    struct stat st;
    if (r->file_stamp == 0 || !place_has_files(searcher_place(s->searcher, docid)) ||
        !file_stat(searcher_absolute_path(s->searcher, docid, r->path, &arena).p, &st))
        return false;
    *ret = file_nanoseconds(st.st_mtim);
    return true;
}

static void take_text(struct sorter *s, struct item *item, const struct record *r)
{
    AUTO(buf_done) struct buf repaired = BUF_INIT;
    AUTO(buf_done) struct buf folded = BUF_INIT;
    struct analyser *analyser = s->searcher->analyser;
    struct str text = str_trim(text_of(s->order, r));
    utf8_append_repaired(&repaired, text);
    analyser_fold(analyser, buf_str(&repaired), &folded);
    item->as_is = arena_copy(&s->keys, text);
    item->text = arena_copy(&s->keys, analyser_term(analyser, buf_str(&folded)));
    item->is_empty = text.n == 0;
}

static void take_key(struct sorter *s, struct item *item, const struct record *r)
{
    if (s->wants_paths)
        item->path = arena_copy(&s->keys, r->path);
    if (s->order->key == SORT_SIZE)
        item->number = (int64_t)r->text_bytes;
    else if (s->order->key == SORT_MTIME)
        item->is_empty = !read_mtime(s, item->docid, r, &item->number);
    else
        take_text(s, item, r);
}

static enum err_code read_key(struct sorter *s, struct item *item, struct err *err)
{
    AUTO(buf_done) struct buf data = BUF_INIT;
    struct record_reader *record;
    if (store_reader_data(s->searcher->reader, item->docid, &data, err) ||
        searcher_open_record(s->searcher, item->docid, buf_str(&data), &record, err))
        return err->code;
    take_key(s, item, record_of(record));
    record_reader_free(record);
    return ERR_OK;
}

static int by_docid(const void *left, const void *right)
{
    const struct item *a = left, *b = right;
    return (a->docid > b->docid) - (a->docid < b->docid);
}

static int compare_keys(const struct item *a, const struct item *b)
{
    int order = str_compare(a->text, b->text);
    if (order == 0)
        order = str_compare(a->as_is, b->as_is);
    return order ? order : (a->number > b->number) - (a->number < b->number);
}

static int by_rank(const struct item *a, const struct item *b)
{
    return (a->rank > b->rank) - (a->rank < b->rank);
}

static int ascending(const void *left, const void *right)
{
    const struct item *a = left, *b = right;
    int order = a->is_empty != b->is_empty ? a->is_empty - b->is_empty : compare_keys(a, b);
    return order ? order : by_rank(a, b);
}

static int descending(const void *left, const void *right)
{
    const struct item *a = left, *b = right;
    int order = a->is_empty != b->is_empty ? a->is_empty - b->is_empty : compare_keys(b, a);
    return order ? order : by_rank(a, b);
}

/* Reads the keys in the order of docids, in which the records are stored, and sorts the items. */
static enum err_code order_items(struct sorter *s, struct err *err)
{
    if (s->n == 0)
        return ERR_OK;
    qsort(s->items, s->n, sizeof *s->items, by_docid);
    for (size_t i = 0; i < s->n; i++)
        if (read_key(s, &s->items[i], err))
            return err->code;
    qsort(s->items, s->n, sizeof *s->items, s->order->is_turned ? descending : ascending);
    return ERR_OK;
}

/* Removes items beyond the first max_per_file of each file. */
static void limit_files(struct sorter *s, uint64_t max_per_file)
{
    AUTO(per_file_counter_done)
    struct per_file_counter files = {.n_indexes = s->searcher->n_indexes};
    size_t n = 0;
    for (size_t i = 0; i < s->n; i++)
        if (per_file_count(&files, s->items[i].docid, s->items[i].path) <= max_per_file)
            s->items[n++] = s->items[i];
    s->n = n;
}

/* Turns those items that are wanted into the hits of the results. */
static enum err_code take_hits(const struct sorter *s, const struct store_search *search,
                               struct arena *arena, struct store_results *results, struct err *err)
{
    results->n = 0;
    for (size_t i = search->first; i < s->n && results->n < search->max; i++) {
        AUTO(buf_done) struct buf data = BUF_INIT;
        if (store_reader_data(s->searcher->reader, s->items[i].docid, &data, err))
            return err->code;
        results->hits[results->n++] = (struct store_hit){.docid = s->items[i].docid,
                                                         .score = s->items[i].score,
                                                         .data = arena_copy(arena, buf_str(&data))};
    }
    return ERR_OK;
}

static void take_items(struct sorter *s, const struct store_results *results)
{
    s->n = results->n;
    s->items = mem_alloc_zeroed(s->n + 1, sizeof *s->items);
    for (size_t i = 0; i < s->n; i++)
        s->items[i] = (struct item){.docid = results->hits[i].docid,
                                    .rank = (uint32_t)i,
                                    .score = results->hits[i].score,
                                    .text = STR_EMPTY,
                                    .as_is = STR_EMPTY};
}

enum err_code sort_by_records(const struct searcher *searcher, const struct store_search *search,
                              const struct sort_order *order, uint64_t max_per_file,
                              struct arena *arena, struct hints *hints,
                              struct store_results **ret_results, struct err *err)
{
    AUTO(sorter_done)
    struct sorter s = {.searcher = searcher, .order = order, .wants_paths = max_per_file > 0};
    struct store_search all = *search;
    struct store_results *results;
    all.first = 0;
    all.max = SORT_MAX_RECORDS;
    all.check_at_least = UINT32_MAX;
    all.max_checked = 0;
    all.without_data = true;
    all.second_look = NULL;
    all.choose = NULL;
    if (store_reader_search(searcher->reader, &all, &results, err))
        return err->code;
    take_items(&s, results);
    if (results->total_estimate > s.n)
        hints_add(hints, "Of %u documents that match, only the best %zu were sorted",
                  results->total_estimate, s.n);
    if (!order_items(&s, err)) {
        if (max_per_file)
            limit_files(&s, max_per_file);
        take_hits(&s, search, arena, results, err);
    }
    if (err->code)
        store_results_free(results);
    else
        *ret_results = results;
    return err->code;
}
