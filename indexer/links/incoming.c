/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Determines which document of an index each link leads to, and counts for each document the pages
 * that link to it with the same words. */
#include "indexer/links/incoming.h"

#include "base/arena.h"
#include "base/mem.h"
#include "indexer/links/address.h"

#include <stdlib.h>
#include <xxhash.h>

enum { NONE = UINT32_MAX, MAX_MOVES = 5 };

/* Maps hashes to numbers, with open addressing. A slot holds a number plus 1. */
struct table {
    struct slot {
        uint64_t hash;
        uint32_t number;
    } * slots;
    size_t n, n_slots;
};

struct page {
    struct str path;
    uint32_t docid;
    uint32_t next; /* the next page with the same key; NONE: none */
    uint32_t next_of_name;
};

struct move {
    uint32_t from, to; /* document numbers */
};

struct incoming {
    struct page *pages;
    size_t n_pages, pages_capacity;
    struct table by_path;         /* exact paths, which most links use */
    struct table by_key, by_name; /* the first page with each key */
    size_t n_named;               /* pages that are in by_name so far */
    struct incoming_wording *wordings;
    size_t n_wordings, wordings_capacity;
    struct table by_wording;
    struct move *moves;
    size_t n_moves, moves_capacity;
    bool moves_are_sorted;
    struct arena arena;
    struct buf target, below, source;
};

struct incoming *incoming_new(void)
{
    return mem_alloc_zeroed(1, sizeof(struct incoming));
}

void incoming_free(struct incoming *in)
{
    if (!in)
        return;
    mem_free(in->pages);
    mem_free(in->by_path.slots);
    mem_free(in->by_key.slots);
    mem_free(in->by_name.slots);
    mem_free(in->by_wording.slots);
    mem_free(in->wordings);
    mem_free(in->moves);
    arena_done(&in->arena);
    buf_done(&in->target);
    buf_done(&in->below);
    buf_done(&in->source);
    mem_free(in);
}

/* ---- tables ---- */

static struct slot *find_slot(const struct table *t, uint64_t hash)
{
    size_t at = hash & (t->n_slots - 1);
    while (t->slots[at].number && t->slots[at].hash != hash)
        at = (at + 1) & (t->n_slots - 1);
    return &t->slots[at];
}

/* Returns the slot of a hash; its number is 0 if it is new. */
static struct slot *make_slot(struct table *t, uint64_t hash)
{
    if (2 * (t->n + 1) > t->n_slots) {
        struct table old = *t;
        t->n_slots = old.n_slots ? old.n_slots * 2 : 256;
        t->slots = mem_alloc_zeroed(t->n_slots, sizeof *t->slots);
        for (size_t i = 0; i < old.n_slots; i++)
            if (old.slots[i].number)
                *find_slot(t, old.slots[i].hash) = old.slots[i];
        mem_free(old.slots);
    }
    struct slot *slot = find_slot(t, hash);
    t->n += slot->number == 0;
    slot->hash = hash;
    return slot;
}

static uint32_t look_up(const struct table *t, uint64_t hash)
{
    return t->n ? find_slot(t, hash)->number - 1 : NONE;
}

/* ---- pages ---- */

static uint64_t hash_of_path(struct str path)
{
    return XXH3_64bits(path.p, path.n);
}

void incoming_add_page(struct incoming *in, struct str path, uint32_t docid)
{
    uint32_t number = (uint32_t)in->n_pages;
    struct slot *slot = make_slot(&in->by_key, address_key(path));
    MEM_GROW(in->pages, in->n_pages, in->pages_capacity);
    in->pages[in->n_pages++] = (struct page){path, docid, slot->number - 1, NONE};
    slot->number = number + 1;
    make_slot(&in->by_path, hash_of_path(path))->number = number + 1;
}

/* Adds the pages to by_name. Done on demand, since most folders have no links by names of pages. */
static void name_pages(struct incoming *in)
{
    for (; in->n_named < in->n_pages; in->n_named++) {
        struct page *page = &in->pages[in->n_named];
        struct slot *slot = make_slot(&in->by_name, address_name_key(page->path));
        page->next_of_name = slot->number - 1;
        slot->number = (uint32_t)in->n_named + 1;
    }
}

/* Returns the page that fits a path best, or NONE. */
static uint32_t find_page(const struct incoming *in, struct str path, struct str source)
{
    unsigned least = UINT32_MAX;
    uint32_t best = look_up(&in->by_path, hash_of_path(path));
    if (best != NONE && str_equal(in->pages[best].path, path))
        return best;
    best = NONE;
    for (uint32_t i = look_up(&in->by_key, address_key(path)); i != NONE; i = in->pages[i].next) {
        unsigned misfit = address_misfit(path, in->pages[i].path, source);
        bool is_before = misfit == least &&
                         str_compare(in->pages[i].path, in->pages[best].path) < 0;
        if (misfit < least || is_before)
            best = i;
        least = misfit < least ? misfit : least;
    }
    return best;
}

/* Finds the page for a path that begins with "/". It is a path of the file system, or relative to a
 * folder above the page, where a server's root may be: the topmost one where it is found. */
static uint32_t find_rooted_page(struct incoming *in, struct str path, struct str source)
{
    uint32_t page = find_page(in, path, source);
    for (size_t end = 0; page == NONE && end < source.n; end++) {
        if (end > 0 && source.p[end - 1] != '/')
            continue;
        buf_clear(&in->below);
        buf_append_str(&in->below, str_slice(source, 0, end));
        buf_append_str(&in->below, str_slice(path, 1, path.n));
        page = find_page(in, buf_str(&in->below), source);
    }
    return page;
}

static size_t count_slashes(struct str path)
{
    size_t n = 0;
    for (size_t i = 0; i < path.n; i++)
        n += path.p[i] == '/';
    return n;
}

/* Returns whether a page has the name, including the folders in it. */
static bool has_name(struct str page, struct str name)
{
    size_t folders = str_after_last(name, '/');
    size_t own = str_after_last(page, '/');
    if (folders == 0)
        return true;
    struct str before = str_slice(page, 0, own);
    return str_ends_with_ignoring_case(before, "/") && before.n >= folders &&
           str_equal_ignoring_case(str_slice(before, before.n - folders, before.n),
                                   str_slice(name, 0, folders)) &&
           (before.n == folders || before.p[before.n - folders - 1] == '/');
}

/* Returns the page with a name: one in the folder of the source, otherwise the one nearest to the
 * top. */
static uint32_t find_named_page(struct incoming *in, struct str name, struct str source)
{
    uint32_t best = NONE;
    size_t least = SIZE_MAX;
    struct str folder = str_slice(source, 0, str_after_last(source, '/'));
    name_pages(in);
    for (uint32_t i = look_up(&in->by_name, address_name_key(name)); i != NONE;
         i = in->pages[i].next_of_name) {
        struct str path = in->pages[i].path;
        if (!has_name(path, name))
            continue;
        bool is_beside = str_equal(folder, str_slice(path, 0, str_after_last(path, '/')));
        size_t distance = is_beside ? 0 : 1 + count_slashes(path);
        bool is_before = distance == least && str_compare(path, in->pages[best].path) < 0;
        if (distance < least || is_before)
            best = i;
        least = distance < least ? distance : least;
    }
    return best;
}

/* Returns the document that a target refers to; 0 if there is none. */
static uint32_t find_target(struct incoming *in, enum document_link_kind kind, struct str target,
                            struct str source)
{
    bool is_rooted = target.n && target.p[0] == '/';
    uint32_t page = kind == LINK_NAME ? find_named_page(in, target, source)
                    : is_rooted       ? find_rooted_page(in, target, source)
                                      : find_page(in, target, source);
    return page == NONE ? 0 : in->pages[page].docid;
}

/* ---- links ---- */

static void count_wording(struct incoming *in, uint32_t source, uint32_t docid, struct str words,
                          struct str language)
{
    uint64_t seed = docid;
    for (size_t i = 0; i < language.n && i < 4; i++)
        seed = seed << 8 | (unsigned char)language.p[i];
    struct slot *slot = make_slot(&in->by_wording, XXH3_64bits_withSeed(words.p, words.n, seed));
    if (slot->number == 0) {
        MEM_GROW(in->wordings, in->n_wordings, in->wordings_capacity);
        in->wordings[in->n_wordings++] = (struct incoming_wording){
            .docid = docid, .words = arena_copy(&in->arena, words)};
        in->wordings[in->n_wordings - 1].language = arena_copy(&in->arena, language);
        slot->number = (uint32_t)in->n_wordings;
    }
    struct incoming_wording *w = &in->wordings[slot->number - 1];
    w->n_pages += w->last != source;
    w->last = source;
}

static enum err_code damaged(struct err *err)
{
    return err_set(err, ERR_CORRUPT, "the index's list of links is damaged");
}

/* Returns the path of a document of a file, valid until the next call. */
static struct str path_of(struct incoming *in, struct str path, const struct outgoing_document *d)
{
    if (d->member.n == 0)
        return path;
    buf_clear(&in->source);
    address_append_member(&in->source, path, d->member);
    return buf_str(&in->source);
}

enum err_code incoming_add_members(struct incoming *in, struct str path, uint32_t first_docid,
                                   struct str links, struct err *err)
{
    struct outgoing_document d;
    while (outgoing_take_document(&links, &d))
        if (d.member.n)
            incoming_add_page(in, arena_copy(&in->arena, path_of(in, path, &d)),
                              first_docid + d.number);
    return links.n ? damaged(err) : ERR_OK;
}

enum err_code incoming_add_moves(struct incoming *in, struct str path, uint32_t first_docid,
                                 struct str links, struct err *err)
{
    struct outgoing_document d;
    while (outgoing_take_document(&links, &d)) {
        uint32_t source = first_docid + d.number;
        uint32_t target = d.moved_to.n
                              ? find_target(in, LINK_PATH, d.moved_to, path_of(in, path, &d))
                              : 0;
        if (target == 0 || target == source)
            continue;
        MEM_GROW(in->moves, in->n_moves, in->moves_capacity);
        in->moves[in->n_moves++] = (struct move){source, target};
        in->moves_are_sorted = false;
    }
    return links.n ? damaged(err) : ERR_OK;
}

static int by_from(const void *a, const void *b)
{
    const struct move *x = a, *y = b;
    return (x->from > y->from) - (x->from < y->from);
}

/* Returns where a document has moved to, following several moves. */
static uint32_t follow(struct incoming *in, uint32_t docid)
{
    if (in->n_moves == 0)
        return docid;
    if (!in->moves_are_sorted)
        qsort(in->moves, in->n_moves, sizeof *in->moves, by_from);
    in->moves_are_sorted = true;
    for (unsigned i = 0; i < MAX_MOVES; i++) {
        struct move key = {docid, 0};
        const struct move *move = bsearch(&key, in->moves, in->n_moves, sizeof key, by_from);
        if (!move)
            break;
        docid = move->to;
    }
    return docid;
}

enum err_code incoming_add_links(struct incoming *in, struct str path, uint32_t first_docid,
                                 struct str links, struct err *err)
{
    struct outgoing_document d;
    struct outgoing_link link;
    while (outgoing_take_document(&links, &d)) {
        uint32_t source = first_docid + d.number;
        struct str from = path_of(in, path, &d);
        buf_clear(&in->target);
        while (outgoing_take_link(&d.links, &in->target, &link)) {
            uint32_t docid = follow(in, find_target(in, link.kind, link.target, from));
            if (docid && docid != source)
                count_wording(in, source, docid, link.words, d.language);
        }
        if (d.links.n)
            return damaged(err);
    }
    return links.n ? damaged(err) : ERR_OK;
}

/* ---- the result ---- */

static int by_docid(const void *a, const void *b)
{
    const struct incoming_wording *x = a, *y = b;
    if (x->docid != y->docid)
        return x->docid < y->docid ? -1 : 1;
    int order = str_compare(x->words, y->words);
    return order ? order : str_compare(x->language, y->language);
}

const struct incoming_wording *incoming_wordings(struct incoming *in, size_t *ret_n)
{
    if (in->n_wordings)
        qsort(in->wordings, in->n_wordings, sizeof *in->wordings, by_docid);
    *ret_n = in->n_wordings;
    return in->wordings;
}
