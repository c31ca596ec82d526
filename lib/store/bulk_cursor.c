/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/bulk_run.h"

/* Names and lists lie all over the memory: they are fetched a few ahead of their use. */
enum { ENTRIES = 64, AHEAD = 8 };

struct entry {
    uint32_t place, wdf;
};

/* ---- terms ---- */

void bulk_terms_start(struct bulk_terms *t, const struct bulk_run *run, size_t buffer_bytes)
{
    *t = (struct bulk_terms){.run = run};
    if (run->fd >= 0)
        bulk_reader_start(&t->reader, run->fd, 0, run->terms_end, buffer_bytes);
}

void bulk_terms_done(struct bulk_terms *t)
{
    bulk_reader_done(&t->reader);
    buf_done(&t->name_bytes);
}

static enum err_code read_term(struct bulk_terms *t, struct err *err)
{
    uint64_t n, n_documents, collection_frequency;
    buf_clear(&t->name_bytes);
    if (bulk_reader_varint(&t->reader, &n, err) ||
        bulk_reader_bytes(&t->reader, &t->name_bytes, n, err) ||
        bulk_reader_varint(&t->reader, &n_documents, err) ||
        bulk_reader_varint(&t->reader, &collection_frequency, err))
        return err->code;
    t->name = buf_str(&t->name_bytes);
    t->n_documents = (uint32_t)n_documents;
    t->collection_frequency = (uint32_t)collection_frequency;
    return ERR_OK;
}

enum err_code bulk_terms_next(struct bulk_terms *t, bool *ret_is_end, struct err *err)
{
    const struct bulk_run *run = t->run;
    *ret_is_end = t->n_taken == run->n_sorted;
    if (*ret_is_end)
        return ERR_OK;
    uint32_t i = t->n_taken++;
    if (run->fd >= 0)
        return read_term(t, err);
    bulk_prefetch_term(run, i);
    const struct bulk_list *list = &run->terms[run->order[i]];
    t->name = (struct str){(const char *)run->names[i] + 1, run->names[i][0]};
    t->n_documents = list->n;
    t->collection_frequency = list->total;
    return ERR_OK;
}

enum err_code bulk_terms_list(struct bulk_terms *t, struct buf *list, struct err *err)
{
    const struct bulk_run *run = t->run;
    uint64_t n;
    buf_clear(list);
    if (run->fd < 0) {
        bulk_list_copy(&run->terms[run->order[t->n_taken - 1]], list);
        return ERR_OK;
    }
    if (bulk_reader_varint(&t->reader, &n, err))
        return err->code;
    return bulk_reader_bytes(&t->reader, list, n, err);
}

/* ---- documents ---- */

void bulk_documents_start(struct bulk_documents *d, const struct bulk_run *run, size_t buffer_bytes)
{
    *d = (struct bulk_documents){.run = run};
    if (run->fd >= 0)
        bulk_reader_start(&d->reader, run->fd, run->terms_end, run->documents_end, buffer_bytes);
}

void bulk_documents_done(struct bulk_documents *d)
{
    bulk_reader_done(&d->reader);
    glass_termlist_done(&d->encoder);
    buf_done(&d->bytes);
}

static enum err_code read_document(struct bulk_documents *d, struct err *err)
{
    uint64_t n_term_list, n_slots, n_data;
    buf_clear(&d->bytes);
    if (bulk_reader_varint(&d->reader, &n_term_list, err) ||
        bulk_reader_varint(&d->reader, &n_slots, err) ||
        bulk_reader_varint(&d->reader, &n_data, err) ||
        bulk_reader_bytes(&d->reader, &d->bytes, n_term_list + n_slots + n_data, err))
        return err->code;
    struct str all = buf_str(&d->bytes);
    d->term_list = str_slice(all, 0, n_term_list);
    d->slots = str_slice(all, n_term_list, n_term_list + n_slots);
    d->data = str_slice(all, n_term_list + n_slots, all.n);
    return ERR_OK;
}

/* Decodes up to ENTRIES entries of a document's term list; returns where the next begins. */
static const uint8_t *take_entries(const struct bulk_run *run, const uint8_t *p, const uint8_t *end,
                                   uint64_t *place, struct entry *entries, size_t *n)
{
    for (*n = 0; p < end && *n < ENTRIES; ++*n) {
        uint64_t gap, wdf;
        p = glass_take_vint(p, &gap);
        p = glass_take_vint(p, &wdf);
        *place += gap;
        entries[*n] = (struct entry){(uint32_t)(*place - 1), (uint32_t)wdf};
        __builtin_prefetch(&run->names[*place - 1]);
    }
    return p;
}

static void encode_term_list(struct bulk_documents *d, uint32_t document)
{
    const struct bulk_run *run = d->run;
    struct entry entries[ENTRIES];
    size_t n;
    uint64_t place = 0;
    buf_clear(&d->bytes);
    bulk_list_copy(&run->term_lists[document], &d->bytes);
    const uint8_t *p = (const uint8_t *)d->bytes.p, *end = p + d->bytes.n;
    glass_termlist_start(&d->encoder, run->lengths[document], run->documents[document].n_terms);
    while (p < end) {
        p = take_entries(run, p, end, &place, entries, &n);
        for (size_t i = 0; i < n; i++) {
            if (i + AHEAD < n)
                __builtin_prefetch(run->names[entries[i + AHEAD].place]);
            const uint8_t *name = run->names[entries[i].place];
            glass_termlist_add(&d->encoder, name + 1, name[0], entries[i].wdf);
        }
    }
    d->term_list = (struct str){(const char *)d->encoder.p, d->encoder.n};
}

enum err_code bulk_documents_next(struct bulk_documents *d, struct err *err)
{
    const struct bulk_run *run = d->run;
    uint32_t i = d->n_taken++;
    if (run->fd >= 0)
        return read_document(d, err);
    const struct bulk_run_document *document = &run->documents[i];
    encode_term_list(d, i);
    d->slots = (struct str){(const char *)document->slots, document->slots_bytes};
    d->data = (struct str){(const char *)document->data, document->data_bytes};
    return ERR_OK;
}

/* ---- slots ---- */

enum err_code bulk_slot_list(const struct bulk_run *run, const struct bulk_slot *slot,
                             struct buf *list, struct err *err)
{
    buf_clear(list);
    if (run->fd < 0) {
        bulk_list_copy(&slot->list, list);
        return ERR_OK;
    }
    struct bulk_reader reader;
    bulk_reader_start(&reader, run->fd, slot->at, slot->at + slot->n_bytes, 1);
    enum err_code code = bulk_reader_bytes(&reader, list, slot->n_bytes, err);
    bulk_reader_done(&reader);
    return code;
}
