/* SPDX-License-Identifier: GPL-2.0-or-later */

/* Runs random noise as queries on a vocabulary of a million words. What planning examines of the
 * vocabulary, what the plan asks for, and what the search steps through must be bounded for any
 * input. The bounds are counts, since times would differ from machine to machine.
 *
 * The reader between the planner and the database counts, and claims that each term is in a
 * thousand times as many documents. Environment: PRESSMARK_SEED, PRESSMARK_RUNS. */

#include "base/mem.h"
#include "bulk/bulk.h"
#include "match/match.h"
#include "match/shard.h"
#include "search/plan/plan.h"
#include "search/plan/rank.h"
#include "search/query/parse.h"
#include "tests/property/query_maker.h"
#include "tests/property/random.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    DEFAULT_RUNS = 60,
    N_WORDS = 1000 * 1000, /* each in one document */
    N_DOCUMENTS = 400,
    WORDS_A_DOCUMENT = N_WORDS / N_DOCUMENTS,
    N_FREQUENT = 1500, /* each in every document */
    DOCUMENTS_EACH = 1000,
    /* A search of a few lists takes up to so many steps in this database. After the last step
     * allowed, one more document may be examined, at the cost of a quarter of them (match.c). */
    MAX_STEPS = 100000,
    LEAST_STEPS = 3000, /* enough for opening the lists of the longest query */
};

/* What planning a query may cost at most. These are numbers of their own, so that the test fails if
 * a limit of the planner is lifted. */
enum {
    MOST_NODES = 20000,
    MOST_WALKED = 6000000, /* terms of the vocabulary, in all tries */
    MOST_LOOKUPS = 840000, /* the same */
    MOST_SEARCHED = 2400000,
    MOST_POSTINGS = 8000000,
};

/* ---- the database ---- */

static void append_word(struct buf *out, uint32_t number)
{
    static const char *const syllables[] = {"a",        "an", "be", "co",          "de", "er",
                                            "\xC3\xA9", "in", "ka", "lo",          "me", "no",
                                            "oh",       "ra", "s",  "\xE9\xA4\xA8"};
    uint32_t mixed = number * 2654435761u;
    for (int i = 0; i < 8; i++, mixed >>= 4)
        buf_append_str(out, str_of(syllables[mixed & 15]));
}

static uint32_t intern(struct term_ids *ids, struct str term)
{
    bool is_new;
    return term_ids_intern(ids, term, term_ids_hash(term), &is_new);
}

struct maker {
    struct term_ids *ids;
    struct buf word;
    struct bulk_posting postings[N_FREQUENT + WORDS_A_DOCUMENT];
    uint32_t positions[N_FREQUENT + WORDS_A_DOCUMENT];
    uint32_t n;
};

static void post(struct maker *m, uint32_t term)
{
    for (uint32_t i = 0; i < m->n && m->n <= N_FREQUENT; i++)
        if (m->postings[i].term == term)
            return;
    m->postings[m->n] = (struct bulk_posting){term, 1, m->n, 1};
    m->positions[m->n] = m->n + 1;
    m->n++;
}

/* Writes a frequent word that consists of letters. */
static void append_letters(struct buf *out, uint32_t number)
{
    buf_append_str(out, STR_LITERAL("lu"));
    for (int i = 0; i < 3; i++, number /= 26)
        buf_append_char(out, (char)('a' + number % 26));
}

/* Posts words of query_maker.h, the stems of some, and as many words that begin with one of them as
 * words of letters. */
static void post_frequent(struct maker *m)
{
    for (uint32_t i = 0; m->n < N_FREQUENT; i++) {
        const size_t n = sizeof QUERY_PIECES / sizeof *QUERY_PIECES;
        buf_clear(&m->word);
        if (i >= n && i < 2 * n)
            buf_append_char(&m->word, 'Z');
        if (i < 2 * n)
            buf_append_str(&m->word, str_trim(str_of(QUERY_PIECES[i % n])));
        else if (i < N_FREQUENT / 2)
            buf_append_format(&m->word, "bio%" PRIu32, i);
        else
            append_letters(&m->word, i);
        if (m->word.n)
            post(m, intern(m->ids, buf_str(&m->word)));
    }
}

static void add_document(struct maker *m, uint32_t first_word, struct bulk_inverter *v)
{
    struct err err = ERR_INIT;
    m->n = N_FREQUENT;
    for (uint32_t i = 0; i < WORDS_A_DOCUMENT; i++) {
        buf_clear(&m->word);
        append_word(&m->word, first_word + i);
        buf_append_format(&m->word, "%" PRIu32, (first_word + i) % 97);
        post(m, intern(m->ids, buf_str(&m->word)));
    }
    struct bulk_document d = {m->postings, m->n, m->positions, NULL, 0, "", 0};
    if (bulk_inverter_add(v, &d, &err)) {
        printf("%s\n", err.message);
        exit(1);
    }
}

static void make_database(const char *path)
{
    static struct maker m;
    struct err err = ERR_INIT;
    m = (struct maker){.ids = term_ids_new(), .word = BUF_INIT};
    struct bulk_inverter *v = bulk_inverter_new(m.ids);
    post_frequent(&m);
    for (uint32_t i = 0; i < N_DOCUMENTS; i++)
        add_document(&m, i * WORDS_A_DOCUMENT, v);
    struct bulk_run *run = bulk_inverter_finish(v);
    struct bulk_writer *w = bulk_writer_open(path, &err);
    struct bulk_end end = {.n_threads = 1};
    if (!w || bulk_writer_add(w, run, &err) || bulk_writer_finish(w, &end, NULL, &err)) {
        printf("%s\n", err.message);
        exit(1);
    }
    bulk_run_free(run);
    bulk_inverter_free(v);
    term_ids_free(m.ids);
    buf_done(&m.word);
}

/* ---- the counting reader ---- */

struct counter {
    struct store_reader base;
    struct store_reader *inner;
    uint64_t n_walked, n_lookups, n_searched; /* the steps of searches while planning, at most */
    struct most {
        uint64_t queries, walked, lookups, searched, nodes, postings, steps;
    } most; /* of all queries so far */
};

struct counting_cursor {
    struct store_cursor base;
    struct counter *counter;
    struct store_cursor *inner;
};

static struct counter *counter_of(struct store_reader *r)
{
    return (struct counter *)r;
}

static struct store_stats count_stats(const struct store_reader *r)
{
    return store_reader_stats(((const struct counter *)r)->inner);
}

static enum err_code count_terms(struct store_reader *r, struct str prefix, size_t max,
                                 struct store_vocabulary **ret_terms, struct err *err)
{
    struct counter *c = counter_of(r);
    if (store_reader_terms(c->inner, prefix, max, ret_terms, err))
        return err->code;
    c->n_walked += (*ret_terms)->n;
    for (size_t i = 0; i < (*ret_terms)->n; i++)
        (*ret_terms)->terms[i].termfreq *= DOCUMENTS_EACH;
    return ERR_OK;
}

static enum err_code count_frequencies(struct store_reader *r, struct store_frequency *frequencies,
                                       size_t n, struct err *err)
{
    struct counter *c = counter_of(r);
    c->n_lookups += n;
    if (store_reader_frequencies(c->inner, frequencies, n, err))
        return err->code;
    for (size_t i = 0; i < n; i++)
        frequencies[i].termfreq *= DOCUMENTS_EACH;
    return ERR_OK;
}

/* A search without a bound counts as more than is allowed. */
static enum err_code count_search(struct store_reader *r, const struct store_search *search,
                                  struct store_results **ret, struct err *err)
{
    struct counter *c = counter_of(r);
    c->n_searched += search->max_steps ? search->max_steps : UINT32_MAX;
    return store_reader_search(c->inner, search, ret, err);
}

static struct store_cursor *count_cursor(struct store_reader *r);

static enum err_code count_seek(struct store_cursor *cursor, struct str name, struct str *ret_name,
                                struct err *err)
{
    struct counting_cursor *c = (struct counting_cursor *)cursor;
    c->counter->n_walked++;
    return store_cursor_seek(c->inner, name, ret_name, err);
}

static enum err_code count_next(struct store_cursor *cursor, struct str *ret_name, struct err *err)
{
    struct counting_cursor *c = (struct counting_cursor *)cursor;
    c->counter->n_walked++;
    return store_cursor_next(c->inner, ret_name, err);
}

static void close_cursor(struct store_cursor *cursor)
{
    store_cursor_close(((struct counting_cursor *)cursor)->inner);
    mem_free(cursor);
}

static const struct store_engine counting = {
    .name = "counting",
    .stats = count_stats,
    .terms = count_terms,
    .frequencies = count_frequencies,
    .search = count_search,
    .cursor_open = count_cursor,
    .cursor_seek = count_seek,
    .cursor_next = count_next,
    .cursor_close = close_cursor,
};

static struct store_cursor *count_cursor(struct store_reader *r)
{
    struct counting_cursor *c = mem_alloc(sizeof *c);
    *c = (struct counting_cursor){
        {&counting}, counter_of(r), store_cursor_open(counter_of(r)->inner)};
    return &c->base;
}

/* ---- the bounds ---- */

static void note(uint64_t *most, uint64_t n)
{
    *most = n > *most ? n : *most;
}

/* Counts the postings of all terms that the plan asks for, each term separately. */
static uint64_t count_postings(struct counter *c, const struct plan *plan)
{
    struct err err = ERR_INIT;
    uint64_t n = 0;
    for (size_t i = 0; i < plan->n_nodes; i++) {
        struct store_frequency f = {.name = plan->nodes[i].name};
        if (plan->nodes[i].op != STORE_TERM)
            continue;
        store_reader_frequencies(c->inner, &f, 1, &err);
        n += (uint64_t)f.termfreq * DOCUMENTS_EACH;
    }
    return n;
}

/* n_patterns is the number of patterns if the query consists of patterns only, each of which has
 * one term whatever it costs. 0: the query has words, too, which count each time they occur. All
 * tries together take twice as much as the first. */
static const char *check_plan(struct counter *c, const struct plan *plan, size_t n_patterns)
{
    const uint64_t n_postings = count_postings(c, plan);
    note(&c->most.walked, c->n_walked);
    note(&c->most.lookups, c->n_lookups);
    note(&c->most.searched, c->n_searched);
    note(&c->most.nodes, plan->n_nodes);
    if (plan->n_nodes > MOST_NODES)
        return "too many nodes";
    if (c->n_walked > MOST_WALKED)
        return "too much of the vocabulary walked through";
    if (c->n_lookups > MOST_LOOKUPS)
        return "too many words looked up";
    if (c->n_searched > MOST_SEARCHED)
        return "too much searched while planning";
    if (n_patterns == 0)
        return NULL;
    note(&c->most.postings, n_postings);
    if (n_postings > MOST_POSTINGS + (uint64_t)n_patterns * N_DOCUMENTS * DOCUMENTS_EACH)
        return "too many postings";
    return NULL;
}

/* Collects all matches, as if each could be among the best. */
static const char *check_search(struct counter *c, const struct plan *plan)
{
    struct err err = ERR_INIT;
    struct store_search search;
    struct query_tree q;
    struct match m;
    rank_defaults(&search, RANK_SKEW_ALIKE, 0);
    if (search.max_steps == 0 || search.max_steps > RANK_MAX_STEPS)
        return "a search without a bound";
    search.nodes = plan->nodes;
    search.n_nodes = plan->n_nodes;
    if (plan->n_nodes == 0)
        return NULL;
    struct db_reader *r = db_reader_of(c->inner);
    if (query_tree_init(&q, r, &search, &err))
        return "not a sound query";
    match_open(&m, &r->shards[0], &q, MAX_STEPS, &err);
    for (uint32_t docid = 0; (docid = match_seek(&m, docid + 1, 0)) != GLASS_END;)
        match_confirm(&m);
    bool is_within = m.n_steps <= MAX_STEPS + MAX_STEPS / 4 + LEAST_STEPS + 4 * plan->n_nodes;
    note(&c->most.steps, m.n_steps);
    match_close(&m);
    query_tree_done(&q);
    return is_within ? NULL : "too many steps";
}

/* is_plain: nothing in the query is an operator. *ret_problem tells what is wrong. Returns false if
 * the query is refused. */
static bool check_as(struct plan_index *index, struct str text, bool is_plain, size_t n_patterns,
                     const char **ret_problem)
{
    AUTO(arena_done) struct arena arena = ARENA_INIT;
    struct counter *c = counter_of(index->reader);
    struct err err = ERR_INIT;
    struct query_node *root;
    struct plan plan = {0};
    c->n_walked = c->n_lookups = c->n_searched = 0;
    if ((is_plain ? parse_plain : parse_query)(text, &arena, &root, &err) ||
        plan_resolve_fields(root, index, &arena, &err) ||
        plan_query(root, index, &arena, &plan, &err)) {
        *ret_problem = err.code == ERR_USAGE ? NULL : "cannot be planned";
        return false;
    }
    c->most.queries++;
    *ret_problem = check_plan(c, &plan, n_patterns);
    if (!*ret_problem)
        *ret_problem = check_search(c, &plan);
    return true;
}

static const char *check(struct plan_index *index, struct str text, size_t n_patterns)
{
    const char *problem;
    if (!check_as(index, text, false, n_patterns, &problem) && !problem)
        check_as(index, text, true, 0, &problem);
    return problem;
}

/* ---- the queries ---- */

/* Makes noise of the length of pasted text, or longer, from pieces of the query language, words of
 * the index, and bytes. */
static void make_noise(uint64_t *seed, struct buf *out)
{
    AUTO(buf_done) struct buf some = BUF_INIT;
    uint32_t n = 1u << query_random(seed, 9);
    buf_clear(out);
    for (uint32_t i = 0; i < n; i++) {
        query_make(seed, &some);
        buf_append_str(out, buf_str(&some));
        if (query_random(seed, 2))
            append_word(out, query_random(seed, N_WORDS));
        if (query_random(seed, 3) == 0)
            buf_append_str(out, STR_LITERAL("* "));
        if (query_random(seed, 8) == 0)
            buf_append_str(out, STR_LITERAL(" *a* ?o* bio* the~2 \"in ohio* co*\" "));
    }
}

/* Makes patterns, prefixes and fuzzy words. Returns how many. */
static size_t make_patterns(uint64_t *seed, struct buf *out)
{
    static const char *const patterns[] = {"bio*", "b*",    "*a*", "?o*",   "an*a",
                                           "*1*7", "bio1~", "co*", "*e*o*", "c?b*"};
    size_t n = 1u << query_random(seed, 9);
    buf_clear(out);
    for (size_t i = 0; i < n; i++) {
        buf_append_str(out, str_of(patterns[query_random(seed, 10)]));
        buf_append_char(out, ' ');
    }
    return n;
}

/* Makes words that are no words of the index, but two that stand side by side in each document. */
static void make_joined(uint64_t *seed, struct buf *out)
{
    uint32_t n = 1u << query_random(seed, 9);
    buf_clear(out);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t number = N_FREQUENT / 2 + query_random(seed, N_FREQUENT / 2 - 1);
        append_letters(out, number);
        append_letters(out, number + 1);
        buf_append_char(out, ' ');
    }
}

static int check_all(struct plan_index *index)
{
    AUTO(buf_done) struct buf text = BUF_INIT;
    uint64_t first = environment_number("PRESSMARK_SEED", 1),
             n_runs = environment_number("PRESSMARK_RUNS", DEFAULT_RUNS);
    for (uint64_t seed = first; seed < first + n_runs; seed++) {
        uint64_t state = seed;
        size_t n_patterns = 0;
        if (seed % 4 == 1)
            make_joined(&state, &text);
        else if (seed % 4)
            make_noise(&state, &text);
        else
            n_patterns = make_patterns(&state, &text);
        const char *problem = check(index, buf_str(&text), n_patterns);
        if (problem) {
            printf("PRESSMARK_SEED=%" PRIu64 ": %s\n", seed, problem);
            return 1;
        }
    }
    return 0;
}

int main(void)
{
    char directory[] = "/tmp/bounds_test.XXXXXX", command[80];
    AUTO(buf_done) struct buf path = BUF_INIT;
    struct err err = ERR_INIT;
    struct counter counter = {.base = {&counting, 0}};
    if (!mkdtemp(directory))
        return 1;
    buf_append_format(&path, "%s/db", directory);
    const char *database = buf_c_string(&path);
    make_database(database);
    if (store_reader_open_folders(&store_glass, &database, 1, &counter.inner, &err)) {
        printf("%s\n", err.message);
        return 1;
    }
    language_id english = language_by_code(STR_LITERAL("en"));
    struct plan_index index = {.reader = &counter.base,
                               .analyser = analyser_new((struct analyser_settings){0}),
                               .languages = &english,
                               .n_languages = 1,
                               .now = 1320000000};
    int status = check_all(&index);
    const struct most *most = &counter.most;
    printf("%" PRIu64 " queries, at most %" PRIu64 " terms walked through, %" PRIu64
           " looked up, %" PRIu64 " steps of planning, %" PRIu64 " nodes, %" PRIu64
           " postings, %" PRIu64 " steps\n",
           most->queries, most->walked, most->lookups, most->searched, most->nodes, most->postings,
           most->steps);
    analyser_free(index.analyser);
    store_reader_close(counter.inner);
    snprintf(command, sizeof command, "rm -r '%s'", directory);
    return system(command) ? 1 : status;
}
