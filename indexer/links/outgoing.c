/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Encodes the links from a file's documents to others, once for each target and wording. */
#include "indexer/links/outgoing.h"

#include "base/mem.h"
#include "indexer/links/address.h"

#include <xxhash.h>

/* Counts hashes, with open addressing. A slot is free unless it belongs to the current document, so
 * that nothing has to be cleared after a large one. */
struct count {
    uint64_t hash;
    uint32_t n, document;
};

struct counts {
    struct count *slots;
    size_t n, n_slots; /* n_slots is a power of two */
    uint32_t document; /* the serial number of the current one, from 1 */
};

struct outgoing {
    uint32_t n_documents;
    bool has_links;          /* some document has */
    struct buf bytes, links; /* of the file; of the current document */
    struct buf path, target, last_target, moved_to;
    struct counts targets, wordings; /* of the current document */
};

struct outgoing *outgoing_new(void)
{
    return mem_alloc_zeroed(1, sizeof(struct outgoing));
}

void outgoing_free(struct outgoing *o)
{
    if (!o)
        return;
    buf_done(&o->bytes);
    buf_done(&o->links);
    buf_done(&o->path);
    buf_done(&o->target);
    buf_done(&o->last_target);
    buf_done(&o->moved_to);
    mem_free(o->targets.slots);
    mem_free(o->wordings.slots);
    mem_free(o);
}

/* ---- counting ---- */

static void counts_start(struct counts *c)
{
    c->n = 0;
    if (++c->document == 0) { /* the serial numbers have wrapped around */
        memset(c->slots, 0, c->n_slots * sizeof *c->slots);
        c->document = 1;
    }
}

static bool is_in_use(const struct counts *c, const struct count *slot)
{
    return slot->document == c->document;
}

static struct count *find_count(const struct counts *c, uint64_t hash)
{
    size_t at = hash & (c->n_slots - 1);
    while (is_in_use(c, &c->slots[at]) && c->slots[at].hash != hash)
        at = (at + 1) & (c->n_slots - 1);
    return &c->slots[at];
}

static void make_count_room(struct counts *c)
{
    struct counts old = *c;
    if (2 * (c->n + 1) <= c->n_slots)
        return;
    c->n_slots = old.n_slots ? old.n_slots * 2 : 128;
    c->slots = mem_alloc_zeroed(c->n_slots, sizeof *c->slots);
    for (size_t i = 0; i < old.n_slots; i++)
        if (is_in_use(&old, &old.slots[i]))
            *find_count(c, old.slots[i].hash) = old.slots[i];
    mem_free(old.slots);
}

/* Returns how many times a hash was counted before. */
static uint32_t count(struct counts *c, uint64_t hash)
{
    make_count_room(c);
    struct count *slot = find_count(c, hash);
    if (!is_in_use(c, slot)) {
        *slot = (struct count){.hash = hash, .document = c->document};
        c->n++;
    }
    return slot->n++;
}

/* ---- encoding ---- */

void outgoing_start(struct outgoing *o)
{
    o->n_documents = 0;
    o->has_links = false;
    buf_clear(&o->bytes);
}

static void append_link(struct outgoing *o, enum document_link_kind kind, struct str words)
{
    struct str target = buf_str(&o->target);
    size_t shared = str_count_shared(target, buf_str(&o->last_target));
    buf_append_varint(&o->links, shared << 1 | kind);
    buf_append_counted(&o->links, str_slice(target, shared, target.n));
    buf_append_counted(&o->links, words);
    o->last_target.n = shared;
    buf_append_str(&o->last_target, str_slice(target, shared, target.n));
}

static void add_link(struct outgoing *o, const struct document *d, const struct document_link *link)
{
    buf_clear(&o->target);
    if (link->kind == LINK_NAME)
        buf_append_str(&o->target, link->target);
    else if (!address_resolve(buf_str(&o->path), d->base, link->target, &o->target))
        return;
    uint64_t of_target = XXH3_64bits_withSeed(o->target.p, o->target.n, link->kind);
    uint64_t hash = XXH3_64bits_withSeed(link->words.p, link->words.n, of_target);
    if (!count(&o->wordings, hash) && count(&o->targets, of_target) < OUTGOING_MAX_WORDINGS)
        append_link(o, link->kind, link->words);
}

/* Sets the path that the references of a document are relative to. */
static void set_path(struct outgoing *o, const struct document *d)
{
    buf_clear(&o->path);
    if (d->member_bytes)
        address_append_member(&o->path, d->path, str_slice(d->id, 0, d->member_bytes));
    else
        buf_append_str(&o->path, d->path);
}

static void add_links(struct outgoing *o, const struct document *d)
{
    buf_clear(&o->links);
    buf_clear(&o->last_target);
    buf_clear(&o->moved_to);
    if (d->n_links == 0 && d->moved_to.n == 0)
        return;
    set_path(o, d);
    counts_start(&o->wordings);
    counts_start(&o->targets);
    for (size_t i = 0; i < d->n_links; i++)
        add_link(o, d, &d->links[i]);
    if (d->moved_to.n)
        address_resolve(buf_str(&o->path), d->base, d->moved_to, &o->moved_to);
    o->has_links |= o->links.n || o->moved_to.n;
}

void outgoing_add(struct outgoing *o, const struct document *d)
{
    uint32_t number = o->n_documents++;
    bool is_member = d->member_bytes && d->id.n == d->member_bytes;
    add_links(o, d);
    if (o->links.n == 0 && o->moved_to.n == 0 && !is_member)
        return;
    buf_append_varint(&o->bytes, number);
    buf_append_counted(&o->bytes, d->language);
    buf_append_counted(&o->bytes, is_member ? d->id : STR_EMPTY);
    buf_append_counted(&o->bytes, buf_str(&o->moved_to));
    buf_append_counted(&o->bytes, buf_str(&o->links));
}

struct str outgoing_links(const struct outgoing *o)
{
    return o->has_links ? buf_str(&o->bytes) : STR_EMPTY;
}

/* ---- reading ---- */

bool outgoing_take_document(struct str *links, struct outgoing_document *ret)
{
    uint64_t number;
    if (!str_take_varint(links, &number) || number > UINT32_MAX ||
        !str_take_counted(links, &ret->language) || !str_take_counted(links, &ret->member) ||
        !str_take_counted(links, &ret->moved_to) || !str_take_counted(links, &ret->links))
        return false;
    ret->number = (uint32_t)number;
    return true;
}

bool outgoing_take_link(struct str *links, struct buf *target, struct outgoing_link *ret)
{
    uint64_t head;
    struct str rest;
    if (!str_take_varint(links, &head) || head >> 1 > target->n ||
        !str_take_counted(links, &rest) || !str_take_counted(links, &ret->words))
        return false;
    target->n = (size_t)(head >> 1);
    buf_append_str(target, rest);
    ret->kind = head & 1 ? LINK_NAME : LINK_PATH;
    ret->target = buf_str(target);
    return true;
}
