/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Answers the queries of a file, one after the other, as a TREC run. */
#include "search/topics.h"

#include "base/file.h"
#include "base/mem.h"
#include "base/named.h"
#include "search/retrieve/retrieve.h"
#include "store/record.h"
#include "text/visible.h"

#include <math.h>

static const uint64_t MAX_TOPICS_BYTES = 1ull << 30;
/* Between equal scores, of their size: a float has to tell them apart. */
static const double TIE_STEP = 1e-6;

/* Names of documents as the run has them, by number: each record is read once. */
struct names {
    struct str *items;
    size_t n;
    struct arena arena;
};

static void names_done(struct names *names)
{
    mem_free(names->items);
    arena_done(&names->arena);
}

static struct str name_of(const struct record *r, bool by_path, struct arena *arena)
{
    if (r->id.n == 0)
        return arena_copy(arena, r->path);
    if (!by_path)
        return arena_copy(arena, r->id);
    return arena_format(arena, "%.*s#%.*s", STR_PRINT(r->path), STR_PRINT(r->id));
}

static enum err_code find_name(struct names *names, const struct searcher *source, bool by_path,
                               uint32_t docid, struct str *ret_name, struct err *err)
{
    if (docid >= names->n) {
        size_t n = docid + docid / 2 + 1;
        names->items = mem_resize(names->items, n, sizeof *names->items);
        memset(names->items + names->n, 0, (n - names->n) * sizeof *names->items);
        names->n = n;
    }
    struct str *name = &names->items[docid];
    if (!name->p) {
        AUTO(buf_done) struct buf data = BUF_INIT;
        struct record_reader *record;
        if (db_reader_data(source->reader, docid, &data, err) ||
            record_open(buf_str(&data), &record, err))
            return err->code;
        *name = name_of(record_of(record), by_path, &names->arena);
        record_reader_free(record);
    }
    *ret_name = *name;
    return ERR_OK;
}

/* Readers of runs sort by score and break ties by name: no ties, so that our order stays. */
static enum err_code write_hits(const struct options *o, const struct searcher *source,
                                struct names *names, struct str topic,
                                const struct db_results *results, FILE *out, struct err *err)
{
    double last = results->n ? results->hits[0].score + 1 : 0;
    for (size_t i = 0; i < results->n; i++) {
        struct str name = STR_EMPTY;
        double score = fmin(results->hits[i].score, last - TIE_STEP * fmax(1, fabs(last)));
        last = score;
        if (find_name(names, source, o->run_by_path, results->hits[i].docid, &name, err))
            return err->code;
        fprintf(out, "%.*s Q0 %.*s %zu %.17g %s\n", STR_PRINT(topic), STR_PRINT(name), i + 1, score,
                o->tag);
    }
    return ERR_OK;
}

static enum err_code answer_topic(const struct options *o, const struct searcher *source,
                                  struct names *names, struct str line, FILE *out,
                                  size_t *ret_n_hits, struct err *err)
{
    AUTO(arena_done) struct arena arena = ARENA_INIT;
    struct retrieved retrieved;
    size_t tab = str_find_char(line, '\t', 0);
    if (tab == line.n)
        return err_set(err, ERR_USAGE, "no tab between the id and the query");
    if (retrieve(source, &o->retrieve, str_slice(line, tab + 1, line.n), true, &arena, &retrieved,
                 err))
        return err->code;
    if (!retrieved.results)
        return ERR_OK;
    *ret_n_hits += retrieved.results->n;
    write_hits(o, source, names, str_slice(line, 0, tab), retrieved.results, out, err);
    db_results_free(retrieved.results);
    return err->code;
}

enum err_code topics_run(const struct options *o, FILE *out, size_t *ret_n_hits, size_t *ret_n_bad,
                         struct err *err)
{
    AUTO(searcher_close) struct searcher source = {0};
    AUTO(buf_done) struct buf text = BUF_INIT;
    AUTO(names_done) struct names names = {0};
    if (named_read(o->topics, MAX_TOPICS_BYTES, &text, err) ||
        searcher_open(&source, &o->indexes, err))
        return err->code;
    struct str rest = buf_str(&text), line;
    for (size_t number = 1; str_next_line(&rest, &line); number++) {
        struct err problem = ERR_INIT;
        if (str_trim(line).n == 0)
            continue;
        if (!answer_topic(o, &source, &names, line, out, ret_n_hits, &problem))
            continue;
        if (problem.code != ERR_USAGE) {
            *err = problem;
            return err->code;
        }
        AUTO(buf_done) struct buf message = BUF_INIT;
        visible_append(&message, str_of(o->topics), VISIBLE_NAME);
        buf_append_format(&message, ":%zu: ", number);
        visible_append(&message, str_of(problem.message), VISIBLE_NAME);
        fprintf(stderr, "pressmark-search: %s\n", buf_c_string(&message));
        ++*ret_n_bad;
    }
    return ERR_OK;
}
