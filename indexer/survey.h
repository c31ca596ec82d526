/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_SURVEY_H
#define PRESSMARK_INDEXER_SURVEY_H

/* What there is to do: the sources and files that the index knows, those that are there now, and
 * what has changed between the two. */

#include "indexer/options.h"
#include "indexer/report/report.h"
#include "indexer/sources/changes.h"
#include "store/index.h"

struct survey {
    const struct options *options;
    const char *index_dir;                /* absolute */
    const struct walk_observer *observer; /* NULL: none */
    struct report *report;                /* gets what could not be looked at */
    const volatile sig_atomic_t *stop;    /* NULL: none; raised while a list is awaited */
    bool is_strange; /* nobody named the index, and it is not as a run here left it */

    bool can_join; /* an update may join databases */

    struct known_sources sources;
    struct buf sources_before; /* METADATA_SOURCES as it was loaded */
    struct known_files known;
    struct buf dictionary; /* of the index: see METADATA_TEXT_DICTIONARY */
    struct walk walk;
    struct path_set others; /* absolute paths of the sources, none of which walks another's files */
    struct path_set gone;   /* stored paths of files of lists that are no longer there */
    struct changes changes;
    bool rebuild;         /* a new index is to be built */
    bool has_passed_over; /* sources elsewhere, which a strange index named */
    struct arena arena;
};

void survey_done(struct survey *s);

/* Loads what the index knows whose manifest is given (NULL: there is none). ERR_CORRUPT and the
 * like, unless the index is to be replaced. */
enum err_code survey_load(struct survey *s, const struct index_manifest *current, struct err *err);

/* Looks through the sources and finds the changes. ERR_USAGE: there are no sources. ERR_INPUT: a
 * new index cannot be built without losing what the index has. */
enum err_code survey_take(struct survey *s, struct err *err);

/* Takes the sources that are to be forgotten off, and finds what leaves with them. ERR_USAGE: one
 * is no source of the index. */
enum err_code survey_forget(struct survey *s, struct err *err);

/* Whether the index is as it should be, also in what it remembers of its sources: sources is the
 * new value of METADATA_SOURCES. */
bool survey_is_idle(const struct survey *s, struct str sources);

#endif
