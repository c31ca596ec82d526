/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Parses a query by recursive descent. */
#include "search/query/parse.h"

#include "base/buf.h"
#include "base/mem.h"
#include "search/query/lex.h"
#include "text/utf8.h"

/* list: or or ...; or: and OR and ...; and: unary AND unary ...; unary: NOT + - near; near: primary
 * NEAR primary ...; primary: word, phrase, field: primary, ( list ).
 *
 * A node without words, such as a dash in quotes, is NULL, and its operator is dropped with it.
 * Only brackets cause recursion. */

/* Dates are checked here without a clock, as if it were a day late enough for "2000y" to be within
 * the calendar. */
static const int64_t SOME_DAY_S = 4102444800; /* 2100-01-01 */

struct parser {
    const struct lexeme *next;
    struct str field; /* the field of the enclosing brackets, which leaves belong to */
    struct arena *arena;
    struct err *err;
};

static enum err_code parse_list(struct parser *p, struct query_node **ret);

static struct query_node *new_node(struct parser *p, enum query_kind kind, uint32_t column)
{
    struct query_node *node = arena_alloc(p->arena, sizeof *node);
    *node = (struct query_node){.kind = kind, .column = column, .field = p->field};
    node->text = node->from = node->to = STR_EMPTY;
    return node;
}

static void add_child(struct parser *p, struct query_node *parent, struct query_node *child)
{
    uint32_t n = parent->n_children;
    if ((n & (n - 1)) == 0) { /* full: the capacity is 0 or the next power of two */
        struct query_node **children = arena_alloc(p->arena, (n ? 2 * (size_t)n : 1) *
                                                                 sizeof(struct query_node *));
        if (n)
            memcpy(children, parent->children, n * sizeof *children);
        parent->children = children;
    }
    parent->children[parent->n_children++] = child;
}

/* ---- leaves ---- */

static bool is_plain(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (!ascii_is_alpha(c) && !ascii_is_digit(c) && c != '\'' && (unsigned char)c < 0x80)
            return false;
    }
    return s.n > 0;
}

/* Reads "word~", "word~1" and "word~2". If no word precedes the "~", it is text. */
static bool read_fuzzy(struct query_node *leaf)
{
    struct str s = leaf->text;
    uint32_t distance = 1;
    if (s.n > 2 && s.p[s.n - 2] == '~' && (s.p[s.n - 1] == '1' || s.p[s.n - 1] == '2')) {
        distance = (uint32_t)(s.p[s.n - 1] - '0');
        s.n -= 2;
    } else if (s.n > 1 && s.p[s.n - 1] == '~') {
        s.n--;
    } else {
        return false;
    }
    if (!is_plain(s) || !lex_has_word(s))
        return false;
    leaf->kind = QUERY_FUZZY;
    leaf->text = s;
    leaf->distance = distance;
    return true;
}

/* Reads a pattern, which consists of letters and digits besides its "*" and "?". A "?" at the end
 * of a word is a question mark, and an address full of "?" and "*" is text. */
static bool read_pattern(struct query_node *leaf)
{
    struct str s = leaf->text;
    size_t last = s.n - 1;
    size_t first_special = s.n, n_letters = 0;
    for (size_t i = 0; i < s.n; i++) {
        bool is_special = s.p[i] == '*' || (s.p[i] == '?' && i < last);
        if (is_special && first_special == s.n)
            first_special = i;
        if (!is_special && s.p[i] != '?')
            n_letters++;
        if (!is_special && !is_plain(str_slice(s, i, i + 1)))
            return false;
    }
    if (first_special == s.n || n_letters == 0)
        return false;
    leaf->kind = QUERY_PATTERN;
    return true;
}

/* Reads "word*", also after a hyphen or a slash: "docs/rel*". */
static bool read_prefix(struct query_node *leaf)
{
    struct str s = leaf->text;
    if (s.n < 2 || s.p[s.n - 1] != '*')
        return false;
    for (size_t i = 0; i < s.n - 1; i++)
        if (s.p[i] == '*' || s.p[i] == '?')
            return false;
    if (!is_plain(str_slice(s, s.n - 2, s.n - 1)))
        return false;
    leaf->kind = QUERY_PREFIX;
    leaf->text.n--;
    return true;
}

static enum err_code bad_date(struct parser *p, const struct query_node *leaf, struct str text)
{
    return err_set(
        p->err, ERR_USAGE,
        "column %u: '%.*s' is not a date; dates are 2011, 2011-05, 2011-05-10, today, "
        "yesterday, 7d, 3w, 6m, 2y, \"last month\", and ranges of them are like 2011-05..2011-07",
        leaf->column, STR_PRINT(str_slice(text, 0, utf8_floor(text, 40))));
}

/* Removes the sign of a bound that the range excludes, as in ">5..<9". Returns true if it had one.
 */
static bool take_sign(struct str *bound, char sign)
{
    if (bound->n < 2 || bound->p[0] != sign)
        return false;
    *bound = str_slice(*bound, 1, bound->n);
    return true;
}

/* Reads ">5" and "<=5". Returns false if text is not a comparison. */
static bool read_comparison(struct query_node *leaf, struct str text)
{
    if (text.n < 2 || (text.p[0] != '<' && text.p[0] != '>'))
        return false;
    bool is_inclusive = text.p[1] == '=';
    struct str bound = str_trim(str_slice(text, is_inclusive ? 2 : 1, text.n));
    if (bound.n == 0)
        return false;
    if (text.p[0] == '>') {
        leaf->from = bound;
        leaf->is_above = !is_inclusive;
    } else {
        leaf->to = bound;
        leaf->is_below = !is_inclusive;
    }
    return true;
}

/* Reads "2011-2013" and "2011-05-01/2011-06-30" of ISO 8601, if text cannot be a single date. */
static void split_years(struct query_node *leaf, struct str text)
{
    size_t slash = str_find_char(text, '/', 0);
    bool is_years = text.n == 9 && text.p[4] == '-';
    char ignored[9];
    if (!is_years && slash == text.n)
        return;
    struct str from = str_slice(text, 0, is_years ? 4 : slash);
    struct str to = str_slice(text, from.n + 1, text.n);
    if (from.n < 4 || to.n < 4 || parse_date(text, SOME_DAY_S, ignored, ignored) ||
        !parse_date(from, SOME_DAY_S, ignored, ignored) ||
        !parse_date(to, SOME_DAY_S, ignored, ignored))
        return;
    leaf->from = from;
    leaf->to = to;
}

/* Turns the text of a "date" field into a range. A span of time alone, as "7d", ends today. */
static enum err_code read_date(struct parser *p, struct query_node *leaf)
{
    struct str text = str_trim(leaf->text);
    char first[9], last[9];
    leaf->kind = QUERY_RANGE;
    leaf->text = STR_EMPTY;
    if (lex_are_stars(text))
        return ERR_OK;
    size_t dots = str_find(text, STR_LITERAL(".."), 0);
    if (dots < text.n || !read_comparison(leaf, text)) {
        leaf->from = str_slice(text, 0, dots);
        leaf->to = dots < text.n ? str_slice(text, dots + 2, text.n) : text;
        leaf->is_above = take_sign(&leaf->from, '>');
        leaf->is_below = take_sign(&leaf->to, '<');
        if (dots == text.n && parse_is_ago(text))
            leaf->to = STR_LITERAL("today");
        else if (dots == text.n)
            split_years(leaf, text);
    }
    if (leaf->from.n && !parse_date(leaf->from, SOME_DAY_S, first, last))
        return bad_date(p, leaf, leaf->from);
    if (leaf->to.n && !parse_date(leaf->to, SOME_DAY_S, first, last))
        return bad_date(p, leaf, leaf->to);
    return leaf->from.n || leaf->to.n ? ERR_OK : bad_date(p, leaf, text);
}

static bool may_be_number(struct str s)
{
    return s.n == 0 || ascii_is_digit(s.p[0]) ||
           (s.n > 1 && s.p[0] == '-' && ascii_is_digit(s.p[1]));
}

/* Reads ">1000", "100..200" and "*" after the name of any other field, and keeps the text. */
static bool read_range(struct query_node *leaf)
{
    struct str text = leaf->text;
    size_t dots = str_find(text, STR_LITERAL(".."), 0);
    struct str from = str_slice(text, 0, dots), to = STR_EMPTY;
    if (dots < text.n)
        to = str_slice(text, dots + 2, text.n);
    bool is_above = take_sign(&from, '>'), is_below = take_sign(&to, '<');
    bool is_range = dots < text.n && from.n + to.n && may_be_number(from) && may_be_number(to);
    if (is_range) {
        leaf->from = from;
        leaf->to = to;
        leaf->is_above = is_above;
        leaf->is_below = is_below;
    } else if (lex_are_stars(text)) {
        leaf->text = STR_LITERAL("*");
    } else if (!read_comparison(leaf, text)) {
        return false;
    }
    leaf->kind = QUERY_RANGE;
    return true;
}

static enum err_code parse_leaf(struct parser *p, struct query_node **ret)
{
    const struct lexeme *lexeme = p->next++;
    bool is_phrase = lexeme->kind == LEX_PHRASE;
    bool is_all = !is_phrase && (p->field.n ? lex_are_stars(lexeme->text)
                                            : str_equal(lexeme->text, STR_LITERAL("*")));
    *ret = NULL;
    if (!is_all && !lex_has_word(lexeme->text))
        return ERR_OK;
    struct query_node *leaf = new_node(p, is_phrase ? QUERY_PHRASE : QUERY_WORDS, lexeme->column);
    leaf->text = lexeme->text;
    leaf->window = is_phrase ? lexeme->window : 0;
    *ret = leaf;
    if (str_equal(leaf->field, STR_LITERAL("date")))
        return read_date(p, leaf);
    if (!is_phrase && leaf->field.n && read_range(leaf))
        return ERR_OK;
    if (is_all)
        leaf->kind = QUERY_ALL;
    else if (!is_phrase && !read_fuzzy(leaf) && !read_prefix(leaf))
        read_pattern(leaf);
    return ERR_OK;
}

/* ---- operators ---- */

static enum err_code parse_group(struct parser *p, struct query_node **ret)
{
    p->next++;
    if (parse_list(p, ret))
        return p->err->code;
    if (p->next->kind == LEX_CLOSE) /* a bracket that is never closed ends with the text */
        p->next++;
    return ERR_OK;
}

static enum err_code parse_primary(struct parser *p, struct query_node **ret)
{
    struct str outer = p->field;
    if (p->next->kind == LEX_FIELD)
        p->field = (p->next++)->text;
    enum err_code code = p->next->kind == LEX_OPEN ? parse_group(p, ret) : parse_leaf(p, ret);
    p->field = outer;
    return code;
}

static enum err_code parse_near(struct parser *p, struct query_node **ret)
{
    if (parse_primary(p, ret))
        return p->err->code;
    bool is_chain = false;
    while (p->next->kind == LEX_NEAR || p->next->kind == LEX_ADJ) {
        const struct lexeme *op = p->next++;
        struct query_node *right;
        if (parse_primary(p, &right))
            return p->err->code;
        if (!*ret) {
            *ret = right;
        } else if (right) {
            if (!is_chain) {
                struct query_node *near = new_node(p, QUERY_NEAR, op->column);
                add_child(p, near, *ret);
                near->is_ordered = true;
                *ret = near;
                is_chain = true;
            }
            add_child(p, *ret, right);
            (*ret)->is_ordered &= op->kind == LEX_ADJ;
            if (op->window > (*ret)->window)
                (*ret)->window = op->window;
        }
    }
    return ERR_OK;
}

/* Parses the signs and NOTs before an operand; two negations cancel each other. */
static enum err_code parse_unary(struct parser *p, struct query_node **ret)
{
    bool is_negative = false, is_must = false;
    const struct lexeme *op = p->next;
    for (;; p->next++) {
        if (p->next->kind == LEX_PLUS)
            is_must = true;
        else if (p->next->kind == LEX_NOT || p->next->kind == LEX_MINUS)
            is_negative = !is_negative;
        else
            break;
        op = p->next;
    }
    if (parse_near(p, ret))
        return p->err->code;
    if (*ret && is_negative) {
        struct query_node *not = new_node(p, QUERY_NOT, op->column);
        add_child(p, not, *ret);
        *ret = not ;
    } else if (*ret && is_must) {
        (*ret)->occur = QUERY_MUST;
    }
    return ERR_OK;
}

/* Parses a chain of AND, whose operands are unary, or a chain of OR, whose operands are AND
 * chains. */
static enum err_code parse_chain(struct parser *p, enum query_kind kind, struct query_node **ret)
{
    enum lexeme_kind op_kind = kind == QUERY_AND ? LEX_AND : LEX_OR;
    uint32_t column = p->next->column;
    struct query_node *chain = NULL, *operand;
    *ret = NULL;
    for (;;) {
        if (kind == QUERY_AND ? parse_unary(p, &operand) : parse_chain(p, QUERY_AND, &operand))
            return p->err->code;
        if (operand && *ret) {
            if (!chain) {
                chain = new_node(p, kind, column);
                (*ret)->occur = QUERY_SHOULD;
                add_child(p, chain, *ret);
                *ret = chain;
            }
            operand->occur = QUERY_SHOULD;
            add_child(p, chain, operand);
        } else if (operand) {
            *ret = operand;
        }
        if (p->next->kind != op_kind)
            return ERR_OK;
        p->next++;
    }
}

static enum err_code parse_list(struct parser *p, struct query_node **ret)
{
    struct query_node *list = new_node(p, QUERY_LIST, p->next->column), *item;
    while (p->next->kind != LEX_END && p->next->kind != LEX_CLOSE) {
        if (parse_chain(p, QUERY_OR, &item))
            return p->err->code;
        if (!item)
            continue;
        if (item->kind == QUERY_NOT) {
            item = item->children[0];
            item->occur = QUERY_MUST_NOT;
        }
        add_child(p, list, item);
    }
    bool is_lone = list->n_children == 1 && list->children[0]->occur == QUERY_SHOULD;
    *ret = is_lone ? list->children[0] : list->n_children ? list : NULL;
    return ERR_OK;
}

enum err_code parse_query(struct str text, struct arena *arena, struct query_node **ret_root,
                          struct err *err)
{
    if (text.n > PARSE_MAX_BYTES)
        return err_set(err, ERR_USAGE, "column %d: the query is longer than %d bytes",
                       PARSE_MAX_BYTES, PARSE_MAX_BYTES);
    AUTO(buf_done) struct buf repaired = BUF_INIT;
    utf8_append_repaired(&repaired, text);
    struct str query = lex_narrow(arena_copy(arena, buf_str(&repaired)), arena);
    struct parser p = {
        .next = lex_query(query, arena), .field = STR_EMPTY, .arena = arena, .err = err};
    struct query_node *root;
    if (parse_list(&p, &root))
        return err->code;
    *ret_root = root;
    return ERR_OK;
}
