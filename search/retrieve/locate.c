/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds documents by their unique terms (PREFIX_ID). */
#include "search/retrieve/locate.h"

#include "base/mem.h"
#include "search/plan/rank.h"
#include "store/document_name.h"
#include "store/record.h"
#include "store/schema.h"

struct names {
    struct store_node *nodes; /* terms, followed by an OR of them */
    size_t n;
};

static bool has_room(const struct names *names)
{
    return names->n < LOCATE_MAX_DOCUMENTS;
}

static void add_name(struct names *names, struct str name, struct arena *arena)
{
    name = arena_copy(arena, name);
    names->nodes[names->n++] = (struct store_node){.op = STORE_TERM, .name = name, .wqf = 1};
}

static bool has_ref(struct str absolute, struct str id, struct str ref)
{
    char its[DOCUMENT_REF_BYTES];
    document_name_ref(absolute, id, its);
    return str_equal(ref, str_of(its));
}

/* Returns true if a unique term may belong to a document with this reference. Every "#" is tried as
 * the beginning of the id, because paths may contain one too. */
static bool may_have_ref(const struct searcher *source, struct str term, struct str ref)
{
    AUTO(arena_done) struct arena arena = ARENA_INIT;
    struct str name = str_slice(term, sizeof PREFIX_ID - 1, term.n);
    if (document_name_may_be_cut(term))
        return true;
    for (size_t i = 0; i < source->n_indexes; i++) {
        struct str absolute = searcher_absolute_path(source, (uint32_t)i + 1, name, &arena);
        if (has_ref(absolute, STR_EMPTY, ref))
            return true;
        for (size_t hash = str_find_char(absolute, '#', 0); hash < absolute.n;
             hash = str_find_char(absolute, '#', hash + 1))
            if (has_ref(str_slice(absolute, 0, hash), str_slice(absolute, hash + 1, absolute.n),
                        ref))
                return true;
    }
    return false;
}

static bool ends_so(const struct searcher *source, struct str term, struct str end)
{
    (void)source;
    return str_ends_with(term, end);
}

static bool is_cut(const struct searcher *source, struct str term, struct str unused)
{
    (void)source, (void)unused;
    return document_name_may_be_cut(term);
}

static bool begins_so(const struct searcher *source, struct str term, struct str start)
{
    (void)source;
    return str_starts_with(term, start) || document_name_may_be_cut(term);
}

/* Adds the terms of PREFIX_ID that begin with start and for which fits() returns true. */
static enum err_code add_names(const struct searcher *source, struct names *names, struct str start,
                               bool (*fits)(const struct searcher *source, struct str term,
                                            struct str wanted),
                               struct str wanted, struct arena *arena, struct err *err)
{
    struct store_cursor *cursor = store_cursor_open(source->reader);
    struct str name = STR_EMPTY;
    store_cursor_seek(cursor, start, &name, err);
    while (!err->code && name.p && str_starts_with(name, start) && has_room(names)) {
        if (fits(source, name, wanted))
            add_name(names, name, arena);
        store_cursor_next(cursor, &name, err);
    }
    store_cursor_close(cursor);
    return err->code;
}

struct located {
    uint32_t *docids;
    size_t n;
};

/* Adds the documents of one index, or of all if index is n_indexes, that have one of the names, in
 * the order of SLOT_ORDER. */
static enum err_code add_documents(const struct searcher *source, struct names *names, size_t index,
                                   struct located *found, struct err *err)
{
    struct store_search search;
    struct store_results *results;
    if (names->n == 0)
        return ERR_OK;
    names->nodes[names->n] = (struct store_node){.op = STORE_OR, .n_children = (uint32_t)names->n};
    rank_defaults(&search, source->length_skew, 0);
    search.nodes = names->nodes;
    search.n_nodes = names->n + 1;
    search.weighting = STORE_BOOLEAN;
    search.order_slot = searcher_order_slot(source);
    search.max = LOCATE_MAX_DOCUMENTS;
    search.without_data = true;
    if (store_reader_search(source->reader, &search, &results, err))
        return err->code;
    for (size_t i = 0; i < results->n && found->n < LOCATE_MAX_DOCUMENTS; i++)
        if (index == source->n_indexes || (results->hits[i].docid - 1) % source->n_indexes == index)
            found->docids[found->n++] = results->hits[i].docid;
    store_results_free(results);
    return ERR_OK;
}

/* Returns the document's path as stored, followed by "#" and its id if it has one. */
static struct str whole_name(const struct record *r, struct arena *arena)
{
    return r->id.n ? arena_format(arena, "%.*s#%.*s", STR_PRINT(r->path), STR_PRINT(r->id))
                   : r->path;
}

static bool name_begins(const struct searcher *source, uint32_t docid, const struct record *r,
                        struct str start, struct arena *arena)
{
    (void)source, (void)docid;
    return str_starts_with(whole_name(r, arena), start);
}

static bool name_ends(const struct searcher *source, uint32_t docid, const struct record *r,
                      struct str end, struct arena *arena)
{
    (void)source, (void)docid;
    return str_ends_with(whole_name(r, arena), end);
}

static bool is_referred_to(const struct searcher *source, uint32_t docid, const struct record *r,
                           struct str ref, struct arena *arena)
{
    return has_ref(searcher_absolute_path(source, docid, r->path, arena), r->id, ref);
}

/* Keeps those documents found from the one at first on whose records are what is wanted. */
static enum err_code keep(const struct searcher *source, struct located *found, size_t first,
                          bool (*is_wanted)(const struct searcher *source, uint32_t docid,
                                            const struct record *r, struct str wanted,
                                            struct arena *arena),
                          struct str wanted, struct arena *arena, struct err *err)
{
    size_t kept = first;
    for (size_t i = first; i < found->n; i++) {
        AUTO(buf_done) struct buf data = BUF_INIT;
        struct record_reader *record;
        uint32_t docid = found->docids[i];
        if (store_reader_data(source->reader, docid, &data, err) ||
            searcher_open_record(source, docid, buf_str(&data), &record, err))
            return err->code;
        if (is_wanted(source, docid, record_of(record), wanted, arena))
            found->docids[kept++] = docid;
        record_reader_free(record);
    }
    found->n = kept;
    return ERR_OK;
}

/* Finds what is in a file: the documents whose unique terms continue the path with "#". The terms
 * of those whose names are very long have only a part of the name. */
static enum err_code find_parts(const struct searcher *source, struct str path, size_t index,
                                struct names *names, struct arena *arena, struct located *found,
                                struct err *err)
{
    struct str start = arena_format(arena, PREFIX_ID "%.*s#", STR_PRINT(path));
    size_t n_kept = document_name_kept(start), n_before = found->n;
    if (add_names(source, names, str_slice(start, 0, n_kept), begins_so, start, arena, err) ||
        add_documents(source, names, index, found, err) || n_kept == start.n)
        return err->code;
    start = str_slice(start, sizeof PREFIX_ID - 1, start.n);
    return keep(source, found, n_before, name_begins, start, arena, err);
}

/* Finds the documents of a stored path, which "#" and an id may follow, in one index or in all. */
static enum err_code find_path(const struct searcher *source, struct str path, size_t index,
                               struct names *names, struct arena *arena, struct located *found,
                               struct err *err)
{
    AUTO(buf_done) struct buf name = BUF_INIT;
    document_name_append(&name, path, STR_EMPTY);
    struct store_frequency whole = {.name = buf_str(&name)};
    names->n = 0;
    if (path.n == 0)
        return ERR_OK;
    if (store_reader_frequencies(source->reader, &whole, 1, err))
        return err->code;
    if (whole.termfreq == 0)
        return find_parts(source, path, index, names, arena, found, err);
    add_name(names, whole.name, arena);
    return add_documents(source, names, index, found, err);
}

static enum err_code find_paths(const struct searcher *source, struct str name, struct names *names,
                                struct arena *arena, struct located *found, struct err *err)
{
    for (size_t i = 0; i < source->n_indexes; i++) {
        struct str stored = place_stored_path(&source->indexes[i].place, name, arena);
        if (find_path(source, stored, i, names, arena, found, err))
            return err->code;
    }
    return found->n ? ERR_OK : find_path(source, name, source->n_indexes, names, arena, found, err);
}

static enum err_code find_ref(const struct searcher *source, struct str ref, struct names *names,
                              struct arena *arena, struct located *found, struct err *err)
{
    names->n = 0;
    if (!document_name_is_ref(ref))
        return ERR_OK;
    if (add_names(source, names, STR_LITERAL(PREFIX_ID), may_have_ref, ref, arena, err) ||
        add_documents(source, names, source->n_indexes, found, err))
        return err->code;
    return keep(source, found, 0, is_referred_to, ref, arena, err);
}

/* Finds documents by the id of a record. */
static enum err_code find_id(const struct searcher *source, struct str name, struct names *names,
                             struct arena *arena, struct located *found, struct err *err)
{
    struct str end = arena_format(arena, "#%.*s", STR_PRINT(name));
    names->n = 0;
    if (add_names(source, names, STR_LITERAL(PREFIX_ID), ends_so, end, arena, err) ||
        add_documents(source, names, source->n_indexes, found, err) || found->n)
        return err->code;
    if (add_names(source, names, STR_LITERAL(PREFIX_ID), is_cut, STR_EMPTY, arena, err) ||
        add_documents(source, names, source->n_indexes, found, err))
        return err->code;
    return keep(source, found, 0, name_ends, end, arena, err);
}

/* Returns the path in a unique term. */
static struct str path_in(struct str term)
{
    struct str name = str_slice(term, sizeof PREFIX_ID - 1, term.n);
    return str_slice(name, 0, str_find_char(name, '#', 0));
}

static struct str last_name(struct str path)
{
    return str_slice(path, str_after_last(path, '/'), path.n);
}

/* Returns true if a file is called like the last name of wanted, in any case and with any ending.
 */
static bool is_called(const struct searcher *source, struct str term, struct str wanted)
{
    (void)source;
    struct str name = last_name(path_in(term)), last = last_name(wanted);
    return str_equal_ignoring_case(name, last) ||
           (name.n > last.n && name.p[last.n] == '.' &&
            str_equal_ignoring_case(str_slice(name, 0, last.n), last));
}

/* Fails with ERR_NOT_FOUND. The message has the path of a file that is called like name. */
static enum err_code report_missing(const struct searcher *source, struct str name,
                                    struct names *names, struct located *found, struct arena *arena,
                                    struct err *err)
{
    names->n = 0;
    if (add_names(source, names, STR_LITERAL(PREFIX_ID), is_called, name, arena, err))
        return err->code;
    names->n = names->n > 0;
    if (add_documents(source, names, source->n_indexes, found, err))
        return err->code;
    if (found->n == 0)
        return err_set(err, ERR_NOT_FOUND,
                       "'%.*s' is not in the index, by path or by id; index it first with "
                       "pressmark-index",
                       STR_PRINT(name));
    struct str path = searcher_shown_path(
        source,
        searcher_absolute_path(source, found->docids[0], path_in(names->nodes[0].name), arena));
    return err_set(err, ERR_NOT_FOUND,
                   "'%.*s' is not in the index, by path or by id; did you mean '%.*s'?",
                   STR_PRINT(name), STR_PRINT(path));
}

enum err_code locate_documents(const struct searcher *source, struct str name, struct arena *arena,
                               uint32_t **ret_docids, size_t *ret_n, struct err *err)
{
    struct names names = {
        .nodes = arena_alloc(arena, (LOCATE_MAX_DOCUMENTS + 1) * sizeof *names.nodes)};
    struct located found = {arena_alloc(arena, LOCATE_MAX_DOCUMENTS * sizeof *found.docids), 0};
    if (find_paths(source, name, &names, arena, &found, err) ||
        (found.n == 0 && find_ref(source, name, &names, arena, &found, err)) ||
        (found.n == 0 && find_id(source, name, &names, arena, &found, err)))
        return err->code;
    if (found.n == 0)
        return report_missing(source, name, &names, &found, arena, err);
    *ret_docids = found.docids;
    *ret_n = found.n;
    return ERR_OK;
}

enum err_code locate_document(const struct searcher *source, struct str name, struct arena *arena,
                              uint32_t *ret_docid, struct err *err)
{
    uint32_t *docids;
    size_t n;
    if (locate_documents(source, name, arena, &docids, &n, err))
        return err->code;
    *ret_docid = docids[0];
    return ERR_OK;
}
