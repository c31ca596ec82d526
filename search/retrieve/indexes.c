/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Chooses the engine of a search, opens the indexes with it, and checks that they can be searched
 * together. */
#include "search/retrieve/indexes.h"

#include "base/file.h"
#include "base/mem.h"
#include "search/retrieve/engines.h"
#include "store/schema.h"

#include <sys/stat.h>

enum { MAX_ATTEMPTS = 5 };

/* What is known of each index during opening. */
struct opening {
    struct searcher *searcher;
    const struct searcher_settings *settings;
    struct index_manifest *manifests;
    struct err *problems; /* why each could not be opened */
};

static void opening_done(struct opening *o)
{
    mem_free(o->manifests);
    mem_free(o->problems);
}

static const struct place *place_of(const struct opening *o, size_t i)
{
    return &o->searcher->indexes[i].place;
}

/* ---- the engine ---- */

static enum err_code take_xapian(const char *why, const struct store_engine **ret_engine,
                                 struct err *err)
{
    *ret_engine = engines_xapian;
    return engines_xapian ? ERR_OK : err_set(err, ERR_ENGINE, "%s through libxapian", why);
}

static enum err_code choose_engine(const struct opening *o, const struct store_engine **ret_engine,
                                   struct err *err)
{
    const struct searcher *s = o->searcher;
    AUTO(buf_done) struct buf why = BUF_INIT;
    for (size_t i = 0; i < s->n_indexes && why.n == 0; i++)
        if (place_is_elsewhere(place_of(o, i)))
            buf_append_format(&why, "'%s' is reached", place_of(o, i)->given.p);
    if (why.n == 0 && s->scheme)
        buf_append_format(&why, "hits are weighed by '%s'", s->scheme);
    if (why.n && o->settings->engine == ENGINE_GLASS)
        return err_set(err, ERR_USAGE, "%s through libxapian, and not with --engine=glass",
                       buf_c_string(&why));
    if (why.n || o->settings->engine == ENGINE_XAPIAN)
        return take_xapian(why.n ? buf_c_string(&why) : "--engine=xapian searches", ret_engine,
                           err);
    *ret_engine = &store_glass;
    return ERR_OK;
}

/* ---- manifests and generations ---- */

/* Recognises a database without an index directory around it: a copy of one, or a stub file that
 * names one. Its metadata say what it contains. */
static bool find_bare(struct opening *o, size_t i)
{
    static const char *const signs[] = {"iamglass", "iamchert"};
    struct place *p = &o->searcher->indexes[i].place;
    AUTO(mem_free_pointer) char *ours = file_join(p->dir, MANIFEST_NAME);
    struct stat st;
    size_t sign = 0;
    if (lstat(ours, &st) == 0 || stat(p->dir, &st))
        return false;
    p->is_bare = S_ISREG(st.st_mode);
    for (; S_ISDIR(st.st_mode) && sign < sizeof signs / sizeof *signs && !p->is_bare; sign++) {
        AUTO(mem_free_pointer) char *path = file_join(p->dir, signs[sign]);
        p->is_bare = file_exists(path);
    }
    o->manifests[i].needs_libxapian = sign != 1; /* not the format of our own reader */
    p->at.where = p->is_bare ? p->dir : NULL;
    return p->is_bare;
}

static enum err_code find_generation(struct opening *o, size_t i, struct err *err)
{
    struct searcher_index *index = &o->searcher->indexes[i];
    const char *dir = index->place.dir;
    index->place.at.where = NULL;
    if (find_bare(o, i))
        return ERR_OK;
    if (index_read_manifest(dir, ANALYSER_VERSION, &o->manifests[i], err))
        return err->code;
    index->generation = o->manifests[i].generation;
    AUTO(mem_free_pointer) char *path = index_generation_path(dir, index->generation);
    index->place.at.where = arena_copy(&o->searcher->arena, str_of(path)).p;
    return ERR_OK;
}

/* Fails if an earlier attempt found the place to be broken. */
static enum err_code find_broken(const struct opening *o, size_t i, struct err *err)
{
    for (size_t k = 0; k < o->settings->n_broken; k++)
        if (str_equal(o->settings->broken[k].place, place_of(o, i)->given))
            err_set(err, ERR_UNREACHABLE, "%s", o->settings->broken[k].reason.p);
    return err->code;
}

/* Reads the manifests of local indexes, which say where their databases are. */
static enum err_code find_generations(struct opening *o, struct err *err)
{
    for (size_t i = 0; i < o->searcher->n_indexes; i++) {
        struct err *problem = &o->problems[i];
        err_clear(problem);
        if (!(place_is_elsewhere(place_of(o, i)) ? find_broken(o, i, problem)
                                                 : find_generation(o, i, problem)))
            continue;
        if (!o->settings->is_partial)
            return *err = o->problems[i], err->code;
    }
    return ERR_OK;
}

/* ---- opening ---- */

/* Stores the problems of the places that were opened, which are in the order of these places. For a
 * remote place the name that the user gave is added, because it says more than the reason alone. */
static void take_problems(struct opening *o, const struct err *problems)
{
    for (size_t i = 0; i < o->searcher->n_indexes; i++) {
        if (o->problems[i].code)
            continue;
        o->problems[i] = *problems++;
        if (o->problems[i].code && place_is_elsewhere(place_of(o, i)))
            err_context(&o->problems[i], "'%s'", place_of(o, i)->given.p);
    }
}

/* Returns the first problem, if a problem of one index is a problem of the whole search. */
static enum err_code find_problem(const struct opening *o, struct err *err)
{
    bool is_one_of_all = !o->settings->is_partial || !o->searcher->reader;
    for (size_t i = 0; i < o->searcher->n_indexes && is_one_of_all; i++)
        if (o->problems[i].code)
            return *err = o->problems[i], err->code;
    return ERR_OK;
}

/* Opens all places that have no problem so far. */
static enum err_code open_places(struct opening *o, const struct store_engine *engine,
                                 struct err *err)
{
    struct searcher *s = o->searcher;
    struct store_place *places = arena_alloc(&s->arena, s->n_indexes * sizeof *places);
    AUTO(mem_free_pointer)
    struct err *problems = mem_alloc_zeroed(s->n_indexes, sizeof *problems);
    struct store_opening how = {.places = places,
                                .time_limit_ms = (uint32_t)(o->settings->timeout_s * 1000),
                                .ret_problems = problems};
    struct err none_opened = ERR_INIT;
    for (size_t i = 0; i < s->n_indexes; i++)
        if (!o->problems[i].code)
            places[how.n++] = place_of(o, i)->at;
    store_reader_close(s->reader);
    s->reader = NULL;
    if (how.n)
        store_reader_open(engine, &how, &s->reader, &none_opened);
    take_problems(o, problems);
    return find_problem(o, err);
}

/* Returns true if a local database has a format that only libxapian may know. */
static bool is_of_other_format(const struct opening *o)
{
    for (size_t i = 0; i < o->searcher->n_indexes; i++)
        if (o->problems[i].code == ERR_VERSION && place_of(o, i)->at.where)
            return true;
    return false;
}

/* Returns true if the indexer found that our reader cannot read what it wrote. */
static bool needs_libxapian(const struct opening *o)
{
    for (size_t i = 0; i < o->searcher->n_indexes; i++)
        if (!o->problems[i].code && o->manifests[i].needs_libxapian)
            return true;
    return false;
}

static enum err_code open_through_libxapian(struct opening *o, struct err *err)
{
    const struct store_engine *engine;
    err_clear(err);
    if (take_xapian("an index of another version of Xapian's format is read", &engine, err) ||
        find_generations(o, err))
        return err->code;
    return open_places(o, engine, err);
}

static enum err_code open_reader(struct opening *o, struct err *err)
{
    const struct store_engine *engine;
    if (choose_engine(o, &engine, err) || find_generations(o, err))
        return err->code;
    bool may_change = engine == &store_glass && o->settings->engine == ENGINE_AUTO;
    if (may_change && needs_libxapian(o))
        return open_through_libxapian(o, err);
    open_places(o, engine, err);
    return may_change && is_of_other_format(o) ? open_through_libxapian(o, err) : err->code;
}

bool indexes_are_replaced(const struct searcher *s)
{
    for (size_t i = 0; i < s->n_indexes; i++) {
        struct err ignored = ERR_INIT;
        struct index_manifest m;
        if (place_has_files(&s->indexes[i].place) &&
            !index_read_manifest(s->indexes[i].place.dir, ANALYSER_VERSION, &m, &ignored) &&
            m.generation != s->indexes[i].generation)
            return true;
    }
    return false;
}

/* Opens the indexes again if a generation was replaced between reading its manifest and opening
 * it. */
static enum err_code open_current(struct opening *o, struct err *err)
{
    for (int attempt = 1;; attempt++) {
        if (!open_reader(o, err) || attempt == MAX_ATTEMPTS || !indexes_are_replaced(o->searcher))
            return err->code;
        err_clear(err);
    }
}

/* Removes the indexes that could not be opened and notes the reasons. */
static void leave_out(struct opening *o)
{
    struct searcher *s = o->searcher;
    size_t n = 0;
    s->missing = arena_alloc(&s->arena, s->n_indexes * sizeof *s->missing);
    for (size_t i = 0; i < s->n_indexes; i++) {
        if (o->problems[i].code) {
            s->missing[s->n_missing++] = (struct searcher_missing){
                place_of(o, i)->given, arena_copy(&s->arena, str_of(o->problems[i].message))};
            continue;
        }
        o->manifests[n] = o->manifests[i];
        s->indexes[n++] = s->indexes[i];
    }
    s->n_indexes = n;
}

/* ---- common settings ---- */

static enum err_code read_manifest(struct opening *o, size_t i, struct err *err)
{
    AUTO(buf_done) struct buf text = BUF_INIT;
    if (place_has_files(place_of(o, i)))
        return ERR_OK;
    if (store_reader_metadata(o->searcher->reader, i, METADATA_MANIFEST, &text, err))
        return err->code;
    return manifest_parse(buf_str(&text), place_of(o, i)->given.p, ANALYSER_VERSION,
                          &o->manifests[i], err);
}

static enum err_code compare_manifests(struct opening *o, struct index_manifest *ret,
                                       struct err *err)
{
    struct searcher *s = o->searcher;
    const struct index_manifest *first = &o->manifests[0];
    for (size_t i = 0; i < s->n_indexes; i++) {
        const struct index_manifest *m = &o->manifests[i];
        if (read_manifest(o, i, err))
            return err->code;
        if (m->keep_marks != first->keep_marks || m->hangul_bigrams != first->hangul_bigrams)
            return err_set(err, ERR_USAGE,
                           "the indexes '%s' and '%s' were built with different settings",
                           place_of(o, 0)->given.p, place_of(o, i)->given.p);
    }
    s->is_in_order = s->n_indexes == 1 && first->is_in_order;
    *ret = *first;
    return ERR_OK;
}

enum err_code indexes_open(struct searcher *s, const struct searcher_settings *settings,
                           struct index_manifest *ret_manifest, struct err *err)
{
    AUTO(opening_done)
    struct opening o = {
        .searcher = s,
        .settings = settings,
        .manifests = mem_alloc_zeroed(s->n_indexes, sizeof *o.manifests),
        .problems = mem_alloc_zeroed(s->n_indexes, sizeof *o.problems),
    };
    if (open_current(&o, err))
        return err->code;
    leave_out(&o);
    return compare_manifests(&o, ret_manifest, err);
}
