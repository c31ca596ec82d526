/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads man pages: the man macros and as much of roff as pages use. The text is what a terminal
 * shows. */
#include "indexer/formats/markup/man.h"
#include "indexer/formats/shared/reader.h"

#include "base/mem.h"

enum { MAX_NAME_SECTION_BYTES = 1000, MAN_MAX_MACRO_DEPTH = 4 };

void man_write(struct man *m, enum flow_gap before)
{
    struct str text = buf_str(&m->text);
    flow_gap(m->flow, before);
    if (!m->is_verbatim)
        text = str_trim(text);
    flow_append(m->flow, text, m->line, 0);
    buf_clear(&m->text);
}

static void write_heading(struct man *m, unsigned level, struct str text)
{
    buf_clear(&m->text);
    man_unescape(m, text, &m->text);
    m->is_verbatim = m->expects_tag = false;
    flow_gap(m->flow, GAP_PARAGRAPH);
    m->flow->heading_level = level;
    man_write(m, GAP_PARAGRAPH);
    m->flow->heading_level = 0;
    flow_gap(m->flow, GAP_PARAGRAPH);
}

bool man_take_line(struct man *m, struct str *ret)
{
    if (!str_next_line(&m->rest, ret))
        return false;
    m->line++;
    return true;
}

/* Does what must follow a line of text or of font macros. */
static void end_text(struct man *m)
{
    if (m->expects_tag)
        flow_gap(m->flow, GAP_ITEM);
    m->expects_tag = false;
    m->flow->heading_level = 0;
}

static void read_text(struct man *m, struct str line)
{
    if (m->expects_heading && str_trim(line).n) {
        write_heading(m, m->expects_heading, str_trim(line));
        m->expects_heading = 0;
        return;
    }
    bool breaks = line.n && ascii_is_space(line.p[0]);
    man_unescape(m, line, &m->text);
    if (str_trim(buf_str(&m->text)).n == 0) {
        if (line.n == 0 || breaks)
            flow_gap(m->flow, GAP_PARAGRAPH);
        buf_clear(&m->text);
        return;
    }
    man_write(m, m->is_verbatim || breaks ? GAP_LINE : GAP_SOFT_LINE);
    if (m->is_verbatim)
        flow_gap(m->flow, GAP_LINE);
    end_text(m);
}

/* Appends the arguments with a separator between them. */
static void write_words(struct man *m, const struct str *words, size_t n, const char *separator)
{
    for (size_t i = 0; i < n; i++) {
        if (i)
            buf_append_str(&m->text, str_of(separator));
        man_unescape(m, words[i], &m->text);
    }
    if (m->text.n) {
        man_write(m, m->is_verbatim ? GAP_LINE : GAP_SOFT_LINE);
        end_text(m);
    }
}

/* Skips lines up to the one that begins with end. */
static void skip_to(struct man *m, struct str end)
{
    struct str line;
    while (man_take_line(m, &line))
        if (str_starts_with(line, end))
            return;
}

/* Reads ".TH name section date source manual". */
static void read_title(struct man *m, const struct str *words, size_t n)
{
    static const char *const names[] = {"name", "section", "date", "source", "manual"};
    for (size_t i = 1; i < n && i < sizeof names / sizeof *names; i++) {
        buf_clear(&m->text);
        man_unescape(m, words[i], &m->text);
        document_add_field(m->document, str_of(names[i]), buf_str(&m->text));
    }
    buf_clear(&m->text);
    if (n == 0)
        return;
    man_unescape(m, words[0], &m->text);
    m->document->title = arena_format(m->document->arena, "%.*s(%.*s)",
                                      STR_PRINT(buf_str(&m->text)), n > 1 ? (int)words[1].n : 0,
                                      n > 1 ? words[1].p : "");
    buf_clear(&m->text);
}

/* Reads a row of a table, with its cells between separators. "T{" and "T}" enclose multi-line
 * cells. */
static void read_row(struct man *m, struct str line, char separator)
{
    for (size_t start = 0; start <= line.n;) {
        size_t end = str_find_char(line, separator, start);
        struct str cell = str_trim(str_slice(line, start, end));
        if (str_equal(cell, STR_LITERAL("T{")) || str_equal(cell, STR_LITERAL("T}")) ||
            str_equal(cell, STR_LITERAL("_")) || str_equal(cell, STR_LITERAL("=")))
            cell = STR_EMPTY;
        man_unescape(m, cell, &m->text);
        if (str_trim(buf_str(&m->text)).n) {
            man_write(m, GAP_NONE);
            flow_gap(m->flow, end < line.n ? GAP_CELL : GAP_SOFT_LINE);
        }
        buf_clear(&m->text);
        start = end + 1;
    }
}

/* Reads a table from ".TS" to ".TE": options up to ";", layout up to ".", rows. */
static void read_table(struct man *m)
{
    struct str line;
    char separator = '\t';
    bool in_layout = true, in_cell = false;
    flow_gap(m->flow, GAP_PARAGRAPH);
    while (man_take_line(m, &line) && !str_starts_with(line, STR_LITERAL(".TE"))) {
        struct str text = str_trim(line);
        size_t tab = str_find(text, STR_LITERAL("tab"), 0);
        if (in_layout && str_ends_with(text, STR_LITERAL(";"))) {
            tab = str_find_char(text, '(', tab);
            if (tab + 1 < text.n && (unsigned char)text.p[tab + 1] < 0x80)
                separator = text.p[tab + 1];
        } else if (in_layout) {
            in_layout = !str_ends_with(text, STR_LITERAL("."));
        } else if (str_starts_with(line, STR_LITERAL(".T&"))) {
            in_layout = true;
        } else if (text.n == 0 || text.p[0] != '.') {
            if (!in_cell)
                flow_gap(m->flow, GAP_ITEM);
            if (in_cell && str_starts_with(text, STR_LITERAL("T}")))
                flow_gap(m->flow, GAP_CELL);
            in_cell = str_ends_with(text, STR_LITERAL("T{")) ||
                      (in_cell && !str_starts_with(text, STR_LITERAL("T}")));
            read_row(m, line, separator);
        }
    }
    flow_gap(m->flow, GAP_PARAGRAPH);
}

static void read_line(struct man *m, struct str line);

/* Reads what a condition guards as a line of its own, or skips it. */
static void read_branch(struct man *m, struct str body, bool holds)
{
    body = str_trim(body);
    if (holds) {
        if (str_starts_with(body, STR_LITERAL("\\{")))
            body = str_trim(str_slice(body, 2, body.n));
        if (body.n && body.p[0] != '\\')
            read_line(m, body);
        return;
    }
    int depth = man_count_braces(body);
    struct str line;
    while (depth > 0 && man_take_line(m, &line))
        depth += man_count_braces(line);
}

static void read_conditional(struct man *m, struct str name, struct str arguments)
{
    size_t n = 0;
    bool holds = !m->last_condition;
    if (!str_equal(name, STR_LITERAL("el")))
        m->last_condition = holds = man_condition_holds(arguments, &n);
    /* Limit the recursion into conditions within a line. */
    if (m->condition_depth == MAN_MAX_CONDITIONS)
        return;
    m->condition_depth++;
    read_branch(m, str_slice(arguments, n, arguments.n), holds);
    m->condition_depth--;
}

enum request {
    REQUEST_HEADING,
    REQUEST_SUBHEADING,
    REQUEST_PARAGRAPH,
    REQUEST_TAG,
    REQUEST_ITEM,
    REQUEST_FONT,
    REQUEST_FONTS, /* alternating */
    REQUEST_VERBATIM,
    REQUEST_FILLED,
    REQUEST_BREAK,
    REQUEST_LINK,
    REQUEST_LINK_END,
    REQUEST_OPTION,
    REQUEST_STRING,
    REQUEST_MACRO,
    REQUEST_ALIAS,
    REQUEST_IGNORED, /* lines that are not shown */
    REQUEST_CONDITION,
    REQUEST_TABLE,
    REQUEST_EQUATION,
    REQUEST_TITLE,
    REQUEST_FILE,
    REQUEST_OTHER,
};

static enum request request_of(struct str name)
{
    static const struct {
        const char *name;
        enum request request;
    } requests[] = {
        {"SH", REQUEST_HEADING},   {"SS", REQUEST_SUBHEADING}, {"PP", REQUEST_PARAGRAPH},
        {"P", REQUEST_PARAGRAPH},  {"LP", REQUEST_PARAGRAPH},  {"HP", REQUEST_PARAGRAPH},
        {"sp", REQUEST_PARAGRAPH}, {"Sp", REQUEST_PARAGRAPH},  {"TP", REQUEST_TAG},
        {"TQ", REQUEST_TAG},       {"IP", REQUEST_ITEM},       {"B", REQUEST_FONT},
        {"I", REQUEST_FONT},       {"SM", REQUEST_FONT},       {"SB", REQUEST_FONT},
        {"R", REQUEST_FONT},       {"BR", REQUEST_FONTS},      {"RB", REQUEST_FONTS},
        {"BI", REQUEST_FONTS},     {"IB", REQUEST_FONTS},      {"IR", REQUEST_FONTS},
        {"RI", REQUEST_FONTS},     {"nf", REQUEST_VERBATIM},   {"EX", REQUEST_VERBATIM},
        {"Vb", REQUEST_VERBATIM},  {"fi", REQUEST_FILLED},     {"EE", REQUEST_FILLED},
        {"Ve", REQUEST_FILLED},    {"br", REQUEST_BREAK},      {"RS", REQUEST_BREAK},
        {"RE", REQUEST_BREAK},     {"in", REQUEST_BREAK},      {"ti", REQUEST_BREAK},
        {"YS", REQUEST_BREAK},     {"SY", REQUEST_OPTION},     {"OP", REQUEST_OPTION},
        {"UR", REQUEST_LINK},      {"MT", REQUEST_LINK},       {"UE", REQUEST_LINK_END},
        {"ME", REQUEST_LINK_END},  {"ds", REQUEST_STRING},     {"de", REQUEST_MACRO},
        {"de1", REQUEST_MACRO},    {"als", REQUEST_ALIAS},     {"am", REQUEST_IGNORED},
        {"ig", REQUEST_IGNORED},   {"if", REQUEST_CONDITION},  {"ie", REQUEST_CONDITION},
        {"el", REQUEST_CONDITION}, {"TS", REQUEST_TABLE},      {"EQ", REQUEST_EQUATION},
        {"TH", REQUEST_TITLE},     {"so", REQUEST_FILE},
    };
    for (size_t i = 0; i < sizeof requests / sizeof *requests; i++)
        if (str_equal(name, str_of(requests[i].name)))
            return requests[i].request;
    return REQUEST_OTHER;
}

/* Handles requests that show their arguments, split into words. */
static void read_words(struct man *m, enum request request, struct str name, struct str arguments)
{
    struct str words[MAN_MAX_WORDS];
    size_t n = man_split(m, arguments, words);
    switch (request) {
    case REQUEST_ITEM:
        flow_gap(m->flow, GAP_PARAGRAPH);
        m->expects_tag = false;
        if (n) {
            write_words(m, words, 1, "");
            flow_gap(m->flow, GAP_ITEM);
        }
        break;
    case REQUEST_FONTS:
        write_words(m, words, n, "");
        break;
    case REQUEST_OPTION:
        if (name.p[0] == 'S')
            flow_gap(m->flow, GAP_LINE);
        else
            buf_append_char(&m->text, '[');
        for (size_t i = 0; i < n; i++) {
            if (i)
                buf_append_char(&m->text, ' ');
            man_unescape(m, words[i], &m->text);
        }
        if (name.p[0] != 'S')
            buf_append_char(&m->text, ']');
        man_write(m, GAP_SOFT_LINE);
        break;
    case REQUEST_LINK:
        m->url = n ? arena_copy(m->document->arena, words[0]) : STR_EMPTY;
        break;
    case REQUEST_LINK_END:
        if (m->url.n) {
            buf_append_str(&m->text, STR_LITERAL("⟨"));
            man_unescape(m, m->url, &m->text);
            buf_append_str(&m->text, STR_LITERAL("⟩"));
        }
        m->url = STR_EMPTY;
        write_words(m, words, n, "");
        break;
    case REQUEST_TITLE:
        read_title(m, words, n);
        break;
    default:
        write_words(m, words, n, " ");
        break;
    }
}

static void read_heading(struct man *m, unsigned level, struct str arguments)
{
    struct str words[MAN_MAX_WORDS];
    AUTO(buf_done) struct buf text = BUF_INIT;
    size_t n = man_split(m, arguments, words);
    for (size_t i = 0; i < n; i++) {
        if (i)
            buf_append_char(&text, ' ');
        buf_append_str(&text, words[i]);
    }
    if (n)
        write_heading(m, level, buf_str(&text));
    else
        m->expects_heading = level;
}

static void read_string(struct man *m, struct str arguments)
{
    size_t end = 0;
    while (end < arguments.n && !ascii_is_space(arguments.p[end]))
        end++;
    size_t value = end;
    while (value < arguments.n && ascii_is_space(arguments.p[value]))
        value++;
    man_define(m, str_slice(arguments, 0, end), str_slice(arguments, value, arguments.n));
}

/* Reads the lines that a macro of the page stands for, as if they were in its place. */
static void read_macro(struct man *m, struct str name, struct str arguments)
{
    AUTO(buf_done) struct buf lines = BUF_INIT;
    if (m->macro_depth == MAN_MAX_MACRO_DEPTH || !man_expand_macro(m, name, arguments, &lines))
        return;
    struct str rest = m->rest, line;
    uint32_t line_number = m->line;
    m->macro_depth++;
    m->rest = buf_str(&lines);
    while (man_take_line(m, &line)) {
        m->line = line_number;
        read_line(m, line);
    }
    m->macro_depth--;
    m->rest = rest;
    m->line = line_number;
}

static void read_request(struct man *m, struct str name, struct str arguments)
{
    enum request request = request_of(name);
    switch (request) {
    case REQUEST_HEADING:
    case REQUEST_SUBHEADING:
        read_heading(m, request == REQUEST_HEADING ? 1 : 2, arguments);
        break;
    case REQUEST_PARAGRAPH:
    case REQUEST_TAG:
        flow_gap(m->flow, str_equal(name, STR_LITERAL("TQ")) ? GAP_ITEM : GAP_PARAGRAPH);
        m->expects_tag = request == REQUEST_TAG;
        m->flow->heading_level = m->expects_tag ? RECORD_TERM_LEVEL : 0;
        break;
    case REQUEST_VERBATIM:
    case REQUEST_FILLED:
        m->is_verbatim = request == REQUEST_VERBATIM;
        flow_gap(m->flow, GAP_LINE);
        break;
    case REQUEST_BREAK:
        flow_gap(m->flow, GAP_LINE);
        break;
    case REQUEST_STRING:
        read_string(m, arguments);
        break;
    case REQUEST_MACRO:
        man_define_macro(m, arguments);
        break;
    case REQUEST_ALIAS:
        man_alias_macro(m, arguments);
        break;
    case REQUEST_IGNORED:
        man_read_body(m, str_equal(name, STR_LITERAL("am")) ? arguments : STR_EMPTY);
        break;
    case REQUEST_CONDITION:
        read_conditional(m, name, arguments);
        break;
    case REQUEST_TABLE:
        read_table(m);
        break;
    case REQUEST_EQUATION:
        skip_to(m, STR_LITERAL(".EN"));
        break;
    case REQUEST_OTHER:
        read_macro(m, name, arguments);
        break;
    default:
        read_words(m, request, name, arguments);
        break;
    }
}

static void read_line(struct man *m, struct str line)
{
    if (line.n == 0 || (line.p[0] != '.' && line.p[0] != '\'')) {
        read_text(m, line);
        return;
    }
    size_t start = 1;
    while (start < line.n && (line.p[start] == ' ' || line.p[start] == '\t'))
        start++;
    size_t end = start;
    while (end < line.n && !ascii_is_space(line.p[end]) && line.p[end] != '\\')
        end++;
    size_t arguments = end;
    while (arguments < line.n && ascii_is_space(line.p[arguments]))
        arguments++;
    struct str name = str_slice(line, start, end);
    if (!mdoc_read(m, name, str_slice(line, arguments, line.n)))
        read_request(m, name, str_slice(line, arguments, line.n));
}

/* Makes terms of the names in "chown, lchown". */
static void take_names(struct document *d, struct str names)
{
    for (size_t start = 0, end; start <= names.n; start = end + 1) {
        end = str_find_char(names, ',', start);
        struct str name = str_trim(str_slice(names, start, end));
        if (name.n)
            document_add_heading(d, (size_t)(name.p - d->text.p), RECORD_TERM_LEVEL);
    }
}

/* Takes name and purpose from the first paragraph of the first section: "ls - list directory
 * contents". */
static void take_title(struct document *d)
{
    static const char *const dashes[] = {" - ", "\n- ", " – ", " — ", " -- ", NULL};
    if (d->n_headings == 0)
        return;
    struct str rest = str_slice(d->text, d->headings[0].offset, d->text.n), line;
    str_next_line(&rest, &line);
    size_t start = (size_t)(rest.p - d->text.p);
    size_t end = d->n_headings > 1 ? d->headings[1].offset : d->text.n;
    if (end < start || end - start > MAX_NAME_SECTION_BYTES)
        return;
    struct str section = str_trim(str_slice(d->text, start, end));
    section = str_slice(section, 0, str_find(section, STR_LITERAL("\n\n"), 0));
    for (size_t i = 0; dashes[i]; i++) {
        size_t dash = str_find(section, str_of(dashes[i]), 0);
        if (dash == section.n)
            continue;
        d->title = section;
        take_names(d, str_slice(section, 0, dash));
        return;
    }
}

static void man_done(struct man *m)
{
    buf_done(&m->text);
}

enum err_code man_read(const struct reader_input *input, struct arena *scratch,
                       const struct reader_output *output, struct err *err)
{
    AUTO(buf_done) struct buf unix_lines = BUF_INIT;
    AUTO(buf_done) struct buf text = BUF_INIT;
    AUTO(flow_done) struct flow flow = FLOW_INIT;
    struct document d;
    struct str line;

    arena_clear(scratch);
    reader_begin(&d, input, scratch, "man");
    AUTO(man_done)
    struct man m = {
        .document = &d,
        .budget = input->budget,
        .flow = &flow,
        .rest = reader_unix_lines(input->text, &unix_lines),
        .line = input->first_line - 1,
        .url = STR_EMPTY,
        .name = STR_EMPTY,
    };
    while (man_take_line(&m, &line))
        read_line(&m, line);
    flow_deliver(&flow, &text, &d);
    take_title(&d);
    return output->add(output->ctx, &d, err);
}
