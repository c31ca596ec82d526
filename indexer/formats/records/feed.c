/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads RSS and Atom. Every item or entry becomes a document, with its HTML content as the text. */
#include "indexer/formats/shared/extras.h"
#include "indexer/formats/shared/html_strip.h"
#include "indexer/formats/shared/reader.h"
#include "indexer/formats/shared/xml_lines.h"

#include "base/json.h"
#include "base/mem.h"
#include "text/utf8.h"

enum { MAX_MEMBER_BYTES = 16 * 1024 * 1024 };

enum member {
    MEMBER_NONE,
    MEMBER_TITLE,
    MEMBER_ID,
    MEMBER_LINK,
    MEMBER_DATE,
    MEMBER_UPDATED,
    MEMBER_AUTHOR,
    MEMBER_CATEGORY,
    MEMBER_SUMMARY,
    MEMBER_CONTENT,
    MEMBER_OTHER, /* of any other name */
    MEMBER_LIMIT,
};

struct piece {
    struct buf text;
    uint32_t line; /* where it begins; 0: it is empty */
};

struct reader {
    const struct reader_input *input;
    struct arena *scratch;
    const struct reader_output *output;
    struct err *err;
    const char *item_name;    /* "": an item or entry; NULL: the root has not been read yet */
    struct document document; /* of the current item */
    bool in_item;
    size_t depth;        /* of nested elements within the item */
    enum member member;  /* the current one */
    size_t member_depth; /* the depth of its element */
    /* It is of a vocabulary that is used only if the item has no member of its own. */
    bool is_other;
    bool is_base64; /* the member is encoded in base64 */
    struct piece summary, content, title, other_title, other_summary;
    struct buf value; /* of other members */
    struct buf rest;  /* text of the item that is in no known member */
    struct buf site;  /* the title of the feed */
    bool in_site;
    size_t source_depth;  /* of an element about the feed that an entry was copied from; 0: none */
    struct buf outside;   /* the text of the current element outside of items */
    struct buf author;    /* of the feed, for entries that name none */
    struct extras extras; /* what the feed says about itself, and addresses in attributes */
    size_t n_documents;
};

static enum member member_of(struct str name)
{
    static const struct {
        const char *name;
        enum member member;
    } members[] = {
        {"title", MEMBER_TITLE},
        {"guid", MEMBER_ID},
        {"id", MEMBER_ID},
        {"link", MEMBER_LINK},
        {"pubDate", MEMBER_DATE},
        {"published", MEMBER_DATE},
        {"date", MEMBER_DATE},
        {"issued", MEMBER_DATE},
        {"updated", MEMBER_UPDATED},
        {"modified", MEMBER_UPDATED},
        {"author", MEMBER_AUTHOR},
        {"creator", MEMBER_AUTHOR},
        {"name", MEMBER_AUTHOR},
        {"category", MEMBER_CATEGORY},
        {"subject", MEMBER_CATEGORY},
        {"summary", MEMBER_SUMMARY},
        {"description", MEMBER_SUMMARY},
        {"encoded", MEMBER_CONTENT},
        {"created", MEMBER_DATE},
        {"timestamp", MEMBER_DATE},
        {"tag", MEMBER_CATEGORY},
        {"text", MEMBER_CONTENT},
        {"content", MEMBER_CONTENT},
        {"body", MEMBER_CONTENT},
        {"fullitem", MEMBER_CONTENT},
    };
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        if (str_equal(name, str_of(members[i].name)))
            return members[i].member;
    return MEMBER_NONE;
}

static struct piece *piece_of(struct reader *r)
{
    return r->member == MEMBER_TITLE     ? r->is_other ? &r->other_title : &r->title
           : r->member == MEMBER_SUMMARY ? r->is_other ? &r->other_summary : &r->summary
           : r->member == MEMBER_CONTENT ? &r->content
                                         : NULL;
}

static void begin_item(struct reader *r)
{
    struct piece *pieces[] = {&r->summary, &r->content, &r->title, &r->other_title,
                              &r->other_summary};
    arena_clear(r->scratch);
    reader_begin(&r->document, r->input, r->scratch, "feed");
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        buf_clear(&pieces[i]->text);
        pieces[i]->line = 0;
    }
    buf_clear(&r->rest);
    r->document.first_line = 0;
    r->in_item = true;
    r->depth = 0;
    r->member = MEMBER_NONE;
}

/* Takes members that are attributes: <link href="..."/>, <category term="..."/>. */
static void take_attributes(struct reader *r, const char **attributes)
{
    struct document *d = &r->document;
    struct str relation = xml_lines_attribute(attributes, "rel");
    struct str href = xml_lines_attribute(attributes, "href");
    bool is_own = relation.n == 0 || str_equal(relation, STR_LITERAL("alternate"));
    if (r->member == MEMBER_LINK && is_own && document_field(d, "url").n == 0)
        document_add_field(d, STR_LITERAL("url"), href);
    else
        extras_add(&r->extras, href, d->first_line);
    extras_add(&r->extras, xml_lines_attribute(attributes, "url"), d->first_line);
    if (r->member == MEMBER_CATEGORY) {
        struct str term = xml_lines_attribute(attributes, "term");
        struct str label = xml_lines_attribute(attributes, "label");
        document_add_field(d, STR_LITERAL("tags"), term);
        if (!str_equal(term, label))
            document_add_field(d, STR_LITERAL("tags"), label);
    }
    struct str title = xml_lines_attribute(attributes, "title");
    if (title.n) {
        buf_append_str(&r->rest, title);
        buf_append_str(&r->rest, STR_LITERAL("\n\n"));
    }
}

/* Returns the member for an element. Those of iTunes and Media RSS repeat or shorten the item's own
 * members, and serve as title and text only if it has none. */
static enum member member_of_element(struct reader *r, struct str name, struct str local)
{
    enum member member = member_of(local);
    r->is_other = str_starts_with(name, STR_LITERAL("media:")) ||
                  str_starts_with(name, STR_LITERAL("itunes:")) || r->source_depth;
    if (!r->is_other)
        return member;
    switch (member) {
    case MEMBER_TITLE:
    case MEMBER_SUMMARY:
    case MEMBER_AUTHOR:
    case MEMBER_CATEGORY:
        return member;
    default:
        return MEMBER_NONE;
    }
}

/* Returns whether an element is encoded in base64: media, and text in early feeds. */
static bool is_base64(struct str local, const char **attributes)
{
    struct str type = xml_lines_attribute(attributes, "type");
    bool is_media = str_find_char(type, '/', 0) < type.n &&
                    !str_starts_with(type, STR_LITERAL("text/")) &&
                    !str_ends_with(type, STR_LITERAL("xml"));
    return str_equal(xml_lines_attribute(attributes, "encoding"), STR_LITERAL("base64")) ||
           str_equal(xml_lines_attribute(attributes, "mode"), STR_LITERAL("base64")) ||
           (is_media && str_equal(local, STR_LITERAL("content")));
}

/* Decodes base64 in place. Clears the buffer if the result is not text. */
static void decode_base64(struct buf *b)
{
    json_decode_base64(b);
    if (!utf8_is_valid(buf_str(b), NULL) || memchr(b->p, '\0', b->n))
        b->n = 0;
}

/* Returns the element name of documents under a root that is not a feed: notes of Evernote, pages
 * of a wiki. */
static const char *item_name_of(struct str root)
{
    return str_equal(root, STR_LITERAL("en-export"))   ? "note"
           : str_equal(root, STR_LITERAL("mediawiki")) ? "page"
                                                       : "";
}

/* Takes an element of another name: as text if it reads like prose, otherwise as a field. */
static void take_other(struct reader *r, struct str name, struct str value)
{
    enum { PROSE_BYTES = 64 };
    AUTO(buf_done) struct buf plain = BUF_INIT;
    if (value.n == 0 || r->is_base64)
        return;
    value = str_trim(html_text_of(value, &plain));
    bool is_prose = value.n >= PROSE_BYTES && str_find_char(value, ' ', 0) < value.n;
    if (!is_prose && document_add_values(&r->document, name, value))
        return;
    buf_append_str(&r->rest, value);
    buf_append_str(&r->rest, STR_LITERAL("\n\n"));
}

static void end_member(struct reader *r, struct str name)
{
    struct document *d = &r->document;
    struct piece *piece = piece_of(r);
    if (r->is_base64 && piece)
        decode_base64(&piece->text);
    struct str value = str_trim(buf_str(&r->value));
    switch (r->member) {
    case MEMBER_ID:
        d->id = d->id.n ? d->id : arena_copy(d->arena, value);
        break;
    case MEMBER_LINK:
        if (document_field(d, "url").n == 0)
            document_add_field(d, STR_LITERAL("url"), value);
        break;
    case MEMBER_DATE:
        document_add_field(d, STR_LITERAL("date"), value);
        break;
    case MEMBER_UPDATED:
        document_add_field(d, STR_LITERAL("modified"), value);
        break;
    case MEMBER_AUTHOR:
        if (!r->is_other || document_field(d, "author").n == 0)
            document_add_field(d, STR_LITERAL("author"), value);
        break;
    case MEMBER_CATEGORY:
        document_add_field(d, STR_LITERAL("tags"), value);
        break;
    case MEMBER_OTHER:
        take_other(r, name, value);
        break;
    default:
        break;
    }
    buf_clear(&r->value);
}

/* Keeps a tag of XHTML within a piece, which is read as HTML later. */
static void append_tag(struct piece *piece, const char *start, struct str local)
{
    if (!piece || !piece->text.n)
        return;
    buf_append_str(&piece->text, str_of(start));
    buf_append_str(&piece->text, local);
    buf_append_char(&piece->text, '>');
}

/* Separates a member from another one that the same piece contains: two descriptions, say. */
static void begin_piece(struct piece *piece, enum member member)
{
    if (piece && piece->text.n)
        buf_append_str(&piece->text,
                       member == MEMBER_TITLE ? STR_LITERAL(" ") : STR_LITERAL("\n\n"));
}

static void begin_outside(struct reader *r, struct str local, const char **attributes)
{
    /* The categories of podcasts: <itunes:category text="Science">. */
    extras_add(&r->extras, xml_lines_attribute(attributes, "text"), r->input->first_line);
    r->in_site = str_equal(local, STR_LITERAL("title")) && r->site.n == 0;
    buf_clear(&r->outside);
}

/* Takes what an element outside of items says about the feed. */
static void end_outside(struct reader *r, struct str local)
{
    AUTO(buf_done) struct buf plain = BUF_INIT;
    struct str text = str_trim(buf_str(&r->outside));
    bool is_author = r->author.n == 0 && member_of(local) == MEMBER_AUTHOR;
    if (is_author && text.n)
        buf_append_str(&r->author, text);
    if (!r->in_site)
        extras_add(&r->extras, html_text_of(text, &plain), r->input->first_line);
    buf_clear(&r->outside);
    r->in_site = false;
}

static void start_element(void *ctx, struct str name, const char **attributes)
{
    struct reader *r = ctx;
    struct str local = xml_lines_local(name);
    if (r->err->code)
        return;
    if (!r->item_name)
        r->item_name = item_name_of(local);
    if (!r->in_item) {
        if (*r->item_name
                ? str_equal(local, str_of(r->item_name))
                : str_equal(local, STR_LITERAL("item")) || str_equal(local, STR_LITERAL("entry")))
            begin_item(r);
        else
            begin_outside(r, local, attributes);
        return;
    }
    r->depth++;
    if (r->source_depth == 0 && str_equal(local, STR_LITERAL("source")))
        r->source_depth = r->depth;
    if (r->member == MEMBER_NONE || r->member == MEMBER_AUTHOR || r->member == MEMBER_OTHER) {
        enum member member = member_of_element(r, name, local);
        if (member == MEMBER_NONE && r->member == MEMBER_AUTHOR)
            return;
        if (r->member == MEMBER_OTHER)
            end_member(r, local);
        r->member = member == MEMBER_NONE ? MEMBER_OTHER : member;
        r->member_depth = r->depth;
        r->is_base64 = is_base64(local, attributes);
        buf_clear(&r->value);
        begin_piece(piece_of(r), r->member);
        take_attributes(r, attributes);
        return;
    }
    append_tag(piece_of(r), "<", local);
}

/* Appends the text of a member without its HTML tags. */
static void write_piece(const struct piece *piece, struct flow *flow, uint32_t first_line)
{
    struct html_stripper stripper = HTML_STRIPPER_INIT;
    AUTO(buf_done) struct buf once = BUF_INIT;
    struct str rest = buf_str(&piece->text), line;
    stripper.reads_cdata = stripper.keeps_captions = true;
    if (html_is_escaped(rest))
        rest = html_resolve(rest, &once);
    for (uint32_t i = 0; str_next_line(&rest, &line); i++) {
        line = str_trim(line);
        html_strip(&stripper, line, flow, first_line + piece->line - 1 + i, 0);
        flow_gap(flow, line.n ? GAP_SOFT_LINE : GAP_PARAGRAPH);
    }
    flow_gap(flow, GAP_PARAGRAPH);
}

/* Returns whether text contains s, ignoring the dots at the end of a shortened s. */
static bool says(struct str text, struct str s)
{
    static const char *const ends[] = {"[...]", "...", "[…]", "…", "[&hellip;]", NULL};
    for (size_t i = 0; ends[i]; i++)
        if (str_ends_with(s, str_of(ends[i])))
            s = str_trim(str_slice(s, 0, s.n - strlen(ends[i])));
    return str_find(text, s, 0) < text.n || s.n == 0;
}

/* Writes what the item has besides its text: a short summary is a field, everything else more
 * text. */
static void write_beside(struct reader *r, struct flow *flow, const struct piece *body)
{
    const struct piece *const beside[] = {&r->summary, &r->other_title, &r->other_summary};
    struct document *d = &r->document;
    uint32_t line = r->input->first_line;
    for (size_t i = 0; i < sizeof beside / sizeof *beside; i++) {
        AUTO(flow_done) struct flow more = FLOW_INIT;
        if (beside[i] == body || beside[i]->text.n == 0)
            continue;
        write_piece(beside[i], &more, line);
        struct str text = str_trim(buf_str(&more.text));
        if (beside[i] == &r->summary && text.n < flow->text.n / 2)
            document_add_field(d, STR_LITERAL("description"), text);
        else if (!says(buf_str(&flow->text), text) && !says(d->title, text))
            write_piece(beside[i], flow, line);
    }
    struct str rest = buf_str(&r->rest), next;
    while (str_next_line(&rest, &next)) {
        flow_append(flow, str_trim(next), d->first_line, 0);
        flow_gap(flow, next.n ? GAP_SOFT_LINE : GAP_PARAGRAPH);
    }
}

static void end_item(struct reader *r)
{
    AUTO(buf_done) struct buf text = BUF_INIT;
    AUTO(flow_done) struct flow flow = FLOW_INIT;
    AUTO(flow_done) struct flow title = FLOW_INIT;
    struct document *d = &r->document;

    write_piece(r->title.text.n ? &r->title : &r->other_title, &title, r->input->first_line);
    d->title = arena_copy(d->arena, str_trim(buf_str(&title.text)));
    const struct piece *summary = r->summary.text.n ? &r->summary : &r->other_summary;
    const struct piece *body = r->content.text.n ? &r->content : summary;
    write_piece(body, &flow, r->input->first_line);
    write_beside(r, &flow, body);
    if (document_field(d, "author").n == 0)
        document_add_field(d, STR_LITERAL("author"), buf_str(&r->author));
    flow_deliver(&flow, &text, d);
    extras_deliver(&r->extras, &text, d);
    extras_done(&r->extras);
    r->extras = (struct extras)EXTRAS_INIT;
    if (d->n_lines == 0)
        document_add_line(d, 0, d->first_line ? d->first_line : r->input->first_line, 0);
    document_add_field(d, STR_LITERAL("site"), buf_str(&r->site));
    if (d->id.n == 0)
        d->id = document_field(d, "url");
    r->n_documents++;
    if (d->id.n == 0)
        d->id = arena_format(d->arena, "%zu", r->n_documents);
    d->first_line = d->first_line ? d->first_line : r->input->first_line;
    r->in_item = false;
    (void)r->output->add(r->output->ctx, d, r->err);
}

static void end_element(void *ctx, struct str name)
{
    struct reader *r = ctx;
    struct str local = xml_lines_local(name);
    if (r->err->code)
        return;
    if (!r->in_item) {
        end_outside(r, local);
        return;
    }
    if (r->depth == 0) {
        end_item(r);
        return;
    }
    bool is_member = r->member != MEMBER_NONE && r->depth == r->member_depth;
    if (is_member)
        end_member(r, local);
    else
        append_tag(piece_of(r), "</", local);
    r->source_depth = r->depth > r->source_depth ? r->source_depth : 0;
    r->depth--;
    if (is_member) { /* which may be within another element */
        r->member = r->depth ? MEMBER_OTHER : MEMBER_NONE;
        r->member_depth = r->depth;
        r->is_base64 = false;
    }
}

/* Appends text of an element within a member, escaped, since it is text and not escaped HTML. */
static void append_escaped(struct buf *out, struct str text)
{
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '<')
            buf_append_str(out, STR_LITERAL("&lt;"));
        else if (text.p[i] == '&')
            buf_append_str(out, STR_LITERAL("&amp;"));
        else
            buf_append_char(out, text.p[i]);
    }
}

static void add_text(void *ctx, struct str text, uint32_t line)
{
    struct reader *r = ctx;
    if (r->in_site && r->site.n + text.n < 1000)
        buf_append_str(&r->site, text);
    if (!r->in_item && r->outside.n + text.n < MAX_MEMBER_BYTES)
        buf_append_str(&r->outside, text);
    if (r->err->code || !r->in_item || r->member == MEMBER_NONE)
        return;
    if (r->document.first_line == 0)
        r->document.first_line = r->input->first_line + line - 1;
    struct piece *piece = piece_of(r);
    struct buf *out = piece ? &piece->text : &r->value;
    if (out->n + text.n > MAX_MEMBER_BYTES)
        return;
    if (piece && piece->line == 0)
        piece->line = line;
    if (piece && r->depth > r->member_depth)
        append_escaped(out, text);
    else
        buf_append_str(out, text);
}

static void reader_done(struct reader *r)
{
    buf_done(&r->summary.text);
    buf_done(&r->content.text);
    buf_done(&r->title.text);
    buf_done(&r->other_title.text);
    buf_done(&r->other_summary.text);
    buf_done(&r->value);
    buf_done(&r->rest);
    buf_done(&r->site);
    buf_done(&r->outside);
    buf_done(&r->author);
    extras_done(&r->extras);
}

enum err_code feed_read(const struct reader_input *input, struct arena *scratch,
                        const struct reader_output *output, struct err *err)
{
    AUTO(buf_done) struct buf unix_lines = BUF_INIT;
    AUTO(buf_done) struct buf resolved = BUF_INIT;
    AUTO(reader_done)
    struct reader r = {.input = input, .scratch = scratch, .output = output, .err = err};
    struct xml_handlers handlers = {start_element, end_element, add_text, NULL, &r};
    struct str source = reader_unix_lines(input->text, &unix_lines);
    (void)xml_lines_read(xml_lines_resolve(source, &resolved), &handlers);
    if (!err->code && r.in_item) { /* the end of the file is missing */
        end_member(&r, STR_EMPTY);
        end_item(&r);
    }
    if (!err->code && r.n_documents && r.extras.flow.text.n) { /* about the feed, at its end */
        begin_item(&r);
        end_item(&r);
    }
    if (err->code || r.n_documents)
        return err->code;
    return xml_file_read(input, scratch, output, err);
}
