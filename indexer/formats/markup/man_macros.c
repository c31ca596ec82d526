/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Defines and expands the macros that a man page brings with it. */
#include "indexer/formats/markup/man.h"

#include "indexer/unpack/budget.h"

#include "base/buf.h"

/* Returns the end of the first word of s. */
static size_t word_end(struct str s)
{
    size_t end = 0;
    while (end < s.n && !ascii_is_space(s.p[end]))
        end++;
    return end;
}

/* Returns whether a line is the request that ends a definition: "..", also with blanks between, or
 * a call of the macro that the definition names. */
static bool ends_definition(struct str line, struct str end)
{
    if (line.n == 0 || line.p[0] != '.')
        return false;
    struct str request = str_trim(str_slice(line, 1, line.n));
    return str_equal(str_slice(request, 0, word_end(request)), end);
}

struct str man_read_body(struct man *m, struct str arguments)
{
    size_t name_end = word_end(arguments);
    struct str end = str_trim(str_slice(arguments, name_end, arguments.n));
    end = str_slice(end, 0, word_end(end));
    if (end.n == 0 || end.p[0] == '\\') /* a comment */
        end = STR_LITERAL(".");
    struct str start = m->rest, line;
    size_t n = 0;
    while (man_take_line(m, &line) && !ends_definition(line, end))
        n = (size_t)(m->rest.p - start.p);
    return str_slice(start, 0, n);
}

static struct man_string *find(struct man *m, struct str name)
{
    for (size_t i = m->n_macros; i > 0; i--)
        if (str_equal(m->macros[i - 1].name, name))
            return &m->macros[i - 1];
    return NULL;
}

static void define(struct man *m, struct str name, struct str body)
{
    struct man_string *known = find(m, name);
    if (known)
        known->value = body;
    else if (name.n && m->n_macros < MAN_MAX_MACROS)
        m->macros[m->n_macros++] = (struct man_string){name, body};
}

/* Returns text that stays until the page has been read. The lines of a macro do not. */
static struct str keep(struct man *m, struct str text)
{
    return m->macro_depth ? arena_copy(m->document->arena, text) : text;
}

void man_define_macro(struct man *m, struct str arguments)
{
    struct str name = keep(m, str_slice(arguments, 0, word_end(arguments)));
    define(m, name, keep(m, man_read_body(m, arguments)));
}

void man_alias_macro(struct man *m, struct str arguments)
{
    struct str words[MAN_MAX_WORDS];
    size_t n = man_split(m, arguments, words);
    const struct man_string *old = n > 1 ? find(m, words[1]) : NULL;
    if (old)
        define(m, keep(m, words[0]), old->value);
}

/* Appends the arguments that "\$" and the character c stand for. */
static void append_arguments(struct buf *out, char c, const struct str *words, size_t n)
{
    if (c >= '1' && c <= '9' && (size_t)(c - '1') < n)
        buf_append_str(out, words[c - '1']);
    for (size_t i = 0; i < n && (c == '*' || c == '@'); i++) {
        if (i)
            buf_append_char(out, ' ');
        buf_append_str(out, words[i]);
    }
}

/* Appends the body of a macro with its arguments in place. A definition has two backslashes where
 * its expansion has one. */
static void expand(struct str body, const struct str *words, size_t n, struct buf *out)
{
    for (size_t i = 0; i < body.n;) {
        size_t escape = str_find_char(body, '\\', i);
        buf_append_str(out, str_slice(body, i, escape));
        i = escape + 1;
        if (i < body.n && body.p[i] == '\\')
            i++;
        if (i + 1 < body.n && body.p[i] == '$') {
            append_arguments(out, body.p[i + 1], words, n);
            i += 2;
        } else if (escape < body.n) {
            buf_append_char(out, '\\');
        }
    }
}

bool man_expand_macro(struct man *m, struct str name, struct str arguments, struct buf *ret)
{
    struct str words[MAN_MAX_WORDS];
    const struct man_string *macro = find(m, name);
    if (!macro)
        return false;
    size_t n = man_split(m, arguments, words);
    if (budget_repeat(m->budget, macro->value.n + arguments.n))
        expand(macro->value, words, n, ret);
    return true;
}
