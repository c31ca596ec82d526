/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the fields that contain words of the query which nothing else of a hit shows. */
#include "search/passage/field_match.h"

#include "base/mem.h"
#include "search/passage/cut.h"
#include "search/passage/match.h"
#include "text/language.h"

#include <string.h>

enum { MAX_VALUE_BYTES = 200 }; /* about how much of a field is shown */

/* Notes the words of the query that text contains. Returns true if one of them is new. */
static bool note_words(struct matcher *m, struct str text, bool *is_shown)
{
    AUTO(found_list_done) struct found_list found = {NULL, 0, 0};
    bool is_new = false;
    matcher_restart(m);
    matcher_scan(m, text, 0, text.n, &found);
    for (size_t i = 0; i < found.n; i++) {
        is_new |= !is_shown[found.items[i].word];
        is_shown[found.items[i].word] = true;
    }
    return is_new;
}

/* Reduces a long value to the part around its first mark. */
static void shorten(struct field_match *f)
{
    if (f->value.n <= MAX_VALUE_BYTES)
        return;
    struct cut_range core = {f->marks[0].start, f->marks[0].end}, room = {0, f->value.n};
    struct cut_range part = cut_around(f->value, core, room, MAX_VALUE_BYTES);
    f->cut_before = part.start > 0;
    f->cut_after = part.end < f->value.n;
    f->value = str_slice(f->value, part.start, part.end);
    uint32_t n = 0;
    for (uint32_t i = 0; i < f->n_marks && f->marks[i].end <= part.end; i++)
        f->marks[n++] = (struct passage_mark){f->marks[i].start - (uint32_t)part.start,
                                              f->marks[i].end - (uint32_t)part.start};
    f->n_marks = n;
}

size_t field_matches_find(const struct record *record, const struct plan *plan,
                          struct analyser *analyser, const struct passage *passages,
                          size_t n_passages, struct arena *arena, struct field_match *ret)
{
    size_t n = 0;
    if (record->n_fields == 0 || plan->n_words == 0)
        return 0;
    bool *is_shown = arena_alloc(arena, plan->n_words * sizeof *is_shown);
    memset(is_shown, 0, plan->n_words * sizeof *is_shown);
    language_id language = language_by_code(record->language);
    struct matcher *m = matcher_new(plan, analyser, language, arena);

    note_words(m, record->title, is_shown);
    for (size_t i = 0; i < n_passages; i++)
        note_words(m, passages[i].text, is_shown);
    for (size_t i = 0; i < record->n_fields && n < FIELD_MATCHES; i++) {
        struct field_match f = {.name = record->fields[i].name, .value = record->fields[i].value};
        if (!note_words(m, f.value, is_shown))
            continue;
        passage_mark_text(f.value, language, plan, analyser, arena, &f.marks, &f.n_marks);
        if (f.n_marks == 0)
            continue;
        shorten(&f);
        ret[n++] = f;
    }
    return n;
}
