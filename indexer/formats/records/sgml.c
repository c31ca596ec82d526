/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads news wire in SGML, with many documents in a file: <REUTERS ... NEWID="1"> as in
 * Reuters-21578, or <DOC> as in the TREC collections. */
#include "indexer/formats/records/sgml.h"
#include "indexer/formats/shared/html_strip.h"
#include "indexer/formats/shared/pen.h"
#include "indexer/formats/shared/reader.h"

#include "base/mem.h"

enum { MAX_VALUE_BYTES = 4000, MAX_NAME_BYTES = 32 };

enum role {
    ROLE_TEXT,
    ROLE_ID,
    ROLE_TITLE,
    ROLE_FIELD,
    ROLE_HIDDEN,
    ROLE_LIST, /* of <D> elements, or of single values */
};

struct reader {
    const struct reader_input *input;
    struct document document;
    struct pen pen;
    struct flow flow;
    struct buf value; /* of an element that is not text */
    struct buf title;
    enum role role;            /* of the current element */
    char name[MAX_NAME_BYTES]; /* of the current field */
};

struct tag {
    size_t start, end; /* offsets, including "<" and ">" */
    struct str name;   /* without "/" */
    bool is_end;
};

/* Parses the tag at i, which must end before end. Returns false if there is none. */
static bool is_tag(struct str s, size_t i, size_t end, struct tag *ret)
{
    bool is_end = i + 1 < end && s.p[i + 1] == '/';
    size_t n = i + 1 + is_end;
    size_t start = n;
    while (n < end && n - start < MAX_NAME_BYTES &&
           (ascii_is_alpha(s.p[n]) || ascii_is_digit(s.p[n]) || s.p[n] == '_' || s.p[n] == '-'))
        n++;
    if (n == start || !ascii_is_alpha(s.p[start]))
        return false;
    size_t close = n;
    while (close < end && s.p[close] != '>' && s.p[close] != '<')
        close++;
    if (close == end || s.p[close] != '>')
        return false;
    *ret = (struct tag){i, close + 1, str_slice(s, start, n), is_end};
    return true;
}

/* Finds the first tag at or after from. Returns false if there is none before end. */
static bool find_tag(struct str s, size_t from, size_t end, struct tag *ret)
{
    struct str part = str_slice(s, 0, end);
    for (size_t i = str_find_char(part, '<', from); i + 1 < end;
         i = str_find_char(part, '<', i + 1))
        if (is_tag(s, i, end, ret))
            return true;
    return false;
}

static bool has_name(const struct tag *tag, const char *name)
{
    return str_equal_ignoring_case(tag->name, str_of(name));
}

static bool is_document(const struct tag *tag)
{
    return has_name(tag, "reuters") || has_name(tag, "doc");
}

bool sgml_is_document(struct str s, size_t at)
{
    struct tag tag;
    return is_tag(s, at, s.n, &tag) && is_document(&tag) && !tag.is_end;
}

static enum role role_of(struct str name)
{
    static const struct {
        const char *name;
        enum role role;
    } roles[] = {
        {"docno", ROLE_ID},       {"title", ROLE_TITLE},   {"headline", ROLE_TITLE},
        {"head", ROLE_TITLE},     {"hl", ROLE_TITLE},      {"ttl", ROLE_TITLE},
        {"docid", ROLE_FIELD},    {"date", ROLE_FIELD},    {"date_time", ROLE_FIELD},
        {"author", ROLE_FIELD},   {"byline", ROLE_FIELD},  {"source", ROLE_FIELD},
        {"subject", ROLE_FIELD},  {"pub", ROLE_FIELD},     {"page", ROLE_FIELD},
        {"section", ROLE_FIELD},  {"length", ROLE_FIELD},  {"profile", ROLE_FIELD},
        {"doctype", ROLE_FIELD},  {"txttype", ROLE_FIELD}, {"unknown", ROLE_HIDDEN},
        {"mknote", ROLE_HIDDEN},  {"fileid", ROLE_FIELD},  {"first", ROLE_FIELD},
        {"second", ROLE_FIELD},   {"country", ROLE_FIELD}, {"edition", ROLE_FIELD},
        {"url", ROLE_FIELD},      {"topics", ROLE_LIST},   {"places", ROLE_LIST},
        {"people", ROLE_LIST},    {"orgs", ROLE_LIST},     {"exchanges", ROLE_LIST},
        {"companies", ROLE_LIST},
    };
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
        if (str_equal_ignoring_case(name, str_of(roles[i].name)))
            return roles[i].role;
    return ROLE_TEXT;
}

/* Decodes a character reference. Control characters, and names that only TREC uses, have a text,
 * too. */
static size_t read_reference(struct str s, char utf8[4], struct str *ret)
{
    static const struct {
        const char *name, *text;
    } names[] = {{"&blank;", " "}, {"&hyph;", "-"}, {"&sp;", " "}};
    size_t utf8_n = 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_starts_with(s, str_of(names[i].name))) {
            *ret = str_of(names[i].text);
            return strlen(names[i].name);
        }
    size_t n = html_reference(s, utf8, &utf8_n);
    bool is_control = n && utf8_n == 1 && (unsigned char)utf8[0] < ' ';
    *ret = is_control ? STR_EMPTY : (struct str){utf8, utf8_n};
    return n;
}

/* Appends the text [start, end) to a value, with references decoded and white space folded. */
static void add_value(struct reader *r, struct buf *out, size_t start, size_t end)
{
    struct str s = r->pen.source, piece;
    char utf8[4];
    while (start < end && out->n < MAX_VALUE_BYTES) {
        size_t n = s.p[start] == '&' ? read_reference(str_slice(s, start, end), utf8, &piece) : 0;
        if (n) {
            buf_append_str(out, piece);
            start += n;
            continue;
        }
        char c = s.p[start++];
        if (!ascii_is_space(c))
            buf_append_char(out, c);
        else if (out->n && out->p[out->n - 1] != ' ')
            buf_append_char(out, ' ');
    }
}

/* Writes a line of the text. */
static void add_line(struct reader *r, size_t start, size_t end)
{
    struct str s = r->pen.source, piece;
    char utf8[4];
    size_t written = start;
    for (size_t i = start; i < end;) {
        size_t n = s.p[i] == '&' ? read_reference(str_slice(s, i, end), utf8, &piece) : 0;
        if (n == 0) {
            i++;
            continue;
        }
        pen_write(&r->pen, written, i);
        pen_put(&r->pen, piece, i);
        written = i += n;
    }
    pen_write(&r->pen, written, end);
}

/* Writes lines of the text. An indented line begins a paragraph. */
static void add_text(struct reader *r, size_t start, size_t end)
{
    struct str s = str_slice(r->pen.source, 0, end);
    for (bool is_first = true; start < end; is_first = false) {
        size_t newline = str_find_char(s, '\n', start);
        size_t stop = newline, word = start;
        while (word < newline && ascii_is_space(s.p[word]))
            word++;
        while (stop > word && ascii_is_space(s.p[stop - 1]))
            stop--;
        if (!is_first)
            flow_gap(&r->flow, word == stop || word - start >= 3 ? GAP_PARAGRAPH : GAP_SOFT_LINE);
        else if (word > start)
            flow_gap(&r->flow, GAP_SPACE);
        add_line(r, word, stop);
        if (stop < newline)
            flow_gap(&r->flow, GAP_SPACE);
        start = newline + 1;
    }
}

static void add(struct reader *r, size_t start, size_t end)
{
    switch (r->role) {
    case ROLE_TEXT:
        add_text(r, start, end);
        break;
    case ROLE_TITLE:
        add_value(r, &r->title, start, end);
        break;
    default:
        add_value(r, &r->value, start, end);
        break;
    }
}

/* Adds a date. In "910514", the year is one of the 20th century, as in the TREC collections. */
static void add_date(struct document *d, struct str value)
{
    bool is_short = value.n == 6;
    for (size_t i = 0; i < value.n; i++)
        is_short = is_short && ascii_is_digit(value.p[i]);
    if (is_short)
        value = arena_format(d->arena, "19%.*s", STR_PRINT(value));
    document_add_field(d, STR_LITERAL("date"), value);
}

/* Ends a value: that of an element, or one of a list. */
static void end_value(struct reader *r)
{
    struct document *d = &r->document;
    struct str value = str_trim(buf_str(&r->value)), name = str_of(r->name);
    if (r->role == ROLE_ID && d->id.n == 0)
        d->id = arena_copy(d->arena, value);
    else if (str_equal(name, STR_LITERAL("date")) || str_equal(name, STR_LITERAL("date_time")))
        add_date(d, value);
    else if (str_equal(name, STR_LITERAL("byline")) || str_equal(name, STR_LITERAL("author")))
        document_add_field(d, STR_LITERAL("author"),
                           str_starts_with(value, STR_LITERAL("By ")) ? str_slice(value, 3, value.n)
                                                                      : value);
    else if (r->role == ROLE_FIELD || r->role == ROLE_LIST)
        document_add_field(d, name, value);
    buf_clear(&r->value);
}

static void read_tag(struct reader *r, const struct tag *tag)
{
    enum role role = role_of(tag->name);
    if (r->role == ROLE_TEXT) {
        flow_gap(&r->flow,
                 has_name(tag, "dateline") || has_name(tag, "body") ? GAP_SPACE : GAP_PARAGRAPH);
        if (tag->is_end || role == ROLE_TEXT)
            return;
        r->role = role;
        for (size_t i = 0; i <= tag->name.n && i < sizeof r->name; i++)
            r->name[i] = i < tag->name.n ? ascii_lower(tag->name.p[i]) : '\0';
        r->name[sizeof r->name - 1] = '\0';
        buf_clear(&r->value);
        if (r->title.n)
            buf_append_char(&r->title, ' ');
    } else if (tag->is_end && str_equal_ignoring_case(tag->name, str_of(r->name))) {
        if (r->role != ROLE_TITLE)
            end_value(r);
        r->role = ROLE_TEXT;
    } else if (r->role == ROLE_LIST && has_name(tag, "d")) {
        end_value(r);
    }
}

/* Takes the attributes of <REUTERS>: NEWID is the id, the others are fields. */
static void read_attributes(struct reader *r, const struct tag *tag)
{
    struct document *d = &r->document;
    struct str s = str_slice(r->pen.source, 0, tag->end);
    size_t i = (size_t)(tag->name.p - s.p) + tag->name.n;
    while (i < s.n) {
        size_t equals = str_find_char(s, '=', i);
        size_t open = equals + 1;
        if (open >= s.n || s.p[open] != '"')
            return;
        size_t close = str_find_char(s, '"', open + 1);
        if (close == s.n)
            return;
        struct str name = str_trim(str_slice(s, i, equals));
        struct str value = str_trim(str_slice(s, open + 1, close));
        if (str_equal_ignoring_case(name, STR_LITERAL("newid")))
            d->id = arena_copy(d->arena, value);
        else if (!str_equal_ignoring_case(name, STR_LITERAL("topics")))
            document_add_field(d, name, value);
        i = close + 1;
    }
}

/* Reads the document that begins with the given tag and ends at end. */
static enum err_code read_document(struct reader *r, const struct tag *first, size_t end,
                                   struct arena *scratch, const struct reader_output *output,
                                   struct err *err)
{
    AUTO(buf_done) struct buf text = BUF_INIT;
    struct tag tag;
    arena_clear(scratch);
    reader_begin(&r->document, r->input, scratch, "sgml");
    flow_done(&r->flow);
    r->flow = (struct flow)FLOW_INIT;
    r->role = ROLE_TEXT;
    buf_clear(&r->title);
    r->document.first_line = pen_line(&r->pen, first->start);
    read_attributes(r, first);

    size_t at = first->end;
    while (find_tag(r->pen.source, at, end, &tag)) {
        add(r, at, tag.start);
        read_tag(r, &tag);
        at = tag.end;
    }
    add(r, at, end);
    r->document.title = arena_copy(scratch, str_trim(buf_str(&r->title)));
    if (r->document.id.n == 0)
        r->document.id = arena_format(scratch, "%u", r->document.first_line);
    flow_deliver(&r->flow, &text, &r->document);
    if (r->document.n_lines == 0)
        document_add_line(&r->document, 0, r->document.first_line, 0);
    return output->add(output->ctx, &r->document, err);
}

static void reader_done(struct reader *r)
{
    flow_done(&r->flow);
    buf_done(&r->value);
    buf_done(&r->title);
}

enum err_code sgml_read(const struct reader_input *input, struct arena *scratch,
                        const struct reader_output *output, struct err *err)
{
    AUTO(buf_done) struct buf unix_lines = BUF_INIT;
    AUTO(reader_done)
    struct reader r = {.input = input, .flow = FLOW_INIT};
    r.pen = (struct pen){reader_unix_lines(input->text, &unix_lines), &r.flow,
                         .line = input->first_line};
    struct str s = r.pen.source;
    struct tag first = {0}, tag;
    bool is_open = false;
    size_t n_documents = 0;

    for (size_t at = 0; find_tag(s, at, s.n, &tag); at = tag.end) {
        if (!is_document(&tag))
            continue;
        if (is_open && read_document(&r, &first, tag.start, scratch, output, err))
            return err->code;
        n_documents += is_open;
        is_open = !tag.is_end;
        first = tag;
    }
    if (is_open)
        return read_document(&r, &first, s.n, scratch, output, err);
    bool is_wire = n_documents || input->opening.n;
    return is_wire ? ERR_OK : xml_file_read(input, scratch, output, err);
}
