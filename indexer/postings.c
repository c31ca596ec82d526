/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/postings.h"

#include "base/mem.h"
#include "store/schema.h"

enum {
    UNKNOWN_TERM = UINT32_MAX,
    N_STEMS = 2,
    /* Tokens that are looked up together: what they need is fetched from memory at the same time.
     */
    N_AHEAD = 16,
};

/* What was learnt of a term of the dictionary. A term may be there only as a form that some word
 * had ("café"), with the term it stands for ("cafe") beside it. */
struct known_term {
    uint32_t term;                      /* the term of this form */
    language_id stem_language[N_STEMS]; /* in which stem was found; ids start at 1 for "unknown" */
    uint32_t stem[N_STEMS];
    uint32_t document; /* serial number of the last document that had it, and */
    uint32_t posting;  /* its place among that document's postings */
    uint32_t text;     /* serial number of the last text that had a word of this form, and */
    uint32_t heard;    /* its place among those heard in it */
};

/* A form that words of the text at hand have. What follows from the form is looked up once. */
struct heard {
    uint32_t form, posting; /* that of its term */
    uint32_t n, n_stemmed;  /* words, and those of them that have a stem */
};

struct occurrence {
    uint32_t posting, position;
};

/* Tokens with bytes of their own. */
struct tokens_ahead {
    struct token tokens[N_AHEAD];
    uint32_t hashes[N_AHEAD]; /* of the forms */
    size_t n, n_bytes;
    char bytes[N_AHEAD * 2 * ANALYSER_MAX_TERM_BYTES];
};

struct postings {
    struct analyser *analyser;
    struct dictionary *dictionary;
    struct known_term *known; /* by number in the dictionary */
    size_t n_known, known_capacity;
    uint32_t document, text; /* serial numbers of the current ones */

    struct tokens_ahead ahead;
    struct heard *heard;
    size_t n_heard, heard_capacity;
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
    return p;
}

void postings_free(struct postings *p)
{
    if (!p)
        return;
    dictionary_free(p->dictionary);
    mem_free(p->known);
    mem_free(p->heard);
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

/* The term of a form that is in the dictionary as number form_id. */
static uint32_t term_of(struct postings *p, uint32_t form_id, const struct token *token)
{
    if (p->known[form_id].term == UNKNOWN_TERM) {
        uint32_t term = str_equal(token->form, token->term) ? form_id : intern(p, token->term);
        p->known[form_id].term = term; /* intern() may have moved the array */
    }
    return p->known[form_id].term;
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

static struct str copy_ahead(struct tokens_ahead *t, struct str s)
{
    char *copy = t->bytes + t->n_bytes;
    memcpy(copy, s.p, s.n);
    t->n_bytes += s.n;
    return (struct str){copy, s.n};
}

/* Takes the next tokens off the analyser; false at the end of the text. */
static bool look_ahead(struct postings *p)
{
    struct tokens_ahead *t = &p->ahead;
    struct token *token = t->tokens;
    for (t->n = t->n_bytes = 0; t->n < N_AHEAD && analyser_next(p->analyser, token); token++) {
        bool is_same = token->form.p == token->term.p && token->form.n == token->term.n;
        token->form = copy_ahead(t, token->form);
        token->term = is_same ? token->form : copy_ahead(t, token->term);
        t->hashes[t->n] = dictionary_hash(token->form);
        dictionary_prefetch(p->dictionary, t->hashes[t->n++]);
    }
    for (size_t i = 0; i < t->n; i++) {
        uint32_t form = dictionary_guess(p->dictionary, t->hashes[i]);
        if (form != DICTIONARY_NONE)
            __builtin_prefetch(&p->known[form]);
    }
    return t->n > 0;
}

/* A token's form among those heard in the text at hand. */
static struct heard *hear(struct postings *p, const struct token *token, uint32_t hash)
{
    uint32_t form = intern_hashed(p, token->form, hash);
    if (p->known[form].text != p->text) {
        uint32_t posting = posting_of(p, term_of(p, form, token));
        p->known[form].text = p->text;
        p->known[form].heard = (uint32_t)p->n_heard;
        MEM_GROW(p->heard, p->n_heard, p->heard_capacity);
        p->heard[p->n_heard++] = (struct heard){.form = form, .posting = posting};
        likeness_add(&p->sketch, hash);
    }
    return &p->heard[p->known[form].heard];
}

/* Counts what was heard. */
static void post_heard(struct postings *p, language_id language, uint32_t wdf)
{
    for (size_t i = 0; i < p->n_heard; i++) {
        const struct heard *h = &p->heard[i];
        p->postings[h->posting].wdf += h->n * wdf;
        p->postings[h->posting].n_positions += h->n;
        if (h->n_stemmed)
            post(p, stem_of(p, h->form, language), h->n_stemmed * wdf, 0);
    }
}

uint32_t postings_add_text(struct postings *p, struct str text, language_id language, uint32_t wdf,
                           uint32_t first_position)
{
    uint32_t last = first_position;
    p->text++;
    p->n_heard = 0;
    likeness_start(&p->sketch);
    analyser_start(p->analyser, text, first_position);
    while (look_ahead(p))
        for (size_t i = 0; i < p->ahead.n; i++) {
            const struct token *token = &p->ahead.tokens[i];
            struct heard *h = hear(p, token, p->ahead.hashes[i]);
            h->n++;
            h->n_stemmed += is_stemmed(token->kind);
            last = token->position;
            add_occurrence(p, h->posting, last);
        }
    post_heard(p, language, wdf);
    return last;
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
