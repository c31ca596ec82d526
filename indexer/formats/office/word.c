/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads DOCX: the body, then headers, footers, notes and comments. */
#include "indexer/formats/office/office.h"
#include "indexer/formats/shared/html_strip.h"

#include "base/mem.h"

#include <stdlib.h>

/* A paragraph style for headings. */
struct style {
    struct str id;
    unsigned level;
};

struct word {
    struct office *office;
    struct flow *flow;
    struct style *styles;
    size_t n_styles, styles_capacity;
    struct str style_id; /* of the style definition being read */
    bool in_text;
    /* The pieces of text that are not shown: instructions of fields, deleted text, readings of
     * Chinese characters. */
    struct buf hidden;
    bool in_hidden;
    bool is_instruction; /* hidden is that of a field */
    unsigned skipped; /* depth within elements that repeat text, or contain text moved elsewhere */
    bool is_drop_cap; /* the paragraph is a drop cap: the first letter of the next one */
    unsigned cells;   /* depth within table cells */
};

static unsigned clamp_level(unsigned level)
{
    return level > 6 ? 6 : level;
}

/* ---- styles: which of them are headings ---- */

static unsigned level_of_name(struct str name)
{
    struct str heading = STR_LITERAL("heading ");
    if (name.n == heading.n + 1 && str_starts_with_ignoring_case(name, heading.p) &&
        name.p[heading.n] >= '1' && name.p[heading.n] <= '9')
        return clamp_level((unsigned)(name.p[heading.n] - '0'));
    return str_equal_ignoring_case(name, STR_LITERAL("title")) ? 1 : 0;
}

static void add_style(struct word *w, unsigned level)
{
    if (level == 0 || w->style_id.n == 0)
        return;
    MEM_GROW(w->styles, w->n_styles, w->styles_capacity);
    w->styles[w->n_styles++] = (struct style){w->style_id, level};
}

/* Returns the heading level for a w:outlineLvl, which counts from 0; 9 means body text. */
static unsigned outline_level(struct str value)
{
    return value.n == 1 && value.p[0] >= '0' && value.p[0] <= '8'
               ? clamp_level((unsigned)(value.p[0] - '0') + 1)
               : 0;
}

static void style_start(void *ctx, struct str name, const struct xml_attributes *attributes)
{
    struct word *w = ctx;
    if (str_equal(name, STR_LITERAL("style")))
        w->style_id = arena_copy(w->office->document.arena, xml_attribute(attributes, "styleId"));
    else if (str_equal(name, STR_LITERAL("name")))
        add_style(w, level_of_name(xml_attribute(attributes, "val")));
    else if (str_equal(name, STR_LITERAL("outlineLvl")))
        add_style(w, outline_level(xml_attribute(attributes, "val")));
}

static void style_end(void *ctx, struct str name)
{
    (void)ctx, (void)name;
}

static void style_text(void *ctx, struct str text)
{
    (void)ctx, (void)text;
}

static unsigned level_of_style(const struct word *w, struct str id)
{
    for (size_t i = 0; i < w->n_styles; i++)
        if (str_equal(w->styles[i].id, id))
            return w->styles[i].level;
    return 0;
}

/* ---- text ---- */

static bool is_hidden(struct str name)
{
    static const char *const names[] = {"instrText", "delInstrText", "delText", "rt", NULL};
    return str_is_one_of(name, names);
}

/* Keeps the hidden text, of the instructions of a field only what is in quotation marks. */
static void end_hidden(struct word *w)
{
    struct str text = str_trim(buf_str(&w->hidden));
    if (w->is_instruction)
        office_add_quoted(w->office, text);
    else
        office_add_beside(w->office, text);
    buf_clear(&w->hidden);
}

static void start_hidden(struct word *w, struct str name)
{
    bool is_instruction = str_ends_with(name, STR_LITERAL("nstrText"));
    if (is_instruction != w->is_instruction)
        end_hidden(w);
    w->is_instruction = is_instruction;
    w->in_hidden = true;
}

/* Adds text in an attribute: descriptions of pictures, choices of a form, letters drawn along a
 * path, authors of comments. */
static void add_attribute(struct word *w, struct str name, const struct xml_attributes *attributes)
{
    static const struct {
        const char *element, *attribute;
    } places[] = {
        {"docPr", "descr"},          {"docPr", "title"},     {"hyperlink", "tooltip"},
        {"listEntry", "val"},        {"textpath", "string"}, {"comment", "author"},
        {"listItem", "displayText"},
    };
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        if (!str_equal(name, str_of(places[i].element)))
            continue;
        struct str value = xml_attribute(attributes, places[i].attribute);
        flow_gap(w->flow, GAP_SPACE);
        office_add_text(w->flow, value, 1);
        flow_gap(w->flow, GAP_SPACE);
        extras_leave_out(&w->office->extras, value);
    }
    office_take_attributes(w->office, name, attributes);
}

static void start_properties(struct word *w, struct str name,
                             const struct xml_attributes *attributes)
{
    unsigned level = 0;
    if (str_equal(name, STR_LITERAL("framePr"))) {
        struct str kind = xml_attribute(attributes, "dropCap");
        w->is_drop_cap = kind.n && !str_equal(kind, STR_LITERAL("none"));
    } else if (str_equal(name, STR_LITERAL("pStyle")))
        level = level_of_style(w, xml_attribute(attributes, "val"));
    else if (str_equal(name, STR_LITERAL("outlineLvl")))
        level = outline_level(xml_attribute(attributes, "val"));
    else if (str_equal(name, STR_LITERAL("fldSimple")))
        office_add_quoted(w->office, xml_attribute(attributes, "instr"));
    else
        add_attribute(w, name, attributes);
    if (str_equal(name, STR_LITERAL("fldChar")))
        end_hidden(w);
    if (level)
        w->flow->heading_level = level;
}

static void word_start(void *ctx, struct str name, const struct xml_attributes *attributes)
{
    struct word *w = ctx;
    if (w->skipped || str_equal(name, STR_LITERAL("Fallback")) ||
        str_equal(name, STR_LITERAL("moveFrom"))) {
        w->skipped++;
        return;
    }
    if (is_hidden(name)) {
        start_hidden(w, name);
    } else if (str_equal(name, STR_LITERAL("t"))) {
        w->in_text = true;
    } else if (str_equal(name, STR_LITERAL("p"))) {
        if (!w->is_drop_cap)
            flow_gap(w->flow, w->cells ? GAP_SPACE : GAP_PARAGRAPH);
        w->is_drop_cap = false;
    } else if (str_equal(name, STR_LITERAL("tab")) || str_equal(name, STR_LITERAL("ptab"))) {
        flow_gap(w->flow, GAP_SPACE);
    } else if (str_equal(name, STR_LITERAL("br")) || str_equal(name, STR_LITERAL("cr"))) {
        flow_gap(w->flow, w->cells ? GAP_SPACE : GAP_LINE);
    } else if (str_equal(name, STR_LITERAL("noBreakHyphen"))) {
        flow_append(w->flow, STR_LITERAL("-"), 1, 0);
    } else if (str_equal(name, STR_LITERAL("tc"))) {
        flow_gap(w->flow, GAP_CELL);
        w->cells++;
    } else if (str_equal(name, STR_LITERAL("tr"))) {
        flow_gap(w->flow, GAP_ITEM);
    } else if (str_equal(name, STR_LITERAL("tbl"))) {
        flow_gap(w->flow, w->cells ? GAP_SPACE : GAP_PARAGRAPH);
    } else {
        start_properties(w, name, attributes);
    }
}

static void word_end(void *ctx, struct str name)
{
    struct word *w = ctx;
    if (w->skipped) {
        w->skipped--;
    } else if (is_hidden(name)) {
        w->in_hidden = false;
    } else if (str_equal(name, STR_LITERAL("t"))) {
        w->in_text = false;
    } else if (str_equal(name, STR_LITERAL("p"))) {
        w->flow->heading_level = 0;
        if (!w->in_hidden)
            end_hidden(w);
        if (!w->is_drop_cap)
            flow_gap(w->flow, w->cells ? GAP_SPACE : GAP_PARAGRAPH);
    } else if (str_equal(name, STR_LITERAL("tc")) && w->cells) {
        w->cells--;
    } else if (str_equal(name, STR_LITERAL("tbl")) && !w->cells) {
        flow_gap(w->flow, GAP_PARAGRAPH);
    }
}

static void word_text(void *ctx, struct str text)
{
    struct word *w = ctx;
    if (w->in_hidden && !w->skipped)
        buf_append_str(&w->hidden, text);
    else if (w->in_text && !w->skipped)
        office_add_text(w->flow, text, 1);
}

/* A page of HTML that another program has put into the document. */
static void write_page(struct word *w, struct str page)
{
    struct html_stripper stripper = HTML_STRIPPER_INIT;
    struct str line;
    flow_gap(w->flow, GAP_PARAGRAPH);
    while (str_next_line(&page, &line)) {
        html_strip(&stripper, line, w->flow, 1, 0);
        flow_gap(w->flow, GAP_SOFT_LINE);
    }
}

void office_word(struct office *o, struct str main)
{
    static const struct xml_handler style_handler = {style_start, style_end, style_text};
    static const struct xml_handler handler = {word_start, word_end, word_text};
    static const char *const beside[] = {"header",   "footer",   "footnotes",
                                         "endnotes", "comments", NULL};
    struct word w = {.office = o, .flow = &o->body};
    struct office_relations relations = {0};

    office_read_relations(o, main, &relations);
    for (size_t i = 0; i < relations.n; i++)
        if (str_equal(relations.items[i].type, STR_LITERAL("styles")))
            office_read_part(o, relations.items[i].part, &style_handler, &w);
    office_read_part(o, main, &handler, &w);

    for (size_t i = 0; i < relations.n; i++)
        if (str_equal(relations.items[i].type, STR_LITERAL("aFChunk")) &&
            !package_is_file(relations.items[i].part))
            write_page(&w, package_take_part(o->package, relations.items[i].part, o->budget));

    w.flow = &o->notes;
    for (size_t k = 0; beside[k]; k++)
        for (size_t i = 0; i < relations.n; i++) {
            if (!str_equal(relations.items[i].type, str_of(beside[k])))
                continue;
            flow_gap(w.flow, GAP_PARAGRAPH);
            w.in_text = w.in_hidden = false;
            w.skipped = w.cells = 0;
            office_read_part(o, relations.items[i].part, &handler, &w);
        }
    office_relations_done(&relations);
    mem_free(w.styles);
    buf_done(&w.hidden);
}
