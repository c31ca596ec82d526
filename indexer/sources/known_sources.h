/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_SOURCES_KNOWN_SOURCES_H
#define PRESSMARK_INDEXER_SOURCES_KNOWN_SOURCES_H

/* The sources of an index, each with the options that it was given (schema.h, METADATA_SOURCES).
 *
 * A file belongs to the innermost source that contains it. A source inside another that was named
 * without options has none of its own: the options of the outer source apply to it, also when they
 * change later. */

#include "base/arena.h"
#include "base/err.h"
#include "indexer/sources/path_set.h"
#include "indexer/sources/settings.h"
#include "store/engine.h"

enum known_source_kind {
    SOURCE_PLACE,  /* a folder or file */
    SOURCE_STREAM, /* standard input or a pipe, which can be read only once */
    SOURCE_LIST,   /* the files that a list named, with the options of that run */
};

enum known_source_state {
    SOURCE_IDLE,   /* not walked in this run: its files stay */
    SOURCE_WALKED, /* walked completely */
    SOURCE_UNREAD, /* could not be walked: its files stay */
    SOURCE_LEFT,   /* removed from the index */
};

struct known_source {
    enum known_source_kind kind;
    struct str path; /* as stored; empty for a list */
    uint32_t number; /* of a list, from 1; 0 for other kinds */
    bool is_own;     /* words apply to it; otherwise those of the source around it do */
    struct opt_words words;
    struct settings settings; /* the effective settings; set by known_sources_resolve() */
    /* Valid for this run only: */
    bool is_named, is_new;
    enum known_source_state state;
};

struct known_sources {
    struct known_source **places; /* places and streams */
    size_t n_places, places_capacity;
    struct path_set paths; /* of places, with the same item numbers */
    struct known_source **lists;
    size_t n_lists, lists_capacity;
    struct arena arena;
};

void known_sources_done(struct known_sources *s);

/* Reads the sources of an open index. Returns ERR_CORRUPT if the metadata is damaged. */
enum err_code known_sources_load(struct known_sources *s, struct store_reader *reader,
                                 struct err *err);
/* Appends the value of METADATA_SOURCES for all sources but those in state SOURCE_LEFT. */
void known_sources_store(const struct known_sources *s, struct buf *out);

/* These return NULL if there is no such source. */
struct known_source *known_sources_find(const struct known_sources *s, struct str path);
struct known_source *known_sources_innermost(const struct known_sources *s, struct str path);
/* Returns the innermost source around a path that has not been removed. */
const struct known_source *known_sources_holder(const struct known_sources *s, struct str path);
/* Returns the source around another one, or NULL. */
const struct known_source *known_sources_around(const struct known_sources *s,
                                                const struct known_source *source);
/* Returns the source whose options apply to a source, which may be itself. */
const struct known_source *known_sources_owner(const struct known_sources *s,
                                               const struct known_source *source);
/* Returns the list with a number, or NULL. */
struct known_source *known_sources_list(const struct known_sources *s, uint32_t number);

/* Adds the source at path, unless it exists, and applies the options given for it in this run.
 * Without options, an existing source stays as it is. */
struct known_source *known_sources_name(struct known_sources *s, struct str path,
                                        enum known_source_kind kind, const struct opt_words *given);
/* Returns the list, adding it if needed, whose files are read with the options of base (NULL: the
 * defaults) changed by given. */
struct known_source *known_sources_name_list(struct known_sources *s,
                                             const struct known_source *base,
                                             const struct opt_words *given);
/* Applies options to all sources: those of a run that names no source. */
void known_sources_change(struct known_sources *s, const struct opt_words *given);
/* Removes a source. Sources inside of it that had no options of their own keep those that
 * applied. */
void known_sources_leave(struct known_sources *s, struct known_source *source);

/* Parses words into settings (options.h). */
typedef enum err_code known_sources_parse(const struct opt_words *words, struct settings *ret,
                                          struct err *err);
/* Computes the settings of all sources. for_now (NULL: none) holds options of this run that are not
 * remembered; they do not cause files to be read again. Returns ERR_USAGE if parse does. */
enum err_code known_sources_resolve(struct known_sources *s, const struct opt_words *for_now,
                                    known_sources_parse *parse, struct err *err);

#endif
