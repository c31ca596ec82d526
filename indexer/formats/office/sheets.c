/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads XLSX: the sheets in order, a line of text for each row. Line numbers are rows of the
 * sheet. */
#include "indexer/formats/office/office.h"
#include "indexer/formats/shared/made_up.h"

#include "base/mem.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* Typical size of a cell in a sheet: strings up to this length may be used by any number of cells
 * without being paid for again. */
enum { CELL_BYTES = 64 };

struct sheets {
    struct office *office;
    struct office_relations relations;
    struct str *strings; /* the shared strings, by their numbers */
    size_t n_strings, strings_capacity;
    bool *dates; /* for each cell format: whether it shows numbers as dates */
    size_t n_dates, dates_capacity;
    unsigned *date_formats; /* the numbers of the workbook's own date formats */
    size_t n_date_formats, date_formats_capacity;
    bool in_formats;
    bool counts_from_1904;

    struct buf text;    /* of the current string or cell */
    bool in_text;       /* in an element whose text counts */
    unsigned phonetic;  /* depth within the phonetic reading of a string */
    uint32_t row;       /* from 1 */
    char cell_type[12]; /* "s", "b", "inlineStr" ...; empty: a number */
    bool is_date;
};

static unsigned number_of(struct str s)
{
    unsigned value = 0;
    for (size_t i = 0; i < s.n && ascii_is_digit(s.p[i]) && value < 100000000; i++)
        value = value * 10 + (unsigned)(s.p[i] - '0');
    return value;
}

static void sheets_text(void *ctx, struct str text)
{
    struct sheets *s = ctx;
    if (s->in_text && !s->phonetic)
        buf_append_str(&s->text, text);
}

/* ---- shared strings ---- */

static void strings_start(void *ctx, struct str name, const struct xml_attributes *attributes)
{
    struct sheets *s = ctx;
    (void)attributes;
    if (str_equal(name, STR_LITERAL("si")))
        buf_clear(&s->text);
    s->phonetic += str_equal(name, STR_LITERAL("rPh"));
    s->in_text = str_equal(name, STR_LITERAL("t"));
}

static void strings_end(void *ctx, struct str name)
{
    struct sheets *s = ctx;
    s->in_text = false;
    s->phonetic -= str_equal(name, STR_LITERAL("rPh"));
    if (!str_equal(name, STR_LITERAL("si")))
        return;
    MEM_GROW(s->strings, s->n_strings, s->strings_capacity);
    s->strings[s->n_strings++] = arena_copy(s->office->document.arena, buf_str(&s->text));
}

/* ---- formats: which cells hold dates ---- */

/* Returns whether a format code shows a date: it has a day or a year outside of quotation marks and
 * brackets. */
static bool is_date_code(struct str code)
{
    char close = 0;
    for (size_t i = 0; i < code.n; i++) {
        char c = ascii_lower(code.p[i]);
        if (close)
            close = c == close ? 0 : close;
        else if (c == '"' || c == '[')
            close = c == '[' ? ']' : '"';
        else if (c == '\\' || c == '_' || c == '*')
            i++;
        else if (c == 'd' || c == 'y')
            return true;
    }
    return false;
}

static bool is_date_format(const struct sheets *s, unsigned id)
{
    if (id == 22 || (id >= 14 && id <= 17) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58))
        return true;
    for (size_t i = 0; i < s->n_date_formats; i++)
        if (s->date_formats[i] == id)
            return true;
    return false;
}

static void formats_start(void *ctx, struct str name, const struct xml_attributes *attributes)
{
    struct sheets *s = ctx;
    unsigned id = number_of(xml_attribute(attributes, "numFmtId"));
    if (str_equal(name, STR_LITERAL("cellXfs"))) {
        s->in_formats = true;
    } else if (str_equal(name, STR_LITERAL("numFmt")) &&
               is_date_code(xml_attribute(attributes, "formatCode"))) {
        MEM_GROW(s->date_formats, s->n_date_formats, s->date_formats_capacity);
        s->date_formats[s->n_date_formats++] = id;
    } else if (str_equal(name, STR_LITERAL("xf")) && s->in_formats) {
        MEM_GROW(s->dates, s->n_dates, s->dates_capacity);
        s->dates[s->n_dates++] = is_date_format(s, id);
    }
}

static void formats_end(void *ctx, struct str name)
{
    struct sheets *s = ctx;
    if (str_equal(name, STR_LITERAL("cellXfs")))
        s->in_formats = false;
}

/* ---- sheets ---- */

/* Formats a number of days since the end of 1899 as "2011-05-10", with the time if it has one.
 * or of 1903. Counting from 1899, Excel includes a 29 February 1900 that did not exist. */
static struct str date_text(const struct sheets *s, double days, char out[32])
{
    static const double SECONDS_A_DAY = 86400;
    double since_1970 = s->counts_from_1904 ? days - 24107 : days - 25569 + (days < 60);
    time_t seconds = (time_t)llround(since_1970 * SECONDS_A_DAY);
    bool has_time = days - floor(days) > 0.5 / SECONDS_A_DAY;
    struct tm t;
    if (!gmtime_r(&seconds, &t) ||
        strftime(out, 32, has_time ? "%Y-%m-%d %H:%M:%S" : "%Y-%m-%d", &t) == 0)
        return STR_EMPTY;
    return str_of(out);
}

/* Parses a decimal number as in XML, independent of the locale. Returns NAN if s is not one. */
static double decimal_of(struct str s)
{
    double value = 0, unit = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '.' && unit == 0) {
            unit = 1;
        } else if (ascii_is_digit(s.p[i])) {
            value = value * 10 + (s.p[i] - '0');
            unit *= 10;
        } else {
            return NAN;
        }
    }
    return unit > 1 ? value / unit : value;
}

static struct str cell_text(struct sheets *s, char out[32])
{
    struct str value = str_trim(buf_str(&s->text));
    if (strcmp(s->cell_type, "s") == 0) {
        size_t number = number_of(value);
        struct str text = value.n && number < s->n_strings ? s->strings[number] : STR_EMPTY;
        bool is_short = text.n <= CELL_BYTES;
        return is_short || budget_repeat(s->office->budget, text.n) ? text : STR_EMPTY;
    }
    if (strcmp(s->cell_type, "b") == 0)
        return str_equal(value, STR_LITERAL("1")) ? STR_LITERAL("TRUE") : STR_LITERAL("FALSE");
    if (strcmp(s->cell_type, "e") == 0)
        return STR_EMPTY; /* an error such as "#DIV/0!" */
    double days = s->is_date && (!*s->cell_type || *s->cell_type == 'n') ? decimal_of(value) : NAN;
    return days >= 0 && days < 2958466 && value.n ? date_text(s, days, out) : value;
}

/* Returns whether an element's text is that of a header, a footer, a formula or a list of
 * choices. */
static bool is_beside(struct str name)
{
    static const char *const ends[] = {"Header", "Footer", "formula1", "definedName", NULL};
    return str_ends_with_one_of(name, ends) || str_equal(name, STR_LITERAL("f"));
}

/* Adds the text of a header without its codes: "&L", "&12", "&\"Arial,Bold\"". */
static void add_header(struct office *o, struct str s)
{
    AUTO(buf_done) struct buf text = BUF_INIT;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] != '&') {
            buf_append_char(&text, s.p[i]);
            continue;
        }
        buf_append_char(&text, ' ');
        if (++i < s.n && s.p[i] == '"')
            i = str_find_char(s, '"', i + 1);
        else if (i < s.n && s.p[i] == '&')
            buf_append_char(&text, '&');
        while (i + 1 < s.n && ascii_is_digit(s.p[i]) && ascii_is_digit(s.p[i + 1]))
            i++;
    }
    office_add_beside(o, buf_str(&text));
}

static void end_beside(struct sheets *s, struct str name)
{
    struct str text = buf_str(&s->text);
    if (str_starts_with(name, STR_LITERAL("f")))
        office_add_quoted(s->office, text);
    else if (str_equal(name, STR_LITERAL("definedName")))
        office_add_beside(s->office, text);
    else
        add_header(s->office, text);
    buf_clear(&s->text);
}

static void sheet_start(void *ctx, struct str name, const struct xml_attributes *attributes)
{
    struct sheets *s = ctx;
    if (str_equal(name, STR_LITERAL("row"))) {
        struct str number = xml_attribute(attributes, "r");
        s->row = number.n ? number_of(number) : s->row + 1;
        flow_gap(&s->office->body, GAP_ITEM);
    } else if (str_equal(name, STR_LITERAL("c"))) {
        struct str type = xml_attribute(attributes, "t");
        size_t format = number_of(xml_attribute(attributes, "s"));
        snprintf(s->cell_type, sizeof s->cell_type, "%.*s", STR_PRINT(type));
        s->is_date = format < s->n_dates && s->dates[format];
        buf_clear(&s->text);
        s->in_text = false;
        return;
    }
    s->phonetic += str_equal(name, STR_LITERAL("rPh"));
    s->in_text = str_equal(name, STR_LITERAL("v")) || str_equal(name, STR_LITERAL("t"));
    if (s->in_text)
        return;
    office_take_attributes(s->office, name, attributes);
    s->in_text = is_beside(name);
    if (s->in_text)
        buf_clear(&s->text);
}

static void sheet_end(void *ctx, struct str name)
{
    struct sheets *s = ctx;
    char date[32];
    s->in_text = false;
    s->phonetic -= str_equal(name, STR_LITERAL("rPh"));
    if (is_beside(name))
        end_beside(s, name);
    if (!str_equal(name, STR_LITERAL("c")))
        return;
    flow_gap(&s->office->body, GAP_CELL);
    office_add_text(&s->office->body, cell_text(s, date), s->row ? s->row : 1);
}

/* ---- the workbook ---- */

static void read_sheet(struct sheets *s, struct str title, struct str part)
{
    static const struct xml_handler handler = {sheet_start, sheet_end, sheets_text};
    struct flow *flow = &s->office->body;
    s->row = 0;
    flow_gap(flow, GAP_PARAGRAPH);
    if (!made_up_is_sheet(title)) {
        flow->heading_level = 1;
        office_add_text(flow, title, 1);
        flow_gap(flow, GAP_PARAGRAPH);
    }
    office_read_part(s->office, part, &handler, s);
    if (package_part(s->office->package, part).n == 0)
        return;
    struct office_relations relations = {0}; /* the addresses of links are kept on the way */
    office_read_relations(s->office, part, &relations);
    office_relations_done(&relations);
}

static void workbook_start(void *ctx, struct str name, const struct xml_attributes *attributes)
{
    struct sheets *s = ctx;
    office_take_attributes(s->office, name, attributes);
    s->in_text = is_beside(name);
    buf_clear(&s->text);
    if (str_equal(name, STR_LITERAL("workbookPr"))) {
        struct str value = xml_attribute(attributes, "date1904");
        s->counts_from_1904 = value.n && (value.p[0] == '1' || value.p[0] == 't');
    } else if (str_equal(name, STR_LITERAL("sheet"))) {
        struct str part = office_related(&s->relations, xml_attribute_of(attributes, "r", "id"));
        if (part.n)
            read_sheet(s, xml_attribute(attributes, "name"), part);
        else
            s->office->n_damaged++;
    }
}

static void workbook_end(void *ctx, struct str name)
{
    struct sheets *s = ctx;
    s->in_text = false;
    if (is_beside(name))
        end_beside(s, name);
}

static void read_of_type(struct sheets *s, const char *type, const struct xml_handler *handler)
{
    for (size_t i = 0; i < s->relations.n; i++)
        if (str_equal(s->relations.items[i].type, str_of(type)))
            office_read_part(s->office, s->relations.items[i].part, handler, s);
}

void office_sheets(struct office *o, struct str main)
{
    static const struct xml_handler strings = {strings_start, strings_end, sheets_text};
    static const struct xml_handler formats = {formats_start, formats_end, sheets_text};
    static const struct xml_handler workbook = {workbook_start, workbook_end, sheets_text};
    struct sheets s = {.office = o};
    o->has_lines = true;
    office_read_relations(o, main, &s.relations);
    read_of_type(&s, "sharedStrings", &strings);
    read_of_type(&s, "styles", &formats);
    s.in_text = false;
    office_read_part(o, main, &workbook, &s);

    office_relations_done(&s.relations);
    buf_done(&s.text);
    mem_free(s.strings);
    mem_free(s.dates);
    mem_free(s.date_formats);
}
