/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Caches terms, stems and spellings of words across documents. */
#include "indexer/analysis/known_terms.h"

#include "base/mem.h"
#include "store/schema.h"

void known_terms_init(struct known_terms *k, struct analyser *analyser)
{
    *k = (struct known_terms){.analyser = analyser, .ids = term_ids_new()};
}

void known_terms_done(struct known_terms *k)
{
    term_ids_free(k->ids);
    mem_free(k->known);
    for (size_t i = 0; i < LANGUAGE_LIMIT; i++) {
        term_ids_free(k->spellings[i].typed);
        mem_free(k->spellings[i].ends);
        mem_free(k->spellings[i].stems);
    }
    spellings_done(&k->scratch);
    buf_done(&k->bytes);
}

void known_terms_clear(struct known_terms *k)
{
    term_ids_clear(k->ids);
    k->n = 0;
    for (size_t i = 0; i < LANGUAGE_LIMIT; i++) {
        if (k->spellings[i].typed)
            term_ids_clear(k->spellings[i].typed);
        k->spellings[i].n = k->spellings[i].n_stems = 0;
    }
}

uint32_t known_terms_intern_head(struct known_terms *k, struct str term, struct head head,
                                 uint32_t hash)
{
    bool is_new;
    uint32_t id = term_ids_intern_head(k->ids, term, head, hash, &is_new);
    if (is_new) {
        MEM_GROW(k->known, k->n, k->capacity);
        k->known[k->n++] = (struct known_term){.term = UNKNOWN_TERM};
    }
    return id;
}

uint32_t known_terms_intern(struct known_terms *k, struct str term)
{
    struct head head = head_of(term);
    return known_terms_intern_head(k, term, head, term_ids_hash_of(term, head));
}

uint32_t known_terms_known_stem(const struct known_terms *k, uint32_t form, language_id language)
{
    const struct known_term *known = &k->known[form];
    for (size_t i = 0; i < KNOWN_STEMS; i++)
        if (known->stem_language[i] == (language_id)(language + 1))
            return known->stem[i];
    return UNKNOWN_TERM;
}

/* Keeps the stems of several languages, so that texts in two languages may alternate. */
void known_terms_learn_stem(struct known_terms *k, uint32_t form, language_id language,
                            uint32_t stem)
{
    struct known_term *known = &k->known[form];
    memmove(known->stem_language + 1, known->stem_language,
            (KNOWN_STEMS - 1) * sizeof *known->stem_language);
    memmove(known->stem + 1, known->stem, (KNOWN_STEMS - 1) * sizeof *known->stem);
    known->stem_language[0] = (language_id)(language + 1);
    known->stem[0] = stem;
}

uint32_t known_terms_stem(struct known_terms *k, uint32_t form, language_id language)
{
    uint32_t stem = known_terms_known_stem(k, form, language);
    if (stem != UNKNOWN_TERM)
        return stem;
    buf_clear(&k->bytes);
    buf_append_str(&k->bytes, STR_LITERAL(PREFIX_STEM));
    buf_append_str(&k->bytes, analyser_stem(k->analyser, language, term_ids_term(k->ids, form)));
    stem = known_terms_intern(k, buf_str(&k->bytes));
    known_terms_learn_stem(k, form, language, stem);
    return stem;
}

/* A spelling that is not a part of the word may have the same stem as the word: "patients" for
 * "patient's", or in German "ue" for "ü". */
static void add_spellings(struct known_terms *k, struct known_spellings *to, struct str typed,
                          struct str form, language_id language)
{
    uint32_t own = UNKNOWN_TERM;
    spellings_of_word(&k->scratch, typed, form, language);
    for (size_t i = 0; i < k->scratch.n; i++) {
        uint32_t spelling = known_terms_intern(k, k->scratch.items[i]);
        uint32_t stem = known_terms_stem(k, spelling, language);
        if (i == k->scratch.n_parts)
            own = known_terms_stem(k, known_terms_intern(k, form), language);
        if (stem == own)
            continue;
        MEM_GROW(to->stems, to->n_stems, to->stems_capacity);
        to->stems[to->n_stems++] = stem;
    }
}

struct term_ids *known_terms_typed(struct known_terms *k, language_id language)
{
    struct known_spellings *s = &k->spellings[language];
    if (!s->typed)
        s->typed = term_ids_new();
    return s->typed;
}

struct known_list known_terms_spellings(struct known_terms *k, struct str typed, struct head head,
                                        uint32_t hash, struct str form, language_id language)
{
    bool is_new;
    struct known_spellings *s = &k->spellings[language];
    uint32_t word = term_ids_intern_head(known_terms_typed(k, language), typed, head, hash,
                                         &is_new);
    if (is_new) {
        add_spellings(k, s, typed, form, language);
        MEM_GROW(s->ends, s->n, s->capacity);
        s->ends[s->n++] = (uint32_t)s->n_stems;
    }
    uint32_t start = word ? s->ends[word - 1] : 0;
    return (struct known_list){s->stems + start, s->ends[word] - start};
}
