/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes documents for --emit, and reads them back unchanged. */
#include "indexer/formats/records/emitted.h"

#include "base/json.h"
#include "base/mem.h"
#include "base/stamp.h"
#include "text/json_text.h"
#include "text/utf8.h"

/* ---- writing ---- */

static void put_headings(struct json *j, const struct document *d)
{
    json_put_key(j, "headings");
    json_put_open(j, '[');
    for (size_t i = 0; i < d->n_headings; i++) {
        json_put_open(j, '{');
        json_put_member_integer(j, "offset", d->headings[i].offset);
        json_put_member_integer(j, "level", d->headings[i].level);
        json_put_close(j, '}');
    }
    json_put_close(j, ']');
}

/* Writes where the parts begin that surround the document's own text. */
static void put_parts(struct json *j, const struct document *d)
{
    size_t navigation = d->text.n - d->navigation_bytes;
    if (d->contents_bytes)
        json_put_member_integer(j, "contents", (int64_t)(navigation - d->contents_bytes));
    if (d->navigation_bytes)
        json_put_member_integer(j, "navigation", (int64_t)navigation);
}

void emitted_append(struct buf *out, const struct document *d)
{
    struct json j = JSON_INIT(out);
    AUTO(buf_done) struct buf date = BUF_INIT;
    stamp_append_iso(&date, d->date, false);

    json_put_open(&j, '{');
    json_put_member_integer(&j, "pressmark", EMITTED_FORMAT);
    json_put_member_repaired(&j, "id", d->id.n ? d->id : d->path);
    json_put_path(&j, d->path);
    json_put_member_integer(&j, "line", d->first_line);
    json_put_member_repaired(&j, "type", d->type);
    json_put_member_repaired(&j, "charset", d->charset);
    json_put_member_repaired(&j, "language", d->language);
    json_put_member_repaired(&j, "date", buf_str(&date));
    json_put_member_repaired(&j, "title", d->title);
    json_put_member_repaired(&j, "text", d->text);
    json_put_fields(&j, d->fields, d->n_fields);
    put_headings(&j, d);
    put_parts(&j, d);
    json_put_close(&j, '}');
}

/* ---- reading ---- */

bool emitted_is(const struct json_node *record)
{
    return json_node_integer(json_node_member(record, "pressmark")) == EMITTED_FORMAT &&
           json_node_is(json_node_member(record, "text"), JSON_NODE_STRING);
}

static void read_fields(struct document *d, const struct json_node *fields)
{
    if (!json_node_is(fields, JSON_NODE_OBJECT))
        return;
    for (const struct json_node *field = fields->first; field; field = field->next)
        for (const struct json_node *value = field->first; value; value = value->next)
            if (value->kind == JSON_NODE_STRING)
                document_add_field(d, field->name, value->text);
}

/* Skips entries that cannot be headings of the text. */
static void read_headings(struct document *d, const struct json_node *headings)
{
    int64_t next = 0;
    if (!json_node_is(headings, JSON_NODE_ARRAY))
        return;
    for (const struct json_node *heading = headings->first; heading; heading = heading->next) {
        int64_t offset = json_node_integer(json_node_member(heading, "offset"));
        int64_t level = json_node_integer(json_node_member(heading, "level"));
        bool is_inside = offset >= next && offset < (int64_t)d->text.n;
        if (!is_inside || level < 1 || level > RECORD_TERM_END_LEVEL ||
            utf8_floor(d->text, (size_t)offset) != (size_t)offset)
            continue;
        document_add_heading(d, (size_t)offset, (unsigned)level);
        next = offset + 1;
    }
}

/* Returns the number of bytes from an offset to the end of the text; 0 if the offset is invalid. */
static size_t bytes_from(struct str text, const struct json_node *offset)
{
    int64_t at = json_node_integer(offset);
    bool is_inside = offset && at >= 0 && at < (int64_t)text.n &&
                     utf8_floor(text, (size_t)at) == (size_t)at;
    return is_inside ? text.n - (size_t)at : 0;
}

static void read_parts(struct document *d, const struct json_node *record)
{
    size_t contents = bytes_from(d->text, json_node_member(record, "contents"));
    d->navigation_bytes = bytes_from(d->text, json_node_member(record, "navigation"));
    d->contents_bytes = contents > d->navigation_bytes ? contents - d->navigation_bytes : 0;
}

void emitted_read(struct document *d, const struct json_node *record)
{
    char date[STAMP_BYTES];
    d->id = json_node_string(record, "id");
    d->title = json_node_string(record, "title");
    d->text = json_node_string(record, "text");
    d->language = json_node_string(record, "language");
    if (stamp_of_iso(json_node_string(record, "date"), date))
        d->date = arena_copy(d->arena, str_of(date));
    if (json_node_string(record, "type").n)
        d->type = json_node_string(record, "type");
    if (json_node_string(record, "charset").n)
        d->charset = json_node_string(record, "charset");
    read_fields(d, json_node_member(record, "fields"));
    read_headings(d, json_node_member(record, "headings"));
    read_parts(d, record);
    d->is_described = true;
    d->has_own_title = d->title.n > 0;
}
