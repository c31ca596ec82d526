/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Answers the queries of a file one by one, as a TREC run or in one of the other forms, or counts
 * their matches. */
#include "search/topics.h"

#include "base/file.h"
#include "base/mem.h"
#include "base/named.h"
#include "search/pipeline.h"
#include "search/retrieve/retrieve.h"
#include "store/record.h"
#include "text/utf8.h"
#include "text/visible.h"

#include <math.h>

static const uint64_t MAX_TOPICS_BYTES = 1ull << 30;
/* The relative difference that is put between equal scores, which a float can still represent. */
static const double TIE_STEP = 1e-6;

/* The names of documents in the run, by docid, so that each record is read only once. */
enum { MAX_NAMES = 1 << 26 };

struct names {
    struct str *items;
    size_t n;
    struct arena arena;
};

static void names_done(struct names *names)
{
    mem_free(names->items);
    arena_done(&names->arena);
    *names = (struct names){0};
}

/* Escapes blanks as in URLs, because blanks separate the columns of a run, for some programs all
 * blanks of Unicode. */
static struct str without_blanks(struct str s, struct arena *arena)
{
    AUTO(buf_done) struct buf out = BUF_INIT;
    for (size_t i = 0, next; i < s.n; i = next) {
        uint32_t c = utf8_decode(s, i, &next);
        bool is_blank = utf8_is_blank(c);
        for (; i < next; i++)
            if (is_blank)
                buf_append_format(&out, "%%%02X", (unsigned char)s.p[i]);
            else
                buf_append_char(&out, s.p[i]);
    }
    return arena_copy(arena, buf_str(&out));
}

static struct str name_of(const struct record *r, bool by_path, struct arena *arena)
{
    if (r->id.n == 0)
        return arena_copy(arena, r->path);
    if (!by_path)
        return arena_copy(arena, r->id);
    return arena_format(arena, "%.*s#%.*s", STR_PRINT(r->path), STR_PRINT(r->id));
}

static enum err_code read_name(struct names *names, const struct searcher *source, bool by_path,
                               uint32_t docid, struct str *ret_name, struct err *err)
{
    AUTO(buf_done) struct buf data = BUF_INIT;
    struct record_reader *record;
    if (store_reader_data(source->reader, docid, &data, err) ||
        searcher_open_record(source, docid, buf_str(&data), &record, err))
        return err->code;
    *ret_name = without_blanks(name_of(record_of(record), by_path, &names->arena), &names->arena);
    record_reader_free(record);
    return ERR_OK;
}

/* Does not keep names for very great docids, which only a faulty server has. */
static enum err_code find_name(struct names *names, const struct searcher *source, bool by_path,
                               uint32_t docid, struct str *ret_name, struct err *err)
{
    if (docid >= MAX_NAMES)
        return read_name(names, source, by_path, docid, ret_name, err);
    if (docid >= names->n) {
        size_t n = docid + docid / 2 + 1;
        names->items = mem_resize(names->items, n, sizeof *names->items);
        memset(names->items + names->n, 0, (n - names->n) * sizeof *names->items);
        names->n = n;
    }
    struct str *name = &names->items[docid];
    if (!name->p && read_name(names, source, by_path, docid, name, err))
        return err->code;
    *ret_name = *name;
    return ERR_OK;
}

/* Writes hits with strictly descending scores, because programs that read runs sort by score and
 * then by name; if the hits are in another order, with descending numbers instead. All names are
 * read before anything is written. */
static enum err_code write_hits(const struct options *o, const struct searcher *source,
                                struct names *names, struct str topic,
                                const struct store_results *results, FILE *out, struct err *err)
{
    double last = results->n ? results->hits[0].score + 1 : 0;
    bool is_by_score = !o->retrieve.sort || strcmp(o->retrieve.sort, "relevance") == 0;
    AUTO(mem_free_pointer) struct str *found = mem_alloc_zeroed(results->n, sizeof *found);
    for (size_t i = 0; i < results->n; i++)
        if (find_name(names, source, o->run_by_path, results->hits[i].docid, &found[i], err))
            return err->code;
    for (size_t i = 0; i < results->n; i++) {
        double score = is_by_score
                           ? fmin(results->hits[i].score, last - TIE_STEP * fmax(1, fabs(last)))
                           : (double)(results->n - i);
        last = score;
        fprintf(out, "%.*s Q0 %.*s %zu %.17g %s\n", STR_PRINT(topic), STR_PRINT(found[i]), i + 1,
                score, o->tag);
    }
    return ERR_OK;
}

static bool is_run(const struct options *o)
{
    return !o->json && !o->jsonl && !o->csv && !o->tsv && !o->markdown && !o->count;
}

static enum err_code write_run(const struct options *o, const struct searcher *source,
                               struct names *names, const struct pipeline_query *asked, FILE *out,
                               size_t *ret_n_hits, struct err *err)
{
    AUTO(arena_done) struct arena arena = ARENA_INIT;
    struct retrieved retrieved;
    if (retrieve(source, &o->retrieve, asked->text, true, &arena, &retrieved, err))
        return err->code;
    struct answer answer = {
        .topic = asked->topic, .hints = retrieved.hints.items, .n_hints = retrieved.hints.n};
    pipeline_print_hints(o, &answer);
    if (!retrieved.results)
        return ERR_OK;
    *ret_n_hits += retrieved.results->n;
    write_hits(o, source, names, without_blanks(asked->topic, &arena), retrieved.results, out, err);
    store_results_free(retrieved.results);
    return err->code;
}

/* is_continued is true if another topic was answered before. */
static enum err_code answer_topic(const struct options *o, struct searcher *source,
                                  struct names *names, struct str line, bool is_continued,
                                  FILE *out, size_t *ret_n_hits, struct err *err)
{
    AUTO(arena_done) struct arena arena = ARENA_INIT;
    size_t tab = str_find_char(line, '\t', 0), n_hits = 0;
    if (tab == line.n || tab == 0)
        return err_set(err, ERR_USAGE,
                       tab ? "no tab between the id and the query" : "no id before the tab");
    struct pipeline_query asked = {.text = str_slice(line, tab + 1, line.n),
                                   .topic = str_slice(line, 0, tab),
                                   .is_continued = is_continued};
    if (pipeline_write_out(o, asked.text, &arena, &asked.text, err))
        return err->code;
    if (is_run(o))
        return write_run(o, source, names, &asked, out, ret_n_hits, err);
    if (o->count)
        pipeline_count(o, source, &asked, out, &arena, &n_hits, err);
    else
        pipeline_answer(o, source, &asked, out, &arena, &n_hits, err);
    *ret_n_hits += n_hits;
    return err->code;
}

static void report_bad_topic(const struct options *o, size_t line, const struct err *problem)
{
    AUTO(buf_done) struct buf message = BUF_INIT;
    visible_append(&message, str_of(o->topics), VISIBLE_NAME);
    buf_append_format(&message, ":%zu: ", line);
    visible_append(&message, str_of(problem->message), VISIBLE_NAME);
    fprintf(stderr, "pressmark-search: %s\n", buf_c_string(&message));
}

enum err_code topics_run(const struct options *o, FILE *out, size_t *ret_n_hits, size_t *ret_n_bad,
                         struct err *err)
{
    AUTO(searcher_close) struct searcher source = {0};
    AUTO(buf_done) struct buf bytes = BUF_INIT;
    AUTO(buf_done) struct buf text = BUF_INIT;
    AUTO(names_done) struct names names = {0};
    if (pipeline_open(o, &source, err) ||
        named_read(o->topics, MAX_TOPICS_BYTES, NULL, &bytes, err))
        return err->code;
    utf8_append_unmarked(&text, buf_str(&bytes));
    struct str rest = buf_str(&text), line;
    bool is_continued = false;
    if (o->json)
        fputs("[\n", out);
    for (size_t number = 1; str_next_line(&rest, &line); number++) {
        struct err problem = ERR_INIT;
        if (str_trim(line).n == 0)
            continue;
        while (answer_topic(o, &source, &names, line, is_continued, out, ret_n_hits, &problem) &&
               pipeline_go_on(o, &source, &problem))
            names_done(&names);
        if (problem.code == ERR_OK) {
            is_continued = true;
            continue;
        }
        if (problem.code != ERR_USAGE) {
            *err = problem;
            break;
        }
        report_bad_topic(o, number, &problem);
        ++*ret_n_bad;
    }
    if (o->json)
        fputs("\n]\n", out);
    return err->code;
}
