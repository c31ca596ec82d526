/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads EPUB: the chapters, which are HTML pages, in reading order. */
#include "indexer/charset/decode.h"
#include "indexer/formats/office/office.h"
#include "indexer/formats/shared/made_up.h"

#include "base/mem.h"

struct item {
    struct str id, part;
    bool is_contents; /* the table of contents, which only repeats headings */
};

struct title {
    struct str id, text;
};

/* Metadata about another element: the kind of a title, its position among several. */
struct refinement {
    struct str of, kind, place;
};

struct book {
    struct office *office;
    struct str root; /* the part that lists the others */
    struct item *items;
    size_t n_items, items_capacity;
    struct title *titles;
    size_t n_titles, titles_capacity;
    struct refinement *refinements;
    size_t n_refinements, refinements_capacity;
    struct str of; /* the id of what the current element is about */
    enum {
        BOOK_OTHER,
        BOOK_TITLE,
        BOOK_TITLE_KIND,
        BOOK_TITLE_PLACE,
        BOOK_DATE,
        BOOK_MODIFIED
    } element;
    struct buf value;     /* the text of that element */
    struct arena scratch; /* cleared for each chapter */
    struct buf decoded;
    struct buf text;
};

/* ---- chapters ---- */

static enum err_code add_chapter(void *ctx, struct document *chapter, struct err *err)
{
    struct book *b = ctx;
    struct document *d = &b->office->document;
    (void)err;
    if (chapter->text.n == 0)
        return ERR_OK;
    if (b->text.n)
        buf_append(&b->text, "\n\n", 2);
    for (size_t i = 0; i < chapter->n_headings; i++)
        document_add_heading(d, b->text.n + chapter->headings[i].offset,
                             chapter->headings[i].level);
    buf_append_str(&b->text, chapter->text);
    if (str_find(chapter->text, chapter->title, 0) == chapter->text.n)
        office_add_beside(b->office, chapter->title);
    return ERR_OK;
}

static void skip_nothing(void *ctx, uint32_t line, const char *reason)
{
    (void)ctx, (void)line, (void)reason;
}

static void read_chapter(struct book *b, struct str part)
{
    struct decoded decoded;
    struct err err = ERR_INIT;
    struct reader_output output = {add_chapter, skip_nothing, b};
    struct str bytes = package_take_part(b->office->package, part, b->office->budget);
    if (bytes.n == 0 && package_part(b->office->package, part).n)
        return; /* it has been read, and the budget does not allow a second time */
    if (bytes.n == 0 || decode(bytes, &b->decoded, &decoded, &err)) {
        b->office->n_damaged++;
        return;
    }
    struct reader_input source = {
        .path = part,
        .text = decoded.text,
        .charset = str_of(decoded.charset),
        .first_line = 1,
    };
    if (html_read(&source, &b->scratch, &output, &err))
        b->office->n_damaged++;
}

/* ---- the lists of parts ---- */

static void container_start(void *ctx, struct str name, const struct xml_attributes *attributes)
{
    struct book *b = ctx;
    if (b->root.n == 0 && str_equal(name, STR_LITERAL("rootfile")))
        b->root = arena_copy(b->office->document.arena, xml_attribute(attributes, "full-path"));
}

static void contents_start(void *ctx, struct str name, const struct xml_attributes *attributes)
{
    struct book *b = ctx;
    struct arena *arena = b->office->document.arena;
    if (str_equal(name, STR_LITERAL("item"))) {
        MEM_GROW(b->items, b->n_items, b->items_capacity);
        b->items[b->n_items++] = (struct item){
            .id = arena_copy(arena, xml_attribute(attributes, "id")),
            .part = package_resolve(b->root, xml_attribute(attributes, "href"), arena),
            .is_contents = str_equal(xml_attribute(attributes, "properties"), STR_LITERAL("nav")),
        };
    } else if (str_equal(name, STR_LITERAL("itemref"))) {
        struct str id = xml_attribute(attributes, "idref");
        for (size_t i = 0; i < b->n_items; i++)
            if (str_equal(b->items[i].id, id)) {
                struct str part = b->items[i].part;
                b->items[i] = b->items[--b->n_items]; /* each chapter is read once */
                read_chapter(b, part);
                return;
            }
    }
}

static void ignore_end(void *ctx, struct str name)
{
    (void)ctx, (void)name;
}

static void ignore_text(void *ctx, struct str text)
{
    (void)ctx, (void)text;
}

/* ---- titles and dates of several kinds ---- */

static void kinds_start(void *ctx, struct str name, const struct xml_attributes *attributes)
{
    struct book *b = ctx;
    struct arena *arena = b->office->document.arena;
    bool is_title = str_equal_ignoring_case(name, STR_LITERAL("title"));
    bool is_meta = str_equal(name, STR_LITERAL("meta"));
    struct str property = is_meta ? xml_attribute(attributes, "property") : STR_EMPTY;
    b->element = is_title                                               ? BOOK_TITLE
                 : str_equal(property, STR_LITERAL("title-type"))       ? BOOK_TITLE_KIND
                 : str_equal(property, STR_LITERAL("display-seq"))      ? BOOK_TITLE_PLACE
                 : str_equal(property, STR_LITERAL("dcterms:modified")) ? BOOK_MODIFIED
                 : str_equal(name, STR_LITERAL("date"))                 ? BOOK_DATE
                                                                        : BOOK_OTHER;
    struct str of = xml_attribute(attributes, is_title ? "id" : is_meta ? "refines" : "event");
    b->of = arena_copy(arena, str_slice(of, is_meta && of.n && of.p[0] == '#', of.n));
    if (is_meta &&
        str_starts_with(xml_attribute(attributes, "name"), STR_LITERAL("calibre:series")))
        document_add_field(&b->office->document, STR_LITERAL("series"),
                           xml_attribute(attributes, "content"));
    buf_clear(&b->value);
}

static void kinds_text(void *ctx, struct str text)
{
    struct book *b = ctx;
    if (b->element != BOOK_OTHER)
        buf_append_str(&b->value, text);
}

/* Ends an element. A date of modification is not that of publication. */
static void kinds_end(void *ctx, struct str name)
{
    struct book *b = ctx;
    struct document *d = &b->office->document;
    struct str value = str_trim(buf_str(&b->value));
    (void)name;
    if (value.n && b->element == BOOK_DATE) {
        bool is_event = b->of.n && !str_equal(b->of, STR_LITERAL("publication")) &&
                        !str_equal(b->of, STR_LITERAL("original-publication"));
        document_add_field(d, is_event ? STR_LITERAL("modified") : STR_LITERAL("date"), value);
    } else if (value.n && b->element == BOOK_TITLE) {
        MEM_GROW(b->titles, b->n_titles, b->titles_capacity);
        b->titles[b->n_titles++] = (struct title){b->of, arena_copy(d->arena, value)};
    } else if (b->element == BOOK_MODIFIED) {
        document_add_field(d, STR_LITERAL("modified"), value);
    } else if (b->element == BOOK_TITLE_KIND || b->element == BOOK_TITLE_PLACE) {
        bool is_kind = b->element == BOOK_TITLE_KIND;
        MEM_GROW(b->refinements, b->n_refinements, b->refinements_capacity);
        b->refinements[b->n_refinements++] = (struct refinement){
            b->of, is_kind ? arena_copy(d->arena, value) : STR_EMPTY,
            is_kind ? STR_EMPTY : arena_copy(d->arena, value)};
    }
    b->element = BOOK_OTHER;
}

/* Ranks a title, lower being better: first those marked as main, then by position, and last those
 * marked as another kind. */
static unsigned rank_title(const struct book *b, const struct title *title)
{
    unsigned rank = 2;
    for (size_t i = 0; i < b->n_refinements; i++) {
        const struct refinement *r = &b->refinements[i];
        if (title->id.n == 0 || !str_equal(r->of, title->id))
            continue;
        if (r->kind.n)
            rank = str_equal(r->kind, STR_LITERAL("main")) ? 0 : 3;
        else if (rank == 2 && str_equal(r->place, STR_LITERAL("1")))
            rank = 1;
    }
    return rank;
}

static void choose_title(struct book *b)
{
    const struct title *best = NULL;
    for (size_t i = 0; i < b->n_titles; i++)
        if (!made_up_is_title(b->titles[i].text) &&
            (!best || rank_title(b, &b->titles[i]) < rank_title(b, best)))
            best = &b->titles[i];
    if (best)
        b->office->document.title = best->text;
}

/* Reads chapters outside of the reading order, such as notes, and all chapters if there is no
 * order. */
static void read_other_chapters(struct book *b)
{
    static const char *const endings[] = {".xhtml", ".html", ".htm", NULL};
    struct package *package = b->office->package;
    bool has_order = b->n_items > 0 || b->text.n > 0;
    for (size_t i = 0; i < b->n_items; i++)
        if (!b->items[i].is_contents &&
            str_ends_with_one_of_ignoring_case(b->items[i].part, endings))
            read_chapter(b, b->items[i].part);
    for (size_t i = 0; i < package->n && !has_order; i++)
        if (str_ends_with_one_of_ignoring_case(package->parts[i].name, endings))
            read_chapter(b, package->parts[i].name);
}

static void book_done(struct book *b)
{
    mem_free(b->titles);
    mem_free(b->refinements);
    buf_done(&b->value);
    mem_free(b->items);
    arena_done(&b->scratch);
    buf_done(&b->decoded);
    buf_done(&b->text);
}

enum err_code office_epub(struct office *o, struct err *err)
{
    static const struct xml_handler container = {container_start, ignore_end, ignore_text};
    static const struct xml_handler contents = {contents_start, ignore_end, ignore_text};
    static const struct xml_handler kinds = {kinds_start, kinds_end, kinds_text};
    static const struct office_name names[] = {
        {"title", "title"},
        {"language", "language"},
        {"creator", "author"},
        {"contributor", "contributor"},
        {"publisher", "publisher"},
        {"subject", "subject"},
        {"description", "description"},
        {"rights", "rights"},
        {"identifier", "identifier"},
        {NULL, NULL},
    };
    AUTO(book_done)
    struct book b = {.office = o, .root = STR_EMPTY, .of = STR_EMPTY};
    office_read_part(o, STR_LITERAL("META-INF/container.xml"), &container, &b);
    office_read_part(o, b.root, &kinds, &b);
    choose_title(&b);
    office_read_metadata(o, b.root, names);
    office_read_part(o, b.root, &contents, &b);
    read_other_chapters(&b);
    o->document.text = buf_str(&b.text);
    return office_finish(o, err);
}
