/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Opens the indexes that are searched and reads what they have in common. */
#include "search/retrieve/searcher.h"

#include "base/file.h"
#include "base/mem.h"
#include "search/plan/rank.h"
#include "store/lengths.h"
#include "store/schema.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_LANGUAGE_TERMS = 1000 };

void searcher_close(struct searcher *s)
{
    store_reader_close(s->reader);
    analyser_free(s->analyser);
    for (size_t i = 0; i < s->n_indexes; i++)
        record_decoder_free(s->indexes[i].decoder);
    mem_free(s->indexes);
    mem_free(s->here);
    arena_done(&s->arena);
    *s = (struct searcher){0};
}

/* ---- the choice of indexes ---- */

/* Returns true if two places are the same index, however they are named. */
static bool is_same_place(const struct place *a, const struct place *b)
{
    struct stat x, y;
    if (str_equal(a->given, b->given))
        return true;
    return !place_is_elsewhere(a) && !place_is_elsewhere(b) && stat(a->dir, &x) == 0 &&
           stat(b->dir, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

/* Adds an index, unless it has been added already: its documents would be hits twice. */
static enum err_code add_index(struct searcher *s, const struct searcher_settings *settings,
                               const char *name, struct err *err)
{
    struct place *place = &s->indexes[s->n_indexes].place;
    if (place_parse(name, settings->shell, &s->arena, place, err))
        return err->code;
    for (size_t i = 0; i < s->n_indexes; i++)
        if (is_same_place(&s->indexes[i].place, place))
            return ERR_OK;
    s->n_indexes++;
    return ERR_OK;
}

static enum err_code add_indexes(struct searcher *s, const struct searcher_settings *settings,
                                 const struct opt_list *names, struct err *err)
{
    for (size_t i = 0; i < names->n; i++)
        if (add_index(s, settings, names->items[i], err))
            return err->code;
    return ERR_OK;
}

static enum err_code choose_indexes(struct searcher *s, const struct searcher_settings *settings,
                                    struct err *err)
{
    const struct opt_list *names = &settings->indexes, *otherwise = &settings->otherwise;
    s->indexes = mem_alloc_zeroed(names->n + otherwise->n + 1, sizeof *s->indexes);
    if (names->n)
        return add_indexes(s, settings, names, err);
    AUTO(mem_free_pointer) char *found = NULL;
    enum index_place place = index_find(&found);
    if (place == INDEX_NOWHERE && otherwise->n)
        return add_indexes(s, settings, otherwise, err);
    if (place == INDEX_NOWHERE)
        return err_set(err, ERR_NOT_FOUND,
                       "no index: there is no .pressmark here or above; name one with -i, or build "
                       "one with pressmark-index");
    if (place == INDEX_FOUND && index_check_found(found, false, err))
        return err_context(err, "name the index to use with -i");
    return add_index(s, settings, found, err);
}

/* ---- common properties ---- */

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

/* Reads the distribution of lengths. An index of an older Pressmark has none. */
static enum err_code read_lengths(struct searcher *s, struct err *err)
{
    struct lengths lengths = {{0}};
    for (size_t i = 0; i < s->n_indexes; i++) {
        AUTO(buf_done) struct buf encoded = BUF_INIT;
        if (store_reader_metadata(s->reader, i, METADATA_LENGTHS, &encoded, err))
            return err->code;
        if (lengths_decode(buf_str(&encoded), &lengths, err))
            return err_context(err, "'%s'", s->indexes[i].place.given.p);
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

static enum err_code open_all(struct searcher *s, const struct searcher_settings *settings,
                              struct err *err)
{
    struct index_manifest manifest;
    *s = (struct searcher){.scheme = settings->scheme};
    s->here = getcwd(NULL, 0);
    if (!s->here)
        s->here = mem_copy_string("");
    if (choose_indexes(s, settings, err) || indexes_open(s, settings, &manifest, err) ||
        read_languages(s, err) || read_lengths(s, err) || look_for_links(s, err))
        return err->code;
    if (!s->scheme && !(s->reader->features & STORE_HAS_BURST))
        s->scheme = RANK_NEAREST_SCHEME;
    s->analyser = analyser_new((struct analyser_settings){
        .keep_marks = manifest.keep_marks, .hangul_bigrams = manifest.hangul_bigrams});
    return ERR_OK;
}

enum err_code searcher_open(struct searcher *s, const struct searcher_settings *settings,
                            struct err *err)
{
    if (!open_all(s, settings, err))
        return ERR_OK;
    if (searcher_broken(s, settings, err))
        return searcher_go_on(s, settings, err);
    searcher_close(s);
    return err->code;
}

bool searcher_broken(const struct searcher *s, const struct searcher_settings *settings,
                     struct err *err)
{
    if (err->code != ERR_UNREACHABLE || !s->reader || s->reader->broken >= s->n_indexes)
        return false;
    err_context(err, "'%s'", s->indexes[s->reader->broken].place.given.p);
    return settings->is_partial;
}

enum err_code searcher_go_on(struct searcher *s, const struct searcher_settings *settings,
                             struct err *err)
{
    struct searcher before = *s;
    size_t n = s->n_missing;
    struct searcher_missing *broken = arena_alloc(&before.arena, (n + 1) * sizeof *broken);
    if (n)
        memcpy(broken, s->missing, n * sizeof *broken);
    broken[n] = (struct searcher_missing){s->indexes[s->reader->broken].place.given,
                                          arena_copy(&before.arena, str_of(err->message))};
    struct searcher_settings others = *settings;
    others.broken = broken;
    others.n_broken = n + 1;
    err_clear(err);
    searcher_open(s, &others, err);
    searcher_close(&before);
    return err->code;
}

int searcher_order_slot(const struct searcher *s)
{
    return s->is_in_order ? -1 : SLOT_ORDER; /* reading values takes time */
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

enum err_code searcher_open_record(const struct searcher *s, uint32_t docid, struct str data,
                                   struct record_reader **ret_reader, struct err *err)
{
    if (record_open(data, ret_reader, err))
        return err_context(err, "'%s': document %u", searcher_place(s, docid)->given.p, docid);
    return ERR_OK;
}

const struct place *searcher_place(const struct searcher *s, uint32_t docid)
{
    return &s->indexes[(docid - 1) % s->n_indexes].place;
}

struct str searcher_absolute_path(const struct searcher *s, uint32_t docid, struct str stored,
                                  struct arena *arena)
{
    return place_shown_path(searcher_place(s, docid), stored, arena);
}

struct str searcher_shown_path(const struct searcher *s, struct str absolute)
{
    struct str here = str_of(s->here);
    if (here.n > 1 && str_starts_with(absolute, here) && absolute.n > here.n + 1 &&
        absolute.p[here.n] == '/')
        return str_slice(absolute, here.n + 1, absolute.n);
    return absolute;
}

struct str searcher_shown_file(const struct searcher *s, uint32_t docid, struct str stored,
                               struct str absolute)
{
    bool is_input = place_has_files(searcher_place(s, docid)) &&
                    str_equal(stored, STR_LITERAL("-"));
    return is_input ? STR_LITERAL("-") : searcher_shown_path(s, absolute);
}
