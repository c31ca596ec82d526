/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads ODT, ODS, ODP and drawings, whose text is all in content.xml. Line numbers are pages of a
 * presentation or rows of a sheet. */
#include "indexer/formats/office/office.h"
#include "indexer/formats/shared/made_up.h"

#include "base/mem.h"

enum { MAX_REPEATED = 10 * 1000 * 1000 };

struct odf {
    struct office *office;
    bool counts_pages, counts_rows;
    uint32_t line, next_row;
    unsigned paragraphs; /* depth of elements with text */
    unsigned notes;      /* depth of footnotes and comments, whose text follows the body */
    unsigned skipped;    /* depth of elements that are not read */
    unsigned hidden;     /* depth of elements whose text is beside that of the document */
    struct buf hidden_text;
    unsigned cells;
    bool is_title; /* in the title frame of a slide */
};

static struct flow *flow_of(struct odf *o)
{
    return o->notes ? &o->office->notes : &o->office->body;
}

static bool is_skipped(struct str name)
{
    static const char *const names[] = {
        "note-citation",  "automatic-styles", "font-face-decls", "scripts", "date",
        "sequence-decls", "event-listeners",  "page-number",     NULL};
    return str_is_one_of(name, names);
}

/* Returns whether an element's text is not shown. */
static bool is_hidden(struct str name)
{
    static const char *const names[] = {"tracked-changes", "creator",     "ruby-text",
                                        "header-decl",     "footer-decl", NULL};
    return str_is_one_of(name, names);
}

static bool is_note(struct str name)
{
    static const char *const names[] = {"note", "annotation", NULL};
    return str_is_one_of(name, names);
}

static bool is_paragraph(struct str name)
{
    return str_equal(name, STR_LITERAL("p")) || str_equal(name, STR_LITERAL("h"));
}

static enum flow_gap paragraph_gap(const struct odf *o)
{
    return o->cells && !o->notes ? GAP_SPACE : GAP_PARAGRAPH;
}

static unsigned number_of(struct str s, unsigned otherwise)
{
    unsigned value = 0;
    for (size_t i = 0; i < s.n && value < MAX_REPEATED; i++)
        value = value * 10 + (unsigned)(s.p[i] - '0') % 10;
    return s.n ? value : otherwise;
}

static void start_paragraph(struct odf *o, struct str name, const struct xml_attributes *attributes)
{
    struct flow *flow = flow_of(o);
    flow_gap(flow, paragraph_gap(o));
    if (o->is_title || str_equal(xml_attribute(attributes, "style-name"), STR_LITERAL("Title")))
        flow->heading_level = 1;
    if (str_equal(name, STR_LITERAL("h"))) {
        unsigned level = number_of(xml_attribute(attributes, "outline-level"), 1);
        flow->heading_level = level < 1 ? 1 : level > 6 ? 6 : level;
    }
    o->paragraphs++;
}

static void start_table(struct odf *o, struct str name, const struct xml_attributes *attributes)
{
    struct flow *flow = flow_of(o);
    if (str_equal(name, STR_LITERAL("table-row"))) {
        if (o->counts_rows) {
            o->line = o->next_row;
            o->next_row += number_of(xml_attribute(attributes, "number-rows-repeated"), 1);
        }
        flow_gap(flow, GAP_ITEM);
    } else if (str_equal(name, STR_LITERAL("table-cell"))) {
        flow_gap(flow, GAP_CELL);
        o->cells++;
    } else if (str_equal(name, STR_LITERAL("table"))) {
        flow_gap(flow, o->cells ? GAP_SPACE : GAP_PARAGRAPH);
        if (!o->counts_rows)
            return;
        o->line = o->next_row = 1;
        struct str title = xml_attribute(attributes, "name");
        if (made_up_is_sheet(title))
            return;
        flow->heading_level = 1;
        office_add_text(flow, title, 1);
        flow_gap(flow, GAP_PARAGRAPH);
    }
}

static void start_drawing(struct odf *o, struct str name, const struct xml_attributes *attributes)
{
    if (str_equal(name, STR_LITERAL("page")) && o->counts_pages) {
        o->line = o->next_row++;
        flow_gap(flow_of(o), GAP_PARAGRAPH);
    } else if (str_equal(name, STR_LITERAL("frame"))) {
        o->is_title = str_equal(xml_attribute_of(attributes, "presentation", "class"),
                                STR_LITERAL("title"));
    }
}

static void end_hidden(struct odf *o)
{
    office_add_beside(o->office, str_trim(buf_str(&o->hidden_text)));
    buf_clear(&o->hidden_text);
}

static void odf_start(void *ctx, struct str name, const struct xml_attributes *attributes)
{
    struct odf *o = ctx;
    if (o->skipped || is_skipped(name)) {
        o->skipped++;
        return;
    }
    office_take_attributes(o->office, name, attributes);
    office_add_quoted(o->office, xml_attribute(attributes, "condition"));
    office_add_quoted(o->office, xml_attribute(attributes, "formula"));
    if (o->hidden || is_hidden(name)) {
        o->hidden++;
        return;
    }
    if (is_note(name)) {
        o->notes++;
        flow_gap(flow_of(o), GAP_PARAGRAPH);
    } else if (is_paragraph(name)) {
        start_paragraph(o, name, attributes);
    } else if (str_equal(name, STR_LITERAL("s")) || str_equal(name, STR_LITERAL("tab"))) {
        flow_gap(flow_of(o), GAP_SPACE);
    } else if (str_equal(name, STR_LITERAL("line-break"))) {
        flow_gap(flow_of(o), o->cells || o->is_title ? GAP_SPACE : GAP_LINE);
    } else if (str_equal(name, STR_LITERAL("title")) || str_equal(name, STR_LITERAL("desc"))) {
        /* The description of a picture. */
        flow_gap(flow_of(o), GAP_SPACE);
        o->paragraphs++;
    } else {
        start_table(o, name, attributes);
        start_drawing(o, name, attributes);
    }
}

static void odf_end(void *ctx, struct str name)
{
    struct odf *o = ctx;
    if (o->skipped) {
        o->skipped--;
    } else if (o->hidden) {
        o->hidden--;
        if (o->hidden == 0 || is_paragraph(name))
            end_hidden(o);
    } else if (is_note(name)) {
        o->notes -= o->notes > 0;
    } else if (is_paragraph(name)) {
        flow_of(o)->heading_level = 0;
        flow_gap(flow_of(o), paragraph_gap(o));
        o->paragraphs -= o->paragraphs > 0;
    } else if (str_equal(name, STR_LITERAL("title")) || str_equal(name, STR_LITERAL("desc"))) {
        flow_gap(flow_of(o), GAP_SPACE);
        o->paragraphs -= o->paragraphs > 0;
    } else if (str_equal(name, STR_LITERAL("table-cell"))) {
        o->cells -= o->cells > 0;
    } else if (str_equal(name, STR_LITERAL("table"))) {
        flow_gap(flow_of(o), o->cells ? GAP_SPACE : GAP_PARAGRAPH);
    } else if (str_equal(name, STR_LITERAL("frame"))) {
        o->is_title = false;
    }
}

static void odf_text(void *ctx, struct str text)
{
    struct odf *o = ctx;
    if (o->skipped)
        return;
    if (o->hidden)
        buf_append_str(&o->hidden_text, text);
    else if (o->paragraphs)
        office_add_text(flow_of(o), text, o->line);
}

/* Reads headers and footers of text documents, which are in the styles (those of slides and sheets
 * are defaults of the program), and charts, which are separate objects. */
static void read_beside(struct odf *o, const struct xml_handler *handler)
{
    struct package *package = o->office->package;
    bool is_text = str_equal(o->office->document.type, STR_LITERAL("odt"));
    for (size_t i = 0; i < package->n; i++) {
        struct str name = package->parts[i].name;
        bool is_object = str_starts_with(name, STR_LITERAL("Object ")) &&
                         str_ends_with(name, STR_LITERAL("/content.xml"));
        bool has_headers = is_text && str_equal(name, STR_LITERAL("styles.xml"));
        if (!is_object && !has_headers)
            continue;
        o->notes = 1;
        o->skipped = o->hidden = o->paragraphs = o->cells = 0;
        flow_gap(flow_of(o), GAP_PARAGRAPH);
        office_read_part(o->office, name, handler, o);
    }
}

void office_odf(struct office *o)
{
    static const struct xml_handler handler = {odf_start, odf_end, odf_text};
    struct odf odf = {.office = o, .line = 1, .next_row = 1};
    odf.counts_pages = str_equal(o->document.type, STR_LITERAL("odp"));
    odf.counts_rows = str_equal(o->document.type, STR_LITERAL("ods"));
    o->has_lines = odf.counts_pages || odf.counts_rows;
    office_read_part(o, STR_LITERAL("content.xml"), &handler, &odf);
    odf.counts_rows = odf.counts_pages = false;
    odf.line = 1;
    read_beside(&odf, &handler);
    buf_done(&odf.hidden_text);
    office_rest(o);
}
