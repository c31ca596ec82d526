/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Collects the postings of a document: counts the forms of its words first, and then looks up the
 * terms and stems of each distinct form. */
#include "indexer/analysis/postings.h"

#include "base/mem.h"
#include "indexer/analysis/data.h"
#include "indexer/analysis/form_counts.h"
#include "indexer/analysis/known_terms.h"
#include "positions/positions.h"
#include "store/schema.h"

enum {
    /* Prefetch distances, in forms ahead of the current one. */
    AHEAD_SLOT = 16,
    AHEAD_KNOWN = 8,
    AHEAD_STEM = 20,
    AHEAD_QUEUED = 4,
    MAX_QUEUED = 64,
};

struct occurrence {
    uint32_t posting, position;
};

/* A term to be posted later, while its cache entry is being prefetched. */
struct queued {
    struct head head;
    uint32_t hash, start, n_bytes; /* start is an offset in queue_bytes */
    uint32_t wdf, position;
    uint32_t stem_of; /* the form whose stem the term is, or UNKNOWN_TERM */
    language_id language;
};

struct postings {
    struct analyser *analyser;
    struct known_terms terms;
    uint32_t document; /* the serial number of the current document */

    struct form_counts counts;
    struct form_counts typed; /* words, as typed, that may have other spellings */
    struct spellings spellings;
    size_t last_start, last_end; /* of the previous word, in the text */
    struct text_parts parts;     /* the parts of the text whose positions are requested */
    struct bulk_posting *postings;
    size_t n_postings, postings_capacity;
    struct occurrence *occurrences;
    size_t n_occurrences, occurrences_capacity;
    uint32_t *joined; /* the forms of joined words, one for each occurrence */
    size_t n_joined, joined_capacity;
    uint32_t last_joined; /* the position of the last */
    uint32_t *positions;
    size_t positions_capacity;
    struct queued queue[MAX_QUEUED];
    size_t n_queued;
    struct buf queue_bytes, stem_prefix;
    struct fingerprint_sketch sketch;
    struct positions_entry *entries;
    size_t entries_capacity;
    struct buf scratch; /* for encoding positions */
};

struct postings *postings_new(struct analyser *analyser)
{
    struct postings *p = mem_alloc_zeroed(1, sizeof *p);
    p->analyser = analyser;
    known_terms_init(&p->terms, analyser);
    text_parts_expect(&p->parts, NULL, 0);
    form_counts_init(&p->counts);
    form_counts_init(&p->typed);
    return p;
}

void postings_free(struct postings *p)
{
    if (!p)
        return;
    known_terms_done(&p->terms);
    form_counts_done(&p->counts);
    form_counts_done(&p->typed);
    spellings_done(&p->spellings);
    mem_free(p->postings);
    mem_free(p->occurrences);
    mem_free(p->joined);
    mem_free(p->positions);
    buf_done(&p->queue_bytes);
    buf_done(&p->stem_prefix);
    mem_free(p->entries);
    buf_done(&p->scratch);
    mem_free(p);
}

struct term_ids *postings_term_ids(struct postings *p)
{
    return p->terms.ids;
}

void postings_clear(struct postings *p)
{
    known_terms_clear(&p->terms);
}

void postings_start(struct postings *p)
{
    p->document++;
    p->n_postings = p->n_occurrences = p->n_queued = 0;
    buf_clear(&p->queue_bytes);
    form_counts_start(&p->counts, STR_EMPTY);
}

/* Returns the index of a term among the document's postings. */
static uint32_t posting_of(struct postings *p, uint32_t term)
{
    struct known_term *k = &p->terms.known[term];
    if (k->document != p->document) {
        k->document = p->document;
        k->posting = (uint32_t)p->n_postings;
        MEM_GROW(p->postings, p->n_postings, p->postings_capacity);
        p->postings[p->n_postings++] = (struct bulk_posting){.term = term};
    }
    return k->posting;
}

static void make_occurrence_room(struct postings *p, size_t n)
{
    if (n <= p->occurrences_capacity - p->n_occurrences)
        return;
    p->occurrences_capacity = (p->n_occurrences + n) * 2;
    p->occurrences = mem_resize(p->occurrences, p->occurrences_capacity, sizeof *p->occurrences);
}

static void add_occurrence(struct postings *p, uint32_t posting, uint32_t position)
{
    make_occurrence_room(p, 1);
    p->occurrences[p->n_occurrences++] = (struct occurrence){posting, position};
}

/* Adds wdf to a term, and a position unless that is 0. */
static void post(struct postings *p, uint32_t term, uint32_t wdf, uint32_t position)
{
    uint32_t posting = posting_of(p, term);
    p->postings[posting].wdf += wdf;
    if (position) {
        p->postings[posting].n_positions++;
        add_occurrence(p, posting, position);
    }
}

/* Prefetches what is known about the term with a hash. */
static void prefetch_known(const struct postings *p, uint32_t hash)
{
    uint32_t term = term_ids_guess(p->terms.ids, hash);
    if (term != TERM_IDS_NONE)
        __builtin_prefetch(&p->terms.known[term]);
}

static void post_queued(struct postings *p)
{
    for (size_t i = 0; i < p->n_queued; i++) {
        if (i + AHEAD_QUEUED < p->n_queued)
            prefetch_known(p, p->queue[i + AHEAD_QUEUED].hash);
        const struct queued *q = &p->queue[i];
        struct str name = {p->queue_bytes.p + q->start, q->n_bytes};
        uint32_t term = known_terms_intern_head(&p->terms, name, q->head, q->hash);
        if (q->stem_of != UNKNOWN_TERM)
            known_terms_learn_stem(&p->terms, q->stem_of, q->language, term);
        post(p, term, q->wdf, q->position);
    }
    p->n_queued = 0;
    buf_clear(&p->queue_bytes);
}

/* Queues a term with a prefix. */
static struct queued *enqueue(struct postings *p, struct str prefix, struct str rest, uint32_t wdf,
                              uint32_t position)
{
    if (p->n_queued == MAX_QUEUED)
        post_queued(p);
    struct buf *bytes = &p->queue_bytes;
    size_t start = bytes->n;
    struct str term = {NULL, prefix.n + rest.n};
    buf_reserve(bytes, term.n + sizeof(struct head)); /* the head may be read past the end */
    term.p = bytes->p + start;
    memcpy(bytes->p + start, prefix.p, prefix.n);
    if (rest.n > 0)
        memcpy(bytes->p + start + prefix.n, rest.p, rest.n);
    bytes->n += term.n;
    struct queued *q = &p->queue[p->n_queued++];
    *q = (struct queued){.head = head_at(term),
                         .start = (uint32_t)start,
                         .n_bytes = (uint32_t)term.n,
                         .wdf = wdf,
                         .position = position,
                         .stem_of = UNKNOWN_TERM};
    q->hash = term_ids_hash_of(term, q->head);
    term_ids_prefetch(p->terms.ids, q->hash);
    return q;
}

/* Returns the term of a form. */
static uint32_t term_of(struct postings *p, const struct form_count *h)
{
    if (p->terms.known[h->form_id].term == UNKNOWN_TERM) {
        struct str form = form_count_form(h), name = form_count_term(h);
        uint32_t term = str_equal(form, name) ? h->form_id : known_terms_intern(&p->terms, name);
        p->terms.known[h->form_id].term = term; /* interning may have moved the array */
    }
    return p->terms.known[h->form_id].term;
}

static bool is_stemmed(enum token_kind kind)
{
    return kind == TOKEN_WORD || kind == TOKEN_ACRONYM;
}

/* Returns the number of a form. A word of a title or a name is often one of the text that was
 * counted last, whose table is in the nearest cache. */
static uint32_t form_id_of(struct postings *p, struct str form)
{
    const struct form_count *count = form_counts_find(&p->counts, form);
    return count ? count->form_id : known_terms_intern(&p->terms, form);
}

/* Queues the stem of a form, with the prefix for stems of the current field. */
static void enqueue_stem(struct postings *p, struct str form, language_id language, uint32_t wdf)
{
    uint32_t stem = known_terms_stem(&p->terms, form_id_of(p, form), language);
    struct head head = term_ids_head(p->terms.ids, stem);
    struct str name = term_ids_term(p->terms.ids, stem);
    if (name.n <= HEAD_BYTES) /* which saves a look at its bytes */
        name = head_str(&head, name.n);
    enqueue(p, buf_str(&p->stem_prefix), str_slice(name, strlen(PREFIX_STEM), name.n), wdf, 0);
}

/* Adds wdf to the stem of a form. A new stem is posted later, since looking it up takes long. */
static void post_stem(struct postings *p, uint32_t form, language_id language, uint32_t wdf)
{
    uint32_t stem = known_terms_known_stem(&p->terms, form, language);
    if (stem != UNKNOWN_TERM) {
        post(p, stem, wdf, 0);
        return;
    }
    struct str name = analyser_stem(p->analyser, language, term_ids_term(p->terms.ids, form));
    struct queued *q = enqueue(p, STR_LITERAL(PREFIX_STEM), name, wdf, 0);
    q->stem_of = form;
    q->language = language;
}

/* ---- a text ---- */

/* Records a word of the text that may have other spellings, with the number of its form. */
static void note_spelling(struct postings *p, struct str typed, uint32_t form)
{
    if (typed.n > ANALYSER_MAX_TERM_BYTES)
        return;
    uint32_t number = form_counts_add(&p->typed, typed, head_of(typed), typed);
    p->typed.forms[number].form_id = form;
}

/* Records a joined word among those typed, marked as having no other spellings. */
static void add_joined(struct postings *p, struct str typed, struct str joined)
{
    if (joined.n > ANALYSER_MAX_TERM_BYTES)
        return;
    uint32_t number = form_counts_add(&p->typed, typed, head_of(typed), joined);
    p->typed.forms[number].n_unstemmed++;
}

/* Counts an occurrence of a joined word, or of one without its signs, which has no weight.
 * Positions ascend. */
static void count_joined(struct postings *p, struct str joined, uint32_t position)
{
    if (position <= p->last_joined)
        return;
    uint32_t number = form_counts_add(&p->counts, joined, head_of(joined),
                                      analyser_term(p->analyser, joined));
    p->counts.forms[number].n_unstemmed++;
    add_occurrence(p, number, position);
    MEM_GROW(p->joined, p->n_joined, p->joined_capacity);
    p->joined[p->n_joined++] = number;
    p->last_joined = position;
}

/* Records the current token as one word with the previous token if they are one. It stands at the
 * position of its first token, where the word before it adjoins, and at that of its last, where the
 * next word does. */
static void note_joined(struct postings *p, struct str text, size_t start, size_t end,
                        uint32_t position)
{
    size_t first = p->last_start;
    if (start <= p->last_end || !spellings_are_one(text, &first, p->last_end, start, end))
        return;
    struct str word = str_slice(text, first, end), joined = spellings_join(&p->spellings, word);
    bool has_beginning = first + 1 < p->last_start &&
                         ascii_is_alpha(text.p[first]); /* "E[x]tract" */
    if (joined.n > ANALYSER_MAX_TERM_BYTES)
        return;
    add_joined(p, word, joined);
    count_joined(p, joined, position - 1 - has_beginning);
    count_joined(p, joined, position);
}

/* Does the same for the last of several groups of digits. */
static void note_number(struct postings *p, struct str text, size_t start, size_t end)
{
    size_t first;
    struct str joined = STR_EMPTY;
    if (start > 0 && (unsigned char)text.p[start - 1] >= 0x80)
        joined = spellings_number(&p->spellings, text, start, end, &first);
    else if (start > 0 && text.p[start - 1] == '-')
        joined = spellings_digits(&p->spellings, text, start, end, &first);
    if (joined.n)
        add_joined(p, str_slice(text, first, end), joined);
}

static void note_plain_word(struct postings *p, struct str text, const struct plain_word *w,
                            uint32_t form)
{
    size_t end = w->start + w->n;
    if (ascii_is_digit(text.p[w->start]))
        note_number(p, text, w->start, end);
    if (w->is_mixed)
        note_spelling(p, str_slice(text, w->start, end), form);
    if (w->may_join)
        note_joined(p, text, w->start, end, w->position);
}

static void end_word(struct postings *p, const struct plain_word *w)
{
    p->last_start = w->start;
    p->last_end = w->start + w->n;
}

/* Counts the next plain words, as most are; returns how many there are. Their occurrences hold
 * numbers of forms until their postings are known. */
static size_t count_plain_words(struct postings *p, struct str text)
{
    struct plain_word words[PLAIN_WORDS];
    size_t n = analyser_plain_words(p->analyser, words);
    make_occurrence_room(p, n);
    for (size_t i = 0; i < n; i++) {
        const struct plain_word *w = &words[i];
        struct str form = analyser_plain_form(p->analyser, w);
        if (w->start >= p->parts.next_edge)
            text_parts_pass(&p->parts, w->start, w->position, p->n_occurrences);
        uint32_t number = form_counts_add(&p->counts, form, w->head, form);
        p->occurrences[p->n_occurrences++] = (struct occurrence){number, w->position};
        if (w->is_mixed | w->may_join) {
            if (i > 0)
                end_word(p, &words[i - 1]);
            note_plain_word(p, text, w, number);
            make_occurrence_room(p, n - i);
        }
    }
    if (n > 0)
        end_word(p, &words[n - 1]);
    return n;
}

/* Counts any other token. */
static void count_token(struct postings *p, struct str text, const struct token *token)
{
    uint32_t number = form_counts_add(&p->counts, token->form, head_of(token->form), token->term);
    if (token->start >= p->parts.next_edge)
        text_parts_pass(&p->parts, token->start, token->position, p->n_occurrences);
    add_occurrence(p, number, token->position);
    if (!is_stemmed(token->kind)) {
        p->counts.forms[number].n_unstemmed++;
        return;
    }
    struct str typed = str_slice(text, token->start, token->end);
    if (ascii_is_digit(typed.p[0]))
        note_number(p, text, token->start, token->end);
    if (spellings_may_go_on(text, p->last_end))
        note_joined(p, text, token->start, token->end, token->position);
    if (spellings_may_have(typed)) {
        note_spelling(p, typed, number);
        struct str without = spellings_without_signs(&p->spellings, token->form);
        if (without.n)
            count_joined(p, without, token->position);
    }
    p->last_start = token->start;
    p->last_end = token->end;
}

/* Looks up the terms and postings of the forms that were counted. */
static void find_postings(struct postings *p)
{
    struct form_counts *h = &p->counts;
    for (size_t i = 0; i < h->n; i++) {
        if (i + AHEAD_SLOT < h->n)
            term_ids_prefetch(p->terms.ids, h->forms[i + AHEAD_SLOT].hash);
        if (i + AHEAD_KNOWN < h->n)
            prefetch_known(p, h->forms[i + AHEAD_KNOWN].hash);
        struct form_count *count = &h->forms[i];
        struct str form = form_count_form(count);
        count->form_id = known_terms_intern_head(&p->terms, form, count->head, count->hash);
        count->posting = posting_of(p, term_of(p, count));
        fingerprint_add(&p->sketch, count->hash);
    }
}

/* Posts the counts: each occurrence adds wdf or, if once, each distinct word does. */
static void post_counts(struct postings *p, language_id language, uint32_t wdf, bool once)
{
    const struct form_counts *h = &p->counts;
    for (size_t i = 0; i < h->n; i++) {
        if (i + AHEAD_STEM < h->n) {
            const struct known_term *k = &p->terms.known[h->forms[i + AHEAD_STEM].form_id];
            if (k->stem_language[0])
                __builtin_prefetch(&p->terms.known[k->stem[0]]);
        }
        const struct form_count *count = &h->forms[i];
        uint32_t n = once ? 1 : count->n, n_stemmed = count->n - count->n_unstemmed;
        p->postings[count->posting].wdf += n * wdf;
        p->postings[count->posting].n_positions += count->n;
        if (n_stemmed)
            post_stem(p, count->form_id, language, (once ? 1 : n_stemmed) * wdf);
    }
    for (size_t i = 0; i < p->n_joined && !once; i++)
        p->postings[h->forms[p->joined[i]].posting].wdf -= wdf;
}

/* Posts the stems of other spellings of words. A spelling that is asked for as it is typed is found
 * by its term. */
static void post_spellings(struct postings *p, language_id language, uint32_t wdf)
{
    const struct term_ids *known = known_terms_typed(&p->terms, language);
    for (size_t i = 0; i < p->typed.n; i++) {
        if (i + AHEAD_SLOT < p->typed.n)
            term_ids_prefetch(known, p->typed.forms[i + AHEAD_SLOT].hash);
        if (i + AHEAD_KNOWN < p->typed.n)
            term_ids_guess(known, p->typed.forms[i + AHEAD_KNOWN].hash);
        const struct form_count *count = &p->typed.forms[i];
        if (count->n_unstemmed > 0) {
            uint32_t joined = known_terms_intern(&p->terms, form_count_term(count));
            post_stem(p, joined, language, count->n * wdf);
            continue;
        }
        struct known_list list = known_terms_spellings(
            &p->terms, form_count_form(count), count->head, count->hash,
            form_count_form(&p->counts.forms[count->form_id]), language);
        for (size_t k = 0; k < list.n; k++)
            post(p, list.terms[k], count->n * wdf, 0);
    }
}

void postings_find_parts(struct postings *p, struct text_part *parts, size_t n)
{
    text_parts_expect(&p->parts, parts, n);
}

/* Counts the words of a text and connects them with their postings. Returns the last position. */
static uint32_t count_forms(struct postings *p, struct str text, uint32_t first_position)
{
    struct token token;
    size_t first = p->n_occurrences;
    form_counts_start(&p->counts, text);
    form_counts_start(&p->typed, text);
    p->last_start = p->last_end = 0;
    p->n_joined = 0;
    p->last_joined = 0;
    fingerprint_start(&p->sketch);
    analyser_start(p->analyser, text, first_position);
    for (;;) {
        if (count_plain_words(p, text) == PLAIN_WORDS)
            continue;
        if (!analyser_next_other(p->analyser, &token))
            break;
        count_token(p, text, &token);
    }
    text_parts_pass(&p->parts, TEXT_PARTS_END, first_position, p->n_occurrences);
    find_postings(p);
    for (size_t i = first; i < p->n_occurrences; i++)
        p->occurrences[i].posting = p->counts.forms[p->occurrences[i].posting].posting;
    return p->n_occurrences > first ? p->occurrences[p->n_occurrences - 1].position
                                    : first_position;
}

/* A word adds two to the length of a document: its term and its stem. */
static uint32_t length_of_words(uint32_t n)
{
    return 2 * n;
}

/* Limits the length of data, so that a file of a million numbers does not dominate the mean
 * length. */
static uint32_t data_length(size_t n_words)
{
    enum { MAX_WORDS = 10000 };
    return length_of_words(n_words < MAX_WORDS ? (uint32_t)n_words : MAX_WORDS);
}

uint32_t postings_add_text(struct postings *p, struct str text, language_id language, uint32_t wdf,
                           uint32_t first_position)
{
    size_t n_before = p->n_occurrences;
    uint32_t last = count_forms(p, text, first_position);
    size_t n_words = p->n_occurrences - n_before;
    bool is_once = data_is(&p->counts, n_words);
    post_counts(p, language, wdf, is_once);
    post_spellings(p, language, wdf);
    if (is_once)
        enqueue(p, STR_LITERAL(PREFIX_DATA), STR_EMPTY, data_length(n_words), 0);
    return last;
}

uint32_t postings_add_navigation(struct postings *p, struct str text, language_id language,
                                 uint32_t first_position)
{
    size_t n_before = p->n_occurrences;
    uint32_t last = count_forms(p, text, first_position);
    uint32_t n_words = (uint32_t)(p->n_occurrences - n_before);
    post_counts(p, language, 1, true);
    enqueue(p, STR_LITERAL(PREFIX_NAVIGATION), STR_EMPTY, length_of_words(n_words), 0);
    return last;
}

const struct fingerprint_sketch *postings_sketch(const struct postings *p)
{
    return &p->sketch;
}

static uint32_t add_field(struct postings *p, struct str prefix, struct str text,
                          const language_id *language, uint32_t first_position, bool has_positions)
{
    struct token token;
    uint32_t last = first_position;
    buf_clear(&p->stem_prefix);
    buf_append_str(&p->stem_prefix, STR_LITERAL(PREFIX_STEM));
    buf_append_str(&p->stem_prefix, prefix);
    analyser_start(p->analyser, text, first_position);
    while (analyser_next(p->analyser, &token)) {
        last = token.position;
        enqueue(p, prefix, token.term, language != NULL, has_positions ? token.position : 0);
        /* token.form is invalid after the next call on the analyser, so the stem is taken last */
        if (!is_stemmed(token.kind))
            continue;
        struct str typed = str_slice(text, token.start, token.end);
        p->spellings.n = 0;
        if (spellings_may_have(typed))
            spellings_of_word(&p->spellings, typed, token.form,
                              language ? *language : LANGUAGE_UNKNOWN);
        if (language && p->spellings.n == 0 && !str_is_ascii(typed)) /* a name, as "Zürich" */
            spellings_of_word(&p->spellings, typed, token.form, LANGUAGE_UNKNOWN);
        if (language)
            enqueue_stem(p, token.form, *language, 1);
        for (size_t i = 0; i < p->spellings.n; i++) {
            if (language)
                enqueue_stem(p, p->spellings.items[i], *language, 1);
            else /* without stems; the same position means that it is the same word */
                enqueue(p, prefix, analyser_term(p->analyser, p->spellings.items[i]), 0,
                        has_positions ? last : 0);
        }
    }
    return last;
}

uint32_t postings_add_field(struct postings *p, struct str prefix, struct str text,
                            const language_id *language, uint32_t first_position)
{
    return add_field(p, prefix, text, language, first_position, true);
}

void postings_add_words(struct postings *p, struct str prefix, struct str text,
                        language_id language)
{
    add_field(p, prefix, text, &language, 1, false);
}

void postings_add_stems(struct postings *p, struct str prefix, struct str text,
                        language_id language, uint32_t wdf)
{
    struct token token;
    buf_clear(&p->stem_prefix);
    buf_append_str(&p->stem_prefix, STR_LITERAL(PREFIX_STEM));
    buf_append_str(&p->stem_prefix, prefix);
    analyser_start(p->analyser, text, 1);
    while (analyser_next(p->analyser, &token)) {
        if (!is_stemmed(token.kind)) {
            enqueue(p, prefix, token.term, wdf, 0);
            continue;
        }
        struct str typed = str_slice(text, token.start, token.end);
        p->spellings.n = 0;
        if (spellings_may_have(typed))
            spellings_of_word(&p->spellings, typed, token.form, language);
        enqueue_stem(p, token.form, language, wdf);
        for (size_t i = 0; i < p->spellings.n; i++)
            enqueue_stem(p, p->spellings.items[i], language, wdf);
    }
}

void postings_add_weighty_term(struct postings *p, struct str prefix, struct str name, uint32_t wdf)
{
    enqueue(p, prefix, name, wdf, 0);
}

void postings_add_term(struct postings *p, struct str prefix, struct str name)
{
    postings_add_weighty_term(p, prefix, name, 0);
}

/* Sorts the occurrences by posting. Their order is kept, and thus the positions of each term
 * ascend. */
size_t postings_finish(struct postings *p, struct bulk_document *ret)
{
    post_queued(p);
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

void postings_bound_wdfs(struct postings *p, uint32_t (*bound)(uint32_t wdf))
{
    post_queued(p);
    for (size_t i = 0; i < p->n_postings; i++)
        p->postings[i].wdf = bound(p->postings[i].wdf);
}

size_t postings_count(struct postings *p)
{
    post_queued(p);
    return p->n_postings;
}

static uint64_t hash_of(struct postings *p, uint32_t term)
{
    struct known_term *k = &p->terms.known[term];
    if (k->hash == 0)
        k->hash = positions_hash(term_ids_term(p->terms.ids, term));
    return k->hash;
}

void postings_encode_positions(struct postings *p, size_t start, size_t end, struct buf *out)
{
    size_t n = 0;
    if (p->entries_capacity < end - start) {
        p->entries_capacity = (end - start) * 2;
        p->entries = mem_resize(p->entries, p->entries_capacity, sizeof *p->entries);
    }
    for (size_t i = start; i < end; i++) {
        struct bulk_posting *posting = &p->postings[i];
        if (i + AHEAD_SLOT < end)
            __builtin_prefetch(&p->terms.known[posting[AHEAD_SLOT].term]);
        if (posting->n_positions == 0)
            continue;
        p->entries[n++] = (struct positions_entry){hash_of(p, posting->term),
                                                   p->positions + posting->first_position,
                                                   posting->n_positions};
        posting->n_positions = 0;
    }
    positions_encode(p->entries, n, &p->scratch, out);
}
