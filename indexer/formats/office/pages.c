/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads XPS: the pages in order, a line of text for each run of glyphs that begins one. Line
 * numbers are those of pages. */
#include "indexer/formats/office/office.h"

#include "base/mem.h"
#include "text/utf8.h"

struct pages {
    struct office *office;
    struct str part; /* which is being read */
    uint32_t number; /* of the page */
    struct buf row;  /* the vertical position of the last run */
    double end;      /* where that ends, roughly */
};

static double number_of(struct str s)
{
    double value = 0, unit = 1;
    bool is_fraction = false;
    for (size_t i = 0; i < s.n && (ascii_is_digit(s.p[i]) || s.p[i] == '.'); i++) {
        is_fraction = is_fraction || s.p[i] == '.';
        unit /= is_fraction && s.p[i] != '.' ? 10 : 1;
        if (s.p[i] != '.')
            value = is_fraction ? value + unit * (s.p[i] - '0') : value * 10 + (s.p[i] - '0');
    }
    return value;
}

/* Returns the gap before a run. On the same row it begins a word if it is farther away than a
 * quarter of the size of the letters, whose width is about half of that. */
static enum flow_gap gap_before(struct pages *p, const struct xml_attributes *attributes,
                                size_t n_letters)
{
    struct str row = xml_attribute(attributes, "OriginY");
    double x = number_of(xml_attribute(attributes, "OriginX"));
    double size = number_of(xml_attribute(attributes, "FontRenderingEmSize"));
    bool is_same = str_equal(row, buf_str(&p->row)), is_apart = x > p->end + size / 4;
    p->end = x + (double)n_letters * size / 2;
    buf_clear(&p->row);
    buf_append_str(&p->row, row);
    return !is_same ? GAP_LINE : is_apart ? GAP_SPACE : GAP_NONE;
}

static void page_start(void *ctx, struct str name, const struct xml_attributes *attributes)
{
    struct pages *p = ctx;
    struct flow *flow = &p->office->body;
    office_take_attributes(p->office, name, attributes);
    if (!str_equal(name, STR_LITERAL("Glyphs")))
        return;
    struct str text = xml_attribute(attributes, "UnicodeString");
    if (str_starts_with(text, STR_LITERAL("{}"))) /* which escapes a leading brace */
        text = str_slice(text, 2, text.n);
    flow_gap(flow, gap_before(p, attributes, utf8_columns(text)));
    office_add_text(flow, text, p->number);
}

static void ignore_end(void *ctx, struct str name)
{
    (void)ctx, (void)name;
}

static void ignore_text(void *ctx, struct str text)
{
    (void)ctx, (void)text;
}

static void read_page(struct pages *p, struct str part)
{
    static const struct xml_handler handler = {page_start, ignore_end, ignore_text};
    p->number++;
    buf_clear(&p->row);
    flow_gap(&p->office->body, GAP_PARAGRAPH);
    office_read_part(p->office, part, &handler, p);
}

/* Returns the part that a reference in the current part names. */
static struct str source_of(const struct pages *p, const struct xml_attributes *attributes)
{
    return package_resolve(p->part, xml_attribute(attributes, "Source"), p->office->document.arena);
}

static void document_start(void *ctx, struct str name, const struct xml_attributes *attributes)
{
    struct pages *p = ctx;
    if (str_equal(name, STR_LITERAL("PageContent")))
        read_page(p, source_of(p, attributes));
}

/* Handles the sequence of documents. A document cannot refer to another, let alone to itself. */
static void sequence_start(void *ctx, struct str name, const struct xml_attributes *attributes)
{
    static const struct xml_handler handler = {document_start, ignore_end, ignore_text};
    struct pages *p = ctx;
    struct str sequence = p->part;
    if (!str_equal(name, STR_LITERAL("DocumentReference")))
        return;
    p->part = source_of(p, attributes);
    office_read_part(p->office, p->part, &handler, p);
    p->part = sequence;
}

void office_pages(struct office *o, struct str main)
{
    static const struct xml_handler handler = {sequence_start, ignore_end, ignore_text};
    struct pages pages = {.office = o, .part = main};
    o->has_lines = true;
    office_read_part(o, main, &handler, &pages);
    buf_done(&pages.row);
}
