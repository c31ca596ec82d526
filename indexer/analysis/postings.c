/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Counts the terms of one document. Forms that were met before are known by their number, so that
 * most words cost one look-up and neither folding nor stemming. */
#include "indexer/analysis/postings.h"

#include "base/mem.h"
#include "positions/positions.h"
#include "store/schema.h"
#include "text/spellings.h"

enum {
    UNKNOWN_TERM = UINT32_MAX,
    N_STEMS = 2,
    FIRST_SLOTS = 1024,
    /* How far ahead of the form at hand memory is fetched. */
    AHEAD_SLOT = 16,
    AHEAD_KNOWN = 8,
    AHEAD_QUEUED = 4,
    MAX_QUEUED = 64,
};

/* What was learnt of a term of term_ids. A term may be there only as a form that some word
 * had ("café"), with the term it stands for ("cafe") beside it. */
struct known_term {
    uint64_t hash;                      /* positions_hash() of it as a term, once there is need */
    uint32_t term;                      /* the term of this form */
    language_id stem_language[N_STEMS]; /* in which stem was found; ids start at 1 for "unknown" */
    uint32_t stem[N_STEMS];
    uint32_t document; /* serial number of the last document that had it, and */
    uint32_t posting;  /* its place among that document's postings */
};

/* A form that words of the text at hand have. Everything else is looked up once a form, when the
 * text is over: words meet a table that fits into the nearest cache. */
struct form_count {
    struct term_ids_head head; /* of the form */
    const char *form, *term;
    uint16_t form_bytes, term_bytes;
    uint32_t hash;         /* of the form */
    uint32_t n, n_stemmed; /* words, and those of them that have a stem */
    uint32_t form_id, posting;
};

/* The forms of a text. Open addressing; a slot holds a form's number plus 1, 0: it is free. */
struct form_counts {
    struct form_count *forms;
    size_t n, capacity;
    uint32_t *slots;
    size_t n_slots, slots_capacity; /* in use, a power of two */
    struct arena bytes;             /* of forms and terms that are not in the text */
};

struct occurrence {
    uint32_t posting, position;
};

/* A term that is posted later, while the place where term_ids may have it is fetched. */
struct queued {
    struct term_ids_head head;
    uint32_t hash, start, n_bytes; /* start: in the bytes of the queue */
    uint32_t wdf, position;
    uint32_t form; /* whose stem it is; TERM_IDS_NONE: it is none */
    language_id language;
};

struct postings {
    struct analyser *analyser;
    struct term_ids *ids;
    struct known_term *known; /* by number in term_ids */
    size_t n_known, known_capacity;
    uint32_t document; /* serial number of the current one */

    struct form_counts counts;
    struct form_counts typed; /* words as they stand in the text, that may be spelt otherwise */
    struct spellings spellings;
    size_t last_start, last_end; /* of the token before, in the text */
    struct bulk_posting *postings;
    size_t n_postings, postings_capacity;
    struct occurrence *occurrences;
    size_t n_occurrences, occurrences_capacity;
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
    p->ids = term_ids_new();
    p->counts.slots_capacity = FIRST_SLOTS;
    p->counts.slots = mem_alloc_zeroed(FIRST_SLOTS, sizeof *p->counts.slots);
    p->counts.bytes = (struct arena)ARENA_INIT;
    p->typed.slots_capacity = FIRST_SLOTS;
    p->typed.slots = mem_alloc_zeroed(FIRST_SLOTS, sizeof *p->typed.slots);
    p->typed.bytes = (struct arena)ARENA_INIT;
    return p;
}

static void form_counts_done(struct form_counts *h)
{
    mem_free(h->forms);
    mem_free(h->slots);
    arena_done(&h->bytes);
}

void postings_free(struct postings *p)
{
    if (!p)
        return;
    term_ids_free(p->ids);
    mem_free(p->known);
    form_counts_done(&p->counts);
    form_counts_done(&p->typed);
    spellings_done(&p->spellings);
    mem_free(p->postings);
    mem_free(p->occurrences);
    mem_free(p->positions);
    buf_done(&p->queue_bytes);
    buf_done(&p->stem_prefix);
    mem_free(p->entries);
    buf_done(&p->scratch);
    mem_free(p);
}

struct term_ids *postings_term_ids(struct postings *p)
{
    return p->ids;
}

void postings_clear(struct postings *p)
{
    term_ids_clear(p->ids);
    p->n_known = 0;
}

void postings_start(struct postings *p)
{
    p->document++;
    p->n_postings = p->n_occurrences = p->n_queued = 0;
    buf_clear(&p->queue_bytes);
}

static uint32_t intern_hashed(struct postings *p, struct str term, struct term_ids_head head,
                              uint32_t hash)
{
    bool is_new;
    uint32_t id = term_ids_intern_head(p->ids, term, head, hash, &is_new);
    if (is_new) {
        MEM_GROW(p->known, p->n_known, p->known_capacity);
        p->known[p->n_known++] = (struct known_term){.term = UNKNOWN_TERM};
    }
    return id;
}

static uint32_t intern(struct postings *p, struct str term)
{
    struct term_ids_head head = term_ids_head_of(term);
    return intern_hashed(p, term, head, term_ids_hash_of(term, head));
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

/* Fetches what is known of the term of a hash, where term_ids has it. */
static void prefetch_known(const struct postings *p, uint32_t hash)
{
    uint32_t term = term_ids_guess(p->ids, hash);
    if (term != TERM_IDS_NONE)
        __builtin_prefetch(&p->known[term]);
}

static void remember_stem(struct known_term *k, language_id language, uint32_t stem)
{
    for (size_t i = N_STEMS - 1; i > 0; i--) {
        k->stem_language[i] = k->stem_language[i - 1];
        k->stem[i] = k->stem[i - 1];
    }
    k->stem_language[0] = (language_id)(language + 1);
    k->stem[0] = stem;
}

static void post_queued(struct postings *p)
{
    for (size_t i = 0; i < p->n_queued; i++) {
        if (i + AHEAD_QUEUED < p->n_queued)
            prefetch_known(p, p->queue[i + AHEAD_QUEUED].hash);
        const struct queued *q = &p->queue[i];
        struct str name = {p->queue_bytes.p + q->start, q->n_bytes};
        uint32_t term = intern_hashed(p, name, q->head, q->hash);
        if (q->form != TERM_IDS_NONE)
            remember_stem(&p->known[q->form], q->language, term);
        post(p, term, q->wdf, q->position);
    }
    p->n_queued = 0;
    buf_clear(&p->queue_bytes);
}

/* Puts a term with a prefix into the queue. */
static struct queued *enqueue(struct postings *p, struct str prefix, struct str rest, uint32_t wdf,
                              uint32_t position)
{
    if (p->n_queued == MAX_QUEUED)
        post_queued(p);
    struct buf *bytes = &p->queue_bytes;
    size_t start = bytes->n;
    buf_append_str(bytes, prefix);
    buf_append_str(bytes, rest);
    buf_reserve(bytes, sizeof(struct term_ids_head)); /* what is read may be behind the end */
    struct str term = str_slice(buf_str(bytes), start, bytes->n);
    struct queued *q = &p->queue[p->n_queued++];
    *q = (struct queued){.head = term_ids_head_at(term),
                         .start = (uint32_t)start,
                         .n_bytes = (uint32_t)term.n,
                         .wdf = wdf,
                         .position = position,
                         .form = TERM_IDS_NONE};
    q->hash = term_ids_hash_of(term, q->head);
    term_ids_prefetch(p->ids, q->hash);
    return q;
}

/* The term of a form that was counted. */
static uint32_t term_of(struct postings *p, const struct form_count *h)
{
    if (p->known[h->form_id].term == UNKNOWN_TERM) {
        struct str form = {h->form, h->form_bytes}, name = {h->term, h->term_bytes};
        uint32_t term = str_equal(form, name) ? h->form_id : intern(p, name);
        p->known[h->form_id].term = term; /* intern() may have moved the array */
    }
    return p->known[h->form_id].term;
}

/* Counts wdf occurrences of the Z term of a form in a language. Texts of two languages may take
 * turns without forgetting. */
static void post_stem(struct postings *p, uint32_t form, language_id language, uint32_t wdf)
{
    const struct known_term *k = &p->known[form];
    for (size_t i = 0; i < N_STEMS; i++)
        if (k->stem_language[i] == (language_id)(language + 1)) {
            post(p, k->stem[i], wdf, 0);
            return;
        }
    struct str stem = analyser_stem(p->analyser, language, term_ids_term(p->ids, form));
    struct queued *q = enqueue(p, STR_LITERAL(PREFIX_STEM), stem, wdf, 0);
    q->form = form;
    q->language = language;
}

static bool is_stemmed(enum token_kind kind)
{
    return kind == TOKEN_WORD || kind == TOKEN_ACRONYM;
}

/* ---- a text ---- */

static void start_counting(struct form_counts *h)
{
    h->n = 0;
    h->n_slots = FIRST_SLOTS;
    memset(h->slots, 0, h->n_slots * sizeof *h->slots);
    arena_clear(&h->bytes);
}

static uint32_t free_slot(const struct form_counts *h, uint32_t hash)
{
    size_t at = hash & (h->n_slots - 1);
    while (h->slots[at])
        at = (at + 1) & (h->n_slots - 1);
    return (uint32_t)at;
}

/* Doubles the slots in use. */
static void add_slots(struct form_counts *h)
{
    h->n_slots *= 2;
    if (h->n_slots > h->slots_capacity) {
        h->slots_capacity = h->n_slots;
        h->slots = mem_resize(h->slots, h->n_slots, sizeof *h->slots);
    }
    memset(h->slots, 0, h->n_slots * sizeof *h->slots);
    for (size_t i = 0; i < h->n; i++)
        h->slots[free_slot(h, h->forms[i].hash)] = (uint32_t)i + 1;
}

/* What a token points to is gone with the next one, unless it is a part of the text. */
static const char *keep(struct form_counts *h, struct str s, struct str text)
{
    return s.p >= text.p && s.p < text.p + text.n ? s.p : arena_copy(&h->bytes, s).p;
}

/* A form among those counted in the text; returns its number. */
static inline uint32_t count_form(struct form_counts *h, struct str form, struct term_ids_head head,
                                  struct str term, struct str text)
{
    uint32_t hash = term_ids_hash_of(form, head);
    size_t at = hash & (h->n_slots - 1);
    for (; h->slots[at]; at = (at + 1) & (h->n_slots - 1)) {
        struct form_count *count = &h->forms[h->slots[at] - 1];
        if (count->hash == hash && count->form_bytes == form.n && count->head.low == head.low &&
            count->head.high == head.high &&
            (form.n <= sizeof head || memcmp(count->form, form.p, form.n) == 0)) {
            count->n++;
            return h->slots[at] - 1;
        }
    }
    if (h->n >= h->n_slots / 2) {
        add_slots(h);
        at = free_slot(h, hash);
    }
    MEM_GROW(h->forms, h->n, h->capacity);
    struct form_count *count = &h->forms[h->n];
    *count = (struct form_count){.head = head,
                                 .form = keep(h, form, text),
                                 .form_bytes = (uint16_t)form.n,
                                 .term_bytes = (uint16_t)term.n,
                                 .hash = hash,
                                 .n = 1};
    count->term = term.p == form.p ? count->form : keep(h, term, text);
    h->slots[at] = (uint32_t)++h->n;
    return (uint32_t)(h->n - 1);
}

/* Remembers a word of the text that may be spelt in other ways. */
static void note_spelling(struct postings *p, struct str text, size_t start, size_t end,
                          struct str form)
{
    struct str typed = str_slice(text, start, end);
    if (typed.n > ANALYSER_MAX_TERM_BYTES)
        return;
    uint32_t number = count_form(&p->typed, typed, term_ids_head_of(typed), form, text);
    p->typed.forms[number].n_stemmed++;
}

/* Whether the token that stands there is one word with that before it. */
static void note_joined(struct postings *p, struct str text, size_t last_start, size_t last_end,
                        size_t start, size_t end)
{
    if (start <= last_end || !spellings_are_one(text, last_start, last_end, start, end))
        return;
    struct str typed = str_slice(text, last_start, end);
    struct str joined = spellings_join(&p->spellings, str_slice(text, last_start, last_end),
                                       str_slice(text, start, end));
    if (joined.n <= ANALYSER_MAX_TERM_BYTES)
        count_form(&p->typed, typed, term_ids_head_of(typed), joined, text);
}

/* Nearly none is: behind the word before it stands a hyphen or a full stop. */
static inline void look_back(struct postings *p, struct str text, size_t start, size_t end)
{
    size_t last_end = p->last_end;
    char sign = text.p[last_end];
    if (sign == '-' || sign == '.')
        note_joined(p, text, p->last_start, last_end, start, end);
    p->last_start = start;
    p->last_end = end;
}

/* The next words of the text, whose occurrences are of forms until their postings are known. false:
 * there are none. */
static bool count_some(struct postings *p, struct str text, uint32_t *last_position)
{
    struct plain_word words[PLAIN_WORDS];
    struct token token;
    size_t n = analyser_plain_words(p->analyser, words);
    make_occurrence_room(p, n);
    for (size_t i = 0; i < n; i++) {
        struct str form = {words[i].form, words[i].n};
        uint32_t number = count_form(&p->counts, form, term_ids_head_at(form), form, text);
        p->counts.forms[number].n_stemmed++;
        look_back(p, text, words[i].start, words[i].start + form.n);
        if (words[i].is_mixed)
            note_spelling(p, text, words[i].start, words[i].start + form.n, form);
        p->occurrences[p->n_occurrences++] = (struct occurrence){number, words[i].position};
    }
    if (n > 0)
        *last_position = words[n - 1].position;
    if (n == PLAIN_WORDS)
        return true;
    if (!analyser_next_other(p->analyser, &token))
        return false;
    uint32_t number = count_form(&p->counts, token.form, term_ids_head_of(token.form), token.term,
                                 text);
    p->counts.forms[number].n_stemmed += is_stemmed(token.kind);
    if (is_stemmed(token.kind)) {
        look_back(p, text, token.start, token.end);
        if (spellings_may_have(str_slice(text, token.start, token.end)))
            note_spelling(p, text, token.start, token.end, token.form);
    }
    add_occurrence(p, number, token.position);
    *last_position = token.position;
    return true;
}

/* Looks up the forms that were counted. */
static void find_postings(struct postings *p)
{
    struct form_counts *h = &p->counts;
    for (size_t i = 0; i < h->n; i++) {
        if (i + AHEAD_SLOT < h->n)
            term_ids_prefetch(p->ids, h->forms[i + AHEAD_SLOT].hash);
        if (i + AHEAD_KNOWN < h->n)
            prefetch_known(p, h->forms[i + AHEAD_KNOWN].hash);
        struct form_count *count = &h->forms[i];
        count->form_id = intern_hashed(p, (struct str){count->form, count->form_bytes}, count->head,
                                       count->hash);
        count->posting = posting_of(p, term_of(p, count));
        fingerprint_add(&p->sketch, count->hash);
    }
}

/* Posts what was counted: each word wdf times, or (once) a word as one, however often it is there.
 */
static void post_counts(struct postings *p, language_id language, uint32_t wdf, bool once)
{
    const struct form_counts *h = &p->counts;
    for (size_t i = 0; i < h->n; i++) {
        if (i + AHEAD_KNOWN < h->n) {
            const struct known_term *k = &p->known[h->forms[i + AHEAD_KNOWN].form_id];
            if (k->stem_language[0])
                __builtin_prefetch(&p->known[k->stem[0]]);
        }
        const struct form_count *count = &h->forms[i];
        uint32_t n = once ? 1 : count->n,
                 n_stemmed = once ? count->n_stemmed > 0 : count->n_stemmed;
        p->postings[count->posting].wdf += n * wdf;
        p->postings[count->posting].n_positions += count->n;
        if (n_stemmed)
            post_stem(p, count->form_id, language, n_stemmed * wdf);
    }
}

/* Whether a spelling has the stem of the word itself: "patients" for "patient's", and in German
 * "ue" for a u with dots. */
static bool has_same_stem(struct postings *p, struct str form, struct str spelling,
                          language_id language)
{
    buf_clear(&p->scratch);
    buf_append_str(&p->scratch, analyser_stem(p->analyser, language, form));
    return str_equal(analyser_stem(p->analyser, language, spelling), buf_str(&p->scratch));
}

/* Counts the other spellings of words, as far as a stem goes: what is spelt as it is asked for has
 * its term besides. */
static void post_spellings(struct postings *p, language_id language, uint32_t wdf)
{
    struct form_counts *h = &p->typed;
    for (size_t i = 0; i < h->n; i++) {
        struct str typed = {h->forms[i].form, h->forms[i].form_bytes};
        struct str form = {h->forms[i].term, h->forms[i].term_bytes};
        uint32_t n = h->forms[i].n * wdf;
        if (h->forms[i].n_stemmed == 0) { /* two tokens that are one */
            post_stem(p, intern(p, form), language, n);
            continue;
        }
        spellings_of_word(&p->spellings, typed, form, language);
        for (size_t k = 0; k < p->spellings.n; k++)
            if (k < p->spellings.n_parts ||
                !has_same_stem(p, form, p->spellings.items[k], language))
                post_stem(p, intern(p, p->spellings.items[k]), language, n);
    }
}

/* The words of a text, with the postings that they belong to. Returns the last position. */
static uint32_t count_forms(struct postings *p, struct str text, uint32_t first_position)
{
    uint32_t last = first_position;
    size_t first = p->n_occurrences;
    start_counting(&p->counts);
    start_counting(&p->typed);
    p->last_start = p->last_end = 0;
    fingerprint_start(&p->sketch);
    analyser_start(p->analyser, text, first_position);
    while (count_some(p, text, &last))
        continue;
    find_postings(p);
    for (size_t i = first; i < p->n_occurrences; i++)
        p->occurrences[i].posting = p->counts.forms[p->occurrences[i].posting].posting;
    return last;
}

/* A word of text makes a document longer by two, itself and its stem. */
static uint32_t length_of_words(uint32_t n)
{
    return 2 * n;
}

/* A file of a million numbers shall not make the mean of all lengths. */
static uint32_t data_length(size_t n_words)
{
    enum { MAX_WORDS = 10000 };
    return length_of_words(n_words < MAX_WORDS ? (uint32_t)n_words : MAX_WORDS);
}

static bool has_digit(const struct form_count *count)
{
    for (size_t i = 0; i < count->form_bytes; i++)
        if (ascii_is_digit(count->form[i]))
            return true;
    return false;
}

/* Whether a text is data: most of its words have digits, as in tables of numbers, PostScript,
 * base64 and dumps, or it has so few different ones as no language can do with, as in a log of one
 * word. Prose of n words has 3 and more times the root of n different ones. */
static bool is_data(const struct form_counts *h, size_t n_words)
{
    enum { MIN_WORDS = 300, MIN_PERCENT_DIGITS = 60 };
    size_t n_digits = 0;
    if (n_words < MIN_WORDS)
        return false;
    for (size_t i = 0; i < h->n; i++)
        n_digits += has_digit(&h->forms[i]) ? h->forms[i].n : 0;
    return n_digits >= n_words / 100 * MIN_PERCENT_DIGITS || h->n < n_words / h->n;
}

uint32_t postings_add_text(struct postings *p, struct str text, language_id language, uint32_t wdf,
                           uint32_t first_position)
{
    size_t n_before = p->n_occurrences;
    uint32_t last = count_forms(p, text, first_position);
    size_t n_words = p->n_occurrences - n_before;
    bool is_once = is_data(&p->counts, n_words);
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
        /* token.form is gone after the next call on the analyser, so the stem is taken last */
        if (!is_stemmed(token.kind))
            continue;
        struct str typed = str_slice(text, token.start, token.end);
        p->spellings.n = 0;
        if (spellings_may_have(typed))
            spellings_of_word(&p->spellings, typed, token.form,
                              language ? *language : LANGUAGE_UNKNOWN);
        if (language)
            enqueue(p, buf_str(&p->stem_prefix), analyser_stem(p->analyser, *language, token.form),
                    1, 0);
        for (size_t i = 0; i < p->spellings.n; i++) {
            if (language)
                enqueue(p, buf_str(&p->stem_prefix),
                        analyser_stem(p->analyser, *language, p->spellings.items[i]), 1, 0);
            else /* a field has no stems; the position says that it is the same word */
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

void postings_add_weighty_term(struct postings *p, struct str prefix, struct str name, uint32_t wdf)
{
    enqueue(p, prefix, name, wdf, 0);
}

void postings_add_term(struct postings *p, struct str prefix, struct str name)
{
    postings_add_weighty_term(p, prefix, name, 0);
}

/* Sorts the occurrences by posting, keeping their order: positions of a term ascend because they
 * were counted in ascending order. */
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

size_t postings_count(struct postings *p)
{
    post_queued(p);
    return p->n_postings;
}

static uint64_t hash_of(struct postings *p, uint32_t term)
{
    struct known_term *k = &p->known[term];
    if (k->hash == 0)
        k->hash = positions_hash(term_ids_term(p->ids, term));
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
            __builtin_prefetch(&p->known[posting[AHEAD_SLOT].term]);
        if (posting->n_positions == 0)
            continue;
        p->entries[n++] = (struct positions_entry){hash_of(p, posting->term),
                                                   p->positions + posting->first_position,
                                                   posting->n_positions};
        posting->n_positions = 0;
    }
    positions_encode(p->entries, n, &p->scratch, out);
}
