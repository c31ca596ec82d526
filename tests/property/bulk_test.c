/* SPDX-License-Identifier: GPL-2.0-or-later */

/* Builds databases of random documents with bulk_writer and with libxapian's own writer. Both must
 * have the same contents, give the same answers, and remain equal after the same edits and after
 * compaction. The number of runs, whether they are spilled, and whether some terms are added to the
 * documents only at the end must not change a byte.
 *
 * The program compare_databases must be in the same folder as this one. Environment:
 * PRESSMARK_SEED, PRESSMARK_RUNS. */

#include "base/str.h"
#include "bulk/bulk.h"
#include "tests/property/databases.h"
#include "xapian_engine/writer.h"

enum {
    DEFAULT_RUNS = 12,
    MAX_DOCUMENTS = 300,
    MAX_VOCABULARY = 2000,
    MAX_TERMS = 800,       /* in a document */
    MAX_POSITIONS = 20000, /* in a document */
    MAX_BULK_RUNS = 12,
    MAX_DATA = 20000,
    N_SLOTS = 6,
    N_METADATA = 5,
    N_EDITS = 40,
};

static const uint32_t slot_numbers[N_SLOTS] = {0, 1, 127, 128, 70000, UINT32_MAX - 1};

/* ---- random ---- */

/* Returns a number below n, mostly small but occasionally large. */
static uint32_t skewed(uint32_t n)
{
    return below(1 + below(1 + below(n)));
}

/* ---- documents ---- */

struct document {
    struct store_term terms[MAX_TERMS]; /* ascending */
    uint32_t numbers[MAX_TERMS];        /* of the terms, in the vocabulary */
    uint32_t n_terms;
    uint32_t positions[MAX_POSITIONS];
    uint32_t n_positions;
    struct store_value values[N_SLOTS];
    uint32_t n_values;
    uint32_t n_data;
};

static struct {
    char names[MAX_VOCABULARY][256];
    uint32_t lengths[MAX_VOCABULARY];
    uint32_t rarity[MAX_VOCABULARY];
    uint32_t n;
} vocabulary;

static char filler[MAX_DATA]; /* data and values point into it */
static struct document documents[MAX_DOCUMENTS];
static uint32_t n_documents;

static int compare_names(const void *a, const void *b)
{
    const struct str *x = a, *y = b;
    return str_compare(*x, *y);
}

static struct str make_name(char *bytes)
{
    bool is_binary = below(8) == 0;
    uint32_t wanted = 1 + (below(10) == 0 ? below(245) : below(12)), n = 0;
    for (uint32_t cost = 0; n < wanted; n++) {
        bytes[n] = (char)(is_binary ? below(3) * 127 : 'a' + skewed(26));
        cost += bytes[n] ? 1 : 2;
        if (cost > 245)
            break;
    }
    return (struct str){bytes, n};
}

/* Makes different terms in ascending order. */
static void make_vocabulary(void)
{
    static char bytes[MAX_VOCABULARY][256];
    static struct str names[MAX_VOCABULARY];
    uint32_t wanted = 1 + below(MAX_VOCABULARY);
    for (uint32_t i = 0; i < wanted; i++)
        names[i] = make_name(bytes[i]);
    qsort(names, wanted, sizeof *names, compare_names);
    vocabulary.n = 0;
    for (uint32_t i = 0; i < wanted; i++) {
        if (i > 0 && str_equal(names[i], names[i - 1]))
            continue;
        memcpy(vocabulary.names[vocabulary.n], names[i].p, names[i].n);
        vocabulary.rarity[vocabulary.n] = 1 + below(1 + below(400));
        vocabulary.lengths[vocabulary.n++] = (uint32_t)names[i].n;
    }
}

/* Returns whether a term may be added to documents at the end: it has no positions. */
static bool may_be_late(uint32_t number)
{
    return number % 5 == 0;
}

static void add_positions(struct document *d, struct store_term *term, bool has_none)
{
    uint32_t n = has_none || below(4) == 0 ? 0 : 1 + skewed(below(20) == 0 ? 3000 : 6);
    if (n > MAX_POSITIONS - d->n_positions)
        n = MAX_POSITIONS - d->n_positions;
    term->first_position = d->n_positions;
    term->n_positions = n;
    uint32_t position = 0, spread = below(3) == 0 ? 1 : 1 + skewed(100000);
    for (uint32_t i = 0; i < n; i++) {
        position += 1 + below(spread);
        d->positions[d->n_positions++] = position;
    }
    term->wdf = n + skewed(below(10) == 0 ? 100000 : 3);
}

static void make_document(struct document *d)
{
    d->n_terms = d->n_positions = d->n_values = 0;
    uint32_t scarcity = 1 + skewed(8);
    uint32_t n = below(10) == 0 ? 0 : vocabulary.n;
    for (uint32_t i = 0; i < n && d->n_terms < MAX_TERMS; i++) {
        if (below(vocabulary.rarity[i] * scarcity) > 0)
            continue;
        struct store_term *term = &d->terms[d->n_terms];
        term->name = vocabulary.names[i];
        term->name_length = vocabulary.lengths[i];
        d->numbers[d->n_terms++] = i;
        add_positions(d, term, may_be_late(i));
    }
    /* xapian-check requires a document length if there are positions. */
    if (d->n_terms > 0)
        d->terms[0].wdf++;
    for (uint32_t i = 0; i < N_SLOTS; i++)
        if (below(3) == 0)
            d->values[d->n_values++] = (struct store_value){slot_numbers[i],
                                                            1 + skewed(below(50) == 0 ? 3000 : 20),
                                                            filler + below(sizeof filler - 3001)};
    d->n_data = below(5) == 0 ? 0 : skewed(sizeof filler);
}

static void make_documents(void)
{
    for (size_t i = 0; i < sizeof filler; i++)
        filler[i] = (char)below(256);
    make_vocabulary();
    n_documents = below(8) == 0 ? below(3) : below(MAX_DOCUMENTS);
    for (uint32_t i = 0; i < n_documents; i++)
        make_document(&documents[i]);
}

static struct store_document xap_document_of(const struct document *d)
{
    return (struct store_document){d->terms,    d->n_terms, d->positions, d->values,
                                   d->n_values, filler,     d->n_data};
}

static const struct bulk_metadata metadata[N_METADATA] = {
    {"pressmark", "{\"format\":1}", 12},
    {"files:0a", filler, 5000},
    {"zz", "last", 4},
    {"files:00", filler, 1},
    {"none", "", 0},
};

/* ---- failing ---- */

/* ---- building ---- */

static void build_stock(const char *path)
{
    struct err err = ERR_INIT;
    struct xapian_writer *w;
    must(xapian_writer_open(path, XAPIAN_CREATE | XAPIAN_NO_SYNC, &w, &err), &err,
         "xapian_writer_open");
    for (uint32_t i = 0; i < n_documents; i++) {
        struct store_document document = xap_document_of(&documents[i]);
        must(xapian_writer_add(w, &document, NULL, &err), &err, "xapian_writer_add");
    }
    for (size_t i = 0; i < N_METADATA; i++)
        must(xapian_writer_set_metadata(w, metadata[i].key,
                                        (struct str){metadata[i].value, metadata[i].value_length},
                                        &err),
             &err, "xapian_writer_set_metadata");
    must(xapian_writer_commit(w, &err), &err, "xapian_writer_commit");
    xapian_writer_close(w);
}

enum which { ALL_TERMS, EARLY_TERMS, LATE_TERMS };

static void invert(struct bulk_inverter *v, struct term_ids *ids, const struct document *d,
                   enum which which)
{
    static struct bulk_posting postings[MAX_TERMS];
    struct err err = ERR_INIT;
    uint32_t n = 0;
    for (uint32_t i = 0; i < d->n_terms; i++) {
        struct str name = {d->terms[i].name, d->terms[i].name_length};
        bool is_new;
        if (which != ALL_TERMS && may_be_late(d->numbers[i]) != (which == LATE_TERMS))
            continue;
        uint32_t number = term_ids_intern(ids, name, term_ids_hash(name), &is_new);
        uint32_t at = below(n + 1); /* in any order */
        postings[n++] = postings[at];
        postings[at] = (struct bulk_posting){number, d->terms[i].wdf, d->terms[i].first_position,
                                             d->terms[i].n_positions};
    }
    struct bulk_document document = {postings,    n,      d->positions, d->values,
                                     d->n_values, filler, d->n_data};
    must(bulk_inverter_add(v, &document, &err), &err, "bulk_inverter_add");
}

/* Terms in term_ids that are in no document, and documents that are refused, must leave no
 * trace. */
static void add_noise(struct bulk_inverter *v, struct term_ids *ids)
{
    char name[300];
    bool is_new;
    struct err err = ERR_INIT;
    memset(name, 'x', sizeof name);
    uint32_t number = term_ids_intern(ids, (struct str){name, 280}, 1, &is_new);
    struct bulk_posting posting = {number, 1, 0, 0};
    struct bulk_document document = {.postings = &posting, .n_postings = 1};
    if (bulk_inverter_add(v, &document, &err) != ERR_INPUT)
        fail("bulk_inverter_add", "took a term of 280 bytes");
}

/* Adds the late terms of all documents, up to the last one that has any or to any later one. */
static void add_late_terms(struct bulk_writer *w, struct bulk_run *runs[2])
{
    struct err err = ERR_INIT;
    struct term_ids *ids = term_ids_new();
    struct bulk_inverter *v = bulk_inverter_new_of_terms(ids);
    uint32_t end = below(n_documents + 1);
    for (uint32_t i = 0; i < n_documents; i++) {
        if (i == end)
            runs[0] = bulk_inverter_finish(v);
        invert(v, ids, &documents[i], LATE_TERMS);
    }
    runs[1] = bulk_inverter_finish(v);
    for (int i = 0; i < 2; i++)
        if (runs[i])
            must(bulk_writer_add_terms(w, runs[i], &err), &err, "bulk_writer_add_terms");
    bulk_inverter_free(v);
    term_ids_free(ids);
}

static void build_bulk(const char *path, uint32_t n_runs, bool may_spill, bool has_late)
{
    struct bulk_run *runs[MAX_BULK_RUNS], *late[2] = {NULL};
    struct err err = ERR_INIT;
    struct term_ids *ids = term_ids_new();
    struct bulk_inverter *v = bulk_inverter_new(ids);
    struct bulk_writer *w = bulk_writer_open(path, &err);
    uint32_t next = 0;
    must(err.code, &err, "bulk_writer_open");
    for (uint32_t i = 0; i < n_runs; i++) {
        uint32_t end = i + 1 == n_runs ? n_documents : next + below(n_documents - next + 1);
        while (next < end) {
            if (below(20) == 0)
                add_noise(v, ids);
            invert(v, ids, &documents[next++], has_late ? EARLY_TERMS : ALL_TERMS);
        }
        runs[i] = bulk_inverter_finish(v);
        if (below(2) == 0)
            term_ids_clear(ids);
        if (may_spill && below(2) == 0)
            must(bulk_run_spill(runs[i], ".", &err), &err, "bulk_run_spill");
        must(bulk_writer_add(w, runs[i], &err), &err, "bulk_writer_add");
    }
    bulk_inverter_free(v);
    term_ids_free(ids);
    if (has_late)
        add_late_terms(w, late);
    must(
        bulk_writer_finish(w, &(struct bulk_end){metadata, N_METADATA, 1 + n_runs % 2}, NULL, &err),
        &err, "bulk_writer_finish");
    for (uint32_t i = 0; i < n_runs; i++)
        bulk_run_free(runs[i]);
    bulk_run_free(late[0]);
    bulk_run_free(late[1]);
}

/* ---- changing ---- */

static uint64_t edits_state; /* the same edits for each database */

static void edit(struct xapian_writer *w)
{
    static struct document change;
    struct err err = ERR_INIT;
    uint32_t kind = below(3), docid = 1 + below(n_documents);
    make_document(&change);
    struct store_document document = xap_document_of(&change);
    if (kind == 0)
        must(xapian_writer_add(w, &document, NULL, &err), &err, "xapian_writer_add");
    else if (kind == 1)
        must(xapian_writer_delete(w, docid, 1 + below(5), &err), &err, "xapian_writer_delete");
    else if (xapian_writer_edit(w, docid, documents[docid - 1].terms,
                                documents[docid - 1].n_terms / 2, &document, &err) != ERR_OK &&
             err.code != ERR_NOT_FOUND)
        must(err.code, &err, "xapian_writer_edit");
}

static void change(const char *path)
{
    struct err err = ERR_INIT;
    struct xapian_writer *w;
    random_state = edits_state;
    must(xapian_writer_open(path, XAPIAN_NO_SYNC, &w, &err), &err, "xapian_writer_open");
    for (int i = 0; i < N_EDITS && n_documents > 0; i++) {
        edit(w);
        if (below(10) == 0)
            must(xapian_writer_commit(w, &err), &err, "xapian_writer_commit");
    }
    must(xapian_writer_commit(w, &err), &err, "xapian_writer_commit");
    xapian_writer_close(w);
}

/* ---- comparing ---- */

static void run_once(void)
{
    random_state = seed;
    make_documents();
    build_stock("stock");
    build_bulk("bulk", 1, false, false);
    build_bulk("runs", 1 + skewed(MAX_BULK_RUNS), true, false);
    build_bulk("late", 1 + skewed(MAX_BULK_RUNS), true, true);
    edits_state = random_state;
    must_be_same_bytes("bulk", "runs", "other runs give other bytes");
    must_be_same_bytes("bulk", "late", "other runs give other bytes");
    must_agree("stock", "bulk");
    change("stock");
    change("bulk");
    must_agree("stock", "bulk");
    const char *compacted[] = {comparer, "--compacted", "stock", "bulk", NULL};
    if (run_command(compacted) != 0)
        fail("compare_databases", "--compacted");
}

int main(int argc, char **argv)
{
    (void)argc;
    return run_seeds(argv[0], DEFAULT_RUNS, run_once);
}
