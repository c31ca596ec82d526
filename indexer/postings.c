/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/postings.h"

#include "base/mem.h"
#include "store/schema.h"

enum {
    UNKNOWN_TERM = UINT32_MAX,
    N_STEMS = 2,
    FIRST_SLOTS = 1024,
    /* How far ahead of the form at hand memory is fetched. */
    AHEAD_SLOT = 16,
    AHEAD_KNOWN = 8,
};

/* What was learnt of a term of the dictionary. A term may be there only as a form that some word
 * had ("café"), with the term it stands for ("cafe") beside it. */
struct known_term {
    uint32_t term;                      /* the term of this form */
    language_id stem_language[N_STEMS]; /* in which stem was found; ids start at 1 for "unknown" */
    uint32_t stem[N_STEMS];
    uint32_t document; /* serial number of the last document that had it, and */
    uint32_t posting;  /* its place among that document's postings */
};

/* A form that words of the text at hand have. Everything else is looked up once a form, when the
 * text is over: words meet a table that fits into the nearest cache. */
struct heard {
    struct str form, term;
    uint32_t hash;         /* of the form */
    uint32_t slot;         /* of the table below */
    uint32_t n, n_stemmed; /* words, and those of them that have a stem */
    uint32_t form_id, posting;
};

/* The forms of a text. Open addressing; a slot holds a form's number plus 1, 0: it is free. */
struct hearing {
    struct heard *heard;
    size_t n, capacity;
    uint32_t *slots;
    size_t n_slots, slots_capacity; /* in use, a power of two; all are 0 between texts */
    struct arena bytes;             /* of forms and terms that are not in the text */
};

struct occurrence {
    uint32_t posting, position;
};

struct postings {
    struct analyser *analyser;
    struct dictionary *dictionary;
    struct known_term *known; /* by number in the dictionary */
    size_t n_known, known_capacity;
    uint32_t document; /* serial number of the current one */

    struct hearing hearing;
    struct bulk_posting *postings;
    size_t n_postings, postings_capacity;
    struct occurrence *occurrences;
    size_t n_occurrences, occurrences_capacity;
    uint32_t *positions;
    size_t positions_capacity;
    struct buf term, stem; /* a term with its prefix; likewise */
    struct likeness_sketch sketch;
};

struct postings *postings_new(struct analyser *analyser)
{
    struct postings *p = mem_alloc_zeroed(1, sizeof *p);
    p->analyser = analyser;
    p->dictionary = dictionary_new();
    p->hearing.slots_capacity = FIRST_SLOTS;
    p->hearing.slots = mem_alloc_zeroed(FIRST_SLOTS, sizeof *p->hearing.slots);
    p->hearing.bytes = (struct arena)ARENA_INIT;
    return p;
}

void postings_free(struct postings *p)
{
    if (!p)
        return;
    dictionary_free(p->dictionary);
    mem_free(p->known);
    mem_free(p->hearing.heard);
    mem_free(p->hearing.slots);
    arena_done(&p->hearing.bytes);
    mem_free(p->postings);
    mem_free(p->occurrences);
    mem_free(p->positions);
    buf_done(&p->term);
    buf_done(&p->stem);
    mem_free(p);
}

struct dictionary *postings_dictionary(struct postings *p)
{
    return p->dictionary;
}

void postings_clear(struct postings *p)
{
    dictionary_clear(p->dictionary);
    p->n_known = 0;
}

void postings_start(struct postings *p)
{
    p->document++;
    p->n_postings = p->n_occurrences = 0;
}

static uint32_t intern_hashed(struct postings *p, struct str term, uint32_t hash)
{
    bool is_new;
    uint32_t id = dictionary_intern(p->dictionary, term, hash, &is_new);
    if (is_new) {
        MEM_GROW(p->known, p->n_known, p->known_capacity);
        p->known[p->n_known++] = (struct known_term){.term = UNKNOWN_TERM};
    }
    return id;
}

static uint32_t intern(struct postings *p, struct str term)
{
    return intern_hashed(p, term, dictionary_hash(term));
}

/* A term with a prefix. */
static uint32_t intern_prefixed(struct postings *p, struct str prefix, struct str rest)
{
    buf_clear(&p->term);
    buf_append_str(&p->term, prefix);
    buf_append_str(&p->term, rest);
    return intern(p, buf_str(&p->term));
}

/* The place of a term among the document's postings. */
static uint32_t posting_of(struct postings *p, uint32_t term)
{
    struct known_term *k = &p->known[term];
    if (k->document != p->document) {
        k->document = p->document;
        k->posting = (uint32_t)p->n_postings;
        MEM_GROW(p->postings, p->n_postings, p->postings_capacity);
        p->postings[p->n_postings++] = (struct bulk_posting){.term = term};
    }
    return k->posting;
}

static void add_occurrence(struct postings *p, uint32_t posting, uint32_t position)
{
    MEM_GROW(p->occurrences, p->n_occurrences, p->occurrences_capacity);
    p->occurrences[p->n_occurrences++] = (struct occurrence){posting, position};
}

/* Counts wdf occurrences of a term, at a position unless that is 0. */
static void post(struct postings *p, uint32_t term, uint32_t wdf, uint32_t position)
{
    uint32_t posting = posting_of(p, term);
    p->postings[posting].wdf += wdf;
    if (position) {
        p->postings[posting].n_positions++;
        add_occurrence(p, posting, position);
    }
}

/* The term of a form that was heard. */
static uint32_t term_of(struct postings *p, const struct heard *h)
{
    if (p->known[h->form_id].term == UNKNOWN_TERM) {
        uint32_t term = str_equal(h->form, h->term) ? h->form_id : intern(p, h->term);
        p->known[h->form_id].term = term; /* intern() may have moved the array */
    }
    return p->known[h->form_id].term;
}

/* The Z term of a form in a language. Texts of two languages may take turns without forgetting. */
static uint32_t stem_of(struct postings *p, uint32_t form_id, language_id language)
{
    language_id wanted = (language_id)(language + 1);
    for (int i = 0; i < N_STEMS; i++)
        if (p->known[form_id].stem_language[i] == wanted)
            return p->known[form_id].stem[i];
    struct str form = dictionary_term(p->dictionary, form_id);
    struct str stem = analyser_stem(p->analyser, language, form);
    uint32_t id = intern_prefixed(p, STR_LITERAL(PREFIX_STEM), stem);
    struct known_term *k = &p->known[form_id];
    for (int i = N_STEMS - 1; i > 0; i--) {
        k->stem_language[i] = k->stem_language[i - 1];
        k->stem[i] = k->stem[i - 1];
    }
    k->stem_language[0] = wanted;
    k->stem[0] = id;
    return id;
}

static bool is_stemmed(enum token_kind kind)
{
    return kind == TOKEN_WORD || kind == TOKEN_ACRONYM;
}

/* ---- a text ---- */

static void start_hearing(struct hearing *h)
{
    for (size_t i = 0; i < h->n; i++)
        h->slots[h->heard[i].slot] = 0;
    h->n = 0;
    h->n_slots = FIRST_SLOTS;
    arena_clear(&h->bytes);
}

static uint32_t free_slot(const struct hearing *h, uint32_t hash)
{
    size_t at = hash & (h->n_slots - 1);
    while (h->slots[at])
        at = (at + 1) & (h->n_slots - 1);
    return (uint32_t)at;
}

/* Doubles the slots in use. */
static void add_slots(struct hearing *h)
{
    for (size_t i = 0; i < h->n; i++)
        h->slots[h->heard[i].slot] = 0;
    h->n_slots *= 2;
    if (h->n_slots > h->slots_capacity) {
        mem_free(h->slots);
        h->slots_capacity = h->n_slots;
        h->slots = mem_alloc_zeroed(h->n_slots, sizeof *h->slots);
    }
    for (size_t i = 0; i < h->n; i++) {
        h->heard[i].slot = free_slot(h, h->heard[i].hash);
        h->slots[h->heard[i].slot] = (uint32_t)i + 1;
    }
}

/* What a token points to is gone with the next one, unless it is a part of the text. */
static struct str keep(struct hearing *h, struct str s, struct str text)
{
    return s.p >= text.p && s.p < text.p + text.n ? s : arena_copy(&h->bytes, s);
}

/* As str_equal(); most forms are shorter than a call. */
static inline bool is_same_form(struct str a, struct str b)
{
    if (a.n != b.n)
        return false;
    if (a.n > 16)
        return memcmp(a.p, b.p, a.n) == 0;
    if (a.n >= 8)
        return memcmp(a.p, b.p, 8) == 0 && memcmp(a.p + a.n - 8, b.p + b.n - 8, 8) == 0;
    if (a.n >= 4)
        return memcmp(a.p, b.p, 4) == 0 && memcmp(a.p + a.n - 4, b.p + b.n - 4, 4) == 0;
    return a.p[0] == b.p[0] && a.p[a.n / 2] == b.p[a.n / 2] && a.p[a.n - 1] == b.p[a.n - 1];
}

/* A token's form among those heard in the text; returns its number. */
static uint32_t hear(struct hearing *h, const struct token *token, struct str text)
{
    uint32_t hash = dictionary_hash(token->form);
    size_t at = hash & (h->n_slots - 1);
    for (; h->slots[at]; at = (at + 1) & (h->n_slots - 1)) {
        const struct heard *heard = &h->heard[h->slots[at] - 1];
        if (heard->hash == hash && is_same_form(heard->form, token->form))
            return h->slots[at] - 1;
    }
    if (h->n >= h->n_slots / 2) {
        add_slots(h);
        at = free_slot(h, hash);
    }
    MEM_GROW(h->heard, h->n, h->capacity);
    struct heard *heard = &h->heard[h->n];
    *heard = (struct heard){.form = keep(h, token->form, text), .hash = hash, .slot = (uint32_t)at};
    heard->term = token->term.p == token->form.p && token->term.n == token->form.n
                      ? heard->form
                      : keep(h, token->term, text);
    h->slots[at] = (uint32_t)++h->n;
    return (uint32_t)(h->n - 1);
}

/* Looks up the forms that were heard. */
static void find_postings(struct postings *p)
{
    struct hearing *h = &p->hearing;
    for (size_t i = 0; i < h->n; i++) {
        if (i + AHEAD_SLOT < h->n)
            dictionary_prefetch(p->dictionary, h->heard[i + AHEAD_SLOT].hash);
        if (i + AHEAD_KNOWN < h->n) {
            uint32_t form = dictionary_guess(p->dictionary, h->heard[i + AHEAD_KNOWN].hash);
            if (form != DICTIONARY_NONE)
                __builtin_prefetch(&p->known[form]);
        }
        struct heard *heard = &h->heard[i];
        heard->form_id = intern_hashed(p, heard->form, heard->hash);
        heard->posting = posting_of(p, term_of(p, heard));
        likeness_add(&p->sketch, heard->hash);
    }
}

/* Counts what was heard. */
static void post_heard(struct postings *p, language_id language, uint32_t wdf)
{
    const struct hearing *h = &p->hearing;
    for (size_t i = 0; i < h->n; i++) {
        if (i + AHEAD_KNOWN < h->n) {
            const struct known_term *k = &p->known[h->heard[i + AHEAD_KNOWN].form_id];
            if (k->stem_language[0])
                __builtin_prefetch(&p->known[k->stem[0]]);
        }
        const struct heard *heard = &h->heard[i];
        p->postings[heard->posting].wdf += heard->n * wdf;
        p->postings[heard->posting].n_positions += heard->n;
        if (heard->n_stemmed)
            post(p, stem_of(p, heard->form_id, language), heard->n_stemmed * wdf, 0);
    }
}

uint32_t postings_add_text(struct postings *p, struct str text, language_id language, uint32_t wdf,
                           uint32_t first_position)
{
    struct token token = {.position = first_position};
    size_t first = p->n_occurrences;
    start_hearing(&p->hearing);
    likeness_start(&p->sketch);
    analyser_start(p->analyser, text, first_position);
    while (analyser_next(p->analyser, &token)) {
        uint32_t number = hear(&p->hearing, &token, text);
        p->hearing.heard[number].n++;
        p->hearing.heard[number].n_stemmed += is_stemmed(token.kind);
        add_occurrence(p, number, token.position); /* of a form, until its posting is known */
    }
    find_postings(p);
    for (size_t i = first; i < p->n_occurrences; i++)
        p->occurrences[i].posting = p->hearing.heard[p->occurrences[i].posting].posting;
    post_heard(p, language, wdf);
    return token.position;
}

const struct likeness_sketch *postings_sketch(const struct postings *p)
{
    return &p->sketch;
}

uint32_t postings_add_field(struct postings *p, struct str prefix, struct str text,
                            const language_id *language, uint32_t first_position)
{
    struct token token;
    uint32_t last = first_position;
    analyser_start(p->analyser, text, first_position);
    while (analyser_next(p->analyser, &token)) {
        last = token.position;
        post(p, intern_prefixed(p, prefix, token.term), language != NULL, token.position);
        if (!language || !is_stemmed(token.kind))
            continue;
        /* token.form is gone after the next call on the analyser, so the stem is taken last */
        buf_clear(&p->stem);
        buf_append_str(&p->stem, STR_LITERAL(PREFIX_STEM));
        buf_append_str(&p->stem, prefix);
        buf_append_str(&p->stem, analyser_stem(p->analyser, *language, token.form));
        post(p, intern(p, buf_str(&p->stem)), 1, 0);
    }
    return last;
}

void postings_add_term(struct postings *p, struct str prefix, struct str name)
{
    post(p, intern_prefixed(p, prefix, name), 0, 0);
}

/* Sorts the occurrences by posting, keeping their order: positions of a term ascend because they
 * were counted in ascending order. */
size_t postings_finish(struct postings *p, struct bulk_document *ret)
{
    if (p->positions_capacity < p->n_occurrences) {
        p->positions_capacity = p->n_occurrences + p->n_occurrences / 2;
        p->positions = mem_resize(p->positions, p->positions_capacity, sizeof *p->positions);
    }
    uint32_t first = 0;
    for (size_t i = 0; i < p->n_postings; i++) {
        p->postings[i].first_position = first;
        first += p->postings[i].n_positions;
        p->postings[i].n_positions = 0; /* counted again below */
    }
    for (size_t i = 0; i < p->n_occurrences; i++) {
        struct bulk_posting *to = &p->postings[p->occurrences[i].posting];
        p->positions[to->first_position + to->n_positions++] = p->occurrences[i].position;
    }
    ret->postings = p->postings;
    ret->n_postings = p->n_postings;
    ret->positions = p->positions;
    return p->n_occurrences;
}
