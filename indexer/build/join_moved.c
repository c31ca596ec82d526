/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copies documents from one database to another, replacing what depends on the path of their
 * file. */
#include "indexer/build/join_moved.h"

#include "base/mem.h"
#include "indexer/build/moved.h"
#include "store/schema.h"

struct postings_list {
    struct term_ids *ids;
    struct bulk_posting *items;
    size_t n, capacity;
};

static void add_posting(struct postings_list *list, const struct store_term *term)
{
    struct str name = {term->name, term->name_length};
    bool is_new;
    uint32_t id = term_ids_intern(list->ids, name, term_ids_hash(name), &is_new);
    MEM_GROW(list->items, list->n, list->capacity);
    list->items[list->n++] = (struct bulk_posting){.term = id, .wdf = term->wdf};
}

static struct str name_of(const struct store_term *t)
{
    return (struct str){t->name, t->name_length};
}

/* Collects the terms of a document, without those in m->before and with those in m->after. All are
 * sorted by name. */
static void merge_terms(struct postings_list *list, const struct store_document *document,
                        const struct moved_document *m)
{
    const struct store_term *old = document->terms, *old_end = old + document->n_terms;
    const struct store_term *less = m->before.terms, *less_end = less + m->before.n_terms;
    const struct store_term *more = m->after.terms, *more_end = more + m->after.n_terms;
    for (; old < old_end; old++) {
        while (less < less_end && str_compare(name_of(less), name_of(old)) < 0)
            less++;
        while (more < more_end && str_compare(name_of(more), name_of(old)) < 0)
            add_posting(list, more++);
        if ((less < less_end && str_equal(name_of(less), name_of(old))) ||
            schema_is_link_term(name_of(old)))
            continue;
        struct store_term term = *old;
        if (more < more_end && str_equal(name_of(more), name_of(old)))
            term.wdf += more++->wdf;
        add_posting(list, &term);
    }
    while (more < more_end)
        add_posting(list, more++);
}

/* Merges the values of a document with those of after, which take precedence. Both are sorted by
 * slot. */
static size_t merge_values(struct store_value *out, const struct store_document *document,
                           const struct store_document *after)
{
    size_t n = 0, k = 0;
    for (size_t i = 0; i < document->n_values; i++) {
        uint32_t slot = document->values[i].slot;
        while (k < after->n_values && after->values[k].slot < slot)
            out[n++] = after->values[k++];
        bool is_replaced = k < after->n_values && after->values[k].slot == slot;
        out[n++] = is_replaced ? after->values[k++] : document->values[i];
    }
    while (k < after->n_values)
        out[n++] = after->values[k++];
    return n;
}

static struct str fingerprint_of(const struct store_document *document)
{
    for (size_t i = 0; i < document->n_values; i++)
        if (document->values[i].slot == SLOT_FINGERPRINT)
            return (struct str){document->values[i].data, document->values[i].length};
    return STR_EMPTY;
}

static enum err_code add_document(struct side_database *to, const struct store_document *document,
                                  struct moved_file *file, struct err *err)
{
    AUTO(moved_document_done) struct moved_document m = {0};
    AUTO(mem_free_pointer) struct bulk_posting *postings = NULL;
    struct str record = {document->data, document->data_length};
    if (moved_document_start(&m, file, to->analysis, record, err) ||
        moved_document_finish(&m, to->analysis, record, fingerprint_of(document), err))
        return err->code;
    struct postings_list list = {.ids = to->ids};
    merge_terms(&list, document, &m);
    postings = list.items;
    size_t n_values = document->n_values + m.after.n_values;
    AUTO(mem_free_pointer) struct store_value *values = mem_alloc(n_values * sizeof *values);
    const struct bulk_document changed = {.postings = list.items,
                                          .n_postings = list.n,
                                          .values = values,
                                          .n_values = merge_values(values, document, &m.after),
                                          .data = m.after.data,
                                          .data_length = m.after.data_length};
    return side_database_add(to, &changed, err);
}

enum err_code join_moved_add(struct side_database *to, struct stored_documents *from,
                             const struct known_file *old, struct str new_path, struct err *err)
{
    AUTO(moved_file_done) struct moved_file file = {.new_path = new_path};
    struct store_document document;
    for (uint32_t i = 0; i < old->n_documents; i++)
        if (stored_documents_read(from, old->first_docid + i, &document, err) ||
            add_document(to, &document, &file, err))
            return err->code;
    return ERR_OK;
}
