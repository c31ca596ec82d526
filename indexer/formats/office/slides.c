/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads PPTX: the slides in order, each followed by its notes. Line numbers are those of slides. */
#include "indexer/formats/office/office.h"

#include "base/mem.h"

struct slides {
    struct office *office;
    struct office_relations relations;
    uint32_t number; /* of the slide, from 1 */
    bool in_text, is_title;
    bool is_skipped; /* in a shape that contains only the slide number */
    unsigned cells;
};

static void shape_kind(struct slides *s, struct str type)
{
    s->is_title = str_equal(type, STR_LITERAL("title")) || str_equal(type, STR_LITERAL("ctrTitle"));
    s->is_skipped = str_equal(type, STR_LITERAL("sldNum"));
}

static void slide_start(void *ctx, struct str name, const struct xml_attributes *attributes)
{
    struct slides *s = ctx;
    struct flow *flow = &s->office->body;
    if (str_equal(name, STR_LITERAL("sp"))) {
        s->is_title = s->is_skipped = false;
    } else if (str_equal(name, STR_LITERAL("ph"))) {
        shape_kind(s, xml_attribute(attributes, "type"));
    } else if (str_equal(name, STR_LITERAL("t"))) {
        s->in_text = true;
    } else if (str_equal(name, STR_LITERAL("p"))) {
        flow_gap(flow, s->cells ? GAP_SPACE : GAP_PARAGRAPH);
        if (s->is_title)
            flow->heading_level = 1;
    } else if (str_equal(name, STR_LITERAL("br"))) {
        flow_gap(flow, s->is_title || s->cells ? GAP_SPACE : GAP_LINE);
    } else if (str_equal(name, STR_LITERAL("tc"))) {
        flow_gap(flow, GAP_CELL);
        s->cells++;
    } else if (str_equal(name, STR_LITERAL("tr"))) {
        flow_gap(flow, GAP_ITEM);
    } else if (str_equal(name, STR_LITERAL("cNvPr"))) {
        flow_gap(flow, GAP_PARAGRAPH);
        office_add_text(flow, xml_attribute(attributes, "descr"), s->number);
        flow_gap(flow, GAP_PARAGRAPH);
        extras_leave_out(&s->office->extras, xml_attribute(attributes, "descr"));
    }
    office_take_attributes(s->office, name, attributes);
}

static void slide_end(void *ctx, struct str name)
{
    struct slides *s = ctx;
    struct flow *flow = &s->office->body;
    if (str_equal(name, STR_LITERAL("t"))) {
        s->in_text = false;
    } else if (str_equal(name, STR_LITERAL("p"))) {
        flow->heading_level = 0;
        flow_gap(flow, s->cells ? GAP_SPACE : GAP_PARAGRAPH);
    } else if (str_equal(name, STR_LITERAL("tc")) && s->cells) {
        s->cells--;
    } else if (str_equal(name, STR_LITERAL("sp"))) {
        s->is_title = s->is_skipped = false;
    }
}

static void slide_text(void *ctx, struct str text)
{
    struct slides *s = ctx;
    if (s->in_text && !s->is_skipped)
        office_add_text(&s->office->body, text, s->number);
}

static void read_slide_part(struct slides *s, struct str part)
{
    static const struct xml_handler handler = {slide_start, slide_end, slide_text};
    s->in_text = s->is_title = s->is_skipped = false;
    s->cells = 0;
    flow_gap(&s->office->body, GAP_PARAGRAPH);
    office_read_part(s->office, part, &handler, s);
}

static void read_slide(struct slides *s, struct str part)
{
    struct office_relations relations = {0};
    s->number++;
    read_slide_part(s, part);
    office_read_relations(s->office, part, &relations);
    for (size_t i = 0; i < relations.n; i++)
        if (str_equal(relations.items[i].type, STR_LITERAL("notesSlide")))
            read_slide_part(s, relations.items[i].part);
    office_relations_done(&relations);
}

static void list_start(void *ctx, struct str name, const struct xml_attributes *attributes)
{
    struct slides *s = ctx;
    office_take_attributes(s->office, name, attributes);
    if (!str_equal(name, STR_LITERAL("sldId")))
        return;
    struct str part = office_related(&s->relations, xml_attribute_of(attributes, "r", "id"));
    if (part.n)
        read_slide(s, part);
    else
        s->office->n_damaged++;
}

static void list_end(void *ctx, struct str name)
{
    (void)ctx, (void)name;
}

static void list_text(void *ctx, struct str text)
{
    (void)ctx, (void)text;
}

void office_slides(struct office *o, struct str main)
{
    static const struct xml_handler handler = {list_start, list_end, list_text};
    struct slides s = {.office = o};
    o->has_lines = true;
    office_read_relations(o, main, &s.relations);
    office_read_part(o, main, &handler, &s);
    office_relations_done(&s.relations);
}
