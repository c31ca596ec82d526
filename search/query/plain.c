/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Parses a query in which nothing is an operator. */
#include "search/query/lex.h"
#include "search/query/parse.h"
#include "text/utf8.h"

static struct query_node *new_node(struct arena *arena, enum query_kind kind, uint32_t column)
{
    struct query_node *node = arena_alloc(arena, sizeof *node);
    *node = (struct query_node){.kind = kind, .column = column};
    return node;
}

static uint32_t count_characters(struct str s)
{
    uint32_t n = 0;
    for (size_t i = 0; i < s.n; n++)
        utf8_decode(s, i, &i);
    return n;
}

enum err_code parse_plain(struct str text, struct arena *arena, struct query_node **ret_root,
                          struct err *err)
{
    struct buf repaired = BUF_INIT;
    if (text.n > PARSE_MAX_BYTES)
        return err_set(err, ERR_USAGE, "the query is longer than %d bytes", PARSE_MAX_BYTES);
    utf8_append_repaired(&repaired, text);
    struct str rest = arena_copy(arena, buf_str(&repaired));
    buf_done(&repaired);

    struct query_node *list = new_node(arena, QUERY_LIST, 1);
    const char *counted = rest.p;
    uint32_t column = 1;
    /* A word takes at least two bytes, with the blank after it. */
    list->children = arena_alloc(arena, (rest.n / 2 + 1) * sizeof(struct query_node *));
    while ((rest = str_trim(rest)).n) {
        size_t end = 0;
        while (end < rest.n && !ascii_is_space(rest.p[end]))
            end++;
        column += count_characters((struct str){counted, (size_t)(rest.p - counted)});
        counted = rest.p;
        struct str word_text = str_slice(rest, 0, end);
        if (lex_has_word(word_text)) {
            struct query_node *word = new_node(arena, QUERY_WORDS, column);
            word->text = word_text;
            list->children[list->n_children++] = word;
        }
        rest = str_slice(rest, end, rest.n);
    }
    *ret_root = list->n_children ? list : NULL;
    return ERR_OK;
}
