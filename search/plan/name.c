/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Recognises a query that is the name of a file, typed or pasted from a list. */
#include "search/plan/name.h"

#include "base/buf.h"
#include "base/mem.h"
#include "base/path.h"
#include "search/plan/rank.h"
#include "store/schema.h"
#include "text/name_key.h"
#include "text/spellings.h"

enum {
    MAX_TOKENS = 64, /* of a path */
    MAX_NAMES = 32,  /* with different endings */
};

/* Nodes that are appended in post-order. */
struct nodes {
    struct store_node *items;
    size_t n;
};

/* The words of a path, as terms of paths, and whether documents have them. */
struct path_words {
    struct store_frequency terms[MAX_TOKENS];
    uint32_t positions[MAX_TOKENS];
    size_t n;
};

/* The terms of the names that a query may be. */
struct names {
    struct store_node items[MAX_NAMES + 1];
    double weights[MAX_NAMES + 1];
    size_t n;
    struct path_words words; /* that the names have, too: "with in" is not "within" */
};

static void add_term(struct names *names, struct str term, double weight)
{
    names->items[names->n] = (struct store_node){.op = STORE_TERM, .name = term, .wqf = 1};
    names->weights[names->n++] = weight;
}

static void push(struct nodes *nodes, struct store_node node)
{
    nodes->items[nodes->n++] = node;
}

static void read_path(const struct plan_index *index, struct str path, struct arena *arena,
                      struct path_words *ret, struct err *err)
{
    AUTO(buf_done) struct buf term = BUF_INIT;
    struct token t;
    ret->n = 0;
    analyser_start(index->analyser, path, 1);
    while (ret->n < MAX_TOKENS && analyser_next(index->analyser, &t)) {
        buf_clear(&term);
        buf_append_str(&term, STR_LITERAL(PREFIX_PATH));
        buf_append_str(&term, t.term);
        ret->positions[ret->n] = t.position;
        ret->terms[ret->n++] = (struct store_frequency){.name = arena_copy(arena, buf_str(&term))};
    }
    if (ret->n && store_reader_frequencies(index->reader, ret->terms, ret->n, err))
        ret->n = 0;
}

static void push_path_words(struct nodes *nodes, const struct path_words *words, size_t first)
{
    for (size_t i = first; i < words->n; i++)
        push(nodes, (struct store_node){.op = STORE_TERM, .name = words->terms[i].name, .wqf = 1});
}

static void push_names(struct nodes *nodes, const struct names *names)
{
    for (size_t i = 0; i < names->n; i++) {
        push(nodes, names->items[i]);
        push(nodes,
             (struct store_node){.op = STORE_SCALE, .n_children = 1, .factor = names->weights[i]});
    }
    if (names->n > 1)
        push(nodes, (struct store_node){.op = STORE_OR, .n_children = (uint32_t)names->n});
    if (names->words.n < 2)
        return;
    push_path_words(nodes, &names->words, 0); /* which have no weight of their own */
    push(nodes, (struct store_node){.op = STORE_AND, .n_children = (uint32_t)names->words.n + 1});
}

/* Appends a phrase that finds documents with this path or one that ends so, without the first
 * folders that no document has in its path. Returns false if fewer than two parts are left. */
static bool push_path(const struct plan_index *index, struct str path, struct arena *arena,
                      struct nodes *nodes, struct err *err)
{
    struct path_words words;
    size_t first = 0;
    read_path(index, path, arena, &words, err);
    for (size_t i = 0; i < words.n; i++)
        if (words.terms[i].termfreq == 0)
            first = i + 1;
    if (words.n < first + 2)
        return false;
    push_path_words(nodes, &words, first);
    push(nodes,
         (struct store_node){.op = STORE_PHRASE,
                             .n_children = (uint32_t)(words.n - first),
                             .window = words.positions[words.n - 1] - words.positions[first] + 1});
    return true;
}

/* Turns the plan into "what it asks for, OR, with a far greater weight, the names, OR, with a still
 * greater one, the first name in the folders before it". */
static void add_names(const struct plan_index *index, struct plan *plan, const struct names *names,
                      struct str path, struct arena *arena, struct err *err)
{
    struct nodes nodes = {arena_alloc(arena, (plan->n_nodes + 4 * MAX_NAMES + 3 * MAX_TOKENS + 20) *
                                                 sizeof *nodes.items),
                          plan->n_nodes};
    if (nodes.n)
        memcpy(nodes.items, plan->nodes, nodes.n * sizeof *nodes.items);
    push_names(&nodes, names);
    if (path.n && push_path(index, path, arena, &nodes, err)) { /* which has no weight of its own */
        push_names(&nodes, names);
        push(&nodes, (struct store_node){.op = STORE_AND, .n_children = 2});
        push(&nodes, (struct store_node){
                         .op = STORE_SCALE, .n_children = 1, .factor = RANK_PATH / RANK_NAME});
        push(&nodes, (struct store_node){.op = STORE_OR, .n_children = 2});
    }
    if (plan->n_nodes)
        push(&nodes, (struct store_node){.op = STORE_OR, .n_children = 2});
    plan->is_name = true;
    plan->nodes = nodes.items;
    plan->n_nodes = nodes.n;
}

static struct str without_quotes(struct str s)
{
    bool is_quoted = s.n > 2 && s.p[0] == '"' && s.p[s.n - 1] == '"';
    return is_quoted ? str_slice(s, 1, s.n - 1) : s;
}

/* Returns the path with "/" between its parts, as Windows shows it with "\\". */
static struct str with_slashes(struct str path, struct arena *arena)
{
    struct str copy = arena_copy(arena, path);
    for (size_t i = 0; i < copy.n; i++)
        if (copy.p[i] == '\\')
            ((char *)copy.p)[i] = '/';
    return copy;
}

/* Returns the term of a name whose ending, if it is typed, begins behind the stem. */
static struct str term_of(const struct plan_index *index, struct str name, struct str stem,
                          struct arena *arena)
{
    AUTO(buf_done) struct buf term = BUF_INIT;
    size_t ending = stem.n < name.n ? stem.n + 1 : name.n;
    buf_append_str(&term, STR_LITERAL(PREFIX_NAME));
    name_key_append(index->analyser, stem, str_slice(name, ending, name.n), &term);
    return arena_copy(arena, buf_str(&term));
}

/* Returns true for a word that need not be a name: a file with such a name is found by it, too, but
 * comes first only if its name has no ending. */
static bool is_plain_word(struct str name)
{
    for (size_t i = 0; i < name.n; i++)
        if ((unsigned char)name.p[i] < 0x80 && !ascii_is_alpha(name.p[i]))
            return false;
    return !str_is_ascii(name) || !spellings_may_have(name);
}

/* Returns true for what may follow the key of a stem: an ending, and that of a compression. */
static bool is_ending(struct str s)
{
    s = path_without_compression(s);
    return str_find_char(s, '.', 0) == s.n;
}

/* Finds the names that the name in a query is without their endings. */
static enum err_code find_stem(const struct plan_index *index, struct str name, struct arena *arena,
                               struct names *names, struct err *err)
{
    struct store_vocabulary *v;
    struct str start = arena_format(arena, "%.*s.", STR_PRINT(term_of(index, name, name, arena)));
    if (store_reader_terms(index->reader, start, MAX_NAMES, &v, err))
        return err->code;
    for (size_t i = 0; i < v->n; i++)
        if (is_ending(str_slice(v->terms[i].name, start.n, v->terms[i].name.n)))
            add_term(names, arena_copy(arena, v->terms[i].name), RANK_NAME_STEM);
    store_vocabulary_free(v);
    return ERR_OK;
}

static enum err_code find_names(const struct plan_index *index, struct str name,
                                struct arena *arena, struct names *names, struct err *err)
{
    read_path(index, path_stem(name), arena, &names->words, err);
    for (size_t i = 0; i < names->words.n && names->words.n > 1; i++)
        if (names->words.terms[i].termfreq == 0)
            return err->code;
    struct store_frequency whole = {.name = term_of(index, name, path_stem(name), arena)};
    if (store_reader_frequencies(index->reader, &whole, 1, err))
        return err->code;
    if (whole.termfreq)
        add_term(names, whole.name, RANK_NAME);
    return is_plain_word(name) ? ERR_OK : find_stem(index, name, arena, names, err);
}

enum err_code plan_name(const struct plan_index *index, struct str query, struct arena *arena,
                        struct plan *plan, struct err *err)
{
    struct names names = {.n = 0};
    struct str path = without_quotes(str_trim(query));
    if (str_find_char(path, '\\', 0) < path.n)
        path = with_slashes(path, arena);
    query = str_slice(path, str_after_last(path, '/'), path.n);
    if (path.n == query.n)
        path = STR_EMPTY;
    if (query.n == 0 || query.n > ANALYSER_MAX_TERM_BYTES)
        return ERR_OK;
    if (!find_names(index, query, arena, &names, err) && names.n)
        add_names(index, plan, &names, path, arena, err);
    return err->code;
}
