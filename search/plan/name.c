/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Recognises a query that is the name of a file, typed or pasted from a list. */
#include "search/plan/name.h"

#include "base/buf.h"
#include "base/mem.h"
#include "search/plan/rank.h"
#include "store/schema.h"

/* Turns the plan into "what it asks for, OR, with a far greater weight, the name". */
static void add_name(struct plan *plan, struct str term, struct arena *arena)
{
    size_t n = plan->n_nodes;
    struct store_node *nodes = arena_alloc(arena, (n + 3) * sizeof *nodes);
    if (n)
        memcpy(nodes, plan->nodes, n * sizeof *nodes);
    nodes[n++] = (struct store_node){.op = STORE_TERM, .name = term, .wqf = 1};
    nodes[n++] = (struct store_node){.op = STORE_SCALE, .n_children = 1, .factor = RANK_NAME};
    if (plan->n_nodes)
        nodes[n++] = (struct store_node){.op = STORE_OR, .n_children = 2};
    plan->is_name = true;
    plan->nodes = nodes;
    plan->n_nodes = n;
}

static struct str without_quotes(struct str s)
{
    bool is_quoted = s.n > 2 && s.p[0] == '"' && s.p[s.n - 1] == '"';
    return is_quoted ? str_slice(s, 1, s.n - 1) : s;
}

enum err_code plan_name(const struct plan_index *index, struct str query, struct arena *arena,
                        struct plan *plan, struct err *err)
{
    AUTO(buf_done) struct buf term = BUF_INIT;
    query = without_quotes(str_trim(query));
    query = str_slice(query, str_after_last(query, '/'), query.n);
    if (query.n == 0 || query.n > ANALYSER_MAX_TERM_BYTES)
        return ERR_OK;
    buf_append_str(&term, STR_LITERAL(PREFIX_NAME));
    analyser_fold(index->analyser, query, &term);
    if (term.n > SCHEMA_MAX_TERM_BYTES)
        return ERR_OK;
    struct store_frequency frequency = {.name = arena_copy(arena, buf_str(&term))};
    if (store_reader_frequencies(index->reader, &frequency, 1, err))
        return err->code;
    if (frequency.termfreq)
        add_name(plan, frequency.name, arena);
    return ERR_OK;
}
