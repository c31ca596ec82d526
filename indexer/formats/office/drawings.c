/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads text of OOXML outside of the main part: charts, SmartArt, drawings on sheets, and comments
 * in sheets and slides. */
#include "indexer/formats/office/office.h"

struct drawing {
    struct office *office;
    bool in_text;
    unsigned strings; /* depth within a chart's cached labels, whose numbers are not read */
};

static void drawing_start(void *ctx, struct str name, const struct xml_attributes *attributes)
{
    static const char *const blocks[] = {"p",      "pt", "comment", "cm", "text", "threadedComment",
                                         "author", NULL};
    struct drawing *d = ctx;
    office_take_attributes(d->office, name, attributes);
    d->strings += str_equal(name, STR_LITERAL("strCache"));
    d->in_text = str_equal(name, STR_LITERAL("t")) || str_equal(name, STR_LITERAL("author")) ||
                 str_equal(name, STR_LITERAL("text")) ||
                 (d->strings && str_equal(name, STR_LITERAL("v")));
    if (str_is_one_of(name, blocks))
        flow_gap(&d->office->notes, GAP_LINE);
}

static void drawing_end(void *ctx, struct str name)
{
    struct drawing *d = ctx;
    d->in_text = false;
    d->strings -= str_equal(name, STR_LITERAL("strCache")) && d->strings > 0;
}

static void drawing_text(void *ctx, struct str text)
{
    struct drawing *d = ctx;
    if (d->in_text)
        office_add_text(&d->office->notes, text, 1);
}

static bool is_drawing(struct str name)
{
    static const char *const places[] = {
        "/charts/chart",        "/diagrams/data", "/drawings/drawing", "xl/comments",
        "xl/threadedComments/", "ppt/comments/",  "/charts/chartEx",   NULL};
    for (size_t i = 0; places[i]; i++)
        if (str_find(name, str_of(places[i]), 0) < name.n &&
            str_ends_with(name, STR_LITERAL(".xml")))
            return true;
    return false;
}

void office_drawings(struct office *o)
{
    static const struct xml_handler handler = {drawing_start, drawing_end, drawing_text};
    struct drawing drawing = {.office = o};
    for (size_t i = 0; i < o->package->n; i++) {
        if (o->package->parts[i].is_read || !is_drawing(o->package->parts[i].name))
            continue;
        drawing.in_text = false;
        drawing.strings = 0;
        flow_gap(&o->notes, GAP_PARAGRAPH);
        office_read_part(o, o->package->parts[i].name, &handler, &drawing);
    }
}
