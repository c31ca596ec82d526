/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Checks if a candidate is a match: if the words of its phrases are in the right places. */
#include "match/match.h"

#include <stdlib.h>

/* The cost of operations compared with a step from node to node. */
enum {
    RECORD_BYTES_A_STEP = 512, /* of a record's positions, for looking up a term */
    POSITIONS_A_STEP = 4,
    STEPS_A_LOOKUP = 30, /* of a term in a record */
    STEPS_A_JUMP = 50,   /* to another record */
    MAX_SHARE = 4,       /* the part of the remaining steps that one document may take */
};

/* Counts the cost of looking a term up in the document's record. */
static void count_lookup(struct match *m, uint32_t docid)
{
    m->n_steps += m->places.record_docid != docid ? STEPS_A_JUMP : 0;
    m->n_steps += STEPS_A_LOOKUP + places_record(&m->places, docid).n / RECORD_BYTES_A_STEP;
}

/* Appends the positions of a term in the document. */
static void read_positions(struct match *m, struct str name, uint64_t hash, uint32_t docid,
                           struct positions_list *list)
{
    size_t before = list->n;
    if (places_are_in_table(&m->places))
        m->n_steps += STEPS_A_JUMP;
    else
        count_lookup(m, docid);
    places_read(&m->places, name, hash, docid, list);
    m->n_steps += (list->n - before) / POSITIONS_A_STEP;
}

static int by_position(const void *left, const void *right)
{
    const uint32_t *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

static void make_unique(struct positions_list *list)
{
    size_t n = 0;
    if (list->n == 0)
        return;
    qsort(list->p, list->n, sizeof *list->p, by_position);
    for (size_t i = 0; i < list->n; i++)
        if (i == 0 || list->p[i] != list->p[n - 1])
            list->p[n++] = list->p[i];
    list->n = n;
}

/* Reads the positions of a word. Only a term that is in the document may be looked up, so each list
 * is moved there first. */
static void read_word(struct match *m, const struct match_word *word, uint32_t docid,
                      struct positions_list *list)
{
    list->n = 0;
    for (size_t i = 0; i < word->n; i++) {
        struct match_node *term = word->terms[i];
        match_node_seek(m, term, docid);
        if (term->docid == docid)
            read_positions(m, word->names[i], word->hashes[i], docid, list);
    }
    if (word->n > 1)
        make_unique(list);
}

/* ---- adjacent words ---- */

/* Phrases of up to so many words are checked by adjacent_words_match(). */
enum { FEW_WORDS = 8 };

/* Returns true if a node is a phrase of a few adjacent words, each of which is a single term. */
static bool is_few_adjacent(const struct match *m, const struct match_node *n)
{
    if (n->op != STORE_PHRASE || n->window != n->n_children || n->n_children > FEW_WORDS ||
        places_are_in_table(&m->places))
        return false;
    for (uint32_t i = 0; i < n->n_children; i++)
        if (n->words[i].n != 1)
            return false;
    return true;
}

/* Finds the position list of a word in the document. Returns false if there is none. */
static bool locate_word(struct match *m, const struct match_word *word, uint32_t docid,
                        struct positions_place *ret)
{
    count_lookup(m, docid);
    if (!places_locate(&m->places, word->names[0], word->hashes[0], docid, ret))
        return false;
    m->n_steps += ret->n / POSITIONS_A_STEP;
    return true;
}

/* Lists the words of a phrase, those first that are rarest in the document. Returns false if one is
 * missing. */
static bool sort_words(struct match *m, const struct match_node *n, uint32_t docid,
                       uint32_t *sorted)
{
    uint32_t wdfs[FEW_WORDS];
    for (uint32_t i = 0; i < n->n_children; i++) {
        struct match_node *term = n->words[i].terms[0];
        uint32_t place = i;
        if (match_node_seek(m, term, docid) != docid)
            return false;
        wdfs[i] = match_node_wdf(m, term, docid);
        for (; place > 0 && wdfs[sorted[place - 1]] > wdfs[i]; place--)
            sorted[place] = sorted[place - 1];
        sorted[place] = i;
    }
    return true;
}

/* Reads where the phrase begins if the word that is the first-th of it decides. */
static bool read_starts(const struct positions_place *at, uint32_t first,
                        struct positions_list *starts)
{
    size_t n = 0;
    starts->n = 0;
    if (!positions_read(at, starts))
        return false;
    for (size_t i = 0; i < starts->n; i++)
        if (starts->p[i] > first)
            starts->p[n++] = starts->p[i] - first;
    starts->n = n;
    return true;
}

/* Begins with the positions of the rarest word and keeps those that fit each of the other words, so
 * that the long lists of common words need not be decoded, and most documents fail at the second
 * word. */
static bool adjacent_words_match(struct match *m, const struct match_node *n, uint32_t docid)
{
    uint32_t sorted[FEW_WORDS];
    struct positions_list *starts = &n->lists[0];
    struct positions_place at;
    if (!sort_words(m, n, docid, sorted))
        return false;
    for (uint32_t i = 0; i < n->n_children; i++) {
        if (!locate_word(m, &n->words[sorted[i]], docid, &at) || match_is_exhausted(m))
            return false;
        if (i == 0 && !read_starts(&at, sorted[0], starts))
            return false;
        if (i > 0)
            positions_keep(&at, sorted[i], starts, &m->scratch);
        if (starts->n == 0)
            return false;
    }
    return true;
}

/* ---- words in any other places ---- */

/* Most documents already fail at the first words of a phrase, so that no more words need to be
 * read. For a long phrase this at most doubles the work. */
static bool is_time_to_compare(uint32_t n)
{
    return n < 8 || (n & (n - 1)) == 0;
}

static bool stand_so(struct match *m, const struct match_node *n, uint32_t docid, uint64_t *steps)
{
    for (uint32_t i = 0; i < n->n_children; i++) {
        const struct match_word *word = &n->words[i];
        if (word->like == i)
            read_word(m, word, docid, &n->lists[i]);
        else
            n->lists[i] = n->lists[word->like];
        if (n->lists[i].n < word->n_alike || match_is_exhausted(m))
            return false;
        /* leave room for the other words in the window */
        bool is_last = i + 1 == n->n_children;
        if (n->op == STORE_PHRASE && (is_last || is_time_to_compare(i + 1)) &&
            !positions_have_phrase(n->lists, i + 1, n->window - (n->n_children - i - 1), n->places,
                                   steps))
            return false;
    }
    return n->op == STORE_PHRASE ||
           positions_have_near(n->lists, n->n_children, n->window, n->places, steps);
}

static bool stand_beside(struct match *m, const struct match_node *n, uint32_t docid)
{
    uint64_t room = (m->max_steps - m->n_steps) / MAX_SHARE * POSITIONS_A_STEP, left = room;
    if (match_is_exhausted(m))
        return false;
    if (is_few_adjacent(m, n))
        return adjacent_words_match(m, n, docid);
    bool result = stand_so(m, n, docid, &left);
    m->n_steps += (room - left) / POSITIONS_A_STEP;
    m->n_given_up += left == 0;
    return result;
}

static bool confirm(struct match *m, struct match_node *n, uint32_t docid);

/* Returns true if a node is at the document and that is a match. */
static bool has(struct match *m, struct match_node *n, uint32_t docid)
{
    return match_node_is_at(n, docid) && confirm(m, n, docid);
}

static bool look(struct match *m, struct match_node *n, uint32_t docid)
{
    bool is_any = false;
    switch (n->op) {
    case STORE_OR:
    case STORE_MAX:
        for (uint32_t i = 0; i < n->n_children; i++)
            is_any |= has(m, n->children[i], docid);
        return is_any;
    case STORE_AND_MAYBE:
        has(m, n->children[1], docid);
        return has(m, n->children[0], docid);
    case STORE_AND_NOT:
        return has(m, n->children[0], docid) && !has(m, n->children[1], docid);
    default:
        for (uint32_t i = 0; i < n->n_children; i++)
            if (!has(m, n->children[i], docid))
                return false;
        return !n->words || stand_beside(m, n, docid);
    }
}

static bool confirm(struct match *m, struct match_node *n, uint32_t docid)
{
    if (n->is_certain)
        return true;
    m->n_steps++;
    bool is_match = look(m, n, docid);
    if (!is_match)
        n->refuted = docid;
    return is_match;
}

bool match_confirm(struct match *m)
{
    return has(m, m->root, m->root->docid) && !m->err->code && !match_is_exhausted(m);
}
