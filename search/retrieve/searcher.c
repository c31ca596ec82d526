/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Opens the indexes that are searched and tells what they have in common. */
#include "search/retrieve/searcher.h"

#include "base/file.h"
#include "base/mem.h"
#include "store/lengths.h"
#include "store/schema.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MAX_LANGUAGE_TERMS = 1000, MAX_OPEN_ATTEMPTS = 5 };

void searcher_close(struct searcher *s)
{
    store_reader_close(s->reader);
    analyser_free(s->analyser);
    for (size_t i = 0; i < s->n_indexes; i++) {
        record_decoder_free(s->indexes[i].decoder);
        mem_free(s->indexes[i].dir);
    }
    mem_free(s->indexes);
    mem_free(s->here);
    *s = (struct searcher){0};
}

static void add_index(struct searcher *s, const char *dir)
{
    s->indexes[s->n_indexes++].dir = file_absolute(dir);
}

static enum err_code choose_indexes(struct searcher *s, const struct opt_list *dirs,
                                    struct err *err)
{
    s->indexes = mem_alloc_zeroed(dirs->n ? dirs->n : 1, sizeof *s->indexes);
    for (size_t i = 0; i < dirs->n; i++)
        add_index(s, dirs->items[i]);
    if (dirs->n)
        return ERR_OK;
    AUTO(mem_free_pointer) char *found = NULL;
    enum index_place place = index_find(&found);
    if (place == INDEX_NOWHERE)
        return err_set(err, ERR_NOT_FOUND,
                       "no index: there is no .pressmark here or above; name one with -i, or build "
                       "one with pressmark-index");
    if (place == INDEX_FOUND && index_check_found(found, false, err))
        return err_context(err, "name the index to use with -i");
    add_index(s, found);
    return ERR_OK;
}

static enum err_code read_manifests(struct searcher *s, struct index_manifest *ret_first,
                                    struct err *err)
{
    for (size_t i = 0; i < s->n_indexes; i++) {
        struct index_manifest m;
        if (index_read_manifest(s->indexes[i].dir, ANALYSER_VERSION, &m, err))
            return err->code;
        s->indexes[i].generation = m.generation;
        s->is_in_order = m.is_in_order && s->n_indexes == 1;
        if (i == 0)
            *ret_first = m;
        else if (m.keep_marks != ret_first->keep_marks ||
                 m.hangul_bigrams != ret_first->hangul_bigrams)
            return err_set(err, ERR_USAGE,
                           "the indexes '%s' and '%s' were built with different settings",
                           s->indexes[0].dir, s->indexes[i].dir);
    }
    return ERR_OK;
}

static enum err_code open_reader(struct searcher *s, struct err *err)
{
    AUTO(arena_done) struct arena arena = ARENA_INIT;
    struct store_place *places = arena_alloc(&arena, s->n_indexes * sizeof *places);
    for (size_t i = 0; i < s->n_indexes; i++) {
        AUTO(mem_free_pointer)
        char *path = index_generation_path(s->indexes[i].dir, s->indexes[i].generation);
        places[i] = (struct store_place){.kind = STORE_FOLDER,
                                         .where = arena_copy(&arena, str_of(path)).p};
    }
    struct store_opening how = {.places = places, .n = s->n_indexes};
    return store_reader_open(&store_glass, &how, &s->reader, err);
}

/* A generation that is replaced between the reading of its manifest and its opening is no error. */
static enum err_code open_current(struct searcher *s, struct index_manifest *ret_first,
                                  struct err *err)
{
    for (int attempt = 1;; attempt++) {
        if (read_manifests(s, ret_first, err))
            return err->code;
        if (!open_reader(s, err) || attempt == MAX_OPEN_ATTEMPTS || !searcher_is_replaced(s))
            return err->code;
        err_clear(err);
    }
}

static int by_frequency(const void *a, const void *b)
{
    const struct store_vocabulary_term *x = a, *y = b;
    if (x->termfreq != y->termfreq)
        return x->termfreq > y->termfreq ? -1 : 1;
    return str_compare(x->name, y->name);
}

static void add_language(struct searcher *s, language_id id)
{
    for (size_t i = 0; i < s->n_languages; i++)
        if (s->languages[i] == id)
            return;
    if (id != LANGUAGE_UNKNOWN && s->n_languages < LANGUAGE_LIMIT)
        s->languages[s->n_languages++] = id;
}

static enum err_code read_languages(struct searcher *s, struct err *err)
{
    struct store_vocabulary *v;
    struct str prefix = STR_LITERAL(PREFIX_LANGUAGE);
    uint64_t n_known = 0;
    if (store_reader_terms(s->reader, prefix, MAX_LANGUAGE_TERMS, &v, err))
        return err->code;
    if (v->n)
        qsort(v->terms, v->n, sizeof *v->terms, by_frequency);
    for (size_t i = 0; i < v->n; i++) {
        struct str name = v->terms[i].name;
        language_id id = language_by_code(str_slice(name, prefix.n, name.n));
        add_language(s, id);
        n_known += id == LANGUAGE_UNKNOWN ? 0 : v->terms[i].termfreq;
    }
    if (n_known < store_reader_stats(s->reader).n_documents)
        add_language(s, language_or_default(LANGUAGE_UNKNOWN));
    store_vocabulary_free(v);
    return ERR_OK;
}

/* An index that an older Pressmark made says nothing of lengths. */
static enum err_code read_lengths(struct searcher *s, struct err *err)
{
    struct lengths lengths = {{0}};
    for (size_t i = 0; i < s->n_indexes; i++) {
        AUTO(buf_done) struct buf encoded = BUF_INIT;
        if (store_reader_metadata(s->reader, i, METADATA_LENGTHS, &encoded, err) ||
            lengths_decode(buf_str(&encoded), &lengths, err))
            return err->code;
    }
    s->length_skew = lengths_skew(&lengths);
    return ERR_OK;
}

static enum err_code look_for_links(struct searcher *s, struct err *err)
{
    for (size_t i = 0; i < s->n_indexes && !s->has_links; i++) {
        AUTO(buf_done) struct buf links = BUF_INIT;
        if (store_reader_metadata(s->reader, i, METADATA_LINKS, &links, err))
            return err->code;
        s->has_links = links.n > 0;
    }
    return ERR_OK;
}

enum err_code searcher_open(struct searcher *s, const struct opt_list *dirs, struct err *err)
{
    struct index_manifest manifest;
    *s = (struct searcher){0};
    s->here = getcwd(NULL, 0);
    if (!s->here)
        s->here = mem_copy_string("");
    if (choose_indexes(s, dirs, err) || open_current(s, &manifest, err) || read_languages(s, err) ||
        read_lengths(s, err) || look_for_links(s, err)) {
        searcher_close(s);
        return err->code;
    }
    s->analyser = analyser_new((struct analyser_settings){
        .keep_marks = manifest.keep_marks, .hangul_bigrams = manifest.hangul_bigrams});
    return ERR_OK;
}

int searcher_order_slot(const struct searcher *s)
{
    return s->is_in_order ? -1 : SLOT_ORDER; /* reading values takes time */
}

bool searcher_is_replaced(const struct searcher *s)
{
    for (size_t i = 0; i < s->n_indexes; i++) {
        struct err ignored = ERR_INIT;
        struct index_manifest m;
        if (index_read_manifest(s->indexes[i].dir, ANALYSER_VERSION, &m, &ignored) == ERR_OK &&
            m.generation != s->indexes[i].generation)
            return true;
    }
    return false;
}

enum err_code searcher_decoder(struct searcher *s, uint32_t docid,
                               struct record_decoder **ret_decoder, struct err *err)
{
    size_t i = (docid - 1) % s->n_indexes;
    struct searcher_index *index = &s->indexes[i];
    if (!index->decoder) {
        struct buf dictionary;
        if (store_reader_metadata(s->reader, i, METADATA_TEXT_DICTIONARY, &dictionary, err))
            return err->code;
        index->decoder = record_decoder_new(dictionary);
    }
    *ret_decoder = index->decoder;
    return ERR_OK;
}

struct str searcher_absolute_path(const struct searcher *s, uint32_t docid, struct str stored,
                                  struct arena *arena)
{
    return index_absolute_path(stored, s->indexes[(docid - 1) % s->n_indexes].dir, arena);
}

struct str searcher_shown_path(const struct searcher *s, struct str absolute)
{
    struct str here = str_of(s->here);
    if (here.n > 1 && str_starts_with(absolute, here) && absolute.n > here.n + 1 &&
        absolute.p[here.n] == '/')
        return str_slice(absolute, here.n + 1, absolute.n);
    return absolute;
}
