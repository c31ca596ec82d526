/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Explains the score of a hit: how much each word contributes to it. */
#include "search/retrieve/explain.h"

#include "base/buf.h"
#include "base/mem.h"
#include "store/schema.h"

#include <stdlib.h>

enum { MAX_TERM_NAMES = 5 }; /* shown for a list of terms that count as one */

struct explainer {
    struct store_reader *reader;
    const struct store_search *search;
    uint32_t docid;
    struct arena *arena;  /* for what is returned */
    struct arena scratch; /* for everything else */
    struct err *err;
    uint32_t *sizes; /* the size of the subtree at node i, in nodes */
    struct explain_row *rows;
    size_t n_rows, rows_capacity;
    uint32_t length;
};

static void explainer_done(struct explainer *e)
{
    arena_done(&e->scratch);
    mem_free(e->sizes);
    mem_free(e->rows);
}

static const struct store_node *node_of(const struct explainer *e, size_t i)
{
    return &e->search->nodes[i];
}

/* ---- the tree ---- */

static void measure_subtrees(struct explainer *e)
{
    e->sizes = mem_alloc_zeroed(e->search->n_nodes + 1, sizeof *e->sizes);
    for (size_t i = 0; i < e->search->n_nodes; i++) {
        e->sizes[i] = 1;
        for (uint32_t k = 0; k < store_count_children(node_of(e, i)); k++)
            e->sizes[i] += e->sizes[i - e->sizes[i]];
    }
}

/* Returns the roots of the children of node i, in their order. */
static size_t *children_of(struct explainer *e, size_t i)
{
    uint32_t n = store_count_children(node_of(e, i));
    size_t *children = arena_alloc(&e->scratch, n * sizeof *children);
    for (size_t at = i - 1; n > 0; at -= e->sizes[at])
        children[--n] = at;
    return children;
}

static struct store_search search_for(struct explainer *e, size_t i, double factor)
{
    size_t n = e->sizes[i];
    struct store_node *nodes = arena_alloc(&e->scratch, (n + 1) * sizeof *nodes);
    memcpy(nodes, node_of(e, i + 1 - n), n * sizeof *nodes);
    nodes[n] = (struct store_node){.op = STORE_SCALE, .n_children = 1, .factor = factor};
    struct store_search search = *e->search;
    search.nodes = nodes;
    search.n_nodes = n + 1;
    search.second_look = NULL;
    return search;
}

/* Finds the score of the document for the subtree of node i alone. Returns false if it does not
 * match. */
static bool score(struct explainer *e, size_t i, double factor, double *ret_score)
{
    struct store_search search = search_for(e, i, factor);
    bool matches = false;
    *ret_score = 0;
    store_reader_score(e->reader, &search, e->docid, &matches, ret_score, e->err);
    return matches;
}

static uint32_t estimate(struct explainer *e, size_t i)
{
    struct store_search search = search_for(e, i, 1);
    struct store_results *results;
    search.first = search.max = search.check_at_least = 0;
    if (store_reader_search(e->reader, &search, &results, e->err))
        return 0;
    uint32_t total = results->total_estimate;
    store_results_free(results);
    return total;
}

/* ---- rows ---- */

static const struct {
    const char *prefix, *field;
} FIELDS[] = {
    {PREFIX_TITLE, "title"}, {PREFIX_AUTHOR, "author"},  {PREFIX_KEYWORD, "tag"},
    {PREFIX_PATH, "path"},   {PREFIX_NAME_WORD, "name"}, {PREFIX_NAME, "name"},
    {PREFIX_LINK, "link"},   {PREFIX_ENDING, "ext"},     {PREFIX_LANGUAGE, "lang"},
    {PREFIX_TYPE, "type"},   {PREFIX_DAY, "date"},       {PREFIX_MONTH, "date"},
    {PREFIX_YEAR, "date"},
};

static struct str field_of_name(struct str name, struct arena *arena)
{
    char *field = arena_alloc_bytes(arena, name.n);
    for (size_t i = 0; i < name.n; i++)
        field[i] = ascii_lower(name.p[i]);
    return (struct str){field, name.n};
}

/* Splits the name of a term into its kind, its field and the word. */
static struct explain_row row_of(struct str name, struct arena *arena)
{
    struct explain_row row = {.term = name, .kind = "word", .field = STR_LITERAL("text")};
    if (str_starts_with(row.term, STR_LITERAL(PREFIX_STEM))) {
        row.kind = "stem";
        row.term = str_slice(name, sizeof PREFIX_STEM - 1, name.n);
    }
    for (size_t i = 0; i < sizeof FIELDS / sizeof *FIELDS; i++) {
        if (!str_starts_with(row.term, str_of(FIELDS[i].prefix)))
            continue;
        row.field = str_of(FIELDS[i].field);
        row.term = str_slice(row.term, strlen(FIELDS[i].prefix), row.term.n);
        return row;
    }
    size_t colon = str_find_char(row.term, ':', 0);
    if (str_starts_with(row.term, STR_LITERAL(PREFIX_FIELD)) && colon < row.term.n) {
        row.field = field_of_name(str_slice(row.term, 1, colon), arena);
        row.term = str_slice(row.term, colon + 1, row.term.n);
    }
    return row;
}

/* Adds a row. A term that the query has in several places gets one row. */
static void add_row(struct explainer *e, struct explain_row row)
{
    for (size_t i = 0; i < e->n_rows; i++) {
        struct explain_row *other = &e->rows[i];
        if (str_equal(other->term, row.term) && str_equal(other->field, row.field) &&
            strcmp(other->kind, row.kind) == 0) {
            other->share += row.share;
            return;
        }
    }
    MEM_GROW(e->rows, e->n_rows, e->rows_capacity);
    e->rows[e->n_rows++] = row;
}

/* Joins the names of the terms that the document contains or, if it contains none, of the first
 * ones. */
static struct str join_names(struct explainer *e, const size_t *leaves, const uint32_t *wdfs,
                             uint32_t n, uint32_t tf)
{
    AUTO(buf_done) struct buf names = BUF_INIT;
    size_t n_named = 0;
    for (uint32_t k = 0; k < n; k++) {
        const struct store_node *node = node_of(e, leaves[k]);
        if (tf && wdfs[k] == 0)
            continue;
        if (n_named)
            buf_append_char(&names, '|');
        if (n_named++ == MAX_TERM_NAMES) {
            buf_append_str(&names, STR_LITERAL("…"));
            break;
        }
        buf_append_str(&names, row_of(node->name, e->arena).term);
    }
    return arena_copy(e->arena, buf_str(&names));
}

/* Adds the row of a term, or of several that count as one. is_part is true within a phrase or NEAR,
 * and counts if that part of the query matches. */
static void explain_terms(struct explainer *e, size_t i, double factor, bool is_part, bool counts)
{
    bool is_list = node_of(e, i)->op == STORE_SYNONYM;
    uint32_t n = is_list ? node_of(e, i)->n_children : 1;
    size_t *leaves = is_list ? children_of(e, i) : &i;
    struct str *names = arena_alloc(&e->scratch, n * sizeof *names);
    uint32_t *wdfs = arena_alloc(&e->scratch, n * sizeof *wdfs);
    for (uint32_t k = 0; k < n; k++)
        names[k] = node_of(e, leaves[k])->name;
    if (store_reader_wdfs(e->reader, e->docid, names, n, wdfs, &e->length, e->err))
        return;
    struct explain_row row = row_of(names[0], e->arena);
    for (uint32_t k = 0; k < n; k++)
        row.tf += wdfs[k];
    if (is_list)
        row.term = join_names(e, leaves, wdfs, n, row.tf);
    if (is_part)
        row.kind = "phrase";
    row.df = estimate(e, i);
    if (counts)
        score(e, i, factor, &row.share);
    add_row(e, row);
}

static void explain_node(struct explainer *e, size_t i, double factor, bool is_part, bool counts);

/* Explains a STORE_MAX, of which only the child with the highest score counts. */
static void explain_best(struct explainer *e, size_t i, double factor, bool is_part, bool counts)
{
    size_t *children = children_of(e, i);
    uint32_t n = store_count_children(node_of(e, i)), best = 0;
    double best_score = -1, of_child;
    for (uint32_t k = 0; k < n; k++) {
        if (score(e, children[k], factor, &of_child) && of_child > best_score) {
            best_score = of_child;
            best = k;
        }
    }
    for (uint32_t k = 0; k < n; k++)
        explain_node(e, children[k], factor, is_part, counts && k == best && best_score >= 0);
}

static void explain_node(struct explainer *e, size_t i, double factor, bool is_part, bool counts)
{
    const struct store_node *node = node_of(e, i);
    double unused;
    uint32_t n = store_count_children(node);
    if (e->err->code || factor == 0)
        return;
    switch (node->op) {
    case STORE_TERM:
    case STORE_SYNONYM:
        explain_terms(e, i, factor, is_part, counts);
        return;
    case STORE_VALUE_RANGE:
    case STORE_ALL:
    case STORE_NONE:
        return;
    case STORE_MAX:
        explain_best(e, i, factor, is_part, counts);
        return;
    case STORE_SCALE:
        explain_node(e, i - 1, factor * node->factor, is_part, counts);
        return;
    case STORE_FILTER:
    case STORE_AND_NOT:
        n = 1;
        break;
    default:
        break;
    }
    if (node->op != STORE_OR)
        counts = counts && score(e, i, factor, &unused);
    is_part = is_part || node->op == STORE_PHRASE || node->op == STORE_NEAR;
    size_t *children = children_of(e, i);
    for (uint32_t k = 0; k < n; k++)
        explain_node(e, children[k], factor, is_part, counts);
}

/* ---- the second look ---- */

static void explain_look(struct explainer *e, const struct rerank *look)
{
    struct rerank_gain gain;
    if (!rerank_gain_of(look, e->docid, &gain))
        return;
    const struct {
        const char *what, *field;
        double share;
    } rows[] = {
        {"best heading", "text", gain.label},      {"title", "title", gain.title},
        {"words of links", "link", gain.links},    {"exact name", "text", gain.exact},
        {"words together", "text", gain.nearness}, {"all words together", "text", gain.whole},
        {"best part", "text", gain.part},          {"running text", "text", gain.prose},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].share > 0)
            add_row(e, (struct explain_row){.term = str_of(rows[i].what),
                                            .kind = "look",
                                            .field = str_of(rows[i].field),
                                            .share = rows[i].share,
                                            .is_look = true});
}

static int by_share(const void *left, const void *right)
{
    const struct explain_row *a = left, *b = right;
    if (a->share != b->share)
        return a->share > b->share ? -1 : 1;
    if ((a->tf > 0) != (b->tf > 0))
        return a->tf ? -1 : 1;
    int order = str_compare(a->term, b->term);
    return order ? order : strcmp(a->kind, b->kind);
}

enum err_code explain_hit(struct store_reader *reader, const struct store_search *search,
                          const struct rerank *look, uint32_t docid, struct arena *arena,
                          struct explanation *ret, struct err *err)
{
    AUTO(explainer_done)
    struct explainer e = {
        .reader = reader, .search = search, .docid = docid, .arena = arena, .err = err};
    measure_subtrees(&e);
    if (search->n_nodes)
        explain_node(&e, search->n_nodes - 1, 1, false, true);
    explain_look(&e, look);
    if (err->code)
        return err->code;
    if (e.n_rows)
        qsort(e.rows, e.n_rows, sizeof *e.rows, by_share);
    *ret = (struct explanation){.n = e.n_rows, .length = e.length};
    ret->rows = arena_alloc(arena, e.n_rows * sizeof *ret->rows);
    if (e.n_rows)
        memcpy(ret->rows, e.rows, e.n_rows * sizeof *ret->rows);
    return ERR_OK;
}
