/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Prints the stored text of documents: all of it, some lines, or a section. */
#include "search/get.h"

#include "base/mem.h"
#include "base/stamp.h"
#include "search/anchor/anchor.h"
#include "search/passage/lines.h"
#include "search/passage/section.h"
#include "search/print/forms.h"
#include "search/retrieve/locate.h"
#include "search/source_file.h"
#include "store/document_name.h"
#include "text/json_text.h"
#include "text/utf8.h"

#include <stdlib.h>

/* What one --get asks for. */
struct wanted {
    struct str name;
    uint32_t from, to; /* lines or pages, inclusive; 0 means all */
    struct str anchor; /* of the part that is wanted, or empty */
};

struct gotten {
    uint32_t docid;
    struct buf data;
    struct record_reader *reader;
    const struct record *record;
    struct str absolute; /* the path of its file */
    struct str path;     /* as shown */
    char ref[DOCUMENT_REF_BYTES];
    struct str whole; /* the document's whole text */
    struct str text;  /* the part that is asked for */
    uint32_t line;    /* the line on which text begins */
};

struct getting {
    const struct options *o;
    struct searcher searcher;
    struct arena arena;
    struct gotten *items;
    size_t n, capacity;
};

static void getting_done(struct getting *g)
{
    for (size_t i = 0; i < g->n; i++) {
        record_reader_free(g->items[i].reader);
        buf_done(&g->items[i].data);
    }
    mem_free(g->items);
    searcher_close(&g->searcher);
    arena_done(&g->arena);
}

/* ---- finding ---- */

static bool read_number(struct str s, uint32_t *ret)
{
    uint64_t number = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (!ascii_is_digit(s.p[i]) || number > UINT32_MAX / 10)
            return false;
        number = number * 10 + (uint64_t)(s.p[i] - '0');
    }
    *ret = (uint32_t)number;
    return s.n > 0 && number > 0 && number <= UINT32_MAX;
}

/* Splits "NAME:FROM" or "NAME:FROM-TO". Returns false if s does not end like this. */
static bool split_lines(struct str s, struct wanted *ret)
{
    size_t start = str_after_last(s, ':');
    struct str lines = str_slice(s, start, s.n);
    size_t dash = str_find_char(lines, '-', 0);
    if (start < 2 || !read_number(str_slice(lines, 0, dash), &ret->from))
        return false;
    ret->to = ret->from;
    ret->name = str_slice(s, 0, start - 1);
    return dash == lines.n ||
           (read_number(str_slice(lines, dash + 1, lines.n), &ret->to) && ret->to >= ret->from);
}

/* Splits "NAME#ANCHOR". Returns false if s does not contain a "#". */
static bool split_anchor(struct str s, struct wanted *ret)
{
    size_t start = str_after_last(s, '#');
    if (start < 2 || start == s.n)
        return false;
    ret->name = str_slice(s, 0, start - 1);
    ret->anchor = str_slice(s, start, s.n);
    return true;
}

/* Returns the part of a document at an anchor, which may be in its file. */
static struct cut_range part_at_anchor(const struct getting *g, const struct gotten *item,
                                       struct str anchor)
{
    AUTO(buf_done) struct buf source = BUF_INIT;
    if (place_has_files(searcher_place(&g->searcher, item->docid)) &&
        !source_file_look(item->record, item->absolute).is_stale)
        source_file_read(item->record, item->absolute, &source);
    return anchor_part(item->record, item->whole, anchor, buf_str(&source));
}

static enum err_code has_no_text(const struct gotten *item, const struct wanted *wanted,
                                 struct err *err)
{
    const char *unit = print_has_pages(item->record) ? "page" : "line";
    if (wanted->to > wanted->from)
        return err_set(err, ERR_NOT_FOUND, "'%.*s' has no text on %ss %u to %u",
                       STR_PRINT(item->path), unit, wanted->from, wanted->to);
    return err_set(err, ERR_NOT_FOUND, "'%.*s' has no text on %s %u", STR_PRINT(item->path), unit,
                   wanted->from);
}

static enum err_code choose_part(const struct getting *g, const struct wanted *wanted,
                                 struct gotten *item, struct err *err)
{
    struct str text = item->whole;
    struct cut_range range = {0, text.n};
    struct lines lines = {.record = item->record, .text = text};
    uint32_t column;
    if (wanted->from) {
        range = lines_between(item->record, text, wanted->from, wanted->to);
        if (range.start == range.end)
            return has_no_text(item, wanted, err);
    }
    if (wanted->anchor.n) {
        range = part_at_anchor(g, item, wanted->anchor);
        if (range.start == range.end)
            return err_set(err, ERR_NOT_FOUND, "'%.*s' has no anchor '%.*s'", STR_PRINT(item->path),
                           STR_PRINT(wanted->anchor));
    }
    if (g->o->section) {
        range = lines_section(item->record, text, str_of(g->o->section));
        if (range.start == range.end)
            return err_set(err, ERR_NOT_FOUND, "'%.*s' has no section '%s'", STR_PRINT(item->path),
                           g->o->section);
    }
    item->text = str_slice(text, range.start, range.end);
    if (text.n)
        lines_locate(&lines, range.start, &item->line, &column);
    return ERR_OK;
}

static enum err_code read_document(struct getting *g, uint32_t docid, struct err *err)
{
    MEM_GROW(g->items, g->n, g->capacity);
    struct gotten *item = &g->items[g->n++];
    struct record_decoder *decoder;
    *item = (struct gotten){.docid = docid};
    if (store_reader_data(g->searcher.reader, docid, &item->data, err) ||
        searcher_open_record(&g->searcher, docid, buf_str(&item->data), &item->reader, err) ||
        searcher_decoder(&g->searcher, docid, &decoder, err))
        return err->code;
    record_reader_use(item->reader, decoder);
    item->record = record_of(item->reader);
    item->absolute = searcher_absolute_path(&g->searcher, docid, item->record->path, &g->arena);
    item->path = searcher_shown_file(&g->searcher, docid, item->record->path, item->absolute);
    document_name_ref(item->absolute, item->record->id, item->ref);
    return record_text(item->reader, 0, SIZE_MAX, &item->whole, err);
}

static void drop_last(struct getting *g)
{
    struct gotten *item = &g->items[--g->n];
    record_reader_free(item->reader);
    buf_done(&item->data);
}

/* Reads those of several documents, such as the records of a file, that have the part. */
static enum err_code read_documents(struct getting *g, const uint32_t *docids, size_t n,
                                    const struct wanted *wanted, struct err *err)
{
    struct err missing = ERR_INIT;
    size_t n_before = g->n;
    for (size_t i = 0; i < n; i++) {
        struct err problem = ERR_INIT;
        if (read_document(g, docids[i], err))
            return err->code;
        if (!choose_part(g, wanted, &g->items[g->n - 1], &problem))
            continue;
        drop_last(g);
        if (!missing.code)
            missing = problem;
    }
    if (g->n == n_before)
        *err = missing;
    return err->code;
}

/* Tries the whole name first, because a file's name may end like a range of lines or an anchor. */
static enum err_code find(struct getting *g, struct str asked, struct err *err)
{
    struct wanted wanted[3] = {{.name = asked}};
    uint32_t *docids;
    size_t n, n_wanted = 1;
    struct err first = ERR_INIT;
    n_wanted += split_lines(asked, &wanted[n_wanted]);
    n_wanted += split_anchor(asked, &wanted[n_wanted]);
    for (size_t i = 0; i < n_wanted; i++) {
        struct err problem = ERR_INIT;
        if (!locate_documents(&g->searcher, wanted[i].name, &g->arena, &docids, &n, &problem))
            return read_documents(g, docids, n, &wanted[i], err);
        if (i == 0)
            first = problem;
        if (problem.code != ERR_NOT_FOUND)
            break;
    }
    *err = first;
    return err->code;
}

/* ---- printing ---- */

/* How much of the texts is still to be printed, and how much was omitted. */
struct room {
    size_t left;
    size_t omitted; /* in bytes */
};

static struct str take_room(struct room *room, struct str text)
{
    size_t n = text.n < room->left ? text.n : utf8_floor(text, room->left);
    room->left -= n;
    room->omitted += text.n - n;
    return str_slice(text, 0, n);
}

static void append_omitted(struct buf *out, const struct room *room)
{
    if (room->omitted)
        buf_append_format(out, "omitted to keep to the limit: %zu bytes of text\n", room->omitted);
}

/* Several texts are each preceded by a line with their name, as by head(1). */
static void append_text(struct buf *out, const struct getting *g, struct room *room)
{
    for (size_t i = 0; i < g->n; i++) {
        const struct gotten *item = &g->items[i];
        if (g->n > 1) {
            buf_append_str(out, i ? STR_LITERAL("\n==> ") : STR_LITERAL("==> "));
            print_append_path(out, item->path);
            buf_append_str(out, item->record->id.n ? STR_LITERAL("#") : STR_EMPTY);
            print_append_path(out, item->record->id);
            buf_append_str(out, STR_LITERAL(" <==\n"));
        }
        struct str text = take_room(room, item->text);
        print_append_safe(out, text, false);
        if (text.n && text.p[text.n - 1] != '\n')
            buf_append_char(out, '\n');
    }
    append_omitted(out, room);
}

static void put_headings(struct json *j, const struct gotten *item)
{
    struct str whole = item->whole;
    struct lines lines = {.record = item->record, .text = whole};
    json_put_key(j, "headings");
    json_put_open(j, '[');
    for (uint32_t i = 0; i < item->record->n_headings; i++) {
        uint32_t offset = item->record->headings[i].offset, line, column;
        lines_locate(&lines, offset, &line, &column);
        json_put_open(j, '{');
        json_put_member_repaired(j, "text", section_heading(item->record, whole, i));
        json_put_member_integer(j, "level", item->record->headings[i].level);
        json_put_member_integer(j, print_has_pages(item->record) ? "page" : "line", line);
        json_put_close(j, '}');
    }
    json_put_close(j, ']');
}

static void put_document(struct json *j, const struct gotten *item, struct room *room)
{
    const struct record *r = item->record;
    AUTO(buf_done) struct buf date = BUF_INIT;
    stamp_append_iso(&date, r->date, false);
    size_t omitted = room->omitted;
    struct str text = take_room(room, item->text);
    json_put_open(j, '{');
    json_put_member_integer(j, "version", PRINT_JSON_VERSION);
    json_put_path(j, item->path);
    json_put_member(j, "ref", str_of(item->ref));
    json_put_member_repaired(j, "id", r->id);
    json_put_member_repaired(j, "title", r->title);
    json_put_member(j, "date", buf_str(&date));
    json_put_member_repaired(j, "language", r->language);
    json_put_member_repaired(j, "type", r->type);
    json_put_fields(j, r->fields, r->n_fields);
    put_headings(j, item);
    json_put_member_integer(j, print_has_pages(r) ? "page" : "line", item->line);
    json_put_member_repaired(j, "text", text);
    json_put_member_integer(j, "omitted_bytes", (int64_t)(room->omitted - omitted));
    json_put_close(j, '}');
}

static void append_json(struct buf *out, const struct getting *g, struct room *room)
{
    struct json j = JSON_INIT(out);
    if (g->o->json)
        json_put_open(&j, '[');
    for (size_t i = 0; i < g->n; i++) {
        put_document(&j, &g->items[i], room);
        if (g->o->jsonl) {
            buf_append_char(out, '\n');
            j.needs_comma = false;
        }
    }
    if (g->o->json) {
        json_put_close(&j, ']');
        buf_append_char(out, '\n');
    }
}

static void append_all(struct buf *out, const struct getting *g, size_t room_bytes)
{
    struct room room = {.left = room_bytes};
    buf_clear(out);
    if (g->o->json || g->o->jsonl)
        append_json(out, g, &room);
    else
        append_text(out, g, &room);
}

/* Cuts the texts from their end until the output keeps to the limit. */
static enum err_code render(struct buf *out, const struct getting *g, struct err *err)
{
    size_t limit = g->o->max_bytes ? g->o->max_bytes : SIZE_MAX, room = SIZE_MAX;
    append_all(out, g, room);
    if (out->n > limit)
        append_all(out, g, room = limit);
    while (out->n > limit && room) {
        size_t excess = out->n - limit;
        room -= excess < room ? excess : room;
        append_all(out, g, room);
    }
    if (out->n > limit)
        return err_set(err, ERR_LIMIT, "without any text it takes %zu bytes, more than the limit",
                       out->n);
    return ERR_OK;
}

enum err_code get_run(const struct options *o, FILE *out, size_t *ret_n, struct err *err)
{
    AUTO(getting_done) struct getting g = {.o = o};
    AUTO(buf_done) struct buf text = BUF_INIT;
    if (searcher_open(&g.searcher, &o->source, err))
        return err->code;
    for (size_t i = 0; i < o->get.n; i++)
        if (find(&g, str_of(o->get.items[i]), err))
            return err->code;
    if (render(&text, &g, err))
        return err->code;
    fwrite(buf_str(&text).p, 1, text.n, out);
    *ret_n = g.n;
    return ERR_OK;
}
