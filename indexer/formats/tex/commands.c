/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Defines the effect of each LaTeX command on the text. */
#include "indexer/formats/tex/tex.h"

#include "indexer/formats/tex/letters.h"
#include "indexer/formats/tex/syntax.h"

/* ---- settings ---- */

/* Returns whether options or names of packages are for German, where a quote changes letters. */
static bool names_german(struct str s)
{
    return str_find(s, STR_LITERAL("german"), 0) < s.n ||
           str_find(s, STR_LITERAL("austrian"), 0) < s.n;
}

/* Reads the metadata given to hyperref: "pdftitle={...}, pdfauthor=Ann Lee". */
static void take_settings(struct tex *t, struct str s)
{
    static const struct {
        struct str name;
        enum tex_part part;
    } settings[] = {
        {{"pdftitle", 8}, TEX_SETTINGS_TITLE},
        {{"pdfauthor", 9}, TEX_AUTHOR},
        {{"pdfsubject", 10}, TEX_SUBJECT},
        {{"pdfkeywords", 11}, TEX_KEYWORDS},
    };
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
        size_t at = str_find(s, settings[i].name, 0) + settings[i].name.n;
        while (at < s.n && (s.p[at] == ' ' || s.p[at] == '='))
            at++;
        struct str value;
        if (at >= s.n)
            continue;
        if (tex_group_end(s, at, true, &value) == at)
            value = str_slice(s, at, str_find_char(s, ',', at));
        tex_put_in_part(t, settings[i].part, value);
    }
    t->is_german = t->is_german || names_german(s);
}

/* ---- code ---- */

/* Skips the rest of the line that begins an environment of code. */
static size_t code_start(struct str s, size_t at)
{
    size_t end = at;
    while (end < s.n && (s.p[end] == ' ' || s.p[end] == '\t'))
        end++;
    return end < s.n && s.p[end] == '\n' ? end + 1 : at;
}

static void take_code(struct tex *t, struct str full_name, bool is_comment)
{
    struct str end_tag = arena_format(t->arena, "\\end{%.*s}", STR_PRINT(full_name));
    size_t start = code_start(tex_ahead(t), t->at), end = str_find(tex_ahead(t), end_tag, start);
    if (is_comment) {
        t->at = end < t->end ? end + end_tag.n : t->at;
        return;
    }
    flow_gap(t->pen.flow, GAP_PARAGRAPH);
    if (!t->call && start < end)
        pen_write_code(&t->pen, start, end);
    flow_gap(t->pen.flow, GAP_PARAGRAPH);
    t->at = end < t->end ? end + end_tag.n : end;
}

/* Reads \verb|x|, \lstinline[language=C]{x} and \url{x}. */
static void take_verbatim(struct tex *t, const struct tex_command *command)
{
    struct str inside;
    tex_skip_option(t);
    tex_skip_groups(t, command->n_skipped);
    struct str s = tex_ahead(t);
    size_t end = tex_raw_group_end(s, t->at, &inside);
    if (end > t->at) {
        tex_put(t, inside, t->at + 1);
        t->at = end;
        return;
    }
    if (t->at >= s.n || ascii_is_space(s.p[t->at]) || ascii_is_alpha(s.p[t->at]) ||
        (unsigned char)s.p[t->at] >= 0x80)
        return;
    struct str line = str_slice(s, 0, str_find_char(s, '\n', t->at));
    end = str_find_char(line, s.p[t->at], t->at + 1);
    if (end == line.n)
        return;
    tex_put(t, str_slice(s, t->at + 1, end), t->at + 1);
    t->at = end + 1;
}

/* ---- environments ---- */

static void put_option(struct tex *t, struct str option)
{
    tex_gap(t, GAP_SPACE);
    tex_scan_part(t, option, t->call);
    tex_gap(t, GAP_SPACE);
}

static void begin_document(struct tex *t)
{
    tex_close_groups(t, 0);
    t->in_preamble = false;
    tex_set_sink(t, (struct tex_sink){.flow = t->text});
}

static void begin_drawing(struct tex *t)
{
    struct tex_sink sink = t->sink;
    sink.is_drawing = sink.is_silent = true;
    tex_open_group(t, TEX_GROUP_DRAWING, sink);
}

static void end_drawing(struct tex *t)
{
    for (size_t i = t->n_groups; i > 0; i--)
        if (t->groups[i - 1].kind == TEX_GROUP_DRAWING) {
            tex_close_groups(t, i - 1);
            break;
        }
}

static void open_heading(struct tex *t, unsigned level)
{
    tex_gap(t, GAP_PARAGRAPH);
    if (!t->sink.part && !t->sink.is_silent && tex_open_argument(t, TEX_GROUP_HEADING, t->sink))
        t->pen.flow->heading_level = level;
}

/* Reads the name of an environment, with and without its "*". Returns false if there is none. */
static bool read_environment(struct tex *t, struct str *ret_full_name, struct str *ret_name)
{
    size_t end = tex_group_end(tex_ahead(t), t->at, false, ret_full_name);
    if (end == t->at)
        return false;
    t->at = end;
    *ret_name = *ret_full_name;
    ret_name->n -= str_ends_with(*ret_name, STR_LITERAL("*"));
    return true;
}

static void take_begin(struct tex *t)
{
    struct str full_name, name, option;
    size_t origin = t->at;
    if (!read_environment(t, &full_name, &name))
        return;
    const struct tex_environment *environment = tex_environment(name);
    bool is_tabular = str_equal(full_name, STR_LITERAL("tabular*"));
    tex_gap(t, GAP_PARAGRAPH);
    tex_skip_star(t);
    option = tex_skip_option(t);
    tex_skip_groups(t, environment->n_skipped + is_tabular);
    if (tex_call_macro(t, TEX_MACRO_BEGIN, full_name, origin))
        tex_gap(t, GAP_SPACE);
    switch (environment->kind) {
    case TEX_DOCUMENT:
        begin_document(t);
        break;
    case TEX_CODE:
    case TEX_COMMENT:
        take_code(t, full_name, environment->kind == TEX_COMMENT);
        break;
    case TEX_FORMULA:
        t->sink.in_formula = true;
        break;
    case TEX_DRAWING:
        begin_drawing(t);
        break;
    case TEX_FRAME:
        open_heading(t, 2);
        break;
    case TEX_TABBING:
        t->in_tabbing = true;
        break;
    case TEX_PROSE:
        if (environment->name[0] == '\0' && tex_is_prose(option))
            put_option(t, option); /* as in "[Cauchy]" for a theorem */
        break;
    }
}

static void take_end(struct tex *t)
{
    struct str full_name, name;
    size_t origin = t->at;
    if (!read_environment(t, &full_name, &name))
        return;
    tex_gap(t, GAP_SPACE);
    (void)tex_call_macro(t, TEX_MACRO_END, full_name, origin);
    const struct tex_environment *environment = tex_environment(name);
    if (environment->kind == TEX_FORMULA)
        t->sink.in_formula = false;
    else if (environment->kind == TEX_DRAWING)
        end_drawing(t);
    else if (environment->kind == TEX_TABBING)
        t->in_tabbing = false;
    tex_gap(t, GAP_PARAGRAPH);
}

/* ---- commands ---- */

/* Writes options such as "[see][p. 5]". */
static void put_options(struct tex *t)
{
    for (struct str option; (option = tex_skip_option(t)).n > 0;)
        put_option(t, option);
}

/* Collects the first group of "\indexsee{one}{other}". */
static void collect_all_but_last(struct tex *t)
{
    struct str s = tex_ahead(t), inside;
    for (size_t end; (end = tex_group_end(s, t->at, false, &inside)) > t->at; t->at = end) {
        if (end == s.n || s.p[end] != '{')
            return;
        tex_put_in_part(t, TEX_INDEX, inside);
    }
}

static void take_collect(struct tex *t, const struct tex_command *command)
{
    if (command->part == TEX_CITES)
        put_options(t);
    else if (command->part == TEX_PACKAGES) {
        take_settings(t, tex_skip_option(t));
        struct str names = tex_ahead(t);
        names = str_slice(names, t->at, str_find_char(names, '}', t->at));
        t->is_german = t->is_german || names_german(names);
    } else
        tex_skip_option(t);
    if (command->part == TEX_INDEX)
        collect_all_but_last(t);
    struct tex_sink sink = {.flow = t->sink.flow, .part = &t->parts[command->part]};
    tex_open_argument(t, TEX_GROUP_PART, sink);
}

static void take_note(struct tex *t)
{
    struct tex_sink sink = {.flow = t->notes};
    tex_skip_option(t);
    if (t->in_preamble && t->sink.is_silent)
        return;
    flow_gap(t->notes, GAP_PARAGRAPH);
    tex_open_argument(t, TEX_GROUP_BLOCK, sink);
}

/* Opens a paragraph of its own, also where other text is dropped. Collects its short form. */
static void take_block(struct tex *t)
{
    struct tex_sink sink = t->sink;
    tex_put_in_part(t, TEX_SHORT_TITLES, tex_skip_option(t));
    sink.is_silent = false;
    sink.in_formula = false;
    if (!tex_open_argument(t, TEX_GROUP_BLOCK, sink))
        return;
    tex_gap(t, GAP_PARAGRAPH);
}

static void take_item(struct tex *t, const struct tex_command *command)
{
    tex_gap(t, GAP_ITEM);
    tex_put(t, STR_LITERAL("-"), t->at);
    tex_gap(t, GAP_SPACE);
    size_t before = t->at;
    put_options(t);
    if (t->at > before)
        tex_gap(t, GAP_ITEM);
    struct tex_sink sink = {.flow = t->sink.flow, .part = &t->parts[command->part]};
    if (command->part == TEX_CITES)
        tex_open_argument(t, TEX_GROUP_PART, sink);
    t->at = tex_skip_blanks(tex_ahead(t), t->at);
}

/* Reads an unknown command. Its groups are text, but in the preamble only if they read like
 * text. */
static void take_unknown(struct tex *t, struct str name)
{
    struct str inside = STR_EMPTY, s = tex_ahead(t);
    tex_skip_star(t);
    for (size_t start = t->at;; start = t->at) {
        struct str option = tex_skip_option(t);
        if (t->at == start)
            break;
        if (!t->in_preamble && tex_is_prose(option) && name.n > 1)
            put_option(t, option);
    }
    if (!t->in_preamble || !t->sink.is_silent)
        return;
    size_t at = tex_skip_blanks(s, t->at);
    if (tex_group_end(s, at, false, &inside) == at || !tex_is_prose(inside) ||
        str_find_char(inside, ' ', 0) == inside.n || str_find_char(inside, '\\', 0) < inside.n)
        return;
    struct tex_sink sink = {.flow = t->sink.flow, .part = t->sink.part};
    if (tex_open_argument(t, TEX_GROUP_BLOCK, sink))
        tex_gap(t, GAP_PARAGRAPH);
}

static void take_known(struct tex *t, const struct tex_command *command)
{
    struct str inside = STR_EMPTY;
    if (command->action != TEX_VERBATIM && command->action != TEX_BEGIN) {
        tex_skip_star(t);
        tex_skip_groups(t, command->n_skipped);
    }
    switch (command->action) {
    case TEX_TEXT:
        if (command->n_skipped == 0)
            tex_skip_option(t);
        break;
    case TEX_SWITCH:
        t->at = tex_skip_blanks(tex_ahead(t), t->at);
        break;
    case TEX_UPRIGHT: {
        struct tex_sink sink = t->sink;
        sink.in_formula = false;
        tex_open_argument(t, TEX_GROUP_PLAIN, sink);
        break;
    }
    case TEX_HEADING:
        tex_put_in_part(t, TEX_SHORT_TITLES, tex_skip_option(t));
        open_heading(t, command->level);
        break;
    case TEX_BLOCK:
        take_block(t);
        break;
    case TEX_NOTE:
        take_note(t);
        break;
    case TEX_COLLECT:
        take_collect(t, command);
        break;
    case TEX_SETTINGS: {
        size_t end = tex_group_end(tex_ahead(t), t->at, true, &inside);
        t->at = end;
        take_settings(t, inside);
        break;
    }
    case TEX_ITEM:
        take_item(t, command);
        break;
    case TEX_LINE:
        tex_skip_option(t);
        if (t->sink.part == &t->parts[TEX_AUTHOR])
            tex_put(t, STR_LITERAL(","), t->at);
        tex_gap(t, t->is_row ? GAP_ITEM : GAP_LINE);
        t->is_row = false;
        break;
    case TEX_PARAGRAPH:
        tex_gap(t, GAP_PARAGRAPH);
        break;
    case TEX_LENGTH:
        t->at = tex_length_end(tex_ahead(t), t->at);
        break;
    case TEX_VERBATIM:
        t->at += t->at < t->end && t->pen.source.p[t->at] == '*';
        take_verbatim(t, command);
        break;
    case TEX_DEFINE:
        tex_define(t);
        break;
    case TEX_DEF:
        tex_def(t);
        break;
    case TEX_ENVIRONMENT:
    case TEX_THEOREM:
        tex_define_environment(t, command->action == TEX_THEOREM);
        break;
    case TEX_BEGIN:
        take_begin(t);
        break;
    case TEX_END:
        take_end(t);
        break;
    }
}

/* Skips "\iffalse ... \fi", by which text is commented out. */
static bool skip_iffalse(struct tex *t, struct str name)
{
    if (!str_equal(name, STR_LITERAL("iffalse")))
        return false;
    size_t end = str_find(tex_ahead(t), STR_LITERAL("\\fi"), t->at);
    t->at = end < t->end ? end + 3 : t->at;
    return true;
}

/* Separates authors at "\and". */
static bool take_and(struct tex *t, struct str name)
{
    struct buf *authors = &t->parts[TEX_AUTHOR];
    if (t->sink.part != authors || !str_equal_ignoring_case(name, STR_LITERAL("and")))
        return false;
    buf_append_char(authors, '\n');
    t->at = tex_skip_blanks(tex_ahead(t), t->at);
    return true;
}

/* Reads a command that is a single character other than a letter. */
static void take_control(struct tex *t, struct str name, size_t start)
{
    char c = name.p[0];
    switch (c) {
    case '(':
    case ')':
        t->sink.in_formula = c == '(';
        break;
    case '[':
    case ']':
        tex_gap(t, GAP_PARAGRAPH);
        t->sink.in_formula = c == '[';
        break;
    case ' ':
    case '\n':
    case ',':
    case ';':
    case ':':
    case '>':
        tex_gap(t, GAP_SPACE);
        break;
    case '-':
    case '/':
    case '!':
    case '=':
    case '+':
    case '<':
        break;
    default:
        tex_put(t, name, start + 1);
    }
}

/* Writes a symbol. In a formula it is separated from the letter before it, and blanks after it are
 * kept. */
static void put_symbol(struct tex *t, struct str symbol, size_t start)
{
    struct str s = tex_ahead(t);
    bool follows_letter = start > 0 && ascii_is_alpha(s.p[start - 1]);
    if (t->sink.in_formula && follows_letter)
        tex_gap(t, GAP_SPACE);
    tex_put(t, symbol, start);
    if (!t->sink.in_formula)
        t->at = tex_skip_blanks(s, t->at);
}

void tex_take_command(struct tex *t)
{
    char letter[TEX_LETTER_BYTES];
    size_t start = t->at, n = 0;
    struct str s = tex_ahead(t), name;
    size_t end = t->sink.in_formula || t->in_tabbing ? 0 : tex_accent(s, start, letter, &n);
    if (end) {
        tex_put(t, (struct str){letter, n}, start);
        tex_pass(t, start, end);
        t->at = end;
        return;
    }
    t->at = tex_command_end(s, start, &name);
    struct str symbol = tex_symbol(name);
    if (symbol.p) {
        put_symbol(t, symbol, start);
        return;
    }
    const struct tex_command *command = tex_command(name);
    bool is_known = command->name[0] != '\0';
    if (skip_iffalse(t, name) || take_and(t, name) ||
        (command->action == TEX_TEXT && tex_call_macro(t, TEX_MACRO_COMMAND, name, start)))
        return;
    if (is_known)
        take_known(t, command);
    else if (name.n && !ascii_is_alpha(name.p[0]) && name.p[0] != '@')
        take_control(t, name, start);
    else
        take_unknown(t, name);
    if (!is_known && t->sink.in_formula)
        tex_gap(t, GAP_SPACE);
}
