/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Usage: compare_searches TABLE RECORDS [N]
 *
 * Compares two databases of the same documents, the first with Xapian's position table, the second
 * with the positions in the records. Whatever the glass engine reads from them must be what the
 * xapian engine reads. Then both answer N random queries on each database, and on two copies of the
 * first as shards: the answers must have the same documents with the same weights in the same
 * order, both complete and cut off. PRESSMARK_SEED repeats a run. */
#include "base/arena.h"
#include "base/mem.h"
#include "store/engine.h"
#include "store/schema.h"
#include "tests/property/random.h"
#include "xap/xap.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void require(bool is_right, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void require(bool is_right, const char *format, ...)
{
    if (is_right)
        return;
    va_list args;
    va_start(args, format);
    printf("differs: ");
    vprintf(format, args);
    printf("\n");
    exit(1);
}

static void succeed(const struct err *err)
{
    require(!err->code, "%s", err->message);
}

static struct store_reader *open_reader(const struct store_engine *engine, const char *path,
                                        size_t n)
{
    const char *paths[] = {path, path};
    struct err err = ERR_INIT;
    struct store_reader *r = NULL;
    store_reader_open_folders(engine, paths, n, &r, &err);
    succeed(&err);
    return r;
}

/* ---- reading ---- */

static bool is_same_list(const struct store_vocabulary *a, const struct store_vocabulary *b)
{
    bool is_same = a->n == b->n && a->is_cut == b->is_cut;
    for (size_t i = 0; i < a->n && is_same; i++)
        is_same = str_equal(a->terms[i].name, b->terms[i].name) &&
                  a->terms[i].termfreq == b->terms[i].termfreq &&
                  a->terms[i].wdf == b->terms[i].wdf;
    return is_same;
}

static void compare_wdfs(struct store_reader *ours, struct store_reader *theirs, uint32_t docid,
                         const struct store_vocabulary *terms)
{
    struct err err = ERR_INIT;
    uint32_t wdfs[2], lengths[2];
    for (size_t i = 0; i < terms->n; i += 1 + below(20)) {
        store_reader_wdfs(ours, docid, &terms->terms[i].name, 1, &wdfs[0], &lengths[0], &err);
        store_reader_wdfs(theirs, docid, &terms->terms[i].name, 1, &wdfs[1], &lengths[1], &err);
        succeed(&err);
        require(wdfs[0] == wdfs[1] && wdfs[0] == terms->terms[i].wdf && lengths[0] == lengths[1],
                "the wdf or length of document %u", docid);
    }
}

static void compare_document(struct store_reader *ours, struct store_reader *theirs, uint32_t docid)
{
    struct err a = ERR_INIT, b = ERR_INIT;
    struct store_vocabulary *terms[2];
    AUTO(buf_done) struct buf data = BUF_INIT;
    AUTO(buf_done) struct buf same = BUF_INIT;
    store_reader_data(ours, docid, &data, &a);
    store_reader_data(theirs, docid, &same, &b);
    require(a.code == b.code, "whether there is a document %u", docid);
    if (a.code)
        return;
    require(str_equal(buf_str(&data), buf_str(&same)), "the data of document %u", docid);
    store_reader_document_terms(ours, docid, &terms[0], &a);
    store_reader_document_terms(theirs, docid, &terms[1], &a);
    succeed(&a);
    require(is_same_list(terms[0], terms[1]), "the terms of document %u", docid);
    compare_wdfs(ours, theirs, docid, terms[0]);
    store_vocabulary_free(terms[0]);
    store_vocabulary_free(terms[1]);
}

static void compare_prefix(struct store_reader *ours, struct store_reader *theirs)
{
    struct err err = ERR_INIT;
    struct store_vocabulary *terms[2];
    char prefix[3] = {(char)('a' + below(26)), (char)('a' + below(26)), 0};
    struct str name = {prefix, below(3)};
    store_reader_terms(ours, name, 50, &terms[0], &err);
    store_reader_terms(theirs, name, 50, &terms[1], &err);
    succeed(&err);
    require(is_same_list(terms[0], terms[1]), "the terms that start with %s", prefix);
    store_vocabulary_free(terms[0]);
    store_vocabulary_free(terms[1]);
}

static void seek_both(struct store_cursor *ours, struct store_cursor *theirs, struct str to,
                      struct str *ret_name)
{
    struct err err = ERR_INIT;
    struct str same;
    store_cursor_seek(ours, to, ret_name, &err);
    store_cursor_seek(theirs, to, &same, &err);
    succeed(&err);
    require((ret_name->p == NULL) == (same.p == NULL) && str_equal(*ret_name, same),
            "the term at %.*s", STR_PRINT(to));
}

/* Iterates over all terms, occasionally by way of other ones. */
static void compare_cursors(struct store_reader *ours, struct store_reader *theirs)
{
    struct store_cursor *a = store_cursor_open(ours), *b = store_cursor_open(theirs);
    struct err err = ERR_INIT;
    struct str name, same;
    AUTO(buf_done) struct buf here = BUF_INIT;
    seek_both(a, b, STR_EMPTY, &name);
    while (name.p) {
        struct store_frequency f[2] = {{name, 0, 0}, {name, 0, 0}};
        store_reader_frequencies(ours, &f[0], 1, &err);
        store_reader_frequencies(theirs, &f[1], 1, &err);
        require(f[0].termfreq == f[1].termfreq && f[0].termfreq &&
                    f[0].collection_frequency == f[1].collection_frequency,
                "the frequency of %.*s", STR_PRINT(name));
        buf_clear(&here);
        buf_append_str(&here, name);
        if (below(10) == 0) {
            seek_both(a, b, STR_LITERAL("m"), &name);
            seek_both(a, b, buf_str(&here), &name);
        }
        store_cursor_next(a, &name, &err);
        store_cursor_next(b, &same, &err);
        succeed(&err);
        require((name.p == NULL) == (same.p == NULL) && str_equal(name, same), "what follows %.*s",
                STR_PRINT(buf_str(&here)));
    }
    store_cursor_close(a);
    store_cursor_close(b);
}

static void compare_metadata(struct store_reader *ours, struct store_reader *theirs,
                             const char *path)
{
    struct xap_database *db = NULL;
    struct xap_terms *keys = NULL;
    struct xap_term_entry key;
    require(!xap_open(path, XAP_READ, 0, &db, NULL) &&
                !xap_terms_open_metadata_keys(db, (struct xap_bytes){NULL, 0}, &keys, NULL),
            "opening %s", path);
    while (!xap_terms_next(keys, &key, NULL) && key.name.p) {
        struct err err = ERR_INIT;
        AUTO(buf_done) struct buf value = BUF_INIT;
        AUTO(buf_done) struct buf same = BUF_INIT;
        char name[256];
        snprintf(name, sizeof name, "%.*s", (int)key.name.n, key.name.p);
        store_reader_metadata(ours, 0, name, &value, &err);
        store_reader_metadata(theirs, 0, name, &same, &err);
        succeed(&err);
        require(value.n && str_equal(buf_str(&value), buf_str(&same)), "the metadata %s", name);
    }
    xap_terms_close(keys);
    xap_close(db);
}

static void compare_reading(const char *path)
{
    struct store_reader *ours = open_reader(&store_glass, path, 1),
                        *theirs = open_reader(&store_xapian, path, 1);
    struct store_stats a = store_reader_stats(ours), b = store_reader_stats(theirs);
    require(a.n_documents == b.n_documents && a.last_docid == b.last_docid &&
                a.total_length == b.total_length,
            "the statistics");
    compare_cursors(ours, theirs);
    for (int i = 0; i < 100; i++)
        compare_prefix(ours, theirs);
    compare_metadata(ours, theirs, path);
    for (uint32_t docid = 0; docid <= a.last_docid + 1; docid++)
        compare_document(ours, theirs, docid);
    store_reader_close(ours);
    store_reader_close(theirs);
}

/* ---- queries ---- */

enum { MAX_NODES = 2000, MAX_ALTERNATIVES = 20 };

struct maker {
    struct xap_database *db; /* with a position table */
    uint32_t last_docid;
    struct store_vocabulary *terms;
    struct store_node nodes[MAX_NODES];
    size_t n;
    struct arena arena;
};

static struct store_node *push(struct maker *m, enum store_op op, uint32_t n_children)
{
    require(m->n < MAX_NODES, "the size of a query");
    m->nodes[m->n] = (struct store_node){.op = op, .n_children = n_children};
    return &m->nodes[m->n++];
}

/* Picks frequent terms as often as rare ones. */
static struct str some_term(const struct maker *m)
{
    size_t i = below((uint32_t)m->terms->n);
    for (uint32_t tries = below(30); tries > 0; tries--) {
        size_t other = below((uint32_t)m->terms->n);
        if (m->terms->terms[other].termfreq > m->terms->terms[i].termfreq)
            i = other;
    }
    return m->terms->terms[i].name;
}

static void push_term(struct maker *m, struct str name, uint32_t wqf)
{
    struct store_node *node = push(m, STORE_TERM, 0);
    node->name = name;
    node->wqf = wqf;
}

static void push_terms(struct maker *m, enum store_op op, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        push_term(m, some_term(m), 0);
    if (n > 1)
        push(m, op, n);
}

/* A term of a document at a position. */
struct place {
    struct str name;
    uint32_t position;
};

static int by_position(const void *a, const void *b)
{
    const struct place *left = a, *right = b;
    return (left->position > right->position) - (left->position < right->position);
}

/* Reads the text of some document as words of one prefix: "", or that of the path. */
static size_t read_text(struct maker *m, bool is_path, struct place **ret_places)
{
    struct xap_document *d;
    size_t n = 0;
    if (xap_document_read(m->db, 1 + below(m->last_docid), XAP_POSITIONS, &d, NULL))
        return 0;
    for (size_t i = 0; i < d->n_terms; i++)
        n += d->terms[i].n_positions;
    struct place *places = arena_alloc(&m->arena, (n + 1) * sizeof *places);
    n = 0;
    for (size_t i = 0; i < d->n_terms; i++) {
        char first = d->terms[i].name.p[0];
        if ((first == 'P') != is_path || (!is_path && first >= 'A' && first <= 'Z'))
            continue;
        struct str name = arena_copy(&m->arena,
                                     (struct str){d->terms[i].name.p, d->terms[i].name.n});
        for (size_t k = 0; k < d->terms[i].n_positions; k++)
            places[n++] = (struct place){name, d->terms[i].positions[k]};
    }
    xap_document_free(d);
    qsort(places, n, sizeof *places, by_position);
    *ret_places = places;
    return n;
}

/* Pushes a word, sometimes with others that begin like it, most of which are not in the
 * document. */
static void push_word(struct maker *m, struct str name)
{
    uint32_t n = 1;
    push_term(m, name, 0);
    for (size_t i = 0; below(6) == 0 && i < m->terms->n; i++)
        for (; i < m->terms->n && n < MAX_ALTERNATIVES; i++) {
            struct str other = m->terms->terms[i].name;
            if (other.n < 2 || name.n < 2 || memcmp(other.p, name.p, 2) || str_equal(other, name))
                continue;
            push_term(m, other, 0);
            n++;
        }
    if (n > 1)
        push(m, STORE_OR, n);
}

static void push_places(struct maker *m, bool is_phrase)
{
    struct place *text;
    size_t n_text = 0;
    uint32_t n = 2 + below(3);
    while (n_text == 0)
        n_text = read_text(m, below(10) == 0, &text);
    size_t at = below((uint32_t)n_text);
    for (uint32_t i = 0; i < n; i++) {
        push_word(m, text[at].name);
        at += below(4) ? 1 : below(4);
        at = at < n_text ? at : n_text - 1;
    }
    if (n == 2 && m->nodes[m->n - 1].op == STORE_TERM && m->n >= 2 && below(4) == 0) {
        struct store_node last = m->nodes[m->n - 1];
        if (m->nodes[m->n - 2].op == STORE_TERM) {
            m->nodes[m->n - 1] = m->nodes[m->n - 2];
            m->nodes[m->n - 2] = last;
        }
    }
    struct store_node *node = push(m, is_phrase ? STORE_PHRASE : STORE_NEAR, n);
    node->window = n + (below(2) ? 0 : below(8));
}

static struct str some_year(struct maker *m)
{
    char year[8];
    snprintf(year, sizeof year, "%u", 1990 + below(40));
    return arena_copy(&m->arena, str_of(year));
}

static void push_range(struct maker *m)
{
    struct str low = below(3) ? some_year(m) : STR_EMPTY,
               high = below(2) ? some_year(m) : STR_EMPTY;
    struct store_node *node = push(m, STORE_VALUE_RANGE, 0);
    node->slot = SLOT_DATE;
    node->name = low;
    node->upper = high;
}

static void push_leaf(struct maker *m)
{
    switch (below(20)) {
    case 0:
        push_term(m, STR_LITERAL("no such term"), 1);
        return;
    case 1:
        push(m, STORE_ALL, 0);
        return;
    case 2:
        push(m, STORE_NONE, 0);
        return;
    case 3:
    case 4:
        push_range(m);
        return;
    case 5:
        push_places(m, true);
        return;
    case 6:
        push_places(m, false);
        return;
    case 7:
        push_terms(m, STORE_SYNONYM, 2);
        return;
    case 8:
        push_terms(m, STORE_SYNONYM, 3 + below(20));
        return;
    default:
        push_term(m, some_term(m), below(5) ? 1 : 3);
    }
}

static void push_tree(struct maker *m, unsigned depth);

static void push_some(struct maker *m, enum store_op op, uint32_t n, unsigned depth)
{
    for (uint32_t i = 0; i < n; i++)
        push_tree(m, depth);
    push(m, op, n);
}

static void push_tree(struct maker *m, unsigned depth)
{
    static const double factors[] = {0, 0.25, 0.5, 2};
    if (depth == 0 || below(4) == 0) {
        push_leaf(m);
        return;
    }
    switch (below(9)) {
    case 0:
        push_some(m, STORE_AND, 2 + below(2), depth - 1);
        return;
    case 1:
        push_some(m, STORE_AND_NOT, 2, depth - 1);
        return;
    case 2:
        push_some(m, STORE_AND_MAYBE, 2, depth - 1);
        return;
    case 3:
        push_some(m, STORE_FILTER, 2, depth - 1);
        return;
    case 4:
        push_some(m, STORE_MAX, 2 + below(3), depth - 1);
        return;
    case 5:
        push_tree(m, depth - 1);
        push(m, STORE_SCALE, 1)->factor = factors[below(4)];
        return;
    default:
        push_some(m, STORE_OR, 2 + below(5), depth - 1);
    }
}

static void make_query(struct maker *m)
{
    m->n = 0;
    arena_clear(&m->arena);
    if (below(4) == 0)
        push_places(m, below(2));
    else
        push_tree(m, below(4));
}

static double between(double low, double high)
{
    return low + (high - low) * below(1000) / 1000;
}

static struct store_search make_search(const struct maker *m)
{
    uint32_t n_documents = below(3) ? 0 : 1 + below(1000);
    return (struct store_search){
        .nodes = m->nodes,
        .n_nodes = m->n,
        .weighting = below(4) == 0 ? STORE_BOOLEAN
                     : below(2)    ? STORE_BM25
                                   : STORE_BURST,
        .k1 = between(0.1, 3),
        .k3 = below(3) ? between(0.1, 3) : 0,
        .b = between(0, 1),
        .min_length = between(0.1, 1),
        .burst = {between(0.2, 9), between(0, 1), between(1, 9), between(0, 1), between(0, 1),
                  n_documents},
        .max = 1000000,
        .sort_slot = below(6) ? -1 : SLOT_DATE,
        .sort_ascending = below(2),
        .order_slot = below(3) ? -1 : SLOT_ORDER,
        .without_data = true,
    };
}

/* ---- answers ---- */

static struct store_results *ask(struct store_reader *r, const struct store_search *s)
{
    struct err err = ERR_INIT;
    struct store_results *rs = NULL;
    store_reader_search(r, s, &rs, &err);
    succeed(&err);
    return rs;
}

static bool is_close(double a, double b)
{
    return fabs(a - b) <= 1e-9 * fmax(1, fmax(fabs(a), fabs(b)));
}

static int by_docid(const void *a, const void *b)
{
    const struct store_hit *left = a, *right = b;
    return (left->docid > right->docid) - (left->docid < right->docid);
}

/* Sorts hits that are equal but for rounding by number, since their order by relevance is
 * arbitrary. */
static void settle(const struct store_search *s, struct store_results *rs)
{
    size_t end;
    if (s->sort_slot >= 0 || (s->order_slot >= 0 && s->weighting == STORE_BOOLEAN))
        return;
    for (size_t i = 0; i < rs->n; i = end) {
        for (end = i + 1; end < rs->n && is_close(rs->hits[end - 1].score, rs->hits[end].score);)
            end++;
        qsort(rs->hits + i, end - i, sizeof *rs->hits, by_docid);
    }
}

static const char *const OPS[] = {"",     "AND",     "OR",  "ANDNOT", "MAYBE", "FILTER", "PHRASE",
                                  "NEAR", "SYNONYM", "MAX", "SCALE",  "RANGE", "ALL",    "NONE"};

static void fail(const struct store_search *s, const char *where, const char *what)
{
    printf("differs: %s, %s%s%s:", where,
           s->weighting == STORE_BM25    ? "BM25"
           : s->weighting == STORE_BURST ? "burst"
                                         : "boolean",
           s->sort_slot >= 0 ? " by date" : "", s->order_slot >= 0 ? " by path" : "");
    for (size_t i = 0; i < s->n_nodes; i++) {
        const struct store_node *n = &s->nodes[i];
        if (n->op == STORE_TERM)
            printf(" %.*s^%u", STR_PRINT(n->name), n->wqf);
        else
            printf(" %s/%u", OPS[n->op], n->n_children);
        if (n->op == STORE_VALUE_RANGE)
            printf("[%.*s..%.*s]", STR_PRINT(n->name), STR_PRINT(n->upper));
        if (n->op == STORE_SCALE)
            printf("[%g]", n->factor);
    }
    printf(": %s\n", what);
    exit(1);
}

/* Frees both results. */
static void compare_whole(const struct store_search *s, const char *where,
                          struct store_results *wanted, struct store_results *found)
{
    char what[200];
    settle(s, wanted);
    settle(s, found);
    snprintf(what, sizeof what, "%zu documents, by glass %zu", wanted->n, found->n);
    if (wanted->n != found->n)
        fail(s, where, what);
    for (size_t i = 0; i < wanted->n; i++) {
        const struct store_hit *a = &wanted->hits[i], *b = &found->hits[i];
        if (a->docid == b->docid && is_close(a->score, b->score))
            continue;
        snprintf(what, sizeof what, "hit %zu is %u with %.12g, by glass %u with %.12g", i, a->docid,
                 a->score, b->docid, b->score);
        fail(s, where, what);
    }
    if (found->total_lower != wanted->n || found->total_upper != wanted->n)
        fail(s, where, "the total of glass");
    if (wanted->total_lower > wanted->n || wanted->total_upper < wanted->n)
        fail(s, where, "the total of xapian");
    store_results_free(wanted);
    store_results_free(found);
}

/* libxapian adds weights in an order that depends on its progress, so that two hits may change
 * places. */
static bool is_equal_but_for_rounding(const struct store_reader *r,
                                      const struct store_results *whole,
                                      const struct store_hit *hit)
{
    for (size_t i = 0; i < whole->n; i++)
        if (whole->hits[i].docid == hit->docid)
            return r->engine == &store_xapian && is_close(whole->hits[i].score, hit->score);
    return false;
}

/* Part of a ranking must equal that part of the whole one, and no document may be left out because
 * of its weight that should be there. */
static void compare_part(struct store_reader *r, const struct store_search *s)
{
    struct store_search cut = *s;
    cut.first = below(5);
    cut.max = 1 + below(20);
    cut.check_at_least = below(2) ? 0 : below(100);
    cut.max_checked = below(2) ? 0 : below(30);
    struct store_results *whole = ask(r, s), *part = ask(r, &cut);
    size_t n = whole->n > cut.first ? whole->n - cut.first : 0;
    if (part->n != (n < cut.max ? n : cut.max))
        fail(s, r->engine->name, "the length of a part");
    for (size_t i = 0; i < part->n; i++)
        if (!is_close(part->hits[i].score, whole->hits[cut.first + i].score) ||
            (part->hits[i].docid != whole->hits[cut.first + i].docid &&
             !is_equal_but_for_rounding(r, whole, &part->hits[i])))
            fail(s, r->engine->name, "a part");
    uint32_t counted = cut.max_checked ? 0 : cut.check_at_least;
    uint32_t seen = counted < whole->n ? counted : (uint32_t)whole->n;
    if (part->total_lower > whole->n || part->total_upper < whole->n ||
        part->total_lower > part->total_estimate || part->total_estimate > part->total_upper ||
        part->total_lower < seen)
        fail(s, r->engine->name, "the total of a part");
    store_results_free(whole);
    store_results_free(part);
}

static void compare_scores(struct store_reader *r, const struct store_search *s)
{
    struct store_results *whole = ask(r, s);
    for (size_t i = 0; i < whole->n; i += 1 + below((uint32_t)whole->n)) {
        struct err err = ERR_INIT;
        bool matches;
        double score;
        store_reader_score(r, s, whole->hits[i].docid, &matches, &score, &err);
        succeed(&err);
        if (!matches || !is_close(score, whole->hits[i].score))
            fail(s, r->engine->name, "the score of a document");
    }
    store_results_free(whole);
}

int main(int argc, char **argv)
{
    size_t n = argc > 3 ? strtoul(argv[3], NULL, 10) : 1000, n_found = 0;
    static struct maker m;
    struct err err = ERR_INIT;
    random_state = environment_number("PRESSMARK_SEED", 1);
    require(argc >= 3 && !xap_open(argv[1], XAP_READ, 0, &m.db, NULL), "the arguments");
    compare_reading(argv[1]);
    compare_reading(argv[2]);
    struct store_reader *readers[] = {
        open_reader(&store_xapian, argv[1], 1), open_reader(&store_glass, argv[1], 1),
        open_reader(&store_xapian, argv[2], 1), open_reader(&store_glass, argv[2], 1),
        open_reader(&store_xapian, argv[1], 2), open_reader(&store_glass, argv[1], 2)};
    static const char *const where[] = {"in the table", "in the records", "in two shards"};
    m.last_docid = store_reader_stats(readers[0]).last_docid;
    store_reader_terms(readers[0], STR_EMPTY, SIZE_MAX, &m.terms, &err);
    succeed(&err);
    for (size_t i = 0; i < n; i++) {
        make_query(&m);
        struct store_search s = make_search(&m);
        for (size_t k = 0; k < 3; k++) {
            if (k == 2 && below(4))
                continue;
            struct store_results *found = ask(readers[2 * k + 1], &s);
            n_found += k == 0 && found->n;
            compare_whole(&s, where[k], ask(readers[2 * k], &s), found);
        }
        struct store_reader *r = readers[below(6)];
        compare_part(r, &s);
        compare_scores(r, &s);
    }
    for (size_t i = 0; i < 6; i++)
        store_reader_close(readers[i]);
    store_vocabulary_free(m.terms);
    arena_done(&m.arena);
    xap_close(m.db);
    printf("%zu questions, %zu of them with answers\n", n, n_found);
    return n_found > n / 4 ? 0 : 1;
}
