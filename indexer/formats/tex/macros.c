/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Collects the macros that a LaTeX document defines and expands them where they are called. */
#include "indexer/formats/tex/tex.h"

#include "base/mem.h"
#include "indexer/formats/tex/syntax.h"

enum {
    MAX_MACROS = 2000,
    MAX_CALLS = 50,    /* nested, including calls in arguments */
    FREE_BYTES = 4096, /* for expansions in a short document; longer ones get more */
};

static const struct tex_macro *find_macro(const struct tex *t, enum tex_macro_kind kind,
                                          struct str name)
{
    for (size_t i = t->n_macros; i > 0; i--)
        if (t->macros[i - 1].kind == kind && str_equal(t->macros[i - 1].name, name))
            return &t->macros[i - 1];
    return NULL;
}

static void add_macro(struct tex *t, enum tex_macro_kind kind, struct str name, struct str body,
                      unsigned n_arguments, struct str preset)
{
    if (t->n_macros == MAX_MACROS || t->call || n_arguments > TEX_MAX_ARGUMENTS)
        return;
    MEM_GROW(t->macros, t->n_macros, t->macros_capacity);
    size_t start = (size_t)(body.p - t->pen.source.p);
    t->macros[t->n_macros++] = (struct tex_macro){kind,           name,        start,
                                                  start + body.n, n_arguments, preset};
}

/* Reads "{\name}" or "\name". */
static struct str read_defined_name(struct tex *t)
{
    struct str s = tex_ahead(t), name = STR_EMPTY;
    size_t at = tex_skip_blanks(s, t->at);
    bool in_braces = at < s.n && s.p[at] == '{';
    at += in_braces;
    if (at >= s.n || s.p[at] != '\\')
        return name;
    size_t end = tex_command_end(s, at, &name);
    if (in_braces && (end == s.n || s.p[end] != '}'))
        return STR_EMPTY;
    t->at = end + in_braces;
    return name;
}

static unsigned read_count(struct str option)
{
    return option.n == 1 && ascii_is_digit(option.p[0]) ? (unsigned)(option.p[0] - '0') : 0;
}

/* Reads "[default]", also an empty one. The p of the result is NULL if there is none. */
static struct str read_preset(struct tex *t)
{
    size_t start = t->at;
    struct str preset = tex_skip_option(t);
    return t->at > start ? preset : (struct str){NULL, 0};
}

/* Reads what follows \newcommand in "\newcommand{\name}[2][default]{...}". */
void tex_define(struct tex *t)
{
    struct str body = STR_EMPTY;
    struct str name = read_defined_name(t);
    if (name.n == 0)
        return;
    t->at = tex_skip_blanks(tex_ahead(t), t->at);
    unsigned n = read_count(tex_skip_option(t));
    struct str preset = read_preset(t);
    size_t start = tex_skip_blanks(tex_ahead(t), t->at);
    size_t end = tex_group_end(tex_ahead(t), start, true, &body);
    if (end == start)
        return;
    t->at = end;
    add_macro(t, TEX_MACRO_COMMAND, name, body, n, preset);
}

/* Reads the next group. Returns false if there is none. */
static bool read_body(struct tex *t, struct str *ret)
{
    size_t start = tex_skip_blanks(tex_ahead(t), t->at);
    size_t end = tex_group_end(tex_ahead(t), start, true, ret);
    t->at = end > start ? end : t->at;
    return end > start;
}

void tex_define_environment(struct tex *t, bool is_theorem)
{
    struct str name = STR_EMPTY, beginning = STR_EMPTY, end = STR_EMPTY;
    if (!read_body(t, &name))
        return;
    t->at = tex_skip_blanks(tex_ahead(t), t->at);
    unsigned n = read_count(tex_skip_option(t));
    struct str preset = read_preset(t), none = {NULL, 0};
    if (!read_body(t, &beginning))
        return;
    add_macro(t, TEX_MACRO_BEGIN, name, beginning, is_theorem ? 0 : n, is_theorem ? none : preset);
    if (!is_theorem && read_body(t, &end))
        add_macro(t, TEX_MACRO_END, name, end, 0, none);
}

/* Reads what follows \def or \let in "\def\name#1#2{...}" and "\let\name=\other". */
void tex_def(struct tex *t)
{
    struct str s = tex_ahead(t), body = STR_EMPTY, other;
    struct str name = read_defined_name(t);
    unsigned n = 0;
    if (name.n == 0)
        return;
    while (t->at + 1 < s.n && s.p[t->at] == '#' && ascii_is_digit(s.p[t->at + 1])) {
        t->at += 2;
        n++;
    }
    t->at += t->at < s.n && s.p[t->at] == '=';
    size_t end = tex_group_end(s, t->at, true, &body);
    if (end > t->at)
        add_macro(t, TEX_MACRO_COMMAND, name, body, n, (struct str){NULL, 0});
    else if (t->at < s.n && s.p[t->at] == '\\')
        end = tex_command_end(s, t->at, &other);
    t->at = end;
}

/* Returns whether expanding n more bytes is allowed. The total is limited so that calls within
 * calls cannot multiply the text. */
static bool may_expand(const struct tex *t, size_t n)
{
    return t->n_expanded + n <= FREE_BYTES + t->pen.source.n / 2;
}

static bool is_being_called(const struct tex *t, struct str name)
{
    for (const struct tex_call *call = t->call; call; call = call->outer)
        if (str_equal(call->name, name))
            return true;
    return false;
}

bool tex_call_macro(struct tex *t, enum tex_macro_kind kind, struct str name, size_t origin)
{
    const struct tex_macro *macro = find_macro(t, kind, name);
    if (!macro || t->n_calls == MAX_CALLS || is_being_called(t, name) ||
        !may_expand(t, macro->end - macro->start))
        return false;
    struct tex_call call = {
        .name = name, .outer = t->call, .origin = t->call ? t->call->origin : origin};
    size_t at = t->at;
    bool is_optional = macro->n_arguments > 0 && macro->preset.p;
    if (is_optional) {
        call.arguments[0] = macro->preset;
        at = tex_option_end(tex_ahead(t), at, &call.arguments[0]);
    }
    for (unsigned i = is_optional; i < macro->n_arguments; i++) {
        size_t start = tex_skip_blanks(tex_ahead(t), at);
        at = tex_group_end(tex_ahead(t), start, false, &call.arguments[i]);
        if (at == start)
            return false;
    }
    t->at = at;
    t->n_expanded += macro->end - macro->start;
    t->n_calls++;
    tex_scan_part(t, str_slice(t->pen.source, macro->start, macro->end), &call);
    t->n_calls--;
    return true;
}

/* Writes an argument. The first use is not subject to the limit. */
static void put_argument(struct tex *t, struct tex_call *call, unsigned i)
{
    struct str argument = call->arguments[i];
    if (argument.n == 0 || (call->is_used[i] && !may_expand(t, argument.n)))
        return;
    t->n_expanded += call->is_used[i] ? argument.n : 0;
    call->is_used[i] = true;
    tex_scan_part(t, argument, call->outer);
}

void tex_put_argument(struct tex *t)
{
    size_t next = t->at + 1;
    char c = next < t->end ? t->pen.source.p[next] : ' ';
    bool is_parameter = ascii_is_digit(c) && c != '0';
    if (!t->call && !is_parameter)
        tex_put(t, STR_LITERAL("#"), t->at);
    t->at = next + is_parameter;
    if (t->call && is_parameter)
        put_argument(t, t->call, (unsigned)(c - '1'));
}
