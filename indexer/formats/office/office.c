/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the readers of office documents share: metadata, relations between parts, and delivery of
 * the document. */
#include "indexer/formats/office/office.h"

#include "indexer/formats/shared/html_strip.h"
#include "indexer/formats/shared/made_up.h"

#include "base/mem.h"

#include <stdio.h>

void office_begin(struct office *o, struct package *package, const struct container_input *input,
                  struct arena *arena, const struct container_output *output, const char *type)
{
    *o = (struct office){.package = package,
                         .budget = input->budget,
                         .output = output,
                         .body = FLOW_INIT,
                         .notes = FLOW_INIT};
    arena_clear(arena);
    document_init(&o->document, arena);
    o->document.path = input->name;
    o->document.charset = STR_LITERAL("UTF-8");
    o->document.type = str_of(type);
}

void office_done(struct office *o)
{
    flow_done(&o->body);
    flow_done(&o->notes);
    extras_done(&o->extras);
}

void office_add_text(struct flow *flow, struct str text, uint32_t line)
{
    for (size_t i = 0; i < text.n;) {
        if (ascii_is_space(text.p[i])) {
            flow_gap(flow, GAP_SPACE);
            i++;
            continue;
        }
        size_t end = i;
        while (end < text.n && !ascii_is_space(text.p[end]))
            end++;
        flow_append(flow, str_slice(text, i, end), line, 0);
        i = end;
    }
}

void office_read_part(struct office *o, struct str name, const struct xml_handler *handler,
                      void *ctx)
{
    struct str bytes = package_take_part(o->package, name, o->budget);
    bool is_left_out = bytes.n == 0 && package_part(o->package, name).n;
    if (!is_left_out && !xml_read(bytes, handler, ctx))
        o->n_damaged++;
}

/* ---- metadata ---- */

struct metadata {
    struct office *office;
    const struct office_name *names;
    const char *field; /* of the current element; NULL: none */
    struct buf value;
};

static void metadata_start(void *ctx, struct str name, const struct xml_attributes *attributes)
{
    struct metadata *m = ctx;
    office_take_attributes(m->office, name, attributes);
    m->field = NULL;
    for (size_t i = 0; m->names[i].element && !m->field; i++)
        if (str_equal_ignoring_case(name, str_of(m->names[i].element))) /* OEB has "Title" */
            m->field = m->names[i].field;
    buf_clear(&m->value);
}

static void metadata_end(void *ctx, struct str name)
{
    struct metadata *m = ctx;
    struct document *d = &m->office->document;
    struct str value = str_trim(buf_str(&m->value));
    (void)name;
    if (!m->field || value.n == 0)
        return;
    if (strcmp(m->field, "title") == 0) {
        if (d->title.n == 0 && !made_up_is_title(value))
            d->title = arena_copy(d->arena, value);
    } else if (strcmp(m->field, "language") == 0) {
        if (d->language.n == 0 && value.n > 1) /* "C" is not a language */
            d->language = arena_copy(d->arena, value);
    } else {
        AUTO(buf_done) struct buf plain = BUF_INIT;
        document_add_values(d, str_of(m->field), html_text_of(value, &plain));
    }
    m->field = NULL;
}

static void metadata_text(void *ctx, struct str text)
{
    struct metadata *m = ctx;
    if (m->field)
        buf_append_str(&m->value, text);
}

void office_read_metadata(struct office *o, struct str name, const struct office_name *names)
{
    static const struct xml_handler handler = {metadata_start, metadata_end, metadata_text};
    struct metadata m = {o, names, NULL, BUF_INIT};
    if (package_part(o->package, name).n)
        office_read_part(o, name, &handler, &m);
    buf_done(&m.value);
}

/* ---- relations ---- */

struct relation_reading {
    struct office *office;
    struct office_relations *out;
    struct str base;
};

static struct str last_step(struct str url)
{
    return str_slice(url, str_after_last(url, '/'), url.n);
}

static void relation_start(void *ctx, struct str name, const struct xml_attributes *attributes)
{
    struct relation_reading *r = ctx;
    struct office_relations *out = r->out;
    struct arena *arena = r->office->document.arena;
    if (!str_equal(name, STR_LITERAL("Relationship")))
        return;
    if (str_equal(xml_attribute(attributes, "TargetMode"), STR_LITERAL("External"))) {
        office_add_beside(r->office, xml_attribute(attributes, "Target"));
        return;
    }
    MEM_GROW(out->items, out->n, out->capacity);
    out->items[out->n++] = (struct office_relation){
        .id = arena_copy(arena, xml_attribute(attributes, "Id")),
        .type = arena_copy(arena, last_step(xml_attribute(attributes, "Type"))),
        .part = package_resolve(r->base, xml_attribute(attributes, "Target"), arena),
    };
}

static void ignore_end(void *ctx, struct str name)
{
    (void)ctx, (void)name;
}

static void ignore_text(void *ctx, struct str text)
{
    (void)ctx, (void)text;
}

void office_read_relations(struct office *o, struct str part, struct office_relations *ret)
{
    static const struct xml_handler handler = {relation_start, ignore_end, ignore_text};
    size_t folder_n = part.n - last_step(part).n;
    struct str name = arena_format(o->document.arena, "%.*s_rels/%.*s.rels", (int)folder_n, part.p,
                                   STR_PRINT(last_step(part)));
    struct relation_reading r = {o, ret, part};
    if (package_part(o->package, name).n)
        office_read_part(o, name, &handler, &r);
}

void office_relations_done(struct office_relations *r)
{
    mem_free(r->items);
}

struct str office_related(const struct office_relations *r, struct str id)
{
    for (size_t i = 0; i < r->n; i++)
        if (str_equal(r->items[i].id, id))
            return r->items[i].part;
    return STR_EMPTY;
}

/* ---- delivery ---- */

enum err_code office_finish(struct office *o, struct err *err)
{
    AUTO(buf_done) struct buf text = BUF_INIT;
    struct document *d = &o->document;
    char reason[80];

    buf_append_str(&text, d->text); /* that of a book */
    flow_deliver(&o->body, &text, d);
    flow_deliver(&o->notes, &text, d);
    extras_deliver(&o->extras, &text, d);
    if (!o->has_lines)
        d->n_lines = 0;
    if (o->n_damaged && d->text.n == 0)
        return err_set(err, ERR_INPUT, "damaged %.*s file", STR_PRINT(d->type));
    if (o->n_damaged && !o->is_cut) {
        snprintf(reason, sizeof reason, "%zu damaged part%s, read as far as possible", o->n_damaged,
                 o->n_damaged == 1 ? "" : "s");
        o->output->skip(o->output->ctx, STR_EMPTY, true, reason);
    }
    return o->output->add(o->output->ctx, d, err);
}
