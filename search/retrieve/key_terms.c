/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the words that distinguish a document from others. */
#include "search/retrieve/key_terms.h"

#include "base/mem.h"
#include "search/plan/rank.h"
#include "store/schema.h"

#include <math.h>
#include <stdlib.h>

static struct str name_of(const struct store_vocabulary *v, size_t i)
{
    return v->terms[i].name;
}

/* Returns the place of a term in the list, or v->n if it is not there. */
static size_t find_term(const struct store_vocabulary *v, struct str name)
{
    size_t low = 0, high = v->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (str_compare(name_of(v, middle), name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < v->n && str_equal(name_of(v, low), name) ? low : v->n;
}

static struct str first_behind(const struct store_vocabulary *v, struct str prefix)
{
    for (size_t i = 0; i < v->n; i++)
        if (str_starts_with(name_of(v, i), prefix))
            return str_slice(name_of(v, i), prefix.n, name_of(v, i).n);
    return STR_EMPTY;
}

static struct str id_of(const struct store_vocabulary *v, struct arena *arena)
{
    struct str name = first_behind(v, STR_LITERAL(PREFIX_ID));
    return arena_format(arena, PREFIX_ID "%.*s", STR_PRINT(name));
}

static bool is_telling(struct str term, language_id language)
{
    bool is_prefixed = ascii_is_upper(term.p[0]);
    return !is_prefixed && term.n > 1 && !language_is_stop_word(language, term);
}

/* Returns the place of a word's stem in the list, or v->n if it is not there. */
static size_t find_stem(const struct store_vocabulary *v, struct analyser *analyser,
                        language_id language, struct str word)
{
    AUTO(buf_done) struct buf name = BUF_INIT;
    buf_append_str(&name, STR_LITERAL(PREFIX_STEM));
    buf_append_str(&name, analyser_stem(analyser, language, word));
    return find_term(v, buf_str(&name));
}

/* Adds a word, unless a more frequent form with the same stem is there already. by_stem has, for
 * each stem of the list, the number of its word plus 1. */
static void add_word(struct key_terms *d, const struct store_vocabulary *v, size_t at, size_t stem,
                     size_t *by_stem, uint32_t *wdfs)
{
    bool has_stem = stem < v->n;
    size_t slot = has_stem && by_stem[stem] ? by_stem[stem] - 1 : d->n;
    bool is_new = slot == d->n;
    if (!is_new && wdfs[slot] >= v->terms[at].wdf)
        return;
    size_t term = has_stem ? stem : at;
    d->words[slot] = (struct key_term){
        .name = name_of(v, term),
        .word = name_of(v, at),
        .has_stem = has_stem,
        .wdf = v->terms[term].wdf,
        .termfreq = v->terms[term].termfreq,
    };
    wdfs[slot] = v->terms[at].wdf;
    if (!is_new)
        return;
    d->n++;
    d->length += v->terms[term].wdf;
    if (has_stem)
        by_stem[stem] = slot + 1;
}

static int by_word(const void *left, const void *right)
{
    const struct key_term *a = left, *b = right;
    return str_compare(a->word, b->word);
}

static void collect(struct key_terms *d, const struct store_vocabulary *v,
                    struct analyser *analyser, struct arena *arena)
{
    language_id known = language_by_code(first_behind(v, STR_LITERAL(PREFIX_LANGUAGE)));
    language_id language = language_or_default(known);
    AUTO(mem_free_pointer) size_t *by_stem = mem_alloc_zeroed(v->n + 1, sizeof *by_stem);
    AUTO(mem_free_pointer) uint32_t *wdfs = mem_alloc_zeroed(v->n + 1, sizeof *wdfs);
    d->words = arena_alloc(arena, v->n * sizeof *d->words);
    for (size_t i = 0; i < v->n; i++) {
        struct str term = name_of(v, i);
        if (v->terms[i].wdf && is_telling(term, language))
            add_word(d, v, i, find_stem(v, analyser, language, term), by_stem, wdfs);
    }
    for (size_t i = 0; i < d->n; i++) {
        d->words[i].name = arena_copy(arena, d->words[i].name);
        d->words[i].word = arena_copy(arena, d->words[i].word);
    }
    if (d->n)
        qsort(d->words, d->n, sizeof *d->words, by_word);
    d->id = id_of(v, arena);
}

enum err_code key_terms_document(const struct plan_index *index, uint32_t docid,
                                 struct arena *arena, struct key_terms *ret, struct err *err)
{
    struct store_vocabulary *v;
    if (store_reader_document_terms(index->reader, docid, &v, err))
        return err->code;
    *ret = (struct key_terms){0};
    collect(ret, v, index->analyser, arena);
    store_vocabulary_free(v);
    return ERR_OK;
}

enum err_code key_terms_id(const struct plan_index *index, uint32_t docid, struct arena *arena,
                           struct str *ret_id, struct err *err)
{
    struct store_vocabulary *v;
    if (store_reader_document_terms(index->reader, docid, &v, err))
        return err->code;
    *ret_id = id_of(v, arena);
    store_vocabulary_free(v);
    return ERR_OK;
}

static int by_weight(const void *left, const void *right)
{
    const struct key_term *a = left, *b = right;
    if (a->weight != b->weight)
        return a->weight > b->weight ? -1 : 1;
    return by_word(a, b);
}

void key_terms_sort(struct key_term *words, size_t n)
{
    if (n)
        qsort(words, n, sizeof *words, by_weight);
}

static size_t scaled_term(struct str name, double factor, struct store_node *nodes)
{
    nodes[0] = (struct store_node){.op = STORE_TERM, .name = name, .wqf = 1};
    nodes[1] = (struct store_node){.op = STORE_SCALE, .n_children = 1, .factor = factor};
    return 2;
}

size_t key_terms_nodes(const struct key_term *word, double weight, struct store_node *nodes)
{
    size_t n = scaled_term(word->name, weight, nodes);
    if (!word->has_stem)
        return n;
    n += scaled_term(word->word, weight * RANK_EXACT, nodes + n);
    nodes[n++] = (struct store_node){.op = STORE_OR, .n_children = 2};
    return n;
}

void key_terms_match(const struct key_term *words, size_t n, double factor,
                     const struct plan_index *index, struct arena *arena, struct plan *plan)
{
    struct store_stats stats = store_reader_stats(index->reader);
    struct plan_match *matches = arena_alloc(arena, (plan->n_matches + 2 * n) * sizeof *matches);
    if (plan->n_matches)
        memcpy(matches, plan->matches, plan->n_matches * sizeof *matches);
    bool *is_alone = arena_alloc(arena, plan->n_words + n);
    for (size_t i = 0; i < plan->n_words + n; i++)
        is_alone[i] = i >= plan->n_words || plan->is_alone[i];
    plan->is_alone = is_alone;
    for (size_t i = 0; i < n; i++) {
        const struct key_term *w = &words[i];
        double idf = log((stats.n_documents + 1.0) / (w->termfreq + 0.5));
        struct plan_match m = {.text = w->word,
                               .kind = MATCH_TERM,
                               .word = plan->n_words++,
                               .weight = factor * (idf > 0.1 ? idf : 0.1)};
        matches[plan->n_matches++] = m;
        if (!w->has_stem)
            continue;
        m.kind = MATCH_STEM;
        m.text = str_slice(w->name, sizeof PREFIX_STEM - 1, w->name.n);
        matches[plan->n_matches++] = m;
    }
    plan->matches = matches;
}
