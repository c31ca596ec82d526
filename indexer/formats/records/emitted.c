/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads and writes the documents of --emit, which come back exactly as they were. */
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
    json_put_close(&j, '}');
}

/* ---- reading ---- */

bool emitted_is(const json_t *record)
{
    return json_integer_value(json_object_get(record, "pressmark")) == EMITTED_FORMAT &&
           json_is_string(json_object_get(record, "text"));
}

static struct str string_of(const json_t *value)
{
    return json_is_string(value) ? (struct str){json_string_value(value), json_string_length(value)}
                                 : STR_EMPTY;
}

static struct str member(const json_t *record, const char *name)
{
    return string_of(json_object_get(record, name));
}

static void read_fields(struct document *d, json_t *fields)
{
    const char *name;
    json_t *values, *value;
    size_t i;
    json_object_foreach(fields, name, values)
    {
        json_array_foreach(values, i, value) document_add_field(d, str_of(name), string_of(value));
    }
}

/* Whatever could not be a heading of the text is passed over. */
static void read_headings(struct document *d, const json_t *headings)
{
    json_int_t next = 0;
    json_t *heading;
    size_t i;
    json_array_foreach(headings, i, heading)
    {
        json_int_t offset = json_integer_value(json_object_get(heading, "offset"));
        json_int_t level = json_integer_value(json_object_get(heading, "level"));
        bool is_inside = offset >= next && offset < (json_int_t)d->text.n;
        if (!is_inside || level < 1 || level > 6 ||
            utf8_floor(d->text, (size_t)offset) != (size_t)offset)
            continue;
        document_add_heading(d, (size_t)offset, (unsigned)level);
        next = offset + 1;
    }
}

void emitted_read(struct document *d, json_t *record)
{
    char date[STAMP_BYTES];
    d->id = member(record, "id");
    d->title = member(record, "title");
    d->text = member(record, "text");
    d->language = member(record, "language");
    if (stamp_of_iso(member(record, "date"), date))
        d->date = arena_copy(d->arena, str_of(date));
    if (member(record, "type").n)
        d->type = member(record, "type");
    if (member(record, "charset").n)
        d->charset = member(record, "charset");
    read_fields(d, json_object_get(record, "fields"));
    read_headings(d, json_object_get(record, "headings"));
    d->is_described = true;
}
