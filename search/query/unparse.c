/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes a query tree as text that parses to the same tree. */
#include "base/buf.h"
#include "base/mem.h"
#include "search/query/lex.h"
#include "search/query/parse.h"

#include <stdio.h>

struct printer {
    struct buf *out;
    bool is_command; /* a bare word with a "-" would be text */
};

static void print_node(const struct query_node *node, const struct printer *p);

/* Returns true if a sign directly before the node's text would be read as a sign. */
static bool takes_sign(const struct query_node *node, char sign, bool is_command)
{
    bool is_bare = node->n_children == 0 && node->field.n == 0 && node->text.n > 0 &&
                   node->kind != QUERY_PHRASE;
    if (!is_bare || node->text.p[0] == '*')
        return true;
    bool is_option = sign == '-' ? is_command || lex_is_option(node->text) : node->text.n == 1;
    return lex_has_word(str_slice(node->text, 0, 1)) && !(node->kind == QUERY_WORDS && is_option);
}

/* Prints the children in brackets. Blanks inside these keep them apart from words that contain
 * brackets: "f(x". */
static void print_children(const struct query_node *node, const char *between,
                           const struct printer *p)
{
    struct buf *out = p->out;
    if (node->field.n)
        buf_append_format(out, "%.*s:", STR_PRINT(node->field));
    buf_append_str(out, STR_LITERAL("( "));
    for (uint32_t i = 0; i < node->n_children; i++) {
        const struct query_node *child = node->children[i];
        if (i)
            buf_append_format(out, "%s", between);
        char sign = child->occur == QUERY_MUST ? '+' : '-';
        if (child->occur != QUERY_SHOULD)
            buf_append_char(out, sign);
        /* A word in capitals would turn an operator beside it into a word. */
        bool is_hidden = child->occur != QUERY_SHOULD
                             ? !takes_sign(child, sign, p->is_command)
                             : node->kind != QUERY_LIST && child->kind == QUERY_WORDS &&
                                   lex_is_in_capitals(child->text);
        if (is_hidden)
            buf_append_str(out, STR_LITERAL("( "));
        print_node(child, p);
        if (is_hidden)
            buf_append_str(out, STR_LITERAL(" )"));
    }
    buf_append_str(out, STR_LITERAL(" )"));
}

/* Prints a word. One that would be read as an operator is put in brackets, where it is a word. */
static void print_word(const struct query_node *node, struct buf *out)
{
    struct lexeme ignored = {0};
    bool is_operator = node->field.n == 0 && lex_operator(node->text, &ignored);
    buf_append_format(out, is_operator ? "( %.*s )" : "%.*s", STR_PRINT(node->text));
}

static bool has_blank(struct str s)
{
    return str_find_char(s, ' ', 0) < s.n;
}

static void print_range(const struct query_node *node, struct buf *out)
{
    const char *quote = has_blank(node->from) || has_blank(node->to) ? "\"" : "";
    if (node->text.n)
        buf_append_str(out, node->text);
    else if (node->is_above && node->to.n == 0)
        buf_append_format(out, "%s>%.*s%s", quote, STR_PRINT(node->from), quote);
    else if (node->is_below && node->from.n == 0)
        buf_append_format(out, "%s<%.*s%s", quote, STR_PRINT(node->to), quote);
    else if (node->from.n || node->to.n)
        buf_append_format(out, "%s%s%.*s..%s%.*s%s", quote, node->is_above ? ">" : "",
                          STR_PRINT(node->from), node->is_below ? "<" : "", STR_PRINT(node->to),
                          quote);
    else
        buf_append_char(out, '*');
}

static void print_bare_leaf(const struct query_node *node, struct buf *out)
{
    switch (node->kind) {
    case QUERY_PHRASE:
        buf_append_char(out, '"');
        buf_append_str(out, node->text); /* may hold a NUL */
        buf_append_char(out, '"');
        if (node->window)
            buf_append_format(out, "~%u", node->window);
        break;
    case QUERY_PREFIX:
        buf_append_format(out, "%.*s*", STR_PRINT(node->text));
        break;
    case QUERY_FUZZY:
        buf_append_format(out, node->distance == 1 ? "%.*s~" : "%.*s~2", STR_PRINT(node->text));
        break;
    case QUERY_RANGE:
        print_range(node, out);
        break;
    default:
        print_word(node, out);
        break;
    }
}

/* Prints a leaf. After the name of a field some texts need brackets: "note://x" would be an
 * address. */
static void print_leaf(const struct query_node *node, struct buf *out)
{
    bool is_hidden = node->field.n && node->kind != QUERY_PHRASE && node->text.n &&
                     !lex_is_value(node->field, node->text);
    if (node->field.n)
        buf_append_format(out, is_hidden ? "%.*s:( " : "%.*s:", STR_PRINT(node->field));
    print_bare_leaf(node, out);
    if (is_hidden)
        buf_append_str(out, STR_LITERAL(" )"));
}

static void print_node(const struct query_node *node, const struct printer *p)
{
    char near[32];
    switch (node->kind) {
    case QUERY_LIST:
        print_children(node, " ", p);
        break;
    case QUERY_AND:
        print_children(node, " AND ", p);
        break;
    case QUERY_OR:
        print_children(node, " OR ", p);
        break;
    case QUERY_NEAR:
        snprintf(near, sizeof near, node->is_ordered ? " ADJ/%u " : " NEAR/%u ", node->window);
        print_children(node, near, p);
        break;
    case QUERY_NOT:
        buf_append_str(p->out, STR_LITERAL("NOT "));
        print_node(node->children[0], p);
        break;
    default:
        print_leaf(node, p->out);
        break;
    }
}

struct str unparse(const struct query_node *root, struct arena *arena)
{
    AUTO(buf_done) struct buf out = BUF_INIT;
    struct printer p = {.out = &out};
    if (root)
        print_node(root, &p);
    p.is_command = lex_is_command(buf_str(&out));
    if (p.is_command) {
        buf_clear(&out);
        print_node(root, &p);
    }
    return arena_copy(arena, buf_str(&out));
}
