/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Takes a query all the way from its text to printed hits. */
#include "search/pipeline.h"

#include "base/clock.h"
#include "base/mem.h"
#include "search/answer.h"
#include "search/print/facets.h"
#include "search/print/forms.h"
#include "search/query/parse.h"
#include "search/retrieve/left_out.h"
#include "search/retrieve/suggest.h"
#include "text/utf8.h"

#include <time.h>

enum { MAX_ATTEMPTS = 3 };

/* ---- the answer ---- */

enum err_code pipeline_write_out(const struct options *o, struct str query, struct arena *arena,
                                 struct str *ret, struct err *err)
{
    AUTO(buf_done) struct buf repaired = BUF_INIT;
    utf8_append_repaired(&repaired, query);
    *ret = arena_copy(arena, buf_str(&repaired));
    return o->retrieve.is_plain ? ERR_OK : names_write_out(&o->config.names, *ret, arena, ret, err);
}

/* Joins the words of the command line to a query, and replaces its names. */
static enum err_code take_query(const struct options *o, struct arena *arena, struct str *ret,
                                struct err *err)
{
    AUTO(buf_done) struct buf joined = BUF_INIT;
    for (size_t i = 0; i < o->words.n; i++) {
        if (i)
            buf_append_char(&joined, ' ');
        buf_append_str(&joined, str_of(o->words.items[i]));
    }
    return pipeline_write_out(o, arena_copy(arena, buf_str(&joined)), arena, ret, err);
}

static void show_plan(const struct retrieved *retrieved, struct arena *arena)
{
    AUTO(buf_done) struct buf text = BUF_INIT;
    struct str tree = retrieved->tree ? unparse(retrieved->tree, arena) : STR_EMPTY;
    buf_append_str(&text, STR_LITERAL("query: "));
    print_append_safe(&text, tree, true);
    for (size_t i = 0; i < retrieved->plan.n_ignored; i++) {
        buf_append_str(&text, i ? STR_LITERAL(" ") : STR_LITERAL("\nnot ranked (stop words): "));
        print_append_safe(&text, retrieved->plan.ignored[i], true);
    }
    fprintf(stderr, "%s\n", buf_c_string(&text));
}

static enum err_code explain(const struct searcher *source, const struct retrieved *retrieved,
                             struct arena *arena, struct explanation **ret, struct err *err)
{
    size_t n = retrieved->results ? retrieved->results->n : 0;
    struct explanation *explanations = arena_alloc(arena, n * sizeof *explanations);
    for (size_t i = 0; i < n; i++)
        if (explain_hit(source->reader, &retrieved->search, retrieved->rerank,
                        retrieved->results->hits[i].docid, arena, &explanations[i], err))
            return err->code;
    *ret = explanations;
    return ERR_OK;
}

/* Returns a better spelling of a query, if it has hits. If looking for it fails, there is no
 * hint. */
static struct str suggest(const struct options *o, const struct searcher *source,
                          const struct retrieved *retrieved, struct str query, struct arena *arena)
{
    struct err ignored = ERR_INIT;
    struct plan_index index = retrieve_index(source, NULL);
    struct retrieve_settings any = o->retrieve;
    struct retrieved again = {0};
    struct str better = STR_EMPTY;
    if (o->quiet && !o->json)
        return STR_EMPTY;
    suggest_query(&index, retrieved->tree, query, arena, &better, &ignored);
    any.feedback = false;
    any.is_any = true;
    any.sort = "relevance";
    any.first = 0;
    any.max = 1;
    if (better.n)
        retrieve(source, &any, better, true, arena, &again, &ignored);
    bool has_hits = again.results && again.results->total_estimate;
    store_results_free(again.results);
    return has_hits ? better : STR_EMPTY;
}

/* Adds a hint about a document that has all words of the query but is excluded by one of them. */
static void note_left_out(const struct options *o, const struct searcher *source,
                          struct retrieved *retrieved, struct str query, struct arena *arena)
{
    struct err ignored = ERR_INIT;
    AUTO(buf_done) struct buf data = BUF_INIT;
    struct record_reader *record;
    uint32_t docid;
    if ((o->quiet && !o->json) || o->retrieve.is_plain ||
        left_out_find(source, retrieved, query, arena, &docid, &ignored) || docid == 0 ||
        store_reader_data(source->reader, docid, &data, &ignored) ||
        record_open(buf_str(&data), &record, &ignored))
        return;
    struct str absolute = searcher_absolute_path(source, docid, record_of(record)->path, arena);
    hints_add(&retrieved->hints,
              "'%.*s' has all the words of the query and is left out by a '-' or NOT; with -F "
              "nothing is an operator",
              STR_PRINT(searcher_shown_path(source, absolute)));
    record_reader_free(record);
}

/* Adds hints about columns whose fields no document has, which are usually mistakes. */
static void note_columns(const struct options *o, const struct searcher *source,
                         struct retrieved *retrieved, struct arena *arena)
{
    struct err ignored = ERR_INIT;
    struct plan_index index = retrieve_index(source, &retrieved->hints);
    for (size_t i = 0; i < o->columns.n; i++)
        if (o->columns.items[i].kind == COLUMN_FIELD)
            plan_check_field(o->columns.items[i].name, &index, arena, &ignored);
    for (size_t i = 0; i < o->template.n; i++)
        if (o->template.parts[i].has_value && o->template.parts[i].column.kind == COLUMN_FIELD)
            plan_check_field(o->template.parts[i].column.name, &index, arena, &ignored);
}

/* Does the same for facets. */
static void note_facets(const struct options *o, const struct searcher *source,
                        struct retrieved *retrieved, struct arena *arena)
{
    static const char *const always[] = {"type", "language", "lang", "ext",    "date",
                                         "year", "month",    "day",  "folder", NULL};
    struct err ignored = ERR_INIT;
    struct plan_index index = retrieve_index(source, &retrieved->hints);
    for (size_t i = 0; i < o->facets.n; i++)
        if (!str_is_one_of(str_of(o->facets.items[i]), always))
            plan_check_field(str_of(o->facets.items[i]), &index, arena, &ignored);
}

/* In a query, tags have one name, but facets count them under the names that the documents use. */
static void note_tags(const struct answer *answer, struct retrieved *retrieved)
{
    static const char *const tags[] = {"tag", "keyword", "category", NULL};
    for (size_t i = 0; i < answer->n_facets; i++)
        if (answer->facets[i].n == 0 && str_is_one_of(answer->facets[i].field, tags))
            hints_add(&retrieved->hints,
                      "'%.*s' is counted under the name that the documents use: tags, keywords or "
                      "categories",
                      STR_PRINT(answer->facets[i].field));
}

/* Returns what to say before a total. */
static const char *about(const struct answer *answer)
{
    return answer->total_lower == answer->total_upper ? "" : "about ";
}

/* Adds a hint if the page that is asked for comes after the last one, which must not look as if
 * nothing matched. */
static void note_offset(const struct options *o, const struct answer *answer,
                        struct retrieved *retrieved)
{
    bool is_empty = retrieved->results && retrieved->results->n == 0;
    if (is_empty && o->retrieve.max && answer->total && !answer->topic.p)
        hints_add(&retrieved->hints, "No hits are left after the first %u; the total is %s%u",
                  answer->first, about(answer), answer->total);
}

static void note_update(const struct options *o, struct retrieved *retrieved)
{
    for (size_t i = 0; i < o->notes.n; i++)
        hints_add(&retrieved->hints, "%.*s", STR_PRINT(o->notes.items[i]));
}

/* Adds a hint about a name that is almost that of a named query. */
static void note_names(const struct options *o, struct str query, struct arena *arena,
                       struct retrieved *retrieved)
{
    struct str meant, name = o->retrieve.is_plain
                                 ? STR_EMPTY
                                 : names_find_mistake(&o->config.names, query, arena, &meant);
    if (name.n)
        hints_add(&retrieved->hints, "No query is called '%.*s'; did you mean '@%.*s'?",
                  STR_PRINT(name), STR_PRINT(meant));
}

/* Adds a hint if the scores are those of another weighting scheme than the user may expect. */
static void note_scheme(const struct options *o, const struct searcher *source,
                        struct retrieved *retrieved)
{
    if (o->explain && source->scheme)
        hints_add(&retrieved->hints, "The scores are those of Xapian's scheme '%s'%s",
                  source->scheme,
                  o->source.scheme ? "" : "; a server of Xapian's does not know Pressmark's own");
}

static void print_hint(const struct answer *answer, const char *what, struct str hint)
{
    AUTO(buf_done) struct buf text = BUF_INIT;
    if (answer->topic.p) {
        print_append_safe(&text, answer->topic, true);
        buf_append_str(&text, STR_LITERAL(": "));
    }
    buf_append_format(&text, "%s: ", what);
    print_append_safe(&text, hint, true);
    fprintf(stderr, "%s\n", buf_c_string(&text));
}

void pipeline_print_hints(const struct options *o, const struct answer *answer)
{
    if (o->quiet)
        return;
    for (size_t i = 0; i < answer->n_hints; i++)
        print_hint(answer, "Note", answer->hints[i]);
    if (answer->did_you_mean.n)
        print_hint(answer, "Did you mean", answer->did_you_mean);
}

/* For forms that have no place for it. */
static void print_omitted(const struct options *o, const struct answer *answer)
{
    enum print_form form = answer_form(o);
    AUTO(buf_done) struct buf text = BUF_INIT;
    if (o->quiet || form == PRINT_TEXT || form == PRINT_JSON || form == PRINT_MARKDOWN ||
        form == PRINT_HTML)
        return;
    if (print_append_omitted(&text, answer))
        print_hint(answer, "Note", buf_str(&text));
}

static void print_summary(const struct options *o, const struct answer *answer, size_t n_hits)
{
    if (o->quiet || answer->topic.p || !o->terminal.is_error_terminal || !o->terminal.is_terminal ||
        answer_form(o) != PRINT_TEXT)
        return;
    if (n_hits)
        fprintf(stderr, "%u to %zu of ", answer->first + 1, answer->first + n_hits);
    if (n_hits || answer->total)
        fprintf(stderr, "%s%u hits (%.0f ms)\n", about(answer), answer->total,
                answer->elapsed_s * 1e3);
    else
        fprintf(stderr, "no hits (%.0f ms)\n", answer->elapsed_s * 1e3);
}

/* Counts the facets that are given, or those that an HTML page has by default. Counts nothing if no
 * document can match. */
static enum err_code count_facets(const struct options *o, const struct searcher *source,
                                  const struct retrieved *retrieved, struct arena *arena,
                                  struct answer *answer, struct err *err)
{
    static const char *const page_facets[] = {"date", "type", "folder"};
    bool is_given = o->facets.n > 0;
    size_t n = is_given ? o->facets.n : sizeof page_facets / sizeof *page_facets;
    struct facet *facets = arena_alloc(arena, n * sizeof *facets);
    answer->facets = facets;
    answer->n_facets = n;
    for (size_t i = 0; i < n && !err->code; i++) {
        struct str field = str_of(is_given ? o->facets.items[i] : page_facets[i]);
        facets[i] = (struct facet){.field = field, .is_whole = true};
        if (retrieved->plan.n_nodes)
            facet_count(source, &retrieved->search, field, arena, &facets[i], err);
        if (err->code == ERR_USAGE && !is_given) /* an engine that cannot count folders */
            err_clear(err);
    }
    return err->code;
}

/* If matches were counted for a facet, their number is known. */
static void take_exact_total(struct answer *answer)
{
    for (size_t i = 0; i < answer->n_facets; i++)
        if (answer->facets[i].is_whole && answer->facets[i].n_matches)
            answer->total_lower = answer->total = answer->total_upper = answer->facets[i].n_matches;
}

/* Returns the number of hits or, if none are to be shown, of matches. */
static size_t count_hits(const struct options *o, const struct retrieved *retrieved)
{
    if (!retrieved->results)
        return 0;
    return o->retrieve.max ? retrieved->results->n : retrieved->results->total_estimate;
}

static struct answer answer_of(const struct options *o, const struct searcher *source,
                               const struct pipeline_query *asked, const struct retrieved *r,
                               int64_t started_ns)
{
    return (struct answer){
        .query = asked->text,
        .topic = asked->topic,
        .is_continued = asked->is_continued,
        .first = (uint32_t)o->retrieve.first,
        .missing = source->missing,
        .n_missing = source->n_missing,
        .elapsed_s = (double)(clock_ns() - started_ns) / 1e9,
        .total_lower = r->total_lower,
        .total = r->total,
        .total_upper = r->total_upper,
    };
}

/* Adds the hints that tell what the answer leaves out or may surprise by. */
static void add_hints(const struct options *o, struct searcher *source, struct retrieved *r,
                      struct str query, struct arena *arena)
{
    note_left_out(o, source, r, query, arena);
    note_scheme(o, source, r);
    note_names(o, query, arena, r);
    note_update(o, r);
    note_columns(o, source, r, arena);
    note_facets(o, source, r, arena);
}

enum err_code pipeline_answer(const struct options *o, struct searcher *source,
                              const struct pipeline_query *asked, FILE *out, struct arena *arena,
                              size_t *ret_n_hits, struct err *err)
{
    int64_t started_ns = clock_ns();
    struct retrieved retrieved;
    struct explanation *explanations = NULL;
    if (retrieve(source, &o->retrieve, asked->text, false, arena, &retrieved, err))
        return err->code;
    struct answer answer = answer_of(o, source, asked, &retrieved, started_ns);
    if (o->show_plan)
        show_plan(&retrieved, arena);
    *ret_n_hits = count_hits(o, &retrieved);
    answer.did_you_mean = suggest(o, source, &retrieved, answer.query, arena);
    add_hints(o, source, &retrieved, answer.query, arena);
    note_offset(o, &answer, &retrieved);
    if ((o->facets.n || o->html) && !count_facets(o, source, &retrieved, arena, &answer, err)) {
        take_exact_total(&answer);
        note_tags(&answer, &retrieved);
    }
    if (o->open && *ret_n_hits == 0)
        hints_add(&retrieved.hints, "There is no hit %zu", (size_t)o->open);
    answer.hints = retrieved.hints.items;
    answer.n_hints = retrieved.hints.n;
    if (o->explain)
        explain(source, &retrieved, arena, &explanations, err);
    if (o->open && !err->code && *ret_n_hits == 0)
        pipeline_print_hints(o, &answer);
    else if (o->open && !err->code)
        answer_open(o, source, &retrieved, err);
    else if (!err->code && !answer_print(o, source, &retrieved, explanations, &answer, out, err)) {
        pipeline_print_hints(o, &answer);
        print_omitted(o, &answer);
        print_summary(o, &answer,
                      (retrieved.results ? retrieved.results->n : 0) - answer.omitted.n_hits);
    }
    store_results_free(retrieved.results);
    return err->code;
}

static enum err_code search_once(const struct options *o, struct searcher *source, FILE *out,
                                 struct arena *arena, size_t *ret_n_hits, struct err *err)
{
    struct pipeline_query asked = {.topic = {NULL, 0}};
    if (take_query(o, arena, &asked.text, err))
        return err->code;
    return pipeline_answer(o, source, &asked, out, arena, ret_n_hits, err);
}

enum err_code pipeline_count(const struct options *o, struct searcher *source,
                             const struct pipeline_query *asked, FILE *out, struct arena *arena,
                             size_t *ret_n_hits, struct err *err)
{
    AUTO(buf_done) struct buf topic = BUF_INIT;
    struct retrieved retrieved;
    if (retrieve_count(source, &o->retrieve, asked->text, arena, &retrieved, err))
        return err->code;
    note_names(o, asked->text, arena, &retrieved);
    note_update(o, &retrieved);
    struct answer answer = {
        .topic = asked->topic, .hints = retrieved.hints.items, .n_hints = retrieved.hints.n};
    if (asked->topic.p) {
        print_append_safe(&topic, asked->topic, true);
        buf_append_char(&topic, '\t');
    }
    fprintf(out, "%s%u\n", buf_c_string(&topic), retrieved.total);
    pipeline_print_hints(o, &answer);
    *ret_n_hits = retrieved.total;
    store_results_free(retrieved.results);
    return ERR_OK;
}

static enum err_code count_once(const struct options *o, struct searcher *source, FILE *out,
                                struct arena *arena, size_t *ret_n_hits, struct err *err)
{
    struct pipeline_query asked = {.topic = {NULL, 0}};
    if (take_query(o, arena, &asked.text, err))
        return err->code;
    return pipeline_count(o, source, &asked, out, arena, ret_n_hits, err);
}

/* Prints only facets. */
static enum err_code facets_once(const struct options *o, struct searcher *source, FILE *out,
                                 struct arena *arena, size_t *ret_n_hits, struct err *err)
{
    struct retrieved retrieved;
    struct answer answer = {0};
    struct str query;
    if (take_query(o, arena, &query, err) ||
        retrieve_count(source, &o->retrieve, query, arena, &retrieved, err))
        return err->code;
    if (!count_facets(o, source, &retrieved, arena, &answer, err)) {
        struct print_settings settings = answer_print_settings(o);
        note_facets(o, source, &retrieved, arena);
        note_tags(&answer, &retrieved);
        note_names(o, query, arena, &retrieved);
        note_update(o, &retrieved);
        answer.hints = retrieved.hints.items;
        answer.n_hints = retrieved.hints.n;
        print_facets(&settings, answer.facets, answer.n_facets, out);
        pipeline_print_hints(o, &answer);
    }
    *ret_n_hits = retrieved.total;
    store_results_free(retrieved.results);
    return err->code;
}

static void say_what_is_missing(const struct searcher *source)
{
    for (size_t i = 0; i < source->n_missing; i++) {
        AUTO(buf_done) struct buf text = BUF_INIT;
        print_append_safe(&text, source->missing[i].reason, true);
        fprintf(stderr, "pressmark-search: not searched: %s\n", buf_c_string(&text));
    }
}

enum err_code pipeline_open(const struct options *o, struct searcher *source, struct err *err)
{
    if (!searcher_open(source, &o->source, err))
        say_what_is_missing(source);
    return err->code;
}

bool pipeline_go_on(const struct options *o, struct searcher *source, struct err *err)
{
    if (!searcher_broken(source, &o->source, err) || searcher_go_on(source, &o->source, err))
        return false;
    say_what_is_missing(source);
    return true;
}

static enum err_code answer_once(const struct options *o, struct searcher *source, FILE *out,
                                 size_t *ret_n_hits, struct err *err)
{
    AUTO(arena_done) struct arena arena = ARENA_INIT;
    return o->count ? count_once(o, source, out, &arena, ret_n_hits, err)
           : o->facets.n && !o->json && !o->html
               ? facets_once(o, source, out, &arena, ret_n_hits, err)
               : search_once(o, source, out, &arena, ret_n_hits, err);
}

/* Returns true if the search can be repeated because an index was rebuilt meanwhile, which removes
 * the old files. Nothing has been printed then, because an answer is read whole before its first
 * hit is printed. */
static bool is_gone(const struct searcher *source, const struct err *err)
{
    bool may_help = err->code == ERR_NOT_FOUND || err->code == ERR_CORRUPT ||
                    err->code == ERR_CHANGED || err->code == ERR_IO;
    return may_help && indexes_are_replaced(source);
}

enum err_code pipeline_search(const struct options *o, FILE *out, size_t *ret_n_hits,
                              struct err *err)
{
    for (int attempt = 1;; attempt++) {
        AUTO(searcher_close) struct searcher source;
        if (pipeline_open(o, &source, err))
            return err->code;
        do
            answer_once(o, &source, out, ret_n_hits, err);
        while (err->code && pipeline_go_on(o, &source, err));
        if (attempt == MAX_ATTEMPTS || !is_gone(&source, err))
            return err->code;
        err_clear(err);
    }
}
