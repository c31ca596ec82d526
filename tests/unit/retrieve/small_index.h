/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_TESTS_SMALL_INDEX_H
#define PRESSMARK_TESTS_SMALL_INDEX_H

/* An index of a few sentences, with terms as the indexer makes them. Include it after
 * <cmocka.h>. */

#include "base/mem.h"
#include "search/plan/plan.h"
#include "search/query/parse.h"
#include "store/schema.h"
#include "xapian_engine/writer.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct small_document {
    const char *text, *title, *path, *id, *language;
};

struct small_index {
    char directory[64];
    struct plan_index plan;
    language_id languages[4];
};

struct small_terms {
    struct small_term {
        char name[SCHEMA_MAX_TERM_BYTES + 1];
        uint32_t wdf, position;
    } items[2000];
    size_t n;
    uint32_t position;
};

static inline void small_post(struct small_terms *ts, const char *prefix, struct str term,
                              uint32_t wdf, uint32_t position)
{
    struct small_term *t = &ts->items[ts->n++];
    snprintf(t->name, sizeof t->name, "%s%.*s", prefix, STR_PRINT(term));
    t->wdf = wdf;
    t->position = position;
}

static inline void small_post_text(struct small_terms *ts, struct analyser *a, const char *field,
                                   const char *text, const char *language, uint32_t wdf)
{
    char stem_prefix[8];
    struct token t;
    snprintf(stem_prefix, sizeof stem_prefix, "Z%s", field);
    analyser_start(a, str_of(text), ts->position);
    while (analyser_next(a, &t)) {
        small_post(ts, field, t.term, wdf, t.position);
        if (t.kind == TOKEN_WORD || t.kind == TOKEN_ACRONYM)
            small_post(ts, stem_prefix,
                       analyser_stem(a, language_by_code(str_of(language)), t.form), wdf, 0);
        ts->position = t.position + 1;
    }
    ts->position += SCHEMA_FIELD_GAP;
}

static inline int small_compare(const void *left, const void *right)
{
    const struct small_term *a = left, *b = right;
    int order = strcmp(a->name, b->name);
    return order ? order : (a->position > b->position) - (a->position < b->position);
}

static inline void small_add(struct xapian_writer *w, struct analyser *a,
                             const struct small_document *d)
{
    static struct small_terms ts;
    static struct store_term terms[2000];
    static uint32_t positions[2000];
    struct err err = ERR_INIT;
    char id[200];
    ts.n = 0;
    ts.position = 1;
    small_post_text(&ts, a, "", d->text, d->language, 1);
    small_post_text(&ts, a, "", d->title, d->language, SCHEMA_TITLE_WDF);
    small_post_text(&ts, a, PREFIX_TITLE, d->title, d->language, 1);
    snprintf(id, sizeof id, "%s%s%s", d->path, d->id[0] ? "#" : "", d->id);
    small_post(&ts, PREFIX_ID, str_of(id), 0, 0);
    small_post(&ts, PREFIX_LANGUAGE, str_of(d->language), 0, 0);
    qsort(ts.items, ts.n, sizeof *ts.items, small_compare);
    struct store_value order = {SLOT_ORDER, (uint32_t)strlen(id), id};
    struct store_document doc = {
        .terms = terms, .positions = positions, .values = &order, .n_values = 1, .data = ""};
    uint32_t n_positions = 0;
    for (size_t i = 0; i < ts.n; i++) {
        const struct small_term *t = &ts.items[i];
        if (i == 0 || strcmp(t->name, t[-1].name) != 0)
            terms[doc.n_terms++] = (struct store_term){.name = t->name,
                                                       .name_length = (uint32_t)strlen(t->name),
                                                       .first_position = n_positions};
        terms[doc.n_terms - 1].wdf += t->wdf;
        if (t->position) {
            positions[n_positions++] = t->position;
            terms[doc.n_terms - 1].n_positions++;
        }
    }
    if (xapian_writer_add(w, &doc, NULL, &err))
        fail_msg("%s", err.message);
}

/* The languages of the index are en, de and ru. */
static inline void small_index_make(struct small_index *ix, const struct small_document *documents,
                                    size_t n)
{
    struct err err = ERR_INIT;
    struct xapian_writer *w;
    char database[80];
    const char *path = database;
    *ix = (struct small_index){.directory = "/tmp/small_index.XXXXXX"};
    assert_non_null(mkdtemp(ix->directory));
    snprintf(database, sizeof database, "%s/db", ix->directory);
    ix->languages[0] = language_by_code(STR_LITERAL("en"));
    ix->languages[1] = language_by_code(STR_LITERAL("de"));
    ix->languages[2] = language_by_code(STR_LITERAL("ru"));
    ix->plan = (struct plan_index){.analyser = analyser_new((struct analyser_settings){0}),
                                   .languages = ix->languages,
                                   .n_languages = 3,
                                   .now = 1320000000};
    if (xapian_writer_open(database, XAPIAN_CREATE, &w, &err))
        fail_msg("%s", err.message);
    for (size_t i = 0; i < n; i++)
        small_add(w, ix->plan.analyser, &documents[i]);
    if (xapian_writer_commit(w, &err))
        fail_msg("%s", err.message);
    xapian_writer_close(w);
    if (store_reader_open_folders(&store_glass, &path, 1, &ix->plan.reader, &err))
        fail_msg("%s", err.message);
}

static inline int small_index_remove(struct small_index *ix)
{
    char command[120];
    store_reader_close(ix->plan.reader);
    analyser_free(ix->plan.analyser);
    snprintf(command, sizeof command, "rm -r '%s'", ix->directory);
    return system(command);
}

static inline struct plan small_plan(const struct small_index *ix, const char *query,
                                     struct arena *arena)
{
    struct err err = ERR_INIT;
    struct query_node *root;
    struct plan plan = {0};
    if (parse_query(str_of(query), arena, &root, &err) ||
        plan_query(root, &ix->plan, arena, &plan, &err))
        fail_msg("%s: %s", query, err.message);
    return plan;
}

#endif
