/* SPDX-License-Identifier: GPL-2.0-or-later */

/* Joins databases of random documents, in random orders and without some of the documents, while
 * replacing terms of others. The result must be, byte for byte, the database that the bulk writer
 * makes of the same documents; if libxapian wrote a source, it must have the same contents.
 *
 * The program compare_databases must be in the same folder as this one. Environment:
 * PRESSMARK_SEED, PRESSMARK_RUNS. */

#include "bulk/join.h"
#include "tests/property/databases.h"
#include "xapian_engine/writer.h"

enum {
    DEFAULT_RUNS = 60,
    MAX_DOCUMENTS = 400,
    N_WORDS = 300, /* some of them binary, some long */
    N_LINK_WORDS = 20,
    N_SLOTS = 4,
    MAX_DATA = 5000,
    ORDER_SLOT = 1,
};

static const uint32_t slot_numbers[N_SLOTS] = {0, ORDER_SLOT, 128, 70000};
static const char *const link_prefixes[] = {"C", "ZC", NULL};

enum state { BEFORE, AFTER, WITHOUT_LINKS };

/* A document is identified by its number, from which its contents are made, so that they are the
 * same wherever it is. */
struct document {
    uint64_t seed;
    uint64_t link_seeds[2]; /* for the words of links before and after; 0: none */
};

static struct document documents[MAX_DOCUMENTS];
static char words[N_WORDS + N_LINK_WORDS][240];
static uint32_t word_bytes[N_WORDS + N_LINK_WORDS];
static char filler[MAX_DATA + 100];
/* ---- documents ---- */

/* Word i is greater than the one before it. The words of links, C and ZC, are among the others. */
static void make_words(void)
{
    for (uint32_t i = 0; i < N_WORDS + N_LINK_WORDS; i++) {
        char *w = words[i];
        int n;
        if (i < 5)
            n = 1 + (int)i; /* zeros */
        else if (i < 50)
            n = sprintf(w, "A%03u", i);
        else if (i < 50 + N_LINK_WORDS / 2)
            n = sprintf(w, "Clink%03u", i);
        else if (i < 150)
            n = sprintf(w, "D%03u", i);
        else if (i < 150 + N_LINK_WORDS / 2)
            n = sprintf(w, "ZClink%03u", i);
        else
            n = sprintf(w, "word%03u", i);
        if (i % 40 == 39) {
            memset(w + n, 'x', 200);
            n += 200;
        }
        word_bytes[i] = (uint32_t)n;
    }
    for (size_t i = 0; i < sizeof filler; i++)
        filler[i] = (char)below(256);
}

static bool is_link_word(uint32_t i)
{
    return words[i][0] == 'C' || (words[i][0] == 'Z' && words[i][1] == 'C');
}

static void make_documents(uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        struct document *d = &documents[i];
        d->seed = below(UINT32_MAX);
        d->link_seeds[BEFORE] = below(3) ? 0 : 1 + below(1000);
        d->link_seeds[AFTER] = below(5) ? d->link_seeds[BEFORE] : below(3);
    }
}

struct content {
    struct store_term terms[N_WORDS + N_LINK_WORDS];
    size_t n_terms;
    struct store_value values[N_SLOTS];
    size_t n_values;
    char order[16];
    size_t data_at, data_bytes;
};

static void add_terms(struct content *c, uint64_t from, bool of_links, uint32_t rarity)
{
    random_state = from;
    for (uint32_t i = 0; from && i < N_WORDS + N_LINK_WORDS; i++)
        if (is_link_word(i) == of_links && below(rarity) == 0)
            c->terms[c->n_terms++] = (struct store_term){.name = words[i],
                                                         .name_length = word_bytes[i],
                                                         .wdf = below(below(20) ? 4 : 100000)};
}

static int by_name(const void *a, const void *b)
{
    const struct store_term *x = a, *y = b;
    return str_compare((struct str){x->name, x->name_length},
                       (struct str){y->name, y->name_length});
}

/* Documents ascend by their numbers in ORDER_SLOT; some have no value there. */
static void make_content(struct content *c, uint32_t number, enum state state)
{
    const struct document *d = &documents[number];
    uint64_t before = random_state;
    c->n_terms = c->n_values = 0;
    add_terms(c, d->seed, false, 1 + (uint32_t)(d->seed % 30));
    c->data_bytes = below(4) == 0 ? 0 : below(MAX_DATA);
    c->data_at = below(100);
    for (size_t i = 0; i < N_SLOTS; i++)
        if (slot_numbers[i] == ORDER_SLOT ? seed % 3 || below(50) : below(3) == 0)
            c->values[c->n_values++] = (struct store_value){slot_numbers[i], 1 + below(30),
                                                            filler + below(40)};
    sprintf(c->order, "%05u", number);
    for (size_t i = 0; i < c->n_values; i++)
        if (c->values[i].slot == ORDER_SLOT)
            c->values[i] = (struct store_value){ORDER_SLOT, 5, c->order};
    if (state != WITHOUT_LINKS)
        add_terms(c, d->link_seeds[state], true, 4);
    qsort(c->terms, c->n_terms, sizeof *c->terms, by_name);
    random_state = before;
}

/* ---- building ---- */

static void invert(struct bulk_inverter *v, struct term_ids *ids, const struct content *c)
{
    static struct bulk_posting postings[N_WORDS + N_LINK_WORDS];
    struct err err = ERR_INIT;
    bool is_new;
    for (size_t i = 0; i < c->n_terms; i++) {
        struct str name = {c->terms[i].name, c->terms[i].name_length};
        postings[i] = (struct bulk_posting){
            term_ids_intern(ids, name, term_ids_hash(name), &is_new), c->terms[i].wdf, 0, 0};
    }
    struct bulk_document document = {postings,    c->n_terms,          NULL,         c->values,
                                     c->n_values, filler + c->data_at, c->data_bytes};
    must(bulk_inverter_add(v, &document, &err), &err, "bulk_inverter_add");
}

static const struct bulk_metadata metadata[] = {{"files:00", filler, 3000}, {"manifest", "x", 1}};

typedef void make_content_of(struct content *c, uint32_t number, enum state state);

/* Makes the words of links only. */
static void make_link_words(struct content *c, uint32_t number, enum state state)
{
    uint64_t before = random_state;
    c->n_terms = c->n_values = c->data_bytes = 0;
    add_terms(c, documents[number].link_seeds[state], true, 4);
    random_state = before;
}

static void build_bulk(const char *path, const uint32_t *numbers, uint32_t n, enum state state,
                       make_content_of *make)
{
    static struct content c;
    struct err err = ERR_INIT;
    struct term_ids *ids = term_ids_new();
    struct bulk_inverter *v = bulk_inverter_new(ids);
    struct bulk_writer *w = bulk_writer_open(path, &err);
    must(err.code, &err, "bulk_writer_open");
    for (uint32_t i = 0; i < n; i++) {
        make(&c, numbers[i], state);
        invert(v, ids, &c);
    }
    struct bulk_run *run = bulk_inverter_finish(v);
    must(bulk_writer_add(w, run, &err), &err, "bulk_writer_add");
    must(bulk_writer_finish(w, &(struct bulk_end){metadata, 2, 1}, NULL, &err), &err,
         "bulk_writer_finish");
    bulk_inverter_free(v);
    term_ids_free(ids);
    bulk_run_free(run);
}

/* Writes in several commits, after other documents that have been deleted. */
static void build_stock(const char *path, const uint32_t *numbers, uint32_t n, uint32_t *docids)
{
    static struct content c;
    struct err err = ERR_INIT;
    struct xapian_writer *w;
    must(xapian_writer_open(path, XAPIAN_CREATE | XAPIAN_NO_SYNC, &w, &err), &err,
         "xapian_writer_open");
    for (uint32_t i = 0; i < n; i++) {
        make_content(&c, numbers[i], BEFORE);
        struct store_document d = {c.terms,    c.n_terms,          NULL,        c.values,
                                   c.n_values, filler + c.data_at, c.data_bytes};
        uint32_t other;
        bool has_other = below(10) == 0;
        if (has_other)
            must(xapian_writer_add(w, &d, &other, &err), &err, "xapian_writer_add");
        must(xapian_writer_add(w, &d, &docids[i], &err), &err, "xapian_writer_add");
        if (below(50) == 0)
            must(xapian_writer_commit(w, &err), &err, "xapian_writer_commit");
        if (has_other)
            must(xapian_writer_delete(w, other, 1, &err), &err, "xapian_writer_delete");
    }
    must(xapian_writer_commit(w, &err), &err, "xapian_writer_commit");
    xapian_writer_close(w);
}

/* ---- joining ---- */

/* Where a document comes from. */
struct origin {
    uint32_t source, docid, number;
};

static void shuffle(uint32_t *numbers, uint32_t n, uint32_t n_swaps)
{
    for (uint32_t i = 0; i < n_swaps && n; i++) {
        uint32_t a = below(n), b = below(n), kept = numbers[a];
        numbers[a] = numbers[b];
        numbers[b] = kept;
    }
}

static uint32_t collect_ranges(const struct origin *origins, uint32_t n, struct join_range *ranges)
{
    uint32_t n_ranges = 0;
    for (uint32_t i = 0; i < n; i++) {
        struct join_range *last = &ranges[n_ranges - (n_ranges > 0)];
        if (n_ranges && last->source == origins[i].source &&
            last->first + last->n == origins[i].docid)
            last->n++;
        else
            ranges[n_ranges++] = (struct join_range){origins[i].source, origins[i].docid, 1};
    }
    return n_ranges;
}

/* Collects the documents that get other words of links. Returns how many. */
static uint32_t collect_changed(const struct origin *origins, uint32_t n, uint32_t *docids,
                                uint32_t *numbers)
{
    uint32_t n_changed = 0;
    for (uint32_t i = 0; i < n; i++) {
        const struct document *d = &documents[origins[i].number];
        uint64_t was = origins[i].source == 0 ? d->link_seeds[BEFORE] : 0;
        if (was == d->link_seeds[AFTER] && below(20))
            continue;
        docids[n_changed] = i + 1;
        numbers[n_changed++] = origins[i].number;
    }
    return n_changed;
}

static bool join(const char *path, const struct origin *origins, uint32_t n, bool has_new)
{
    static struct join_range ranges[MAX_DOCUMENTS];
    static uint32_t docids[MAX_DOCUMENTS], numbers[MAX_DOCUMENTS];
    const char *const sources[] = {"old", NULL, has_new ? "new" : NULL};
    struct err err = ERR_INIT;
    struct lengths lengths = {{0}};
    volatile sig_atomic_t stop = 0;
    bool is_in_order;
    struct join_terms terms = {.prefixes = link_prefixes, .path = "terms", .docids = docids};
    terms.n = collect_changed(origins, n, docids, numbers);
    if (terms.n)
        build_bulk("terms", numbers, terms.n, AFTER, make_link_words);
    const struct join_input in = {.sources = sources,
                                  .n_sources = 3,
                                  .ranges = ranges,
                                  .n_ranges = collect_ranges(origins, n, ranges),
                                  .terms = terms.n ? &terms : NULL};
    struct bulk_joiner *j = bulk_joiner_open(path, &in, &err);
    must(err.code, &err, "bulk_joiner_open");
    must(bulk_joiner_add_documents(j, &stop, &err), &err, "bulk_joiner_add_documents");
    bulk_joiner_lengths(j, &lengths);
    const struct join_end end = {metadata, 2, ORDER_SLOT};
    must(bulk_joiner_finish(j, &end, &is_in_order, NULL, &err), &err, "bulk_joiner_finish");
    return is_in_order;
}

/* ---- comparing ---- */

static void run_once(void)
{
    static uint32_t old[MAX_DOCUMENTS], new[MAX_DOCUMENTS], wanted[MAX_DOCUMENTS];
    static uint32_t old_docids[MAX_DOCUMENTS];
    static struct origin origin_of[MAX_DOCUMENTS], origins[MAX_DOCUMENTS];
    uint32_t n_old = 0, n_new = 0, n_wanted = 0;
    random_state = seed;
    uint32_t n = below(10) == 0 ? below(3) : below(MAX_DOCUMENTS);
    make_words();
    make_documents(n);
    uint32_t share = 1 + below(12); /* of documents that are new */
    for (uint32_t i = 0; i < n; i++)
        if (below(share) == 0)
            new[n_new++] = i;
        else
            old[n_old++] = i;
    bool is_stock = below(2), is_mixed = below(2);
    shuffle(old, n_old, is_mixed ? below(20) : 0);
    for (uint32_t i = 0; i < n_old; i++)
        old_docids[i] = i + 1;
    if (is_stock)
        build_stock("old", old, n_old, old_docids);
    else
        build_bulk("old", old, n_old, BEFORE, make_content);
    build_bulk("new", new, n_new, WITHOUT_LINKS, make_content);
    for (uint32_t i = 0; i < n_old; i++)
        origin_of[old[i]] = (struct origin){0, old_docids[i], old[i]};
    for (uint32_t i = 0; i < n_new; i++)
        origin_of[new[i]] = (struct origin){2, i + 1, new[i]};
    uint32_t keeping = 1 + below(20);
    for (uint32_t i = 0; i < n; i++)
        if (below(keeping))
            wanted[n_wanted++] = i;
    bool is_shuffled = below(4) == 0;
    shuffle(wanted, n_wanted, is_shuffled ? below(200) : 0);
    for (uint32_t i = 0; i < n_wanted; i++)
        origins[i] = origin_of[wanted[i]];
    bool is_in_order = join("joined", origins, n_wanted, n_new || below(2));
    build_bulk("built", wanted, n_wanted, AFTER, make_content);
    must_agree("built", "joined");
    if (!is_stock)
        must_be_same_bytes("built", "joined", "joining gives other bytes");
    if (seed % 3 && !is_shuffled && !is_in_order)
        fail("the order", "is not seen");
}

int main(int argc, char **argv)
{
    (void)argc;
    return run_seeds(argv[0], DEFAULT_RUNS, run_once);
}
