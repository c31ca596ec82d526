/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Plans a query: walks through its tree, and turns it into the nodes that the engine is asked and
 * the words that count as matches. */
#include "search/plan/plan.h"

#include "base/mem.h"
#include "search/plan/planner.h"

#include <math.h>

static uint32_t plan_node(struct planner *p, const struct query_node *node);

/* ---- leaves ---- */

static uint32_t plan_leaf(struct planner *p, const struct query_node *leaf)
{
    struct planner_field field = planner_field(p, leaf->field);
    bool is_tokens = field.kind == FIELD_WORDS;
    uint32_t n;
    if (leaf->kind == QUERY_ALL)
        return planner_push(p, (struct store_node){.op = STORE_ALL});
    if (leaf->kind == QUERY_RANGE)
        return planner_range(p, &field, leaf) ? planner_scale(p, 0.0) : 0;
    if (leaf->kind == QUERY_PREFIX || leaf->kind == QUERY_PATTERN || leaf->kind == QUERY_FUZZY)
        n = planner_expand(p, &field, leaf, false);
    else if (!is_tokens)
        n = planner_filter(p, &field, leaf);
    else if (leaf->kind == QUERY_PHRASE || field.class == CLASS_FILTER)
        n = planner_exact(p, &field, leaf->text, leaf->window);
    else
        n = planner_all_words(p, &field, leaf->text);
    if (n && is_tokens && (leaf->kind == QUERY_WORDS || leaf->kind == QUERY_PHRASE))
        n = planner_combine(p, STORE_OR,
                            n + planner_same_number(p, &field, leaf->text) +
                                planner_same_date(p, &field, leaf->text));
    if (n && field.class == CLASS_FILTER)
        planner_scale(p, 0.0);
    return n;
}

static enum planner_class class_of(struct planner *p, const struct query_node *node)
{
    if (node->kind == QUERY_RANGE)
        return CLASS_FILTER;
    if (node->n_children == 0)
        return planner_field(p, node->field).class;
    enum planner_class class = CLASS_FILTER;
    for (uint32_t i = 0; i < node->n_children; i++) {
        enum planner_class of_child = class_of(p, node->children[i]);
        class = of_child < class ? of_child : class;
    }
    return class;
}

/* ---- NEAR, ADJ ---- */

static uint32_t not_a_word(struct planner *p, const struct query_node *node)
{
    err_set(p->err, ERR_USAGE,
            "column %u: NEAR and ADJ stand between words, or lists of words in brackets",
            node->column);
    return 0;
}

/* Returns true if a side of a NEAR may be several words: "well-known", "pre-hist*". */
static bool is_several(struct planner *p, const struct query_node *node)
{
    size_t n_tokens = 0;
    if (node->kind == QUERY_PREFIX)
        planner_tokens(p, node->text, &n_tokens);
    return n_tokens > 1 || node->kind == QUERY_WORDS || node->kind == QUERY_PHRASE;
}

/* Appends one side of a NEAR, and returns the number of subtrees: one for each word if it may be
 * several, otherwise one for each term that is an alternative. If is_choice, several words are an
 * error. */
static uint32_t near_leaves(struct planner *p, const struct query_node *node, bool is_choice)
{
    uint32_t n = 0;
    if (node->occur != QUERY_SHOULD)
        return not_a_word(p, node);
    if (node->kind == QUERY_OR || node->kind == QUERY_LIST) {
        uint32_t part = p->span_part;
        for (uint32_t i = 0; i < node->n_children; i++) {
            n += near_leaves(p, node->children[i], true);
            p->span_part = part;
        }
        return n;
    }
    struct planner_field field = planner_field(p, node->field);
    bool is_every = node->kind == QUERY_ALL || node->kind == QUERY_RANGE;
    if (field.kind != FIELD_WORDS || node->n_children || is_every)
        return not_a_word(p, node);
    bool is_exact = node->kind == QUERY_WORDS || node->kind == QUERY_PHRASE;
    n = is_exact ? planner_leaves(p, &field, node->text) : planner_expand(p, &field, node, true);
    return is_choice && n > 1 && is_several(p, node) ? not_a_word(p, node) : n;
}

static uint32_t plan_near(struct planner *p, const struct query_node *node)
{
    uint32_t n = 0;
    uint32_t n_sides = planner_limit_together(p, node->n_children);
    planner_open_span(p);
    for (uint32_t i = 0; i < n_sides; i++) {
        const struct query_node *child = node->children[i];
        uint32_t part = p->span_part;
        uint32_t n_leaves = near_leaves(p, child, false);
        n += is_several(p, child) ? n_leaves : planner_combine(p, STORE_OR, n_leaves);
        if (p->span_part == part)
            p->span_part++;
    }
    uint32_t n_words = n_sides > n ? n_sides : n;
    planner_close_span(p, node->is_ordered ? SPAN_ORDERED : SPAN_NEAR, node->window + n_words);
    return planner_phrase(p, node->is_ordered ? STORE_PHRASE : STORE_NEAR, n,
                          node->window + n_words);
}

/* ---- operators ---- */

/* Combines the n_positive (0 or 1) subtrees that were appended last with the excluded nodes. If
 * there is no positive part, the result is every document except these. Returns how many. */
static uint32_t exclude(struct planner *p, const struct query_node *const *nodes, uint32_t n_nodes,
                        uint32_t n_positive)
{
    size_t before = p->n_nodes;
    if (n_nodes == 0)
        return n_positive;
    if (n_positive == 0)
        planner_push(p, (struct store_node){.op = STORE_ALL});
    bool outer = p->is_negative;
    p->is_negative = true;
    uint32_t n = 0;
    for (uint32_t i = 0; i < n_nodes; i++)
        n += plan_node(p, nodes[i]);
    p->is_negative = outer;
    if (n == 0) {
        p->n_nodes = before;
        return n_positive;
    }
    planner_combine(p, STORE_OR, n);
    return planner_combine(p, STORE_AND_NOT, 2);
}

static uint32_t plan_and(struct planner *p, const struct query_node *node)
{
    const struct query_node **negatives = arena_alloc(p->arena,
                                                      node->n_children * sizeof *negatives);
    uint32_t n = 0, n_negatives = 0, n_children;
    const struct query_node **children = planner_distinct(p, node, &n_children);
    for (uint32_t i = 0; i < n_children; i++) {
        const struct query_node *child = children[i];
        if (child->kind == QUERY_NOT)
            negatives[n_negatives++] = child->children[0];
        else
            n += plan_node(p, child);
    }
    return exclude(p, negatives, n_negatives, planner_combine(p, STORE_AND, n));
}

/* ---- lists ---- */

enum role {
    ROLE_RANKED, /* any of them may match */
    ROLE_MUST,
    ROLE_FIELD,  /* words of a field: required, and ranked */
    ROLE_FILTER, /* required; of several for a field with one value, any */
    ROLE_EXCLUDED,
    ROLE_NOTHING,
};

static enum role role_of(struct planner *p, const struct query_node *list,
                         const struct query_node *child)
{
    static const enum role of_class[] = {
        [CLASS_FREE] = ROLE_RANKED, [CLASS_FIELD] = ROLE_FIELD, [CLASS_FILTER] = ROLE_FILTER};
    if (child->occur == QUERY_MUST_NOT)
        return ROLE_EXCLUDED;
    if (child->occur == QUERY_MUST) /* a filter does not make the words beside it optional */
        return class_of(p, child) == CLASS_FILTER ? ROLE_FILTER : ROLE_MUST;
    if (child->kind == QUERY_ALL) /* the bullet of a pasted list, unless it is alone */
        return list->n_children > 1 ? ROLE_NOTHING : ROLE_RANKED;
    if (list->field.n && str_equal(list->field, child->field)) /* title:(a b) means either */
        return ROLE_RANKED;
    return of_class[class_of(p, child)];
}

static bool has_role(const enum role *roles, uint32_t n, enum role role)
{
    for (uint32_t i = 0; i < n; i++)
        if (roles[i] == role)
            return true;
    return false;
}

static uint32_t plan_role(struct planner *p, const struct query_node *list, const enum role *roles,
                          enum role role)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < list->n_children; i++)
        if (roles[i] == role)
            n += plan_node(p, list->children[i]);
    return n;
}

/* Ranks the words of quoted phrases also by themselves if there are other words: a question may
 * quote what a document says in other forms. */
static void add_quoted(struct planner *p, const struct query_node *list, const enum role *roles,
                       struct planner_list *words)
{
    size_t i = 0;
    while (i < words->n_words && words->words[i].is_stop_word)
        i++;
    if (i == words->n_words)
        return;
    for (i = 0; i < list->n_children; i++) {
        const struct query_node *child = list->children[i];
        if (roles[i] == ROLE_RANKED && child->kind == QUERY_PHRASE && child->field.n == 0)
            planner_list_add(p, words, child->text, true);
    }
}

static uint32_t plan_ranked(struct planner *p, const struct query_node *list,
                            const enum role *roles)
{
    AUTO(planner_list_done) struct planner_list words = {0};
    struct str *texts = arena_alloc(p->arena, list->n_children * sizeof *texts);
    uint32_t n = 0;
    bool has_others = has_role(roles, list->n_children, ROLE_MUST) ||
                      has_role(roles, list->n_children, ROLE_FIELD);
    for (uint32_t i = 0; i < list->n_children; i++) {
        const struct query_node *child = list->children[i];
        texts[i] = STR_EMPTY;
        if (roles[i] != ROLE_RANKED)
            continue;
        if (child->kind == QUERY_WORDS && child->field.n == 0) {
            texts[i] = child->text;
            planner_list_add(p, &words, child->text, false);
        } else {
            uint32_t n_child = plan_node(p, child);
            has_others = has_others || n_child;
            n += n_child;
        }
    }
    planner_list_add_neighbours(p, &words, texts, list->n_children);
    add_quoted(p, list, roles, &words);
    n += planner_list_push(p, &words, has_others);
    return planner_combine(p, STORE_OR, n);
}

/* Returns true if further filters on the same field are alternatives to this one, because a
 * document has only one value. A range with one open end is none: the next filter may add the other
 * end. */
static bool is_alternative(const struct planner_field *field, const struct query_node *filter)
{
    bool is_open = filter->kind == QUERY_RANGE && (filter->from.n == 0) != (filter->to.n == 0);
    return field->is_single && filter->occur == QUERY_SHOULD && !is_open;
}

/* Plans the filters, each together with its alternatives, which lose their role. Returns how
 * many. */
static uint32_t plan_filters(struct planner *p, const struct query_node *list, enum role *roles)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < list->n_children; i++) {
        if (roles[i] != ROLE_FILTER)
            continue;
        const struct query_node *child = list->children[i];
        struct planner_field field = planner_field(p, child->field);
        bool has_alternatives = is_alternative(&field, child);
        uint32_t n_alike = plan_node(p, child);
        for (uint32_t j = i + 1; has_alternatives && j < list->n_children; j++) {
            const struct query_node *other = list->children[j];
            struct planner_field its = planner_field(p, other->field);
            if (roles[j] != ROLE_FILTER || !is_alternative(&its, other) || its.kind != field.kind ||
                !str_equal(its.prefix, field.prefix))
                continue;
            n_alike += plan_node(p, other);
            roles[j] = ROLE_NOTHING;
        }
        n += planner_combine(p, STORE_OR, n_alike);
    }
    return n;
}

static uint32_t plan_or(struct planner *p, const struct query_node *node)
{
    uint32_t n = 0, n_children;
    const struct query_node **children = planner_distinct(p, node, &n_children);
    for (uint32_t i = 0; i < n_children; i++)
        n += plan_node(p, children[i]);
    return planner_combine(p, STORE_OR, n);
}

static uint32_t plan_list(struct planner *p, const struct query_node *list)
{
    enum role *roles = arena_alloc(p->arena, list->n_children * sizeof *roles);
    const struct query_node **excluded = arena_alloc(p->arena, list->n_children * sizeof *excluded);
    uint32_t n_excluded = 0;
    for (uint32_t i = 0; i < list->n_children; i++) {
        roles[i] = role_of(p, list, list->children[i]);
        if (roles[i] == ROLE_EXCLUDED)
            excluded[n_excluded++] = list->children[i];
    }
    uint32_t n = planner_combine(p, STORE_AND, plan_role(p, list, roles, ROLE_MUST));
    n += plan_ranked(p, list, roles);
    n = planner_combine(p, STORE_AND_MAYBE, n);
    n += plan_role(p, list, roles, ROLE_FIELD);
    n += plan_filters(p, list, roles);
    n = planner_combine(p, STORE_AND, n);
    return exclude(p, excluded, n_excluded, n);
}

static uint32_t plan_node(struct planner *p, const struct query_node *node)
{
    if (p->err->code)
        return 0;
    switch (node->kind) {
    case QUERY_LIST:
        return plan_list(p, node);
    case QUERY_AND:
        return plan_and(p, node);
    case QUERY_OR:
        return plan_or(p, node);
    case QUERY_NOT:
        return exclude(p, (const struct query_node *const *)node->children, 1, 0);
    case QUERY_NEAR:
        return plan_near(p, node);
    default:
        return plan_leaf(p, node);
    }
}

/* ---- the query as a whole ---- */

static uint32_t count_patterns(const struct query_node *node)
{
    uint32_t n = node->kind == QUERY_PREFIX || node->kind == QUERY_PATTERN ||
                 node->kind == QUERY_FUZZY;
    for (uint32_t i = 0; i < node->n_children; i++)
        n += count_patterns(node->children[i]);
    return n;
}

static enum err_code weigh_matches(struct planner *p)
{
    AUTO(mem_free_pointer)
    struct store_frequency *frequencies = mem_alloc_zeroed(p->n_matches + 1, sizeof *frequencies);
    size_t n = 0;
    for (size_t i = 0; i < p->n_matches; i++)
        if (!p->matches[i].has_termfreq)
            frequencies[n++] = (struct store_frequency){.name = p->matches[i].name};
    if (store_reader_frequencies(p->index->reader, frequencies, n, p->err))
        return p->err->code;
    n = 0;
    for (size_t i = 0; i < p->n_matches; i++) {
        struct planner_match *m = &p->matches[i];
        double in_all = store_reader_stats(p->index->reader).n_documents;
        double in = m->has_termfreq ? m->termfreq : frequencies[n++].termfreq;
        double weight = log((in_all - in + 0.5) / (in + 0.5));
        m->match.weight = weight > 0.1 ? weight : 0.1; /* also if it is not a number */
    }
    return ERR_OK;
}

/* Returns the weight of a word's stem or, if it has none, of the word itself. */
static double weight_of_word(const struct planner *p, uint32_t word)
{
    double weight = 0;
    for (size_t i = 0; i < p->n_matches; i++) {
        const struct plan_match *m = &p->matches[i].match;
        if (m->word == word && (m->kind == MATCH_STEM || weight == 0))
            weight = m->weight;
    }
    return weight;
}

static void hand_over_terms(const struct planner *p, struct plan *plan)
{
    plan->terms = arena_alloc(p->arena, p->n_words * sizeof *plan->terms);
    for (uint32_t i = 0; i < p->n_words; i++)
        if (p->words[i].is_free)
            plan->terms[plan->n_terms++] = (struct plan_term){
                .term = p->words[i].term,
                .weight = weight_of_word(p, i),
                .is_of_run = p->words[i].is_of_run,
                .link_terms = p->words[i].link_terms,
                .n_link_terms = p->words[i].n_link_terms,
            };
}

static void hand_over(struct planner *p, struct plan *plan)
{
    *plan = (struct plan){.n_nodes = p->n_nodes,
                          .n_matches = p->n_matches,
                          .n_words = (uint32_t)p->n_words,
                          .n_ignored = p->n_ignored,
                          .language = p->n_documents ? str_of(language_code(p->stop_language))
                                                     : STR_EMPTY,
                          .n_documents = p->n_documents};
    if (plan->n_nodes == 1 && p->nodes[0].op == STORE_NONE)
        plan->n_nodes = 0;
    plan->nodes = arena_alloc(p->arena, plan->n_nodes * sizeof *plan->nodes);
    if (plan->n_nodes)
        memcpy(plan->nodes, p->nodes, plan->n_nodes * sizeof *plan->nodes);
    plan->matches = arena_alloc(p->arena, plan->n_matches * sizeof *plan->matches);
    for (size_t i = 0; i < plan->n_matches; i++)
        plan->matches[i] = p->matches[i].match;
    plan->is_alone = arena_alloc(p->arena, p->n_words * sizeof *plan->is_alone);
    for (size_t i = 0; i < p->n_words; i++)
        plan->is_alone[i] = p->words[i].is_alone;
    hand_over_terms(p, plan);
    plan->n_spans = p->n_spans;
    plan->spans = arena_alloc(p->arena, p->n_spans * sizeof *plan->spans);
    if (p->n_spans)
        memcpy(plan->spans, p->spans, p->n_spans * sizeof *plan->spans);
    plan->span_words = arena_alloc(p->arena, p->n_span_words * sizeof *plan->span_words);
    if (p->n_span_words)
        memcpy(plan->span_words, p->span_words, p->n_span_words * sizeof *plan->span_words);
    plan->ignored = arena_alloc(p->arena, plan->n_ignored * sizeof *plan->ignored);
    if (plan->n_ignored)
        memcpy(plan->ignored, p->ignored, plan->n_ignored * sizeof *plan->ignored);
}

static void planner_done(struct planner *p)
{
    mem_free(p->nodes);
    mem_free(p->matches);
    mem_free(p->words);
    mem_free(p->spans);
    mem_free(p->span_words);
    mem_free(p->ignored);
}

static void plan_root(struct planner *p, const struct query_node *root)
{
    /* A query that has only one part is planned as a list. */
    struct query_node child = *root, *children = &child;
    struct query_node list = {.kind = QUERY_LIST, .field = STR_EMPTY};
    list.children = &children;
    list.n_children = 1;
    p->n_patterns = count_patterns(root);
    p->is_full = p->n_patterns > PLANNER_MAX_PATTERNS;
    if (p->is_full)
        return;
    planner_guess_language(p, root);
    plan_node(p, root->kind == QUERY_LIST ? root : &list);
}

/* Discards what was planned so far. */
static void start_again(struct planner *p)
{
    struct planner fresh = {
        .index = p->index, .arena = p->arena, .err = p->err, .n_tries = p->n_tries + 1};
    planner_done(p);
    err_clear(p->err);
    *p = fresh;
}

/* Plans as many parts as possible of a query that is too large as a whole. */
static void plan_parts(struct planner *p, const struct query_node *root)
{
    size_t n_parts = 0, max = 2 * PLANNER_MAX_PARTS;
    while (p->is_full && max > 1) {
        max /= 2;
        start_again(p);
        const struct query_node *reduced = planner_reduce(p, root, max, &n_parts);
        if (reduced)
            plan_root(p, reduced);
    }
    if (n_parts > max && !p->err->code)
        hints_add(p->index->hints,
                  "The query asks for more than a search takes; the %zu rarest of its %zu parts "
                  "were taken",
                  max, n_parts);
}

enum err_code plan_query(const struct query_node *root, const struct plan_index *index,
                         struct arena *arena, struct plan *ret_plan, struct err *err)
{
    AUTO(planner_done) struct planner p = {.index = index, .arena = arena, .err = err};
    if (root)
        plan_root(&p, root);
    if (p.is_full)
        plan_parts(&p, root);
    if (err->code || weigh_matches(&p))
        return err->code;
    if (p.n_cut)
        hints_add(index->hints,
                  "%u of the prefixes, patterns and misspellings expand to more words than a query "
                  "may have; the most frequent were used",
                  p.n_cut);
    hand_over(&p, ret_plan);
    return ERR_OK;
}
