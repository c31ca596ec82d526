/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A document's fields, headings and lines while it is put together. */
#include "indexer/document/document.h"

#include "base/buf.h"
#include "base/mem.h"
#include "text/field_name.h"

/* Room for one element more in an array on an arena. */
#define ARENA_GROW(arena, array, count, capacity)                                                  \
    do {                                                                                           \
        if ((count) == (capacity)) {                                                               \
            size_t wanted = (capacity) ? (capacity)*2 : 8;                                         \
            void *bigger = arena_alloc((arena), wanted * sizeof *(array));                         \
            if (count)                                                                             \
                memcpy(bigger, (array), (count) * sizeof *(array));                                \
            (array) = bigger;                                                                      \
            (capacity) = wanted;                                                                   \
        }                                                                                          \
    } while (0)

void document_init(struct document *d, struct arena *arena)
{
    *d = (struct document){
        .path = STR_EMPTY,
        .id = STR_EMPTY,
        .title = STR_EMPTY,
        .text = STR_EMPTY,
        .type = STR_EMPTY,
        .charset = STR_EMPTY,
        .language = STR_EMPTY,
        .date = STR_EMPTY,
        .date_shown = STR_EMPTY,
        .first_line = 1,
        .arena = arena,
    };
}

bool document_has_room(const struct document *d, struct str value)
{
    return d->n_fields < DOCUMENT_MAX_FIELDS || str_trim(value).n == 0;
}

bool document_add_field(struct document *d, struct str name, struct str value)
{
    AUTO(buf_done) struct buf clean = BUF_INIT;
    value = str_trim(value);
    if (value.n == 0)
        return true;
    if (d->n_fields == DOCUMENT_MAX_FIELDS) {
        d->n_fields_left_out++;
        return false;
    }
    field_name_clean(name, &clean);
    ARENA_GROW(d->arena, d->fields, d->n_fields, d->fields_capacity);
    d->fields[d->n_fields++] = (struct field){arena_copy(d->arena, buf_str(&clean)),
                                              arena_copy(d->arena, value)};
    return true;
}

static bool is_list_name(struct str name)
{
    static const char *const names[] = {"keywords",   "keyword",       "tags",        "tag",
                                        "categories", "news_keywords", "article:tag", NULL};
    return str_is_one_of_ignoring_case(name, names);
}

bool document_add_values(struct document *d, struct str name, struct str value)
{
    if (!is_list_name(name))
        return document_add_field(d, name, value);
    bool is_whole = true;
    for (size_t start = 0; start <= value.n;) {
        size_t end = str_find_char(value, ',', start);
        is_whole = document_add_field(d, name, str_slice(value, start, end)) && is_whole;
        start = end + 1;
    }
    return is_whole;
}

/* "sailthru.date" is known as sailthru_date. */
static bool is_called(struct str name, struct str wanted)
{
    if (name.n != wanted.n)
        return false;
    for (size_t i = 0; i < name.n; i++)
        if (name.p[i] != wanted.p[i] && !(name.p[i] == '.' && wanted.p[i] == '_'))
            return false;
    return true;
}

struct str document_field(const struct document *d, const char *name)
{
    if (d->n_fields == 0) /* most documents have none, and are asked for dozens */
        return STR_EMPTY;
    struct str wanted = str_of(name);
    for (size_t i = 0; i < d->n_fields; i++)
        if (is_called(d->fields[i].name, wanted))
            return d->fields[i].value;
    return STR_EMPTY;
}

void document_add_line(struct document *d, size_t offset, uint32_t line, uint32_t column)
{
    if (offset > UINT32_MAX)
        return;
    struct record_line mark = {(uint32_t)offset, line, column};
    if (d->n_lines && d->lines[d->n_lines - 1].offset == mark.offset) {
        d->lines[d->n_lines - 1] = mark;
        return;
    }
    ARENA_GROW(d->arena, d->lines, d->n_lines, d->lines_capacity);
    d->lines[d->n_lines++] = mark;
}

void document_mark_line(struct document *d, uint32_t line)
{
    document_add_line(d, 0, line, 0);
    for (size_t i = str_find_char(d->text, '\n', 0); i < d->text.n;
         i = str_find_char(d->text, '\n', i + 1))
        document_add_line(d, i + 1, line, 0);
}

void document_add_heading(struct document *d, size_t offset, unsigned level)
{
    if (offset > UINT32_MAX)
        return;
    ARENA_GROW(d->arena, d->headings, d->n_headings, d->headings_capacity);
    d->headings[d->n_headings++] = (struct record_heading){(uint32_t)offset, (uint8_t)level};
}
