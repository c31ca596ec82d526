/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Stems words with libstemmer behind a cache. */
#include "text/stem.h"

#include "base/mem.h"
#include "text/fold.h"
#include "text/token.h"
#include "text/utf8.h"

#include <errno.h>
#include <libstemmer.h>

enum {
    CACHE_SLOTS = 256, /* a power of two; small, because a search touches all of them */
    CACHE_WORD_BYTES = 61,
};

struct cache_slot {
    language_id language; /* LANGUAGE_UNKNOWN if the slot is free */
    uint8_t form_n, stem_n;
    char bytes[CACHE_WORD_BYTES]; /* form and stem */
};

/* The stemmers of a language: one for UTF-8 and, if available, one for single-byte characters,
 * which is faster for ASCII. */
struct language_stemmers {
    bool are_made;
    struct sb_stemmer *utf8, *ascii; /* NULL if there is none */
};

struct stems {
    bool keep_marks;
    language_id fallback; /* for texts in an unknown language */
    struct language_stemmers stemmers[LANGUAGE_LIMIT];
    struct buf result;
    struct cache_slot cache[CACHE_SLOTS];
};

struct stems *stems_new(bool keep_marks)
{
    struct stems *s = mem_alloc_zeroed(1, sizeof *s);

    s->keep_marks = keep_marks;
    s->fallback = language_or_default(LANGUAGE_UNKNOWN);
    return s;
}

void stems_free(struct stems *s)
{
    if (!s)
        return;
    for (size_t i = 0; i < LANGUAGE_LIMIT; i++) {
        sb_stemmer_delete(s->stemmers[i].utf8);
        sb_stemmer_delete(s->stemmers[i].ascii);
    }
    buf_done(&s->result);
    mem_free(s);
}

static struct sb_stemmer *make_stemmer(language_id language, const char *encoding)
{
    errno = 0; /* NULL without an error means that the language has no stemmer */
    struct sb_stemmer *stemmer = sb_stemmer_new(language_code(language), encoding);
    if (!stemmer && errno == ENOMEM)
        mem_exhausted();
    return stemmer;
}

static const struct language_stemmers *stemmers_of(struct stems *s, language_id language)
{
    static const struct language_stemmers none;
    if (language >= LANGUAGE_LIMIT)
        return &none;
    struct language_stemmers *found = &s->stemmers[language];
    if (!found->are_made) {
        found->are_made = true;
        found->utf8 = make_stemmer(language, "UTF_8");
        found->ascii = make_stemmer(language, "ISO_8859_1");
    }
    return found;
}

/* The elided articles and prepositions before an apostrophe, by language. */
static const struct {
    const char *code, *elided;
} elisions[] = {
    {"fr", " l d j m t s n c qu jusqu lorsqu puisqu quoiqu "},
    {"it", " l un d dell all dall nell sull coll c m t s v gl quell quest sant bell "},
    {"ca", " l d m n s t "},
    {"ga", " d m b "},
};

static struct str without_elision(language_id language, struct str form)
{
    const char *code = language_code(language);
    size_t apostrophe = str_find_char(form, '\'', 0);
    char sought[10];

    if (apostrophe == 0 || apostrophe > 6 || apostrophe + 1 >= form.n)
        return form;
    sought[0] = ' ';
    memcpy(sought + 1, form.p, apostrophe);
    sought[apostrophe + 1] = ' ';
    for (size_t i = 0; i < sizeof elisions / sizeof *elisions; i++) {
        if (strcmp(elisions[i].code, code) == 0 &&
            memmem(elisions[i].elided, strlen(elisions[i].elided), sought, apostrophe + 2))
            return str_slice(form, apostrophe + 1, form.n);
    }
    return form;
}

/* Turkish separates the endings of names by an apostrophe: "Isparta'da". */
static struct str without_ending(language_id language, struct str form)
{
    size_t apostrophe = str_find_char(form, '\'', 0);

    if (apostrophe == 0 || strcmp(language_code(language), "tr") != 0)
        return form;
    return str_slice(form, 0, apostrophe);
}

bool stem_drops_at_apostrophe(language_id language, struct str form)
{
    return without_ending(language, without_elision(language, form)).n < form.n;
}

static struct str stem_by(struct sb_stemmer *stemmer, struct str word)
{
    const sb_symbol *symbols = sb_stemmer_stem(stemmer, (const sb_symbol *)word.p, (int)word.n);

    if (!symbols)
        mem_exhausted();
    return (struct str){(const char *)symbols, (size_t)sb_stemmer_length(stemmer)};
}

/* The stem of an ASCII word may have marks. */
static struct str stem_of(const struct language_stemmers *stemmers, struct str word)
{
    if (stemmers->ascii && str_is_ascii(word)) {
        struct str stem = stem_by(stemmers->ascii, word);
        if (str_is_ascii(stem))
            return stem;
    }
    return stem_by(stemmers->utf8, word);
}

/* Writes the stem to s->result. */
static void make_stem(struct stems *s, language_id language, struct str form)
{
    const struct language_stemmers *stemmers = stemmers_of(s, language);
    struct str stem = form;

    if (stemmers->utf8) {
        struct str rest = without_ending(language, without_elision(language, form));

        stem = stem_of(stemmers, rest);
        if (stem.n == 0)
            stem = rest;
    }
    buf_clear(&s->result);
    if (s->keep_marks || str_is_ascii(stem))
        buf_append_str(&s->result, stem);
    else
        fold_append_term(stem, &s->result);
    if (s->result.n > ANALYSER_MAX_TERM_BYTES)
        s->result.n = utf8_floor(buf_str(&s->result), ANALYSER_MAX_TERM_BYTES);
}

struct str stems_find(struct stems *s, language_id language, struct str form)
{
    if (language == LANGUAGE_UNKNOWN)
        language = s->fallback;
    uint32_t hash = str_hash(STR_HASH_START ^ language, form);
    struct cache_slot *slot = &s->cache[(hash ^ hash >> 15) & (CACHE_SLOTS - 1)];

    if (slot->language == language && str_equal((struct str){slot->bytes, slot->form_n}, form))
        return (struct str){slot->bytes + slot->form_n, slot->stem_n};
    make_stem(s, language, form);
    if (form.n + s->result.n <= CACHE_WORD_BYTES) {
        slot->language = language;
        slot->form_n = (uint8_t)form.n;
        slot->stem_n = (uint8_t)s->result.n;
        memcpy(slot->bytes, form.p, form.n);
        memcpy(slot->bytes + form.n, s->result.p, s->result.n);
    }
    return buf_str(&s->result);
}

uint32_t stems_fingerprint(void)
{
    static const char *const probes[] = {
        "generously",       "relationships",
        "nationalities",    "aufeinanderfolgenden",
        "abenteuerlustig",  "continuellement",
        "majestueusement",  "abbandonarono",
        "acontecimientos",  "governamentais",
        "lichamelijkheden", "oppositionella",
        "eduskunnassa",     "megszentségteleníthetetlen",
        "важнейшими",       "образованиями",
        "المدرسون",         "λειτουργικότητα",
        "लड़कियाँ",           "kitaplarımızdan",
    };
    uint32_t hash = STR_HASH_START;

    for (language_id id = 1; id <= language_count(); id++) {
        struct sb_stemmer *stemmer = sb_stemmer_new(language_code(id), "UTF_8");

        for (size_t i = 0; stemmer && i < sizeof probes / sizeof *probes; i++) {
            struct str probe = str_of(probes[i]);
            const sb_symbol *stem = sb_stemmer_stem(stemmer, (const sb_symbol *)probe.p,
                                                    (int)probe.n);

            if (stem)
                hash = str_hash(hash, str_of((const char *)stem));
        }
        sb_stemmer_delete(stemmer);
    }
    return hash;
}
