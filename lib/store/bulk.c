/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/mem.h"
#include "store/bulk_run.h"

#include <unistd.h>

enum {
    /* How far ahead of the posting at hand memory is fetched. */
    AHEAD_TERM = 16,
    AHEAD_LIST = 6,
};

struct bulk_run *bulk_run_new(struct dictionary *dictionary)
{
    struct bulk_run *run = mem_alloc_zeroed(1, sizeof *run);
    run->dictionary = dictionary;
    run->fd = -1;
    return run;
}

void bulk_run_free(struct bulk_run *run)
{
    if (!run)
        return;
    bulk_run_drop_memory(run);
    for (size_t i = 0; i < run->n_slots; i++) {
        buf_done(&run->slots[i].lower);
        buf_done(&run->slots[i].upper);
    }
    mem_free(run->slots);
    mem_free(run->lengths);
    if (run->fd >= 0)
        close(run->fd);
    mem_free(run);
}

void bulk_run_drop_memory(struct bulk_run *run)
{
    arena_done(&run->lists);
    arena_done(&run->data);
    arena_done(&run->term_lists_arena);
    buf_done(&run->tag);
    mem_free(run->terms);
    mem_free(run->documents);
    mem_free(run->order);
    mem_free(run->names);
    mem_free(run->name_bytes);
    mem_free(run->term_lists);
    run->terms = run->term_lists = NULL;
    run->documents = NULL;
    run->order = NULL;
    run->names = NULL;
    run->name_bytes = NULL;
    run->terms_capacity = run->n_name_bytes = 0;
}

uint32_t bulk_run_count(const struct bulk_run *run)
{
    return run->n_documents;
}

size_t bulk_run_bytes(const struct bulk_run *run)
{
    size_t n = run->documents_capacity * sizeof *run->lengths;
    if (run->fd >= 0)
        return n;
    n += run->lists.total_bytes + run->data.total_bytes + run->term_lists_arena.total_bytes +
         run->terms_capacity * sizeof *run->terms +
         run->documents_capacity * sizeof *run->documents + run->tag.capacity +
         run->n_documents * sizeof *run->term_lists;
    if (run->dictionary) /* what bulk_run_finish() is going to need: sorting, names, term lists */
        return n + run->n_terms * 40 + run->n_postings * 4;
    return n + run->n_sorted * (sizeof *run->order + sizeof *run->names) + run->n_name_bytes;
}

/* ---- checking ---- */

/* Whether a document's term list could be longer than a tag may be. */
static bool is_term_list_too_long(const struct bulk_run *run, const struct bulk_document *document)
{
    const size_t number_bytes = 7; /* two counts and a wdf */
    if (document->n_postings <= GLASS_MAX_TAG_BYTES / (GLASS_MAX_TERM_BYTES + number_bytes))
        return false;
    size_t n = 0;
    for (size_t i = 0; i < document->n_postings; i++)
        n += dictionary_term(run->dictionary, document->postings[i].term).n + number_bytes;
    return n > GLASS_MAX_TAG_BYTES;
}

static bool is_known(const struct bulk_run *run, uint32_t term)
{
    return term < run->n_terms && run->terms[term].first;
}

static enum err_code check_document(const struct bulk_run *run,
                                    const struct bulk_document *document, struct err *err)
{
    if (document->data_length > GLASS_MAX_TAG_BYTES)
        return err_set(err, ERR_INPUT, "the document's data have %zu bytes, at most %d are allowed",
                       document->data_length, GLASS_MAX_TAG_BYTES);
    if (is_term_list_too_long(run, document))
        return err_set(err, ERR_INPUT, "the document has too many different words");
    if (run->n_documents == UINT32_MAX - 1)
        return err_set(err, ERR_LIMIT, "there are too many documents");
    for (size_t i = 0; i < document->n_values; i++)
        if (document->values[i].length > GLASS_MAX_TAG_BYTES - GLASS_CHUNK_BYTES ||
            document->values[i].slot == UINT32_MAX)
            return err_set(err, ERR_INPUT, "a value is outside the limits");
    uint64_t length = 0;
    for (size_t i = 0; i < document->n_postings; i++) {
        const struct bulk_posting *posting = &document->postings[i];
        if (i + AHEAD_TERM < document->n_postings)
            __builtin_prefetch(&run->terms[posting[AHEAD_TERM].term], 1);
        length += posting->wdf;
        if (GLASS_POSITIONS_BOUND(posting->n_positions) > GLASS_MAX_TAG_BYTES)
            return err_set(err, ERR_INPUT, "a word occurs too often in the document");
        if (!is_known(run, posting->term) &&
            !glass_term_is_valid(dictionary_term(run->dictionary, posting->term)))
            return err_set(err, ERR_INPUT, "a term is outside the limits");
    }
    if (length > UINT32_MAX)
        return err_set(err, ERR_INPUT, "the document has more than %u words", UINT32_MAX);
    return ERR_OK;
}

/* ---- adding ---- */

static void make_term_room(struct bulk_run *run)
{
    size_t n = dictionary_count(run->dictionary);
    if (n > run->terms_capacity) {
        size_t capacity = run->terms_capacity ? run->terms_capacity * 2 : 1024;
        run->terms_capacity = capacity < n ? n : capacity;
        run->terms = mem_resize(run->terms, run->terms_capacity, sizeof *run->terms);
        mem_touch(run->terms + run->n_terms,
                  (run->terms_capacity - run->n_terms) * sizeof *run->terms);
    }
    if (n > run->n_terms) {
        memset(run->terms + run->n_terms, 0, (n - run->n_terms) * sizeof *run->terms);
        run->n_terms = n;
    }
}

/* Counts an entry for the run's newest document and returns its gap. */
static uint64_t count_entry(const struct bulk_run *run, struct bulk_list *list)
{
    uint64_t gap = run->n_documents + 1 - list->last;
    list->last = run->n_documents + 1;
    list->n++;
    return gap;
}

static void add_posting(struct bulk_run *run, const struct bulk_posting *posting,
                        const uint32_t *all_positions)
{
    struct bulk_list *list = &run->terms[posting->term];
    uint32_t n = posting->n_positions;
    enum bulk_kind kind = n == 0 ? BULK_NONE : n == 1 ? BULK_ONE : BULK_MANY;
    uint8_t head[BULK_LIST_READABLE_BYTES];
    uint8_t *end = glass_put_vint(head, count_entry(run, list) << 2 | kind);
    end = glass_put_vint(end, posting->wdf);
    list->total = list->total > UINT32_MAX - posting->wdf ? UINT32_MAX : list->total + posting->wdf;
    if (kind == BULK_ONE)
        end = glass_put_vint(end, all_positions[posting->first_position]);
    if (kind != BULK_MANY) {
        bulk_list_append(list, &run->lists, head, (size_t)(end - head));
        return;
    }
    /* The tag first, since its length stands before it. */
    buf_clear(&run->tag);
    buf_reserve(&run->tag, sizeof head + GLASS_POSITIONS_BOUND(n) + BULK_LIST_READABLE_BYTES);
    uint8_t *tag = (uint8_t *)run->tag.p + sizeof head;
    size_t tag_bytes = glass_encode_positions(tag, all_positions + posting->first_position, n);
    size_t head_bytes = (size_t)(glass_put_vint(end, tag_bytes) - head);
    memcpy(tag - head_bytes, head, head_bytes);
    bulk_list_append(list, &run->lists, tag - head_bytes, head_bytes + tag_bytes);
}

/* Returns the document's length. */
static uint32_t add_postings(struct bulk_run *run, const struct bulk_document *document)
{
    const struct bulk_posting *postings = document->postings;
    struct glass_statistics *s = &run->statistics;
    size_t n = document->n_postings;
    uint32_t length = 0;
    for (size_t i = 0; i < n; i++) {
        if (i + AHEAD_LIST < n)
            __builtin_prefetch(run->terms[postings[i + AHEAD_LIST].term].at, 1);
        const struct bulk_posting *posting = &postings[i];
        add_posting(run, posting, document->positions);
        run->has_positions |= posting->n_positions > 0;
        if (posting->wdf > s->max_wdf)
            s->max_wdf = posting->wdf;
        length += posting->wdf;
    }
    run->n_postings += n;
    return length;
}

static struct bulk_slot *find_slot(struct bulk_run *run, uint32_t slot)
{
    for (size_t i = 0; i < run->n_slots; i++)
        if (run->slots[i].slot == slot)
            return &run->slots[i];
    MEM_GROW(run->slots, run->n_slots, run->slots_capacity);
    run->slots[run->n_slots] = (struct bulk_slot){.slot = slot};
    return &run->slots[run->n_slots++];
}

static void set_bytes(struct buf *b, struct str s)
{
    buf_clear(b);
    buf_append_str(b, s);
}

static void add_value(struct bulk_run *run, const struct xap_value *value)
{
    struct bulk_slot *slot = find_slot(run, value->slot);
    struct str s = {value->data, value->length};
    if (slot->list.n == 0 || str_compare(s, buf_str(&slot->lower)) < 0)
        set_bytes(&slot->lower, s);
    if (slot->list.n == 0 || str_compare(s, buf_str(&slot->upper)) > 0)
        set_bytes(&slot->upper, s);
    uint8_t head[BULK_LIST_READABLE_BYTES];
    uint8_t *end = glass_put_vint(head, count_entry(run, &slot->list));
    end = glass_put_vint(end, value->length);
    bulk_list_append(&slot->list, &run->lists, head, (size_t)(end - head));
    bulk_list_append_long(&slot->list, &run->lists, (const uint8_t *)s.p, s.n);
}

/* Adds the values, and makes the tag that lists their slots. Empty values are none. */
static void add_values(struct bulk_run *run, const struct bulk_document *document,
                       struct bulk_run_document *ret)
{
    uint32_t next_slot = 0;
    buf_clear(&run->tag);
    for (size_t i = 0; i < document->n_values; i++) {
        const struct xap_value *value = &document->values[i];
        if (value->length == 0)
            continue;
        add_value(run, value);
        buf_append_varint(&run->tag, value->slot - next_slot);
        next_slot = value->slot + 1;
    }
    ret->slots_bytes = (uint32_t)run->tag.n;
    ret->slots = (uint8_t *)arena_alloc_bytes(&run->data, run->tag.n);
    glass_put_bytes(ret->slots, run->tag.p, run->tag.n);
}

static void make_document_room(struct bulk_run *run)
{
    if (run->n_documents < run->documents_capacity)
        return;
    run->documents_capacity = run->documents_capacity ? run->documents_capacity * 2 : 64;
    run->documents = mem_resize(run->documents, run->documents_capacity, sizeof *run->documents);
    run->lengths = mem_resize(run->lengths, run->documents_capacity, sizeof *run->lengths);
}

static void count_length(struct glass_statistics *s, uint32_t length)
{
    s->total_length += length;
    if (length > s->max_length)
        s->max_length = length;
    if (length > 0 && (s->min_length == 0 || length < s->min_length))
        s->min_length = length;
}

enum err_code bulk_run_add(struct bulk_run *run, const struct bulk_document *document,
                           struct err *err)
{
    if (check_document(run, document, err))
        return err->code;
    make_term_room(run);
    make_document_room(run);
    uint32_t length = add_postings(run, document);
    struct bulk_run_document stored = {.n_terms = (uint32_t)document->n_postings,
                                       .data_bytes = (uint32_t)document->data_length};
    add_values(run, document, &stored);
    uint8_t *data = (uint8_t *)arena_alloc_bytes(&run->data, document->data_length);
    glass_put_bytes(data, document->data, document->data_length);
    stored.data = data;
    run->has_data |= document->data_length > 0;
    run->lengths[run->n_documents] = length;
    run->documents[run->n_documents++] = stored;
    count_length(&run->statistics, length);
    return ERR_OK;
}
