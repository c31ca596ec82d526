/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_SOURCES_KNOWN_SOURCES_H
#define PRESSMARK_INDEXER_SOURCES_KNOWN_SOURCES_H

/* The sources of an index, each with the options that it was given (schema.h, METADATA_SOURCES).
 *
 * A file belongs to the innermost source that it lies in. A source that was named without options
 * inside of another has none of its own: those of the one around it hold for it, whatever they come
 * to be. */

#include "base/arena.h"
#include "base/err.h"
#include "indexer/sources/path_set.h"
#include "indexer/sources/settings.h"
#include "store/engine.h"

enum known_source_kind {
    SOURCE_PLACE,  /* a folder or file */
    SOURCE_STREAM, /* standard input, a pipe: can be read once only */
    SOURCE_LIST,   /* the files that a list named, with the options of that run */
};

enum known_source_state {
    SOURCE_IDLE,   /* not looked at in this run: its files stay */
    SOURCE_WALKED, /* looked through */
    SOURCE_UNREAD, /* it could not be: its files stay */
    SOURCE_LEFT,   /* no longer of the index */
};

struct known_source {
    enum known_source_kind kind;
    struct str path; /* as stored; of a list empty */
    uint32_t number; /* of a list, from 1; else 0 */
    bool is_own;     /* words say how it is read; else the source around it does */
    struct opt_words words;
    struct settings settings; /* what holds, after known_sources_resolve() */
    /* Of this run: */
    bool is_named, is_new;
    enum known_source_state state;
};

struct known_sources {
    struct known_source **places; /* and streams */
    size_t n_places, places_capacity;
    struct path_set paths; /* of places, by the same numbers */
    struct known_source **lists;
    size_t n_lists, lists_capacity;
    struct arena arena;
};

void known_sources_done(struct known_sources *s);

/* Reads those of an open index. ERR_CORRUPT. */
enum err_code known_sources_load(struct known_sources *s, struct store_reader *reader,
                                 struct err *err);
/* Appends the value of METADATA_SOURCES: all that were not left. */
void known_sources_store(const struct known_sources *s, struct buf *out);

/* NULL: there is none. */
struct known_source *known_sources_find(const struct known_sources *s, struct str path);
struct known_source *known_sources_innermost(const struct known_sources *s, struct str path);
/* The innermost around a path of those that were not left. */
const struct known_source *known_sources_holder(const struct known_sources *s, struct str path);
/* The one around another. */
const struct known_source *known_sources_around(const struct known_sources *s,
                                                const struct known_source *source);
struct known_source *known_sources_list(const struct known_sources *s, uint32_t number);

/* The source at path, which a run names with the options given (none: it stays as it is). */
struct known_source *known_sources_name(struct known_sources *s, struct str path,
                                        enum known_source_kind kind, const struct opt_words *given);
/* The list whose files are read as base's are (NULL: by default), changed by given. */
struct known_source *known_sources_name_list(struct known_sources *s,
                                             const struct known_source *base,
                                             const struct opt_words *given);
/* What a run without a source gives is for all. */
void known_sources_change(struct known_sources *s, const struct opt_words *given);
/* Takes a source off; those in it that had no options of their own keep what held for them. */
void known_sources_leave(struct known_sources *s, struct known_source *source);

/* Turns words into settings (options.h). */
typedef enum err_code known_sources_parse(const struct opt_words *words, struct settings *ret,
                                          struct err *err);
/* Works out the settings of all. for_now (NULL: none) are options of this run that are not
 * remembered: files are not read again because of them. ERR_USAGE: as parse says. */
enum err_code known_sources_resolve(struct known_sources *s, const struct opt_words *for_now,
                                    known_sources_parse *parse, struct err *err);

#endif
