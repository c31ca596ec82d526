/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_SURVEY_H
#define PRESSMARK_INDEXER_SURVEY_H

/* Works out what a run has to do: loads the sources and files that the index knows, finds those
 * that exist now, and compares them. */

#include "indexer/options.h"
#include "indexer/report/report.h"
#include "indexer/sources/changes.h"
#include "store/index.h"

struct survey {
    const struct options *options;
    const char *index_dir;                /* absolute */
    const struct walk_observer *observer; /* NULL: none */
    struct report *report;                /* receives what could not be examined */
    const volatile sig_atomic_t *stop;    /* NULL: none; may be set while a list is being read */
    /* The user did not name the index, and it is not in the state that a run here left. */
    bool is_strange;

    bool can_join; /* an update may join databases */

    struct known_sources sources;
    struct buf sources_before; /* the value of METADATA_SOURCES as loaded */
    struct known_files known;
    struct buf dictionary; /* of the index, see METADATA_TEXT_DICTIONARY */
    struct walk walk;
    /* Absolute paths of the sources; no source walks the files of another. */
    struct path_set others;
    struct path_set gone; /* stored paths of listed files that no longer exist */
    struct changes changes;
    bool rebuild;         /* a new index is to be built */
    bool has_passed_over; /* some sources were skipped because a strange index named them */
    struct arena arena;
};

void survey_done(struct survey *s);

/* Loads what the index knows. current is its manifest (NULL: there is no index). Returns errors
 * such as ERR_CORRUPT unless the index is to be replaced. */
enum err_code survey_load(struct survey *s, const struct index_manifest *current, struct err *err);

/* Walks the sources and finds the changes. Returns ERR_USAGE if there are no sources, and ERR_INPUT
 * if a new index cannot be built without losing documents. */
enum err_code survey_take(struct survey *s, struct err *err);

/* Removes the sources that are to be forgotten and finds the documents that go with them. Returns
 * ERR_USAGE if one is not a source of the index. */
enum err_code survey_forget(struct survey *s, struct err *err);

/* Returns whether the index is up to date, including its list of sources; sources is the new value
 * of METADATA_SOURCES. */
bool survey_is_idle(const struct survey *s, struct str sources);

#endif
