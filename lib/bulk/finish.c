/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Makes a run from the postings that an inverter has collected: sorted by term and, within a term,
 * by document. */
#include "base/mem.h"
#include "bulk/inverter.h"
#include "glass/termlist_writer.h"

#include <limits.h>

enum {
    /* How many postings ahead memory is prefetched. */
    AHEAD_TERM = 24,
    AHEAD_LIST = 12,
    AHEAD_ORDER = 16,
    FEW = 24, /* so many entries are sorted by insertion */
    MAX_DIGIT_BITS = 11,
};

/* The sorted terms of a run. */
struct sorted_terms {
    uint32_t *order; /* numbers in term_ids */
    size_t n;
    const uint8_t **names; /* each is a byte with the length, and the name */
    uint8_t *name_bytes;
};

static void sort_terms(const struct bulk_inverter *v, struct sorted_terms *s)
{
    s->order = mem_alloc(v->n_used_terms * sizeof *s->order);
    for (size_t i = 0; i < v->n_terms; i++)
        if (v->terms[i].n > 0)
            s->order[s->n++] = (uint32_t)i;
    bulk_sort_terms(v->ids, s->order, s->n);
}

/* Copies the names, so that neighbours in the order are neighbours in memory. */
static void copy_names(const struct bulk_inverter *v, struct sorted_terms *s)
{
    size_t n_bytes = TERMLIST_WRITER_READABLE_BYTES;
    for (size_t i = 0; i < s->n; i++)
        n_bytes += 1 + term_ids_term(v->ids, s->order[i]).n;
    s->name_bytes = mem_alloc(n_bytes);
    s->names = mem_alloc(s->n * sizeof *s->names);
    uint8_t *at = s->name_bytes;
    for (size_t i = 0; i < s->n; i++) {
        struct str name = term_ids_term(v->ids, s->order[i]);
        s->names[i] = at;
        *at++ = (uint8_t)name.n;
        at = glass_put_bytes(at, name.p, name.n);
    }
}

static void sorted_terms_done(struct sorted_terms *s)
{
    mem_free(s->order);
    mem_free(s->names);
    mem_free(s->name_bytes);
}

/* ---- the layout ---- */

/* The positions of a term have an entry for each of its documents. */
static void measure_tags(struct bulk_inverter *v, const struct sorted_terms *s,
                         struct bulk_run *run)
{
    bulk_inverter_make_tag_room(v);
    for (size_t i = 0; i < s->n; i++) {
        struct logged_tags *tags = &v->tags[s->order[i]];
        tags->n_bytes += tags->n ? v->terms[s->order[i]].n - tags->n : 0;
        run->terms_end += glass_vint_bytes(tags->n_bytes) - 1 + tags->n_bytes;
    }
}

static void measure_postings(struct bulk_inverter *v, const struct sorted_terms *s,
                             struct bulk_run *run)
{
    for (size_t i = 0; i < s->n; i++) {
        if (i + AHEAD_ORDER < s->n)
            __builtin_prefetch(&v->terms[s->order[i + AHEAD_ORDER]]);
        const struct logged_term *term = &v->terms[s->order[i]];
        run->terms_end += 1 + s->names[i][0] + glass_vint_bytes(term->n) +
                          glass_vint_bytes(term->total) + glass_vint_bytes(term->last - 1) +
                          glass_vint_bytes(term->n_bytes) + 1 + term->n_bytes;
    }
    if (run->has_positions)
        measure_tags(v, s, run);
    run->n_bytes = run->terms_end;
    for (size_t i = 0; i < run->n_slots; i++)
        run->n_bytes += run->slots[i].list.n;
}

/* Writes the heads of the terms, leaves room for their lists, and notes each term's place. */
static void lay_out_terms(struct bulk_inverter *v, const struct sorted_terms *s,
                          struct bulk_run *run)
{
    uint8_t *p = run->postings;
    for (size_t i = 0; i < s->n; i++) {
        if (i + AHEAD_ORDER < s->n)
            __builtin_prefetch(&v->terms[s->order[i + AHEAD_ORDER]], 1);
        struct logged_term *term = &v->terms[s->order[i]];
        struct logged_tags *tags = run->has_positions ? &v->tags[s->order[i]] : NULL;
        p = glass_put_bytes(p, s->names[i], 1 + (size_t)s->names[i][0]);
        p = glass_put_vint(p, term->n);
        p = glass_put_vint(p, term->total);
        p = glass_put_vint(p, term->last - 1);
        p = glass_put_vint(p, term->n_bytes);
        p = glass_put_vint(p, tags ? tags->n_bytes : 0);
        term->place = (uint32_t)i;
        term->last = 0;
        term->at = p;
        p += term->n_bytes;
        if (!tags)
            continue;
        tags->at = p;
        p += tags->n_bytes;
    }
}

static void put_slots(struct bulk_run *run)
{
    uint64_t at = run->terms_end;
    for (size_t i = 0; i < run->n_slots; i++) {
        struct bulk_slot *slot = &run->slots[i];
        glass_put_bytes(run->postings + at, slot->list.p, slot->list.n);
        slot->at = at;
        slot->n_bytes = slot->list.n;
        at += slot->n_bytes;
        buf_done(&slot->list);
        slot->list = (struct buf)BUF_INIT;
    }
}

/* ---- entries ---- */

/* A term of a document: its place among the run's terms in the upper 32 bits, and its wdf. */
typedef uint64_t entry;

struct distributor {
    struct bulk_inverter *v;
    struct bulk_run *run;
    const struct sorted_terms *terms;
    const struct logged_posting *postings; /* the first one of the next document */
    const uint8_t *tags;                   /* of these postings */
    entry *of_document, *scratch;
    struct termlist_writer encoder;
    struct buf deflated;
};

/* Copies a tag with its length, of at least two bytes; most copies take less time than a call
 * would. */
static inline void copy_tag(uint8_t *to, const uint8_t *from, size_t n)
{
    if (n > 16) {
        memcpy(to, from, n);
    } else if (n >= 8) {
        memcpy(to, from, 8);
        memcpy(to + n - 8, from + n - 8, 8);
    } else if (n >= 4) {
        memcpy(to, from, 4);
        memcpy(to + n - 4, from + n - 4, 4);
    } else {
        memcpy(to, from, 2);
        to[n - 1] = from[n - 1];
    }
}

/* Appends the positions of a posting to those of its term, unless that has none. */
static void distribute_tag(struct distributor *d, const struct logged_posting *p)
{
    struct logged_tags *tags = &d->v->tags[p->term];
    if (tags->n == 0)
        return;
    if (p->tag_bytes == 0) {
        *tags->at++ = 0;
        return;
    }
    copy_tag(tags->at, d->tags, p->tag_bytes);
    tags->at += p->tag_bytes;
    d->tags += p->tag_bytes;
}

/* Appends the n postings of a document to the lists of their terms. number is that of the document,
 * plus 1. */
static void distribute(struct distributor *d, uint32_t number, uint32_t n)
{
    const struct logged_posting *p = d->postings, *end = d->v->postings + d->v->n_postings;
    struct logged_term *terms = d->v->terms;
    const bool has_positions = d->run->has_positions;
    for (uint32_t i = 0; i < n; i++, p++) {
        if (end - p > AHEAD_TERM) {
            __builtin_prefetch(&terms[p[AHEAD_TERM].term], 1);
            __builtin_prefetch(terms[p[AHEAD_LIST].term].at, 1);
        }
        struct logged_term *term = &terms[p->term];
        term->at = bulk_put_posting(term->at, number - term->last, p->wdf);
        if (has_positions)
            distribute_tag(d, p);
        term->last = number;
        d->of_document[i] = (entry)term->place << 32 | p->wdf;
    }
    d->postings = p;
}

static void insertion_sort(entry *entries, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        entry e = entries[i];
        size_t at = i;
        for (; at > 0 && entries[at - 1] > e; at--)
            entries[at] = entries[at - 1];
        entries[at] = e;
    }
}

/* Returns the number of bits per digit of a place, so that all digits have about the same. Each
 * value that a digit can have costs as much as an entry, so that few entries need few values. */
static unsigned choose_digit_bits(size_t n, size_t n_terms)
{
    unsigned most = n < 128 ? 6 : n < 4096 ? 8 : MAX_DIGIT_BITS;
    unsigned n_bits = 64 - (unsigned)__builtin_clzll(n_terms | 1);
    unsigned n_digits = (n_bits + most - 1) / most;
    return (n_bits + n_digits - 1) / n_digits;
}

/* Turns the counts of entries per digit into the places where these begin. */
static void add_up(uint32_t *counts, size_t n)
{
    uint32_t at = 0;
    for (size_t i = 0; i < n; i++) {
        uint32_t n_digit = counts[i];
        counts[i] = at;
        at += n_digit;
    }
}

/* Sorts by place with a radix sort, from the lowest digit. While the entries are moved by one
 * digit, the next digit is counted. */
static void sort_entries(struct distributor *d, size_t n)
{
    if (n <= FEW) {
        insertion_sort(d->of_document, n);
        return;
    }
    uint32_t counts[2][1 << MAX_DIGIT_BITS], *here = counts[0], *next = counts[1];
    const unsigned n_bits = choose_digit_bits(n, d->terms->n);
    const size_t n_values = (size_t)1 << n_bits, mask = n_values - 1;
    memset(here, 0, n_values * sizeof *here);
    for (size_t i = 0; i < n; i++)
        here[d->of_document[i] >> 32 & mask]++;
    for (unsigned shift = 0; d->terms->n >> shift > 0; shift += n_bits) {
        entry *from = d->of_document, *to = d->scratch;
        add_up(here, n_values);
        memset(next, 0, n_values * sizeof *next);
        for (size_t i = 0; i < n; i++) {
            size_t digits = from[i] >> 32 >> shift;
            to[here[digits & mask]++] = from[i];
            next[digits >> n_bits & mask]++;
        }
        d->of_document = to;
        d->scratch = from;
        uint32_t *counted = next;
        next = here;
        here = counted;
    }
}

/* Makes the tag of a document's term list. */
static void encode_term_list(struct distributor *d, uint32_t number)
{
    struct bulk_run_document *document = &d->run->documents[number];
    size_t n = document->n_terms;
    termlist_writer_start(&d->encoder, d->run->lengths[number], document->n_terms);
    termlist_writer_add_entries(&d->encoder, d->terms->names, d->of_document, n);
    const struct termlist_writer *t = &d->encoder;
    document->terms_are_deflated = !d->v->is_of_terms &&
                                   glass_deflate(d->v->deflater, t->p, t->n, t->tries, t->n_tries,
                                                 &d->deflated);
    struct str tag = {(const char *)t->p, t->n};
    tag = arena_copy(&d->run->tags, document->terms_are_deflated ? buf_str(&d->deflated) : tag);
    document->terms = (const uint8_t *)tag.p;
    document->terms_bytes = (uint32_t)tag.n;
}

static uint32_t max_terms(const struct bulk_run *run)
{
    uint32_t max = 0;
    for (uint32_t i = 0; i < run->n_documents; i++)
        if (run->documents[i].n_terms > max)
            max = run->documents[i].n_terms;
    return max;
}

/* Goes through the log once, document by document. */
static void distribute_all(struct bulk_inverter *v, const struct sorted_terms *terms,
                           struct bulk_run *run)
{
    size_t n = max_terms(run);
    struct distributor d = {.v = v,
                            .run = run,
                            .terms = terms,
                            .postings = v->postings,
                            .tags = (const uint8_t *)v->tag_bytes.p,
                            .of_document = mem_alloc(n * sizeof *d.of_document),
                            .scratch = mem_alloc(n * sizeof *d.scratch),
                            .encoder = TERMLIST_WRITER_INIT};
    for (uint32_t i = 0; i < run->n_documents; i++) {
        distribute(&d, i + 1, run->documents[i].n_terms);
        sort_entries(&d, run->documents[i].n_terms);
        encode_term_list(&d, i);
    }
    termlist_writer_done(&d.encoder);
    buf_done(&d.deflated);
    mem_free(d.of_document);
    mem_free(d.scratch);
}

struct bulk_run *bulk_inverter_finish(struct bulk_inverter *v)
{
    struct sorted_terms terms = {0};
    struct bulk_run *run = v->run;
    sort_terms(v, &terms);
    copy_names(v, &terms);
    measure_postings(v, &terms, run);
    run->postings = mem_alloc(run->n_bytes);
    mem_touch(run->postings, run->n_bytes);
    lay_out_terms(v, &terms, run);
    put_slots(run);
    distribute_all(v, &terms, run);
    sorted_terms_done(&terms);
    return bulk_inverter_take_run(v);
}
