/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads HTML through libxml2's SAX interface, without a tree. The document's text is the article of
 * the page, followed by what surrounds it. */
#include "indexer/formats/html/attributes.h"
#include "indexer/formats/html/class_words.h"
#include "indexer/formats/html/elements.h"
#include "indexer/formats/html/head.h"
#include "indexer/formats/html/meta.h"
#include "indexer/formats/html/page_parts.h"
#include "indexer/formats/html/repair.h"
#include "indexer/formats/html/script_data.h"
#include "indexer/formats/html/skeleton.h"
#include "indexer/formats/html/white_space.h"
#include "indexer/formats/shared/frontmatter.h"
#include "indexer/formats/shared/html_strip.h"
#include "indexer/formats/shared/made_up.h"
#include "indexer/formats/shared/reader.h"
#include "indexer/formats/shared/xml.h"

#include "base/deadline.h"
#include "base/mem.h"

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>

enum {
    MAX_DEPTH = 1000, /* of nesting; libxml2 takes time quadratic in it */
};

struct reader {
    struct document *document;
    struct html_skeleton skeleton;
    htmlParserCtxtPtr parser;
    struct html_elements elements;
    struct flow article, beside;
    struct page_parts parts;
    size_t date_depth, date_start; /* of an element that shows a date; 0: none is open */
    enum html_shown shown;         /* the kind of that date */
    struct str date_given;         /* the date in its attribute; empty: none */
    /* The flow that contains the last heading of level 1 or 2; NULL: none. */
    const struct flow *heading_flow;
    size_t heading_start, heading_text_end; /* of that heading, or of the title right above it */
    size_t heading_end;
    struct html_meta meta;
    struct buf title;   /* the contents of <title>, with white space folded */
    struct buf json_ld; /* the contents of the current script */
    struct extras extras;
    bool in_json_ld;
    size_t headline_depth;     /* of the element of class CLASS_HEADLINE; 0: none is open */
    bool in_term;              /* in <dt>, before the name in a declaration */
    size_t name_depth;         /* of the open element with the name in a declaration; 0: none */
    unsigned title_level;      /* the level of meta.heading, plus 7 if it is outside the article */
    unsigned flags[MAX_DEPTH]; /* of the open elements, including those of their parents */
    size_t depth;
    bool is_stopped; /* the rest of the page is read without a parser */
};

static unsigned open_flags(const struct reader *r)
{
    return r->depth ? r->flags[r->depth - 1] : 0;
}

static struct flow *flow_of(struct reader *r, unsigned flags)
{
    return flags & ELEMENT_BESIDE ? &r->beside : &r->article;
}

/* Moves the skeleton to where the parser is. */
static void follow(struct reader *r)
{
    const xmlParserInput *input = r->parser->input;
    html_skeleton_move(&r->skeleton, input->consumed + (size_t)(input->cur - input->base));
}

/* Takes the information in the attributes of certain elements. */
static void take_attributes(struct reader *r, const char *name, struct html_attributes attributes,
                            unsigned flags)
{
    struct document *d = r->document;
    if (html_head_take(&r->meta, d, name, attributes))
        return;
    if (strcmp(name, "img") == 0 && !(flags & (ELEMENT_HEAD | ELEMENT_SKIPPED))) {
        struct str rest = html_attribute_text(attributes, ATTRIBUTE_ALT), line;
        while (str_next_line(&rest, &line)) {
            flow_gap(flow_of(r, flags), GAP_SPACE);
            flow_append(flow_of(r, flags), line, html_skeleton_line(&r->skeleton), 0);
            flow_gap(flow_of(r, flags), GAP_SPACE);
        }
    } else if (strcmp(name, "script") == 0) {
        struct str type = html_attribute_text(attributes, ATTRIBUTE_TYPE);
        r->in_json_ld = str_starts_with_ignoring_case(type, "application/ld+json");
        buf_clear(&r->json_ld);
    }
}

static unsigned flags_of(const struct reader *r, const struct html_element *element,
                         const struct html_common *common)
{
    unsigned flags = open_flags(r) | element->flags;
    if (str_equal(common->role, STR_LITERAL("main")))
        flags |= ELEMENT_ARTICLE;
    bool is_outside = (element->flags & (ELEMENT_HEADER | ELEMENT_ASIDE)) &&
                      !(flags & ELEMENT_ARTICLE);
    bool is_whole = element->flags & (ELEMENT_WHOLE | ELEMENT_ARTICLE);
    if (is_outside || (!is_whole && html_is_beside_role(common->role)))
        return flags | ELEMENT_BESIDE;
    bool is_called = !is_whole && (common->class_names.p || common->id.p) &&
                     !(flags & ELEMENT_BESIDE) &&
                     html_is_called_beside(element, common->class_names, common->words, common->id);
    return is_called ? flags | ELEMENT_BESIDE | ELEMENT_CALLED : flags;
}

/* Takes what browsers and services write into a bookmark: <a add_date="..." tags="a,b">. */
static void take_bookmark(struct reader *r, struct html_attributes attributes)
{
    static const enum html_attribute_name names[] = {ATTRIBUTE_TAGS, ATTRIBUTE_SHORTCUTURL};
    if (!html_has_attribute(attributes, ATTRIBUTE_ADD_DATE))
        return;
    for (size_t i = 0; i < 2; i++) {
        struct str rest = html_attribute_text(attributes, names[i]);
        while (rest.n) {
            size_t end = str_find_char(rest, ',', 0);
            document_add_field(r->document, STR_LITERAL("tags"), str_trim(str_slice(rest, 0, end)));
            rest = str_slice(rest, end + (end < rest.n), rest.n);
        }
    }
}

/* Returns whether a heading of level 1 or 2 ended shortly before. */
static bool follows_heading(struct reader *r, unsigned flags)
{
    enum { MAX_BYTES = 300 };
    const struct flow *flow = flow_of(r, flags);
    return r->heading_flow == flow && flow->text.n - r->heading_end <= MAX_BYTES;
}

static struct str last_heading(const struct reader *r)
{
    return str_trim(
        str_slice(buf_str(&r->heading_flow->text), r->heading_start, r->heading_text_end));
}

/* Handles the start of an element that may show the date of the page: "<time datetime=...>", "<span
 * class=date>". Dates in menus and footers are those of other pages. */
static void begin_date(struct reader *r, const char *name, unsigned flags,
                       const struct html_common *common, struct html_attributes attributes)
{
    bool is_elsewhere = (flags & ELEMENT_CALLED) ||
                        ((flags & ELEMENT_BESIDE) && !(flags & ELEMENT_HEADER));
    bool is_time = strcmp(name, "time") == 0;
    if (flags & (ELEMENT_HEAD | ELEMENT_SKIPPED | ELEMENT_PRE))
        return;
    if (!is_time && !common->class_names.p && !common->property.p)
        return;
    unsigned words = is_time && html_has_attribute(attributes, ATTRIBUTE_PUBDATE)
                         ? CLASS_PUBLISHED
                         : class_words(common->property);
    enum html_shown shown = html_meta_shown(is_time, common->words | words);
    if (is_elsewhere)
        shown = shown == SHOWN_PUBLISHED ? SHOWN_BESIDE : SHOWN_LIMIT;
    else if (shown != SHOWN_PUBLISHED && shown != SHOWN_LIMIT && follows_heading(r, flags))
        shown = SHOWN_HEADING;
    if (shown == SHOWN_HEADING && r->meta.shown[SHOWN_HEADING].n == 0)
        r->meta.shown_heading = arena_copy(r->document->arena, last_heading(r));
    if (shown == SHOWN_LIMIT)
        return;
    bool is_abbr = strcmp(name, "abbr") == 0;
    struct str given = html_attribute_text(attributes, is_time   ? ATTRIBUTE_DATETIME
                                                       : is_abbr ? ATTRIBUTE_TITLE
                                                                 : ATTRIBUTE_CONTENT);
    /* An element with a date in an attribute provides it for the elements around it. */
    bool takes_over = r->date_depth && given.n && r->date_given.n == 0;
    if (given.n && r->date_depth && !takes_over)
        html_meta_take_date(&r->meta, r->document, shown, given);
    if (r->date_depth && !takes_over)
        return;
    r->shown = takes_over && r->shown < shown ? r->shown : shown;
    r->date_given = arena_copy(r->document->arena, given);
    r->date_depth = r->depth;
    r->date_start = flow_of(r, flags)->text.n;
}

/* Returns whether the text of an element shows another day than its attribute. What readers see
 * takes precedence. */
static bool is_other_day(struct str text, struct str given)
{
    char seen[STAMP_BYTES], meant[STAMP_BYTES];
    size_t start, n;
    return dates_find(text, DATE_ORDER_UNKNOWN, &start, &n, seen) &&
           dates_parse(given, DATE_ORDER_UNKNOWN, meant) && strlen(meant) >= 8 &&
           memcmp(seen, meant, 8) != 0;
}

static void end_date(struct reader *r, unsigned flags)
{
    enum { MAX_DATE_BYTES = 160 };
    struct str text = buf_str(&flow_of(r, flags)->text);
    text = str_slice(text, r->date_start < text.n ? r->date_start : text.n, text.n);
    text = text.n <= MAX_DATE_BYTES ? text : STR_EMPTY;
    bool is_given = r->date_given.n &&
                    (r->shown == SHOWN_BESIDE || !is_other_day(text, r->date_given));
    html_meta_take_date(&r->meta, r->document, r->shown, is_given ? r->date_given : text);
    r->date_depth = 0;
}

/* Returns the level of a heading or a term being defined; 0 for other elements. */
static unsigned heading_level(const char *name)
{
    if (name[0] == 'd' && name[1] == 't' && !name[2])
        return RECORD_TERM_LEVEL;
    return name[0] == 'h' && name[1] >= '1' && name[1] <= '6' && !name[2] ? name[1] - '0' : 0;
}

static bool is_bold(const char *name)
{
    return strcmp(name, "strong") == 0 || strcmp(name, "b") == 0;
}

/* Begins the name in a declaration, as Texinfo marks it: bold, behind a category and a colon within
 * <dt>, as in "Function: <b>name</b> arguments". The term is then the name alone. */
static void begin_name(struct reader *r, struct flow *flow)
{
    if (flow->n_headings == 0 || flow->heading_level)
        return;
    struct record_heading last = flow->headings[flow->n_headings - 1];
    struct str before = str_slice(buf_str(&flow->text), last.offset, flow->text.n);
    if (last.level != RECORD_TERM_LEVEL || str_find_char(before, ':', 0) == before.n)
        return;
    flow->n_headings--;
    flow->heading_level = RECORD_TERM_LEVEL;
    r->name_depth = r->depth;
    r->in_term = false;
}

static void end_name(struct reader *r, struct flow *flow)
{
    r->name_depth = 0;
    if (flow->heading_level == 0)
        flow_mark_heading(flow, RECORD_TERM_END_LEVEL);
}

/* Stops parsing because of too deep nesting; html_strip() reads the rest of the page. */
static void stop(struct reader *r)
{
    follow(r);
    r->is_stopped = true;
    xmlStopParser(r->parser);
}

/* Ends the head at the first element that does not belong there. libxml2 does not know the elements
 * of HTML 5 and leaves them in the head. */
static void end_head(struct reader *r)
{
    for (size_t i = 0; i < r->depth; i++)
        r->flags[i] &= ~(unsigned)ELEMENT_HEAD;
}

/* Returns whether a template is the shadow of an element and shown in its place. */
static bool is_shown_template(const char *name, struct html_attributes attributes)
{
    return strcmp(name, "template") == 0 &&
           (html_has_attribute(attributes, ATTRIBUTE_SHADOWROOTMODE) ||
            html_has_attribute(attributes, ATTRIBUTE_SHADOWROOT));
}

static void start_element(void *ctx, const xmlChar *tag, const xmlChar **none)
{
    (void)none; /* the skeleton has no attributes */
    struct reader *r = ctx;
    const char *name = (const char *)tag;
    const struct html_element *element = html_elements_find(&r->elements, name);
    if (r->is_stopped)
        return;
    if (deadline_is_over())
        xmlStopParser(r->parser);
    if (r->depth == MAX_DEPTH) {
        stop(r);
        return;
    }
    if ((open_flags(r) & (ELEMENT_HEAD | ELEMENT_SKIPPED)) == ELEMENT_HEAD &&
        !(element->flags & ELEMENT_OF_HEAD))
        end_head(r);
    follow(r);
    struct html_attributes attributes = html_skeleton_attributes(&r->skeleton, str_of(name));
    struct html_common common = html_common_of(attributes);
    unsigned parent = open_flags(r), flags = flags_of(r, element, &common);
    if (!(parent & ELEMENT_SKIPPED) && is_shown_template(name, attributes))
        flags &= ~(unsigned)ELEMENT_SKIPPED;
    if (element->flags & ELEMENT_SAYS)
        take_attributes(r, name, attributes, flags);
    if (element->gap == GAP_PARAGRAPH)
        page_parts_break(&r->parts, parent, flow_of(r, parent));
    flow_gap(flow_of(r, parent), element->gap);
    flow_gap(flow_of(r, flags), common.words & CLASS_APART ? GAP_LINE : element->gap);
    if (heading_level(name)) {
        flow_of(r, flags)->heading_level = heading_level(name);
        r->in_term = heading_level(name) == RECORD_TERM_LEVEL;
    }
    r->flags[r->depth++] = flags;
    if ((common.words & CLASS_HEADLINE) && !(flags & ELEMENT_BESIDE)) {
        r->article.heading_level = 1;
        r->headline_depth = r->depth;
    }
    if ((parent & ELEMENT_PRE) && common.class_names.p && r->article.text.n == 0)
        r->meta.begins_with_code = true;
    if (r->in_term && is_bold(name))
        begin_name(r, flow_of(r, flags));
    if (attributes.n)
        begin_date(r, name, flags, &common, attributes);
    if (element->flags & (ELEMENT_LIST | ELEMENT_UNIT) || flags & ~parent & ELEMENT_CALLED)
        page_parts_begin(&r->parts, element->flags, flags, r->depth, flow_of(r, flags));
    if (element->flags & ELEMENT_LINK) {
        page_parts_begin_link(&r->parts, r->depth, flow_of(r, flags),
                              html_attribute_text(attributes, ATTRIBUTE_HREF),
                              common.words & CLASS_PAGER);
        take_bookmark(r, attributes);
    }
}

/* Keeps a heading that ends as the heading of the page if it is the best so far. */
static void end_heading(struct reader *r, unsigned level, unsigned flags)
{
    struct flow *flow = flow_of(r, flags);
    unsigned rank = level + (flags & ELEMENT_BESIDE ? 7 : 0);
    bool has_text = flow->heading_level == 0 && flow->n_headings;

    flow->heading_level = 0;
    if (has_text && level <= 2) {
        bool is_below_title = level == 2 && follows_heading(r, flags);
        if (!is_below_title)
            r->heading_start = flow->headings[flow->n_headings - 1].offset;
        r->heading_flow = flow;
        r->heading_text_end = is_below_title ? r->heading_text_end : flow->text.n;
        r->heading_end = flow->text.n;
    }
    if (!has_text || level == RECORD_TERM_LEVEL || (r->title_level && r->title_level <= rank))
        return;
    struct str text = buf_str(&flow->text);
    text = str_slice(text, flow->headings[flow->n_headings - 1].offset, text.n);
    r->meta.heading = arena_copy(r->document->arena, str_trim(text));
    r->meta.heading_is_own = rank == 1;
    r->title_level = rank;
}

/* Takes the first line of the element that a generator marks as the headline. */
static void end_headline(struct reader *r)
{
    r->headline_depth = 0;
    r->title_level = 0;
    r->meta.heading = STR_EMPTY;
    end_heading(r, 1, 0);
    r->meta.heading = str_slice(r->meta.heading, 0, str_find_char(r->meta.heading, '\n', 0));
    r->meta.heading_is_marked = r->meta.heading.n > 0;
}

static void end_element(void *ctx, const xmlChar *tag)
{
    struct reader *r = ctx;
    const char *name = (const char *)tag;
    const struct html_element *element = html_elements_find(&r->elements, name);
    if (r->is_stopped || r->depth == 0)
        return;
    unsigned flags = r->flags[--r->depth];

    if (element->gap == GAP_PARAGRAPH)
        page_parts_break(&r->parts, flags, flow_of(r, flags));
    page_parts_end(&r->parts, flags, r->depth, flow_of(r, flags), r->document);
    if (r->date_depth > r->depth)
        end_date(r, flags);
    if (r->name_depth > r->depth)
        end_name(r, flow_of(r, flags));
    if (heading_level(name)) {
        end_heading(r, heading_level(name), flags);
        r->in_term = false;
    }
    if (r->headline_depth > r->depth)
        end_headline(r);
    if (r->in_json_ld && (element->flags & ELEMENT_SCRIPT)) {
        html_meta_take_json(&r->meta, r->document, buf_str(&r->json_ld));
        r->in_json_ld = false;
    }
    /* Only the first title counts. */
    if ((element->flags & ELEMENT_TITLE) && r->meta.title.n == 0 && !(flags & ELEMENT_SKIPPED))
        r->meta.title = arena_copy(r->document->arena, str_trim(buf_str(&r->title)));
    flow_gap(flow_of(r, flags), element->gap);
    flow_gap(flow_of(r, open_flags(r)), element->gap);
}

static void fold_title(struct buf *title, struct str text)
{
    for (size_t i = 0; i < text.n; i++) {
        bool is_space = ascii_is_space(text.p[i]);
        if (!is_space)
            buf_append_char(title, text.p[i]);
        else if (title->n && title->p[title->n - 1] != ' ')
            buf_append_char(title, ' ');
    }
}

static void add_text(void *ctx, const xmlChar *p, int n)
{
    struct reader *r = ctx;
    unsigned flags = open_flags(r);
    uint32_t line;

    if (r->is_stopped)
        return;
    follow(r);
    struct str text = html_skeleton_text(&r->skeleton, (struct str){(const char *)p, (size_t)n},
                                         &line);
    if (r->in_json_ld) {
        buf_append_str(&r->json_ld, text);
    } else if (flags & ELEMENT_TITLE) {
        if (!(flags & ELEMENT_SKIPPED) && r->meta.title.n == 0)
            fold_title(&r->title, text);
        else
            extras_add(&r->extras, text, line);
    } else if (!(flags & (ELEMENT_HEAD | ELEMENT_SKIPPED))) {
        if (flags & ELEMENT_PRE)
            html_add_verbatim(flow_of(r, flags), text, line);
        else
            html_add_folded(flow_of(r, flags), text, line);
    }
}

/* Reads what follows the current tag without a parser. */
static void read_flat(struct reader *r)
{
    struct html_stripper stripper = {.state = STRIP_TEXT, .keeps_captions = true};
    const struct str page = r->skeleton.page;
    uint32_t line = html_skeleton_line(&r->skeleton);
    size_t tag_end = str_find_char(page, '>', html_skeleton_page_offset(&r->skeleton));
    struct str rest = str_slice(page, tag_end < page.n ? tag_end + 1 : tag_end, page.n), text;
    flow_gap(&r->article, GAP_PARAGRAPH);
    for (; str_next_line(&rest, &text); line++) {
        html_strip(&stripper, text, &r->article, line, 0);
        flow_gap(&r->article, GAP_SOFT_LINE);
    }
}

static void parse(struct reader *r)
{
    htmlSAXHandler handlers = {
        .startElement = start_element,
        .endElement = end_element,
        .characters = add_text,
        .ignorableWhitespace = add_text,
        .cdataBlock = add_text,
    };
    xml_keep_blocks();
    r->parser = htmlNewParserCtxt();
    if (!r->parser)
        return;
    htmlSAXHandler *own = r->parser->sax;
    r->parser->sax = &handlers;
    r->parser->userData = r;
    htmlDocPtr tree = htmlCtxtReadMemory(
        r->parser, r->skeleton.text.p, (int)r->skeleton.text.n, NULL, "UTF-8",
        HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET);
    xmlFreeDoc(tree);
    r->parser->sax = own;
    htmlFreeParserCtxt(r->parser);
    r->parser = NULL;
    xml_free_blocks();
    if (r->is_stopped)
        read_flat(r);
}

static void reader_done(struct reader *r)
{
    flow_done(&r->article);
    flow_done(&r->beside);
    page_parts_done(&r->parts);
    buf_done(&r->title);
    buf_done(&r->json_ld);
    extras_done(&r->extras);
    html_skeleton_done(&r->skeleton);
}

/* Reads the front matter that pages for a static site generator begin with, as in Markdown. */
static void pass_frontmatter(struct document *d, struct str *source, uint32_t *first_line)
{
    if (!str_starts_with(*source, STR_LITERAL("---\n")))
        return;
    size_t end = frontmatter_read(*source, d);
    *first_line += str_count_breaks(str_slice(*source, 0, end));
    *source = str_slice(*source, end, source->n);
}

/* Keeps the titles that the page has besides that of the document. */
static void keep_titles(struct reader *r)
{
    struct str title = r->document->title;
    for (int i = 0; i <= TITLE_LIMIT; i++) {
        struct str other = i < TITLE_LIMIT ? r->meta.titles[i] : r->meta.title;
        bool is_said = str_find(title, other, 0) < title.n || str_starts_with(other, title) ||
                       str_equal(other, r->meta.site);
        if (other.n && !is_said && !made_up_is_page_title(other))
            extras_add(&r->extras, other, r->skeleton.first_line);
    }
}

enum err_code html_read(const struct reader_input *input, struct arena *scratch,
                        const struct reader_output *output, struct err *err)
{
    xml_set_up();

    AUTO(buf_done) struct buf unix_lines = BUF_INIT;
    AUTO(buf_done) struct buf repaired = BUF_INIT;
    AUTO(buf_done) struct buf text = BUF_INIT;
    struct document d;
    arena_clear(scratch);
    reader_begin(&d, input, scratch, "html");

    struct str source = reader_unix_lines(input->text, &unix_lines);
    uint32_t first_line = input->first_line;
    pass_frontmatter(&d, &source, &first_line);
    struct str front_title = d.title;
    AUTO(reader_done)
    struct reader r = {
        .document = &d,
        .article = FLOW_INIT,
        .beside = FLOW_INIT,
        .extras = EXTRAS_INIT,
    };
    html_skeleton_make(&r.skeleton, html_repair(source, first_line, &repaired, &r.extras),
                       first_line, scratch, &r.extras);
    if (r.skeleton.text.n)
        parse(&r);
    html_meta_finish(&r.meta, &d);
    if (front_title.n)
        d.title = front_title;
    page_parts_deliver(&r.parts, &r.article, &r.beside, &text, &d);
    if (text.n == 0)
        script_data_add(source, first_line, &r.extras);
    else
        keep_titles(&r);
    extras_deliver(&r.extras, &text, &d);
    html_meta_find_move(&r.meta, &d);
    return output->add(output->ctx, &d, err);
}
