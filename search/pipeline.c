/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The whole way of a query, from its text to printed hits. */
#include "search/pipeline.h"

#include "base/file.h"
#include "base/mem.h"
#include "search/print/forms.h"
#include "search/print/print.h"
#include "search/query/parse.h"
#include "search/retrieve/left_out.h"
#include "search/retrieve/retrieve.h"
#include "search/retrieve/suggest.h"
#include "store/term_ids.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { MAX_ATTEMPTS = 3, MIN_COLUMNS = 20, MAX_COLUMNS = 500 };

/* What the parts of one answer are made with. */
struct answering {
    const struct options *options;
    struct searcher *source;
    const struct retrieved *retrieved;
    struct print_settings settings;
    const struct printer *printer;
    struct term_ids *paths;           /* of the hits so far */
    struct explanation *explanations; /* of all hits; NULL: not retrieved for */
    FILE *out;
};

/* ---- how to print ---- */

static enum print_form form_of(const struct options *o)
{
    return o->json      ? PRINT_JSON
           : o->jsonl   ? PRINT_JSONL
           : o->csv     ? PRINT_CSV
           : o->vimgrep ? PRINT_VIMGREP
           : o->paths   ? PRINT_PATHS
                        : PRINT_TEXT;
}

/* no-color.org: an explicit option wins over NO_COLOR, which wins over the terminal. */
static bool wants_color(const struct options *o, bool is_terminal)
{
    const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");
    if (o->color != WHEN_AUTO)
        return o->color == WHEN_ALWAYS;
    return is_terminal && !(no_color && *no_color) && term && strcmp(term, "dumb") != 0;
}

static uint32_t terminal_columns(FILE *out)
{
    struct winsize size;
    const char *columns = getenv("COLUMNS");
    long n = columns ? strtol(columns, NULL, 10) : 0;
    if (n <= 0 && ioctl(fileno(out), TIOCGWINSZ, &size) == 0)
        n = size.ws_col;
    if (n < MIN_COLUMNS)
        return 0;
    return n > MAX_COLUMNS ? MAX_COLUMNS : (uint32_t)n;
}

static struct print_settings print_settings_of(const struct options *o, FILE *out)
{
    bool is_terminal = isatty(fileno(out));
    return (struct print_settings){
        .form = form_of(o),
        .color = wants_color(o, is_terminal),
        .hyperlinks = o->hyperlinks == WHEN_ALWAYS,
        .path_separator = o->nul ? '\0' : '\n',
        .columns = is_terminal ? terminal_columns(out) : 0,
    };
}

/* ---- one hit ---- */

static void look_at_file(struct str absolute, struct hit *hit)
{
    struct stat st;
    uint32_t stamp = hit->record->file_stamp;
    if (stamp == 0)
        return;
    hit->is_gone = stat(absolute.p, &st) != 0;
    hit->is_stale = hit->is_gone ||
                    stamp != record_file_stamp((uint64_t)st.st_size, file_nanoseconds(st.st_mtim));
}

static enum err_code find_passages(const struct answering *a, struct record_reader *record,
                                   struct arena *arena, struct hit *hit, struct err *err)
{
    struct passage_settings settings = {
        .max_passages = (uint32_t)a->options->n_passages,
        .max_bytes = (uint32_t)a->options->passage_bytes,
        .whole_lines = a->settings.form == PRINT_VIMGREP,
    };
    struct record_decoder *decoder;
    if (a->settings.form == PRINT_PATHS)
        return ERR_OK;
    if (searcher_decoder(a->source, hit->docid, &decoder, err))
        return err->code;
    record_reader_use(record, decoder);
    passage_mark_text(hit->record->title, language_by_code(hit->record->language),
                      &a->retrieved->plan, a->source->analyser, arena, &hit->title_marks,
                      &hit->n_title_marks);
    return passage_find(record, &a->retrieved->plan, a->source->analyser, &settings, arena,
                        &hit->passages, &hit->n_passages, err);
}

static enum err_code find_copies(const struct answering *a, const struct collapse_copies *copies,
                                 struct arena *arena, struct hit *hit, struct err *err)
{
    struct hit_copy *shown = arena_alloc(arena, copies->n * sizeof *shown);
    for (size_t i = 0; i < copies->n; i++) {
        const struct store_hit *copy = &copies->items[i].hit;
        struct record_reader *reader;
        if (record_open(copy->data, &reader, err))
            return err_context(err, "document %u", copy->docid);
        const struct record *record = record_of(reader);
        struct str absolute = searcher_absolute_path(a->source, copy->docid, record->path, arena);
        shown[i] = (struct hit_copy){
            .path = searcher_shown_path(a->source, absolute),
            .id = arena_copy(arena, record->id),
            .line = record->first_line,
            .is_near = copies->items[i].fingerprint == FINGERPRINT_SIMILAR,
        };
        record_reader_free(reader);
    }
    hit->copies = shown;
    hit->n_copies = copies->n;
    return ERR_OK;
}

static enum err_code print_hit(const struct answering *a, const struct answer *answer,
                               const struct store_hit *found, uint32_t rank, struct err *err)
{
    AUTO(arena_done) struct arena arena = ARENA_INIT;
    struct record_reader *record;
    if (record_open(found->data, &record, err))
        return err_context(err, "document %u", found->docid);
    struct hit hit = {
        .rank = rank,
        .docid = found->docid,
        .score = found->score,
        .record = record_of(record),
        .explanation = a->explanations ? &a->explanations[rank - answer->first - 1] : NULL,
    };
    struct str absolute = searcher_absolute_path(a->source, found->docid, hit.record->path, &arena);
    hit.path = searcher_shown_path(a->source, absolute);
    look_at_file(absolute, &hit);
    bool is_new;
    term_ids_intern(a->paths, absolute, term_ids_hash(absolute), &is_new);
    hit.is_repeat = !is_new;
    const struct collapse_copies *copies = a->retrieved->copies;
    if (!(copies && find_copies(a, &copies[rank - answer->first - 1], &arena, &hit, err)) &&
        !find_passages(a, record, &arena, &hit, err))
        a->printer->hit(&a->settings, answer, &hit, a->out);
    record_reader_free(record);
    return err->code;
}

/* ---- the answer ---- */

static double now_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void join_words(const struct opt_list *words, struct buf *out)
{
    for (size_t i = 0; i < words->n; i++) {
        if (i)
            buf_append_char(out, ' ');
        buf_append_str(out, str_of(words->items[i]));
    }
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
        if (explain_hit(source->reader, &retrieved->search, retrieved->results->hits[i].docid,
                        arena, &explanations[i], err))
            return err->code;
    *ret = explanations;
    return ERR_OK;
}

/* The query that was meant in the place of one with words that nobody wrote, if that has hits. A
 * hint that cannot be had is no error. */
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
    any.sort = SORT_RELEVANCE;
    any.first = 0;
    any.max = 1;
    if (better.n)
        retrieve(source, &any, better, true, arena, &again, &ignored);
    bool has_hits = again.results && again.results->total_estimate;
    store_results_free(again.results);
    return has_hits ? better : STR_EMPTY;
}

/* Says which document has all words of the query and is left out by one of them. */
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

static void print_summary(const struct options *o, const struct answer *answer, size_t n_hits)
{
    if (o->quiet || answer->topic.p || !isatty(STDERR_FILENO) || !isatty(STDOUT_FILENO) ||
        form_of(o) != PRINT_TEXT)
        return;
    bool is_exact = answer->total_lower == answer->total_upper;
    if (n_hits == 0)
        fprintf(stderr, "no hits (%.0f ms)\n", answer->elapsed_s * 1e3);
    else
        fprintf(stderr, "%u to %zu of %s%u hits (%.0f ms)\n", answer->first + 1,
                answer->first + n_hits, is_exact ? "" : "about ", answer->total,
                answer->elapsed_s * 1e3);
}

static enum err_code print_answer(const struct answering *a, const struct answer *answer,
                                  const struct store_results *results, struct err *err)
{
    size_t n = results ? results->n : 0;
    a->printer->begin(&a->settings, answer, a->out);
    for (size_t i = 0; i < n; i++)
        if (print_hit(a, answer, &results->hits[i], answer->first + (uint32_t)i + 1, err))
            return err->code;
    a->printer->end(&a->settings, answer, a->out);
    return ERR_OK;
}

enum err_code pipeline_answer(const struct options *o, struct searcher *source,
                              const struct pipeline_query *asked, FILE *out, struct arena *arena,
                              size_t *ret_n_hits, struct err *err)
{
    double started_s = now_s();
    struct retrieved retrieved;
    if (!retrieve(source, &o->retrieve, asked->text, false, arena, &retrieved, err)) {
        struct answering a = {.options = o, .source = source, .retrieved = &retrieved, .out = out};
        a.settings = print_settings_of(o, out);
        a.printer = print_form_of(a.settings.form);
        a.paths = term_ids_new();
        struct answer answer = {
            .query = asked->text,
            .topic = asked->topic,
            .is_continued = asked->is_continued,
            .first = (uint32_t)o->retrieve.first,
            .index_dir = source->indexes[0].dir,
            .elapsed_s = now_s() - started_s,
        };
        answer.total_lower = retrieved.total_lower;
        answer.total = retrieved.total;
        answer.total_upper = retrieved.total_upper;
        if (o->show_plan)
            show_plan(&retrieved, arena);
        *ret_n_hits = retrieved.results ? retrieved.results->n : 0;
        answer.did_you_mean = suggest(o, source, &retrieved, answer.query, arena);
        note_left_out(o, source, &retrieved, answer.query, arena);
        answer.hints = retrieved.hints.items;
        answer.n_hints = retrieved.hints.n;
        if (o->explain)
            explain(source, &retrieved, arena, &a.explanations, err);
        if (!err->code && !print_answer(&a, &answer, retrieved.results, err)) {
            pipeline_print_hints(o, &answer);
            print_summary(o, &answer, *ret_n_hits);
        }
        store_results_free(retrieved.results);
        term_ids_free(a.paths);
    }
    return err->code;
}

static enum err_code search_once(const struct options *o, struct searcher *source, FILE *out,
                                 struct arena *arena, size_t *ret_n_hits, struct err *err)
{
    AUTO(buf_done) struct buf query = BUF_INIT;
    join_words(&o->words, &query);
    struct pipeline_query asked = {.text = buf_str(&query), .topic = {NULL, 0}};
    return pipeline_answer(o, source, &asked, out, arena, ret_n_hits, err);
}

static enum err_code count_once(const struct options *o, struct searcher *source, FILE *out,
                                struct arena *arena, size_t *ret_n_hits, struct err *err)
{
    AUTO(buf_done) struct buf query = BUF_INIT;
    struct retrieved retrieved;
    join_words(&o->words, &query);
    if (retrieve_count(source, &o->retrieve, buf_str(&query), arena, &retrieved, err))
        return err->code;
    struct answer answer = {.hints = retrieved.hints.items, .n_hints = retrieved.hints.n};
    fprintf(out, "%u\n", retrieved.total);
    pipeline_print_hints(o, &answer);
    *ret_n_hits = retrieved.total;
    store_results_free(retrieved.results);
    return ERR_OK;
}

enum err_code pipeline_search(const struct options *o, FILE *out, size_t *ret_n_hits,
                              struct err *err)
{
    for (int attempt = 1;; attempt++) {
        AUTO(searcher_close) struct searcher source;
        AUTO(arena_done) struct arena arena = ARENA_INIT;
        if (searcher_open(&source, &o->indexes, err))
            return err->code;
        if (o->count)
            count_once(o, &source, out, &arena, ret_n_hits, err);
        else
            search_once(o, &source, out, &arena, ret_n_hits, err);
        /* An index that was built anew meanwhile takes its files away; nothing was printed then,
         * since an answer is read whole before its first hit is. */
        bool may_help = err->code == ERR_NOT_FOUND || err->code == ERR_CORRUPT ||
                        err->code == ERR_CHANGED || err->code == ERR_IO;
        if (!may_help || attempt == MAX_ATTEMPTS || !searcher_is_replaced(&source))
            return err->code;
        err_clear(err);
    }
}
