/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads BibTeX. Each entry becomes a document with its fields. */
#include "indexer/formats/tex/tex.h"

#include "base/mem.h"

enum { MAX_STRINGS = 2000 };

/* An abbreviation: "@string{name = "text"}" */
struct string {
    struct str name, text;
};

struct reader {
    const struct reader_input *input;
    struct arena *scratch;
    const struct reader_output *output;
    struct str source;
    struct arena lasting; /* holds the strings */
    struct string *strings;
    size_t n_strings, strings_capacity;
    struct flow flow;    /* of the current entry */
    struct flow remarks; /* text outside of entries */
    uint32_t line;       /* the line of the offset `counted` */
    size_t counted, n_documents;
};

static void done(struct reader *r)
{
    arena_done(&r->lasting);
    mem_free(r->strings);
    flow_done(&r->flow);
    flow_done(&r->remarks);
}

static size_t skip_space(struct str s, size_t at)
{
    while (at < s.n && ascii_is_space(s.p[at]))
        at++;
    return at;
}

static bool is_name_character(char c)
{
    return c > ' ' && !strchr("{}(),=\"#%@", c);
}

static size_t name_end(struct str s, size_t at)
{
    while (at < s.n && (is_name_character(s.p[at]) || (unsigned char)s.p[at] >= 0x80))
        at++;
    return at;
}

static uint32_t line_of(struct reader *r, size_t at)
{
    for (; r->counted < at; r->counted++)
        r->line += r->source.p[r->counted] == '\n';
    return r->line;
}

/* Returns where an entry with the opening character before at ends: at its closing character, or
 * before the next line that begins with "@". A "@" within a line is text. */
static size_t entry_end(struct str s, size_t at, char open)
{
    char close = open == '(' ? ')' : '}';
    size_t depth = 0;
    for (; at < s.n; at++) {
        char c = s.p[at];
        if (c == '@' && (at == 0 || s.p[at - 1] == '\n'))
            return at;
        if (c == '\\' && at + 1 < s.n && s.p[at + 1] != '\n')
            at++;
        else if (depth == 0 && c == close)
            return at;
        else if (c == '{')
            depth++;
        else if (c == '}' && depth)
            depth--;
    }
    return s.n;
}

/* ---- values ---- */

static struct str string_called(const struct reader *r, struct str name)
{
    static const struct {
        const char *name, *text;
    } months[] = {
        {"jan", "January"},   {"feb", "February"}, {"mar", "March"},    {"apr", "April"},
        {"may", "May"},       {"jun", "June"},     {"jul", "July"},     {"aug", "August"},
        {"sep", "September"}, {"oct", "October"},  {"nov", "November"}, {"dec", "December"},
    };
    for (size_t i = r->n_strings; i > 0; i--)
        if (str_equal_ignoring_case(r->strings[i - 1].name, name))
            return r->strings[i - 1].text;
    for (size_t i = 0; i < sizeof months / sizeof *months; i++)
        if (str_equal_ignoring_case(name, str_of(months[i].name)))
            return str_of(months[i].text);
    return name;
}

/* Returns the end of the quoted or braced text that begins at at, or the end of the entry if it is
 * not closed. */
static size_t text_end(struct str entry, size_t at)
{
    char close = entry.p[at] == '{' ? '}' : '"';
    size_t depth = 0;
    for (at++; at < entry.n; at++) {
        char c = entry.p[at];
        if (depth == 0 && c == close)
            return at;
        at += c == '\\' && at + 1 < entry.n && close == '}';
        depth += c == '{';
        depth -= c == '}' && depth;
    }
    return at;
}

/* Reads the value at *at, whose parts are joined by "#", to out as LaTeX. */
static void read_value(const struct reader *r, struct str entry, size_t *at, struct buf *out)
{
    buf_clear(out);
    for (;;) {
        *at = skip_space(entry, *at);
        if (*at == entry.n)
            return;
        if (entry.p[*at] == '{' || entry.p[*at] == '"') {
            size_t end = text_end(entry, *at);
            buf_append_str(out, str_slice(entry, *at + 1, end));
            *at = end + (end < entry.n);
        } else {
            size_t end = name_end(entry, *at);
            buf_append_str(out, string_called(r, str_slice(entry, *at, end)));
            *at = end;
        }
        *at = skip_space(entry, *at);
        if (*at == entry.n || entry.p[*at] != '#')
            return;
        ++*at;
    }
}

/* Reads the next "name = value" of an entry. Returns false if there is none. */
static bool read_field(const struct reader *r, struct str entry, size_t *at, struct str *ret_name,
                       struct buf *value)
{
    while (*at < entry.n) {
        size_t start = *at, end = name_end(entry, start), sign = skip_space(entry, end);
        if (end > start && sign < entry.n && entry.p[sign] == '=') {
            *ret_name = str_slice(entry, start, end);
            *at = sign + 1;
            read_value(r, entry, at, value);
            return true;
        }
        *at = end > start ? end : start + 1;
    }
    return false;
}

/* ---- entries ---- */

static void add_string(struct reader *r, struct str entry)
{
    AUTO(buf_done) struct buf value = BUF_INIT;
    struct str name;
    size_t at = 0;
    if (!read_field(r, entry, &at, &name, &value) || r->n_strings == MAX_STRINGS)
        return;
    MEM_GROW(r->strings, r->n_strings, r->strings_capacity);
    r->strings[r->n_strings++] = (struct string){name, arena_copy(&r->lasting, buf_str(&value))};
}

/* Returns the offset of the next " and " outside of braces, from start on; people.n if there is
 * none. */
static size_t next_and(struct str people, size_t start)
{
    size_t depth = 0;
    for (size_t i = start; i < people.n; i++) {
        depth += people.p[i] == '{';
        depth -= people.p[i] == '}' && depth;
        if (depth == 0 && ascii_is_space(people.p[i]) &&
            str_starts_with_ignoring_case(str_slice(people, i + 1, people.n), "and") &&
            i + 4 < people.n && ascii_is_space(people.p[i + 4]))
            return i;
    }
    return people.n;
}

/* Adds each name of the LaTeX "Lee, Ann and {Barnes and Noble}". */
static void add_people(struct document *d, struct str name, struct str people)
{
    for (size_t start = 0; start < people.n;) {
        size_t end = next_and(people, start);
        document_add_field(d, name, tex_value(str_trim(str_slice(people, start, end)), d->arena));
        start = end + strlen(" and ");
    }
}

/* Returns whether a field is prose rather than bibliographic data. */
static bool is_text(struct str name)
{
    static const char *const names[] = {"abstract", "annote", "annotation", "note",
                                        "comment",  "review", "summary",    NULL};
    return str_is_one_of_ignoring_case(name, names);
}

/* Takes a field, whose value is given in LaTeX. */
static void take_field(struct reader *r, struct document *d, struct str name, struct str latex,
                       uint32_t line)
{
    static const char *const people[] = {"author", "editor", "translator", NULL};
    static const char *const keywords[] = {"keywords", "keyword", NULL};
    static const char *const days[] = {"year", "month", "day", NULL};
    struct str value = tex_value(latex, d->arena);
    bool is_title = str_equal_ignoring_case(name, STR_LITERAL("title"));
    if (is_title && d->title.n == 0)
        d->title = value;
    else if (str_is_one_of_ignoring_case(name, people))
        add_people(d, name, latex);
    else if (str_is_one_of_ignoring_case(name, keywords))
        document_add_values(d, STR_LITERAL("keywords"), value);
    else if (str_equal_ignoring_case(name, STR_LITERAL("langid")) ||
             str_equal_ignoring_case(name, STR_LITERAL("language")))
        d->language = value;
    else if (!is_text(name))
        document_add_field(d, name, value);
    if (str_is_one_of_ignoring_case(name, days) || str_is_one_of_ignoring_case(name, keywords))
        return;
    flow_gap(&r->flow, is_text(name) ? GAP_PARAGRAPH : GAP_ITEM);
    flow_append(&r->flow, value, line, 0);
    flow_gap(&r->flow, is_text(name) ? GAP_PARAGRAPH : GAP_ITEM);
}

/* Adds a date from "year = 2021, month = feb, day = 3" if there is no field "date". */
static void add_date(struct document *d)
{
    struct str year = document_field(d, "year"), month = document_field(d, "month"),
               day = document_field(d, "day");
    if (document_field(d, "date").n || year.n == 0)
        return;
    bool is_number = month.n && ascii_is_digit(month.p[0]);
    const char *month_zero = month.n == 1 ? "0" : "", *day_zero = day.n == 1 ? "0" : "";
    struct str date = year;
    if (is_number && day.n)
        date = arena_format(d->arena, "%.*s-%s%.*s-%s%.*s", STR_PRINT(year), month_zero,
                            STR_PRINT(month), day_zero, STR_PRINT(day));
    else if (is_number)
        date = arena_format(d->arena, "%.*s-%s%.*s", STR_PRINT(year), month_zero, STR_PRINT(month));
    else if (month.n && day.n)
        date = arena_format(d->arena, "%.*s %.*s %.*s", STR_PRINT(day), STR_PRINT(month),
                            STR_PRINT(year));
    else if (month.n)
        date = arena_format(d->arena, "%.*s %.*s", STR_PRINT(month), STR_PRINT(year));
    document_add_field(d, STR_LITERAL("date"), date);
}

static enum err_code add_entry(struct reader *r, struct str type, struct str entry, struct err *err)
{
    AUTO(buf_done) struct buf value = BUF_INIT;
    AUTO(buf_done) struct buf text = BUF_INIT;
    struct document d;
    struct str name;
    size_t at = str_find_char(entry, ',', 0);
    struct str key = str_trim(str_slice(entry, 0, at));
    arena_clear(r->scratch);
    reader_begin(&d, r->input, r->scratch, "bibtex");
    flow_done(&r->flow);
    r->flow = (struct flow)FLOW_INIT;
    d.first_line = line_of(r, (size_t)(entry.p - r->source.p));
    d.id = str_find_char(key, '=', 0) == key.n ? key : STR_EMPTY;
    at = d.id.n ? at : 0;
    document_add_field(&d, STR_LITERAL("entry"), type);
    while (read_field(r, entry, &at, &name, &value)) {
        uint32_t line = line_of(r, (size_t)(name.p - r->source.p));
        take_field(r, &d, name, arena_copy(d.arena, buf_str(&value)), line);
    }
    add_date(&d);
    r->n_documents++;
    if (d.id.n == 0)
        d.id = arena_format(d.arena, "%zu", r->n_documents);
    flow_deliver(&r->flow, &text, &d);
    if (d.n_lines == 0)
        document_add_line(&d, 0, d.first_line, 0);
    return r->output->add(r->output->ctx, &d, err);
}

/* Collects text outside of entries, [start, end) of the source, without the signs that begin
 * comments. */
static void take_remark(struct reader *r, size_t start, size_t end)
{
    struct str rest = str_slice(r->source, start, end), line;
    bool has_letter = false;
    for (size_t i = 0; i < rest.n && !has_letter; i++)
        has_letter = ascii_is_alpha(rest.p[i]) || (unsigned char)rest.p[i] >= 0x80;
    if (!has_letter)
        return;
    uint32_t number = line_of(r, start);
    for (; str_next_line(&rest, &line); number++) {
        line = str_trim(line);
        while (line.n && strchr("%{}()", line.p[0]))
            line = str_trim(str_slice(line, 1, line.n));
        flow_append(&r->remarks, line, number, 0);
        flow_gap(&r->remarks, line.n ? GAP_LINE : GAP_PARAGRAPH);
    }
    flow_gap(&r->remarks, GAP_PARAGRAPH);
}

/* Reads "@article{key, ...}" at at. *ret_end is where to continue. */
static enum err_code read_entry(struct reader *r, size_t at, size_t *ret_end, struct err *err)
{
    struct str s = r->source;
    size_t end = name_end(s, at + 1), open = skip_space(s, end);
    struct str type = str_slice(s, at + 1, end);
    static const char *const silent[] = {"comment", "preamble", NULL};
    *ret_end = at + 1;
    if (type.n == 0 || open == s.n || (s.p[open] != '{' && s.p[open] != '('))
        return ERR_OK;
    *ret_end = entry_end(s, open + 1, s.p[open]);
    struct str entry = str_slice(s, open + 1, *ret_end);
    if (str_equal_ignoring_case(type, STR_LITERAL("string")))
        add_string(r, entry);
    else if (str_is_one_of_ignoring_case(type, silent))
        take_remark(r, open + 1, *ret_end);
    else
        return add_entry(r, type, entry, err);
    return ERR_OK;
}

/* Adds the text between entries and in comments as a document of its own. */
static enum err_code add_remarks(struct reader *r, struct err *err)
{
    AUTO(buf_done) struct buf text = BUF_INIT;
    struct document d;
    if (r->remarks.text.n == 0)
        return ERR_OK;
    arena_clear(r->scratch);
    reader_begin(&d, r->input, r->scratch, "bibtex");
    flow_deliver(&r->remarks, &text, &d);
    d.id = STR_LITERAL("remarks");
    d.first_line = d.n_lines ? d.lines[0].line : d.first_line;
    return r->output->add(r->output->ctx, &d, err);
}

enum err_code bibtex_read(const struct reader_input *input, struct arena *scratch,
                          const struct reader_output *output, struct err *err)
{
    AUTO(buf_done) struct buf unix_lines = BUF_INIT;
    AUTO(done) struct reader r = {.input = input, .scratch = scratch, .output = output};
    r.remarks = (struct flow)FLOW_INIT;
    r.source = reader_unix_lines(input->text, &unix_lines);
    r.line = input->first_line;
    for (size_t at = 0; at < r.source.n && !err->code;) {
        size_t entry = str_find_char(r.source, '@', at);
        take_remark(&r, at, entry);
        at = entry;
        if (at < r.source.n)
            read_entry(&r, at, &at, err);
    }
    if (!err->code && r.n_documents > 0)
        add_remarks(&r, err);
    if (!err->code && r.n_documents == 0)
        return text_read(input, scratch, output, err);
    return err->code;
}
