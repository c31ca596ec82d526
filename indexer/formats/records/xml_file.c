/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads XML of any kind as the text of its elements. Titles, sections and metadata elements of
 * DocBook, TEI, JATS, PubMed and Dublin Core are known. For others, an element that follows text of
 * its parent is part of that text, and any other begins a line. */
#include "indexer/formats/records/xml_date.h"
#include "indexer/formats/shared/extras.h"
#include "indexer/formats/shared/html_strip.h"
#include "indexer/formats/shared/reader.h"
#include "indexer/formats/shared/xml_lines.h"

#include "base/mem.h"

enum {
    MIN_BASE64_BYTES = 64,
    MAX_DEPTH = 300,
    MAX_FACT_BYTES = 300,
    MAX_FACT_ELEMENTS = 100,
    MAX_LEVEL = 6
};

enum kind {
    KIND_LINE,
    KIND_INLINE,
    KIND_PARAGRAPH,
    KIND_VERBATIM,
    KIND_SECTION,
    KIND_TITLE,
    KIND_FACT,
    KIND_CELL,
};

struct element {
    enum kind kind;
    bool has_text;
    bool is_verbatim;
    bool is_binary; /* its contents are not text */
    bool is_head;   /* it describes the document: its name is the document's */
};

struct reader {
    struct document *document;
    struct flow flow;
    uint32_t first_line;
    uint32_t line;   /* of the text before the current tag */
    bool is_picture; /* SVG */
    struct element open[MAX_DEPTH];
    size_t depth;
    size_t n_too_deep;
    size_t n_elements;
    unsigned section_depth;
    bool has_plain_title;   /* the title is that of some element, and may be a journal's */
    struct xml_date date;   /* of publication, in elements for year, month and day */
    struct buf fact;        /* the text of a metadata element */
    struct flow attributes; /* attribute values that read like text */
    /* Attribute values of several words with a name such as "title": added to the text. */
    struct flow captions;
    struct extras values; /* other attribute values that may be searched for */
    struct extras names;  /* of elements, unless they are those of prose */
    bool is_prose;        /* there are paragraphs, sections or titles */
    bool lists_pages;     /* a tag file of Doxygen: its titles are those of pages of the manual */
};

static enum kind kind_of(struct str name)
{
    static const struct {
        enum kind kind;
        const char *names; /* each followed by a blank */
    } kinds[] = {
        {KIND_INLINE,
         " a abbr abbrev acronym application b bold citetitle classname code command constant "
         "email emphasis envar filename firstterm foreign function guilabel hi i italic keycap "
         "link literal menuchoice option parameter phrase productname prompt quote ref "
         "replaceable s span sub subscript sup superscript symbol systemitem term tspan type u "
         "ulink userinput varname wordasword xref "},
        {KIND_PARAGRAPH,
         " p para simpara formalpara blockquote abstract note warning tip caution "
         "important table list itemizedlist orderedlist variablelist figure ab lg "},
        {KIND_VERBATIM, " pre programlisting screen literallayout synopsis eg verbatim "},
        {KIND_SECTION,
         " book part chapter appendix preface article section sect1 sect2 sect3 sect4 "
         "sect5 simplesect refentry refsect1 refsect2 refsection sec div div1 div2 "
         "div3 body text "},
        {KIND_TITLE, " title book-title head article-title articletitle h1 h2 h3 h4 h5 h6 "},
        {KIND_FACT, " author creator date pubdate published keywords keyword subject publisher "
                    "language lang copyright "},
        {KIND_CELL, " entry td th cell "},
    };
    char wanted[32];
    if (name.n + 2 > sizeof wanted)
        return KIND_LINE;
    wanted[0] = wanted[name.n + 1] = ' ';
    for (size_t i = 0; i < name.n; i++)
        wanted[i + 1] = ascii_lower(name.p[i]);
    struct str word = {wanted, name.n + 2};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (str_find(str_of(kinds[i].names), word, 0) < strlen(kinds[i].names))
            return kinds[i].kind;
    return KIND_LINE;
}

static enum flow_gap gap_of(enum kind kind)
{
    static const enum flow_gap gaps[] = {
        [KIND_LINE] = GAP_ITEM,           [KIND_INLINE] = GAP_NONE,
        [KIND_PARAGRAPH] = GAP_PARAGRAPH, [KIND_VERBATIM] = GAP_PARAGRAPH,
        [KIND_SECTION] = GAP_PARAGRAPH,   [KIND_TITLE] = GAP_PARAGRAPH,
        [KIND_FACT] = GAP_ITEM,           [KIND_CELL] = GAP_CELL,
    };
    return gaps[kind];
}

/* Returns whether a value is meant for people: words with blanks between them, or a word of
 * letters. */
static bool reads_like_text(struct str value)
{
    size_t n_letters = 0, n_blanks = 0;
    for (size_t i = 0; i < value.n; i++) {
        n_letters += ascii_is_alpha(value.p[i]) || (unsigned char)value.p[i] >= 0x80;
        n_blanks += value.p[i] == ' ';
    }
    return n_blanks ? n_letters * 2 > value.n : n_letters == value.n && value.n > 3;
}

/* "<fruit><tree>" are names, and no markup around nothing. */
static bool are_tags(struct str value)
{
    return value.n > 2 && value.p[0] == '<' && value.p[value.n - 1] == '>' && !html_is_in(value);
}

static bool is_name_of_text(struct str name)
{
    static const char *const names[] = {
        "text",         "title",       "body",       "name",    "subject", "description",
        "comment",      "label",       "summary",    "content", "message", "caption",
        "contact_name", "displayname", "note",       "number",  "address", "phone",
        "email",        "alt",         "aria-label", NULL};
    return str_is_one_of_ignoring_case(name, names);
}

/* Returns whether an attribute is about the look of an element or about XML. */
static bool is_of_look(struct str name)
{
    static const char *const names[] = {"style",     "space",  "lang",   "encoding",
                                        "width",     "height", "points", "fill",
                                        "transform", "d",      NULL};
    return str_starts_with(name, STR_LITERAL("xmlns")) ||
           str_is_one_of_ignoring_case(xml_lines_local(name), names);
}

/* Keeps a value that is not text, such as an address or an identifier, if it has letters and is not
 * a picture. Drawings consist of such values. */
static void take_value(struct reader *r, struct str name, struct str value)
{
    enum { MAX_BYTES = 1000, MIN_LETTERS = 2 };
    size_t n_letters = 0;
    for (size_t i = 0; i < value.n && n_letters < MIN_LETTERS; i++)
        n_letters += ascii_is_alpha(value.p[i]) || (unsigned char)value.p[i] >= 0x80;
    if (n_letters == MIN_LETTERS && value.n <= MAX_BYTES && !r->is_picture && !is_of_look(name))
        extras_add(&r->values, value, r->line);
}

/* Collects attribute values that read like text. They become the document's text if its elements
 * have little: backups of messages, dumps of tables, outlines. Markup in them is removed. */
static void take_texts(struct reader *r, const char **attributes)
{
    for (size_t i = 0; attributes && attributes[i] && attributes[i + 1]; i += 2) {
        struct str name = xml_lines_local(str_of(attributes[i]));
        struct str value = str_trim(str_of(attributes[i + 1])), line;
        bool is_declared = str_starts_with(str_of(attributes[i]), STR_LITERAL("xmlns"));
        bool is_of_tags = are_tags(value);
        if (is_declared || value.n == 0)
            continue;
        if (!is_of_tags && !is_name_of_text(name) && !reads_like_text(value)) {
            take_value(r, str_of(attributes[i]), value);
            continue;
        }
        bool is_caption = is_name_of_text(name) && str_find_char(value, ' ', 0) < value.n;
        struct html_stripper stripper = HTML_STRIPPER_INIT;
        if (is_of_tags)
            flow_append(&r->attributes, value, r->line, 0);
        while (str_next_line(&value, &line)) {
            html_strip(&stripper, line, &r->attributes, r->line, 0);
            flow_gap(&r->attributes, GAP_SPACE);
            if (is_caption)
                html_strip(&stripper, line, &r->captions, r->line, 0);
            flow_gap(&r->captions, GAP_SPACE);
        }
        flow_gap(&r->attributes, GAP_ITEM);
        flow_gap(&r->captions, GAP_ITEM);
    }
    flow_gap(&r->attributes, GAP_ITEM);
}

/* Returns whether an element contains binary data: pictures of FictionBook, declared base64. */
static bool is_binary_element(struct str name, const char **attributes)
{
    return str_equal(name, STR_LITERAL("binary")) ||
           str_equal_ignoring_case(xml_lines_attribute(attributes, "encoding"),
                                   STR_LITERAL("base64"));
}

/* Returns whether an element of a drawing is for programs only. */
static bool is_for_programs(struct str name)
{
    static const char *const names[] = {"metadata", "style", "script", NULL};
    return str_is_one_of(name, names);
}

/* Returns whether a title is one for lists and links, as in Mallard: <title type="sort">. */
static bool is_other_title(const char **attributes)
{
    static const char *const types[] = {"sort", "link", "text", "short", NULL};
    return str_is_one_of_ignoring_case(xml_lines_attribute(attributes, "type"), types);
}

/* Returns the kind of an element within parent, which is NULL for the root. */
static enum kind kind_in(const struct element *parent, size_t depth, struct str name,
                         const char **attributes)
{
    enum kind kind = kind_of(name);
    if (kind == KIND_TITLE && is_other_title(attributes))
        return KIND_LINE;
    if (parent && parent->has_text && (kind == KIND_LINE || kind == KIND_FACT))
        return KIND_INLINE;
    bool is_name = parent && (depth == 1 || parent->is_head) &&
                   str_equal_ignoring_case(name, STR_LITERAL("name"));
    return is_name && kind == KIND_LINE ? KIND_TITLE : kind;
}

static bool is_head(size_t depth, struct str name)
{
    static const char *const names[] = {"document", "metadata", "header", "info", NULL};
    return depth == 1 && str_is_one_of_ignoring_case(name, names);
}

/* Takes the date in an attribute of an element that shows it: <date when="2021-02-03">. */
static void take_given_date(struct reader *r, struct str name, const char **attributes)
{
    static const char *const names[] = {"when", "value", "iso-8601-date", "datetime", NULL};
    for (size_t i = 0; names[i] && r->n_elements <= MAX_FACT_ELEMENTS; i++)
        document_add_field(r->document, name, xml_lines_attribute(attributes, names[i]));
}

static void start_element(void *ctx, struct str name, const char **attributes)
{
    struct reader *r = ctx;
    if (r->depth == MAX_DEPTH) {
        r->n_too_deep++;
        return;
    }
    const struct element *parent = r->depth ? &r->open[r->depth - 1] : NULL;
    struct element element = {.kind = kind_in(parent, r->depth, xml_lines_local(name), attributes),
                              .is_head = is_head(r->depth, xml_lines_local(name))};
    if (r->document->language.n == 0 && r->depth == 0)
        r->document->language = arena_copy(r->document->arena,
                                           xml_lines_attribute(attributes, "xml:lang"));
    element.is_verbatim = (parent && parent->is_verbatim) || element.kind == KIND_VERBATIM;
    bool is_break = str_equal(xml_lines_local(name), STR_LITERAL("br"));
    flow_gap(&r->flow, is_break ? GAP_LINE : gap_of(element.kind));
    if (element.kind == KIND_SECTION)
        r->section_depth++;
    if (element.kind == KIND_TITLE) {
        unsigned level = r->section_depth ? r->section_depth : 1;
        r->flow.heading_level = level < MAX_LEVEL ? level : MAX_LEVEL;
    }
    if (element.kind == KIND_FACT) {
        buf_clear(&r->fact);
        take_given_date(r, xml_lines_local(name), attributes);
    }
    xml_date_start(&r->date, xml_lines_local(name), attributes);
    r->is_picture |= r->depth == 0 && str_equal(xml_lines_local(name), STR_LITERAL("svg"));
    r->lists_pages |= r->depth == 0 && str_equal(name, STR_LITERAL("tagfile"));
    element.is_binary = (parent && parent->is_binary) || is_binary_element(name, attributes) ||
                        (r->is_picture && is_for_programs(xml_lines_local(name)));
    take_texts(r, attributes);
    r->is_prose |= element.kind == KIND_PARAGRAPH || element.kind == KIND_SECTION ||
                   element.kind == KIND_TITLE || r->is_picture;
    if (element.kind == KIND_LINE && !r->is_prose)
        extras_add(&r->names, xml_lines_local(name), r->line);
    r->open[r->depth++] = element;
    r->n_elements++;
}

/* Takes a metadata element near the start of the document, the first of each name. */
static void take_fact(struct reader *r, struct str name)
{
    struct document *d = r->document;
    struct str value = str_trim(buf_str(&r->fact));
    if (r->n_elements > MAX_FACT_ELEMENTS || value.n == 0 || value.n >= MAX_FACT_BYTES)
        return;
    if (str_equal(name, STR_LITERAL("language")) || str_equal(name, STR_LITERAL("lang")))
        d->language = d->language.n ? d->language : arena_copy(d->arena, value);
    else if (str_equal(name, STR_LITERAL("creator")))
        document_add_field(d, STR_LITERAL("author"), value);
    else
        document_add_values(d, name, value);
}

static void end_title(struct reader *r, struct str name)
{
    static const char *const of_articles[] = {"article-title", "articletitle", NULL};
    bool has_text = r->flow.heading_level == 0 && r->flow.n_headings;
    bool is_of_article = str_is_one_of_ignoring_case(name, of_articles) &&
                         r->n_elements <= MAX_FACT_ELEMENTS;
    r->flow.heading_level = 0;
    if (!has_text || (r->document->title.n && !(r->has_plain_title && is_of_article)))
        return;
    struct str text = buf_str(&r->flow.text);
    size_t start = r->flow.headings[r->flow.n_headings - 1].offset;
    struct str above = str_trim(str_slice(text, 0, start)); /* ends in the name of the page */
    if (r->lists_pages && !str_ends_with(above, STR_LITERAL("\nindex")))
        return;
    r->has_plain_title = !is_of_article;
    text = str_slice(text, start, text.n);
    r->document->title = arena_copy(r->document->arena, str_trim(text));
}

static void end_element(void *ctx, struct str name)
{
    struct reader *r = ctx;
    if (r->n_too_deep) {
        r->n_too_deep--;
        return;
    }
    if (r->depth == 0)
        return;
    struct element element = r->open[--r->depth];
    if (element.kind == KIND_TITLE)
        end_title(r, xml_lines_local(name));
    xml_date_end(&r->date, xml_lines_local(name));
    if (element.kind == KIND_FACT)
        take_fact(r, xml_lines_local(name));
    r->section_depth -= element.kind == KIND_SECTION;
    flow_gap(&r->flow, gap_of(element.kind));
}

/* Appends a line without white space around it, or as it is in verbatim text. */
static void add_line(struct reader *r, struct str text, uint32_t line, bool is_verbatim)
{
    struct str word = str_trim(text);
    if (is_verbatim) {
        flow_append(&r->flow, text, line, 0);
        return;
    }
    if (word.n == 0 || word.p > text.p)
        flow_gap(&r->flow, GAP_SPACE);
    flow_append(&r->flow, word, line, 0);
    if (word.p + word.n < text.p + text.n)
        flow_gap(&r->flow, GAP_SPACE);
}

/* Returns whether text is base64, as of a picture: long, and without other characters. */
static bool is_base64(struct str text)
{
    size_t n = 0, n_cased = 0, n_small = 0, run = 0;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (ascii_is_space(c)) {
            if (run && run < MIN_BASE64_BYTES / 2 && str_trim(str_slice(text, i, text.n)).n)
                return false; /* words are short, and only the last line of base64 is */
            run = 0;
            continue;
        }
        if (!ascii_is_alpha(c) && !ascii_is_digit(c) && c != '+' && c != '/' && c != '=')
            return false;
        n_small += c >= 'a' && c <= 'z';
        n_cased += ascii_is_upper(c) || ascii_is_digit(c) || c == '+' || c == '/';
        n++;
        run++;
    }
    return n >= MIN_BASE64_BYTES && n_cased * 4 > n && n_small * 8 > n;
}

/* Returns whether text is HTML. Only a CDATA section delivers tags as text. */
static bool is_page(struct str text)
{
    return str_find_char(text, '<', 0) < text.n && str_find_char(text, '>', 0) < text.n &&
           html_is_in(text);
}

static void add_text(void *ctx, struct str text, uint32_t line)
{
    struct reader *r = ctx;
    struct element *element = r->depth ? &r->open[r->depth - 1] : NULL;
    bool is_verbatim = element && element->is_verbatim;
    AUTO(buf_done) struct buf plain = BUF_INIT;
    r->line = r->first_line + line - 1 + str_count_breaks(text);
    if ((element && element->is_binary) || is_base64(text))
        return;
    if (element && element->kind == KIND_LINE && !is_verbatim && is_page(text)) {
        text = html_text_of(text, &plain);
        element->has_text = true;
    }
    if (element && str_trim(text).n)
        element->has_text = true;
    xml_date_text(&r->date, text);
    if (element && element->kind == KIND_FACT && r->fact.n + text.n < MAX_FACT_BYTES)
        buf_append_str(&r->fact, text);
    for (size_t start = 0; start <= text.n; line++) {
        size_t end = str_find_char(text, '\n', start);
        add_line(r, str_slice(text, start, end), r->first_line + line - 1, is_verbatim);
        if (end < text.n) {
            if (is_verbatim)
                flow_break_line(&r->flow);
            else
                flow_gap(&r->flow, GAP_SOFT_LINE);
        }
        start = end + 1;
    }
}

/* Keeps a comment, which in settings often tells what they are for. */
static void add_comment(void *ctx, struct str text, uint32_t line)
{
    struct reader *r = ctx;
    if (!r->is_picture && !is_base64(text))
        extras_add(&r->values, text, r->first_line + line - 1);
}

/* Reads text without a parser, from offset on, dropping tags. */
static void read_flat(struct reader *r, struct str source, size_t offset)
{
    struct html_stripper stripper = HTML_STRIPPER_INIT;
    uint32_t line = r->first_line;
    for (size_t i = str_find_char(source, '\n', 0); i < offset;
         i = str_find_char(source, '\n', i + 1))
        line++;
    struct str rest = str_slice(source, offset, source.n), text;
    flow_gap(&r->flow, GAP_PARAGRAPH);
    for (; str_next_line(&rest, &text); line++) {
        html_strip(&stripper, text, &r->flow, line, 0);
        flow_gap(&r->flow, GAP_SOFT_LINE);
    }
}

static void reader_done(struct reader *r)
{
    flow_done(&r->flow);
    flow_done(&r->attributes);
    flow_done(&r->captions);
    extras_done(&r->values);
    extras_done(&r->names);
    buf_done(&r->fact);
    xml_date_done(&r->date);
}

/* Keeps the attributes of a document that has text of its own, but for the captions in it. */
static void keep_attributes(struct reader *r)
{
    struct str captions = buf_str(&r->captions.text), lines = buf_str(&r->attributes.text), line;
    while (str_next_line(&captions, &line))
        extras_leave_out(&r->values, line);
    while (str_next_line(&lines, &line))
        extras_add(&r->values, line, r->first_line);
}

/* Keeps the names of elements: in settings and records, they are what a value is. */
static void keep_names(struct reader *r)
{
    struct str names = buf_str(&r->names.flow.text), name;
    while (str_next_line(&names, &name))
        extras_add(&r->values, name, r->first_line);
}

enum err_code xml_file_read(const struct reader_input *input, struct arena *scratch,
                            const struct reader_output *output, struct err *err)
{
    AUTO(buf_done) struct buf unix_lines = BUF_INIT;
    AUTO(buf_done) struct buf resolved = BUF_INIT;
    AUTO(buf_done) struct buf text = BUF_INIT;
    struct document d;

    arena_clear(scratch);
    reader_begin(&d, input, scratch, "xml");
    AUTO(reader_done)
    struct reader r = {.document = &d,
                       .flow = FLOW_INIT,
                       .attributes = FLOW_INIT,
                       .captions = FLOW_INIT,
                       .values = EXTRAS_INIT,
                       .names = EXTRAS_INIT,
                       .first_line = input->first_line,
                       .line = input->first_line};
    struct xml_handlers handlers = {start_element, end_element, add_text, add_comment, &r};
    struct str source = xml_lines_resolve(reader_unix_lines(input->text, &unix_lines), &resolved);
    size_t n = xml_lines_read(source, &handlers);
    if (n < source.n)
        read_flat(&r, source, n);
    document_add_field(&d, STR_LITERAL("published"), buf_str(&r.date.best));
    flow_deliver(&r.flow, &text, &d);
    bool has_own_text = r.is_picture || r.attributes.text.n * 2 <= r.flow.text.n;
    flow_deliver(has_own_text ? &r.captions : &r.attributes, &text, &d);
    if (r.is_picture && d.text.n == 0)
        return ERR_OK; /* a picture without words */
    if (has_own_text && !r.is_picture)
        keep_attributes(&r);
    if (!r.is_prose)
        keep_names(&r);
    if (!r.is_picture)
        extras_deliver(&r.values, &text, &d);
    return output->add(output->ctx, &d, err);
}
