/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Collects the postings of documents in memory. */
#include "bulk/inverter.h"

#include "base/mem.h"

enum {
    /* How many postings ahead memory is prefetched. */
    AHEAD = 16,
    /* About how much memory is needed to make a run: for each term its sorting, two copies of its
     * name and its head, and for each posting its part of a document's tag. */
    TERM_BYTES = 64,
    POSTING_BYTES = 5,
};

static struct bulk_run *new_run(void)
{
    struct bulk_run *run = mem_alloc_zeroed(1, sizeof *run);
    run->fd = -1;
    return run;
}

struct bulk_inverter *bulk_inverter_new(struct term_ids *ids)
{
    struct bulk_inverter *v = mem_alloc_zeroed(1, sizeof *v);
    v->ids = ids;
    v->deflater = glass_deflater_new();
    v->run = new_run();
    return v;
}

struct bulk_inverter *bulk_inverter_new_of_terms(struct term_ids *ids)
{
    struct bulk_inverter *v = bulk_inverter_new(ids);
    v->is_of_terms = true;
    return v;
}

void bulk_inverter_free(struct bulk_inverter *v)
{
    if (!v)
        return;
    bulk_run_free(v->run);
    glass_deflater_free(v->deflater);
    mem_free(v->terms);
    mem_free(v->postings);
    mem_free(v->tags);
    buf_done(&v->tag_bytes);
    mem_free(v);
}

struct bulk_run *bulk_inverter_take_run(struct bulk_inverter *v)
{
    struct bulk_run *run = v->run;
    v->run = new_run();
    v->n_terms = v->n_used_terms = v->n_postings = v->n_tagged = 0;
    v->n_list_bytes = 0;
    buf_clear(&v->tag_bytes);
    return run;
}

uint32_t bulk_inverter_count(const struct bulk_inverter *v)
{
    return v->run->n_documents;
}

size_t bulk_inverter_bytes(const struct bulk_inverter *v)
{
    size_t n_slot_bytes = 0;
    for (size_t i = 0; i < v->run->n_slots; i++)
        n_slot_bytes += v->run->slots[i].list.n;
    return v->terms_capacity * sizeof *v->terms + v->n_postings * sizeof *v->postings +
           v->n_tagged * sizeof *v->tags + v->tag_bytes.n + v->n_list_bytes +
           bulk_run_document_bytes(v->run) + 2 * n_slot_bytes + v->n_used_terms * TERM_BYTES +
           v->n_postings * POSTING_BYTES;
}

/* ---- checking ---- */

/* Returns true if a document's term list could be longer than a tag may be. */
static bool is_term_list_too_long(const struct bulk_inverter *v,
                                  const struct bulk_document *document)
{
    const size_t number_bytes = 7; /* two counts and a wdf */
    if (document->n_postings <= GLASS_MAX_TAG_BYTES / (GLASS_MAX_TERM_BYTES + number_bytes))
        return false;
    size_t n = 0;
    for (size_t i = 0; i < document->n_postings; i++)
        n += term_ids_term(v->ids, document->postings[i].term).n + number_bytes;
    return n > GLASS_MAX_TAG_BYTES;
}

static bool is_valid_term(const struct bulk_inverter *v, uint32_t term)
{
    return glass_term_is_valid(term_ids_term(v->ids, term));
}

/* Checks the terms that are new in term_ids. Hardly ever one exceeds the limits; then the terms of
 * each document must be checked. */
static void check_terms(struct bulk_inverter *v)
{
    uint32_t n = term_ids_count(v->ids);
    if (n < v->n_checked) { /* it was cleared */
        v->n_checked = 0;
        v->has_invalid_term = false;
    }
    for (; v->n_checked < n; v->n_checked++)
        v->has_invalid_term |= !is_valid_term(v, v->n_checked);
}

static enum err_code check_document(const struct bulk_inverter *v,
                                    const struct bulk_document *document, struct err *err)
{
    if (document->data_length > GLASS_MAX_TAG_BYTES)
        return err_set(err, ERR_INPUT, "the document's data have %zu bytes, at most %d are allowed",
                       document->data_length, GLASS_MAX_TAG_BYTES);
    if (is_term_list_too_long(v, document))
        return err_set(err, ERR_INPUT, "the document has too many different words");
    if (v->run->n_documents == UINT32_MAX - 1)
        return err_set(err, ERR_LIMIT, "there are too many documents");
    for (size_t i = 0; i < document->n_values; i++)
        if (document->values[i].length > GLASS_MAX_TAG_BYTES - GLASS_CHUNK_BYTES ||
            document->values[i].slot == UINT32_MAX)
            return err_set(err, ERR_INPUT, "a value is outside the limits");
    uint64_t length = 0;
    uint32_t most_positions = 0;
    for (size_t i = 0; i < document->n_postings; i++) {
        const struct bulk_posting *posting = &document->postings[i];
        length += posting->wdf;
        most_positions = posting->n_positions > most_positions ? posting->n_positions
                                                               : most_positions;
    }
    if (GLASS_POSITIONS_BOUND(most_positions) > GLASS_MAX_TAG_BYTES)
        return err_set(err, ERR_INPUT, "a word occurs too often in the document");
    for (size_t i = 0; i < document->n_postings && v->has_invalid_term; i++)
        if (!is_valid_term(v, document->postings[i].term))
            return err_set(err, ERR_INPUT, "a term is outside the limits");
    if (length > UINT32_MAX)
        return err_set(err, ERR_INPUT, "the document has more than %u words", UINT32_MAX);
    return ERR_OK;
}

/* ---- adding ---- */

static void make_term_room(struct bulk_inverter *v)
{
    size_t n = term_ids_count(v->ids);
    if (n > v->terms_capacity) {
        size_t capacity = v->terms_capacity ? v->terms_capacity * 2 : 1024;
        v->terms_capacity = capacity < n ? n : capacity;
        v->terms = mem_resize(v->terms, v->terms_capacity, sizeof *v->terms);
        mem_touch(v->terms + v->n_terms, (v->terms_capacity - v->n_terms) * sizeof *v->terms);
    }
    if (n > v->n_terms) {
        memset(v->terms + v->n_terms, 0, (n - v->n_terms) * sizeof *v->terms);
        v->n_terms = n;
    }
}

void bulk_inverter_make_tag_room(struct bulk_inverter *v)
{
    if (v->n_tagged == v->n_terms)
        return;
    if (v->tags_capacity < v->n_terms) {
        v->tags_capacity = v->terms_capacity;
        v->tags = mem_resize(v->tags, v->tags_capacity, sizeof *v->tags);
    }
    memset(v->tags + v->n_tagged, 0, (v->n_terms - v->n_tagged) * sizeof *v->tags);
    v->n_tagged = v->n_terms;
}

/* Writes the length of a tag of positions and the tag at p, where there is room, and returns its
 * end. */
static uint8_t *put_tag(uint8_t *p, const uint32_t *positions, uint32_t n)
{
    uint8_t length[GLASS_VINT_BYTES]; /* usually one byte */
    size_t tag_bytes = glass_encode_positions(p + 1, positions, n);
    size_t length_bytes = (size_t)(glass_put_vint(length, tag_bytes) - length);
    if (length_bytes > 1)
        memmove(p + length_bytes, p + 1, tag_bytes);
    memcpy(p, length, length_bytes);
    return p + length_bytes + tag_bytes;
}

/* The sums over the postings of a document. */
struct sums {
    uint32_t length, max_wdf;
    size_t n_new_terms;
    uint64_t n_list_bytes;
};

/* Logs the positions of a posting, and returns the length of the tag with its length. */
static uint32_t add_tag(struct bulk_inverter *v, const struct bulk_posting *posting,
                        const uint32_t *positions)
{
    buf_reserve(&v->tag_bytes, GLASS_VINT_BYTES + GLASS_POSITIONS_BOUND(posting->n_positions));
    uint8_t *start = (uint8_t *)v->tag_bytes.p + v->tag_bytes.n;
    uint32_t n_bytes = (uint32_t)(put_tag(start, positions, posting->n_positions) - start);
    bulk_inverter_make_tag_room(v);
    v->tags[posting->term].n_bytes += n_bytes;
    v->tags[posting->term].n++;
    v->tag_bytes.n += n_bytes;
    v->n_list_bytes += n_bytes;
    v->run->has_positions = true;
    return n_bytes;
}

/* number is that of the document, plus 1. */
static inline struct logged_posting add_posting(struct bulk_inverter *v, uint32_t number,
                                                const struct bulk_posting *posting,
                                                const uint32_t *all_positions, struct sums *sums)
{
    struct logged_term *term = &v->terms[posting->term];
    const uint32_t wdf = posting->wdf, n_bytes = bulk_posting_bytes(number - term->last, wdf);
    uint32_t tag_bytes = 0;
    if (posting->n_positions > 0)
        tag_bytes = add_tag(v, posting, all_positions + posting->first_position);
    sums->length += wdf;
    sums->max_wdf = wdf > sums->max_wdf ? wdf : sums->max_wdf;
    sums->n_new_terms += term->n == 0;
    sums->n_list_bytes += n_bytes;
    term->n_bytes += n_bytes;
    term->last = number;
    term->n++;
    term->total = term->total > UINT32_MAX - wdf ? UINT32_MAX : term->total + wdf;
    return (struct logged_posting){posting->term, wdf, tag_bytes};
}

static void make_posting_room(struct bulk_inverter *v, size_t n)
{
    if (n <= v->postings_capacity - v->n_postings)
        return;
    v->postings_capacity = (v->n_postings + n) * 2;
    v->postings = mem_resize(v->postings, v->postings_capacity, sizeof *v->postings);
}

/* Adds the postings of a document and returns its length. */
static uint32_t add_postings(struct bulk_inverter *v, const struct bulk_document *document)
{
    struct sums sums = {.max_wdf = v->run->max_wdf};
    const size_t n = document->n_postings;
    make_posting_room(v, n);
    struct logged_posting *log = v->postings + v->n_postings;
    for (size_t i = 0; i < n; i++) {
        const struct bulk_posting *posting = &document->postings[i];
        if (i + AHEAD < n)
            __builtin_prefetch(&v->terms[posting[AHEAD].term], 1);
        log[i] = add_posting(v, v->run->n_documents + 1, posting, document->positions, &sums);
    }
    v->n_postings += n;
    v->n_used_terms += sums.n_new_terms;
    v->n_list_bytes += sums.n_list_bytes;
    v->run->max_wdf = sums.max_wdf;
    return sums.length;
}

static struct bulk_slot *make_slot(struct bulk_run *run, uint32_t slot)
{
    MEM_GROW(run->slots, run->n_slots, run->slots_capacity);
    run->slots[run->n_slots] = (struct bulk_slot){.slot = slot, .is_ascending = true};
    return &run->slots[run->n_slots++];
}

static void set_bytes(struct buf *b, struct str s)
{
    buf_clear(b);
    buf_append_str(b, s);
}

static void add_value(struct bulk_inverter *v, const struct store_value *value)
{
    struct bulk_slot *slot = bulk_run_slot(v->run, value->slot);
    if (!slot)
        slot = make_slot(v->run, value->slot);
    struct str s = {value->data, value->length};
    if (slot->n == 0 || str_compare(s, buf_str(&slot->lower)) < 0)
        set_bytes(&slot->lower, s);
    if (slot->n == 0 || str_compare(s, buf_str(&slot->upper)) > 0)
        set_bytes(&slot->upper, s);
    else
        slot->is_ascending = false;
    buf_append_varint(&slot->list, v->run->n_documents + 1 - slot->last);
    buf_append_counted(&slot->list, s);
    slot->last = v->run->n_documents + 1;
    slot->n++;
}

/* Adds the values and makes the tag that lists their slots. Empty values are ignored. */
static void add_values(struct bulk_inverter *v, const struct bulk_document *document,
                       struct bulk_run_document *ret)
{
    uint32_t next_slot = 0;
    uint8_t *tag = (uint8_t *)arena_alloc_bytes(&v->run->tags,
                                                document->n_values * GLASS_VINT_BYTES);
    uint8_t *end = tag;
    for (size_t i = 0; i < document->n_values; i++) {
        const struct store_value *value = &document->values[i];
        if (value->length == 0)
            continue;
        add_value(v, value);
        end = glass_put_vint(end, value->slot - next_slot);
        next_slot = value->slot + 1;
    }
    ret->slots = tag;
    ret->slots_bytes = (uint32_t)(end - tag);
}

static void make_document_room(struct bulk_run *run)
{
    if (run->n_documents < run->documents_capacity)
        return;
    run->documents_capacity = run->documents_capacity ? run->documents_capacity * 2 : 64;
    run->documents = mem_resize(run->documents, run->documents_capacity, sizeof *run->documents);
    run->lengths = mem_resize(run->lengths, run->documents_capacity, sizeof *run->lengths);
}

enum err_code bulk_inverter_add(struct bulk_inverter *v, const struct bulk_document *document,
                                struct err *err)
{
    struct bulk_run *run = v->run;
    check_terms(v);
    if (check_document(v, document, err))
        return err->code;
    make_term_room(v);
    make_document_room(run);
    struct bulk_run_document stored = {.n_terms = (uint32_t)document->n_postings,
                                       .data_bytes = (uint32_t)document->data_length};
    uint32_t length = add_postings(v, document);
    add_values(v, document, &stored);
    uint8_t *data = (uint8_t *)arena_alloc_bytes(&run->tags, document->data_length);
    glass_put_bytes(data, document->data, document->data_length);
    stored.data = data;
    run->lengths[run->n_documents] = length;
    run->documents[run->n_documents++] = stored;
    return ERR_OK;
}
