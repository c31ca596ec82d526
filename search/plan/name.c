/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Recognises a query that is the name of a file, typed or pasted from a list. */
#include "search/plan/name.h"

#include "base/buf.h"
#include "base/mem.h"
#include "search/plan/rank.h"
#include "store/schema.h"

enum { MAX_TOKENS = 64 }; /* of a path */

/* Nodes that are appended in post-order. */
struct nodes {
    struct store_node *items;
    size_t n;
};

static void push(struct nodes *nodes, struct store_node node)
{
    nodes->items[nodes->n++] = node;
}

/* Fills in the terms of a path, without the first folders that no document has in its path. Returns
 * how many there are. */
static size_t path_terms(const struct plan_index *index, struct str path, struct arena *arena,
                         struct store_frequency terms[MAX_TOKENS], uint32_t *ret_window,
                         struct err *err)
{
    AUTO(buf_done) struct buf term = BUF_INIT;
    uint32_t positions[MAX_TOKENS];
    struct token t;
    size_t n = 0, first = 0;
    analyser_start(index->analyser, path, 1);
    for (; n < MAX_TOKENS && analyser_next(index->analyser, &t); n++) {
        buf_clear(&term);
        buf_append_str(&term, STR_LITERAL(PREFIX_PATH));
        buf_append_str(&term, t.term);
        terms[n] = (struct store_frequency){.name = arena_copy(arena, buf_str(&term))};
        positions[n] = t.position;
    }
    if (n == 0 || store_reader_frequencies(index->reader, terms, n, err))
        return 0;
    for (size_t i = 0; i < n; i++)
        if (terms[i].termfreq == 0)
            first = i + 1;
    memmove(terms, terms + first, (n - first) * sizeof *terms);
    *ret_window = first < n ? positions[n - 1] - positions[first] + 1 : 0;
    return n - first;
}

/* Appends a phrase that finds documents with this path or one that ends so. Returns false if the
 * path has fewer than two parts. */
static bool push_path(const struct plan_index *index, struct str path, struct arena *arena,
                      struct nodes *nodes, struct err *err)
{
    struct store_frequency terms[MAX_TOKENS];
    uint32_t window;
    size_t n = path_terms(index, path, arena, terms, &window, err);
    if (n < 2)
        return false;
    for (size_t i = 0; i < n; i++)
        push(nodes, (struct store_node){.op = STORE_TERM, .name = terms[i].name, .wqf = 1});
    push(nodes,
         (struct store_node){.op = STORE_PHRASE, .n_children = (uint32_t)n, .window = window});
    return true;
}

/* Turns the plan into "what it asks for, OR, with a far greater weight, the name, OR, with a still
 * greater one, the name in the folders before it". */
static void add_name(const struct plan_index *index, struct plan *plan, struct str term,
                     struct str path, struct arena *arena, struct err *err)
{
    struct nodes nodes = {
        arena_alloc(arena, (plan->n_nodes + MAX_TOKENS + 8) * sizeof *nodes.items), plan->n_nodes};
    if (nodes.n)
        memcpy(nodes.items, plan->nodes, nodes.n * sizeof *nodes.items);
    const struct store_node name = {.op = STORE_TERM, .name = term, .wqf = 1};
    push(&nodes, name);
    push(&nodes, (struct store_node){.op = STORE_SCALE, .n_children = 1, .factor = RANK_NAME});
    if (path.n && push_path(index, path, arena, &nodes, err)) { /* which has no weight of its own */
        push(&nodes, name);
        push(&nodes, (struct store_node){.op = STORE_AND, .n_children = 2});
        push(&nodes, (struct store_node){.op = STORE_SCALE, .n_children = 1, .factor = RANK_PATH});
        push(&nodes, (struct store_node){.op = STORE_OR, .n_children = 2});
    }
    if (plan->n_nodes)
        push(&nodes, (struct store_node){.op = STORE_OR, .n_children = 2});
    plan->is_name = true;
    plan->nodes = nodes.items;
    plan->n_nodes = nodes.n;
}

static struct str without_quotes(struct str s)
{
    bool is_quoted = s.n > 2 && s.p[0] == '"' && s.p[s.n - 1] == '"';
    return is_quoted ? str_slice(s, 1, s.n - 1) : s;
}

/* Returns the path with "/" between its parts, as Windows shows it with "\\". */
static struct str with_slashes(struct str path, struct arena *arena)
{
    struct str copy = arena_copy(arena, path);
    for (size_t i = 0; i < copy.n; i++)
        if (copy.p[i] == '\\')
            ((char *)copy.p)[i] = '/';
    return copy;
}

/* Finds the term of a name as it is typed or, if no document has that, without its marks. */
static enum err_code find_name(const struct plan_index *index, struct str name, struct arena *arena,
                               struct store_frequency *ret, struct err *err)
{
    AUTO(buf_done) struct buf folded = BUF_INIT;
    analyser_fold(index->analyser, name, &folded);
    struct str form = buf_str(&folded);
    for (int i = 0; i < 2 && ret->termfreq == 0; i++) {
        struct str term = i ? analyser_term(index->analyser, form) : form;
        *ret = (struct store_frequency){
            .name = arena_format(arena, PREFIX_NAME "%.*s", STR_PRINT(term))};
        if (ret->name.n > SCHEMA_MAX_TERM_BYTES || (i && str_equal(term, form)))
            return ERR_OK;
        if (store_reader_frequencies(index->reader, ret, 1, err))
            return err->code;
    }
    return ERR_OK;
}

enum err_code plan_name(const struct plan_index *index, struct str query, struct arena *arena,
                        struct plan *plan, struct err *err)
{
    struct store_frequency name = {.termfreq = 0};
    struct str path = without_quotes(str_trim(query));
    if (str_find_char(path, '\\', 0) < path.n)
        path = with_slashes(path, arena);
    query = str_slice(path, str_after_last(path, '/'), path.n);
    if (path.n == query.n)
        path = STR_EMPTY;
    if (query.n == 0 || query.n > ANALYSER_MAX_TERM_BYTES)
        return ERR_OK;
    if (!find_name(index, query, arena, &name, err) && name.termfreq)
        add_name(index, plan, name.name, path, arena, err);
    return err->code;
}
