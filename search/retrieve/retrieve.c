/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs one query, from its text to its hits: parses and plans it, searches, and folds copies. */
#include "search/retrieve/retrieve.h"

#include "base/mem.h"
#include "search/plan/name.h"
#include "search/plan/rank.h"
#include "search/query/parse.h"
#include "search/retrieve/feedback.h"
#include "search/retrieve/locate.h"
#include "search/retrieve/more_like_this.h"
#include "search/retrieve/per_file.h"
#include "store/number.h"
#include "store/schema.h"
#include "text/field_name.h"

#include <time.h>

/* Up to this number, the total of matches that is printed is exact. */
enum { COUNT_AT_LEAST = 1000 };
/* Beyond that, it is estimated from a search for so many hits. */
enum { COUNT_HITS = 10 + COLLAPSE_EXTRA };
/* A total is also estimated if the positions of more documents than this would be read only to
 * count those that have a phrase. */
enum { MAX_CHECKED = 2000 };

struct plan_index retrieve_index(const struct searcher *searcher, struct hints *hints)
{
    return (struct plan_index){
        .reader = searcher->reader,
        .analyser = searcher->analyser,
        .languages = searcher->languages,
        .n_languages = searcher->n_languages,
        .has_links = searcher->has_links,
        .now = time(NULL),
        .hints = hints,
    };
}

static struct store_search search_of(const struct searcher *searcher,
                                     const struct retrieve_settings *settings,
                                     const struct retrieved *retrieved, bool without_data)
{
    const struct sort_order *order = &retrieved->order;
    struct store_search search;
    rank_defaults(&search, searcher->length_skew, retrieved->plan.n_documents);
    search.first = (uint32_t)settings->first;
    search.max = (uint32_t)settings->max;
    search.check_at_least = without_data ? 0 : COUNT_AT_LEAST;
    search.max_checked = MAX_CHECKED;
    search.without_data = without_data;
    search.order_slot = searcher_order_slot(searcher);
    if (searcher->scheme)
        search.weighting = STORE_SCHEME;
    search.scheme = searcher->scheme;
    if (settings->is_any)
        search.weighting = STORE_BOOLEAN;
    if (order->kind == SORT_VALUE) {
        search.sort_slot = order->slot;
        search.sort_ascending = !order->is_turned;
    }
    return search;
}

/* Returns true if the query is a list of words, of which any may match and none must. */
static bool is_words_only(const struct query_node *node)
{
    bool is_list = node->kind == QUERY_LIST && node->field.n == 0;
    if (node->occur != QUERY_SHOULD)
        return false;
    if (!is_list)
        return node->kind == QUERY_WORDS && node->field.n == 0;
    for (uint32_t i = 0; i < node->n_children; i++)
        if (!is_words_only(node->children[i]))
            return false;
    return true;
}

static enum err_code check_date(const char *option, const char *date, int64_t now, struct err *err)
{
    char first[9], last[9];
    if (!date || parse_date(str_of(date), now, first, last))
        return ERR_OK;
    return err_set(err, ERR_USAGE,
                   "option '--%s' takes a date as a query does, such as 2011-05 or 7d, "
                   "not '%s'",
                   option, date);
}

static enum err_code check_dates(const struct retrieve_settings *settings, int64_t now,
                                 struct err *err)
{
    if (check_date("since", settings->since, now, err))
        return err->code;
    if (check_date("until", settings->until, now, err) || !settings->since || !settings->until)
        return err->code;
    char first[9], last[9], ignored[9];
    parse_date(str_of(settings->since), now, first, ignored);
    parse_date(str_of(settings->until), now, ignored, last);
    if (strcmp(first, last) > 0)
        return err_set(err, ERR_USAGE, "'--since=%s' is later than '--until=%s'", settings->since,
                       settings->until);
    return ERR_OK;
}

/* Restricts the query to the dates of --since and --until. */
static void add_dates(const struct retrieve_settings *settings, struct arena *arena,
                      struct query_node **root)
{
    if (!settings->since && !settings->until)
        return;
    struct query_node *range = arena_alloc(arena, sizeof *range);
    *range = (struct query_node){.kind = QUERY_RANGE,
                                 .field = STR_LITERAL("date"),
                                 .from = str_of(settings->since ? settings->since : ""),
                                 .to = str_of(settings->until ? settings->until : "")};
    struct query_node *both = arena_alloc(arena, sizeof *both);
    struct query_node **children = arena_alloc(arena, 2 * sizeof *children);
    children[0] = *root;
    children[1] = range;
    *both = (struct query_node){.kind = QUERY_AND, .children = children, .n_children = 2};
    *root = *root ? both : range;
}

/* Excludes documents that are similar to those of --not-like. */
static enum err_code leave_out(const struct searcher *searcher,
                               const struct retrieve_settings *settings,
                               const struct plan_index *index, struct arena *arena,
                               struct retrieved *ret, struct err *err)
{
    for (size_t i = 0; i < settings->not_like.n && ret->plan.n_nodes; i++) {
        struct store_search search = search_of(searcher, settings, ret, true);
        uint32_t docid;
        if (locate_document(searcher, str_of(settings->not_like.items[i]), arena, &docid, err) ||
            more_like_this_exclude(index, &search, docid, arena, &ret->plan, err))
            return err_context(err, "--not-like");
    }
    return ERR_OK;
}

static enum err_code make_plan(const struct searcher *searcher,
                               const struct retrieve_settings *settings, struct str query,
                               struct arena *arena, struct retrieved *ret, struct err *err)
{
    struct plan_index index = retrieve_index(searcher, &ret->hints);
    uint32_t like = 0;
    if (store_reader_stats(searcher->reader).n_documents == 0)
        hints_add(&ret->hints, "The index has no documents");
    if ((settings->is_plain ? parse_plain(query, arena, &ret->tree, err)
                            : parse_query(query, arena, &ret->tree, err)) ||
        check_dates(settings, index.now, err) ||
        sort_understand(searcher, settings->sort, arena, &ret->order, err))
        return err->code;
    if (!ret->tree && !settings->like)
        return err_set(err, ERR_USAGE, "the query has no words");
    add_dates(settings, arena, &ret->tree);
    if (!settings->is_plain && ret->tree && plan_resolve_fields(ret->tree, &index, arena, err))
        return err->code;
    if (plan_query(ret->tree, &index, arena, &ret->plan, err) ||
        plan_name(&index, query, arena, &ret->plan, err))
        return err->code;
    bool is_nothing = ret->tree && ret->plan.n_nodes == 0;
    if (settings->like && !locate_document(searcher, str_of(settings->like), arena, &like, err) &&
        !is_nothing)
        more_like_this_plan(&index, like, arena, &ret->plan, err);
    if (!err->code && settings->feedback && !is_nothing) {
        struct store_search search = search_of(searcher, settings, ret, true);
        feedback_plan(&index, &search, is_words_only(ret->tree), arena, &ret->plan, err);
    }
    return err->code ? err->code : leave_out(searcher, settings, &index, arena, ret, err);
}

/* Finds the total of matches. As a search that examines more hits knows more about it, an estimate
 * always comes from the search for the first page, whichever page is wanted. */
static enum err_code find_total(const struct searcher *searcher, uint32_t n_ranked,
                                struct retrieved *ret, struct err *err)
{
    const struct store_results *seen = ret->results;
    bool is_exact = seen->total_lower == seen->total_upper;
    bool is_first_page = n_ranked == COUNT_HITS;
    struct store_results *first = NULL;
    bool is_same = (is_exact &&
                    (seen->total_lower <= COUNT_AT_LEAST || ret->order.kind != SORT_RELEVANCE)) ||
                   (!is_exact && is_first_page) || seen->n_unseen;
    if (!is_same) {
        struct store_search search = ret->search;
        search.first = 0;
        search.max = search.second_look ? RANK_DEPTH : COUNT_HITS;
        search.second_look = NULL;
        search.without_data = true;
        if (store_reader_search(searcher->reader, &search, &first, err))
            return err->code;
        seen = first;
    }
    ret->total_lower = seen->total_lower;
    ret->total = seen->total_estimate;
    ret->total_upper = seen->total_upper;
    store_results_free(first);
    return ERR_OK;
}

static void say_what_was_not_seen(const struct searcher *searcher, struct retrieved *ret)
{
    if (ret->results && ret->results->n_unseen)
        hints_add(&ret->hints,
                  "The query takes too much work on this index: about %u of %u documents, those "
                  "that were indexed last, were not searched, and better matches may be among "
                  "them; fewer words, or a '+' before some, take less",
                  ret->results->n_unseen, store_reader_stats(searcher->reader).n_documents);
}

static struct collapse_settings collapse_of(const struct retrieve_settings *settings)
{
    static const unsigned kinds[] = {
        [COLLAPSE_EXACT] = FINGERPRINT_COPY,
        [COLLAPSE_PAGE] = FINGERPRINT_COPY | FINGERPRINT_FORMAT,
        [COLLAPSE_SIMILAR] = FINGERPRINT_COPY | FINGERPRINT_FORMAT | FINGERPRINT_SIMILAR,
    };
    struct collapse_settings collapse = {.kinds = kinds[settings->collapse]};
    if (settings->languages) {
        collapse.kinds |= FINGERPRINT_TRANSLATION;
        collapse.languages = str_of(settings->languages);
    }
    return collapse;
}

/* Asks for a second look if the words of the query decide the order. */
static void plan_second_look(const struct searcher *searcher,
                             const struct retrieve_settings *settings, struct arena *arena,
                             struct retrieved *ret)
{
    struct store_stats stats = store_reader_stats(searcher->reader);
    if (settings->is_any || settings->like || ret->order.kind != SORT_RELEVANCE)
        return;
    double mean = stats.n_documents ? (double)stats.total_length / stats.n_documents : 0;
    ret->rerank = rerank_new(&ret->plan, mean, arena);
    ret->search.second_look = rerank_look(ret->rerank);
}

static enum err_code search_plan(const struct searcher *searcher,
                                 const struct retrieve_settings *settings, bool without_data,
                                 struct arena *arena, struct retrieved *ret, struct err *err)
{
    ret->search = search_of(searcher, settings, ret, without_data);
    ret->search.nodes = ret->plan.nodes;
    ret->search.n_nodes = ret->plan.n_nodes;
    plan_second_look(searcher, settings, arena, ret);
    if (without_data && ret->order.kind != SORT_RECORD)
        return store_reader_search(searcher->reader, &ret->search, &ret->results, err);
    ret->search.choose_slot = SLOT_FINGERPRINT;
    uint32_t n_ranked = ret->search.first + ret->search.max;
    if (ret->order.kind == SORT_RECORD) {
        sort_by_records(searcher, &ret->search, &ret->order, settings->max_per_file, arena,
                        &ret->hints, &ret->results, err);
    } else if (settings->max_per_file) {
        per_file_search(searcher->reader, &ret->search, searcher->n_indexes,
                        (uint32_t)settings->max_per_file, &ret->results, err);
    } else if (settings->collapse == COLLAPSE_NO) {
        store_reader_search(searcher->reader, &ret->search, &ret->results, err);
    } else {
        struct collapse_settings collapse = collapse_of(settings);
        collapse_search(searcher->reader, &ret->search, &collapse, arena, &ret->results,
                        &ret->copies, &n_ranked, err);
    }
    if (!err->code && settings->wants_total)
        find_total(searcher, n_ranked, ret, err);
    return err->code;
}

enum err_code retrieve(const struct searcher *searcher, const struct retrieve_settings *settings,
                       struct str query, bool without_data, struct arena *arena,
                       struct retrieved *ret, struct err *err)
{
    *ret = (struct retrieved){.hints = {.arena = arena}};
    if (make_plan(searcher, settings, query, arena, ret, err) || ret->plan.n_nodes == 0)
        return err->code;
    if (search_plan(searcher, settings, without_data, arena, ret, err) == ERR_OK)
        say_what_was_not_seen(searcher, ret);
    return err->code;
}

enum err_code retrieve_count(const struct searcher *searcher,
                             const struct retrieve_settings *settings, struct str query,
                             struct arena *arena, struct retrieved *ret, struct err *err)
{
    *ret = (struct retrieved){.hints = {.arena = arena}};
    if (make_plan(searcher, settings, query, arena, ret, err) || ret->plan.n_nodes == 0)
        return err->code;
    struct store_search search = search_of(searcher, settings, ret, true);
    search.nodes = ret->plan.nodes;
    search.n_nodes = ret->plan.n_nodes;
    search.weighting = STORE_BOOLEAN;
    search.first = 0;
    search.max = 1; /* all matches are examined anyway */
    search.check_at_least = UINT32_MAX;
    search.max_checked = 0;
    search.sort_slot = search.order_slot = -1;
    ret->search = search;
    if (store_reader_search(searcher->reader, &search, &ret->results, err))
        return err->code;
    ret->total_lower = ret->results->total_lower;
    ret->total = ret->results->total_estimate;
    ret->total_upper = ret->results->total_upper;
    say_what_was_not_seen(searcher, ret);
    return ERR_OK;
}
