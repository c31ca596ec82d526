/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads calendars and address books (iCalendar, vCard). Each event, task, journal entry or card
 * becomes a document with its properties. */
#include "indexer/document/flow.h"
#include "indexer/formats/shared/extras.h"
#include "indexer/formats/shared/html_strip.h"
#include "indexer/formats/shared/reader.h"

#include "base/mem.h"
#include "text/utf8.h"

struct reader {
    const struct reader_input *input;
    struct arena *scratch;
    const struct reader_output *output;
    struct document document; /* of the current component */
    struct flow flow;
    struct str name;      /* of a card, composed from its parts */
    struct buf calendar;  /* its name */
    struct extras extras; /* descriptions of the calendar and of alarms, and as HTML */
    bool in_component;
    unsigned n_inner; /* components nested in it, such as alarms */
    size_t n_documents;
};

struct property {
    struct str name, parameters, value;
};

static bool is_component(struct str name)
{
    static const char *const names[] = {"VEVENT", "VTODO", "VJOURNAL", "VCARD", NULL};
    return str_is_one_of_ignoring_case(name, names);
}

/* Parses a line such as "item1.EMAIL;TYPE=home:ann@example.org". */
static bool read_property(struct str line, struct property *ret)
{
    bool in_quotes = false;
    size_t colon = 0, end;
    for (; colon < line.n && (in_quotes || line.p[colon] != ':'); colon++)
        in_quotes ^= line.p[colon] == '"';
    if (colon == line.n)
        return false;
    struct str head = str_slice(line, 0, colon);
    end = str_find_char(head, ';', 0);
    ret->name = str_slice(head, str_after_last(str_slice(head, 0, end), '.'), end);
    ret->parameters = str_slice(head, end, head.n);
    ret->value = str_slice(line, colon + 1, line.n);
    return true;
}

/* Replaces escaped commas, semicolons and line breaks, and joins the parts between semicolons with
 * blanks. */
static struct str unescape(struct arena *arena, struct str value)
{
    AUTO(buf_done) struct buf out = BUF_INIT;
    for (size_t i = 0; i < value.n; i++) {
        char c = value.p[i];
        if (c == '\\' && i + 1 < value.n) {
            c = value.p[++i];
            buf_append_char(&out, ascii_lower(c) == 'n' ? '\n' : c);
        } else {
            buf_append_char(&out, c == ';' ? ' ' : c);
        }
    }
    return str_trim(arena_copy(arena, buf_str(&out)));
}

static void begin(struct reader *r, uint32_t line)
{
    arena_clear(r->scratch);
    reader_begin(&r->document, r->input, r->scratch, "card");
    r->document.first_line = line;
    r->flow = (struct flow)FLOW_INIT;
    r->name = STR_EMPTY;
    r->in_component = true;
    r->n_inner = 0;
    document_add_field(&r->document, STR_LITERAL("calendar"),
                       arena_copy(r->scratch, buf_str(&r->calendar)));
}

/* Returns whether each word of a name is in the title. */
static bool says_all(struct str title, struct str name)
{
    for (size_t i = 0, end; i < name.n; i = end + 1) {
        end = str_find_char(name, ' ', i);
        if (str_find(title, str_slice(name, i, end), 0) == title.n)
            return false;
    }
    return true;
}

static enum err_code end(struct reader *r, struct err *err)
{
    AUTO(buf_done) struct buf text = BUF_INIT;
    struct document *d = &r->document;
    if (d->title.n == 0 && r->name.n) {
        d->title = r->name;
        flow_gap(&r->flow, GAP_LINE);
        flow_append(&r->flow, r->name, d->first_line, 0);
    }
    if (d->title.n && !says_all(d->title, r->name))
        extras_add(&r->extras, r->name, d->first_line);
    flow_deliver(&r->flow, &text, d);
    flow_done(&r->flow);
    extras_deliver(&r->extras, &text, d);
    extras_done(&r->extras);
    r->extras = (struct extras)EXTRAS_INIT;
    r->in_component = false;
    r->n_documents++;
    if (d->id.n == 0)
        d->id = arena_format(d->arena, "%zu", r->n_documents);
    if (d->n_lines == 0)
        document_add_line(d, 0, d->first_line, 0);
    return r->output->add(r->output->ctx, d, err);
}

static void add_lines(struct reader *r, struct str value, uint32_t line)
{
    struct str rest = value, part;
    while (str_next_line(&rest, &part)) {
        flow_append(&r->flow, str_trim(part), line, 0);
        flow_gap(&r->flow, GAP_LINE);
    }
}

/* Returns whether a property that only some programs know is for them alone. Others are addresses
 * of messengers, labels, names of calendars. */
static bool is_private(struct str name)
{
    static const char *const beginnings[] = {
        "X-MICROSOFT-", "X-MOZ-",     "X-APPLE-", "X-LIC-",        "X-ALT-DESC", "X-EVOLUTION-",
        "X-ABUID",      "X-ABSHOWAS", "X-IMAGE",  "X-WR-TIMEZONE", "X-PRODID",   NULL};
    return str_starts_with_one_of_ignoring_case(name, beginnings);
}

/* Keeps what is said in alarms, about the calendar, or once more as HTML. */
static void take_extra(struct reader *r, const struct property *p, uint32_t line)
{
    static const char *const names[] = {"DESCRIPTION",  "SUMMARY",  "COMMENT", "X-ALT-DESC",
                                        "X-WR-CALDESC", "ATTENDEE", NULL};
    AUTO(buf_done) struct buf plain = BUF_INIT;
    AUTO(arena_done) struct arena arena = ARENA_INIT;
    if (str_is_one_of_ignoring_case(p->name, names))
        extras_add(&r->extras, html_text_of(unescape(&arena, p->value), &plain), line);
}

/* Returns whether a property is only for programs. */
static bool is_silent(const struct property *p)
{
    static const char *const names[] = {
        "PRODID",   "VERSION", "DTSTAMP", "REV",    "SEQUENCE", "RRULE",         "EXDATE", "DTEND",
        "DURATION", "STATUS",  "CLASS",   "TRANSP", "PHOTO",    "LOGO",          "SOUND",  "KEY",
        "METHOD",   "GEO",     "TZID",    "N",      "PRIORITY", "LAST-MODIFIED", "BEGIN",  NULL};
    return str_is_one_of_ignoring_case(p->name, names) || is_private(p->name);
}

static bool is_named(const struct property *p, const char *name)
{
    return str_equal_ignoring_case(p->name, str_of(name));
}

static int hex_value(char c)
{
    c = ascii_lower(c);
    return ascii_is_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Decodes the value of "SUMMARY;ENCODING=QUOTED-PRINTABLE:K=C3=B6ln", as old phones write it. */
static struct str decode_quoted(struct arena *arena, struct str value)
{
    AUTO(buf_done) struct buf out = BUF_INIT;
    AUTO(buf_done) struct buf clean = BUF_INIT;
    for (size_t i = 0; i < value.n; i++) {
        bool is_code = value.p[i] == '=' && i + 2 < value.n && hex_value(value.p[i + 1]) >= 0 &&
                       hex_value(value.p[i + 2]) >= 0;
        buf_append_char(&out,
                        is_code ? (char)(hex_value(value.p[i + 1]) * 16 + hex_value(value.p[i + 2]))
                                : value.p[i]);
        i += is_code ? 2 : 0;
    }
    utf8_append_repaired(&clean, buf_str(&out));
    return arena_copy(arena, buf_str(&clean));
}

static bool is_quoted(const struct property *p)
{
    struct str parameters = p->parameters;
    for (size_t i = str_find_char(parameters, 'Q', 0); i < parameters.n;
         i = str_find_char(parameters, 'Q', i + 1))
        if (str_starts_with_ignoring_case(str_slice(parameters, i, parameters.n),
                                          "QUOTED-PRINTABLE"))
            return true;
    return false;
}

/* Returns the full name for a card without FN: "Ann Maria Lee" for "Lee;Ann;Maria;;". */
static struct str full_name(struct arena *arena, struct str parts)
{
    size_t end = str_find_char(parts, ';', 0);
    struct str given = end < parts.n ? str_slice(parts, end + 1, parts.n) : STR_EMPTY;
    return str_trim(arena_format(arena, "%.*s %.*s", STR_PRINT(unescape(arena, given)),
                                 STR_PRINT(str_slice(parts, 0, end))));
}

/* Returns the value of the parameter CN, the name of a person: ATTENDEE;CN="Lee, Ann":mailto:... */
static struct str person_of(const struct property *p)
{
    struct str parameters = p->parameters;
    size_t at = str_find(parameters, STR_LITERAL(";CN="), 0);
    if (at == parameters.n)
        return STR_EMPTY;
    struct str value = str_slice(parameters, at + 4, parameters.n);
    bool is_in_quotes = value.n > 1 && value.p[0] == '"';
    return is_in_quotes ? str_slice(value, 1, str_find_char(value, '"', 1))
                        : str_slice(value, 0, str_find_char(value, ';', 0));
}

/* Adds the words of a property to the text. */
static void add_words(struct reader *r, const struct property *p, struct str value, uint32_t line)
{
    struct str label_start = STR_LITERAL("_$!<"); /* as Apple marks its own labels */
    if (str_starts_with(value, label_start))
        value = str_slice(value, label_start.n, str_find_char(value, '>', 0));
    flow_append(&r->flow, person_of(p), line, 0);
    flow_gap(&r->flow, GAP_SPACE);
    add_lines(r, value, line);
}

static void take(struct reader *r, const struct property *p, uint32_t line)
{
    struct document *d = &r->document;
    struct str raw = is_quoted(p) ? decode_quoted(d->arena, p->value) : p->value;
    struct str value = unescape(d->arena, raw);
    if (is_named(p, "N"))
        r->name = full_name(d->arena, raw);
    if (is_named(p, "UID"))
        d->id = value;
    else if (is_named(p, "DTSTART") || is_named(p, "DUE"))
        document_add_field(d, STR_LITERAL("date"), value);
    else if (is_named(p, "CREATED"))
        document_add_field(d, STR_LITERAL("created"), value);
    else if (is_named(p, "REV"))
        document_add_field(d, STR_LITERAL("modified"), value);
    else if (is_named(p, "BDAY") || is_named(p, "ANNIVERSARY"))
        document_add_field(d, STR_LITERAL("birthday"), value);
    else if (is_named(p, "CATEGORIES"))
        document_add_values(d, STR_LITERAL("tags"), value);
    else if (is_named(p, "LOCATION"))
        document_add_field(d, STR_LITERAL("location"), value);
    else if ((is_named(p, "SUMMARY") || is_named(p, "FN")) && d->title.n == 0)
        d->title = value;
    /* A day of birth in the text would be taken for the date of the card. */
    static const char *const only_fields[] = {"UID",  "DTSTART",     "CREATED",
                                              "BDAY", "ANNIVERSARY", NULL};
    if (!is_silent(p) && !str_is_one_of_ignoring_case(p->name, only_fields))
        add_words(r, p, value, line);
}

static enum err_code read_line(struct reader *r, struct str line, uint32_t number, struct err *err)
{
    struct property p;
    if (!read_property(line, &p))
        return ERR_OK;
    struct str value = str_trim(p.value);
    bool begins = is_named(&p, "BEGIN"), ends = is_named(&p, "END");
    if (!r->in_component) {
        if (begins && is_component(value)) {
            begin(r, number);
        } else if (is_named(&p, "X-WR-CALNAME")) {
            buf_clear(&r->calendar);
            buf_append_str(&r->calendar, value);
        } else {
            take_extra(r, &p, number);
        }
        return ERR_OK;
    }
    if (ends && r->n_inner == 0)
        return end(r, err);
    r->n_inner += begins;
    r->n_inner -= ends;
    if (r->n_inner || is_named(&p, "X-ALT-DESC"))
        take_extra(r, &p, number);
    else if (!ends)
        take(r, &p, number);
    return ERR_OK;
}

/* Returns whether a line names a property. Other lines are text of the property before, without the
 * blank that should begin them. */
static bool names_property(struct str line)
{
    size_t i = 0;
    while (i < line.n && (ascii_is_alpha(line.p[i]) || ascii_is_digit(line.p[i]) ||
                          line.p[i] == '-' || line.p[i] == '.' || line.p[i] == '_'))
        i++;
    return i > 0 && i < line.n && (line.p[i] == ':' || line.p[i] == ';');
}

static void reader_done(struct reader *r)
{
    buf_done(&r->calendar);
    extras_done(&r->extras);
}

enum err_code card_read(const struct reader_input *input, struct arena *scratch,
                        const struct reader_output *output, struct err *err)
{
    AUTO(buf_done) struct buf unix_lines = BUF_INIT;
    AUTO(buf_done) struct buf whole = BUF_INIT;
    AUTO(reader_done)
    struct reader r = {.input = input, .scratch = scratch, .output = output, .extras = EXTRAS_INIT};
    struct str rest = reader_unix_lines(input->text, &unix_lines), line;
    uint32_t number = input->first_line, first = number;
    for (; str_next_line(&rest, &line) && !err->code; number++) {
        /* A line that begins with a blank continues the previous one, */
        bool goes_on = line.n && (line.p[0] == ' ' || line.p[0] == '\t');
        bool is_stray = r.in_component && line.n && whole.n && !goes_on && !names_property(line);
        /* and so does one after quoted-printable that ends in "=". */
        bool is_soft = str_ends_with(buf_str(&whole), STR_LITERAL("=")) &&
                       str_find(buf_str(&whole), STR_LITERAL("QUOTED-PRINTABLE"), 0) < whole.n;
        if (is_soft) {
            whole.n--;
        } else if (!goes_on) {
            if (whole.n && read_line(&r, buf_str(&whole), first, err))
                break;
            buf_clear(&whole);
            first = number;
        }
        if (is_stray && !is_soft) {
            add_lines(&r, line, number);
            continue;
        }
        buf_append_str(&whole, str_slice(line, goes_on && !is_soft, line.n));
    }
    if (!err->code && whole.n)
        read_line(&r, buf_str(&whole), first, err);
    if (!err->code && r.in_component)
        end(&r, err);
    if (!err->code && r.n_documents == 0)
        return text_read(input, scratch, output, err);
    return err->code;
}
