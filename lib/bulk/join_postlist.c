/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes the postlist table of joined databases: metadata, values and lengths, and then the
 * terms. */
#include "base/mem.h"
#include "bulk/joiner.h"

#include <stdlib.h>

/* The values of the documents in a slot. */
struct slot {
    uint32_t number;
    uint32_t n; /* documents with a value */
    struct buf lower, upper;
};

struct slots {
    struct slot *items;
    size_t n, capacity;
};

static void slots_done(struct slots *all)
{
    for (size_t i = 0; i < all->n; i++) {
        buf_done(&all->items[i].lower);
        buf_done(&all->items[i].upper);
    }
    mem_free(all->items);
}

/* ---- finding the slots ---- */

static void add_slot(struct slots *all, uint32_t number)
{
    for (size_t i = 0; i < all->n; i++)
        if (all->items[i].number == number)
            return;
    MEM_GROW(all->items, all->n, all->capacity);
    all->items[all->n++] = (struct slot){.number = number};
}

static enum err_code find_slots(struct slots *all, struct join_source *s, struct err *err)
{
    AUTO(table_cursor_done) struct table_cursor c = {.tree = &s->postlist};
    bool is_there;
    uint32_t number;
    if (table_cursor_find(&c, (struct str){"\0\xD0", 2}, &is_there, err) ||
        (!is_there && table_cursor_next(&c, &is_there, err)))
        return err->code;
    while (is_there && glass_take_slot_key(table_cursor_key(&c), &number)) {
        add_slot(all, number);
        if (table_cursor_next(&c, &is_there, err))
            return err->code;
    }
    return ERR_OK;
}

/* ---- values ---- */

/* Called for each value of a slot that is kept, with the new number of its document. */
typedef void take_value(void *ctx, uint32_t number, struct str value);

static enum err_code each_value(struct bulk_joiner *j, uint32_t slot, take_value *take, void *ctx,
                                struct err *err)
{
    for (size_t i = 0; i < j->in->n_sources && !err->code; i++) {
        struct join_source *s = &j->sources[i];
        AUTO(value_reader_done) struct value_reader values = {0};
        value_reader_open(&values, &s->postlist, slot, err);
        for (value_reader_seek(&values, 1); values.docid != GLASS_END && !err->code;
             value_reader_seek(&values, values.docid + 1)) {
            if (values.docid >= s->n_numbers)
                return joiner_refuse(&s->postlist, "a value of no document", err);
            if (s->numbers[values.docid])
                take(ctx, s->numbers[values.docid], values.value);
        }
    }
    return err->code;
}

static void set_bytes(struct buf *b, struct str s)
{
    buf_clear(b);
    buf_append_str(b, s);
}

static void count_value(void *ctx, uint32_t number, struct str value)
{
    struct slot *slot = ctx;
    (void)number;
    if (slot->n == 0 || str_compare(value, buf_str(&slot->lower)) < 0)
        set_bytes(&slot->lower, value);
    if (slot->n == 0 || str_compare(value, buf_str(&slot->upper)) > 0)
        set_bytes(&slot->upper, value);
    slot->n++;
}

struct value {
    uint32_t number, n; /* of the document; the number of bytes */
    size_t at;
};

struct values {
    struct value *items;
    size_t n, capacity;
    struct buf bytes;
    bool is_sorted;
};

static void values_done(struct values *v)
{
    mem_free(v->items);
    buf_done(&v->bytes);
}

static void gather_value(void *ctx, uint32_t number, struct str value)
{
    struct values *v = ctx;
    v->is_sorted &= v->n == 0 || v->items[v->n - 1].number < number;
    MEM_GROW(v->items, v->n, v->capacity);
    v->items[v->n++] = (struct value){number, (uint32_t)value.n, v->bytes.n};
    buf_append_str(&v->bytes, value);
}

static int by_number(const void *a, const void *b)
{
    const struct value *x = a, *y = b;
    return (x->number > y->number) - (x->number < y->number);
}

/* Returns true if every document has a value that is greater than the previous one's. */
static bool is_in_order(const struct bulk_joiner *j, const struct values *v)
{
    struct str last = STR_EMPTY;
    for (size_t i = 0; i < v->n; i++) {
        struct str value = {v->bytes.p + v->items[i].at, v->items[i].n};
        if (i > 0 && str_compare(last, value) >= 0)
            return false;
        last = value;
    }
    return v->n == j->n_documents;
}

static enum err_code write_values(struct bulk_joiner *j, struct postlist_writer *out, uint32_t slot,
                                  bool *ret_is_in_order, struct err *err)
{
    AUTO(values_done) struct values v = {.is_sorted = true};
    if (each_value(j, slot, gather_value, &v, err))
        return err->code;
    if (!v.is_sorted)
        qsort(v.items, v.n, sizeof *v.items, by_number);
    postlist_writer_start_slot(out, slot);
    for (size_t i = 0; i < v.n; i++)
        postlist_writer_add_value(out, v.items[i].number, v.bytes.p + v.items[i].at, v.items[i].n);
    postlist_writer_end_slot(out);
    *ret_is_in_order = is_in_order(j, &v);
    return ERR_OK;
}

static int for_statistics(const void *a, const void *b)
{
    return glass_compare_slot_statistics(((const struct slot *)a)->number,
                                         ((const struct slot *)b)->number);
}

static int for_values(const void *a, const void *b)
{
    return glass_compare_slots(((const struct slot *)a)->number, ((const struct slot *)b)->number);
}

static enum err_code count_values(struct bulk_joiner *j, struct slots *all, struct err *err)
{
    for (size_t i = 0; i < j->in->n_sources; i++)
        if (find_slots(all, &j->sources[i], err))
            return err->code;
    for (size_t i = 0; i < all->n; i++)
        if (joiner_look(j, err) ||
            each_value(j, all->items[i].number, count_value, &all->items[i], err))
            return err->code;
    if (all->n)
        qsort(all->items, all->n, sizeof *all->items, for_statistics);
    return ERR_OK;
}

static enum err_code add_slots(struct bulk_joiner *j, struct postlist_writer *out,
                               uint32_t order_slot, bool *ret_is_in_order, struct err *err)
{
    AUTO(slots_done) struct slots all = {0};
    if (count_values(j, &all, err))
        return err->code;
    for (size_t i = 0; i < all.n; i++)
        if (all.items[i].n)
            postlist_writer_add_slot_statistics(out, all.items[i].number, all.items[i].n,
                                                buf_str(&all.items[i].lower),
                                                buf_str(&all.items[i].upper));
    if (all.n)
        qsort(all.items, all.n, sizeof *all.items, for_values);
    *ret_is_in_order = j->n_documents == 0;
    for (size_t i = 0; i < all.n; i++) {
        bool is_ordered = false;
        uint32_t slot = all.items[i].number;
        if (joiner_look(j, err) || write_values(j, out, slot, &is_ordered, err))
            return err->code;
        if (slot == order_slot)
            *ret_is_in_order = is_ordered;
    }
    return ERR_OK;
}

/* ---- the table ---- */

static void add_lengths(const struct bulk_joiner *j, struct postlist_writer *out)
{
    if (j->n_documents == 0)
        return;
    postlist_writer_start_lengths(out);
    for (uint32_t i = 1; i <= j->n_documents; i++)
        postlist_writer_add(out, i, j->lengths[i]);
    postlist_writer_end(out);
}

static enum err_code write_table(struct bulk_joiner *j, const struct join_end *end,
                                 struct postlist_writer *out, bool *ret_is_in_order,
                                 struct err *err)
{
    for (size_t i = 0; i < end->n_metadata; i++)
        postlist_writer_add_metadata(
            out, str_of(end->metadata[i].key),
            (struct str){end->metadata[i].value, end->metadata[i].value_length});
    if (add_slots(j, out, end->order_slot, ret_is_in_order, err))
        return err->code;
    add_lengths(j, out);
    if (joiner_write_terms(j, out, err) == ERR_OK)
        postlist_writer_end_table(out);
    return err->code;
}

enum err_code joiner_write_postlist(struct bulk_joiner *j, const struct join_end *end,
                                    bool *ret_is_in_order, struct err *err)
{
    struct postlist_writer *out = postlist_writer_open(j->path);
    write_table(j, end, out, ret_is_in_order, err);
    postlist_writer_close(out, &j->roots[GLASS_POSTLIST], err);
    return err->code;
}
