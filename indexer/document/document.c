/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Collects the fields, links, headings and line marks of a document while it is being read. */
#include "indexer/document/document.h"

#include "base/buf.h"
#include "base/mem.h"
#include "text/field_name.h"

enum {
    MAX_LINKS = 20000,
    /* A link's words are cut at the next space after this; with more than twice as many bytes the
     * link is dropped. */
    MAX_LINK_BYTES = 160,
};

/* Makes room for one more element in an array on an arena. */
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
        .base = STR_EMPTY,
        .moved_to = STR_EMPTY,
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

/* Returns whether a reference may lead to another document of the index. One with a scheme, such as
 * "https:", or with a host leads elsewhere, and one that is only a "#place" leads nowhere. */
static bool may_be_inside(struct str target)
{
    size_t n = 0;
    while (n < target.n && (ascii_is_alpha(target.p[n]) || ascii_is_digit(target.p[n])))
        n++;
    if (target.p[0] == '#' || str_starts_with(target, STR_LITERAL("//")))
        return false;
    return n < 2 || n == target.n || target.p[n] != ':' ||
           str_starts_with_ignoring_case(target, "file:");
}

/* Copies words to the arena with each run of white space made one blank, cut at the end of a word
 * once MAX_LINK_BYTES are reached. Returns the empty string if the result is still too long. */
static struct str copy_words(struct arena *arena, struct str words)
{
    char *copy = arena_alloc_bytes(arena, words.n);
    size_t n = 0;
    for (size_t i = 0; i < words.n && (n < MAX_LINK_BYTES || !ascii_is_space(words.p[i])); i++)
        if (!ascii_is_space(words.p[i]))
            copy[n++] = words.p[i];
        else if (n && copy[n - 1] != ' ')
            copy[n++] = ' ';
    return n <= 2 * MAX_LINK_BYTES ? str_trim((struct str){copy, n}) : STR_EMPTY;
}

void document_add_link(struct document *d, enum document_link_kind kind, struct str target,
                       struct str words)
{
    target = str_trim(target);
    if (kind == LINK_NAME) /* "Page#place" */
        target = str_trim(str_slice(target, 0, str_find_char(target, '#', 0)));
    if (d->n_links == MAX_LINKS || target.n == 0 || (kind == LINK_PATH && !may_be_inside(target)))
        return;
    words = copy_words(d->arena, words);
    if (words.n == 0)
        return;
    ARENA_GROW(d->arena, d->links, d->n_links, d->links_capacity);
    d->links[d->n_links++] = (struct document_link){kind, arena_copy(d->arena, target), words};
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

/* Compares names of fields: a "." in name also matches a "_" in wanted, so that "sailthru.date" can
 * be asked for as "sailthru_date". */
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
    if (d->n_fields == 0) /* most documents have no fields, and dozens are asked for */
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
    size_t at = d->n_headings++;
    for (; at > 0 && d->headings[at - 1].offset > offset; at--)
        d->headings[at] = d->headings[at - 1];
    d->headings[at] = (struct record_heading){(uint32_t)offset, (uint8_t)level};
}
