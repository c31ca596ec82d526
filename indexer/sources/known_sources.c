/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keeps the sources that an index remembers and works out which options apply to each. */
#include "indexer/sources/known_sources.h"

#include "base/mem.h"
#include "store/schema.h"

static void free_source(struct known_source *source)
{
    opt_words_done(&source->words);
    settings_done(&source->settings);
    mem_free(source);
}

void known_sources_done(struct known_sources *s)
{
    for (size_t i = 0; i < s->n_places; i++)
        free_source(s->places[i]);
    for (size_t i = 0; i < s->n_lists; i++)
        free_source(s->lists[i]);
    mem_free(s->places);
    mem_free(s->lists);
    path_set_done(&s->paths);
    arena_done(&s->arena);
    *s = (struct known_sources){0};
}

static struct known_source *new_source(enum known_source_kind kind)
{
    struct known_source *source = mem_alloc_zeroed(1, sizeof *source);
    source->kind = kind;
    return source;
}

/* path must not be a place already, and must be on the arena. */
static struct known_source *add_place(struct known_sources *s, struct str path,
                                      enum known_source_kind kind)
{
    struct known_source *source = new_source(kind);
    source->path = path;
    path_set_add(&s->paths, path);
    MEM_GROW(s->places, s->n_places, s->places_capacity);
    s->places[s->n_places++] = source;
    return source;
}

static struct known_source *add_list(struct known_sources *s, uint32_t number)
{
    struct known_source *source = new_source(SOURCE_LIST);
    source->path = STR_EMPTY;
    source->number = number;
    source->is_own = true;
    MEM_GROW(s->lists, s->n_lists, s->lists_capacity);
    s->lists[s->n_lists++] = source;
    return source;
}

/* ---- finding ---- */

struct known_source *known_sources_find(const struct known_sources *s, struct str path)
{
    size_t i = path_set_find(&s->paths, path);
    return i == PATH_SET_NONE ? NULL : s->places[i];
}

struct known_source *known_sources_innermost(const struct known_sources *s, struct str path)
{
    size_t i = path_set_innermost(&s->paths, path);
    return i == PATH_SET_NONE ? NULL : s->places[i];
}

struct known_source *known_sources_list(const struct known_sources *s, uint32_t number)
{
    for (size_t i = 0; i < s->n_lists; i++)
        if (s->lists[i]->number == number)
            return s->lists[i];
    return NULL;
}

/* Returns the innermost source around a path that has not been removed. */
static const struct known_source *around(const struct known_sources *s, struct str inner)
{
    struct str path = inner;
    while (path.n) {
        size_t end = str_after_last(path, '/');
        bool is_root = end == 1 && path.n > 1;
        path = str_slice(path, 0, is_root ? 1 : end ? end - 1 : 0);
        bool is_top = path.n == 0 && inner.p[0] == '/';
        const struct known_source *outer = is_top ? NULL : known_sources_find(s, path);
        if (outer && outer->state != SOURCE_LEFT && outer->kind == SOURCE_PLACE)
            return outer;
    }
    return NULL;
}

const struct known_source *known_sources_around(const struct known_sources *s,
                                                const struct known_source *source)
{
    return around(s, source->path);
}

const struct known_source *known_sources_holder(const struct known_sources *s, struct str path)
{
    const struct known_source *own = known_sources_find(s, path);
    return own && own->state != SOURCE_LEFT ? own : around(s, path);
}

const struct known_source *known_sources_owner(const struct known_sources *s,
                                               const struct known_source *source)
{
    while (source && !source->is_own)
        source = around(s, source->path);
    return source;
}

/* ---- what is remembered ---- */

static bool take_word(struct known_sources *s, struct known_source *source, struct str word)
{
    size_t equals = str_find_char(word, '=', 0);
    bool has_value = equals < word.n;
    opt_words_add(&source->words,
                  (struct opt_word){
                      .name = arena_copy(&s->arena, str_slice(word, 0, equals)).p,
                      .value = has_value
                                   ? arena_copy(&s->arena, str_slice(word, equals + 1, word.n)).p
                                   : NULL,
                  });
    return equals > 0;
}

static bool take_source(struct known_sources *s, struct str *in)
{
    uint64_t kind, number, is_own, n_words;
    struct str path, word;
    if (!str_take_varint(in, &kind) || kind > SOURCE_LIST || !str_take_counted(in, &path) ||
        !str_take_varint(in, &number) || number > UINT32_MAX || !str_take_varint(in, &is_own) ||
        !str_take_varint(in, &n_words))
        return false;
    if (kind != SOURCE_LIST && path_set_has(&s->paths, path))
        return false;
    struct known_source *source = kind == SOURCE_LIST ? add_list(s, (uint32_t)number)
                                                      : add_place(s, arena_copy(&s->arena, path),
                                                                  (enum known_source_kind)kind);
    source->is_own = is_own;
    for (; n_words; n_words--)
        if (!str_take_counted(in, &word) || !take_word(s, source, word))
            return false;
    return true;
}

enum err_code known_sources_load(struct known_sources *s, struct store_reader *reader,
                                 struct err *err)
{
    AUTO(buf_done) struct buf value = BUF_INIT;
    if (store_reader_metadata(reader, 0, METADATA_SOURCES, &value, err))
        return err->code;
    struct str in = buf_str(&value);
    while (in.n)
        if (!take_source(s, &in))
            return err_set(err, ERR_CORRUPT, "the index's list of sources is damaged");
    return ERR_OK;
}

static void append_source(struct buf *out, const struct known_source *source)
{
    if (source->state == SOURCE_LEFT)
        return;
    buf_append_varint(out, source->kind);
    buf_append_counted(out, source->path);
    buf_append_varint(out, source->number);
    buf_append_varint(out, source->is_own);
    buf_append_varint(out, source->words.n);
    AUTO(buf_done) struct buf word = BUF_INIT;
    for (size_t i = 0; i < source->words.n; i++) {
        const struct opt_word *w = &source->words.items[i];
        buf_clear(&word);
        buf_append_str(&word, str_of(w->name));
        if (w->value) {
            buf_append_char(&word, '=');
            buf_append_str(&word, str_of(w->value));
        }
        buf_append_counted(out, buf_str(&word));
    }
}

void known_sources_store(const struct known_sources *s, struct buf *out)
{
    for (size_t i = 0; i < s->n_places; i++)
        append_source(out, s->places[i]);
    for (size_t i = 0; i < s->n_lists; i++)
        append_source(out, s->lists[i]);
}

/* ---- what a run says ---- */

static void copy_words(struct opt_words *to, const struct known_source *from)
{
    for (size_t i = 0; from && i < from->words.n; i++)
        opt_words_add(to, from->words.items[i]);
}

/* Gives a source options of its own: those that apply to it now. */
static void make_own(const struct known_sources *s, struct known_source *source)
{
    if (!source->is_own)
        copy_words(&source->words, known_sources_owner(s, source));
    source->is_own = true;
}

/* Removes the options that are not remembered for a list or a stream. */
static void keep_reading(struct opt_words *words)
{
    size_t kept = 0;
    for (size_t i = 0; i < words->n; i++)
        if (settings_is_of_reading(words->items[i].name))
            words->items[kept++] = words->items[i];
    words->n = kept;
}

static void change(const struct known_sources *s, struct known_source *source,
                   const struct opt_words *given)
{
    make_own(s, source);
    opt_words_update(&source->words, given);
    if (source->kind != SOURCE_PLACE)
        keep_reading(&source->words);
}

struct known_source *known_sources_name(struct known_sources *s, struct str path,
                                        enum known_source_kind kind, const struct opt_words *given)
{
    struct known_source *source = known_sources_find(s, path);
    if (!source) {
        source = add_place(s, arena_copy(&s->arena, path), kind);
        source->is_new = true;
        source->is_own = kind != SOURCE_PLACE || !around(s, path);
    }
    source->kind = kind;
    if (given->n)
        change(s, source, given);
    return source;
}

static bool same_words(const struct opt_words *a, const struct opt_words *b)
{
    bool same = a->n == b->n;
    for (size_t i = 0; same && i < a->n; i++) {
        const char *x = a->items[i].value, *y = b->items[i].value;
        same = strcmp(a->items[i].name, b->items[i].name) == 0 && !x == !y &&
               (!x || strcmp(x, y) == 0);
    }
    return same;
}

struct known_source *known_sources_name_list(struct known_sources *s,
                                             const struct known_source *base,
                                             const struct opt_words *given)
{
    AUTO(opt_words_done) struct opt_words words = {0};
    uint32_t number = 1;
    copy_words(&words, base ? known_sources_owner(s, base) : NULL);
    opt_words_update(&words, given);
    keep_reading(&words);
    for (size_t i = 0; i < s->n_lists; i++) {
        if (same_words(&s->lists[i]->words, &words))
            return s->lists[i];
        number = s->lists[i]->number >= number ? s->lists[i]->number + 1 : number;
    }
    struct known_source *list = add_list(s, number);
    list->words = words;
    words = (struct opt_words){0};
    return list;
}

void known_sources_change(struct known_sources *s, const struct opt_words *given)
{
    for (size_t i = 0; i < s->n_places; i++)
        if (s->places[i]->is_own)
            change(s, s->places[i], given);
    for (size_t i = 0; i < s->n_lists; i++)
        change(s, s->lists[i], given);
}

void known_sources_leave(struct known_sources *s, struct known_source *source)
{
    for (size_t i = 0; i < s->n_places; i++) {
        struct known_source *other = s->places[i];
        if (other != source && other->state != SOURCE_LEFT &&
            known_sources_owner(s, other) == source)
            make_own(s, other);
    }
    source->state = SOURCE_LEFT;
}

enum err_code known_sources_resolve(struct known_sources *s, const struct opt_words *for_now,
                                    known_sources_parse *parse, struct err *err)
{
    for (size_t i = 0; i < s->n_places + s->n_lists; i++) {
        struct known_source *source = i < s->n_places ? s->places[i] : s->lists[i - s->n_places];
        AUTO(opt_words_done) struct opt_words words = {0};
        copy_words(&words, known_sources_owner(s, source));
        settings_done(&source->settings);
        if (parse(&words, &source->settings, err))
            return err->code;
        if (!for_now || for_now->n == 0)
            continue;
        struct settings remembered = source->settings;
        settings_done(&source->settings);
        opt_words_update(&words, for_now);
        if (parse(&words, &source->settings, err))
            return err->code;
        source->settings.reading = remembered.reading;
        source->settings.reading_anew = remembered.reading_anew;
    }
    return ERR_OK;
}
