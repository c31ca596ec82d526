/* SPDX-License-Identifier: GPL-2.0-or-later */

/* Fuzzes the query parser: bytes are parsed to a tree, which is printed, and the printed text must
 * parse to the same tree. */

#include "base/mem.h"
#include "search/query/lex.h"
#include "search/query/parse.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO(arena_done) struct arena arena = ARENA_INIT;
    struct err err = ERR_INIT;
    struct query_node *root = NULL, *again = NULL;
    if (parse_query((struct str){(const char *)data, size}, &arena, &root, &err))
        return 0;
    struct str printed = unparse(root, &arena);
    /* The printed form has more brackets and bytes than the query. Beyond the limits it may parse
     * differently or be refused. */
    size_t n_open = 0;
    for (size_t i = 0; i < printed.n; i++)
        n_open += printed.p[i] == '(';
    if (n_open > LEX_MAX_DEPTH || parse_query(printed, &arena, &again, &err))
        return 0;
    if (!str_equal(printed, unparse(again, &arena)))
        abort();
    return 0;
}
